//! Each row of the tables that are written here, on its first day and the day before, read from the tables themselves.

use encounter::CodeSystem;
use jiff::ToSpan;

use super::*;
use crate::header::ICD10_BEGINS;

/// The cells of the rows, and the days of each.
fn rows(text: &'static str, days: usize) -> impl Iterator<Item = (Vec<&'static str>, Date)> {
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.map(move |line| {
        let cells: Vec<&str> = line.split('\t').collect();
        let from = cells[days].split("..").next().unwrap().parse().unwrap();
        assert!(!cells[days].contains(".."), "no row has ended yet; its last day wants its case too: {line}");
        (cells, from)
    })
}

/// A code that the first reference of a cell names and that is billable on the day.
fn code_of(cell: &str, on: Date) -> String {
    let first = cell.split(", ").next().unwrap();
    // Poisonings, adverse effects and underdosings are told by a character and not by a beginning.
    if let Some((_, character)) = first.split_once(" with fifth or sixth character ") {
        return format!("T40.0X{character}A");
    }
    let beginning = first.split('-').next().unwrap().trim_end_matches('.');
    let below = || whole_book().billable_below(CodeSystem::Icd10cm, beginning, on, 1).unwrap();
    let itself = whole_book().standing(CodeSystem::Icd10cm, beginning, on).unwrap().is_billable();
    if itself { beginning.to_owned() } else { below().first().expect(cell).code.clone() }
}

/// Whether a rule speaks, and by which section.
fn speaks(rule: &str, section: &str, on: Date, notation: &str) -> bool {
    let notation = format!("dos {on} | {notation} {GOOD_LINE}");
    let reference = Reference { book: whole_book(), tables: tables() };
    let found = crate::check(&encounter(&notation), reference, TODAY).unwrap();
    let of_rule = |finding: &Finding| {
        let sections = finding.args.get("section").map_or(finding.source.as_str(), String::as_str);
        finding.rule == rule && sections.contains(section)
    };
    found.iter().any(of_rule)
}

/// On its first day the row speaks, and not on the day before.
fn on_both_sides(rule: &str, section: &str, from: Date, notation: impl Fn(Date) -> String) {
    let said = notation(from);
    assert!(speaks(rule, section, from, &said), "{rule} is silent on {from}: {said}");
    let before = from.checked_sub(1.day()).unwrap();
    assert!(!speaks(rule, section, before, &said), "{rule} speaks on {before}: {said}");
    assert!(from >= ICD10_BEGINS);
}

#[test]
fn rows_of_order() {
    for (row, from) in rows(include_str!("../../../../assets/edits/first-listed.tsv"), 1) {
        on_both_sides("sequencing.only-first", row[2], from, |on| format!("dx I10 {}", code_of(row[0], on)));
    }
    for (row, from) in rows(include_str!("../../../../assets/edits/never-first.tsv"), 1) {
        on_both_sides("sequencing.never-first", row[2], from, |on| format!("dx {} I10", code_of(row[0], on)));
    }
    for (row, from) in rows(include_str!("../../../../assets/edits/severe-sepsis.tsv"), 2) {
        let said = |on| format!("dx J18.9 {} {}", code_of(row[0], on), code_of("A41.-", on));
        on_both_sides("sequencing.severe-sepsis", "", from, said);
    }
    for (row, from) in rows(include_str!("../../../../assets/edits/treatments.tsv"), 2) {
        on_both_sides("sequencing.treatment-alone", "", from, |on| format!("dx {}", code_of(row[0], on)));
    }
}

#[test]
fn rows_of_what_goes_together() {
    for (row, from) in rows(include_str!("../../../../assets/edits/symptoms.tsv"), 2) {
        let said = |on| format!("dx {} {}", code_of(row[1], on), code_of(row[0], on));
        on_both_sides("sequencing.symptom", "", from, said);
    }
    for (row, from) in rows(include_str!("../../../../assets/edits/weight.tsv"), 2) {
        on_both_sides("patient.body-mass-alone", "", from, |on| format!("dx I10 {}", code_of(row[0], on)));
    }
    for (row, from) in rows(include_str!("../../../../assets/edits/deliveries.tsv"), 2) {
        on_both_sides("completeness.outcome-of-delivery", "", from, |on| {
            format!("dx {}", code_of(row[0], on))
        });
    }
    for (row, from) in rows(include_str!("../../../../assets/edits/combinations.tsv"), 4) {
        let said = |on: Date| {
            let codes = row[..3].iter().filter(|cell| !cell.is_empty()).map(|cell| code_of(cell, on));
            format!("dx {}", codes.collect::<Vec<_>>().join(" "))
        };
        on_both_sides("completeness.combination", row[5], from, said);
    }
}

#[test]
fn rows_of_what_the_record_says() {
    for (row, from) in rows(include_str!("../../../../assets/edits/diabetes-drugs.tsv"), 2) {
        for word in row[0].split(", ") {
            let said = |_| format!("dx E11.65 | said E11.65 takes {word}");
            on_both_sides("completeness.diabetes-drug", "", from, said);
        }
    }
    for (row, from) in rows(include_str!("../../../../assets/edits/habits.tsv"), 2) {
        for word in row[0].split(", ") {
            on_both_sides("completeness.habit", "", from, |_| format!("dx I10 | said I10 current {word}"));
        }
    }
}
