//! Keys out of secrets: HKDF for what is random, Argon2id for what a person remembers.
//!
//! Not here: the sums that the browser does itself (`web`), what the keys open (`keys`).
//! Invariant: one secret gives different keys for different uses, by the words that go in beside it.

use argon2::{Algorithm, Argon2, Params, Version};
use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use super::{Broken, Raw};

/// What one guess at the password costs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Cost {
    pub memory_kib: u32,
    pub passes: u32,
}

impl Cost {
    pub const USUAL: Cost = Cost { memory_kib: 64 * 1_024, passes: 3 };
    /// Where the device has little memory.
    pub const SMALL: Cost = Cost { memory_kib: 19 * 1_024, passes: 2 };
    /// Kept values beyond it are not ours.
    const MAX: Cost = Cost { memory_kib: 256 * 1_024, passes: 16 };

    /// What a device with so many GiB of memory can bear.
    pub fn bearable(gib: Option<f64>) -> Cost {
        if gib.is_some_and(|gib| gib <= 2.0) { Cost::SMALL } else { Cost::USUAL }
    }
}

/// What only whoever knows the password can compute.
pub fn of_password(password: &str, salt: &[u8], cost: Cost) -> Result<Raw, Broken> {
    if cost.memory_kib > Cost::MAX.memory_kib || cost.passes > Cost::MAX.passes {
        return Err(Broken::Shut);
    }
    let params = Params::new(cost.memory_kib, cost.passes, 1, Some(32)).map_err(|_| Broken::Shut)?;
    let mut raw = Raw::default();
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon.hash_password_into(password.as_bytes(), salt, &mut raw.0).map_err(|_| Broken::Shut)?;
    Ok(raw)
}

/// A key for one use out of random secrets.
pub fn of_secret(secret: &[u8], what_for: &str) -> Raw {
    let mut raw = Raw::default();
    // Fails only for more than 255 hashes' worth of key.
    let _ = Hkdf::<Sha256>::new(None, secret).expand(what_for.as_bytes(), &mut raw.0);
    raw
}
