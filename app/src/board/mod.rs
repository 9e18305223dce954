//! Báo cáo: what a leader reads.
//!
//! Not here: the counting (`shared::report`).
//! Invariant: a total says what it does not know.

use leptos::prelude::*;

#[component]
pub fn BoardPage() -> impl IntoView {}
