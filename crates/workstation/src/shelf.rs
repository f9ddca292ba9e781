use dictionary::{CodeKind, CodeStanding, CodeSummary, Dictionary};
use encounter::CodeRef;
use jiff::civil::Date;
use serde::Serialize;
use specta::Type;

use crate::desk::Desk;
use crate::error::DeskError;

/// More than these no longer fit where they are shown.
const RECENTS_SHOWN: usize = 12;

/// The codes that this coder comes back to, as they stand on a date.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Shelf {
    /// In the user's order.
    pub favourites: Vec<CodeSummary>,
    /// Newest first, without the favourites.
    pub recents: Vec<CodeSummary>,
}

impl Desk {
    /// Favourites and recents with the titles of the date. What is not valid on it is there too, and says so.
    pub fn shelf(&self, on: Date) -> Result<Shelf, DeskError> {
        let book = self.book()?;
        self.at_desk(|open, _| {
            let favourites = &open.preferences.favourites;
            let recents = open.preferences.recents.iter().filter(|code| !favourites.contains(code));
            Ok(Shelf {
                favourites: favourites.iter().map(|of| on_date(book, of, on)).collect::<Result<_, _>>()?,
                recents: recents
                    .take(RECENTS_SHOWN)
                    .map(|of| on_date(book, of, on))
                    .collect::<Result<_, _>>()?,
            })
        })
    }
}

/// A code as one row of a list; unknown where no release has it, so that it is not lost from sight.
pub(crate) fn on_date(book: &Dictionary, of: &CodeRef, on: Date) -> Result<CodeSummary, DeskError> {
    let found = book.summary(of.system, &of.code, on)?;
    Ok(found.unwrap_or_else(|| CodeSummary {
        system: of.system,
        code: of.code.clone(),
        title: None,
        kind: CodeKind::Code,
        billable: false,
        standing: CodeStanding::Unknown,
    }))
}
