use super::qualifier::Qualifier;

/// The codes that a note names: one with everything below it, or a range, perhaps only those with certain characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeReference {
    /// Without the dot and without the dash that says "anything below".
    pub(super) from: String,
    /// The last code of a range, itself with everything below it.
    pub(super) to: Option<String>,
    pub(super) qualifier: Option<Qualifier>,
}

impl CodeReference {
    /// Every reference of a text in the notation of the notes, such as `E08-E10, E11.- with .44`.
    pub fn all_of(text: &str) -> Vec<Self> {
        read(text).references
    }

    /// Whether it names the code, written without its dot.
    pub fn covers(&self, code: &str) -> bool {
        let begins = match &self.to {
            None => code.starts_with(&self.from),
            Some(to) => {
                let head = |length: usize| code.get(..length.min(code.len())).unwrap_or(code);
                head(self.from.len()) >= self.from.as_str() && head(to.len()) <= to.as_str()
            }
        };
        begins && self.qualifier.as_ref().is_none_or(|qualifier| qualifier.admits(code))
    }

    /// The code whose title tells what is named: none of a range.
    pub fn single(&self) -> Option<&str> {
        self.to.is_none().then_some(&self.from)
    }

    /// The codes that it is written with, without their dots.
    pub fn ends(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.from.as_str()).chain(self.to.as_deref())
    }
}

/// What was read of a text that names codes.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) references: Vec<CodeReference>,
    /// A condition on the characters that is not understood.
    pub(super) unread: bool,
}

/// Reads every reference of a text such as `E08-E10, E11, E13 with .44`. Words between them are passed over.
pub(super) fn read(text: &str) -> Found {
    let mut found = Found::default();
    let mut at = 0;
    let mut pending = 0;
    while let Some((reference, begin, end)) = next(text, at) {
        // What stands between two references may qualify those before it, as in `F10 with .26, F13`.
        qualify(text.get(at..begin).unwrap_or_default(), &mut pending, &mut found);
        found.references.push(reference);
        at = end;
    }
    qualify(text.get(at..).unwrap_or_default(), &mut pending, &mut found);
    found
}

fn qualify(words: &str, pending: &mut usize, found: &mut Found) {
    let words = words.trim_start_matches(|c: char| !c.is_alphanumeric());
    let Some(rest) = words.strip_prefix("with ") else { return };
    if found.references.is_empty() || !rest.contains("character") && !rest.trim_start().starts_with('.') {
        return;
    }
    match Qualifier::read(rest) {
        Some(qualifier) => {
            for reference in found.references.iter_mut().skip(*pending) {
                reference.qualifier = Some(qualifier.clone());
            }
        }
        None => found.unread = true,
    }
    *pending = found.references.len();
}

/// The next reference at or behind `at`, with where it begins and ends.
fn next(text: &str, at: usize) -> Option<(CodeReference, usize, usize)> {
    let bytes = text.as_bytes();
    let mut begin = at;
    while begin < bytes.len() {
        let at_word =
            begin == 0 || bytes.get(begin - 1).is_some_and(|c| !c.is_ascii_alphanumeric() && *c != b'.');
        if at_word && let Some((from, mut end)) = code(bytes, begin) {
            let after_dashes = end + bytes.iter().skip(end).take_while(|c| **c == b'-').count();
            let to = joined(text, end, after_dashes).and_then(|start| code(bytes, start));
            let to = to.filter(|(to, _)| to.as_str() >= from.as_str());
            end = to.as_ref().map_or(after_dashes, |(_, end)| *end);
            end += bytes.iter().skip(end).take_while(|c| **c == b'-').count();
            let reference = CodeReference { from, to: to.map(|(to, _)| to), qualifier: None };
            return Some((reference, begin, end));
        }
        begin += 1;
    }
    None
}

/// Where the second code of a range would begin: behind a dash, or behind " to ".
fn joined(text: &str, end: usize, after_dashes: usize) -> Option<usize> {
    let rest = text.get(after_dashes..)?;
    let blanks = rest.len() - rest.trim_start().len();
    if rest.trim_start().starts_with("- ") {
        return Some(after_dashes + blanks + 2);
    }
    if rest.trim_start().starts_with("to ") {
        return Some(after_dashes + blanks + 3);
    }
    (after_dashes > end && blanks == 0).then_some(after_dashes)
}

/// A code without its dot, and where it ends: `A1X`, then up to four characters, with a dot among them or not.
fn code(bytes: &[u8], begin: usize) -> Option<(String, usize)> {
    let [letter, digit, third, ..] = bytes.get(begin..)? else { return None };
    let upper = |c: &u8| c.is_ascii_digit() || c.is_ascii_uppercase();
    let begins = digit.is_ascii_digit() || (letter, digit) == (&b'Q', &b'A');
    if !letter.is_ascii_uppercase() || !begins || !upper(third) {
        return None;
    }
    let mut end = begin + 3;
    let mut code: Vec<u8> = vec![*letter, *digit, *third];
    if bytes.get(end) == Some(&b'.') {
        end += 1;
        while let Some(c) = bytes.get(end).filter(|c| upper(c)).filter(|_| code.len() < 7) {
            code.push(*c);
            end += 1;
        }
    }
    if bytes.get(end).is_some_and(u8::is_ascii_alphanumeric) {
        return None;
    }
    // A dot at the end of a sentence is none of the code; the same dot before a dash is.
    if bytes.get(end) == Some(&b'.') && bytes.get(end + 1) == Some(&b'-') {
        end += 1;
    }
    Some((String::from_utf8(code).ok()?, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn covers(text: &str, yes: &[&str], no: &[&str]) {
        let found = read(text);
        assert!(!found.unread, "{text}");
        let covers =
            |code: &str| found.references.iter().any(|reference| reference.covers(&code.replace('.', "")));
        for code in yes {
            assert!(covers(code), "{text}: {code} in {:?}", found.references);
        }
        for code in no {
            assert!(!covers(code), "{text}: {code} in {:?}", found.references);
        }
    }

    #[test]
    fn what_a_reference_names() {
        covers("E08.-", &["E08.00", "E08"], &["E09.1"]);
        covers("L97.1-L97.9, L98.41-L98.49", &["L97.121", "L97.929", "L98.429"], &["L97.01", "L98.5"]);
        covers("E05.0-E05.9-", &["E05.91"], &["E04.0"]);
        covers("F98.2.-F98.3", &["F98.21", "F98.3"], &["F98.4"]);
        covers("S32.1--S32.9 with 7th character B", &["S32.110B"], &["S32.110A", "S32.010B"]);
        covers("I60.-. I61.-, I62.-", &["I60.9", "I61.1", "I62.9"], &["I63.9"]);
        covers(
            "A00-R94 and T80-T88.6, T88.8",
            &["K35.80", "T81.40XA", "T88.6XXA", "T88.8XXA"],
            &["T88.7XXA"],
        );
        covers("A15 to A19", &["A16.1"], &["A20.0"]);
        covers("M1A.-, M10.-", &["M1A.0110", "M10.9"], &["M11.0"]);
        covers("QA0.-", &["QA0.01"], &[]);
    }

    #[test]
    fn what_a_reference_names_by_characters() {
        covers(
            "T36-T50 with fifth or sixth character 5",
            &["T36.0X5A", "T45.515D", "T36.95XA"],
            &["T43.651A", "T36.0X1A", "T45.516A", "T51.0X1A"],
        );
        covers(
            "T36-T65 with fifth or sixth character 1-4",
            &["T40.1X2A", "T59.94XA"],
            &["T40.1X5A", "T40.1X6A"],
        );
        covers("E08-E13 with .51-.52", &["E11.51", "E08.52"], &["E11.59", "E14.51"]);
        covers("F10, F13, F19 with .26, .96", &["F10.26", "F13.96"], &["F10.27", "F11.26"]);
        covers("I69. with final characters -23", &["I69.023", "I69.923"], &["I69.022"]);
        covers("F11-F19 with fifth to sixth characters 51", &["F11.951"], &["F11.959"]);
        covers("S42.- with 7th character B or C", &["S42.001B", "S42.009C"], &["S42.001A"]);
        covers("M51.- with fifth character 6", &["M51.16"], &["M51.14"]);
        covers("T36-T50 with final character 6", &["T38.3X6A", "T36.96XD"], &["T38.3X5A"]);
        covers("F10-F19 with 5th character .6", &["F10.96"], &["F10.99"]);
        covers("F11-F19 with .15. .25, .95", &["F11.159", "F19.950"], &["F12.10"]);
        assert!(read("S52.- with open fracture 7th character").unread);
    }

    #[test]
    fn words_name_no_codes() {
        for text in ["pyridoxine", "C3 glomerulonephritis", "HLA-B2", "stage 3a", "É11.9", "B12a", "COVID19"]
        {
            assert!(read(text).references.is_empty(), "{text}");
        }
    }
}
