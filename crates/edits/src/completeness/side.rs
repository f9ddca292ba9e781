use dictionary::DictionaryError;
use encounter::{Amendment, CodeSystem, DiagnosisCode, Finding, Place};
use jiff::civil::Date;

use super::evidence::quoted_words;
use super::{BILATERAL, SIDE_IN_EVIDENCE, SIDE_OF_MODIFIER, SIDE_OPEN, SIDE_TWICE};
use crate::CodeBook;
use crate::coded::{Claim, Coded};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Right,
    Left,
    Both,
    /// The code leaves it open, and others of its kind do not.
    Open,
}

impl Side {
    const fn word(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Left => "left",
            Self::Both => "bilateral",
            Self::Open => "unspecified",
        }
    }
}

/// A code of a kind of which there is one for each side.
struct Sided {
    side: Side,
    right: String,
    left: String,
    /// Where there is one for both.
    both: Option<String>,
}

impl Sided {
    /// Reads the title of a code and of those that differ from it in one character: "pain in unspecified knee" has
    /// "pain in right knee" beside it. Words alone do not tell: a left ventricle has no other side.
    fn read(bare: &str, book: &(impl CodeBook + ?Sized), on: Date) -> Result<Option<Self>, DictionaryError> {
        let Some(title) = book.title(CodeSystem::Icd10cm, bare, on)? else { return Ok(None) };
        for side in [Side::Right, Side::Left, Side::Open] {
            for (at, _) in title.match_indices(side.word()) {
                let (before, behind) = (&title[..at], &title[at + side.word().len()..]);
                let titled = |side: Side| format!("{before}{}{behind}", side.word());
                if let Some(read) = Self::beside(bare, side, titled, book, on)? {
                    return Ok(Some(read));
                }
            }
        }
        if title.contains(Side::Both.word()) {
            // The words for both sides often name the part in the plural, or not at all: the right side names both.
            for right in (3..bare.len()).filter_map(|place| with_step(bare, place, -2)) {
                let read = Self::read(&right, book, on)?;
                if let Some(read) = read.filter(|read| read.both.as_deref() == Some(bare)) {
                    return Ok(Some(Self { side: Side::Both, ..read }));
                }
            }
        }
        Ok(None)
    }

    /// Right and left, where both are titled as they should be.
    fn beside(
        bare: &str,
        side: Side,
        titled: impl Fn(Side) -> String,
        book: &(impl CodeBook + ?Sized),
        on: Date,
    ) -> Result<Option<Self>, DictionaryError> {
        let is_titled = |code: &str, side: Side| -> Result<bool, DictionaryError> {
            Ok(book.title(CodeSystem::Icd10cm, code, on)?.is_some_and(|title| title == titled(side)))
        };
        for place in 3..bare.len() {
            let right = match side {
                Side::Right => Some(bare.to_owned()),
                Side::Left => with_step(bare, place, -1),
                Side::Both | Side::Open => with_digit(bare, place, '1'),
            };
            let Some(right) = right else { continue };
            let Some(left) = with_step(&right, place, 1) else { continue };
            // The other side first: it is what most codes do not have.
            let sides = match side {
                Side::Right => [(&left, Side::Left), (&right, Side::Right)],
                _ => [(&right, Side::Right), (&left, Side::Left)],
            };
            if !is_titled(sides[0].0, sides[0].1)? || !is_titled(sides[1].0, sides[1].1)? {
                continue;
            }
            let both = with_step(&right, place, 2);
            let title = both.as_deref().map(|code| book.title(CodeSystem::Icd10cm, code, on)).transpose()?;
            let both =
                both.filter(|_| title.flatten().is_some_and(|title| title.contains(Side::Both.word())));
            return Ok(Some(Self { side, right, left, both }));
        }
        Ok(None)
    }

    fn code_of(&self, side: Side) -> Option<&str> {
        match side {
            Side::Right => Some(&self.right),
            Side::Left => Some(&self.left),
            Side::Both => self.both.as_deref(),
            Side::Open => None,
        }
    }
}

/// The code with the character at a place moved on by a few digits.
fn with_step(bare: &str, place: usize, steps: i8) -> Option<String> {
    let digit = bare.get(place..=place)?.parse::<i8>().ok()?;
    let digit = u32::try_from(digit.checked_add(steps)?).ok()?;
    with_digit(bare, place, char::from_digit(digit, 10)?)
}

fn with_digit(bare: &str, place: usize, digit: char) -> Option<String> {
    Some(format!("{}{digit}{}", bare.get(..place)?, bare.get(place + 1..)?))
}

pub(super) fn check(
    claim: &Claim<'_>,
    book: &(impl CodeBook + ?Sized),
    findings: &mut Vec<Finding>,
) -> Result<(), DictionaryError> {
    let mut sided = Vec::new();
    for coded in &claim.coded {
        if let Some(read) = Sided::read(&coded.bare, book, claim.on)? {
            sided.push((coded, read));
        }
    }
    for (coded, read) in &sided {
        if !twice(coded, read, &sided, findings) {
            of_evidence(coded, read, findings);
        }
    }
    of_modifiers(claim, &sided, findings);
    Ok(())
}

fn replacement(coded: &Coded<'_>, code: &str) -> Amendment {
    Amendment::ReplaceDiagnosis { diagnosis: coded.diagnosis.id, code: DiagnosisCode::new(code) }
}

/// Whether another code of the same kind stands on the claim; then that is said, and no more.
fn twice(coded: &Coded<'_>, read: &Sided, all: &[(&Coded<'_>, Sided)], findings: &mut Vec<Finding>) -> bool {
    let same = |other: &&(&Coded<'_>, Sided)| other.1.right == read.right && other.0.bare != coded.bare;
    for (other, of_other) in all.iter().filter(same) {
        let finding = match (read.side, of_other.side) {
            // The one that says less goes.
            (Side::Open, _) | (Side::Right | Side::Left, Side::Both) => Finding {
                cures: vec![Amendment::RemoveDiagnosis { diagnosis: coded.diagnosis.id }],
                ..SIDE_TWICE.at(coded.place(), [&coded.code(), &other.code()])
            },
            (Side::Right, Side::Left) => {
                let Some(both) = &read.both else { continue };
                let instead = DiagnosisCode::new(both);
                Finding {
                    cures: vec![replacement(coded, both)],
                    ..BILATERAL.at(coded.place(), [&coded.code(), &other.code(), &instead])
                }
            }
            _ => continue,
        };
        findings.push(finding);
        return true;
    }
    false
}

/// The side that the evidence names, where it names one.
fn said(coded: &Coded<'_>) -> Option<Side> {
    let words = quoted_words(coded)?;
    let has = |some: &[&str]| some.iter().any(|word| words.contains(*word));
    let (right, left) = (has(&["right", "rt", "rgt"]), has(&["left", "lt", "lft"]));
    match (right, left, has(&["bilateral", "bilaterally", "both", "bilat"])) {
        (true, true, _) | (false, false, true) => Some(Side::Both),
        (true, false, false) => Some(Side::Right),
        (false, true, false) => Some(Side::Left),
        _ => None,
    }
}

fn of_evidence(coded: &Coded<'_>, read: &Sided, findings: &mut Vec<Finding>) {
    let said = said(coded).filter(|side| read.code_of(*side).is_some());
    match said {
        Some(side) if side != read.side => {
            // One side of two is not contradicted by evidence that speaks of both.
            if side == Side::Both && read.side != Side::Open {
                return;
            }
            let cures = read.code_of(side).map(|code| replacement(coded, code)).into_iter().collect();
            let finding = SIDE_IN_EVIDENCE.at(coded.place(), [&coded.code(), &side.word()]);
            findings.push(Finding { cures, ..finding });
        }
        None if read.side == Side::Open => {
            let sides = [Side::Right, Side::Left, Side::Both];
            let cures =
                sides.iter().filter_map(|side| read.code_of(*side)).map(|code| replacement(coded, code));
            let cures = cures.collect();
            findings.push(Finding { cures, ..SIDE_OPEN.at(coded.place(), [&coded.code()]) });
        }
        _ => {}
    }
}

/// The side that a modifier of CPT or HCPCS names: RT and LT, eyelids, fingers, toes (HCPCS Level II modifiers).
fn of_modifier(modifier: &str) -> Option<Side> {
    match modifier {
        "RT" | "E3" | "E4" | "F5" | "F6" | "F7" | "F8" | "F9" | "T5" | "T6" | "T7" | "T8" | "T9" => {
            Some(Side::Right)
        }
        "LT" | "E1" | "E2" | "FA" | "F1" | "F2" | "F3" | "F4" | "TA" | "T1" | "T2" | "T3" | "T4" => {
            Some(Side::Left)
        }
        _ => None,
    }
}

/// A line of one side that points to diagnoses of the other, and to none of its own.
fn of_modifiers(claim: &Claim<'_>, sided: &[(&Coded<'_>, Sided)], findings: &mut Vec<Finding>) {
    for (index, line) in (0..).zip(&claim.encounter.lines) {
        let sides: Vec<(Side, &str)> = (line.modifiers.iter())
            .filter_map(|modifier| Some((of_modifier(modifier.as_str())?, modifier.as_str())))
            .collect();
        let [(side, modifier)] = sides[..] else { continue };
        let other = if side == Side::Right { Side::Left } else { Side::Right };
        let pointed: Vec<&(&Coded<'_>, Sided)> =
            sided.iter().filter(|(coded, _)| line.pointers.contains(&coded.diagnosis.id)).collect();
        if pointed.iter().any(|(_, read)| read.side != other) {
            continue;
        }
        if let Some((coded, _)) = pointed.first() {
            let place = Place::Line { line: line.id, index };
            findings.push(SIDE_OF_MODIFIER.at(place, [&coded.code(), &modifier]));
        }
    }
}
