//! Every number of the board, and the dossiers behind it.

use super::super::board::{Cells, OF_DAYS, OF_FIELD, OF_OFFICER, WHOLE};
use super::super::figure::{Line, behind};
use super::*;
use crate::dossier::code::Code;
use crate::dossier::redo::{Corrects, Mistake};
use crate::dossier::{Kind, record};
use crate::id::{BlockId, OfficerId};
use crate::lang::{Lang, number};

/// Each number of a board with its place.
fn numbers(board: &Board) -> Vec<(Place, u32)> {
    fn of<L: Clone>(cells: Cells<L>, of: &L, line: Option<Line>) -> Vec<(Place, u32)> {
        let mut of = of.clone();
        cells.iter().map(|(figure, cell)| (figure.place(line.clone()), *cell(&mut of))).collect()
    }
    let mut all = of(WHOLE, board, None);
    all.extend(board.fields.iter().flat_map(|line| of(OF_FIELD, line, Some(Line::Field(line.id.clone())))));
    all.extend(board.officers.iter().flat_map(|line| of(OF_OFFICER, line, Some(Line::Officer(line.id)))));
    let points = board.series.points.iter();
    all.extend(points.flat_map(|point| of(OF_DAYS, point, Some(Line::Days(point.from, point.to)))));
    let open = board.today.waiting.iter();
    all.extend(open.map(|open| (Figure::Open.place(Some(Line::Status(open.status))), open.count)));
    all.push((Figure::AnswerOwed.place(None), board.answers.owed()));
    all
}

fn trace(kind: Kind, at: Moment, note: &str) -> record::Trace {
    record::Trace { at, recorded: None, by: RECEPTION, kind, note: note.to_owned() }
}

fn slip(entered: Moment) -> record::Slip {
    record::Slip { block: BlockId(uuid::Uuid::from_u128(8)), entered: Some(entered) }
}

fn correcting(mistake: Mistake) -> Corrects {
    let code = Code { agency: "000.21.17.H17".to_owned(), day: day("2018-11-01"), number: 1 };
    Corrects { id: DossierId(uuid::Uuid::from_u128(9)), code, wrong: String::new(), mistake }
}

prop_compose! {
    /// What a ward's dossiers may be, the rare among them too.
    fn any_of_a_ward()(
        dossier in some_dossier(),
        (assisted, paid, sorry) in any::<(bool, bool, bool)>(),
        handler in prop::option::weighted(0.8, prop::sample::select(vec![JUSTICE, OfficerId(4)])),
        by_hand in prop::option::weighted(0.2, 0_i64..500),
        corrects in prop::option::weighted(0.2, prop::sample::select(vec![Mistake::Office, Mistake::Citizen])),
        lodged in prop::option::weighted(0.3, (some_moment(), prop::option::of(0_i64..4_000))),
        asked in prop::option::weighted(0.3, 0_i64..20_000),
        late in prop::option::weighted(0.3, (0_i64..20_000, 0_i64..9_000)),
    ) -> Dossier {
        let mut dossier = Dossier { assisted, handler, corrects: corrects.map(correcting), ..dossier };
        let start = dossier.received_at.unwrap_or_default();
        if paid {
            dossier.fee.payment = Payment::Taken;
            dossier.fee.items = vec![FeeItem { label: String::new(), vnd: 8_000, why: String::new() }];
        }
        if sorry {
            let apology = record::Apology { at: start, reason: String::new(), from: start, promised: start };
            dossier.apology = Some(apology);
        }
        if let Some((after, gap)) = late {
            let mut act = trace(Kind::Note, start.plus_minutes(after), "");
            act.recorded = (gap > 0).then(|| act.at.plus_minutes(gap));
            dossier.history.push(act);
        }
        dossier.slip = by_hand.map(|minutes| slip(start.plus_minutes(minutes)));
        if let Some((at, answered)) = lodged {
            dossier.channel = Channel::Online;
            dossier.created_at = at;
            dossier.history.push(trace(Kind::Lodge, at, ""));
            dossier.history.extend(answered.map(|after| trace(Kind::Receive, at.plus_minutes(after), "")));
        }
        if let Some(after) = asked {
            let asked = start.plus_minutes(after);
            let note = format!("Công an: x, trước {}", asked.day().plus(3).vi());
            dossier.history.push(trace(Kind::Consult, asked, &note));
        }
        dossier
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whoever asks what a number of the board means gets exactly the dossiers that it counts.
    #[test]
    fn behind_every_number_of_the_board_lie_as_many_dossiers(
        all in prop::collection::vec(any_of_a_ward(), 0..40),
        (first, length) in (0_i64..130, 0_i64..400),
        now in some_moment(),
    ) {
        let from = day("2018-09-01").plus(first);
        let period = Period::new(from, from.plus(length)).expect("forwards");
        let counted = board(ward(), &all, period, now);
        for (place, n) in numbers(&counted) {
            let list = behind(ward(), &all, period, now, &place);
            prop_assert_eq!(list.len(), n as usize, "{:?}", place);
        }
        let taken = Figure::Fees.place(None);
        let vnd: i64 = behind(ward(), &all, period, now, &taken).iter().map(|d| d.fee.total_vnd()).sum();
        prop_assert_eq!(vnd, counted.fees_vnd);
        let minutes = Figure::ByHand.place(None);
        let by_hand = behind(ward(), &all, period, now, &minutes);
        let longest = by_hand.iter().filter_map(|d| d.minutes_on_paper()).max().unwrap_or(0);
        prop_assert_eq!(longest, counted.by_hand.minutes_max);
        let later = behind(ward(), &all, period, now, &Figure::EnteredLater.place(None));
        let acts = later.iter().flat_map(|d| &d.history).filter(|act| period.holds(act.at));
        let gaps: Vec<i64> = acts.filter_map(record::Trace::minutes_late).collect();
        prop_assert_eq!(gaps.len(), counted.later.acts as usize);
        prop_assert_eq!(gaps.iter().max().copied().unwrap_or(0), counted.later.minutes_max);
    }
}

/// Nothing of the law above holds because there is nothing to count.
#[test]
fn every_figure_counts_somebody_and_is_found_by_its_number() {
    let (november, now) = (period("2018-11-01", "2018-11-30"), at("2018-11-30T09:00"));
    let [online, mut paid, late, mut open] = four_dossiers();
    (paid.assisted, open.assisted) = (true, true);
    let lodged = |n: u128, at: &str, answered: Option<&str>| {
        let moment = at.parse().expect("a moment");
        let mut dossier =
            Dossier { channel: Channel::Online, created_at: moment, ..dossier(n, "HT-09", Status::Waiting) };
        dossier.history.push(trace(Kind::Lodge, moment, ""));
        dossier.history.extend(answered.map(|at| trace(Kind::AskBefore, at.parse().expect("a moment"), "")));
        dossier
    };
    let overdue = Dossier {
        received_at: Some(at("2018-11-20T08:00")),
        due: Some(at("2018-11-23T17:00")),
        handler: Some(JUSTICE),
        history: vec![trace(Kind::Consult, at("2018-11-20T09:00"), "Công an: x, trước 22/11/2018")],
        apology: Some(record::Apology { at: now, reason: String::new(), from: now, promised: now }),
        ..dossier(11, "DD-03", Status::AwaitAgency)
    };
    let today =
        Dossier { received_at: Some(at("2018-11-30T08:00")), ..dossier(12, "CT-01", Status::Received) };
    let by_hand = Dossier {
        slip: Some(slip(at("2018-11-08T10:00"))),
        ..answered(13, "2018-11-08T08:00", "2018-11-13T17:00", "2018-11-09T09:00")
    };
    let mistake = Dossier {
        corrects: Some(correcting(Mistake::Office)),
        ..answered(14, "2018-11-12T08:00", "2018-11-15T17:00", "2018-11-14T09:00")
    };
    let from_memory = Dossier {
        history: vec![record::Trace {
            recorded: Some(at("2018-11-09T08:05")),
            ..trace(Kind::Receive, at("2018-11-08T16:00"), "")
        }],
        ..answered(21, "2018-11-08T16:00", "2018-11-13T17:00", "2018-11-09T09:00")
    };
    let mut online_late = answered(15, "2018-11-05T08:00", "2018-11-08T17:00", "2018-11-12T09:00");
    let mut online_on_time = answered(16, "2018-11-05T08:00", "2018-11-08T17:00", "2018-11-08T09:00");
    (online_late.channel, online_on_time.channel) = (Channel::Online, Channel::Online);
    let all = [
        online,
        paid,
        late,
        open,
        overdue,
        today,
        by_hand,
        mistake,
        from_memory,
        online_late,
        online_on_time,
        lodged(17, "2018-11-22T09:00", Some("2018-11-23T09:00")),
        lodged(18, "2018-11-22T09:00", Some("2018-11-26T09:00")),
        lodged(19, "2018-11-22T09:00", None),
        lodged(20, "2018-11-30T08:00", None),
    ];
    for (i, figure) in Figure::ALL.into_iter().enumerate() {
        assert_eq!((figure.number(), Figure::numbered(i + 1)), (i + 1, Some(figure)));
        let place = figure.place(None);
        assert!(!behind(ward(), &all, november, now, &place).is_empty(), "{figure:?}");
    }
    assert_eq!((Figure::numbered(0), Figure::numbered(30)), (None, None));
    let shown = numbers(&board(ward(), &all, november, now));
    let figures = shown.iter().filter_map(|(place, _)| Figure::of(place)).map(|(figure, _)| figure);
    let unseen: Vec<Figure> =
        Figure::ALL.into_iter().filter(|known| !figures.clone().any(|figure| figure == *known)).collect();
    assert_eq!(unseen, [Figure::Fees], "a sum of money, not a number of dossiers");
}

#[test]
fn a_line_is_found_again_by_its_address() {
    let days = Line::Days(day("2018-11-01"), day("2018-11-30"));
    let all = [Line::Field("HTCT".into()), Line::Officer(JUSTICE), Line::Status(Status::Submitted), days];
    for line in all {
        let place = Figure::Late.place(Some(line.clone()));
        assert_eq!(Figure::of(&place), Some((Figure::Late, Some(line))));
    }
    for senseless in ["", "x", "thu_ly.x", "trang_thai.x", "ngay.2018-11-01", "ngay.2018-02-30.2018-11-30"] {
        let place = Place { column: 4, field: Some(senseless.to_owned()) };
        assert_eq!(Figure::of(&place), None, "{senseless}");
        assert!(
            behind(
                ward(),
                &four_dossiers(),
                period("2018-11-01", "2018-11-30"),
                at("2018-11-30T09:00"),
                &place
            )
            .is_empty()
        );
    }
}

/// Whatever was done without a network, on paper or from memory, is told with how long it took to be in the book; what
/// came in within a minute was on its way.
#[test]
fn what_was_written_down_later_is_told_with_the_longest_gap() {
    let (november, now) = (period("2018-11-01", "2018-11-30"), at("2018-12-03T09:00"));
    let act = |happened: &str, recorded: Option<&str>| record::Trace {
        recorded: recorded.map(at),
        ..trace(Kind::Note, at(happened), "")
    };
    let with = |n: u128, history: Vec<record::Trace>| Dossier {
        history,
        ..answered(n, "2018-11-08T08:00", "2018-11-13T17:00", "2018-11-09T09:00")
    };
    let all = [
        with(1, vec![act("2018-11-08T08:00", None), act("2018-11-08T09:00", Some("2018-11-08T09:01"))]),
        with(
            2,
            vec![
                act("2018-11-08T08:00", Some("2018-11-08T14:05")),
                act("2018-11-08T10:00", Some("2018-11-08T14:05")),
            ],
        ),
        with(3, vec![act("2018-11-30T16:00", Some("2018-12-03T08:00"))]),
        with(4, vec![act("2018-10-31T16:00", Some("2018-11-05T08:00"))]),
    ];
    let later = board(ward(), &all, november, now).later;
    assert_eq!((later.count, later.acts, later.minutes_max), (2, 3, 2 * 24 * 60 + 16 * 60));
    assert_eq!(later.text(Lang::Vi), "2 hồ sơ, 3 việc, lâu nhất sau 2 ngày 16 giờ");
    let behind = behind(ward(), &all, november, now, &Figure::EnteredLater.place(None));
    assert_eq!(behind.iter().map(|dossier| dossier.id).collect::<Vec<_>>(), [all[1].id, all[2].id]);
}

/// The page and the file of the board have the same numbers: each cell is given one of its own, and the file has it.
#[test]
fn every_number_of_the_board_stands_in_its_file_and_on_its_sheet() {
    let now = at("2018-11-30T09:00");
    let mut board = board(ward(), &four_dossiers(), period("2018-11-01", "2018-11-30"), now);
    board.today.waiting = vec![board::Waiting { status: Status::Submitted, count: 0 }];
    let mut next = 1_000;
    let mut fresh = || {
        next += 1;
        next
    };
    fn fill<L>(cells: Cells<L>, line: &mut L, fresh: &mut impl FnMut() -> u32) {
        for (_, cell) in cells {
            *cell(line) = fresh();
        }
    }
    fill(WHOLE, &mut board, &mut fresh);
    board.fields.iter_mut().for_each(|line| fill(OF_FIELD, line, &mut fresh));
    board.officers.iter_mut().for_each(|line| fill(OF_OFFICER, line, &mut fresh));
    board.series.points.iter_mut().for_each(|point| fill(OF_DAYS, point, &mut fresh));
    board.today.waiting.iter_mut().for_each(|waiting| waiting.count = fresh());
    board.later.acts = fresh();
    board.fees_vnd = fresh().into();
    let (table, made) =
        (board.table(), crate::report::sheets::Made { to: now.day(), today: now.day(), foot: vec![] });
    let in_file: Vec<i64> = table.rows.iter().map(|row| row[1].number()).collect();
    let sheet = format!(
        "{:?}",
        crate::report::sheets::board(ward(), &board, period("2018-11-01", "2018-11-30"), &made)
    );
    let csv = table.to_csv();
    for n in 1_001..=next {
        assert_eq!(in_file.iter().filter(|said| **said == i64::from(n)).count(), 1, "{n}: {csv}");
        // What waits within the eight hours is told together with what is beyond them.
        let is_part = n == board.answers.waiting;
        assert!(is_part || sheet.contains(&number(Lang::Vi, n.into())), "{n}: {sheet}");
    }
    assert!(!board.officers.is_empty() && !board.series.points.is_empty());
}
