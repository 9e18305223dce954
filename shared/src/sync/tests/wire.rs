//! The envelope is frozen: what was released is read for ever.

use expect_test::expect;
use serde_json::{from_str, to_string};

use super::{Book, at, author, receive, ward, write};
use crate::ctx::Ctx;
use crate::demo;
use crate::dossier::any::{self, Dice};
use crate::dossier::{Act, Kind};
use crate::refusal::Refusal;
use crate::script::dossier_id;
use crate::sync::aside::Reason;
use crate::sync::envelope::{Envelope, Inside, Rescue, Taken, aad, signed_bytes};
use crate::sync::wire::{Body, Hash, PROTO, Push, PushReply};

#[test]
fn a_command_of_the_first_release_is_read_as_it_was_written() {
    let queued = write(&mut author(demo::RECEPTION), dossier_id(1), 0, at(8, 15), receive());
    expect![[r#"{"v":1,"writer":{"device":6,"officer":6},"n":1,"base":0,"at":1520212500000,"act":{"ho_so":{"id":"00000000-0000-0000-0000-000000000001","act":{"tiep_nhan":{"form":{"procedure":{"id":"HT-09","version":1},"channel":"truc_tiep","assisted":false,"applicant":{"name":"Nguyễn Thị Lý","number":"048190004217","birth":"14/03/1990","sex":"nu","address":"Tổ 12, phường Hòa Hiệp Bắc"},"contact":{"phone":"0905123456"},"papers":[{"name":"Tờ khai cấp Giấy xác nhận tình trạng hôn nhân","originals":1,"copies":0},{"name":"Giấy tờ tùy thân của người yêu cầu (CCCD/Căn cước/hộ chiếu)","originals":0,"copies":0}],"sets":1,"delivery":"tai_quay"},"fee":{"ask":{"line":0,"pages":1,"copies":1},"payment":"da_thu","receipt":"BL 0001","exempt_reason":""},"number":6600,"secret":"7K2MPX"}}}}}"#]].assert_eq(&queued.body.0);
    expect!["4ba9a0f26d6ccae7e7159e4d938338837c542cc9d8c7825a6086d921a3208d22"]
        .assert_eq(&queued.body.hash(&Hash::default()).0);
}

/// What lies on a device, or in a file, from an older version is carried all the same.
#[test]
fn a_sealed_act_keeps_its_frame_and_what_is_vouched_for() {
    let queued = write(&mut author(demo::RECEPTION), dossier_id(1), 0, at(8, 15), receive());
    let line = r#"{"kid":1,"writer":{"device":6,"officer":6},"n":1,"enc":"BA==","ct":"AAEC"}"#;
    let envelope: Envelope = from_str(line).unwrap();
    assert_eq!(to_string(&envelope).unwrap(), line);
    assert_eq!(format!("{envelope:?}"), "Envelope(6.6#1)", "nothing of the content in a log");
    assert_eq!(aad(envelope.writer, envelope.n), b"6.6#1");
    let hash = queued.body.hash(&Hash::default());
    let signed = format!("mc-sign-v1{}", hash.0);
    assert_eq!(signed_bytes(&hash), signed.as_bytes());
    let inside = Inside { prev: Hash::default(), body: queued.body, sig: "AAEC".to_owned() };
    let text = to_string(&inside).unwrap();
    assert!(
        text.starts_with(r#"{"prev":"","body":{"v":1,"writer""#) && text.ends_with(r#","sig":"AAEC"}"#),
        "{text}"
    );
    assert_eq!(from_str::<Inside>(&text).unwrap(), inside);
    assert_eq!(format!("{inside:?}"), "Inside(***)");
}

#[test]
fn what_became_of_a_sealed_act_has_its_stored_shape() {
    let took = [Taken::Judged, Taken::Waits { expect: 4 }, Taken::Aside { ticket: 2 }];
    assert_eq!(to_string(&took).unwrap(), r#"["judged",{"waits":{"expect":4}},{"aside":{"ticket":2}}]"#);
    for reason in Reason::ALL {
        assert_eq!(Reason::of(reason.code()), Some(reason));
        assert_eq!(to_string(&reason).unwrap(), format!("\"{}\"", reason.code()), "stored as it travels");
    }
    let rescue: Rescue = from_str(r#"{"token":"secret","envelopes":[]}"#).unwrap();
    assert_eq!((rescue.more, format!("{rescue:?}").contains("secret")), (false, false));
}

/// One line an act: the names that are stored for good.
#[test]
fn every_act_has_its_stored_shape() {
    let mut book = Book::default();
    book.does(&mut author(demo::RECEPTION), dossier_id(1), at(8, 0), receive());
    let (ward, now) = (ward(), at(9, 0));
    let by = ward.officer(demo::HEAD).unwrap();
    let ctx = Ctx { now, happened: now, claimed: now, by, lane: None, reissued: None, ward };
    let mut lines = String::new();
    for kind in Kind::ALL {
        let act = any::act(&mut Dice::new(5), &ctx, book.records.get(&dossier_id(1)), kind);
        // Forms are long; a command of the first release shows one in full.
        if !matches!(act, Act::Receive(_) | Act::FastLane(_) | Act::Lodge(_)) {
            lines += &(to_string(&act).unwrap() + "\n");
        }
    }
    expect![[r#"
        {"huong_dan_bo_sung":{"form":null,"papers":["Giấy chứng sinh"],"reason":"lý do 18","until":"2018-03-12"}}
        {"tu_choi":{"form":null,"reason":"lý do 18","go_to":"","approved_by":2}}
        {"phan_cong":{"to":4,"reason":"cân việc"}}
        {"yeu_cau_bo_sung":{"papers":["Trích lục khai tử"],"reason":"lý do 18","until":"2018-03-12"}}
        {"nhan_bo_sung":{"papers":[{"name":"Trích lục khai tử","originals":1,"copies":0}],"enough":"đã có trong cơ sở dữ liệu"}}
        {"chuyen_phoi_hop":{"agency":"UBND phường Hòa Hiệp Nam","question":"lý do 18","until":"2018-03-12","extends":true}}
        {"nhan_phoi_hop":{"answer":"lý do 18"}}
        {"yeu_cau_nop_tien":{"reason":"lý do 18"}}
        {"da_nop_tien":{"receipt":"344/CT"}}
        {"trinh_ky":{"decision":"chap_thuan","summary":"lý do 18"}}
        {"tra_lai_sua":{"reason":"lý do 18"}}
        {"ky":{"taking_over":true}}
        {"huy_ky":{"reason":"lý do 18"}}
        {"dong_dau":{"number":"344/XN","on":"2018-03-05"}}
        {"tra_ket_qua":{"receiver":"Nguyễn Thị Lý","slip_collected":true,"statement":"","payment":null,"receipt":"","given":{"way":"tai_quay","checked":"vneid"}}}
        {"rut":{"reason":"lý do 18","returned":["Giấy chứng sinh"]}}
        {"dung":{"reason":"lý do 18"}}
        {"chuyen_co_quan":{"agency":"Văn phòng đăng ký đất đai","until":"2018-03-12"}}
        {"nhan_ket_qua":{"decision":"chap_thuan","summary":"lý do 18","number":"63/VPĐK"}}
        {"xin_loi":{"reason":"lý do 18","promised":1520589600000}}
        {"sua_thong_tin":{"details":{"lien_he":{"phone":"0905100709"}},"seen_version":0,"reason":"","leaves_kept":true}}
        {"ghi_chu":{"text":"lý do 18"}}
        {"chon_ban_sua":{"group":"lien_he","by":2,"at":1520215200000,"take":true,"seen_version":0,"keeps_old":true}}
        {"xac_nhan_gio":{"of":{"kind":"tiep_nhan","by":2,"claimed":1520215200000,"used":1520215200000},"at":1520215200000}}
        {"khong_trung":{"other":"c097314d-9397-36f8-3b92-d3f0106bc147"}}
        {"in_phieu_giay":{"block":"c097314d-9397-36f8-3b92-d3f0106bc147","day":"2018-03-06","number":0,"secret":"7K2MPX"}}
        {"huy_phieu_giay":{"reason":"lý do 18"}}
        {"dinh_kem":{"paper":"Tờ khai cấp Giấy xác nhận tình trạng hôn nhân","file":{"digest":"98be274d387e9ebf77095210366ccf0602ba34aecb8891461cb945be7f0c3903","bytes":154437,"kind":"png","pages":1,"name":"bản chụp 15.png"}}}
        {"go_dinh_kem":{"digest":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","reason":"lý do 18"}}
        {"tinh_lai_han":{"decision":"Công điện 05/CĐ-UBND"}}
        {"nguyen_nhan_tre":{"why":"co_quan_phoi_hop","detail":"lý do 18"}}
        {"dinh_chinh":{"corrects":{"id":"f465d43b-4921-6a17-f060-adbb19711a56","code":"000.21.17.H17-180305-0001","wrong":"ngày sinh 14/03/1990, không phải 14/08/1990","mistake":"cong_dan"},"form":{"procedure":{"id":"DD-03","version":1},"channel":"truc_tuyen","assisted":true,"applicant":{"name":"Lê Hoà","number":"048190004217","sex":"nu","address":"Tổ 12, phường Hòa Hiệp Bắc"},"contact":{"phone":"0236 3000 000","email":"ly@vidu.example","news":true},"papers":[{"name":"Đơn đăng ký biến động (2018: Mẫu 09/ĐK)","originals":1,"copies":0},{"name":"Hợp đồng, văn bản chuyển quyền đã công chứng/chứng thực","originals":1,"copies":0},{"name":"Bản gốc Giấy chứng nhận đã cấp","originals":1,"copies":0},{"name":"Tờ khai lệ phí trước bạ, thuế TNCN","originals":1,"copies":0}],"sets":1,"delivery":"buu_chinh"},"number":1,"secret":"7K2MPX"}}
        {"ghi_so_ho_tich":{"given":{"da_vao_so":{"number":"710","book":"01/2018","on":"2018-03-05"}},"reason":"lý do 18"}}
        {"dung_lai":{"paper":"Giấy tờ tùy thân của người yêu cầu (CCCD/Căn cước/hộ chiếu)","file":{"digest":"1d90861106691f7751e9af1ef20c4eb9bce0a8886ce845804f9bac1c3a879aef","bytes":710,"kind":"jpeg","pages":1,"name":"bản chụp 36.jpg"},"from":{"id":"82d78c13-0699-ef2b-6d2b-ea3a9ee9e9e8","code":"000.21.17.H17-180305-0001"}}}
        {"da_ky_so":{"digests":[],"signer":"Phạm Thị Kim Oanh","on":"2018-03-05"}}
        {"gui_bo_sung":{"asked":1520215200000,"scans":[{"paper":"Trích lục khai tử","file":{"digest":"620bdd7bd81352c6d5515779abcc5fa7168f5034b0a38ab986f2d3af10e8ac5e","bytes":340000,"kind":"jpeg","pages":1,"name":"nguoi-nop-1.jpg"}}]}}
        {"niem_yet":{"place":"Nhà văn hóa tổ 12","content":"lý do 18","from":"2018-03-05"}}
        {"y_kien_niem_yet":{"who":"Lê Hoà","on":"2018-03-05","said":"lý do 18","settled":"đã giải thích"}}
        {"het_niem_yet":{"note":"lý do 18"}}
        {"gui_ban_thao":{"lines":["Họ và tên: Nguyễn Thị Lý","Nội dung: lý do 18"]}}
        {"tra_loi_ban_thao":{"number":1,"agrees":true}}
        {"sua_khoan_thu":{"change":{"muc_thu":{"ask":{"line":0,"pages":1,"copies":2},"payment":"da_thu","receipt":"BL 5345","exempt_reason":""}},"saw":{"payment":"da_thu","vnd":15000,"receipt":"BL 0001"},"reason":"lý do 18"}}
        {"nghe_ban_thao":{"number":1,"agrees":true}}
    "#]].assert_eq(&lines);
}

#[test]
fn a_body_travels_as_it_is_byte_by_byte() {
    let body = Body("{ \"v\":1,\"lạ\" : [1,  2.0, \"\\u0041\"]}".to_owned());
    let push = Push {
        proto: PROTO,
        epoch: "e".to_owned(),
        writer: author(demo::HEAD).writer,
        first_n: 4,
        prev: Hash::default(),
        acts: vec![body.clone()],
    };
    let arrived: Push = from_str(&to_string(&push).unwrap()).unwrap();
    assert_eq!(arrived.acts, vec![body.clone()]);
    assert_eq!(arrived, push);
    assert_eq!(body.open(), Err(Refusal::Unreadable));
}

#[test]
fn answers_have_their_names() {
    let replies = [
        PushReply::Done { results: vec![], last_n: 3 },
        PushReply::Gap { expect: 2 },
        PushReply::Fork { n: 2 },
        PushReply::Epoch { epoch: "e2".to_owned() },
        PushReply::Upgrade { proto: 2 },
    ];
    expect![[r#"[{"done":{"results":[],"last_n":3}},{"gap":{"expect":2}},{"fork":{"n":2}},{"epoch":{"epoch":"e2"}},{"upgrade":{"proto":2}}]"#]].assert_eq(&to_string(&replies).unwrap());
}
