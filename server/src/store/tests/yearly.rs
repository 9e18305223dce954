//! The log of a year, written and read again.

use std::io::{Read as _, Write as _};

use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use shared::demo::RECEPTION;
use shared::id::Writer;
use shared::lang::Lang;

use super::Folder;
use crate::store::Store;
use crate::store::tests::commit_now;
use crate::tests::nine;
use crate::tests::pen::{Pen, dossier_id, note, receive};

const YEAR_MINUTES: i64 = 366 * 24 * 60;

/// A year of three acts, and one of the year before and after each.
pub async fn yearly(store: Store) {
    let folder = Folder::new();
    crate::store::private_folder(&folder.0).unwrap();
    let device = store.enrol("nhật ký", "quầy", true, nine()).await.unwrap();
    let writer = Writer { device: device.id, officer: RECEPTION };
    let (year, mut pen) = (nine().day().year(), Pen::new(writer, nine()));
    let (last_year, next_year) = (nine().plus_minutes(-YEAR_MINUTES), nine().plus_minutes(YEAR_MINUTES));
    let seen = store.verify(|_, _| ()).await.unwrap().acts;
    let first = device.lane.unwrap().first();
    for at in [last_year, nine(), nine(), nine(), next_year] {
        let act = if at == last_year {
            receive(dossier_id(1), "A", first)
        } else {
            note(dossier_id(1), "gọi lại")
        };
        commit_now(&store, at, &pen.write(act), device.lane).await.unwrap();
    }
    assert_eq!(store.verify(|_, _| ()).await.unwrap().acts, seen + 5);

    let (one, two) = (folder.0.join("mot.gz"), folder.0.join("hai.gz"));
    let refused = store.write_year(year, &one, nine(), |_, _| ()).await.unwrap_err().sentence();
    assert!(refused.of(Lang::Vi).contains("chưa hết") && !one.exists(), "{refused}");
    let written = store.write_year(year, &one, next_year, |_, _| ()).await.unwrap();
    assert_eq!((written.acts, written.digest.len()), (3, 64));
    assert!(store.write_year(year, &one, next_year, |_, _| ()).await.is_err(), "a file is not written over");
    let again = store.write_year(year, &two, next_year, |_, _| ()).await.unwrap();
    assert_eq!(again, written, "the same year is the same content");
    let read = store.check_year(&one).await.unwrap();
    assert_eq!(read, written, "nothing differs");

    // Whoever changes a word, takes an act out or breaks it off is found.
    let text = unpacked(&one);
    let spoil = |name: &str, text: String| {
        let path = folder.0.join(name);
        pack(&path, &text);
        path
    };
    let changed = spoil("doi.gz", text.replacen("gọi lại", "gọi hai", 1));
    let said = store.check_year(&changed).await.unwrap().differences;
    assert!(said.iter().any(|said| said.en.contains("chain is broken")), "{said:?}");
    assert!(said.iter().any(|said| said.en.contains("the book has another")), "{said:?}");
    assert!(said.iter().any(|said| said.en.contains("not whole")), "{said:?}");
    let lines: Vec<&str> = text.lines().collect();
    let without: Vec<&str> =
        lines.iter().enumerate().filter(|(at, _)| *at != 2).map(|(_, line)| *line).collect();
    assert!(!store.check_year(&spoil("thieu.gz", without.join("\n"))).await.unwrap().differences.is_empty());
    let short = store.check_year(&spoil("cut.gz", lines[..2].join("\n"))).await.unwrap().differences;
    assert!(short.iter().any(|said| said.en.contains("the file lacks")), "{short:?}");
    assert!(short.iter().any(|said| said.en.contains("not whole")), "{short:?}");
    assert!(store.check_year(&spoil("la.gz", "khác".to_owned())).await.is_err(), "something else");
}

fn unpacked(path: &std::path::Path) -> String {
    let mut text = String::new();
    GzDecoder::new(std::fs::File::open(path).unwrap()).read_to_string(&mut text).unwrap();
    text
}

fn pack(path: &std::path::Path, text: &str) {
    let mut out = GzEncoder::new(std::fs::File::create(path).unwrap(), flate2::Compression::fast());
    out.write_all(text.as_bytes()).unwrap();
    out.finish().unwrap();
}
