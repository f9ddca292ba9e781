//! Claims on paper: the CMS-1500 as PDF.

use std::path::Path;

use claims::Practice;
use claims::professional::cms1500::{Form, Offset, Paper, pdf, test_print};
use encounter::Encounter;
use serde::Serialize;

use crate::claim_files::RefusedClaim;
use crate::desk::Desk;
use crate::error::DeskError;

/// What became of forms: all of them are in the file, or there is no file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum PaperExport {
    Written {
        claims: u32,
        pages: u32,
        /// What paper has no box for, of each claim where there is something.
        left_out: Vec<LeftOut>,
    },
    Refused {
        refused: Vec<RefusedClaim>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LeftOut {
    /// Which encounter of the batch, counted from 1.
    pub number: u32,
    /// Paths in the encounter or the practice.
    pub fields: Vec<String>,
}

impl Desk {
    /// Writes the CMS-1500 of completed encounters to one PDF: all or nothing.
    ///
    /// Fails where the file cannot be written; encounters that are no claim are an answer and no failure.
    pub fn export_paper_claims(
        &self,
        encounters: impl IntoIterator<Item = Encounter>,
        practice: &Practice,
        paper: Paper<'_>,
        to: &Path,
    ) -> Result<PaperExport, DeskError> {
        let (mut forms, mut left_out, mut refused) = (Vec::new(), Vec::new(), Vec::new());
        for (number, encounter) in (1..).zip(encounters) {
            match Form::of(&encounter, practice) {
                Ok(form) => {
                    if !form.left_out.is_empty() {
                        left_out.push(LeftOut { number, fields: form.left_out.clone() });
                    }
                    forms.push(form);
                }
                Err(problems) => refused.push(RefusedClaim { number, problems }),
            }
        }
        if !refused.is_empty() {
            return Ok(PaperExport::Refused { refused });
        }
        vault::write_atomically(to, &pdf(&forms, paper))?;
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let pages = count(forms.iter().map(|form| form.pages.len()).sum());
        Ok(PaperExport::Written { claims: count(forms.len()), pages, left_out })
    }

    /// Writes a page on which every place of the form is filled, to see where a printer puts them.
    pub fn export_test_print(&self, offset: Offset, to: &Path) -> Result<(), DeskError> {
        Ok(vault::write_atomically(to, &test_print(offset))?)
    }
}
