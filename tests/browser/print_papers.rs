//! The papers of a dossier as the printer gets them: the words of the PDF are the words of the sheet, each on its page.

use std::process::Command;

use shared::demo;
use shared::dossier::Act;
use shared::dossier::intake::Form;
use shared::dossier::receive::Receive;
use shared::id::DossierId;
use shared::moment::{Day, Moment};
use shared::paper::{self, PaperOf, slip};
use shared::regime::Regime;
use shared::script::forms;
use shared::sheet::Sheet;
use thirtyfour::common::print::{PrintMargins, PrintPage, PrintParameters};

use crate::house::House;
use crate::user::{PC, User};

/// Words without regard to how a printer breaks lines.
fn words(text: &str) -> Vec<String> {
    use unicode_normalization::UnicodeNormalization;
    text.nfc().collect::<String>().split_whitespace().map(str::to_owned).collect()
}

/// What the printer would put on paper, page after page.
async fn printed(user: &User, how: PrintParameters) -> String {
    let pdf = user.browser.print_page(how).await.expect("a PDF");
    let file = std::env::temp_dir().join(format!("mot-cua-paper-{}.pdf", std::process::id()));
    std::fs::write(&file, pdf).expect("written");
    let out =
        Command::new("pdftotext").args(["-raw", &file.to_string_lossy(), "-"]).output().expect("pdftotext");
    let _ = std::fs::remove_file(&file);
    String::from_utf8_lossy(&out.stdout).into_owned()
}

/// What stands in the head of every copy, in two columns whose order on the page is the printer's.
fn head(sheet: &Sheet) -> Vec<String> {
    let motto = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"].map(str::to_owned);
    let one = [sheet.form.clone(), sheet.number.clone(), sheet.place_and_date.clone()];
    [&sheet.agency[..], &motto[..], &one[..]].concat()
}

/// What stands on a copy below its title, from top to bottom.
fn below(sheet: &Sheet, copy: &str) -> String {
    let sheet = Sheet {
        form: String::new(),
        agency: vec![],
        number: String::new(),
        place_and_date: String::new(),
        title: String::new(),
        copies: vec![copy.to_owned()],
        ..sheet.clone()
    };
    sheet.text().replace(" | ", " ")
}

/// Every line of the head is there; below the title word after word is the same, and last when it was printed and
/// by whom. A printer breaks lines where it likes, also within a code.
#[track_caller]
fn same(printed: &str, sheet: &Sheet, copy: &str, law: &str) {
    let what = format!("“{copy}” by {law}");
    let run = |text: &str| words(text).concat();
    let printed = run(printed);
    // It was received elsewhere, so this print may not be the first.
    let Some((printed, by)) = printed.rsplit_once("Inlạilúc") else {
        panic!("{what}: not who printed it: {printed}")
    };
    // The ruled lines of the head come last out of a PDF.
    let Some((_, ruled)) = by.split_once(",PhạmThịKimOanh.") else { panic!("{what}: printed {by}") };
    let Some((above, printed)) = printed.split_once(&run(&sheet.title)) else {
        panic!("{what}: no title in {printed}")
    };
    for line in head(sheet) {
        let stands = [above, ruled].iter().any(|part| part.contains(&run(&line)));
        assert!(stands, "{what}: “{line}” is not in the head: {above} {ruled}");
    }
    let expected = run(&below(sheet, copy));
    let same = printed.chars().zip(expected.chars()).take_while(|(a, b)| a == b).count();
    let from = |text: &str| text.chars().skip(same.saturating_sub(20)).take(80).collect::<String>();
    assert!(printed == expected, "{what}: “{}” is printed, not “{}”", from(printed), from(&expected));
}

/// Received on a morning of an earlier law.
async fn received_on(house: &mut House, on: Day, unique: u128) -> DossierId {
    let ward = house.store().ward();
    let Form { applicant, contact, .. } = house.form("Nguyễn Thị Hoài Thương", unique);
    let form = Form { applicant, contact, ..forms::form(&ward, "HT-09", on) };
    let fee = forms::fee_taken(&ward, &form);
    let receive = Receive { form, fee, number: 1, secret: "H7KM2P".to_owned(), by_hand: None };
    let id = DossierId(uuid::Uuid::from_u128(unique));
    house.act_at(Moment::at(on, 8, 40), demo::RECEPTION, id, Act::Receive(receive)).await;
    id
}

/// Under three laws: the ward's own paper of 2018, which has no number, form 01 of Thông tư 01/2018, and today's.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_printed_slip_says_what_the_sheet_says_twice() {
    let mut house = House::open().await;
    let on = |year, month, day| Day::new(year, month, day).expect("a working day");
    let slips = [
        (received_on(&mut house, on(2018, 11, 19), 53).await, "", "Quận Liên Chiểu"),
        (received_on(&mut house, on(2025, 3, 10), 54).await, "Mẫu số 01", "Quận Liên Chiểu"),
        (house.receive("Nguyễn Thị Hoài Thương", 55).await, "Mẫu số 01", "Thành phố Đà Nẵng"),
    ];
    let user = User::at(PC).await;
    user.log_in(&house, demo::RECEPTION).await;
    for (id, form, above) in slips {
        user.go(&house, &format!("/ho-so/{id}/giay-hen")).await;
        user.see("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ").await;
        let printed = printed(&user, PrintParameters::default()).await;
        let dossier = house.dossiers().await.into_iter().find(|d| d.id == id).expect("kept");
        let sheet = slip::sheet(&house.store().ward(), &dossier, &house.url("")).expect("received");
        let law = Regime::on(dossier.received_at.expect("received").day()).law;
        assert_eq!(sheet.form, form, "by {law}");
        let above_it = sheet.agency.iter().any(|line| line.contains(&above.to_uppercase()));
        assert!(above_it, "“{above}” stands in the head by {law}");
        let pages: Vec<&str> = printed.split_terminator('\u{c}').collect();
        assert_eq!(pages.len(), sheet.copies.len(), "by {law}: a page for each copy");
        for (page, copy) in pages.into_iter().zip(&sheet.copies) {
            same(page, &sheet, copy, law);
        }
    }
    user.leave().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_paper_keeps_to_its_page_with_all_its_words() {
    let mut house = House::open().await;
    let id = house.written_about("Nguyễn Thị Hoài Thương", 56).await;
    let dossier = house.dossiers().await.into_iter().find(|d| d.id == id).expect("kept");
    let ward = house.store().ward();
    let all = paper::papers(&ward, &dossier);
    let expected = [PaperOf::Slip, PaperOf::Supplement(1), PaperOf::Apology, PaperOf::Stop, PaperOf::Control];
    assert_eq!(all, expected);
    let user = User::at(PC).await;
    user.log_in(&house, demo::RECEPTION).await;
    for which in all {
        let sheet = paper::sheet(&ward, &dossier, which, &house.url("")).expect("it is one of its papers");
        user.go(&house, &format!("/ho-so/{id}/{which}")).await;
        user.see(&sheet.title).await;
        // The size that the sheet asks for, as a printer is told.
        let (width, height) = if which == PaperOf::Slip { (14.8, 21.0) } else { (21.0, 29.7) };
        let margin = PrintMargins { top: 0.0, bottom: 0.0, left: 0.0, right: 0.0 };
        let page = PrintPage { width, height };
        let how = PrintParameters { page, margin, ..PrintParameters::default() };
        let printed = printed(&user, how).await;
        let pages = printed.matches('\u{c}').count();
        // A control slip grows with every pair of hands and goes on where a page ends.
        assert!(
            which == PaperOf::Control || pages == sheet.copies.len().max(1),
            "{which} takes {pages} pages"
        );
        let printed = words(&printed).concat();
        for word in words(&sheet.text()) {
            let word = word.trim_matches(['|', '[', ']', ':']);
            assert!(printed.contains(word), "“{word}” of {which} is not printed");
        }
        assert!(printed.contains("PhạmThịKimOanh."), "{which} does not say who printed it");
    }
    user.leave().await;
}
