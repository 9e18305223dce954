//! A CSV file of another software taken apart into cells.
//!
//! Not here: what a cell means (`civil`, `returned`).
//! Invariant: a file in another encoding, or one that is too large, is refused as a whole; a line keeps its number.

use shared::lang::{Sentence, word};
use shared::limits::CIVIL_FILE_BYTES_MAX;

/// A line's number and its cells; none where it cannot be read.
pub type Row = (u64, Option<Vec<String>>);

pub fn at(line: u64, said: &Sentence) -> Sentence {
    Sentence::new(format!("Dòng {line}: {}", said.vi), format!("Line {line}: {}", said.en))
}

/// # Errors
/// The file is too large, or not in UTF-8.
pub fn readable(text: &str) -> Result<&str, Sentence> {
    if text.len() > CIVIL_FILE_BYTES_MAX {
        let max = CIVIL_FILE_BYTES_MAX / (1024 * 1024);
        return Err(Sentence::new(
            format!("Tệp lớn quá {max} MB. Xuất lại theo từng tháng."),
            format!("The file has more than {max} MB. Export it month by month."),
        ));
    }
    let text = text.trim_start_matches('\u{feff}');
    match text.find(['\u{fffd}', '\0']) {
        None => Ok(text),
        Some(before) => {
            let line = text[..before].matches('\n').count() as u64 + 1;
            let said = word(
                "có ký tự không đọc được. Lưu lại tệp dạng UTF-8.",
                "a sign cannot be read. Save the file as UTF-8.",
            );
            Err(at(line, &said.into()))
        }
    }
}

/// Every line that is not blank.
pub fn rows(text: &str) -> Vec<Row> {
    // Spreadsheets of this country part cells by semicolons.
    let head = text.lines().next().unwrap_or_default();
    let parted = if head.matches(';').count() > head.matches(',').count() { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(parted)
        .from_reader(text.as_bytes());
    // A record begins before the empty lines that are passed over.
    let line_of = |position: Option<&csv::Position>| {
        let Some(position) = position else { return 1 };
        let start = usize::try_from(position.byte()).unwrap_or(usize::MAX);
        let rest = text.as_bytes().get(start..).unwrap_or_default();
        let blank =
            rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).filter(|byte| **byte == b'\n');
        position.line() + blank.count() as u64
    };
    let row = |record: Result<csv::StringRecord, csv::Error>| match record {
        Ok(record) => (line_of(record.position()), Some(record.iter().map(str::to_owned).collect())),
        Err(error) => (line_of(error.position()), None),
    };
    let is_blank = |cells: &Vec<String>| cells.iter().all(|cell| cell.trim().is_empty());
    reader.records().map(row).filter(|(_, cells)| !cells.as_ref().is_some_and(is_blank)).collect()
}

#[cfg(test)]
mod tests {
    use super::rows;

    #[test]
    fn a_line_keeps_its_number_after_empty_ones() {
        let text = "a;b\r\n1;2\r\n\r\n\r\n3;4\r\n;\r\n\"5\n5\";6\r\n7;8\r\n";
        let lines: Vec<_> =
            rows(text).into_iter().map(|(line, cells)| (line, cells.unwrap()[0].clone())).collect();
        let expected = [(1, "a"), (2, "1"), (5, "3"), (7, "5\n5"), (9, "7")];
        assert_eq!(lines, expected.map(|(line, cell)| (line, cell.to_owned())));
    }
}
