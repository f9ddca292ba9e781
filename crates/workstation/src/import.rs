use std::collections::BTreeMap;
use std::path::Path;

use dictionary::{Import, ListColumns, Preview, Take};

use crate::desk::Desk;
use crate::error::{DeskError, ErrorCode, publications_error};
use crate::long_work::Progress;
use crate::sources::Sources;

impl Desk {
    /// Every import of the publishers' files, newest first. Code sets are public: the vault may be locked.
    pub fn imports(&self) -> Result<Vec<Import>, DeskError> {
        self.publications.imports().map_err(publications_error)
    }

    /// Says what a zip, folder or file holds. Changes nothing. `columns` tells of lists of the user's own, by their
    /// file, which column holds what.
    pub fn preview_import(
        &self,
        path: &Path,
        columns: &BTreeMap<String, ListColumns>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Preview, DeskError> {
        let running = self.long_work.begin()?;
        let mut watch = running.watch(progress);
        Ok(self.publications.preview(self.book().ok(), path, columns, &mut watch)?)
    }

    /// Imports the chosen files of a source: all of them or none.
    pub fn import(
        &self,
        path: &Path,
        takes: &[Take],
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Import, DeskError> {
        let running = self.long_work.begin()?;
        let mut watch = running.watch(progress);
        let import = self.publications.import(self.book().ok(), path, takes, self.clock.now(), &mut watch)?;
        self.shelve();
        Ok(import)
    }

    /// Takes an import back with all that it brought; what was coded meanwhile stays as it is.
    pub fn undo_import(&self, import: u32) -> Result<Sources, DeskError> {
        let _running = self.long_work.begin()?;
        match self.publications.undo(import).map_err(publications_error)? {
            true => {
                self.shelve();
                self.sources()
            }
            false => Err(DeskError::new(ErrorCode::NoSuchImport).with("import", import)),
        }
    }

    /// The import or undo is done and stays so; where the book cannot follow now, it will at the next start.
    fn shelve(&self) {
        if let Ok(book) = self.book() {
            let _ = book.shelve(&self.publications);
        }
    }
}
