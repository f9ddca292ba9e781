use std::collections::HashMap;

use rusqlite::Connection;

use crate::error::DictionaryError;
use crate::official::ReferenceKind;
use crate::publications::write::kind_of;

/// An index in memory: some thousand terms in book order.
#[derive(Debug, Default)]
pub(in crate::publications) struct LoadedIndex {
    /// By number, as the file gives it.
    pub(super) columns: Vec<(u8, String)>,
    terms: Vec<Term>,
    /// Main terms by each of the names that a reference may use.
    pub(super) main_terms: HashMap<String, u32>,
}

#[derive(Debug)]
pub(super) struct Term {
    pub(super) depth: u32,
    pub(super) parent: Option<u32>,
    /// The last term below this one; itself where there is none.
    last: u32,
    pub(super) title: String,
    pub(super) plain: String,
    /// The title in lower case, for finding.
    pub(super) lower: String,
    pub(super) codes: Vec<(u8, String)>,
    pub(super) manifestation: Option<String>,
    pub(super) note: Option<String>,
    pub(super) references: Vec<(ReferenceKind, String)>,
}

impl LoadedIndex {
    pub(super) fn load(connection: &Connection, publication: u32) -> Result<Self, DictionaryError> {
        let mut index = Self::default();
        let columns = "SELECT number, title FROM index_column WHERE publication = ?1 ORDER BY number";
        let mut statement = connection.prepare_cached(columns)?;
        let columns = statement.query_map([publication], |row| Ok((row.get(0)?, row.get(1)?)))?;
        index.columns = columns.collect::<Result<_, _>>()?;

        let mut statement = connection.prepare_cached(include_str!("terms.sql"))?;
        let mut rows = statement.query([publication])?;
        let mut open: Vec<u32> = Vec::new();
        while let Some(row) = rows.next()? {
            let at = index.next();
            if row.get::<_, u32>(0)? != at {
                return Err(DictionaryError::Damaged { part: "index_term" });
            }
            let depth: u32 = row.get(1)?;
            open.truncate(depth as usize);
            let title: String = row.get(2)?;
            for above in &open {
                if let Some(above) = index.terms.get_mut(*above as usize) {
                    above.last = at;
                }
            }
            index.terms.push(Term {
                depth,
                parent: open.last().copied(),
                last: at,
                lower: title.to_lowercase(),
                title,
                plain: row.get(3)?,
                codes: Vec::new(),
                manifestation: row.get(4)?,
                note: row.get(5)?,
                references: Vec::new(),
            });
            open.push(at);
        }

        let codes = "SELECT term, number, code FROM index_code WHERE publication = ?1";
        let mut statement = connection.prepare_cached(codes)?;
        let mut rows = statement.query([publication])?;
        while let Some(row) = rows.next()? {
            if let Some(term) = index.terms.get_mut(row.get::<_, u32>(0)? as usize) {
                term.codes.push((row.get(1)?, row.get(2)?));
            }
        }
        let references = "SELECT term, kind, text FROM index_reference WHERE publication = ?1";
        let mut statement = connection.prepare_cached(references)?;
        let mut rows = statement.query([publication])?;
        while let Some(row) = rows.next()? {
            let kind: String = row.get(1)?;
            let kind = kind_of(&kind).ok_or(DictionaryError::Damaged { part: "index_reference" })?;
            if let Some(term) = index.terms.get_mut(row.get::<_, u32>(0)? as usize) {
                term.references.push((kind, row.get(2)?));
            }
        }
        index.name_main_terms();
        Ok(index)
    }

    fn next(&self) -> u32 {
        u32::try_from(self.terms.len()).unwrap_or(u32::MAX)
    }

    pub(super) fn term(&self, term: u32) -> Option<&Term> {
        self.terms.get(term as usize)
    }

    /// Every term, in book order.
    pub(super) fn all(&self) -> impl Iterator<Item = (u32, &Term)> {
        (0..).zip(&self.terms)
    }

    /// The terms directly below one; the main terms below none.
    pub(super) fn sub_terms(&self, of: Option<u32>) -> impl Iterator<Item = u32> + '_ {
        let (mut at, end) = match of.and_then(|term| self.term(term).map(|found| (term, found.last))) {
            Some((term, last)) => (term + 1, last + 1),
            None if of.is_none() => (0, self.next()),
            None => (0, 0),
        };
        std::iter::from_fn(move || {
            let here = at;
            let term = self.term(here).filter(|_| here < end)?;
            at = term.last + 1;
            Some(here)
        })
    }

    /// From the main term down to the term itself.
    pub(super) fn path(&self, term: u32) -> Vec<u32> {
        let mut path = Vec::new();
        let mut at = Some(term);
        while let Some(here) = at {
            path.push(here);
            at = self.term(here).and_then(|term| term.parent);
        }
        path.reverse();
        path
    }
}
