use std::fmt;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::passphrase::Derivation;
use crate::{Result, VaultError, hex};

/// The random 256-bit key of a database. Lives in memory while the vault is open, on disk only wrapped.
#[derive(Clone)]
pub(crate) struct DatabaseKey(Zeroizing<[u8; 32]>);

impl DatabaseKey {
    pub(crate) fn random() -> Result<Self> {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut_slice())?;
        Ok(Self(bytes))
    }

    /// The statement that gives the key to SQLCipher, raw: the database needs no derivation of its own.
    pub(crate) fn pragma(&self) -> Zeroizing<String> {
        let digits = Zeroizing::new(hex::encode(self.0.as_slice()));
        Zeroizing::new(format!("PRAGMA key = \"x'{}'\"", digits.as_str()))
    }
}

impl fmt::Debug for DatabaseKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DatabaseKey(..)")
    }
}

/// A database key, wrapped by a secret that a person keeps. `owner` is authenticated with it, so that a slot cannot
/// be passed to another user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct WrappedKey {
    derivation: Derivation,
    #[serde(with = "hex::array")]
    nonce: [u8; 24],
    /// 32 bytes of key and 16 of authentication tag.
    #[serde(with = "hex::array")]
    wrapped: [u8; 48],
}

impl WrappedKey {
    pub(crate) fn wrap(key: &DatabaseKey, secret: &str, owner: &str) -> Result<Self> {
        let derivation = Derivation::new()?;
        let mut nonce = [0; 24];
        getrandom::fill(&mut nonce)?;
        let payload = Payload { msg: key.0.as_slice(), aad: owner.as_bytes() };
        let wrapped = cipher(&derivation, secret)?
            .encrypt(&XNonce::from(nonce), payload)
            .ok()
            .and_then(|wrapped| wrapped.try_into().ok())
            .ok_or(VaultError::KeyringDamaged)?;
        Ok(Self { derivation, nonce, wrapped })
    }

    /// `None` where the secret is wrong or the slot was altered: the two cannot be told apart.
    pub(crate) fn unwrap(&self, secret: &str, owner: &str) -> Result<Option<DatabaseKey>> {
        let payload = Payload { msg: self.wrapped.as_slice(), aad: owner.as_bytes() };
        let opened = cipher(&self.derivation, secret)?.decrypt(&XNonce::from(self.nonce), payload);
        let Ok(bytes) = opened.map(Zeroizing::new) else { return Ok(None) };
        let mut key = Zeroizing::new([0; 32]);
        if bytes.len() != key.len() {
            return Ok(None);
        }
        key.copy_from_slice(&bytes);
        Ok(Some(DatabaseKey(key)))
    }
}

fn cipher(derivation: &Derivation, secret: &str) -> Result<XChaCha20Poly1305> {
    let key = derivation.derive(secret)?;
    XChaCha20Poly1305::new_from_slice(key.as_slice()).map_err(|_| VaultError::KeyringDamaged)
}
