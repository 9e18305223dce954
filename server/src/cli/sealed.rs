//! `keys`, `import`: the server's sealing keys, and files that a device wrote.
//!
//! Not here: opening and judging (`carry`), where keys are kept (`store::secret`).
//! Invariant: a file is taken once however often it is brought; nobody sees here what is inside.

use std::path::{Path, PathBuf};

use clap::Args;
use shared::lang::word;
use shared::limits::RESCUE_ENVELOPES_MAX;
use shared::sync::aside::Imported;
use shared::sync::envelope::Envelope;

use super::voice::{Voice, told, told_why};
use super::{Data, progress};
use crate::carry::import_all;
use crate::clock::Clock;
use crate::config::Config;
use crate::files::Files;
use crate::store::{Store, backup, secret};
use crate::{Site, limits};

#[derive(Args)]
pub struct Keys {
    #[command(flatten)]
    data: Data,
    /// Thêm một khóa mới; khóa cũ vẫn mở được / Add a key; the old ones go on opening
    #[arg(long)]
    rotate: bool,
}

#[derive(Args)]
pub struct Import {
    #[command(flatten)]
    data: Data,
    /// Tệp xuất từ máy / Files that a device wrote
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

pub async fn keys(ask: Keys, voice: Voice) -> anyhow::Result<()> {
    ask.data.must_exist()?;
    let store = Store::open(&ask.data.place(), ask.data.id()).await?;
    let pairs = store.secrets.pairs().to_vec();
    store.db.close().await;
    for pair in &pairs {
        let (kid, day, clock) = (pair.kid, pair.since.day(), pair.since.clock());
        voice.say(format!("khóa {kid} từ {day} {clock}"), format!("key {kid} since {day} {clock}"));
    }
    if ask.rotate {
        let kid = secret::rotate(&ask.data.data, ask.data.id()).await?;
        voice.say(
            format!("Đã thêm khóa {kid}; máy chủ đang chạy dùng khóa này ngay, không phải chạy lại."),
            format!("Key {kid} is added; a running server uses it at once and need not be started again."),
        );
    }
    let list = ask.data.data.join(secret::LIST);
    let list = list.display();
    voice.say(
        format!("Giữ bản sao của {list} ở nơi riêng."),
        format!("Keep a copy of {list} in another place."),
    );
    Ok(())
}

pub async fn import(ask: Import, voice: Voice) -> anyhow::Result<()> {
    ask.data.must_exist()?;
    let _held = backup::hold(&ask.data.data).map_err(|fault| {
        told_why(
            "khi máy chủ đang chạy, nhập tệp ở trang “Thiết bị”",
            "while the server runs, files are brought in on the page “Devices”",
            fault,
        )
    })?;
    let store = Store::open(&ask.data.place(), ask.data.id()).await?;
    let mut envelopes = Vec::new();
    for path in &ask.files {
        envelopes.append(&mut lines(path).await?);
    }
    let db = store.db.clone();
    let site = Site::open(store, Clock::Machine, Config::default(), Files::default()).await?;
    let (all, mut done, mut counts) = (envelopes.len() as u64, 0, Vec::<Imported>::new());
    for part in envelopes.chunks(RESCUE_ENVELOPES_MAX) {
        let imported =
            import_all(&site, part.to_vec()).await.map_err(|error| told(error.said.vi, error.said.en))?;
        imported.iter().for_each(|one| add(&mut counts, one));
        done += part.len() as u64;
        progress::show(&voice.of(&word("nhập", "bringing in").into()), done, all);
    }
    db.close().await;
    for Imported { writer, new, known, waits, aside } in &counts {
        let (device, officer) = (writer.device, writer.officer);
        voice.say(
            format!(
                "máy {device} người {officer}: {new} việc mới, {known} đã có, {waits} thiếu việc trước, {aside} giữ \
                 riêng"
            ),
            format!(
                "device {device} officer {officer}: {new} new, {known} known, {waits} lack the acts before, {aside} \
                 put aside"
            ),
        );
    }
    let new: u64 = counts.iter().map(|one| one.new).sum();
    let (acts, files) = (envelopes.len(), ask.files.len());
    voice.say(
        format!("Đã nhập {acts} việc từ {files} tệp: {new} việc mới."),
        format!("Acts brought in: {acts}; files: {files}; new: {new}."),
    );
    Ok(())
}

fn add(counts: &mut Vec<Imported>, more: &Imported) {
    match counts.iter_mut().find(|count| count.writer == more.writer) {
        Some(count) => count.add(more),
        None => counts.push(*more),
    }
}

/// The envelopes of a file, one a line.
async fn lines(path: &Path) -> anyhow::Result<Vec<Envelope>> {
    let name = path.display();
    let unread = |error| told_why(format!("không đọc được {name}"), format!("{name} cannot be read"), error);
    let size = tokio::fs::metadata(path).await.map_err(unread)?.len();
    if size > limits::IMPORT_BYTES_MAX {
        let mib = limits::IMPORT_BYTES_MAX / 1024 / 1024;
        return Err(told(
            format!("{name} quá lớn: tối đa {mib} MiB"),
            format!("{name} is too large: at most {mib} MiB"),
        ));
    }
    let text = tokio::fs::read_to_string(path).await.map_err(unread)?;
    let filled = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    filled
        .map(|(i, line)| {
            serde_json::from_str(line).map_err(|_| {
                let i = i + 1;
                told(
                    format!("{name}: dòng {i} không phải việc niêm phong"),
                    format!("{name}: line {i} is not a sealed act"),
                )
            })
        })
        .collect()
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests set their stage on the disk")]
mod tests {
    use shared::demo::{self, RECEPTION};
    use shared::id::Writer;
    use shared::session::SealKey;

    use super::*;
    use crate::store::tests::Folder;
    use crate::tests::nine;
    use crate::tests::pen::{Pen, dossier_id, note};
    use crate::tests::sealed::Hand;

    #[tokio::test]
    async fn a_file_is_taken_once_and_the_server_must_rest() {
        let folder = Folder::new();
        let data = || Data { data: folder.0.clone(), database_url: None, ward: 1 };
        let place = data().place();
        let store = Store::open_or_create(&place, data().id(), || demo::ward().unwrap()).await.unwrap();
        let device = store.enrol("bí mật", "quầy", true, nine()).await.unwrap();
        let writer = Writer { device: device.id, officer: RECEPTION };
        let hand = Hand::new();
        store.add_writer_key(writer, &hand.public(), nine()).await.unwrap();
        let pair = store.secrets.newest().unwrap();
        let acts = vec![note(dossier_id(1), "một"), note(dossier_id(1), "hai")];
        let push = Pen::new(writer, nine()).write_all(acts);
        let sealed = hand.seal(&SealKey { kid: pair.kid, public: pair.public }, &push);
        store.db.close().await;
        let file = folder.0.join("viec.jsonl");
        let lines: Vec<String> = sealed.iter().map(|one| serde_json::to_string(one).unwrap()).collect();
        std::fs::write(&file, lines.join("\n")).unwrap();

        let ask = |file: &Path| Import { data: data(), files: vec![file.to_owned()] };
        let held = backup::hold(&folder.0).unwrap();
        assert!(import(ask(&file), Voice::default()).await.is_err(), "while the server runs");
        drop(held);
        // A key that came later does not close what was sealed before.
        keys(Keys { data: data(), rotate: true }, Voice::default()).await.unwrap();
        for _ in 0..2 {
            import(ask(&file), Voice::default()).await.unwrap();
            let store = Store::open(&place, data().id()).await.unwrap();
            assert_eq!(store.verify(|_, _| ()).await.unwrap().acts, 2);
            store.db.close().await;
        }
        let bad = folder.0.join("hong.jsonl");
        std::fs::write(&bad, format!("{}\n\n{{}}\n", lines[0])).unwrap();
        let error = import(ask(&bad), Voice::default()).await.unwrap_err().to_string();
        assert!(error.ends_with("hong.jsonl: line 3 is not a sealed act"), "{error}");
    }
}
