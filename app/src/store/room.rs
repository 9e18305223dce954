//! No room left: the ballast goes, and rows of closed dossiers, the oldest first, so that an act finds some.
//!
//! Not here: which dossiers may never go (`shared::sync::room`), who notices that the disk is full (`desk`).
//! Invariant: the ballast is for acts alone; rows go whole and by deleting alone, which asks for hardly any room; a crash before
//! it is noted that they went leaves a base that its sums mend.

use std::collections::{BTreeMap, BTreeSet};

use shared::dossier::Dossier;
use shared::id::{DossierId, Writer};
use shared::limits::BALLAST_BYTES;
use shared::sync::client::{Client, Place, Write};

use super::chunks::{Chunk, day_after};
use super::has_room;
use super::rows::{json, place_key, read_place};
use super::{Disk, DiskFault, Row, Store, Work};

/// What goes, and what is remembered of it.
#[derive(PartialEq, Debug)]
pub struct Going {
    keys: Vec<String>,
    place: Place,
    pub writes: Vec<Write>,
}

/// The older half of the rows of closed dossiers, without those that hold one that is open on a page or was acted on here.
/// `None` where nothing may go, or closed ones do not lie apart yet.
pub fn going(client: &Client, open: Option<DossierId>) -> Option<Going> {
    if !client.place.closed_apart {
        return None;
    }
    let mut stay: BTreeSet<DossierId> = client.acted_on();
    stay.extend(open);
    let mut rows: BTreeMap<i64, Vec<&Dossier>> = BTreeMap::new();
    for record in client.base.values() {
        if let Chunk::Closed(stretch) = Chunk::of(record, true) {
            rows.entry(stretch).or_default().push(record);
        }
    }
    let older = rows.len().div_ceil(2);
    let go: Vec<_> = rows.into_iter().take(older).collect();
    let last = go.last()?.0;
    let free = go.into_iter().filter(|(_, all)| !all.iter().any(|record| stay.contains(&record.id)));
    let (stretches, gone): (Vec<i64>, Vec<Vec<&Dossier>>) = free.unzip();
    if stretches.is_empty() {
        return None;
    }
    let keys = stretches.iter().map(|stretch| Chunk::Closed(*stretch).key(client.meta.writer)).collect();
    let ids = gone.iter().flatten().map(|record| record.id);
    Some(Going { keys, place: client.place.clone(), writes: client.without(ids, day_after(last)) })
}

impl Disk {
    /// Takes room for the day on which the browser gives none, where it gives enough today: `room` are the bytes taken, and
    /// those that it gives.
    pub async fn stow_ballast(&self, room: Option<(f64, f64)>) {
        if room.is_some() && has_room(room, BALLAST_BYTES as usize) {
            self.base.stow().await;
        }
    }

    /// Whether there was any.
    pub async fn throw_ballast(&self) -> bool {
        self.base.throw().await
    }

    /// Deletes them; says whether it has also been noted, so that the page may forget them too. Nothing happens where
    /// another tab has read on meanwhile.
    pub async fn let_go(&self, writer: Writer, going: &Going) -> Result<bool, DiskFault> {
        let work = self.base.begin(&[Store::Chunks], Work::Strict).await?;
        if read_place(&work, writer).await? != going.place {
            return Ok(false);
        }
        going.keys.iter().try_for_each(|key| work.delete(Store::Chunks, key))?;
        work.done().await?;
        let work = self.base.begin(&[Store::Chunks], Work::Strict).await?;
        for write in &going.writes {
            if let Write::Place(place) = write {
                work.put(Store::Chunks, &place_key(writer), &Row::Text(json(place)?))?;
            }
        }
        work.done().await.map(|()| true)
    }
}

#[cfg(test)]
mod tests {
    use shared::dossier::Status;
    use shared::sync::reading::WARD;

    use super::*;
    use crate::desk::tests::{at_desk, sits};
    use crate::store::Disk;
    use crate::store::memory::Base;
    use crate::store::tests::{OANH, append, enrolled, keep, load, morning, now, received, rows, spread};
    use crate::ui::tests::html;

    fn read() -> Place {
        let (epoch, scope) = ("a".to_owned(), WARD.to_owned());
        Place { epoch, scope, cursor: 90, seen: morning(), closed_apart: true, ..Place::default() }
    }

    /// Dossier `i` was closed `i` days ago.
    fn closed(i: u128) -> Dossier {
        let at = morning().plus_minutes(-24 * 60 * i as i64);
        Dossier { id: spread(i), status: Status::Returned, closed_at: Some(at), ..received(1) }
    }

    fn open(i: u128) -> Dossier {
        Dossier { id: spread(i), ..received(1) }
    }

    /// Forty that were closed, one a day, and ten open ones.
    fn ward() -> Vec<Write> {
        let all = (1..=40).map(closed).chain((101..=110).map(open));
        all.map(|record| Write::Record(Box::new(record))).chain([Write::Place(read())]).collect()
    }

    fn full() -> (Base, Disk) {
        let (base, disk) = enrolled();
        keep(&disk, OANH, &ward()).expect("kept");
        base.give(Some(base.used()));
        assert_eq!(append(&disk, OANH, 1), Err(DiskFault::Full));
        (base, disk)
    }

    #[test]
    fn where_no_room_is_left_the_oldest_closed_dossiers_go_and_an_act_finds_some() {
        let (_base, disk) = full();
        let client = load(&disk, OANH).expect("read");
        let looked_at = spread(40);
        let going = going(&client, Some(looked_at)).expect("something may go");
        assert_eq!(now(disk.let_go(OANH, &going)), Ok(true));
        assert_eq!(append(&disk, OANH, 1), Ok(1), "there is room");
        let after = load(&disk, OANH).expect("read");
        assert_eq!(after.queue.len(), 1);
        let here = |i: u128| after.base.contains_key(&spread(i));
        assert!((101..=110).all(here), "no open dossier goes");
        assert!((1..=15).all(here), "the newest closed ones stay");
        assert!(here(40), "what somebody looks at stays, old as it is");
        let gone = (1..=40).filter(|i| !here(*i)).count();
        assert!(gone >= 8, "{gone} went");
        let day = after.place.is_partial(morning()).expect("it is remembered");
        assert!(after.base.values().all(|record| {
            let closed = record.closed_at.map(|at| at.day());
            closed.is_none_or(|closed| closed >= day)
                || record.id == looked_at
                || !going.writes.contains(&Write::Forget(record.id))
        }));
        // Nobody has to read anything for it: the server leaves out what was closed before that day.
        assert_eq!(after.pull_ask(0).since, Some(day));
    }

    #[test]
    fn what_was_acted_on_here_stays_and_where_nothing_may_go_nothing_goes() {
        let (base, disk) = enrolled();
        keep(&disk, OANH, &ward()).expect("kept");
        let client = load(&disk, OANH).expect("read");
        let all: usize = going(&client, None).expect("some").writes.len();
        base.give(None);
        // Another tab has read on.
        let stale = going(&client, None).expect("some");
        keep(&disk, OANH, &[Write::Place(Place { cursor: 91, ..read() })]).expect("kept");
        assert_eq!(now(disk.let_go(OANH, &stale)), Ok(false));
        assert_eq!(load(&disk, OANH).expect("read").base.len(), 50);
        // Once and once more, until no closed one is left; the open ones never go.
        for _ in 0..10 {
            let client = load(&disk, OANH).expect("read");
            let Some(going) = going(&client, None) else { break };
            assert!(going.writes.len() <= all);
            assert_eq!(now(disk.let_go(OANH, &going)), Ok(true));
        }
        let client = load(&disk, OANH).expect("read");
        assert_eq!(client.base.len(), 10);
        assert_eq!(going(&client, None), None);
    }

    #[test]
    fn closed_dossiers_of_an_earlier_version_come_to_lie_apart() {
        let (base, disk) = enrolled();
        let mut writes = ward();
        writes.pop();
        keep(&disk, OANH, &writes).expect("kept");
        assert_eq!(going(&load(&disk, OANH).expect("read"), None), None, "they lie among the open ones");
        let apart = |base: &Base| rows(base, Store::Chunks).iter().filter(|key| key.contains("#k")).count();
        assert_eq!(apart(&base), 0);
        keep(&disk, OANH, &[Write::Place(read())]).expect("kept");
        assert_eq!(apart(&base), 6, "eight days a row");
        let client = load(&disk, OANH).expect("read");
        assert_eq!(client.base.len(), 50);
        // One that is closed moves from one row to the other.
        let moved = Dossier { rev: 7, ..closed(1) };
        let moved = Dossier { id: spread(101), ..moved };
        keep(&disk, OANH, &[Write::Record(Box::new(moved.clone()))]).expect("kept");
        let client = load(&disk, OANH).expect("read");
        assert_eq!((client.base.len(), &client.base[&spread(101)]), (50, &moved));
    }

    /// Nothing is closed that might go: the room that was taken in good time is for acts.
    #[test]
    fn where_nothing_may_go_an_act_has_the_room_of_the_ballast() {
        at_desk(|desk, base| {
            sits(desk, OANH);
            let told = Write::Record(Box::new(open(111)));
            let all: Vec<_> = (101..=110).map(|i| Write::Record(Box::new(open(i)))).collect();
            assert!(now(desk.keep(OANH, all)));
            let act = || {
                shared::dossier::Act::Note(shared::dossier::amend::Note { text: "gọi lại".to_owned() })
            };
            base.give(Some(base.used()));
            assert!(now(desk.act(spread(101), act())).is_err(), "there is none");
            let disk = Disk::on(base.clone());
            let reserved = shared::limits::ACTS_BYTES_RESERVED as f64;
            now(disk.stow_ballast(Some((reserved, 2.0 * reserved))));
            assert!(!now(disk.throw_ballast()), "it takes no room that acts need today");
            now(disk.stow_ballast(Some((0.0, 2.0 * reserved))));
            base.give(Some(base.used()));
            assert!(!now(desk.keep(OANH, vec![told])), "it is not for what the server tells");
            for i in 101..=110 {
                assert!(now(desk.act(spread(i), act())).is_ok(), "it finds room");
            }
            assert_eq!(desk.client(|client| client.queue.len()), 10);
            assert!(!now(disk.throw_ballast()), "it was thrown");
        });
    }

    #[test]
    fn the_desk_makes_room_for_an_act_and_says_what_it_holds() {
        at_desk(|desk, base| {
            sits(desk, OANH);
            assert!(now(desk.keep(OANH, ward())));
            base.give(Some(base.used()));
            let act =
                shared::dossier::Act::Note(shared::dossier::amend::Note { text: "gọi lại".to_owned() });
            assert!(now(desk.act(spread(101), act)).is_ok(), "it finds room");
            let page = html(move || crate::inbox::whole::partial(desk).map(|said| said.vi.to_string()));
            assert!(page.contains("Máy hết chỗ nên chỉ giữ hồ sơ đã đóng từ"), "{page}");
            // The browser gives more. While no server answers nothing goes for what would not come.
            base.give(None);
            let held = desk.client(|client| client.base.len());
            assert!(now(desk.read_whole()).is_err() && held > 0);
            assert_eq!(desk.client(|client| client.base.len()), held);
            // Everything is read again, and the act still waits.
            assert!(now(desk.keep(OANH, desk.client(Client::whole_again))));
            let page = html(move || crate::inbox::whole::partial(desk).map(|said| said.vi.to_string()));
            assert!(!page.contains("Máy hết chỗ"), "{page}");
            let stands =
                desk.client(|client| (client.base.len(), client.queue.len(), client.wants_manifest()));
            assert_eq!(stands, (0, 1, true));
        });
    }
}
