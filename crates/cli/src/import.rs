use std::io::Write;

use serde::Serialize;
use workstation::{Acknowledgement, ClaimStatus, ClaimsRead, Fault, ReadClaim, Verdict};

use crate::arguments::{ImportClaims, ImportProfessional};
use crate::failure::Failure;
use crate::search::public_desk;
use crate::wording;

/// Reads a claim file and says what is in it; nothing is kept.
pub(crate) fn professional(arguments: &ImportProfessional, out: &mut impl Write) -> Result<bool, Failure> {
    let ImportProfessional { claims: ImportClaims { file, json }, batch } = arguments;
    let mut printed = Ok(());
    let read = public_desk().read_professional_claims(file, |claim| {
        if printed.is_ok() {
            printed = match (*batch, *json) {
                (true, _) if claim.refused => Ok(()),
                (true, _) => as_json(&claim.encounter, out),
                (false, true) => as_json(claim, out),
                (false, false) => print(claim, out),
            };
        }
    })?;
    printed?;
    let ClaimsRead { claims, refused, charge, faults } = &read;
    if *json {
        as_json(&read, out)?;
    } else if !batch {
        print_faults(&faults.first, out)?;
        writeln!(
            out,
            "claims {claims}, refused {refused}, charges {charge:.2}, faults of the file {}",
            faults.count
        )?;
    }
    Ok(*claims > 0 && *refused == 0 && faults.count == 0)
}

fn print_faults(faults: &[Fault], out: &mut impl Write) -> Result<(), Failure> {
    faults.iter().try_for_each(|fault| Ok(writeln!(out, "the file: {}", fault_line(fault))?))
}

/// Reads a TA1, 999 or 277CA and says what it answers; nothing is kept. Good is an answer that took everything.
pub(crate) fn acknowledgement(arguments: &ImportClaims, out: &mut impl Write) -> Result<bool, Failure> {
    let (mut printed, mut answers, mut taken) = (Ok(()), 0, true);
    let faults = public_desk().read_acknowledgements(&arguments.file, |answer| {
        answers += 1;
        taken &= matches!(verdict(answer), Verdict::Accepted | Verdict::AcceptedWithErrors);
        if printed.is_ok() {
            printed = if arguments.json { as_json(answer, out) } else { print_answer(answer, out) };
        }
    })?;
    printed?;
    if arguments.json {
        as_json(&faults, out)?;
    } else {
        print_faults(&faults.first, out)?;
        writeln!(out, "answers {answers}, faults of the file {}", faults.count)?;
    }
    Ok(answers > 0 && taken && faults.count == 0)
}

const fn verdict(answer: &Acknowledgement) -> Verdict {
    match answer {
        Acknowledgement::Interchange(interchange) => interchange.verdict,
        Acknowledgement::Group(group) => group.verdict,
        Acknowledgement::Set(set) => set.verdict,
        Acknowledgement::Submission(submission) => submission.verdict,
        Acknowledgement::Claim(claim) => claim.verdict,
    }
}

fn print_answer(answer: &Acknowledgement, out: &mut impl Write) -> Result<(), Failure> {
    let said = wording::verdict(verdict(answer));
    match answer {
        Acknowledgement::Interchange(interchange) => {
            let (number, reason) = (&interchange.control_number, &interchange.reason);
            writeln!(out, "envelope {number}: {said}, {reason}")?;
        }
        Acknowledgement::Group(group) => {
            let (accepted, included) = (group.sets_accepted, group.sets_included);
            writeln!(out, "file {}: {said}, {accepted} of {included} sets", group.control_number)?;
        }
        Acknowledgement::Set(set) => {
            writeln!(out, "set {} of file {}: {said}", set.control_number, set.group_control_number)?;
            for error in &set.errors {
                let account = if error.account.is_empty() {
                    String::new()
                } else {
                    format!(", account {}", error.account)
                };
                writeln!(out, "  {} at {}{account}: {}", error.segment, error.position, error.reason)?;
                for element in &error.elements {
                    let component =
                        element.component.map(|number| format!("-{number:02}")).unwrap_or_default();
                    let place = format!("{}{:02}{component}", error.segment, element.element);
                    writeln!(out, "    {place}: {}", element.reason)?;
                }
            }
        }
        Acknowledgement::Submission(submission) => {
            let level = if submission.of_provider { "provider" } else { "file" };
            writeln!(out, "{level} {}: {said}", submission.batch)?;
            statuses(&submission.statuses, out)?;
        }
        Acknowledgement::Claim(claim) => {
            writeln!(out, "account {}: {said}", claim.account)?;
            statuses(&claim.statuses, out)?;
            for line in &claim.lines {
                writeln!(out, "  line {} {}", line.control_number, line.procedure)?;
                statuses(&line.statuses, out)?;
            }
        }
    }
    Ok(())
}

/// `A3:21:IL`, codes of the code sources 507 and 508.
fn statuses(statuses: &[ClaimStatus], out: &mut impl Write) -> Result<(), Failure> {
    for status in statuses {
        let parts = [&status.category, &status.status, &status.entity];
        let parts: Vec<&str> =
            parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        writeln!(out, "  {}: {}", parts.join(":"), wording::verdict(status.verdict))?;
    }
    Ok(())
}

fn as_json(value: &impl Serialize, out: &mut impl Write) -> Result<(), Failure> {
    serde_json::to_writer(&mut *out, value)?;
    Ok(writeln!(out)?)
}

fn print(claim: &ReadClaim, out: &mut impl Write) -> Result<(), Failure> {
    let refused = if claim.refused { "refused" } else { "read" };
    writeln!(out, "claim at segment {}: {refused}", claim.place.segment)?;
    claim.faults.iter().try_for_each(|fault| Ok(writeln!(out, "  {}", fault_line(fault))?))
}

/// `segment 12 SV102, byte 733: is no amount, date or number that can be read`.
pub(crate) fn fault_line(fault: &Fault) -> String {
    let place = &fault.place;
    let number = |number: Option<u16>| number.map(|number| format!("{number:02}")).unwrap_or_default();
    let component = place.component.map(|component| format!("-{component:02}")).unwrap_or_default();
    let element = format!("{}{}{component}", place.id, number(place.element));
    format!("segment {} {element}, byte {}: {}", place.segment, place.byte, wording::claim_fault(fault))
}
