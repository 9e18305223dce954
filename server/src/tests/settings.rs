//! The ward's settings: who changed what and when, for the head and the administrator.

use shared::demo::{ADMIN, HEAD, RECEPTION};
use shared::session::{NewWard, WardSaved};
use shared::ward::change::Change;

use super::House;

#[tokio::test]
async fn the_head_reads_who_changed_what_and_when() {
    let house = House::new().await;
    let (admin, head) = (house.browser(ADMIN).await, house.browser(HEAD).await);
    let read = async || {
        let answer = head.get("/api/ward/changes").await;
        serde_json::from_slice::<Vec<Change>>(&answer.body).expect("changes")
    };
    let before = read().await.len();
    let mut ward = (*house.site.store.ward()).clone();
    let base = ward.version;
    let clerk = ward.officers.iter_mut().find(|officer| officer.id == RECEPTION).expect("works here");
    clerk.title.push('!');
    house.later(5);
    let ask = NewWard { base, ward };
    assert_eq!(head.post("/api/ward", &ask).await.said(), "403 not_permitted", "nothing was saved");
    assert_eq!(read().await.len(), before, "and nothing is said of it");
    assert_eq!(admin.post("/api/ward", &ask).await.said(), "200");
    let all = read().await;
    let newest = all.first().expect("it was saved");
    assert_eq!((all.len(), newest.version, newest.by), (before + 1, base + 1, Some(ADMIN)));
    assert_eq!(newest.at, house.clock.now());
    let name = house.site.store.ward().name_of(RECEPTION);
    assert_eq!(
        (newest.vi.clone(), newest.en.clone()),
        (format!("sửa người {name}"), format!("officers changed {name}"))
    );
    let again = admin.post("/api/ward", &ask).await;
    assert_eq!(again.said(), "409 overtaken");
    let same = NewWard { base: base + 1, ward: (*house.site.store.ward()).clone() };
    let same: WardSaved = serde_json::from_slice(&admin.post("/api/ward", &same).await.body).expect("saved");
    assert_eq!(same.version, base + 1, "it stands there already");
    assert_eq!(read().await.len(), before + 1, "what was not saved is no change");
}
