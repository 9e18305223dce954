//! Thu hồi máy: the question before a device is given up.
//!
//! Not here: what the server does then.
//! Invariant: what happens to the work on it, and to the people before it, is read before it is done.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::IgnoredAny;
use shared::lang::{Lang, Sentence, Word, counted, word};
use shared::session::{DeviceSeen, Revoke};

use crate::desk::use_desk;
use crate::text::{say, t};
use crate::ui::dialog::Dialog;
use crate::ui::state::Failed;
use crate::ui::toast::use_toast;

const TITLE: Word = word("Thu hồi máy", "Revoke a device");
const ENDS: Word = word(
    "Mọi phiên làm việc trên máy kết thúc. Không ai đăng nhập được bằng máy này nữa.",
    "Every session on the device ends. Nobody can log in on it any more.",
);
const WORK: Word = word(
    "Lần liên lạc tới, máy nộp lại việc chưa gửi để tổ trưởng xem từng việc, rồi xóa hết dữ liệu trên máy.",
    "When it is next heard, it hands in its unsent acts for the head to look at one by one, then forgets everything.",
);
const OFFLINE: Word = word(
    "Máy không bao giờ nối mạng lại thì không xóa được từ xa; mật khẩu và hạn giữ dữ liệu bảo vệ nó.",
    "A device that never comes online again cannot be wiped from afar; the password and the lease protect it.",
);
const FINAL: Word = word("Không hoàn lại được.", "This cannot be undone.");
const YES: Word = word("Thu hồi máy", "Revoke the device");
const NO: Word = word("Để nguyên", "Leave it");
const DONE: Word = word("Đã thu hồi máy.", "The device is revoked.");

/// Whose device, and what it was heard to hold.
pub(super) fn which(device: &DeviceSeen) -> Sentence {
    let (label, waiting) = (&device.label, device.waiting);
    let heard = device.last_seen.clock_and_day();
    Sentence::new(
        format!("{label}: còn {waiting} việc chưa gửi khi liên lạc lúc {heard}."),
        format!("{label}: {} not sent when it was heard at {heard}.", counted(waiting, "act", "acts")),
    )
}

#[component]
pub fn RevokeDialog(
    open: RwSignal<bool>,
    chosen: RwSignal<Option<DeviceSeen>>,
    done: Callback<()>,
) -> impl IntoView {
    let desk = use_desk();
    let toaster = use_toast();
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<Sentence>));
    let yes = move |_| {
        let Some(device) = chosen.get_untracked().filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        failed.set(None);
        spawn_local(async move {
            let ask = Revoke { device: device.id };
            match desk.post_json::<IgnoredAny>("/api/devices/revoke", &ask).await {
                Ok(_) => {
                    open.set(false);
                    toaster.say(DONE);
                    done.run(());
                }
                Err(trouble) => failed.set(Some(trouble.sentence())),
            }
            busy.set(false);
        });
    };
    let said = move |lang: Lang| {
        chosen.with(|device| {
            device.as_ref().map(|device| which(device).of(lang).to_owned()).unwrap_or_default()
        })
    };
    view! {
        <Dialog open title=TITLE>
            <div class="flow">
                <p><b>{say(said)}</b></p>
                <p>{t(ENDS)}</p>
                <p>{t(WORK)}</p>
                <p>{t(OFFLINE)}</p>
                <p>{t(FINAL)}</p>
                {move || failed.get().map(|said| view! { <Failed said /> })}
                <p class="line">
                    <button class="btn btn--primary" type="button" disabled=move || busy.get() on:click=yes>{t(YES)}</button>
                    <button class="btn" type="button" on:click=move |_| open.set(false)>{t(NO)}</button>
                </p>
            </div>
        </Dialog>
    }
}
