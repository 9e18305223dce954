//! Photographs of an application that is not sent yet, on the citizen's own device.
//!
//! Not here: whether anything may lie on this device (`apply`), what is typed (`draft`).
//! Invariant: a room of its own, apart from the officers'. What a receipt has replaced, or the citizen has removed, is
//! gone from it.

/// The pages of each paper, by its place in the procedure's list.
pub type Pages = Vec<(usize, Vec<Vec<u8>>)>;

/// What lies here of an application for this procedure; nothing where the browser keeps nothing.
pub async fn read(procedure: &str) -> Pages {
    base::read(procedure).await.unwrap_or_default()
}

/// Puts the pages of one paper in the place of those that lay here. Whether they lie here now.
pub async fn write(procedure: &str, place: usize, pages: &[std::sync::Arc<Vec<u8>>]) -> bool {
    base::write(procedure, place, pages).await.is_some()
}

pub async fn forget(procedure: &str) {
    // What could not be removed is removed when the form is opened again without a draft.
    let _ = base::forget(procedure).await;
}

#[cfg(not(target_arch = "wasm32"))]
mod base {
    //! Outside a browser nothing is kept.

    pub async fn read(_: &str) -> Option<super::Pages> {
        None
    }

    pub async fn write(_: &str, _: usize, _: &[std::sync::Arc<Vec<u8>>]) -> Option<()> {
        None
    }

    pub async fn forget(_: &str) -> Option<()> {
        None
    }
}

#[cfg(target_arch = "wasm32")]
mod base {
    use std::sync::Arc;

    use idb::{Database, DatabaseEvent, Factory, KeyRange, ObjectStoreParams, Query, TransactionMode};
    use js_sys::Uint8Array;
    use wasm_bindgen::JsCast;

    const NAME: &str = "mot-cua-nop";
    const PAGES: &str = "pages";

    async fn open() -> Option<Database> {
        let mut request = Factory::new().ok()?.open(NAME, Some(1)).ok()?;
        request.on_upgrade_needed(|event| {
            if let Ok(database) = event.database() {
                // A failure here fails the opening as a whole.
                let _ = database.create_object_store(PAGES, ObjectStoreParams::new());
            }
        });
        request.await.ok()
    }

    /// `HT-09!003!` and what begins so.
    fn beginning_with(start: &str) -> Option<Query> {
        let end = format!("{start}~");
        let range = KeyRange::bound(&start.into(), &end.as_str().into(), Some(false), Some(true));
        Some(Query::KeyRange(range.ok()?))
    }

    fn start_of(procedure: &str, place: usize) -> String {
        format!("{procedure}!{place:03}!")
    }

    pub async fn read(procedure: &str) -> Option<super::Pages> {
        let database = open().await?;
        let work = database.transaction(&[PAGES], TransactionMode::ReadOnly).ok()?;
        let (start, store) = (format!("{procedure}!"), work.object_store(PAGES).ok()?);
        let keys = store.get_all_keys(Some(beginning_with(&start)?), None).ok()?;
        let values = store.get_all(Some(beginning_with(&start)?), None).ok()?;
        let (keys, values) = (keys.await.ok()?, values.await.ok()?);
        let mut pages: super::Pages = Vec::new();
        for (key, value) in keys.into_iter().zip(values) {
            let key = key.as_string()?;
            let place: usize = key.strip_prefix(&start)?.split('!').next()?.parse().ok()?;
            let bytes = value.dyn_ref::<Uint8Array>()?.to_vec();
            match pages.last_mut() {
                Some((last, pages)) if *last == place => pages.push(bytes),
                Some(_) | None => pages.push((place, vec![bytes])),
            }
        }
        database.close();
        Some(pages)
    }

    pub async fn write(procedure: &str, place: usize, pages: &[Arc<Vec<u8>>]) -> Option<()> {
        let database = open().await?;
        let work = database.transaction(&[PAGES], TransactionMode::ReadWrite).ok()?;
        let (start, store) = (start_of(procedure, place), work.object_store(PAGES).ok()?);
        store.delete(beginning_with(&start)?).ok()?;
        for (n, page) in pages.iter().enumerate() {
            let key = format!("{start}{n:03}");
            store.put(&Uint8Array::from(&page[..]), Some(&key.as_str().into())).ok()?;
        }
        work.commit().ok()?.await.ok()?;
        database.close();
        Some(())
    }

    pub async fn forget(procedure: &str) -> Option<()> {
        let database = open().await?;
        let work = database.transaction(&[PAGES], TransactionMode::ReadWrite).ok()?;
        work.object_store(PAGES).ok()?.delete(beginning_with(&format!("{procedure}!"))?).ok()?;
        work.commit().ok()?.await.ok()?;
        database.close();
        Some(())
    }
}
