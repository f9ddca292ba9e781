use encounter::EncounterId;
use serde::Serialize;
use specta::Type;
use vault::{ClaimAnswer, ClaimRemark};

use crate::desk::Desk;
use crate::error::{DeskError, ErrorCode};
use crate::outcome::{Changes, Outcome};
use crate::session::event;

/// How many claims were marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AnsweredClaims {
    pub marked: u32,
}

impl Desk {
    /// Marks the latest claims of encounters as accepted or rejected, or takes the mark away, by hand: all or none.
    ///
    /// # Errors
    /// [`ErrorCode::ReasonMissing`] for a rejection without one; [`ErrorCode::NeverExported`] where an encounter was in no
    /// file.
    pub fn answer_claims(
        &self,
        encounters: &[EncounterId],
        answer: ClaimAnswer,
        reason: &str,
    ) -> Result<Outcome<AnsweredClaims>, DeskError> {
        let text = reason.trim().to_owned();
        if answer == ClaimAnswer::Rejected && text.is_empty() {
            return Err(ErrorCode::ReasonMissing.into());
        }
        self.at_desk(|open, at| {
            let by = open.session.login.clone();
            let remark = ClaimRemark {
                at,
                by: by.clone(),
                answer,
                text,
                element: String::new(),
                field: String::new(),
            };
            open.vault.transact(|tx| -> Result<_, DeskError> {
                for &id in encounters {
                    let latest = tx.claims_of(id)?.pop().ok_or(ErrorCode::NeverExported)?;
                    tx.answer_claim(latest.batch, id, &remark)?;
                    let mut event = event(&by, at, "answer_claim");
                    event.encounter = Some(id);
                    event.detail.insert("batch".to_owned(), latest.batch.to_string());
                    event.detail.insert("answer".to_owned(), name_of(answer).to_owned());
                    if !remark.text.is_empty() {
                        event.detail.insert("reason".to_owned(), remark.text.clone());
                    }
                    tx.append_audit(&event)?;
                }
                Ok(())
            })?;
            let marked = u32::try_from(encounters.len()).unwrap_or(u32::MAX);
            Ok(Outcome {
                value: AnsweredClaims { marked },
                changes: Changes { queue: true, encounter: None },
            })
        })
    }
}

/// As the audit trail names it.
pub(super) const fn name_of(answer: ClaimAnswer) -> &'static str {
    match answer {
        ClaimAnswer::None => "none",
        ClaimAnswer::Accepted => "accepted",
        ClaimAnswer::Rejected => "rejected",
    }
}
