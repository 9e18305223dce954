//! What is copied, and what is typed as the paper says: a list for each form of that software.

use expect_test::expect;

use super::civil::told;
use crate::dossier::record::Sex;
use crate::handoff::fields::{Field, Matter, as_text, fields};
use crate::handoff::{is_civil, register};
use crate::script::Story;

/// What stands on the panel, part by part; `·` where the paper has to be read.
fn listed(story: &Story, name: &str) -> String {
    let line = |field: &Field| {
        let value = if field.is_by_hand() { "·" } else { &field.value };
        format!("{} | {}: {value}", field.part.vi, field.label.vi)
    };
    fields(&story.ward, &story.dossiers[name]).iter().map(line).collect::<Vec<_>>().join("\n")
}

fn received(procedure: &str) -> Story {
    told(&format!("08:15 13/02/2018 oanh tiếp-nhận H1 {procedure}"))
}

/// The order is the one in which the other screen is believed to ask: no source confirms it.
#[test]
fn a_birth_asks_for_child_mother_father_and_whoever_asks() {
    expect![[r#"
        Việc đăng ký | Loại việc: Đăng ký khai sinh
        Người được khai sinh | Họ, chữ đệm, tên: ·
        Người được khai sinh | Ngày, tháng, năm sinh: ·
        Người được khai sinh | Giới tính: ·
        Người được khai sinh | Dân tộc: ·
        Người được khai sinh | Quốc tịch: ·
        Người được khai sinh | Nơi sinh: ·
        Người được khai sinh | Quê quán: ·
        Mẹ | Họ, chữ đệm, tên: ·
        Mẹ | Ngày, tháng, năm sinh: ·
        Mẹ | Dân tộc: ·
        Mẹ | Quốc tịch: ·
        Mẹ | Số giấy tờ tùy thân: ·
        Mẹ | Nơi cư trú: ·
        Cha | Họ, chữ đệm, tên: ·
        Cha | Ngày, tháng, năm sinh: ·
        Cha | Dân tộc: ·
        Cha | Quốc tịch: ·
        Cha | Số giấy tờ tùy thân: ·
        Cha | Nơi cư trú: ·
        Người yêu cầu | Họ, chữ đệm, tên: Nguyễn Thị Lý
        Người yêu cầu | Ngày, tháng, năm sinh: 14/03/1990
        Người yêu cầu | Giới tính: Nữ
        Người yêu cầu | Số giấy tờ tùy thân: 048190004217
        Người yêu cầu | Nơi cư trú: Tổ 12, phường Hòa Hiệp Bắc
        Người yêu cầu | Điện thoại: 0905123456
        Người yêu cầu | Quan hệ với người được đăng ký: ·
        Vào sổ | Mã hồ sơ: 000.21.17.H17-180213-6000
        Vào sổ | Ngày tiếp nhận: 13/02/2018
        Vào sổ | Sổ đăng ký: Sổ đăng ký khai sinh"#]]
    .assert_eq(&listed(&received("HT-01"), "H1"));
}

#[test]
fn the_applicant_of_a_marriage_stands_on_their_own_side() {
    let mut story = received("HT-02");
    expect![[r#"
        Việc đăng ký | Loại việc: Đăng ký kết hôn
        Bên nam | Họ, chữ đệm, tên: ·
        Bên nam | Ngày, tháng, năm sinh: ·
        Bên nam | Dân tộc: ·
        Bên nam | Quốc tịch: ·
        Bên nam | Số giấy tờ tùy thân: ·
        Bên nam | Nơi cư trú: ·
        Bên nam | Kết hôn lần thứ: ·
        Bên nữ | Họ, chữ đệm, tên: Nguyễn Thị Lý
        Bên nữ | Ngày, tháng, năm sinh: 14/03/1990
        Bên nữ | Dân tộc: ·
        Bên nữ | Quốc tịch: ·
        Bên nữ | Số giấy tờ tùy thân: 048190004217
        Bên nữ | Nơi cư trú: Tổ 12, phường Hòa Hiệp Bắc
        Bên nữ | Kết hôn lần thứ: ·
        Người yêu cầu | Điện thoại: 0905123456
        Vào sổ | Mã hồ sơ: 000.21.17.H17-180213-6000
        Vào sổ | Ngày tiếp nhận: 13/02/2018
        Vào sổ | Sổ đăng ký: Sổ đăng ký kết hôn"#]]
    .assert_eq(&listed(&story, "H1"));
    let mut side = |sex: Sex, on_behalf_of: &str| {
        let dossier = story.dossiers.get_mut("H1").expect("received");
        dossier.applicant.sex = sex;
        dossier.applicant.on_behalf_of = on_behalf_of.to_owned();
        let all = fields(&story.ward, &story.dossiers["H1"]);
        let named = all.iter().filter(|field| field.value == "Nguyễn Thị Lý").map(|field| field.part.vi);
        named.collect::<Vec<_>>()
    };
    assert_eq!(side(Sex::Male, ""), ["Bên nam"]);
    // Nobody is put on a side by a guess.
    assert_eq!(side(Sex::Unknown, ""), ["Người yêu cầu"]);
    assert_eq!(side(Sex::Female, "Trần Thị Bưởi"), ["Người yêu cầu"]);
}

#[test]
fn a_death_asks_for_the_dead_their_kin_and_the_death() {
    expect![[r#"
        Việc đăng ký | Loại việc: Đăng ký khai tử
        Người chết | Họ, chữ đệm, tên: ·
        Người chết | Ngày, tháng, năm sinh: ·
        Người chết | Giới tính: ·
        Người chết | Dân tộc: ·
        Người chết | Quốc tịch: ·
        Người chết | Số giấy tờ tùy thân: ·
        Người chết | Nơi cư trú: ·
        Người yêu cầu | Họ, chữ đệm, tên: Nguyễn Thị Lý
        Người yêu cầu | Ngày, tháng, năm sinh: 14/03/1990
        Người yêu cầu | Giới tính: Nữ
        Người yêu cầu | Số giấy tờ tùy thân: 048190004217
        Người yêu cầu | Nơi cư trú: Tổ 12, phường Hòa Hiệp Bắc
        Người yêu cầu | Điện thoại: 0905123456
        Người yêu cầu | Quan hệ với người được đăng ký: ·
        Việc chết | Giờ, ngày chết: ·
        Việc chết | Nơi chết: ·
        Việc chết | Nguyên nhân chết: ·
        Việc chết | Giấy báo tử: số, ngày, nơi cấp: ·
        Vào sổ | Mã hồ sơ: 000.21.17.H17-180213-6000
        Vào sổ | Ngày tiếp nhận: 13/02/2018
        Vào sổ | Sổ đăng ký: Sổ đăng ký khai tử"#]]
    .assert_eq(&listed(&received("HT-03"), "H1"));
}

#[test]
fn a_status_is_the_applicants_own_or_of_whom_they_act_for() {
    let mut story = received("HT-09");
    expect![[r#"
        Việc đăng ký | Loại việc: Cấp Giấy xác nhận tình trạng hôn nhân
        Người được xác nhận | Họ, chữ đệm, tên: Nguyễn Thị Lý
        Người được xác nhận | Ngày, tháng, năm sinh: 14/03/1990
        Người được xác nhận | Giới tính: Nữ
        Người được xác nhận | Dân tộc: ·
        Người được xác nhận | Quốc tịch: ·
        Người được xác nhận | Số giấy tờ tùy thân: 048190004217
        Người được xác nhận | Nơi cư trú: Tổ 12, phường Hòa Hiệp Bắc
        Người được xác nhận | Tình trạng hôn nhân: ·
        Người được xác nhận | Thời gian cư trú: ·
        Người được xác nhận | Mục đích sử dụng: ·
        Người yêu cầu | Điện thoại: 0905123456
        Vào sổ | Mã hồ sơ: 000.21.17.H17-180213-6000
        Vào sổ | Ngày tiếp nhận: 13/02/2018
        Vào sổ | Sổ đăng ký: Sổ cấp Giấy xác nhận tình trạng hôn nhân"#]]
    .assert_eq(&listed(&story, "H1"));
    let dossier = story.dossiers.get_mut("H1").expect("received");
    dossier.applicant.on_behalf_of = "Trần Thị Bưởi".to_owned();
    let all = listed(&story, "H1");
    assert!(all.contains("Người được xác nhận | Họ, chữ đệm, tên: ·"), "{all}");
    assert!(all.contains("Người yêu cầu | Nộp thay cho: Trần Thị Bưởi"), "{all}");
}

#[test]
fn every_register_has_a_list_and_the_rest_the_general_one() {
    let ward = told("08:15 13/02/2018 oanh tiếp-nhận H1 HT-01").ward;
    let civil = ward.catalogue.procedures.iter().filter(|procedure| is_civil(procedure));
    let mut said = civil.map(|p| format!("{} {:?}", p.id, Matter::of(register(p)))).collect::<Vec<_>>();
    said.dedup();
    expect![[r#"
        HT-01 Birth
        HT-02 Marriage
        HT-03 Death
        HT-04 Other
        HT-05 Birth
        HT-06 Other
        HT-07 Other
        HT-08 Other
        HT-09 Status
        HT-10 Birth
        HT-11 Birth
        HT-12 Marriage
        HT-13 Death
        HT-15 Birth"#]]
    .assert_eq(&said.join("\n"));
    assert_eq!(Matter::of("SỔ ĐĂNG KÝ KHAI SINH"), Matter::Birth);
}

/// What is typed as the paper says is no data: it is nowhere in what is copied.
#[test]
fn only_what_the_dossier_holds_is_copied() {
    let story = told(
        "08:15 13/02/2018 oanh tiếp-nhận H1 HT-01
         09:00 hà phân-công H1
         11:00 hà trình-ký H1 nội-dung=Giấy_khai_sinh",
    );
    expect![[r#"
        Việc đăng ký
        Loại việc: Đăng ký khai sinh
        Người yêu cầu
        Họ, chữ đệm, tên: Nguyễn Thị Lý
        Ngày, tháng, năm sinh: 14/03/1990
        Giới tính: Nữ
        Số giấy tờ tùy thân: 048190004217
        Nơi cư trú: Tổ 12, phường Hòa Hiệp Bắc
        Điện thoại: 0905123456
        Vào sổ
        Mã hồ sơ: 000.21.17.H17-180213-6000
        Ngày tiếp nhận: 13/02/2018
        Nội dung kết quả: Giấy khai sinh
        Sổ đăng ký: Sổ đăng ký khai sinh"#]]
    .assert_eq(&as_text(&fields(&story.ward, &story.dossiers["H1"])));
}
