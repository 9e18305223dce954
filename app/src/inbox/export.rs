//! What waits on this device, as a file: for a device that does not come to a network any more.
//!
//! Not here: reading it in (the server).
//! Invariant: the file holds envelopes, which only the server can open; reading it in twice writes nothing twice.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::DeviceId;
use shared::lang::{Sentence, Word, word};
use shared::moment::Day;

use crate::desk::{Desk, Trouble};
use crate::download;
use crate::text::t;

const SAVE: Word = word("Lưu việc chưa gửi ra tệp", "Save unsent work to a file");
const WHY: Word = word(
    "Dùng khi máy này không nối được mạng nữa: chép tệp sang máy chủ, quản trị nạp vào. Tệp được niêm phong, chỉ máy chủ mở được; nạp hai lần cũng không ghi trùng.",
    "For a device that cannot reach the network any more: take the file to the server, where the administrator reads it in. It is sealed, only the server can open it; read in twice, nothing is written twice.",
);

/// `mot-cua-3-2018-11-22.jsonl`
pub fn file_name(device: DeviceId, day: Day) -> String {
    format!("mot-cua-{device}-{day}.jsonl")
}

/// Where nothing waits on the device, nothing is shown.
pub fn export(desk: Desk) -> impl IntoView {
    let fault = RwSignal::new(None::<Sentence>);
    let save = move |_| {
        spawn_local(async move {
            let saved = save(desk).await;
            fault.set(saved.err().map(|trouble| trouble.sentence()));
        });
    };
    let others = move || {
        let waiting = desk.others_waiting().into_iter();
        waiting.map(|waiting| view! { <p class="note">{t(crate::gate::waits(&waiting))}</p> }).collect_view()
    };
    // The state of the link changes all the time while there is no network: a button that is drawn anew under the finger
    // hears no click.
    let some_wait = Memo::new(move |_| desk.sync().waiting + desk.sync().others > 0);
    move || {
        some_wait.get().then(|| {
            view! {
                {others}
                <p class="hint">{t(WHY)}</p>
                <p><button class="btn" type="button" on:click=save>{t(SAVE)}</button></p>
                {move || fault.get().map(|said| view! { <p class="note note--late" role="alert">{t(said)}</p> })}
            }
        })
    }
}

async fn save(desk: Desk) -> Result<(), Trouble> {
    let lines = desk.sealed_lines().await?;
    let device = desk.client(|client| client.meta.writer.device);
    download::save(&file_name(device, crate::desk::clock().day()), &lines);
    Ok(())
}
