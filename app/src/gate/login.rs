//! The ways in: with the server, and without it by the password alone.
//!
//! Not here: the form (`page`), the keys (`open`).
//! Invariant: whoever is let in has their own data open and nobody else's.

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use serde::de::IgnoredAny;
use shared::lang::{Sentence, Word, word};
use shared::moment::Moment;
use shared::session::{ChangePassword, EarlierShare, Login, Me, VaultGrant, Welcome};

use super::open::{self, Closing, Typed};
use super::within::{enter, fetch_ward};
use super::{ASK_TIME, Phase, ask, enrol, revoked};
use crate::desk::Desk;
use crate::link::http::{Ask, Failure};
use crate::link::tabs::Told;
use crate::store::{Disk, DiskFault, Seat, tripwire};
use crate::vault::Opened;

/// Time in which the page says what is going on before it stands still for the key.
const SAY_MS: u32 = 50;

const NEEDS_NETWORK: Word = word(
    "Cần mạng để đăng nhập. Việc chưa gửi vẫn an toàn và sẽ được gửi ở lần đăng nhập kế tiếp trên máy này, dù là ai đăng nhập.",
    "Logging in needs the network. Unsent work is safe and goes out at the next login on this device, whoever logs in.",
);
const OVER: Word = word(
    "Đã hết thời hạn mở hồ sơ trên máy này khi mất mạng. Có mạng thì đăng nhập lại; việc chưa gửi vẫn an toàn và sẽ được gửi ở lần đăng nhập kế tiếp, dù là ai đăng nhập.",
    "The time in which this device opens dossiers without a network is over. Log in when there is one; unsent work is safe and goes out at the next login, whoever logs in.",
);
const WRONG: Word = word(
    "Mật khẩu chưa đúng. Khi mất mạng chỉ mở được bằng mật khẩu của lần đăng nhập gần nhất trên máy này.",
    "The password is not right. Without a network only the password of the last login on this device opens it.",
);
const NO_KEYS: Word = word(
    "Máy chủ chưa cấp khóa dữ liệu cho máy này. Báo quản trị cập nhật máy chủ.",
    "The server gives this device no key for its data. Ask the administrator to update the server.",
);

/// Logs in; a browser that is new is enrolled as a device.
pub async fn login(desk: Desk, name: String, password: String, label: String) {
    let gate = desk.gate;
    let Some(disk) = desk.disk() else { return };
    gate.fault.set(None);
    let name = name.trim().to_owned();
    let (device, earlier) = enrol::proofs(&disk).await;
    let ask = Login { name: name.clone(), password: password.clone(), device, earlier, label };
    let mut is_new = false;
    let entered = match ask::ask(&ask).await {
        Ok(welcome) => {
            is_new = welcome.device.secret.is_some();
            welcomed(desk, &disk, &ask, &welcome).await
        }
        Err(Failure::Unreachable | Failure::Said { status: 500..=599, .. }) => {
            offline(desk, &disk, &name, &password).await
        }
        Err(Failure::Revoked(token)) => return revoked::hand_in(desk, token).await,
        Err(failure @ (Failure::LoggedOut | Failure::Said { .. })) => Err(failure.sentence()),
    };
    gate.opening.set(false);
    match entered {
        Ok(()) => {
            crate::settings::ask_to_persist(desk, is_new);
            desk.tell(Told::Entered);
        }
        Err(said) => gate.fault.set(Some(said)),
    }
}

async fn welcomed(desk: Desk, disk: &Disk, ask: &Login, welcome: &Welcome) -> Result<(), Sentence> {
    let told = |fault: DiskFault| fault.sentence();
    let seat = enrol::keep(disk, &ask.name, welcome).await.map_err(told)?;
    desk.gate.name.set(ask.name.clone());
    desk.gate.told(welcome.ends, welcome.dossiers, welcome.server_time);
    fetch_ward(desk).await;
    if welcome.must_change {
        desk.gate.phase.set(Phase::MustChange);
        return Ok(());
    }
    let typed = Typed { password: &ask.password, before: None };
    let (opened, _) = open_up(desk, disk, &seat, typed, Granted::by(welcome)).await?;
    enter(desk, seat, opened).await;
    Ok(())
}

/// What the server gave to open things with, and its clock then.
#[derive(Clone, Copy)]
pub struct Granted<'a> {
    pub vault: Option<&'a VaultGrant>,
    pub earlier: &'a [EarlierShare],
    pub server_time: Moment,
}

impl<'a> Granted<'a> {
    pub fn by(welcome: &'a Welcome) -> Granted<'a> {
        let Welcome { vault, earlier, server_time, .. } = welcome;
        Granted { vault: vault.as_ref(), earlier, server_time: *server_time }
    }

    pub fn again(me: &'a Me) -> Granted<'a> {
        Granted { vault: me.vault.as_ref(), earlier: &[], server_time: me.server_time }
    }
}

/// Opens the officer's data, and takes over what they left under an earlier device of this browser.
pub async fn open_up(
    desk: Desk,
    disk: &Disk,
    seat: &Seat,
    typed: Typed<'_>,
    granted: Granted<'_>,
) -> Result<(Opened, bool), Sentence> {
    let Granted { vault, earlier, server_time } = granted;
    let grant = vault.ok_or_else(|| Sentence::from(NO_KEYS))?;
    desk.gate.opening.set(true);
    TimeoutFuture::new(SAY_MS).await;
    let told = open::Told { grant, server_time };
    let opened = open::by_login(disk, seat.writer(), typed, told).await;
    let (opened, fresh) = opened.map_err(|fault| fault.sentence())?;
    let gathered = enrol::gather(disk, &opened, typed.password, earlier).await;
    gathered.map_err(|fault| fault.sentence())?;
    tripwire::let_go(disk, opened.writer()).await;
    Ok((opened, fresh))
}

/// There is no network: whoever worked here last opens what lies here.
async fn offline(desk: Desk, disk: &Disk, name: &str, password: &str) -> Result<(), Sentence> {
    let seat = disk.seat().await.ok().flatten();
    let Some(seat) = seat.filter(|seat| seat.login == name) else { return Err(NEEDS_NETWORK.into()) };
    desk.gate.opening.set(true);
    TimeoutFuture::new(SAY_MS).await;
    let opened = open::by_password(disk, seat.writer(), password).await.map_err(|closing| match closing {
        Closing::Over => OVER.into(),
        Closing::WrongPassword => WRONG.into(),
        Closing::Fault(fault) => fault.sentence(),
    })?;
    let seat = Seat { locked: false, ..seat };
    disk.sit(&seat).await.map_err(|fault| fault.sentence())?;
    enter(desk, seat, opened).await;
    Ok(())
}

/// Changes one's own password, then goes in.
pub async fn change_password(desk: Desk, old: String, new: String) {
    let gate = desk.gate;
    gate.fault.set(None);
    let ask = ChangePassword { old, new };
    let entered = match Ask::of("/api/password", ASK_TIME).post::<IgnoredAny>(&ask).await {
        Ok(_) => changed(desk, &ask).await,
        Err(Failure::LoggedOut) => {
            gate.phase.set(Phase::Out);
            Err(Failure::LoggedOut.sentence())
        }
        Err(failure @ (Failure::Unreachable | Failure::Revoked(_) | Failure::Said { .. })) => {
            Err(failure.sentence())
        }
    };
    gate.opening.set(false);
    if let Err(said) = entered {
        gate.fault.set(Some(said));
    }
}

async fn changed(desk: Desk, ask: &ChangePassword) -> Result<(), Sentence> {
    // From here on the new password is the one: whatever fails, a login helps.
    let out = |said: Sentence| {
        desk.gate.phase.set(Phase::Out);
        said
    };
    let me = Ask::of("/api/me", ASK_TIME).get::<Me>().await.map_err(|failure| out(failure.sentence()))?;
    let disk = desk.disk().ok_or_else(|| out(DiskFault::Absent.sentence()))?;
    let seat = disk.seat().await.ok().flatten();
    let seat = seat.ok_or_else(|| out(DiskFault::Cleared.sentence()))?;
    let typed = Typed { password: &ask.new, before: Some(&ask.old) };
    let opened = open_up(desk, &disk, &seat, typed, Granted::again(&me)).await;
    let (opened, _) = opened.map_err(out)?;
    desk.gate.told(me.ends, me.dossiers, me.server_time);
    enter(desk, seat, opened).await;
    desk.tell(Told::Entered);
    Ok(())
}
