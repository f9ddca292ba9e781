use std::collections::BTreeMap;

use encounter::{Document, DocumentId, EncounterId};
use rusqlite::{Connection, params};

use crate::Result;
use crate::columns::{date_at, date_text, name_of, named_at};
use crate::files::{file_at, link_file};

/// In the order in which they came.
pub(crate) fn documents_of(connection: &Connection, id: EncounterId) -> Result<Vec<Document>> {
    let mut statement = connection.prepare_cached(include_str!("documents_of.sql"))?;
    let documents = statement.query_map([id.0], |row| {
        Ok(Document {
            id: DocumentId(row.get("document_id")?),
            kind: named_at(row, "kind")?,
            title: row.get("title")?,
            author: row.get("author")?,
            date: date_at(row, "date")?,
            text: row.get("text")?,
            withdrawn: row.get("withdrawn")?,
            file: file_at(row)?.map(Box::new),
        })
    })?;
    Ok(documents.collect::<Result<_, _>>()?)
}

/// Adds the documents that are new and sets which are withdrawn. What a kept document says is never written again,
/// and one that `documents` leaves out stays.
pub(crate) fn save_documents(connection: &Connection, id: EncounterId, documents: &[Document]) -> Result<()> {
    let mut kept: BTreeMap<u32, bool> = BTreeMap::new();
    {
        let sql = "SELECT document_id, withdrawn FROM document WHERE encounter_id = ?1";
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query([id.0])?;
        while let Some(row) = rows.next()? {
            kept.insert(row.get(0)?, row.get(1)?);
        }
    }
    let mut position = u32::try_from(kept.len()).unwrap_or(u32::MAX);
    for document in documents {
        match kept.get(&document.id.0) {
            Some(withdrawn) if *withdrawn == document.withdrawn => {}
            Some(_) => {
                let sql = "UPDATE document SET withdrawn = ?3 WHERE encounter_id = ?1 AND document_id = ?2";
                connection.prepare_cached(sql)?.execute(params![id.0, document.id.0, document.withdrawn])?;
            }
            None => {
                connection.prepare_cached(include_str!("insert_document.sql"))?.execute(params![
                    id.0,
                    document.id.0,
                    position,
                    name_of(&document.kind)?,
                    document.title,
                    document.author,
                    date_text(document.date),
                    document.withdrawn,
                    document.text,
                ])?;
                if let Some(file) = &document.file {
                    link_file(connection, id, document.id, file)?;
                }
                position = position.saturating_add(1);
            }
        }
    }
    Ok(())
}
