//! What a browser says it is, in two words that its owner knows again: `Chrome, Android`.
//!
//! Not here: what the device is called (`store::device`).
//! Invariant: nothing is believed or decided by it, and nothing of it but these words is kept.

use axum::http::{HeaderMap, header};

/// As the header names it, the more special before what it also claims to be.
const BROWSERS: [(&str, &str); 8] = [
    ("coc_coc_browser/", "Cốc Cốc"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

const SYSTEMS: [(&str, &str); 7] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
];

/// Empty where it says nothing known.
pub fn named(headers: &HeaderMap) -> String {
    let said = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let known = |all: &[(&str, &'static str)]| {
        all.iter().find(|(sign, _)| said.contains(sign)).map(|(_, name)| *name)
    };
    let both = [known(&BROWSERS), known(&SYSTEMS)];
    both.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn of(said: &'static str) -> String {
        named(&HeaderMap::from_iter([(header::USER_AGENT, HeaderValue::from_static(said))]))
    }

    #[test]
    fn a_browser_is_called_by_its_own_name() {
        let chrome = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36";
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0";
        let safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0";
        assert_eq!(
            [of(chrome), of(edge), of(safari), of(firefox)],
            ["Chrome, Android", "Edge, Windows", "Safari, iPhone", "Firefox, Linux"]
        );
        assert_eq!([of("curl/8.5"), named(&HeaderMap::new())], ["", ""], "no stranger's words are kept");
    }
}
