//! What kind of document a text is, from its name and its first lines.

use encounter::DocumentKind::{self, *};

/// How far down a heading may stand: below a letterhead and a patient block.
const HEADING_LINES: usize = 8;

/// The longest line that is a heading, in characters, and the most words.
const MOST_HEADING: usize = 80;

/// Words that name a kind, more particular ones first: an addendum to an operative report is an addendum, pathology of
/// an operation is pathology. A phrase matches at the beginning of words.
const PHRASES: &[(&str, DocumentKind)] = &[
    ("addendum", Addendum),
    ("late entry", Addendum),
    ("discharge summary", DischargeSummary),
    ("discharge note", DischargeSummary),
    ("dermatopathology", Pathology),
    ("surgical path", Pathology),
    ("anatomic path", Pathology),
    ("cytology", Pathology),
    ("cytopathology", Pathology),
    ("pathology", Pathology),
    ("operative report", OperativeReport),
    ("operative note", OperativeReport),
    ("operative record", OperativeReport),
    ("operation report", OperativeReport),
    ("operation note", OperativeReport),
    ("report of operation", OperativeReport),
    ("op note", OperativeReport),
    ("op report", OperativeReport),
    ("procedure note", OperativeReport),
    ("procedure report", OperativeReport),
    ("colonoscopy report", OperativeReport),
    ("endoscopy report", OperativeReport),
    ("history and physical", HistoryAndPhysical),
    ("history physical", HistoryAndPhysical),
    ("h p", HistoryAndPhysical),
    ("hp", HistoryAndPhysical),
    ("consultation", Consultation),
    ("consult", Consultation),
    ("microbiology", Laboratory),
    ("laboratory", Laboratory),
    ("lab report", Laboratory),
    ("lab results", Laboratory),
    ("labs", Laboratory),
    ("lab", Laboratory),
    ("x ray", Imaging),
    ("xray", Imaging),
    ("mri", Imaging),
    ("ct", Imaging),
    ("ultrasound", Imaging),
    ("mammogram", Imaging),
    ("mammography", Imaging),
    ("echocardiogram", Imaging),
    ("radiology", Imaging),
    ("imaging", Imaging),
    ("progress note", ProgressNote),
    ("clinic note", ProgressNote),
    ("office note", ProgressNote),
    ("office visit", ProgressNote),
    ("visit note", ProgressNote),
    ("soap note", ProgressNote),
    ("visit", ProgressNote),
];

/// Phrases too short or too common to be looked for inside a sentence: they must be the heading, or its first word.
const ONLY_IN_FRONT: &[&str] =
    &["h p", "hp", "consult", "labs", "lab", "ct", "mri", "x ray", "xray", "ultrasound", "visit"];

/// The kind, and the heading that told it. A heading outweighs the name of the file, which people copy.
pub(crate) fn guess<'a>(name: &str, text: &'a str) -> (DocumentKind, Option<&'a str>) {
    let headings = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .take(HEADING_LINES)
        .flat_map(parts)
        .filter(|line| is_heading(line));
    // Among the headings the most particular phrase counts, not the first: letterheads name laboratories and
    // hospitals of every kind.
    let told = headings
        .filter_map(|line| named_by(line).map(|rank| (rank, line)))
        .min_by_key(|(rank, _)| *rank)
        .map(|(rank, line)| (PHRASES[rank].1, Some(line)));
    told.unwrap_or_else(|| {
        let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        (named_by(stem).map_or(ProgressNote, |rank| PHRASES[rank].1), None)
    })
}

/// What stands side by side on a line, with a gap between: a heading, a case number, a date.
fn parts(line: &str) -> impl Iterator<Item = &str> {
    line.split("   ").flat_map(|part| part.split('\t')).map(str::trim).filter(|part| !part.is_empty())
}

/// Short, no sentence, no field with a value.
fn is_heading(line: &str) -> bool {
    let ends_sentence = line.ends_with(['.', ',', ';', '?', '!']);
    let has_field = line.split_once(": ").is_some_and(|(_, value)| !value.trim().is_empty());
    line.chars().count() <= MOST_HEADING && !ends_sentence && !has_field
}

/// The first phrase of [`PHRASES`] in the line.
fn named_by(line: &str) -> Option<usize> {
    let mut words = String::with_capacity(line.len() + 1);
    words.push(' ');
    for c in line.chars().flat_map(char::to_lowercase) {
        match c {
            c if c.is_alphanumeric() => words.push(c),
            _ if words.ends_with(' ') => {}
            _ => words.push(' '),
        }
    }
    // A number or a date in front of a file's name is not a word of it.
    let first = words.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    let front = format!("{} ", first.trim_end());
    PHRASES.iter().position(|(phrase, _)| match ONLY_IN_FRONT.contains(phrase) {
        true => front.strip_prefix(phrase).is_some_and(|rest| rest.starts_with(' ')),
        false => words.match_indices(phrase).any(|(at, _)| words[..at].ends_with(' ')),
    })
}

/// Short forms in the names of files, where no sentence is near.
const IN_NAMES: &[(&str, DocumentKind)] = &[
    ("dc summary", DischargeSummary),
    ("d c summary", DischargeSummary),
    ("disch summary", DischargeSummary),
    ("discharge", DischargeSummary),
    ("ds", DischargeSummary),
    ("dcs", DischargeSummary),
    ("opnote", OperativeReport),
    ("opreport", OperativeReport),
    ("oprep", OperativeReport),
    ("operative", OperativeReport),
    ("op", OperativeReport),
    ("h&p", HistoryAndPhysical),
    ("hnp", HistoryAndPhysical),
    ("handp", HistoryAndPhysical),
    ("con", Consultation),
    ("path", Pathology),
    ("biopsy", Pathology),
    ("rad", Imaging),
    ("cxr", Imaging),
    ("xr", Imaging),
    ("us", Imaging),
    ("pet", Imaging),
    ("echo", Imaging),
    ("mammo", Imaging),
    ("prog note", ProgressNote),
    ("pn", ProgressNote),
    ("soap", ProgressNote),
    ("progress", ProgressNote),
    ("add", Addendum),
];

/// By the words of a file's name that are `false`, not used otherwise: the kind, the place of the first word, and how many
/// tell it.
pub(crate) fn in_name(words: &[(&str, bool)]) -> Option<(DocumentKind, usize, usize)> {
    let lower: Vec<String> = words.iter().map(|(word, _)| word.to_lowercase()).collect();
    for (phrase, kind) in PHRASES.iter().chain(IN_NAMES) {
        let parts: Vec<&str> = phrase.split(' ').collect();
        let found = lower.windows(parts.len()).enumerate().position(|(at, window)| {
            let is_free = words.iter().skip(at).take(parts.len()).all(|(_, used)| !used);
            // What is short is the whole word, what is long may go on: "consult" is in "consultation".
            let is_said = window.iter().zip(&parts).all(|(word, part)| match part.len() > 4 {
                true => word.starts_with(part),
                false => word == part,
            });
            is_free && is_said
        });
        if let Some(at) = found {
            return Some((*kind, at, parts.len()));
        }
    }
    None
}

/// By the words of a title alone.
pub(crate) fn of_title(title: &str) -> Option<DocumentKind> {
    named_by(title).and_then(|rank| PHRASES.get(rank)).map(|(_, kind)| *kind)
}

/// By the LOINC code of a document's type (LOINC document ontology; C-CDA R2.1, section 1.1).
pub(crate) fn of_loinc(code: &str) -> Option<DocumentKind> {
    Some(match code {
        "11506-3" | "34108-1" | "34109-9" | "34111-5" | "51847-2" | "75478-8" => ProgressNote,
        "34117-2" | "11492-6" | "28626-0" | "34774-0" | "47039-3" | "51849-8" | "68471-9" => {
            HistoryAndPhysical
        }
        "11504-8" | "28570-0" | "34868-0" | "28573-4" | "29752-3" | "34137-0" => OperativeReport,
        "18842-5" | "28655-9" | "28574-2" | "11490-0" | "29761-4" | "34105-7" | "18761-7" => DischargeSummary,
        "11488-4" | "34099-2" | "34100-8" | "34104-0" | "34749-2" | "51845-6" | "51851-4" => Consultation,
        "11502-2" | "18725-2" | "18719-5" | "18723-7" | "26436-6" => Laboratory,
        "18748-4" | "18726-0" | "18747-6" | "28619-5" | "30704-1" | "30954-2" | "59282-4" | "18745-0"
        | "18751-8" | "35095-9" | "68604-8" => Imaging,
        "11526-1" | "60567-5" | "22634-0" | "27898-6" => Pathology,
        "81222-2" | "55107-7" => Addendum,
        "34133-9" | "57133-1" | "52521-2" | "42348-3" | "57832-8" => Other,
        _ => return None,
    })
}

/// By the section that made a report: HL7 table 0074, which OBR-24 and `DiagnosticReport.category` have.
pub(crate) fn of_section(code: &str) -> Option<DocumentKind> {
    Some(match code {
        "RAD" | "RX" | "CT" | "NMR" | "NMS" | "RUS" | "OUS" | "VUS" | "XRC" | "CUS" | "CTH" | "imaging" => {
            Imaging
        }
        "SP" | "CP" | "PAT" | "CG" => Pathology,
        "LAB" | "CH" | "HM" | "MB" | "BG" | "IMM" | "SR" | "TX" | "URN" | "VR" | "BLB" | "MCB" | "MYC"
        | "laboratory" => Laboratory,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heading_names_the_kind() {
        let kind = |text| guess("", text).0;
        assert_eq!(kind("SAINT BRANNOCK HOSPITAL\nOPERATIVE REPORT\n\nPatient: A"), OperativeReport);
        assert_eq!(kind("TIDEWATER REFERENCE LABORATORY - ANATOMIC PATHOLOGY\nCase 1"), Pathology);
        assert_eq!(kind("TIDEWATER REFERENCE LABORATORY\nFINAL REPORT"), Laboratory);
        assert_eq!(kind("COASTAL IMAGING PARTNERS\nMRI SHOULDER WITHOUT CONTRAST"), Imaging);
        let letterhead = "COASTAL IMAGING PARTNERS\nMRI SHOULDER WITHOUT CONTRAST      Case 7\n";
        assert_eq!(guess("", letterhead).1, Some("MRI SHOULDER WITHOUT CONTRAST"));
        assert_eq!(kind("LATE ENTRY / ADDENDUM   2026-03-18 09:05"), Addendum);
        assert_eq!(kind("ADMISSION HISTORY AND PHYSICAL"), HistoryAndPhysical);
        assert_eq!(kind("PREOPERATIVE HISTORY & PHYSICAL (interval update)"), HistoryAndPhysical);
        assert_eq!(kind("H&P"), HistoryAndPhysical);
        assert_eq!(kind("# Discharge Summary"), DischargeSummary);
        assert_eq!(kind("CARDIOLOGY CLINIC NOTE"), ProgressNote);
        assert_eq!(kind("Here for follow-up after the operative report was read to her."), ProgressNote);
        assert_eq!(kind("See CT of 10/2"), ProgressNote, "a word in a line is not its heading");
    }

    #[test]
    fn without_a_heading_the_name_does() {
        let kind = |name| guess(name, "seen today.").0;
        assert_eq!(kind("2026-04-15_op note.txt"), OperativeReport);
        assert_eq!(kind("C:\\drop\\Discharge_Summary_77.txt"), DischargeSummary);
        assert_eq!(kind("ct_chest.txt"), Imaging);
        assert_eq!(kind("okafor-diabetes.1.txt"), ProgressNote);
    }
}
