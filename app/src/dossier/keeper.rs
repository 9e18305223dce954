//! Hôm nay of whoever keeps the server alone: they see no dossiers, so their day begins with what they look after.
//!
//! Not here: what is told above it (`today`); the pages.
//! Invariant: only ways that are open to them.

use leptos::prelude::*;
use shared::lang::{Sentence, Word, word};
use shared::moment::Moment;

use super::today::{TODAY, subtitle};
use crate::shell::{DEVICES, OFFICERS, SETTINGS};
use crate::text::t;

const NO_DOSSIERS: Word = word(
    "Quản trị trông coi máy chủ, máy trạm và tài khoản; hồ sơ của công dân không hiện ở đây.",
    "An administrator looks after server, devices and accounts; citizens' dossiers are not shown here.",
);

/// Where each way leads, its name, and what is done there.
const WAYS: [(&str, Word, Word); 4] = [
    (
        "/may",
        DEVICES,
        word(
            "Máy nào đang chạy, máy nào chưa gửi hết; thu hồi máy mất",
            "Which devices are in use, which have not sent all; take a lost one out",
        ),
    ),
    (
        "/can-bo",
        OFFICERS,
        word("Tài khoản, vai trò, mật khẩu, phiên đăng nhập", "Accounts, roles, passwords, sessions"),
    ),
    (
        "/cai-dat",
        SETTINGS,
        word(
            "Tên phường, lịch nghỉ, thủ tục, mẫu phiếu đánh giá",
            "The ward's name, days off, procedures, survey",
        ),
    ),
    (
        "/ban-giao/thanh-pho",
        word("Một Cửa thành phố", "The city's software"),
        word("Tin nào đã gửi, tin nào bị từ chối", "What was told, and what was refused"),
    ),
];

pub fn keeper_view(left: Signal<Sentence>, clock: Signal<Moment>) -> impl IntoView {
    let ways = WAYS.map(|(to, name, what)| {
        view! { <li><div class="grow"><a class="who" href=to>{t(name)}</a><div class="sub">{t(what)}</div></div></li> }
    });
    view! {
        <div class="head"><h1>{t(TODAY)}</h1><p class="quiet">{subtitle(left, clock)}</p></div>
        <div class="stack">
            <p class="quiet measure">{t(NO_DOSSIERS)}</p>
            <section class="region"><ul class="rows">{ways}</ul></section>
        </div>
    }
}
