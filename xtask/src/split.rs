//! One module → the first download and the parts that follow, where `app/src/parts.rs` says.
//!
//! Not here: what is in a part (app), names and compression (`bundle.rs`).
//! Invariant: every part is asked for by the linking script, and by the name it has in the folder.

use std::path::Path;

use anyhow::{Context, Result, anyhow, ensure};
use wasm_split_cli_support::{Options, transform};

use crate::sh;

/// wasm-bindgen's input, in the folder that `split` fills.
pub const MAIN: &str = "main.wasm";

/// What loads the parts; wasm-bindgen's glue imports it by this name.
pub const LINK: &str = "__wasm_split.js";

/// Fills `into` with the first module, its parts and the script that loads them.
pub fn split(module: &Path, into: &Path) -> Result<()> {
    sh::say("split");
    let bytes = std::fs::read(module).with_context(|| format!("cannot read {}", module.display()))?;
    let main = into.join(MAIN);
    let link = format!("./{LINK}");
    let mut options = Options::new(&bytes);
    options.output_dir = into;
    options.main_out_path = &main;
    options.link_name = &link;
    options.main_module = "./app.js";
    let made = transform(options).map_err(|error| anyhow!("cannot split {}: {error:?}", module.display()))?;
    ensure!(!made.split_modules.is_empty(), "the module has no parts: see app/src/parts.rs");
    for part in made.split_modules {
        let bytes = std::fs::read(&part).with_context(|| format!("cannot read {}", part.display()))?;
        let bare = without_custom_sections(&bytes)
            .with_context(|| format!("{} is no WebAssembly", part.display()))?;
        sh::write(&part, &bare)?;
    }
    Ok(())
}

/// The module without names and notes for tools: several times the code itself.
fn without_custom_sections(module: &[u8]) -> Option<Vec<u8>> {
    const HEAD: usize = 8;
    let mut bare = module.get(..HEAD)?.to_vec();
    let mut rest = module.get(HEAD..)?;
    while let Some(id) = rest.first() {
        let (length, bytes) = leb128(rest.get(1..)?)?;
        let section = rest.get(..1 + bytes + length)?;
        if *id != 0 {
            bare.extend(section);
        }
        rest = &rest[section.len()..];
    }
    Some(bare)
}

/// An unsigned number and how many bytes it took.
fn leb128(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut number = 0;
    for (place, byte) in bytes.iter().enumerate().take(5) {
        number |= usize::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            return Some((number, place + 1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::without_custom_sections;

    const HEAD: [u8; 8] = *b"\0asm\x01\0\0\0";

    #[test]
    fn only_custom_sections_go() {
        let code = [&[10, 3][..], b"abc"].concat();
        let names = [&[0, 0x80 + 2, 1][..], &[7; 130]].concat();
        let all = [&HEAD[..], &names, &code, &names].concat();
        assert_eq!(without_custom_sections(&all).unwrap(), [&HEAD[..], &code].concat());
        assert_eq!(without_custom_sections(&all[..all.len() - 1]), None);
        assert_eq!(without_custom_sections(b"MZ"), None);
    }
}
