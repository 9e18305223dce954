//! Cán bộ và lịch trực: who works in the ward, with which roles, and who signs on which half-day.
//!
//! Not here: logins and passwords (the server), what a role may do (`dossier::kind`).
//! Invariant: nobody is ever taken out, since histories name them; whoever has left has no role. A ward keeps an
//! administrator, and a half-day of its roster keeps a leader.

use std::collections::BTreeSet;

use super::{RosterWeek, Ward};
use crate::id::OfficerId;
use crate::lang::{Sentence, word};
use crate::limits;
use crate::moment::Day;
use crate::officer::{Officer, Role};
use crate::refusal::FieldFault;
use crate::text;

const NO_ADMIN: (&str, &str) =
    ("Phường phải còn ít nhất một quản trị.", "The ward must keep an administrator.");

impl Ward {
    /// The number of the next officer; numbers are never given again.
    pub fn next_officer(&self) -> OfficerId {
        OfficerId(self.officers.iter().map(|officer| officer.id.0).max().unwrap_or(0) + 1)
    }

    /// The settings with `typed` in them: in place of whoever has the number, or as somebody new.
    ///
    /// # Errors
    /// One sentence a field; on `roles` also where the ward would lose its last administrator or a half-day of the
    /// roster its leader.
    pub fn with_officer(&self, typed: Officer) -> Result<Ward, Vec<FieldFault>> {
        let mut faults = Vec::new();
        let mut fault = |field: &str, vi: String, en: String| faults.push(FieldFault::new(field, vi, en));
        let (name, title) = (text::clean(&typed.name), text::clean(&typed.title));
        if name.is_empty() {
            fault("officer_name", "Chưa ghi họ và tên.".into(), "Enter the name.".into());
        }
        for (field, text) in [("officer_name", &name), ("officer_title", &title)] {
            if text.chars().count() > limits::NAME_CHARS_MAX {
                let max = limits::NAME_CHARS_MAX;
                fault(field, format!("Tối đa {max} chữ."), format!("{max} characters at most."));
            }
        }
        if let Some(unknown) = typed.fields.iter().find(|field| self.catalogue.field(field).is_none()) {
            fault("fields", format!("Không có lĩnh vực {unknown}."), format!("There is no field {unknown}."));
        }
        let roles: BTreeSet<Role> = typed.roles.iter().copied().collect();
        let officer = Officer { name, title, roles: roles.into_iter().collect(), ..typed };
        let mut ward = self.clone();
        match ward.officers.iter_mut().find(|known| known.id == officer.id) {
            Some(known) => *known = officer.clone(),
            None => ward.officers.push(officer.clone()),
        }
        if ward.with_role(Role::Admin).next().is_none() {
            fault("roles", NO_ADMIN.0.into(), NO_ADMIN.1.into());
        }
        if !officer.is(Role::Leader) && self.is_on_roster(officer.id) {
            fault(
                "roles",
                format!("{} đang có trong lịch trực ký. Sửa lịch trực trước.", officer.name),
                format!("{} is on the signing roster. Change the roster first.", officer.name),
            );
        }
        if let Some(said) = ward.unsigned() {
            faults.push(FieldFault::new("fields", said.vi, said.en));
        }
        if faults.is_empty() { Ok(ward) } else { Err(faults) }
    }

    /// In the newest pattern, which holds until the next one.
    fn is_on_roster(&self, officer: OfficerId) -> bool {
        let newest = self.roster.iter().max_by_key(|week| week.from);
        newest.is_some_and(|week| week.days.iter().flatten().any(|id| *id == officer))
    }

    /// The settings with the pattern from its day on; a pattern of the same day is replaced, and one that would go on
    /// as before is not written again.
    ///
    /// # Errors
    /// `roster` where a half-day has somebody who is no leader, `from` where the day has passed: who was on duty then
    /// is on record.
    pub fn with_roster(&self, week: RosterWeek, today: Day) -> Result<Ward, Vec<FieldFault>> {
        let mut faults = Vec::new();
        if week.from < today {
            let (vi, en) = ("Lịch trực áp dụng từ hôm nay hoặc sau đó.", "A roster begins today or later.");
            faults.push(FieldFault::new("from", vi, en));
        }
        let leads = |id: &OfficerId| self.officer(*id).is_some_and(|officer| officer.is(Role::Leader));
        if !week.days.iter().flatten().all(leads) {
            let (vi, en) = ("Mỗi buổi chọn một lãnh đạo.", "Choose a leader for every half-day.");
            faults.push(FieldFault::new("roster", vi, en));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut ward = self.clone();
        ward.roster.retain(|known| known.from != week.from);
        let before = ward.roster.iter().filter(|known| known.from < week.from).max_by_key(|known| known.from);
        if before.is_none_or(|before| before.days != week.days) {
            ward.roster.push(week);
            ward.roster.sort_by_key(|week| week.from);
        }
        Ok(ward)
    }

    /// What would lock the ward out of its own office; whoever saves asks.
    pub fn fault(&self) -> Option<Sentence> {
        if self.with_role(Role::Admin).next().is_none() {
            return Some(Sentence::new(NO_ADMIN.0, NO_ADMIN.1));
        }
        let ids: BTreeSet<OfficerId> = self.officers.iter().map(|officer| officer.id).collect();
        if ids.len() < self.officers.len() {
            return Some(word("Hai cán bộ có cùng một số.", "Two officers have the same number.").into());
        }
        let data = || self.calendar.fault().or_else(|| self.catalogue.fault()).or_else(|| self.forms_fault());
        self.unsigned().or_else(data)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo;
    use crate::moment::Moment;

    fn ward() -> Ward {
        demo::ward().expect("the standard data")
    }

    fn newcomer(ward: &Ward) -> Officer {
        Officer {
            id: ward.next_officer(),
            name: "  Lê  Thị Hồng Gấm ".to_owned(),
            title: "Công chức Tư pháp – Hộ tịch".to_owned(),
            roles: vec![Role::Specialist, Role::Receptionist, Role::Specialist],
            fields: vec!["HTCT".to_owned()],
        }
    }

    fn fields(result: Result<Ward, Vec<FieldFault>>) -> Vec<String> {
        result.expect_err("refused").into_iter().map(|fault| fault.field).collect()
    }

    #[test]
    fn somebody_new_gets_a_number_of_their_own() {
        let ward = ward();
        let grown = ward.with_officer(newcomer(&ward)).expect("good");
        let known = grown.officer(ward.next_officer()).expect("in it");
        assert_eq!(known.name, "Lê Thị Hồng Gấm");
        assert_eq!(known.roles, [Role::Receptionist, Role::Specialist]);
        assert_eq!(grown.officers.len(), ward.officers.len() + 1);
        assert!(grown.fault().is_none());
        let left = Officer { roles: vec![], ..known.clone() };
        let after = grown.with_officer(left).expect("may leave");
        assert_eq!(after.name_of(known.id), known.name, "histories still name them");
        assert_ne!(after.next_officer(), known.id);
    }

    #[test]
    fn each_field_says_what_it_wants() {
        let ward = ward();
        let bad = Officer {
            name: " ".to_owned(),
            title: "dài ".repeat(100),
            fields: vec!["XX".to_owned()],
            ..newcomer(&ward)
        };
        assert_eq!(fields(ward.with_officer(bad)), ["officer_name", "officer_title", "fields"]);
    }

    #[test]
    fn the_last_administrator_and_whoever_is_on_the_roster_stay() {
        let ward = ward();
        for admin in ward.with_role(Role::Admin) {
            assert_eq!(fields(ward.with_officer(Officer { roles: vec![], ..admin.clone() })), ["roles"]);
        }
        let chair = ward.officer(demo::CHAIR).expect("the chair").clone();
        assert_eq!(fields(ward.with_officer(Officer { roles: vec![Role::Head], ..chair })), ["roles"]);
    }

    #[test]
    fn a_roster_holds_from_its_day_on() {
        let ward = ward();
        let today: Day = "2026-11-25".parse().expect("a Wednesday");
        let week = |from: Day, who| RosterWeek { from, days: [[who; 2]; 5] };
        let at = |day: Day| Moment::at(day, 9, 0);
        let before = ward.signer_on_duty(at(today)).map(|officer| officer.id);
        let next = today.plus(7);
        let changed = ward.with_roster(week(next, demo::VICE_2), today).expect("good");
        assert_eq!(changed.signer_on_duty(at(today)).map(|officer| officer.id), before);
        assert_eq!(changed.signer_on_duty(at(next)).map(|officer| officer.id), Some(demo::VICE_2));
        let again = changed.with_roster(week(next, demo::CHAIR), today).expect("good");
        assert_eq!(again.roster.len(), changed.roster.len());
        assert_eq!(again.signer_on_duty(at(next)).map(|officer| officer.id), Some(demo::CHAIR));
        let known = |ward: &Ward, from| RosterWeek { from, ..ward.roster.last().expect("one").clone() };
        assert_eq!(ward.with_roster(known(&ward, today), today).expect("good"), ward, "it goes on as before");
        assert_eq!(again.with_roster(known(&again, next), today).expect("good"), again);
        let as_before = again.with_roster(known(&ward, next), today).expect("good");
        assert_eq!(as_before, ward, "what was planned is taken back");
        assert_eq!(
            fields(ward.with_roster(week(today.plus(-1), demo::RECEPTION), today)),
            ["from", "roster"]
        );
    }
}
