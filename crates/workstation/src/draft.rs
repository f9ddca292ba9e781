use encounter::{Document, Header};
use serde::{Deserialize, Serialize};
use specta::Type;
use vault::Transaction;

use crate::desk::Desk;
use crate::error::{DeskError, ErrorCode};

/// An encounter that is being entered and is not in the queue yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EncounterDraft {
    pub header: Header,
    /// The note as far as it is there; its id does not matter.
    pub document: Document,
    /// What came as files that are more than their text, which lie in the vault already.
    #[serde(default)]
    pub files: Vec<Document>,
}

const DRAFT: &str = "draft";

impl Desk {
    /// Keeps what is being entered, one draft a user, in the vault like everything else, so that neither a desk that locks
    /// itself nor a crash takes it. `None` drops it.
    pub fn keep_draft(&self, draft: Option<&EncounterDraft>) -> Result<(), DeskError> {
        let text = serde_json::to_string(&draft).map_err(|_| ErrorCode::Internal)?;
        self.at_desk(|open, _| {
            Ok(open.vault.transact(|tx| tx.set_setting(&open.session.login, DRAFT, &text))?)
        })
    }

    /// What was being entered when the desk was last left. A draft of a version that wrote it otherwise is none.
    pub fn draft(&self) -> Result<Option<EncounterDraft>, DeskError> {
        self.at_desk(|open, _| {
            let text = open.vault.read(|tx| tx.setting(&open.session.login, DRAFT))?;
            Ok(text.and_then(|text| serde_json::from_str(&text).ok()).flatten())
        })
    }
}

/// The encounter is in the queue, in the same transaction.
pub(crate) fn drop_draft(tx: &Transaction<'_>, login: &str) -> Result<(), DeskError> {
    Ok(tx.set_setting(login, DRAFT, "null")?)
}
