//! Outcomes that wait to be read: who looks at them, and who is told that somebody has.
//!
//! Not here: which outcomes want eyes, what a device makes of the list (`shared::sync::notice`).
//! Invariant: what nobody has looked at is shown to its author on every device; what was looked at the book comes to know.

use shared::id::Writer;
use shared::limits::NOTICES_MAX;
use shared::sync::client::Client;
use shared::sync::notice::{NoticeId, Seen};
use shared::sync::wire::Outcome;

use super::{Load, World};
use crate::invariants::name;
use crate::mutants::Mutant;
use crate::wire::Wire;

fn told(outcome: &Outcome) -> String {
    serde_json::to_string(outcome).expect("an outcome is text")
}

/// What was read here, whatever it has come to since.
fn read_by_number(client: &Client) -> Vec<Seen> {
    let own = |id: NoticeId| client.inbox.get(&id.n).filter(|_| id.writer == client.meta.writer);
    let is_read =
        |id: &NoticeId| client.heard.read.contains(id) || own(*id).is_some_and(|notice| notice.read);
    let read = client.heard.list.iter().map(|unread| unread.id).filter(is_read);
    read.map(|id| Seen { writer: id.writer, n: id.n, judged: None }).collect()
}

impl World<'_> {
    /// Whoever sits at the tab looks at one of the outcomes that it shows.
    pub(super) fn look_at_one(&mut self, index: usize, tab: usize) {
        let (ward, writer) = (self.ward_at(index), self.devices[index].writer());
        let mut items = self.devices[index].tabs[tab].client.items();
        items.retain(|item| !item.read);
        if items.is_empty() {
            return;
        }
        let item = self.dice.pick(&items);
        let (id, key) = (item.id, (writer.officer, item.id, told(&item.outcome)));
        let writes = self.devices[index].tabs[tab].client.mark_read(id);
        if !self.keep(index, tab, &writes) {
            return self.devices[index].reload(ward, tab);
        }
        self.say(format!("{} looks at what became of act {} of {}", name(writer), id.n, name(id.writer)));
        self.looked_at.insert(key);
        self.say_what_was_read(index, tab);
    }

    /// Told until the server's list names it no longer.
    pub(super) fn say_what_was_read(&mut self, index: usize, tab: usize) {
        let client = &self.devices[index].tabs[tab].client;
        let read = if self.is(Mutant::ReadByNumber) { read_by_number(client) } else { client.to_tell() };
        if self.plan.is_wired() && !read.is_empty() && !self.is(Mutant::ReadUntold) {
            let packet = self.packet(index, tab, Load::Wire(Wire::HaveRead(read)));
            self.net.push(packet);
        }
    }

    /// When all is quiet: what of their own acts the officer has not looked at the device shows, and what was read on it
    /// the book knows. Said where the list holds all of it.
    pub fn is_shown_what_became(&self, index: usize, writer: Writer) -> Vec<String> {
        let kept = &self.devices[index].disk[&writer];
        let client = kept.load(self.ward_at(index), self.devices[index].build);
        let notices = &self.server.base.also.notices;
        if self.server.ward().officer(writer.officer).is_none()
            || notices.values().filter(|waits| !waits.is_read).count() > NOTICES_MAX
        {
            return vec![];
        }
        let mut problems = vec![];
        let items = client.items();
        let rows = self.server.base.rows.values();
        for row in rows.filter(|row| {
            row.writer.officer == writer.officer && row.outcome.needs_review(row.writer.officer)
        }) {
            let id = NoticeId { writer: row.writer, n: row.n };
            let was_looked_at = self.looked_at.contains(&(writer.officer, id, told(&row.outcome)));
            let is_shown = items.iter().any(|item| item.id == id && !item.read);
            if !was_looked_at && !is_shown {
                let whose = name(row.writer);
                problems.push(format!(
                    "{} is not shown what became of act {} of {whose}",
                    name(writer),
                    row.n
                ));
            }
        }
        for notice in kept.inbox.values().filter(|notice| notice.read && client.wants_eyes(notice)) {
            let waits = notices.get(&(writer, notice.n));
            if waits.is_some_and(|waits| !waits.is_read) {
                problems.push(format!(
                    "the book does not know that {} has read of act {}",
                    name(writer),
                    notice.n
                ));
            }
        }
        problems
    }
}
