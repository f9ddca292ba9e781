use std::collections::BTreeSet;

use encounter::CodeSystem;
use jiff::civil::Date;

use super::{Clause, CodeReference, Instruction, Instructions, load};
use crate::detail::NoteKind;
use crate::error::DictionaryError;
use crate::open::Dictionary;

/// How far the notes of a kind can be executed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoteReading {
    /// Every clause names its codes.
    pub whole: u32,
    /// Some clauses do.
    pub partly: Vec<String>,
    /// None does; what the note says is for a reader.
    pub words_only: Vec<String>,
}

/// What was understood of the notes of a book.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotesRead {
    pub kinds: Vec<(NoteKind, NoteReading)>,
    pub references: u32,
    /// References whose codes the book does not have, with the note that they stand in.
    pub unresolved: Vec<String>,
}

impl Dictionary {
    /// How far the notes that answer on a date can be executed; for the report of `cargo xtask eval-notes`.
    pub fn notes_read(&self, on: Date) -> Result<NotesRead, DictionaryError> {
        let volume = self.volume(CodeSystem::Icd10cm, on);
        let connection = volume.connection();
        let codes: BTreeSet<String> = load::titles(&connection, CodeSystem::Icd10cm)?.into_keys().collect();
        let instructions = Instructions::load(&connection, CodeSystem::Icd10cm)?;
        let mut read = NotesRead::default();
        for kind in Instructions::KINDS {
            let mut reading = NoteReading::default();
            for instruction in instructions.all().filter(|instruction| instruction.kind == kind) {
                reading.count(instruction);
                for (clause, reference) in instruction
                    .clauses
                    .iter()
                    .flat_map(|clause| clause.references.iter().map(move |each| (clause, each)))
                {
                    read.references += 1;
                    if !resolves(reference, &codes) {
                        read.unresolved.push(said(instruction, &clause.text));
                    }
                }
            }
            reading.partly.sort_unstable();
            reading.words_only.sort_unstable();
            read.kinds.push((kind, reading));
        }
        Ok(read)
    }
}

impl NoteReading {
    fn count(&mut self, instruction: &Instruction) {
        let names = |clause: &&Clause| !clause.references.is_empty();
        let missing: Vec<&str> = instruction
            .clauses
            .iter()
            .filter(|clause| !names(clause))
            .map(|clause| clause.text.as_str())
            .collect();
        if missing.is_empty() && !instruction.clauses.is_empty() {
            self.whole += 1;
        } else if instruction.clauses.iter().any(|clause| names(&clause)) {
            self.partly.push(said(instruction, &missing.join(" / ")));
        } else {
            self.words_only.push(said(instruction, &missing.join(" / ")));
        }
    }
}

fn said(instruction: &Instruction, text: &str) -> String {
    format!("{}: {text}", instruction.origin)
}

/// Whether the book has a row at each end of it, or below.
fn resolves(reference: &CodeReference, codes: &BTreeSet<String>) -> bool {
    reference
        .ends()
        .all(|code| codes.range(code.to_owned()..).next().is_some_and(|found| found.starts_with(code)))
}
