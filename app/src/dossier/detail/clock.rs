//! Đồng hồ: the time from reception to the due moment, with its pauses, and now. Drawn in office hours, so that a
//! weekend takes no room.
//!
//! Not here: how the due moment moves (`shared::calendar`).
//! Invariant: the picture says nothing that its sentence does not say.

use leptos::prelude::*;
use shared::calendar::Calendar;
use shared::dossier::Dossier;
use shared::lang::{Lang, Word, word};
use shared::moment::Moment;
use shared::ward::Ward;

use super::super::words;
use crate::english::retell;
use crate::text::{say, t};

const CLOCK: Word = word("Đồng hồ", "The clock");
const NOW: Word = word("bây giờ", "now");
const DONE: Word = word("xong", "done");

const WIDTH: i64 = 720;

/// What a stretch of the bar is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    Run,
    Pause(Word),
    /// Still to go.
    Left,
    /// Beyond the due moment.
    Over,
}

/// A stretch from `from` to `to`, 0 ..= 720.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stretch {
    pub part: Part,
    pub from: i64,
    pub to: i64,
    pub at: Moment,
}

/// The bar of a received dossier; `None` before reception and in years without a calendar.
pub fn stretches(calendar: &Calendar, dossier: &Dossier, now: Moment) -> Option<Vec<Stretch>> {
    let (received, due) = (dossier.received_at?, dossier.due?);
    let until = dossier.finished_at.or(dossier.closed_at).unwrap_or(now).max(received);
    let whole = calendar.working_minutes(received, until.max(due)).ok()?.max(1);
    let x = |at: Moment| {
        let minutes = calendar.working_minutes(received, at).unwrap_or(0);
        (minutes * WIDTH / whole).clamp(0, WIDTH)
    };
    let mut parts = Vec::new();
    let mut push = |part, from: Moment, to: Moment| {
        if from < to {
            parts.push(Stretch { part, from: x(from), to: x(to), at: from });
        }
    };
    let mut cursor = received;
    // What runs beyond the due moment is drawn apart.
    let run = |from: Moment, to: Moment, push: &mut dyn FnMut(Part, Moment, Moment)| {
        push(Part::Run, from, to.min(due).max(from));
        push(Part::Over, from.max(due), to);
    };
    for pause in &dossier.pauses {
        let to = pause.to.unwrap_or(until).min(until);
        run(cursor, pause.from, &mut push);
        push(Part::Pause(pause.why.label()), pause.from, to);
        cursor = to.max(cursor);
    }
    run(cursor, until, &mut push);
    if dossier.finished_at.is_none() {
        push(Part::Left, until, due);
    }
    parts.retain(|stretch| stretch.from < stretch.to);
    Some(parts)
}

/// So wide is a letter at most, on the bar's own scale.
const LETTER: i64 = 8;

/// Why the clock stands, where the word has room beside its neighbours; the sentence says it anyway.
fn named(why: Word, room: i64, lang: Lang) -> &'static str {
    let word = why.of(lang);
    let letters = i64::try_from(word.chars().count()).unwrap_or(i64::MAX / LETTER);
    if letters * LETTER <= room { word } else { "" }
}

/// So wide is a day with its hour.
const DATED: i64 = 110;

/// Where the bar is dated: at reception always, farther on where there is room. What is left begins now, which stands above.
fn dates(received: Moment, parts: &[Stretch]) -> Vec<(i64, Moment)> {
    let roomy = parts.iter().filter(|s| s.from >= DATED && s.to - s.from > DATED && s.part != Part::Left);
    std::iter::once((0, received)).chain(roomy.map(|s| (s.from, s.at))).collect()
}

fn draw(stretch: &Stretch) -> impl IntoView + use<> {
    let Stretch { part, from, to, .. } = *stretch;
    let class = match part {
        Part::Run => "clock__run",
        Part::Pause(_) => "clock__pause",
        Part::Left => "clock__left",
        Part::Over => "clock__over",
    };
    // It stands in its stretch: above it is the word of now.
    let why = match part {
        Part::Pause(why) => Some(move |lang| named(why, to - from, lang).to_owned()),
        Part::Run | Part::Left | Part::Over => None,
    };
    view! {
        <rect class=class x=from y="22" width=to - from height="18"></rect>
        {why.map(|why| view! { <text class="v" x=(from + to) / 2 y="36" text-anchor="middle">{say(why)}</text> })}
    }
}

/// The whole story of the limit in one sentence.
fn sentence(dossier: &Dossier, lang: Lang) -> String {
    let mut parts = vec![dossier.term.text(lang)];
    let (first, due) = (dossier.due_first, dossier.due);
    if let Some(first) = first.filter(|first| Some(*first) != due) {
        parts.push(format!("{} {}", lang.pick("hạn gốc", "first due"), first.day().vi()));
    }
    for pause in &dossier.pauses {
        let to = pause.to.map_or_else(|| lang.pick("nay", "now").to_owned(), |to| to.day().vi_short());
        let from = pause.from.day().vi_short();
        parts.push(format!("{} {from} – {to}, {}", lang.pick("dừng", "stopped"), pause.why.label().of(lang)));
    }
    if let Some(due) = due {
        let name = match dossier.paused_since() {
            None => lang.pick("hạn", "due"),
            Some(_) => lang.pick("hạn trước khi dừng", "due before the pause"),
        };
        parts.push(format!("{name} {}", due.clock_and_day()));
    }
    if let Some(apology) = &dossier.apology {
        parts.push(format!(
            "{} {}",
            lang.pick("đã xin lỗi, hẹn lại", "apologised, now"),
            apology.promised.clock_and_day()
        ));
    }
    format!("{}.", parts.join("; "))
}

/// The bar with its sentence.
pub fn clock(ward: &Ward, dossier: &Dossier, now: Moment) -> Option<impl IntoView + use<>> {
    let parts = stretches(&ward.calendar, dossier, now)?;
    let done = dossier.finished_at.is_some();
    let until = parts.iter().filter(|s| s.part != Part::Left).map(|s| s.to).max().unwrap_or(0);
    let anchor = if until > WIDTH / 2 { "end" } else { "start" };
    let bars = parts.iter().map(draw).collect_view();
    let dated = |(x, at)| view! { <text x=x y="58">{words::stamp(at, now.day())}</text> };
    let dates = dates(dossier.received_at?, &parts).into_iter().map(dated).collect_view();
    let (told, labelled) = (dossier.clone(), dossier.clone());
    // Its clock is another: nothing of it is drawn on the bar.
    let retell = retell();
    let agency = words::agency(ward, dossier, now.day()).map(|(said, late)| {
        let said = say(move |lang| retell(said.of(lang), lang));
        view! { <p class="small clock__agency"><span class:late=late>{said}</span></p> }
    });
    Some(view! {
        <section class="region">
            <header><h2>{t(CLOCK)}</h2><p>{say(move |lang| sentence(&told, lang))}</p></header>
            // What was done at one go has no time to draw.
            {(!parts.is_empty()).then(|| view! { <svg class="chart clock" viewBox=format!("0 0 {WIDTH} 62") role="img" aria-label=say(move |lang| sentence(&labelled, lang))>
                {bars}{dates}
                <line class="clock__now" x1=until x2=until y1="14" y2="46"></line>
                <text class="v" x=until y="11" text-anchor=anchor>{t(if done { DONE } else { NOW })}</text>
            </svg> })}
            {agency}
        </section>
    })
}

#[cfg(test)]
mod tests {
    use shared::dossier::record::PauseReason;

    use super::*;

    #[test]
    fn a_word_without_room_is_left_to_the_sentence() {
        let why = PauseReason::Supplement.label();
        let at = |room| [Lang::Vi, Lang::En].map(|lang| named(why, room, lang));
        assert_eq!(at(80), ["", ""]);
        assert_eq!(at(130), ["chờ bổ sung", ""], "the English word is longer");
        assert_eq!(at(200), ["chờ bổ sung", "waiting for a supplement"]);
    }

    /// Of a slip that was entered after a weekend hardly an office minute has passed, and its citizen came on Friday.
    #[test]
    fn the_bar_begins_with_the_day_of_reception_however_little_has_run() {
        let [came, now, paused] = [0, 9, 20].map(|hours| Moment::from_millis(0).plus_minutes(hours * 60));
        let stretch = |part, from, to, at| Stretch { part, from, to, at };
        let fresh = [stretch(Part::Run, 0, 4, came), stretch(Part::Left, 4, WIDTH, now)];
        assert_eq!(dates(came, &fresh), [(0, came)]);
        assert_eq!(dates(came, &fresh[1..]), [(0, came)], "nothing has run");
        let why = PauseReason::Supplement.label();
        let half = [stretch(Part::Run, 0, 300, came), stretch(Part::Pause(why), 300, WIDTH, paused)];
        assert_eq!(dates(came, &half), [(0, came), (300, paused)]);
    }
}
