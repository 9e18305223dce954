//! Tells the server what it cannot see: which outcomes were read here, which acts a cleared storage took along, and what
//! lies here of the devices that this browser was.
//!
//! Not here: acts (`link`), what was read (`shared::sync::notice`), how a loss is noticed (`store::tripwire`).
//! Invariant: told until the server agrees; said twice it changes nothing.

use std::collections::BTreeSet;
use std::time::Duration;

use leptos::task::spawn_local;
use serde::de::IgnoredAny;
use shared::limits::NOTICES_MAX;
use shared::sync::client::Client;
use shared::sync::notice::{HaveRead, Seen};
use shared::sync::succession::Succession;

use super::Link;
use super::http::{Ask, Failure};
use crate::store::tripwire;

const TELL_TIME: Duration = Duration::from_secs(30);

/// What is on its way.
#[derive(Default)]
pub struct Telling {
    busy: bool,
    /// Told since the last pull, which still named it.
    read: BTreeSet<Seen>,
    /// This browser was never another device.
    is_nobodys_heir: bool,
    /// What the server was told of earlier devices.
    succession: Option<Succession>,
}

impl Link {
    /// After a pull: what the server still names it has not heard.
    pub(super) fn tell_anew(&self) {
        self.0.telling.borrow_mut().read.clear();
        self.tell();
    }

    pub(super) fn tell(&self) {
        if !self.0.alive.get()
            || self.paused()
            || std::mem::replace(&mut self.0.telling.borrow_mut().busy, true)
        {
            return;
        }
        let link = self.clone();
        spawn_local(async move {
            // What could not be told is told after the next pull.
            drop(link.tell_read().await);
            drop(link.tell_lost().await);
            drop(link.tell_succession().await);
            link.0.telling.borrow_mut().busy = false;
        });
    }

    async fn tell_read(&self) -> Result<(), Failure> {
        loop {
            let mut notices = self.0.desk.client(Client::to_tell);
            notices.retain(|seen| !self.0.telling.borrow().read.contains(seen));
            notices.truncate(NOTICES_MAX);
            if notices.is_empty() || !self.0.alive.get() {
                return Ok(());
            }
            let ask = Ask::of("/api/notices", TELL_TIME).writer(self.0.writer);
            ask.post::<IgnoredAny>(&HaveRead { notices: notices.clone() }).await?;
            self.0.telling.borrow_mut().read.extend(notices);
        }
    }

    async fn tell_lost(&self) -> Result<(), Failure> {
        for lost in tripwire::untold() {
            let told = Ask::of("/api/lost", TELL_TIME).writer(self.0.writer).post::<IgnoredAny>(&lost).await;
            match told {
                // Of a device or an officer that the server does not know: nobody can look after it there.
                Ok(_) | Err(Failure::Said { status: 400, .. }) => tripwire::told(lost.writer),
                Err(failure) => return Err(failure),
            }
        }
        Ok(())
    }

    /// Again under each login, in each life of the server, and whenever it is something else. While something waits under its
    /// own numbers a browser has nothing to say.
    async fn tell_succession(&self) -> Result<(), Failure> {
        let (desk, now) = (self.0.desk, self.0.writer.device);
        let Some(disk) = desk.disk().filter(|_| !self.0.telling.borrow().is_nobodys_heir) else {
            return Ok(());
        };
        let pull = desk.pull_ask(0, false).await;
        let waiting = pull.waiting_on_device();
        let Ok(said) = crate::gate::succession(&disk, now, pull.epoch, waiting).await else { return Ok(()) };
        self.0.telling.borrow_mut().is_nobodys_heir = said.is_none();
        let Some(ask) = said.filter(|_| waiting == 0) else { return Ok(()) };
        if !self.0.alive.get() || self.0.telling.borrow().succession.as_ref() == Some(&ask) {
            return Ok(());
        }
        let told = Ask::of("/api/succession", TELL_TIME).writer(self.0.writer).post::<IgnoredAny>(&ask).await;
        match told {
            // A server of the release before does not ask.
            Ok(_) | Err(Failure::Said { status: 400 | 404 | 405, .. }) => {
                self.0.telling.borrow_mut().succession = Some(ask);
                Ok(())
            }
            Err(failure) => Err(failure),
        }
    }
}
