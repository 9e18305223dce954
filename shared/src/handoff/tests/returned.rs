//! Lines of the city's file beside our dossiers.

use crate::handoff::returned::{Answered, Found, Line};
use crate::script::Story;

const H1: &str = "000.21.17.H17-180213-6000";

fn story() -> Story {
    let mut told = Story::new();
    for line in ["08:15 13/02/2018 oanh tiếp-nhận H1 HT-09", "09:00 13/02/2018 sơn phân-công H1 cho=hà"]
    {
        let answer = told.line(line);
        assert!(!answer.contains('✗'), "{line}: {answer}");
    }
    told
}

fn read(cells: [&str; 7]) -> Result<Line, String> {
    Line::read(cells).map_err(|said| said.en)
}

#[test]
fn a_line_agrees_where_both_sides_say_the_same_of_that_moment() {
    let story = story();
    let dossier = &story.dossiers["H1"];
    let id = dossier.id.to_string();
    let key = |change: &str| format!("{id}.{change}");
    for (cells, found, ours) in [
        (["", H1, "", "4", "", "", ""], Found::Agrees, Some(4)),
        (["", H1, "", "2", "", "", ""], Found::Differs, Some(4)),
        (["", H1, "", "2", "2018-02-13T08:30:00+07:00", "", ""], Found::Agrees, Some(2)),
        (["", H1, "", "4", "13/02/2018", "", ""], Found::Agrees, Some(4)),
        (["", H1, "", "2", "12/02/2018", "", ""], Found::Differs, None),
        ([key("1.2").as_str(), "", "", "", "", "da_nhan", ""], Found::Agrees, Some(2)),
        ([key("2.4").as_str(), H1, "", "4", "", "", ""], Found::Agrees, Some(4)),
        ([key("2.4").as_str(), "", "", "5", "", "", ""], Found::Differs, Some(4)),
        ([key("3.9").as_str(), "", "", "", "", "", ""], Found::Differs, None),
        ([key("1.2").as_str(), "000.21.17.H17-180213-6001", "", "", "", "", ""], Found::Differs, Some(2)),
    ] {
        let line = read(cells).expect("it can be read");
        assert_eq!(line.judge(Some(dossier)), (found, ours), "{cells:?}");
        assert_eq!(line.judge(None), (Found::Unknown, None));
    }
}

#[test]
fn a_bad_line_says_what_is_wrong() {
    let story = story();
    let key = format!("{}.1.2", story.dossiers["H1"].id);
    for (cells, said) in [
        (["", "", "", "4", "", "", ""], "it names no dossier"),
        (["x.1.2", "", "", "", "", "", ""], "khoa is not the key"),
        (["", "HS-1", "", "4", "", "", ""], "ma_ho_so looks like"),
        (["", "", "12", "4", "", "", ""], "so_nop looks like"),
        (["", H1, "", "", "", "", ""], "from 1 to 10"),
        (["", H1, "", "11", "", "", ""], "from 1 to 10"),
        (["", H1, "", "4", "hôm qua", "", ""], "luc looks like"),
        (["", H1, "", "4", "", "da_nhan", ""], "needs the khoa"),
        ([key.as_str(), "", "", "", "", "xong", ""], "ket_qua is"),
    ] {
        let why = read(cells).expect_err(said);
        assert!(why.contains(said), "{cells:?}: {why}");
    }
    let line =
        read([&key, "", "", "", "", "Từ chối".replace(' ', "_").as_str(), "'=thiếu mã"]).expect("read");
    assert_eq!((line.answered, line.why.as_str()), (Some(Answered::Refused), "=thiếu mã"));
}
