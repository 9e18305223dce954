//! `style/` → one sheet: imports inlined in their order, comments and the space between marks left behind.
//!
//! Not here: what the styles are; a real minifier (brotli finds what is left).
//! Invariant: cascade order is the order of `style/index.css`; an import that is not there fails the build.

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::sh;

/// The sheet that begins at `path`, with everything it imports.
pub fn sheet(path: &Path) -> Result<String> {
    let mut out = String::new();
    inline(path, &mut out)?;
    Ok(tight(&out))
}

fn inline(path: &Path, out: &mut String) -> Result<()> {
    let text = without_comments(&sh::read_text(path)?);
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let Some(import) = line.strip_prefix("@import") else {
            out.push_str(line);
            out.push('\n');
            continue;
        };
        let (name, layer) = import_of(import).with_context(|| format!("{}: `{line}`", path.display()))?;
        let file = path.parent().unwrap_or(Path::new(".")).join(name);
        match layer {
            None => inline(&file, out)?,
            Some(layer) => {
                out.push_str(&format!("@layer {layer} {{\n"));
                inline(&file, out)?;
                out.push_str("}\n");
            }
        }
    }
    Ok(())
}

/// `"ui/button.css" layer(components);` → the file and its layer.
fn import_of(rest: &str) -> Result<(&str, Option<&str>)> {
    let mut parts = rest.trim().split('"');
    let (Some(""), Some(file), Some(tail), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        bail!("an import is written @import \"file.css\";");
    };
    let tail =
        tail.trim().strip_suffix(';').context("an import stands alone on its line and ends with ;")?.trim();
    if tail.is_empty() {
        return Ok((file, None));
    }
    let layer = tail.strip_prefix("layer(").and_then(|tail| tail.strip_suffix(')'));
    Ok((file, Some(layer.context("after the file only layer(name) may follow")?)))
}

/// Strings may hold `/*`; comments may not hold strings.
fn without_comments(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['"', '\'', '/']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let end = match &from[..1] {
            "/" if from.starts_with("/*") => {
                rest = from.find("*/").map_or("", |end| &from[end + 2..]);
                continue;
            }
            "/" => 1,
            quote => from[1..].find(quote).map_or(from.len(), |end| end + 2),
        };
        out.push_str(&from[..end]);
        rest = &from[end..];
    }
    out + rest
}

/// Without the space that parts nothing: around braces, semicolons and commas, after a colon. A space before a colon is
/// a selector's.
fn tight(text: &str) -> String {
    let (mut out, mut quote) = (String::new(), None);
    for c in text.chars() {
        if quote.is_some() {
            quote = quote.filter(|open| *open != c);
            out.push(c);
        } else if c.is_whitespace() {
            if !out.ends_with(['{', '}', ';', ',', ':', ' ']) {
                out.push(' ');
            }
        } else {
            if matches!(c, '{' | '}' | ';' | ',') && out.ends_with(' ') {
                out.pop();
            }
            if c == '}' && out.ends_with(';') {
                out.pop();
            }
            quote = matches!(c, '"' | '\'').then_some(c);
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests;
