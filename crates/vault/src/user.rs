use serde::{Deserialize, Serialize};
use specta::Type;

/// A person who may open this vault, as the unlock screen shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UserSummary {
    pub login: String,
    pub name: String,
}

/// A coder with the credential that their completions are signed with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct User {
    pub login: String,
    pub name: String,
    /// For example `CPC` or `CCS`.
    pub credential: String,
}

/// What a new user is made of.
#[derive(Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NewUser {
    pub login: String,
    pub name: String,
    pub credential: String,
    pub passphrase: String,
}

impl std::fmt::Debug for NewUser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewUser").field("login", &self.login).finish_non_exhaustive()
    }
}

impl Drop for NewUser {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.passphrase);
    }
}

/// What stands in a vault's folder, before anything is unlocked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Presence {
    Absent,
    Present { users: Vec<UserSummary>, wait_seconds: u32 },
}
