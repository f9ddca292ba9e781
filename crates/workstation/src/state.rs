use dictionary::{DictionaryInfo, Release};
use encounter::CodeSystem;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use specta::Type;
use vault::UserSummary;

use crate::preferences::Preferences;
use crate::session::Session;

/// Whose charts lie on the desk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Practice {
    #[default]
    Own,
    /// Synthetic encounters to learn on, in a vault of their own.
    Sample,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum VaultState {
    /// First run: there is none yet.
    Absent,
    Locked,
    Open,
}

/// All that the window needs before anything is opened.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DeskState {
    pub practice: Practice,
    pub vault: VaultState,
    /// Who can unlock it.
    pub users: Vec<UserSummary>,
    /// Seconds until the next passphrase is listened to.
    pub wait_seconds: u32,
    pub session: Option<Session>,
    pub preferences: Preferences,
    /// `None` where the dictionary is missing or unusable; `dictionary_error` says why.
    pub dictionary: Option<DictionaryInfo>,
    /// The code systems that the book answers for, embedded or imported.
    pub systems: Vec<CodeSystem>,
    /// The releases that the book is read from, embedded or imported.
    pub releases: Vec<Release>,
    /// How many imports this version cannot read, which must be made again.
    #[specta(type = u32)]
    pub unreadable_imports: usize,
    pub dictionary_error: Option<crate::DeskError>,
    pub today: Date,
    pub version: String,
    /// The folder where the vault lies.
    pub folder: String,
}
