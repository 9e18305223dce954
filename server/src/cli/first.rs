//! A ward that has just been unpacked: the standard calendar and catalogue, and one administrator.
//!
//! Not here: the demo ward (`shared::demo`).
//! Invariant: no default password; the first one is said once and must be changed.

use shared::calendar::standard_calendar;
use shared::id::OfficerId;
use shared::moment::Day;
use shared::officer::{Officer, Role};
use shared::procedure::{BadCatalogue, standard_catalogue};
use shared::ward::{Letterhead, SupplementClock, Ward};

use crate::clock::Clock;
use crate::gate::password::hash_now;
use crate::random;
use crate::store::account::Account;
use crate::store::{Fault, Store};

/// The administrator's login name.
pub const ADMIN_NAME: &str = "quantri";
const ADMIN: OfficerId = OfficerId(1);

pub fn ward() -> Result<Ward, BadCatalogue> {
    let head = Letterhead {
        from: Day::new(2018, 1, 1).expect("a day of the calendar"),
        above: "Ủy ban nhân dân thành phố …".to_owned(),
        agency: "Ủy ban nhân dân phường …".to_owned(),
        desk: "Trung tâm Phục vụ hành chính công".to_owned(),
        short: "Phường mới".to_owned(),
        place: "…".to_owned(),
        phone: String::new(),
        address: String::new(),
    };
    let admin = Officer {
        id: ADMIN,
        name: "Quản trị hệ thống".to_owned(),
        title: "Quản trị".to_owned(),
        roles: vec![Role::Admin],
        fields: Vec::new(),
    };
    Ok(Ward {
        version: 1,
        agency_code: "000.00.00.H00".to_owned(),
        letterheads: vec![head],
        officers: vec![admin],
        roster: Vec::new(),
        supplement_clock: SupplementClock::default(),
        survey_forms: vec![],
        calendar: standard_calendar(),
        catalogue: standard_catalogue()?,
        mandates_from: None,
        news_by: Vec::new(),
        public_url: String::new(),
    })
}

/// Gives the administrator an account where the ward has none at all; answers the password.
pub async fn administrator(store: &Store, clock: &Clock) -> Result<Option<String>, Fault> {
    if !store.accounts().await?.is_empty() {
        return Ok(None);
    }
    let Some(admin) = store.ward().with_role(Role::Admin).next().map(|officer| officer.id) else {
        return Ok(None);
    };
    let password = random::one_time_password();
    let account =
        Account { name: ADMIN_NAME.to_owned(), officer: admin, hash: hash_now(&password), must_change: true };
    store.put_account(&account, clock.now()).await?;
    Ok(Some(password))
}

#[cfg(test)]
mod tests {
    use shared::id::WardId;

    use super::*;
    use crate::store::Place;

    #[tokio::test]
    async fn the_first_password_is_said_once() {
        let store = Store::open_or_create(&Place::Memory, WardId(1), || ward().unwrap()).await.unwrap();
        let clock = Clock::Machine;
        let password = administrator(&store, &clock).await.unwrap().expect("a password");
        assert_eq!(password.len(), 24);
        assert!(shared::session::password_fault(&password, ADMIN_NAME).is_none());
        assert!(store.account(ADMIN_NAME).await.unwrap().expect("an account").must_change);
        assert_eq!(administrator(&store, &clock).await.unwrap(), None);
    }
}
