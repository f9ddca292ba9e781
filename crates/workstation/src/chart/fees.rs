use claims::Practice;
use encounter::{Amendment, Encounter, EncounterId, ServiceLine};
use rust_decimal::Decimal;

use crate::desk::Desk;
use crate::error::DeskError;

impl Desk {
    /// The amendment with the practice's fee where it leaves the charge open: on a line that is added without one, and on
    /// one whose charge is the fee still while its units, modifiers, code or date change.
    pub(super) fn priced(&self, id: EncounterId, amendment: Amendment) -> Result<Amendment, DeskError> {
        if !matches!(amendment, Amendment::AddLine { charge: None, .. } | Amendment::SetLine { .. }) {
            return Ok(amendment);
        }
        self.at_desk(|open, _| {
            if open.set_up.fees.is_empty() {
                return Ok(amendment);
            }
            let Some(stored) = open.vault.read(|tx| tx.encounter(id))? else { return Ok(amendment) };
            Ok(by_fee(&open.set_up, &stored.encounter, amendment))
        })
    }
}

fn by_fee(practice: &Practice, encounter: &Encounter, mut amendment: Amendment) -> Amendment {
    match &mut amendment {
        Amendment::AddLine { code, modifiers, charge, .. } => {
            let line = ServiceLine { modifiers: modifiers.clone(), ..ServiceLine::new(code.clone()) };
            *charge = charge.or_else(|| charge_of(practice, encounter, &line));
        }
        Amendment::SetLine { line } => {
            let before = encounter.line_index(line.id).map(|index| &encounter.lines[index]);
            if let Some(before) = before
                && before.charge == line.charge
                && charge_of(practice, encounter, before) == Some(before.charge)
                && let Some(charge) = charge_of(practice, encounter, line)
            {
                line.charge = charge;
            }
        }
        _ => {}
    }
    amendment
}

/// The fee for all units of a line, by its date of service and the primary payer.
fn charge_of(practice: &Practice, encounter: &Encounter, line: &ServiceLine) -> Option<Decimal> {
    let header = &encounter.header;
    let on = line.service_from.or(header.service_from)?;
    let payer = header.primary_payer.as_ref().map_or("", |coverage| coverage.payer.as_str());
    let fee = practice.fee(&line.code, &line.modifiers, payer, on)?;
    Some(fee.checked_mul(line.units)?.round_dp(2))
}
