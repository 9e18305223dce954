//! Everything that the product can do happens somewhere in the demo: in the article's year or in the living ward.

use shared::calendar::Timing;
use shared::demo::{PORTAL, POSTAL, VOLUNTEER};
use shared::dossier::attach::Scan;
use shared::dossier::cause::Why;
use shared::dossier::civil::Given as Civil;
use shared::dossier::record::{Checked, Delivery, Given, PauseReason, Payment};
use shared::dossier::redo::Mistake;
use shared::dossier::{Kind, cause};
use shared::scan::FileKind;

use super::*;

/// What no dossier of the demo shows, and why.
const NOT_SHOWN: [(&str, &str); 10] = [
    ("status Draft", "what nobody has handed in is nowhere but on a page"),
    ("scan Webp", "the pages make JPEG and PDF; a WebP is a citizen's own file, and the demo draws none"),
    ("finished Late", "none in the article's year; who is late today is not finished"),
    ("late for Agency", LATE),
    ("late for Hands", LATE),
    ("late for Load", LATE),
    ("late for Software", LATE),
    ("late for Outage", LATE),
    ("late for Disaster", LATE),
    ("late for Other", LATE),
];
const LATE: &str = "a ward that is seldom late says seldom why: one cause stands for the list";

/// Both wards at one moment.
struct Shown {
    ward: Ward,
    now: Moment,
    /// Of what was done; the fast lane is written down as its steps.
    kinds: BTreeSet<Kind>,
    all: Vec<Dossier>,
}

impl Shown {
    fn here(&self, test: impl Fn(&Dossier) -> bool) -> bool {
        self.all.iter().any(test)
    }

    /// How it left the counter.
    fn given(&self, test: impl Fn(&Given) -> bool) -> bool {
        self.here(|d| d.handed_over.as_ref().and_then(|over| over.given.as_ref()).is_some_and(&test))
    }

    fn scan(&self, test: impl Fn(&Scan) -> bool) -> bool {
        self.here(|d| d.scans.iter().any(&test))
    }

    fn noted(&self, kind: Kind, said: &str) -> bool {
        self.here(|d| d.history.iter().any(|trace| trace.kind == kind && trace.note.contains(said)))
    }

    fn longer(&self, d: &Dossier) -> bool {
        let longer = self.ward.catalogue.get(&d.procedure).and_then(|procedure| procedure.longer.as_ref());
        longer.is_some_and(|longer| longer.term == d.term)
    }

    /// Each value of a list, by what it is called.
    fn each<T: std::fmt::Debug + Copy>(
        &self,
        name: &str,
        all: impl IntoIterator<Item = T>,
        is: impl Fn(&Dossier, T) -> bool,
    ) -> Vec<(String, bool)> {
        let one = |value| (format!("{name} {value:?}"), self.here(|d| is(d, value)));
        all.into_iter().map(one).collect()
    }

    /// The lists of the rules.
    fn lists(&self) -> Vec<(String, bool)> {
        let channels = [Channel::Counter, Channel::Online, Channel::Post];
        let payments = [Payment::Free, Payment::Owed, Payment::Taken, Payment::Exempt];
        let pauses = [PauseReason::Supplement, PauseReason::Payment, PauseReason::Posting];
        let files = [FileKind::Jpeg, FileKind::Png, FileKind::Webp, FileKind::Pdf];
        let drafts = [proof::State::Awaits, proof::State::Agreed, proof::State::Wrong, proof::State::Silent];
        let given = |d: &Dossier| d.handed_over.as_ref().and_then(|over| over.given.clone());
        [
            Kind::ALL.map(|kind| (format!("{kind:?}"), self.kinds.contains(&kind))).to_vec(),
            self.each("status", Status::ALL, |d, status| d.status == status),
            self.each("channel", channels, |d, channel| d.channel == channel),
            self.each("wished", Delivery::ALL, |d, way| d.delivery == way),
            self.each("given", Delivery::ALL, |d, way| given(d).is_some_and(|given| given.way == way)),
            self.each("shown", Checked::ALL, |d, what| given(d).is_some_and(|g| g.checked == Some(what))),
            self.each("fee", payments, |d, payment| d.fee.payment == payment),
            self.each("pause", pauses, |d, why| d.pauses.iter().any(|pause| pause.why == why)),
            self.each("decision", [Decision::Grant, Decision::Deny], |d, decision| {
                d.status == Status::Returned && d.result.as_ref().is_some_and(|r| r.decision == decision)
            }),
            self.each("scan", files, |d, kind| d.scans.iter().any(|scan| scan.file.kind == kind)),
            self.each("draft", drafts, |d, state| {
                d.proofs.last().is_some_and(|p| p.state(self.now) == state)
            }),
            self.each("mistake", Mistake::ALL, |d, whose| {
                d.corrects.as_ref().is_some_and(|corrects| corrects.mistake == whose)
            }),
            self.each("late for", Why::ALL, |d, why| d.late_cause.as_ref().is_some_and(|c| c.why == why)),
            self.each("finished", Timing::ALL, |d, timing| d.timing() == Some(timing)),
        ]
        .concat()
    }

    /// What is no list of its own.
    fn roads(&self) -> Vec<(String, bool)> {
        let from_afar = |scan: &Scan| scan.by == PORTAL;
        let along = |d: &Dossier, scan: &Scan| from_afar(scan) && scan.at == d.created_at;
        let supplied = |d: &Dossier| d.scans.iter().any(|scan| from_afar(scan) && !along(d, scan));
        let late = |d: &Dossier| d.history.iter().any(|trace| trace.minutes_late().is_some());
        let open = |d: &Dossier| d.received_at.is_some() && d.is_open();
        let roads: Vec<(&str, bool)> = vec![
            ("photographs with an application", self.here(|d| d.scans.iter().any(|scan| along(d, scan)))),
            ("photographs before reception", self.here(|d| d.received_at.is_none() && supplied(d))),
            ("photographs after reception", self.here(|d| d.received_at.is_some() && supplied(d))),
            ("through a volunteer", self.here(|d| d.created_by == VOLUNTEER && d.assisted)),
            ("through the post", self.here(|d| d.created_by == POSTAL && d.received_at.is_some())),
            ("helped at the counter", self.here(|d| d.created_by != VOLUNTEER && d.assisted)),
            ("news", self.here(|d| d.contact.news)),
            ("on behalf of somebody", self.here(|d| !d.applicant.on_behalf_of.is_empty())),
            ("longer limit", self.here(|d| self.longer(d) && d.due > d.due_first)),
            ("written by hand", self.here(|d| d.minutes_on_paper().is_some_and(|minutes| minutes > 60))),
            ("entered later", self.here(|d| d.slip.is_none() && late(d))),
            ("a second request", self.here(|d| d.asked.iter().any(|asked| asked.second))),
            ("another paper is enough", self.noted(Kind::Supplement, "không có ")),
            ("originals given back", self.here(|d| !d.returned.is_empty())),
            ("where to go instead", self.noted(Kind::Refuse, " → ")),
            ("signed for whoever is on duty", self.noted(Kind::Sign, "ký thay ca")),
            (
                "without the slip",
                self.here(|d| d.handed_over.as_ref().is_some_and(|o| !o.statement.is_empty())),
            ),
            ("by proxy", self.given(|given| !given.authorisation.is_empty())),
            ("in copies", self.given(|given| given.copies.is_some_and(|copies| copies > 1))),
            ("waits to be fetched", self.here(|d| d.status == Status::Ready)),
            (
                "late, and nobody has said so",
                self.here(|d| cause::is_late(d, self.now) && open(d) && d.apology.is_none()),
            ),
            ("apologised for", self.here(|d| d.apology.is_some() && d.promised > d.due)),
            (
                "posted within the limit",
                self.here(|d| d.postings.iter().any(|p| !p.outside && p.end.is_some())),
            ),
            ("posted outside of it", self.here(|d| d.postings.iter().any(|p| p.outside && p.end.is_some()))),
            ("hangs today", self.here(|d| posting::running(d).is_some())),
            ("signed scan", self.scan(|scan| scan.signed.is_some())),
            ("scan that awaits a signature", self.scan(Scan::awaits_signature)),
            ("scan used again", self.scan(|scan| scan.reused.as_ref().is_some_and(|reused| !reused.unseen))),
            ("scan of a result", self.scan(|scan| scan.paper.is_empty() && scan.by == shared::demo::CLERK)),
            ("number of another register", self.civil(|given| matches!(given, Civil::Line(_)))),
            ("error of another register", self.civil(|given| matches!(given, Civil::Error(_)))),
            ("fee corrected", self.here(|d| d.fee.revisions.iter().any(|r| r.repaid_vnd() == 0))),
            ("fee given back", self.here(|d| d.fee.repaid_vnd > 0)),
            ("two values to choose from", self.here(|d| !d.corrections.is_empty())),
        ];
        roads.into_iter().map(|(name, here)| (name.to_owned(), here)).collect()
    }

    fn civil(&self, test: impl Fn(&Civil) -> bool) -> bool {
        self.here(|d| d.civil.as_ref().is_some_and(|civil| test(&civil.given)))
    }
}

/// Whoever adds an act, a channel, a reason or a road to the rules either shows it here or says why not.
#[test]
fn the_demo_shows_everything_that_the_product_can_do() {
    let (ward, now) = (ward(), at("2026-11-25T10:00"));
    let plans = [plan_of_the_article(SEEDS[0]), today::plan(&ward, now, 1)];
    let kinds = plans.iter().flatten().map(|step| step.act.kind()).collect();
    let all = plans.iter().flat_map(|steps| lived(&ward, steps).into_values()).collect();
    let shown = Shown { ward, now, kinds, all };
    let missing: BTreeSet<String> = shown
        .lists()
        .into_iter()
        .chain(shown.roads())
        .filter(|(_, here)| !here)
        .map(|(name, _)| name)
        .collect();
    let known: BTreeSet<String> = NOT_SHOWN.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(missing, known, "left: not shown; right: what may be missing");
}

/// The closure of the article's year moves what was promised before it and ends after it; nothing is late for it.
#[test]
fn the_office_stays_closed_for_a_day_and_its_dates_are_counted_anew() {
    let ward = ward();
    for seed in SEEDS {
        let dossiers = lived(&ward, &plan_of_the_article(seed));
        let anew = |d: &&Dossier| d.history.iter().any(|trace| trace.kind == Kind::Recount);
        let moved: Vec<&Dossier> = dossiers.values().filter(anew).collect();
        assert!((5..60).contains(&moved.len()), "{seed}: {}", moved.len());
        assert!(moved.iter().all(|d| d.due > d.due_first && d.timing() != Some(Timing::Late)), "{seed}");
        let on_the_day = |d: &&Dossier| d.received_at.is_some_and(|at| at.day() == day("2018-12-10"));
        assert_eq!(dossiers.values().filter(on_the_day).count(), 0, "{seed}: nobody was received");
    }
}

/// Five came while the power was away, and three slips were left over.
#[test]
fn a_morning_without_power_is_on_paper() {
    let ward = ward();
    for seed in SEEDS {
        let dossiers = lived(&ward, &plan_of_the_article(seed));
        let slips: Vec<&Dossier> = dossiers.values().filter(|d| d.slip.is_some()).collect();
        let used: Vec<i64> = slips.iter().filter_map(|d| d.minutes_on_paper()).collect();
        assert_eq!((slips.len(), used.len()), (8, 5), "{seed}");
        assert!(used.iter().all(|minutes| (60..400).contains(minutes)), "{seed}: {used:?}");
        assert_eq!(slips.iter().filter(|d| d.status == Status::Void).count(), 3, "{seed}");
    }
}
