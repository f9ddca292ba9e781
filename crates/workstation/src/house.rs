//! What the practice has settled for itself: severities, rules of its own. It belongs to the vault and not to one
//! of its users; every change of it is audited.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use edits::{House, HouseRule, RuleFault};
use encounter::{EncounterId, Status};
use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};
use specta::Type;
use vault::Reading;

use crate::desk::Desk;
use crate::error::{DeskError, ErrorCode};
use crate::session::event;

const HOUSE: &str = "house";
/// The setting is nobody's: sign-in names are never empty.
const NOBODY: &str = "";
/// Of the JSON file.
const FORMAT: &str = "carrel-house-rules-1";
/// As many encounters as a person looks through to judge a rule.
const MOST_HITS: usize = 200;

/// What a rule would have said of the encounters that are there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RuleTrial {
    /// Encounters with codes, each tried.
    pub tried: u32,
    /// How many of them the rule speaks on.
    pub found: u32,
    /// The latest of those.
    pub hits: Vec<TrialHit>,
    pub fault: Option<RuleFault>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TrialHit {
    pub encounter: EncounterId,
    pub account: String,
    pub patient: String,
    /// The deciding date.
    pub on: Option<Date>,
    pub status: Status,
    pub codes: Vec<String>,
}

/// A file of house rules.
#[derive(Serialize, Deserialize)]
struct RulesFile {
    format: String,
    rules: Vec<HouseRule>,
}

/// A rule of a file and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HouseRuleLine {
    /// Switched off: it is tried here before it speaks.
    pub rule: HouseRule,
    pub verdict: HouseRuleVerdict,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum HouseRuleVerdict {
    New,
    /// The practice has a rule that says the same.
    Known,
    /// Something in it is missing; it cannot be switched on as it is.
    Incomplete,
}

/// What was kept; what another version wrote and this one cannot read leaves every rule as it is declared.
pub(crate) fn read_house(tx: &Reading<'_>) -> vault::Result<House> {
    let kept = tx.setting(NOBODY, HOUSE)?;
    Ok(kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

impl Desk {
    pub fn house(&self) -> Result<House, DeskError> {
        self.at_desk(|open, _| Ok(open.house.clone()))
    }

    /// Keeps what the practice settles, in bounds: no severity below what its rule allows, no incomplete rule switched on.
    /// A rule without a number gets one.
    pub fn set_house(&self, house: House) -> Result<House, DeskError> {
        self.at_desk(|open, now| {
            let house = House { payers: open.house.payers.clone(), ..within_bounds(house) };
            let text = serde_json::to_string(&house).map_err(|_| ErrorCode::Internal)?;
            let mut event = event(&open.session.login, now, "set_house");
            event.detail = difference(&open.house, &house)?;
            if !event.detail.is_empty() {
                open.vault.transact(|tx| {
                    tx.set_setting(NOBODY, HOUSE, &text)?;
                    tx.append_audit(&event)
                })?;
            }
            open.house = house.clone();
            Ok(house)
        })
    }

    /// Tries a rule on every encounter that has codes. Changes nothing.
    pub fn try_house_rule(&self, rule: &HouseRule) -> Result<RuleTrial, DeskError> {
        self.at_desk(|open, _| {
            let mut trial = RuleTrial { fault: rule.fault(), ..RuleTrial::default() };
            open.vault.read(|tx| {
                tx.each_coded(date(1900, 1, 1), |id, encounter| {
                    trial.tried += 1;
                    let codes: BTreeSet<String> =
                        rule.places(&encounter).into_iter().map(|(_, code)| code).collect();
                    if codes.is_empty() {
                        return;
                    }
                    trial.found += 1;
                    let patient = &encounter.header.patient;
                    trial.hits.push(TrialHit {
                        encounter: id,
                        account: encounter.header.account.clone(),
                        patient: format!("{}, {}", patient.last_name, patient.first_name),
                        on: encounter.deciding_date(),
                        status: encounter.status,
                        codes: codes.into_iter().collect(),
                    });
                })
            })?;
            trial.hits.sort_by_key(|hit| std::cmp::Reverse((hit.on, hit.encounter)));
            trial.hits.truncate(MOST_HITS);
            Ok(trial)
        })
    }

    /// Reads a file of house rules and says what would become of each. Changes nothing.
    ///
    /// # Errors
    /// [`ErrorCode::FileUnreadable`], [`ErrorCode::HouseRuleFileUnreadable`].
    pub fn preview_house_rules(&self, from: &Path) -> Result<Vec<HouseRuleLine>, DeskError> {
        let bytes = crate::note::read_file(from)?;
        let file: RulesFile = serde_json::from_slice(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes))
            .ok()
            .filter(|file: &RulesFile| file.format == FORMAT)
            .ok_or(ErrorCode::HouseRuleFileUnreadable)?;
        let known = self.house()?.rules;
        let mut lines: Vec<HouseRuleLine> = Vec::new();
        for rule in file.rules {
            let rule = HouseRule { number: 0, on: false, ..rule };
            let same = |other: &HouseRule| HouseRule { number: 0, on: false, ..other.clone() } == rule;
            let verdict = if rule.fault().is_some() {
                HouseRuleVerdict::Incomplete
            } else if known.iter().any(same) || lines.iter().any(|line| same(&line.rule)) {
                HouseRuleVerdict::Known
            } else {
                HouseRuleVerdict::New
            };
            lines.push(HouseRuleLine { rule, verdict });
        }
        Ok(lines)
    }

    /// Writes the practice's own rules to a JSON file. Nothing of a patient stands in them.
    pub fn export_house_rules(&self, to: &Path) -> Result<(), DeskError> {
        let rules = self.at_desk(|open, now| {
            let event = event(&open.session.login, now, "export_house_rules");
            open.vault.transact(|tx| tx.append_audit(&event))?;
            Ok(open.house.rules.clone())
        })?;
        let file = RulesFile { format: FORMAT.to_owned(), rules };
        let bytes = serde_json::to_vec_pretty(&file).map_err(|_| ErrorCode::Internal)?;
        Ok(vault::write_atomically(to, &bytes)?)
    }
}

fn within_bounds(mut house: House) -> House {
    house.severities.retain_mut(|change| {
        let Some(rule) = edits::rules().find(|rule| rule.id == change.rule) else { return false };
        change.severity = change.severity.min(rule.mildest);
        // For all payers the declared severity is no change; for one it may undo a change for all.
        !change.payer.trim().is_empty() || change.severity != rule.severity
    });
    let mut last = house.rules.iter().map(|rule| rule.number).max().unwrap_or(0);
    for rule in &mut house.rules {
        if rule.number == 0 {
            last += 1;
            rule.number = last;
        }
        rule.on &= rule.fault().is_none();
    }
    house
}

/// The parts that changed, as they are now.
fn difference(before: &House, after: &House) -> Result<BTreeMap<String, String>, DeskError> {
    let mut detail = BTreeMap::new();
    let mut note = |name: &str, changed: bool, text: serde_json::Result<String>| {
        if changed {
            detail.insert(name.to_owned(), text.map_err(|_| ErrorCode::Internal)?);
        }
        Ok::<_, DeskError>(())
    };
    note("severities", before.severities != after.severities, serde_json::to_string(&after.severities))?;
    note("rules", before.rules != after.rules, serde_json::to_string(&after.rules))?;
    Ok(detail)
}
