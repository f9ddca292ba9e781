use encounter::EncounterId;

use crate::Result;
use crate::transaction::Reading;

impl Reading<'_> {
    /// What the quick find looks through, one text an encounter: patient name, account, record number, provider, a line
    /// each. The desk keeps it in memory while the vault is open.
    pub fn find_texts(&self) -> Result<Vec<(EncounterId, String)>> {
        let mut statement = self.connection.prepare_cached(include_str!("find_texts.sql"))?;
        let texts = statement.query_map([], |row| Ok((EncounterId(row.get(0)?), row.get(1)?)))?;
        Ok(texts.collect::<Result<_, _>>()?)
    }

    /// The text of one encounter, after a change.
    pub fn find_text(&self, id: EncounterId) -> Result<Option<String>> {
        use rusqlite::OptionalExtension;
        let mut statement = self.connection.prepare_cached(include_str!("find_text.sql"))?;
        Ok(statement.query_row([id.0], |row| row.get(0)).optional()?)
    }
}
