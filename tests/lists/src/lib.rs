//! Lists of random acts, run by the rules as the browser has them: compiled to WebAssembly by the product's own path.
//!
//! Not here: the lists (`shared::script::lists`), the comparison (`main.rs`).
//! Invariant: nothing but numbers and texts goes in or out; the module asks its host for nothing.

use shared::demo;
use shared::script::lists::{Mistake, digest, tell};
use wasm_bindgen::prelude::wasm_bindgen;

fn mistake(narrow: bool) -> Option<Mistake> {
    narrow.then_some(Mistake::NarrowTime)
}

/// A line for each list: its number and its digest.
#[wasm_bindgen]
pub fn digests(from: u32, many: u32, narrow: bool) -> String {
    let ward = demo::ward().expect("the demo ward is whole");
    let line = |seed: u32| format!("{seed} {:016x}\n", digest(&ward, u64::from(seed), mistake(narrow)));
    (from..from + many).map(line).collect()
}

/// Everything that is told of one list.
#[wasm_bindgen]
pub fn told(seed: u32, narrow: bool) -> String {
    let ward = demo::ward().expect("the demo ward is whole");
    let mut text = String::new();
    tell(&ward, u64::from(seed), mistake(narrow), &mut |line| {
        text.push_str(line);
        text.push('\n');
    });
    text
}
