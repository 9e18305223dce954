//! Tin gửi dân: which act is news to the citizen who asked to be told, and in which words.
//!
//! Not here: who carries it (the server's outbox), outcomes that an officer has to look at (`sync::notice`).
//! Invariant: nobody is told who has not asked for it; no word names a person, and what no longer holds is not said.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::door::Number;
use crate::dossier::record::{Channel, Contact, Decision, Delivery, NewsBy};
use crate::dossier::supply::open_request;
use crate::dossier::{Dossier, Kind, Status, ask_more, proof};
use crate::identity::phone::is_mobile;
use crate::lang::{Lang, Sentence, Word, word};
use crate::limits::NEWS_SHORT_CHARS_MAX;
use crate::moment::{Day, Moment};
use crate::text;
use crate::ward::Ward;

/// So many days after the result was ready its citizen is reminded. No national rule was found: the days are a choice
/// of the product (domain notes §2).
pub const REMINDED_AFTER_DAYS: [i64; 4] = [3, 7, 15, 30];
/// A reminder that nobody could send on its day, because the server was off, is still sent so many days later.
pub const REMINDER_DAYS_LATE: i64 = 2;
/// Nobody is reminded before the counter opens.
pub const REMINDED_FROM_MINUTE: u32 = 8 * 60;

/// What a citizen is told.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Event {
    #[serde(rename = "tin_tiep_nhan")]
    Received,
    #[serde(rename = "tin_bo_sung")]
    Asked,
    #[serde(rename = "tin_hen_lai")]
    NewDay,
    #[serde(rename = "tin_co_ket_qua")]
    Ready,
    #[serde(rename = "tin_nhac_nhan")]
    Reminder,
    #[serde(rename = "tin_khong_nhan")]
    Refused,
    #[serde(rename = "tin_dung")]
    Stopped,
    #[serde(rename = "tin_ban_thao")]
    Proof,
}

impl Event {
    pub const ALL: [Event; 8] = [
        Event::Received,
        Event::Asked,
        Event::NewDay,
        Event::Ready,
        Event::Reminder,
        Event::Refused,
        Event::Stopped,
        Event::Proof,
    ];

    /// The stored code.
    pub const fn code(self) -> &'static str {
        match self {
            Event::Received => "tin_tiep_nhan",
            Event::Asked => "tin_bo_sung",
            Event::NewDay => "tin_hen_lai",
            Event::Ready => "tin_co_ket_qua",
            Event::Reminder => "tin_nhac_nhan",
            Event::Refused => "tin_khong_nhan",
            Event::Stopped => "tin_dung",
            Event::Proof => "tin_ban_thao",
        }
    }

    pub const fn label(self) -> Word {
        match self {
            Event::Received => word("Đã tiếp nhận, ngày hẹn", "Received, with the day"),
            Event::Asked => word("Cần bổ sung giấy tờ", "Papers are missing"),
            Event::NewDay => word("Xin lỗi và hẹn lại", "Apology with a new day"),
            Event::Ready => word("Đã có kết quả", "The result is ready"),
            Event::Reminder => word("Nhắc đến nhận kết quả", "Reminder to collect"),
            Event::Refused => word("Không tiếp nhận", "Not accepted"),
            Event::Stopped => word("Dừng xử lý", "Stopped"),
            Event::Proof => word("Bản thảo chờ xem", "A draft to be looked at"),
        }
    }

    /// The news that an act is, once it is judged.
    pub const fn of(kind: Kind) -> Option<Event> {
        match kind {
            Kind::Receive => Some(Event::Received),
            Kind::AskBefore | Kind::AskMore => Some(Event::Asked),
            Kind::Apologise => Some(Event::NewDay),
            Kind::Stamp | Kind::ResultArrived => Some(Event::Ready),
            Kind::Refuse => Some(Event::Refused),
            Kind::Stop => Some(Event::Stopped),
            Kind::SendProof => Some(Event::Proof),
            // The citizen stands at the counter, or the ward is only at work.
            Kind::Lodge | Kind::FastLane | Kind::Supplement | Kind::HandOver | Kind::Withdraw => None,
            Kind::Assign | Kind::Consult | Kind::Reply | Kind::AskPayment | Kind::Paid => None,
            Kind::Submit | Kind::SendBack | Kind::Sign | Kind::Unsign | Kind::Forward => None,
            Kind::Amend | Kind::Note | Kind::Settle | Kind::ConfirmTime | Kind::NotDuplicate => None,
            Kind::Reserve | Kind::VoidSlip | Kind::EnterCivil => None,
            Kind::Attach | Kind::Detach | Kind::Reuse | Kind::SignScans | Kind::Supply => None,
            Kind::Recount | Kind::Cause | Kind::Redo => None,
            Kind::Post | Kind::Object | Kind::EndPosting | Kind::AnswerProof | Kind::CorrectFee => None,
            Kind::HearProof => None,
        }
    }

    /// Whether the dossier still stands so.
    pub fn holds(self, dossier: &Dossier, now: Moment) -> bool {
        let runs = dossier.status.is_in_process()
            && dossier.status != Status::Forwarded
            && dossier.paused_since().is_none();
        match self {
            Event::Received => runs && dossier.promised.is_some() && dossier.apology.is_none(),
            Event::NewDay => runs && dossier.promised.is_some() && dossier.apology.is_some(),
            Event::Asked => matches!(dossier.status, Status::SupplementBefore | Status::AwaitSupplement),
            Event::Ready => dossier.status == Status::Ready,
            Event::Reminder => dossier.status == Status::Ready && dossier.delivery == Delivery::Counter,
            Event::Refused => dossier.status == Status::NotAccepted,
            Event::Stopped => dossier.status == Status::Stopped,
            Event::Proof => {
                proof::latest(dossier).is_some_and(|(_, proof)| proof.state(now) == proof::State::Awaits)
            }
        }
    }
}

/// How and where the citizen wants to be told; `None` where they have not asked for it, or nothing arrives there.
pub fn address(contact: &Contact) -> Option<(NewsBy, &str)> {
    let by = contact.wants()?;
    let to = contact.address(by);
    let arrives = match by {
        NewsBy::Mail => !to.is_empty(),
        NewsBy::Sms | NewsBy::Zalo => is_mobile(to),
    };
    arrives.then_some((by, to))
}

/// Which reminder is due: after how many days.
pub fn reminder(dossier: &Dossier, now: Moment) -> Option<i64> {
    if !Event::Reminder.holds(dossier, now) || now.minute_of_day() < REMINDED_FROM_MINUTE {
        return None;
    }
    let waited = now.day().since(dossier.finished_at?.day());
    let after = REMINDED_AFTER_DAYS.into_iter().rev().find(|days| *days <= waited)?;
    (waited <= after + REMINDER_DAYS_LATE).then_some(after)
}

/// For how many days nobody has come for a result that waits at the counter, from the first number of
/// `REMINDED_AFTER_DAYS` on: the later of the day of the result and the promised one is day 0. Whoever asked for no
/// message is called by the counter.
pub fn uncollected(dossier: &Dossier, today: Day) -> Option<i64> {
    let ready = dossier.finished_at.filter(|_| Event::Ready.holds(dossier, Moment::at(today, 0, 0)))?.day();
    let from = dossier.promised.map_or(ready, |promised| promised.day().max(ready));
    let days = today.since(from);
    (dossier.delivery == Delivery::Counter && days >= REMINDED_AFTER_DAYS[0]).then_some(days)
}

/// What is sent: always in Vietnamese.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    pub subject: String,
    pub body: String,
    /// The same in one line of at most 160 plain letters, as a telephone takes it.
    pub short: String,
    /// What the citizen knows the dossier by.
    pub number: String,
}

/// The words of an event, as long as it holds; `site` is where the ward's pages stand for everybody.
pub fn told(event: Event, ward: &Ward, dossier: &Dossier, site: &str, now: Moment) -> Option<Told> {
    if !event.holds(dossier, now) {
        return None;
    }
    let online = (dossier.channel == Channel::Online).then(|| Number::of(dossier.id).to_string());
    let number = dossier.code.as_ref().map(ToString::to_string).or(online.clone());
    let short_number = dossier.code.as_ref().map(|code| code.short()).or(online);
    let named = |number: Option<String>| number.map(|number| format!(" {number}")).unwrap_or_default();
    let procedure = ward.catalogue.name_of(&dossier.procedure).vi;
    let (what, short) = said(event, ward, dossier);
    let page = tracking(dossier).then(|| format!("{}/tra-cuu", site.trim_end_matches('/')));
    let mut lines = vec![format!("Hồ sơ{}: {procedure}.", named(number.clone())), String::new(), what];
    if let Some(page) = &page {
        lines.push(format!("Xem hồ sơ: {page}, dùng mã hồ sơ và mã tra cứu phường đã đưa."));
    }
    lines.push(String::new());
    let head = ward.letterhead(now.day());
    if let Some(head) = head {
        lines.push(format!("{}, {}", head.desk, head.agency));
        if !head.phone.is_empty() {
            lines.push(format!("Điện thoại: {}", head.phone));
        }
    }
    lines.push("Tin tự động, xin không trả lời. Không muốn nhận nữa thì báo quầy Một Cửa.".to_owned());
    let ward_name = head.map(|head| head.short.as_str()).unwrap_or_default();
    let known_by = number.clone().unwrap_or_default();
    let short_number = named(short_number);
    let page = page.map(|page| format!(" {page}")).unwrap_or_default();
    Some(Told {
        subject: format!("Hồ sơ{short_number}: {}", text::small(event.label().vi)),
        body: lines.join("\n"),
        short: in_short(&format!("{ward_name}: hồ sơ{short_number} {short}."), &page),
        number: known_by,
    })
}

/// One text message: where it is too long the page's address stays away, and then the end.
fn in_short(said: &str, page: &str) -> String {
    let plain = |text: &str| text::without_accents(text).chars().filter(|c| matches!(c, ' '..='~')).collect();
    let (said, page): (String, String) = (plain(said), plain(page));
    let fits = said.len() + page.len() <= NEWS_SHORT_CHARS_MAX;
    let whole = if fits { said + &page } else { said };
    whole.chars().take(NEWS_SHORT_CHARS_MAX).collect()
}

/// Whether its citizen was given what opens the tracking page.
fn tracking(dossier: &Dossier) -> bool {
    !dossier.secret.is_empty()
}

/// The sentence of the letter, and the few words of a short message.
fn said(event: Event, ward: &Ward, dossier: &Dossier) -> (String, String) {
    let promised = dossier.promised.unwrap_or_default();
    let (at, day) = (promised.clock_and_weekday(Lang::Vi), promised.clock_and_day());
    let written =
        if tracking(dossier) { "ở trang tra cứu" } else { "trong phiếu phường đã đưa" };
    let denied = dossier.result.as_ref().is_some_and(|result| result.decision == Decision::Deny);
    let result = if denied { "văn bản từ chối giải quyết, có ghi lý do" } else { "kết quả" };
    match event {
        Event::Received => (
            format!("Phường đã tiếp nhận hồ sơ. Hẹn trả kết quả: {at}."),
            format!("đã tiếp nhận, hẹn trả {day}"),
        ),
        Event::Asked => {
            let asked = open_request(dossier).zip(ask_more::last_day(&ward.calendar, dossier));
            let (until, last) = asked
                .map(|(asked, last)| (ask_more::day_said(asked.until, last, Lang::Vi), last.vi()))
                .unwrap_or_default();
            (
                format!("Hồ sơ còn thiếu giấy tờ. Mời bổ sung đến hết ngày {until}, như ghi {written}."),
                format!("cần bổ sung giấy tờ đến hết {last}"),
            )
        }
        Event::NewDay => (
            format!("Phường chưa xong đúng hẹn và xin lỗi vì sự chậm trễ này. Hẹn lại: {at}."),
            format!("chậm hẹn, phường xin lỗi, hẹn lại {day}"),
        ),
        Event::Ready => match dossier.delivery {
            Delivery::Counter => (
                format!("Đã có {result}. Mời đến nhận tại quầy Một Cửa, mang theo giấy hẹn."),
                "đã có kết quả, mời đến nhận, mang giấy hẹn".to_owned(),
            ),
            Delivery::Post => (
                format!("Đã có {result}. Phường gửi qua bưu chính như đã đăng ký."),
                "đã có kết quả, gửi qua bưu chính".to_owned(),
            ),
            Delivery::Electronic => (
                format!("Đã có {result}. Phường trả bản điện tử như đã đăng ký."),
                "đã có kết quả bản điện tử".to_owned(),
            ),
        },
        Event::Reminder => (
            format!("Đã có {result} và phường vẫn giữ tại quầy. Mời đến nhận, mang theo giấy hẹn."),
            "đã có kết quả, phường vẫn giữ, mời đến nhận".to_owned(),
        ),
        Event::Refused => (
            format!("Phường không tiếp nhận hồ sơ này. Lý do và nơi cần đến ghi {written}."),
            "không được tiếp nhận".to_owned(),
        ),
        Event::Stopped => (
            "Phường đã dừng xử lý hồ sơ này. Lý do ghi trong văn bản; mời hỏi quầy Một Cửa.".to_owned(),
            "đã dừng xử lý, mời hỏi quầy".to_owned(),
        ),
        Event::Proof => {
            let until = dossier.proofs.last().map(|proof| proof.until.clock_and_day()).unwrap_or_default();
            (
                format!(
                    "Phường gửi bản thảo giấy tờ để xem trước. Mời xem và trả lời ở trang tra cứu trước {until}; không trả \
                     lời là đồng ý."
                ),
                format!("có bản thảo chờ xem, trả lời trước {until}"),
            )
        }
    }
}

/// What became of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum State {
    #[serde(rename = "tin_cho")]
    Waiting,
    #[serde(rename = "tin_da_gui")]
    Sent,
    #[serde(rename = "tin_loi")]
    Failed,
    /// It left, and nobody knows whether it arrived: it is not sent any more.
    #[serde(rename = "tin_khong_ro")]
    Unclear,
    /// Overtaken by other news, or no longer wanted.
    #[serde(rename = "tin_thoi")]
    Dropped,
    /// It stands in the file of text messages; whether it was sent on is not known here.
    #[serde(rename = "tin_ra_tep")]
    Filed,
}

impl State {
    pub const ALL: [State; 6] =
        [State::Waiting, State::Sent, State::Failed, State::Unclear, State::Dropped, State::Filed];

    /// The stored code.
    pub const fn code(self) -> &'static str {
        match self {
            State::Waiting => "tin_cho",
            State::Sent => "tin_da_gui",
            State::Failed => "tin_loi",
            State::Unclear => "tin_khong_ro",
            State::Dropped => "tin_thoi",
            State::Filed => "tin_ra_tep",
        }
    }

    pub const fn label(self) -> Word {
        match self {
            State::Waiting => word("Chờ gửi", "Waiting"),
            State::Sent => word("Đã gửi", "Sent"),
            State::Failed => word("Không gửi được", "Failed"),
            State::Unclear => word("Không rõ đã tới chưa", "Not known to have arrived"),
            State::Dropped => word("Thôi gửi", "Not sent any more"),
            State::Filed => word("Đã ghi ra tệp", "Written to the file"),
        }
    }
}

/// `GET /api/news?dossier=…`: the newest first.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    pub event: Event,
    /// By which way.
    #[serde(default)]
    pub by: NewsBy,
    pub state: State,
    /// When it became news.
    pub at: Moment,
    /// When it was sent, given up or dropped; of one that waits, when it is tried next.
    pub moved: Moment,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why_vi: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why_en: String,
}

impl Seen {
    pub fn why(&self) -> Sentence {
        Sentence::new(self.why_vi.clone(), self.why_en.clone())
    }
}

impl fmt::Debug for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.event.code(), self.by.code(), self.state.code())
    }
}

/// `GET /api/news/outbox`: the ways that have a sender, and those by which news went before.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Outbox {
    pub ways: Vec<Carried>,
}

/// Who sends by one way, and how much stands where.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Carried {
    pub by: NewsBy,
    /// The name of the server that carries it; empty where none does any more.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub host: String,
    /// The address in `From`; of letters only.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub from: String,
    pub count: BTreeMap<State, u32>,
}

#[cfg(test)]
mod tests;
