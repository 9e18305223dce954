//! Địa chỉ trên giấy hẹn: where the codes on slips lead, and who can say that it is somewhere else.
//!
//! Not here: how a code is drawn (`ui::sheet`), what stands on a slip (`shared::paper`).
//! Invariant: the address shown is the one that a slip printed on this device now would bear.

use leptos::prelude::*;
use shared::lang::{Word, word};

use crate::desk::{origin, use_desk};
use crate::text::t;

pub(super) const TITLE: Word = word("Địa chỉ trên giấy hẹn", "The address on slips");
const LEADS: Word = word(
    "Mã tra cứu và đánh giá in trên giấy dẫn tới:",
    "The codes on paper, to look a dossier up and to rate it, lead to:",
);
const SET: Word = word(
    "Đó là địa chỉ công khai của phường, như nhau trên mọi máy, in được cả khi mất mạng.",
    "That is the ward's public address, the same on every device, and is printed without a network too.",
);
const UNSET: Word = word(
    "Đó chỉ là địa chỉ mà máy này đang mở: ngoài mạng của phường có thể không mở được, người dân quét mã ở nhà sẽ không \
     thấy gì. Người quản lý máy chủ đặt địa chỉ công khai khi khởi động, ví dụ: --public-url https://motcua.phuong.vn",
    "That is only the address under which this device is open: outside the ward's network it may lead nowhere, and whoever \
     scans a code at home sees nothing. The server's operator says the public address at the start, for example: \
     --public-url https://motcua.phuong.vn",
);

#[component]
pub fn AddressRegion() -> impl IntoView {
    let desk = use_desk();
    let public = Memo::new(move |_| desk.ward().public_url.clone());
    let leads = move || desk.ward().address_on_papers(&origin()).to_owned();
    view! {
        <section class="region flow" id="dia-chi">
            <header><h2>{t(TITLE)}</h2></header>
            <p>{t(LEADS)}" "<b>{leads}</b></p>
            {move || match public.with(String::is_empty) {
                true => view! { <p class="note note--soon">{t(UNSET)}</p> }.into_any(),
                false => view! { <p class="small quiet">{t(SET)}</p> }.into_any(),
            }}
        </section>
    }
}
