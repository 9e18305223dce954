//! What a device cannot send any more comes in by hand: out of its file, and out of what it hands in when it is revoked.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use shared::demo;
use shared::dossier::Dossier;
use shared::dossier::code::Code;

use crate::house::{House, now};
use crate::user::{PC, User};

/// Oanh at the counter, without a network, with a dossier whose slip is printed; the code on it.
async fn received_offline(house: &mut House) -> (User, String) {
    let user = User::at_the_counter(house).await;
    house.knows_who_signs(demo::RECEPTION).await;
    house.stop().await;
    let code = user.receive("Đặng Thị Đào").await;
    (user, code)
}

fn codes(dossiers: &[Dossier]) -> Vec<String> {
    dossiers.iter().filter_map(|dossier| dossier.code.as_ref()).map(Code::to_string).collect()
}

/// The file that comes into the folder.
async fn saved(folder: &Path) -> PathBuf {
    let until = Instant::now() + Duration::from_secs(20);
    loop {
        let files = std::fs::read_dir(folder).expect("a folder").filter_map(Result::ok);
        let whole =
            files.map(|file| file.path()).find(|path| path.extension().is_some_and(|ext| ext == "jsonl"));
        if let Some(path) = whole {
            return path;
        }
        assert!(Instant::now() < until, "nothing was saved");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_waits_is_saved_to_a_file_and_read_in_at_another_device() {
    let mut house = House::open().await;
    let (user, code) = received_offline(&mut house).await;
    let folder = std::env::temp_dir().join(format!("mot-cua-file-{}-{}", std::process::id(), now().millis()));
    std::fs::create_dir(&folder).expect("a folder of its own");
    user.saves_to(&folder).await;
    user.walk("/viec").await;
    user.press("Lưu việc chưa gửi ra tệp").await;
    let file = saved(&folder).await;
    let text = std::fs::read_to_string(&file).expect("a text");
    assert!(!text.contains("Đào") && text.lines().count() == 1, "{text}");
    user.leave().await;

    house.start().await;
    let head = User::at(PC).await;
    head.log_in(&house, demo::HEAD).await;
    head.go(&house, "/may").await;
    for said in ["1 việc mới, 0 đã có", "0 việc mới, 1 đã có"] {
        let input = head.see_one("#outbox").await;
        input.send_keys(file.display().to_string()).await.expect("chosen");
        head.see(said).await;
    }
    assert_eq!(codes(&house.dossiers().await), [code], "the slip in the citizen's hand is the dossier's");
    head.leave().await;
    std::fs::remove_dir_all(folder).expect("removed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_revoked_device_hands_in_is_let_in_by_the_head() {
    let mut house = House::open().await;
    let (user, code) = received_offline(&mut house).await;
    house.revokes_all_while_it_is_down().await;
    house.start().await;
    user.see("1 việc chưa gửi đã giao máy chủ giữ").await;
    user.leave().await;
    assert_eq!(codes(&house.dossiers().await), Vec::<String>::new(), "nothing is judged by itself");

    let head = User::at(PC).await;
    head.log_in(&house, demo::HEAD).await;
    head.go(&house, "/may").await;
    head.see("Gửi từ máy đã thu hồi.").await;
    head.press("Cho vào sổ").await;
    head.see("Không có việc nào chờ quyết định.").await;
    assert_eq!(codes(&house.dossiers().await), [code]);
    head.leave().await;
}
