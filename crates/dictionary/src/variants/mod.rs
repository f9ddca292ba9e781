//! From an incomplete code to the billable one, one small choice at a time: kind, side, trimester, 7th character.

mod way;

use encounter::CodeSystem;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::contrast::{Contrast, contrast};
use crate::detail::{CodeSummary, SeventhCharacter};
use crate::error::DictionaryError;
use crate::look_up::seventh_characters;
use crate::open::Dictionary;
use crate::row::{self, CodeRow};
use crate::search::{Highlight, Said};
use crate::{date_key, written};
use way::Way;

/// What a choice between codes is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum VariantAxis {
    /// Right, left, bilateral or unspecified, and nothing else.
    Side,
    /// First, second, third or unspecified trimester, and nothing else.
    Trimester,
    /// The 7th character: the encounter, the fetus, the time of a scale.
    SeventhCharacter,
    /// Anything else that the Tabular List tells apart.
    Kind,
}

/// The next choice on the way from an incomplete code to a billable one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct VariantChoice {
    /// The code to be completed: the one asked for, or the next below it where there was only one way on.
    pub at: CodeSummary,
    pub axis: VariantAxis,
    /// In book order, but first what the words named. Each is billable on the date or leads to codes that are.
    pub variants: Vec<Variant>,
    /// Whether the words name the first variant and no other.
    pub named: bool,
}

/// One answer to a [`VariantChoice`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Variant {
    /// The digit or capital letter that chooses it, unique in its choice: `R` for a right side, else the next character
    /// of the code.
    pub key: String,
    /// The code with this choice made; what has a single way on is already gone down.
    pub code: CodeSummary,
    /// The published meaning of a 7th character, else the title; `None` where no embedded source publishes one.
    pub text: Option<String>,
    /// What in `text` the other variants do not say; empty for a 7th character.
    pub differences: Vec<Highlight>,
}

const SIDES: [(&str, &str); 4] = [("right", "R"), ("left", "L"), ("bilateral", "B"), ("unspecified", "U")];
const TRIMESTERS: [&str; 4] = ["first", "second", "third", "unspecified"];
const MORE_KEYS: &str = "123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

impl Dictionary {
    /// The choice to be made at an incomplete code. One variant where only one billable code is below; `None` for a code
    /// that is billable itself, unknown, or leads to nothing billable on the date. Where three choices or more would
    /// follow each other, the first ones are offered as one, or the last: `further` says that a choice was made already.
    ///
    /// `said` are the words of the record, or those typed, for which the code is looked up: what they name comes first.
    pub fn variants(
        &self,
        system: CodeSystem,
        code: &str,
        on: Date,
        said: &str,
        further: bool,
    ) -> Result<Option<VariantChoice>, DictionaryError> {
        let Some(stored) = written::stored(system, code) else { return Ok(None) };
        let volume = self.holding(system, &stored, on)?;
        let connection = volume.connection();
        let Some(asked) = row::by_text(&connection, system, &stored)? else { return Ok(None) };
        let (coverage, on) = (volume.coverage(), date_key::key(on));
        if on > coverage.to || asked.summary(coverage, on).billable {
            return Ok(None);
        }
        let Some(way) = Way::read(&connection, &asked, on)? else { return Ok(None) };
        let (at, choices) = way.next(further);
        let read = |id| row::by_id(&connection, id)?.ok_or(DictionaryError::Damaged { part: "code" });
        let at = if at == asked.id { asked } else { read(at)? };
        let rows = choices.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
        let path = row::ancestors(&connection, &at)?;
        let seventh = seventh_characters(&connection, &at, &path)?;
        let summary = |row: &CodeRow| row.summary(coverage, on);
        let said = self.understanding().said(said);
        Ok(Some(decide(summary(&at), &at, &rows, rows.iter().map(summary).collect(), &seventh, &said)))
    }
}

fn decide(
    at: CodeSummary,
    row: &CodeRow,
    rows: &[CodeRow],
    codes: Vec<CodeSummary>,
    seventh: &[SeventhCharacter],
    said: &Said<'_>,
) -> VariantChoice {
    let stored: Vec<&str> = rows.iter().map(|row| row.code.as_str()).collect();
    let texts: Vec<&str> = codes.iter().map(|code| code.title.as_deref().unwrap_or_default()).collect();
    let contrasts = contrast(&texts);
    let last = |code: &str| code.chars().next_back();
    let meanings: Vec<Option<String>> =
        stored.iter().map(|code| last(code).and_then(|character| meaning(seventh, character))).collect();
    let extended = rows.iter().all(|below| below.extension && below.parent == Some(row.id));
    let axis = if extended && rows.len() > 1 { VariantAxis::SeventhCharacter } else { axis(&contrasts) };
    let keys = keys(axis, &stored, &contrasts);
    let named = named(axis, &contrasts, &meanings, said).filter(|_| rows.len() > 1);
    let mut variants: Vec<Variant> = codes
        .into_iter()
        .zip(keys)
        .zip(contrasts.into_iter().zip(meanings))
        .map(|((code, key), (contrast, meaning))| match meaning {
            Some(meaning) if axis == VariantAxis::SeventhCharacter => {
                Variant { key, code, text: Some(meaning), differences: Vec::new() }
            }
            _ => Variant { key, text: code.title.clone(), code, differences: contrast.spans },
        })
        .collect();
    if let Some(up_to) = named.and_then(|at| variants.get_mut(..=at)) {
        up_to.rotate_right(1);
    }
    VariantChoice { at, axis, variants, named: named.is_some() }
}

/// The variant that the words name.
fn named(
    axis: VariantAxis,
    contrasts: &[Contrast],
    meanings: &[Option<String>],
    said: &Said<'_>,
) -> Option<usize> {
    let told: Vec<String> = contrasts.iter().map(|contrast| contrast.words.join(" ")).collect();
    let told: Vec<&str> = told.iter().map(String::as_str).collect();
    match axis {
        VariantAxis::Side | VariantAxis::Trimester => said.only_chosen(&told),
        // Of those for one encounter the first is for a fracture that is closed, and one that is not said to be open is
        // coded as closed (ICD-10-CM Official Guidelines, I.C.19.c).
        VariantAxis::SeventhCharacter => {
            let meanings: Vec<&str> = meanings.iter().map(|one| one.as_deref().unwrap_or_default()).collect();
            said.chosen(&meanings)
        }
        VariantAxis::Kind => said.named(&told),
    }
}

fn meaning(seventh: &[SeventhCharacter], character: char) -> Option<String> {
    let found = seventh.iter().find(|one| one.character.chars().eq([character]))?;
    Some(std::iter::once(&found.meaning).chain(&found.also).cloned().collect::<Vec<_>>().join("; "))
}

/// What titles that differ so are about.
fn axis(contrasts: &[Contrast]) -> VariantAxis {
    let sides = SIDES.map(|(word, _)| word);
    if only_differ_by(contrasts, &sides, &["right", "left"]) {
        VariantAxis::Side
    } else if only_differ_by(contrasts, &TRIMESTERS, &["first", "second", "third"]) {
        VariantAxis::Trimester
    } else {
        VariantAxis::Kind
    }
}

/// Whether each title says one of `words` and another than the rest, at least one of them `telling`, and what it says
/// beside it is the same for all that say more: "right eye", "left eye", "bilateral".
fn only_differ_by(contrasts: &[Contrast], words: &[&str], telling: &[&str]) -> bool {
    let (mut said, mut beside): (Vec<&str>, Vec<Vec<&str>>) = (Vec::new(), Vec::new());
    for contrast in contrasts {
        let (choice, more): (Vec<&str>, Vec<&str>) =
            contrast.words.iter().map(String::as_str).partition(|word| words.contains(word));
        let [choice] = choice.as_slice() else { return false };
        said.push(choice);
        // Knee, and bilateral knees.
        let more: Vec<&str> = more.iter().map(|word| word.strip_suffix('s').unwrap_or(word)).collect();
        if !more.is_empty() && !beside.contains(&more) {
            beside.push(more);
        }
    }
    let count = said.len();
    let tells = said.iter().any(|word| telling.contains(word));
    said.sort_unstable();
    said.dedup();
    count > 1 && said.len() == count && tells && beside.len() <= 1
}

/// One key a variant, none twice.
fn keys(axis: VariantAxis, codes: &[&str], contrasts: &[Contrast]) -> Vec<String> {
    if axis == VariantAxis::Side {
        let side = |contrast: &Contrast| {
            SIDES.iter().find(|(word, _)| contrast.words.iter().any(|said| said == word)).map(|(_, key)| *key)
        };
        if let Some(keys) = contrasts.iter().map(side).collect::<Option<Vec<_>>>() {
            return keys.into_iter().map(str::to_owned).collect();
        }
    }
    let first = codes.first().map(|code| code.as_bytes()).unwrap_or_default();
    let shared = (0..first.len())
        .find(|at| codes.iter().any(|code| code.as_bytes().get(*at) != first.get(*at)))
        .unwrap_or_default();
    let mut of_the_code: Vec<String> =
        codes.iter().filter_map(|code| code.get(shared..)?.chars().next().map(String::from)).collect();
    let in_book_order = of_the_code.clone();
    of_the_code.sort_unstable();
    of_the_code.dedup();
    if codes.len() > 1 && of_the_code.len() == codes.len() {
        return in_book_order;
    }
    let mut more = MORE_KEYS.chars().map(String::from);
    codes.iter().map(|_| more.next().unwrap_or_default()).collect()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(titles: &[&str], codes: &[&str], expected: &Expect) {
        let contrasts = contrast(titles);
        let axis = axis(&contrasts);
        expected.assert_eq(&format!("{axis:?} {}", keys(axis, codes, &contrasts).join("")));
    }

    #[test]
    fn what_titles_differ_by() {
        let eye =
            ["cataract, right eye", "cataract, left eye", "cataract, bilateral", "cataract, unspecified eye"];
        check(&eye, &["H25011", "H25012", "H25013", "H25019"], &expect!["Side RLBU"]);
        let hand = ["Burn of right hand", "Burn of left hand", "Burn of unspecified hand"];
        check(&hand, &["T23001", "T23002", "T23009"], &expect!["Side RLU"]);
        let knee =
            ["Osteoarthritis, bilateral knees", "Osteoarthritis, right knee", "Osteoarthritis, left knee"];
        check(&knee, &["M171", "M172", "M173"], &expect!["Side BRL"]);
        let trimester = ["Edema, unspecified trimester", "Edema, first trimester", "Edema, second trimester"];
        check(&trimester, &["O1200", "O1201", "O1202"], &expect!["Trimester 012"]);
        // Two things differ, or one is no side: the words decide, not the code.
        let dominant = [
            "affecting right dominant side",
            "affecting left dominant side",
            "affecting right nondominant side",
        ];
        check(&dominant, &["G8101", "G8102", "G8103"], &expect!["Kind 123"]);
        let other = ["Ulcer of right heel", "Ulcer of left heel", "Ulcer of other site"];
        check(&other, &["L891", "L892", "L898"], &expect!["Kind 128"]);
        check(&["Pain, first", "Pain, unspecified"], &["R521", "R529"], &expect!["Trimester 19"]);
        check(&["", ""], &["D6911", "D6912"], &expect!["Kind 12"]);
    }

    #[test]
    fn codes_that_do_not_differ_by_one_character_are_numbered() {
        check(&["a", "b", "c"], &["S72", "S720", "S7201"], &expect!["Kind 123"]);
    }
}
