//! The files that documents came as.

use encounter::{DocumentFile, DocumentId, EncounterId};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use sha2::{Digest, Sha256};

use crate::columns::{json_at, json_text};
use crate::transaction::{Reading, Transaction};
use crate::{Result, VaultError, hex};

impl Reading<'_> {
    /// The file that a document came as, with its bytes; `None` where it came as none.
    pub fn file_of(
        &self,
        encounter: EncounterId,
        document: DocumentId,
    ) -> Result<Option<(DocumentFile, Vec<u8>)>> {
        let sql = "SELECT document_file.*, bytes FROM document_file JOIN file USING (digest)
            WHERE encounter_id = ?1 AND document_id = ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let found =
            statement.query_row([encounter.0, document.0], |row| Ok((file_at(row)?, row.get("bytes")?)));
        let Some((Some(file), bytes)) = found.optional()? else { return Ok(None) };
        Ok(Some((file, bytes)))
    }
}

impl Transaction<'_> {
    /// Keeps the bytes of a file, once, until a document names them by the digest that is returned, or nobody wants them
    /// after all.
    pub fn keep_file(&self, bytes: &[u8], now: Timestamp) -> Result<String> {
        let digest = hex::encode(&Sha256::digest(bytes));
        let sql = "INSERT OR IGNORE INTO file (digest, added, bytes) VALUES (?1, ?2, ?3)";
        self.connection.prepare_cached(sql)?.execute(params![digest, now.to_string(), bytes])?;
        Ok(digest)
    }

    /// Forgets the files that were kept before a moment, that no document came as, and that no setting names: a draft is one.
    pub fn drop_unused_files(&self, before: Timestamp) -> Result<()> {
        let sql = include_str!("unused_files.sql");
        self.connection.prepare_cached(sql)?.execute([before.to_string()])?;
        Ok(())
    }
}

/// # Errors
/// [`VaultError::NoSuchFile`].
pub(crate) fn link_file(
    connection: &Connection,
    encounter: EncounterId,
    document: DocumentId,
    file: &DocumentFile,
) -> Result<()> {
    let sql = "SELECT length(bytes) FROM file WHERE digest = ?1";
    let size: Option<u32> =
        connection.prepare_cached(sql)?.query_row([&file.digest], |row| row.get(0)).optional()?;
    let size = size.ok_or(VaultError::NoSuchFile)?;
    connection.prepare_cached(include_str!("insert_document_file.sql"))?.execute(params![
        encounter.0,
        document.0,
        file.digest,
        file.name,
        file.media_type,
        size,
        file.is_pictured,
        json_text(&file.pages)?,
    ])?;
    Ok(())
}

/// Of a row of `document_file`, or of none.
pub(crate) fn file_at(row: &Row<'_>) -> rusqlite::Result<Option<DocumentFile>> {
    let Some(digest) = row.get("digest")? else { return Ok(None) };
    Ok(Some(DocumentFile {
        digest,
        name: row.get("name")?,
        media_type: row.get("media_type")?,
        bytes: row.get("size")?,
        is_pictured: row.get("is_pictured")?,
        pages: json_at(row, "pages")?,
    }))
}

#[cfg(test)]
#[path = "files_tests.rs"]
mod tests;
