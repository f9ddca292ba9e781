use std::collections::BTreeMap;
use std::io::Write;

use jiff::civil::Date;
use workstation::{Desk, Found, Import, ListColumns, Preview, Refusal, Take};

use crate::arguments::{Column, DictionaryCommand, ImportSource, ListSources, Part};
use crate::diff::{counted, diff};
use crate::failure::Failure;
use crate::page;
use crate::search::public_desk;
use crate::wording;

pub(crate) fn run(command: DictionaryCommand, out: &mut impl Write) -> Result<bool, Failure> {
    let desk = public_desk();
    match command {
        DictionaryCommand::List(arguments) => list(&desk, &arguments, out),
        DictionaryCommand::Import(arguments) => import(&desk, &arguments, out),
        DictionaryCommand::Diff(arguments) => diff(&desk, &arguments, out),
        DictionaryCommand::Undo(arguments) => {
            desk.undo_import(arguments.id)?;
            writeln!(out, "import {} is taken back", arguments.id)?;
            Ok(true)
        }
    }
}

fn list(desk: &Desk, arguments: &ListSources, out: &mut impl Write) -> Result<bool, Failure> {
    let imports = desk.imports()?;
    let book = desk.book()?;
    let (embedded, unreadable) = (&book.info().releases, book.unreadable());
    if arguments.json {
        let lists = serde_json::json!({ "embedded": embedded, "imports": imports, "unreadable": unreadable });
        serde_json::to_writer(&mut *out, &lists)?;
        writeln!(out)?;
        return Ok(true);
    }
    let mut rows: Vec<[String; 5]> = Vec::new();
    for release in embedded {
        let about = format!("{}, {}", wording::release(release.system, &release.name), release.source);
        let (set, id) = (release.system.id().to_owned(), release.id.clone());
        rows.push(["-".into(), set, id, span(release.from, Some(release.to)), about]);
    }
    for import in &imports {
        rows.extend(lines(import));
    }
    page::columns(&rows, out)?;
    for import in unreadable {
        writeln!(out, "import {import} cannot be read by this version: import its file again")?;
    }
    Ok(true)
}

fn lines(import: &Import) -> impl Iterator<Item = [String; 5]> {
    import.publications.iter().map(|each| {
        let size = match each.passed_over {
            0 => format!("{} entries, {}", each.entries, each.file),
            left_out => format!("{} entries, {left_out} left out, {}", each.entries, each.file),
        };
        let set = each.set.id().to_owned();
        [import.id.to_string(), set, each.release.clone(), span(each.from, each.to), size]
    })
}

fn import(desk: &Desk, arguments: &ImportSource, out: &mut impl Write) -> Result<bool, Failure> {
    let mut preview = desk.preview_import(&arguments.path, &BTreeMap::new(), &mut |_| {})?;
    let columns = columns(&preview.found, &arguments.column);
    if !columns.is_empty() {
        preview = desk.preview_import(&arguments.path, &columns, &mut |_| {})?;
    }
    let takes = takes(&preview.found, arguments, &columns);
    let odd = preview.found.iter().any(|found| found.problem_count > 0) && !arguments.tolerate;
    if arguments.preview || odd || takes.is_empty() || takes.len() < preview.found.len() {
        return shown(&preview, arguments, out);
    }
    let import = desk.import(&arguments.path, &takes, &mut |_| {})?;
    if arguments.json {
        serde_json::to_writer(&mut *out, &import)?;
        writeln!(out)?;
    } else {
        page::columns(&lines(&import).collect::<Vec<_>>(), out)?;
        writeln!(out, "undo it with: carrel dictionary undo {}", import.id)?;
    }
    Ok(true)
}

/// Of every list, its columns as they are guessed with what is told of them.
fn columns(found: &[Found], told: &[Column]) -> BTreeMap<String, ListColumns> {
    if told.is_empty() {
        return BTreeMap::new();
    }
    let lists = found.iter().filter_map(|found| Some((found, found.list.as_ref()?.columns)));
    let listed = lists.map(|(found, mut columns)| {
        for Column { part, at } in told {
            match part {
                Part::Code => columns.code = at.unwrap_or(columns.code),
                Part::Description => columns.description = *at,
                Part::Short => columns.short_description = *at,
                Part::Modifier => columns.modifier = *at,
                Part::Charge => columns.charge = *at,
            }
        }
        (found.file.clone(), columns)
    });
    listed.collect()
}

/// Only files of which it is known what they are and from when they are in force.
fn takes(found: &[Found], arguments: &ImportSource, columns: &BTreeMap<String, ListColumns>) -> Vec<Take> {
    let take = |found: &Found| {
        let from = arguments.from.or(found.from)?;
        let to = arguments.to.or(found.to).filter(|to| *to >= from);
        let set = arguments.set.filter(|set| found.alternatives.contains(set)).or(found.set)?;
        Some(Take {
            file: found.file.clone(),
            set,
            release: found.release.clone(),
            from,
            to,
            columns: columns.get(&found.file).copied(),
            licence: arguments.licence.clone(),
        })
    };
    found.iter().filter_map(take).collect()
}

fn shown(preview: &Preview, arguments: &ImportSource, out: &mut impl Write) -> Result<bool, Failure> {
    if arguments.json {
        serde_json::to_writer(&mut *out, preview)?;
        writeln!(out)?;
        return Ok(arguments.preview);
    }
    for found in &preview.found {
        let dates = match found.from {
            Some(from) => span(from, found.to),
            None => "its first day in force is not known, give it with --from".to_owned(),
        };
        let set = match found.set {
            Some(set) => set.id().to_owned(),
            None => {
                let ids: Vec<&str> = found.alternatives.iter().map(|set| set.id()).collect();
                format!("give with --set which it is: {}", ids.join(" or "))
            }
        };
        let release = [set.as_str(), &found.release].join(" ");
        writeln!(out, "{}: {}, {dates}, {} entries", found.file, release.trim_end(), found.entries)?;
        if let Some(changes) = found.changes {
            writeln!(out, "  on its first day {}", counted(changes))?;
        }
        if let Some(list) = &found.list {
            writeln!(out, "  {}", shown_columns(&list.columns))?;
        }
        for problem in &found.problems {
            writeln!(out, "  line {}: {:?}: {}", problem.line, problem.kind, problem.text)?;
        }
        if found.problem_count > 0 {
            writeln!(out, "  {} not understood; --tolerate imports the rest", found.problem_count)?;
        }
    }
    for refused in &preview.refused {
        let line = refused.line.map(|line| format!(" at line {line}")).unwrap_or_default();
        writeln!(out, "{}: {}{line}", refused.file, reason(refused.reason))?;
    }
    writeln!(out, "nothing was imported")?;
    Ok(arguments.preview)
}

/// As `--column` takes them.
fn shown_columns(columns: &ListColumns) -> String {
    let ListColumns { code, description, short_description, modifier, charge } = *columns;
    let parts = [
        ("code", Some(code)),
        ("description", description),
        ("short", short_description),
        ("modifier", modifier),
        ("charge", charge),
    ];
    let shown = parts.map(|(part, at)| match at {
        Some(at) => format!("{part}={}", at.saturating_add(1)),
        None => format!("{part}=none"),
    });
    format!("columns {}; --column tells them otherwise", shown.join(" "))
}

const fn reason(reason: Refusal) -> &'static str {
    match reason {
        Refusal::NotRecognised => "not recognised",
        Refusal::NotYet => "recognised, and not imported by this version",
        Refusal::Damaged => "damaged",
        Refusal::Empty => "nothing in it",
        Refusal::TooLarge => "too large",
        Refusal::Twice => "the same release as another file here",
    }
}

fn span(from: Date, to: Option<Date>) -> String {
    match to {
        Some(to) => format!("{from} to {to}"),
        None => format!("from {from}"),
    }
}
