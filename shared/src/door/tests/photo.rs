//! What photographs an application may bring, and what becomes of them at the counter.

use super::*;
use crate::dossier::attach::{Attach, Detach};
use crate::limits::{DOOR_BYTES_MAX, DOOR_PHOTOS_MAX, SCAN_BYTES_MAX};
use crate::procedure::Manner;
use crate::scan::{Digest, FileKind, may_see};

fn file(n: usize, bytes: u64) -> File {
    let digest = Digest::of(format!("picture {n}").as_bytes());
    File {
        digest,
        bytes,
        kind: FileKind::Jpeg,
        pages: Some(1),
        name: "<b>Hộ chiếu của Lợi</b>.jpg".to_owned(),
    }
}

fn with(procedure: &Procedure, photos: impl IntoIterator<Item = (usize, File)>) -> Apply {
    Apply { photos: photos.into_iter().collect(), papers: BTreeSet::new(), ..apply(procedure) }
}

/// A procedure that asks for so many papers.
fn asking(papers: usize) -> Procedure {
    let mut procedure = single(&ward());
    let paper = procedure.papers[0].clone();
    let named = |i| crate::procedure::PaperAsked { name: format!("Giấy {i}"), ..paper.clone() };
    procedure.papers = (0..papers).map(named).collect();
    procedure
}

fn lodged_with(ward: &Ward, photos: impl IntoIterator<Item = (usize, File)>) -> Dossier {
    let (procedure, mut slot) = (single(ward), None);
    let ask = with(&procedure, photos);
    let act = Act::Lodge(ask.lodge(&procedure, nine()).expect("nothing is wrong"));
    let door = ward.door().expect("open").id;
    for fact in dossier::decide(&by(ward, door, nine()), ask.id, None, &act).expect("taken") {
        dossier::apply(&mut slot, &fact);
    }
    slot.expect("a dossier")
}

#[test]
fn a_photograph_stands_beside_its_paper_under_a_name_of_ours_and_its_paper_is_at_hand() {
    let ward = ward();
    let (procedure, dossier) = (single(&ward), lodged_with(&ward, [(0, file(1, 340_000))]));
    let [scan] = dossier.scans.as_slice() else { panic!("{:?}", dossier.scans) };
    assert_eq!(
        (scan.paper.as_str(), scan.file.name.as_str()),
        (dossier.papers[0].name.as_str(), "nguoi-nop-1.jpg")
    );
    assert_eq!((scan.by, scan.at, dossier.papers.len()), (ward.door().expect("open").id, nine(), 1));
    let note = &dossier.history[0].note;
    assert_eq!(
        *note,
        format!("{}: nguoi-nop-1.jpg", procedure.papers[0].name),
        "the history keeps that it was there"
    );
    let door = ward.officer(scan.by).expect("an account");
    assert!(!may_see(door, &dossier, &scan.file.digest), "the door reads nothing");
    assert!(may_see(ward.officer(demo::RECEPTION).expect("works here"), &dossier, &scan.file.digest));
}

#[test]
fn what_the_phone_sent_again_is_the_same_application_only_with_the_same_photographs() {
    let ward = ward();
    let (procedure, dossier) = (single(&ward), lodged_with(&ward, [(0, file(1, 340_000))]));
    assert!(with(&procedure, [(0, file(1, 340_000))]).is_in(&dossier, &procedure));
    assert!(!with(&procedure, [(0, file(2, 340_000))]).is_in(&dossier, &procedure));
}

#[test]
fn every_bound_is_said_at_the_field_of_the_paper_that_is_over_it() {
    let procedure = asking(DOOR_PHOTOS_MAX + 3);
    let wrong =
        |photos: Vec<(usize, File)>| fields(with(&procedure, photos).lodge(&procedure, nine()).unwrap_err());
    assert_eq!(wrong(vec![(99, file(1, 10))]), ["photo-99"], "no such paper");
    assert_eq!(wrong(vec![(0, file(1, 0)), (1, file(2, SCAN_BYTES_MAX + 1))]), ["photo-0", "photo-1"]);
    let many = (0..DOOR_PHOTOS_MAX + 2).map(|n| (n, file(n, 10))).collect();
    assert_eq!(wrong(many), [format!("photo-{DOOR_PHOTOS_MAX}")], "said once");
    let large = DOOR_BYTES_MAX / 3 - 1;
    let much = (0..5).map(|n| (n, file(n, large))).collect();
    assert_eq!(wrong(much), ["photo-3"], "said once, where it begins");
    assert_eq!(wrong(vec![(0, file(7, 10)), (2, file(7, 10))]), ["photo-2"], "one picture for two papers");
    let mut shown = procedure.clone();
    shown.papers[1].manner = Manner::Show;
    let refused = with(&shown, [(0, file(1, 10)), (1, file(2, 10))]).lodge(&shown, nine()).unwrap_err();
    assert_eq!(fields(refused), ["photo-1"], "a card that is only shown is not kept");
    let all = (0..DOOR_PHOTOS_MAX).map(|n| (n, file(n, 10)));
    with(&procedure, all).lodge(&procedure, nine()).expect("as many as are taken");
}

#[test]
fn nobody_but_the_door_brings_photographs_with_an_application() {
    cov_mark::check!(photographs_come_through_the_door);
    let ward = ward();
    let procedure = single(&ward);
    let act = Act::Lodge(with(&procedure, [(0, file(1, 10))]).lodge(&procedure, nine()).expect("fine"));
    let id = apply(&procedure).id;
    let refused = dossier::decide(&by(&ward, demo::VOLUNTEER, nine()), id, None, &act).unwrap_err();
    assert_eq!(fields(refused), ["scans"]);
}

#[test]
fn an_act_that_did_not_come_from_the_form_is_judged_like_the_counters_own() {
    let ward = ward();
    let (procedure, door) = (single(&ward), ward.door().expect("open").id);
    let refused = |change: &dyn Fn(&mut Vec<Attach>)| {
        let mut lodge = with(&procedure, [(0, file(1, 10))]).lodge(&procedure, nine()).expect("fine");
        change(&mut lodge.scans);
        let id = apply(&procedure).id;
        dossier::decide(&by(&ward, door, nine()), id, None, &Act::Lodge(lodge)).unwrap_err()
    };
    assert_eq!(fields(refused(&|scans| scans[0].paper = "Sổ đỏ".to_owned())), ["paper"]);
    assert_eq!(fields(refused(&|scans| scans.push(scans[0].clone()))), ["digest"]);
    assert_eq!(fields(refused(&|scans| scans[0].file.bytes = SCAN_BYTES_MAX + 1)), ["bytes"]);
    assert_eq!(refused(&|scans| scans[0].instead_of = Some(Digest::of(b"x"))), Refusal::Settled);
    let many = |scans: &mut Vec<Attach>| *scans = vec![scans[0].clone(); DOOR_PHOTOS_MAX + 1];
    assert_eq!(fields(refused(&many)), ["scans"]);
}

#[test]
fn whoever_is_at_the_counter_takes_off_what_a_citizen_sent_also_once_the_door_is_closed() {
    let open = ward();
    let dossier = lodged_with(&open, [(0, file(1, 340_000))]);
    let take_off =
        Act::Detach(Detach { digest: file(1, 0).digest, reason: "ảnh của người khác".to_owned() });
    for ward in [open.with_door(false), open] {
        let after = then(&ward, dossier.clone(), take_off.clone());
        assert_eq!(after.scans, []);
    }
}
