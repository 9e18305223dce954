//! A volunteer's tablet shows the guide, hands an application in, and never receives a dossier, its own included.

use shared::demo;
use shared::dossier::Status;

use crate::house::House;
use crate::user::User;

/// What the server gives this device from the beginning.
const PULL: &str = "const done = arguments[0]; fetch('/api/pull?epoch=&cursor=0&seen_n=0&wait=0', {headers: {'X-MC-Proto': '1'}})
    .then(r => r.text()).then(done)";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_volunteer_sees_nothing_of_others_and_hands_in_an_application() {
    let mut house = House::open().await;
    house.receive("Nguyễn Canary Văn Kín", 4242).await;
    let user = User::at((1024, 768)).await;
    user.log_in(&house, demo::VOLUNTEER).await;
    user.see("Cô, bác cần làm việc gì?").await;
    let pulled = user.script_async(PULL).await;
    let pulled = pulled.as_str().expect("an answer");
    assert!(!pulled.to_lowercase().contains("canary"), "{pulled}");

    user.fill("what", "tinh trang hon").await;
    user.click(".guide__choice").await;
    user.press("Thiếu giấy").await;
    user.fill("name", "Hồ Canary Văn Lợi").await;
    user.fill("number", "048080001234").await;
    user.press("Gửi tới quầy").await;
    user.see("Đã gửi tới quầy").await;
    let shown = user.text().await;
    assert!(!shown.contains("Hồ Canary Văn Lợi"), "the citizen's name is gone: {shown}");
    let until = std::time::Instant::now() + std::time::Duration::from_secs(10);
    loop {
        let kept = house.dossiers().await;
        if let Some(lodged) = kept.iter().find(|d| d.status == Status::Waiting) {
            assert!(lodged.assisted && lodged.applicant.name == "Hồ Canary Văn Lợi");
            break;
        }
        assert!(std::time::Instant::now() < until, "the application never arrived");
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    let pulled = user.script_async(PULL).await;
    let pulled = pulled.as_str().expect("an answer");
    assert!(pulled.contains("applied"), "she hears that it was kept: {pulled}");
    assert!(!pulled.contains("Hồ Canary Văn Lợi"), "and gets nothing of the citizen back: {pulled}");
    user.leave().await;
}
