use rusqlite::Transaction;

use super::quarter::{calendar_year, fiscal_year_named, quarter_named};
use super::recognise::{NotUnderstood, Release, Understood, whole};
use super::source::Piece;
use crate::compile::{ListEntries, of_codes, of_places};
use crate::error::DictionaryError;
use crate::official::{
    AddOnPair, Conversion, Fee, Listed, ListedCode, Locality, Mue, PlaceOfService, Problems, decode,
    is_poa_exempt, poa_exempt,
};
use crate::publications::write::Tell;
use crate::publications::{CodeSet, add_on, conversion, fee, listed_codes, mue, place_of_service};

/// The rows of a table, each kind as it is published.
pub(super) enum Rows {
    Mues(Listed<Mue>),
    AddOns(Listed<AddOnPair>),
    Places(Listed<PlaceOfService>),
    PoaExempt(Listed<String>),
    Fees(Listed<Fee>),
    Localities(Listed<Locality>),
    Conversions(Listed<Conversion>),
    Codes(Listed<ListedCode>),
}

impl Rows {
    pub(super) fn entries(&self) -> u32 {
        let entries = match self {
            Self::Mues(listed) => listed.rows.len(),
            Self::AddOns(listed) => listed.rows.len(),
            Self::Places(listed) => listed.rows.len(),
            Self::PoaExempt(listed) => listed.rows.len(),
            Self::Fees(listed) => listed.rows.len(),
            Self::Localities(listed) => listed.rows.len(),
            Self::Conversions(listed) => listed.rows.len(),
            Self::Codes(listed) => listed.rows.len(),
        };
        u32::try_from(entries).unwrap_or(u32::MAX)
    }

    pub(super) const fn problems(&self) -> &Problems {
        match self {
            Self::Mues(listed) => &listed.problems,
            Self::AddOns(listed) => &listed.problems,
            Self::Places(listed) => &listed.problems,
            Self::PoaExempt(listed) => &listed.problems,
            Self::Fees(listed) => &listed.problems,
            Self::Localities(listed) => &listed.problems,
            Self::Conversions(listed) => &listed.problems,
            Self::Codes(listed) => &listed.problems,
        }
    }
}

impl Rows {
    /// What is looked up as codes; `None` where nothing is.
    pub(super) fn codes(&self) -> Option<ListEntries> {
        match self {
            Self::Places(listed) => Some(of_places(&listed.rows)),
            Self::Codes(listed) => Some(of_codes(&listed.rows)),
            Self::Mues(_)
            | Self::AddOns(_)
            | Self::PoaExempt(_)
            | Self::Fees(_)
            | Self::Localities(_)
            | Self::Conversions(_) => None,
        }
    }

    pub(super) fn write(
        &self,
        tx: &Transaction<'_>,
        publication: i64,
        tell: Tell<'_>,
    ) -> Result<bool, DictionaryError> {
        match self {
            Self::Mues(listed) => mue::write(tx, publication, &listed.rows, tell),
            Self::AddOns(listed) => add_on::write(tx, publication, &listed.rows, tell),
            Self::Places(listed) => place_of_service::write(tx, publication, &listed.rows, tell),
            Self::PoaExempt(listed) => {
                crate::publications::poa_exempt::write(tx, publication, &listed.rows, tell)
            }
            Self::Fees(listed) => fee::write(tx, publication, &listed.rows, tell),
            Self::Localities(listed) => fee::write_localities(tx, publication, &listed.rows, tell),
            Self::Conversions(listed) => conversion::write(tx, publication, &listed.rows, tell),
            Self::Codes(listed) => listed_codes::write(tx, publication, &listed.rows, tell),
        }
    }
}

/// Reads a table whose heading is known; `None` where it is none of them.
pub(super) fn table(piece: &mut Piece<'_>, names: &str) -> Result<Option<Understood>, NotUnderstood> {
    let (set, release, rows) = if let Some((setting, heading)) = Mue::heading(piece.head) {
        let release = quarter_named(&[heading.preamble.as_str(), names].join(" "));
        (CodeSet::of_mue(setting), release, Rows::Mues(Mue::read(&mut piece.content, heading)?))
    } else if let Some(heading) = AddOnPair::heading(piece.head) {
        let rows = AddOnPair::read(&mut piece.content, heading)?;
        (CodeSet::AddOnCodes, quarter_named(names), Rows::AddOns(rows))
    } else if let Some(heading) = PlaceOfService::heading(piece.head) {
        let rows = PlaceOfService::read(&mut piece.content, heading)?;
        (CodeSet::PlaceOfService, None, Rows::Places(rows))
    } else if let Some(heading) = Fee::heading(piece.head) {
        let release = calendar_year(&heading.preamble, names);
        (CodeSet::PhysicianFees, release, Rows::Fees(Fee::read(&mut piece.content, heading)?))
    } else if let Some(heading) = Locality::heading(piece.head) {
        let release = calendar_year(&heading.preamble, names);
        (CodeSet::Localities, release, Rows::Localities(Locality::read(&mut piece.content, heading)?))
    } else if let Some(heading) = Conversion::heading(piece.head) {
        let release = fiscal_year_named(&[heading.preamble.as_str(), names].join(" "));
        let rows = Conversion::read(&mut piece.content, heading)?;
        let set =
            CodeSet::of_conversion(Conversion::system(&rows.rows)).unwrap_or(CodeSet::Icd10cmConversion);
        (set, release, Rows::Conversions(rows))
    } else {
        let head = decode(piece.head);
        let title = head.lines().take(TITLE_LINES).collect::<Vec<_>>().join(" ");
        if !is_poa_exempt(&title) && !is_poa_exempt(names) {
            return Ok(None);
        }
        let rows = poa_exempt(&decode(&whole(piece)?));
        (CodeSet::PoaExempt, fiscal_year_named(&[&title, names].join(" ")), Rows::PoaExempt(rows))
    };
    Ok(Some(Understood::table(set, release.unwrap_or_else(Release::unsaid), rows)))
}

/// A list without a heading is known by its title or its name.
const TITLE_LINES: usize = 3;
