//! The small pieces a browser would silently refuse if they were wrong.

use std::io::Read;

use super::{Site, Squeeze, base64, brotli, gzip};

#[test]
fn base64_pads_as_the_standard_says() {
    let said: Vec<String> =
        ["", "f", "fo", "foo", "foob"].iter().map(|text| base64(text.as_bytes())).collect();
    assert_eq!(said, ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="]);
}

#[test]
fn both_compressions_give_the_file_back() {
    let text = "một cửa ".repeat(1000);
    for squeeze in [Squeeze::Quick, Squeeze::Best] {
        let mut back = String::new();
        let small = brotli(text.as_bytes(), squeeze).unwrap();
        brotli::Decompressor::new(small.as_slice(), 4096).read_to_string(&mut back).unwrap();
        assert!(back == text && small.len() < 200);
        back.clear();
        let small = gzip(text.as_bytes(), squeeze).unwrap();
        flate2::read::GzDecoder::new(small.as_slice()).read_to_string(&mut back).unwrap();
        assert!(back == text && small.len() < 200);
    }
}

#[test]
fn a_name_changes_with_the_bytes_and_the_shell_lists_it() {
    let mut site = Site(Default::default());
    let first = site.hashed("app.css", b"a".to_vec());
    let second = site.hashed("app.css", b"b".to_vec());
    assert_ne!(first, second);
    assert!(first.starts_with("/assets/app-") && first.ends_with(".css"));
    site.put("index.html", b"page".to_vec());
    let shell = site.shell();
    assert!(shell.contains(&format!("[\"{first}\",\"sha256-")) && shell.contains("[\"/\",\"sha256-"));
}
