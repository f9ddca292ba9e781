//! Numbers that become one, by a message, and two again, by a message or by the coder's word.

use std::collections::BTreeMap;

use encounter::{Encounter, EncounterId, FindingCounts, Stamp};
use intake::{Draft, Merge, MergeSubject};
use vault::{AuditEvent, MergedNumber, MessageId, NumberKind, NumberMerge, SentNumber, Transaction};

use super::identity::number;
use super::receive::{Message, Receiver};
use super::report::{ArrivalRow, ArrivalVerdict, FieldChange, FieldFate};
use crate::chart::{Chart, Deed};
use crate::desk::Desk;
use crate::error::{DeskError, ErrorCode};
use crate::outcome::Outcome;
use crate::rulebook::Rulebook;

const RECORD_NUMBER: &str = "/header/patient/recordNumber";
const ACCOUNT: &str = "/header/account";

impl Receiver<'_> {
    /// Does what the merges of a draft say to the encounters that are still open.
    pub(super) fn merge(
        &mut self,
        message: &Message,
        draft: &Draft,
        mut row: ArrivalRow,
    ) -> Result<ArrivalRow, DeskError> {
        for merge in &draft.merges {
            match merge.parted {
                true => self.part(message, merge, &mut row)?,
                false => self.unite(message, merge, &mut row)?,
            }
        }
        Ok(row)
    }

    /// Encounters of the retired number carry the one that stays.
    fn unite(&mut self, message: &Message, merge: &Merge, row: &mut ArrivalRow) -> Result<(), DeskError> {
        let Some(surviving) = merge.surviving.first() else { return Ok(()) };
        let mut moved = Vec::new();
        for retired in &merge.retired {
            let retired = number(retired);
            moved.extend(match merge.subject {
                MergeSubject::Patient => self.tx.of_record_number(&retired)?,
                MergeSubject::Account => self.numbered(NumberKind::Account, &retired)?,
                MergeSubject::Visit => self.numbered(NumberKind::Visit, &retired)?,
            });
        }
        let (field, kind) = match merge.subject {
            MergeSubject::Patient => (RECORD_NUMBER, NumberKind::Record),
            MergeSubject::Account => (ACCOUNT, NumberKind::Account),
            MergeSubject::Visit => (ACCOUNT, NumberKind::Visit),
        };
        for id in moved {
            let Some(stored) = self.tx.encounter(id)? else { continue };
            let mut after = stored.encounter.clone();
            let now = carried(&mut after, field);
            let is_locked = stored.encounter.status.is_locked();
            row.fields.push(FieldChange {
                field: field.to_owned(),
                place: surviving.origin.clone(),
                before: now.clone(),
                after: surviving.number.clone(),
                fate: if is_locked { FieldFate::Locked } else { FieldFate::Set },
            });
            self.tx.keep_merge(&NumberMerge {
                message: message.id,
                encounter: id,
                kind,
                retired: now,
                surviving: &surviving.number,
            })?;
            if !is_locked {
                now.clone_from(&surviving.number);
                let before = (id, stored.revision, stored.encounter);
                self.save(Some(&before), &mut after, false)?;
                let said = serde_json::Value::from(surviving.number.as_str()).to_string();
                self.tx.keep_field_origin(id, field, message.id, &surviving.origin.0, &said)?;
            }
            // The number that stays finds the visit from now on, whether or not it may be written on it.
            self.tx.keep_number(id, kind, &number(surviving), message.id)?;
            row.encounters.push(id);
            row.verdict = ArrivalVerdict::Updated;
        }
        Ok(())
    }

    /// What merges of these two record numbers made one is two again.
    fn part(&mut self, message: &Message, merge: &Merge, row: &mut ArrivalRow) -> Result<(), DeskError> {
        let mut merges: Vec<MergedNumber> = Vec::new();
        for one in &merge.surviving {
            for other in &merge.retired {
                merges.extend(self.tx.merges_between(&one.number, &other.number)?);
            }
        }
        let place = merge.surviving.first().map(|number| number.origin.clone()).unwrap_or_default();
        for merged in &merges {
            let parted = parted(self.tx, merged)?;
            let fate = if parted.is_some() { FieldFate::Set } else { FieldFate::Locked };
            row.fields.push(FieldChange {
                field: field_of(merged).to_owned(),
                place: place.clone(),
                before: merged.surviving.clone(),
                after: merged.retired.clone(),
                fate,
            });
            if let Some((before, mut after)) = parted {
                self.save(Some(&before), &mut after, false)?;
            }
            row.encounters.push(merged.encounter);
            row.verdict = ArrivalVerdict::Updated;
        }
        for merged in &merges {
            self.tx.part(merged.message, Some(message.id), &self.stamp)?;
        }
        Ok(())
    }

    fn numbered(&self, kind: NumberKind, retired: &SentNumber<'_>) -> Result<Vec<EncounterId>, DeskError> {
        Ok(self.tx.numbered(kind, retired)?.into_iter().map(|(id, _)| id).collect())
    }
}

impl Desk {
    /// The numbers of an encounter that messages made others, the last first.
    pub fn merges_of(&self, id: EncounterId) -> Result<Vec<MergedNumber>, DeskError> {
        self.at_desk(|open, _| Ok(open.vault.read(|tx| tx.merges_of(id))?))
    }

    /// Makes two of what a message made one: every encounter that it changed, is open and still carries the number that
    /// stayed carries its own again.
    ///
    /// # Errors
    /// [`ErrorCode::NoSuchPart`] where the message merged nothing of this encounter, or it was parted before; those of an
    /// amendment.
    pub fn part_merge(
        &self,
        id: EncounterId,
        revision: u32,
        message: MessageId,
    ) -> Result<Outcome<Chart>, DeskError> {
        let detail = BTreeMap::from([("message".to_owned(), message.0.to_string())]);
        let deed = Deed { action: "part_merge", detail: detail.clone(), undoable: false };
        let mut others = Vec::new();
        let outcome = self.change(id, revision, deed, |encounter, desk| {
            let merges = desk.tx.merges_by(message)?;
            if merges.iter().all(|merged| merged.encounter != id) {
                return Err(ErrorCode::NoSuchPart.into());
            }
            for merged in &merges {
                if merged.encounter == id {
                    give_back(encounter, merged);
                } else if let Some((before, after)) = parted(desk.tx, merged)? {
                    keep_parted(desk.tx, &desk.rulebook, desk.stamp, &detail, before, &after)?;
                    others.push(merged.encounter);
                }
                // What could be undone before carried the other number.
                desk.tx.clear_steps(merged.encounter)?;
            }
            Ok(desk.tx.part(message, None, desk.stamp)?)
        })?;
        // They are found by their own number again.
        self.at_desk(|open, _| {
            for other in others {
                let text = open.vault.read(|tx| tx.find_text(other))?;
                open.finder.put(other, text);
            }
            Ok(())
        })?;
        Ok(outcome)
    }
}

type Stored = (EncounterId, u32, Encounter);

/// An encounter with its own number again beside what it is now; `None` where it is locked or has another by now.
fn parted(tx: &Transaction<'_>, merged: &MergedNumber) -> Result<Option<(Stored, Encounter)>, DeskError> {
    let Some(stored) = tx.encounter(merged.encounter)? else { return Ok(None) };
    let mut after = stored.encounter.clone();
    let is_given_back = give_back(&mut after, merged);
    Ok(is_given_back.then_some(((stored.id, stored.revision, stored.encounter), after)))
}

/// Whether the encounter has its own number again: not where it is locked, or has another than the one that stayed by now.
fn give_back(encounter: &mut Encounter, merged: &MergedNumber) -> bool {
    let is_locked = encounter.status.is_locked();
    let now = carried(encounter, field_of(merged));
    let gives = !is_locked && *now == merged.surviving;
    if gives {
        now.clone_from(&merged.retired);
    }
    gives
}

fn keep_parted(
    tx: &Transaction<'_>,
    rulebook: &Rulebook<'_>,
    stamp: &Stamp,
    detail: &BTreeMap<String, String>,
    (id, revision, _): Stored,
    after: &Encounter,
) -> Result<(), DeskError> {
    let counts = FindingCounts::of(&rulebook.findings(tx, Some(id), after)?);
    tx.save_encounter(id, revision, after, counts)?;
    Ok(tx.append_audit(&AuditEvent {
        at: stamp.at,
        by: stamp.by.clone(),
        encounter: Some(id),
        action: "part_merge".to_owned(),
        detail: detail.clone(),
    })?)
}

const fn field_of(merged: &MergedNumber) -> &'static str {
    if merged.of_record { RECORD_NUMBER } else { ACCOUNT }
}

fn carried<'a>(encounter: &'a mut Encounter, field: &str) -> &'a mut String {
    match field {
        RECORD_NUMBER => &mut encounter.header.patient.record_number,
        _ => &mut encounter.header.account,
    }
}
