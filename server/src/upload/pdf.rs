//! Tệp PDF của người lạ: whether whoever opens it at the counter could be hurt by how much it unfolds to.
//!
//! Not here: what a PDF says or shows; nobody draws one here.
//! Invariant: any bytes whatever get an answer, in a bounded time and without keeping what they unfold to: what is looked
//! at is counted, and so is what comes of it. What is not understood is counted at its worst.

use std::cell::Cell;
use std::io::{Cursor, Read};

use flate2::read::ZlibDecoder;
use shared::limits::{PAGES_MAX, SCAN_EDGE_PIXELS_MAX};
use shared::scan::BadFile;
use shared::scan::look::{is_locked, pdf_pages, pixels, sniff};

use crate::limits::{UPLOAD_PDF_LAYERS_MAX, UPLOAD_PDF_LOOKED_BYTES_MAX, UPLOAD_PDF_UNFOLDED_BYTES_MAX};

/// How much a byte unfolds to at most by the ways that are not undone here.
const WORST: u64 = 1_400;
/// Where a stream's own description begins is not looked for further back.
const ABOUT_BYTES_MAX: usize = 4_096;

/// The pages, as far as they can be counted.
///
/// # Errors
/// It is locked, would unfold to too much, or a picture in it is too wide to be opened. A file in which the same bytes
/// belong to so many streams that looking at all of them takes too long is refused like one that unfolds to too much.
pub fn check(bytes: &[u8]) -> Result<Option<u32>, BadFile> {
    if is_locked(bytes) {
        return Err(BadFile::Locked);
    }
    let pages = pdf_pages(bytes);
    if pages.is_some_and(|pages| pages > PAGES_MAX) {
        return Err(BadFile::Unfolds);
    }
    let (mut left, mut looks) = (UPLOAD_PDF_UNFOLDED_BYTES_MAX, UPLOAD_PDF_LOOKED_BYTES_MAX);
    let (mut at, mut end) = (0, 0);
    while let Some(found) = find(&bytes[at..], b"stream") {
        let begin = at + found;
        at = begin + b"stream".len();
        if bytes[..begin].ends_with(b"end") {
            continue;
        }
        if end < at {
            end = find(&bytes[at..], b"endstream").map_or(bytes.len(), |found| at + found);
        }
        let about = &bytes[begin.saturating_sub(ABOUT_BYTES_MAX)..begin];
        let data = &bytes[at..end];
        let looked = (about.len() + data.len()) as u64;
        looks = looks.checked_sub(looked).ok_or(BadFile::Unfolds)?;
        let about = plain(about);
        let about = about.rsplit(" obj").next().unwrap_or_default();
        let data = data.strip_prefix(b"\r").unwrap_or(data);
        let data = data.strip_prefix(b"\n").unwrap_or(data);
        check_picture(about, data)?;
        let unfolded = if is_zlib(data) {
            unfold(data, left)
        } else if is_packed(about) {
            data.len() as u64 * WORST
        } else {
            data.len() as u64
        };
        left = left.checked_sub(unfolded).ok_or(BadFile::Unfolds)?;
    }
    Ok(pages)
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|part| part == what)
}

/// A description as text, with the names that were written in numbers read.
fn plain(about: &[u8]) -> String {
    let mut text = String::new();
    let mut rest = about;
    while let [first, more @ ..] = rest {
        let digit = |byte: Option<&u8>| char::from(*byte?).to_digit(16);
        match (first, digit(more.first()), digit(more.get(1))) {
            (b'#', Some(high), Some(low)) => {
                text.extend(char::from_u32(high << 4 | low));
                rest = &more[2..];
            }
            _ => {
                text.push(char::from(*first));
                rest = more;
            }
        }
    }
    text
}

/// Ways of packing that are not undone here, or that stand elsewhere in the file.
fn is_packed(about: &str) -> bool {
    let elsewhere = || {
        let said = about.split("/Filter").nth(1).unwrap_or_default();
        said.trim_start().starts_with(|c: char| c.is_ascii_digit())
    };
    ["FlateDecode", "LZWDecode", "RunLengthDecode"].iter().any(|name| about.contains(name)) || elsewhere()
}

/// A picture in a PDF has the bound that a picture by itself has.
fn check_picture(about: &str, data: &[u8]) -> Result<(), BadFile> {
    let largest = |name: &str| -> u32 {
        let numbers = about.split(name).skip(1).map(|said| {
            let digits: String = said.trim_start().chars().take_while(char::is_ascii_digit).take(9).collect();
            digits.parse().unwrap_or(0)
        });
        numbers.max().unwrap_or(0)
    };
    let said = (largest("/Width"), largest("/Height"));
    let own = sniff(data).and_then(|kind| pixels(kind, data)).unwrap_or_default();
    let (width, height) = (said.0.max(own.0), said.1.max(own.1));
    if width.max(height) > SCAN_EDGE_PIXELS_MAX { Err(BadFile::TooWide { width, height }) } else { Ok(()) }
}

/// Deflate, in the wrapping that PDF knows.
fn is_zlib(data: &[u8]) -> bool {
    let [method, flags, ..] = data else { return false };
    method & 0x0F == 8 && (u16::from(*method) << 8 | u16::from(*flags)).is_multiple_of(31)
}

/// What comes out of a layer, added to what all of them gave; past the bound it has ended.
struct Counted<'a, R> {
    inner: R,
    sum: &'a Cell<u64>,
    max: u64,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.sum.get() > self.max {
            return Ok(0);
        }
        let n = self.inner.read(into)?;
        self.sum.set(self.sum.get() + n as u64);
        Ok(n)
    }
}

/// To how much the data unfolds, all layers together; little more than `max` is unfolded.
fn unfold(data: &[u8], max: u64) -> u64 {
    let sum = Cell::new(0);
    let mut layer: Box<dyn Read + '_> = Box::new(data);
    for _ in 0..UPLOAD_PDF_LAYERS_MAX {
        let mut unpacked = Counted { inner: ZlibDecoder::new(layer), sum: &sum, max };
        let head = read_some(&mut unpacked, 2);
        if !is_zlib(&head) {
            while !read_some(&mut unpacked, 16 * 1024).is_empty() {}
            return sum.get();
        }
        layer = Box::new(Cursor::new(head).chain(unpacked));
    }
    // Nobody wraps a page so often for a good reason.
    max + 1
}

/// Up to so many bytes; fewer where they end, or where what is packed is broken.
fn read_some(from: &mut impl Read, bytes: usize) -> Vec<u8> {
    let mut into = Vec::new();
    // Data that breaks off unfolds to what came before.
    let _ = from.take(bytes as u64).read_to_end(&mut into);
    into
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;

    const MIB: usize = 1024 * 1024;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut writer = ZlibEncoder::new(Vec::new(), Compression::best());
        writer.write_all(bytes).expect("in memory");
        writer.finish().expect("in memory")
    }

    /// What a stream says of itself, and its bytes.
    type Stream<'a> = (&'a str, &'a [u8]);

    fn pdf(streams: &[Stream]) -> Vec<u8> {
        let mut file = b"%PDF-1.4\n1 0 obj <</Type /Page>> endobj\n".to_vec();
        for (about, data) in streams {
            file.extend(format!("2 0 obj <<{about} /Length {}>>\nstream\n", data.len()).bytes());
            file.extend(*data);
            file.extend(b"\nendstream endobj\n");
        }
        file.extend(b"%%EOF\n");
        file
    }

    #[test]
    fn a_plain_file_passes_with_its_pages() {
        let text = packed("BT (Giấy xác nhận) Tj ET ".repeat(2_000).as_bytes());
        let picture = vec![7; MIB];
        let streams: [Stream; 2] =
            [("/Filter /FlateDecode", &text), ("/Width 1500 /Height 2000 /Filter /DCTDecode", &picture)];
        assert_eq!(check(&pdf(&streams)), Ok(Some(1)));
        assert_eq!(check(b""), Ok(None));
    }

    #[test]
    fn what_unfolds_to_too_much_is_found_however_it_is_wrapped() {
        let zeros = vec![0; 5 * MIB];
        let (once, half) = (packed(&zeros), packed(&zeros[..5 * MIB / 2]));
        let twice = packed(&once);
        let deep = (0..8).fold(b"x".to_vec(), |data, _| packed(&data));
        let lzw = vec![7; MIB / 8];
        let tries: [(&str, &[Stream]); 7] = [
            ("one layer", &[("/Filter /FlateDecode", &once)]),
            ("not said", &[("", &once)]),
            ("two layers", &[("/Filter [/FlateDecode /FlateDecode]", &twice)]),
            ("many layers", &[("", &deep)]),
            ("a bit in each", &[("", &half), ("", &half)]),
            ("another way", &[("/Filter /LZ#57Decode", &lzw)]),
            ("said elsewhere", &[("/Filter 9 0 R", &lzw)]),
        ];
        for (what, streams) in tries {
            assert_eq!(check(&pdf(streams)), Err(BadFile::Unfolds), "{what}");
        }
        let torn = pdf(&[("", &once[..once.len() / 2])]);
        assert_eq!(check(&torn), Ok(Some(1)), "half of it unfolds to what is taken");
        let pages = b"/Type /Page ".repeat(PAGES_MAX as usize + 1);
        assert_eq!(check(&pages), Err(BadFile::Unfolds));
    }

    #[test]
    fn streams_in_streams_are_looked_at_for_a_moment_only() {
        let full = |token: &[u8]| {
            let mut file = b"%PDF-1.4\n".to_vec();
            while file.len() < 2 * MIB {
                file.extend(token);
            }
            file.extend(b"\n%%EOF\n");
            file
        };
        // Deflate that breaks at once, that goes on for nothing, and no data at all.
        let empty_blocks = [b"stream\x78\x9c".as_slice(), &[0, 0, 0, 0xFF, 0xFF].repeat(20)].concat();
        for token in [b"stream\x78\x9c\x07".as_slice(), &empty_blocks, b"stream", b"stream\nendstream "] {
            assert_eq!(check(&full(token)), Err(BadFile::Unfolds), "{token:?}");
        }
        let prose = "downstream ".repeat(100);
        assert_eq!(check(&pdf(&[("", prose.as_bytes())])), Ok(Some(1)), "a word in a text is no bomb");
    }

    #[test]
    fn a_locked_file_is_called_locked_and_not_a_bomb() {
        let noise = vec![7; MIB];
        let mut locked = pdf(&[("/Filter /FlateDecode", &noise)]);
        assert_eq!(check(&locked), Err(BadFile::Unfolds), "not understood");
        locked.extend(b"trailer <</Size 3 /Encrypt 9 0 R /Root 1 0 R>>\n%%EOF\n");
        assert_eq!(check(&locked), Err(BadFile::Locked));
        assert_eq!(check(b"%PDF-1.7\n3 0 obj <</Type /XRef /Encrypt<</V 5>>>>\n%%EOF"), Err(BadFile::Locked));
        for open in ["/EncryptMetadata true", "(how to /Encrypt a file)", "/Encrypted 1", "/Encrypt9 0 R"] {
            assert_eq!(check(&pdf(&[(open, b"x")])), Ok(Some(1)), "{open}");
        }
    }

    #[test]
    fn a_picture_in_it_has_a_pictures_bound() {
        let wide = |about: &str, data: &[u8]| check(&pdf(&[(about, data)]));
        let too_wide = Err(BadFile::TooWide { width: 20_000, height: 10 });
        assert_eq!(wide("/Width 20000 /Height 10", b"x"), too_wide);
        assert_eq!(wide("/W#69dth 20000 /Height 10", b"x"), too_wide);
        assert_eq!(wide("/Widths 1 /Width 20000 /Height 10", b"x"), too_wide);
        let jpeg = [0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0, 10, 0x4E, 0x20, 3, 1, 0x11, 0];
        assert_eq!(wide("/Width 10 /Height 10", &jpeg), too_wide);
    }
}
