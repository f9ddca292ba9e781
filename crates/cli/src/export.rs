use std::collections::BTreeSet;
use std::io::Write;

use workstation::{ClaimPractice, ClaimsExport, Problem};

use crate::arguments::ExportProfessional;
use crate::check::{numbered, read_all, read_json};
use crate::failure::Failure;
use crate::search::public_desk;
use crate::wording;

/// One 837P file of an encounter, or of a file of encounters. Problems are printed, and then nothing is written.
pub(crate) fn professional(arguments: &ExportProfessional, out: &mut impl Write) -> Result<bool, Failure> {
    let practice: ClaimPractice = read_json(&arguments.practice)?;
    let encounters = match arguments.batch {
        true => read_all(&arguments.input)?,
        false => vec![numbered(read_json(&arguments.input)?)],
    };
    let (number, to) = (arguments.control_number, &arguments.out);
    let export = public_desk().export_professional_claims(encounters, &practice, number, to)?;
    if arguments.json {
        serde_json::to_writer(&mut *out, &export)?;
        writeln!(out)?;
        return Ok(matches!(export, ClaimsExport::Written { .. }));
    }
    match export {
        ClaimsExport::Written { claims, charge } => {
            writeln!(out, "claims {claims}, charges {charge:.2}")?;
            Ok(true)
        }
        ClaimsExport::Refused { refused } => {
            for claim in &refused {
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
    }
}

/// `lines/0/charge: is missing (2400 SV102)`.
fn line(problem: &Problem) -> String {
    let element = format!("{} {}", problem.loop_id, problem.element);
    format!("{}: {} ({})", problem.field, wording::claim_problem(problem), element.trim())
}
