//! The same service twice, and the drug that it was.

use encounter::{Amendment, CodeSystem, Encounter, Finding, Place, ServiceLine};

use super::modifier::has;
use crate::rule::rules;

const NDC: &str = "NUCC 1500 Claim Form Instruction Manual 02/12, item 24, shaded area";

rules! {
    DUPLICATE = Warning "line.duplicate" ["code", "first"],
        "Medicare Claims Processing Manual, chapter 1, section 120";
    NDC_MISSING = Info "line.ndc-missing" ["code"], "Deficit Reduction Act of 2005, section 6002; 42 CFR 447.520";
    NDC_SHAPE = Error "line.ndc-shape" [], NDC;
    NDC_WITHOUT_DRUG = Warning "line.ndc-without-drug" ["code"], NDC;
}

const REPEATS: &[&str] = &["59", "76", "77", "91", "XE", "XP", "XS", "XU"];

pub(super) fn check(encounter: &Encounter, findings: &mut Vec<Finding>) {
    for (index, line) in (0_u32..).zip(&encounter.lines) {
        let place = Place::Line { line: line.id, index };
        drug(line, place, findings);
        let earlier = (1_u32..).zip(encounter.lines.iter().take(index as usize));
        if let Some((first, _)) = earlier.into_iter().find(|(_, earlier)| is_again(encounter, earlier, line))
        {
            let cures = vec![Amendment::RemoveLine { line: line.id }];
            findings.push(Finding { cures, ..DUPLICATE.at(place, [&line.code, &first]) });
        }
    }
}

/// Code, days, modifiers, place and practitioner are the same, and no modifier says that it was done again.
fn is_again(encounter: &Encounter, earlier: &ServiceLine, line: &ServiceLine) -> bool {
    let from = |line: &ServiceLine| line.service_from.or(encounter.header.service_from);
    let to = |line: &ServiceLine| line.service_to.or(from(line));
    let by = |line: &ServiceLine| line.rendering_provider.as_ref().map(|provider| provider.npi.clone());
    let modifiers = |line: &ServiceLine| {
        let mut modifiers = line.modifiers.clone();
        modifiers.sort();
        modifiers
    };
    line.code.system().is_some()
        && earlier.code == line.code
        && from(earlier) == from(line)
        && to(earlier) == to(line)
        && earlier.place_of_service == line.place_of_service
        && by(earlier) == by(line)
        && modifiers(earlier) == modifiers(line)
        && !has(line, REPEATS)
}

fn drug(line: &ServiceLine, place: Place, findings: &mut Vec<Finding>) {
    let code = line.code.as_str();
    let is_hcpcs = line.code.system() == Some(CodeSystem::Hcpcs);
    if line.ndc.trim().is_empty() {
        // J0120 to J9999: drugs other than oral, and chemotherapy.
        if is_hcpcs && code.starts_with('J') {
            findings.push(NDC_MISSING.at(place, [&code]));
        }
    } else if !is_ndc(&line.ndc) {
        findings.push(NDC_SHAPE.at(place, []));
    } else if super::modifier::is_evaluation(code) {
        findings.push(NDC_WITHOUT_DRUG.at(place, [&code]));
    }
}

/// Eleven digits, or three parts of five, four and two.
fn is_ndc(text: &str) -> bool {
    let parts: Vec<&str> = text.trim().split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let digits = parts.iter().all(|part| part.bytes().all(|c| c.is_ascii_digit()));
    digits && (lengths == [11] || lengths == [5, 4, 2])
}
