//! Mất mạng of the last weeks: for a while one machine hears nothing of the server; its officer goes on, and the acts
//! arrive together when the network is back.
//!
//! Not here: how late acts are believed and placed (`shared::sync::server`).
//! Invariant: only what nobody else had a hand in meanwhile is kept back: no colleague could have seen it.

use shared::demo::{JUSTICE, LAND, RECEPTION, SOCIAL};
use shared::dossier::Act;
use shared::id::OfficerId;
use shared::moment::Moment;

use super::case::Step;
use super::office::{Office, Slot};

/// Minutes of the office's day between which the network is away.
const AWAY: [(u32, u32); 6] = [(30, 110), (60, 140), (150, 230), (260, 340), (300, 380), (350, 440)];
/// Working days before today that are looked at.
const DAYS: std::ops::RangeInclusive<usize> = 3..=30;
/// So many acts make it worth a word.
const ACTS: usize = 2;

/// Keeps back the acts of the first officer and stretch that fit, before the working day `today`; steps stand in the order of
/// their time, and do so afterwards.
pub fn cut(steps: &mut [Step], office: &Office, today: usize) {
    let days = DAYS.filter_map(|ago| today.checked_sub(ago));
    let stretches = days.flat_map(|day| AWAY.map(|(from, to)| (day, from, to)));
    for (day, from, to) in stretches {
        let moment = |minute| office.moment(Slot { day, minute });
        let (Some(from), Some(to)) = (moment(from), moment(to)) else { continue };
        for officer in [RECEPTION, JUSTICE, SOCIAL, LAND] {
            if keep_back(steps, officer, (from, to)) {
                return;
            }
        }
    }
}

/// Whether the officer's acts of the stretch could be kept back, and are.
fn keep_back(steps: &mut [Step], officer: OfficerId, (from, to): (Moment, Moment)) -> bool {
    let within = |step: &Step| from <= step.at && step.at <= to;
    let own = |step: &&Step| within(step) && step.by == officer;
    let kept: Vec<&Step> = steps.iter().filter(own).collect();
    let others = |step: &Step| {
        within(step) && step.by != officer && kept.iter().any(|own| own.dossier == step.dossier)
    };
    let receives = kept.iter().any(|step| matches!(step.act, Act::Receive(_) | Act::FastLane(_)));
    if kept.len() < ACTS || !receives || steps.iter().any(others) {
        return false;
    }
    let mut millis = to.millis();
    for step in steps.iter_mut().filter(|step| within(step) && step.by == officer) {
        step.says = Some(step.at);
        millis += 1;
        step.at = Moment::from_millis(millis);
    }
    steps.sort_by_key(|step| step.at);
    true
}
