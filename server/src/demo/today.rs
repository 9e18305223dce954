//! The living ward: the last forty working days up to now, with a dossier in every status.
//!
//! Not here: the article's year (`year`).
//! Invariant: nothing happens after now; where today is a day off, the last working day counts as today, and what
//! is due on it is due on the next; nothing is promised that the calendar cannot count: a case of every status has then
//! waited longer, and is due by the calendar's last day.

use shared::calendar::Calendar;
use shared::dossier::record::Channel;
use shared::moment::{Day, Moment};
use shared::procedure::Procedure;
use shared::ward::Ward;

use super::case::{self, End, Step, Tale, Wish};
use super::civil;
use super::dice::Dice;
use super::office::Office;
use super::outage;
use super::people::People;
use super::registers;
use super::scans;
use super::scene::Scene;
use super::slips;
use super::story::Story;
use super::year::{day_weights, weight};

/// Working days that are lived.
const DAYS: usize = 40;
/// Dossiers of an average day.
const A_DAY: usize = 14;
/// Canaries of these citizens begin here.
const CANARIES: usize = 100_000;

/// Today's working day and the moment up to which things have happened.
fn present(calendar: &Calendar, now: Moment) -> (Day, Moment) {
    let end = Day::new(calendar.last_year, 12, 31).unwrap_or(now.day());
    let mut today = now.day().min(end);
    for _ in 0..30 {
        if calendar.is_working(today).unwrap_or(false) {
            break;
        }
        today = today.plus(-1);
    }
    let closing = calendar.closing(today).unwrap_or(now);
    (today, now.min(closing))
}

/// All acts of the last weeks, in the order of their time.
pub fn plan(ward: &Ward, now: Moment, seed: u64) -> Vec<Step> {
    let (today, present) = present(&ward.calendar, now);
    let office = Office::new(&ward.calendar, today.plus(-120), today.plus(90));
    let Some(t) = office.place(today).filter(|&t| t >= DAYS) else { return Vec::new() };
    let people = People::new("phường Hải Vân, TP Đà Nẵng", CANARIES).who_want_news();
    let last = office.days.len() - 1;
    let mut scene = Scene { ward, office, people, dice: Dice::new(seed), last };
    let mut steps = usual(&mut scene, t);
    let ended = t;
    // After closing, the next day is the one to be ready for.
    let t = if now > present { (t + 1).min(last) } else { t };
    steps.extend(SPECIAL.iter().filter_map(|special| special.tell(&mut scene, t)).flatten());
    steps.extend(slips::ready(&mut scene, t));
    steps.retain(|step| step.at <= present);
    steps.sort_by_key(|step| step.at);
    registers::number(&mut steps, ward);
    civil::enter(&mut steps, ward, present, seed ^ 3);
    scans::attach(&mut steps, ward, present);
    outage::cut(&mut steps, &scene.office, ended);
    steps
}

/// What comes in on any day; a quarter of it online, a little by post.
fn usual(scene: &mut Scene, t: usize) -> Vec<Step> {
    let ward = scene.ward;
    let days = day_weights(&scene.office.days[t + 1 - DAYS..=t]);
    let average = days.iter().sum::<u32>() / DAYS as u32;
    let mut steps = Vec::new();
    for (i, weight_of_day) in days.iter().enumerate() {
        let day = t + 1 - DAYS + i;
        let procedures: Vec<&Procedure> = ward.catalogue.all_in_force(scene.office.days[day]).collect();
        let weights: Vec<u32> = procedures.iter().map(|procedure| weight(procedure)).collect();
        let count = A_DAY * *weight_of_day as usize / average.max(1) as usize + scene.dice.below(4);
        for _ in 0..count {
            let procedure = procedures[scene.dice.weighted(&weights)];
            let online = procedure.online == "toan_trinh" && scene.dice.chance(60);
            let channel = match (online, scene.dice.chance(2)) {
                (true, _) => Channel::Online,
                (false, true) => Channel::Post,
                (false, false) => Channel::Counter,
            };
            let early = !procedure.is_same_day() && scene.dice.chance(40);
            let wish = Wish { procedure, day, channel, early, slip: None, end: End::Fetched };
            steps.extend(case::tell(scene, wish).into_iter().flatten());
        }
    }
    steps
}

/// A case that shows something the usual ones may not.
struct Special {
    procedure: &'static str,
    /// Working days before today on which it comes in; before the next one, after closing.
    ago: usize,
    story: Story,
}

const fn special(procedure: &'static str, ago: usize, story: Story) -> Special {
    Special { procedure, ago, story }
}

/// The limits: HT-08 and HT-09 three working days, HT-10 and BT-04 five, CT-03 two.
const SPECIAL: [Special; 54] = [
    special("HT-09", 1, Story::WaitingOnline),
    special("NCC-01", 1, Story::WaitingOnline),
    special("BT-01", 1, Story::WaitingOnline),
    special("HT-01", 1, Story::BroughtByVolunteer),
    special("HT-15", 2, Story::ToComplete),
    special("BT-02", 3, Story::ToComplete),
    special("DD-02", 3, Story::NotAccepted),
    special("BT-06", 7, Story::NotAccepted),
    special("HT-08", 1, Story::Unassigned),
    special("NCC-01", 1, Story::Unassigned),
    // Due today.
    special("HT-09", 3, Story::InWork),
    special("HT-08", 3, Story::Submitted),
    special("CT-03", 2, Story::Submitted),
    special("CT-05", 2, Story::InWork),
    // Due on the next working day.
    special("HT-09", 2, Story::InWork),
    special("HT-10", 4, Story::Submitted),
    special("BT-04", 4, Story::InWork),
    special("CT-07", 1, Story::Signed),
    special("HT-13", 3, Story::Signed),
    special("HT-10", 4, Story::AwaitSupplement),
    special("HT-11", 3, Story::AwaitSupplement),
    special("BT-01", 6, Story::AwaitAgency),
    special("NCC-02", 8, Story::AgencyLate),
    special("DD-02", 9, Story::AwaitPayment),
    special("HT-12", 7, Story::Ready),
    special("BT-05", 4, Story::Denied),
    special("BT-03", 6, Story::Withdrawn),
    special("DD-01", 7, Story::Stopped),
    special("DD-03", 4, Story::Forwarded),
    // Late: nobody has said so yet; and with an apology.
    special("HT-08", 5, Story::InWork),
    special("BT-04", 8, Story::OverdueWithApology),
    // Two values wait for somebody to choose.
    special("HT-12", 4, Story::TwoCorrections),
    special("CT-03", 9, Story::SecondContract),
    special("HT-01", 8, Story::Corrected),
    // The first ends today, the other hangs on.
    special("BT-01", 4, Story::Posted),
    special("DD-02", 5, Story::Posted),
    special("HT-09", 2, Story::Drafted),
    special("HT-09", 3, Story::DraftWrong),
    special("HT-08", 3, Story::DraftAgreed),
    // In one go, while their specialist is on leave.
    special("HT-04", 2, Story::Reassigned),
    special("HT-06", 2, Story::Reassigned),
    special("HT-10", 2, Story::Reassigned),
    special("BT-02", 1, Story::BroughtByPost),
    // Photographs of what was missing came through the tracking page.
    special("BT-06", 3, Story::SentBefore),
    special("BT-01", 5, Story::SentMore),
    special("HT-10", 7, Story::AskedTwice),
    special("HT-09", 4, Story::DraftSilent),
    special("HT-13", 4, Story::CorrectionChosen),
    special("HT-08", 2, Story::CameTwice),
    special("DD-01", 8, Story::WrongClock),
    special("HT-03", 8, Story::OwnMistake),
    special("HT-09", 2, Story::FeeCorrected),
    special("HT-09", 3, Story::FeeRepaid),
    special("HT-09", 3, Story::DraftHeard),
];

impl Special {
    /// The day on which it comes in, earlier where its due moment would lie beyond the calendar.
    fn begins<'a>(&self, scene: &Scene<'a>, t: usize) -> Option<(usize, &'a Procedure)> {
        let ward = scene.ward;
        let latest = t.checked_sub(self.ago)?;
        (0..=latest).rev().find_map(|day| {
            let on = scene.office.days[day];
            let procedure = ward.catalogue.in_force(self.procedure, on)?;
            let closing = ward.calendar.closing(on)?;
            let can = !self.story.is_received() || ward.calendar.due(closing, procedure.term).is_ok();
            can.then_some((day, procedure))
        })
    }

    fn tell(&self, scene: &mut Scene, t: usize) -> Option<Vec<Step>> {
        let (day, procedure) = self.begins(scene, t)?;
        let online = matches!(
            self.story,
            Story::WaitingOnline
                | Story::ToComplete
                | Story::SentBefore
                | Story::Drafted
                | Story::DraftWrong
                | Story::DraftAgreed
                | Story::DraftSilent
                | Story::DraftHeard
        );
        let channel = if online { Channel::Online } else { Channel::Counter };
        let mut tale = Tale::begin(scene, procedure, channel, day)?;
        tale.on(day, 60, 200);
        self.story.happens(&mut tale, t)?;
        Some(tale.steps)
    }
}

#[cfg(test)]
mod tests {
    use shared::calendar::standard_calendar;

    use super::*;

    #[test]
    fn a_day_off_counts_as_the_last_working_day() {
        let calendar = standard_calendar();
        let said = |text: &str| {
            let (today, present) = present(&calendar, text.parse().unwrap());
            format!("{today} {}", present.clock_and_day())
        };
        assert_eq!(said("2026-11-25T09:12"), "2026-11-25 09:12 25/11/2026");
        assert_eq!(said("2026-11-25T21:00"), "2026-11-25 17:00 25/11/2026");
        assert_eq!(said("2026-11-24T10:00"), "2026-11-23 17:00 23/11/2026");
        assert_eq!(said("2026-02-20T10:00"), "2026-02-13 17:00 13/02/2026");
        assert_eq!(said("2031-05-05T10:00"), "2026-12-31 17:00 31/12/2026");
    }
}
