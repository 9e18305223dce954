//! The article's figures for two seeds, the living ward on difficult days, and a small year through the ledger.
//!
//! Not here: the figures as a report prints them (`report`), how the ledger judges (`store::tests`).
//! Invariant: the plans are judged by the rules themselves; a test counts what the rules wrote down.

mod rules;
mod shown;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use shared::calendar::Timing;
use shared::demo::HEAD;
use shared::door::answer_by;
use shared::dossier::posting::{self, Posting};
use shared::dossier::record::{Channel, Decision, NewsBy};
use shared::dossier::{self, Dossier, Status, proof};
use shared::feedback::{State, Totals as Feedbacks};
use shared::handoff::file::Theirs;
use shared::handoff::reconcile::reconcile;
use shared::id::{DossierId, WardId};
use shared::lang::Lang;
use shared::moment::{Day, Moment};
use shared::news::State as NewsState;
use shared::report::board::{OF_OFFICER, WHOLE};
use shared::report::figure::{Line, behind};
use shared::report::forms::II06A;
use shared::report::indices::index;
use shared::report::quality::{Measured, quality};
use shared::report::{Figure, Period, board};
use shared::survey::{Ballot, Totals};
use shared::ward::Ward;

use super::case::Step;
use super::feedback::Said;
use super::year::{ARTICLE, Quota};
use super::{again, feedback, is_untouched, live, logins, survey, today, year};
use crate::clock::Clock;
use crate::feed::Feed;
use crate::news::Outbox;
use crate::news::sender::Senders;
use crate::random;
use crate::store::tests::Folder;
use crate::store::{Place, Store};
use crate::tests::ward;

pub(super) use rules::lived;

/// Seeds of two years that have nothing in common but their totals.
const SEEDS: [u64; 2] = [2_018, 7];

/// A twentieth of the article's year.
const SMALL: Quota = Quota { answered: 244, early: 14, online: 5, online_early: 4, ballots: 39 };

fn at(text: &str) -> Moment {
    text.parse().expect("a moment")
}

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// Answered in the year: early, on time, late.
fn answered<'a>(dossiers: impl IntoIterator<Item = &'a Dossier>, year: i32) -> [usize; 3] {
    let mut counts = [0; 3];
    let ended = |d: &&Dossier| d.finished_at.is_some_and(|at| at.day().year() == year);
    for timing in dossiers.into_iter().filter(ended).filter_map(Dossier::timing) {
        counts[Timing::ALL.iter().position(|known| *known == timing).expect("all are listed")] += 1;
    }
    counts
}

fn plan_of_the_article(seed: u64) -> Vec<Step> {
    year::plan(&ward(), 2018, ARTICLE, seed)
}

#[test]
fn every_seed_gives_the_articles_figures() {
    let ward = ward();
    for seed in SEEDS {
        let dossiers = lived(&ward, &plan_of_the_article(seed));
        let received: Vec<&Dossier> = dossiers.values().filter(|d| d.received_at.is_some()).collect();
        let first = || received.iter().copied().filter(|d| d.corrects.is_none());
        assert_eq!(first().count(), 4_872, "seed {seed}");
        assert_eq!(answered(first(), 2018), [274, 4_598, 0], "seed {seed}");
        let online = received.iter().copied().filter(|d| d.channel == Channel::Online);
        assert_eq!(answered(online, 2018), [28, 2, 0], "seed {seed}");
        let year = Period::new(day("2018-01-01"), day("2018-12-31")).expect("forwards");
        let form = II06A.fill(&ward, dossiers.values(), year, at("2019-01-02T08:00"));
        assert_eq!(form.total, [4_872, 30, 4_842, 0, 4_872, 274, 4_598, 0, 0, 0, 0], "seed {seed}");
        assert_eq!(form.broken(&II06A), Vec::<String>::new(), "seed {seed}");
        let procedures: BTreeSet<&str> = received.iter().map(|d| d.procedure.id.as_str()).collect();
        assert_eq!(procedures.len(), 40, "seed {seed}");
        let open = received.iter().filter(|d| d.is_open()).count();
        assert_eq!(open, 0, "seed {seed}: every result is in somebody's hands");
        let ended = |status| received.iter().filter(|d| d.status == status).count();
        assert_eq!((ended(Status::Withdrawn), ended(Status::Stopped)), (8, 2), "seed {seed}");
        let anew = received.iter().filter(|d| d.corrects.is_some()).count();
        assert_eq!((anew, received.iter().filter(|d| d.assisted).count() > 5), (4, true), "seed {seed}");
        let last = received.iter().filter_map(|d| d.closed_at).max().expect("somebody came");
        assert!(last < at("2019-01-15T00:00"), "seed {seed}: the last result was fetched at {last}");
    }
}

#[test]
fn another_seed_is_another_year_and_the_same_seed_the_same() {
    let key = |step: &Step| (step.at, step.by, step.dossier, step.act.clone());
    let plan = |seed| year::plan(&ward(), 2018, SMALL, seed).iter().map(key).collect::<Vec<_>>();
    assert_eq!(plan(7), plan(7));
    let ids = |seed| plan(seed).into_iter().map(|step| step.2).collect::<BTreeSet<_>>();
    assert!(ids(7).is_disjoint(&ids(8)));
}

/// What makes the year believable: busy Mondays, roster and stand-ins, pauses, denials, refusals, debts.
#[test]
fn the_year_is_a_wards_year() {
    let ward = ward();
    let dossiers = lived(&ward, &plan_of_the_article(SEEDS[0]));
    let mut days: BTreeMap<Day, usize> = BTreeMap::new();
    for received in dossiers.values().filter_map(|d| d.received_at) {
        *days.entry(received.day()).or_default() += 1;
    }
    assert!(days.keys().all(|&day| ward.calendar.is_working(day) == Ok(true)));
    let average = |weekday: usize| {
        let of: Vec<usize> =
            days.iter().filter(|(day, _)| day.weekday() == weekday).map(|(_, n)| *n).collect();
        of.iter().sum::<usize>() / of.len()
    };
    assert!(average(0) > average(2) && average(2) > average(4), "Mondays are the busiest");
    let of_field = |field: &str| {
        let here = |d: &&Dossier| ward.catalogue.get(&d.procedure).is_some_and(|p| p.field == field);
        dossiers.values().filter(here).count()
    };
    assert!(of_field("HTCT") > 4_000 && ["DD", "NCC", "BTXH"].iter().all(|field| of_field(field) > 30));
    for d in dossiers.values().filter(|d| d.signer.is_some()) {
        assert_ne!(d.signer, d.drafter, "{:?}", d.code);
    }
    let count = |test: fn(&Dossier) -> bool| dossiers.values().filter(|d| test(d)).count();
    assert!(count(|d| !d.pauses.is_empty()) > 10, "supplements");
    assert!(count(|d| d.asked.iter().any(|asked| asked.second)) == 0, "but never a second");
    assert!(count(|d| d.result.as_ref().is_some_and(|r| r.decision == Decision::Deny)) > 5, "denials");
    assert!(count(|d| d.status == Status::NotAccepted) > 5, "refusals at the counter");
    assert!(count(|d| d.history.iter().any(|t| t.kind == dossier::Kind::Consult)) > 30, "consultations");
    assert!(count(|d| d.history.iter().any(|t| t.note == "ký thay ca")) > 5, "stand-ins");
    assert!(count(|d| d.history.iter().any(|t| t.kind == dossier::Kind::Forward)) > 10, "forwarded");
    assert!(count(|d| d.handed_over.as_ref().is_some_and(|h| !h.slip_collected)) > 5, "lost slips");
    let by_proxy = |d: &Dossier| {
        d.handed_over.as_ref().and_then(|h| h.given.as_ref()).is_some_and(|g| !g.authorisation.is_empty())
    };
    assert!(count(by_proxy) > 10, "results fetched by somebody who is authorised");
    let hung = |d: &Dossier| d.postings.iter().any(|posting| posting.end.is_some() && !posting.outside);
    let outside = |d: &Dossier| d.postings.iter().any(|posting| posting.end.is_some() && posting.outside);
    let paid = |d: &Dossier| d.history.iter().any(|t| t.kind == dossier::Kind::Paid);
    assert!(count(hung) > 30 && count(outside) > 5 && count(paid) > 5, "posted in public");
    assert!(count(|d| d.postings.iter().any(|posting| !posting.objections.is_empty())) > 0, "objections");
    let kept = |d: &Dossier| d.closed_at.zip(d.finished_at).is_some_and(|(a, b)| a.day() > b.day());
    assert!(count(kept) > 100, "some results wait for the citizen");
}

/// Tests hunt for these marks wherever no citizen's data may be.
#[test]
fn every_citizen_carries_a_canary() {
    let ward = ward();
    let mut steps = year::plan(&ward, 2018, SMALL, 1);
    steps.extend(today::plan(&ward, at("2026-11-25T10:00"), 1));
    let mut owner: BTreeMap<String, String> = BTreeMap::new();
    for d in lived(&ward, &steps).values().filter(|d| !d.status.is_slip()) {
        let mark = &d.contact.email;
        assert!(mark.starts_with("canary-") && mark.ends_with("@vidu.example"), "{mark}");
        let known = owner.entry(mark.clone()).or_insert_with(|| d.applicant.number.clone());
        assert_eq!(*known, d.applicant.number, "{mark} belongs to one person");
    }
    assert!(owner.len() > 300);
}

/// What the living ward is at `now`, with a dossier of each status and what waits from afar.
fn has_every_status(ward: &Ward, now: &str) -> BTreeMap<DossierId, Dossier> {
    let steps = today::plan(ward, at(now), 1);
    assert!(steps.iter().all(|step| step.at <= at(now)), "{now}: nothing happens after now");
    let dossiers = lived(ward, &steps);
    let here: BTreeSet<Status> = dossiers.values().map(|d| d.status).collect();
    let missing: Vec<Status> = Status::ALL
        .into_iter()
        .filter(|s| *s != Status::Draft && !s.is_slip() && !here.contains(s))
        .collect();
    assert_eq!(missing, [], "{now}");
    assert!(dossiers.values().any(|d| d.assisted && d.status == Status::Waiting), "{now}: a volunteer's");
    let online = |d: &&Dossier| d.channel == Channel::Online && d.status == Status::Waiting;
    let owed = dossiers.values().filter(online).filter_map(|d| answer_by(&ward.calendar, d));
    assert!(owed.count() >= 3, "{now}: applications from afar that wait for an answer");
    dossiers
}

/// Each number of the leader's board of the living ward is as many dossiers as lie behind it.
#[test]
fn the_board_of_the_living_ward_opens_its_dossiers() {
    let (ward, now) = (ward(), at("2026-11-25T10:00"));
    let all: Vec<Dossier> = lived(&ward, &today::plan(&ward, now, 1)).into_values().collect();
    let period = Period::new(day("2026-01-01"), day("2026-12-31")).expect("forwards");
    let mut board = board(&ward, &all, period, now);
    let behind = |figure: Figure, line| behind(&ward, &all, period, now, &figure.place(line)).len();
    let mut counted = 0;
    for (figure, cell) in WHOLE {
        let n = *cell(&mut board) as usize;
        assert_eq!(behind(*figure, None), n, "{figure:?}");
        counted += usize::from(n > 0);
    }
    assert!(counted > 12, "{counted} figures count somebody");
    for line in &mut board.officers {
        for (figure, cell) in OF_OFFICER {
            let n = *cell(line) as usize;
            assert_eq!(behind(*figure, Some(Line::Officer(line.id))), n, "{figure:?}: {}", line.name);
        }
    }
    for waiting in &board.today.waiting {
        let n = behind(Figure::Open, Some(Line::Status(waiting.status)));
        assert_eq!(n, waiting.count as usize, "{:?}", waiting.status);
    }
}

/// What hangs in public, what its applicant looks at, has called wrong and has agreed to, and what changed hands.
#[test]
fn the_living_ward_shows_the_rarer_roads() {
    let (ward, now) = (ward(), at("2026-11-25T10:00"));
    let all: Vec<Dossier> = lived(&ward, &today::plan(&ward, now, 1)).into_values().collect();
    let hangs: Vec<&Posting> = all.iter().filter_map(posting::running).collect();
    assert!(hangs.iter().any(|posting| posting.outside && !posting.objections.is_empty()), "land");
    assert!(hangs.iter().any(|posting| posting.until == now.day()), "one ends today");
    let drafts = all.iter().filter_map(|d| d.proofs.last()).map(|proof| proof.state(now));
    let drafts: Vec<proof::State> = drafts.collect();
    for state in [proof::State::Awaits, proof::State::Wrong, proof::State::Agreed] {
        assert!(drafts.contains(&state), "{state:?} of {drafts:?}");
    }
    let given = |d: &&Dossier| {
        d.status == Status::InWork && d.history.iter().filter(|t| t.kind == dossier::Kind::Assign).count() > 1
    };
    assert!(all.iter().filter(given).count() >= 3, "given to a colleague");
}

/// Late at that moment, with an apology and without.
fn late(dossiers: &BTreeMap<DossierId, Dossier>, now: &str) -> (usize, usize) {
    let late = dossiers.values().filter(|d| d.status.is_in_process() && d.due < Some(at(now)));
    let (sorry, silent): (Vec<_>, Vec<_>) = late.partition(|d| d.apology.is_some());
    (sorry.len(), silent.len())
}

/// A morning, an evening, a Saturday, the days around a new year, a holiday.
#[test]
fn the_living_ward_has_every_status_on_any_day() {
    let ward = ward();
    let moments = [
        "2026-11-25T10:00",
        "2026-11-25T07:31",
        "2026-11-25T21:00",
        "2026-11-28T09:00",
        "2026-11-24T10:00",
        "2026-01-02T10:00",
        "2026-03-02T16:59",
    ];
    let all_year = (0..34).map(|n| day("2026-01-05").plus(n * 10)).map(|day| format!("{day}T10:00"));
    for now in moments.map(str::to_owned).into_iter().chain(all_year) {
        let dossiers = has_every_status(&ward, &now);
        let (sorry, silent) = late(&dossiers, &now);
        assert!(sorry > 0 && silent > 0 && sorry + silent < 10, "{now}: {sorry} {silent}");
    }
}

/// From December on the limits of the longer procedures reach a year that has no calendar yet.
#[test]
fn the_living_ward_has_every_status_where_its_calendar_ends() {
    let ward = ward();
    assert_eq!(ward.calendar.last_year, 2026, "the days below are the last of the calendar");
    for days in 0..=70 {
        let now = format!("{}T10:00", day("2026-12-01").plus(days));
        let dossiers = has_every_status(&ward, &now);
        let (sorry, silent) = late(&dossiers, &now);
        assert!(sorry > 0 && silent > 0, "{now}: {sorry} {silent}");
        let beyond = dossiers.values().filter_map(|d| d.due).find(|due| due.day().year() > 2026);
        assert_eq!(beyond, None, "{now}: nothing is promised that nobody could count");
        assert!(days > 30 || sorry + silent < 10, "{now}: {sorry} {silent}");
    }
}

/// Where the calendar ends, the demo ends: nothing is promised that nobody could count.
#[test]
fn without_a_calendar_nothing_is_made_up() {
    let ward = ward();
    let dossiers = lived(&ward, &today::plan(&ward, at("2031-05-05T10:00"), 1));
    assert!(dossiers.values().filter_map(|d| d.due).all(|due| due.day().year() <= ward.calendar.last_year));
}

/// 779 of 779, for every seed; nobody rates a result before it is there. The 766 indices of that year say the same.
#[test]
fn everybody_asked_in_the_articles_year_is_satisfied() {
    let ward = ward();
    for seed in SEEDS {
        let records: Vec<Dossier> =
            lived(&ward, &year::plan(&ward, 2018, ARTICLE, seed)).into_values().collect();
        let span = (day("2018-01-01"), day("2018-12-31"));
        let casts = survey::plan(&records, span, ARTICLE.ballots, seed);
        let totals = Totals::of(&ward.forms(), casts.iter().map(|cast| &cast.ballot), 0);
        assert_eq!((totals.n, totals.satisfied), (779, 779), "{seed}");
        let [of] = totals.forms.as_slice() else { panic!("one form: {:?}", totals.forms) };
        let forms = ward.forms();
        let form = forms.on(span.0);
        assert_eq!((of.form, of.questions.len()), (form.number, form.questions.len()));
        let whose: BTreeSet<DossierId> = casts.iter().map(|cast| cast.dossier).collect();
        assert_eq!(whose.len(), 779, "{seed}: one each");
        for cast in &casts {
            let dossier = records.iter().find(|dossier| dossier.id == cast.dossier).expect("is there");
            let returned = dossier.closed_at.expect("is returned").day();
            assert!((returned..=span.1).contains(&cast.day), "{seed}: {returned} {}", cast.day);
            cast.ballot.check(forms.on(cast.day)).expect("a ballot");
            assert_eq!(cast.ballot.procedure, dossier.procedure.id);
        }
        let period = Period::new(span.0, span.1).expect("forwards");
        let ballots: Vec<Ballot> = casts.iter().map(|cast| cast.ballot.clone()).collect();
        let indices = quality(&ward, &records, &ballots, period, at("2019-01-02T08:00"));
        let value = |id: &str| {
            let line = indices.lines.iter().find(|line| line.id == id).expect("an index");
            index(id).expect("an index").value(&line.measured, Lang::Vi)
        };
        let measured = |id: &str| indices.lines.iter().find(|line| line.id == id).map(|line| &line.measured);
        assert_eq!(measured("2.1"), Some(&Measured::Share { part: 4_872, whole: 4_872 }), "{seed}");
        assert_eq!(measured("3.3"), Some(&Measured::Share { part: 30, whole: 4_872 }), "{seed}");
        let satisfied = Measured::Satisfied { late: 0, whole: 4_872, disliked: 0, ballots: 779 };
        assert_eq!(measured("5.4"), Some(&satisfied), "{seed}");
        assert_eq!([value("2.1"), value("3.3"), value("5.4")], ["100,00 %", "0,62 %", "100,00 %"], "{seed}");
        assert_eq!([value("2.2-gio"), value("4.2")], ["không có", "0,00 %"], "{seed}: nothing was scanned");
        let again = survey::plan(&records, span, ARTICLE.ballots, seed);
        assert!(casts.iter().zip(&again).all(|(a, b)| (a.day, &a.ballot) == (b.day, &b.ballot)), "{seed}");
    }
}

/// Thirty-six in the year, one late reply and one late publication; today one in every state, one overdue, and one that
/// names the head.
#[test]
fn people_say_something_of_the_ward() {
    let (ward, now) = (ward(), at("2026-11-25T10:00"));
    for seed in SEEDS {
        let all = feedback::plan(&ward, 2018, now, seed);
        let ids: BTreeSet<_> = all.iter().map(|said| said.one.id).collect();
        assert_eq!(ids.len(), all.len(), "{seed}");
        let (old, new): (Vec<_>, Vec<_>) =
            all.iter().map(|said| &said.one).partition(|one| one.at.day().year() == 2018);
        let totals = Feedbacks::of(old, &ward.calendar, now);
        assert_eq!((totals.received, totals.answers.kept, totals.answers.n()), (36, 35, 36), "{seed}");
        let late: Vec<u32> = totals.limits.iter().map(|(_, held)| held.missed).collect();
        assert_eq!(late, [0, 0, 1, 1], "{seed}");
        let states: BTreeSet<State> = new.iter().map(|one| one.state()).collect();
        assert_eq!(states.len(), State::ALL.len(), "{seed}");
        let head = ward.officer(HEAD).expect("works here");
        assert_eq!(new.iter().filter(|one| one.may_read(head).is_err()).count(), 1, "{seed}");
        let totals = Feedbacks::of(new, &ward.calendar, now);
        assert_eq!(totals.limits[2].1.missed, 1, "{seed}: one reply is overdue");
        for Said { one, secret } in &all {
            assert!(
                one.at <= now && one.steps.iter().all(|step| (one.at..=now).contains(&step.at)),
                "{seed}"
            );
            assert!(one.steps.windows(2).all(|pair| pair[0].at <= pair[1].at) && secret.len() == 6, "{seed}");
        }
        let again = feedback::plan(&ward, 2018, now, seed);
        assert!(all.iter().zip(&again).all(|(a, b)| a.one == b.one), "{seed}");
    }
}

#[tokio::test]
async fn a_small_year_passes_the_ledger() {
    let store = Store::open_or_create(&Place::Memory, WardId(1), ward).await.expect("opens");
    assert!(is_untouched(&store).await.expect("reads"));
    let now = at("2026-11-25T10:00");
    let lived = live(&store, (2018, SMALL), now, 2_018, |_, _| {}).await.expect("every act is kept");
    assert!(!is_untouched(&store).await.expect("reads"));
    let records = store.all_records().await.expect("reads");
    assert_eq!(answered(&records, 2018), [14, 230, 0]);
    let codes: BTreeSet<String> =
        records.iter().filter_map(|d| d.code.as_ref()).map(ToString::to_string).collect();
    assert_eq!(codes.len(), records.iter().filter(|d| d.code.is_some()).count());
    assert!(!records.iter().any(|d| d.time_disputed), "every act is believed to have happened when it did");
    let found = store.verify(|_, _| {}).await.expect("reads");
    assert_eq!((found.acts, found.differences), (lived.acts as u64, vec![]));
    let catalogue = &store.ward().catalogue;
    let of_copies = records.iter().filter_map(|d| Some((catalogue.get(&d.procedure)?, d.result.as_ref()?)));
    let of_copies: Vec<_> = of_copies
        .filter(|(p, result)| !p.originals().is_empty() && result.decision == Decision::Grant)
        .map(|(p, result)| p.originals().contains(&result.summary.as_str()))
        .collect();
    assert!(
        of_copies.len() > 20 && of_copies.iter().all(|named| *named),
        "copies are entered by their original"
    );
    let devices = store.devices().await.expect("reads");
    assert!(devices.iter().all(|device| device.officer.is_some()));
    assert_eq!(devices.iter().filter(|device| device.waiting > 0).count(), 1, "one tablet was out of reach");
    let said = async |from, to| {
        store.ballots(Period::new(day(from), day(to)).expect("a period")).await.expect("reads")
    };
    let year = Totals::of(&ward().forms(), &said("2018-01-01", "2018-12-31").await, 244);
    let lately = Totals::of(&ward().forms(), &said("2026-10-01", "2026-11-25").await, 0);
    assert_eq!((year.n, year.satisfied), (39, 39));
    assert_eq!((lately.n, lately.satisfied), (12, 11), "one had to wait");
    let disputed: Vec<_> = records.iter().filter(|d| !d.corrections.is_empty()).collect();
    assert_eq!(disputed.len(), 1, "two corrections wait for somebody to choose");
    super::scans::tests::are_files(&store, &records);
    super::till::tests::is_handed_over(&store, now).await;
    super::closing::tests::are_closed(&store, 2018, now).await;
}

/// Nothing is sent where the demo is made. Served with a file for text messages, the last day's news of whoever asked for it
/// is written there by the outbox itself, as in any ward.
#[tokio::test]
async fn the_living_wards_citizens_are_told_by_the_file() {
    let folder = Folder::new();
    tokio::fs::create_dir_all(&folder.0).await.expect("a folder");
    let store = Store::open_or_create(&Place::Memory, WardId(1), ward).await.expect("opens");
    let now = at("2026-11-25T16:00");
    live(&store, (2018, SMALL), now, 2_018, |_, _| {}).await.expect("every act is kept");
    assert!(store.count_news().await.expect("reads").is_empty(), "nobody was told while it was made");
    let path = folder.0.join("tin-nhan.csv");
    let senders = Senders {
        site: "http://127.0.0.1:8080".to_owned(),
        sms_file: Some(path.clone()),
        ..Senders::default()
    };
    store.say_news(senders.ways()).await.expect("saved");
    let mut outbox = Outbox::new(store.clone(), Clock::fixed(now), Feed::default(), Arc::new(senders));
    for _ in 0..2 {
        outbox.round().await.expect("the book is whole");
    }
    let counts = store.count_news().await.expect("reads").remove(&NewsBy::Sms).expect("some were told");
    let filed = counts.get(&NewsState::Filed).copied().unwrap_or_default();
    assert!((2..60).contains(&filed) && !counts.contains_key(&NewsState::Waiting), "{counts:?}");
    let text = tokio::fs::read_to_string(&path).await.expect("is there");
    let rows = crate::handoff::cells::rows(&text);
    let keys: BTreeSet<&str> =
        rows.iter().skip(1).filter_map(|(_, cells)| Some(cells.as_ref()?[0].as_str())).collect();
    assert_eq!(keys.len(), filed as usize, "each once: {text}");
    assert!(text.lines().skip(1).all(|line| line.contains(",075")), "numbers of no network");
}

/// Of the article's year some few have no register number; of today's weeks the two registers differ in every way.
#[tokio::test]
async fn the_civil_status_registers_have_something_to_settle() {
    let store = Store::open_or_create(&Place::Memory, WardId(1), ward).await.expect("opens");
    let now = at("2026-11-25T10:00");
    live(&store, (2018, SMALL), now, 2_018, |_, _| {}).await.expect("every act is kept");
    let (ward, records) = (store.ward(), store.all_records().await.expect("reads"));
    let theirs = store.civil_lines(day("2018-01-01"), day("2026-11-25")).await.expect("reads");
    let of = |from, to, lines: &[Theirs]| {
        reconcile(&ward, &records, lines, Period::new(day(from), day(to)).expect("a period"))
    };
    let year = of("2018-01-01", "2018-12-31", &[]);
    assert!((40..90).contains(&year.finished), "{}", year.finished);
    assert!((2..8).contains(&(year.finished - year.entered)), "{} of {}", year.entered, year.finished);
    assert_eq!(year.errors.total, 1);
    let today = of("2026-10-26", "2026-11-25", &theirs);
    let open = [
        today.without.total,
        today.errors.total,
        today.differ.total,
        today.unknown.total,
        today.absent.total,
    ];
    assert!(open.iter().all(|n| *n > 0) && today.agreed > 20, "{open:?}, {}", today.agreed);
}

#[tokio::test]
async fn everybody_gets_a_password_that_only_its_owner_reads() {
    let folder = std::env::temp_dir().join(format!("mot-cua-demo-{}", random::hex(8)));
    let store = Store::open_or_create(&Place::Folder(folder.clone()), WardId(1), ward).await.expect("opens");
    assert_eq!(logins::kept(&folder).await.expect("reads"), None);
    let said = logins::give(&store, at("2026-11-25T10:00")).await.expect("kept");
    logins::keep(&folder, &said).await.expect("kept");
    assert_eq!(logins::kept(&folder).await.expect("reads"), Some(said.clone()));
    let lines: Vec<&str> = said.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(lines.len(), 12, "everybody but the portal");
    for line in lines {
        let mut words = line.split_whitespace();
        let (name, password) = (words.next().expect("a name"), words.next().expect("a password"));
        let account = store.account(name).await.expect("reads").expect("has an account");
        assert!(password.len() >= 12 && !account.hash.contains(password) && !account.must_change);
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = tokio::fs::metadata(folder.join("demo-logins.txt")).await.expect("is there").permissions();
        assert_eq!(mode.mode() & 0o777, 0o600);
    }
    store.db.close().await;
    tokio::fs::remove_dir_all(&folder).await.expect("is gone with the test");
}
