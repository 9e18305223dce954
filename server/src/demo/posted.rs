//! Đối tượng thực hiện: whom each procedure is for, as the demo ward posts it.
//!
//! Not here: how a ward enters it (`shared::ward::posted`).
//! Invariant: the words are the demo's own; a new ward begins without them, and the page says so. One procedure is left
//! out, so that the settings show what is still to do.

use shared::moment::Day;
use shared::ward::Ward;

/// By the beginning of its code; the first that fits.
const FOR: [(&str, &str); 12] = [
    ("HT-02", "Cá nhân (hai bên nam, nữ)"),
    ("HT-12", "Cá nhân (hai bên nam, nữ)"),
    ("HT-", "Cá nhân"),
    ("CT-04", "Cá nhân"),
    ("CT-05", "Cá nhân (người thừa kế)"),
    ("CT-06", "Cá nhân (những người thừa kế)"),
    ("CT-07", "Cá nhân (người thừa kế duy nhất)"),
    ("CT-", "Cá nhân, tổ chức"),
    ("DD-", "Cá nhân, hộ gia đình, cộng đồng dân cư, tổ chức"),
    ("NCC-", "Người có công với cách mạng, thân nhân của người có công"),
    ("BT-06", "Hộ gia đình"),
    ("BT-", "Cá nhân, hộ gia đình"),
];

/// Not entered yet.
const LEFT_OUT: &str = "NCC-05";

/// The ward with what it has entered by `on`.
pub fn with(ward: Ward, on: Day) -> Ward {
    let ids: Vec<String> = ward.catalogue.all_in_force(on).map(|procedure| procedure.id.clone()).collect();
    let said = |id: &str| FOR.iter().find(|(begin, _)| id.starts_with(begin)).map(|(_, said)| *said);
    ids.iter().filter(|id| *id != LEFT_OUT).fold(ward, |ward, id| match said(id) {
        Some(said) => ward.with_for_whom(id, on, said).unwrap_or(ward),
        None => ward,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{nine, ward};

    #[test]
    fn every_procedure_but_one_says_whom_it_is_for() {
        let on = nine().day();
        let posted = with(ward(), on);
        let open = posted.catalogue.all_in_force(on).filter(|procedure| procedure.for_whom.is_empty());
        assert_eq!(open.map(|procedure| procedure.id.as_str()).collect::<Vec<_>>(), [LEFT_OUT]);
        assert_eq!(posted.fault(), None);
    }
}
