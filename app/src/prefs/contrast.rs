//! The promise of style/tokens.css, computed: text on its ground 4.5:1, edges of controls 3:1, in every theme.

use std::collections::BTreeMap;

const TOKENS: &str = include_str!("../../../style/tokens.css");

/// Text (or an icon) and the grounds it stands on.
const TEXT: [(&str, &[&str]); 10] = [
    ("ink", &["paper", "sheet", "wash", "late-wash", "soon-wash"]),
    ("ink-2", &["paper", "sheet", "wash"]),
    ("accent", &["paper", "sheet", "wash"]),
    ("accent-deep", &["paper", "sheet", "wash"]),
    ("on-accent", &["accent", "accent-deep"]),
    ("on-late", &["late"]),
    ("ok", &["paper", "sheet", "wash"]),
    ("soon", &["paper", "sheet", "wash", "soon-wash"]),
    ("late", &["paper", "sheet", "wash", "late-wash"]),
    ("pause", &["paper", "sheet", "wash"]),
];
const EDGES: [(&str, &[&str]); 2] = [("edge", &["paper", "sheet"]), ("focus", &["sheet", "focus-gap"])];

type Tokens = BTreeMap<String, String>;

/// The colours between `start` and the next `}`, laid over `under`.
fn block(start: &str, mut under: Tokens) -> Tokens {
    let (_, rest) = TOKENS.split_once(start).expect("the block is in tokens.css");
    let (body, _) = rest.split_once('}').expect("the block ends");
    for declaration in body.split(';') {
        if let Some((name, value)) = declaration.split_once("--").and_then(|(_, rest)| rest.split_once(':')) {
            under.insert(name.trim().to_owned(), value.trim().to_owned());
        }
    }
    under
}

/// The colour of `name`; `dark` picks the second of a pair.
fn colour(tokens: &Tokens, name: &str, dark: bool) -> [f64; 3] {
    let value = tokens.get(name).unwrap_or_else(|| panic!("no token {name}"));
    if let Some(other) = value.strip_prefix("var(--").and_then(|rest| rest.strip_suffix(')')) {
        return colour(tokens, other, dark);
    }
    let pair = value.strip_prefix("light-dark(").and_then(|rest| rest.strip_suffix(')'));
    let hex = pair.and_then(|pair| pair.split(',').nth(usize::from(dark))).unwrap_or(value).trim();
    let digits: Vec<u32> = hex.chars().filter_map(|c| c.to_digit(16)).collect();
    match digits[..] {
        [r, g, b] => [r * 17, g * 17, b * 17].map(f64::from),
        [r, r2, g, g2, b, b2] => [r * 16 + r2, g * 16 + g2, b * 16 + b2].map(f64::from),
        _ => panic!("--{name}: {value} is no colour"),
    }
}

/// Contrast as WCAG 2 counts it, 1 ..= 21.
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let linear = |c: f64| {
        let c = c / 255.0;
        if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    let light = |[r, g, b]: [f64; 3]| 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
    let (a, b) = (light(one), light(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn black_on_white_is_twenty_one() {
    assert!((contrast([0.0; 3], [255.0; 3]) - 21.0).abs() < 0.001);
}

#[test]
fn every_pair_can_be_read_in_every_theme() {
    let plain = block("  :root {", Tokens::new());
    let strong = block(":root[data-theme=\"contrast\"] {", plain.clone());
    let mut weak = Vec::new();
    for (theme, tokens, text_min) in [("plain", &plain, 4.5), ("contrast", &strong, 7.0)] {
        for dark in [false, true] {
            let mut ask = |pairs: &[(&str, &[&str])], least: f64| {
                for (front, ground) in pairs.iter().flat_map(|(f, all)| all.iter().map(move |g| (f, g))) {
                    let ratio = contrast(colour(tokens, front, dark), colour(tokens, ground, dark));
                    if ratio < least {
                        weak.push(format!("{theme}, dark {dark}: {front} on {ground} is {ratio:.2}"));
                    }
                }
            };
            ask(&TEXT, text_min);
            ask(&EDGES, 3.0);
        }
    }
    assert!(weak.is_empty(), "{}", weak.join("\n"));
}
