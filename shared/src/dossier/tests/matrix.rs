//! Who may do what from where, written down once more as the office's notes have it, and held against the rules
//! in both directions.

use std::collections::BTreeSet;

use expect_test::expect_file;

use crate::calendar::Term;
use crate::ctx::Ctx;
use crate::demo;
use crate::dossier::any::{self, Dice};
use crate::dossier::code::Lane;
use crate::dossier::posting::Posting;
use crate::dossier::proof::Proof;
use crate::dossier::record::{Asked, Channel};
use crate::dossier::{Dossier, Kind, Status, apply, decide, may};
use crate::moment::{Day, Moment};
use crate::officer::{Officer, Role};
use crate::refusal::Refusal;
use crate::script::dossier_id;
use crate::ward::Ward;

/// The allowed moves, state by state.
const MOVES: &str = "
nhap → cho_tiep_nhan da_tiep_nhan bo_sung_truoc_tn tu_choi_tn da_tra phieu_giay
cho_tiep_nhan → da_tiep_nhan bo_sung_truoc_tn tu_choi_tn da_rut da_tra
bo_sung_truoc_tn → da_tiep_nhan tu_choi_tn da_rut da_tra
da_tiep_nhan → dang_thu_ly da_rut dung_xu_ly
dang_thu_ly → cho_bo_sung cho_lien_thong cho_nv_tai_chinh trinh_ky da_chuyen da_rut dung_xu_ly
cho_bo_sung → dang_thu_ly da_rut dung_xu_ly
cho_lien_thong → dang_thu_ly da_rut dung_xu_ly
cho_nv_tai_chinh → dang_thu_ly da_rut dung_xu_ly
trinh_ky → dang_thu_ly da_ky
da_ky → cho_tra dang_thu_ly
da_chuyen → cho_tra dung_xu_ly
cho_tra → da_tra
phieu_giay → da_tiep_nhan phieu_giay_huy
";

/// Every act: from where, to where (`=` where it stays), by whom.
const ACTS: &str = "
nop               | nhap | cho_tiep_nhan | nguoi_dan ho_tro buu_chinh
tiep_nhan         | nhap cho_tiep_nhan bo_sung_truoc_tn phieu_giay | da_tiep_nhan | tiep_nhan
lam_nhanh         | nhap cho_tiep_nhan bo_sung_truoc_tn | da_tra | tiep_nhan
huong_dan_bo_sung | nhap cho_tiep_nhan | bo_sung_truoc_tn | tiep_nhan
tu_choi           | nhap cho_tiep_nhan bo_sung_truoc_tn | tu_choi_tn | tiep_nhan
phan_cong         | da_tiep_nhan dang_thu_ly | dang_thu_ly | chuyen_mon to_truong
yeu_cau_bo_sung   | dang_thu_ly | cho_bo_sung | chuyen_mon to_truong
nhan_bo_sung      | cho_bo_sung | dang_thu_ly | tiep_nhan
chuyen_phoi_hop   | dang_thu_ly | cho_lien_thong | chuyen_mon
nhan_phoi_hop     | cho_lien_thong | dang_thu_ly | chuyen_mon
yeu_cau_nop_tien  | dang_thu_ly | cho_nv_tai_chinh | chuyen_mon
da_nop_tien       | cho_nv_tai_chinh | dang_thu_ly | chuyen_mon
trinh_ky          | dang_thu_ly | trinh_ky | chuyen_mon
tra_lai_sua       | trinh_ky | dang_thu_ly | lanh_dao
ky                | trinh_ky | da_ky | lanh_dao
huy_ky            | da_ky | dang_thu_ly | lanh_dao
dong_dau          | da_ky | cho_tra | van_thu
tra_ket_qua       | cho_tra | da_tra | tiep_nhan
rut               | cho_tiep_nhan bo_sung_truoc_tn da_tiep_nhan dang_thu_ly cho_bo_sung cho_lien_thong cho_nv_tai_chinh | da_rut | tiep_nhan
dung              | da_tiep_nhan dang_thu_ly cho_bo_sung cho_lien_thong cho_nv_tai_chinh da_chuyen | dung_xu_ly | lanh_dao
chuyen_co_quan    | dang_thu_ly | da_chuyen | chuyen_mon
nhan_ket_qua      | da_chuyen | cho_tra | chuyen_mon van_thu
xin_loi           | da_tiep_nhan dang_thu_ly cho_bo_sung cho_lien_thong cho_nv_tai_chinh trinh_ky da_ky da_chuyen | = | lanh_dao
sua_thong_tin     | cho_tiep_nhan bo_sung_truoc_tn da_tiep_nhan dang_thu_ly cho_bo_sung cho_lien_thong cho_nv_tai_chinh trinh_ky da_ky da_chuyen cho_tra | = | tiep_nhan chuyen_mon to_truong
ghi_chu           | cho_tiep_nhan bo_sung_truoc_tn da_tiep_nhan dang_thu_ly cho_bo_sung cho_lien_thong cho_nv_tai_chinh trinh_ky da_ky da_chuyen cho_tra | = | tiep_nhan chuyen_mon to_truong lanh_dao van_thu
chon_ban_sua      | cho_tiep_nhan bo_sung_truoc_tn da_tiep_nhan dang_thu_ly cho_bo_sung cho_lien_thong cho_nv_tai_chinh trinh_ky da_ky da_chuyen cho_tra | = | tiep_nhan chuyen_mon to_truong
xac_nhan_gio      | cho_tiep_nhan bo_sung_truoc_tn tu_choi_tn da_tiep_nhan dang_thu_ly cho_bo_sung cho_lien_thong cho_nv_tai_chinh trinh_ky da_ky cho_tra da_tra da_rut dung_xu_ly da_chuyen | = | to_truong
khong_trung       | cho_tiep_nhan bo_sung_truoc_tn tu_choi_tn da_tiep_nhan dang_thu_ly cho_bo_sung cho_lien_thong cho_nv_tai_chinh trinh_ky da_ky cho_tra da_tra da_rut dung_xu_ly da_chuyen | = | tiep_nhan chuyen_mon to_truong
in_phieu_giay     | nhap | phieu_giay | tiep_nhan
huy_phieu_giay    | phieu_giay | phieu_giay_huy | tiep_nhan to_truong
dinh_kem          | cho_tiep_nhan bo_sung_truoc_tn tu_choi_tn da_tiep_nhan dang_thu_ly cho_bo_sung cho_lien_thong cho_nv_tai_chinh trinh_ky da_ky cho_tra da_tra da_rut dung_xu_ly da_chuyen | = | tiep_nhan chuyen_mon to_truong van_thu
tinh_lai_han      | da_tiep_nhan dang_thu_ly cho_lien_thong trinh_ky da_ky da_chuyen | = | to_truong
nguyen_nhan_tre   | da_tiep_nhan dang_thu_ly cho_bo_sung cho_lien_thong cho_nv_tai_chinh trinh_ky da_ky da_chuyen cho_tra da_tra | = | chuyen_mon to_truong
dinh_chinh        | nhap | da_tiep_nhan | tiep_nhan chuyen_mon to_truong
go_dinh_kem       | cho_tiep_nhan bo_sung_truoc_tn tu_choi_tn da_tiep_nhan dang_thu_ly cho_bo_sung cho_lien_thong cho_nv_tai_chinh trinh_ky da_ky cho_tra da_tra da_rut dung_xu_ly da_chuyen | = | tiep_nhan chuyen_mon to_truong van_thu
dung_lai          | cho_tiep_nhan bo_sung_truoc_tn tu_choi_tn da_tiep_nhan dang_thu_ly cho_bo_sung cho_lien_thong cho_nv_tai_chinh trinh_ky da_ky cho_tra da_tra da_rut dung_xu_ly da_chuyen | = | tiep_nhan chuyen_mon to_truong van_thu
da_ky_so          | cho_tiep_nhan bo_sung_truoc_tn tu_choi_tn da_tiep_nhan dang_thu_ly cho_bo_sung cho_lien_thong cho_nv_tai_chinh trinh_ky da_ky cho_tra da_tra da_rut dung_xu_ly da_chuyen | = | tiep_nhan chuyen_mon to_truong van_thu
gui_bo_sung       | bo_sung_truoc_tn cho_bo_sung | = | nguoi_dan
niem_yet          | dang_thu_ly | = | chuyen_mon to_truong
y_kien_niem_yet   | dang_thu_ly cho_bo_sung cho_lien_thong cho_nv_tai_chinh | = | tiep_nhan chuyen_mon to_truong
het_niem_yet      | dang_thu_ly cho_bo_sung cho_lien_thong cho_nv_tai_chinh | = | chuyen_mon to_truong
gui_ban_thao      | dang_thu_ly | = | chuyen_mon to_truong
tra_loi_ban_thao  | dang_thu_ly cho_bo_sung cho_lien_thong cho_nv_tai_chinh | = | nguoi_dan
sua_khoan_thu     | da_tiep_nhan dang_thu_ly cho_bo_sung cho_lien_thong cho_nv_tai_chinh trinh_ky da_ky cho_tra da_tra da_rut dung_xu_ly da_chuyen | = | tiep_nhan to_truong
nghe_ban_thao     | dang_thu_ly cho_bo_sung cho_lien_thong cho_nv_tai_chinh | = | tiep_nhan chuyen_mon to_truong
ghi_so_ho_tich    | da_tiep_nhan dang_thu_ly cho_bo_sung cho_lien_thong cho_nv_tai_chinh trinh_ky da_ky cho_tra da_tra | = | tiep_nhan chuyen_mon to_truong
";

struct Row {
    kind: Kind,
    from: Vec<Status>,
    to: Option<Status>,
    who: Vec<Role>,
}

fn status(code: &str) -> Status {
    Status::ALL.into_iter().find(|status| status.code() == code).unwrap_or_else(|| panic!("no status {code}"))
}

fn role(code: &str) -> Role {
    Role::ALL.into_iter().find(|role| role.code() == code).unwrap_or_else(|| panic!("no role {code}"))
}

fn code(kind: Kind) -> String {
    serde_json::to_string(&kind).unwrap().trim_matches('"').to_owned()
}

fn rows() -> Vec<Row> {
    let lines = ACTS.lines().filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let kind = Kind::ALL.into_iter().find(|kind| code(*kind) == cells[0]).expect("a kind of act");
            let from = cells[1].split_whitespace().map(status).collect();
            let to = (cells[2] != "=").then(|| status(cells[2]));
            Row { kind, from, to, who: cells[3].split_whitespace().map(role).collect() }
        })
        .collect()
}

/// Somebody with this role and no other.
fn only(ward: &Ward, role: Role) -> Officer {
    Officer { roles: vec![role], fields: vec![], ..ward.officers[0].clone() }
}

pub(super) fn ctx<'a>(ward: &'a Ward, by: &'a Officer) -> Ctx<'a> {
    let now = Moment::at(Day::new(2018, 3, 12).unwrap(), 9, 0);
    Ctx { now, happened: now, claimed: now, by, lane: Some(Lane(0)), reissued: None, ward }
}

/// A dossier of the procedure, put into the status; none for a draft.
fn dossier_at(ward: &Ward, procedure: &str, status: Status) -> Option<Dossier> {
    let by = only(ward, Role::Receptionist);
    let mut ctx = ctx(ward, &by);
    (ctx.now, ctx.happened) = (ctx.now.plus_minutes(-60), ctx.now.plus_minutes(-60));
    let receive = crate::script::forms::receive(ward, procedure, ctx.happened.day());
    let act = crate::dossier::Act::Receive(crate::dossier::receive::Receive { number: 6000, ..receive });
    let mut record = None;
    for fact in decide(&ctx, dossier_id(1), None, &act).unwrap() {
        apply(&mut record, &fact);
    }
    // What waits for its citizen was asked for.
    let is_asked = matches!(status, Status::SupplementBefore | Status::AwaitSupplement);
    let asked = is_asked.then(|| Asked {
        at: ctx.happened,
        papers: vec!["Trích lục khai tử".to_owned()],
        reason: "thiếu giấy tờ".to_owned(),
        until: ctx.happened.day().plus(7),
        second: false,
    });
    let dossier = record.map(|dossier| Dossier { status, asked: asked.into_iter().collect(), ..dossier });
    dossier.filter(|_| status != Status::Draft)
}

/// A dossier that the act fits, and somebody who may do it.
pub(super) fn open_case(ward: &Ward, kind: Kind) -> (Option<Dossier>, Officer) {
    let row = rows().into_iter().find(|row| row.kind == kind).expect("a row for every kind");
    let procedure = if matches!(kind, Kind::Post | Kind::Object | Kind::EndPosting) {
        "DD-02"
    } else if kind == Kind::Forward {
        "DD-03"
    } else {
        "HT-09"
    };
    let by = if kind == Kind::Assign { demo::JUSTICE } else { demo::PORTAL };
    let by = Officer { id: by, ..only(ward, row.who[0]) };
    let mut dossier = dossier_at(ward, procedure, row.from[0]);
    // What hangs may still be objected to on its last day, and is ended after it.
    let left = [(Kind::Object, 0), (Kind::EndPosting, -1)].into_iter().find(|(of, _)| *of == kind);
    let left = left.map(|(_, left)| left);
    if let (Some(left), Some(dossier)) = (left, &mut dossier) {
        let today = ctx(ward, &by).happened.day();
        dossier.postings.push(Posting {
            place: "Trụ sở".to_owned(),
            content: "Kết quả kiểm tra".to_owned(),
            from: today.plus(left - 15),
            until: today.plus(left),
            term: Term::CalendarDays(15),
            outside: false,
            at: ctx(ward, &by).happened,
            by: by.id,
            objections: vec![],
            end: None,
        });
    }
    // A draft is sent of what came from afar, and answered once it is there.
    if let (Kind::SendProof | Kind::AnswerProof | Kind::HearProof, Some(dossier)) = (kind, &mut dossier) {
        dossier.channel = Channel::Online;
        let at = ctx(ward, &by).happened;
        let (lines, until) = (vec!["Họ và tên: Nguyễn Thị Lý".to_owned()], at.plus_minutes(60));
        let sent = Proof { at, by: by.id, lines, reply: String::new(), until, answer: None };
        dossier.proofs.extend((kind != Kind::SendProof).then_some(sent));
    }
    (dossier, by)
}

#[test]
fn the_acts_make_exactly_the_moves_of_the_notes() {
    let listed: BTreeSet<(Status, Status)> = MOVES
        .lines()
        .filter_map(|line| line.split_once(" → "))
        .flat_map(|(from, to)| to.split_whitespace().map(move |to| (status(from), status(to))))
        .collect();
    let made: BTreeSet<(Status, Status)> = rows()
        .iter()
        .flat_map(|row| row.from.iter().filter_map(|from| Some((*from, row.to?))).collect::<Vec<_>>())
        .filter(|(from, to)| from != to)
        .collect();
    assert_eq!(made, listed);
    assert_eq!(rows().len(), Kind::ALL.len(), "an act is missing in the notes");
}

#[test]
fn nothing_leads_out_of_an_end() {
    let ends: Vec<Status> = Status::ALL.into_iter().filter(|status| status.is_terminal()).collect();
    assert_eq!(ends, ["tu_choi_tn", "da_tra", "da_rut", "dung_xu_ly", "phieu_giay_huy"].map(status));
    let moves = rows().into_iter().filter(|row| row.to.is_some()).collect::<Vec<_>>();
    assert!(moves.iter().all(|row| row.from.iter().all(|from| !ends.contains(from))));
}

/// Why the act is not open although role and status fit: what the dossier itself says.
fn held_back(row: &Row, role: Role, at: Status, procedure: &str) -> Option<Refusal> {
    // Nothing on this dossier waits for an answer, and no scan is there to be taken off.
    if row.kind.is_answer() || matches!(row.kind, Kind::Detach | Kind::SignScans) {
        return Some(Refusal::Settled);
    }
    // Neither procedure posts its dossiers, so nothing hangs.
    if matches!(row.kind, Kind::Object | Kind::EndPosting) {
        return Some(Refusal::Settled);
    }
    // It came in at the counter, so nobody is sent a draft.
    if matches!(row.kind, Kind::AnswerProof | Kind::HearProof) {
        return Some(Refusal::Settled);
    }
    if row.kind == Kind::SendProof {
        return Some(Refusal::field(
            "main",
            "Chỉ gửi bản thảo cho hồ sơ hộ tịch nộp trực tuyến.",
            "Drafts are sent only of civil-status dossiers that came online.",
        ));
    }
    if row.kind == Kind::Post {
        return Some(Refusal::field(
            "main",
            "Thủ tục này không niêm yết công khai hồ sơ.",
            "Dossiers of this procedure are not posted in public.",
        ));
    }
    // The calendar is the one it was received by, and nothing is late.
    if row.kind == Kind::Recount {
        return Some(Refusal::NoLaterDue);
    }
    if row.kind == Kind::Cause {
        return Some(Refusal::NotLate);
    }
    let forwarded = procedure == "DD-03";
    if row.kind == Kind::Submit && forwarded {
        return Some(Refusal::ForwardOnly);
    }
    if row.kind == Kind::Forward && !forwarded {
        return Some(Refusal::NotForwardOnly);
    }
    if row.kind == Kind::EnterCivil && forwarded {
        return Some(Refusal::field(
            "main",
            "Thủ tục này không vào sổ hộ tịch.",
            "This procedure is entered in no civil-status register.",
        ));
    }
    // The first request is the specialist's; the head only allows a second.
    if row.kind == Kind::AskMore && role == Role::Head {
        return Some(Refusal::NotPermitted { needs: vec![Role::Specialist] });
    }
    // Taking a dossier from a colleague is the head's decision.
    if row.kind == Kind::Assign && at == Status::InWork && role != Role::Head {
        return Some(Refusal::NotPermitted { needs: vec![Role::Head] });
    }
    None
}

fn expected(row: &Row, role: Role, at: Status, procedure: &str) -> Result<(), Refusal> {
    if !row.who.contains(&role) {
        let needs = BTreeSet::from_iter(row.who.iter().copied());
        return Err(Refusal::NotPermitted { needs: needs.into_iter().collect() });
    }
    if !row.from.contains(&at) {
        // The fast lane began with drafts alone, and what it refuses it refuses in the same words.
        let begins = row.from.as_slice() == [Status::Draft] || row.kind == Kind::FastLane;
        return Err(match (at == Status::Draft, begins) {
            (true, _) => Refusal::Gone,
            (false, true) => Refusal::Exists,
            (false, false) => Refusal::WrongStatus { status: at, kind: row.kind },
        });
    }
    held_back(row, role, at, procedure).map_or(Ok(()), Err)
}

/// Roles of a refusal in one order: the sentence lists them, the order decides nothing.
fn in_order(verdict: Result<(), Refusal>) -> Result<(), Refusal> {
    verdict.map_err(|mut refusal| {
        if let Refusal::NotPermitted { needs } = &mut refusal {
            needs.sort();
        }
        refusal
    })
}

#[test]
fn every_status_act_and_role_gets_the_verdict_of_the_notes() {
    let ward = demo::ward().unwrap();
    let (rows, mut seen) = (rows(), 0);
    for procedure in ["HT-09", "DD-03"] {
        for at in Status::ALL {
            let dossier = dossier_at(&ward, procedure, at);
            for role in Role::ALL {
                let by = only(&ward, role);
                for row in &rows {
                    let verdict = in_order(may(&ctx(&ward, &by), dossier.as_ref(), row.kind));
                    let expected = expected(row, role, at, procedure);
                    assert_eq!(verdict, expected, "{:?} of a {procedure} at {at:?} by {role:?}", row.kind);
                    seen += 1;
                }
            }
        }
    }
    assert_eq!(seen, 2 * 18 * 9 * 46);
}

/// In a small ward most people wear two hats: two roles may exactly what either may.
#[test]
fn roles_add_up_and_take_nothing_away() {
    let ward = demo::ward().unwrap();
    let somebody = only(&ward, Role::Citizen);
    for at in Status::ALL {
        let dossier = dossier_at(&ward, "HT-09", at);
        for row in rows() {
            let open = |roles: Vec<Role>| {
                let by = Officer { roles, ..somebody.clone() };
                may(&ctx(&ward, &by), dossier.as_ref(), row.kind).is_ok()
            };
            for (i, first) in Role::ALL.into_iter().enumerate() {
                for second in Role::ALL.into_iter().skip(i + 1) {
                    let either = open(vec![first]) || open(vec![second]);
                    let both = open(vec![first, second]);
                    assert_eq!(both, either, "{:?} at {at:?} by {first:?} and {second:?}", row.kind);
                }
            }
        }
    }
}

#[test]
fn every_listed_move_arrives_and_every_other_changes_nothing() {
    let ward = demo::ward().unwrap();
    for row in rows() {
        let of = [(Kind::Forward, "DD-03"), (Kind::FastLane, "CT-01")];
        let procedure = of.iter().find(|(kind, _)| *kind == row.kind).map_or("HT-09", |(_, id)| *id);
        for at in Status::ALL {
            for role in &row.who {
                let by = only(&ward, *role);
                let ctx = ctx(&ward, &by);
                let dossier = dossier_at(&ward, procedure, at);
                let mut act = any::act(&mut Dice::new(7), &ctx, dossier.as_ref(), row.kind);
                if let crate::dossier::Act::Assign(assign) = &mut act {
                    assign.to = demo::JUSTICE;
                }
                let allowed = expected(&row, *role, at, procedure).is_ok();
                match decide(&ctx, dossier_id(1), dossier.as_ref(), &act) {
                    // A specialist takes only for themselves; this one is not JUSTICE.
                    Err(Refusal::NotPermitted { .. }) if row.kind == Kind::Assign && *role != Role::Head => {}
                    Err(refusal) => assert!(!allowed, "{:?} at {at:?}: {refusal:?}", row.kind),
                    Ok(facts) => {
                        assert!(allowed, "{:?} at {at:?} by {role:?} went through", row.kind);
                        let mut record = dossier;
                        facts.iter().for_each(|fact| apply(&mut record, fact));
                        assert_eq!(record.unwrap().status, row.to.unwrap_or(at), "{:?}", row.kind);
                    }
                }
            }
        }
    }
}

/// The table that the office reads and signs: who may do which act at all.
#[test]
fn the_table_of_roles_is_the_reviewed_one() {
    let mut csv = String::from("viec");
    Role::ALL.iter().for_each(|role| csv += &format!(",{}", role.code()));
    csv.push('\n');
    for kind in Kind::ALL {
        csv += &code(kind);
        for role in Role::ALL {
            csv += if kind.spec().who.contains(&role) { ",x" } else { "," };
        }
        csv.push('\n');
    }
    expect_file!["roles.csv"].assert_eq(&csv);
}
