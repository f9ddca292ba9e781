use std::collections::BTreeMap;
use std::path::Path;

use dictionary::{CodeChanges, NamedBy, Replacement};
use encounter::CodeSystem;
use jiff::civil::Date;

use super::{ChangeHere, ChangeKind, ChangePlace, ReleaseChanges};
use crate::desk::Desk;
use crate::error::DeskError;
use crate::file::table_bytes;
use crate::session::event;

const COLUMNS: [&str; 12] = [
    "part",
    "list",
    "change",
    "system",
    "code",
    "title",
    "new_title",
    "replacements",
    "encounters",
    "account",
    "date",
    "named_by",
];

/// A row before its parts are joined.
#[derive(Default)]
struct Row<'a> {
    part: &'a str,
    list: &'a str,
    change: &'a str,
    code: &'a str,
    title: Option<&'a str>,
    new_title: Option<&'a str>,
    replacements: &'a [Replacement],
    encounters: Option<u32>,
    account: &'a str,
    date: Option<Date>,
}

impl Desk {
    /// Writes what a release changes, here and in the book, to a CSV file. Of encounters only how many there are, unless
    /// `accounts` asks for each by its account number and date.
    pub fn export_changes(
        &self,
        to: &Path,
        system: CodeSystem,
        before: Date,
        after: Date,
        accounts: bool,
    ) -> Result<(), DeskError> {
        let changes = self.release_changes(system, before, after)?;
        let bytes = table_bytes(changes.rows(accounts))?;
        self.at_desk(|open, now| {
            let mut event = event(&open.session.login, now, "export_changes");
            event.detail = BTreeMap::from([
                ("system".to_owned(), system.id().to_owned()),
                ("from".to_owned(), before.to_string()),
                ("to".to_owned(), after.to_string()),
                ("accounts".to_owned(), accounts.to_string()),
            ]);
            open.vault.transact(|tx| -> Result<_, DeskError> { Ok(tx.append_audit(&event)?) })
        })?;
        Ok(vault::write_atomically(to, &bytes)?)
    }
}

impl ReleaseChanges {
    fn rows(&self, accounts: bool) -> Vec<[String; COLUMNS.len()]> {
        let here = self.here.iter().filter(|each| accounts || !each.is_encounter()).map(Row::here);
        let counted = if accounts { Vec::new() } else { counted(&self.here) };
        let rows = here.chain(counted).chain(in_book(&self.changes));
        let cells = rows.map(|row| row.cells(self.system));
        std::iter::once(COLUMNS.map(str::to_owned)).chain(cells).collect()
    }
}

impl ChangeHere {
    const fn is_encounter(&self) -> bool {
        matches!(self.place, ChangePlace::Encounter { .. })
    }
}

/// Open encounters, counted by their codes.
fn counted(here: &[ChangeHere]) -> Vec<Row<'_>> {
    let mut rows: BTreeMap<&str, Row<'_>> = BTreeMap::new();
    for each in here.iter().filter(|each| each.is_encounter()) {
        let row = Row { account: "", date: None, ..Row::here(each) };
        let row = rows.entry(&each.code.code).or_insert(row);
        row.encounters = Some(row.encounters.unwrap_or(0) + 1);
    }
    rows.into_values().collect()
}

fn in_book(changes: &CodeChanges) -> impl Iterator<Item = Row<'_>> {
    let part = "book";
    let added = changes.added.iter().map(move |each| Row {
        part,
        change: "added",
        code: &each.code,
        new_title: each.title.as_deref(),
        ..Row::default()
    });
    let ended = [("deleted", &changes.deleted), ("split", &changes.split)];
    let ended = ended.into_iter().flat_map(move |(change, codes)| {
        codes.iter().map(move |each| Row {
            part,
            change,
            code: &each.code,
            title: each.title.as_deref(),
            replacements: &each.replacements,
            ..Row::default()
        })
    });
    let retitled = changes.retitled.iter().map(move |each| Row {
        part,
        change: "retitled",
        code: &each.code,
        title: each.before.as_deref(),
        new_title: each.after.as_deref(),
        ..Row::default()
    });
    added.chain(ended).chain(retitled)
}

impl<'a> Row<'a> {
    fn here(of: &'a ChangeHere) -> Self {
        let (change, new_title) = match &of.change {
            ChangeKind::Deleted => ("deleted", None),
            ChangeKind::Split => ("split", None),
            ChangeKind::Retitled { title } => ("retitled", title.as_deref()),
        };
        let row = Self {
            change,
            code: &of.code.code,
            title: of.title.as_deref(),
            new_title,
            replacements: &of.replacements,
            ..Self::default()
        };
        match &of.place {
            ChangePlace::Favourite => Self { part: "favourite", ..row },
            ChangePlace::PickList { name, .. } => Self { part: "pick list", list: name, ..row },
            ChangePlace::Encounter { account, on, .. } => {
                Self { part: "open encounters", account, date: Some(*on), ..row }
            }
            ChangePlace::Used { encounters } => Self { part: "used", encounters: Some(*encounters), ..row },
        }
    }

    fn cells(self, system: CodeSystem) -> [String; COLUMNS.len()] {
        let codes: Vec<&str> = self.replacements.iter().map(|each| each.code.as_str()).collect();
        let named_by: Vec<String> = self.replacements.iter().filter_map(named_by).collect();
        [
            self.part.to_owned(),
            self.list.to_owned(),
            self.change.to_owned(),
            system.id().to_owned(),
            self.code.to_owned(),
            self.title.unwrap_or_default().to_owned(),
            self.new_title.unwrap_or_default().to_owned(),
            codes.join(" "),
            self.encounters.map(|count| count.to_string()).unwrap_or_default(),
            self.account.to_owned(),
            self.date.map(|date| date.to_string()).unwrap_or_default(),
            named_by.join("; "),
        ]
    }
}

/// The conversion table that names an offered code, or the entry of an index that leads to it.
fn named_by(offered: &Replacement) -> Option<String> {
    match &offered.named_by {
        NamedBy::Book => None,
        NamedBy::ConversionTable { release } => Some(format!("{} conversion table {release}", offered.code)),
        NamedBy::Index { path } => {
            Some(format!("{} {} {}: {}", offered.code, path.index.id(), path.release, path.steps.join(", ")))
        }
    }
}
