//! What no device holds, after the book was put back from an older copy, on both databases.

use shared::act::Act;
use shared::demo::{HEAD, RECEPTION, VOLUNTEER};
use shared::dossier;
use shared::feedback::{Channel, Feedback, Kind, Sender, Step, What};
use shared::id::{FeedbackId, ShiftId, WardId, Writer};
use shared::report::Period;
use shared::report::cash::Sum;
use shared::report::closing::{self, Closed};
use shared::report::till::Handed;
use shared::shift::{Half, Shift, Topic};
use shared::sync::wire::Outcome;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::{Folder, postgres};
use crate::clock::Clock;
use crate::store::ledger::{Lodged, add, lodge, mark_durable};
use crate::store::shift::By;
use crate::store::tests::commit_now;
use crate::store::ward::set_epoch;
use crate::store::{Place, Store};
use crate::tests::pen::{self, Pen, dossier_id, note, receive};
use crate::tests::{nine, ward};

const ID: WardId = WardId(73);

async fn open(place: &Place) -> Store {
    Store::open_or_create(place, ID, ward).await.unwrap()
}

fn bare(act: Act) -> dossier::Act {
    let Act::Dossier { act, .. } = act;
    act
}

pub(super) fn complaint() -> Feedback {
    Feedback {
        id: FeedbackId(Uuid::from_u128(5)),
        kind: Kind::Rule,
        content: "Giờ mở cửa quá ngắn".to_owned(),
        dossier: String::new(),
        sender: Sender { name: "canary".to_owned(), ..Sender::default() },
        channel: Channel::Online,
        at: nine(),
        by: None,
        steps: Vec::new(),
    }
}

pub(super) fn handed() -> Handed {
    Handed {
        day: nine().day(),
        by: RECEPTION,
        at: nine(),
        to: "Kế Toán".to_owned(),
        counted_vnd: 8000,
        book: Sum { count: 1, vnd: 8000 },
        exempt: 0,
        reason: String::new(),
        first: "1".to_owned(),
        last: "1".to_owned(),
        unnumbered: 0,
        by_procedure: Vec::new(),
        by_officer: Vec::new(),
        fees: Vec::new(),
        corrected: Sum::default(),
        corrections: Vec::new(),
    }
}

fn closed() -> Closed {
    Closed {
        kind: closing::Kind::Register,
        which: "HTCT".to_owned(),
        year: 2017,
        by: HEAD,
        at: nine(),
        last: "1".to_owned(),
        entries: 1,
        pages: 1,
        sums: closing::Sums::Register { returned: 1, ended: 0, open: 0 },
    }
}

fn shift() -> Shift {
    let mut shift = Shift::begin(ShiftId(Uuid::from_u128(6)), nine().day(), Half::Morning, nine());
    shift.tap(Topic::Form, nine()).unwrap();
    shift
}

/// Everything that the copy will lack, kept as people were told.
async fn live(store: &Store, door: shared::id::OfficerId) {
    let lodged = lodge(store, nine(), door, dossier_id(2), bare(pen::lodge(dossier_id(2), "Từ Xa"))).await;
    assert!(matches!(lodged.unwrap(), Lodged::New { outcome: Outcome::Applied { .. }, .. }));
    let (outcome, _) =
        add(store, nine(), RECEPTION, dossier_id(1), bare(note(dossier_id(1), "gửi ảnh"))).await.unwrap();
    assert!(matches!(outcome, Outcome::Applied { .. }), "{outcome:?}");
    assert!(store.file_feedback(&complaint(), "bí mật").await.unwrap());
    let step = Step { at: nine(), by: Some(HEAD), what: What::Classify { kind: Kind::Rule, about: vec![] } };
    assert!(store.add_step(complaint().id, 0, &step).await.unwrap());
    assert!(store.hand_over_till(&handed()).await.unwrap());
    assert!(store.close_book(&closed()).await.unwrap());
    let by = By { officer: VOLUNTEER, device: shared::id::DeviceId(1), now: nine() };
    assert!(store.tell_shift(by, &shift()).await.unwrap().unwrap());
}

/// What the book has of it: notes of the first dossier, the second one, steps of the complaint, days of the till, closed books, shifts.
async fn kept(store: &Store) -> String {
    let record = |id| async move {
        let record = store.by_id(dossier_id(id)).await.unwrap();
        record.map(|record| record.get().to_owned()).unwrap_or_default()
    };
    let notes = record(1).await.matches("gửi ảnh").count();
    let afar = record(2).await.matches("Từ Xa").count().min(1);
    let period = Period::new(nine().day(), nine().day()).unwrap();
    let said = store.feedback(complaint().id).await.unwrap();
    let steps = said.as_ref().map_or(0, |kept| kept.feedback.steps.len());
    let (till, shifts) =
        (store.handed(period).await.unwrap().len(), store.shifts(period).await.unwrap().len());
    let said = usize::from(said.is_some());
    let books = store.closings(2017).await.unwrap().len();
    format!(
        "notes {notes}, afar {afar}, said {said}, steps {steps}, till {till}, books {books}, shifts {shifts}"
    )
}

/// An empty book stands for an older copy: it knows nothing of today, and lives another life.
async fn wind_back(store: Store) {
    let mut tx = store.db.begin().await.unwrap();
    for table in [
        "record",
        "cmd_log",
        "writer",
        "feedback_step",
        "feedback",
        "till",
        "book_closing",
        "volunteer_shift",
    ] {
        let sql = format!("DELETE FROM {table} WHERE ward = {ID}");
        within!(&mut tx, |c| sqlx::query(AssertSqlSafe(sql)).execute(c).await.map(drop).unwrap());
    }
    set_epoch(&mut tx, ID).await.unwrap();
    tx.commit().await.unwrap();
    store.db.close().await;
}

fn lines(folder: &Folder) -> usize {
    let list = std::fs::read_to_string(folder.0.join(format!("told-{ID}.jsonl"))).unwrap_or_default();
    list.lines().filter(|line| !line.is_empty()).count()
}

/// As people know it: the place in the book is another one.
fn without_rev(record: &str) -> serde_json::Value {
    let mut record: serde_json::Value = serde_json::from_str(record).unwrap();
    record.as_object_mut().unwrap().remove("rev");
    record
}

async fn tell(place: &Place, folder: &Folder) {
    let all = "notes 1, afar 1, said 1, steps 1, till 1, books 1, shifts 1";
    let store = open(place).await;
    let door = store.ward().door().expect("the door is open").id;
    let desk = store.enrol("1", "quầy", true, nine()).await.unwrap();
    let mut pen = Pen::new(Writer { device: desk.id, officer: RECEPTION }, nine());
    let received = pen.write(receive(dossier_id(1), "A", desk.lane.unwrap().first()));
    commit_now(&store, nine(), &received, desk.lane).await.unwrap();
    live(&store, door).await;
    assert_eq!(kept(&store).await, all);
    assert_eq!(lines(folder), 7);
    let application = store.by_id(dossier_id(2)).await.unwrap().unwrap().get().to_owned();
    store.db.close().await;
    let store = open(place).await;
    assert_eq!((kept(&store).await.as_str(), lines(folder)), (all, 7), "nothing comes twice");

    wind_back(store).await;
    let store = open(place).await;
    let waits = "notes 0, afar 1, said 1, steps 1, till 1, books 1, shifts 1";
    assert_eq!(kept(&store).await, waits, "the note waits for its dossier");
    let again = store.by_id(dossier_id(2)).await.unwrap().unwrap().get().to_owned();
    assert_eq!(without_rev(&again), without_rev(&application));
    commit_now(&store, nine(), &received, desk.lane).await.unwrap();
    store.is_back(desk.id).await.unwrap();
    assert_eq!(kept(&store).await, all);
    assert_eq!(store.verify(|_, _| ()).await.unwrap().differences, vec![]);

    // Copies hold everything until yesterday, then everything until tomorrow.
    let now = Clock::Machine.now();
    let all_lines = lines(folder);
    for (until, left) in [(-24 * 60, all_lines), (24 * 60, 0)] {
        mark_durable(&store.db, ID, &store.epoch, i64::MAX, now.plus_minutes(until)).await.unwrap();
        store.forget_told().await.unwrap();
        assert_eq!(lines(folder), left, "begun at {now}: {until}");
    }
    assert_eq!(kept(&store).await, all);
    store.db.close().await;
}

#[tokio::test]
async fn what_no_device_holds_comes_back_on_sqlite() {
    let folder = Folder::new();
    tell(&folder.place(), &folder).await;
}

#[tokio::test]
async fn what_no_device_holds_comes_back_on_postgres() {
    let (folder, server) = (Folder::new(), postgres::start());
    let place = Place::Postgres { url: server.url.clone(), folder: Some(folder.0.clone()) };
    tell(&place, &folder).await;
}
