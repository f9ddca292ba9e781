use encounter::Finding;

use super::{INSULIN_ALONE, OUTCOME, UNDERDOSING};
use crate::coded::Claim;
use crate::tables::DELIVERIES;

pub(super) fn check(claim: &Claim<'_>, findings: &mut Vec<Finding>) {
    let any = |beginnings: &[&str]| {
        claim.coded.iter().any(|coded| beginnings.iter().any(|beginning| coded.bare.starts_with(beginning)))
    };
    for coded in &claim.coded {
        // Oral and injectable drugs of diabetes are given for other reasons too; insulin hardly.
        if coded.bare == "Z794" && !any(&["E08", "E09", "E10", "E11", "E13", "O24", "R73", "E891", "P70"]) {
            findings.push(INSULIN_ALONE.at(coded.place(), [&coded.code()]));
        }
        if is_underdosing(&coded.bare) && !any(&["Z911", "Z91A", "Y636", "Y638", "Y639"]) {
            findings.push(UNDERDOSING.at(coded.place(), [&coded.code()]));
        }
        if let Some(row) = DELIVERIES.row(&coded.bare, claim.on)
            && !claim.coded.iter().any(|other| row.names_other(&other.bare))
        {
            findings.push(OUTCOME.at(coded.place(), [&coded.code()]));
        }
    }
}

/// T36 to T50 with a sixth character of 6, or a fifth before a placeholder.
fn is_underdosing(bare: &str) -> bool {
    let drug = ("T36".."T51").contains(&bare.get(..3).unwrap_or_default());
    drug && matches!(bare.as_bytes().get(4..6), Some([b'6', b'X'] | [_, b'6']))
}
