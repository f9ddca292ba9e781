//! What the name of a file says of the document in it: `104482_2026-04-15_OperativeReport.pdf`.
//!
//! Deliberately absent: whose number it is. A name says `88231` and not of what; the desk knows what is numbered so.

use encounter::DocumentKind;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::draft::{Carried, Origin};
use crate::kind;

/// What a name tells. Of everything the origin is the name, which is not quoted in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct NamedDocument {
    /// Every number that may be one of a visit, an account or a record, in the order of the name.
    pub numbers: Vec<Carried<String>>,
    /// Two words that may be a name. Which of them is the last name, a comma says; else it is taken to be the first word.
    pub last_name: Option<Carried<String>>,
    pub first_name: Option<Carried<String>>,
    pub birth_date: Option<Carried<Date>>,
    /// The first date that is no birth date.
    pub date: Option<Carried<Date>>,
    pub kind: Option<Carried<DocumentKind>>,
}

/// Words that say what follows or stand for nothing.
const LABELS: &[&str] = &[
    "mrn",
    "mr",
    "acct",
    "account",
    "acc",
    "visit",
    "vn",
    "csn",
    "fin",
    "encounter",
    "enc",
    "dob",
    "dos",
    "pt",
    "patient",
    "no",
    "num",
    "id",
    "of",
    "the",
    "for",
    "and",
    "scan",
    "scanned",
    "fax",
    "copy",
    "final",
    "signed",
    "page",
    "pages",
    "note",
    "notes",
    "report",
    "document",
    "doc",
    "img",
    "image",
];

/// What a number behind it only counts.
const COUNTED: &[&str] = &["scan", "img", "image", "page", "fax", "doc", "document", "copy"];

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The shortest run of characters that is taken for a number of a visit, an account or a record.
const SHORTEST_NUMBER: usize = 4;

/// A word of a name: letters, or digits with what they are written with, and what stands behind it.
#[derive(Debug)]
struct Word<'a> {
    text: &'a str,
    ends_with_comma: bool,
    used: bool,
}

pub fn read_file_name(name: &str) -> NamedDocument {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = file
        .rsplit_once('.')
        .filter(|(stem, ending)| !stem.is_empty() && ending.len() <= 5)
        .map_or(file, |(stem, _)| stem);
    let mut words = words(stem);
    let mut told = NamedDocument::default();
    while let Some((at, count, date)) = (0..words.len()).find_map(|at| date_at(&words, at)) {
        let is_birth = at
            .checked_sub(1)
            .and_then(|before| words.get(before))
            .is_some_and(|word| word.text.eq_ignore_ascii_case("dob"));
        let slot = if is_birth { &mut told.birth_date } else { &mut told.date };
        if slot.is_none() {
            *slot = Some(carried(date));
        }
        words.iter_mut().skip(at).take(count).for_each(|word| word.used = true);
    }
    let texts: Vec<(&str, bool)> = words.iter().map(|word| (word.text, word.used)).collect();
    if let Some((kind, at, count)) = kind::in_name(&texts) {
        told.kind = Some(carried(kind));
        words.iter_mut().skip(at).take(count).for_each(|word| word.used = true);
    }
    for at in 0..words.len() {
        // Scanners and cameras count their pictures.
        let is_counted = at
            .checked_sub(1)
            .and_then(|before| words.get(before))
            .is_some_and(|word| COUNTED.contains(&word.text.to_lowercase().as_str()));
        if let Some(word) = words.get_mut(at).filter(|word| !word.used && is_number(word.text)) {
            word.used = true;
            if !is_counted {
                told.numbers.push(carried(word.text.to_owned()));
            }
        }
    }
    let is_name = |word: &&Word<'_>| {
        let letters = word.text.chars().filter(|c| c.is_alphabetic()).count();
        !word.used
            && letters > 1
            && !word.text.contains(|c: char| c.is_ascii_digit())
            && !LABELS.contains(&word.text.to_lowercase().as_str())
    };
    let names: Vec<&Word<'_>> = words.iter().filter(is_name).collect();
    // "van Dyke, Ruth": all before the comma is the last name.
    let comma = names.iter().position(|word| word.ends_with_comma);
    let (last, first) = match (comma, names.as_slice()) {
        (Some(at), names) => (names.get(..=at).unwrap_or_default(), names.get(at + 1)),
        (None, [last, first, ..]) => (std::slice::from_ref(last), Some(first)),
        (None, _) => (&[][..], None),
    };
    let last: Vec<&str> = last.iter().map(|word| word.text).collect();
    if !last.is_empty() {
        told.last_name = Some(carried(last.join(" ")));
        told.first_name = first.map(|word| carried(word.text.to_owned()));
    }
    told
}

fn carried<T>(value: T) -> Carried<T> {
    Carried::new(value, Origin("name".to_owned()))
}

/// At blanks, underscores and the like; at hyphens and full stops between letters; and where a capital follows a small letter.
fn words(stem: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    for chunk in stem.split_inclusive([' ', '_', ',', ';', '(', ')', '[', ']', '+', '#', '=']) {
        let text = chunk.trim_end_matches([' ', '_', ',', ';', '(', ')', '[', ']', '+', '#', '=']);
        let comma = chunk.ends_with(',');
        let has_digits = text.contains(|c: char| c.is_ascii_digit());
        let is_short_and = text.len() <= 5 && text.contains('&');
        let parts: Vec<&str> = match () {
            () if text.is_empty() => Vec::new(),
            () if is_short_and => vec![text],
            () if has_digits => of_digits(text),
            () => text.split(['-', '.', '&', '~']).flat_map(humps).filter(|part| !part.is_empty()).collect(),
        };
        if parts.is_empty()
            && comma
            && let Some(last) = words.last_mut()
        {
            let last: &mut Word<'_> = last;
            last.ends_with_comma = true;
        }
        let count = parts.len();
        for (at, text) in parts.into_iter().enumerate() {
            words.push(Word { text, ends_with_comma: comma && at + 1 == count, used: false });
        }
    }
    words
}

/// `OpNote2026-04-15` is a word and a date; `26-1044` is one number, and so is `E4471`.
fn of_digits(text: &str) -> Vec<&str> {
    if let Some((before, after)) = text.rsplit_once(['-', '.'])
        && after.len() > 1
        && after.chars().all(char::is_alphabetic)
    {
        let before =
            if before.contains(|c: char| c.is_ascii_digit()) { of_digits(before) } else { humps(before) };
        return before.into_iter().chain(humps(after)).filter(|part| !part.is_empty()).collect();
    }
    let first = text.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let (letters, rest) = text.split_at(first);
    let bare = letters.trim_end_matches(['-', '.']);
    match bare.len() > 2 || bare.len() < letters.len() {
        true => humps(bare).into_iter().filter(|part| !part.is_empty()).chain([rest]).collect(),
        false => vec![text],
    }
}

fn humps(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut from = 0;
    let characters: Vec<(usize, char)> = text.char_indices().collect();
    for pair in characters.windows(2) {
        if let [(_, before), (at, here)] = *pair
            && before.is_lowercase()
            && here.is_uppercase()
            // McAllister and MacLeod are one word.
            && !matches!(text.get(from..at), Some("Mc" | "Mac" | "De" | "Le" | "La" | "Van" | "Di" | "Fitz" | "O"))
        {
            parts.push(text.get(from..at).unwrap_or_default());
            from = at;
        }
    }
    parts.push(text.get(from..).unwrap_or_default());
    parts
}

fn is_number(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let is_written_so = text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'));
    is_written_so && text.len() >= SHORTEST_NUMBER && digits * 2 >= text.len()
}

/// A date that begins with the word at a place, and of how many words it is.
fn date_at(words: &[Word<'_>], at: usize) -> Option<(usize, usize, Date)> {
    let free = |at: usize| words.get(at).filter(|word| !word.used).map(|word| word.text);
    let one = free(at)?;
    let parts: Vec<&str> = one.split(['-', '.']).collect();
    if let Some(date) = of_parts(&parts).or_else(|| packed(one)) {
        return Some((at, 1, date));
    }
    let three = [one, free(at + 1)?, free(at + 2)?];
    of_parts(&three).map(|date| (at, 3, date))
}

/// Year, month, day; month, day, year as the United States write; or with the month in words.
fn of_parts(parts: &[&str]) -> Option<Date> {
    let [first, second, third] = *parts else { return None };
    let number = |text: &str| {
        text.parse::<i16>().ok().filter(|_| text.len() <= 4 && text.bytes().all(|c| c.is_ascii_digit()))
    };
    let year = |text: &str| match (number(text)?, text.len()) {
        (year, 4) => Some(year),
        (year, 2) => Some(2000 + year),
        _ => None,
    };
    let short =
        |text: &str| number(text).filter(|_| text.len() <= 2).and_then(|number| i8::try_from(number).ok());
    let month = |text: &str| {
        let text = text.to_lowercase();
        let at = MONTHS.iter().position(|month| text.starts_with(month))?;
        i8::try_from(at + 1).ok()
    };
    let made = match () {
        () if first.len() == 4 => (year(first)?, short(second).or_else(|| month(second))?, short(third)?),
        () if let Some(named) = month(first) => (year(third)?, named, short(second)?),
        () if let Some(named) = month(second) => (year(third)?, named, short(first)?),
        () => (year(third)?, short(first)?, short(second)?),
    };
    likely(made)
}

/// `20260415` and `04152026`.
fn packed(text: &str) -> Option<Date> {
    if text.len() != 8 || !text.bytes().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let part = |range: std::ops::Range<usize>| text.get(range)?.parse::<i16>().ok();
    let small = |range| i8::try_from(part(range)?).ok();
    let by_year = || likely((part(0..4)?, small(4..6)?, small(6..8)?));
    by_year().or_else(|| likely((part(4..8)?, small(0..2)?, small(2..4)?)))
}

/// Not a number that happens to be written like one.
fn likely((year, month, day): (i16, i8, i8)) -> Option<Date> {
    (1900..2100).contains(&year).then(|| Date::new(year, month, day).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value;

    fn told(name: &str) -> String {
        let told = read_file_name(name);
        let numbers: Vec<&str> = told.numbers.iter().filter_map(|number| number.value.as_deref()).collect();
        let text = |field: &Option<Carried<String>>| value(field).cloned().unwrap_or_default();
        let date = |field: &Option<Carried<Date>>| value(field).map(Date::to_string).unwrap_or_default();
        let kind = value(&told.kind).map(|kind| format!("{kind:?}")).unwrap_or_default();
        let born = if told.birth_date.is_some() {
            format!(" born {}", date(&told.birth_date))
        } else {
            String::new()
        };
        format!(
            "{} | {}, {} | {} | {kind}{born}",
            numbers.join(" "),
            text(&told.last_name),
            text(&told.first_name),
            date(&told.date)
        )
    }

    #[test]
    fn names_as_people_and_programs_write_them() {
        for (name, expected) in [
            ("104482_2026-04-15_OperativeReport.pdf", "104482 | ,  | 2026-04-15 | OperativeReport"),
            ("Okafor, Ruth 2026-04-15 op note.pdf", " | Okafor, Ruth | 2026-04-15 | OperativeReport"),
            ("ACCT 88231 H&P 04-15-2026.pdf", "88231 | ,  | 2026-04-15 | HistoryAndPhysical"),
            ("88231 DS 4.15.26.docx", "88231 | ,  | 2026-04-15 | DischargeSummary"),
            ("20260415_104482_consult.tif", "104482 | ,  | 2026-04-15 | Consultation"),
            ("MRN104482 xray 15 Apr 2026.png", "104482 | ,  | 2026-04-15 | Imaging"),
            ("OKAFOR_RUTH_2026_04_15_PATH.PDF", " | OKAFOR, RUTH | 2026-04-15 | Pathology"),
            ("lab 26-1044 Apr 5, 2026.pdf", "26-1044 | ,  | 2026-04-05 | Laboratory"),
            (
                "van Dyke, Anna DOB 02-28-1958 DOS 2026-04-15 progress note.rtf",
                " | van Dyke, Anna | 2026-04-15 | ProgressNote born 1958-02-28",
            ),
            ("McAllister_Sean_OpNote_04152026.pdf", " | McAllister, Sean | 2026-04-15 | OperativeReport"),
            ("dc summary E4471.pdf", "E4471 | ,  |  | DischargeSummary"),
            ("C:\\drop\\88231-CXR.pdf", "88231 | ,  |  | Imaging"),
            ("scan0001.pdf", " | ,  |  | "),
            ("2026-13-45.pdf", "2026-13-45 | ,  |  | "),
            ("", " | ,  |  | "),
            (".pdf", " | ,  |  | "),
        ] {
            assert_eq!(told(name), expected, "{name}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_name_is_read(name in "[A-Za-z0-9 ,._&é漢()-]{0,60}") {
            read_file_name(&name);
        }
    }
}
