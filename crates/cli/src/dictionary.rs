use std::collections::BTreeMap;
use std::io::Write;

use jiff::civil::Date;
use workstation::{Desk, Found, Import, Preview, Refusal, Take};

use crate::arguments::{DictionaryCommand, ImportSource, ListSources};
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
    let preview = desk.preview_import(&arguments.path, &BTreeMap::new(), &mut |_| {})?;
    let takes = takes(&preview.found, arguments);
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

/// Only files of which it is known what they are and from when they are in force.
fn takes(found: &[Found], arguments: &ImportSource) -> Vec<Take> {
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
            columns: None,
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
