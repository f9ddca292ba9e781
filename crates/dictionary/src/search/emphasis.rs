//! Which words of a title name the condition, and which only say that nothing more is said.
//!
//! From the conventions of the book (ICD-10-CM Official Guidelines, section I.A.4 to 7): words in parentheses "may be
//! present or absent without affecting the code", brackets hold synonyms, "unspecified" and "NOS" mean that the record
//! says no more. Who types "pneumonia" means "Pneumonia, unspecified organism", and who types a fracture is looking at
//! its initial encounter.

use std::collections::BTreeSet;

use super::tokens::{Token, tokens};

/// How much a light word counts, compared with one that names the condition.
pub(super) const LIGHT: f32 = 0.06;

/// A word of a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) token: Token,
    pub(super) light: bool,
    /// Whether the phrase says that this is absent.
    pub(super) without: bool,
}

/// What is indexed, besides the word itself, where a phrase says that something is absent.
pub(super) fn absent(stem: &str) -> String {
    format!("~{stem}")
}

/// The words of a title that name the condition, in whatever order.
pub(crate) fn naming_words(title: &str) -> BTreeSet<String> {
    words(title).into_iter().filter(|word| !word.light).map(|word| word.token.stem).collect()
}

/// The words of a phrase, each with how it counts.
pub(super) fn words(text: &str) -> Vec<Word> {
    let tokens = tokens(text);
    let parts = parts(text, &tokens);
    let light_parts: Vec<bool> = (0..=parts.last().copied().unwrap_or(0))
        .map(|part| {
            let words: Vec<&str> = tokens
                .iter()
                .zip(&parts)
                .filter(|(_, of)| **of == part)
                .map(|(t, _)| t.folded.as_str())
                .collect();
            part > 0 && is_light_part(&words)
        })
        .collect();
    let (mut part_before, mut without, mut inside) = (0, false, 0_usize);
    // A fracture heals so unless the record says otherwise: who types "subsequent" means the 7th character D.
    let routine = tokens.windows(2).position(|two| two[0].folded == "routine" && two[1].folded == "healing");
    let mut end_before = 0;
    let mut found = Vec::with_capacity(tokens.len());
    for (place, (token, part)) in tokens.into_iter().zip(parts).enumerate() {
        let between = text.get(end_before..token.start).unwrap_or_default();
        for c in between.chars() {
            match c {
                '(' | '[' => inside += 1,
                ')' | ']' => inside = inside.saturating_sub(1),
                _ => {}
            }
        }
        end_before = token.end;
        if part != part_before || token.folded == "with" {
            (part_before, without) = (part, false);
        }
        without |= token.folded == "without";
        let empty = matches!(token.folded.as_str(), "unspecified" | "nos");
        let routine = routine.is_some_and(|at| place == at || place == at + 1);
        let light =
            inside > 0 || without || empty || routine || light_parts.get(part).copied().unwrap_or(false);
        found.push(Word { token, light, without });
    }
    found
}

/// For each word, the number of the part between commas in which it stands. Commas in parentheses separate nothing.
fn parts(text: &str, tokens: &[Token]) -> Vec<usize> {
    let (mut part, mut inside, mut end_before) = (0, 0_usize, 0);
    tokens
        .iter()
        .map(|token| {
            for c in text.get(end_before..token.start).unwrap_or_default().chars() {
                match c {
                    '(' | '[' => inside += 1,
                    ')' | ']' => inside = inside.saturating_sub(1),
                    ',' | ';' if inside == 0 => part += 1,
                    _ => {}
                }
            }
            end_before = token.end;
            part
        })
        .collect()
}

fn is_light_part(words: &[&str]) -> bool {
    // ", with unspecified complications" still says that there are some.
    let says_no_more =
        words.contains(&"unspecified") || words.windows(2).any(|two| two == ["not", "specified"]);
    says_no_more && words.first() != Some(&"with")
        || words.starts_with(&["initial", "encounter"])
        || matches!(words, ["not", "elsewhere", "classified"])
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(text: &str, expected: &Expect) {
        let heavy: Vec<String> =
            words(text).into_iter().filter(|word| !word.light).map(|word| word.token.folded).collect();
        expected.assert_eq(&heavy.join(" "));
    }

    #[test]
    fn only_what_names_the_condition_is_heavy() {
        check("Pneumonia, unspecified organism", &expect!["pneumonia"]);
        check("Essential (primary) hypertension", &expect!["essential hypertension"]);
        check("Type 2 diabetes mellitus without complications", &expect!["type 2 diabetes mellitus"]);
        check(
            "Fracture of unspecified part of neck of right femur, initial encounter for closed fracture",
            &expect!["fracture of part of neck of right femur"],
        );
        check(
            "Fracture of neck of right femur, sequela",
            &expect!["fracture of neck of right femur sequela"],
        );
        check(
            "Fracture of shaft of ulna, subsequent encounter for closed fracture with routine healing",
            &expect!["fracture of shaft of ulna subsequent encounter for closed fracture with"],
        );
        check("Ankylosing hyperostosis [Forestier], site unspecified", &expect!["ankylosing hyperostosis"]);
        check(
            "Migraine without aura, intractable, with status (a, b) migrainosus",
            &expect!["migraine intractable with status migrainosus"],
        );
        check("Urinary tract infection, site not specified", &expect!["urinary tract infection"]);
        check(
            "Crohn's disease, unspecified, with unspecified complications",
            &expect!["crohn disease with complications"],
        );
        check("Unspecified asthma with (acute) exacerbation", &expect!["asthma with exacerbation"]);
        check(")](,", &expect![""]);
    }
}
