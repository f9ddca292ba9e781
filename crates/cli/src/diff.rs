use std::io::Write;

use dictionary::CodeChanges;
use encounter::CodeSystem;
use jiff::civil::Date;
use workstation::Desk;

use crate::arguments::DiffReleases;
use crate::failure::Failure;
use crate::page;
use crate::search::UNTITLED;

pub(crate) fn diff(desk: &Desk, arguments: &DiffReleases, out: &mut impl Write) -> Result<bool, Failure> {
    let (before, named) = day(desk, &arguments.before)?;
    let (after, other) = day(desk, &arguments.after)?;
    let system = arguments.system.or(named).or(other).unwrap_or(CodeSystem::Icd10cm);
    let changes = desk.book()?.changes(system, before, after)?;
    if arguments.json {
        serde_json::to_writer(&mut *out, &changes)?;
        writeln!(out)?;
    } else {
        print(&changes, out)?;
    }
    Ok(changes != CodeChanges::default())
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

fn print(changes: &CodeChanges, out: &mut impl Write) -> Result<(), Failure> {
    let title = |title: &Option<String>| title.clone().unwrap_or_else(|| UNTITLED.to_owned());
    let mut rows: Vec<[String; 3]> = Vec::new();
    for (sign, codes) in [("+", &changes.added), ("-", &changes.deleted)] {
        rows.extend(codes.iter().map(|each| [sign.to_owned(), each.code.clone(), title(&each.title)]));
    }
    for each in &changes.retitled {
        rows.push(["~".to_owned(), each.code.clone(), title(&each.before)]);
        rows.push([String::new(), String::new(), title(&each.after)]);
    }
    page::columns(&rows, out)?;
    let counts = changes.counts();
    writeln!(out, "{} added, {} deleted, {} retitled", counts.added, counts.deleted, counts.retitled)?;
    Ok(())
}
