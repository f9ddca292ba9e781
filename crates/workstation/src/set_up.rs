//! The practice's set-up for claims: who bills, sends and is paid, providers, facilities, payers, fees. It belongs to the
//! vault and not to one of its users; every change of it is audited. A payer's terms, which the edits ask for, are of it.

use std::collections::BTreeMap;
use std::path::Path;

use claims::{Payer, Practice, Problem};
use edits::{House, PayerKind, PayerTerms};
use serde::Serialize;
use serde_json::Value;
use specta::Type;
use vault::Reading;

use crate::desk::Desk;
use crate::error::{DeskError, ErrorCode};
use crate::session::event;

const SET_UP: &str = "practice";
/// The setting is nobody's: sign-in names are never empty.
const NOBODY: &str = "";

/// The set-up, and what of it would keep claims from being built.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SetUp {
    pub practice: Practice,
    pub problems: Vec<Problem>,
}

impl From<Practice> for SetUp {
    fn from(practice: Practice) -> Self {
        Self { problems: practice.problems(), practice }
    }
}

/// What was kept; an empty one where nothing was.
///
/// # Errors
/// [`ErrorCode::VaultDamaged`] where it cannot be read: it is not thrown away by the next change.
pub(crate) fn read_set_up(tx: &Reading<'_>) -> Result<Practice, DeskError> {
    let kept = tx.setting(NOBODY, SET_UP)?;
    let practice = kept.map(|text| serde_json::from_str(&text)).transpose();
    practice.map(Option::unwrap_or_default).map_err(|_| ErrorCode::VaultDamaged.into())
}

/// What the edits ask of the payers.
pub(crate) fn terms(practice: &Practice) -> Vec<PayerTerms> {
    let terms = |payer: &Payer| PayerTerms {
        name: payer.name.clone(),
        kind: PayerKind::of(&payer.filing_indicator, &payer.name),
        filing_days: payer.filing_days,
    };
    practice.payers.iter().map(terms).collect()
}

impl Desk {
    pub fn set_up(&self) -> Result<SetUp, DeskError> {
        self.at_desk(|open, _| Ok(open.set_up.clone().into()))
    }

    /// What would be wrong with a set-up. Changes nothing.
    pub fn check_set_up(&self, practice: &Practice) -> Vec<Problem> {
        practice.problems()
    }

    /// Keeps the set-up as it is given, complete or not: what is missing is said and not refused.
    pub fn keep_set_up(&self, practice: Practice) -> Result<SetUp, DeskError> {
        self.at_desk(|open, now| {
            let mut event = event(&open.session.login, now, "keep_set_up");
            event.detail = difference(&open.set_up, &practice)?;
            if !event.detail.is_empty() {
                let text = serde_json::to_string(&practice).map_err(|_| ErrorCode::Internal)?;
                open.vault.transact(|tx| {
                    tx.set_setting(NOBODY, SET_UP, &text)?;
                    tx.append_audit(&event)
                })?;
                open.house = House { payers: terms(&practice), ..std::mem::take(&mut open.house) };
                open.set_up = practice.clone();
            }
            Ok(practice.into())
        })
    }

    /// Reads a file of `carrel schema practice` and says what would be wrong with it. Changes nothing.
    ///
    /// # Errors
    /// [`ErrorCode::FileUnreadable`], [`ErrorCode::SetUpFileUnreadable`] with its `line` and `column`.
    pub fn read_set_up_file(&self, from: &Path) -> Result<SetUp, DeskError> {
        let bytes = crate::note::read_file(from)?;
        let practice: Practice = serde_json::from_slice(
            bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes),
        )
        .map_err(|error| {
            let unreadable = DeskError::new(ErrorCode::SetUpFileUnreadable);
            unreadable.with("line", error.line()).with("column", error.column())
        })?;
        Ok(practice.into())
    }

    /// Writes the set-up as such a file. Nothing of a patient stands in it.
    pub fn export_set_up(&self, to: &Path) -> Result<(), DeskError> {
        let practice = self.at_desk(|open, now| {
            let event = event(&open.session.login, now, "export_set_up");
            open.vault.transact(|tx| tx.append_audit(&event))?;
            Ok(open.set_up.clone())
        })?;
        let bytes = serde_json::to_vec_pretty(&practice).map_err(|_| ErrorCode::Internal)?;
        Ok(vault::write_atomically(to, &bytes)?)
    }
}

/// What changed, by its name: a part as it is now, of a list what is there no longer and what is there now.
fn difference(before: &Practice, after: &Practice) -> Result<BTreeMap<String, String>, DeskError> {
    let parts = |practice: &Practice| match serde_json::to_value(practice) {
        Ok(Value::Object(parts)) => Ok(parts),
        _ => Err(DeskError::from(ErrorCode::Internal)),
    };
    let before = parts(before)?;
    let mut detail = BTreeMap::new();
    for (name, now) in parts(after)? {
        let was = before.get(&name).cloned().unwrap_or_default();
        if was == now {
            continue;
        }
        let (was, now) = match (was, now) {
            (Value::Array(was), Value::Array(now)) => {
                let gone = was.iter().filter(|entry| !now.contains(entry)).cloned().collect();
                let come = now.into_iter().filter(|entry| !was.contains(entry)).collect();
                (Value::Array(gone), Value::Array(come))
            }
            other => other,
        };
        detail.insert(format!("{name} before"), was.to_string());
        detail.insert(name, now.to_string());
    }
    Ok(detail)
}
