//! Whether each diagnosis code may stand on a claim on the deciding date.

use dictionary::{CodeStanding, DictionaryError, DueRelease};
use encounter::{Amendment, CodeSystem, Diagnosis, DiagnosisCode, Encounter, Finding, HeaderField, Place};
use jiff::civil::Date;

use crate::CodeBook;
use crate::header::ICD10_BEGINS;
use crate::rule::rules;
use crate::shape::{ICD_10_CM, foreign_diagnosis, foreign_of_our_shape, speakable};

const DETAIL: &str = "ICD-10-CM Official Guidelines I.B.2";

rules! {
    NO_DATE = Error "validity.no-date" [],
        "ICD-10-CM Official Guidelines, introduction: the version in force on the date of service or discharge";
    DATE_NOT_COVERED = Warning "validity.date-not-covered" ["date", "from", "to", "release"],
        "ICD-10-CM releases of the installed dictionary";
    NOT_VALID_ON_DATE = Error "validity.not-valid-on-date" ["code", "date", "lastDay"], ICD_10_CM;
    NOT_YET_VALID = Error "validity.not-yet-valid" ["code", "date", "from"], ICD_10_CM;
    NOT_BILLABLE = Error "validity.not-billable" ["code", "date"], DETAIL;
    NO_LONGER_BILLABLE = Error "validity.no-longer-billable" ["code", "date", "lastDay"], DETAIL;
    UNKNOWN_CODE = Error "validity.unknown-code" ["code"], ICD_10_CM;
    WRONG_SYSTEM = Error "validity.wrong-system" ["code", "system"],
        "NUCC 1500 Claim Form Instruction Manual 02/12, item 21";
    EMPTY_CODE = Error "validity.empty-code" [],
        "NUCC 1500 Claim Form Instruction Manual 02/12, item 21";
    NOT_A_CODE = Error "validity.not-a-code" [], "ICD-10-CM Official Guidelines I.A.2";
    NO_TITLE = Info "validity.no-title" ["code"], ICD_10_CM;
}

/// As many as one hand finds on the number keys.
const MOST_CURES: u32 = 9;

const BOOK: CodeSystem = CodeSystem::Icd10cm;

pub(crate) fn check(
    encounter: &Encounter,
    book: &(impl CodeBook + ?Sized),
    findings: &mut Vec<Finding>,
) -> Result<(), DictionaryError> {
    let service = Place::Header { field: HeaderField::ServiceFrom };
    let on = encounter.deciding_date();
    if on.is_none() {
        findings.push(NO_DATE.at(service, []));
    }
    let mut not_covered = None;
    for (index, diagnosis) in (0..).zip(&encounter.diagnoses) {
        let place = Place::Diagnosis { diagnosis: diagnosis.id, index };
        if let Some(finding) = by_shape(diagnosis, place) {
            findings.push(finding);
            continue;
        }
        // A date before ICD-10-CM is an error of its own; of the codes nothing can be said then.
        let Some(on) = on.filter(|on| *on >= ICD10_BEGINS) else { continue };
        let code = diagnosis.code.as_str();
        let standing = book.standing(BOOK, code, on)?;
        let finding = match standing {
            CodeStanding::Valid if book.title(BOOK, code, on)?.is_some() => continue,
            CodeStanding::Valid => NO_TITLE.at(place, [&code]),
            CodeStanding::Header { was_billable_until } => {
                let cures = replacements(diagnosis, book.billable_below(BOOK, code, on, MOST_CURES)?);
                let finding = match was_billable_until {
                    Some(last) => NO_LONGER_BILLABLE.at(place, [&code, &on, &last]),
                    None => NOT_BILLABLE.at(place, [&code, &on]),
                };
                findings.push(Finding { cures, source: format!("{DETAIL}; {}", release(on)), ..finding });
                continue;
            }
            CodeStanding::Retired { last_day } => Finding {
                cures: replacements(diagnosis, nearest(&diagnosis.code, book, on)?),
                ..NOT_VALID_ON_DATE.at(place, [&code, &on, &last_day])
            },
            CodeStanding::NotYetValid { from } => Finding {
                cures: replacements(diagnosis, nearest(&diagnosis.code, book, on)?),
                ..NOT_YET_VALID.at(place, [&code, &on, &from])
            },
            CodeStanding::DateNotCovered { from, to } => {
                not_covered = Some((on, from, to));
                continue;
            }
            CodeStanding::Unknown => {
                let nearest = nearest(&diagnosis.code, book, on)?;
                match foreign_of_our_shape(&diagnosis.code) {
                    Some((code, system)) if nearest.is_empty() => {
                        findings.push(WRONG_SYSTEM.at(place, [&code, &system]));
                        continue;
                    }
                    _ => {
                        let cures = replacements(diagnosis, nearest);
                        Finding { cures, ..UNKNOWN_CODE.at(place, [&code]) }
                    }
                }
            }
        };
        findings.push(Finding { source: release(on), ..finding });
    }
    // Once, since it is about the date and not about the codes.
    if let Some((on, from, to)) = not_covered {
        let due = DueRelease::of_system(BOOK, on).map(|due| due.edition).unwrap_or_default();
        findings.push(DATE_NOT_COVERED.at(service, [&on, &from, &to, &due]));
    }
    Ok(())
}

fn by_shape(diagnosis: &Diagnosis, place: Place) -> Option<Finding> {
    let code = diagnosis.code.as_str();
    if diagnosis.code.is_icd10cm_shape() {
        return None;
    }
    if code.is_empty() {
        return Some(EMPTY_CODE.at(place, []));
    }
    if let Some(system) = foreign_diagnosis(&diagnosis.code) {
        return Some(WRONG_SYSTEM.at(place, [&code, &system]));
    }
    Some(match speakable(code) {
        Some(code) => UNKNOWN_CODE.at(place, [&code]),
        None => NOT_A_CODE.at(place, []),
    })
}

/// What the beginning of a code leads to on the date: the code without its last characters, or those below its nearest
/// header. It finds what was split or merged, what was there before a split, and a character too many.
fn nearest(
    code: &DiagnosisCode,
    book: &(impl CodeBook + ?Sized),
    on: Date,
) -> Result<Vec<String>, DictionaryError> {
    let bare = code.undotted();
    for length in (3..bare.len()).rev() {
        let beginning = &bare[..length];
        match book.standing(BOOK, beginning, on)? {
            CodeStanding::Valid => return Ok(vec![beginning.to_owned()]),
            // A whole category is no hint.
            CodeStanding::Header { .. } if length > 3 => {
                return book.billable_below(BOOK, beginning, on, MOST_CURES);
            }
            _ => {}
        }
    }
    Ok(Vec::new())
}

fn replacements(diagnosis: &Diagnosis, codes: Vec<String>) -> Vec<Amendment> {
    let replace = |code: String| Amendment::ReplaceDiagnosis {
        diagnosis: diagnosis.id,
        code: DiagnosisCode::new(&code),
    };
    codes.into_iter().map(replace).collect()
}

/// The release that speaks for a date: fiscal years begin on 1 October, the April update belongs to its year.
fn release(on: Date) -> String {
    let fiscal_year = if on.month() >= 10 { i32::from(on.year()) + 1 } else { i32::from(on.year()) };
    format!("{ICD_10_CM} FY{fiscal_year}, valid codes")
}
