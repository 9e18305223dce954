//! The words of the tests: what happens at the counter, one line an act, judged by the real rules.
//!
//! `08:15 13/02/2018 oanh tiếp-nhận H1 HT-09 phí=nợ`: when, who, what, which dossier, then what the act needs. The
//! time and the date stay until a line says others. The answer is the same lines, each with what became of it.
//!
//! Not here: queues and the network (`sync`), random acts (`dossier::any`).
//! Invariant: the words of a story decide nothing; every verdict comes from `dossier::decide`.

mod acts;
pub mod book;
pub mod canary;
pub mod forms;
pub mod lists;
pub mod people;
pub mod same;

use std::collections::BTreeMap;

use crate::calendar::OffDay;
use crate::ctx::Ctx;
use crate::demo;
use crate::dossier::code::Lane;
use crate::dossier::{self, Act, Dossier, Status};
use crate::id::{DossierId, OfficerId};
use crate::moment::{Day, Moment};
use crate::officer::{Officer, Role};
use crate::paper;
use crate::refusal::Refusal;
use crate::text;
use crate::ward::{SupplementClock, Ward};

/// Whom the counter calls how.
const NICKNAMES: [(&str, OfficerId); 13] = [
    ("cổng", demo::PORTAL),
    ("sơn", demo::HEAD),
    ("hà", demo::JUSTICE),
    ("bảo", demo::LAND),
    ("liên", demo::SOCIAL),
    ("oanh", demo::RECEPTION),
    ("tuấn", demo::CLERK),
    ("thành", demo::CHAIR),
    ("vân", demo::VICE_1),
    ("huy", demo::VICE_2),
    ("sương", demo::POSTAL),
    ("mai", demo::VOLUNTEER),
    ("quản-trị", demo::ADMIN),
];

/// A dossier's identity in a story, by its number there: `H7` is always the same dossier.
pub fn dossier_id(n: u128) -> DossierId {
    DossierId(uuid::Uuid::from_u128(n))
}

/// The demo ward as its administrator would keep it on this day: a year that the data have no table for has one, though
/// nothing but its weekends is off. For tests that go by the machine's clock.
pub fn ward_on(day: Day) -> Ward {
    let mut ward = demo::ward().expect("the catalogue is part of the program and tested");
    ward.calendar.last_year = ward.calendar.last_year.max(day.year() + 1);
    ward
}

/// A ward with the dossiers of one story.
pub struct Story {
    pub ward: Ward,
    pub dossiers: BTreeMap<String, Dossier>,
    now: Moment,
    given: u16,
}

/// One line, cut into words.
struct Line<'a> {
    who: &'a str,
    verb: &'a str,
    name: &'a str,
    /// Words after the dossier's name: bare ones, and `key=value` with `_` for a space.
    bare: Vec<&'a str>,
    named: Vec<(&'a str, String)>,
}

impl Line<'_> {
    fn says(&self, word: &str) -> bool {
        self.bare.contains(&word)
    }

    fn value(&self, key: &str) -> Option<&str> {
        self.named.iter().find(|(name, _)| *name == key).map(|(_, value)| value.as_str())
    }
}

/// Tells the whole story in a fresh demo ward.
pub fn tell(story: &str) -> String {
    let mut told = Story::new();
    let lines = story.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| format!("{line}\n{}", told.line(line))).collect()
}

impl Default for Story {
    fn default() -> Story {
        Story::new()
    }
}

impl Story {
    pub fn new() -> Story {
        let ward = demo::ward().expect("the catalogue is part of the program and tested");
        Story { ward, dossiers: BTreeMap::new(), now: Moment::default(), given: 0 }
    }

    /// What one line leaves behind, each line of it set in.
    pub fn line(&mut self, line: &str) -> String {
        let mut words: Vec<&str> = line.split_whitespace().collect();
        self.set_clock(&mut words);
        let (bare, named): (Vec<&str>, Vec<&str>) = words.into_iter().partition(|word| !word.contains('='));
        let named = named.into_iter().filter_map(|word| word.split_once('='));
        let named = named.map(|(key, value)| (key, value.replace('_', " "))).collect();
        let answer = match bare.as_slice() {
            ["phường", "tính-lại"] => {
                self.ward.supplement_clock = SupplementClock::Restart;
                "hạn tính lại từ đầu sau khi bổ sung".to_owned()
            }
            ["phường", "thêm-vai", who, code] => self.hat(who, code),
            ["phường", "ký-lĩnh-vực", who, field] => self.divide(who, field),
            ["phường", "nghỉ", on] => self.close(on),
            ["xem", name, what] => self.show(name, what),
            [who, verb, name, rest @ ..] => self.act(&Line { who, verb, name, bare: rest.to_vec(), named }),
            _ => panic!("nobody does anything in this line: {line}"),
        };
        answer.lines().map(|line| format!("    {line}\n")).collect()
    }

    /// Takes a leading time and date out of the words.
    fn set_clock(&mut self, words: &mut Vec<&str>) {
        let time = words
            .first()
            .and_then(|word| word.split_once(':'))
            .and_then(|(hour, minute)| Some(hour.parse::<u32>().ok()? * 60 + minute.parse::<u32>().ok()?));
        if time.is_some() {
            words.remove(0);
        }
        let day = words.first().and_then(|word| Day::parse_any(word));
        if day.is_some() {
            words.remove(0);
        }
        let day = day.unwrap_or(self.now.day());
        self.now = Moment::at_minute(day, time.unwrap_or(self.now.minute_of_day()));
    }

    /// Gives somebody one more role.
    fn hat(&mut self, who: &str, code: &str) -> String {
        let role = Role::ALL.into_iter().find(|role| role.code() == code).expect("the code of a role");
        let id = self.officer(who);
        let officer = self.ward.officers.iter_mut().find(|officer| officer.id == id);
        officer.expect("the demo ward has all of them").roles.push(role);
        format!("thêm vai {}", role.label().vi)
    }

    /// From today on a leader signs only for this field, and nobody for what is not theirs.
    fn divide(&mut self, who: &str, field: &str) -> String {
        let (id, from) = (self.officer(who), self.now.day());
        let officer = self.ward.officers.iter_mut().find(|officer| officer.id == id);
        let officer = officer.expect("the demo ward has all of them");
        officer.fields = vec![field.to_owned()];
        let name = officer.name.clone();
        self.ward.mandates_from = Some(from);
        format!("{name} chỉ ký lĩnh vực {field} từ {}", from.vi())
    }

    /// Closes the office on a day, by decree.
    fn close(&mut self, on: &str) -> String {
        let day = Day::parse_any(on).expect("a day");
        let off =
            OffDay { name: "Nghỉ bão".to_owned(), kind: "nghi_dot_xuat".to_owned(), uncertain: false };
        self.ward.calendar.off.insert(day, off);
        format!("nghỉ đột xuất {}", day.vi())
    }

    fn officer(&self, nickname: &str) -> OfficerId {
        let known = NICKNAMES.iter().find(|(name, _)| *name == nickname);
        known.unwrap_or_else(|| panic!("nobody is called {nickname}")).1
    }

    fn id(name: &str) -> DossierId {
        let n = name.strip_prefix('H').and_then(|n| n.parse().ok());
        dossier_id(n.unwrap_or_else(|| panic!("{name} is no dossier: H1, H2…")))
    }

    fn act(&mut self, line: &Line) -> String {
        let act = self.act_of(line);
        match self.judge(line.who, line.name, &act) {
            Ok(steps) => {
                let dossier = &self.dossiers[line.name];
                let path = steps.iter().map(|status| status.label().vi).collect::<Vec<_>>().join(" → ");
                format!("→ {path}{}", standing(dossier))
            }
            Err(refusal) => format!("✗ {}", refusal.sentence().vi),
        }
    }

    /// The statuses that the act leads through, or why it may not be done.
    pub fn judge(&mut self, who: &str, name: &str, act: &Act) -> Result<Vec<Status>, Refusal> {
        let by = self.person(who);
        let ctx = self.ctx(&by);
        let mut record = self.dossiers.get(name).cloned();
        let facts = dossier::decide(&ctx, Story::id(name), record.as_ref(), act)?;
        if let (Act::Reuse(reuse), Some(dossier)) = (act, &record)
            && let Some(source) = self.dossiers.values().find(|source| source.id == reuse.from.id)
        {
            dossier::reuse::check(source, dossier, reuse)?;
        }
        let mut steps = Vec::with_capacity(facts.len());
        for fact in &facts {
            dossier::apply(&mut record, fact);
            steps.extend(record.as_ref().map(|dossier| dossier.status));
        }
        self.given += u16::from(act.number().is_some());
        self.dossiers.extend(record.map(|dossier| (name.to_owned(), dossier)));
        Ok(steps)
    }

    pub fn person(&self, nickname: &str) -> Officer {
        self.ward.officer(self.officer(nickname)).expect("the demo ward has all of them").clone()
    }

    pub fn ctx<'a>(&'a self, by: &'a Officer) -> Ctx<'a> {
        let now = self.now;
        Ctx { now, happened: now, claimed: now, by, lane: Some(Lane(0)), reissued: None, ward: &self.ward }
    }

    /// Moves the clock for acts that are judged without a line.
    pub fn set_now(&mut self, now: Moment) {
        self.now = now;
    }

    fn show(&self, name: &str, what: &str) -> String {
        let dossier = self.dossiers.get(name).unwrap_or_else(|| panic!("there is no {name} yet"));
        match what {
            "lịch-sử" => self.history(dossier),
            "người-nộp" => {
                let (person, contact) = (&dossier.applicant, &dossier.contact);
                format!("{}, {}, {}, {}", person.name, person.number, person.address, contact.phone)
            }
            "trả-lại" => dossier.returned.join("; "),
            "đã-trao" => {
                let over = dossier.handed_over.as_ref().expect("it was handed over");
                let given =
                    over.given.as_ref().map(|given| given.text(crate::lang::Lang::Vi)).unwrap_or_default();
                format!("{}; {given}", over.to)
            }
            "lệ-phí" => {
                let fee = &dossier.fee;
                let rest = format!("{} {}", fee.receipt, fee.exempt_reason);
                format!("{} đ, {} {}", fee.total_vnd(), fee.payment.label().vi.to_lowercase(), rest.trim())
            }
            "bản-chụp" => {
                let line = |scan: &dossier::attach::Scan| {
                    let reused = scan.reused.as_ref().map(|reused| reused.from.code.short());
                    let reused = reused.map(|code| format!(", từ {code}")).unwrap_or_default();
                    let signed = scan.signed.as_ref().map(|signed| format!(", {} ký số", signed.signer));
                    format!("{}: {}{reused}{}", scan.paper, scan.file.name, signed.unwrap_or_default())
                };
                dossier.scans.iter().map(line).collect::<Vec<_>>().join("\n")
            }
            "giấy-tờ" => {
                let all = paper::papers(&self.ward, dossier);
                all.iter()
                    .map(|paper| format!("{}: {paper}", paper.label().vi))
                    .collect::<Vec<_>>()
                    .join("\n")
            }
            other => {
                let address = text::fold(other).replace(' ', "-");
                let Ok(paper) = address.parse() else { panic!("{other} cannot be shown") };
                paper::sheet(&self.ward, dossier, paper, "https://mot-cua.example")
                    .map_or("(chưa có)".to_owned(), |sheet| sheet.text())
            }
        }
    }

    fn history(&self, dossier: &Dossier) -> String {
        let lines = dossier.history.iter().map(|trace| {
            let who = self.ward.officer(trace.by).map(|officer| officer.short_name()).unwrap_or_default();
            let line =
                format!("{} {who}: {}. {}", trace.at.clock_and_day(), trace.kind.label().vi, trace.note);
            line.trim_end_matches([' ', '.']).to_owned()
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// Where the clock of a dossier stands, as far as there is anything to say.
fn standing(dossier: &Dossier) -> String {
    let mut said = String::new();
    if let Some(due) = dossier.due {
        said += &format!(", hạn {}", due.clock_and_day());
    }
    if let Some(promised) = dossier.promised.filter(|promised| Some(*promised) != dossier.due) {
        said += &format!(", hẹn lại {}", promised.clock_and_day());
    }
    if dossier.paused_since().is_some() {
        said += ", đồng hồ dừng";
    }
    if let Some(timing) = dossier.timing() {
        said += &format!(", {}", timing.label().vi.to_lowercase());
    }
    said
}
