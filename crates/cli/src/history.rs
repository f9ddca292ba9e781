//! What became of a code, line by line.

use std::io::Write;

use dictionary::{CodeChange, CodeDetail};

use crate::failure::Failure;
use crate::page;

pub(crate) fn print(
    detail: Option<&CodeDetail>,
    as_json: bool,
    out: &mut impl Write,
) -> Result<bool, Failure> {
    let Some(detail) = detail else {
        if !as_json {
            writeln!(out, "no release has this code")?;
        }
        return Ok(false);
    };
    let history = &detail.history;
    if as_json {
        serde_json::to_writer(&mut *out, history)?;
        writeln!(out)?;
        return Ok(true);
    }
    let mut rows: Vec<[String; 2]> =
        history.events.iter().map(|event| [event.on.to_string(), words(&event.change)]).collect();
    for (name, codes) in [("replaced by", &history.replaced_by), ("replaces", &history.replaces)] {
        if !codes.is_empty() {
            rows.push([name.to_owned(), codes.join(", ")]);
        }
    }
    page::columns(&rows, out)?;
    Ok(true)
}

fn words(change: &CodeChange) -> String {
    match change {
        CodeChange::Known { billable: true } => "billable on the first day that is known".to_owned(),
        CodeChange::Known { billable: false } => "a header on the first day that is known".to_owned(),
        CodeChange::Came { billable: true } => "came".to_owned(),
        CodeChange::Came { billable: false } => "came as a header".to_owned(),
        CodeChange::BecameHeader => "became a header, billable no more".to_owned(),
        CodeChange::BecameBillable => "became billable".to_owned(),
        CodeChange::Went => "last day".to_owned(),
        CodeChange::Retitled { before, after } => format!("retitled from \"{before}\" to \"{after}\""),
    }
}
