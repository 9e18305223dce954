//! The living ward's scans: on any day, and as files that are really there.

use shared::dossier::{Dossier, Kind as Did, Status};
use shared::moment::Day;
use shared::paper::{PaperOf, papers as printed};
use shared::scan::check;

use super::*;
use crate::demo::tests::lived;
use crate::demo::today;
use crate::tests::ward;

fn did(dossier: &Dossier, kind: Did) -> bool {
    dossier.history.iter().any(|trace| trace.kind == kind)
}

/// What a ward with scans shows, and how many files it takes.
#[track_caller]
fn shows_scans<'a>(ward: &Ward, dossiers: impl IntoIterator<Item = &'a Dossier>, now: &str) -> usize {
    let with: Vec<&Dossier> =
        dossiers.into_iter().filter(|d| !d.scans.is_empty() || d.corrects.is_some()).collect();
    let count = |test: &dyn Fn(&Dossier) -> bool| with.iter().filter(|d| test(d)).count();
    assert!(count(&|d| d.received_at.is_some() && !d.scans.is_empty()) >= 6, "{now}: photographed papers");
    let afar = count(&|d| d.status == Status::Waiting && d.scans.iter().all(|scan| scan.by == PORTAL));
    assert_eq!(afar, 1, "{now}: an application with photographs");
    assert!(count(&|d| d.scans.iter().any(|scan| scan.signed.is_some())) >= 2, "{now}: signed");
    let long = |d: &Dossier| d.procedure.id == WAITS && d.unsigned_scans().count() > 1;
    assert!(count(&long) >= 1, "{now}: one waits for a signature");
    let reused = |d: &Dossier| d.scans.iter().any(|scan| scan.reused.as_ref().is_some_and(|r| !r.unseen));
    assert_eq!(count(&reused), 1, "{now}: a paper that is used again");
    let anew: Vec<&&Dossier> = with.iter().filter(|d| d.corrects.is_some()).collect();
    assert_eq!(anew.len(), 2, "{now}: a mistake of the office, and one of a citizen");
    for anew in &anew {
        assert_eq!(anew.papers.len(), 1, "{now}: the wrong result was brought back, no paper asked for");
        assert!(did(anew, Did::Redo), "{now}");
    }
    let sorry = anew.iter().filter(|anew| printed(ward, anew).contains(&PaperOf::Mistake));
    assert_eq!(sorry.count(), 1, "{now}: the office apologises for its own");
    let files: BTreeSet<&Digest> = with.iter().flat_map(|d| &d.scans).map(|scan| &scan.file.digest).collect();
    assert!((12..=30).contains(&files.len()), "{now}: {} files", files.len());
    files.len()
}

#[test]
fn the_living_ward_has_scans_on_any_day() {
    let ward = ward();
    let day = |text: &str| text.parse::<Day>().expect("a day");
    let year = (0..18).map(|n| day("2026-01-05").plus(n * 20));
    let end = [day("2026-12-10"), day("2026-12-31"), day("2027-02-01")];
    for now in year.chain(end).map(|day| format!("{day}T10:00")) {
        let dossiers = lived(&ward, &today::plan(&ward, now.parse().expect("a moment"), 1));
        shows_scans(&ward, dossiers.values(), &now);
        for anew in dossiers.values().filter(|d| d.corrects.is_some()) {
            let code = &anew.corrects.as_ref().expect("it corrects").code;
            let first =
                dossiers.values().find(|d| d.code.as_ref() == Some(code)).expect("its number is known");
            assert_eq!((first.status, &first.applicant), (Status::Returned, &anew.applicant), "{now}");
        }
    }
}

/// Through the ledger, which knows the earlier dossier: every scan is a file that opens.
pub fn are_files(store: &Store, records: &[Dossier]) {
    shows_scans(&store.ward(), records, "in the ledger");
    let mut pages = 0;
    for scan in records.iter().flat_map(|dossier| &dossier.scans) {
        assert!(scan.at.day().year() == 2026, "the article's year has none");
        let bytes = store.scans.read(&scan.file.digest).expect("reads").expect("is there");
        assert_eq!((check(&bytes), bytes.len() as u64), (Ok(scan.file.kind), scan.file.bytes));
        assert!(bytes.len() <= 100 * 1_024, "{}: {} bytes", scan.paper, bytes.len());
        pages += scan.file.pages.unwrap_or(1);
    }
    assert!((20..60).contains(&pages), "{pages}");
}
