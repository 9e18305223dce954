//! Số biên lai: which receipt numbers stand on the dossiers at hand, and which one comes next.
//!
//! Not here: the cash book, which names a number that was used twice (`cash`).
//! Invariant: nothing is refused for its number, since another device may hold the same one without a network; what is
//! known is said while it is typed.

use std::collections::BTreeMap;

use crate::dossier::Dossier;
use crate::id::{DossierId, OfficerId};
use crate::lang::Sentence;
use crate::moment::Moment;

/// Dossiers with the same number that are named at the field.
const NAMED_MAX: usize = 3;

/// `bl 0001` and `BL0001` are one number.
pub fn same_number(receipt: &str) -> String {
    receipt.split_whitespace().collect::<String>().to_uppercase()
}

/// The receipt numbers of the dossiers at hand.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Receipts {
    /// By number: the dossiers that bear it, with their short codes.
    known: BTreeMap<String, Vec<(DossierId, String)>>,
    /// What was written last, by this officer or else by anybody.
    last: Option<String>,
}

impl Receipts {
    /// Of these dossiers, as `me` goes on with them: everybody at the counter has a receipt book of their own, or all
    /// share one.
    pub fn of<'a>(dossiers: impl IntoIterator<Item = &'a Dossier>, me: OfficerId) -> Receipts {
        let mut known: BTreeMap<String, Vec<(DossierId, String)>> = BTreeMap::new();
        let mut last: Option<((bool, Moment, DossierId), &str)> = None;
        for dossier in dossiers.into_iter().filter(|dossier| !dossier.fee.receipt.is_empty()) {
            let code = dossier.code.as_ref().map(|code| code.short()).unwrap_or_default();
            known.entry(same_number(&dossier.fee.receipt)).or_default().push((dossier.id, code));
            let Some(at) = dossier.received_at else { continue };
            let key = (dossier.received_by == Some(me), at, dossier.id);
            if last.is_none_or(|(than, _)| than < key) {
                last = Some((key, &dossier.fee.receipt));
            }
        }
        Receipts { known, last: last.map(|(_, receipt)| receipt.to_owned()) }
    }

    /// The number after the last one, in its series and as wide: `BL 0009` → `BL 0010`. Numbers that stand somewhere
    /// already are passed over. `None` where no number was written yet, or none that counts.
    pub fn next(&self) -> Option<String> {
        let mut next = follows(self.last.as_deref()?)?;
        // Each step passes a number that stands somewhere, so that they come to an end.
        while self.known.contains_key(&same_number(&next)) {
            next = follows(&next)?;
        }
        Some(next)
    }

    /// Who bears the number, but for the dossier that it is typed for: a sentence for its field.
    pub fn used(&self, typed: &str, own: Option<DossierId>) -> Option<Sentence> {
        let all = self.known.get(&same_number(typed))?;
        let others: Vec<&str> =
            all.iter().filter(|(id, _)| Some(*id) != own).map(|(_, code)| code.as_str()).collect();
        let more = others.len().saturating_sub(NAMED_MAX);
        let named = others[..others.len() - more].join(", ");
        let (vi, en) = match more {
            0 => (String::new(), String::new()),
            n => (format!(" và {n} hồ sơ khác"), format!(" and {n} more")),
        };
        (!others.is_empty()).then(|| {
            Sentence::new(
                format!("Số này đã ghi ở hồ sơ {named}{vi}. Xem lại cuống biên lai."),
                format!("This number stands on dossier {named}{en} already. Look at the stub."),
            )
        })
    }
}

/// The next number of a series. What counts are the last figures, or those before a year: `0012/2018` → `0013/2018`.
fn follows(receipt: &str) -> Option<String> {
    let is_figure = |c: char| c.is_ascii_digit();
    let split = |text: &str| {
        let head = text.trim_end_matches(|c| !is_figure(c)).len();
        let start = text[..head].trim_end_matches(is_figure).len();
        (start, head)
    };
    let (mut start, mut end) = split(receipt);
    let is_year =
        |figures: &str| figures.len() == 4 && (figures.starts_with("19") || figures.starts_with("20"));
    if is_year(&receipt[start..end]) && receipt[..start].ends_with(['/', '-']) {
        let (before, head) = split(&receipt[..start]);
        if before < head {
            (start, end) = (before, head);
        }
    }
    let figures = &receipt[start..end];
    let next = figures.parse::<u64>().ok()?.checked_add(1)?;
    Some(format!("{}{next:0width$}{}", &receipt[..start], &receipt[end..], width = figures.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_series_goes_on_as_it_was_written() {
        let cases = [
            ("BL 0009", Some("BL 0010")),
            ("bl0099", Some("bl0100")),
            ("999", Some("1000")),
            ("0012/2018", Some("0013/2018")),
            ("BL-2018", Some("BL-2019")),
            ("12A", Some("13A")),
            ("AB/24P 0001234", Some("AB/24P 0001235")),
            ("quyển một", None),
            ("18446744073709551615", None),
            ("số 7", Some("số 8")),
        ];
        for (last, next) in cases {
            assert_eq!(follows(last).as_deref(), next, "{last}");
        }
    }
}
