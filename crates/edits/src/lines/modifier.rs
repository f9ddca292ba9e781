//! What modifiers say, as far as more than one rule asks it.

use encounter::{Modifier, ServiceLine};

/// Which side, eyelid, finger, toe or coronary vessel (NCCI Policy Manual, chapter I, section E.1.a).
pub(crate) const ANATOMIC: &[&str] = &[
    "E1", "E2", "E3", "E4", "FA", "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "LC", "LD", "LM",
    "LT", "RC", "RI", "RT", "TA", "T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9",
];
/// Global surgery modifiers (the same section, b).
pub(crate) const GLOBAL_SURGERY: &[&str] = &["24", "25", "57", "58", "78", "79"];
/// The others (c).
pub(crate) const OTHER_NCCI: &[&str] = &["27", "59", "91", "XE", "XP", "XS", "XU"];
/// The separate encounter, practitioner, structure and unusual service, and the modifier that they replace.
pub(crate) const DISTINCT: &[&str] = &["59", "XE", "XP", "XS", "XU"];
/// On evaluation and management services alone.
pub(crate) const OF_EVALUATION: &[&str] = &["24", "25", "27", "57"];

pub(crate) fn has(line: &ServiceLine, modifiers: &[&str]) -> bool {
    first_of(line, modifiers).is_some()
}

pub(crate) fn first_of<'a>(line: &'a ServiceLine, modifiers: &[&str]) -> Option<&'a Modifier> {
    line.modifiers.iter().find(|modifier| modifiers.contains(&modifier.as_str()))
}

/// An evaluation and management service (CPT 99202 to 99499, 92002 to 92014).
pub(crate) fn is_evaluation(code: &str) -> bool {
    code.len() == 5 && (("99202"..="99499").contains(&code) || ("92002"..="92014").contains(&code))
}

/// Pathology and laboratory (CPT 80047 to 89398, proprietary analyses with U).
pub(crate) fn is_test(code: &str) -> bool {
    code.len() == 5 && (("80047"..="89398").contains(&code) || code.ends_with('U'))
}
