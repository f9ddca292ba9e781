use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use encounter::Encounter;
use workstation::{ClaimPractice, ClaimsExport, Offset, Paper, PaperExport, Problem, RefusedClaim};

use crate::arguments::{ExportCommand, ExportFhir, ExportPaper, ExportProfessional};
use crate::check::{numbered, read_all, read_json};
use crate::failure::Failure;
use crate::search::public_desk;
use crate::wording;

pub(crate) fn run(command: &ExportCommand, out: &mut impl Write) -> Result<bool, Failure> {
    match command {
        ExportCommand::Professional(export) => professional(export, out),
        ExportCommand::Paper(export) => paper(export, out),
        ExportCommand::Fhir(export) => fhir(export, out),
        ExportCommand::Csv(export) => {
            let encounters = read_encounters(&export.encounters.input, export.encounters.batch)?;
            public_desk().export_for_billing(&encounters, &export.out)?;
            writeln!(out, "encounters {}", encounters.len())?;
            Ok(true)
        }
    }
}

fn read_encounters(input: &Path, batch: bool) -> Result<Vec<Encounter>, Failure> {
    match batch {
        true => read_all(input),
        false => Ok(vec![numbered(read_json(input)?)]),
    }
}

/// One 837P file of an encounter, or of a file of encounters. Problems are printed, and then nothing is written.
fn professional(arguments: &ExportProfessional, out: &mut impl Write) -> Result<bool, Failure> {
    let practice: ClaimPractice = read_json(&arguments.practice)?;
    let encounters = read_encounters(&arguments.encounters.input, arguments.encounters.batch)?;
    let (number, to) = (arguments.control_number, &arguments.out);
    let export = public_desk().export_professional_claims(encounters, &practice, number, to)?;
    print_export(export, arguments.json, out)
}

fn fhir(arguments: &ExportFhir, out: &mut impl Write) -> Result<bool, Failure> {
    let practice: ClaimPractice = read_json(&arguments.practice)?;
    let encounters = read_encounters(&arguments.encounters.input, arguments.encounters.batch)?;
    let export = public_desk().export_fhir_claims(encounters, &practice, &arguments.out)?;
    print_export(export, arguments.json, out)
}

fn print_export(export: ClaimsExport, json: bool, out: &mut impl Write) -> Result<bool, Failure> {
    if json {
        serde_json::to_writer(&mut *out, &export)?;
        writeln!(out)?;
        return Ok(matches!(export, ClaimsExport::Written { .. }));
    }
    match export {
        ClaimsExport::Written { claims, charge } => {
            writeln!(out, "claims {claims}, charges {charge:.2}")?;
            Ok(true)
        }
        ClaimsExport::Refused { refused } => print_refused(&refused, out),
    }
}

/// One PDF of the CMS-1500 of an encounter, or of a file of encounters.
fn paper(arguments: &ExportPaper, out: &mut impl Write) -> Result<bool, Failure> {
    let offset = Offset { right: arguments.right, down: arguments.down };
    let (Some(input), Some(practice)) = (&arguments.input, &arguments.practice) else {
        public_desk().export_test_print(offset, &arguments.out)?;
        return Ok(true);
    };
    let practice: ClaimPractice = read_json(practice)?;
    let encounters = read_encounters(input, arguments.batch)?;
    let paper = if arguments.red { Paper::Printed(offset) } else { Paper::Plain(&wording::form) };
    let export = public_desk().export_paper_claims(encounters, &practice, paper, &arguments.out)?;
    if arguments.json {
        serde_json::to_writer(&mut *out, &export)?;
        writeln!(out)?;
        return Ok(matches!(export, PaperExport::Written { .. }));
    }
    match export {
        PaperExport::Written { claims, pages, left_out } => {
            for claim in left_out {
                for field in claim.fields {
                    writeln!(out, "encounter {}: {field}: not on paper", claim.number)?;
                }
            }
            writeln!(out, "claims {claims}, pages {pages}")?;
            Ok(true)
        }
        PaperExport::Refused { refused } => print_refused(&refused, out),
    }
}

fn print_refused(refused: &[RefusedClaim], out: &mut impl Write) -> Result<bool, Failure> {
    for claim in refused {
        // A wrong set-up is the same on every claim.
        let said: BTreeSet<String> = claim.problems.iter().map(line).collect();
        let whose = match claim.number {
            0 => "the practice's set-up".to_owned(),
            number => format!("encounter {number}"),
        };
        for line in said {
            writeln!(out, "{whose}: {line}")?;
        }
    }
    writeln!(out, "nothing was written")?;
    Ok(false)
}

/// `lines/0/charge: is missing (2400 SV102)`.
fn line(problem: &Problem) -> String {
    let element = format!("{} {}", problem.loop_id, problem.element);
    format!("{}: {} ({})", problem.field, wording::claim_problem(problem), element.trim())
}
