use super::reference::{self, CodeReference};

/// One thing that a note says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// As published; the line that opens a list, then its item.
    pub text: String,
    pub references: Vec<CodeReference>,
    /// Its words narrow what its codes name ("due to", "in", "except"), or narrow it by characters that were not
    /// understood: whether it speaks of this record, a reader decides.
    pub restricted: bool,
    /// It asks for a code only where there is something to code: "if applicable", "any".
    pub optional: bool,
    /// Its codes are examples, "such as": others would do.
    pub open: bool,
    /// It is an item of a list.
    pub item: bool,
}

/// What narrows a condition beyond the codes that are named for it.
const NARROWING: &[&str] = &[
    "accompanying",
    "after",
    "associated",
    "because",
    "before",
    "caused",
    "classifiable",
    "classified",
    "complicating",
    "conditions",
    "current",
    "due",
    "during",
    "except",
    "excluding",
    "exposure",
    "following",
    "from",
    "if",
    "in",
    "induced",
    "involving",
    "not",
    "only",
    "other",
    "related",
    "requiring",
    "resulting",
    "secondary",
    "specified",
    "such",
    "than",
    "through",
    "to",
    "when",
    "with",
    "without",
];

/// What leaves it to the record whether a code is to be added.
const OPTIONAL: &[&str] = &["applicable", "any", "known", "when", "desired", "if ", "(s)", "associated"];

pub(super) fn clauses<'t>(lines: &[String], title: impl Fn(&str) -> Option<&'t str>) -> Vec<Clause> {
    let mut clauses = Vec::new();
    let mut opening: Option<&str> = None;
    for line in lines {
        let line = line.trim();
        if line.ends_with(':') {
            opening = Some(line);
            // What opens a list may name codes itself: "for codes G31.0-G31.83, to identify:" says for which it holds.
            continue;
        }
        let text = match opening {
            Some(opening) => format!("{opening} {line}"),
            None => line.to_owned(),
        };
        let (found, described) = references(line, &title);
        let opens_narrow = opening.is_some_and(|opening| opening.contains("for codes"));
        let words = opening.map_or_else(|| described.clone(), |opening| format!("{opening} {described}"));
        let restricted = found.unread || opens_narrow || narrows(&words, &found.references, &title);
        let lower = text.to_lowercase();
        let optional = OPTIONAL.iter().any(|word| lower.contains(word));
        let open = lower.contains("such as");
        let (references, item) = (found.references, opening.is_some());
        clauses.push(Clause { text, references, restricted, optional, open, item });
    }
    clauses
}

/// The codes that a line names, and its words without them. Codes stand in brackets; only where none do, and the book
/// knows what looks like one, they may stand among the words.
fn references<'t>(line: &str, title: &impl Fn(&str) -> Option<&'t str>) -> (reference::Found, String) {
    let mut found = reference::Found::default();
    let mut words = String::new();
    let mut rest = line;
    while let Some((before, behind)) = rest.split_once('(') {
        let end = behind.find([')', '}', '(']).unwrap_or(behind.len());
        let (inside, after) = behind.split_at(end);
        let inner = reference::read(inside);
        words.push_str(before);
        if inner.references.is_empty() {
            words.push_str(inside);
        }
        found.unread |= inner.unread;
        found.references.extend(inner.references);
        rest = after.strip_prefix([')', '}']).unwrap_or(after);
    }
    words.push_str(rest);
    if found.references.is_empty() {
        let among = reference::read(line);
        if among.references.iter().all(|reference| reference.ends().all(|code| title(code).is_some())) {
            return (among, words);
        }
    }
    (found, words)
}

/// Whether the words say more than the title of what they name, in a way that narrows it.
fn narrows<'t>(words: &str, references: &[CodeReference], title: &impl Fn(&str) -> Option<&'t str>) -> bool {
    let lower = words.to_lowercase();
    let mut narrowing = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| NARROWING.binary_search(word).is_ok())
        .peekable();
    if narrowing.peek().is_none() {
        return false;
    }
    let titles: Vec<String> = references
        .iter()
        .filter_map(|reference| match reference.single() {
            Some(code) => title(code).map(str::to_lowercase),
            None => title(&reference.ends().collect::<Vec<_>>().join("-")).map(str::to_lowercase),
        })
        .collect();
    let named = |word: &str| {
        !titles.is_empty()
            && titles.iter().all(|title| title.split(|c: char| !c.is_alphanumeric()).any(|of| of == word))
    };
    !narrowing.all(named)
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(lines: &[&str], expected: &Expect) {
        let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        let title = |code: &str| match code {
            "E08" => Some("Diabetes mellitus due to underlying condition"),
            "D643" => Some("Other sideroblastic anemias"),
            "A30" => Some("Leprosy [Hansen's disease]"),
            "H90" => Some("Conductive and sensorineural hearing loss"),
            _ => None,
        };
        let seen: Vec<String> = clauses(&lines, title)
            .iter()
            .map(|clause| {
                let codes: Vec<String> =
                    clause.references.iter().map(|each| each.ends().collect::<Vec<_>>().join("-")).collect();
                let marks = [
                    (clause.restricted, " restricted"),
                    (clause.optional, " optional"),
                    (clause.open, " open"),
                ];
                let marks: String = marks.iter().filter(|(is, _)| *is).map(|(_, mark)| *mark).collect();
                format!("{}{marks}\n", codes.join(" "))
            })
            .collect();
        expected.assert_eq(&seen.concat());
    }

    #[test]
    fn words_that_narrow_are_told_from_those_of_the_title() {
        check(
            &[
                "diabetes mellitus due to underlying condition (E08.-)",
                "sideroblastic anemia due to vitamin deficiency (D64.3)",
                "hearing loss as classified in H90.-",
                "vitamin B12 deficiency",
            ],
            &expect![[r#"
                E08
                D643 restricted
                H90 restricted

            "#]],
        );
    }

    #[test]
    fn an_item_stands_below_what_opens_its_list() {
        check(
            &["osteochondritis (in):", "leprosy (A30.-)"],
            &expect![[r#"
                A30 restricted
            "#]],
        );
        check(
            &[
                "underlying disease, such as:",
                "leprosy (A30.-)",
                "code, if applicable, to identify drug (T36-T50)",
            ],
            &expect![[r#"
                A30 restricted open
                T36-T50 restricted optional open
            "#]],
        );
    }

    #[test]
    fn the_words_that_narrow_are_in_order() {
        assert!(NARROWING.is_sorted());
    }
}
