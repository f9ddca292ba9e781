use std::io::{self, Write};

use dictionary::{
    AddOnPrimaries, AxisMeaning, BillingFacts, CodeDetail, CodeStanding, CodeSummary, NoteKind, OfSetting,
    Published,
};
use serde::Serialize;

use crate::arguments::Code;
use crate::failure::Failure;
use crate::history;
use crate::page::{columns, paragraph};
use crate::search::{UNTITLED, public_desk};
use crate::wording::release_of_id;

pub(crate) fn code(arguments: &Code, out: &mut impl Write) -> Result<bool, Failure> {
    let desk = public_desk();
    let on = arguments.on.unwrap_or_else(|| desk.today());
    let found = match arguments.system {
        Some(system) => desk.code(system, &arguments.code, on)?,
        // A code that stands in one book only needs no system.
        None => desk.code_of_any_system(&arguments.code, on)?,
    };
    if arguments.history {
        return history::print(found.as_ref(), arguments.json, out);
    }
    let page = Page { detail: found, billing: desk.billing_facts(&arguments.code, on)? };
    let is_known = page.detail.is_some() || page.billing.is_some();
    if arguments.json {
        if is_known {
            serde_json::to_writer(&mut *out, &page)?;
            writeln!(out)?;
        }
        return Ok(is_known);
    }
    match &page.detail {
        Some(detail) => print(detail, out)?,
        None => writeln!(out, "no release has this code")?,
    }
    if let Some(facts) = &page.billing {
        writeln!(out, "\nbilling tables")?;
        columns(&billing(facts), out)?;
    }
    Ok(is_known)
}

/// The page of a code with what the imported edit and fee tables say of it, `null` where they say nothing.
#[derive(Serialize)]
struct Page {
    #[serde(flatten)]
    detail: Option<CodeDetail>,
    billing: Option<BillingFacts>,
}

fn billing(facts: &BillingFacts) -> Vec<[String; 3]> {
    let mut rows = Vec::new();
    let mut row = |name: String, says: String, release: &str, in_force: bool| {
        let note = if in_force { "" } else { ", not in force on the date" };
        rows.push([name, says, format!("{release}{note}")]);
    };
    if let Some(cpt) = &facts.cpt {
        row(
            "  CPT".into(),
            cpt.value.description.clone(),
            facts.licence.as_deref().unwrap_or(&cpt.release),
            cpt.in_force,
        );
    }
    for own in &facts.own {
        let charge = own.value.charge.map(|charge| format!(", charge {charge}")).unwrap_or_default();
        row("  own list".into(), format!("{}{charge}", own.value.description), &own.release, own.in_force);
    }
    if let Some(Published { value: Some(fee), release, in_force, .. }) = &facts.fee {
        let policy = fee.policy.as_ref();
        let indicators =
            policy.map(|policy| format!("status {}, global {}, ", policy.status, policy.global_days));
        let units = format!("{} units, {} in a facility", fee.total_non_facility, fee.total_facility);
        row("  fee schedule".into(), indicators.unwrap_or_default() + &units, release, *in_force);
    }
    for OfSetting { setting, found } in &facts.mue {
        if let Some(mue) = &found.value {
            let says = format!("{} units, MAI {}", mue.units, mue.indicator.digit());
            row(format!("  MUE {}", setting.id()), says, &found.release, found.in_force);
        }
    }
    if let Some(Published { value: Some(add_on), release, in_force, .. }) = &facts.add_on {
        let says = match add_on.primaries {
            AddOnPrimaries::OnlyListed => format!("only with {}", add_on.listed.join(", ")),
            AddOnPrimaries::ContractorDefined => "the contractor defines its primary codes".into(),
            AddOnPrimaries::ListedAndOthers => format!("with {} and others", add_on.listed.join(", ")),
        };
        row("  add-on code".into(), says, release, *in_force);
    }
    for OfSetting { setting, found: Published { value, release, in_force, .. } } in &facts.ptp {
        let says = format!("{} as column 1, {} as column 2", value.as_column1, value.as_column2);
        row(format!("  PTP {}", setting.id()), says, release, *in_force);
    }
    rows
}

fn print(detail: &CodeDetail, out: &mut impl Write) -> io::Result<()> {
    paragraph(&format!("{}  ", detail.code), detail.title.as_deref().unwrap_or(UNTITLED), out)?;
    writeln!(out, "{}", standing(&detail.standing))?;
    if !detail.release_in_force {
        writeln!(out, "notes and hierarchy are those of {}", release_of_id(&detail.release))?;
    }
    if !detail.path.is_empty() {
        writeln!(out)?;
        rows(&detail.path, out)?;
    }
    if !detail.axes.is_empty() {
        writeln!(out)?;
        let axis = |axis: &AxisMeaning| {
            [
                format!("  {}", axis.character),
                axis.axis.clone(),
                axis.meaning.clone().unwrap_or_else(|| "(not in the embedded tables)".to_owned()),
            ]
        };
        columns(&detail.axes.iter().map(axis).collect::<Vec<_>>(), out)?;
        for axis in &detail.axes {
            for each in &axis.definitions {
                let meaning = axis.meaning.as_deref().unwrap_or_default();
                let sign = if each.kind == NoteKind::Includes { " takes in" } else { "" };
                writeln!(out, "  {meaning}{sign}: {}", each.text)?;
            }
        }
    }
    if !detail.children.is_empty() {
        writeln!(out, "\nbelow it")?;
        rows(&detail.children, out)?;
    }
    for note in &detail.notes {
        let from = if note.inherited { format!(", from {}", note.origin) } else { String::new() };
        writeln!(out, "\n{}{from}", kind(note.kind))?;
        for line in &note.lines {
            paragraph("  ", line, out)?;
        }
    }
    if !detail.inclusion_terms.is_empty() {
        writeln!(out, "\ninclusion terms")?;
        for term in &detail.inclusion_terms {
            paragraph("  ", &term.text, out)?;
        }
    }
    if let Some(first) = detail.seventh_characters.first() {
        writeln!(out, "\n7th characters, from {}", first.origin)?;
        for seventh in &detail.seventh_characters {
            paragraph(&format!("  {}  ", seventh.character), &seventh.meaning, out)?;
        }
    }
    if !detail.attributes.is_empty() {
        let words: Vec<&str> = detail.attributes.iter().map(|attribute| attribute.word()).collect();
        writeln!(out, "\nMedicare says: {}", words.join(", "))?;
    }
    Ok(())
}

fn rows(summaries: &[CodeSummary], out: &mut impl Write) -> io::Result<()> {
    let row = |summary: &CodeSummary| {
        [format!("  {}", summary.code), summary.title.clone().unwrap_or_else(|| UNTITLED.to_owned())]
    };
    columns(&summaries.iter().map(row).collect::<Vec<_>>(), out)
}

fn standing(standing: &CodeStanding) -> String {
    match standing {
        CodeStanding::Valid => "billable".to_owned(),
        CodeStanding::Header { was_billable_until: None } => "a header, not billable".to_owned(),
        CodeStanding::Header { was_billable_until: Some(day) } => {
            format!("a header, not billable; it was until {day}")
        }
        CodeStanding::NotYetValid { from } => format!("not yet valid; it will be from {from}"),
        CodeStanding::Retired { last_day } => format!("retired; it was valid until {last_day}"),
        CodeStanding::DateNotCovered { from, to } => {
            format!("no installed release covers the date; they cover {from} to {to}")
        }
        CodeStanding::Unknown => "no release has this code".to_owned(),
    }
}

const fn kind(kind: NoteKind) -> &'static str {
    match kind {
        NoteKind::Includes => "Includes",
        NoteKind::Excludes1 => "Excludes1",
        NoteKind::Excludes2 => "Excludes2",
        NoteKind::CodeFirst => "Code first",
        NoteKind::UseAdditional => "Use additional code",
        NoteKind::CodeAlso => "Code also",
        NoteKind::Note => "Note",
        NoteKind::SeventhCharacter => "7th character",
        NoteKind::ReplacedBy => "Replaced by",
    }
}
