//! Messages of other systems into the vault.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Duration;

use serde::Serialize;
use workstation::{
    ArrivalAnswers, ArrivalReport, ArrivalRow, ArrivalVerdict, Desk, Draft, Sweep, Watched, WorklistMapping,
    WorklistView, value,
};

use crate::arguments::ImportMessages;
use crate::check::read_json;
use crate::failure::Failure;
use crate::import::fault_line;
use crate::search::public_desk;
use crate::{page, vault};

/// Between two looks at a watched folder: a file that has not changed in that time is written to its end.
const BETWEEN_LOOKS: Duration = Duration::from_secs(2);

/// Good is an import of which nothing was refused or is to be confirmed.
pub(crate) fn import(arguments: &ImportMessages, out: &mut impl Write) -> Result<bool, Failure> {
    let mappings: Vec<WorklistMapping> = match &arguments.mapping {
        Some(file) => vec![read_json(file)?],
        None => Vec::new(),
    };
    if arguments.dry_run && arguments.json {
        read(arguments, &mappings, out)?;
    }
    if arguments.dry_run && !vault::has_passphrase(&arguments.key) {
        return if arguments.json { Ok(true) } else { list(arguments, &mappings, out) };
    }
    let desk = vault::open(&arguments.key)?;
    if let Some(folder) = &arguments.watch {
        return watch(&desk, folder, arguments.json, out);
    }
    let answers = ArrivalAnswers { mappings, ..ArrivalAnswers::default() };
    let report = match arguments.dry_run {
        true => desk.preview_arrival_by(&arguments.paths, &answers, &mut |_| ())?,
        false => desk.import_arrival(&arguments.paths, &answers, &mut |_| ())?.value,
    };
    desk.lock()?;
    match arguments.json {
        true => line(&report, out)?,
        false => print(&report, out)?,
    }
    let counts = report.counts;
    Ok(counts.messages > 0 && counts.refused == 0 && counts.asked == 0)
}

/// What was read of a part of a message.
#[derive(Serialize)]
struct Read<'a> {
    file: &'a str,
    message: u32,
    #[serde(flatten)]
    draft: &'a Draft,
}

fn read(
    arguments: &ImportMessages,
    mappings: &[WorklistMapping],
    out: &mut impl Write,
) -> Result<(), Failure> {
    for worklist in worklists(arguments, mappings)? {
        line(&worklist, out)?;
    }
    let mut printed = Ok(());
    let passed_over = public_desk().read_arrivals(&arguments.paths, mappings, |file, arrival| {
        for draft in &arrival.drafts {
            if printed.is_ok() {
                printed = line(&Read { file, message: arrival.number, draft }, out);
            }
        }
    })?;
    say_passed_over(&passed_over);
    printed
}

/// Beside the answer, which may be read by a program.
fn say_passed_over(files: &[String]) {
    for file in files {
        // Nobody may be reading there any more.
        let _ = writeln!(std::io::stderr(), "carrel: {file}: no messages");
    }
}

/// The worklists among the files, each as it would be read.
fn worklists(arguments: &ImportMessages, mappings: &[WorklistMapping]) -> Result<Vec<WorklistView>, Failure> {
    let desk = public_desk();
    let views = arguments.paths.iter().map(|path| desk.read_worklist(path, mappings.first()));
    Ok(views.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

/// What was read, for a person: whose it is and how much of it.
fn list(
    arguments: &ImportMessages,
    mappings: &[WorklistMapping],
    out: &mut impl Write,
) -> Result<bool, Failure> {
    for WorklistView { file, columns_from, look } in worklists(arguments, mappings)? {
        writeln!(out, "{file}: columns by {}", name(&columns_from, ""))?;
        for column in &look.mapping.columns {
            let field = column.field.map_or_else(|| "-".to_owned(), |field| name(&field, ""));
            let dates = column.dates.map(|dates| format!(" ({})", name(&dates, ""))).unwrap_or_default();
            writeln!(out, "  {}: {field}{dates}", column.heading)?;
        }
        for lack in &look.lacks {
            writeln!(out, "  still to be said: {}", name(lack, "lack"))?;
        }
        for each in &look.problems {
            let kind = name(&each.problem.kind, "problem");
            writeln!(out, "  {} of {} rows: {} {kind}", each.count, look.counts.rows, each.problem.place)?;
        }
    }
    let mut rows: Vec<[String; 6]> = Vec::new();
    let passed_over = public_desk().read_arrivals(&arguments.paths, mappings, |file, arrival| {
        for Draft { patient, visit, documents, diagnoses, services, sent, .. } in &arrival.drafts {
            let names = [value(&patient.last_name), value(&patient.first_name)];
            rows.push([
                format!("{file} {}", arrival.number),
                sent.trigger.clone(),
                names.into_iter().flatten().cloned().collect::<Vec<_>>().join(", "),
                value(&patient.birth_date).map(ToString::to_string).unwrap_or_default(),
                visit
                    .numbers
                    .first()
                    .or(visit.accounts.first())
                    .map(|visit| visit.number.clone())
                    .unwrap_or_default(),
                format!("{} documents, {} codes", documents.len(), diagnoses.len() + services.len()),
            ]);
        }
    })?;
    page::columns(&rows, out)?;
    say_passed_over(&passed_over);
    writeln!(out, "Read only. With a passphrase it also says what an import would do.")?;
    Ok(!rows.is_empty())
}

fn watch(desk: &Desk, folder: &Path, json: bool, out: &mut impl Write) -> Result<bool, Failure> {
    let mut watched = Watched::default();
    let mut was_absent = false;
    loop {
        let sweep = desk.sweep(folder, &mut watched, &mut |_| ControlFlow::Continue(()))?;
        let Sweep { absent, done, problems, new, updated, .. } = sweep;
        if json && done + problems > 0 {
            line(&sweep, out)?;
        } else if done + problems > 0 {
            writeln!(out, "{done} done, {problems} to problems: {new} new, {updated} updated")?;
        } else if absent && !was_absent && !json {
            writeln!(out, "the folder is not there; waiting for it")?;
        }
        was_absent = absent;
        out.flush()?;
        std::thread::sleep(BETWEEN_LOOKS);
    }
}

fn line(value: &impl Serialize, out: &mut impl Write) -> Result<(), Failure> {
    serde_json::to_writer(&mut *out, value)?;
    Ok(writeln!(out)?)
}

fn print(report: &ArrivalReport, out: &mut impl Write) -> Result<(), Failure> {
    page::columns(&report.rows.iter().map(cells).collect::<Vec<_>>(), out)?;
    for row in &report.rows {
        for problem in &row.problems {
            let kind = name(&problem.kind, "problem");
            writeln!(out, "{} {}: {} {kind}", row.file, row.number, problem.place)?;
        }
        for fault in &row.faults {
            writeln!(out, "{} {}: {}", row.file, row.number, fault_line(fault))?;
        }
    }
    let counts = report.counts;
    writeln!(
        out,
        "{} messages: {} new, {} updated, {} unchanged, {} duplicates, {} to be confirmed, {} refused; {} documents, {} proposed codes",
        counts.messages,
        counts.new,
        counts.updated,
        counts.unchanged,
        counts.duplicates,
        counts.asked,
        counts.refused,
        counts.documents,
        counts.proposals
    )?;
    Ok(())
}

fn cells(row: &ArrivalRow) -> [String; 6] {
    let verdict = match row.verdict {
        ArrivalVerdict::Asked { question } => format!("to be confirmed: {}", name(&question, "")),
        ArrivalVerdict::Refused { reason } => format!("refused: {}", name(&reason, "")),
        verdict => name(&verdict, "verdict"),
    };
    let number = if row.number == 0 { String::new() } else { row.number.to_string() };
    [row.file.clone(), number, row.trigger.clone(), row.patient.clone(), row.visit.clone(), verdict]
}

/// What a closed list calls a value, in words.
fn name(value: &impl Serialize, tag: &str) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    let name = value.get(tag).unwrap_or(&value);
    name.as_str().unwrap_or_default().replace('_', " ")
}
