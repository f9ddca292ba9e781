//! Books for tests.

use std::sync::Arc;

use dictionary::{CodeAttribute, CodeKind, CodeStanding, DictionaryError, Instruction, Names, NoteKind};
use encounter::{CodeSystem, DiagnosisCode};
use jiff::civil::{Date, date};

use crate::{CodeBook, Notes};

/// A few codes with the days on which each was in force; `/` marks a header, `?` a code without title.
pub(super) struct SmallBook;

const CODES: &[(&str, &str, &str)] = &[
    ("E11", "/", "2015-10-01.."),
    ("E112", "/", "2015-10-01.."),
    ("E1121", "", "2015-10-01.."),
    ("E1122", "", "2015-10-01.."),
    ("E1129", "", "2015-10-01.."),
    ("I10", "", "2015-10-01.."),
    ("J18", "/", "2015-10-01.."),
    ("J189", "", "2015-10-01.."),
    ("N1832", "", "2020-10-01.."),
    ("N183", "", "2015-10-01..2020-09-30"),
    ("N183", "/", "2020-10-01.."),
    ("I48.1", "", "2015-10-01..2019-09-30"),
    ("R1116", "?", "2026-10-01.."),
    ("E0800", "", "2015-10-01.."),
    ("E840", "", "2015-10-01.."),
    ("E11621", "", "2015-10-01.."),
    ("H368", "", "2015-10-01.."),
    ("E7521", "", "2015-10-01.."),
    ("J440", "", "2015-10-01.."),
    ("J441", "", "2015-10-01.."),
    ("J479", "", "2015-10-01.."),
    ("I420", "", "2015-10-01.."),
    ("R6520", "", "2015-10-01.."),
    ("A419", "", "2015-10-01.."),
    ("Z0000", "", "2015-10-01.."),
    ("Z3A20", "", "2015-10-01.."),
    ("Z3A30", "", "2015-10-01.."),
    ("Z370", "", "2015-10-01.."),
    ("O0992", "", "2015-10-01.."),
    ("O80", "", "2015-10-01.."),
    ("Z3400", "", "2015-10-01.."),
    ("T400X1A", "", "2015-10-01.."),
    ("T400X5A", "", "2015-10-01.."),
    ("J9600", "", "2015-10-01.."),
    ("Z6841", "", "2015-10-01.."),
    ("E6601", "", "2015-10-01.."),
    ("R079", "", "2015-10-01.."),
    ("I214", "", "2015-10-01.."),
    ("W19XXXA", "", "2015-10-01.."),
    ("S72001A", "", "2015-10-01.."),
    ("Z8679", "", "2015-10-01.."),
    ("M1990", "", "2015-10-01.."),
    ("Q0120", "", "2015-10-01.."),
    ("C61", "", "2015-10-01.."),
    ("B379", "", "2015-10-01.."),
    ("Z590", "", "2015-10-01.."),
    ("S060X0A", "", "2015-10-01.."),
    ("H2000", "", "2015-10-01.."),
    ("E1139", "", "2015-10-01.."),
    ("E1136", "", "2015-10-01.."),
    ("I129", "", "2015-10-01.."),
    ("N181", "", "2015-10-01.."),
    ("N184", "", "2015-10-01.."),
    ("N186", "", "2015-10-01.."),
    ("N189", "", "2015-10-01.."),
    ("L97509", "", "2015-10-01.."),
    ("M3210", "", "2015-10-01.."),
    ("D6862", "", "2015-10-01.."),
    ("N390", "", "2015-10-01.."),
    ("B9620", "", "2015-10-01.."),
    ("C259", "", "2015-10-01.."),
];

/// HCPCS codes in the same way.
const SUPPLIES: &[(&str, &str, &str)] = &[
    ("A4253", "", "2015-10-01.."),
    ("J1885", "", "2015-10-01.."),
    ("G2212", "", "2015-10-01.."),
    ("G0439", "", "2015-10-01.."),
    ("C9507", "", "2015-10-01..2026-04-14"),
    ("Q5150", "", "2026-04-15.."),
    // Made up.
    ("Q9001", "", "2015-10-01..2026-04-14"),
    ("Q9002", "", "2026-04-15.."),
    ("Q9003", "", "2015-10-01.."),
];

/// What HCPCS names in the place of a code or a modifier.
const REPLACED: &[(&str, &[&str])] = &[("Q9001", &["Q9002", "Q9003"]), ("GX", &["QX"])];

/// Where a note stands, of what kind it is, and its lines between bars, as the Tabular List of FY2026 has them.
const NOTES: &[(&str, NoteKind, &str)] = &[
    ("E11", NoteKind::Excludes1, "diabetes mellitus due to underlying condition (E08.-)"),
    (
        "E08",
        NoteKind::CodeFirst,
        "the underlying condition, such as:|cystic fibrosis (E84.-)|malignant neoplasm (C00-C96)",
    ),
    ("H36", NoteKind::CodeFirst, "underlying disease, such as:|lipid storage disorders (E75.-)"),
    (
        "H200",
        NoteKind::Excludes1,
        "iridocyclitis, iritis, uveitis (due to) (in) diabetes mellitus (E08-E13 with .39)",
    ),
    ("J44", NoteKind::Excludes2, "bronchiectasis (J47.-)"),
    ("J441", NoteKind::Excludes2, "chronic obstructive pulmonary disease with acute bronchitis (J44.0)"),
    (
        "I12",
        NoteKind::UseAdditional,
        "code to identify the stage of chronic kidney disease (N18.1-N18.4, N18.9)",
    ),
    ("L97", NoteKind::CodeFirst, "any associated underlying condition, such as:|diabetic ulcers (E11.621)"),
    ("I42", NoteKind::CodeFirst, "pre-existing cardiomyopathy complicating pregnancy and puerperium (O99.4)"),
    ("M32", NoteKind::CodeAlso, "lupus anticoagulant syndrome (D68.62)"),
    ("N390", NoteKind::UseAdditional, "code (B95-B97), to identify infectious agent."),
];

/// What the Medicare Code Editor says, and from which day to which.
const ATTRIBUTES: &[(&str, CodeAttribute, &str)] = &[
    ("H368", CodeAttribute::Manifestation, "2015-10-01.."),
    ("W19XXXA", CodeAttribute::ExternalCause, "2015-10-01.."),
    ("Z8679", CodeAttribute::UnacceptablePrincipal, "2015-10-01.."),
    ("I10", CodeAttribute::RequiresSecondary, "2024-10-01.."),
    ("I10", CodeAttribute::UnacceptablePrincipal, "2024-10-01.."),
    ("M1990", CodeAttribute::Unspecified, "2022-10-01.."),
    ("O80", CodeAttribute::Maternity, "2015-10-01.."),
    ("C61", CodeAttribute::Adult, "2015-10-01.."),
    ("C61", CodeAttribute::Male, "2015-10-01..2024-09-30"),
];

/// The titles that decide how the words of a note are read.
const TITLES: &[(&str, &str)] = &[
    ("E08", "Diabetes mellitus due to underlying condition"),
    ("O0992", "Supervision of high risk pregnancy, unspecified, second trimester"),
];

/// The notes are those of FY2026.
const NOTES_FROM: Date = date(2025, 10, 1);
const NOTES_TO: Date = date(2026, 9, 30);
const FIRST: Date = date(2015, 10, 1);
const LAST: Date = date(2027, 3, 31);

fn windows(system: CodeSystem, code: &str) -> Vec<(bool, bool, Date, Date)> {
    let bare = |code: &str| code.replace('.', "");
    let day = |text: &str, open| if text.is_empty() { open } else { text.parse::<Date>().unwrap() };
    let listed = if system == CodeSystem::Hcpcs { SUPPLIES } else { CODES };
    let rows = listed.iter().filter(|(known, ..)| bare(known) == bare(code));
    rows.map(|(_, mark, days)| {
        let (from, to) = days.split_once("..").unwrap();
        (*mark != "/", *mark != "?", day(from, FIRST), day(to, Date::MAX))
    })
    .collect()
}

/// RT, LT, TC and XE since ever, QX since 2026-04-15; GX ended on that day.
fn modifier(code: &str, on: Date) -> CodeStanding {
    let turn = date(2026, 4, 15);
    match code {
        "QX" if on < turn => CodeStanding::NotYetValid { from: turn },
        "GX" if on > turn => CodeStanding::Retired { last_day: turn },
        "RT" | "LT" | "TC" | "XE" | "QX" | "GX" => CodeStanding::Valid,
        _ => CodeStanding::Unknown,
    }
}

impl CodeBook for SmallBook {
    fn holds(&self, _: CodeSystem) -> bool {
        true
    }

    fn standing(&self, system: CodeSystem, code: &str, on: Date) -> Result<CodeStanding, DictionaryError> {
        if system == CodeSystem::Modifier {
            return Ok(modifier(code, on));
        }
        let windows = windows(system, code);
        if windows.is_empty() {
            return Ok(CodeStanding::Unknown);
        }
        if on < FIRST || on > LAST {
            return Ok(CodeStanding::DateNotCovered { from: FIRST, to: LAST });
        }
        let until = windows.iter().filter(|(billable, _, _, to)| *billable && *to < on).map(|w| w.3).max();
        let now = windows.iter().find(|(_, _, from, to)| *from <= on && on <= *to);
        Ok(match (now, until) {
            (Some((true, ..)), _) => CodeStanding::Valid,
            (Some(_), was_billable_until) => CodeStanding::Header { was_billable_until },
            (None, Some(last_day)) => CodeStanding::Retired { last_day },
            (None, None) => CodeStanding::NotYetValid { from: windows[0].2 },
        })
    }

    fn title(&self, system: CodeSystem, code: &str, _: Date) -> Result<Option<String>, DictionaryError> {
        let bare = code.replace('.', "");
        let titled = windows(system, code).iter().any(|(_, titled, ..)| *titled);
        Ok(titled.then(|| {
            TITLES.iter().find(|(known, _)| *known == bare).map_or(code, |(_, title)| title).to_owned()
        }))
    }

    fn replaced_by(&self, system: CodeSystem, code: &str, on: Date) -> Result<Vec<String>, DictionaryError> {
        let named = REPLACED.iter().find(|(known, _)| *known == code).map_or(&[][..], |(_, named)| named);
        let mut valid = Vec::new();
        for each in named {
            if self.standing(system, each, on)?.is_billable() {
                valid.push((*each).to_owned());
            }
        }
        Ok(valid)
    }

    fn has(&self, code: &str, attribute: CodeAttribute, on: Date) -> Result<bool, DictionaryError> {
        let bare = code.replace('.', "");
        Ok(ATTRIBUTES.iter().any(|(known, of, days)| {
            let (from, to) = days.split_once("..").unwrap();
            let day = |text: &str, open| if text.is_empty() { open } else { text.parse::<Date>().unwrap() };
            *known == bare && *of == attribute && day(from, FIRST) <= on && on <= day(to, Date::MAX)
        }))
    }

    fn notes(&self, code: &str, on: Date) -> Result<Notes, DictionaryError> {
        let bare = code.replace('.', "");
        let title = |code: &str| TITLES.iter().find(|(known, _)| *known == code).map(|(_, title)| *title);
        let above = NOTES.iter().filter(|(origin, ..)| bare.starts_with(origin));
        let instructions = above.map(|(origin, kind, lines)| {
            let lines: Vec<String> = lines.split('|').map(str::to_owned).collect();
            let shelf = if origin.len() == 3 { CodeKind::Category } else { CodeKind::Code };
            let origin = DiagnosisCode::new(origin).as_str().to_owned();
            Arc::new(Instruction::read(*kind, (origin, shelf), &lines, title))
        });
        let in_force = NOTES_FROM <= on && on <= NOTES_TO;
        Ok(Notes { instructions: instructions.collect(), release: "icd10cm-2026-04".to_owned(), in_force })
    }

    fn names(&self, code: &str, _: Date) -> Result<Arc<Names>, DictionaryError> {
        let bare = code.replace('.', "");
        let above = TITLES.iter().filter(|(known, _)| bare.starts_with(known));
        Ok(Arc::new(Names::new(above.map(|(_, title)| (*title, &[] as &[String])))))
    }

    fn billable_below(
        &self,
        system: CodeSystem,
        code: &str,
        on: Date,
        limit: u32,
    ) -> Result<Vec<String>, DictionaryError> {
        let bare = code.replace('.', "");
        let mut below = Vec::new();
        for (known, ..) in CODES {
            if known.starts_with(&bare) && self.standing(system, known, on)?.is_billable() {
                below.push(DiagnosisCode::new(known).as_str().to_owned());
            }
        }
        below.truncate(limit as usize);
        Ok(below)
    }
}

/// A book whose file went away.
pub(super) struct NoBook;

impl CodeBook for NoBook {
    fn holds(&self, _: CodeSystem) -> bool {
        true
    }

    fn standing(&self, _: CodeSystem, _: &str, _: Date) -> Result<CodeStanding, DictionaryError> {
        Err(DictionaryError::Missing)
    }
    fn title(&self, _: CodeSystem, _: &str, _: Date) -> Result<Option<String>, DictionaryError> {
        Err(DictionaryError::Missing)
    }
    fn replaced_by(&self, _: CodeSystem, _: &str, _: Date) -> Result<Vec<String>, DictionaryError> {
        Err(DictionaryError::Missing)
    }
    fn has(&self, _: &str, _: CodeAttribute, _: Date) -> Result<bool, DictionaryError> {
        Err(DictionaryError::Missing)
    }
    fn notes(&self, _: &str, _: Date) -> Result<Notes, DictionaryError> {
        Err(DictionaryError::Missing)
    }
    fn names(&self, _: &str, _: Date) -> Result<Arc<Names>, DictionaryError> {
        Err(DictionaryError::Missing)
    }
    fn billable_below(
        &self,
        _: CodeSystem,
        _: &str,
        _: Date,
        _: u32,
    ) -> Result<Vec<String>, DictionaryError> {
        Err(DictionaryError::Missing)
    }
}
