//! Names of persons in one cell.

/// A name in its parts, as far as the cell tells them apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PersonName {
    pub(super) last: String,
    pub(super) first: String,
    pub(super) middle: String,
    pub(super) suffix: String,
}

const SUFFIXES: [&str; 8] = ["jr", "sr", "ii", "iii", "iv", "v", "2nd", "3rd"];
/// Words with which a last name begins: those of the Romance and Germanic languages and of Arabic.
const PARTICLES: [&str; 22] = [
    "de", "del", "della", "di", "da", "dos", "das", "du", "la", "le", "van", "von", "der", "den", "ter",
    "ten", "st", "st.", "bin", "al", "el", "mac",
];

/// `Okafor, Ruth A`, `OKAFOR^RUTH^A`, or with the first name first; with `last_first` the last name is the first word.
pub(super) fn person(cell: &str, last_first: bool) -> PersonName {
    let cell = cell.trim();
    let (last, rest) = match (cell.split_once('^'), cell.split_once(',')) {
        (Some((last, rest)), _) => (last, rest.replace('^', " ")),
        (None, Some((last, rest))) if is_suffix(rest.trim()) => {
            let name = person(last, last_first);
            return PersonName { suffix: rest.trim().to_owned(), ..name };
        }
        (None, Some((last, rest))) => (last, rest.replace(',', " ")),
        (None, None) => return in_words(cell, last_first),
    };
    let (last, suffix_of_last) = without_suffix(&words(last));
    let (rest, suffix) = without_suffix(&words(&rest));
    let (first, middle) = rest
        .split_first()
        .map_or((String::new(), String::new()), |(first, middle)| (first.clone(), middle.join(" ")));
    PersonName { last: last.join(" "), first, middle, suffix: suffix.or(suffix_of_last).unwrap_or_default() }
}

fn in_words(cell: &str, last_first: bool) -> PersonName {
    let (words, suffix) = without_suffix(&words(cell));
    let suffix = suffix.unwrap_or_default();
    if let [only] = words.as_slice() {
        return PersonName { last: only.clone(), suffix, ..PersonName::default() };
    }
    if last_first {
        // A particle belongs to the name behind it.
        let behind = words.iter().position(|word| !is_particle(word)).unwrap_or(0);
        let (last, rest) = words.split_at((behind + 1).min(words.len()));
        let (first, middle) = rest
            .split_first()
            .map_or((String::new(), String::new()), |(first, middle)| (first.clone(), middle.join(" ")));
        return PersonName { last: last.join(" "), first, middle, suffix };
    }
    let particle = words.iter().skip(1).position(|word| is_particle(word)).map(|at| at + 1);
    let begin = particle.unwrap_or(words.len().saturating_sub(1));
    let (rest, last) = words.split_at(begin);
    let (first, middle) = rest
        .split_first()
        .map_or((String::new(), String::new()), |(first, middle)| (first.clone(), middle.join(" ")));
    PersonName { last: last.join(" "), first, middle, suffix }
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn without_suffix(words: &[String]) -> (Vec<String>, Option<String>) {
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() && is_suffix(last) => (rest.to_vec(), Some(last.clone())),
        _ => (words.to_vec(), None),
    }
}

/// A lone V is a middle initial as often as the fifth.
fn is_suffix(word: &str) -> bool {
    let word = word.trim_end_matches('.').to_lowercase();
    SUFFIXES.contains(&word.as_str()) && word != "v"
}

fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_every_make() {
        for (cell, last_first, expected) in [
            ("Okafor, Ruth", false, "Okafor|Ruth||"),
            ("OKAFOR,RUTH A", false, "OKAFOR|RUTH|A|"),
            ("Okafor, Ruth A, Jr.", false, "Okafor|Ruth|A|Jr."),
            ("Okafor Jr, Sam", false, "Okafor|Sam||Jr"),
            ("OKAFOR^RUTH^ANN", false, "OKAFOR|RUTH|ANN|"),
            ("Ruth Okafor", false, "Okafor|Ruth||"),
            ("Ruth Ann Okafor", false, "Okafor|Ruth|Ann|"),
            ("Ruth A. van der Berg", false, "van der Berg|Ruth|A.|"),
            ("Sam Okafor III", false, "Okafor|Sam||III"),
            ("Sam Okafor, Jr", false, "Okafor|Sam||Jr"),
            ("Okafor Ruth A", true, "Okafor|Ruth|A|"),
            ("de la Cruz Maria", true, "de la Cruz|Maria||"),
            ("Okafor", false, "Okafor|||"),
            ("", false, "|||"),
            (",", false, "|||"),
        ] {
            let PersonName { last, first, middle, suffix } = person(cell, last_first);
            assert_eq!(format!("{last}|{first}|{middle}|{suffix}"), expected, "{cell}");
        }
    }
}
