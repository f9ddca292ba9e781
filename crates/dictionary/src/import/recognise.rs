use std::io::ErrorKind;

use encounter::CodeSystem;
use jiff::civil::{Date, date};

use super::preview::Refusal;
use super::quarter::{quarter, quarter_named};
use super::source::{Piece, ZIP};
use super::tables::{Rows, table};
use super::volumes::Text;
use crate::official::{
    BookIndex, BookIndexError, Hcpcs, ListColumns, ListLayout, ListedCode, OrderFile, Problem,
    ProcedureDefinitions, ProcedureFileError, ProcedureTables, PtpEdits, TableError, Tabular, decode,
};
use crate::publications::CodeSet;

/// A file that was understood, with what is to be written of it.
pub(super) struct Understood {
    /// What it holds; where it may be one of several and does not say which, `None`.
    pub(super) set: Option<CodeSet>,
    /// What else the user may say that it is.
    pub(super) alternatives: &'static [CodeSet],
    pub(super) release: Release,
    pub(super) content: Content,
    /// Of a list, what it shows of its columns.
    pub(super) list: Option<ListLayout>,
}

pub(super) enum Content {
    Index(BookIndex),
    Ptp(PtpEdits),
    /// Of a code system, which goes into a volume.
    Text(Text),
    Table(Rows),
}

/// What the file says of its release, as far as it says it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Release {
    pub(super) name: String,
    pub(super) from: Option<Date>,
    pub(super) to: Option<Date>,
}

impl Content {
    pub(super) fn entries(&self) -> u32 {
        match self {
            Self::Index(index) => u32::try_from(index.terms.len()).unwrap_or(u32::MAX),
            Self::Ptp(edits) => edits.entries,
            Self::Text(text) => text.entries(),
            Self::Table(rows) => rows.entries(),
        }
    }

    /// The first of the problems.
    pub(super) fn problems(&self) -> &[Problem] {
        match self {
            Self::Index(index) => &index.problems,
            Self::Ptp(edits) => &edits.problems.first,
            Self::Text(text) => text.problems(),
            Self::Table(rows) => &rows.problems().first,
        }
    }

    pub(super) fn problem_count(&self) -> u32 {
        match self {
            Self::Index(index) => u32::try_from(index.problems.len()).unwrap_or(u32::MAX),
            Self::Ptp(edits) => edits.problems.count,
            Self::Text(text) => u32::try_from(text.problems().len()).unwrap_or(u32::MAX),
            Self::Table(rows) => rows.problems().count,
        }
    }
}

/// Why a file is not imported, and the line.
pub(super) type NotUnderstood = (Refusal, Option<u32>);

impl From<TableError> for NotUnderstood {
    fn from(error: TableError) -> Self {
        match error {
            TableError::Broken { line } => (Refusal::Damaged, Some(line)),
            TableError::TooLarge => (Refusal::TooLarge, None),
        }
    }
}

impl From<ProcedureFileError> for NotUnderstood {
    fn from(error: ProcedureFileError) -> Self {
        match error {
            ProcedureFileError::OtherDocument => (Refusal::NotRecognised, None),
            ProcedureFileError::Broken { line } => (Refusal::Damaged, Some(line)),
        }
    }
}

/// By content. Names, of the file and of its source, only tell what no content says: April from October, the quarter,
/// and whose PTP edits they are.
pub(super) fn recognise(
    source: &str,
    piece: &mut Piece<'_>,
    told: Option<ListColumns>,
) -> Result<Understood, NotUnderstood> {
    let head = decode(piece.head);
    let names = format!("{source}/{}", piece.name);
    let understood = if head.contains("<ICD10CM.index") || head.contains("<ICD10PCS.index") {
        index(piece)?
    } else if let Some(heading) = PtpEdits::heading(piece.head) {
        let edits = PtpEdits::read(&mut piece.content, heading)?;
        let begin = edits.last_change().and_then(quarter);
        Understood {
            set: ptp_set(&names),
            alternatives: &[CodeSet::NcciPtpPractitioner, CodeSet::NcciPtpOutpatient],
            release: begin.or_else(|| quarter_named(&names)).unwrap_or_else(Release::unsaid),
            content: Content::Ptp(edits),
            list: None,
        }
    } else if piece.head.starts_with(ZIP) {
        let codes = Hcpcs::parse_workbook(&whole(piece)?).map_err(|_| (Refusal::Damaged, None))?;
        hcpcs(codes.ok_or((Refusal::NotRecognised, None))?)
    } else if Hcpcs::is_record(&head) {
        hcpcs(Hcpcs::parse_record(&decode(&whole(piece)?)))
    } else if head.contains("<ICD10CM.tabular") {
        tabular(piece, source)?
    } else if head.contains("<ICD10PCS.tabular") {
        let text = decode(&whole(piece)?);
        let tables = ProcedureTables::parse(&text)?;
        of_procedures(CodeSet::Icd10pcsTables, &tables.version.clone(), &names, Text::Tables(tables))
    } else if head.contains("<ICD10PCS.definitions") {
        let text = decode(&whole(piece)?);
        let definitions = ProcedureDefinitions::parse(&text)?;
        let version = definitions.version.clone();
        of_procedures(CodeSet::Icd10pcsDefinitions, &version, &names, Text::Definitions(definitions))
    } else if OrderFile::is_order(&head) {
        order(piece, source)?
    } else if let Some(understood) = table(piece, &names)? {
        understood
    } else if let Some(heading) = Hcpcs::heading(piece.head) {
        hcpcs(Hcpcs::read_table(&mut piece.content, heading)?)
    } else {
        return match head.contains("<ICD10PCS.") {
            true => Err((Refusal::NotYet, None)),
            false => list(piece, told),
        };
    };
    match understood.content.entries() {
        0 => Err((Refusal::Empty, None)),
        _ => Ok(understood),
    }
}

impl Understood {
    pub(super) fn table(set: CodeSet, release: Release, rows: Rows) -> Self {
        Self { set: Some(set), alternatives: &[], release, content: Content::Table(rows), list: None }
    }
}

impl Release {
    pub(super) fn unsaid() -> Self {
        Self { name: String::new(), from: None, to: None }
    }
}

/// Any table with a column of codes may be a list of the user's own, or CPT: they say which.
fn list(piece: &mut Piece<'_>, told: Option<ListColumns>) -> Result<Understood, NotUnderstood> {
    let (layout, heading) = ListLayout::find(piece.head, told).ok_or((Refusal::NotRecognised, None))?;
    let listed = ListedCode::read(&mut piece.content, heading)?;
    Ok(Understood {
        set: None,
        alternatives: &[CodeSet::OwnCodes, CodeSet::Cpt],
        release: Release { name: piece.name.clone(), from: None, to: None },
        content: Content::Table(Rows::Codes(listed)),
        list: Some(layout),
    })
}

/// What cannot be read piece by piece.
pub(super) fn whole(piece: &mut Piece<'_>) -> Result<Vec<u8>, NotUnderstood> {
    let mut bytes = Vec::new();
    piece.content.read_to_end(&mut bytes).map_err(|error| match error.kind() {
        ErrorKind::FileTooLarge => (Refusal::TooLarge, None),
        _ => (Refusal::Damaged, None),
    })?;
    Ok(bytes)
}

fn of_procedures(set: CodeSet, version: &str, names: &str, text: Text) -> Understood {
    let release = fiscal_year(version, names);
    Understood { set: Some(set), alternatives: &[], release, content: Content::Text(text), list: None }
}

fn tabular(piece: &mut Piece<'_>, source: &str) -> Result<Understood, NotUnderstood> {
    let text = decode(&whole(piece)?);
    let tabular = Tabular::parse(&text).map_err(|error| match error.line(&text) {
        Some(line) => (Refusal::Damaged, Some(line)),
        None => (Refusal::NotRecognised, None),
    })?;
    Ok(Understood {
        set: Some(CodeSet::Icd10cmTabular),
        alternatives: &[],
        release: fiscal_year(&tabular.version, &format!("{source}/{}", piece.name)),
        content: Content::Text(Text::Tabular { problems: tabular.problems(&text), tabular }),
        list: None,
    })
}

/// The file does not say its year; its name does, or that of the zip.
fn order(piece: &mut Piece<'_>, source: &str) -> Result<Understood, NotUnderstood> {
    let order = OrderFile::parse(&decode(&whole(piece)?));
    let set = match order.system() {
        CodeSystem::Icd10pcs => CodeSet::Icd10pcsOrder,
        _ => CodeSet::Icd10cmOrder,
    };
    let names = format!("{source}/{}", piece.name);
    let release = match year_named(&piece.name).or_else(|| year_named(source)) {
        Some(year) => fiscal_year(year, &names),
        None => Release::unsaid(),
    };
    Ok(Understood {
        set: Some(set),
        alternatives: &[],
        release,
        content: Content::Text(Text::Order(order)),
        list: None,
    })
}

/// The last four digits that stand alone in a name: `icd10cm-order-April-1-2026.txt`.
fn year_named(name: &str) -> Option<&str> {
    let mut numbers = name.split(|c: char| !c.is_ascii_digit()).filter(|number| number.len() == 4);
    numbers.next_back()
}

fn hcpcs(codes: Hcpcs) -> Understood {
    Understood {
        set: Some(CodeSet::Hcpcs),
        alternatives: &[],
        release: Release::of_hcpcs(&codes),
        content: Content::Text(Text::Hcpcs(codes)),
        list: None,
    }
}

fn index(piece: &mut Piece<'_>) -> Result<Understood, NotUnderstood> {
    let index = BookIndex::parse(&decode(&whole(piece)?)).map_err(|error| match error {
        BookIndexError::NotAnIndex => (Refusal::NotRecognised, None),
        BookIndexError::Malformed { line }
        | BookIndexError::TooDeep { line }
        | BookIndexError::Unfinished { line } => (Refusal::Damaged, Some(line)),
    })?;
    Ok(Understood {
        set: Some(CodeSet::of_index(index.kind)),
        alternatives: &[],
        release: fiscal_year(&index.version, &piece.name),
        content: Content::Index(index),
        list: None,
    })
}

/// Both tables look alike. CMS names them ccipra and ccioph, and the folders that they come in by their setting.
fn ptp_set(names: &str) -> Option<CodeSet> {
    let names = names.to_lowercase();
    let any = |words: &[&str]| words.iter().any(|word| names.contains(word));
    match (any(&["ccipra", "practitioner"]), any(&["ccioph", "hospital", "outpatient"])) {
        (true, false) => Some(CodeSet::NcciPtpPractitioner),
        (false, true) => Some(CodeSet::NcciPtpOutpatient),
        _ => None,
    }
}

/// ICD-10 is in force from 1 October before its fiscal year to 30 September in it; an April update from 1 April
/// (45 CFR 162.1002 with the publisher's release notes).
fn fiscal_year(version: &str, name: &str) -> Release {
    let year = version.trim().parse::<i16>().ok().filter(|year| (2014..=2200).contains(year));
    let Some(year) = year else { return Release { name: version.to_owned(), from: None, to: None } };
    let to = Some(date(year, 9, 30));
    match name.to_lowercase().contains("apr") {
        true => Release { name: format!("FY{year} April"), from: Some(date(year, 4, 1)), to },
        false => Release { name: format!("FY{year}"), from: Some(date(year - 1, 10, 1)), to },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fiscal_year_gives_the_dates() {
        for (version, name, expected) in [
            ("2026", "icd10cm-index-2026.xml", ("FY2026", Some(date(2025, 10, 1)), Some(date(2026, 9, 30)))),
            (
                "2026",
                "icd10cm-drug-April-1-2026.xml",
                ("FY2026 April", Some(date(2026, 4, 1)), Some(date(2026, 9, 30))),
            ),
            ("draft", "x.xml", ("draft", None, None)),
            ("", "", ("", None, None)),
            ("-9", "", ("-9", None, None)),
        ] {
            let (release, from, to) = expected;
            assert_eq!(fiscal_year(version, name), Release { name: release.to_owned(), from, to });
        }
    }

    #[test]
    fn a_name_persuades_nobody() {
        let refused = |bytes: &[u8]| {
            let mut content = bytes;
            let piece = Piece::whole("icd10cm-neoplasm-April-1-2026.xml", bytes, &mut content);
            recognise("ccipra-2024q3.zip", &mut { piece }, None).err()
        };
        assert_eq!(refused(b"Dear Sir"), Some((Refusal::NotRecognised, None)));
        assert_eq!(refused(b""), Some((Refusal::NotRecognised, None)));
        assert_eq!(refused(b"<ICD10CM.index>\n<letter>"), Some((Refusal::Damaged, Some(2))));
        assert_eq!(refused(b"<ICD10CM.index/>"), Some((Refusal::Empty, None)));
        assert_eq!(refused(b"<ICD10CM.tabular/>"), Some((Refusal::Empty, None)));
        assert_eq!(refused(b"<ICD10CM.tabular>\n<chapter>"), Some((Refusal::Damaged, Some(2))));
        let heading = "Column 1\tColumn 2\tEffective\tDeletion\tModifier\n";
        assert_eq!(refused(heading.as_bytes()), Some((Refusal::Empty, None)));
    }

    #[test]
    fn the_setting_of_ptp_edits_is_named_or_asked() {
        for (names, expected) in [
            ("ccipra-v302r0-f1.zip/ccipra-v302r0-f1.TXT", Some(CodeSet::NcciPtpPractitioner)),
            ("medicare-ncci-2024q3-practitioner-ptp-edits.zip/f2.txt", Some(CodeSet::NcciPtpPractitioner)),
            ("ccioph-2024q3.txt.gz/ccioph-2024q3.txt.gz", Some(CodeSet::NcciPtpOutpatient)),
            ("Outpatient Hospital/edits.txt", Some(CodeSet::NcciPtpOutpatient)),
            ("edits.txt/edits.txt", None),
            ("practitioner and outpatient/edits.txt", None),
        ] {
            assert_eq!(ptp_set(names), expected, "{names}");
        }
    }
}
