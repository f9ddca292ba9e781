//! A code among its siblings: what their titles have in common, and what each says besides.

use encounter::CodeSystem;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::contrast::contrast;
use crate::detail::{CodeSummary, NoteKind};
use crate::error::DictionaryError;
use crate::open::Dictionary;
use crate::search::Highlight;
use crate::{date_key, row, written};

/// The codes at one place of the book, side by side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Comparison {
    /// What they stand below.
    pub parent: Option<CodeSummary>,
    /// Those in force on the date, the code asked for among them, in book order.
    pub codes: Vec<ComparedCode>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ComparedCode {
    pub code: CodeSummary,
    /// In the title: the words that not all have. Empty where it has no word in common with the others.
    pub differs: Vec<Highlight>,
    /// Its own inclusion terms.
    pub terms: Vec<String>,
    /// The kinds of the notes that stand at the code itself and so at none of the others.
    pub notes: Vec<NoteKind>,
}

impl Dictionary {
    /// A code and those beside it, in force on the date. `None` where no release has it.
    pub fn compare_siblings(
        &self,
        system: CodeSystem,
        code: &str,
        on: Date,
    ) -> Result<Option<Comparison>, DictionaryError> {
        let Some(stored) = written::stored(system, code) else { return Ok(None) };
        let volume = self.holding(system, &stored, on)?;
        let connection = volume.connection();
        let Some(asked) = row::by_text(&connection, system, &stored)? else { return Ok(None) };
        let (coverage, on) = (volume.coverage(), date_key::key(on));
        let mut rows = row::children(&connection, asked.parent)?;
        rows.retain(|row| row.system == system);
        let covered = coverage.from <= on && on <= coverage.to;
        let mut codes = Vec::with_capacity(rows.len());
        let mut terms_at =
            connection.prepare_cached("SELECT text FROM inclusion_term WHERE code = ?1 ORDER BY line")?;
        let mut notes_at = connection.prepare_cached("SELECT DISTINCT kind FROM note WHERE code = ?1")?;
        for row in &rows {
            let code = row.summary(coverage, on);
            if covered && !code.standing.is_in_force() && row.id != asked.id {
                continue;
            }
            let terms = terms_at.query_map([row.id], |term| term.get(0))?.collect::<Result<_, _>>()?;
            let kinds =
                notes_at.query_map([row.id], |kind| kind.get(0))?.collect::<Result<Vec<String>, _>>()?;
            let mut notes: Vec<NoteKind> = kinds.iter().filter_map(|kind| NoteKind::from_id(kind)).collect();
            notes.sort_unstable();
            codes.push(ComparedCode { code, differs: Vec::new(), terms, notes });
        }
        let titles: Vec<&str> =
            codes.iter().map(|row| row.code.title.as_deref().unwrap_or_default()).collect();
        let contrasts = contrast(&titles);
        for (row, contrast) in codes.iter_mut().zip(contrasts) {
            // A title that shares no word with the others does not stand out as a whole: all of it differs.
            let units = row.code.title.as_deref().unwrap_or_default().encode_utf16().count();
            let all = |span: &Highlight| span.start == 0 && span.end as usize == units;
            row.differs = contrast.spans;
            row.differs.retain(|span| !all(span));
        }
        let parent = match asked.parent {
            Some(parent) => row::by_id(&connection, parent)?.map(|row| row.summary(coverage, on)),
            None => None,
        };
        Ok(Some(Comparison { parent, codes }))
    }
}
