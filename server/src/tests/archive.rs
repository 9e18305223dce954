//! Lưu trữ: every paper of both laws as a file, letter by letter what its sheet says; hostile words break nothing.

mod reports;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::{Command, Stdio};

use shared::demo::{ADMIN, CHAIR, RECEPTION};
use shared::paper::{PaperOf, papers, sheet};
use shared::regime::Paper;
use shared::report::forms::FORMS;
use shared::report::register::OVER;
use shared::report::{Covered, Filled};
use shared::script::Story;
use shared::session::NewWard;
use shared::sheet::{Block, HandOver, Sheet};
use shared::ward::Ward;

use super::nine;
use super::pen::{Pen, dossier_id, receive};
use crate::config::Config;
use crate::files::Files;
use crate::pdf::{Count, Facts, file};

/// Stories that between them have every paper of their law.
const STORIES: [&str; 2] = [
    "09:00 06/01/2020 oanh từ-chối H1 HT-09 lý-do=Thường_trú_ở_phường_khác nơi-đến=UBND_phường_Hòa_Khánh_Nam
     09:00 06/01/2020 oanh tiếp-nhận H2 HT-09
     09:10 sơn phân-công H2 cho=hà
     09:20 hà phối-hợp H2
     16:00 09/01/2020 hà nhận-trả-lời H2
     16:10 09/01/2020 vân xin-lỗi H2 hẹn=17:00_20/01/2020 lý-do=Chờ_UBND_phường_Hòa_Hiệp_Nam_xác_minh
     16:20 hà yêu-cầu-bổ-sung H2",
    "09:00 02/07/2025 oanh từ-chối H1 HT-09 lý-do=Thường_trú_ở_phường_khác nơi-đến=UBND_phường_Hòa_Khánh
     09:00 02/07/2025 oanh tiếp-nhận H2 HT-09
     09:10 sơn phân-công H2 cho=hà
     16:10 03/07/2025 vân xin-lỗi H2 hẹn=17:00_15/07/2025 lý-do=Chờ_UBND_phường_Hòa_Khánh_xác_minh
     16:20 hà yêu-cầu-bổ-sung H2
     16:30 vân dừng H2 lý-do=Trùng_hồ_sơ",
];

fn told(story: &str) -> Story {
    let mut told = Story::new();
    story.lines().for_each(|line| drop(told.line(line.trim())));
    told
}

/// Every paper of the stories of a law, as its sheet.
fn sheets(story: &str) -> Vec<(PaperOf, Sheet)> {
    let told = told(story);
    let of = |dossier| papers(&told.ward, dossier).into_iter().map(move |paper| (paper, dossier));
    let all = told.dossiers.values().flat_map(of);
    all.map(|(paper, dossier)| {
        (paper, sheet(&told.ward, dossier, paper, "https://mot-cua.example").expect("one of its papers"))
    })
    .collect()
}

fn facts() -> Facts {
    Facts {
        title: "Giấy hẹn".to_owned(), id: "một giấy".to_owned(), agency: "UBND".to_owned(), made: nine()
    }
}

fn made(sheet: &Sheet, pair: bool) -> Vec<u8> {
    file(std::slice::from_ref(sheet), Count::Paper, pair, &facts()).expect("a file")
}

/// What a program of poppler says of a file.
fn asked(program: &str, args: &[&str], pdf: &[u8]) -> String {
    let mut child = Command::new(program)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("poppler is installed by the set-up");
    let mut to = child.stdin.take().expect("piped");
    let pdf = pdf.to_vec();
    let writer = std::thread::spawn(move || to.write_all(&pdf));
    let out = child.wait_with_output().expect("it ends");
    writer.join().expect("written").expect("written");
    assert!(out.status.success(), "{program}");
    String::from_utf8(out.stdout).expect("Unicode")
}

fn read(pdf: &[u8]) -> String {
    asked("pdftotext", &["-raw", "-", "-"], pdf)
}

fn letters(text: &str) -> BTreeMap<char, usize> {
    let mut letters = BTreeMap::new();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        *letters.entry(c).or_default() += 1;
    }
    letters
}

/// Everything that a copy must say, with the words that every paper has.
fn said(sheet: &Sheet, copy: Option<&str>) -> String {
    let one = Sheet { copies: copy.map(str::to_owned).into_iter().collect(), ..sheet.clone() };
    // How the text of a sheet writes cells and boxes.
    let mut words: Vec<String> =
        one.text().split_whitespace().map(|word| word.trim_matches(['[', ']', '|']).to_owned()).collect();
    if !sheet.agency.is_empty() {
        words.push("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc".to_owned());
    }
    for block in &sheet.blocks {
        if let Block::HandOvers(rows) = block {
            words.extend(HandOver::COLUMNS.map(str::to_owned));
            // The words beside a box have no colon on paper.
            let colons = rows.len() * 2;
            assert_eq!(
                words.iter().filter(|word| word.as_str() == "giao:" || word.as_str() == "nhận:").count(),
                colons
            );
            words.iter_mut().filter(|word| *word == "giao:" || *word == "nhận:").for_each(|word| {
                word.pop();
            });
        }
    }
    words.join(" ")
}

/// Letter for letter, with a number on each page after the first of a copy.
#[track_caller]
fn says_all(sheet: &Sheet, pair: bool) {
    let text = read(&made(sheet, pair));
    let pages: Vec<&str> = text.split('\u{c}').filter(|page| !page.trim().is_empty()).collect();
    let copies: Vec<Option<&str>> = match sheet.copies.as_slice() {
        [] => vec![None],
        copies => copies.iter().map(|copy| Some(copy.as_str())).collect(),
    };
    let mut expected: String = copies.iter().map(|copy| said(sheet, *copy)).collect();
    if copies.len() == 1 {
        for (page, n) in pages.iter().zip(1..).skip(1) {
            expected += &n.to_string();
            if page.contains(HandOver::COLUMNS[0]) {
                expected += &HandOver::COLUMNS.concat();
            }
        }
    }
    let (got, wanted) = (letters(&text), letters(&expected));
    let wrong: Vec<String> = wanted
        .keys()
        .chain(got.keys())
        .filter(|c| got.get(c) != wanted.get(c))
        .map(|c| format!("{c}: {:?} of {:?}", got.get(c), wanted.get(c)))
        .collect();
    assert!(wrong.is_empty(), "{}: {wrong:?}\n{text}", sheet.title);
    // Line by line, and nothing between the letters of a word.
    let close = |text: &str| text.split_whitespace().collect::<String>();
    let read = close(&text);
    for line in said(sheet, copies[0]).split_whitespace() {
        assert!(read.contains(line), "“{line}” of {}\n{text}", sheet.title);
    }
    assert_eq!(text, composed(&text), "composed Unicode");
}

fn composed(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    text.nfc().collect()
}

#[test]
fn every_paper_of_both_laws_says_what_its_sheet_says() {
    for story in STORIES {
        let sheets = sheets(story);
        let mut forms: Vec<Paper> = sheets.iter().filter_map(|(paper, _)| paper.form()).collect();
        forms.sort_by_key(|form| *form as usize);
        forms.dedup();
        assert!(forms.len() >= 5, "{forms:?}");
        for (paper, sheet) in &sheets {
            says_all(sheet, false);
            if !sheet.copies.is_empty() {
                says_all(sheet, true);
                assert_eq!(pages_of(&made(sheet, true)), 1, "{paper} in two copies on one A4");
            }
        }
    }
}

/// Left and right edge of the first word that ends so, in points.
fn edges(pdf: &[u8], end: &str) -> [f32; 2] {
    let boxes = asked("pdftotext", &["-bbox", "-", "-"], pdf);
    let line = boxes.lines().find(|line| line.contains(&format!("{end}</word>"))).expect("the word");
    let side = |name: &str| {
        let at = line.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
        at.and_then(|points| points.parse().ok()).expect("points")
    };
    [side("xMin"), side("xMax")]
}

/// Decree 30/2020, appendix I: the number stands in the middle below the agency, who signs alone signs on the right.
#[test]
fn a_letter_has_its_number_below_its_agency_and_one_signature_on_the_right() {
    for story in STORIES {
        let all = sheets(story);
        let (_, sheet) = all.iter().find(|(paper, _)| *paper == PaperOf::Supplement(1)).expect("a request");
        let pdf = made(sheet, false);
        let ([number, _], [_, role]) = (edges(&pdf, "Số:"), edges(&pdf, "DẪN"));
        let (margin, middle) = (85.0, 595.0 / 2.0);
        assert!(number > margin + 20.0 && number < middle, "the number begins at {number}");
        assert!(role > middle + 100.0, "the signature ends at {role}");
    }
}

fn pages_of(pdf: &[u8]) -> usize {
    let said = asked("pdfinfo", &["-"], pdf);
    let line = said.lines().find_map(|line| line.strip_prefix("Pages:")).expect("a count");
    line.trim().parse().expect("a number")
}

#[test]
fn the_same_paper_is_the_same_file() {
    let (_, slip) = sheets(STORIES[1]).swap_remove(1);
    let first = made(&slip, false);
    assert_eq!(first, made(&slip, false));
    let later = Facts { made: nine().plus_minutes(1), ..facts() };
    let later = file(std::slice::from_ref(&slip), Count::Paper, false, &later).expect("a file");
    assert_ne!(first, later, "it says when it was made");
    let info = asked("pdfinfo", &["-"], &first);
    for said in
        ["Title:           Giấy hẹn", "Tagged:          yes", "Encrypted:       no", "419.528 x 595.276 pts"]
    {
        assert!(info.contains(said), "{said}: {info}");
    }
    let xmp = asked("pdfinfo", &["-meta", "-"], &first);
    for said in [
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<rdf:li>vi</rdf:li>",
        "2018-11-22T09:00:00+07:00",
    ] {
        assert!(xmp.contains(said), "{said}: {xmp}");
    }
    let fonts = asked("pdffonts", &["-"], &first);
    let embedded = fonts.lines().skip(2).all(|line| {
        line.contains("LiberationSerif") && line.contains("Identity-H") && line.contains("yes yes yes")
    });
    assert!(embedded && fonts.lines().count() > 2, "{fonts}");
}

/// Far beyond what an act may carry: the file is made, nothing is lost from it unsaid.
#[test]
fn hostile_words_are_wrapped_or_replaced_and_it_is_said() {
    let floods = [
        "Ỡ".repeat(10_000),
        "ký tự ".repeat(100),
        "שלום عليكم 🙂👩‍👩‍👧 \u{202E}gnol\u{202C}".to_owned(),
        "e\u{301}\u{302}\u{303}\u{304}\u{305}".repeat(100),
        "\u{0}\u{E000}\u{FFFF}\u{10FFFF}\u{FFFD}".to_owned(),
        "=cmd|'/C calc'!A0 (\\)\\n<</Type/Catalog>>".to_owned(),
        String::new(),
    ];
    for flood in &floods {
        let all = sheets(STORIES[1]).into_iter();
        for (_, mut sheet) in all.filter(|(paper, _)| matches!(paper, PaperOf::Slip | PaperOf::Control)) {
            for text in [
                &mut sheet.form,
                &mut sheet.number,
                &mut sheet.bars,
                &mut sheet.place_and_date,
                &mut sheet.title,
            ] {
                text.clone_from(flood);
            }
            let lines = sheet
                .agency
                .iter_mut()
                .chain(&mut sheet.recipients)
                .chain(&mut sheet.copies)
                .chain(&mut sheet.foot);
            lines.for_each(|line| line.clone_from(flood));
            for one in &mut sheet.signatures {
                (one.name, one.hint, one.role) = (flood.clone(), flood.clone(), vec![flood.clone()]);
            }
            for block in &mut sheet.blocks {
                spoil(block, flood);
            }
            let text = read(&made(&sheet, true));
            let missing = flood.chars().any(|c| "ש🙂\u{301}\u{E000}".contains(c));
            assert_eq!(
                text.contains('□'),
                missing,
                "{:?}: {text:.400}",
                flood.chars().take(20).collect::<String>()
            );
            let said: String = text.split_whitespace().collect();
            assert_eq!(said.contains("chữmàtệplưutrữ"), missing, "{flood:.20}");
            let wanted = flood.chars().filter(|c| *c == 'Ỡ').count() * 4;
            assert!(said.chars().filter(|c| *c == 'Ỡ').count() >= wanted, "letters are lost");
        }
    }
}

fn spoil(block: &mut Block, flood: &str) {
    match block {
        Block::Line { label, value } => (*label, *value) = (flood.to_owned(), flood.to_owned()),
        Block::Paragraph(text) => *text = flood.to_owned(),
        Block::List(items) => items.push(flood.to_owned()),
        Block::Table { head, rows } => {
            head.iter_mut().for_each(|cell| *cell = flood.to_owned());
            rows.push(vec![flood.to_owned()]);
        }
        Block::Grid(grid) => {
            grid.head.iter_mut().for_each(|cell| *cell = flood.to_owned());
            grid.rows.push(vec![flood.to_owned()]);
        }
        Block::HandOvers(rows) => rows.iter_mut().take(1).for_each(|row| {
            (row.at, row.note, row.from.person, row.to.office) =
                (flood.to_owned(), flood.to_owned(), flood.to_owned(), flood.to_owned());
        }),
        Block::Qr { text, caption } => (*text, *caption) = (flood.to_owned(), flood.to_owned()),
    }
}

/// What the catalogue can put on a paper has its letters in the faces.
#[test]
fn no_letter_of_the_catalogue_is_missing() {
    let ward = super::ward();
    let text = serde_json::to_string(&ward).expect("a ward");
    let mut sheet = sheets(STORIES[0]).swap_remove(0).1;
    sheet.blocks = vec![Block::Paragraph(letters(&text).into_keys().map(|c| format!("{c} ")).collect())];
    assert!(!read(&made(&sheet, false)).contains('□'));
}

/// The route: a file for whoever may open the dossier, one sentence for what there is not.
#[tokio::test]
async fn the_counter_gets_the_paper_with_its_own_print_line() {
    let house = super::House::new().await;
    let oanh = house.browser(RECEPTION).await;
    let id = dossier_id(7);
    let mut pen = Pen::new(oanh.writer(), nine());
    let pushed = oanh
        .post(
            "/api/push",
            pen.write(receive(id, "Nguyễn Thị Bưởi", oanh.lane.expect("it gives numbers").first())),
        )
        .await;
    assert_eq!(pushed.said(), "200", "{}", pushed.text());
    let address = |file: &str| format!("/api/paper/{id}/{file}");
    let answer = oanh.get(&address("giay-hen.pdf?pair=true")).await;
    assert_eq!(answer.said(), "200");
    assert_eq!(answer.headers["content-type"], "application/pdf");
    let code =
        house.site.store.all_records().await.expect("reads")[0].code.clone().expect("received").to_string();
    let named = format!("attachment; filename=\"{code}-giay-hen.pdf\"");
    assert_eq!(answer.headers["content-disposition"], named.as_str());
    assert_eq!(pages_of(&answer.body), 1);
    let text = read(&answer.body);
    for said in ["In lúc 09:00 22/11/2018, Phạm Thị Kim Oanh.", "http://phuong.vn/tra-cuu", "Liên 2: Lưu"]
    {
        assert!(text.contains(said), "{said}: {text}");
    }
    for (file, said) in [
        ("dung.pdf", "404 no_such_paper"),
        ("bo-sung-9.pdf", "404 no_such_paper"),
        ("giay-hen", "400 bad_query"),
        ("giay-hen.pdf?pair=maybe", "400 bad_query"),
        ("..%2Fgiay-hen.pdf", "400 bad_query"),
    ] {
        assert_eq!(oanh.get(&address(file)).await.said(), said, "{file}");
    }
    let nobody = format!("/api/paper/{}/giay-hen.pdf", dossier_id(8));
    assert_eq!(oanh.get(&nobody).await.said(), "404 no_such_dossier");
}

/// A server that was told its public address prints it, whatever name the counter opened it by, and tells every device;
/// whoever saves settings changes nothing of it.
#[tokio::test]
async fn papers_bear_the_public_address() {
    let public_url = "https://mot-cua.example".to_owned();
    let config = Config { public_url: public_url.clone(), ..Config::default() };
    let house = super::House::with(config, Files::default()).await;
    let (oanh, admin) = (house.browser(RECEPTION).await, house.browser(ADMIN).await);
    let push = Pen::new(oanh.writer(), nine()).write(receive(
        dossier_id(7),
        "Nguyễn Thị Bưởi",
        oanh.lane.expect("a lane").first(),
    ));
    assert_eq!(oanh.post("/api/push", push).await.said(), "200");
    for saves in [true, false] {
        let answer = oanh.get(&format!("/api/paper/{}/giay-hen.pdf", dossier_id(7))).await;
        let text = read(&answer.body);
        assert!(text.contains("https://mot-cua.example/tra-cuu") && !text.contains("phuong.vn"), "{text}");
        let ward: Ward = serde_json::from_slice(&oanh.get("/api/ward").await.body).expect("the settings");
        assert_eq!(ward.public_url, public_url);
        if saves {
            let forged = Ward { public_url: "https://kẻ-khác.example".to_owned(), ..ward.clone() };
            let saved = admin.post("/api/ward", &NewWard { base: ward.version, ward: forged }).await;
            assert_eq!(saved.said(), "200", "{}", saved.text());
        }
    }
    house.site.store.say_public_url("").await.expect("saved");
    let text = read(&oanh.get(&format!("/api/paper/{}/giay-hen.pdf", dossier_id(7))).await.body);
    assert!(text.contains("http://phuong.vn/tra-cuu"), "started without one, as before: {text}");
}

/// Every form with its head, its numbered columns and who signs; each line's figures are those of the page.
#[tokio::test]
async fn a_form_is_a_file_with_the_figures_of_the_page() {
    let house = super::report::lived().await;
    let chair = house.browser(CHAIR).await;
    for form in FORMS {
        let address = format!("/api/report?form={}&{}", form.id, super::report::YEAR);
        let pdf = chair.get(&format!("{address}&format=pdf")).await;
        assert_eq!(pdf.said(), "200", "{}", form.id);
        let named = format!("attachment; filename=\"{}-2018-01-01-2018-12-31.pdf\"", form.id);
        assert_eq!(pdf.headers["content-disposition"], named.as_str());
        let info = asked("pdfinfo", &["-"], &pdf.body);
        assert!(info.contains("841.89 x 595.276 pts (A4)"), "A4 across: {info}");
        assert_eq!(pages_of(&pdf.body), 1, "{}", form.id);
        let text = asked("pdftotext", &["-layout", "-", "-"], &pdf.body);
        let close = |text: &str| text.split_whitespace().collect::<String>();
        let raw = close(&read(&pdf.body));
        for said in [
            form.number.vi,
            &form.title.vi.to_uppercase(),
            form.unit.vi,
            "Kỳ báo cáo: Từ ngày 01/01/2018 đến ngày 31/12/2018",
            "Đơn vị báo cáo: Ủy ban nhân dân phường Hòa Hiệp Bắc",
            "Đơn vị nhận báo cáo: Ủy ban nhân dân quận Liên Chiểu",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Hòa Hiệp Bắc, ngày 01 tháng 02 năm 2019",
            "NGƯỜI LẬP BIỂU",
            "THỦ TRƯỞNG ĐƠN VỊ",
            "Số liệu tính đến 09:00 01/02/2019",
            "In lúc 09:00 01/02/2019, Nguyễn Văn Thành.",
        ] {
            assert!(raw.contains(&close(said)), "“{said}” of {}: {raw}", form.id);
        }
        for column in form.columns {
            assert!(raw.contains(&close(column.over.vi)) && raw.contains(&close(column.name.vi)));
        }
        let cells = chair.get(&format!("{address}&format=cells")).await;
        let Covered { report, .. }: Covered<Filled> = serde_json::from_slice(&cells.body).expect("a form");
        let figures = |begins: &str| -> Vec<u32> {
            let line = text.lines().find(|line| line.contains(begins)).expect("the line of a field");
            let last = line.split(begins).nth(1).expect("behind the name");
            last.split_whitespace().map(|n| n.replace('.', "").parse().expect("a number")).collect()
        };
        for line in &report.lines {
            assert_eq!(figures(&line.name), line.counts, "{}", form.id);
        }
        assert_eq!(figures("Tổng cộng"), report.total, "{}", form.id);
    }
}

/// As the law draws the register: one head over the columns from reception to signature, numbers below, on each page.
#[tokio::test]
async fn the_register_has_the_head_over_its_columns_on_each_page() {
    let house = super::report::lived().await;
    let chair = house.browser(CHAIR).await;
    let pdf = chair.get("/api/report/register?year=2018&field=HTCT&format=pdf").await;
    let text = read(&pdf.body);
    let pages: Vec<&str> = text.split('\u{c}').filter(|page| page.contains("(13)")).collect();
    assert!(pages.len() > 3, "{}", pages.len());
    for page in pages {
        assert_eq!(page.matches(OVER).count(), 1, "{page}");
        let at = |said: &str| page.find(said).unwrap_or_else(|| panic!("“{said}” is missing: {page}"));
        assert!(at(OVER) < at("Hẹn trả") && at("Hẹn trả") < at("(1)"), "{page}");
    }
    let tree = asked("pdfinfo", &["-struct", "-"], &pdf.body);
    assert!(tree.contains("/ColSpan 5") && tree.contains("/RowSpan 2"), "{tree:.3000}");
}

/// Each book of a year, line for line what the file for a spreadsheet has, with its pages counted.
#[tokio::test]
async fn the_books_of_a_year_are_files_with_every_line() {
    let house = super::report::lived().await;
    let chair = house.browser(CHAIR).await;
    for (address, file) in [
        ("register?year=2018&", "so-theo-doi-2018.pdf"),
        ("results?year=2018&", "so-ket-qua-2018.pdf"),
        ("cash?from=2018-01-01&to=2018-12-31&", "so-thu-2018-01-01-2018-12-31.pdf"),
    ] {
        let pdf = chair.get(&format!("/api/report/{address}format=pdf")).await;
        assert_eq!(pdf.said(), "200", "{address}");
        assert_eq!(pdf.headers["content-disposition"], format!("attachment; filename=\"{file}\"").as_str());
        let (text, pages) = (read(&pdf.body), pages_of(&pdf.body));
        assert_eq!(text.matches(&format!("Trang 1/{pages}")).count(), 1);
        assert!(text.contains(&format!("Trang {pages}/{pages}")) && pages > 3, "{pages}");
        assert!(
            text.contains("Số liệu tính đến 09:00 01/02/2019") && text.contains("In lúc 09:00 01/02/2019")
        );
        let close = |text: &str| text.split_whitespace().collect::<String>();
        let closed = close(&text);
        let csv = chair.get(&format!("/api/report/{address}format=csv")).await.text();
        let csv = csv.trim_start_matches('\u{feff}');
        let mut rows = 0;
        for row in csv::Reader::from_reader(csv.as_bytes()).records() {
            let row = row.expect("a row");
            rows += 1;
            for cell in row.iter().skip(1).filter(|cell| cell.parse::<i64>().is_err()) {
                assert!(closed.contains(&close(cell)), "“{cell}” of {address}");
            }
        }
        assert!(rows > 100, "{rows}");
    }
    for (address, said) in [
        ("register?year=2018&field=HTCT&format=pdf", "200"),
        ("register?year=2012&format=pdf", "400 empty_book"),
        // Nothing taken on a day is a page that says so.
        ("cash?from=2012-01-01&to=2012-01-02&format=pdf", "200"),
        // Nor is a report of nothing: its lines are noughts.
        ("?form=board&from=2012-01-01&to=2012-01-02&format=pdf", "200"),
        ("?form=co-quan-phoi-hop&from=2012-01-01&to=2012-01-02&format=pdf", "200"),
        ("?form=767&from=2018-01-01&to=2018-12-31&format=pdf", "400 bad_query"),
    ] {
        let answer = chair
            .get(&format!("/api/report{}{address}", if address.starts_with('?') { "" } else { "/" }))
            .await;
        assert_eq!(answer.said(), said, "{address}");
    }
}
