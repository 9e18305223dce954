//! What a file is, by its first bytes, and whether opening it could hurt.
//!
//! Not here: decoding; a picture is drawn anew on the device that takes it, and the server opens none.
//! Invariant: any bytes whatever get an answer, in one pass and without growing.

use super::{BadFile, FileKind};
use crate::limits::SCAN_EDGE_PIXELS_MAX;

/// Bytes from the beginning by which a kind is known.
pub const HEAD_BYTES: usize = 16;
/// A PDF says at its end that it has ended; some programs add a little after that.
const PDF_TAIL_BYTES: usize = 1024;

/// The kind by its magic bytes; a page of HTML called `.jpg` has none.
pub fn sniff(head: &[u8]) -> Option<FileKind> {
    match head {
        [0xFF, 0xD8, 0xFF, ..] => Some(FileKind::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some(FileKind::Png),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(FileKind::Webp),
        [b'%', b'P', b'D', b'F', b'-', b'1' | b'2', b'.', ..] => Some(FileKind::Pdf),
        _ => None,
    }
}

/// Whether the bytes begin as a picture of HEIF: what telephones call HEIC, which most browsers cannot open. Source of the
/// brands: ISO/IEC 23008-12, and the list of the MP4 registration authority.
pub fn is_heif(head: &[u8]) -> bool {
    const BRANDS: [&[u8; 4]; 10] =
        [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"];
    match head {
        [_, _, _, _, b'f', b't', b'y', b'p', a, b, c, d, ..] => BRANDS.contains(&&[*a, *b, *c, *d]),
        _ => false,
    }
}

/// # Errors
/// Too many pixels, or not whole.
pub fn check(kind: FileKind, bytes: &[u8]) -> Result<(), BadFile> {
    if kind == FileKind::Pdf {
        let tail = &bytes[bytes.len().saturating_sub(PDF_TAIL_BYTES)..];
        return if tail.windows(5).any(|end| end == b"%%EOF") { Ok(()) } else { Err(BadFile::Torn) };
    }
    let (width, height) = pixels(kind, bytes).ok_or(BadFile::Torn)?;
    if width == 0 || height == 0 {
        return Err(BadFile::Torn);
    }
    if width.max(height) > SCAN_EDGE_PIXELS_MAX {
        return Err(BadFile::TooWide { width, height });
    }
    Ok(())
}

/// Width and height of a picture as its header has them.
pub fn pixels(kind: FileKind, bytes: &[u8]) -> Option<(u32, u32)> {
    match kind {
        FileKind::Jpeg => jpeg(bytes),
        FileKind::Png => Some((big(bytes.get(16..20)?), big(bytes.get(20..24)?))),
        FileKind::Webp => webp(bytes),
        FileKind::Pdf => None,
    }
}

fn big(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte))
}

fn little(bytes: &[u8]) -> u32 {
    bytes.iter().rev().fold(0, |sum, byte| sum << 8 | u32::from(*byte))
}

/// From segment to segment until the one that begins the frame.
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        if *bytes.get(at)? != 0xFF {
            return None;
        }
        let marker = *bytes.get(at + 1)?;
        match marker {
            // Filling, and markers that stand alone.
            0xFF => at += 1,
            0x01 | 0xD0..=0xD7 => at += 2,
            // The picture begins, or ends, before its size was said.
            0xD9 | 0xDA => return None,
            // C4, C8 and CC are tables that stand among the frames.
            0xC0..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => {
                return Some((big(bytes.get(at + 7..at + 9)?), big(bytes.get(at + 5..at + 7)?)));
            }
            _ => {
                let length = big(bytes.get(at + 2..at + 4)?) as usize;
                if length < 2 {
                    return None;
                }
                at += 2 + length;
            }
        }
    }
}

fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    match bytes.get(12..16)? {
        b"VP8X" => Some((little(bytes.get(24..27)?) + 1, little(bytes.get(27..30)?) + 1)),
        b"VP8 " => {
            let size = |at: usize| bytes.get(at..at + 2).map(|pair| little(pair) & 0x3FFF);
            Some((size(26)?, size(28)?))
        }
        b"VP8L" => {
            let bits = little(bytes.get(21..25)?);
            Some(((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1))
        }
        _ => None,
    }
}

/// Whether a PDF says that it is encrypted: then nobody here can look into it.
pub fn is_locked(bytes: &[u8]) -> bool {
    const NAME: &[u8] = b"/Encrypt";
    let mut rest = bytes;
    while let Some(at) = rest.windows(NAME.len()).position(|part| part == NAME) {
        rest = &rest[at + NAME.len()..];
        // `/EncryptMetadata` is another name, and a word in a text leads to no object.
        let value = rest.trim_ascii_start();
        if value.starts_with(b"<<")
            || (value.len() < rest.len() && value.first().is_some_and(u8::is_ascii_digit))
        {
            return true;
        }
    }
    false
}

/// Pages of a PDF as far as they can be counted without opening it; nothing where they are packed away.
pub fn pdf_pages(bytes: &[u8]) -> Option<u32> {
    const NAME: &[u8] = b"/Type";
    let mut pages = 0;
    let mut rest = bytes;
    while let Some(at) = rest.windows(NAME.len()).position(|part| part == NAME) {
        rest = &rest[at + NAME.len()..];
        let blanks = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let is_page = rest[blanks..].starts_with(b"/Page");
        // `/Pages` is the tree, not a leaf of it.
        if is_page && !rest.get(blanks + 5).is_some_and(u8::is_ascii_alphanumeric) {
            pages += 1;
        }
    }
    (pages > 0).then_some(pages)
}
