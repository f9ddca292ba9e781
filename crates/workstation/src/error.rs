use std::collections::BTreeMap;

use dictionary::{DictionaryError, ImportError};
use encounter::{AmendmentError, MoveError};
use serde::{Deserialize, Serialize};
use specta::Type;
use thiserror::Error;
use vault::VaultError;

/// A failure as the window and the terminal see it: a stable code and what its wording fills in. Never patient data.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize, Type)]
#[error("{}", .code.id())]
#[serde(rename_all = "camelCase")]
pub struct DeskError {
    pub code: ErrorCode,
    pub args: BTreeMap<String, String>,
}

macro_rules! codes {
    ($($variant:ident = $id:literal,)*) => {
        /// Everything that can go wrong at the desk. The wording of each stands in the catalogue.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
        pub enum ErrorCode {
            $(#[serde(rename = $id)] $variant,)*
        }

        impl ErrorCode {
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)* }
            }
        }
    };
}

codes! {
    VaultInUse = "vault_in_use",
    VaultAbsent = "vault_absent",
    VaultExists = "vault_exists",
    WrongPassphrase = "wrong_passphrase",
    TooSoon = "too_soon",
    WrongRecoveryCode = "wrong_recovery_code",
    UnknownUser = "unknown_user",
    UserExists = "user_exists",
    LoginMissing = "login_missing",
    WeakPassphrase = "weak_passphrase",
    VaultDamaged = "vault_damaged",
    KeyringMissing = "keyring_missing",
    KeyringDamaged = "keyring_damaged",
    NewerVault = "newer_vault",
    DiskFull = "disk_full",
    ReadOnly = "read_only",
    Stale = "stale",
    LockedEncounter = "locked_encounter",
    NoSuchEncounter = "no_such_encounter",
    BackupDamaged = "backup_damaged",
    DeskLocked = "desk_locked",
    EmptyCode = "empty_code",
    NoSuchPart = "no_such_part",
    TooManyDiagnoses = "too_many_diagnoses",
    TooManyLines = "too_many_lines",
    TooManyProcedures = "too_many_procedures",
    NotAFacilityStay = "not_a_facility_stay",
    TooManyModifiers = "too_many_modifiers",
    TooManyPointers = "too_many_pointers",
    EvidenceNotInDocument = "evidence_not_in_document",
    ReasonMissing = "reason_missing",
    HoldIsLifted = "hold_is_lifted",
    MoveNotAllowed = "move_not_allowed",
    NotClean = "not_clean",
    NothingToUndo = "nothing_to_undo",
    NothingToRedo = "nothing_to_redo",
    NoteNotText = "note_not_text",
    NoteTooLarge = "note_too_large",
    NoteEmpty = "note_empty",
    NoteNoText = "note_no_text",
    NoteProtected = "note_protected",
    NoteDamaged = "note_damaged",
    FileUnreadable = "file_unreadable",
    NoSuchFile = "no_such_file",
    PageDamaged = "page_damaged",
    PageTimeOut = "page_time_out",
    NoteTextMissing = "note_text_missing",
    NoteTextTooLong = "note_text_too_long",
    NoSuchPickList = "no_such_pick_list",
    PickListUnnamed = "pick_list_unnamed",
    PickListFull = "pick_list_full",
    AlreadyInPickList = "already_in_pick_list",
    PickListFileUnreadable = "pick_list_file_unreadable",
    HouseRuleFileUnreadable = "house_rule_file_unreadable",
    SetUpFileUnreadable = "set_up_file_unreadable",
    SetUpIncomplete = "set_up_incomplete",
    FeeColumnsMissing = "fee_columns_missing",
    NothingToExport = "nothing_to_export",
    FileUnwritable = "file_unwritable",
    NoSuchBatch = "no_such_batch",
    BatchDiffers = "batch_differs",
    NeverExported = "never_exported",
    NothingAcknowledged = "nothing_acknowledged",
    DictionaryMissing = "dictionary_missing",
    DictionaryUnusable = "dictionary_unusable",
    SampleUnusable = "sample_unusable",
    Busy = "busy",
    Stopped = "stopped",
    ArchiveDamaged = "archive_damaged",
    NothingToImport = "nothing_to_import",
    CodeUnplaced = "code_unplaced",
    LicenceMissing = "licence_missing",
    PublicationsUnusable = "publications_unusable",
    NoSuchImport = "no_such_import",
    NoMessages = "no_messages",
    NotAWorklist = "not_a_worklist",
    WorklistTooLarge = "worklist_too_large",
    WorklistProtected = "worklist_protected",
    WorklistIncomplete = "worklist_incomplete",
    NoSuchArrival = "no_such_arrival",
    ArrivalTouched = "arrival_touched",
    NothingProposed = "nothing_proposed",
    Internal = "internal",
}

impl DeskError {
    pub(crate) fn new(code: ErrorCode) -> Self {
        Self { code, args: BTreeMap::new() }
    }

    pub(crate) fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.args.insert(name.to_owned(), value.to_string());
        self
    }
}

impl From<ErrorCode> for DeskError {
    fn from(code: ErrorCode) -> Self {
        Self::new(code)
    }
}

impl From<AmendmentError> for DeskError {
    fn from(error: AmendmentError) -> Self {
        match error {
            AmendmentError::Locked(status) => {
                Self::new(ErrorCode::LockedEncounter).with("status", status.id())
            }
            AmendmentError::EmptyCode => ErrorCode::EmptyCode.into(),
            AmendmentError::NoSuchPart => ErrorCode::NoSuchPart.into(),
            AmendmentError::TooManyDiagnoses(most) => {
                Self::new(ErrorCode::TooManyDiagnoses).with("most", most)
            }
            AmendmentError::TooManyLines(most) => Self::new(ErrorCode::TooManyLines).with("most", most),
            AmendmentError::TooManyProcedures(most) => {
                Self::new(ErrorCode::TooManyProcedures).with("most", most)
            }
            AmendmentError::NotAFacilityStay => ErrorCode::NotAFacilityStay.into(),
            AmendmentError::TooManyModifiers(most) => {
                Self::new(ErrorCode::TooManyModifiers).with("most", most)
            }
            AmendmentError::TooManyPointers(most) => Self::new(ErrorCode::TooManyPointers).with("most", most),
            AmendmentError::EvidenceNotInDocument => ErrorCode::EvidenceNotInDocument.into(),
            AmendmentError::ReasonMissing => ErrorCode::ReasonMissing.into(),
            AmendmentError::HoldIsLifted => ErrorCode::HoldIsLifted.into(),
        }
    }
}

impl From<MoveError> for DeskError {
    fn from(error: MoveError) -> Self {
        match error {
            MoveError::NotAllowed { from, to } => {
                Self::new(ErrorCode::MoveNotAllowed).with("from", from.id()).with("to", to.id())
            }
            MoveError::ReasonMissing => ErrorCode::ReasonMissing.into(),
            MoveError::NotClean(counts) => {
                Self::new(ErrorCode::NotClean).with("errors", counts.errors).with("warnings", counts.warnings)
            }
        }
    }
}

impl From<DictionaryError> for DeskError {
    fn from(error: DictionaryError) -> Self {
        match error {
            DictionaryError::Missing => ErrorCode::DictionaryMissing.into(),
            DictionaryError::NotADictionary
            | DictionaryError::Newer { .. }
            | DictionaryError::Older { .. }
            | DictionaryError::Damaged { .. }
            | DictionaryError::DiskFull
            | DictionaryError::Read(_) => ErrorCode::DictionaryUnusable.into(),
        }
    }
}

impl From<ImportError> for DeskError {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Unreadable(_) => ErrorCode::FileUnreadable.into(),
            ImportError::DamagedArchive => ErrorCode::ArchiveDamaged.into(),
            ImportError::Nothing => ErrorCode::NothingToImport.into(),
            ImportError::Unplaced { code } => Self::new(ErrorCode::CodeUnplaced).with("code", code),
            ImportError::LicenceMissing => ErrorCode::LicenceMissing.into(),
            ImportError::Stopped => ErrorCode::Stopped.into(),
            ImportError::Dictionary(error) => publications_error(error),
        }
    }
}

/// The same failures of the user's own file, which is theirs to put right.
pub(crate) fn publications_error(error: DictionaryError) -> DeskError {
    match error {
        DictionaryError::DiskFull => ErrorCode::DiskFull.into(),
        DictionaryError::Missing
        | DictionaryError::NotADictionary
        | DictionaryError::Newer { .. }
        | DictionaryError::Older { .. }
        | DictionaryError::Damaged { .. }
        | DictionaryError::Read(_) => ErrorCode::PublicationsUnusable.into(),
    }
}

impl From<VaultError> for DeskError {
    fn from(error: VaultError) -> Self {
        let wait = |code, seconds: u32| Self::new(code).with("waitSeconds", seconds);
        match error {
            VaultError::InUse => ErrorCode::VaultInUse.into(),
            VaultError::Absent => ErrorCode::VaultAbsent.into(),
            VaultError::AlreadyExists => ErrorCode::VaultExists.into(),
            VaultError::WrongPassphrase { wait_seconds } => wait(ErrorCode::WrongPassphrase, wait_seconds),
            VaultError::WrongRecoveryCode { wait_seconds } => {
                wait(ErrorCode::WrongRecoveryCode, wait_seconds)
            }
            VaultError::TooSoon { wait_seconds } => wait(ErrorCode::TooSoon, wait_seconds),
            VaultError::UnknownUser => ErrorCode::UnknownUser.into(),
            VaultError::UserExists => ErrorCode::UserExists.into(),
            VaultError::LoginMissing => ErrorCode::LoginMissing.into(),
            VaultError::WeakPassphrase => {
                Self::new(ErrorCode::WeakPassphrase).with("least", vault::PASSPHRASE_CHARACTERS)
            }
            VaultError::Damaged | VaultError::DatabaseMissing => ErrorCode::VaultDamaged.into(),
            VaultError::KeyringMissing => ErrorCode::KeyringMissing.into(),
            VaultError::KeyringDamaged => ErrorCode::KeyringDamaged.into(),
            VaultError::BackupDamaged => ErrorCode::BackupDamaged.into(),
            VaultError::NewerSchema { found, known } => {
                Self::new(ErrorCode::NewerVault).with("found", found).with("known", known)
            }
            VaultError::DiskFull => ErrorCode::DiskFull.into(),
            VaultError::ReadOnly => ErrorCode::ReadOnly.into(),
            VaultError::Stopped => ErrorCode::Stopped.into(),
            VaultError::Stale => ErrorCode::Stale.into(),
            VaultError::Locked => ErrorCode::LockedEncounter.into(),
            VaultError::NoSuchEncounter => ErrorCode::NoSuchEncounter.into(),
            VaultError::NoSuchFile => ErrorCode::NoSuchFile.into(),
            VaultError::Io(kind) => Self::new(ErrorCode::Internal).with("detail", kind),
            VaultError::Sql(code) => Self::new(ErrorCode::Internal).with("detail", format!("SQL {code}")),
        }
    }
}
