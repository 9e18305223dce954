//! The laws of the repository. They read files and run nothing, but for one that asks cargo which crates there are; each is shown to bite on a small counterexample.
//!
//! Not here: what the compiler and clippy already hold (`clippy.toml`).
//! Invariant: a law answers with complaints that name the file and the remedy.

mod arrows;
mod canaries;
mod crates;
mod docs;
mod english;
mod install;
mod marks;
mod migrations;
mod orphans;
mod pairs;
mod rooms;
mod routes;
mod secrets;
mod stores;
mod style;
mod terms;
mod tree;
mod words;

use tree::Tree;

type Law = fn(&Tree) -> Vec<String>;

/// The law on this repository.
#[track_caller]
fn holds(law: Law) {
    let complaints = law(&Tree::here());
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

/// The law on a repository made up for it: exactly these complaints.
#[track_caller]
fn complains(law: Law, files: &[(&str, &str)], complaints: &[&str]) {
    assert_eq!(law(&Tree::of(files)), complaints);
}
