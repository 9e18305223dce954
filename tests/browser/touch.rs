//! A finger instead of a mouse: whatever answers is met where it stands, and an answer comes into sight.
//!
//! Not here: how large a target is (`axe`), the way of a dossier (`whole_way`).
//! Invariant: what covers a control of the page is a fault, also where it is not seen.

use serde_json::json;
use shared::demo;

use crate::house::House;
use crate::user::{PHONE, User};

/// A line for each control whose middle belongs to something else. A link over two lines is met at its first.
const COVERED: &str = "const root = document.querySelector('dialog[open]') ?? document.body;
    const asked = 'a[href], button, input, select, textarea, summary';
    return [...root.querySelectorAll(asked)].flatMap((one) => {
        const style = getComputedStyle(one), [box] = one.getClientRects();
        const unseen = style.visibility === 'hidden' || style.clipPath.includes('inset(50%') || !box;
        if (unseen || box.width < 2 || box.height < 2) return [];
        const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
        if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) return [];
        const met = document.elementFromPoint(x, y);
        const own = met && (one.contains(met) || one.closest('label')?.contains(met));
        return own ? [] : [`${one.outerHTML.slice(0, 120)} lies under ${met?.outerHTML.slice(0, 120)}`];
    })";

/// Whether a finger is what points, from now on.
async fn finger(user: &User, is_one: bool) {
    let ask = json!({"enabled": is_one, "maxTouchPoints": if is_one { 5 } else { 1 }});
    user.browser.cdp().send_raw("Emulation.setTouchEmulationEnabled", ask).await.expect("it is");
    user.until("return matchMedia('(pointer: coarse)').matches", is_one).await;
}

/// Everything on the page, which is made as long as it is, answers to a finger.
async fn is_met(user: &User, page: &str) {
    user.stretch().await;
    let covered = user.script(COVERED).await;
    assert_eq!(covered, json!([]), "{page}");
    user.unstretch().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_answers_lies_under_the_finger() {
    let mut house = House::open().await;
    let id = house.receive("Trương Công Định", 10).await;
    house.disagree(id, demo::JUSTICE, demo::RECEPTION).await;
    house.ready("Huỳnh Văn Tài", 14).await;
    let user = User::at(PHONE).await;
    user.log_in(&house, demo::RECEPTION).await;
    user.see_one(".figures").await;
    finger(&user, true).await;

    user.walk("/ho-so").await;
    user.see_one("a.who").await;
    user.click(".list__fold").await;
    user.see_one("#nhom").await;
    is_met(&user, "the list with its filters").await;
    user.walk("/viec").await;
    user.see_one(".versus").await;
    is_met(&user, "what is to be looked at").await;
    // A row is opened wherever it is touched, but where something else answers.
    user.walk("/tra").await;
    user.see_one(".main tbody a.who").await;
    let call = "const link = document.createElement('a'); link.href = 'tel:0905114225'; link.append('gọi');
        document.querySelector('.main tbody td:nth-child(2)').replaceChildren(link)";
    user.script(call).await;
    is_met(&user, "what is to be returned").await;
    let row = "const row = document.querySelector('.main tbody tr'), box = row.getBoundingClientRect();
        return document.elementFromPoint(box.right - 4, box.top + 4).className";
    assert_eq!(user.script(row).await, "who", "the edge of a row");

    // The sentence above a form that is longer than its dialog.
    user.go(&house, &format!("/ho-so/{id}")).await;
    user.press("Sửa thông tin").await;
    user.see_one("dialog[open] #reason").await;
    user.click("dialog[open] button[type=submit]").await;
    user.see("Chưa sửa gì").await;
    let seen = "const said = document.activeElement, box = said.getBoundingClientRect();
        return [said.getAttribute('role'), box.top >= 0 && box.bottom <= innerHeight]";
    user.until(seen, json!(["alert", true])).await;
    user.leave().await;
}

/// A judge that sees nothing would let everything pass.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_planted_over_the_page_is_seen() {
    let house = House::open().await;
    let user = User::at(PHONE).await;
    user.go(&house, "/tra-cuu").await;
    user.see_one("#secret").await;
    is_met(&user, "nothing lies over it").await;
    user.script(
        "const pane = document.createElement('div'); document.body.append(pane);
        Object.assign(pane.style, { position: 'absolute', inset: 0, zIndex: 9 });",
    )
    .await;
    let covered = user.script(COVERED).await.to_string();
    assert!(covered.contains("id=\\\"secret\\\"") && covered.contains("lies under"), "{covered}");
    user.leave().await;
}
