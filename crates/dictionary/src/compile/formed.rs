//! The codes that a Tabular List makes billable where no order file says which they are: those with nothing below them,
//! each with the 7th characters that stand at it or above.

use std::collections::{BTreeSet, HashMap, HashSet};

use jiff::civil::Date;

use super::CompileError;
use super::book::{Book, extended};
use super::known::Known;
use crate::changes::Billable;
use crate::official::{Diagnosis, Extension, Tabular};

/// Of the codes that can be formed, those that the release before could form as well and did not let be billed are left
/// out: some characters do not go with some codes, which the list says in words alone.
pub(super) fn billable(tabular: &Tabular, known: &Known, from: Date) -> BTreeSet<String> {
    let mut formed = BTreeSet::new();
    let sections = tabular.chapters.iter().flat_map(|chapter| &chapter.sections);
    for diagnosis in sections.flat_map(|section| &section.diagnoses) {
        form(diagnosis, &[], &mut formed);
    }
    for code in refused(known, from) {
        formed.remove(&code);
    }
    formed
}

/// The same with the titles that the list gives them, as an import of it alone would.
pub(crate) fn titled(tabular: &Tabular, known: &Known, from: Date) -> Result<Billable, CompileError> {
    let codes = billable(tabular, known, from);
    let book = Book::build(tabular, &codes.iter().map(String::as_str).collect())?;
    let title = |code: &str| book.rows.get(*book.by_code.get(code)?)?.title.clone();
    Ok(codes.iter().map(|code| (code.clone(), title(code))).collect())
}

fn form(diagnosis: &Diagnosis, inherited: &[Extension], formed: &mut BTreeSet<String>) {
    let extensions = if diagnosis.extensions.is_empty() { inherited } else { &diagnosis.extensions };
    for below in &diagnosis.diagnoses {
        form(below, extensions, formed);
    }
    if diagnosis.diagnoses.is_empty() {
        let code = diagnosis.name.replace('.', "");
        match extensions {
            [] => {
                formed.insert(code);
            }
            extensions => formed.extend(extensions.iter().map(|each| extended(&code, each.character))),
        }
    }
}

/// What the 7th characters of a known book would form of its codes and what it does not let be billed.
fn refused(known: &Known, on: Date) -> Vec<String> {
    let billable = known.billable(on);
    let extended_ones = known.rows.iter().filter(|each| each.row.extension);
    let bases: HashSet<u32> = extended_ones.filter_map(|each| each.row.parent).collect();
    let mut defined: HashMap<u32, &[Extension]> = HashMap::new();
    let mut refused = Vec::new();
    // In book order, so that a row comes after those that it inherits from.
    for each in &known.rows {
        let above = each.row.parent.and_then(|parent| defined.get(&parent)).copied().unwrap_or_default();
        let extensions = if each.extensions.is_empty() { above } else { &each.extensions };
        defined.insert(each.row.id, extensions);
        if bases.contains(&each.row.id) {
            let formed = extensions.iter().map(|extension| extended(&each.row.code, extension.character));
            refused.extend(formed.filter(|code| !billable.contains(code.as_str())));
        }
    }
    refused
}
