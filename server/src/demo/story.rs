//! How far a case of the living ward has come: one story for each state that somebody should see.
//!
//! Not here: which cases there are and on which days they begin (`today`).
//! Invariant: a story is told in the order of its time; where its due moment cannot be counted it is not told.

use shared::demo::{CHAIR, HEAD, LAND, PORTAL, RECEPTION, VOLUNTEER};
use shared::dossier::Act;
use shared::dossier::amend::{Amend, Details, Note};
use shared::dossier::apologise::Apologise;
use shared::dossier::assign::Assign;
use shared::dossier::cause::{Cause, Why};
use shared::dossier::record::Contact;
use shared::dossier::stop::{Stop, Withdraw};
use shared::moment::Moment;

use super::case::Tale;

/// How far the case has come.
#[derive(Clone, Copy)]
pub enum Story {
    WaitingOnline,
    BroughtByVolunteer,
    ToComplete,
    NotAccepted,
    Unassigned,
    InWork,
    AwaitSupplement,
    AwaitAgency,
    AgencyLate,
    AwaitPayment,
    Submitted,
    Denied,
    Signed,
    Ready,
    Withdrawn,
    Stopped,
    Forwarded,
    OverdueWithApology,
    /// Two corrected the telephone at once, neither saw the other.
    TwoCorrections,
    /// The deed of the first contract is used again for the second.
    SecondContract,
    /// A returned result is made anew.
    Corrected,
    /// Hangs in public; with an objection where the days are outside the limit.
    Posted,
    /// Its applicant looks at the draft of the result.
    Drafted,
    DraftWrong,
    /// Agreed to, and submitted.
    DraftAgreed,
    /// Several at once given to a colleague.
    Reassigned,
}

impl Story {
    /// Whether somebody has promised a day.
    pub const fn is_received(self) -> bool {
        match self {
            Story::WaitingOnline | Story::BroughtByVolunteer | Story::ToComplete | Story::NotAccepted => {
                false
            }
            Story::Unassigned
            | Story::InWork
            | Story::AwaitSupplement
            | Story::AwaitAgency
            | Story::AgencyLate
            | Story::AwaitPayment
            | Story::Submitted
            | Story::Denied
            | Story::Signed
            | Story::Ready
            | Story::Withdrawn
            | Story::Stopped
            | Story::Forwarded
            | Story::OverdueWithApology
            | Story::TwoCorrections
            | Story::SecondContract
            | Story::Corrected
            | Story::Posted
            | Story::Drafted
            | Story::DraftWrong
            | Story::DraftAgreed
            | Story::Reassigned => true,
        }
    }

    /// Tells the case as far as it goes; `None` where its due moment cannot be counted.
    pub fn happens(self, tale: &mut Tale, t: usize) -> Option<()> {
        match self {
            // Before closing, so that it waits in the evening too; its answer is owed until the next afternoon.
            Story::WaitingOnline => lodged(tale, 16, 4)?,
            Story::BroughtByVolunteer => {
                let at = tale.scene.office.moment(tale.now)?;
                tale.lodge_at(at, VOLUNTEER);
            }
            Story::ToComplete => {
                lodged(tale, 18, 1)?;
                let day = tale.now.day + 1;
                tale.on(day, 10, 60).ask_before(RECEPTION);
            }
            Story::NotAccepted => tale.refuse(RECEPTION),
            Story::Unassigned => tale.receive(RECEPTION)?,
            Story::InWork => {
                taken_up(tale)?;
                let text = "Đã gọi công dân xác nhận thông tin".to_owned();
                let by = tale.specialist;
                tale.then(30, 90).does(by, Act::Note(Note { text }));
            }
            Story::AwaitSupplement => {
                taken_up(tale)?;
                tale.on(t - 2, 30, 300).ask_more();
            }
            Story::AwaitAgency | Story::AgencyLate => {
                taken_up(tale)?;
                let (day, is_late) = (tale.now.day + 1, matches!(self, Story::AgencyLate));
                tale.on(day, 30, 300).consult(if is_late { t - 2 } else { t + 1 });
            }
            Story::AwaitPayment => {
                taken_up(tale)?;
                tale.on(t - 2, 30, 300).ask_payment();
            }
            Story::Submitted => submitted(tale, t - 1, false)?,
            Story::Signed => {
                submitted(tale, t - 1, false)?;
                tale.sign();
            }
            Story::Ready | Story::Denied => {
                submitted(tale, t - 2, matches!(self, Story::Denied))?;
                tale.sign();
                tale.stamp();
            }
            Story::Withdrawn => {
                taken_up(tale)?;
                let reason = "Công dân xin rút hồ sơ để bổ sung thông tin gia đình".to_owned();
                tale.on(t - 2, 30, 300).does(RECEPTION, Act::Withdraw(Withdraw { reason, returned: vec![] }));
            }
            Story::Stopped => {
                taken_up(tale)?;
                let reason = "Các bên đã tự thỏa thuận, đề nghị dừng hòa giải".to_owned();
                tale.on(t - 1, 30, 300).does(CHAIR, Act::Stop(Stop { reason }));
            }
            Story::Forwarded => {
                taken_up(tale)?;
                let day = tale.now.day + 1;
                tale.on(day, 30, 300).forward();
            }
            Story::OverdueWithApology => late(tale, t)?,
            Story::TwoCorrections => corrected_twice(tale, t)?,
            Story::SecondContract => tale.second_contract(t)?,
            Story::Corrected => tale.corrected(t)?,
            Story::Posted => posted(tale, t)?,
            Story::Drafted => drafted(tale, t - 1)?,
            Story::DraftWrong => called_wrong(tale, t)?,
            Story::DraftAgreed => agreed(tale, t)?,
            Story::Reassigned => reassigned(tale, t)?,
        }
        Some(())
    }
}

/// With an apology the day after, and late all the same; the specialist says why.
fn late(tale: &mut Tale, t: usize) -> Option<()> {
    taken_up(tale)?;
    let promised = tale.scene.office.days.get(t + 2).or(tale.scene.office.days.get(t));
    let promised = tale.scene.ward.calendar.closing(*promised?)?;
    let reason = "Chưa đối chiếu xong dữ liệu người khuyết tật".to_owned();
    tale.on(t - 4, 30, 300).does(CHAIR, Act::Apologise(Apologise { reason, promised }));
    let detail = "Trung tâm dữ liệu trả lời chậm, phải xác minh ở khu dân cư".to_owned();
    let by = tale.specialist;
    tale.on(t - 1, 30, 300).does(by, Act::Cause(Cause { why: Why::Hard, detail }));
    Some(())
}

/// Through the portal, on the day of the case within a `share` of three hours and a bit from `hour` on.
fn lodged(tale: &mut Tale, hour: u32, share: u32) -> Option<()> {
    let day = tale.scene.office.days.get(tale.now.day).copied()?;
    let minutes = i64::from(tale.scene.dice.between(0, 200) / share);
    tale.lodge_at(Moment::at(day, hour, 0).plus_minutes(minutes), PORTAL);
    Some(())
}

/// Two working days that end today, or longer and with an objection.
fn posted(tale: &mut Tale, t: usize) -> Option<()> {
    taken_up(tale)?;
    tale.on(t - 2, 30, 300).post();
    if tale.procedure.posting_outside {
        tale.on(t - 1, 30, 300).objection();
    }
    Some(())
}

/// The head gives it to a colleague.
fn reassigned(tale: &mut Tale, t: usize) -> Option<()> {
    taken_up(tale)?;
    let reason = "Công chức hộ tịch nghỉ phép".to_owned();
    tale.on(t - 1, 45, 45).does(HEAD, Act::Assign(Assign { to: LAND, reason }));
    Some(())
}

fn called_wrong(tale: &mut Tale, t: usize) -> Option<()> {
    drafted(tale, t - 2)?;
    tale.on(t - 1, 30, 300).answers_draft("Tên đệm của tôi là Thị, không phải Thu");
    Some(())
}

fn agreed(tale: &mut Tale, t: usize) -> Option<()> {
    drafted(tale, t - 2)?;
    tale.on(t - 1, 30, 120).answers_draft("");
    tale.then(20, 60).submit(false);
    Some(())
}

/// Lodged the evening before the case is taken up; the draft leaves on that day.
fn drafted(tale: &mut Tale, day: usize) -> Option<()> {
    lodged(tale, 18, 1)?;
    if day > tale.now.day {
        tale.on(tale.now.day + 1, 10, 60);
    }
    taken_up(tale)?;
    tale.on(day.max(tale.now.day), 100, 300).sends_draft();
    Some(())
}

/// Two officers heard two telephones; the later one waits for somebody to choose.
fn corrected_twice(tale: &mut Tale, t: usize) -> Option<()> {
    taken_up(tale)?;
    let by = tale.specialist;
    let (one, other) = (corrected(tale, "0905000211"), corrected(tale, "0905000212"));
    tale.on(t - 1, 30, 300).does(by, one);
    tale.then(2, 9).does(RECEPTION, other);
    Some(())
}

/// The telephone as the author heard it, written while the contact was as at reception.
fn corrected(tale: &Tale, phone: &str) -> Act {
    let contact = Contact { phone: phone.to_owned(), ..tale.form.contact.clone() };
    Act::Amend(Amend {
        details: Details::Contact(contact),
        seen_version: 0,
        reason: "Công dân đọc lại số điện thoại".to_owned(),
        leaves_kept: true,
        keeps_old: true,
    })
}

fn taken_up(tale: &mut Tale) -> Option<()> {
    tale.receive(RECEPTION)?;
    tale.assign();
    Some(())
}

fn submitted(tale: &mut Tale, day: usize, deny: bool) -> Option<()> {
    taken_up(tale)?;
    if day > tale.now.day {
        tale.on(day, 20, 200);
    }
    tale.submit(deny);
    Some(())
}
