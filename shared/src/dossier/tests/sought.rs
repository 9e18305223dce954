//! What a dossier is found by, and how what was typed is taken apart.

use crate::dossier::sought::{figures, folded, names, subject, wanted};
use crate::script::Story;

#[test]
fn figures_that_follow_each_other_are_one_number() {
    let said = |typed: &str| {
        let words = wanted(typed).into_iter().map(|wanted| (wanted.word.clone(), wanted.is_figures));
        words.collect::<Vec<_>>()
    };
    let words =
        |all: &[(&str, bool)]| all.iter().map(|(word, is)| ((*word).to_owned(), *is)).collect::<Vec<_>>();
    assert_eq!(said("Lý  KHAI sinh"), words(&[(" ly", false), (" khai", false), (" sinh", false)]));
    assert_eq!(said("đào 0905 114 226"), words(&[(" dao", false), (" 0905114226", true)]));
    assert_eq!(said("HT-01"), words(&[(" ht", false), (" 01", true)]));
    assert_eq!(said("1.001193"), words(&[(" 1001193", true)]));
    assert_eq!(said("000.21.17.H17-180213-6000"), words(&[(" 1802136000", true)]));
    assert_eq!(said(" %% "), []);
}

#[test]
fn a_dossier_is_found_by_people_numbers_and_procedure() {
    let mut story = Story::new();
    story.line("08:15 13/02/2018 oanh tiếp-nhận H1 HT-01");
    let mut dossier = story.dossiers["H1"].clone();
    assert_eq!(folded(&names(&dossier)), " nguyen thi ly");
    assert_eq!(figures(&dossier), "|048190004217|0905123456|1802136000");
    let procedure = story.ward.catalogue.get(&dossier.procedure).expect("known");
    let about = folded(&subject(procedure));
    assert!(about.starts_with(" dang ky khai sinh ") && about.contains(" ht 01 "), "{about}");
    assert!(
        about.ends_with(&format!(" {}", procedure.code.clone().expect("a code").replace('.', ""))),
        "{about}"
    );
    dossier.applicant.number = "C1234567".to_owned();
    dossier.applicant.on_behalf_of = "Trần Văn Đức".to_owned();
    assert_eq!(folded(&names(&dossier)), " nguyen thi ly tran van duc c1234567");
    assert_eq!(figures(&dossier), "|1234567|0905123456|1802136000");
}
