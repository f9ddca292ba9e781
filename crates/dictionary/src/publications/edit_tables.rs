use std::collections::{BTreeMap, HashMap};
use std::mem::size_of;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use rusqlite::Connection;

use super::add_on::{AddOn, AddOnRow};
use super::ptp::{self, PtpEdit};
use super::{CodeSet, Publication, Publications};
use crate::error::DictionaryError;
use crate::official::{EditSetting, FeePolicy, HcpcsCode, Mue, PlaceRate, PtpTerms};

/// How many combinations of releases are held at once, and how many bytes of each.
const COMBINATIONS: usize = 4;
const BYTES: usize = 24 << 20;

/// The tables by which the lines of a claim are judged: of one setting, those that are in force on one day. What they say
/// of a code is read from the file once and held, because a check asks for every pair of its lines.
#[derive(Debug)]
pub struct EditTables<'p> {
    publications: &'p Publications,
    held: Arc<Held>,
    on: Date,
}

/// What the tables say of one code, whatever the day.
#[derive(Debug)]
pub struct TableCode {
    code: HcpcsCode,
    /// Edits with this code in column 1, packed.
    column1: Vec<u8>,
    /// The part of the PTP table that they are of.
    part: usize,
    mue: Option<Mue>,
    add_on: Vec<AddOnRow>,
    policy: Option<FeePolicy>,
}

/// What is held, and of which version of the file.
#[derive(Debug, Default)]
pub(super) struct HeldTables {
    version: i64,
    tables: Vec<Arc<Held>>,
}

/// One combination of releases.
#[derive(Debug)]
struct Held {
    sets: Vec<Publication>,
    setting: EditSetting,
    /// Of each part of the PTP table.
    terms: Vec<Vec<PtpTerms>>,
    places: BTreeMap<String, PlaceRate>,
    codes: Mutex<HeldCodes>,
}

#[derive(Debug, Default)]
struct HeldCodes {
    by_code: HashMap<u32, Arc<TableCode>>,
    bytes: usize,
}

/// The sets that judge lines; of suppliers there is no PTP table.
fn sets(setting: EditSetting) -> impl Iterator<Item = CodeSet> {
    let others =
        [CodeSet::of_mue(setting), CodeSet::AddOnCodes, CodeSet::PhysicianFees, CodeSet::PlaceOfService];
    CodeSet::of_ptp(setting).into_iter().chain(others)
}

impl Publications {
    /// The tables of a setting that are in force on the day.
    pub fn edit_tables(&self, setting: EditSetting, on: Date) -> Result<EditTables<'_>, DictionaryError> {
        let (version, listed) = self.listed_version()?;
        let answering = |set| Self::parts_of(&listed, set, on).filter(|part| part.in_force(on));
        // Of a set that does not come in parts, the first is the one that answers.
        let found = sets(setting).flat_map(|set| answering(set).take(if set.is_in_parts() { 64 } else { 1 }));
        let found: Vec<&Publication> = found.collect();
        let mut shelf = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if shelf.version != version {
            *shelf = HeldTables { version, tables: Vec::new() };
        }
        let ids = || found.iter().map(|set| set.id);
        let known = shelf
            .tables
            .iter()
            .find(|held| held.setting == setting && held.sets.iter().map(|set| set.id).eq(ids()));
        let held = match known {
            Some(held) => Arc::clone(held),
            None => {
                let sets = found.into_iter().cloned().collect();
                let held = Arc::new(self.hold(sets, setting)?);
                if shelf.tables.len() == COMBINATIONS {
                    shelf.tables.remove(0);
                }
                shelf.tables.push(Arc::clone(&held));
                held
            }
        };
        Ok(EditTables { publications: self, held, on })
    }

    fn hold(&self, sets: Vec<Publication>, setting: EditSetting) -> Result<Held, DictionaryError> {
        let of = |set: Option<CodeSet>| sets.iter().filter(move |each| Some(each.set) == set);
        let read = self.read(|connection| {
            let terms = of(CodeSet::of_ptp(setting)).map(|part| ptp::terms(connection, part.id));
            let mut places = BTreeMap::new();
            for list in of(Some(CodeSet::PlaceOfService)) {
                places = super::place_of_service::rates(connection, list.id)?;
            }
            Ok((terms.collect::<Result<Vec<_>, _>>()?, places))
        })?;
        let (terms, places) = read.unwrap_or_default();
        Ok(Held { terms, places, setting, codes: Mutex::default(), sets })
    }
}

impl EditTables<'_> {
    /// The release of a set, for example `2024 Q3`; `None` where none that is installed is in force on the day.
    pub fn release(&self, set: CodeSet) -> Option<&str> {
        self.held.release(set)
    }

    pub fn ptp_release(&self) -> Option<&str> {
        CodeSet::of_ptp(self.held.setting).and_then(|set| self.release(set))
    }

    pub fn mue_release(&self) -> Option<&str> {
        self.release(CodeSet::of_mue(self.held.setting))
    }

    /// What the tables say of a code of HCPCS Level I or II; `None` of any other text.
    pub fn code(&self, code: &str) -> Result<Option<Arc<TableCode>>, DictionaryError> {
        let Some(code) = HcpcsCode::parse(code.as_bytes()) else { return Ok(None) };
        let mut codes = self.held.codes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = codes.by_code.get(&code.key()) {
            return Ok(Some(Arc::clone(known)));
        }
        let read = self.publications.read(|connection| self.held.read(connection, code))?;
        let read = Arc::new(read.unwrap_or_else(|| TableCode::unknown(code)));
        if codes.bytes > BYTES {
            *codes = HeldCodes::default();
        }
        codes.bytes += read.column1.len() + size_of::<TableCode>();
        codes.by_code.insert(code.key(), Arc::clone(&read));
        Ok(Some(read))
    }

    /// The edit of a pair in this order that is in force on the day.
    pub fn ptp(&self, column1: &TableCode, column2: &TableCode) -> Option<PtpEdit> {
        let terms = self.held.terms.get(column1.part)?;
        let of_pair = ptp::of_pair(&column1.column1, column2.code);
        let of_pair = of_pair.filter_map(|number| terms.get(usize::try_from(number).ok()?));
        ptp::in_force(of_pair, self.on).map(|terms| PtpEdit::of(column1.code, column2.code, terms))
    }

    /// The code with its primary codes, where the table has it as an add-on code on the day.
    pub fn add_on(&self, code: &TableCode) -> Option<AddOn> {
        AddOn::of(&code.code.to_string(), &code.add_on, self.on)
    }

    /// At which of its two rates Medicare pays in a place of service; `None` where the list does not have the place.
    pub fn place_rate(&self, place: &str) -> Option<PlaceRate> {
        self.held.places.get(place).copied()
    }
}

impl TableCode {
    fn unknown(code: HcpcsCode) -> Self {
        Self { code, column1: Vec::new(), part: 0, mue: None, add_on: Vec::new(), policy: None }
    }

    /// `None` where the table does not have it: CMS keeps some values confidential.
    pub fn mue(&self) -> Option<&Mue> {
        self.mue.as_ref()
    }

    /// The payment policy of the fee schedule, of the code without modifier.
    pub fn policy(&self) -> Option<&FeePolicy> {
        self.policy.as_ref()
    }
}

impl Held {
    fn release(&self, set: CodeSet) -> Option<&str> {
        self.sets.iter().find(|each| each.set == set).map(|each| each.release.as_str())
    }

    fn read(&self, connection: &Connection, code: HcpcsCode) -> Result<TableCode, DictionaryError> {
        let mut read = TableCode::unknown(code);
        let text = code.to_string();
        let of = |set| self.sets.iter().find(|each| each.set == set);
        let parts: Vec<Publication> = self
            .sets
            .iter()
            .filter(|each| Some(each.set) == CodeSet::of_ptp(self.setting))
            .cloned()
            .collect();
        if let Some(part) = ptp::covering(connection, &parts, code)? {
            read.part = parts.iter().position(|each| each.id == part.id).unwrap_or(0);
            read.column1 = ptp::column1(connection, part.id, code)?;
        }
        if let Some(table) = of(CodeSet::of_mue(self.setting)) {
            read.mue = super::mue::find(connection, table.id, &text)?;
        }
        if let Some(table) = of(CodeSet::AddOnCodes) {
            read.add_on = super::add_on::rows_of(connection, table.id, &text)?;
        }
        if let Some(table) = of(CodeSet::PhysicianFees) {
            read.policy = super::fee::find(connection, table.id, &text, "")?.and_then(|fee| fee.policy);
        }
        Ok(read)
    }
}
