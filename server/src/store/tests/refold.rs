//! A book of a version that did not look for the person a dossier was handed in for, nor for its procedure.

use shared::id::WardId;

use super::stories::counter;
use super::{Folder, postgres};
use crate::store::backup::backup;
use crate::store::restore::{Asked, restore};
use crate::store::tests::commit_now;
use crate::store::{Place, Store};
use crate::tests::pen::{dossier_id, receive};
use crate::tests::{nine, ward};

const ID: WardId = WardId(1);

/// One dossier, handed in for Canary Ủy Quyền, as that version kept it.
async fn of_before(place: &Place) {
    let store = Store::open_or_create(place, ID, ward).await.unwrap();
    let (mut pen, lane) = counter(&store).await;
    let push = pen.write(receive(dossier_id(1), "Đặng Thị Đào", lane.unwrap().first()));
    commit_now(&store, nine(), &push, lane).await.unwrap();
    assert_eq!(found(&store).await, 1, "by today's");
    let mut tx = store.db.begin().await.unwrap();
    // What has come since.
    within!(&mut tx, |c| {
        sqlx::query("DROP TABLE book_closing").execute(&mut *c).await.unwrap();
        sqlx::query("DROP TABLE mine_read").execute(&mut *c).await.unwrap();
        sqlx::query("DROP TABLE ward_change").execute(&mut *c).await.unwrap();
        sqlx::query("DROP INDEX cmd_log_owing").execute(&mut *c).await.unwrap();
        sqlx::query("DROP INDEX record_corrected").execute(c).await.unwrap();
    });
    for (sql, rows) in [
        ("UPDATE record SET fold = 'dang thi dao 048190994242 000 21 17 h17 181122 6000'", 1),
        ("DELETE FROM _sqlx_migrations WHERE version >= 21", 6),
    ] {
        within!(&mut tx, |c| {
            assert_eq!(sqlx::query(sql).execute(c).await.unwrap().rows_affected(), rows, "{sql}");
        });
    }
    tx.commit().await.unwrap();
    assert_eq!(found(&store).await, 0);
    assert_eq!(store.verify(|_, _| ()).await.unwrap().differences, [], "looked at as it is");
    store.db.close().await;
}

async fn found(store: &Store) -> usize {
    store.search("ủy quyền").await.unwrap().len()
}

async fn is_of_today(place: &Place) {
    for _ in 0..2 {
        let store = Store::open(place, ID).await.unwrap();
        for query in ["dang thi dao", "dao khai sinh", "HT-01"] {
            assert_eq!((found(&store).await, store.search(query).await.unwrap().len()), (1, 1), "{query}");
        }
        assert_eq!(store.verify(|_, _| ()).await.unwrap().differences, []);
        store.db.close().await;
    }
}

#[tokio::test]
async fn an_older_book_on_sqlite_and_its_copy_find_whom_it_was_handed_in_for() {
    let (folder, copies) = (Folder::new(), Folder::new());
    of_before(&folder.place()).await;
    let copy = copies.0.join("hom-nay.db");
    let copied = backup(&folder.0, &copy, nine(), |_, _| ()).await.unwrap();
    assert_eq!(copied.differences, None, "only its own program judges it");
    is_of_today(&folder.place()).await;
    restore(&folder.0, &copy, "181122-090000", Asked::Sound, |_, _| ()).await.unwrap();
    is_of_today(&folder.place()).await;
}

#[tokio::test]
async fn an_older_book_on_postgres_finds_whom_it_was_handed_in_for() {
    let (folder, server) = (Folder::new(), postgres::start());
    let place = Place::Postgres { url: server.url.clone(), folder: Some(folder.0.clone()) };
    of_before(&place).await;
    is_of_today(&place).await;
}

/// The program was stopped between the new tables and the texts: what waits is known, and is done at the next start.
#[tokio::test]
async fn a_renewal_that_was_cut_off_is_done_at_the_next_start() {
    let folder = Folder::new();
    of_before(&folder.place()).await;
    let store = Store::look(&folder.place(), ID).await.unwrap();
    let crate::store::Db::Sqlite { write, .. } = &*store.db else { panic!("SQLite") };
    sqlx::migrate!("migrations/sqlite").run(write).await.unwrap();
    assert_eq!(store.verify(|_, _| ()).await.unwrap().differences, [], "it still waits");
    store.db.close().await;
    is_of_today(&folder.place()).await;
}
