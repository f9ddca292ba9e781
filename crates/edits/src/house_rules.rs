//! The practice's own rules: where codes of a pattern meet a condition, their text is said.

use dictionary::CodeReference;
use encounter::{Encounter, Finding, Place, Severity};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::house::{House, payer};
use crate::rule::rules;

rules! {
    HOUSE_RULE = Info "house.rule" ["name", "text", "code"], "a rule of this practice";
}

/// A rule that a practice made for itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct HouseRule {
    /// Counted within the practice; part of the finding's rule, `house.3`.
    pub number: u32,
    pub name: String,
    /// Only encounters of this primary payer; empty for all.
    pub payer: String,
    /// What the pattern is compared with.
    pub subject: Subject,
    /// As the Tabular List writes codes: `E11.-, I10, Z00-Z13`; of lines also `99213-99215`, and beginnings with a dash
    /// (`992-`).
    pub codes: String,
    pub condition: Condition,
    pub severity: RuleSeverity,
    pub text: String,
    pub on: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    #[default]
    Diagnosis,
    Line,
}

/// [`Severity`] with a default: what is not chosen informs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(transparent)]
pub struct RuleSeverity(pub Severity);

impl Default for RuleSeverity {
    fn default() -> Self {
        Self(Severity::Info)
    }
}

/// What must be so beside a code of the pattern.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Condition {
    /// That it is there.
    #[default]
    Always,
    /// That it comes first.
    First,
    /// A diagnosis of these codes stands on the encounter too.
    WithDiagnosis {
        codes: String,
    },
    WithoutDiagnosis {
        codes: String,
    },
    /// A line of these codes stands on the encounter too.
    WithLine {
        codes: String,
    },
    WithoutLine {
        codes: String,
    },
    /// Of lines: one of these modifiers, separated by commas.
    WithModifier {
        modifiers: String,
    },
    WithoutModifier {
        modifiers: String,
    },
    /// Of lines: more units than these.
    UnitsOver {
        units: u32,
    },
    /// Full years on the first day of service.
    AgeUnder {
        years: u16,
    },
    AgeFrom {
        years: u16,
    },
    /// One of these places of service, separated by commas.
    AtPlace {
        places: String,
    },
}

/// What is wrong with a rule that cannot be evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum RuleFault {
    NoName,
    NoText,
    /// The pattern, or that of the condition, names no code.
    NoCodes,
    /// A condition of lines on a rule of diagnoses.
    NotOfDiagnoses,
}

/// Codes of a pattern. Those of ICD-10-CM as notes write them; others compared as text.
struct Pattern {
    diagnoses: Vec<CodeReference>,
    lines: Vec<(String, String)>,
}

impl Pattern {
    fn read(text: &str) -> Self {
        let bare = |text: &str| text.trim().replace('.', "").to_uppercase();
        let parts = text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty());
        let line = |part: &str| match part.split_once('-') {
            Some((from, to)) if !to.trim().is_empty() => (bare(from), bare(to)),
            Some((from, _)) => (bare(from), bare(from)),
            None => (bare(part), bare(part)),
        };
        Self { diagnoses: CodeReference::all_of(&text.to_uppercase()), lines: parts.map(line).collect() }
    }

    fn names_diagnosis(&self, bare: &str) -> bool {
        crate::tables::names(&self.diagnoses, bare)
    }

    fn names_line(&self, code: &str) -> bool {
        let head = |length: usize| code.get(..length).unwrap_or(code);
        self.lines.iter().any(|(from, to)| head(from.len()) >= from.as_str() && head(to.len()) <= to.as_str())
    }
}

fn listed(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';', ' ']).map(str::trim).filter(|part| !part.is_empty())
}

impl HouseRule {
    /// What keeps the rule from being switched on; `None` where nothing does.
    pub fn fault(&self) -> Option<RuleFault> {
        let of_lines = matches!(
            self.condition,
            Condition::WithModifier { .. } | Condition::WithoutModifier { .. } | Condition::UnitsOver { .. }
        );
        let names = |text: &str, subject| match subject {
            Subject::Diagnosis => !Pattern::read(text).diagnoses.is_empty(),
            Subject::Line => !Pattern::read(text).lines.is_empty(),
        };
        let condition = match &self.condition {
            Condition::WithDiagnosis { codes } | Condition::WithoutDiagnosis { codes } => {
                names(codes, Subject::Diagnosis)
            }
            Condition::WithLine { codes } | Condition::WithoutLine { codes } => names(codes, Subject::Line),
            Condition::WithModifier { modifiers } | Condition::WithoutModifier { modifiers } => {
                listed(modifiers).next().is_some()
            }
            Condition::AtPlace { places } => listed(places).next().is_some(),
            _ => true,
        };
        if self.name.trim().is_empty() {
            Some(RuleFault::NoName)
        } else if self.text.trim().is_empty() {
            Some(RuleFault::NoText)
        } else if !names(&self.codes, self.subject) || !condition {
            Some(RuleFault::NoCodes)
        } else if of_lines && self.subject == Subject::Diagnosis {
            Some(RuleFault::NotOfDiagnoses)
        } else {
            None
        }
    }

    /// Where on an encounter the rule speaks, with the code that it speaks of. Whether it is switched on is not asked.
    pub fn places(&self, encounter: &Encounter) -> Vec<(Place, String)> {
        let header = &encounter.header;
        let other_payer =
            !self.payer.trim().is_empty() && !self.payer.trim().eq_ignore_ascii_case(payer(header));
        if other_payer || self.fault().is_some() {
            return Vec::new();
        }
        let pattern = Pattern::read(&self.codes);
        let mut places = Vec::new();
        match self.subject {
            Subject::Diagnosis => {
                for (index, diagnosis) in (0_u32..).zip(&encounter.diagnoses) {
                    let named = pattern.names_diagnosis(&diagnosis.code.undotted());
                    if named && self.holds(encounter, index, None) {
                        let place = Place::Diagnosis { diagnosis: diagnosis.id, index };
                        places.push((place, diagnosis.code.as_str().to_owned()));
                    }
                }
            }
            Subject::Line => {
                for (index, line) in (0_u32..).zip(&encounter.lines) {
                    let named = pattern.names_line(line.code.as_str());
                    if named && self.holds(encounter, index, Some(line)) {
                        places.push((Place::Line { line: line.id, index }, line.code.as_str().to_owned()));
                    }
                }
            }
        }
        places
    }

    fn holds(&self, encounter: &Encounter, index: u32, line: Option<&encounter::ServiceLine>) -> bool {
        let header = &encounter.header;
        let diagnosis = |codes: &str| {
            let pattern = Pattern::read(codes);
            encounter.diagnoses.iter().any(|diagnosis| pattern.names_diagnosis(&diagnosis.code.undotted()))
        };
        let other_line = |codes: &str| {
            let pattern = Pattern::read(codes);
            encounter.lines.iter().any(|line| pattern.names_line(line.code.as_str()))
        };
        let modifier = |modifiers: &str| {
            line.is_some_and(|line| {
                listed(modifiers).any(|asked| {
                    line.modifiers.iter().any(|modifier| modifier.as_str().eq_ignore_ascii_case(asked))
                })
            })
        };
        let age = header.service_from.and_then(|on| header.patient.age_in_years(on));
        match &self.condition {
            Condition::Always => true,
            Condition::First => index == 0,
            Condition::WithDiagnosis { codes } => diagnosis(codes),
            Condition::WithoutDiagnosis { codes } => !diagnosis(codes),
            Condition::WithLine { codes } => other_line(codes),
            Condition::WithoutLine { codes } => !other_line(codes),
            Condition::WithModifier { modifiers } => modifier(modifiers),
            Condition::WithoutModifier { modifiers } => !modifier(modifiers),
            Condition::UnitsOver { units } => line.is_some_and(|line| line.units > Decimal::from(*units)),
            Condition::AgeUnder { years } => age.is_some_and(|age| age < *years),
            Condition::AgeFrom { years } => age.is_some_and(|age| age >= *years),
            Condition::AtPlace { places } => {
                let of_line = line.and_then(|line| line.place_of_service.as_deref());
                let place = of_line.map(str::trim).filter(|place| !place.is_empty());
                let place = place.unwrap_or(header.place_of_service.trim());
                listed(places).any(|asked| asked == place)
            }
        }
    }
}

pub(crate) fn check(encounter: &Encounter, house: &House, findings: &mut Vec<Finding>) {
    for rule in house.rules.iter().filter(|rule| rule.on) {
        for (place, code) in rule.places(encounter) {
            findings.push(Finding {
                rule: format!("house.{}", rule.number),
                severity: rule.severity.0,
                ..HOUSE_RULE.at(place, [&rule.name, &rule.text, &code])
            });
        }
    }
}
