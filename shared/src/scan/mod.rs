//! Bản chụp: a paper as a picture or a PDF, known by its contents.
//!
//! Not here: which dossier names it (`dossier::attach`), where the bytes lie (the server's folder, the device's
//! storage).
//! Invariant: a scan is its SHA-256: whoever names the digest means exactly these bytes. What kind of file it is, its
//! own bytes say, never its name.

pub mod look;
pub mod pdf;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::dossier::Dossier;
use crate::dossier::attach::Scan;
use crate::lang::{Lang, Sentence, Word, word};
use crate::limits::{SCAN_BYTES_MAX, SCAN_EDGE_PIXELS_MAX};
use crate::officer::Officer;
use crate::text::hex;
use crate::ward::Ward;

/// SHA-256 as 64 hexadecimal digits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Digest(String);

impl Digest {
    pub fn of(bytes: &[u8]) -> Digest {
        Digest(hex(&Sha256::digest(bytes)))
    }

    /// Whether it can be one at all: it may have come from anywhere.
    pub fn is_whole(&self) -> bool {
        self.0.len() == 64 && self.0.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.get(..8).unwrap_or(&self.0))
    }
}

#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a digest has 64 hexadecimal digits")]
pub struct BadDigest;

impl FromStr for Digest {
    type Err = BadDigest;

    fn from_str(text: &str) -> Result<Digest, BadDigest> {
        let digest = Digest(text.to_owned());
        if digest.is_whole() { Ok(digest) } else { Err(BadDigest) }
    }
}

/// What is taken, and nothing else.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum FileKind {
    #[serde(rename = "jpeg")]
    Jpeg,
    #[serde(rename = "png")]
    Png,
    #[serde(rename = "webp")]
    Webp,
    #[serde(rename = "pdf")]
    Pdf,
}

impl FileKind {
    pub const fn label(self) -> &'static str {
        match self {
            FileKind::Jpeg => "JPEG",
            FileKind::Png => "PNG",
            FileKind::Webp => "WebP",
            FileKind::Pdf => "PDF",
        }
    }

    pub const fn media_type(self) -> &'static str {
        match self {
            FileKind::Jpeg => "image/jpeg",
            FileKind::Png => "image/png",
            FileKind::Webp => "image/webp",
            FileKind::Pdf => "application/pdf",
        }
    }

    pub const fn ending(self) -> &'static str {
        match self {
            FileKind::Jpeg => "jpg",
            FileKind::Png => "png",
            FileKind::Webp => "webp",
            FileKind::Pdf => "pdf",
        }
    }

    pub const fn is_picture(self) -> bool {
        match self {
            FileKind::Jpeg | FileKind::Png | FileKind::Webp => true,
            FileKind::Pdf => false,
        }
    }
}

/// What an act says of the bytes that belong to it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct File {
    pub digest: Digest,
    pub bytes: u64,
    pub kind: FileKind,
    /// Nothing where they were not counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
    /// As whoever attached it calls it.
    pub name: String,
}

/// How much of a scan the server has: the answer to every question and every piece.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Have {
    /// Where the next piece begins.
    pub bytes: u64,
    pub whole: bool,
}

/// Why a file is not taken. Said by the device before it keeps anything, and by the server all the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BadFile {
    Empty,
    TooLarge {
        bytes: u64,
    },
    /// Neither a picture nor a PDF, whatever its name says.
    Unknown,
    /// A telephone's picture in HEIC, which the browser cannot open.
    Heic,
    /// So many pixels that opening it would hurt.
    TooWide {
        width: u32,
        height: u32,
    },
    /// A picture that is made smaller where it is taken, and too large even for that.
    TooHeavy {
        bytes: u64,
        max: u64,
    },
    /// A PDF that would unfold to more than a program can hold.
    Unfolds,
    /// A PDF that a password closes.
    Locked,
    /// Begins as what it is and does not end so.
    Torn,
    /// Other bytes than were announced.
    OtherBytes,
}

impl BadFile {
    pub fn sentence(self) -> Sentence {
        match self {
            BadFile::Empty => {
                Sentence::new("Tệp trống. Chụp hoặc chọn lại.", "The file is empty. Choose another.")
            }
            BadFile::TooLarge { bytes } => Sentence::new(
                format!(
                    "Tệp {} vượt mức {}. Chụp lại bằng nút “Chụp ảnh”, hoặc chia thành nhiều tệp.",
                    size(bytes).of(Lang::Vi),
                    size(SCAN_BYTES_MAX).of(Lang::Vi)
                ),
                format!(
                    "The file has {}; at most {} are taken. Photograph the paper here, or split the file.",
                    size(bytes).of(Lang::En),
                    size(SCAN_BYTES_MAX).of(Lang::En)
                ),
            ),
            BadFile::Unknown => Sentence::new(
                "Nội dung tệp không phải ảnh JPEG, PNG, WebP hay PDF, dù tên tệp ghi gì. Chụp hoặc chọn lại.",
                "The contents are no JPEG, PNG, WebP or PDF, whatever the name says. Choose another file.",
            ),
            BadFile::Heic => Sentence::new(
                "Đây là ảnh điện thoại ở dạng HEIC, máy này không mở được. Dùng nút “Chụp ảnh”; hoặc trên iPhone vào Cài đặt › \
                 Camera › Định dạng, chọn “Tương thích nhất” rồi chụp lại; hoặc chụp màn hình tấm ảnh ấy rồi chọn ảnh vừa chụp.",
                "This is a phone's picture in HEIC, which cannot be opened here. Take a photo here; or on an iPhone choose \
                 Settings › Camera › Formats › Most Compatible and take it again; or take a screenshot of it and choose that.",
            ),
            BadFile::TooWide { width, height } => Sentence::new(
                format!(
                    "Ảnh {width} × {height} điểm, mỗi cạnh tối đa {SCAN_EDGE_PIXELS_MAX}. Chụp lại nhỏ hơn."
                ),
                format!(
                    "The picture has {width} × {height} pixels; an edge has {SCAN_EDGE_PIXELS_MAX} at most."
                ),
            ),
            BadFile::TooHeavy { bytes, max } => Sentence::new(
                format!(
                    "Ảnh {} quá lớn: tối đa {}. Đặt máy ảnh ở cỡ nhỏ hơn rồi chụp lại.",
                    size(bytes).of(Lang::Vi),
                    size(max).of(Lang::Vi)
                ),
                format!(
                    "The picture has {}; at most {} are taken. Set the camera to a smaller size and take it again.",
                    size(bytes).of(Lang::En),
                    size(max).of(Lang::En)
                ),
            ),
            BadFile::Unfolds => Sentence::new(
                "Tệp PDF này mở ra quá lớn nên không nhận. Chụp giấy tờ bằng máy ảnh thay cho tệp.",
                "This PDF would open to far too much and is not taken. Photograph the paper instead.",
            ),
            BadFile::Locked => Sentence::new(
                "Tệp PDF này bị khóa bằng mật khẩu, phường không mở được. Gửi ảnh chụp giấy tờ, hoặc tệp không khóa.",
                "This PDF is locked with a password. Send a photograph of the paper, or a file that is not locked.",
            ),
            BadFile::Torn => Sentence::new(
                "Tệp bị đứt quãng, không trọn vẹn. Chụp hoặc chọn lại.",
                "The file breaks off before its end. Choose it again.",
            ),
            BadFile::OtherBytes => Sentence::new(
                "Nội dung gửi lên không khớp mã của tệp. Máy sẽ gửi lại từ đầu.",
                "What arrived is not the file that was announced. It will be sent again from the beginning.",
            ),
        }
    }
}

const KIB: u64 = 1024;
const MIB: u64 = 1024 * KIB;

/// `340 KB`, `2,4 MB`
pub fn size(bytes: u64) -> Sentence {
    if bytes < MIB {
        let text = format!("{} KB", bytes.div_ceil(KIB));
        return Sentence::new(text.clone(), text);
    }
    let tenths = bytes.saturating_mul(10) / MIB;
    let (whole, tenth) = (tenths / 10, tenths % 10);
    if tenth == 0 {
        return Sentence::new(format!("{whole} MB"), format!("{whole} MB"));
    }
    Sentence::new(format!("{whole},{tenth} MB"), format!("{whole}.{tenth} MB"))
}

/// Looks at bytes as a whole, as the server will.
///
/// # Errors
/// The one thing that is wrong, in a sentence.
pub fn check(bytes: &[u8]) -> Result<FileKind, BadFile> {
    check_size(bytes.len() as u64)?;
    let kind = look::sniff(bytes).ok_or_else(|| unknown(bytes))?;
    look::check(kind, bytes)?;
    Ok(kind)
}

/// What is said of bytes that are of no kind that is taken, by how they begin.
pub fn unknown(head: &[u8]) -> BadFile {
    if look::is_heif(head) { BadFile::Heic } else { BadFile::Unknown }
}

/// # Errors
/// Empty, or more than is taken.
pub fn check_size(bytes: u64) -> Result<(), BadFile> {
    match bytes {
        0 => Err(BadFile::Empty),
        bytes if bytes > SCAN_BYTES_MAX => Err(BadFile::TooLarge { bytes }),
        _ => Ok(()),
    }
}

/// Whether the officer may read the scan: whoever works with everybody's dossiers, of a dossier that names it now.
pub fn may_see(officer: &Officer, dossier: &Dossier, digest: &Digest) -> bool {
    officer.is_staff() && dossier.scans.iter().any(|scan| scan.file.digest == *digest)
}

/// Whether the dossier holds the scan fast: what a citizen sent with an application that was never received is let go.
pub fn holds(ward: &Ward, dossier: &Dossier, scan: &Scan) -> bool {
    let was_received = dossier.received_at.is_some() || !dossier.status.is_terminal();
    was_received || !ward.is_door(scan.by)
}

/// What a scan of no listed paper is called.
pub const OTHER_PAPER: Word = word("Giấy tờ khác, kết quả", "Another paper, the result");

#[cfg(test)]
mod tests;
