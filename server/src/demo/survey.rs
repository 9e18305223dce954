//! What people of the demo say of their results: in the article's year everybody is satisfied, in the last weeks nearly.
//!
//! Not here: the dossiers (`year`, `today`).
//! Invariant: the same seed and the same dossiers give the same ballots; nobody rates before they have their result, nor
//! after now.

use std::collections::BTreeMap;

use shared::dossier::{Dossier, Status};
use shared::moment::{Day, Moment};
use shared::survey::{Ballot, Channel, Form, Forms, Question};

use super::dice::Dice;
use crate::store::survey::Cast;
use crate::store::{Fault, Store};

/// Ballots of the last weeks.
const LATELY: usize = 12;

const PRAISE: [&str; 4] = [
    "Cán bộ hướng dẫn tận tình.",
    "Nhanh hơn tôi nghĩ, cảm ơn phường.",
    "Giấy hẹn rõ ràng, đến đúng ngày là có.",
    "Chỗ ngồi chờ mát, có nước uống.",
];
const COMPLAINT: &str = "Thứ hai đông, tôi phải chờ gần một giờ mới tới lượt.";

/// Casts `count` ballots in `year`, and a few in the weeks before `now`.
pub async fn say(store: &Store, (year, count): (i32, usize), now: Moment, seed: u64) -> Result<usize, Fault> {
    let records = store.all_records().await?;
    let (first, last) = (Day::new(year, 1, 1), Day::new(year, 12, 31));
    let (Some(first), Some(last)) = (first, last) else { return Ok(0) };
    // That year's forms hung on paper; today's come in every way.
    let mut casts = plan(&records, (first, last), count, seed);
    casts.iter_mut().for_each(|cast| cast.ballot.channel = Channel::Paper);
    let mut lately = plan(&records, (now.day().plus(-40).max(last.next()), now.day()), LATELY, seed ^ 1);
    if let Some(cast) = lately.first_mut() {
        cast.ballot.answers.extend([(Question::Overall, 2), (Question::Wait, 1)]);
        cast.ballot.comment = COMPLAINT.to_owned();
    }
    casts.extend(lately);
    store.rate(&casts).await
}

/// `count` ballots, or fewer where fewer results were returned, each from the day of the return on.
pub fn plan(records: &[Dossier], (first, last): (Day, Day), count: usize, seed: u64) -> Vec<Cast> {
    let returned = |dossier: &Dossier| {
        let day = dossier.closed_at?.day();
        (dossier.status == Status::Returned && (first..=last).contains(&day)).then_some(day)
    };
    let mut all: Vec<(&Dossier, Day)> =
        records.iter().filter_map(|dossier| Some((dossier, returned(dossier)?))).collect();
    all.sort_by_key(|(dossier, _)| dossier.id);
    let (mut dice, forms) = (Dice::new(seed), Forms::standard());
    dice.shuffle(&mut all);
    let cast = |(dossier, day): (&Dossier, Day)| {
        let day = day.plus(dice.between(0, 2).into()).min(last);
        Cast {
            dossier: dossier.id,
            day,
            ballot: ballot(&mut dice, forms.on(day), dossier.procedure.id.clone()),
        }
    };
    all.into_iter().take(count).map(cast).collect()
}

/// Satisfied on the whole; in the parts now and then no more than content.
fn ballot(dice: &mut Dice, form: &Form, procedure: String) -> Ballot {
    let overall = if dice.chance(60) { 5 } else { 4 };
    let mut answers = BTreeMap::from([(Question::Overall, overall)]);
    if dice.chance(70) {
        let parts = form.questions.iter().map(|asked| asked.question);
        let parts = parts.filter(|part| *part != Question::Overall);
        answers
            .extend(parts.map(|part| (part, if dice.chance(6) { 3 } else { 4 + u8::from(dice.chance(55)) })));
    }
    let comment = if dice.chance(4) { (*dice.pick(&PRAISE)).to_owned() } else { String::new() };
    let channel = *dice.pick(&Channel::ALL);
    Ballot { form: form.number, procedure, answers, comment, channel }
}
