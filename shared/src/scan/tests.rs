//! What files are, what is wrong with them, and several pictures as one PDF.

use expect_test::expect;
use proptest::prelude::*;

use super::look::{pdf_pages, pixels, sniff};
use super::pdf::of_pictures;
use super::{BadFile, Digest, FileKind, check, check_size, size};
use crate::lang::Lang;

/// A JPEG of so many pixels that no decoder would draw: its header is whole.
pub fn jpeg(width: u16, height: u16, colours: u8) -> Vec<u8> {
    let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xC0, 0, 11, 8];
    bytes.extend(height.to_be_bytes());
    bytes.extend(width.to_be_bytes());
    bytes.extend([colours, 1, 0x11, 0, 0xFF, 0xD9]);
    bytes
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes
}

fn webp(chunk: &[u8], rest: &[u8]) -> Vec<u8> {
    [b"RIFF\0\0\0\0WEBP", chunk, b"\0\0\0\0", rest].concat()
}

#[test]
fn a_file_is_what_its_bytes_say() {
    assert_eq!(check(&jpeg(1500, 2000, 3)), Ok(FileKind::Jpeg));
    assert_eq!(check(&png(800, 600)), Ok(FileKind::Png));
    assert_eq!(check(b"%PDF-1.7\n1 0 obj\n%%EOF\n"), Ok(FileKind::Pdf));
    let extended = webp(b"VP8X", &[0, 0, 0, 0, 0x1F, 3, 0, 0x57, 2, 0]);
    let lossy = webp(b"VP8 ", &[0, 0, 0, 0x9D, 1, 0x2A, 0x20, 3, 0x58, 2]);
    let lossless = webp(b"VP8L", &[0x2F, 0x1F, 0xC3, 0x95, 0]);
    for bytes in [extended, lossy, lossless] {
        assert_eq!(check(&bytes), Ok(FileKind::Webp));
        assert_eq!(pixels(FileKind::Webp, &bytes), Some((800, 600)));
    }
    assert_eq!(pixels(FileKind::Jpeg, &jpeg(1500, 2000, 3)), Some((1500, 2000)));
}

#[test]
fn what_is_no_picture_is_refused_whatever_it_is_called() {
    let said = |bytes: &[u8]| check(bytes).map_err(|bad| bad.sentence().vi);
    let html = b"<!doctype html><script>alert(1)</script>";
    expect![[r#"
        [
            Err(
                "Nội dung tệp không phải ảnh JPEG, PNG, WebP hay PDF, dù tên tệp ghi gì. Chụp hoặc chọn lại.",
            ),
            Err(
                "Nội dung tệp không phải ảnh JPEG, PNG, WebP hay PDF, dù tên tệp ghi gì. Chụp hoặc chọn lại.",
            ),
            Err(
                "Nội dung tệp không phải ảnh JPEG, PNG, WebP hay PDF, dù tên tệp ghi gì. Chụp hoặc chọn lại.",
            ),
            Err(
                "Nội dung tệp không phải ảnh JPEG, PNG, WebP hay PDF, dù tên tệp ghi gì. Chụp hoặc chọn lại.",
            ),
            Err(
                "Tệp trống. Chụp hoặc chọn lại.",
            ),
            Err(
                "Tệp bị đứt quãng, không trọn vẹn. Chụp hoặc chọn lại.",
            ),
            Err(
                "Tệp bị đứt quãng, không trọn vẹn. Chụp hoặc chọn lại.",
            ),
            Err(
                "Tệp bị đứt quãng, không trọn vẹn. Chụp hoặc chọn lại.",
            ),
            Err(
                "Ảnh 40000 × 40000 điểm, mỗi cạnh tối đa 12000. Chụp lại nhỏ hơn.",
            ),
        ]"#]]
    .assert_eq(&format!(
        "{:#?}",
        [
            said(html),
            said(b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            said(b"MZ\x90\0"),
            said(b"GIF89a"),
            said(b""),
            said(&[&b"%PDF-1.4\n"[..], html].concat()),
            said(&jpeg(1500, 2000, 3)[..12]),
            said(&jpeg(0, 2000, 3)),
            said(&png(40_000, 40_000)),
        ]
    ));
    let large = check_size(40 * 1024 * 1024).unwrap_err().sentence();
    expect![[r#"
        Tệp 40 MB vượt mức 10 MB. Chụp lại bằng nút “Chụp ảnh”, hoặc chia thành nhiều tệp.
        The file has 40 MB; at most 10 MB are taken. Photograph the paper here, or split the file."#]]
    .assert_eq(&format!("{}\n{}", large.vi, large.en));
}

#[test]
fn a_phones_picture_in_heic_is_named_with_its_remedy() {
    let begins = |brand: &str| [b"\0\0\0\x24ftyp", brand.as_bytes(), b"\0\0\0\0mif1"].concat();
    for brand in ["heic", "heix", "hevc", "mif1", "msf1"] {
        assert_eq!(check(&begins(brand)), Err(BadFile::Heic), "{brand}");
    }
    for brand in ["isom", "mp42", "qt  "] {
        assert_eq!(check(&begins(brand)), Err(BadFile::Unknown), "a film: {brand}");
    }
    assert_eq!(check(b"\0\0\0\x24ftyphei"), Err(BadFile::Unknown), "it breaks off");
    let said = BadFile::Heic.sentence();
    assert!(said.vi.contains("HEIC") && said.vi.contains("“Tương thích nhất”"), "{}", said.vi);
    assert!(said.en.contains("HEIC") && said.en.contains("Most Compatible"), "{}", said.en);
}

#[test]
fn a_size_is_read_by_people() {
    let sizes = [1, 340 * 1024, 1024 * 1024, 2_516_582].map(|bytes| size(bytes).of(Lang::Vi).to_owned());
    expect!["1 KB, 340 KB, 1 MB, 2,3 MB"].assert_eq(&sizes.join(", "));
}

#[test]
fn several_pictures_are_one_file_with_a_page_each() {
    let pages = [jpeg(1500, 2000, 3), jpeg(2000, 1000, 1)];
    let file = of_pictures(&pages).unwrap();
    assert_eq!(check(&file), Ok(FileKind::Pdf));
    assert_eq!(pdf_pages(&file), Some(2));
    assert_eq!(file, of_pictures(&pages).unwrap(), "the same pages are the same file");
    let text: String = String::from_utf8_lossy(&file).chars().filter(|c| c.is_ascii()).collect();
    expect![[r#"
        %PDF-1.4
        %
        1 0 obj
        <</Type/Catalog/Pages 2 0 R>>
        endobj
        2 0 obj
        <</Type/Pages/Count 2/Kids[3 0 R 6 0 R]>>
        endobj
        3 0 obj
        <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>
        endobj
        4 0 obj
        <</Length 29>>
        stream
        q 595 0 0 793 0 24 cm /I Do Q
        endstream
        endobj
        5 0 obj
        <</Type/XObject/Subtype/Image/Width 1500/Height 2000/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode/Length 23>>
        stream
        
        endstream
        endobj
        6 0 obj
        <</Type/Page/Parent 2 0 R/MediaBox[0 0 842 595]/Contents 7 0 R/Resources<</XObject<</I 8 0 R>>>>>>
        endobj
        7 0 obj
        <</Length 29>>
        stream
        q 842 0 0 421 0 87 cm /I Do Q
        endstream
        endobj
        8 0 obj
        <</Type/XObject/Subtype/Image/Width 2000/Height 1000/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode/Length 23>>
        stream
        
        endstream
        endobj
        xref
        0 9
        0000000000 65535 f 
        0000000015 00000 n 
        0000000060 00000 n 
        0000000117 00000 n 
        0000000231 00000 n 
        0000000308 00000 n 
        0000000486 00000 n 
        0000000600 00000 n 
        0000000677 00000 n 
        trailer
        <</Size 9/Root 1 0 R>>
        startxref
        856
        %%EOF
    "#]].assert_eq(&text.replace('\0', ""));
    for (n, place) in places(&file) {
        assert!(
            file[place..].starts_with(format!("{n} 0 obj").as_bytes()),
            "object {n} is where the table says"
        );
    }
    assert_eq!(of_pictures(&[]), Err(BadFile::Empty));
    assert_eq!(of_pictures(&[png(8, 6)]), Err(BadFile::Unknown), "only JPEG lies in a PDF as it is");
}

/// The table of places as a reader of the file finds it.
fn places(file: &[u8]) -> Vec<(usize, usize)> {
    let text = String::from_utf8_lossy(file);
    let start: usize = text.lines().rev().nth(1).unwrap().parse().unwrap();
    let table = String::from_utf8_lossy(&file[start..]).into_owned();
    let rows = table.lines().skip(3).take_while(|line| line.ends_with("n "));
    rows.enumerate().map(|(i, row)| (i + 1, row[..10].parse().unwrap())).collect()
}

#[test]
fn pages_that_are_packed_away_are_not_counted() {
    assert_eq!(pdf_pages(b"%PDF-1.5 /Type /ObjStm %%EOF"), None);
    assert_eq!(pdf_pages(b"/Type/Pages /Type /Page>> /Type\n/Page/Parent"), Some(2));
}

#[test]
fn a_digest_has_its_shape() {
    let digest = Digest::of(b"abc");
    expect!["ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"]
        .assert_eq(&digest.to_string());
    assert_eq!(digest.to_string().parse(), Ok(digest.clone()));
    for bad in ["", "..", "../../etc/passwd", &digest.to_string().to_uppercase(), &digest.to_string()[1..]] {
        assert!(bad.parse::<Digest>().is_err(), "{bad}");
    }
}

proptest! {
    /// Bytes from anywhere: an answer and no panic, also where they begin like a file that is taken.
    #[test]
    fn any_bytes_are_looked_at(kind in 0..5usize, rest in prop::collection::vec(any::<u8>(), 0..200)) {
        let heads: [&[u8]; 5] = [b"\xFF\xD8", b"\x89PNG\r\n\x1A\n", b"RIFF\0\0\0\0WEBPVP8X", b"%PDF-1.4", b""];
        let bytes = [heads[kind], &rest].concat();
        let looked = check(&bytes);
        prop_assert_eq!(looked.is_ok() && sniff(&bytes).is_none(), false);
        pdf_pages(&bytes);
        drop(of_pictures(&[bytes]));
    }
}
