//! Several photographs of one paper as one PDF: a page each, the JPEG as it is.
//!
//! Not here: making pictures smaller (the browser does), papers to print (`paper`).
//! Invariant: equal pictures give equal bytes, so that the same pages have the same digest: no date, no program, no
//! random mark.

use super::look;
use super::{BadFile, FileKind};

/// A4 in points.
const SHORT_POINTS: u32 = 595;
const LONG_POINTS: u32 = 842;

/// The file of these JPEG pictures, in their order, each on an A4 page that lies as the picture does.
///
/// # Errors
/// What is wrong with the first picture that is no JPEG with a size.
pub fn of_pictures(pictures: &[Vec<u8>]) -> Result<Vec<u8>, BadFile> {
    if pictures.is_empty() {
        return Err(BadFile::Empty);
    }
    let mut file = Writer::default();
    file.bytes.extend(b"%PDF-1.4\n%\xE2\xE3\xCF\xD3\n");
    let kids: Vec<String> = (0..pictures.len()).map(|i| format!("{} 0 R", 3 + 3 * i)).collect();
    file.object("<</Type/Catalog/Pages 2 0 R>>");
    file.object(&format!("<</Type/Pages/Count {}/Kids[{}]>>", kids.len(), kids.join(" ")));
    for (i, picture) in pictures.iter().enumerate() {
        if look::sniff(picture) != Some(FileKind::Jpeg) {
            return Err(BadFile::Unknown);
        }
        look::check(FileKind::Jpeg, picture)?;
        let (width, height) = look::pixels(FileKind::Jpeg, picture).ok_or(BadFile::Torn)?;
        let (x, y) = page(width, height);
        let (drawn, image) = (4 + 3 * i, 5 + 3 * i);
        file.object(&format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {x} {y}]/Contents {drawn} 0 R/Resources<</XObject<</I {image} 0 R>>>>>>"
        ));
        let (w, h, left, bottom) = placed(width, height, x, y);
        let text = format!("q {w} 0 0 {h} {left} {bottom} cm /I Do Q");
        file.stream("", text.as_bytes());
        let colour = if is_grey(picture) { "DeviceGray" } else { "DeviceRGB" };
        let about = format!(
            "/Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/{colour}/BitsPerComponent 8/Filter/DCTDecode"
        );
        file.stream(&about, picture);
    }
    Ok(file.end())
}

fn page(width: u32, height: u32) -> (u32, u32) {
    if width > height { (LONG_POINTS, SHORT_POINTS) } else { (SHORT_POINTS, LONG_POINTS) }
}

/// As large as the page allows, in the middle: width, height, left, bottom.
fn placed(width: u32, height: u32, x: u32, y: u32) -> (u32, u32, u32, u32) {
    let (width, height, x, y) = (u64::from(width), u64::from(height), u64::from(x), u64::from(y));
    // Whichever edge reaches the page's first.
    let (w, h) = if width * y > height * x {
        (x, (height * x / width).max(1))
    } else {
        ((width * y / height).max(1), y)
    };
    let small = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    (small(w), small(h), small((x - w) / 2), small((y - h) / 2))
}

/// Whether a JPEG has one colour only.
fn is_grey(picture: &[u8]) -> bool {
    let mut at = 2;
    while let (Some(0xFF), Some(marker)) = (picture.get(at), picture.get(at + 1).copied()) {
        match marker {
            0xFF => at += 1,
            0x01 | 0xD0..=0xD7 => at += 2,
            0xC0..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => return picture.get(at + 9) == Some(&1),
            _ => {
                let length = |at: usize| {
                    Some(usize::from(*picture.get(at)?) << 8 | usize::from(*picture.get(at + 1)?))
                };
                at += 2 + length(at + 2).unwrap_or(0).max(2);
            }
        }
    }
    false
}

/// The bytes so far, and where each object begins.
#[derive(Default)]
struct Writer {
    bytes: Vec<u8>,
    places: Vec<usize>,
}

impl Writer {
    fn begin(&mut self) {
        self.places.push(self.bytes.len());
        self.bytes.extend(format!("{} 0 obj\n", self.places.len()).bytes());
    }

    fn object(&mut self, body: &str) {
        self.begin();
        self.bytes.extend(body.bytes());
        self.bytes.extend(b"\nendobj\n");
    }

    fn stream(&mut self, about: &str, body: &[u8]) {
        self.begin();
        self.bytes.extend(format!("<<{about}/Length {}>>\nstream\n", body.len()).bytes());
        self.bytes.extend(body);
        self.bytes.extend(b"\nendstream\nendobj\n");
    }

    fn end(mut self) -> Vec<u8> {
        let (table, count) = (self.bytes.len(), self.places.len() + 1);
        self.bytes.extend(format!("xref\n0 {count}\n0000000000 65535 f \n").bytes());
        for place in &self.places {
            self.bytes.extend(format!("{place:010} 00000 n \n").bytes());
        }
        self.bytes
            .extend(format!("trailer\n<</Size {count}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n").bytes());
        self.bytes
    }
}
