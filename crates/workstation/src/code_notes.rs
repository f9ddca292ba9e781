use dictionary::{CodeKind, CodeSummary, Dictionary};
use encounter::{CodeRef, CodeSystem};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use specta::Type;
use vault::CodeNote;

use crate::desk::Desk;
use crate::error::{DeskError, ErrorCode};
use crate::session::event;
use crate::shelf::on_date;

/// The longest note beside a code, in characters. What is longer is a document.
const MOST_NOTE_CHARACTERS: usize = 4_000;

/// A note as the coder wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CodeNoteDraft {
    pub system: CodeSystem,
    pub code: String,
    /// Whether it speaks of everything below the code as well.
    pub covers_below: bool,
    pub text: String,
}

/// A note with the code as it stands on a date.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NotedCode {
    pub note: CodeNote,
    pub code: CodeSummary,
}

impl Desk {
    /// Every note of the user, by system and code.
    pub fn code_notes(&self, on: Date) -> Result<Vec<NotedCode>, DeskError> {
        let book = self.book()?;
        self.at_desk(|open, _| {
            let notes = open.vault.read(|tx| tx.code_notes(&open.session.login))?;
            notes
                .into_iter()
                .map(|note| {
                    let of = CodeRef { system: note.system, code: note.code.clone() };
                    Ok(NotedCode { code: on_date(book, &of, on)?, note })
                })
                .collect()
        })
    }

    /// For each of the codes the notes that speak of it: its own first, then those of what it lies below, nearest first.
    pub fn notes_on(&self, codes: &[CodeRef], on: Date) -> Result<Vec<Vec<CodeNote>>, DeskError> {
        let book = self.book()?;
        self.at_desk(|open, _| {
            let notes = open.vault.read(|tx| tx.code_notes(&open.session.login))?;
            let reaches = notes
                .into_iter()
                .map(|note| Ok((Reach::of(&note, book, on)?, note)))
                .collect::<Result<Vec<_>, DeskError>>()?;
            Ok(codes.iter().map(|code| speaking_of(code, &reaches)).collect())
        })
    }

    /// Writes the user's note at a code, in the place of the one that is there. Gives back what was there before, with
    /// which it can be undone.
    pub fn set_code_note(&self, draft: CodeNoteDraft) -> Result<Option<CodeNote>, DeskError> {
        let text = draft.text.trim();
        if text.is_empty() {
            return Err(ErrorCode::NoteTextMissing.into());
        }
        if text.chars().count() > MOST_NOTE_CHARACTERS {
            return Err(DeskError::new(ErrorCode::NoteTextTooLong).with("most", MOST_NOTE_CHARACTERS));
        }
        self.at_desk(|open, now| {
            let login = &open.session.login;
            let of = CodeRef { system: draft.system, code: draft.code };
            let note = CodeNote {
                system: of.system,
                code: of.code.clone(),
                covers_below: draft.covers_below,
                text: text.to_owned(),
                changed: now,
            };
            open.vault.transact(|tx| {
                let before = tx.code_note(login, &of)?;
                tx.put_code_note(login, &note)?;
                tx.append_audit(&about(event(login, now, "set_code_note"), &of))?;
                Ok(before)
            })
        })
    }

    /// Takes the user's note from a code and gives it back, so that it can be undone.
    pub fn remove_code_note(&self, of: &CodeRef) -> Result<Option<CodeNote>, DeskError> {
        self.at_desk(|open, now| {
            let login = &open.session.login;
            open.vault.transact(|tx| {
                let before = tx.code_note(login, of)?;
                if before.is_some() {
                    tx.remove_code_note(login, of)?;
                    tx.append_audit(&about(event(login, now, "remove_code_note"), of))?;
                }
                Ok(before)
            })
        })
    }
}

/// The trail says at which code, and not what was written there: it can never be taken out again.
fn about(mut event: vault::AuditEvent, of: &CodeRef) -> vault::AuditEvent {
    event.detail.insert("system".to_owned(), of.system.id().to_owned());
    event.detail.insert("code".to_owned(), of.code.clone());
    event
}

/// Which codes a note speaks of beside its own.
enum Reach {
    None,
    /// Those that begin like this, without dots.
    Beginning(String),
    /// Those whose category lies in one of these spans, both ends included: a block, or the blocks of a chapter.
    Spans(Vec<(String, String)>),
}

impl Reach {
    fn of(note: &CodeNote, book: &Dictionary, on: Date) -> Result<Self, DeskError> {
        if !note.covers_below {
            return Ok(Self::None);
        }
        let spans = match book.summary(note.system, &note.code, on)?.map(|summary| summary.kind) {
            Some(CodeKind::Block) => span(&note.code).into_iter().collect(),
            Some(CodeKind::Chapter) => {
                let blocks = book.children(note.system, &note.code, on)?;
                blocks.iter().filter_map(|block| span(&block.code)).collect()
            }
            _ => return Ok(Self::Beginning(plain(&note.code))),
        };
        Ok(Self::Spans(spans))
    }

    /// How near the code lies below the note, in characters shared; `None` where the note does not speak of it.
    fn nearness(&self, plain: &str) -> Option<usize> {
        match self {
            Self::None => None,
            // A block begins like its first category, but lies above it.
            Self::Beginning(beginning) => {
                (plain.starts_with(beginning.as_str()) && !plain.contains('-')).then_some(beginning.len() + 2)
            }
            Self::Spans(spans) => {
                let category = plain.get(..3)?;
                let holds = |(first, last): &(String, String)| {
                    first.as_str() <= category && category <= last.as_str()
                };
                // A block is nearer than the chapter around it, and a category nearer than both.
                spans.iter().any(holds).then_some(if spans.len() == 1 { 2 } else { 1 })
            }
        }
    }
}

/// The first and the last category of a block, `E08-E13`.
fn span(block: &str) -> Option<(String, String)> {
    let (first, last) = block.split_once('-')?;
    Some((first.to_owned(), last.to_owned()))
}

fn plain(code: &str) -> String {
    code.replace('.', "")
}

fn speaking_of(code: &CodeRef, notes: &[(Reach, CodeNote)]) -> Vec<CodeNote> {
    let plain = plain(&code.code);
    let mut found: Vec<(usize, &CodeNote)> = notes
        .iter()
        .filter(|(_, note)| note.system == code.system)
        .filter_map(|(reach, note)| match note.code == code.code {
            true => Some((usize::MAX, note)),
            false => reach.nearness(&plain).map(|near| (near, note)),
        })
        .collect();
    found.sort_by_key(|(near, _)| std::cmp::Reverse(*near));
    found.into_iter().map(|(_, note)| note.clone()).collect()
}
