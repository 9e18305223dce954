//! One case from the citizen's coming to the result in their hands, as the acts of those who work on it.
//!
//! Not here: which cases there are (`year`, `today`), how acts are written down (`play`).
//! Invariant: each step is later than the one before, and inside office hours unless the portal made it; what is
//! not to be early ends on its due day, before the due moment.

use shared::calendar::{Pause, Term};
use shared::demo::{CHAIR, CLERK, HEAD, JUSTICE, PORTAL, POSTAL, RECEPTION, VOLUNTEER};
use shared::dossier::Act;
use shared::dossier::ask_more::{AskMore, Supplement};
use shared::dossier::assign::Assign;
use shared::dossier::consult::{Consult, Reply};
use shared::dossier::fast_lane::FastLane;
use shared::dossier::forward::{Forward, ResultArrived};
use shared::dossier::hand_over::HandOver;
use shared::dossier::intake::{AskBefore, Form, Lodge, Refuse};
use shared::dossier::receive::Receive;
use shared::dossier::record::{Channel, Decision, Delivery, Given, PaperTaken, Payment};
use shared::dossier::redo::Mistake;
use shared::dossier::sign::{SendBack, Sign};
use shared::dossier::stamp::Stamp;
use shared::dossier::stop::{Stop, Withdraw};
use shared::dossier::submit::Submit;
use shared::id::{DossierId, OfficerId};
use shared::moment::Moment;
use shared::procedure::{Linked, Procedure};

use super::dice::Dice;
use super::office::Slot;
use super::scene::Scene;

/// An act and when the server hears of it.
#[derive(Clone, Debug)]
pub struct Step {
    pub at: Moment,
    /// What the device's clock said when it was done, where that is another moment.
    pub says: Option<Moment>,
    pub by: OfficerId,
    pub dossier: DossierId,
    pub act: Act,
}

/// What a case is to be.
#[derive(Clone, Copy)]
pub struct Wish<'p> {
    pub procedure: &'p Procedure,
    /// The working day of reception.
    pub day: usize,
    pub channel: Channel,
    /// Finished on an earlier day than due; never for a same-day procedure.
    pub early: bool,
    /// Received on a paper slip, by its place in the block.
    pub slip: Option<usize>,
    pub end: End,
}

/// How a case ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The result is fetched.
    Fetched,
    /// The citizen takes the papers back on the day on which the result would have been there.
    Withdrawn,
    /// A leader stops it on that day.
    Stopped,
    /// The result is fetched, turns out to be wrong, and is made anew.
    Corrected(Mistake),
}

/// The paper that is missing most often.
pub const RESIDENCE: &str = "Giấy xác nhận thông tin về cư trú";

/// A case while it is being told.
pub struct Tale<'s, 'a> {
    pub scene: &'s mut Scene<'a>,
    pub procedure: &'s Procedure,
    pub id: DossierId,
    pub form: Form,
    pub secret: String,
    pub specialist: OfficerId,
    /// Where the clock stands.
    pub now: Slot,
    pub received: Option<Moment>,
    pub steps: Vec<Step>,
    owed: bool,
    /// The row of working days has ended.
    over: bool,
}

/// The whole life of a case; `None` where its due moment cannot be counted.
pub fn tell(scene: &mut Scene, wish: Wish) -> Option<Vec<Step>> {
    let mut tale = Tale::begin(scene, wish.procedure, wish.channel, wish.day)?;
    let same_day = wish.procedure.is_same_day();
    let forward = wish.procedure.linked == Linked::Forwarded;
    if same_day && !forward && wish.channel == Channel::Counter && tale.scene.dice.chance(80) {
        tale.fast_lane();
        return Some(tale.steps);
    }
    tale.comes(wish)?;
    tale.assign();
    let due = tale.due(&[])?;
    let mut due_day = tale.scene.office.place(due.day())?;
    let lacks = !forward && due_day >= wish.day + 3 && tale.scene.dice.chance(8);
    let mut asks = !forward;
    if let Some(moved) = tale.hangs(due_day) {
        due_day = moved;
    } else if let Some(moved) = tale.takes_longer() {
        (due_day, asks) = (moved, false);
    } else if lacks {
        due_day = tale.supplements(due_day);
    }
    let finish = tale.finishing_day(wish, due_day);
    if forward {
        tale.goes_elsewhere(finish);
    } else {
        if asks {
            tale.asks_around(finish);
        }
        tale.goes_on(finish);
        match wish.end {
            End::Withdrawn => return Some(tale.withdrawn()),
            End::Stopped => return Some(tale.stopped()),
            End::Fetched | End::Corrected(_) => tale.decides(same_day),
        }
    }
    tale.collects();
    if let End::Corrected(mistake) = wish.end {
        let day = tale.now.day + 5;
        tale.made_anew(day, mistake)?;
        tale.collects();
    }
    Some(tale.steps)
}

impl Step {
    /// When it was done, by the clock of its device.
    pub fn done(&self) -> Moment {
        self.says.unwrap_or(self.at)
    }
}

impl<'s, 'a> Tale<'s, 'a> {
    /// `None` after the last working day.
    pub fn begin(
        scene: &'s mut Scene<'a>,
        procedure: &'s Procedure,
        channel: Channel,
        day: usize,
    ) -> Option<Tale<'s, 'a>> {
        let now = Slot { day, minute: scene.dice.between(0, 355) };
        let at = scene.office.moment(now)?;
        let citizen = scene.people.comes(&mut scene.dice);
        let form = scene.form(procedure, &citizen, channel);
        let (id, secret, specialist) = (scene.id(at), scene.secret(), scene.specialist(procedure));
        Some(Tale {
            scene,
            procedure,
            id,
            form,
            secret,
            specialist,
            now,
            received: None,
            steps: Vec::new(),
            owed: false,
            over: false,
        })
    }

    /// Some minutes later on the same day.
    pub fn then(&mut self, low: u32, high: u32) -> &mut Self {
        self.now.minute = (self.now.minute + self.scene.dice.between(low, high)).min(478);
        self
    }

    pub fn on(&mut self, day: usize, low: u32, high: u32) -> &mut Self {
        self.now = Slot { day, minute: self.scene.dice.between(low, high) };
        self
    }

    /// Writes the act at the clock's time. Nothing more happens once the row of days has ended.
    pub fn does(&mut self, by: OfficerId, act: Act) -> Option<Moment> {
        let at = self.scene.office.moment(self.now).filter(|_| !self.over);
        let Some(at) = at else {
            self.over = true;
            return None;
        };
        let seconds = self.scene.dice.between(0, 59);
        Some(self.does_at(Moment::from_millis(at.millis() + i64::from(seconds) * 1_000), by, act))
    }

    pub fn does_at(&mut self, at: Moment, by: OfficerId, act: Act) -> Moment {
        let after = self.steps.last().map(|step| Moment::from_millis(step.at.millis() + 1_000));
        let at = after.map_or(at, |after| at.max(after));
        self.steps.push(Step { at, says: None, by, dossier: self.id, act });
        at
    }

    /// The due moment with the clock's pauses so far; `None` where the calendar does not know.
    pub fn due(&self, pauses: &[Pause]) -> Option<Moment> {
        self.due_in(self.procedure.term, pauses)
    }

    /// The same by another limit.
    pub fn due_in(&self, term: Term, pauses: &[Pause]) -> Option<Moment> {
        let clock = self.scene.ward.supplement_clock;
        let calendar = &self.scene.ward.calendar;
        calendar.due_after_pauses(self.received?, term, pauses, clock).ok().map(|due| due.at)
    }

    /// Reception, with what came before it.
    fn comes(&mut self, wish: Wish) -> Option<()> {
        let late = self.procedure.is_same_day() && wish.day < self.scene.last && self.scene.dice.chance(20);
        match wish.channel {
            Channel::Online => {
                self.on(wish.day, 20, 330);
                let here = self.scene.office.moment(self.now)?;
                let evening = Moment::at(here.day().plus(-1), 18, 0)
                    .plus_minutes(i64::from(self.scene.dice.between(0, 239)));
                let ago = i64::from(self.scene.dice.between(3, 15));
                // By day somebody of the youth union helps at the counter.
                let (at, by) = match self.scene.dice.chance(50) {
                    true => (evening, PORTAL),
                    false => (here.plus_minutes(-ago), VOLUNTEER),
                };
                self.lodge_at(at, by);
                self.receive(RECEPTION)
            }
            // A postal clerk brings the papers in.
            Channel::Post => {
                self.on(wish.day, 10, 290).lodge(POSTAL);
                self.then(10, 40).receive(RECEPTION)
            }
            Channel::Counter => {
                if let Some(place) = wish.slip {
                    return self.by_hand(wish.day, place);
                }
                if wish.day > 2 && self.scene.dice.chance(2) {
                    self.on(wish.day - 1, 30, 450);
                    self.ask_before(RECEPTION);
                }
                let (low, high) = if late { (365, 440) } else { (0, 330) };
                self.on(wish.day, low, high);
                let by = [self.specialist, RECEPTION, CLERK][self.scene.dice.weighted(&[60, 30, 10])];
                self.receive(by)
            }
        }
    }

    fn lodged(&self) -> Act {
        Act::Lodge(Lodge { form: self.form.clone(), secret: self.secret.clone(), scans: vec![] })
    }

    pub fn lodge(&mut self, by: OfficerId) {
        let act = self.lodged();
        self.does(by, act);
    }

    pub fn lodge_at(&mut self, at: Moment, by: OfficerId) {
        let act = self.lodged();
        self.does_at(at, by, act);
    }

    pub fn ask_before(&mut self, by: OfficerId) {
        let Some(until) = self.scene.office.by(self.now.day + 5) else { return };
        let form = self.steps.is_empty().then(|| self.form.clone());
        let papers = vec![RESIDENCE.to_owned()];
        let reason = "Thành phần hồ sơ chưa đủ theo quy định".to_owned();
        self.does(by, Act::AskBefore(AskBefore { form, papers, reason, until }));
    }

    pub fn refuse(&mut self, by: OfficerId) {
        let form = self.steps.is_empty().then(|| self.form.clone());
        self.does(
            by,
            Act::Refuse(Refuse {
                form,
                reason: "Không thuộc thẩm quyền giải quyết của phường".to_owned(),
                go_to: "Trung tâm Phục vụ hành chính công thành phố Đà Nẵng".to_owned(),
                approved_by: HEAD,
            }),
        );
    }

    /// `None` where the due moment cannot be counted: then nobody would be received.
    pub fn receive(&mut self, by: OfficerId) -> Option<()> {
        let fee = self.scene.fee(self.procedure, true);
        self.owed = fee.payment == Payment::Owed;
        let (form, secret) = (self.form.clone(), self.secret.clone());
        self.received = self.does(by, Act::Receive(Receive { form, fee, number: 0, secret, by_hand: None }));
        self.due(&[]).map(|_| ())
    }

    fn fast_lane(&mut self) {
        let by = if self.scene.dice.chance(70) { JUSTICE } else { RECEPTION };
        let fee = self.scene.fee(self.procedure, false);
        let Some(at) = self.scene.office.moment(self.now) else { return };
        let copies = self.procedure.asks_pages(fee.ask.line).then_some(fee.ask.copies);
        let act = FastLane {
            receive: Receive {
                form: self.form.clone(),
                fee,
                number: 0,
                secret: self.secret.clone(),
                by_hand: None,
            },
            summary: self.result(),
            signer: self.scene.signer(self.procedure, at),
            stamp: String::new(),
            receiver: self.form.applicant.name.clone(),
            given: Some(Given { copies, ..self.given(Delivery::Counter) }),
            waited: false,
        };
        self.does(by, Act::FastLane(act));
    }

    /// Whoever stands at the counter shows something, or is known there.
    fn given(&mut self, way: Delivery) -> Given {
        let checked = (way == Delivery::Counter).then(|| self.scene.shown(self.now));
        Given { way, checked, authorisation: String::new(), copies: None }
    }

    /// Of a copy the name of its original, by the case's own id: the other dice fall as they did.
    pub fn result(&self) -> String {
        if let originals @ [_, ..] = self.procedure.originals() {
            return (*Dice::new(self.id.0.as_u64_pair().1).pick(originals)).to_owned();
        }
        self.procedure.results.first().unwrap_or(&self.procedure.name).clone()
    }

    /// The specialist takes the case, or the head gives it to them.
    pub fn assign(&mut self) {
        let to = self.specialist;
        let received_it = self.steps.last().is_some_and(|step| step.by == to);
        let by = if received_it || self.scene.dice.chance(60) { to } else { HEAD };
        let (low, high) = if received_it { (1, 3) } else { (3, 20) };
        self.then(low, high).does(by, Act::Assign(Assign { to, reason: String::new() }));
    }

    /// The clock stands still while the citizen fetches a paper. Answers the new due day; leaves the case alone
    /// where that would lie too far.
    fn supplements(&mut self, due_day: usize) -> usize {
        let asked = Slot { day: self.now.day + 1, minute: self.scene.dice.between(30, 400) };
        let back =
            Slot { day: asked.day + 1 + self.scene.dice.below(3), minute: self.scene.dice.between(10, 300) };
        let office = &self.scene.office;
        let (Some(from), Some(to)) = (office.moment(asked), office.moment(back)) else { return due_day };
        let due = self.due(&[Pause { from, to: Some(to) }]).and_then(|due| office.place(due.day()));
        let Some(due) = due.filter(|&day| day <= self.scene.last && day > back.day) else { return due_day };
        self.now = asked;
        self.ask_more(self.specialist);
        self.now = back;
        let other = self.scene.dice.chance(12);
        self.supplement(other);
        due
    }

    /// What was asked for, or another paper that proves the same.
    pub fn supplement(&mut self, other: bool) {
        let (name, enough) = match other {
            true => ("Sổ tạm trú", "Sổ tạm trú cho biết nơi cư trú như giấy xác nhận"),
            false => (RESIDENCE, ""),
        };
        let papers = vec![PaperTaken { name: name.to_owned(), originals: 1, copies: 0, supplemented: None }];
        self.does(RECEPTION, Act::Supplement(Supplement { papers, enough: enough.to_owned() }));
    }

    pub fn ask_more(&mut self, by: OfficerId) {
        let Some(until) = self.scene.office.by(self.now.day + 5) else { return };
        self.does(
            by,
            Act::AskMore(AskMore {
                papers: vec![RESIDENCE.to_owned()],
                reason: "Thông tin nơi cư trú trong tờ khai chưa khớp với giấy tờ đã nộp".to_owned(),
                until,
            }),
        );
    }

    fn finishing_day(&mut self, wish: Wish, due_day: usize) -> usize {
        if !wish.early {
            return due_day;
        }
        let latest = due_day.saturating_sub(1);
        let first = (self.now.day + 1).min(latest);
        let room = (latest - first + 1).min(1 + (due_day - wish.day) / 3);
        latest - self.scene.dice.below(room)
    }

    /// Another agency is asked where there is time for it.
    fn asks_around(&mut self, finish: usize) {
        let linked = self.procedure.linked == Linked::Consulted;
        let percent = if finish >= self.now.day + 8 { 75 } else { 6 };
        if linked && finish >= self.now.day + 3 && self.scene.dice.chance(percent) {
            self.on(self.now.day + 1, 30, 400);
            self.consult(finish - 1, false);
            self.on(finish - 1, 30, 400).replied();
        }
    }

    /// `extends` where the law gives more time for it.
    pub fn consult(&mut self, until: usize, extends: bool) {
        let Some(until) = self.scene.office.by(until) else { return };
        let agency = self.scene.agency(self.procedure, until).to_owned();
        let question = "Đề nghị xác minh thông tin trong hồ sơ".to_owned();
        self.does(self.specialist, Act::Consult(Consult { agency, question, until, extends }));
    }

    pub fn replied(&mut self) {
        let answer = "Đã xác minh, thông tin đúng".to_owned();
        self.does(self.specialist, Act::Reply(Reply { answer }));
    }

    fn goes_on(&mut self, finish: usize) {
        if finish > self.now.day {
            self.on(finish, 5, 110);
        }
    }

    /// The draft, the signature, the stamp; once in a while the draft comes back first.
    fn decides(&mut self, same_day: bool) {
        let deny = !same_day && self.scene.dice.chance(2);
        self.submit(deny);
        if !same_day && self.scene.dice.chance(3) {
            let reason = "Sửa lại căn cứ pháp lý ở phần đầu văn bản".to_owned();
            let leader = self.then(10, 40).leader();
            self.does(leader, Act::SendBack(SendBack { reason }));
            self.submit(deny);
        }
        self.sign();
        if !same_day && self.scene.dice.chance(1) {
            self.unsign();
            self.submit(deny);
            self.sign();
        }
        self.stamp();
    }

    pub fn submit(&mut self, deny: bool) {
        let (decision, summary) = if deny {
            (Decision::Deny, "Chưa đủ điều kiện theo quy định; lý do ghi rõ trong văn bản trả lời".to_owned())
        } else {
            (Decision::Grant, self.result())
        };
        let by = self.specialist;
        self.then(5, 35).does(by, Act::Submit(Submit { decision, summary }));
    }

    fn withdrawn(mut self) -> Vec<Step> {
        let reason = "Người nộp không còn nhu cầu, xin nhận lại giấy tờ".to_owned();
        let returned = self.form.papers.iter().filter(|paper| paper.originals > 0);
        let returned = returned.map(|paper| paper.name.clone()).collect();
        self.does(RECEPTION, Act::Withdraw(Withdraw { reason, returned }));
        self.steps
    }

    fn stopped(mut self) -> Vec<Step> {
        let reason = "Trùng với hồ sơ đã giải quyết ở phường khác".to_owned();
        let leader = self.leader();
        self.does(leader, Act::Stop(Stop { reason }));
        self.steps
    }

    fn leader(&self) -> OfficerId {
        self.scene.office.moment(self.now).map_or(CHAIR, |at| self.scene.signer(self.procedure, at))
    }

    pub fn sign(&mut self) {
        let on_duty = self.then(5, 30).leader();
        let taking_over = self.scene.dice.chance(3);
        let on = self.scene.office.moment(self.now).map(Moment::day);
        let signers = on.into_iter().flat_map(|on| self.scene.ward.signers(&self.procedure.field, on));
        let other = signers.map(|leader| leader.id).find(|id| *id != on_duty).unwrap_or(on_duty);
        self.does(if taking_over { other } else { on_duty }, Act::Sign(Sign { taking_over }));
    }

    pub fn stamp(&mut self) {
        let by = if self.scene.dice.chance(85) { CLERK } else { HEAD };
        let Some(on) = self.scene.office.days.get(self.now.day).copied() else { return };
        self.then(3, 15).does(by, Act::Stamp(Stamp { number: String::new(), on }));
    }

    fn goes_elsewhere(&mut self, finish: usize) {
        if finish > self.now.day {
            self.on(self.now.day + 1, 10, 200);
        }
        self.forward(finish + 1);
        if finish > self.now.day {
            self.on(finish, 30, 400);
        }
        let number = format!("{}/VPĐK", self.scene.dice.between(100, 9_999));
        let act = ResultArrived { decision: Decision::Grant, summary: self.result(), number };
        let by = self.specialist;
        self.then(20, 60).does(by, Act::ResultArrived(act));
    }

    /// To an agency that promises its result for the working day `until`.
    pub fn forward(&mut self, until: usize) {
        let on = self.scene.office.days.get(self.now.day).copied();
        let Some(on) = on else { return };
        let until = self.scene.office.by(until.max(self.now.day));
        let agency = self.scene.agency(self.procedure, on).to_owned();
        let by = self.specialist;
        self.then(3, 20).does(by, Act::Forward(Forward { agency, until }));
    }

    /// The citizen comes for the result: soon, and mostly with the slip.
    pub fn collects(&mut self) {
        if self.now.minute < 440 && self.scene.dice.chance(50) {
            self.then(3, 30);
        } else {
            let day = self.now.day + 1 + self.scene.dice.below(4);
            self.on(day, 5, 460);
        }
        // What leaves by post or by wire brings no slip back.
        let slip = self.scene.dice.chance(97) && self.form.delivery == Delivery::Counter;
        let statement = if slip || self.form.delivery != Delivery::Counter {
            ""
        } else {
            "Người nhận cam kết đã làm mất giấy hẹn"
        };
        let by = [RECEPTION, CLERK, self.specialist][self.scene.dice.weighted(&[60, 15, 25])];
        let mut given = self.given(self.form.delivery);
        let mut receiver = self.form.applicant.name.clone();
        if given.way == Delivery::Counter && self.scene.dice.chance(3) {
            let other = self.scene.people.comes(&mut self.scene.dice);
            given.authorisation = format!("Giấy ủy quyền của {receiver}");
            receiver = other.applicant.name;
        }
        self.does(
            by,
            Act::HandOver(HandOver {
                receiver,
                slip_collected: slip,
                statement: statement.to_owned(),
                payment: self.owed.then_some(Payment::Taken),
                receipt: String::new(),
                settles: self.owed,
                given: Some(given),
            }),
        );
    }
}
