//! Which papers: questions that a citizen can answer.

use shared::demo;
use shared::moment::Day;
use shared::procedure::PaperAsked;

use crate::public::needs::{Answers, needed, needs_view};
use crate::ui::tests::{english, html, vietnamese};

fn papers(id: &str) -> Vec<PaperAsked> {
    let ward = demo::ward().expect("the standard data");
    let day = Day::new(2026, 11, 24).expect("a day");
    ward.catalogue.in_force(id, day).expect("is posted").papers.clone()
}

fn place(papers: &[PaperAsked], name: &str) -> usize {
    papers.iter().position(|paper| paper.name.starts_with(name)).expect("is asked for")
}

#[test]
fn a_yes_adds_its_paper_and_nothing_adds_what_the_ward_looks_up() {
    let all = papers("HT-01");
    let (married, home) =
        (place(&all, "Giấy chứng nhận kết hôn"), place(&all, "Giấy tờ chứng minh nơi cư trú"));
    let required = all.iter().filter(|paper| paper.required).count();
    let list = |answers: &[(usize, bool)]| needed(&all, &Answers::from_iter(answers.iter().copied()));
    assert_eq!(list(&[]).len(), required);
    assert_eq!(list(&[(married, false)]).len(), required);
    assert_eq!(list(&[(home, true)]).len(), required, "nobody is asked, so nobody can have said so");
    let with = list(&[(married, true)]);
    assert!(with.contains(&married) && with.len() == required + 1);
}

#[test]
fn a_citizen_is_asked_in_their_own_words_and_the_law_is_below() {
    let page = html(|| needs_view(papers("HT-01")));
    let (asked, law) = page.split_once("<details>").expect("the law's own words");
    for said in [
        "Cha mẹ bé đã đăng ký kết hôn chưa?",
        "Bạn đi nộp thay người khác phải không?",
        "Cán bộ sẽ tra nơi ở của bạn",
    ] {
        assert!(asked.contains(said), "{said}: {asked}");
    }
    assert!(!asked.contains("CSDL") && law.contains("Chỉ khi không khai thác được CSDL dân cư"), "{page}");
    assert_eq!(asked.matches("type=\"radio\"").count(), 2 * asked.matches("<legend>").count(), "yes and no");
    assert_eq!(asked.matches("<legend>").count(), 3, "birth notification, marriage, somebody else");
    assert!(vietnamese(&english(|| needs_view(papers("HT-01")))).is_empty());
}
