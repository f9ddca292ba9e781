use encounter::{EncounterId, Patient};
use rusqlite::params;

use crate::Result;
use crate::columns::date_text;
use crate::queue_row::patient_name;
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

    /// The encounters of patients of the same name and birth date under another record number, none that is void; none at
    /// all where the birth date is not known.
    pub fn namesakes(&self, patient: &Patient) -> Result<Vec<EncounterId>> {
        let mut statement = self.connection.prepare_cached(include_str!("namesakes.sql"))?;
        let asked = params![patient_name(patient), date_text(patient.birth_date), patient.record_number];
        let found = statement.query_map(asked, |row| Ok(EncounterId(row.get(0)?)))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// The encounters of patients of this name and birth date, whatever their record number, the latest first, none that is
    /// void; none at all where the birth date is not known.
    pub fn of_name(&self, patient: &Patient) -> Result<Vec<EncounterId>> {
        let sql =
            "SELECT id FROM encounter WHERE patient_name = ?1 AND patient_name <> '' AND birth_date = ?2
            AND ?2 <> '' AND status <> 'void' ORDER BY id DESC";
        let mut statement = self.connection.prepare_cached(sql)?;
        let asked = params![patient_name(patient), date_text(patient.birth_date)];
        let found = statement.query_map(asked, |row| Ok(EncounterId(row.get(0)?)))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// The encounters of patients of this last and first name, whatever their middle name, none that is void.
    pub fn called(&self, patient: &Patient) -> Result<Vec<EncounterId>> {
        let mut statement = self.connection.prepare_cached(include_str!("called.sql"))?;
        let found = statement.query_map([patient_name(patient)], |row| Ok(EncounterId(row.get(0)?)))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// The encounters of an account number, the latest first, none that is void; none at all of the empty number.
    pub fn of_account(&self, account: &str) -> Result<Vec<EncounterId>> {
        let sql = "SELECT id FROM encounter WHERE account = ?1 AND account <> '' AND status <> 'void' ORDER BY id DESC";
        let mut statement = self.connection.prepare_cached(sql)?;
        let found = statement.query_map([account], |row| Ok(EncounterId(row.get(0)?)))?;
        Ok(found.collect::<Result<_, _>>()?)
    }
}
