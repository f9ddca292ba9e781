//! What the rules of the claim form rest on where the claim is a facility's. The rules are the same; their fields stand on
//! another form, and some it does not have.

use encounter::Finding;

const PROFESSIONAL: &str = "NUCC 1500 Claim Form Instruction Manual 02/12, ";
const FACILITY: &str = "CMS, Medicare Claims Processing Manual, chapter 25, Form CMS-1450, ";

/// The family of a rule, empty for any, the item of the one form, and the locator of the other; `None` where it has none.
const FIELDS: [(&str, &str, Option<&str>); 15] = [
    ("", "carrier block", Some("form locator 50")),
    ("", "item 1a", Some("form locator 60")),
    ("", "items 2 and 3", Some("form locators 8 and 10")),
    ("", "item 3", Some("form locator 10")),
    ("", "item 10", Some("form locators 31 to 34")),
    ("", "item 21", Some("form locator 67")),
    ("", "item 24", Some("form locator 42")),
    ("", "item 24, shaded area", Some("form locator 43")),
    ("header", "item 24A", Some("form locator 6")),
    ("line", "item 24A", Some("form locator 45")),
    ("", "item 24B", None),
    ("", "item 24D", Some("form locator 44")),
    ("", "item 24F", Some("form locator 47")),
    ("", "item 24G", Some("form locator 46")),
    ("", "items 24A and 24G", Some("form locators 45 and 46")),
];

/// The finding as it is told of a facility; `None` where its field is of no concern to one.
pub(crate) fn told(finding: Finding) -> Option<Finding> {
    // Where the guides of both claims are cited, one is of concern.
    let source = finding.source.replace("005010X222A1 and ", "");
    let Some((before, rest)) = source.split_once(PROFESSIONAL) else {
        return Some(Finding { source, ..finding });
    };
    let (item, after) =
        rest.split_once(';').map_or((rest, String::new()), |(item, after)| (item, format!(";{after}")));
    let family = finding.rule.split('.').next().unwrap_or_default();
    let field = FIELDS.iter().find(|(of, known, _)| *known == item && (of.is_empty() || *of == family));
    let Some((_, _, locator)) = field else { return Some(Finding { source, ..finding }) };
    let source = format!("{before}{FACILITY}{}{after}", (*locator)?);
    Some(Finding { source, ..finding })
}

#[cfg(test)]
mod tests {
    use encounter::Place;

    use super::*;
    use crate::rules;

    #[test]
    fn no_rule_tells_a_facility_of_the_professional_form() {
        let mut silent = Vec::new();
        for rule in rules().filter(|rule| !rule.id.contains("pointer")) {
            let finding = Finding {
                rule: rule.id.to_owned(),
                severity: rule.severity,
                place: Place::Encounter,
                args: std::collections::BTreeMap::new(),
                source: rule.source.to_owned(),
                cures: Vec::new(),
                acknowledged: None,
            };
            match told(finding) {
                Some(told) => {
                    assert!(!told.source.contains("NUCC 1500"), "{}: {}", rule.id, told.source);
                    assert!(!told.source.contains("X222A1 and"), "{}: {}", rule.id, told.source);
                }
                None => silent.push(rule.id),
            }
        }
        silent.sort_unstable();
        assert_eq!(
            silent,
            ["header.no-place-of-service", "header.place-of-service", "line.place-of-service"]
        );
    }
}
