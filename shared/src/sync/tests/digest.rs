//! Drift: what differs is found, and only its bucket is read again.

use proptest::prelude::*;

use super::snapshot::dossiers;
use super::{at, author, ward};
use crate::demo;
use crate::dossier::Dossier;
use crate::id::DossierId;
use crate::moment::Moment;
use crate::sync::client::{Client, Place, Write};
use crate::sync::digest::{Bucket, Buckets, Sums, bucket_of, closed_since, in_ward};
use crate::sync::reading::WARD;

fn pairs(records: &[Dossier]) -> Vec<(DossierId, u64)> {
    records.iter().map(|record| (record.id, record.rev)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn equal_sets_have_equal_buckets_in_any_order(
        pairs in prop::collection::btree_map(any::<u128>(), any::<u64>(), 1..60),
        at in any::<prop::sample::Index>(),
    ) {
        let pairs: Vec<(DossierId, u64)> =
            pairs.into_iter().map(|(id, rev)| (DossierId(uuid::Uuid::from_u128(id)), rev)).collect();
        let whole = Buckets::of(pairs.clone());
        prop_assert_eq!(&whole, &Buckets::of(pairs.iter().rev().copied()));
        prop_assert_eq!(Buckets::from_hex(&whole.to_hex()), Some(whole.clone()));
        // One more change of one record, one record less, one that is older: each shows in its own bucket alone.
        let at = at.index(pairs.len());
        let (id, rev) = pairs[at];
        let mut others = vec![pairs.clone(), pairs.clone()];
        others[0][at] = (id, rev ^ 1);
        others[1].remove(at);
        for other in others {
            let other = Buckets::of(other);
            prop_assert_ne!(other.root(), whole.root());
            prop_assert_eq!(other.differing(&whole), vec![bucket_of(id)]);
        }
        // Kept step by step it is the same as counted at once.
        let mut kept = Buckets::default();
        for (id, rev) in &pairs {
            kept.toggle(*id, rev ^ 3);
            kept.toggle(*id, rev ^ 3);
            kept.toggle(*id, *rev);
        }
        prop_assert_eq!(kept, whole);
    }
}

fn holding(records: &[Dossier]) -> Client {
    let mut client = Client::new(author(demo::CHAIR));
    let place = Place { epoch: "e1".to_owned(), cursor: 100_000, scope: WARD.to_owned(), ..Place::default() };
    let records = records.iter().map(|record| Write::Record(Box::new(record.clone())));
    client.adopt(ward(), &records.chain([Write::Place(place)]).collect::<Vec<_>>());
    client
}

fn sums(records: &[Dossier], now: Moment) -> Sums {
    let buckets = Buckets::of(pairs(records)).to_hex();
    Sums { epoch: "e1".to_owned(), scope: WARD.to_owned(), seq: 100_000, now, buckets }
}

#[test]
fn a_base_that_has_drifted_is_mended_bucket_by_bucket() {
    let (right, now) = (dossiers(7, 30), at(20, 0));
    let root = Buckets::of(pairs(&right)).root();
    assert!(!holding(&right).has_drifted(&root, 100_000, now));
    // One is missing, one is older, one should not be here.
    let mut wrong = right.clone();
    wrong.remove(0);
    wrong[5].rev += 1;
    wrong.extend(dossiers(8, 1));
    let mut client = holding(&wrong);
    assert!(client.has_drifted(&root, 100_000, now));
    assert!(!client.has_drifted(&root, 99_999, now), "told of another moment");
    let bad = client.on_sums(&sums(&right, now));
    assert!((1..=3).contains(&bad.len()), "{bad:?}");
    for bucket in bad {
        let records = right.iter().filter(|record| bucket_of(record.id) == bucket).cloned().collect();
        let (epoch, scope) = ("e1".to_owned(), WARD.to_owned());
        let older = Bucket { epoch, scope, seq: 99_999, now, records, beyond: vec![] };
        assert_eq!(client.on_bucket(bucket, older.clone()), vec![], "older than the base");
        let writes = client.on_bucket(bucket, Bucket { seq: 100_001, ..older });
        client.adopt(ward(), &writes);
    }
    assert!(!client.has_drifted(&root, 100_000, now));
    assert_eq!(client.on_sums(&sums(&right, now)), Vec::<u8>::new());
    let elsewhere = Sums { scope: "o6".to_owned(), ..sums(&dossiers(1, 3), now) };
    assert_eq!(client.on_sums(&elsewhere), Vec::<u8>::new());
}

#[test]
fn what_closed_long_ago_is_neither_counted_nor_kept() {
    let (all, later) = (dossiers(11, 60), at(20, 0).plus_minutes(91 * 24 * 60));
    let since = closed_since(later);
    let (here, past): (Vec<Dossier>, Vec<Dossier>) =
        all.iter().cloned().partition(|record| in_ward(record, since));
    assert!(!here.is_empty() && !past.is_empty());
    let mut client = holding(&all);
    assert!(!client.has_drifted(&Buckets::of(pairs(&here)).root(), 100_000, later));
    assert_eq!(client.aged(at(20, 0)), vec![]);
    let writes = client.aged(later);
    client.adopt(ward(), &writes);
    assert_eq!(client.base.len(), here.len());
    assert!(!client.has_drifted(&Buckets::of(pairs(&here)).root(), 100_000, later));
}

#[test]
fn what_went_for_want_of_room_is_not_missed_and_does_not_come_back_with_a_page() {
    let (all, now) = (dossiers(11, 60), at(20, 0));
    let closed = |record: &Dossier| record.closed_at.filter(|_| !record.is_open()).map(|at| at.day());
    let last = all.iter().filter_map(closed).max().expect("some are closed");
    let day = last.plus(1);
    let (gone, here): (Vec<Dossier>, Vec<Dossier>) =
        all.iter().cloned().partition(|record| closed(record).is_some());
    let mut client = holding(&all);
    let writes = client.without(gone.iter().map(|record| record.id), day);
    client.adopt(ward(), &writes);
    assert_eq!(client.base.len(), here.len());
    assert_eq!(client.place.is_partial(now), Some(day));
    assert_eq!(client.pull_ask(0).since, Some(day), "the server is told so");
    assert!(!client.has_drifted(&Buckets::of(pairs(&here)).root(), 100_000, now), "its sums leave them out");
    assert!(client.has_drifted(&Buckets::of(pairs(&all)).root(), 100_000, now));
    assert!(!client.wants(&gone[0]) && client.wants(&here[0]));
    let later = now.plus_minutes(100 * 24 * 60);
    assert_eq!(client.place.is_partial(later), None, "by then nobody holds them any more");
}
