//! How far a case of the living ward has come: one story for each state that somebody should see.
//!
//! Not here: which cases there are and on which days they begin (`today`).
//! Invariant: a story is told in the order of its time; where its due moment cannot be counted it is not told.

use shared::demo::{CHAIR, HEAD, LAND, PORTAL, POSTAL, RECEPTION, VOLUNTEER};
use shared::dossier::amend::{Amend, Details, Note};
use shared::dossier::apologise::Apologise;
use shared::dossier::assign::Assign;
use shared::dossier::cause::{Cause, Why};
use shared::dossier::confirm_time::ConfirmTime;
use shared::dossier::record::{Contact, Dispute, Group};
use shared::dossier::redo::Mistake;
use shared::dossier::settle::Settle;
use shared::dossier::stop::{Stop, Withdraw};
use shared::dossier::{Act, Kind};
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
    /// The postal clerk has handed it in.
    BroughtByPost,
    /// What was asked for before reception, or after it, was photographed and sent.
    SentBefore,
    SentMore,
    /// The head asks once more.
    AskedTwice,
    /// Whoever applied calls the counter and agrees.
    DraftHeard,
    /// Nobody said anything of the draft in time, and it is submitted.
    DraftSilent,
    /// Of two telephones the head has chosen one.
    CorrectionChosen,
    /// Two wishes on one day, and somebody has looked.
    CameTwice,
    /// Stopped on a machine whose clock ran ahead; the head has said which moment counts.
    WrongClock,
    /// A returned result is made anew because the citizen had said something wrong.
    OwnMistake,
    /// Two copies were paid for and one written; put right within the hour.
    FeeCorrected,
    /// Withdrawn, and the fee given back.
    FeeRepaid,
}

impl Story {
    /// Whether somebody has promised a day.
    pub const fn is_received(self) -> bool {
        match self {
            Story::WaitingOnline
            | Story::BroughtByVolunteer
            | Story::BroughtByPost
            | Story::ToComplete
            | Story::SentBefore
            | Story::NotAccepted => false,
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
            | Story::DraftSilent
            | Story::DraftHeard
            | Story::Reassigned
            | Story::SentMore
            | Story::AskedTwice
            | Story::CorrectionChosen
            | Story::CameTwice
            | Story::WrongClock
            | Story::OwnMistake
            | Story::FeeCorrected
            | Story::FeeRepaid => true,
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
            Story::BroughtByPost => tale.lodge(POSTAL),
            Story::ToComplete => to_complete(tale)?,
            Story::SentBefore => {
                to_complete(tale)?;
                tale.on(t - 1, 300, 400).sends_papers();
            }
            Story::NotAccepted => tale.refuse(RECEPTION),
            Story::Unassigned => tale.receive(RECEPTION)?,
            Story::InWork => in_work(tale)?,
            Story::AwaitSupplement => asked(tale, t - 2)?,
            Story::AwaitAgency => consulted(tale, t + 1)?,
            Story::AgencyLate => consulted(tale, t - 2)?,
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
            Story::Withdrawn => withdrawn(tale, t)?,
            Story::Stopped => stopped(tale, t).map(drop)?,
            Story::Forwarded => {
                taken_up(tale)?;
                let day = tale.now.day + 1;
                tale.on(day, 30, 300).forward(day + 5);
            }
            Story::OverdueWithApology => late(tale, t)?,
            Story::TwoCorrections => corrected_twice(tale, t - 1).map(drop)?,
            Story::SecondContract => tale.second_contract(t)?,
            Story::Corrected => tale.corrected(t, Mistake::Office)?,
            Story::OwnMistake => tale.corrected(t, Mistake::Citizen)?,
            Story::Posted => posted(tale, t)?,
            Story::Drafted => drafted(tale, t - 1)?,
            Story::DraftWrong => called_wrong(tale, t)?,
            Story::DraftAgreed => agreed(tale, t)?,
            Story::DraftSilent => silent(tale, t)?,
            Story::DraftHeard => {
                drafted(tale, t - 2)?;
                tale.on(t - 1, 150, 240).agrees_by_phone();
            }
            Story::Reassigned => reassigned(tale, t)?,
            Story::SentMore => {
                asked(tale, t - 3)?;
                tale.on(t - 1, 120, 240).sends_papers();
            }
            Story::AskedTwice => asked_twice(tale, t)?,
            Story::CorrectionChosen => chosen(tale, t)?,
            Story::CameTwice => tale.comes_twice()?,
            Story::WrongClock => by_wrong_clock(tale, t)?,
            Story::FeeCorrected => tale.pays_too_little()?,
            Story::FeeRepaid => tale.is_paid_back(t - 1)?,
        }
        Some(())
    }
}

fn in_work(tale: &mut Tale) -> Option<()> {
    taken_up(tale)?;
    let text = "Đã gọi công dân xác nhận thông tin".to_owned();
    let by = tale.specialist;
    tale.then(30, 90).does(by, Act::Note(Note { text }));
    Some(())
}

/// For a paper that is missing, on that day.
fn asked(tale: &mut Tale, day: usize) -> Option<()> {
    taken_up(tale)?;
    let by = tale.specialist;
    tale.on(day, 30, 300).ask_more(by);
    Some(())
}

/// Another agency is asked on the day after, and has until that day.
fn consulted(tale: &mut Tale, until: usize) -> Option<()> {
    taken_up(tale)?;
    let day = tale.now.day + 1;
    tale.on(day, 30, 300).consult(until, false);
    Some(())
}

/// The citizen takes the originals back.
fn withdrawn(tale: &mut Tale, t: usize) -> Option<()> {
    taken_up(tale)?;
    let reason = "Công dân xin rút hồ sơ để bổ sung thông tin gia đình".to_owned();
    let originals = tale.form.papers.iter().filter(|paper| paper.originals > 0);
    let returned = originals.map(|paper| paper.name.clone()).collect();
    tale.on(t - 2, 30, 300).does(RECEPTION, Act::Withdraw(Withdraw { reason, returned }));
    Some(())
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

/// Two officers heard two telephones; the later one waits for somebody to choose. Answers when that was.
fn corrected_twice(tale: &mut Tale, day: usize) -> Option<Moment> {
    taken_up(tale)?;
    let by = tale.specialist;
    let (one, other) = (corrected(tale, "0905000211"), corrected(tale, "0905000212"));
    tale.on(day, 30, 300).does(by, one);
    tale.then(2, 9).does(RECEPTION, other)
}

/// The head has called, and the later telephone is the right one.
fn chosen(tale: &mut Tale, t: usize) -> Option<()> {
    let at = corrected_twice(tale, t - 3)?;
    let (group, by, seen_version) = (Group::Contact, RECEPTION, 1);
    let settle = Settle { group, by, at, take: true, seen_version, keeps_old: true };
    tale.on(t - 1, 30, 300).does(HEAD, Act::Settle(settle));
    Some(())
}

/// Once for what was missing, and by the head for what came to light with it.
fn asked_twice(tale: &mut Tale, t: usize) -> Option<()> {
    asked(tale, t - 5)?;
    tale.on(t - 4, 30, 300).supplement(false);
    tale.on(t - 2, 30, 300).ask_more(HEAD);
    Some(())
}

/// By the chairperson on the day before; answers when.
fn stopped(tale: &mut Tale, t: usize) -> Option<Moment> {
    taken_up(tale)?;
    let reason = "Các bên đã tự thỏa thuận, đề nghị dừng hòa giải".to_owned();
    tale.on(t - 1, 30, 300).does(CHAIR, Act::Stop(Stop { reason }))
}

/// The machine's clock ran three hours ahead: nobody believed it, and the head confirms the server's moment.
fn by_wrong_clock(tale: &mut Tale, t: usize) -> Option<()> {
    let used = stopped(tale, t)?;
    let claimed = used.plus_minutes(180);
    if let Some(step) = tale.steps.last_mut() {
        step.says = Some(claimed);
    }
    let of = Dispute { kind: Kind::Stop, by: CHAIR, claimed, used };
    tale.then(20, 60).does(HEAD, Act::ConfirmTime(ConfirmTime { of, at: used }));
    Some(())
}

/// From afar in the evening, and something is missing.
fn to_complete(tale: &mut Tale) -> Option<()> {
    lodged(tale, 18, 1)?;
    let day = tale.now.day + 1;
    tale.on(day, 10, 60).ask_before(RECEPTION);
    Some(())
}

/// The draft left three days ago, and the time to answer is over.
fn silent(tale: &mut Tale, t: usize) -> Option<()> {
    drafted(tale, t - 3)?;
    tale.on(t - 1, 30, 120).submit(false);
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
