//! The files that documents came as, a page at a time.

use std::collections::{BTreeMap, VecDeque};
use std::path::Path;
use std::sync::Arc;

use encounter::{DocumentId, EncounterId};
use intake::{PageFile, ProblemKind};

use crate::desk::{Desk, Hand, Open};
use crate::error::{DeskError, ErrorCode};
use crate::note::file_budget;
use crate::session::event;

/// The file whose pages are being looked at, and how the latest of them look. In memory alone; gone when the desk is locked.
#[derive(Debug)]
pub(crate) struct Pages {
    of: (EncounterId, DocumentId),
    file: PageFile,
    pictures: VecDeque<(Key, Arc<Vec<u8>>)>,
}

/// A file from the vault, or at hand already, perhaps with the picture.
enum Found {
    Bytes(Vec<u8>),
    Open(PageFile),
    Drawn(Arc<Vec<u8>>),
}

/// Page and widest.
type Key = (u32, u32);

/// A page before and some behind; a picture has a few hundred kilobytes.
const MOST_PICTURES: usize = 12;

impl Desk {
    /// A page of the file that a document came as, counted from 1, as PNG of at most `widest` pixels across. That somebody
    /// looked at the file is recorded, once for all pages that are looked at in a row.
    ///
    /// # Errors
    /// [`ErrorCode::NoSuchFile`] where the document came as none; [`ErrorCode::PageDamaged`], [`ErrorCode::PageTimeOut`].
    pub fn page_picture(
        &self,
        id: EncounterId,
        document: DocumentId,
        page: u32,
        widest: u32,
    ) -> Result<Arc<Vec<u8>>, DeskError> {
        let key = (page, widest.min(intake::WIDEST_PICTURE));
        let found = self.at_desk(|open, now| {
            if let Some(pages) = open.pages.as_ref().filter(|pages| pages.of == (id, document)) {
                return Ok(pages.picture(key).map_or_else(|| Found::Open(pages.file.clone()), Found::Drawn));
            }
            let mut event = event(&open.session.login, now, "view_file");
            event.encounter = Some(id);
            event.detail = BTreeMap::from([("document".to_owned(), document.0.to_string())]);
            open.vault.transact(|tx| -> Result<_, DeskError> {
                let (_, bytes) = tx.file_of(id, document)?.ok_or(ErrorCode::NoSuchFile)?;
                tx.append_audit(&event)?;
                Ok(Found::Bytes(bytes))
            })
        })?;
        // The desk is not held while a file is looked at, nor while a page is drawn.
        let file = match found {
            Found::Drawn(picture) => return Ok(picture),
            Found::Open(file) => file,
            Found::Bytes(bytes) => {
                let file = PageFile::open(bytes, &file_budget()).map_err(page_error)?;
                self.at_desk_by(Hand::Itself, |open, _| {
                    let (of, file) = ((id, document), file.clone());
                    open.pages = Some(Pages { of, file, pictures: VecDeque::new() });
                    Ok(())
                })?;
                file
            }
        };
        let picture = Arc::new(file.picture(key.0, key.1, &file_budget()).map_err(page_error)?);
        self.at_desk_by(Hand::Itself, |open, _| {
            if let Some(pages) = open.pages.as_mut().filter(|pages| pages.of == (id, document)) {
                pages.keep(key, &picture);
            }
            Ok(())
        })?;
        Ok(picture)
    }

    /// Writes the file that a document came as, as it came. That it was is recorded.
    ///
    /// # Errors
    /// [`ErrorCode::NoSuchFile`], [`ErrorCode::FileUnreadable`] where it cannot be written.
    pub fn save_original(&self, id: EncounterId, document: DocumentId, to: &Path) -> Result<(), DeskError> {
        self.at_desk(|Open { vault, session, .. }, now| {
            let mut event = event(&session.login, now, "save_file");
            event.encounter = Some(id);
            vault.transact(|tx| -> Result<_, DeskError> {
                let (file, bytes) = tx.file_of(id, document)?.ok_or(ErrorCode::NoSuchFile)?;
                event.detail = BTreeMap::from([
                    ("document".to_owned(), document.0.to_string()),
                    ("digest".to_owned(), file.digest),
                ]);
                tx.append_audit(&event)?;
                Ok(vault::write_atomically(to, &bytes).map_err(|_| ErrorCode::FileUnreadable)?)
            })
        })
    }
}

impl Pages {
    fn picture(&self, key: Key) -> Option<Arc<Vec<u8>>> {
        let mut known = self.pictures.iter();
        known.find(|(of, _)| *of == key).map(|(_, picture)| Arc::clone(picture))
    }

    fn keep(&mut self, key: Key, picture: &Arc<Vec<u8>>) {
        self.pictures.push_back((key, Arc::clone(picture)));
        if self.pictures.len() > MOST_PICTURES {
            self.pictures.pop_front();
        }
    }
}

fn page_error(problem: ProblemKind) -> DeskError {
    match problem {
        ProblemKind::TimeOut => ErrorCode::PageTimeOut.into(),
        _ => ErrorCode::PageDamaged.into(),
    }
}
