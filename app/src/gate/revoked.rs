//! The device was revoked: what waits is handed in, then everything here is erased.
//!
//! Not here: who lets the acts in afterwards (the head, at the server).
//! Invariant: what can be read is erased at once; what only the server can read is erased when the server has it.

use std::time::Duration;

use leptos::prelude::*;
use shared::lang::Sentence;
use shared::sync::envelope::{Rescue, Rescued};

use super::Phase;
use crate::desk::Desk;
use crate::link::carry;
use crate::link::http::Ask;
use crate::link::tabs::Told;
use crate::store::{Sealed, tripwire};

const RESCUE_TIME: Duration = Duration::from_secs(60);

/// What the officer is told; `handed_in` is how many acts the server keeps, `left` how many could not be handed in.
pub fn said(handed_in: u64, left: usize) -> Sentence {
    if left > 0 {
        return Sentence::new(
            format!(
                "Máy này đã bị thu hồi; dữ liệu trên máy đã xóa. {left} việc chưa gửi còn lại dưới dạng niêm phong, chỉ máy chủ mở được: báo tổ trưởng."
            ),
            format!(
                "This device was revoked and its data erased. {left} unsent acts are left, sealed so that only the server can open them: tell the head."
            ),
        );
    }
    if handed_in > 0 {
        return Sentence::new(
            format!(
                "Máy này đã bị thu hồi; dữ liệu trên máy đã xóa. {handed_in} việc chưa gửi đã giao máy chủ giữ, chờ tổ trưởng quyết định."
            ),
            format!(
                "This device was revoked and its data erased. The server keeps its {handed_in} unsent acts until the head decides."
            ),
        );
    }
    Sentence::new(
        "Máy này đã bị thu hồi; dữ liệu trên máy đã xóa. Không có việc nào chưa gửi.",
        "This device was revoked and its data erased. Nothing was unsent.",
    )
}

/// Hands in what waits with the server's token, and erases.
pub async fn hand_in(desk: Desk, token: Option<String>) {
    let Some(disk) = desk.disk() else { return };
    let mut envelopes = disk.sealed().await.unwrap_or_default();
    desk.leave(Phase::Starting);
    let handed_in = match token {
        Some(token) => rescue(&token, &mut envelopes).await,
        None => 0,
    };
    let left = envelopes.len();
    let wiped = disk.wipe(left == 0).await;
    tripwire::cut();
    desk.tell(Told::Left);
    super::within::stay_out(desk, &disk, Phase::Out).await;
    desk.gate.name.set(String::new());
    desk.gate.fault.set(Some(match wiped {
        Ok(()) => said(handed_in, left),
        Err(fault) => fault.sentence(),
    }));
}

/// Takes out of `envelopes` what the server has taken, and counts it.
async fn rescue(token: &str, envelopes: &mut Sealed) -> u64 {
    let mut handed_in = 0;
    while !envelopes.is_empty() {
        let (load, others) = envelopes.split_at(carry::one_load(envelopes));
        let more = !others.is_empty();
        let ask = Rescue { token: token.to_owned(), envelopes: load.to_vec(), more };
        let answer = Ask::of("/api/rescue", RESCUE_TIME).post_packed::<Rescued>(&ask).await;
        let Ok(rescued) = answer else { break };
        handed_in += rescued.taken;
        *envelopes = others.to_vec();
    }
    handed_in
}
