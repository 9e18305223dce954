//! Đăng nhập: what a browser and the server say to each other about who is there.
//!
//! Not here: acts and records (`sync::wire`), how passwords and sessions are kept (the server).
//! Invariant: no answer tells whether an account or a dossier exists; secrets travel once, downwards. What a device must
//! say before it can send says nothing false where a field of it is unknown: a server reads over what a later release says
//! more.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::dossier::code::Lane;
use crate::dossier::record::NewsBy;
use crate::id::{DeviceId, OfficerId};
use crate::lang::{Lang, Sentence};
use crate::moment::{Day, Moment};
use crate::officer::{Officer, Role};
use crate::procedure::Catalogue;
use crate::sync::lost::Missing;
use crate::sync::succession::Replaced;
use crate::text;
use crate::ward::{Ward, lapse};

/// Fewest and most characters of a password that a person chooses.
pub const PASSWORD_CHARS_MIN: usize = 12;
pub const PASSWORD_CHARS_MAX: usize = 128;
/// Most earlier devices of one browser that it names at once.
pub const EARLIER_DEVICES_MAX: usize = 4;
/// Most characters of a device's label, `Quầy 1 – máy bàn`.
pub const LABEL_CHARS_MAX: usize = 60;

/// `POST /api/login`
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Login {
    pub name: String,
    pub password: String,
    /// What an earlier login gave this browser; without it the browser is enrolled as a new device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<DeviceKey>,
    /// What this browser was before the server enrolled it anew, where acts still lie under those numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<DeviceKey>,
    /// How people call the device; used when it is enrolled.
    #[serde(default)]
    pub label: String,
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Login(***)")
    }
}

/// How a browser proves which device it is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceKey {
    pub id: DeviceId,
    /// 64 hexadecimal digits.
    pub secret: String,
}

impl fmt::Debug for DeviceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DeviceKey({}, ***)", self.id)
    }
}

/// The answer to a login: everything that a fresh browser needs before its first pull.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Welcome {
    pub officer: Officer,
    pub device: DeviceGrant,
    /// The life of the server's database; another one after a restore.
    pub epoch: String,
    pub ward_version: u32,
    pub server_time: Moment,
    /// The password was given by somebody else: nothing but changing it is open.
    pub must_change: bool,
    /// When the session ends whatever is done until then, by the server's clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<Moment>,
    /// How many dossiers the officer's device will hold: for the progress of a first reading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dossiers: Option<u32>,
    /// What keeps this browser's cache closed to others; absent from an older server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vault: Option<VaultGrant>,
    /// What opens what the officer left under the earlier devices that the browser proved to be.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<EarlierShare>,
}

/// The server's half of the key to what an officer left under a device that this browser was before.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierShare {
    pub device: DeviceId,
    /// 64 hexadecimal digits, as in `VaultGrant`.
    pub share: String,
}

impl fmt::Debug for EarlierShare {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EarlierShare({}, ***)", self.device)
    }
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceGrant {
    pub id: DeviceId,
    /// Only when the device has just been enrolled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// The device's own hundred numbers a day; `None` where its officers do not receive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lane: Option<Lane>,
    pub label: String,
}

impl fmt::Debug for DeviceGrant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DeviceGrant({}, {:?}, ***)", self.id, self.lane)
    }
}

/// `GET /api/me`
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Me {
    pub officer: Officer,
    pub device: DeviceId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lane: Option<Lane>,
    pub epoch: String,
    pub ward_version: u32,
    pub server_time: Moment,
    pub must_change: bool,
    /// When the session ends whatever is done until then, by the server's clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<Moment>,
    /// How many dossiers the officer's device will hold: for the progress of a first reading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dossiers: Option<u32>,
    /// What keeps this browser's cache closed to others; absent from an older server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vault: Option<VaultGrant>,
}

/// The server's public key, to which a device seals what waits. The newest of them is given out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SealKey {
    pub kid: u32,
    /// Base64 of 65 bytes: the point on P-256, uncompressed.
    pub public: String,
}

/// What a device gets at a login, and again while the session lives, to keep its cache closed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VaultGrant {
    /// 64 hexadecimal digits: the server's half of the cache's key. The same for one officer on one device until
    /// the password changes; never given again to a device that was revoked.
    pub share: String,
    /// When the device forgets its share, unless it has spoken with the server again.
    pub until: Moment,
    /// 64 hexadecimal digits, another for every session: opens the cache again after the page was loaded anew, as
    /// long as the session lives.
    pub resume: String,
    pub seal: SealKey,
}

impl fmt::Debug for VaultGrant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VaultGrant(***, {:?}, {})", self.until, self.seal.kid)
    }
}

/// `POST /api/shares`: which of the shares that lie on a device its server would not give any more, after another password
/// or where the officer has left. Asked without a session, by the device's proof: a session that ended may be why.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SharesKept {
    pub device: DeviceKey,
    /// At most `SHARES_MAX`.
    pub shares: Vec<ShareKept>,
}

/// Officers of one device whose shares are asked about at once.
pub const SHARES_MAX: usize = 64;

/// One officer's share, told by what it can be known by and not opened with.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ShareKept {
    pub officer: OfficerId,
    /// `share_mark`
    pub mark: String,
}

/// The officers whose shares are over; the device erases these.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SharesOver {
    pub over: Vec<OfficerId>,
}

/// What says which share it is: 16 hexadecimal digits.
pub fn share_mark(share: &str) -> String {
    let digest = Sha256::digest([b"mc-share-mark-v1", share.as_bytes()].concat());
    text::hex(&digest[..8])
}

/// `POST /api/keys`: one more key by which the session's writer signs. The others stay good.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewKey {
    /// Base64 of 65 bytes: the point on P-256, uncompressed.
    pub public: String,
}

/// `POST /api/password`: one's own. Every other session of the account ends.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangePassword {
    pub old: String,
    pub new: String,
}

impl fmt::Debug for ChangePassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ChangePassword(***)")
    }
}

/// The answer to a changed password: the cache is closed with another share from now on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PasswordChanged {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vault: Option<VaultGrant>,
}

/// `GET /api/devices`: which devices may hold work that the totals do not know yet.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Devices {
    pub as_of: Moment,
    pub devices: Vec<DeviceSeen>,
    /// Lanes that are free for devices to come; absent from an older server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lanes_left: Option<u8>,
    /// Acts that a cleared storage took along, and that nobody has looked after.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lost: Vec<Missing>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DeviceSeen {
    pub id: DeviceId,
    pub label: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lane: Option<Lane>,
    /// Who used it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub officer: Option<OfficerId>,
    pub last_seen: Moment,
    /// Acts that wait on the device, as it said itself when it was last heard.
    pub waiting: u32,
    pub revoked: bool,
    /// Its browser was enrolled anew, and all that it held has arrived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced: Option<Replaced>,
}

/// `POST /api/devices/revoke`
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Revoke {
    pub device: DeviceId,
}

/// `POST /api/ward`: the ward's settings as a whole, on top of the version that was read.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewWard {
    pub base: u32,
    pub ward: Ward,
}

/// What `POST /api/ward` answers: the version in force now, which is `base` where the settings say what they said.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct WardSaved {
    pub version: u32,
}

/// `POST /api/accounts`: gives an officer of the ward a login and a one-time password.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewAccount {
    pub name: String,
    pub officer: OfficerId,
}

/// `GET /api/accounts`: a login name and whose it is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AccountSeen {
    pub name: String,
    pub officer: OfficerId,
}

/// `GET /api/sessions`, and of somebody else `GET /api/accounts/sessions?officer=6`: where an officer is logged in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Sessions {
    pub as_of: Moment,
    pub sessions: Vec<SessionSeen>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SessionSeen {
    /// Names the session and opens nothing.
    pub id: String,
    pub device: DeviceId,
    /// What the device is called.
    pub label: String,
    /// `Chrome, Android`; empty where the browser said nothing known.
    #[serde(default)]
    pub browser: String,
    pub since: Moment,
    pub seen: Moment,
    /// The session that asks.
    pub here: bool,
}

/// Which sessions end.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    One(String),
    /// All but the one that asks.
    Others,
}

/// `POST /api/sessions/end`: of one's own.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndSessions {
    pub end: Ended,
}

/// `POST /api/accounts/sessions/end`: of an officer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndSessionsOf {
    pub officer: OfficerId,
    pub end: Ended,
}

/// The password is said once and must be changed at the first login.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountMade {
    pub name: String,
    pub password: String,
}

impl fmt::Debug for AccountMade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccountMade(***)")
    }
}

/// `POST /api/public/track`: what stands on the citizen's slip.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Track {
    /// The whole code, or its last two groups, `181122-6105`; or the number of an application, `123-456-789`.
    pub code: String,
    /// Six characters; case and spaces do not matter.
    pub secret: String,
}

impl fmt::Debug for Track {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Track(***)")
    }
}

/// Where a dossier is, without a name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Tracked {
    pub status: crate::dossier::Status,
    /// Of the five steps, 0 ..= 4.
    pub step: u8,
    /// What the citizen was told last; nothing while the clock stands still.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Moment>,
    /// Since when the clock stands still: something is awaited from the citizen, or the dossier hangs in public.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused_since: Option<Moment>,
    /// Until when the dossier hangs in public.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub posted_until: Option<Day>,
    /// Until when the ward says whether it accepts what came in from afar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_by: Option<Moment>,
    /// The draft that its applicant may look at, without its words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<crate::door::proof::Draft>,
    /// What the ward waits for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<crate::dossier::record::Asked>,
    /// The last day on which that is taken, where the office is closed on the one that was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_day: Option<Day>,
    /// Of each paper of it, whether photographs are taken and came; empty where none may be sent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<crate::door::supply::PaperWanted>,
    /// Why it was not accepted, and where to go instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// The dossier's code, for whoever asked by the number of an application.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Of a dossier that was returned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<crate::survey::Rating>,
}

/// `GET /api/public/ward`: what stands on every public page of the ward itself; empty is what nobody has written yet.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PublicWard {
    /// `Ủy ban nhân dân phường Hải Vân`
    pub agency: String,
    /// Where its counter is.
    pub address: String,
    pub phone: String,
    /// Of working days: `07:30–11:30, 13:00–17:00`.
    pub hours: String,
}

/// `GET /api/public/procedures`: the catalogue of the day, for anybody.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PublicCatalogue {
    pub agency: String,
    pub phone: String,
    pub on: Day,
    /// Whether the ward takes applications from afar.
    #[serde(default)]
    pub open: bool,
    /// The ways by which it tells how a dossier goes on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub news_by: Vec<NewsBy>,
    /// Procedures that nobody is received for today, and the year without days off in which they would be due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undated: Option<(i32, Vec<String>)>,
    pub catalogue: Catalogue,
}

impl PublicCatalogue {
    pub fn of(ward: &Ward, day: Day) -> PublicCatalogue {
        let head = ward.letterhead(day);
        let procedures = ward.catalogue.all_in_force(day).cloned().collect();
        PublicCatalogue {
            agency: head.map(|head| head.agency.clone()).unwrap_or_default(),
            phone: head.map(|head| head.phone.clone()).unwrap_or_default(),
            on: day,
            open: ward.door().is_some(),
            news_by: ward.news_by.clone(),
            undated: ward.lapse(day).and_then(|lapse| {
                let ids: Vec<String> = lapse.refused(day).iter().map(|one| one.id.clone()).collect();
                (!ids.is_empty()).then_some((lapse.year, ids))
            }),
            catalogue: Catalogue { fields: ward.catalogue.fields.clone(), procedures },
        }
    }

    /// What is posted of a procedure that has no due date today.
    pub fn undated_said(&self, id: &str) -> Option<Sentence> {
        let (year, ids) = self.undated.as_ref()?;
        ids.iter().any(|undated| undated == id).then(|| lapse::posted(*year))
    }
}

/// The body of every answer that is not a success.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Problem {
    pub error: Said,
    /// With `device_revoked`: a token that lets the device hand in its sealed queue, once (`sync::envelope::Rescue`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rescue: Option<String>,
    /// The one field of the form that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<Box<str>>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Said {
    /// For programs: `wrong_login`, `too_large`, …
    pub code: String,
    pub vi: String,
    pub en: String,
}

impl Said {
    pub fn of(&self, lang: Lang) -> &str {
        match lang {
            Lang::Vi => &self.vi,
            Lang::En => &self.en,
        }
    }
}

impl From<(&str, Sentence)> for Said {
    fn from((code, said): (&str, Sentence)) -> Said {
        Said { code: code.to_owned(), vi: said.vi, en: said.en }
    }
}

/// What is wrong with a password that somebody chooses; `name` is the login.
pub fn password_fault(password: &str, name: &str) -> Option<Sentence> {
    let chars = password.chars().count();
    if !(PASSWORD_CHARS_MIN..=PASSWORD_CHARS_MAX).contains(&chars) {
        return Some(Sentence::new(
            format!("Mật khẩu dài từ {PASSWORD_CHARS_MIN} đến {PASSWORD_CHARS_MAX} ký tự."),
            format!("A password has {PASSWORD_CHARS_MIN} to {PASSWORD_CHARS_MAX} characters."),
        ));
    }
    let lower = password.to_lowercase();
    let bare: String = lower.chars().filter(|c| c.is_alphanumeric()).collect();
    let guessable = ["motcua", "matkhau", "password", "123456", "qwerty", "abcdef", "iloveyou"]
        .iter()
        .any(|word| bare.replacen(word, "", 1).chars().count() < 8 && bare.contains(word));
    let mut letters: Vec<char> = lower.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    let named = name.chars().count() >= 3 && lower.contains(&name.to_lowercase());
    (guessable || named || letters.len() < 5).then(|| {
        Sentence::new(
            "Mật khẩu dễ đoán: không dùng tên đăng nhập, dãy phím liền hay vài ký tự lặp lại.",
            "This password is easy to guess: no login name, no run of keys, no few characters repeated.",
        )
    })
}

/// Whether a device used in one of these roles gives dossier numbers of its own.
pub fn gives_numbers(roles: &[Role]) -> bool {
    roles.iter().any(|role| match role {
        Role::Receptionist | Role::Specialist | Role::Head => true,
        Role::Citizen | Role::Leader | Role::Clerk | Role::Postal | Role::Volunteer | Role::Admin => false,
    })
}

#[cfg(test)]
mod tests;
