//! Codes in cells: one, or several behind each other, with what belongs to them.

use encounter::{DiagnosisCode, Icd10PcsCode, Modifier, ProcedureCode};
use rust_decimal::Decimal;

use crate::draft::{Coding, Concept, ProblemKind, Terminology};
use crate::terminology::{diagnosis_by_shape, procedure_by_shape};

/// More codes than this no cell has.
const MOST_CODES: usize = 50;

/// A procedure with what stood behind it in its cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct ProcedureCell {
    pub(super) concept: Concept,
    pub(super) modifiers: Vec<Modifier>,
    pub(super) units: Option<Decimal>,
}

/// `E11.22`, `E11.22, I10`, `E11.22 Type 2 diabetes; I10`, or words alone.
pub(super) fn diagnoses(cell: &str) -> Result<Vec<Concept>, ProblemKind> {
    let is_code = |word: &str| {
        let code = DiagnosisCode::new(word);
        // A word of three to seven letters is none: the second character of a code is a digit, but for the block QA0.
        code.is_icd10cm_shape() && word.bytes().any(|c| c.is_ascii_digit())
    };
    let mut concepts: Vec<Concept> = Vec::new();
    for piece in pieces(cell, &is_code).into_iter().take(MOST_CODES) {
        let (code, words) = code_and_words(piece, &is_code);
        let concept = match code {
            Some(code) => coded(DiagnosisCode::new(code).as_str(), diagnosis_by_shape(code), words),
            None if is_words(words) => Concept { text: words.to_owned(), ..Concept::default() },
            None => return Err(ProblemKind::NotACode),
        };
        if !concepts.contains(&concept) {
            concepts.push(concept);
        }
    }
    Ok(concepts)
}

/// `99214`, `99214-25`, `99214 25 59 x2`, `99213, 83036`, `99214 Office visit`, or words alone.
pub(super) fn procedures(cell: &str) -> Result<Vec<ProcedureCell>, ProblemKind> {
    let is_code = |word: &str| {
        let word = word.split(['-', ':', '.']).next().unwrap_or(word);
        ProcedureCode::new(word).system().is_some() || is_inpatient(word)
    };
    let mut found = Vec::new();
    for piece in pieces(cell, &is_code).into_iter().take(MOST_CODES) {
        found.push(match piece.split_whitespace().next().filter(|word| is_code(word)) {
            Some(_) => procedure(piece)?,
            None if is_words(piece) => {
                let concept = Concept { text: piece.to_owned(), ..Concept::default() };
                ProcedureCell { concept, ..ProcedureCell::default() }
            }
            None => return Err(ProblemKind::NotACode),
        });
    }
    Ok(found)
}

fn procedure(piece: &str) -> Result<ProcedureCell, ProblemKind> {
    let mut cell = ProcedureCell::default();
    let mut rest = piece;
    let mut code = "";
    // The code, then modifiers and units until something is neither: that is what it is called.
    while !rest.is_empty() {
        let word = rest
            .split(|c: char| c.is_whitespace() || matches!(c, '-' | ':' | '/' | '.'))
            .next()
            .unwrap_or(rest);
        let is_first = code.is_empty();
        match () {
            () if word.is_empty() => {}
            () if is_first => code = word,
            () => match units_in(word) {
                Some(units) => cell.units = Some(units),
                None if Modifier::new(word).is_modifier_shape() => cell.modifiers.push(Modifier::new(word)),
                None => break,
            },
        }
        let behind = rest.get(word.len()..).unwrap_or_default();
        rest = behind.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | ':' | '/' | '.'));
    }
    let shown = ProcedureCode::new(code);
    let terminology =
        procedure_by_shape(code).or_else(|| is_inpatient(code).then_some(Terminology::Icd10pcs));
    cell.concept = coded(shown.as_str(), terminology, rest.trim());
    Ok(cell)
}

/// `x2`, `*2`; `X2` is a modifier.
fn units_in(word: &str) -> Option<Decimal> {
    word.strip_prefix(['x', '*', '×']).and_then(|number| number.parse().ok())
}

/// `25`, `25 59`, `25,59`, `2559`.
pub(super) fn modifiers(cell: &str) -> Result<Vec<Modifier>, ProblemKind> {
    let words = cell.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut found = Vec::new();
    for word in words {
        let pairs: Vec<String> = match word.len() {
            // A one-digit modifier is one whose zero a spreadsheet dropped.
            1 if word.bytes().all(|c| c.is_ascii_digit()) => vec![format!("0{word}")],
            4 | 6 | 8 => {
                let characters: Vec<char> = word.chars().collect();
                characters.chunks(2).map(|pair| pair.iter().collect()).collect()
            }
            _ => vec![word.to_owned()],
        };
        for pair in pairs {
            let modifier = Modifier::new(&pair);
            if !modifier.is_modifier_shape() {
                return Err(ProblemKind::NotACode);
            }
            found.push(modifier);
        }
    }
    Ok(found)
}

/// `AB`, `A,B`, `1:2`, `12`: places in the row's diagnoses, from 0.
pub(super) fn pointers(cell: &str) -> Result<Vec<usize>, ProblemKind> {
    let place = |c: char| match c {
        '1'..='9' => Some(c as usize - '1' as usize),
        'A'..='L' => Some(c as usize - 'A' as usize),
        'a'..='l' => Some(c as usize - 'a' as usize),
        _ => None,
    };
    let words: Vec<&str> =
        cell.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut places = Vec::new();
    for word in &words {
        // Apart from others a number may have two digits.
        let whole = word.parse::<usize>().ok().filter(|number| words.len() > 1 && (10..=12).contains(number));
        match whole {
            Some(number) => places.push(number - 1),
            None => {
                for c in word.chars() {
                    places.push(place(c).ok_or(ProblemKind::NotInList)?);
                }
            }
        }
    }
    Ok(places)
}

fn coded(code: &str, terminology: Option<Terminology>, words: &str) -> Concept {
    let coding = Coding {
        code: code.to_owned(),
        terminology: terminology.unwrap_or_default(),
        system: String::new(),
        description: words.to_owned(),
    };
    Concept { codings: vec![coding], text: String::new() }
}

/// Parts a cell at semicolons, bars and lines, and at commas and blanks behind which a code begins.
fn pieces<'c>(cell: &'c str, is_code: &dyn Fn(&str) -> bool) -> Vec<&'c str> {
    let mut pieces = Vec::new();
    for line in cell.split([';', '|', '\n']) {
        let mut begin = 0;
        let mut at = 0;
        for part in line.split_inclusive([',', ' ', '\t']) {
            let word = part.trim_matches([',', ' ', '\t', '(', ')', '[', ']']);
            // A code in brackets belongs to the words in front of it.
            if at > begin && is_code(word) && !part.starts_with(['(', '[']) {
                pieces.push(line.get(begin..at).unwrap_or_default());
                begin = at;
            }
            at += part.len();
        }
        pieces.push(line.get(begin..).unwrap_or_default());
    }
    let tidy = pieces.into_iter().map(|piece| piece.trim_matches(|c: char| c.is_whitespace() || c == ','));
    tidy.filter(|piece| !piece.is_empty()).collect()
}

/// The code at the beginning or in brackets at the end, and the words.
fn code_and_words<'p>(piece: &'p str, is_code: &dyn Fn(&str) -> bool) -> (Option<&'p str>, &'p str) {
    let no_word = |c: char| c.is_whitespace() || matches!(c, '-' | ':' | '(' | ')' | '[' | ']' | ',' | '–');
    let first = piece.split(|c: char| c.is_whitespace() || matches!(c, ':' | ',')).next().unwrap_or(piece);
    let bare = first.trim_matches(no_word);
    if is_code(bare) {
        let rest = piece.get(first.len()..).unwrap_or_default();
        return (Some(bare), rest.trim_matches(no_word));
    }
    // `E11.22-Type 2 diabetes`.
    if let Some((code, _)) = first.split_once('-')
        && is_code(code)
    {
        return (Some(code), piece.get(code.len()..).unwrap_or_default().trim_matches(no_word));
    }
    let last = piece.rsplit(['(', '[', ' ']).next().unwrap_or_default().trim_matches(no_word);
    match is_code(last) {
        true => {
            let words = piece.rfind(last).and_then(|at| piece.get(..at)).unwrap_or_default();
            (Some(last), words.trim_matches(no_word))
        }
        false => (None, piece),
    }
}

/// Words that somebody can code: letters, and nothing that was meant for a code.
fn is_words(text: &str) -> bool {
    let has_word = text.split(|c: char| !c.is_alphabetic()).any(|word| word.chars().count() > 2);
    has_word && (text.contains(' ') || !text.chars().any(|c| c.is_ascii_digit()))
}

/// ICD-10-PCS: seven characters, no I and no O.
fn is_inpatient(word: &str) -> bool {
    let code = Icd10PcsCode::new(word);
    let characters = code.as_str();
    characters.len() == 7
        && characters
            .bytes()
            .all(|c| (c.is_ascii_digit() || c.is_ascii_uppercase()) && !matches!(c, b'I' | b'O'))
        && characters.bytes().any(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(concept: &Concept) -> String {
        let coding = concept.codings.first();
        let code = coding.map_or("-", |coding| coding.code.as_str());
        format!("{code}={}", concept.words())
    }

    #[test]
    fn diagnoses_in_a_cell() {
        let read = |cell| {
            diagnoses(cell).map_or_else(
                |_| "no code".to_owned(),
                |found| found.iter().map(shown).collect::<Vec<_>>().join(" / "),
            )
        };
        for (cell, expected) in [
            ("e1122", "E11.22="),
            ("E11.22, I10", "E11.22= / I10="),
            ("E11.22;I10;I10", "E11.22= / I10="),
            ("E11.22 I10", "E11.22= / I10="),
            ("E11.22|N18.32", "E11.22= / N18.32="),
            (
                "E11.22 - Type 2 diabetes, with CKD; I10 Hypertension",
                "E11.22=Type 2 diabetes, with CKD / I10=Hypertension",
            ),
            ("E11.22-Type 2 diabetes", "E11.22=Type 2 diabetes"),
            ("Type 2 diabetes (E11.22)", "E11.22=Type 2 diabetes"),
            ("Hypertension", "-=Hypertension"),
            ("Seen for 2 days of cough", "-=Seen for 2 days of cough"),
            ("12345", "no code"),
            ("E11.22, 12345", "E11.22=12345"),
            ("??", "no code"),
            ("", ""),
        ] {
            assert_eq!(read(cell), expected, "{cell}");
        }
    }

    #[test]
    fn procedures_in_a_cell() {
        let read = |cell| {
            let shown = |each: &ProcedureCell| {
                let modifiers: Vec<&str> = each.modifiers.iter().map(Modifier::as_str).collect();
                let units = each.units.map(|units| format!(" x{units}")).unwrap_or_default();
                format!("{} {}{units}", shown(&each.concept), modifiers.join(","))
            };
            procedures(cell).map_or_else(
                |_| "no code".to_owned(),
                |found| found.iter().map(shown).collect::<Vec<_>>().join(" / "),
            )
        };
        for (cell, expected) in [
            ("99214", "99214= "),
            ("99214-25", "99214= 25"),
            ("99214 25 59", "99214= 25,59"),
            ("99214-25-GT x2", "99214= 25,GT x2"),
            ("99214, 83036", "99214=  / 83036= "),
            ("99214-25 83036", "99214= 25 / 83036= "),
            ("99214 Seen again", "99214=Seen again "),
            ("j1885", "J1885= "),
            ("0DB68ZX", "0DB68ZX= "),
            ("Seen again", "-=Seen again "),
            ("9921", "no code"),
            ("Z99", "no code"),
            ("", ""),
        ] {
            assert_eq!(read(cell), expected, "{cell}");
        }
    }

    #[test]
    fn modifiers_and_pointers_in_a_cell() {
        let read = |cell| {
            modifiers(cell)
                .map(|found| found.iter().map(|each| each.as_str().to_owned()).collect::<Vec<_>>().join(","))
        };
        for (cell, expected) in [
            ("25", Ok("25")),
            ("25 59", Ok("25,59")),
            ("2559", Ok("25,59")),
            ("rt,lt", Ok("RT,LT")),
            ("1", Ok("01")),
            ("", Ok("")),
            ("255", Err(ProblemKind::NotACode)),
        ] {
            assert_eq!(read(cell), expected.map(str::to_owned), "{cell}");
        }
        for (cell, expected) in [
            ("AB", Ok(vec![0, 1])),
            ("1,2", Ok(vec![0, 1])),
            ("12", Ok(vec![0, 1])),
            ("1:12", Ok(vec![0, 11])),
            ("A", Ok(vec![0])),
            ("X", Err(ProblemKind::NotInList)),
            ("0", Err(ProblemKind::NotInList)),
        ] {
            assert_eq!(pointers(cell), expected, "{cell}");
        }
    }
}
