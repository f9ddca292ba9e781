use dictionary::{IndexBook, IndexOpening, IndexPage};
use encounter::IndexKind;
use jiff::civil::Date;

use crate::desk::Desk;
use crate::error::{DeskError, publications_error};

impl Desk {
    /// The printed indexes that the user imported, as they stand on the date. Public, like every code set.
    pub fn indexes(&self, on: Date) -> Result<Vec<IndexBook>, DeskError> {
        self.publications.indexes(on).map_err(publications_error)
    }

    /// Terms of an index by their words; `None` where it is not installed.
    pub fn find_in_index(
        &self,
        kind: IndexKind,
        on: Date,
        query: &str,
        limit: u32,
    ) -> Result<Option<IndexPage>, DeskError> {
        self.publications.find_in_index(kind, on, query, limit).map_err(publications_error)
    }

    /// A term of an index with those above and below it.
    pub fn open_index_term(
        &self,
        kind: IndexKind,
        on: Date,
        term: u32,
    ) -> Result<Option<IndexOpening>, DeskError> {
        self.publications.open_index_term(kind, on, term).map_err(publications_error)
    }
}
