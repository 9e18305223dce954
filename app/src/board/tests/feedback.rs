//! The report of complaints, as a string.

use shared::feedback::totals::Held;
use shared::feedback::{Channel, Kind, Limit, State, Totals};
use shared::lang::Lang;
use shared::moment::Day;

use crate::board::feedback::{held, report_view};
use crate::ui::tests::{english, html, vietnamese};

fn span() -> (Day, Day) {
    (Day::new(2018, 1, 1).expect("a day"), Day::new(2018, 12, 31).expect("a day"))
}

fn totals() -> Totals {
    Totals {
        received: 36,
        places: vec![(Kind::Rule, State::Published, 20), (Kind::Conduct, State::Refused, 16)],
        channels: vec![(Channel::Online, 30), (Channel::Counter, 6)],
        limits: Limit::ALL.map(|limit| (limit, Held { kept: 35, missed: 1 })).to_vec(),
        answers: Held { kept: 35, missed: 1 },
        anonymous: 9,
        no_calendar: vec![],
        uncounted: 0,
    }
}

#[test]
fn a_share_stands_beside_how_many_it_is_of() {
    assert_eq!(held(Lang::Vi, Held { kept: 35, missed: 1 }), "97,2 % (35/36)");
    assert_eq!(held(Lang::En, Held { kept: 35, missed: 1 }), "97.2 % (35 of 36)");
    assert_eq!(held(Lang::Vi, Held::default()), "– (0/0)", "of nothing there is no share");
    let page = html(|| report_view(span(), totals()));
    assert!(page.contains("97,2 % (35/36)") && page.contains("30 trực tuyến, 6 tại quầy"), "{page}");
    assert_eq!(page.matches("<tr>").count(), 1 + 3 + 1 + 4, "{page}");
}

#[test]
fn a_period_without_any_and_a_year_without_days_off_are_said() {
    let none = html(|| report_view(span(), Totals::default()));
    assert!(none.contains("không có phản ánh nào") && !none.contains("<table"), "{none}");
    let unknown = Totals { uncounted: 2, no_calendar: vec![2030, 2031], ..totals() };
    let page = html(move || report_view(span(), unknown));
    assert!(page.contains("chưa có lịch nghỉ năm 2030, 2031"), "{page}");
}

#[test]
fn it_is_in_english_too() {
    for totals in [totals(), Totals { uncounted: 2, no_calendar: vec![2030], ..totals() }, Totals::default()]
    {
        let left = vietnamese(&english(move || report_view(span(), totals)));
        assert!(left.is_empty(), "{left:?}");
    }
}
