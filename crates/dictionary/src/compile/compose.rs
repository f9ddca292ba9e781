//! Titles of procedures that the publisher lists none of, composed from the tables as the publisher composes them: the
//! official titles of codes of the same operation and shape show in which order the meanings of the characters stand and
//! what stands between them.
//!
//! Deliberately absent: a title where fewer than three official ones agree on its pattern.

use std::collections::HashMap;

use super::{CompileError, GoOn, check};
use crate::official::{AxisValue, ProcedureTable, ProcedureTables};

/// Official titles that must agree on a pattern, and be three quarters of those of the shape.
const WITNESSES: usize = 3;

/// Where a title stands: the first characters of its code, the operation, and which of the last four places say
/// something.
type Shape<'t> = (String, &'t str, [bool; 4]);

/// How many characters of the code a pattern is looked for by: the body part in its table first, because a bypass of the
/// heart leads from a vessel where others lead to one; the section last.
const NEAREST_FIRST: [usize; 3] = [4, 3, 1];

/// What official titles show.
#[derive(Default)]
struct Learned<'t> {
    patterns: HashMap<Shape<'t>, HashMap<String, usize>>,
    /// How often a meaning at a place is written in each of its [`ways`].
    ways: HashMap<(usize, &'t str), [usize; WAYS]>,
}

/// The codes of the tables that have no official title, each with its composed one.
pub(super) fn titles<'a>(
    tables: &ProcedureTables,
    official: impl Fn(&str) -> Option<&'a str>,
    go_on: GoOn<'_>,
) -> Result<Vec<(String, String)>, CompileError> {
    let mut learned = Learned::default();
    let mut untitled = Vec::new();
    for table in &tables.tables {
        check(go_on)?;
        table.each_code(&mut |code, values| match official(&code) {
            Some(title) => learned.learn(title, &shapes(&code, table, values), values),
            None => untitled.push((code, table, values)),
        });
    }
    let composed = |(code, table, values): (String, _, _)| {
        let title = learned.compose(&shapes(&code, table, values), values)?;
        Some((code, title))
    };
    Ok(untitled.into_iter().filter_map(composed).collect())
}

impl<'t> Learned<'t> {
    /// Puts `{0}` to `{3}` for the meanings that a title names, the longest first, so that none is found inside another.
    fn learn(&mut self, title: &str, shapes: &[Shape<'t>], values: [&'t AxisValue; 4]) {
        let mut named: Vec<(usize, usize, String)> = Vec::new();
        for (at, value) in values.iter().enumerate().filter(|(_, value)| says(value)) {
            named.extend(ways(&value.meaning).into_iter().enumerate().map(|(way, text)| (at, way, text)));
        }
        named.sort_by_key(|(_, _, text)| std::cmp::Reverse(text.len()));
        let mut pattern = title.to_owned();
        let mut done = [false; 4];
        for (at, way, text) in named {
            let (Some(done), Some(value)) = (done.get_mut(at), values.get(at)) else { continue };
            if !*done && pattern.matches(text.as_str()).count() == 1 {
                pattern = pattern.replace(&text, &format!("{{{at}}}"));
                *done = true;
                let counts = self.ways.entry((at, value.meaning.as_str())).or_default();
                if let Some(count) = counts.get_mut(way) {
                    *count += 1;
                }
            }
        }
        for shape in shapes {
            let of_shape = self.patterns.entry(shape.clone()).or_default();
            *of_shape.entry(pattern.clone()).or_default() += 1;
        }
    }

    fn compose(&self, shapes: &[Shape<'t>], values: [&'t AxisValue; 4]) -> Option<String> {
        let (of_shape, all) = shapes.iter().find_map(|shape| {
            let of_shape = self.patterns.get(shape)?;
            let all: usize = of_shape.values().sum();
            (all >= WITNESSES).then_some((of_shape, all))
        })?;
        let (pattern, witnesses) = of_shape.iter().max_by_key(|(pattern, count)| (**count, *pattern))?;
        if *witnesses < WITNESSES || *witnesses * 4 < all * 3 {
            return None;
        }
        let mut title = pattern.clone();
        for (at, value) in values.iter().enumerate() {
            let sign = format!("{{{at}}}");
            if title.contains(&sign) {
                title = title.replace(&sign, &self.written(at, &value.meaning));
            } else if says(value) {
                // What the pattern does not name would be lost.
                return None;
            }
        }
        Some(title)
    }

    /// A meaning as titles write it; one that none names is written as most of its kind are.
    fn written(&self, at: usize, meaning: &str) -> String {
        let ways = ways(meaning);
        let counts = self.ways.get(&(at, meaning)).copied().unwrap_or_default();
        let best =
            counts.iter().enumerate().filter(|(_, count)| **count > 0).max_by_key(|(_, count)| **count);
        let usual = match (at, ends_with_side(meaning)) {
            (1, _) => APPROACH,
            (_, true) => TURNED,
            (_, false) => PLAIN,
        };
        let way = best.map_or(usual, |(way, _)| way);
        ways.into_iter().nth(way).unwrap_or_else(|| meaning.to_owned())
    }
}

const WAYS: usize = 4;
const PLAIN: usize = 0;
const APPROACH: usize = 1;
const TURNED: usize = 2;

/// How a title may write a meaning: `Kidney, Right`; as an approach, which `Via Natural or Artificial Opening` is by
/// itself; turned, `Right Kidney`; and of several, `Two Intraluminal Devices`.
fn ways(meaning: &str) -> [String; WAYS] {
    let approach =
        if meaning.starts_with("Via ") { meaning.to_owned() } else { format!("{meaning} Approach") };
    let turned = match meaning.rsplit_once(", ") {
        Some((name, more)) => format!("{more} {name}"),
        None => meaning.to_owned(),
    };
    let several = format!("{turned}s");
    [meaning.to_owned(), approach, turned, several]
}

fn ends_with_side(meaning: &str) -> bool {
    matches!(meaning.rsplit_once(", "), Some((_, "Left" | "Right" | "Bilateral" | "Upper" | "Lower")))
}

fn shapes<'t>(code: &str, table: &'t ProcedureTable, values: [&AxisValue; 4]) -> Vec<Shape<'t>> {
    let operation = table.heading.get(2).map_or("", |value| value.meaning.as_str());
    let shape = |length: usize| (code.chars().take(length).collect(), operation, values.map(says));
    NEAREST_FIRST.into_iter().map(shape).collect()
}

/// Whether a value is named in a title.
fn says(value: &AxisValue) -> bool {
    !matches!(value.meaning.as_str(), "None" | "No Device" | "No Qualifier" | "No Contrast")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_composed_as_those_beside_it() {
        let value = |character, meaning: &str| AxisValue { character, meaning: meaning.to_owned() };
        let table = ProcedureTable {
            heading: vec![value('0', "Medical and Surgical"), value('D', "Desk"), value('T', "Resection")],
            definition: String::new(),
            rows: vec![[
                vec![value('0', "Leg, Right"), value('1', "Leg, Left"), value('2', "Drawer")],
                vec![value('0', "Open"), value('7', "Via Natural or Artificial Opening")],
                vec![value('Z', "No Device")],
                vec![value('Z', "No Qualifier"), value('3', "Total")],
            ]],
        };
        let tables = ProcedureTables { tables: vec![table], ..ProcedureTables::default() };
        let official = |code: &str| match code {
            "0DT00ZZ" => Some("Resection of Right Leg, Open Approach"),
            "0DT10ZZ" => Some("Resection of Left Leg, Open Approach"),
            "0DT17ZZ" => Some("Resection of Left Leg, Via Natural or Artificial Opening"),
            "0DT003" => Some("never asked"),
            _ => None,
        };
        let composed = titles(&tables, official, &|| true).unwrap();
        let composed: Vec<String> =
            composed.into_iter().map(|(code, title)| format!("{code} {title}")).collect();
        assert_eq!(
            composed,
            [
                "0DT07ZZ Resection of Right Leg, Via Natural or Artificial Opening",
                "0DT20ZZ Resection of Drawer, Open Approach",
                "0DT27ZZ Resection of Drawer, Via Natural or Artificial Opening",
            ],
            "none with a qualifier, which no official title shows"
        );
    }

    /// Of every tenth code of fiscal year 2025 the official title is withheld, and what is composed is compared with it.
    #[test]
    fn composed_titles_are_the_official_ones() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut folders = root.ancestors().map(|above| above.join("shared/releases/icd10pcs-2025"));
        let book = crate::open::Dictionary::open(&root.join("../../assets/dictionary/dictionary.db"));
        let (Some(folder), Ok(book)) = (folders.find(|path| path.is_dir()), book) else {
            eprintln!(
                "SKIPPED compose::composed_titles_are_the_official_ones: no ../shared/releases/icd10pcs-2025 or no dictionary"
            );
            return;
        };
        let text = std::fs::read_to_string(folder.join("icd10pcs_tables_2025.xml")).expect("tables");
        let tables = ProcedureTables::parse(&text).expect("tables");
        let known =
            book.billable(encounter::CodeSystem::Icd10pcs, jiff::civil::date(2024, 10, 1)).expect("titles");
        let official = |code: &str| known.get(code).and_then(Option::as_deref);
        let all: Vec<&String> = known.keys().collect();
        let withheld: std::collections::HashSet<&str> =
            all.iter().step_by(10).map(|code| code.as_str()).collect();
        let composed =
            titles(&tables, |code| official(code).filter(|_| !withheld.contains(code)), &|| true).unwrap();
        let asked = composed.iter().filter_map(|(code, title)| Some((title.as_str(), official(code)?)));
        let (mut same, mut other) = (0, 0);
        for (composed, official) in asked {
            if composed == official {
                same += 1;
            } else {
                other += 1;
            }
        }
        let without = tables.codes().iter().filter(|code| official(code).is_none()).count();
        let for_those = composed.iter().filter(|(code, _)| official(code).is_none()).count();
        println!(
            "of {} titles withheld {same} are composed as they are, {other} otherwise, {} not; of {without} codes without one {for_those} get one",
            withheld.len(),
            withheld.len() - same - other
        );
        assert!(same > 99 * other, "{same} composed as the official title, {other} otherwise");
    }
}
