use std::collections::HashMap;
use std::sync::Arc;

use encounter::CodeSystem;
use rusqlite::Connection;

use super::Instruction;
use crate::detail::{CodeKind, NoteKind};
use crate::error::DictionaryError;
use crate::written;

/// The instructions of a system, by the row that they stand at.
#[derive(Debug, Default)]
pub(crate) struct Instructions {
    by_row: HashMap<u32, Vec<Arc<Instruction>>>,
}

/// A note as it is read, line by line.
struct Open {
    row: u32,
    block: u32,
    kind: NoteKind,
    origin: (String, CodeKind),
    lines: Vec<String>,
}

impl Instructions {
    /// Of the kinds that say something about other codes.
    pub(super) const KINDS: [NoteKind; 5] = [
        NoteKind::Excludes1,
        NoteKind::Excludes2,
        NoteKind::CodeFirst,
        NoteKind::UseAdditional,
        NoteKind::CodeAlso,
    ];

    pub(crate) fn load(connection: &Connection, system: CodeSystem) -> Result<Self, DictionaryError> {
        let titles = titles(connection, system)?;
        let mut instructions = Self::default();
        let mut statement = connection.prepare(include_str!("load.sql"))?;
        let mut rows = statement.query([system.id()])?;
        let mut open: Option<Open> = None;
        while let Some(line) = rows.next()? {
            let (row, block): (u32, u32) = (line.get(0)?, line.get(3)?);
            let text: String = line.get(5)?;
            if let Some(open) = open.as_mut().filter(|open| (open.row, open.block) == (row, block)) {
                open.lines.push(text);
                continue;
            }
            instructions.close(open.take(), &titles);
            let (code, code_kind, kind): (String, String, String) =
                (line.get(1)?, line.get(2)?, line.get(4)?);
            let kind = NoteKind::from_id(&kind).ok_or(DictionaryError::Damaged { part: "note" })?;
            let code_kind = CodeKind::from_id(&code_kind).ok_or(DictionaryError::Damaged { part: "code" })?;
            let origin = (written::display(system, code_kind, &code), code_kind);
            open = Some(Open { row, block, kind, origin, lines: vec![text] });
        }
        instructions.close(open, &titles);
        Ok(instructions)
    }

    fn close(&mut self, open: Option<Open>, titles: &HashMap<String, String>) {
        let Some(open) = open.filter(|open| Self::KINDS.contains(&open.kind)) else { return };
        let title = |code: &str| titles.get(code).map(String::as_str);
        let instruction = Instruction::read(open.kind, open.origin, &open.lines, title);
        self.by_row.entry(open.row).or_default().push(Arc::new(instruction));
    }

    pub(super) fn at(&self, row: u32) -> &[Arc<Instruction>] {
        self.by_row.get(&row).map_or(&[], Vec::as_slice)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Instruction> {
        self.by_row.values().flatten().map(Arc::as_ref)
    }
}

/// What each row is called, by its code; those with a 7th character are called like the row above.
pub(super) fn titles(
    connection: &Connection,
    system: CodeSystem,
) -> Result<HashMap<String, String>, DictionaryError> {
    let mut statement = connection
        .prepare("SELECT code, coalesce(title, '') FROM code WHERE system = ?1 AND extension = 0")?;
    let rows = statement.query_map([system.id()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
