//! The server's own secrets, in a private file beside the database: the keys that devices seal to, and the key that
//! makes what a device's cache is closed with.
//!
//! They stand outside the database, so that neither a copy of it nor its restore gives them away or takes them back:
//! what was sealed before a restore opens after it, and a closed cache opens with the same share.
//! Not here: opening envelopes (`crate::seal`), grants (`gate::vault`).
//! Invariant: a key is on the disk before anything is sealed to it, and no key is ever taken off the list.

use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use shared::id::WardId;
use shared::moment::Moment;

use super::{Fault, beside};
use crate::clock::Clock;
use crate::{random, seal};

/// The file's name, beside the database.
pub const LIST: &str = "secrets.jsonl";

/// A line of the file.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Line {
    pub ward: i64,
    /// Counts up; 0 is the key that makes shares.
    pub kid: u32,
    /// 64 hexadecimal digits.
    pub secret: String,
    pub at: Moment,
}

/// The kid of the line that makes shares.
const SHARES: u32 = 0;

/// A key that devices seal to.
#[derive(Clone)]
pub struct SealPair {
    pub kid: u32,
    pub since: Moment,
    /// Base64 of the point.
    pub public: String,
    pub private: seal::Private,
}

/// Keys as they stood in the file when it was this long.
struct Known {
    pairs: Arc<[SealPair]>,
    bytes: u64,
}

#[derive(Clone)]
pub struct Secrets {
    file: Option<Arc<Path>>,
    ward: WardId,
    known: Arc<RwLock<Known>>,
    shares: [u8; 32],
}

impl Secrets {
    /// Reads the file, and writes the first keys where there are none. Without a folder they are gone with the
    /// process.
    pub(super) async fn open(folder: Option<&Path>, ward: WardId) -> Result<Secrets, Fault> {
        let mut lines = match folder {
            Some(folder) => of_ward(folder, ward).await?,
            None => Vec::new(),
        };
        let missing: Vec<Line> = [SHARES, 1]
            .into_iter()
            .filter(|kid| !lines.iter().any(|line| (line.kid == SHARES) == (*kid == SHARES)))
            .map(|kid| fresh(ward, kid))
            .collect();
        if let Some(folder) = folder
            && !missing.is_empty()
        {
            beside::note(folder, LIST, &missing)?;
        }
        lines.extend(missing);
        let shares =
            lines.iter().find(|line| line.kid == SHARES).and_then(bytes).unwrap_or_else(random::bytes);
        let file = folder.map(|folder| folder.join(LIST).into());
        let bytes = length(file.as_deref()).await;
        let known = Arc::new(RwLock::new(Known { pairs: in_order(&lines), bytes }));
        Ok(Secrets { file, ward, known, shares })
    }

    /// All keys, the newest last.
    pub fn pairs(&self) -> Arc<[SealPair]> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).pairs.clone()
    }

    /// The key that devices are told to seal to.
    pub fn newest(&self) -> Option<SealPair> {
        self.pairs().last().cloned()
    }

    /// Takes up keys that another process has added since: asked before a key is given out, and before anything is
    /// opened. Where the file cannot be read just now, the keys that are known go on being good.
    pub async fn refresh(&self) {
        let (Some(file), Some(folder)) = (&self.file, self.file.as_ref().and_then(|file| file.parent()))
        else {
            return;
        };
        let bytes = length(Some(file)).await;
        if bytes <= self.known.read().unwrap_or_else(PoisonError::into_inner).bytes {
            return;
        }
        match of_ward(folder, self.ward).await {
            Ok(lines) => {
                let pairs = in_order(&lines);
                *self.known.write().unwrap_or_else(PoisonError::into_inner) = Known { pairs, bytes };
            }
            Err(fault) => tracing::warn!(%fault, "the list of keys was not read again"),
        }
    }

    /// 32 bytes that nobody else can make of these words, and always the same ones.
    pub fn derive(&self, what: &str, words: &[&[u8]]) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.shares).expect("a key of any length will do");
        for word in [what.as_bytes()].iter().chain(words) {
            mac.update(&(word.len() as u64).to_be_bytes());
            mac.update(word);
        }
        mac.finalize().into_bytes().into()
    }
}

/// Lines are only added, so a longer file is a newer one.
async fn length(file: Option<&Path>) -> u64 {
    let Some(file) = file else { return 0 };
    tokio::fs::metadata(file).await.map_or(0, |meta| meta.len())
}

fn in_order(lines: &[Line]) -> Arc<[SealPair]> {
    let mut pairs = lines.iter().filter_map(pair).collect::<Vec<_>>();
    pairs.sort_by_key(|pair| pair.kid);
    pairs.into()
}

async fn of_ward(folder: &Path, ward: WardId) -> Result<Vec<Line>, Fault> {
    let lines = beside::lines::<Line>(folder, LIST).await?;
    Ok(lines.into_iter().filter(|line| line.ward == ward.0).collect())
}

fn fresh(ward: WardId, kid: u32) -> Line {
    let secret = if kid == SHARES { random::bytes::<32>() } else { seal::Private::fresh().bytes() };
    Line { ward: ward.0, kid, secret: random::to_hex(&secret), at: Clock::Machine.now() }
}

fn bytes(line: &Line) -> Option<[u8; 32]> {
    random::from_hex(&line.secret).try_into().ok()
}

/// The key of a line; none where it makes shares.
fn pair(line: &Line) -> Option<SealPair> {
    let private = bytes(line).filter(|_| line.kid != SHARES).and_then(|bytes| seal::Private::of(&bytes))?;
    Some(SealPair { kid: line.kid, since: line.at, public: private.public(), private })
}

/// Adds a key; a server that runs gives it out from its next answer on. Answers its number.
pub async fn rotate(folder: &Path, ward: WardId) -> Result<u32, Fault> {
    let kid = of_ward(folder, ward).await?.iter().map(|line| line.kid).max().unwrap_or(SHARES) + 1;
    beside::note(folder, LIST, &[fresh(ward, kid)])?;
    Ok(kid)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tests::Folder;

    #[tokio::test]
    async fn keys_stay_and_count_up_and_nobody_else_reads_them() {
        let folder = Folder::new();
        let first = Secrets::open(Some(&folder.0), WardId(1)).await.unwrap();
        assert_eq!(first.newest().map(|pair| pair.kid), Some(1));
        let again = Secrets::open(Some(&folder.0), WardId(1)).await.unwrap();
        let publics =
            |secrets: &Secrets| secrets.pairs().iter().map(|p| p.public.clone()).collect::<Vec<_>>();
        assert_eq!(publics(&first), publics(&again));
        assert_eq!(first.derive("a", &[b"b"]), again.derive("a", &[b"b"]));
        assert_ne!(first.derive("a", &[b"bc", b"d"]), first.derive("a", &[b"b", b"cd"]));
        let other = Secrets::open(Some(&folder.0), WardId(2)).await.unwrap();
        assert_ne!(publics(&first), publics(&other));
        assert_ne!(first.derive("a", &[]), other.derive("a", &[]));
        assert_eq!(rotate(&folder.0, WardId(1)).await.unwrap(), 2);
        let rotated = Secrets::open(Some(&folder.0), WardId(1)).await.unwrap();
        assert_eq!(rotated.newest().map(|pair| pair.kid), Some(2));
        let running = first.clone();
        first.refresh().await;
        assert_eq!(running.newest().map(|pair| pair.kid), Some(2), "also where the server has been running");
        assert_eq!(publics(&rotated)[..1], publics(&again)[..], "the old one is still there");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(folder.0.join(LIST)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        tokio::fs::remove_file(folder.0.join(LIST)).await.unwrap();
        running.refresh().await;
        assert_eq!(running.newest().map(|pair| pair.kid), Some(2), "what was known stays known");
    }
}
