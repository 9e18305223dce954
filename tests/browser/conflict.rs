//! Two devices correct the same thing: nobody's value is lost, and the author sees who and when.

use shared::demo;
use shared::dossier::Act;
use shared::dossier::amend::{Amend, Details};
use shared::dossier::record::Contact;

use crate::house::House;
use crate::user::{PC, User};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_author_of_the_later_correction_sees_who_was_first() {
    let mut house = House::open().await;
    let id = house.receive("Võ Thị Hường", 71).await;
    let user = User::at(PC).await;
    user.log_in(&house, demo::RECEPTION).await;
    user.go(&house, &format!("/ho-so/{id}")).await;
    user.see("Võ Thị Hường").await;
    house.stop().await;
    user.press("Sửa thông tin").await;
    user.fill("phone", "0905000111").await;
    user.click("dialog button[type=submit]").await;
    user.see("0905000111").await;

    house.start().await;
    // A colleague is faster: their correction reaches the server first.
    let contact = Contact { phone: "0905999888".to_owned(), email: String::new() };
    let details = Details::Contact(contact);
    house
        .act(
            demo::JUSTICE,
            id,
            Act::Amend(Amend { details, seen_version: 0, reason: String::new(), leaves_kept: true }),
        )
        .await;
    user.go(&house, "/viec").await;
    user.see("Nguyễn Thị Thu Hà cũng sửa “Liên hệ”").await;
    user.go(&house, &format!("/ho-so/{id}")).await;
    user.see("0905999888").await;
    user.see("0905000111").await;
    let kept = house.dossiers().await;
    assert_eq!(kept[0].contact.phone, "0905999888");
    assert_eq!(kept[0].corrections.len(), 1);
    user.leave().await;
}
