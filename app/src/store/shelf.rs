//! Kệ riêng: small things of one officer that are theirs alone, closed like everything of a citizen.
//!
//! Not here: what they are (the rooms).
//! Invariant: what does not open or cannot be read is as if it were not there; nothing whose loss would matter.

use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::id::Writer;

use super::rows::{name_of, writer_key};
use super::{Disk, DiskFault, Row, Store, Work};
use crate::vault::Opened;

fn shelf_key(writer: Writer, name: &str) -> String {
    format!("own:{}!{name}", writer_key(writer))
}

impl Disk {
    pub async fn keep_own<T: Serialize>(
        &self,
        opened: &Opened,
        name: &str,
        value: &T,
    ) -> Result<(), DiskFault> {
        let key = shelf_key(opened.writer(), name);
        let plain = super::rows::json(value)?;
        let closed = opened.key.close(&name_of(Store::Meta, &key), plain.as_bytes()).await?;
        let work = self.base.begin(&[Store::Meta], Work::Strict).await?;
        work.put(Store::Meta, &key, &Row::Closed(closed))?;
        work.done().await
    }

    pub async fn own<T: DeserializeOwned>(
        &self,
        opened: &Opened,
        name: &str,
    ) -> Result<Option<T>, DiskFault> {
        let key = shelf_key(opened.writer(), name);
        let work = self.base.begin(&[Store::Meta], Work::Read).await?;
        let Some(Row::Closed(closed)) = work.get(Store::Meta, &key).await? else { return Ok(None) };
        let plain = opened.key.open(&name_of(Store::Meta, &key), &closed).await.ok();
        Ok(plain.and_then(|plain| serde_json::from_slice(&plain).ok()))
    }

    /// What a new key does not open.
    pub(super) async fn forget_own(&self, writer: Writer) -> Result<(), DiskFault> {
        let work = self.base.begin(&[Store::Meta], Work::Strict).await?;
        work.delete_range(Store::Meta, &shelf_key(writer, ""), &shelf_key(writer, "~"))?;
        work.done().await
    }

    /// Closes all of it for the same officer under another number.
    pub(super) async fn hand_own_over(&self, from: &Opened, to: &Opened) -> Result<(), DiskFault> {
        let (first, last) = (shelf_key(from.writer(), ""), shelf_key(from.writer(), "~"));
        let work = self.base.begin(&[Store::Meta], Work::Read).await?;
        for (key, _) in work.range(Store::Meta, &first, &last).await? {
            let name = key.strip_prefix(&first).unwrap_or_default();
            if let Some(value) = self.own::<serde_json::Value>(from, name).await? {
                self.keep_own(to, name, &value).await?;
            }
        }
        self.forget_own(from.writer()).await
    }
}

#[cfg(test)]
mod tests {
    use shared::id::DeviceId;

    use super::super::memory::Base;
    use super::super::tests::{HA, OANH, now, opened};
    use super::*;

    #[test]
    fn what_stands_on_a_shelf_opens_for_its_officer_alone() {
        let base = Base::default();
        let disk = Disk::on(base.clone());
        now(disk.keep_own(&opened(OANH), "loc", &vec!["Hồ Văn Lợi"])).expect("kept");
        let read = |writer| now(disk.own::<Vec<String>>(&opened(writer), "loc")).expect("read");
        assert_eq!(read(OANH), Some(vec!["Hồ Văn Lợi".to_owned()]));
        assert_eq!(read(HA), None);
        for (_, key, row) in base.every_row() {
            let Row::Closed(bytes) = row else { panic!("{key} lies open") };
            assert!(!String::from_utf8_lossy(&bytes).contains("Lợi"), "{key}");
        }
    }

    #[test]
    fn an_officer_under_another_number_keeps_the_shelf() {
        let base = Base::default();
        let disk = Disk::on(base.clone());
        let (old, new) = (OANH, Writer { device: DeviceId(9), ..OANH });
        now(disk.keep_own(&opened(old), "loc", &7)).expect("kept");
        now(disk.hand_own_over(&opened(old), &opened(new))).expect("handed over");
        assert_eq!(now(disk.own::<u8>(&opened(new), "loc")), Ok(Some(7)));
        assert_eq!(base.every_row().len(), 1, "nothing stays under the old number");
        now(disk.forget_own(new)).expect("forgotten");
        assert_eq!(base.every_row().len(), 0);
    }

    #[test]
    fn what_is_broken_is_as_if_it_were_not_there() {
        let base = Base::default();
        let disk = Disk::on(base.clone());
        let key = shelf_key(OANH, "loc");
        for row in [Row::Text("[".to_owned()), Row::Closed(vec![7; 40]), Row::Closed(vec![])] {
            let work = now(base.begin(&[Store::Meta], Work::Strict)).expect("begun");
            work.put(Store::Meta, &key, &row).expect("put");
            now(work.done()).expect("kept");
            assert_eq!(now(disk.own::<Vec<String>>(&opened(OANH), "loc")), Ok(None));
        }
        now(disk.keep_own(&opened(OANH), "loc", &7)).expect("kept");
        assert_eq!(now(disk.own::<Vec<String>>(&opened(OANH), "loc")), Ok(None), "another shape");
    }
}
