//! One keystroke in the search field over 50,000 dossiers, natively: the index's own share of it.
//!
//! Not here: the same keystroke in a browser, page and all (`tests/bench/browser.rs`), which is what the bar is for.
//! Invariant: every prefix of every query is a keystroke of its own.

#![expect(
    clippy::disallowed_methods,
    reason = "a bench reads the machine's clock; it never runs in a browser"
)]

use std::hint::black_box;
use std::time::Instant;

use app::dossier::ask::Ask;
use app::dossier::find::Index;
use shared::ctx::Ctx;
use shared::demo;
use shared::dossier::{Act, Dossier, apply, decide};
use shared::moment::{Day, Moment};
use shared::script::people::People;
use shared::ward::Ward;

const DOSSIERS: usize = 50_000;
/// Typed letter by letter: a full name, a short one without accents, a phone, a code, a procedure, nothing at all.
const TYPED: [&str; 6] = ["Nguyễn Thị Quỳnh", "tran van an", "0912 345", "180213-0001", "khai sinh", "xyz"];
const KEYSTROKE_MS_MAX: f64 = 16.0;

fn main() {
    let ward = demo::ward().expect("the demo ward is whole");
    let now = Moment::at(Day::new(2018, 2, 13).expect("a day"), 9, 0);
    let dossiers = dossiers(&ward, now);
    let mut index = Index::default();
    let begin = Instant::now();
    index.refresh(&ward, dossiers.iter());
    println!("\nSearch, native, {DOSSIERS} dossiers");
    println!("index made                       {:>8.2} ms", since(begin));
    let begin = Instant::now();
    index.refresh(&ward, dossiers.iter());
    println!("index renewed, nothing changed   {:>8.2} ms", since(begin));
    let begin = Instant::now();
    black_box(index.find(&Ask::words("a"), now));
    println!("names folded by the first letter {:>8.2} ms", since(begin));
    let mut times = Vec::new();
    // A letter goes on from the one before it, so that all are typed five times over.
    for text in TYPED.repeat(5) {
        for (end, letter) in text.char_indices() {
            let ask = Ask::words(&text[..end + letter.len_utf8()]);
            let begin = Instant::now();
            black_box(index.find(&ask, now));
            times.push(since(begin));
        }
    }
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    let met = if at(1.0) <= KEYSTROKE_MS_MAX { "met natively" } else { "MISSED" };
    println!(
        "keystroke                        {:>8.2} ms median, {:.2} ms p95, {:.2} ms slowest  ≤ {KEYSTROKE_MS_MAX} ms {met}",
        at(0.5),
        at(0.95),
        at(1.0)
    );
}

fn since(begin: Instant) -> f64 {
    begin.elapsed().as_secs_f64() * 1e3
}

fn dossiers(ward: &Ward, now: Moment) -> Vec<Dossier> {
    let by = ward.officer(demo::RECEPTION).expect("works here");
    let mut people = People::new(50);
    let ctx = Ctx { now, happened: now, claimed: now, by, lane: None, reissued: None, ward };
    let made = (0..DOSSIERS).filter_map(|i| {
        let (id, mut receive) = (people.id(now), people.reception(ward, now.day()));
        receive.number = (i % 5_000) as u16 + 1;
        let mut slot = None;
        for fact in decide(&ctx, id, None, &Act::Receive(receive)).expect("a good act") {
            apply(&mut slot, &fact);
        }
        slot
    });
    made.collect()
}
