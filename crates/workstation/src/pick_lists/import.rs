use std::collections::BTreeMap;
use std::path::Path;

use dictionary::{CodeStanding, Dictionary};
use encounter::{CodeRef, CodeSystem, DiagnosisCode, ProcedureCode};
use intake::TableRow;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use specta::Type;
use vault::{PickList, PickListEntry};

use super::change::{MOST_ENTRIES, same_name, short};
use super::codes_of;
use super::export::{FORMAT, ListsFile};
use crate::desk::Desk;
use crate::error::{DeskError, ErrorCode};

/// What a file of lists would bring, before anything is changed.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PickListImport {
    /// Codes that stand in the book on the date and are not in the list yet.
    pub sound: Vec<DraftPickList>,
    /// The same with the codes that are unknown or not valid on the date.
    pub all: Vec<DraftPickList>,
    /// Every row of the file that names a code or could not be read, in its order.
    pub lines: Vec<ImportLine>,
}

/// A list as a file has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DraftPickList {
    pub name: String,
    pub entries: Vec<PickListEntry>,
}

/// One row of the file and what becomes of it.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ImportLine {
    /// Of the file, from 1; for JSON the place among all codes.
    pub line: u32,
    pub list: String,
    /// As it will be kept; as it was read where it is no code.
    pub code: String,
    pub wording: String,
    pub verdict: ImportVerdict,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ImportVerdict {
    New,
    /// The list has it already, or an earlier line of the file.
    Duplicate {
        line: Option<u32>,
    },
    /// Known, but not to be billed on the date.
    NotValid {
        standing: CodeStanding,
    },
    /// No release has it.
    Unknown,
    /// CPT is not embedded: the code has the shape of one, and nobody here can say more.
    NotChecked,
    /// A row without a code and without a section, or with more than a code in the column of codes.
    NoCode,
}

impl ImportVerdict {
    const fn is_sound(&self) -> bool {
        matches!(self, Self::New | Self::NotChecked)
    }

    const fn is_taken(&self) -> bool {
        !matches!(self, Self::Duplicate { .. } | Self::NoCode)
    }
}

/// A row as the file has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Draft {
    line: u32,
    list: String,
    section: String,
    system: Option<CodeSystem>,
    code: String,
    wording: String,
}

impl Desk {
    /// Reads a file of pick lists, CSV of any make or JSON, and says line by line what would become of it. Changes
    /// nothing: the drafts go back by [`PickListChange::Import`](super::PickListChange::Import).
    ///
    /// # Errors
    /// [`ErrorCode::FileUnreadable`], those of a note that is no text, [`ErrorCode::PickListFileUnreadable`].
    pub fn preview_pick_lists(&self, from: &Path, on: Date) -> Result<PickListImport, DeskError> {
        let bytes = crate::note::read_file(from)?;
        let stem = from.file_stem().map(|name| short(&name.to_string_lossy())).unwrap_or_default();
        let drafts = read(&bytes, &stem)?;
        let book = self.book()?;
        let known = self.at_desk(|open, _| Ok(open.vault.read(|tx| tx.pick_lists())?))?;
        judge(drafts, &known, book, on)
    }
}

fn read(bytes: &[u8], name: &str) -> Result<Vec<Draft>, DeskError> {
    let text = intake::read_text(bytes)?;
    match text.trim_start().starts_with(['{', '[']) {
        true => from_json(&text),
        false => from_rows(&intake::read_table(bytes)?, name),
    }
}

fn from_json(text: &str) -> Result<Vec<Draft>, DeskError> {
    let file: ListsFile = serde_json::from_str(text).map_err(|_| ErrorCode::PickListFileUnreadable)?;
    if file.format != FORMAT {
        return Err(ErrorCode::PickListFileUnreadable.into());
    }
    let mut drafts = Vec::new();
    for list in file.lists {
        let mut section = String::new();
        for entry in list.entries {
            let line = u32::try_from(drafts.len() + 1).unwrap_or(u32::MAX);
            let draft = Draft { line, list: list.name.clone(), section: section.clone(), ..Draft::default() };
            drafts.push(match entry {
                PickListEntry::Heading { text } => {
                    section.clone_from(&text);
                    Draft { section: text, ..draft }
                }
                PickListEntry::Code { system, code, wording } => {
                    Draft { system: Some(system), code, wording, ..draft }
                }
            });
        }
    }
    Ok(drafts)
}

/// What a column may be called, lower case. The first column of a kind counts.
const NAMES: [(Column, &[&str]); 5] = [
    (Column::List, &["list", "pick list", "picklist", "superbill"]),
    (Column::Section, &["section", "heading", "group", "category"]),
    (Column::System, &["system", "code system", "codeset", "code set", "type"]),
    (
        Column::Code,
        &[
            "code",
            "icd-10",
            "icd10",
            "icd-10-cm",
            "icd10cm",
            "dx",
            "dx code",
            "diagnosis code",
            "cpt",
            "hcpcs",
            "procedure code",
        ],
    ),
    (Column::Wording, &["wording", "our wording", "label", "name", "description", "text", "title"]),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    List,
    Section,
    System,
    Code,
    Wording,
}

fn from_rows(rows: &[TableRow], name: &str) -> Result<Vec<Draft>, DeskError> {
    let Some(first) = rows.first() else { return Ok(Vec::new()) };
    let heading: Vec<Option<Column>> = first.cells.iter().map(|cell| column(cell)).collect();
    let has_heading = heading.contains(&Some(Column::Code));
    let place = |wanted: Column| heading.iter().position(|column| *column == Some(wanted));
    // Without a heading: the code, then what it is called.
    let places = match has_heading {
        true => [Column::List, Column::Section, Column::System, Column::Code, Column::Wording].map(place),
        false => [None, None, None, Some(0), Some(1)],
    };
    let rows = if has_heading { rows.get(1..).unwrap_or_default() } else { rows };
    Ok(rows
        .iter()
        .map(|row| {
            let cell = |at: usize| {
                let cell = places.get(at).copied().flatten().and_then(|place| row.cells.get(place));
                cell.map(|text| short(text)).unwrap_or_default()
            };
            let list = Some(cell(0)).filter(|list| !list.is_empty()).unwrap_or_else(|| name.to_owned());
            let system = CodeSystem::from_id(&cell(2).to_lowercase().replace(['-', ' '], ""));
            Draft { line: row.line, list, section: cell(1), system, code: cell(3), wording: cell(4) }
        })
        .collect())
}

fn column(cell: &str) -> Option<Column> {
    let cell = cell.to_lowercase().replace('_', " ");
    NAMES.iter().find(|(_, names)| names.contains(&cell.trim())).map(|(column, _)| *column)
}

fn judge(
    drafts: Vec<Draft>,
    known: &[PickList],
    book: &Dictionary,
    on: Date,
) -> Result<PickListImport, DeskError> {
    let mut import = PickListImport { sound: Vec::new(), all: Vec::new(), lines: Vec::new() };
    let mut seen: BTreeMap<(String, CodeRef), Option<u32>> = BTreeMap::new();
    for list in known {
        let name = list.name.to_lowercase();
        seen.extend(codes_of(&list.entries).map(|code| ((name.clone(), code), None)));
    }
    for draft in drafts {
        let heading = PickListEntry::Heading { text: draft.section.clone() };
        let heading = (!draft.section.is_empty()).then_some(heading);
        if draft.code.is_empty() {
            match &heading {
                Some(_) => {
                    put(&mut import.sound, &draft.list, heading.as_ref(), None);
                    put(&mut import.all, &draft.list, heading.as_ref(), None);
                }
                None => import.lines.push(line(&draft, draft.wording.clone(), ImportVerdict::NoCode)),
            }
            continue;
        }
        let Some((of, standing)) = recognise(&draft, book, on)? else {
            import.lines.push(line(&draft, draft.code.clone(), ImportVerdict::NoCode));
            continue;
        };
        let key = (draft.list.to_lowercase(), of.clone());
        let verdict = match (seen.get(&key), standing) {
            (Some(line), _) => ImportVerdict::Duplicate { line: *line },
            (None, CodeStanding::Valid | CodeStanding::DateNotCovered { .. }) => ImportVerdict::New,
            (None, CodeStanding::Unknown) if of.system == CodeSystem::Cpt => ImportVerdict::NotChecked,
            (None, CodeStanding::Unknown) => ImportVerdict::Unknown,
            (None, standing) => ImportVerdict::NotValid { standing },
        };
        seen.entry(key).or_insert(Some(draft.line));
        let CodeRef { system, code } = of;
        let entry = PickListEntry::Code { system, code: code.clone(), wording: draft.wording.clone() };
        if verdict.is_sound() {
            put(&mut import.sound, &draft.list, heading.as_ref(), Some(&entry));
        }
        if verdict.is_taken() {
            put(&mut import.all, &draft.list, heading.as_ref(), Some(&entry));
        }
        import.lines.push(line(&draft, code, verdict));
    }
    if import.lines.len() > MOST_ENTRIES {
        return Err(DeskError::new(ErrorCode::PickListFull).with("most", MOST_ENTRIES));
    }
    Ok(import)
}

fn line(draft: &Draft, code: String, verdict: ImportVerdict) -> ImportLine {
    ImportLine { line: draft.line, list: draft.list.clone(), code, wording: draft.wording.clone(), verdict }
}

/// Adds to the draft of this name, under its section.
fn put(
    lists: &mut Vec<DraftPickList>,
    name: &str,
    heading: Option<&PickListEntry>,
    entry: Option<&PickListEntry>,
) {
    let at = lists.iter().position(|list| same_name(&list.name, name)).unwrap_or_else(|| {
        lists.push(DraftPickList { name: name.to_owned(), entries: Vec::new() });
        lists.len() - 1
    });
    let Some(list) = lists.get_mut(at) else { return };
    let is_heading = |entry: &PickListEntry| matches!(entry, PickListEntry::Heading { .. });
    let last = list.entries.iter().rfind(|entry| is_heading(entry));
    match heading {
        // A row without a section does not belong to the one above it.
        None => {
            let at = list.entries.iter().position(is_heading).unwrap_or(list.entries.len());
            list.entries.splice(at..at, entry.cloned());
        }
        Some(heading) => {
            if last != Some(heading) {
                list.entries.push(heading.clone());
            }
            list.entries.extend(entry.cloned());
        }
    }
}

/// The system of a code and its standing: the one that the row names, else the first whose book has it, else the one
/// whose shape it has best. `None` where it has the shape of none.
fn recognise(
    draft: &Draft,
    book: &Dictionary,
    on: Date,
) -> Result<Option<(CodeRef, CodeStanding)>, DeskError> {
    let diagnosis = DiagnosisCode::new(&draft.code);
    let procedure = ProcedureCode::new(&draft.code);
    let undotted = diagnosis.undotted();
    let is_pcs =
        undotted.len() == 7 && undotted.bytes().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase());
    let mut candidates: Vec<CodeRef> = Vec::new();
    let mut offer = |system, code: &str| candidates.push(CodeRef { system, code: code.to_owned() });
    match draft.system {
        Some(CodeSystem::Icd10cm) => offer(CodeSystem::Icd10cm, diagnosis.as_str()),
        Some(system) => offer(system, procedure.as_str()),
        None => {
            if diagnosis.is_icd10cm_shape() {
                offer(CodeSystem::Icd10cm, diagnosis.as_str());
            }
            if let Some(system) = procedure.system() {
                offer(system, procedure.as_str());
            }
            if is_pcs {
                offer(CodeSystem::Icd10pcs, &undotted);
            }
        }
    }
    for of in &candidates {
        if let Some(summary) = book.summary(of.system, &of.code, on)? {
            return Ok(Some((CodeRef { system: of.system, code: summary.code }, summary.standing)));
        }
    }
    // ICD-10-CM is written with its dot: five characters without one are a procedure, if they have the shape of one.
    let by_shape = match draft.code.contains('.') {
        true => candidates.first(),
        false => candidates.iter().rfind(|of| of.system != CodeSystem::Icd10pcs).or(candidates.first()),
    };
    Ok(by_shape.map(|of| (of.clone(), CodeStanding::Unknown)))
}
