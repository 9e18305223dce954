//! What people of the demo say of the ward: some dozens in the article's year, and a few that stand open now.
//!
//! Not here: what may be done about one (`shared::feedback`), which is asked for every step.
//! Invariant: the same seed and the same moment give the same complaints; nothing happens after now, and no dossier is
//! touched.

use shared::demo::{CHAIR, CLERK, HEAD, RECEPTION, VICE_1};
use shared::feedback::{Channel, Feedback, Filing, Kind, Sender, Step, What};
use shared::id::{FeedbackId, OfficerId};
use shared::moment::{Day, Moment};
use shared::ward::Ward;
use uuid::Uuid;

use super::dice::Dice;
use super::office::{Office, Slot};
use super::people::People;
use crate::feedback::sealed;
use crate::store::{Fault, Store};

/// In the article's year.
const COUNT: usize = 36;
/// Canaries of these citizens begin here.
const CANARIES: usize = 200_000;

/// What somebody says, what the ward replies, and both as everybody reads them.
struct Tale(Kind, &'static str, &'static str, &'static str, &'static str);

const TALES: [Tale; 12] = [
    Tale(
        Kind::Conduct,
        "Sáng thứ hai tôi đến từ 7 giờ 30, chờ gần hai giờ mới tới lượt vì chỉ có một quầy làm việc.",
        "Phường xin lỗi. Từ tuần sau, sáng thứ hai mở hai quầy chứng thực và phát số thứ tự từ 7 giờ 15.",
        "Sáng thứ hai người dân chờ lâu vì chỉ có một quầy làm việc.",
        "Sáng thứ hai mở hai quầy chứng thực và phát số thứ tự từ 7 giờ 15.",
    ),
    Tale(
        Kind::Rule,
        "Đăng ký khai sinh cho con, bảng niêm yết ghi phải có giấy kết hôn bản chính, nhưng quầy nhận bản sao. Xin ghi lại cho đúng.",
        "Bảng niêm yết đã được sửa: xuất trình bản chính để đối chiếu, không phải nộp.",
        "Bảng niêm yết thủ tục khai sinh ghi chưa rõ việc xuất trình giấy kết hôn.",
        "Đã sửa bảng niêm yết: xuất trình bản chính để đối chiếu, không phải nộp.",
    ),
    Tale(
        Kind::Conduct,
        "Cán bộ nói trống không với mẹ tôi là người lớn tuổi, hỏi lại thì bảo về đọc bảng niêm yết.",
        "Tổ Một Cửa đã làm việc với người có liên quan và xin lỗi bác. Phường đã nhắc toàn tổ về cách xưng hô, hướng dẫn người cao tuổi.",
        "Cán bộ hướng dẫn người cao tuổi chưa chu đáo.",
        "Phường đã xin lỗi người phản ánh và nhắc toàn tổ về cách xưng hô, hướng dẫn.",
    ),
    Tale(
        Kind::Rule,
        "Chứng thực bản sao sao lại thu 2.000 đồng một trang, trang thứ ba thu 1.000? Chỗ khác tôi thấy thu khác.",
        "Mức thu theo Thông tư 226/2016/TT-BTC: 2.000 đồng mỗi trang, từ trang thứ ba 1.000 đồng, tối đa 200.000 đồng mỗi bản.",
        "Hỏi về mức thu phí chứng thực bản sao.",
        "Thu theo Thông tư 226/2016/TT-BTC: 2.000 đồng mỗi trang, từ trang thứ ba 1.000 đồng, tối đa 200.000 đồng mỗi bản.",
    ),
    Tale(
        Kind::Rule,
        "Xin cho nộp hồ sơ trợ cấp vào sáng thứ bảy vì công nhân khu công nghiệp đi làm cả tuần.",
        "Phường ghi nhận. Trước mắt, sáng thứ bảy đầu tháng có người trực nhận hồ sơ trợ cấp; lịch niêm yết tại quầy.",
        "Kiến nghị nhận hồ sơ vào sáng thứ bảy cho công nhân.",
        "Sáng thứ bảy đầu tháng có người trực nhận hồ sơ trợ cấp; lịch niêm yết tại quầy.",
    ),
    Tale(
        Kind::Conduct,
        "Hẹn 16 giờ trả kết quả nhưng 16 giờ 45 tôi mới nhận được, không ai báo trước.",
        "Phường xin lỗi vì không báo trước. Tổ đã quy định: chậm quá 15 phút phải gọi cho người nhận.",
        "Kết quả trả chậm so với giờ hẹn mà không được báo trước.",
        "Tổ Một Cửa quy định: chậm quá 15 phút phải gọi cho người nhận.",
    ),
    Tale(
        Kind::Rule,
        "Tờ khai xác nhận hộ nghèo có nhiều mục khó hiểu, nhà tôi ba người điền ba kiểu. Xin có mẫu điền sẵn.",
        "Phường đã treo ba tờ khai điền mẫu ở bàn viết và để tệp mẫu trên trang thủ tục.",
        "Kiến nghị có mẫu điền sẵn của tờ khai xác nhận hộ nghèo.",
        "Đã có ba tờ khai điền mẫu ở bàn viết và trên trang thủ tục.",
    ),
    Tale(
        Kind::Conduct,
        "Người hướng dẫn bảo tôi về lấy thêm giấy xác nhận của tổ dân phố, lên lại thì quầy nói không cần. Mất một buổi làm.",
        "Xin lỗi vì hướng dẫn sai. Giấy ấy không có trong danh mục; tổ đã nhắc chỉ đòi đúng giấy đã niêm yết.",
        "Hướng dẫn nộp giấy tờ không có trong danh mục.",
        "Đã nhắc toàn tổ chỉ yêu cầu đúng giấy tờ đã niêm yết.",
    ),
    Tale(
        Kind::Rule,
        "Đề nghị thêm chỗ để xe và mái che, trời mưa người dân đứng ngoài sân.",
        "Mái che đã lắp xong ở sân trước, thêm hai mươi chỗ để xe.",
        "Kiến nghị thêm chỗ để xe và mái che.",
        "Đã lắp mái che ở sân trước và thêm hai mươi chỗ để xe.",
    ),
    Tale(
        Kind::Rule,
        "Xác nhận tình trạng hôn nhân phải đi hỏi các nơi từng cư trú, sao phường không tự hỏi giúp?",
        "Theo Nghị định 123/2015/NĐ-CP, phường có văn bản hỏi nơi cư trú cũ khi người dân không chứng minh được; xin báo cán bộ khi nộp.",
        "Hỏi về việc xác minh tình trạng hôn nhân ở nơi cư trú cũ.",
        "Khi người dân không chứng minh được, phường có văn bản hỏi nơi cư trú cũ; xin báo cán bộ khi nộp.",
    ),
    Tale(
        Kind::Conduct,
        "Quạt và nước uống ở phòng chờ hỏng mấy hôm rồi mà không ai sửa.",
        "Đã thay quạt và bình nước trong ngày. Cảm ơn bà con đã nhắc.",
        "Quạt và nước uống ở phòng chờ hỏng.",
        "Đã thay quạt và bình nước trong ngày.",
    ),
    Tale(
        Kind::Rule,
        "Trên mạng ghi nộp trực tuyến được nhưng tới bước cuối lại bảo lên quầy. Vậy nộp trực tuyến để làm gì?",
        "Thủ tục ấy mới nhận trực tuyến một phần: điền trước ở nhà, bản chính và phí ở quầy. Phường đã ghi rõ điều này ngay đầu trang.",
        "Nộp trực tuyến nhưng vẫn phải lên quầy.",
        "Trang thủ tục đã ghi rõ ngay đầu: nộp trực tuyến một phần, bản chính và phí ở quầy.",
    ),
];

const NOT_OURS: &str =
    "Việc này thuộc thẩm quyền của cơ quan thuế; mời gửi tới chi cục thuế theo địa chỉ niêm yết.";
const ASKED: &str = "Xin cho biết ngày, giờ và quầy đã làm việc để phường xem lại.";
const TOLD: &str = "Khoảng 9 giờ sáng, ở quầy số 2.";

/// One complaint with its secret.
pub struct Said {
    pub one: Feedback,
    pub secret: String,
}

/// How one ends, in working days after it came in.
#[derive(Clone, Copy)]
struct End {
    classified: Option<usize>,
    asked: Option<(usize, Option<usize>)>,
    refused: Option<usize>,
    replied: Option<usize>,
    published: Option<usize>,
    by: OfficerId,
}

const OPEN: End =
    End { classified: None, asked: None, refused: None, replied: None, published: None, by: HEAD };

struct Teller<'a> {
    ward: &'a Ward,
    office: Office<'a>,
    people: People,
    dice: Dice,
}

impl Teller<'_> {
    fn at(&self, day: usize, minute: u32) -> Option<Moment> {
        self.office.moment(Slot { day, minute })
    }

    /// One that came in on the day of that place; what the rules refuse is not done.
    fn tell(&mut self, tale: &Tale, channel: Channel, day: usize, end: End) -> Option<Said> {
        let minute = self.dice.between(10, 200);
        let at = self.at(day, minute)?;
        let citizen = self.people.comes(&mut self.dice);
        let sender = match self.dice.below(10) {
            0..=2 => Sender::default(),
            3..=6 => {
                Sender { name: citizen.applicant.name, phone: citizen.contact.phone, ..Sender::default() }
            }
            _ => Sender { name: citizen.applicant.name, ..Sender::default() },
        };
        let id = Uuid::from_u64_pair(
            self.dice.throw() & !0xf000 | 0x4000,
            self.dice.throw() & (u64::MAX >> 2) | 0x8000_0000_0000_0000,
        );
        let secret: String =
            (0..6).map(|_| char::from(*self.dice.pick(b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789"))).collect();
        let filing = Filing {
            id: FeedbackId(id),
            secret: secret.clone(),
            kind: tale.0,
            content: tale.1.to_owned(),
            dossier: String::new(),
            sender,
        };
        let wrote = *self.dice.pick(&[RECEPTION, CLERK]);
        let mut one = filing.received(channel, at, (channel != Channel::Online).then_some(wrote));
        let mut steps: Vec<(usize, u32, Option<OfficerId>, What)> = Vec::new();
        let mut add = |day: Option<usize>, minute, by, what| {
            steps.extend(day.map(|day| (day, minute, by, what)));
        };
        let by = Some(end.by);
        add(end.classified, 250, by, What::Classify { kind: tale.0, about: vec![] });
        add(end.asked.map(|(asked, _)| asked), 260, by, What::Ask { question: ASKED.to_owned() });
        add(end.asked.and_then(|(_, told)| told), 300, None, What::Answer { text: TOLD.to_owned() });
        add(end.refused, 320, by, What::Refuse { reason: NOT_OURS.to_owned() });
        add(end.replied, 340, by, What::Reply { text: tale.2.to_owned() });
        let shown = What::Publish { content: tale.3.to_owned(), reply: tale.4.to_owned() };
        add(end.published, 400, by, shown);
        for (after, minute, by, what) in steps {
            let what = match by {
                Some(by) => one.decide(what, self.ward.officer(by)?, &self.ward.officers),
                None => one.answered(TOLD),
            };
            if let (Ok(what), Some(at)) = (what, self.at(day + after, minute)) {
                one.steps.push(Step { at, by, what });
            }
        }
        Some(Said { one, secret })
    }
}

fn channel(dice: &mut Dice) -> Channel {
    Channel::ALL[dice.weighted(&[5, 3, 2, 1])]
}

/// Those of the year: of thirty-six, one reply and one publication come too late.
fn year(ward: &Ward, year: i32, seed: u64) -> Vec<Said> {
    let (Some(first), Some(last)) = (Day::new(year, 1, 1), Day::new(year + 1, 1, 31)) else { return vec![] };
    let office = Office::new(&ward.calendar, first, last);
    let people = People::new("phường Hòa Hiệp Bắc, quận Liên Chiểu, TP Đà Nẵng", CANARIES);
    let mut teller = Teller { ward, office, people, dice: Dice::new(seed) };
    let days = teller.office.days.partition_point(|day| day.year() <= year).saturating_sub(30);
    let tell = |i: usize| {
        let dice = &mut teller.dice;
        let day = days * i / COUNT + dice.below(4);
        let replied = dice.between(3, 13) as usize;
        let mut end = End {
            classified: Some(dice.below(2)),
            replied: Some(replied),
            published: Some(replied + 1),
            by: if dice.chance(25) { VICE_1 } else { HEAD },
            ..OPEN
        };
        match i % 12 {
            4 => end.asked = Some((2, Some(3))),
            7 => end = End { refused: Some(1), classified: None, replied: None, published: None, ..end },
            _ if i == 14 => (end.replied, end.published) = (Some(18), Some(19)),
            _ if i == 26 => end.published = Some(replied + 5),
            _ => {}
        }
        let channel = channel(dice);
        teller.tell(&TALES[(i * 5 + i / 12) % TALES.len()], channel, day, end)
    };
    (0..COUNT).filter_map(tell).collect()
}

/// Those of the last weeks: one in every state, one that is late, one that names the head.
fn lately(ward: &Ward, now: Moment, seed: u64) -> Vec<Said> {
    let office = Office::new(&ward.calendar, now.day().plus(-60), now.day().plus(60));
    let today = office.days.partition_point(|day| *day <= now.day()).saturating_sub(1);
    let Some(start) = today.checked_sub(24) else { return vec![] };
    let people = People::new("phường Hải Vân, TP Đà Nẵng", CANARIES + 1_000);
    let mut teller = Teller { ward, office, people, dice: Dice::new(seed) };
    let work = End { classified: Some(1), ..OPEN };
    let done = End { replied: Some(6), published: Some(7), ..work };
    let ends = [
        (0, 0, Channel::Online, done),
        (1, 3, Channel::Counter, End { by: CHAIR, ..done }),
        (2, 4, Channel::Online, work),
        (3, 6, Channel::Phone, End { refused: Some(1), ..OPEN }),
        (4, 10, Channel::Online, work),
        (7, 13, Channel::Online, End { asked: Some((2, None)), ..work }),
        (5, 15, Channel::Letter, End { replied: Some(8), ..work }),
        (6, 18, Channel::Online, End { asked: Some((1, Some(3))), ..work }),
        (8, 22, Channel::Counter, OPEN),
        (10, 23, Channel::Online, OPEN),
        (11, 24, Channel::Online, OPEN),
    ];
    let tell = |(tale, after, channel, end): (usize, usize, Channel, End)| {
        teller.tell(&TALES[tale], channel, start + after, end)
    };
    let mut all: Vec<Said> = ends.into_iter().filter_map(tell).collect();
    if let Some(named) = all.get_mut(9) {
        let head = ward.officer(HEAD).map(|head| head.name.clone()).unwrap_or_default();
        named.one.kind = Kind::Conduct;
        named.one.content = format!("Anh {head} hẹn tôi chiều thứ năm rồi không có mặt, không ai nhận thay.");
    }
    all
}

/// Everything that was said up to now, with what was done about it.
pub fn plan(ward: &Ward, of: i32, now: Moment, seed: u64) -> Vec<Said> {
    let mut all = year(ward, of, seed);
    all.extend(lately(ward, now, seed ^ 1));
    all.retain(|said| said.one.at <= now);
    for said in &mut all {
        said.one.steps.retain(|step| step.at <= now);
    }
    all
}

/// Keeps what people have said.
pub async fn say(store: &Store, of: i32, now: Moment, seed: u64) -> Result<usize, Fault> {
    let all = plan(&store.ward(), of, now, seed);
    for Said { one, secret } in &all {
        store.file_feedback(one, &sealed(secret)).await?;
        for (seen, step) in one.steps.iter().enumerate() {
            store.add_step(one.id, seen, step).await?;
        }
    }
    Ok(all.len())
}
