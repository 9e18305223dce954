//! Đối tượng thực hiện: whom a procedure is for, as the ward posts it.
//!
//! Not here: the other parts of a posting, which the catalogue has from the start (`procedure`).
//! Invariant: it is said of a version that may be in use, and nothing of a dossier follows from it.

use super::Ward;
use crate::limits::NAME_CHARS_MAX;
use crate::moment::Day;
use crate::procedure::Procedure;
use crate::refusal::FieldFault;
use crate::text;

/// As decisions on procedures have it, again and again: these have their English, what a ward words otherwise stays as it
/// is.
pub const USUAL: [&str; 10] = [
    "Cá nhân",
    "Cá nhân (hai bên nam, nữ)",
    "Cá nhân (người thừa kế)",
    "Cá nhân (những người thừa kế)",
    "Cá nhân (người thừa kế duy nhất)",
    "Cá nhân, tổ chức",
    "Cá nhân, hộ gia đình",
    "Cá nhân, hộ gia đình, cộng đồng dân cư, tổ chức",
    "Hộ gia đình",
    "Người có công với cách mạng, thân nhân của người có công",
];

impl Ward {
    /// The settings in which the version in force of a procedure says whom it is for, or, where nothing is typed any
    /// more, says it no longer.
    ///
    /// # Errors
    /// One sentence a field.
    pub fn with_for_whom(&self, id: &str, on: Day, typed: &str) -> Result<Ward, Vec<FieldFault>> {
        let (said, mut faults) = (text::clean(typed), Vec::new());
        let in_force = self.catalogue.in_force(id, on);
        let (found, is_said) =
            (in_force.map(Procedure::reference), in_force.is_some_and(|one| !one.for_whom.is_empty()));
        if found.is_none() {
            faults.push(FieldFault::new(
                "procedure",
                "Chọn một thủ tục đang áp dụng.",
                "Choose a procedure that is in force.",
            ));
        }
        if (said.is_empty() && !is_said) || said.chars().count() > NAME_CHARS_MAX {
            faults.push(FieldFault::new(
                "for_whom",
                format!("Ghi ai làm được thủ tục này, tối đa {NAME_CHARS_MAX} chữ: Cá nhân, tổ chức."),
                format!("Enter whom the procedure is for, in at most {NAME_CHARS_MAX} characters."),
            ));
        }
        match found {
            Some(found) if faults.is_empty() => {
                let mut ward = self.clone();
                let same = ward.catalogue.procedures.iter_mut().filter(|one| one.reference() == found);
                same.for_each(|one| one.for_whom.clone_from(&said));
                Ok(ward)
            }
            Some(_) | None => Err(faults),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::demo;
    use crate::moment::Day;

    #[test]
    fn whom_a_procedure_is_for_is_said_of_the_version_in_force() {
        let (ward, today) =
            (demo::ward().expect("the demo ward is whole"), Day::new(2026, 11, 28).expect("a day"));
        let said = ward.with_for_whom("HT-09", today, " Công dân  Việt Nam ").expect("right");
        let texts = |id: &str| -> Vec<&str> {
            let all = said.catalogue.procedures.iter().filter(|one| one.id == id);
            all.map(|one| one.for_whom.as_str()).collect()
        };
        assert_eq!((texts("HT-09"), texts("HT-08")), (vec!["", "Công dân Việt Nam"], vec!["", ""]));
        assert_eq!(said.catalogue.follows(&ward.catalogue, today), None, "a version in use may be told so");
        assert_eq!(said.fault(), None);
        let emptied = said.with_for_whom("HT-09", today, "  ").expect("it may be taken back");
        assert_eq!(emptied.catalogue, ward.catalogue, "as before anything was said");
        assert_eq!(emptied.catalogue.follows(&said.catalogue, today), None);
        let mut other = said.clone();
        other.catalogue.procedures.iter_mut().for_each(|one| one.sets += 1);
        assert!(other.catalogue.follows(&said.catalogue, today).is_some(), "and nothing else of it changes");
        for (id, typed, fields) in [
            ("HT-09", " ", vec!["for_whom"]),
            ("HT-99", "Cá nhân", vec!["procedure"]),
            ("HT-99", &"a".repeat(201), vec!["procedure", "for_whom"]),
        ] {
            let faults = ward.with_for_whom(id, today, typed).expect_err("wrong");
            assert_eq!(faults.iter().map(|fault| fault.field.as_str()).collect::<Vec<_>>(), fields, "{id}");
        }
    }
}
