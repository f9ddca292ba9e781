use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::{Result, VaultError, hex};

/// The fewest characters of a passphrase (NIST SP 800-63B asks for 8 and for no rule of composition).
pub const PASSPHRASE_CHARACTERS: usize = 10;

/// # Errors
/// [`VaultError::WeakPassphrase`].
pub(crate) fn check_passphrase(passphrase: &str) -> Result<()> {
    match passphrase.chars().count() >= PASSPHRASE_CHARACTERS {
        true => Ok(()),
        false => Err(VaultError::WeakPassphrase),
    }
}

/// How a passphrase becomes a wrapping key: Argon2id and its cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Derivation {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    #[serde(with = "hex::array")]
    salt: [u8; 16],
}

// A key ring that was tampered with must not make the program take all memory or run for hours.
const MOST_MEMORY_KIB: u32 = 1 << 20;
const MOST_PASSES: u32 = 32;
const MOST_LANES: u32 = 16;

impl Derivation {
    /// The cost of today, 64 MiB and 3 passes (RFC 9106, second recommended option, with one lane), and a new salt.
    pub(crate) fn new() -> Result<Self> {
        let mut salt = [0; 16];
        getrandom::fill(&mut salt)?;
        Ok(Self { memory_kib: 64 * 1024, passes: 3, lanes: 1, salt })
    }

    /// # Errors
    /// [`VaultError::KeyringDamaged`] where the cost is not one that this program writes.
    pub(crate) fn derive(&self, secret: &str) -> Result<Zeroizing<[u8; 32]>> {
        if self.memory_kib > MOST_MEMORY_KIB || self.passes > MOST_PASSES || self.lanes > MOST_LANES {
            return Err(VaultError::KeyringDamaged);
        }
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(32))
            .map_err(|_| VaultError::KeyringDamaged)?;
        let mut key = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(secret.as_bytes(), &self.salt, key.as_mut_slice())
            .map_err(|_| VaultError::KeyringDamaged)?;
        Ok(key)
    }
}
