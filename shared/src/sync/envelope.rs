//! A sealed act: anybody may carry it, only its author can have written it, only the server can read it.
//!
//! On a shared tablet the queue of whoever was here before waits as envelopes, and goes up under any session of the
//! same device, out of a file, or as the last thing that a revoked device hands in.
//!
//! HPKE (RFC 9180), base mode: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. The signature is ECDSA on
//! P-256 with SHA-256, over the act's link in its writer's chain.
//!
//! Not here: the sums themselves, which the browser and the server each have from elsewhere.
//! Invariant: the frame is frozen; a server opens every envelope that was ever sealed to one of its keys.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::wire::{Body, Hash};
use crate::id::Writer;
use crate::session::DeviceKey;

/// What both sides put into the key schedule: no other use of the same key opens an envelope.
pub const INFO: &[u8] = b"mc-seal-v1";
/// Before what is signed: no other signature of the same key passes for an act's.
const SIGNED: &[u8] = b"mc-sign-v1";

/// One sealed act. Only its place in its writer's queue can be seen.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// The server's key that it is sealed to.
    pub kid: u32,
    pub writer: Writer,
    pub n: u64,
    /// Base64 of 65 bytes: the sender's point, uncompressed, made for this envelope alone.
    pub enc: String,
    /// Base64: what is inside, encrypted, and its tag.
    pub ct: String,
}

impl fmt::Debug for Envelope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Envelope({}.{}#{})", self.writer.device, self.writer.officer, self.n)
    }
}

/// The plain text of an envelope, as JSON.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inside {
    /// Hash of the writer's act before this one.
    pub prev: Hash,
    pub body: Body,
    /// Base64 of 64 bytes, r and s.
    pub sig: String,
}

impl fmt::Debug for Inside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Inside(***)")
    }
}

/// What the encryption vouches for beside the content: an envelope under another number does not open.
pub fn aad(writer: Writer, n: u64) -> Vec<u8> {
    format!("{}.{}#{n}", writer.device, writer.officer).into_bytes()
}

/// What the author signs: `body.hash(&prev)`, which holds the act and all acts of the writer before it.
pub fn signed_bytes(hash: &Hash) -> Vec<u8> {
    [SIGNED, hash.0.as_bytes()].concat()
}

/// `POST /api/carry`: at most `limits::PUSH_ACTS_MAX` envelopes of any officers of the session's own device, and of the
/// devices that its browser was before.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Carry {
    pub proto: u32,
    /// What the browser was before, each with its proof; at most `session::EARLIER_DEVICES_MAX`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<DeviceKey>,
    pub envelopes: Vec<Envelope>,
}

/// What became of an envelope. Never the verdict: it is for the author's eyes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Taken {
    /// Now, or before.
    Judged,
    /// The server expects an earlier number of this writer: keep it.
    Waits { expect: u64 },
    /// The server keeps it for a person: it could not be opened, or is not surely its author's.
    Aside { ticket: u64 },
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CarriedOne {
    pub writer: Writer,
    pub n: u64,
    pub taken: Taken,
}

/// The answer to `Carry`, in its order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Carried {
    pub results: Vec<CarriedOne>,
}

/// `POST /api/rescue`: the queue of a revoked device, with the token that a refused request brought back.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rescue {
    /// 64 hexadecimal digits, good once.
    pub token: String,
    /// What the browser was before, each with its proof, where acts still lie under those numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<DeviceKey>,
    pub envelopes: Vec<Envelope>,
    /// Others follow with the same token; the browser is told to forget everything only after the last of them.
    #[serde(default)]
    pub more: bool,
}

impl fmt::Debug for Rescue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rescue(***, {})", self.envelopes.len())
    }
}

/// How many envelopes the server keeps for a person; the device may now forget everything.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Rescued {
    pub taken: u64,
}
