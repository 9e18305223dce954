//! Phân công ký: which leader signs which fields of work, from which day on.
//!
//! Not here: who is on duty on a half-day (`signer_on_duty`), what else a signature asks (`dossier::sign`).
//! Invariant: a ward that has divided nothing lets every leader sign everything; where it has, each field keeps a
//! leader who signs it. Source: domain notes §1.4 (“authority for this procedure, on duty or explicitly taking over”),
//! §1.5 (“leader absent: roster substitute; otherwise escalate to the chair”).

use super::Ward;
use crate::lang::Sentence;
use crate::moment::{Day, Moment};
use crate::officer::{Officer, Role};
use crate::procedure::ProcedureRef;
use crate::refusal::{FieldFault, Refusal};

impl Ward {
    /// Whether the leader signs what is of this field on the day: their own fields of work, where the division binds.
    pub fn has_mandate(&self, leader: &Officer, field: &str, on: Day) -> bool {
        leader.is(Role::Leader) && (self.mandates_from.is_none_or(|from| on < from) || leader.works_in(field))
    }

    /// The leaders who sign what is of this field on the day, in the order of the ward.
    pub fn signers(&self, field: &str, on: Day) -> impl Iterator<Item = &Officer> {
        self.with_role(Role::Leader).filter(move |leader| self.has_mandate(leader, field, on))
    }

    /// The leader on duty, where they sign for this field; else the first of those who do.
    pub fn signer_for(&self, field: &str, at: Moment) -> Option<&Officer> {
        let on = at.day();
        let on_duty = self.signer_on_duty(at).filter(|leader| self.has_mandate(leader, field, on));
        on_duty.or_else(|| self.signers(field, on).next())
    }

    /// Asked of whoever signs, by the button, the gate and the fast lane alike. A procedure that the ward has forgotten
    /// is of no field, so every leader signs it.
    ///
    /// # Errors
    /// `NoMandate` with those who sign instead.
    pub fn mandate(&self, leader: &Officer, procedure: &ProcedureRef, on: Day) -> Result<(), Refusal> {
        let Some(procedure) = self.catalogue.get(procedure) else { return Ok(()) };
        if self.has_mandate(leader, &procedure.field, on) {
            return Ok(());
        }
        cov_mark::hit!(no_mandate);
        let signers = self.signers(&procedure.field, on).map(|leader| leader.name.clone()).collect();
        Err(Refusal::NoMandate { signers })
    }

    /// The settings with the division binding from `from` on; none where every leader signs everything.
    ///
    /// # Errors
    /// `mandates_from` where the day has passed, since what was signed then is on record, or where a field would have
    /// no leader.
    pub fn with_mandates(&self, from: Option<Day>, today: Day) -> Result<Ward, Vec<FieldFault>> {
        let ward = Ward { mandates_from: from, ..self.clone() };
        let mut faults = Vec::new();
        let has_begun = self.mandates_from.is_some_and(|begun| begun <= today);
        if from != self.mandates_from && from.is_some_and(|from| from < today) {
            let (vi, en) = (
                "Phân công ký áp dụng từ hôm nay hoặc sau đó.",
                "A division of signing begins today or later.",
            );
            faults.push(FieldFault::new("mandates_from", vi, en));
        } else if has_begun && from.is_some_and(|from| from > today) {
            let (vi, en) = (
                "Phân công ký đang áp dụng. Bỏ trống ngày để thôi áp dụng.",
                "The division binds already. Leave the day empty to end it.",
            );
            faults.push(FieldFault::new("mandates_from", vi, en));
        }
        if let Some(said) = ward.unsigned() {
            faults.push(FieldFault::new("mandates_from", said.vi, said.en));
        }
        if faults.is_empty() { Ok(ward) } else { Err(faults) }
    }

    /// The fields that no leader would sign.
    pub(super) fn unsigned(&self) -> Option<Sentence> {
        let from = self.mandates_from?;
        let bare =
            self.catalogue.fields.iter().filter(|field| self.signers(&field.id, from).next().is_none());
        let (vi, en): (Vec<&str>, Vec<&str>) =
            bare.map(|field| (field.name.as_str(), field.name_en.as_str())).unzip();
        if vi.is_empty() {
            return None;
        }
        Some(Sentence::new(
            format!("Chưa có lãnh đạo ký lĩnh vực: {}.", vi.join(", ")),
            format!("No leader signs: {}.", en.join(", ")),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo;
    use crate::id::OfficerId;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    /// The chair signs everything, each vice-chair two fields of four.
    fn divided(from: &str) -> Ward {
        let mut ward = demo::ward().expect("the demo ward is whole");
        for (id, fields) in [(demo::VICE_1, ["HTCT", "BTXH"]), (demo::VICE_2, ["HTCT", "DD"])] {
            let vice = ward.officers.iter_mut().find(|officer| officer.id == id).expect("a vice-chair");
            vice.fields = fields.map(str::to_owned).to_vec();
        }
        ward.mandates_from = Some(day(from));
        ward
    }

    fn ids<'a>(signers: impl Iterator<Item = &'a Officer>) -> Vec<OfficerId> {
        signers.map(|officer| officer.id).collect()
    }

    #[test]
    fn the_division_binds_from_its_day_on() {
        let ward = divided("2018-03-06");
        let all = [demo::CHAIR, demo::VICE_1, demo::VICE_2];
        assert_eq!(ids(ward.signers("DD", day("2018-03-05"))), all);
        assert_eq!(ids(ward.signers("DD", day("2018-03-06"))), [demo::CHAIR, demo::VICE_2]);
        assert_eq!(ids(ward.signers("HTCT", day("2018-03-06"))), all);
        let specialist = ward.officer(demo::LAND).expect("a specialist");
        assert!(!ward.has_mandate(specialist, "DD", day("2018-03-06")), "whose field it is does not sign");
    }

    #[test]
    fn whoever_is_on_duty_without_the_field_gives_way_to_the_first_who_has_it() {
        let ward = divided("2018-03-05");
        let tuesday = "2018-03-06T09:00".parse().expect("a moment");
        assert_eq!(ward.signer_on_duty(tuesday).map(|officer| officer.id), Some(demo::VICE_1));
        assert_eq!(ward.signer_for("HTCT", tuesday).map(|officer| officer.id), Some(demo::VICE_1));
        assert_eq!(ward.signer_for("DD", tuesday).map(|officer| officer.id), Some(demo::CHAIR));
    }

    #[test]
    fn a_field_keeps_a_leader_and_a_day_that_has_passed_stays_as_it_was() {
        let (today, ward) = (day("2018-03-06"), divided("2018-03-05"));
        let fields = |made: Result<Ward, Vec<FieldFault>>| made.unwrap_err().remove(0).vi;
        assert!(ward.with_mandates(None, today).is_ok(), "ended");
        assert!(ward.with_mandates(Some(day("2018-03-05")), today).is_ok(), "unchanged");
        assert!(fields(ward.with_mandates(Some(day("2018-03-02")), today)).contains("từ hôm nay"));
        assert!(fields(ward.with_mandates(Some(day("2018-03-07")), today)).contains("đang áp dụng"));
        let mut headless = divided("2018-03-05");
        headless.officers.retain(|officer| officer.id != demo::CHAIR);
        let said = fields(headless.with_mandates(Some(today), today));
        assert_eq!(said, "Chưa có lãnh đạo ký lĩnh vực: Người có công.");
        assert!(headless.with_mandates(None, today).is_ok());
        let chair = ward.officer(demo::CHAIR).expect("a chair").clone();
        let leaves = Officer { fields: vec!["DD".to_owned()], ..chair };
        let said = ward.with_officer(leaves).unwrap_err();
        assert_eq!(said[0].field, "fields", "{said:?}");
    }
}
