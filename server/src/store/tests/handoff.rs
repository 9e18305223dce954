//! Lines of the civil-status registers and messages to the city, on every database.

use shared::demo::RECEPTION;
use shared::handoff::city::{Decide, State};
use shared::handoff::file::Theirs;
use shared::handoff::returned::{Answered, Mark, Named};
use shared::id::Writer;
use shared::lang::Sentence;
use shared::moment::Day;
use shared::report::Period;

use crate::store::Store;
use crate::store::handoff::city::Move;
use crate::store::tests::commit_now;
use crate::tests::nine;
use crate::tests::pen::{Pen, dossier_id, receive};

fn line(book: &str, number: &str, on: Day) -> Theirs {
    Theirs {
        register: "Sổ đăng ký khai sinh".to_owned(),
        book: book.to_owned(),
        number: number.to_owned(),
        on,
        name: String::new(),
        personal: String::new(),
        code: String::new(),
    }
}

/// A file is kept once, a change is told once, and a dossier's order holds whatever becomes of its first message.
pub async fn handoff(store: Store) {
    civil_lines(&store).await;
    city_messages(&store).await;
}

async fn civil_lines(store: &Store) {
    let day = nine().day();
    let file = [line("01/2018", "12", day), line("01/2018", "13", day.plus(-1))];
    let took = async |lines: &[Theirs]| {
        let taken = store.take_civil(lines, None, RECEPTION, nine()).await.unwrap();
        (taken.lines, taken.new, taken.changed)
    };
    assert_eq!(store.civil_imported().await.unwrap(), None);
    assert_eq!(took(&file).await, (2, 2, 0));
    assert_eq!(took(&file).await, (2, 0, 0));
    // The same line, spelled otherwise, on another day.
    assert_eq!(took(&[line("1/2018", "012", day.plus(-2)), line("01/2018", "14", day)]).await, (2, 1, 1));
    let kept = store.civil_lines(day.plus(-2), day).await.unwrap();
    let kept: Vec<_> = kept.iter().map(|line| (line.number.as_str(), day.since(line.on))).collect();
    assert_eq!(kept, [("012", 2), ("13", 1), ("14", 0)]);
    assert_eq!(store.civil_lines(day.plus(-9), day.plus(-3)).await.unwrap(), []);
    assert_eq!(store.civil_imported().await.unwrap().expect("a file").lines, 2);
    // Whole for two days: the line of the one before stays, and so does that of another register.
    let other = Theirs { register: "Sổ đăng ký kết hôn".to_owned(), ..line("02/2018", "7", day) };
    assert_eq!(took(&[other]).await, (1, 1, 0));
    let days = Period::new(day.plus(-1), day).ok();
    for gone in [2, 0] {
        let file = [line("01/2018", "15", day), line("01/2018", "16", day.plus(-9))];
        let taken = store.take_civil(&file, days, RECEPTION, nine()).await.unwrap();
        assert_eq!((taken.gone, taken.new, taken.changed), (gone, gone, 0));
        assert_eq!(taken.whole, Some((day.plus(-1), day)));
    }
    let kept = store.civil_lines(day.plus(-9), day).await.unwrap();
    let kept: Vec<_> = kept.iter().map(|line| (line.number.as_str(), day.since(line.on))).collect();
    assert_eq!(kept, [("16", 9), ("012", 2), ("7", 0), ("15", 0)]);
}

async fn city_messages(store: &Store) {
    let device = store.enrol("bí mật", "quầy", true, nine()).await.unwrap();
    let mut pen = Pen::new(Writer { device: device.id, officer: RECEPTION }, nine());
    let number = device.lane.unwrap().first();
    assert_eq!(store.city_since().await.unwrap(), None);
    assert!(!store.sweep_city(nine()).await.unwrap(), "from now on");
    assert_eq!(store.city_since().await.unwrap(), Some(nine()));
    for n in 1..=2 {
        let push = pen.write(receive(dossier_id(n), &format!("A{n}"), number + n as u16));
        commit_now(store, nine(), &push, device.lane).await.unwrap();
    }
    assert!(store.sweep_city(nine()).await.unwrap());
    assert!(!store.sweep_city(nine()).await.unwrap(), "nothing new");
    let due = async |at| {
        let due = store.due_city(at).await.unwrap();
        due.into_iter().map(|due| (due.id, due.n, due.tries)).collect::<Vec<_>>()
    };
    let (one, two) = (dossier_id(1), dossier_id(2));
    assert_eq!(due(nine()).await, [(one, 1, 0), (two, 1, 0)]);
    let to = |state, at| Move { state, at, tries: 1, why: Sentence::new("vì", "because") };
    let later = nine().plus_minutes(5);
    assert!(store.move_city(one, 1, State::Waiting, &to(State::Waiting, later)).await.unwrap());
    assert_eq!((due(nine()).await.len(), due(later).await.len()), (1, 2));
    assert_eq!(store.held_city(State::Waiting).await.unwrap().len(), 1, "one was tried");
    assert!(store.move_city(one, 1, State::Waiting, &to(State::Refused, nine())).await.unwrap());
    assert!(
        !store.move_city(one, 1, State::Waiting, &to(State::Taken, nine())).await.unwrap(),
        "it does not wait"
    );
    assert_eq!(due(later).await, [(two, 1, 0)]);
    let refused = store.held_city(State::Refused).await.unwrap();
    assert_eq!((refused[0].id, refused[0].behind, refused[0].why_en.as_str()), (one, 0, "because"));
    let again = Decide { id: one, n: 1, again: true };
    assert!(store.decide_city(again, nine()).await.unwrap());
    assert!(!store.decide_city(again, nine()).await.unwrap(), "decided already");
    assert_eq!(due(nine()).await.len(), 2);
    assert_eq!(store.count_city().await.unwrap(), [(State::Waiting, 2)].into_iter().collect());
    // The city's own file: what was refused may be taken yet, what was taken stays so.
    let said = [
        (one, Answered::Taken, Mark::Taken),
        (two, Answered::Refused, Mark::Refused),
        (two, Answered::Refused, Mark::Before),
        (two, Answered::Taken, Mark::Taken),
        (one, Answered::Refused, Mark::Before),
        (dossier_id(9), Answered::Taken, Mark::Absent),
    ];
    let lines: Vec<_> = said
        .iter()
        .map(|(id, answered, _)| (Named { id: *id, n: 1, status: 2 }, *answered, "vì".to_owned()))
        .collect();
    let marks = store.mark_city(&lines, later).await.unwrap();
    assert_eq!(marks, said.map(|(_, _, mark)| mark));
    assert_eq!(store.count_city().await.unwrap(), [(State::Taken, 2)].into_iter().collect());
    let taken = store.held_city(State::Taken).await.unwrap();
    assert!(taken.iter().all(|held| held.moved == later && held.why_vi.is_empty()), "{taken:?}");
}
