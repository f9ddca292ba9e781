use rusqlite::{OptionalExtension, params};

use crate::Result;
use crate::transaction::{Reading, Transaction};

impl Reading<'_> {
    /// A user's setting, JSON text as it was set; `None` where it never was.
    pub fn setting(&self, login: &str, key: &str) -> Result<Option<String>> {
        let sql = "SELECT value FROM setting WHERE login = ?1 AND key = ?2";
        Ok(self.connection.prepare_cached(sql)?.query_row([login, key], |row| row.get(0)).optional()?)
    }

    /// All settings of a user as pairs of key and JSON text, by key.
    pub fn settings(&self, login: &str) -> Result<Vec<(String, String)>> {
        let sql = "SELECT key, value FROM setting WHERE login = ?1 ORDER BY key";
        let mut statement = self.connection.prepare_cached(sql)?;
        let settings = statement.query_map([login], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(settings.collect::<Result<_, _>>()?)
    }
}

impl Transaction<'_> {
    pub fn set_setting(&self, login: &str, key: &str, value: &str) -> Result<()> {
        let sql = "INSERT INTO setting (login, key, value) VALUES (?1, ?2, ?3)
            ON CONFLICT (login, key) DO UPDATE SET value = excluded.value";
        self.connection.prepare_cached(sql)?.execute(params![login, key, value])?;
        Ok(())
    }
}
