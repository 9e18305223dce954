//! From the words of a line to the act they mean.
//!
//! Not here: verdicts (`dossier`).
//! Invariant: what a line does not say is filled in so that the act has no fault of its own.

use super::{Line, Story, forms};
use crate::dossier::amend::{Amend, Details, Note};
use crate::dossier::apologise::Apologise;
use crate::dossier::ask_more::{AskMore, Supplement};
use crate::dossier::assign::Assign;
use crate::dossier::attach::{Attach, Detach};
use crate::dossier::blank::{Reserve, VoidSlip};
use crate::dossier::cause::{Cause, Why};
use crate::dossier::civil::{self, EnterCivil};
use crate::dossier::code::LANE_FIRST;
use crate::dossier::consult::{Consult, Reply};
use crate::dossier::correct_fee::{Change, CorrectFee};
use crate::dossier::fast_lane::FastLane;
use crate::dossier::forward::{Forward, ResultArrived};
use crate::dossier::hand_over::HandOver;
use crate::dossier::intake::{AskBefore, Form, Lodge, Refuse};
use crate::dossier::payment::{AskPayment, Paid};
use crate::dossier::posting::{EndPosting, Object, Post};
use crate::dossier::proof::{AnswerProof, SendProof};
use crate::dossier::receive::{FeeTaken, Receive};
use crate::dossier::record::{Channel, Decision, Given, Group, PaperTaken, Payment};
use crate::dossier::recount::Recount;
use crate::dossier::redo::{Corrects, Mistake, Redo};
use crate::dossier::reuse::{Reuse, Source};
use crate::dossier::sign::{SendBack, Sign, Unsign};
use crate::dossier::sign_scans::SignScans;
use crate::dossier::stamp::Stamp;
use crate::dossier::stop::{Stop, Withdraw};
use crate::dossier::submit::Submit;
use crate::dossier::supply::Supply;
use crate::dossier::{Act, Dossier};
use crate::id::BlockId;
use crate::moment::{Day, Moment};
use crate::scan::{Digest, File, FileKind};

/// How long a citizen gets to come back, in days.
const COME_BACK_DAYS: i64 = 7;

impl Story {
    pub(super) fn act_of(&self, line: &Line) -> Act {
        let said = |key: &str, or: &str| line.value(key).unwrap_or(or).to_owned();
        let reason = said("lý-do", "theo biên bản");
        let until = self.now.day().plus(COME_BACK_DAYS);
        let paper = said("giấy", "Trích lục khai tử");
        match line.verb {
            "nộp" => {
                Act::Lodge(Lodge { form: self.form(line), secret: "7K2MPX".to_owned(), scans: vec![] })
            }
            "tiếp-nhận" => Act::Receive(self.receive(line)),
            // Without a procedure: of what waits. With one it begins a dossier, as it always did.
            "làm-nhanh" => Act::FastLane(FastLane {
                waited: line.bare.is_empty(),
                receive: self.receive(line),
                summary: "Chứng thực 02 bản sao".to_owned(),
                signer: self.officer(&said("ký", "vân")),
                stamp: said("số-văn-bản", "215"),
                receiver: said("người-nhận", "Nguyễn Thị Lý"),
                given: line.value("cách").map(|way| given(line, way)),
            }),
            "hướng-dẫn" => {
                Act::AskBefore(AskBefore { form: self.new_form(line), papers: vec![paper], reason, until })
            }
            "từ-chối" => Act::Refuse(Refuse {
                form: self.new_form(line),
                reason,
                go_to: said("nơi-đến", ""),
                approved_by: self.officer(&said("duyệt", "sơn")),
            }),
            "phân-công" => {
                Act::Assign(Assign { to: self.officer(&said("cho", line.who)), reason: said("lý-do", "") })
            }
            "yêu-cầu-bổ-sung" => Act::AskMore(AskMore { papers: vec![paper], reason, until }),
            "nhận-bổ-sung" => Act::Supplement(Supplement {
                papers: vec![paper_taken(paper)],
                enough: said("vẫn-đủ", ""),
            }),
            "phối-hợp" => Act::Consult(Consult {
                agency: said("cơ-quan", "UBND phường Hòa Hiệp Nam"),
                question: "Xác minh tình trạng hôn nhân".to_owned(),
                until,
                extends: line.says("hạn-dài"),
            }),
            "nhận-trả-lời" => Act::Reply(Reply { answer: "Chưa đăng ký kết hôn".to_owned() }),
            "yêu-cầu-nộp-tiền" => Act::AskPayment(AskPayment { reason }),
            "đã-nộp-tiền" => Act::Paid(Paid { receipt: said("biên-lai", "CT 77") }),
            "trình-ký" => Act::Submit(Submit {
                decision: decision(line),
                summary: said("nội-dung", "Cấp giấy xác nhận"),
            }),
            "trả-lại" => Act::SendBack(SendBack { reason }),
            "ký" => Act::Sign(Sign { taking_over: line.says("thay-ca") }),
            "hủy-ký" => Act::Unsign(Unsign { reason }),
            "đóng-dấu" => {
                let on = Day::parse_any(&said("ngày", "")).unwrap_or(self.now.day());
                Act::Stamp(Stamp { number: said("số-văn-bản", "34/XN-UBND"), on })
            }
            "trả-kết-quả" => Act::HandOver(hand_over(line)),
            "rút" => Act::Withdraw(Withdraw {
                reason,
                returned: line.value("trả-lại").map(str::to_owned).into_iter().collect(),
            }),
            "dừng" => Act::Stop(Stop { reason }),
            "chuyển" => forward(said("cơ-quan", "Văn phòng đăng ký đất đai"), &said("hẹn", "")),
            "nhận-kết-quả" => Act::ResultArrived(ResultArrived {
                decision: decision(line),
                summary: said("nội-dung", "Đã xác nhận biến động"),
                number: said("số-văn-bản", "88/VPĐK"),
            }),
            "xin-lỗi" => Act::Apologise(Apologise { reason, promised: promised(line) }),
            "sửa" => Act::Amend(self.amend(line)),
            "in-phiếu" => Act::Reserve(Reserve {
                block: BlockId(uuid::Uuid::from_u128(said("tập", "1").parse().expect("a number"))),
                day: line.bare.first().and_then(|day| Day::parse_any(day)).unwrap_or(self.now.day()),
                number: line.value("dải").and_then(|n| n.parse().ok()).unwrap_or(LANE_FIRST + self.given),
                secret: "7K2MPX".to_owned(),
            }),
            "hủy-phiếu" => Act::VoidSlip(VoidSlip { reason: said("lý-do", "viết hỏng") }),
            "tính-lại" => {
                Act::Recount(Recount { decision: said("văn-bản", "Công điện 05/CĐ-UBND") })
            }
            "nguyên-nhân" => Act::Cause(Cause { why: why(line), detail: said("nói-rõ", "") }),
            "đính-chính" => Act::Redo(self.redo(line)),
            "ghi-chú" => Act::Note(Note { text: said("nội-dung", "Đã gọi điện") }),
            "đính-kèm" => Act::Attach(attach(line)),
            "ghi-sổ" => Act::EnterCivil(self.enter_civil(line)),
            "niêm-yết" => Act::Post(self.post(line)),
            "ý-kiến" => Act::Object(self.object(line)),
            "gửi-bản-thảo" | "trả-lời-bản-thảo" | "nghe-bản-thảo" => proof(line),
            "sửa-khoản-thu" => Act::CorrectFee(self.correct_fee(line)),
            "hết-niêm-yết" => Act::EndPosting(EndPosting { note: said("ghi-chú", "") }),
            "dùng-lại" => Act::Reuse(self.reuse(line)),
            "đã-ký-số" => Act::SignScans(SignScans {
                digests: said("tệp", "trang 1").split(", ").map(digest).collect(),
                signer: said("người", "Nguyễn Thị Hà"),
                on: Day::parse_any(&said("ngày", "")).unwrap_or(self.now.day()),
            }),
            "gửi-ảnh" => Act::Supply(self.supply(line)),
            "gỡ" => Act::Detach(Detach { digest: digest(&said("tệp", "trang 1")), reason }),
            other => panic!("nobody knows how to {other}"),
        }
    }

    /// The scan `tệp=` of the dossier `của=`, used again for the paper `giấy=`.
    fn reuse(&self, line: &Line) -> Reuse {
        let old = line.value("của").and_then(|name| self.dossiers.get(name)).expect("the dossier it is of");
        let wanted = digest(line.value("tệp").unwrap_or("trang 1"));
        let known = old.scans.iter().find(|scan| scan.file.digest == wanted).map(|scan| scan.file.clone());
        let code = old.code.clone().expect("received");
        Reuse {
            paper: line.value("giấy").unwrap_or_default().to_owned(),
            file: known.unwrap_or_else(|| attach(line).file),
            from: Source { id: old.id, code },
        }
    }

    /// A photograph `tệp=` of the paper `giấy=`, for the request that is open.
    fn supply(&self, line: &Line) -> Supply {
        let request = self.dossiers.get(line.name).and_then(|dossier| dossier.asked.last());
        let papers = line.value("giấy").map(|papers| papers.split(", ").collect::<Vec<_>>());
        let papers = papers.unwrap_or_else(|| {
            request.map(|request| request.papers.iter().map(String::as_str).collect()).unwrap_or_default()
        });
        let tried = line.value("yêu-cầu").map_or(request.map(|request| request.at), |at| Some(moment(at)));
        let of = |(place, paper): (usize, &&str)| {
            let mut scan = attach(line);
            scan.paper = (*paper).to_owned();
            if place > 0 {
                let name = format!("{}{}", line.value("tệp").unwrap_or("trang 1"), place + 1);
                scan.file = File { digest: digest(&name), name: format!("{name}.jpg"), ..scan.file };
            }
            scan
        };
        Supply { asked: tried.unwrap_or(self.now), scans: papers.iter().enumerate().map(of).collect() }
    }

    /// The result of the dossier `của=`, made anew.
    fn redo(&self, line: &Line) -> Redo {
        let old =
            line.value("của").and_then(|name| self.dossiers.get(name)).expect("the dossier it corrects");
        let form = Form {
            procedure: old.procedure.clone(),
            channel: old.channel,
            assisted: false,
            applicant: old.applicant.clone(),
            contact: old.contact.clone(),
            papers: vec![],
            sets: 1,
            delivery: old.delivery,
        };
        let mistake = if line.says("dân-sai") { Mistake::Citizen } else { Mistake::Office };
        let corrects = Corrects {
            id: old.id,
            code: old.code.clone().expect("a received dossier has a code"),
            wrong: line.value("sai").unwrap_or("ngày sinh 14/03/1990, không phải 14/08/1990").to_owned(),
            mistake,
        };
        Redo { corrects, form, number: LANE_FIRST + self.given, secret: "7K2MPX".to_owned() }
    }

    /// The form of the named procedure, or of the dossier that waits.
    fn form(&self, line: &Line) -> Form {
        let waiting = self.dossiers.get(line.name).map(|dossier| dossier.procedure.id.as_str());
        let on = line.value("viết-tay").map_or(self.now, moment).day();
        let procedure = line.bare.first().copied().or(waiting).expect("a procedure: HT-09");
        let mut form = forms::form(&self.ward, procedure, on);
        if line.says("thiếu") {
            form.papers.pop();
        }
        if line.says("trực-tuyến") {
            form.channel = Channel::Online;
        }
        let fields = [("tên", &mut form.applicant.name), ("số", &mut form.applicant.number)];
        for (key, field) in fields {
            if let Some(value) = line.value(key) {
                *field = value.to_owned();
            }
        }
        form
    }

    /// A form only where the line names a procedure: without one, the dossier waits already.
    fn new_form(&self, line: &Line) -> Option<Form> {
        (!line.bare.is_empty()).then(|| self.form(line))
    }

    fn receive(&self, line: &Line) -> Receive {
        let form = self.form(line);
        let fee = fee_said(line, forms::fee_taken(&self.ward, &form));
        let number = line.value("dải").and_then(|n| n.parse().ok()).unwrap_or(LANE_FIRST + self.given);
        let by_hand = line.value("viết-tay").map(moment);
        Receive { form, fee, number, secret: "7K2MPX".to_owned(), by_hand }
    }

    fn enter_civil(&self, line: &Line) -> EnterCivil {
        let dossier: &Dossier = &self.dossiers[line.name];
        let said = |key: &str, or: &str| line.value(key).unwrap_or(or).to_owned();
        let given = match line.value("lỗi") {
            Some(error) => civil::Given::Error(error.to_owned()),
            None => civil::Given::Line(civil::Line {
                number: said("số", "12"),
                book: said("quyển", "01/2018"),
                on: Day::parse_any(&said("ngày", "")).unwrap_or(self.now.day()),
                personal: said("định-danh", ""),
            }),
        };
        let standing = dossier.civil.as_ref().map_or(0, |civil| civil.version);
        let seen = line.value("thấy").and_then(|n| n.parse().ok()).unwrap_or(standing);
        EnterCivil { given, seen, reason: said("lý-do", "") }
    }

    fn post(&self, line: &Line) -> Post {
        let said = |key: &str, or: &str| line.value(key).unwrap_or(or).to_owned();
        Post {
            place: said("nơi", "Trụ sở UBND phường"),
            content: said("nội-dung", "Kết luận của hội đồng"),
            from: Day::parse_any(&said("từ", "")).unwrap_or(self.now.day()),
        }
    }

    /// A new objection, or how the one `số=` was settled.
    fn object(&self, line: &Line) -> Object {
        let said = |key: &str, or: &str| line.value(key).unwrap_or(or).to_owned();
        let settled = said("giải-quyết", "");
        let number = line.value("số").and_then(|n| n.parse().ok()).unwrap_or(0_u32);
        let posting = self.dossiers.get(line.name).and_then(|dossier| dossier.postings.last());
        let known = (number as usize).checked_sub(1).zip(posting);
        match known.and_then(|(place, posting)| posting.objections.get(place)) {
            Some(old) => Object { number, who: old.who.clone(), on: old.on, said: old.said.clone(), settled },
            None => Object {
                number,
                who: said("ai", "Trần Văn Đức"),
                on: Day::parse_any(&said("ngày", "")).unwrap_or(self.now.day()),
                said: said("nội-dung", "Ranh giới lấn sang đất nhà tôi"),
                settled,
            },
        }
    }

    /// `biên-lai=` alone is another number; `hoàn=` gives back so much; anything else counts the fee again: `bản=2`, or
    /// the reception's words for the payment. `thấy=` is the sum that its author saw, where it is another by now.
    fn correct_fee(&self, line: &Line) -> CorrectFee {
        let dossier: &Dossier = &self.dossiers[line.name];
        let said = |key: &str, or: &str| line.value(key).unwrap_or(or).to_owned();
        let counted = line.value("bản").is_some() || line.value("phí").is_some();
        let change = match (line.value("hoàn"), counted) {
            (Some(vnd), _) => {
                Change::Repay { vnd: vnd.parse().expect("a sum"), to: said("cho", "Nguyễn Thị Lý") }
            }
            (None, false) => Change::Receipt(said("biên-lai", "")),
            (None, true) => {
                let form = forms::form(&self.ward, &dossier.procedure.id, self.now.day());
                let mut fee = fee_said(line, forms::fee_taken(&self.ward, &form));
                fee.ask.copies = line.value("bản").and_then(|n| n.parse().ok()).unwrap_or(1);
                if fee.payment == Payment::Taken {
                    fee.receipt = said("biên-lai", &dossier.fee.receipt);
                }
                Change::Amount(fee)
            }
        };
        let mut saw = dossier.fee.standing();
        if let Some(vnd) = line.value("thấy").and_then(|vnd| vnd.parse().ok()) {
            saw.vnd = vnd;
        }
        CorrectFee { change, saw, reason: said("lý-do", "") }
    }

    fn amend(&self, line: &Line) -> Amend {
        let dossier: &Dossier = &self.dossiers[line.name];
        let details = match line.value("điện-thoại") {
            Some(phone) => {
                let mut contact = dossier.contact.clone();
                contact.phone = phone.to_owned();
                Details::Contact(contact)
            }
            None => {
                let mut applicant = dossier.applicant.clone();
                let fields = [("tên", &mut applicant.name), ("số", &mut applicant.number)];
                for (key, field) in fields {
                    if let Some(value) = line.value(key) {
                        *field = value.to_owned();
                    }
                }
                Details::Applicant(applicant)
            }
        };
        let seen_version = dossier.version_of(match details {
            Details::Applicant(_) => Group::Applicant,
            Details::Contact(_) => Group::Contact,
        });
        let reason = line.value("lý-do").unwrap_or_default().to_owned();
        Amend { details, seen_version, reason, leaves_kept: true, keeps_old: true }
    }
}

/// `phí=nợ`, `phí=miễn`, or taken.
fn fee_said(line: &Line, mut fee: FeeTaken) -> FeeTaken {
    match line.value("phí") {
        Some("nợ") => (fee.payment, fee.receipt) = (Payment::Owed, String::new()),
        Some("miễn") => {
            (fee.payment, fee.exempt_reason) = (Payment::Exempt, "Hộ nghèo".to_owned());
            fee.receipt.clear();
        }
        Some(_) | None => {}
    }
    fee
}

/// A draft of `nội-dung=`, its items apart by `; `; or the answer to draft `bản=`: agreed, or `không sai=`.
fn proof(line: &Line) -> Act {
    let said = |key: &str, or: &str| line.value(key).unwrap_or(or).to_owned();
    if line.verb == "gửi-bản-thảo" {
        let lines = said("nội-dung", "Họ và tên: Nguyễn Thị Lý; Chưa đăng ký kết hôn với ai");
        let lines = lines.split("; ").map(str::to_owned).collect();
        return Act::SendProof(SendProof { lines, reply: said("trả-lời", "") });
    }
    let number = line.value("bản").and_then(|n| n.parse().ok()).unwrap_or(1);
    let answer = AnswerProof { number, agrees: !line.says("không"), wrong: said("sai", "") };
    if line.verb == "nghe-bản-thảo" { Act::HearProof(answer) } else { Act::AnswerProof(answer) }
}

fn why(line: &Line) -> Why {
    let code = line.bare.first().copied().unwrap_or("thieu_nguoi");
    Why::ALL.into_iter().find(|why| why.code() == code).unwrap_or_else(|| panic!("no cause {code}"))
}

/// The bytes of a story's file are its name.
fn digest(name: &str) -> Digest {
    Digest::of(name.as_bytes())
}

fn attach(line: &Line) -> Attach {
    let name = line.value("tệp").unwrap_or("trang 1");
    let bytes = line.value("cỡ").map_or(200_000, |bytes| bytes.parse().expect("a number"));
    let name_of_file = format!("{name}.jpg");
    Attach {
        paper: line.value("giấy").unwrap_or_default().to_owned(),
        file: File { digest: digest(name), bytes, kind: FileKind::Jpeg, pages: Some(1), name: name_of_file },
        instead_of: line.value("thay").map(digest),
    }
}

fn paper_taken(name: String) -> PaperTaken {
    PaperTaken { name, originals: 1, copies: 0, supplemented: None }
}

fn decision(line: &Line) -> Decision {
    if line.says("từ-chối") { Decision::Deny } else { Decision::Grant }
}

fn forward(agency: String, promised: &str) -> Act {
    Act::Forward(Forward { agency, until: Day::parse_any(promised) })
}

fn hand_over(line: &Line) -> HandOver {
    let payment = match line.value("phí") {
        Some("thu") => Some(Payment::Taken),
        Some("nợ") => Some(Payment::Owed),
        Some("không") => Some(Payment::Free),
        Some(_) | None => None,
    };
    HandOver {
        receiver: line.value("người-nhận").unwrap_or("Nguyễn Thị Lý").to_owned(),
        slip_collected: !line.says("mất-giấy"),
        statement: line.value("cam-kết").unwrap_or_default().to_owned(),
        payment,
        receipt: line.value("biên-lai").unwrap_or_default().to_owned(),
        settles: line.value("phí") == Some("thu"),
        given: line.value("cách").map(|way| given(line, way)),
    }
}

/// `cách=tai_quay đã-xem=can_cuoc ủy-quyền=Giấy_số_3 số-bản=2`, each by its stored code.
fn given(line: &Line, way: &str) -> Given {
    let code = |text: &str| serde_json::Value::String(text.replace(' ', "_"));
    Given {
        way: serde_json::from_value(code(way)).expect("a way of delivery"),
        checked: line
            .value("đã-xem")
            .map(|said| serde_json::from_value(code(said)).expect("what was checked")),
        authorisation: line.value("ủy-quyền").unwrap_or_default().to_owned(),
        copies: line.value("số-bản").map(|n| n.parse().expect("copies")),
    }
}

/// `hẹn=17:00_28/02/2018`
fn promised(line: &Line) -> Moment {
    moment(line.value("hẹn").expect("a new date: hẹn=17:00_28/02/2018"))
}

/// `17:00 28/02/2018`
fn moment(said: &str) -> Moment {
    let (time, day) = said.split_once(' ').expect("a time and a day");
    let (hour, minute) = time.split_once(':').expect("hours and minutes");
    let number = |text: &str| text.parse().expect("a number");
    Moment::at(Day::parse_any(day).expect("a day"), number(hour), number(minute))
}
