use std::cmp::Reverse;
use std::collections::BTreeMap;

use dictionary::{CodeChanges, Replacement};
use encounter::{CodeRef, CodeSystem, Encounter, EncounterId, Status};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;
use specta::Type;
use vault::PickListId;

use crate::desk::Desk;
use crate::error::DeskError;
use crate::pick_lists::codes_of;

/// A code of this desk that a release changes, at one place where it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChangeHere {
    pub place: ChangePlace,
    pub code: CodeRef,
    pub change: ChangeKind,
    /// The title before the change.
    pub title: Option<String>,
    /// What the release names in its place.
    pub replacements: Vec<Replacement>,
}

/// What becomes of a code that was billable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum ChangeKind {
    Deleted,
    /// Codes below it are billable instead.
    Split,
    Retitled {
        title: Option<String>,
    },
}

/// Where at the desk a code stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum ChangePlace {
    Favourite,
    PickList {
        list: PickListId,
        name: String,
    },
    /// Still worked on, and of a date on which the change is in force.
    Encounter {
        id: EncounterId,
        account: String,
        patient: String,
        /// The deciding date.
        on: Date,
        status: Status,
    },
    /// In encounters of the last year that this person completed.
    Used {
        encounters: u32,
    },
}

impl Desk {
    /// Every place of this desk with a code that may no longer be billed or is called otherwise.
    pub(super) fn changes_here(
        &self,
        system: CodeSystem,
        after: Date,
        changes: &CodeChanges,
    ) -> Result<Vec<ChangeHere>, DeskError> {
        let changed = Changed::of(changes);
        let today = self.clock.today();
        let year_ago = today.saturating_sub(1.year());
        self.at_desk(|open, _| {
            let login = open.session.login.as_str();
            let mut places: Vec<(CodeRef, ChangePlace)> = Vec::new();
            let favourites = open.preferences.favourites.iter().cloned();
            places.extend(favourites.map(|code| (code, ChangePlace::Favourite)));
            let mut used: BTreeMap<CodeRef, u32> = BTreeMap::new();
            let mut open_encounters = Vec::new();
            open.vault.read(|tx| -> Result<_, DeskError> {
                for list in tx.pick_lists()? {
                    let place = ChangePlace::PickList { list: list.id, name: list.name.clone() };
                    places.extend(codes_of(&list.entries).map(|code| (code, place.clone())));
                }
                tx.each_coded(year_ago, |id, encounter| {
                    let Some(on) = encounter.deciding_date() else { return };
                    let is_mine = encounter.first_coder == login || encounter.last_coder == login;
                    let is_affected = encounter.status.is_to_do() && on >= after;
                    let is_counted = is_mine && year_ago <= on && on <= today;
                    if !is_affected && !is_counted {
                        return;
                    }
                    let codes = encounter.codes().into_iter();
                    for code in codes.filter(|of| of.system == system && changed.has(&of.code)) {
                        if is_counted {
                            *used.entry(code.clone()).or_default() += 1;
                        }
                        if is_affected {
                            open_encounters.push((code, place(id, &encounter, on)));
                        }
                    }
                })?;
                Ok(())
            })?;
            places.extend(open_encounters);
            let mut used: Vec<(CodeRef, u32)> = used.into_iter().collect();
            used.sort_by_key(|(_, encounters)| Reverse(*encounters));
            places
                .extend(used.into_iter().map(|(code, encounters)| (code, ChangePlace::Used { encounters })));
            let of_system = places.into_iter().filter(|(code, _)| code.system == system);
            Ok(of_system.filter_map(|(code, place)| changed.at(code, place)).collect())
        })
    }
}

fn place(id: EncounterId, encounter: &Encounter, on: Date) -> ChangePlace {
    let patient = &encounter.header.patient;
    let names = [patient.last_name.as_str(), patient.first_name.as_str()];
    ChangePlace::Encounter {
        id,
        account: encounter.header.account.clone(),
        patient: names.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(", "),
        on,
        status: encounter.status,
    }
}

/// What becomes of each code that a person may have; those that are added nobody has yet.
struct Changed<'a>(BTreeMap<&'a str, (ChangeKind, Option<&'a str>, &'a [Replacement])>);

impl<'a> Changed<'a> {
    fn of(changes: &'a CodeChanges) -> Self {
        let mut changed = BTreeMap::new();
        for (kind, ended) in [(ChangeKind::Deleted, &changes.deleted), (ChangeKind::Split, &changes.split)] {
            for each in ended {
                let row = (kind.clone(), each.title.as_deref(), each.replacements.as_slice());
                changed.insert(each.code.as_str(), row);
            }
        }
        for each in &changes.retitled {
            let kind = ChangeKind::Retitled { title: each.after.clone() };
            changed.insert(each.code.as_str(), (kind, each.before.as_deref(), &[]));
        }
        Self(changed)
    }

    fn has(&self, code: &str) -> bool {
        self.0.contains_key(code)
    }

    fn at(&self, code: CodeRef, place: ChangePlace) -> Option<ChangeHere> {
        let (change, title, replacements) = self.0.get(code.code.as_str())?;
        Some(ChangeHere {
            place,
            change: change.clone(),
            title: title.map(str::to_owned),
            replacements: replacements.to_vec(),
            code,
        })
    }
}
