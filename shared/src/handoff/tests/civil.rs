//! What a file may hold, and how our dossiers and the register's lines meet.

use expect_test::{Expect, expect};

use crate::handoff::file::{self, Columns, Theirs};
use crate::handoff::reconcile::{Reconciled, reconcile};
use crate::moment::Day;
use crate::report::Period;
use crate::script::Story;

pub(super) fn told(story: &str) -> Story {
    let mut told = Story::new();
    for line in story.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let answer = told.line(line);
        assert!(!answer.contains('✗'), "{line}: {answer}");
    }
    told
}

fn columns(names: &str) -> String {
    match Columns::of(names.split(',')) {
        Ok(columns) => format!("{columns:?}"),
        Err(said) => said.vi,
    }
}

#[test]
fn a_file_names_its_columns_in_any_order() {
    let said = [
        "loai_so,quyen,so,ngay_dang_ky",
        "Số,Quyển,Ngày đăng ký,Loại sổ,khác,Mã hồ sơ",
        "so,quyen",
        "loai_so,quyen,so,so,ngay_dang_ky",
        "",
    ];
    expect![[r#"
        Columns([Some(0), Some(1), Some(2), Some(3), None, None, None])
        Columns([Some(3), Some(1), Some(0), Some(2), None, None, Some(5)])
        Dòng 1: thiếu cột loai_so, ngay_dang_ky. Dòng đầu của tệp là tên các cột.
        Dòng 1: cột so có hai lần. Bỏ bớt một cột.
        Dòng 1: thiếu cột loai_so, quyen, so, ngay_dang_ky. Dòng đầu của tệp là tên các cột."#]]
    .assert_eq(&said.map(columns).join("\n"));
    // What we hand out can be taken back.
    assert!(Columns::of(file::COLUMNS).is_ok());
}

fn line(cells: &str) -> String {
    let columns =
        Columns::of("loai_so,quyen,so,ngay_dang_ky,ho_ten,so_dinh_danh,ma_ho_so".split(',')).unwrap();
    match columns.read(&cells.split(',').collect::<Vec<_>>()) {
        Ok(theirs) => serde_json::to_string(&theirs).unwrap(),
        Err(said) => said.vi,
    }
}

#[test]
fn a_line_is_read_or_says_what_is_wrong() {
    let long = format!("Sổ,01/2018,{},05/03/2018", "9".repeat(61));
    let said = [
        "Sổ đăng ký khai sinh,01/2018, 12 ,05/03/2018,Nguyễn Thị Lý,048190001234,000.21.17.H17-180213-6000",
        "Sổ đăng ký khai sinh,01/2018,12,2018-03-05",
        "Sổ đăng ký khai sinh,01/2018,12,05/03/2018,'=cmd|' /C calc'!A0",
        "Sổ đăng ký khai sinh,01/2018,12,05/03/2018,=1+1",
        "Sổ đăng ký khai sinh,01/2018,,05/03/2018",
        "Sổ đăng ký khai sinh,01/2018,12,32/03/2018",
        "Sổ đăng ký khai sinh",
        &long,
    ];
    expect![[r#"
        {"register":"Sổ đăng ký khai sinh","book":"01/2018","number":"12","on":"2018-03-05","name":"Nguyễn Thị Lý","personal":"048190001234","code":"000.21.17.H17-180213-6000"}
        {"register":"Sổ đăng ký khai sinh","book":"01/2018","number":"12","on":"2018-03-05"}
        {"register":"Sổ đăng ký khai sinh","book":"01/2018","number":"12","on":"2018-03-05","name":"=cmd|' /C calc'!A0"}
        {"register":"Sổ đăng ký khai sinh","book":"01/2018","number":"12","on":"2018-03-05","name":"=1+1"}
        thiếu so.
        ngay_dang_ky không phải là ngày, ví dụ 05/03/2018.
        thiếu quyen.
        so dài quá 60 chữ."#]].assert_eq(&said.map(line).join("\n"));
}

#[test]
fn spelling_makes_no_other_line() {
    let of = |register: &str, book: &str, number: &str| Theirs {
        register: register.to_owned(),
        book: book.to_owned(),
        number: number.to_owned(),
        on: day(5),
        name: String::new(),
        personal: String::new(),
        code: String::new(),
    };
    let one = of("Sổ đăng ký khai sinh", "01/2018", "12");
    for same in
        [of("sổ  đăng ký khai sinh ", "1/2018", "012"), of("SỔ ĐĂNG KÝ KHAI SINH", "01 / 2018", " 12")]
    {
        assert_eq!(same.key(), one.key());
    }
    for other in [of("Sổ đăng ký khai tử", "01/2018", "12"), of("Sổ đăng ký khai sinh", "01/2018", "120")]
    {
        assert_ne!(other.key(), one.key());
    }
    let changed = Theirs { on: day(6), ..one.clone() };
    assert_eq!(file::twice(&[(2, one.clone()), (3, one.clone())]), None);
    assert_eq!(file::twice(&[(2, one.clone()), (5, changed)]), Some((2, 5)));
}

fn day(day: u32) -> Day {
    Day::new(2018, 3, day).unwrap()
}

/// `khai sinh 01/2018 12 5 [code]`
fn theirs(line: &str) -> Theirs {
    let words: Vec<&str> = line.split_whitespace().collect();
    Theirs {
        register: format!("Sổ đăng ký {} {}", words[0], words[1]),
        book: words[2].to_owned(),
        number: words[3].to_owned(),
        on: day(words[4].parse().unwrap()),
        name: "Nguyễn Thị Lý".to_owned(),
        personal: String::new(),
        code: words.get(5).map(|n| format!("000.21.17.H17-{n}")).unwrap_or_default(),
    }
}

fn shown(found: &Reconciled) -> String {
    let ours = |list: &[crate::handoff::reconcile::Ours]| {
        list.iter().map(|ours| ours.code[14..].to_owned()).collect::<Vec<_>>().join(" ")
    };
    let differ = found.differ.rows.iter().map(|d| {
        let points: Vec<_> = d.points.iter().map(|point| point.label().vi).collect();
        format!("{}: {}", &d.ours.code[14..], points.join(", "))
    });
    let unknown = found.unknown.rows.iter().map(|line| format!("{} {}", line.book, line.number));
    format!(
        "xong {}, có số {}, khớp {}\nchưa có số: {}\nlỗi: {}\nkhác: {}\nkhông có hồ sơ: {}\nkhông có trong sổ: {}\n",
        found.finished,
        found.entered,
        found.agreed,
        ours(&found.without.rows),
        ours(&found.errors.rows),
        differ.collect::<Vec<_>>().join("; "),
        unknown.collect::<Vec<_>>().join(", "),
        ours(&found.absent.rows),
    )
}

/// Birth dossiers received on days of March, each with what was written down.
#[track_caller]
fn check(entered: &[(&str, u32, &str)], lines: &[&str], from: u32, to: u32, expected: Expect) {
    let mut story = Story::new();
    for (name, on, entry) in entered {
        for line in [
            format!("08:00 {on:02}/03/2018 oanh tiếp-nhận {name} HT-01"),
            format!("08:10 hà phân-công {name}"),
            format!("08:20 hà trình-ký {name}"),
            format!("08:30 thành ký {name} thay-ca"),
            format!("08:40 tuấn đóng-dấu {name}"),
        ] {
            assert!(!story.line(&line).contains('✗'), "{line}");
        }
        if !entry.is_empty() {
            let line = format!("09:00 oanh ghi-sổ {name} {entry}");
            assert!(!story.line(&line).contains('✗'), "{line}");
        }
    }
    let dossiers: Vec<_> = story.dossiers.values().cloned().collect();
    let theirs: Vec<Theirs> = lines.iter().map(|line| theirs(line)).collect();
    let period = Period::new(day(from), day(to)).unwrap();
    expected.assert_eq(&shown(&reconcile(&story.ward, &dossiers, &theirs, period)));
}

#[test]
fn both_sides_agree() {
    check(
        &[("H1", 5, "số=12")],
        &["khai sinh 1/2018 012 5"],
        5,
        5,
        expect![[r#"
        xong 1, có số 1, khớp 1
        chưa có số: 
        lỗi: 
        khác: 
        không có hồ sơ: 
        không có trong sổ: 
    "#]],
    );
}

#[test]
fn what_is_missing_stays_until_it_is_settled() {
    let ours = [("H1", 5, ""), ("H2", 6, "lỗi=mất_mạng"), ("H3", 7, "số=3")];
    check(
        &ours,
        &[],
        7,
        7,
        expect![[r#"
        xong 1, có số 1, khớp 0
        chưa có số: 180305-6000
        lỗi: 180306-6001
        khác: 
        không có hồ sơ: 
        không có trong sổ: 
    "#]],
    );
    check(
        &ours,
        &[],
        5,
        5,
        expect![[r#"
            xong 1, có số 0, khớp 0
            chưa có số: 180305-6000
            lỗi: 
            khác: 
            không có hồ sơ: 
            không có trong sổ: 
        "#]],
    );
}

#[test]
fn a_line_that_names_a_dossier_is_held_against_it() {
    check(
        &[("H1", 5, "số=12"), ("H2", 5, "số=13"), ("H3", 5, "")],
        &[
            "khai sinh 01/2018 14 5 180305-6000",
            "khai sinh 01/2018 13 6",
            "khai sinh 01/2018 15 5 180305-6002",
        ],
        5,
        6,
        expect![[r#"
            xong 3, có số 2, khớp 0
            chưa có số: 
            lỗi: 
            khác: 180305-6000: khác số, quyển; 180305-6001: khác ngày đăng ký; 180305-6002: ở đây chưa ghi số
            không có hồ sơ: 
            không có trong sổ: 
        "#]],
    );
}

#[test]
fn a_line_without_a_dossier_and_a_number_that_the_register_lacks() {
    check(
        &[("H1", 5, "số=21"), ("H2", 6, "số=22")],
        &["khai sinh 01/2018 12 5", "khai tử 01/2018 21 5", "khai sinh 01/2018 99 8"],
        5,
        6,
        expect![[r#"
            xong 2, có số 2, khớp 0
            chưa có số: 
            lỗi: 
            khác: 
            không có hồ sơ: 01/2018 12, 01/2018 21
            không có trong sổ: 180305-6000
        "#]],
    );
}

/// A whole file takes away what it has no more of its own registers, and of a dossier that it has elsewhere.
#[test]
fn a_whole_file_leaves_no_old_line_of_its_registers() {
    let line = |register: &str, number: &str, code: &str| Theirs {
        register: format!("Sổ đăng ký {register}"),
        book: "01/2018".to_owned(),
        number: number.to_owned(),
        on: Day::new(2018, 3, 5).expect("a day"),
        name: String::new(),
        personal: String::new(),
        code: code.to_owned(),
    };
    let kept = [
        line("khai sinh", "12", ""),
        line("khai sinh", "13", "H1"),
        line("khai tử", "7", "H2"),
        line("khai tử", "8", ""),
        line("kết hôn", "9", "H3"),
    ];
    let gone = |file: &[Theirs]| -> Vec<String> {
        file::dropped(&kept, file).into_iter().map(|line| line.number.clone()).collect()
    };
    assert_eq!(gone(&[line("Khai  Sinh", "012", "")]), ["13"], "spelling makes no difference");
    assert_eq!(gone(&[line("khai sinh", "12", ""), line("khai sinh", "14", "h2")]), ["13", "7"]);
    assert_eq!(gone(&kept), [] as [&str; 0]);
    assert_eq!(gone(&[line("nuôi con nuôi", "1", "")]), [] as [&str; 0]);
}
