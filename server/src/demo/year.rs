//! The article's year: so many dossiers, so many of them early, none late.
//!
//! Not here: what happens in a case (`case`).
//! Invariant: the totals are exact for every seed; every procedure occurs; processing ends within the year.

use shared::dossier::record::Channel;
use shared::dossier::redo::Mistake;
use shared::moment::{Day, Moment};
use shared::procedure::{Linked, Procedure};
use shared::ward::Ward;

use super::case::{self, End, Step, Tale, Wish};
use super::civil;
use super::dice::Dice;
use super::office::{Office, Slot};
use super::people::People;
use super::registers;
use super::scene::Scene;
use super::{slips, storm};

/// How many dossiers are answered; what is neither early nor late is on time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Quota {
    pub answered: usize,
    pub early: usize,
    /// Among them, those that came online.
    pub online: usize,
    pub online_early: usize,
    /// Of those who got their result, how many said how it went.
    pub ballots: usize,
}

/// Hòa Hiệp Bắc in 2018.
pub const ARTICLE: Quota = Quota { answered: 4_872, early: 274, online: 30, online_early: 28, ballots: 779 };

/// How often each procedure is asked for.
const OFTEN: [(&str, u32); 40] = [
    ("HT-01", 75),
    ("HT-02", 30),
    ("HT-03", 25),
    ("HT-04", 4),
    ("HT-05", 4),
    ("HT-06", 3),
    ("HT-07", 1),
    ("HT-08", 18),
    ("HT-09", 90),
    ("HT-10", 8),
    ("HT-11", 4),
    ("HT-12", 2),
    ("HT-13", 2),
    ("HT-14", 90),
    ("HT-15", 22),
    ("CT-01", 420),
    ("CT-02", 80),
    ("CT-03", 30),
    ("CT-04", 2),
    ("CT-05", 3),
    ("CT-06", 2),
    ("CT-07", 2),
    ("CT-08", 3),
    ("CT-09", 6),
    ("CT-10", 4),
    ("DD-01", 3),
    ("DD-02", 6),
    ("DD-03", 12),
    ("DD-04", 6),
    ("NCC-01", 10),
    ("NCC-02", 4),
    ("NCC-03", 3),
    ("NCC-04", 1),
    ("NCC-05", 1),
    ("BT-01", 15),
    ("BT-02", 8),
    ("BT-03", 6),
    ("BT-04", 5),
    ("BT-05", 1),
    ("BT-06", 8),
];

/// How often the procedure is asked for, of a sum of about 1,100.
pub fn weight(procedure: &Procedure) -> u32 {
    OFTEN.iter().find(|(id, _)| *id == procedure.id).map_or(1, |(_, weight)| *weight)
}

/// Mondays are full, and the days after a long holiday.
pub fn day_weights(days: &[Day]) -> Vec<u32> {
    let after_holiday =
        |i: usize| (i.saturating_sub(8)..=i).any(|k| k > 0 && days[k].since(days[k - 1]) >= 7);
    let weight =
        |i: usize| [14, 11, 10, 10, 9, 6, 6][days[i].weekday()] + if after_holiday(i) { 6 } else { 0 };
    (0..days.len()).map(weight).collect()
}

/// All acts of the year, in the order of their time.
pub fn plan(ward: &Ward, year: i32, quota: Quota, seed: u64) -> Vec<Step> {
    let day = |year, month, day| Day::new(year, month, day).expect("a day of the calendar");
    let closed = storm::closed(ward);
    let office = Office::new(&closed.calendar, day(year, 1, 1), day(year + 1, 1, 31));
    let last = office.days.partition_point(|day| day.year() <= year).saturating_sub(1);
    let people = People::new("phường Hòa Hiệp Bắc, quận Liên Chiểu, TP Đà Nẵng", 0);
    let mut scene = Scene { ward: &closed, office, people, dice: Dice::new(seed), last };
    let mut wishes = wishes(&mut scene, quota);
    on_paper(&scene, &mut wishes);
    seldom(&scene, &mut wishes);
    let mut steps: Vec<Step> =
        wishes.into_iter().filter_map(|wish| case::tell(&mut scene, wish)).flatten().collect();
    steps.extend(refusals(&mut scene, quota.answered / 400));
    steps.extend(slips::left_over(&mut scene));
    steps.sort_by_key(|step| step.at);
    registers::number(&mut steps, ward);
    storm::recount(&mut steps, ward, &closed);
    civil::enter(&mut steps, ward, Moment::at(day(year, 12, 31), 23, 59), seed ^ 3);
    steps
}

/// The last working day on which a case of the procedure still ends within the year.
fn latest(scene: &Scene, procedure: &Procedure) -> Option<usize> {
    let end = *scene.office.days.get(scene.last)?;
    (0..=scene.last).rev().find(|&day| {
        let at = scene.office.moment(Slot { day, minute: 330 });
        let due = at.and_then(|at| scene.ward.calendar.due(at, procedure.term).ok());
        due.is_some_and(|due| due.at.day() <= end)
    })
}

fn wishes<'a>(scene: &mut Scene<'a>, quota: Quota) -> Vec<Wish<'a>> {
    let ward: &'a Ward = scene.ward;
    let today = scene.office.days[scene.last];
    let all: Vec<&'a Procedure> = ward.catalogue.all_in_force(today).collect();
    let weights: Vec<u32> = all.iter().map(|procedure| weight(procedure)).collect();
    let latest: Vec<usize> = all.iter().map(|procedure| latest(scene, procedure).unwrap_or(0)).collect();
    let days = day_weights(&scene.office.days);
    // One of each, then as often as they are asked for.
    let rest = (all.len()..quota.answered).map(|_| scene.dice.weighted(&weights)).collect::<Vec<_>>();
    let mut wishes: Vec<Wish<'a>> = (0..all.len())
        .chain(rest)
        .take(quota.answered)
        .map(|i| Wish {
            procedure: all[i],
            day: scene.dice.weighted(&days[..=latest[i]]),
            channel: if scene.dice.chance(1) { Channel::Post } else { Channel::Counter },
            early: false,
            slip: None,
            end: End::Fetched,
        })
        .collect();
    let mut longer: Vec<usize> = (0..wishes.len()).filter(|&i| !wishes[i].procedure.is_same_day()).collect();
    scene.dice.shuffle(&mut longer);
    let (online, others): (Vec<usize>, Vec<usize>) =
        longer.into_iter().partition(|&i| wishes[i].procedure.online == "toan_trinh");
    let came_online = online.iter().take(quota.online);
    for (n, &i) in came_online.enumerate() {
        wishes[i].channel = Channel::Online;
        wishes[i].early = n < quota.online_early;
    }
    let mut rest: Vec<usize> = online.into_iter().skip(quota.online).chain(others).collect();
    scene.dice.shuffle(&mut rest);
    for &i in rest.iter().take(quota.early - quota.online_early) {
        wishes[i].early = true;
    }
    wishes
}

/// On the morning without power some come all the same, for what takes its days; not for the first of each procedure,
/// which would have to be rare.
fn on_paper(scene: &Scene, wishes: &mut [Wish]) {
    let Some(day) = scene.office.place(slips::power_cut()) else { return };
    let fits = |wish: &&mut Wish| {
        let procedure = wish.procedure;
        wish.channel == Channel::Counter && !procedure.is_same_day() && procedure.linked != Linked::Forwarded
    };
    let later = wishes.iter_mut().skip(OFTEN.len()).filter(fits);
    for (place, wish) in later.take(slips::USED).enumerate() {
        (wish.day, wish.slip) = (day, Some(place));
    }
}

/// One in so many ends in this way, some time in the year.
const SELDOM: [(End, usize); 4] = [
    (End::Withdrawn, 600),
    (End::Stopped, 2_400),
    (End::Corrected(Mistake::Office), 1_600),
    (End::Corrected(Mistake::Citizen), 4_000),
];

/// A few end otherwise; none of those who are counted as early, nor of the last weeks, which leave no time for it.
fn seldom(scene: &Scene, wishes: &mut [Wish]) {
    let answered = wishes.len();
    let fits = |wish: &&mut Wish| {
        let procedure = wish.procedure;
        let takes_days = !procedure.is_same_day() && procedure.linked != Linked::Forwarded;
        let usual = wish.channel == Channel::Counter && wish.slip.is_none() && !wish.early;
        takes_days && usual && procedure.posting_days == 0 && wish.day + 60 < scene.last
    };
    let mut all = wishes.iter_mut().skip(OFTEN.len()).filter(fits);
    for (end, one_in) in SELDOM {
        // They are drawn in no order of their days.
        all.by_ref().take(answered / one_in).for_each(|wish| wish.end = end);
    }
}

/// What the ward may not decide is refused at the counter; it never counts as received.
fn refusals(scene: &mut Scene, count: usize) -> Vec<Step> {
    let ward = scene.ward;
    let mut steps = Vec::new();
    for _ in 0..count {
        let day = scene.dice.below(scene.last + 1);
        let today = scene.office.days[day];
        let all: Vec<&Procedure> = ward.catalogue.all_in_force(today).filter(|p| !p.is_same_day()).collect();
        let procedure = *scene.dice.pick(&all);
        if let Some(mut tale) = Tale::begin(scene, procedure, Channel::Counter, day) {
            tale.refuse(shared::demo::RECEPTION);
            steps.append(&mut tale.steps);
        }
    }
    steps
}

/// When the machines of the year were set up.
pub fn opening(year: i32) -> Moment {
    Moment::at(Day::new(year, 1, 1).expect("a day of the calendar"), 8, 0)
}
