//! The revenue lines of a facility stay, each by itself (UB-04, FL 42 to 47). Whether its HCPCS code is valid on its date is
//! asked with the codes of all lines.

use encounter::{Encounter, EncounterKind, FacilityStay, Finding, Place, RevenueLine};
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::rule::rules;
use crate::shape::speakable;

const CODE: &str = "CMS, Medicare Claims Processing Manual, chapter 25, Form CMS-1450, form locator 42";

rules! {
    CODE_SHAPE = Error "revenue.code-shape" ["code"], CODE;
    NO_CODE = Error "revenue.no-code" [], CODE;
    HCPCS_SHAPE = Error "revenue.hcpcs-shape" ["code"],
        "CMS, Medicare Claims Processing Manual, chapter 25, Form CMS-1450, form locator 44";
    DATE_OUTSIDE_STAY = Warning "revenue.date-outside-stay" ["date", "from", "to"],
        "CMS, Medicare Claims Processing Manual, chapter 25, Form CMS-1450, form locators 6 and 45";
    UNITS_NOT_POSITIVE = Error to Warning "revenue.units-not-positive" ["units"],
        "CMS, Medicare Claims Processing Manual, chapter 25, Form CMS-1450, form locator 46";
    CHARGE_NEGATIVE = Error "revenue.charge-negative" ["charge"],
        "CMS, Medicare Claims Processing Manual, chapter 25, Form CMS-1450, form locator 47";
}

/// The line of the totals.
const TOTAL: &str = "0001";

pub(super) fn check(encounter: &Encounter, findings: &mut Vec<Finding>) {
    let Some(stay) = encounter.stay.as_ref().filter(|_| encounter.header.kind == EncounterKind::Facility)
    else {
        return;
    };
    let period = period(encounter, stay);
    for (index, line) in (0..).zip(&stay.revenue_lines) {
        let place = Place::RevenueLine { index };
        match line.revenue_code.trim() {
            "" => findings.push(NO_CODE.at(place, [])),
            code if code.len() == 4 && code.bytes().all(|c| c.is_ascii_digit()) => {}
            code => findings.push(CODE_SHAPE.at(place, [&speakable(code).unwrap_or("…")])),
        }
        // A charge of nothing is one; less than nothing is a credit, which no claim bills.
        if line.charge < Decimal::ZERO {
            findings.push(CHARGE_NEGATIVE.at(place, [&format_args!("{:.2}", line.charge)]));
        }
        if line.revenue_code.trim() != TOTAL {
            of_service(line, place, period, findings);
        }
    }
}

fn of_service(line: &RevenueLine, place: Place, period: Option<(Date, Date)>, findings: &mut Vec<Finding>) {
    if let Some(code) = line.code.as_ref().filter(|code| !code.as_str().is_empty() && code.system().is_none())
    {
        findings.push(HCPCS_SHAPE.at(place, [&speakable(code.as_str()).unwrap_or("…")]));
    }
    if line.units <= Decimal::ZERO {
        findings.push(UNITS_NOT_POSITIVE.at(place, [&line.units.normalize()]));
    }
    if let (Some(date), Some((from, to))) = (line.date, period)
        && !(from..=to).contains(&date)
    {
        findings.push(DATE_OUTSIDE_STAY.at(place, [&date, &from, &to]));
    }
}

/// What the claim covers: the days of the stay and of the statement, which may begin before the admission.
fn period(encounter: &Encounter, stay: &FacilityStay) -> Option<(Date, Date)> {
    let header = &encounter.header;
    let days = [
        header.service_from,
        header.service_to,
        stay.admission.map(|admission| admission.date()),
        stay.discharge.map(|discharge| discharge.date()),
    ];
    let days = || days.into_iter().flatten();
    days().min().zip(days().max())
}
