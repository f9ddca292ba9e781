use encounter::{CodeRef, CodeSystem};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::columns::parsed_at;
use crate::transaction::{Reading, Transaction};
use crate::{Result, VaultError};

/// What a user wrote beside a code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CodeNote {
    pub system: CodeSystem,
    /// As it is shown, with the dot of ICD-10-CM; also a block (`E08-E13`) or a chapter (`4`).
    pub code: String,
    /// Whether it speaks of everything below the code as well.
    pub covers_below: bool,
    /// Never empty.
    pub text: String,
    pub changed: Timestamp,
}

impl Reading<'_> {
    /// All notes of a user, by system and code.
    pub fn code_notes(&self, login: &str) -> Result<Vec<CodeNote>> {
        let mut statement = self.connection.prepare_cached(include_str!("code_notes.sql"))?;
        let notes = statement.query_map([login], code_note)?;
        notes.map(|note| note?.ok_or(VaultError::Damaged)).collect()
    }

    /// The note of a user at exactly this code.
    pub fn code_note(&self, login: &str, of: &CodeRef) -> Result<Option<CodeNote>> {
        let sql = include_str!("code_note.sql");
        let values = params![login, of.system.id(), of.code];
        let note = self.connection.prepare_cached(sql)?.query_row(values, code_note).optional()?;
        note.map(|note| note.ok_or(VaultError::Damaged)).transpose()
    }
}

impl Transaction<'_> {
    /// Writes the note in the place of the one that the user has at this code.
    pub fn put_code_note(&self, login: &str, note: &CodeNote) -> Result<()> {
        let CodeNote { system, code, covers_below, text, changed } = note;
        let values = params![login, system.id(), code, covers_below, text, changed.to_string()];
        self.connection.prepare_cached(include_str!("put_code_note.sql"))?.execute(values)?;
        Ok(())
    }

    /// Does nothing where there is none.
    pub fn remove_code_note(&self, login: &str, of: &CodeRef) -> Result<()> {
        let sql = "DELETE FROM code_note WHERE login = ?1 AND system = ?2 AND code = ?3";
        self.connection.prepare_cached(sql)?.execute(params![login, of.system.id(), of.code])?;
        Ok(())
    }
}

/// `None` where the system is none that this program writes.
fn code_note(row: &Row<'_>) -> rusqlite::Result<Option<CodeNote>> {
    let Some(system) = CodeSystem::from_id(row.get_ref("system")?.as_str()?) else { return Ok(None) };
    Ok(Some(CodeNote {
        system,
        code: row.get("code")?,
        covers_below: row.get("covers_below")?,
        text: row.get("text")?,
        changed: parsed_at(row, "changed")?,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{at, vault};

    fn note(code: &str, text: &str) -> CodeNote {
        CodeNote {
            system: CodeSystem::Icd10cm,
            code: code.into(),
            covers_below: code.len() == 3,
            text: text.into(),
            changed: at(1),
        }
    }

    #[test]
    fn notes_belong_to_who_wrote_them() {
        let (_folder, mut vault, _) = vault();
        let e11 = CodeRef { system: CodeSystem::Icd10cm, code: "E11".into() };
        vault
            .transact(|tx| -> Result<()> {
                tx.put_code_note("maria", &note("E11", "ask for the type"))?;
                tx.put_code_note("maria", &note("I10", "never with CKD"))?;
                tx.put_code_note("jo", &note("E11", "another's"))?;
                tx.put_code_note("maria", &note("E11", "ask for the type, and for insulin"))
            })
            .unwrap();
        let texts = |vault: &crate::Vault, login: &str| -> Vec<String> {
            let notes = vault.read(|reading| reading.code_notes(login)).unwrap();
            notes.into_iter().map(|note| note.text).collect()
        };
        assert_eq!(texts(&vault, "maria"), ["ask for the type, and for insulin", "never with CKD"]);
        let one = vault.read(|reading| reading.code_note("jo", &e11)).unwrap().unwrap();
        assert_eq!(one, note("E11", "another's"));
        vault.transact(|tx| tx.remove_code_note("maria", &e11)).unwrap();
        assert_eq!(texts(&vault, "maria"), ["never with CKD"]);
        assert_eq!(texts(&vault, "jo"), ["another's"]);
        let empty = vault.transact(|tx| tx.put_code_note("maria", &note("I10", "  ")));
        assert!(empty.is_err(), "the database itself refuses an empty note");
    }
}
