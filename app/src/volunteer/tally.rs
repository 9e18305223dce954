//! Ca hỗ trợ: a volunteer opens a half-day, taps once for each citizen helped, ends it.
//!
//! Not here: what a shift is (`shared::shift`), how it is kept and told (`desk`).
//! Invariant: one tap is one citizen and can be taken back; nothing of a citizen is asked.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::ShiftId;
use shared::lang::{Lang, Sentence, Word, number, word};
use shared::moment::{Day, Moment};
use shared::refusal::{FieldFault, Refusal};
use shared::shift::{DAY, Half, Shift, Topic, sum};

use crate::desk::{Desk, Told, clock};
use crate::store::Held;
use crate::text::{say, t};
use crate::ui::date::DateField;
use crate::ui::field::Faults;
use crate::ui::icon::{Glyph, Icon};

const BEGIN: Word = word("Mở ca hỗ trợ", "Begin a shift");
const WHICH_DAY: Word = word("Ngày", "Day");
const WHICH_HALF: Word = word("Buổi", "Half-day");
const OPEN: Word = word("Mở ca", "Begin");
const PUT: Word = word("Ghi lại buổi", "Save the half-day");
const RIGHT: Word = word("Sửa buổi", "Correct the half-day");
const HOW: Word = word(
    "Giúp xong một người, chạm một lần vào việc đã giúp. Không ghi tên ai.",
    "For each person helped, tap once on what it was about. Nobody's name is written down.",
);
const UNDO: Word = word("Bỏ lượt vừa ghi", "Take the last tap back");
const END: Word = word("Kết thúc ca", "End the shift");
const GUIDE: Word = word("Về hướng dẫn", "Back to the guide");
const TELLS: Word = word(
    "Chờ gửi: lượt đã ghi nằm trên máy này, có mạng thì tự gửi.",
    "Not sent yet: what was tapped is kept on this tablet and sent once there is a network.",
);
const TOLD: Word = word("Đã gửi tới máy chủ.", "Sent to the server.");

/// What a volunteer does with shifts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Deed {
    Begin(ShiftId, Day, Half),
    Tap(Topic),
    Undo,
    Put(ShiftId, Day, Half),
    End,
    /// What nobody ended on another day is over.
    Sweep,
}

/// The shift that goes on.
pub fn current(all: &[Held]) -> Option<&Held> {
    all.iter().rfind(|held| held.shift.ended.is_none())
}

/// # Errors
/// The rule's refusal; then nothing has changed.
pub fn carry_out(all: &mut Vec<Held>, deed: Deed, now: Moment) -> Result<(), Refusal> {
    let open = all.iter_mut().rfind(|held| held.shift.ended.is_none());
    match (deed, open) {
        (Deed::Begin(id, day, half), None) => {
            all.push(Held { shift: Shift::begin(id, day, half, now), told: 0 });
        }
        (Deed::Tap(topic), Some(held)) => held.shift.tap(topic, now)?,
        (Deed::Undo, Some(held)) => drop(held.shift.undo()?),
        (Deed::End, Some(held)) => held.shift.end(now),
        (Deed::Put(id, day, half), _) => {
            all.iter_mut().filter(|held| held.shift.id == id).for_each(|held| held.shift.put(day, half));
        }
        (Deed::Sweep, _) => all.iter_mut().for_each(|held| held.shift.end_if_past(now.day())),
        // Another tab was faster.
        (Deed::Begin(..), Some(_)) | (Deed::Tap(_) | Deed::Undo | Deed::End, None) => {}
    }
    Ok(())
}

/// The shifts of this tablet as its page shows them.
#[derive(Clone, Copy)]
pub struct Tally {
    desk: Desk,
    pub held: RwSignal<Vec<Held>>,
    /// Why a change or a telling was not taken.
    pub fault: RwSignal<Option<Sentence>>,
    /// The one that was ended here last, with its count.
    pub ended: RwSignal<Option<Shift>>,
    /// Whose half-day is being put right.
    pub putting: RwSignal<Option<ShiftId>>,
    /// The page stands in front of the guide.
    pub shown: RwSignal<bool>,
    /// 1 while the server is told, more where something changed meanwhile.
    turns: StoredValue<u32>,
}

impl Tally {
    pub fn new(desk: Desk) -> Tally {
        Tally {
            desk,
            held: RwSignal::new(vec![]),
            fault: RwSignal::new(None),
            ended: RwSignal::new(None),
            putting: RwSignal::new(None),
            shown: RwSignal::new(false),
            turns: StoredValue::new(0),
        }
    }

    /// Reads what lies here, ends what is past, and tells it, now and whenever the network is back.
    pub fn start(self) {
        self.run(Deed::Sweep);
        Effect::new(move |was_offline: Option<bool>| {
            let is_offline = self.desk.is_offline();
            if was_offline == Some(true) && !is_offline {
                self.tell();
            }
            is_offline
        });
    }

    pub fn run(self, deed: Deed) {
        spawn_local(async move {
            self.carry(deed).await;
            self.tell();
        });
    }

    async fn carry(self, deed: Deed) {
        let before = current(&self.held.get_untracked()).map(|held| held.shift.id);
        match self.desk.change_shifts(move |all| carry_out(all, deed, clock())).await {
            Ok(all) => {
                let over =
                    all.iter().find(|held| Some(held.shift.id) == before && held.shift.ended.is_some());
                match deed {
                    Deed::End => drop(self.ended.try_set(over.map(|held| held.shift.clone()))),
                    Deed::Begin(..) => drop(self.ended.try_set(None)),
                    Deed::Put(..) => drop(self.putting.try_set(None)),
                    Deed::Tap(_) | Deed::Undo | Deed::Sweep => {}
                }
                self.fault.try_set(None);
                self.held.try_set(all);
            }
            Err(trouble) => drop(self.fault.try_set(Some(trouble.sentence()))),
        }
    }

    fn tell(self) {
        let busy = self.turns.try_get_value().unwrap_or(1);
        self.turns.try_set_value(2.min(busy + 1));
        if busy > 0 {
            return;
        }
        spawn_local(async move {
            loop {
                self.turns.try_set_value(1);
                let told = self.desk.tell_shifts().await;
                if let Told::Refused(id, said) = &told {
                    self.fault.try_set(Some(said.clone()));
                    self.putting.try_set(Some(*id));
                }
                self.held.try_set(self.desk.shifts().await);
                if self.turns.try_get_value() != Some(2) {
                    break;
                }
            }
            self.turns.try_set_value(0);
        });
    }

    /// The volunteer goes: a shift that goes on ends, and is told if it can be.
    pub async fn close(self) {
        if self.held.with_untracked(|all| current(all).is_some()) {
            self.carry(Deed::End).await;
            self.desk.tell_shifts().await;
        }
    }
}

/// `14 lượt`
fn helped(lang: Lang, n: u32) -> String {
    let said = number(lang, n.into());
    match lang {
        Lang::Vi => format!("{said} lượt"),
        Lang::En if n == 1 => "1 helped".to_owned(),
        Lang::En => format!("{said} helped"),
    }
}

/// `Ca sáng, Thứ Ba 24/11`
fn named(lang: Lang, shift: &Shift) -> String {
    let (day, week) = (shift.day.vi_short(), shift.day.weekday_name(lang));
    match lang {
        Lang::Vi => format!("Ca {}, {week} {day}", shift.half.label().vi.to_lowercase()),
        Lang::En => format!("{} shift, {week} {day}", shift.half.label().en),
    }
}

/// The way in from the guide, with the count of the moment.
pub fn side(tally: Tally) -> impl IntoView {
    let label = move |lang: Lang| {
        tally.held.with(|all| match current(all) {
            Some(held) => format!(
                "{} {} · {}",
                lang.pick("Ca", "Shift:"),
                held.shift.half.label().of(lang).to_lowercase(),
                helped(lang, sum(&held.shift.counts()))
            ),
            None => BEGIN.of(lang).to_owned(),
        })
    };
    let waits = move || tally.held.with(|all| all.iter().any(Held::waits));
    view! {
        <button class="btn guide__shift" type="button" aria-pressed=move || tally.shown.get().to_string()
            on:click=move |_| tally.shown.update(|shown| *shown = !*shown)>
            <Icon glyph=Glyph::Today /><span>{say(label)}</span>
            {move || waits().then(|| view! { <Icon glyph=Glyph::Sync /> })}
        </button>
    }
}

/// What the page is for now.
#[derive(Clone, PartialEq)]
enum Face {
    Put(Shift),
    Count,
    Begin,
}

/// The page itself.
pub fn page(tally: Tally, today: Day, now: Half) -> impl IntoView {
    let back = move |_| tally.shown.set(false);
    // A tap changes numbers and leaves the buttons, and the focus on one of them, where they are.
    let face = Memo::new(move |_| {
        let putting = tally.putting.get();
        tally.held.with(|all| {
            let asked = all.iter().find(|held| Some(held.shift.id) == putting);
            match (asked, current(all)) {
                (Some(held), _) => Face::Put(held.shift.clone()),
                (None, Some(_)) => Face::Count,
                (None, None) => Face::Begin,
            }
        })
    });
    let body = move || match face.get() {
        Face::Put(shift) => {
            let (id, day, half) = (shift.id, shift.day, shift.half);
            let name = say(move |lang| named(lang, &shift));
            let to = Callback::new(move |(day, half)| tally.run(Deed::Put(id, day, half)));
            view! { <h1 tabindex="-1">{name}</h1>{which(day, half, PUT, to)} }.into_any()
        }
        Face::Count => counting(tally).into_any(),
        Face::Begin => {
            let to = Callback::new(move |(day, half)| {
                tally.run(Deed::Begin(ShiftId(uuid::Uuid::now_v7()), day, half));
            });
            let last = move || tally.ended.get().map(over);
            view! { <h1 tabindex="-1">{t(BEGIN)}</h1>{last}{which(today, now, OPEN, to)} }.into_any()
        }
    };
    view! {
        {move || tally.fault.get().map(|said| view! { <p class="note note--late" role="alert">{t(said)}</p> })}
        {body}
        <p class="guide__bye"><button class="btn btn--text" type="button" on:click=back>{t(GUIDE)}</button></p>
    }
}

/// What has ended, in one line and its parts.
fn over(shift: Shift) -> impl IntoView {
    let counts = shift.counts();
    let n = sum(&counts);
    let said = move |lang: Lang| match lang {
        Lang::Vi => {
            format!("Đã kết thúc {}: {}.", named(lang, &shift).replacen("Ca", "ca", 1), helped(lang, n))
        }
        Lang::En => format!("{} ended: {}.", named(lang, &shift), helped(lang, n)),
    };
    let parts = counts.into_iter().map(|(topic, n)| {
        view! { <div><dt>{t(topic.label())}</dt><dd>{say(move |lang| number(lang, n.into()))}</dd></div> }
    });
    view! { <p class="note" role="status">{say(said)}</p><dl class="kv">{parts.collect_view()}</dl> }
}

/// Which half-day: today and now unless something else is chosen.
fn which(day: Day, half: Half, done: Word, to: Callback<(Day, Half)>) -> impl IntoView {
    let (day, half) = (RwSignal::new(day.to_string()), RwSignal::new(half));
    let faults: Faults = RwSignal::new(vec![]);
    let halves = Half::ALL.map(|one| {
        view! {
            <button class="btn" class:btn--go=move || half.get() == one type="button"
                aria-pressed=move || (half.get() == one).to_string() on:click=move |_| half.set(one)>
                {t(one.label())}
            </button>
        }
    });
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        match day.with_untracked(|day| Day::parse_any(day)) {
            Some(day) => to.run((day, half.get_untracked())),
            None => faults.set(vec![FieldFault::new(
                DAY,
                "Ghi ngày như 22/11/2018.",
                "Write the day like 22/11/2018.",
            )]),
        }
    };
    view! {
        <form class="flow" on:submit=submit>
            <div class="guide__half" role="group" aria-label=t(WHICH_HALF)>{halves.collect_view()}</div>
            <DateField id=DAY label=WHICH_DAY value=day faults />
            <p class="guide__foot"><button class="btn btn--primary" type="submit">{t(done)}<Icon glyph=Glyph::Next /></button></p>
        </form>
    }
}

fn counting(tally: Tally) -> impl IntoView {
    let held = Memo::new(move |_| tally.held.with(|all| current(all).cloned()));
    let read = move |f: fn(&Held) -> u32| held.with(|held| held.as_ref().map_or(0, f));
    let topics = Topic::ALL.map(|topic| {
        let n = move || {
            held.with(|held| held.as_ref().and_then(|held| held.shift.counts().get(&topic).copied()))
                .unwrap_or(0)
        };
        view! {
            <button class="guide__topic" type="button" on:click=move |_| tally.run(Deed::Tap(topic))>
                <span>{t(topic.label())}</span>
                <b data-zero=move || (n() == 0).then_some("")>{say(move |lang| number(lang, n().into()))}</b>
            </button>
        }
    });
    let last = Memo::new(move |_| held.with(|held| held.as_ref()?.shift.taps.last().map(|tap| tap.topic)));
    let undo = move || {
        last.get().map(|topic| {
            let said = move |lang: Lang| format!("{}: {}", UNDO.of(lang), topic.label().of(lang));
            view! { <button class="btn" type="button" on:click=move |_| tally.run(Deed::Undo)><Icon glyph=Glyph::Back />{say(said)}</button> }
        })
    };
    let name = move |lang: Lang| {
        held.with(|held| held.as_ref().map(|held| named(lang, &held.shift))).unwrap_or_default()
    };
    let count = move |lang: Lang| helped(lang, read(|held| sum(&held.shift.counts())));
    let status = move |lang: Lang| {
        if read(|held| u32::from(held.waits())) > 0 { TELLS } else { TOLD }.of(lang).to_owned()
    };
    let right =
        move |_| tally.putting.set(held.with_untracked(|held| held.as_ref().map(|held| held.shift.id)));
    view! {
        <div class="guide__count">
            <h1 tabindex="-1">{say(name)}</h1>
            <p role="status"><b>{say(count)}</b></p>
        </div>
        <p class="quiet">{t(HOW)}</p>
        <div class="guide__topics">{topics.collect_view()}</div>
        <p class="small quiet">{say(status)}" "
            <button class="btn btn--text" type="button" on:click=right>{t(RIGHT)}</button></p>
        <div class="guide__foot">
            {undo}
            <button class="btn" type="button" on:click=move |_| tally.run(Deed::End)>{t(END)}</button>
        </div>
    }
}
