//! Hồ sơ dựng riêng cho hình: what the demo ward's year and last weeks do not show, played by the same acts as a person's.
//!
//! Not here: the year and the last weeks (`server::demo`), the drawing (`main`).
//! Invariant: every act happens at the moment for which it is told, so that its papers follow the law of that day.

use shared::demo::{CLERK, HEAD, JUSTICE, LAND, RECEPTION, SOCIAL, VICE_1, VICE_2};
use shared::dossier::Act;
use shared::dossier::apologise::Apologise;
use shared::dossier::ask_more::{AskMore, Supplement};
use shared::dossier::assign::Assign;
use shared::dossier::intake::{Form, Refuse};
use shared::dossier::posting::{EndPosting, Object, Post};
use shared::dossier::receive::{FeeTaken, Receive};
use shared::dossier::record::{Applicant, Contact, Decision, PaperTaken, Payment};
use shared::dossier::sign::Sign;
use shared::dossier::stamp::Stamp;
use shared::dossier::submit::Submit;
use shared::id::{DossierId, OfficerId};
use shared::moment::{Day, Moment};
use shared::script::forms::{self, hand_over};

use crate::house::House;

/// Some of the dossiers that are shown.
pub struct Cases {
    /// Under Thông tư 01/2018: with every paper but the refusal, and the refused one.
    pub by_circular_01: DossierId,
    pub refused_by_circular_01: DossierId,
    /// Its posting has ended.
    pub posted: DossierId,
    /// It hangs now, with an objection that nobody has settled.
    pub hangs: DossierId,
    /// The same procedure is not posted yet.
    pub to_be_posted: DossierId,
}

struct Citizen {
    name: &'static str,
    address: &'static str,
}

/// With the day on which they come and the number of their result.
const THROUGH_THE_YEAR: [(Citizen, (u32, u32), &str); 3] = [
    (citizen("Phan Văn Tín", "Tổ 11, phường Hòa Hiệp Bắc"), (1, 14), "31/2025"),
    (citizen("Lý Thị Ngọc Ánh", "Tổ 4, phường Hòa Hiệp Bắc"), (2, 18), "77/2025"),
    (citizen("Tạ Minh Khôi", "Tổ 27, phường Hòa Hiệp Bắc"), (5, 20), "246/2025"),
];

const fn citizen(name: &'static str, address: &'static str) -> Citizen {
    Citizen { name, address }
}

fn day(year: i32, month: u32, day: u32) -> Day {
    Day::new(year, month, day).expect("a day of the calendar")
}

/// A dossier while it is being told.
struct Case<'h> {
    house: &'h mut House,
    id: DossierId,
    form: Form,
    today: Day,
}

impl<'h> Case<'h> {
    /// The citizen comes with every paper that is always asked for.
    fn of(house: &'h mut House, n: u128, procedure: &str, who: &Citizen, today: Day) -> Case<'h> {
        let ward = house.store().ward();
        let form = Form {
            applicant: Applicant {
                name: who.name.to_owned(),
                // A canary: no paper shows it.
                number: "048190994242".to_owned(),
                birth: "1990".to_owned(),
                address: who.address.to_owned(),
                ..Applicant::default()
            },
            contact: Contact { phone: "0905000318".to_owned(), ..Contact::default() },
            sets: ward.catalogue.in_force(procedure, today).expect("in force").sets,
            ..forms::form(&ward, procedure, today)
        };
        // Far from the numbers that the demo's dice give.
        Case { house, id: DossierId(uuid::Uuid::from_u128((0x0700_8000_u128 << 64) | n)), form, today }
    }

    fn on(&mut self, today: Day) -> &mut Self {
        self.today = today;
        self
    }

    async fn at(&mut self, hour: u32, minute: u32, by: OfficerId, act: Act) -> &mut Self {
        self.house.act_at(Moment::at(self.today, hour, minute), by, self.id, act).await;
        self
    }

    /// Received in the morning and taken up by whoever works on it.
    async fn taken_up(&mut self, number: u16, by: OfficerId, fee: Payment) {
        let fee = FeeTaken { payment: fee, ..FeeTaken::default() };
        let (form, secret) = (self.form.clone(), "H7KM2P".to_owned());
        let receive = Act::Receive(Receive { form, fee, number, secret, by_hand: None });
        self.at(8, 40, RECEPTION, receive).await;
        self.at(9, 5, by, Act::Assign(Assign { to: by, reason: String::new() })).await;
    }

    /// Drafted, signed, stamped and returned on this day.
    async fn goes_through(&mut self, by: OfficerId, signer: OfficerId, (number, result): (&str, &str)) {
        let submit = Submit { decision: Decision::Grant, summary: result.to_owned() };
        self.at(9, 30, by, Act::Submit(submit)).await;
        self.at(10, 15, signer, Act::Sign(Sign { taking_over: true })).await;
        self.at(10, 40, CLERK, Act::Stamp(Stamp { number: number.to_owned(), on: self.today })).await;
        let given = hand_over(&self.form.applicant.name);
        self.at(15, 20, RECEPTION, Act::HandOver(given)).await;
    }
}

const SINGLE: &str = "Giấy xác nhận tình trạng hôn nhân";

/// A year under Thông tư 01/2018: the six forms.
async fn by_circular_01(house: &mut House) -> [DossierId; 2] {
    for (n, (who, (month, first), number)) in (1..).zip(&THROUGH_THE_YEAR) {
        let mut case = Case::of(house, n, "HT-09", who, day(2025, *month, *first));
        case.taken_up(1, JUSTICE, Payment::Taken).await;
        case.on(day(2025, *month, *first + 1)).goes_through(JUSTICE, VICE_1, (number, SINGLE)).await;
    }
    let who = citizen("Đoàn Thị Kim Cúc", "Tổ 19, phường Hòa Hiệp Bắc");
    let mut case = Case::of(house, 11, "HT-09", &who, day(2025, 3, 10));
    case.taken_up(1, JUSTICE, Payment::Taken).await;
    let paper = "Giấy xác nhận thông tin về cư trú";
    let ask = AskMore {
        papers: vec![paper.to_owned()],
        reason: "Thông tin nơi cư trú trong tờ khai chưa khớp với giấy tờ đã nộp".to_owned(),
        until: day(2025, 3, 18),
    };
    case.on(day(2025, 3, 11)).at(9, 10, JUSTICE, Act::AskMore(ask)).await;
    let brought = PaperTaken { name: paper.to_owned(), originals: 1, copies: 0, supplemented: None };
    let supplement = Supplement { papers: vec![brought], enough: String::new() };
    case.on(day(2025, 3, 13)).at(14, 25, RECEPTION, Act::Supplement(supplement)).await;
    let apologise = Apologise {
        reason: "Chờ kết quả xác minh của nơi thường trú trước đây".to_owned(),
        promised: Moment::at(day(2025, 3, 20), 17, 0),
    };
    case.on(day(2025, 3, 14)).at(10, 5, VICE_1, Act::Apologise(apologise)).await;
    case.on(day(2025, 3, 18)).goes_through(JUSTICE, VICE_1, ("118/2025", SINGLE)).await;
    let whole = case.id;
    let who = citizen("Mai Xuân Lộc", "Tổ 8, phường Hòa Hiệp Bắc");
    let mut case = Case::of(house, 12, "DD-02", &who, day(2025, 4, 8));
    let refuse = Refuse {
        form: Some(case.form.clone()),
        reason: "Thửa đất nằm ngoài địa giới phường, không thuộc thẩm quyền giải quyết của phường".to_owned(),
        go_to: "Ủy ban nhân dân phường Hòa Hiệp Nam".to_owned(),
        approved_by: HEAD,
    };
    case.at(9, 45, RECEPTION, Act::Refuse(refuse)).await;
    [whole, case.id]
}

fn post(content: &str, from: Day) -> Act {
    let place = "Trụ sở Ủy ban nhân dân phường Hải Vân và nhà sinh hoạt tổ dân phố".to_owned();
    Act::Post(Post { place, content: content.to_owned(), from })
}

/// Posted in public: one to the end, one that hangs with an objection, one whose days are over, one not yet.
async fn postings(house: &mut House) -> [DossierId; 3] {
    let who = citizen("Huỳnh Thị Mận", "Tổ 32, phường Hải Vân");
    let mut case = Case::of(house, 21, "DD-02", &who, day(2026, 10, 12));
    case.taken_up(1, LAND, Payment::Taken).await;
    let content =
        "Kết quả kiểm tra hồ sơ đăng ký đất đai lần đầu: nguồn gốc, thời điểm sử dụng, tình trạng tranh chấp";
    let hung = post(content, day(2026, 10, 13));
    case.on(day(2026, 10, 13)).at(8, 15, LAND, hung).await;
    let object = Object {
        number: 0,
        who: "Lương Văn Sáu".to_owned(),
        on: day(2026, 10, 20),
        said: "Ranh giới phía đông chưa đúng với hàng rào đang có".to_owned(),
        settled: "Đã đo lại ngày 22/10 có mặt hai bên, hai bên thống nhất ranh giới".to_owned(),
    };
    case.on(day(2026, 10, 23)).at(9, 20, LAND, Act::Object(object)).await;
    let end = Act::EndPosting(EndPosting { note: String::new() });
    case.on(day(2026, 10, 29)).at(8, 5, LAND, end).await;
    case.on(day(2026, 11, 4))
        .goes_through(LAND, VICE_2, ("214/GCN-UBND", "Giấy chứng nhận quyền sử dụng đất"))
        .await;
    let posted = case.id;

    let who = citizen("Trịnh Công Lành", "Tổ 15, phường Hải Vân");
    let mut case = Case::of(house, 22, "BT-03", &who, day(2026, 11, 17));
    case.taken_up(2, SOCIAL, Payment::Free).await;
    let content = "Kết luận của Hội đồng xác định mức độ khuyết tật phường";
    case.on(day(2026, 11, 18)).at(8, 20, SOCIAL, post(content, day(2026, 11, 18))).await;
    let object = Object {
        number: 0,
        who: "Vũ Thị Hạnh".to_owned(),
        on: day(2026, 11, 20),
        said: "Đề nghị xem lại mức độ khuyết tật đã kết luận".to_owned(),
        settled: String::new(),
    };
    case.on(day(2026, 11, 20)).at(14, 10, SOCIAL, Act::Object(object)).await;
    let hangs = case.id;

    let who = citizen("Bùi Thị Sen", "Tổ 6, phường Hải Vân");
    let mut case = Case::of(house, 23, "BT-06", &who, day(2026, 11, 16));
    case.taken_up(3, SOCIAL, Payment::Free).await;
    let content = "Kết quả rà soát hộ nghèo, hộ cận nghèo";
    case.on(day(2026, 11, 17)).at(8, 30, SOCIAL, post(content, day(2026, 11, 17))).await;

    let who = citizen("Cao Thị Thu Ba", "Tổ 21, phường Hải Vân");
    let mut case = Case::of(house, 24, "BT-01", &who, day(2026, 11, 19));
    case.taken_up(4, SOCIAL, Payment::Free).await;
    [posted, hangs, case.id]
}

/// Plays them into the house, whose demo ward has lived.
pub async fn live(house: &mut House) -> Cases {
    let [by_circular_01, refused_by_circular_01] = by_circular_01(house).await;
    let [posted, hangs, to_be_posted] = postings(house).await;
    Cases { by_circular_01, refused_by_circular_01, posted, hangs, to_be_posted }
}
