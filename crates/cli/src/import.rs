use std::io::Write;

use workstation::{ClaimsRead, Fault, ReadClaim};

use crate::arguments::ImportClaims;
use crate::failure::Failure;
use crate::search::public_desk;
use crate::wording;

/// Reads a claim file and says what is in it; nothing is kept.
pub(crate) fn professional(arguments: &ImportClaims, out: &mut impl Write) -> Result<bool, Failure> {
    let mut printed = Ok(());
    let read = public_desk().read_professional_claims(&arguments.file, |claim| {
        if printed.is_ok() {
            printed = if arguments.json { json(claim, out) } else { print(claim, out) };
        }
    })?;
    printed?;
    let ClaimsRead { claims, refused, charge, faults } = &read;
    if arguments.json {
        serde_json::to_writer(&mut *out, &read)?;
        writeln!(out)?;
    } else {
        for fault in &faults.first {
            writeln!(out, "the file: {}", line(fault))?;
        }
        writeln!(
            out,
            "claims {claims}, refused {refused}, charges {charge:.2}, faults of the file {}",
            faults.count
        )?;
    }
    Ok(*claims > 0 && *refused == 0 && faults.count == 0)
}

fn json(claim: &ReadClaim, out: &mut impl Write) -> Result<(), Failure> {
    serde_json::to_writer(&mut *out, claim)?;
    Ok(writeln!(out)?)
}

fn print(claim: &ReadClaim, out: &mut impl Write) -> Result<(), Failure> {
    let refused = if claim.refused { "refused" } else { "read" };
    writeln!(out, "claim at segment {}: {refused}", claim.place.segment)?;
    claim.faults.iter().try_for_each(|fault| Ok(writeln!(out, "  {}", line(fault))?))
}

/// `segment 12 SV102, byte 733: is no amount, date or number that can be read`.
fn line(fault: &Fault) -> String {
    let place = &fault.place;
    let number = |number: Option<u16>| number.map(|number| format!("{number:02}")).unwrap_or_default();
    let component = place.component.map(|component| format!("-{component:02}")).unwrap_or_default();
    let element = format!("{}{}{component}", place.id, number(place.element));
    format!("segment {} {element}, byte {}: {}", place.segment, place.byte, wording::claim_fault(fault))
}
