/// Which characters a code must have for a reference to name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Qualifier {
    place: CharacterPlace,
    /// One of these stands there.
    values: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CharacterPlace {
    /// "with .44": from the fourth character on.
    BehindDot,
    /// From this character on, counted from one.
    From(usize),
    /// "fifth or sixth": the sixth, where that is no placeholder.
    FifthOrSixth,
    /// The last before the 7th.
    Last,
}

impl Qualifier {
    /// Reads what stands behind "with": `fifth or sixth character 1-4`, `.51-.52`, `7th character B or C`.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = text.trim().replace("-character", " character");
        let (place, values) = match text.split_once("character") {
            None => (CharacterPlace::BehindDot, text.as_str()),
            Some((ordinals, rest)) => (place(ordinals)?, rest.strip_prefix('s').unwrap_or(rest)),
        };
        let mut read = Vec::new();
        for word in values.split([',', ' ', ';', '/']) {
            let word = word.trim_matches(['.', '-', ')', '(']);
            match word {
                "" | "or" | "and" | "to" => {}
                word => read.extend(spread(word)?),
            }
        }
        (!read.is_empty()).then_some(Self { place, values: read })
    }

    pub(super) fn admits(&self, code: &str) -> bool {
        let last = |code: &str| code.get(..6).unwrap_or(code).trim_end_matches('X').to_owned();
        self.values.iter().any(|value| match self.place {
            CharacterPlace::BehindDot => code.get(3..).is_some_and(|rest| rest.starts_with(value)),
            CharacterPlace::From(place) => code.get(place - 1..).is_some_and(|rest| rest.starts_with(value)),
            CharacterPlace::FifthOrSixth => match code.as_bytes().get(5) {
                Some(b'X') | None => code.get(4..5) == Some(value),
                Some(_) => code.get(5..6) == Some(value),
            },
            CharacterPlace::Last => last(code).ends_with(value),
        })
    }
}

fn place(ordinals: &str) -> Option<CharacterPlace> {
    let ordinals = ordinals.trim();
    let has = |words: &[&str]| ordinals.split([' ', ',']).any(|word| words.contains(&word));
    let (fifth, sixth, seventh) =
        (has(&["fifth", "5th"]), has(&["sixth", "six", "6th"]), has(&["seventh", "7th"]));
    Some(match (fifth, sixth, seventh) {
        (true, true, _) if has(&["to"]) => CharacterPlace::From(5),
        (true, true, _) => CharacterPlace::FifthOrSixth,
        (true, false, _) => CharacterPlace::From(5),
        (_, true, _) => CharacterPlace::From(6),
        (_, _, true) if !has(&["fracture"]) => CharacterPlace::From(7),
        _ if ordinals == "final" => CharacterPlace::Last,
        _ => return None,
    })
}

/// `1-4` to its four values, `51-.52` to two; a value alone to itself. None for a word.
fn spread(text: &str) -> Option<Vec<String>> {
    let is_value = |value: &str| {
        (1..=4).contains(&value.len()) && value.bytes().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
    };
    let Some((from, to)) = text.split_once('-') else {
        return is_value(text).then(|| vec![text.to_owned()]);
    };
    let (from, to) = (from.trim_matches('.'), to.trim_matches('.'));
    let (first, last) = (from.parse::<u16>().ok()?, to.parse::<u16>().ok()?);
    let width = from.len();
    (width == to.len() && first <= last && last - first < 100)
        .then(|| (first..=last).map(|number| format!("{number:0width$}")).collect())
}
