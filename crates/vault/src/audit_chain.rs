use rusqlite::Row;
use sha2::{Digest, Sha256};

pub(crate) type Hash = [u8; 32];

/// What an entry's hash covers, beside the hash of the entry before it.
#[derive(Debug)]
pub(crate) struct Link<'a> {
    pub(crate) number: u32,
    pub(crate) at: &'a str,
    pub(crate) by: &'a str,
    pub(crate) encounter: Option<u32>,
    pub(crate) action: &'a str,
    pub(crate) detail: &'a str,
}

impl<'a> Link<'a> {
    /// As it stands in the table, byte for byte.
    pub(crate) fn at(row: &'a Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            number: row.get("number")?,
            at: row.get_ref("at")?.as_str()?,
            by: row.get_ref("by")?.as_str()?,
            encounter: row.get("encounter_id")?,
            action: row.get_ref("action")?.as_str()?,
            detail: row.get_ref("detail")?.as_str()?,
        })
    }

    /// Every field with its length before it, so that no byte can move from one to the next.
    pub(crate) fn hash(&self, before: &Hash) -> Hash {
        let mut hasher = Sha256::new();
        hasher.update(before);
        let number = self.number.to_be_bytes();
        let encounter = self.encounter.map(u32::to_be_bytes);
        let fields: [&[u8]; 6] = [
            &number,
            self.at.as_bytes(),
            self.by.as_bytes(),
            encounter.as_ref().map_or(&[], |id| id.as_slice()),
            self.action.as_bytes(),
            self.detail.as_bytes(),
        ];
        for field in fields {
            hasher.update((field.len() as u64).to_be_bytes());
            hasher.update(field);
        }
        hasher.finalize().into()
    }
}
