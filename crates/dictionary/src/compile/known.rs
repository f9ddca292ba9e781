//! What a volume says of a system, read back: the ground on which a newer release of it is compiled. A new release says
//! which codes are valid now; it is what is known already that says since when, and of which codes were valid before.

use std::collections::{BTreeMap, BTreeSet};

use encounter::CodeSystem;
use jiff::civil::Date;
use rusqlite::Connection;

use super::Published;
use crate::date_key;
use crate::detail::{CodeKind, NoteKind};
use crate::error::DictionaryError;
use crate::info::ReleaseRole;
use crate::official::{CodeEditorRecord, CodeEditorTable, Extension, NoteBlock};
use crate::procedures::{self, AxisMeanings};
use crate::row::{self, CodeRow};
use crate::search;
use crate::standing::{OPEN, Window};
use crate::volume::Volume;

pub(crate) type Titles = BTreeMap<String, String>;

/// One system of a volume. Empty where nothing is known of it.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// In book order; their windows are both those of billable days and of others.
    pub(super) rows: Vec<KnownRow>,
    /// The release of hierarchy and notes.
    pub(super) text: Option<String>,
    /// The days that are known of.
    pub(super) from: u32,
    pub(super) to: u32,
    /// What the characters of procedure codes mean.
    pub(super) meanings: AxisMeanings,
    /// What the publisher's index calls procedures, by their characters.
    pub(super) names: BTreeMap<String, Vec<String>>,
    /// By their id.
    pub(super) releases: BTreeMap<String, (ReleaseRole, Published<()>)>,
}

#[derive(Debug)]
pub(super) struct KnownRow {
    pub(super) row: CodeRow,
    pub(super) notes: Vec<NoteBlock>,
    pub(super) inclusion_terms: Vec<String>,
    pub(super) extensions: Vec<Extension>,
    /// Each word of the Code Editor with the span in which it holds.
    attributes: Vec<(String, Window)>,
}

impl Known {
    pub(crate) fn read(volume: &Volume, system: CodeSystem) -> Result<Self, DictionaryError> {
        let connection = volume.connection();
        let mut known = Self::default();
        for release in volume.info().releases.iter().filter(|release| release.system == system) {
            let published = Published {
                release: release.id.clone(),
                from: release.from,
                to: release.to,
                source: release.source.clone(),
                content: (),
            };
            if release.role == ReleaseRole::Tabular {
                known.text = Some(release.id.clone());
            }
            known.releases.insert(release.id.clone(), (release.role, published));
        }
        (known.from, known.to) = (volume.coverage().from, volume.coverage().to);
        known.rows = row::of_system(&connection, system)?
            .into_iter()
            .map(|row| KnownRow {
                row,
                notes: Vec::new(),
                inclusion_terms: Vec::new(),
                extensions: Vec::new(),
                attributes: Vec::new(),
            })
            .collect();
        known.read_texts(&connection)?;
        if system == CodeSystem::Icd10pcs {
            known.read_meanings(&connection)?;
        }
        Ok(known)
    }

    /// Notes, terms, 7th characters and attributes, table by table: look-ups row by row would take a second.
    fn read_texts(&mut self, connection: &Connection) -> Result<(), DictionaryError> {
        let first = self.rows.first().map_or(0, |known| known.row.id);
        let of = |id: u32| id.checked_sub(first).map(|at| at as usize);
        let mut statement =
            connection.prepare("SELECT code, kind, text, block FROM note ORDER BY code, block, line")?;
        let mut rows = statement.query([])?;
        let mut open = None;
        while let Some(line) = rows.next()? {
            let (id, kind, text, block): (u32, String, String, u32) =
                (line.get(0)?, line.get(1)?, line.get(2)?, line.get(3)?);
            let Some(known) = of(id).and_then(|at| self.rows.get_mut(at)) else { continue };
            let kind = NoteKind::from_id(&kind).ok_or(DictionaryError::Damaged { part: "note" })?;
            match known.notes.last_mut().filter(|_| open == Some((id, block))) {
                Some(note) => note.lines.push(text),
                None => known.notes.push(NoteBlock { kind, lines: vec![text] }),
            }
            open = Some((id, block));
        }
        let mut statement =
            connection.prepare("SELECT code, text FROM inclusion_term ORDER BY code, line")?;
        let mut rows = statement.query([])?;
        while let Some(line) = rows.next()? {
            if let Some(known) = of(line.get(0)?).and_then(|at| self.rows.get_mut(at)) {
                known.inclusion_terms.push(line.get(1)?);
            }
        }
        let mut statement = connection
            .prepare("SELECT code, character, meaning, also FROM seventh_character ORDER BY code, line")?;
        let mut rows = statement.query([])?;
        while let Some(line) = rows.next()? {
            let (character, also): (String, String) = (line.get(1)?, line.get(3)?);
            let Some(character) = character.chars().next() else { continue };
            if let Some(known) = of(line.get(0)?).and_then(|at| self.rows.get_mut(at)) {
                let also = also.lines().map(str::to_owned).collect();
                known.extensions.push(Extension { character, meaning: line.get(2)?, also });
            }
        }
        let mut statement = connection
            .prepare("SELECT code, word, valid_from, valid_to FROM attribute ORDER BY code, word")?;
        let mut rows = statement.query([])?;
        while let Some(line) = rows.next()? {
            let to = line.get::<_, Option<u32>>(3)?.unwrap_or(OPEN);
            if let Some(known) = of(line.get(0)?).and_then(|at| self.rows.get_mut(at)) {
                known.attributes.push((line.get(1)?, Window { from: line.get(2)?, to, billable: true }));
            }
        }
        Ok(())
    }

    fn read_meanings(&mut self, connection: &Connection) -> Result<(), DictionaryError> {
        for each in self.rows.iter().filter(|known| known.row.kind != CodeKind::Code) {
            if let Some(meaning) = &each.row.title {
                self.meanings.put(&each.row.code, meaning);
            }
            for note in &each.notes {
                for line in &note.lines {
                    match note.kind {
                        NoteKind::Includes => self.meanings.include(&each.row.code, line),
                        _ => self.meanings.define(&each.row.code, line),
                    }
                }
            }
        }
        let first = self.rows.first().map_or(0, |known| known.row.id);
        let of = |id: u32| id.checked_sub(first).and_then(|at| self.rows.get(at as usize));
        let mut statement = connection.prepare("SELECT code, place, character, meaning FROM axis_value")?;
        let mut rows = statement.query([])?;
        while let Some(line) = rows.next()? {
            let (character, meaning): (String, String) = (line.get(2)?, line.get(3)?);
            if let (Some(table), Some(character)) = (of(line.get(0)?), character.chars().next()) {
                self.meanings.put_value(&table.row.code, line.get(1)?, character, &meaning);
            }
        }
        procedures::each_definition(connection, |section, place, meaning, kind, line| {
            self.meanings.define_value(section, place, meaning, kind, line);
        })?;
        for (row, text) in search::names(connection, CodeSystem::Icd10pcs)? {
            if let Some(known) = self.rows.get(row as usize) {
                self.names.entry(known.row.code.clone()).or_default().push(text);
            }
        }
        Ok(())
    }

    /// The titles that it has, by the release that each is from, oldest first: of codes that a newer release has no more.
    pub(super) fn titles(&self) -> Vec<Published<Titles>> {
        let mut lists: BTreeMap<&str, Titles> = BTreeMap::new();
        for KnownRow { row, .. } in self.rows.iter().filter(|known| known.row.kind.is_code()) {
            let kept = [(&row.title_release, &row.title), (&row.former_release, &row.former_title)];
            for (release, title) in kept {
                if let (Some(release), Some(title)) = (release, title) {
                    lists.entry(release).or_default().insert(row.code.clone(), title.clone());
                }
            }
        }
        let mut titles: Vec<Published<Titles>> = lists
            .into_iter()
            .filter_map(|(id, content)| {
                let (_, release) = self.releases.get(id)?;
                Some(Published {
                    release: id.to_owned(),
                    from: release.from,
                    to: release.to,
                    source: release.source.clone(),
                    content,
                })
            })
            .collect();
        titles.sort_by_key(|list| list.from);
        titles
    }

    /// The codes that are billable on a day.
    pub(super) fn billable(&self, on: Date) -> BTreeSet<&str> {
        let day = date_key::key(on);
        let valid =
            |known: &&KnownRow| known.row.windows.iter().any(|w| w.billable && w.from <= day && day <= w.to);
        self.rows.iter().filter(valid).map(|known| known.row.code.as_str()).collect()
    }

    pub(super) fn short_titles(&self) -> Titles {
        let short = |known: &KnownRow| Some((known.row.code.clone(), known.row.short_title.clone()?));
        self.rows.iter().filter_map(short).collect()
    }

    /// When codes are valid if from a day on these are and no others. What is known of later days stays.
    pub(super) fn renewed(&self, valid: &BTreeSet<&str>, from: Date) -> CodeEditorTable {
        let day = date_key::key(from);
        let before = from.yesterday().map_or(0, date_key::key);
        let mut records = Vec::new();
        let mut known = BTreeSet::new();
        for each in &self.rows {
            let code = each.row.code.as_str();
            let mut windows: Vec<Window> = each.row.windows.iter().copied().filter(|w| w.billable).collect();
            known.insert(code);
            let stands = windows.iter().any(|window| window.from <= day && day <= window.to);
            match (valid.contains(code), stands) {
                (true, false) => {
                    let next = windows.iter().map(|window| window.from).filter(|begin| *begin > day).min();
                    // A span that begins later takes this one up.
                    let to = next.unwrap_or(OPEN);
                    windows.push(Window { from: day, to, billable: true });
                }
                (false, true) => {
                    for window in windows.iter_mut().filter(|window| window.from <= day && day <= window.to) {
                        window.to = before;
                    }
                    windows.retain(|window| window.from <= window.to);
                }
                _ => {}
            }
            for window in &windows {
                records.push(record(code, *window, None));
                for (word, holds) in &each.attributes {
                    let both = Window {
                        from: window.from.max(holds.from),
                        to: window.to.min(holds.to),
                        billable: true,
                    };
                    if both.from <= both.to {
                        records.push(record(code, both, Some(word)));
                    }
                }
            }
        }
        for code in valid.iter().filter(|code| !known.contains(**code)) {
            records.push(record(code, Window { from: day, to: OPEN, billable: true }, None));
        }
        CodeEditorTable { records, last_date: OPEN }
    }
}

fn record(code: &str, window: Window, word: Option<&str>) -> CodeEditorRecord {
    CodeEditorRecord {
        code: code.to_owned(),
        from: window.from,
        to: window.to,
        attributes: word.map(str::to_owned).into_iter().collect(),
    }
}
