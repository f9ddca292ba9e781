use std::collections::BTreeMap;
use std::io::Write;

use dictionary::{ChangeCounts, CodeChanges, NamedBy, Replacement};
use encounter::CodeSystem;
use jiff::civil::Date;
use workstation::{ChangeHere, ChangeKind, ChangePlace, Desk, ReleaseChanges};

use crate::arguments::DiffReleases;
use crate::failure::Failure;
use crate::page;
use crate::search::UNTITLED;
use crate::vault;

pub(crate) fn diff(desk: &Desk, arguments: &DiffReleases, out: &mut impl Write) -> Result<bool, Failure> {
    let (before, named) = day(desk, &arguments.before)?;
    let (after, other) = day(desk, &arguments.after)?;
    let system = arguments.system.or(named).or(other).unwrap_or(CodeSystem::Icd10cm);
    if arguments.here {
        return diff_here((system, before, after), arguments, out);
    }
    let changes = desk.code_changes(system, before, after)?;
    if arguments.json {
        serde_json::to_writer(&mut *out, &changes)?;
        writeln!(out)?;
    } else {
        print(&changes, out)?;
    }
    Ok(changes != CodeChanges::default())
}

fn diff_here(
    (system, before, after): (CodeSystem, Date, Date),
    arguments: &DiffReleases,
    out: &mut impl Write,
) -> Result<bool, Failure> {
    let desk = vault::open(&arguments.key)?;
    let mut found = desk.release_changes(system, before, after)?;
    if let Some(file) = &arguments.csv {
        desk.export_changes(file, system, before, after, arguments.accounts)?;
    }
    desk.lock()?;
    if !arguments.accounts {
        found.here.iter_mut().for_each(forget_patient);
    }
    if arguments.json {
        serde_json::to_writer(&mut *out, &found)?;
        writeln!(out)?;
    } else {
        print(&found.changes, out)?;
        print_here(&found, out)?;
    }
    Ok(found.changes != CodeChanges::default())
}

/// Nobody asked for it.
fn forget_patient(here: &mut ChangeHere) {
    if let ChangePlace::Encounter { account, patient, .. } = &mut here.place {
        account.clear();
        patient.clear();
    }
}

/// A day, or the first day of a release that `list` shows, with its system.
fn day(desk: &Desk, named: &str) -> Result<(Date, Option<CodeSystem>), Failure> {
    if let Ok(date) = named.parse() {
        return Ok((date, None));
    }
    let release = desk.book()?.releases().into_iter().find(|release| release.id == named);
    let release = release.ok_or_else(|| Failure::NoSuchRelease(named.to_owned()))?;
    Ok((release.from, Some(release.system)))
}

pub(crate) fn counted(counts: ChangeCounts) -> String {
    let ChangeCounts { added, deleted, split, retitled } = counts;
    format!("{added} added, {deleted} deleted, {split} split, {retitled} retitled")
}

fn print(changes: &CodeChanges, out: &mut impl Write) -> Result<(), Failure> {
    let title = |title: &Option<String>| title.clone().unwrap_or_else(|| UNTITLED.to_owned());
    let mut rows: Vec<[String; 3]> = Vec::new();
    rows.extend(changes.added.iter().map(|each| ["+".to_owned(), each.code.clone(), title(&each.title)]));
    for (sign, codes) in [("-", &changes.deleted), ("/", &changes.split)] {
        for each in codes {
            rows.push([sign.to_owned(), each.code.clone(), title(&each.title)]);
            if !each.replacements.is_empty() {
                rows.push([String::new(), String::new(), format!("now {}", codes_of(&each.replacements))]);
            }
            for reason in each.replacements.iter().filter_map(reason) {
                rows.push([String::new(), String::new(), reason]);
            }
        }
    }
    for each in &changes.retitled {
        rows.push(["~".to_owned(), each.code.clone(), title(&each.before)]);
        rows.push([String::new(), String::new(), title(&each.after)]);
    }
    page::columns(&rows, out)?;
    writeln!(out, "{}", counted(changes.counts()))?;
    Ok(())
}

fn print_here(found: &ReleaseChanges, out: &mut impl Write) -> Result<(), Failure> {
    // Encounters without their account numbers are told apart by nothing: they are counted.
    let mut rows: BTreeMap<(usize, [String; 4]), u32> = BTreeMap::new();
    for each in &found.here {
        let change = match each.change {
            ChangeKind::Deleted => "deleted",
            ChangeKind::Split => "split",
            ChangeKind::Retitled { .. } => "retitled",
        };
        let (order, place) = match &each.place {
            ChangePlace::Favourite => (0, "favourite".to_owned()),
            ChangePlace::PickList { name, .. } => (1, format!("pick list {name}")),
            ChangePlace::Encounter { account, .. } if account.is_empty() => (2, "open encounter".to_owned()),
            ChangePlace::Encounter { account, on, .. } => (2, format!("open encounter {account} of {on}")),
            ChangePlace::Used { encounters } => (3, format!("used in {encounters}")),
        };
        let codes = codes_of(&each.replacements);
        let now = if codes.is_empty() { codes } else { format!("now {codes}") };
        *rows.entry((order, [each.code.code.clone(), change.to_owned(), place, now])).or_default() += 1;
    }
    let rows: Vec<[String; 4]> = rows
        .into_iter()
        .map(|((_, [code, change, place, now]), times)| {
            let place = if times > 1 { format!("{place} ({times})") } else { place };
            [code, change, place, now]
        })
        .collect();
    writeln!(out, "\nHere:")?;
    if rows.is_empty() {
        writeln!(out, "nothing of this vault")?;
    }
    Ok(page::columns(&rows, out)?)
}

/// Why a code is offered, where the book itself does not say it.
fn reason(offered: &Replacement) -> Option<String> {
    match &offered.named_by {
        NamedBy::Book => None,
        NamedBy::ConversionTable { release } => {
            Some(format!("{} by the conversion table {release}", offered.code))
        }
        NamedBy::Index { path } => Some(format!(
            "{} by the index {}: {} {}",
            offered.code,
            path.release,
            path.steps.join(", "),
            path.code
        )),
    }
}

fn codes_of(codes: &[Replacement]) -> String {
    codes.iter().map(|each| each.code.as_str()).collect::<Vec<_>>().join(", ")
}
