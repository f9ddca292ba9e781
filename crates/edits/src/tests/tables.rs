//! Edit tables for tests: files shaped as CMS publishes them, with rows of our own, imported as a user imports them.

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::OnceLock;

use dictionary::{CodeSet, Publications, Take};
use jiff::civil::{Date, date};
use tempfile::TempDir;

/// Column 1, column 2, in existence before 1996, effective, deleted, indicator.
const PTP_PRACTITIONER: &[&str] = &[
    "20610 36000  20020601 * 1",
    "20610 99213  20020601 * 1",
    "80053 80048  20020601 * 1",
    "43235 43200  20020601 20260519 0",
    "43235 43191  20020601 20020601 9",
    "43200 43191  20020601 * 9",
];
/// A quarter later.
const PTP_PRACTITIONER_THEN: &[&str] = &["20610 36000  20020601 * 1", "20610 20600  20260701 * 0"];
const PTP_OUTPATIENT: &[&str] = &["20610 36000  20020601 * 0"];

/// Code, units, adjudication indicator.
const MUE: &[&str] = &["99213,1,2", "20610,2,3", "93000,3,1", "36000,4,3", "27447,1,2"];
const MUE_THEN: &[&str] = &["99213,1,2", "20610,2,3", "93000,3,1", "36000,3,3", "27447,1,2"];
/// Primary code, add-on code, type.
const ADD_ON: &[&str] = &["22612,22614,1", "CCCCC,0054T,2", "99205,G2212,3"];
const ADD_ON_THEN: &[&str] = &["22612,22614,1", "CCCCC,0055T,2", "99205,G2212,3"];
const PLACES: &[&str] = &[
    "11,Non-Facility,Office",
    "22,Facility,On Campus",
    "31,Facility,Skilled",
    "12,Non-Facility,Home",
    "21,Facility,Inpatient",
    "23,Facility,Emergency",
];
const PLACES_THEN: &[&str] = &["11,Non-Facility,Office", "02,Facility,Telehealth", "21,Facility,Inpatient"];
/// Code, status, NA outside a facility, NA in one, PC/TC, global days, bilateral.
const FEES: &[[&str; 7]] = &[
    ["99213", "A", "", "", "0", "XXX", "0"],
    ["20610", "A", "", "", "0", "000", "1"],
    ["27447", "A", "NA", "", "0", "090", "1"],
    ["11055", "A", "", "", "0", "010", "0"],
    ["73030", "A", "", "NA", "1", "XXX", "3"],
    ["93005", "A", "", "NA", "3", "XXX", "0"],
    ["93010", "A", "", "", "2", "XXX", "0"],
    ["15823", "A", "", "", "0", "090", "2"],
    ["22614", "A", "NA", "", "0", "ZZZ", "0"],
    ["36000", "B", "", "", "0", "XXX", "0"],
];
/// A quarter later, every policy of them another.
const FEES_THEN: &[[&str; 7]] = &[
    ["99213", "A", "", "", "0", "XXX", "0"],
    ["20610", "A", "", "", "0", "XXX", "3"],
    ["27447", "A", "", "", "0", "010", "0"],
    ["11055", "A", "", "", "0", "XXX", "1"],
    ["73030", "A", "", "", "0", "XXX", "3"],
    ["93005", "A", "", "", "3", "XXX", "0"],
    ["93010", "A", "", "", "1", "XXX", "0"],
    ["15823", "A", "", "", "0", "090", "1"],
];

/// Every table of the tests, and none before ICD-10.
pub(super) fn tables() -> &'static Publications {
    static TABLES: OnceLock<(Publications, TempDir)> = OnceLock::new();
    let (tables, _) = TABLES.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let tables = Publications::at(&folder.path().join("publications.db"));
        let (first, then) = (date(2015, 10, 1), date(2026, 7, 1));
        let put = |name: &str, set, from, text: String| {
            let path = folder.path().join(name);
            fs::write(&path, text).unwrap();
            import(&tables, &path, set, from);
        };
        put("first.txt", CodeSet::NcciPtpPractitioner, first, ptp(PTP_PRACTITIONER));
        put("then.txt", CodeSet::NcciPtpPractitioner, then, ptp(PTP_PRACTITIONER_THEN));
        put("outpatient.txt", CodeSet::NcciPtpOutpatient, first, ptp(PTP_OUTPATIENT));
        for (set, whose) in [
            (CodeSet::MuePractitioner, "Practitioner Services"),
            (CodeSet::MueOutpatient, "Outpatient Hospital Services"),
        ] {
            let heading =
                format!("HCPCS/CPT Code,{whose} MUE Values,MUE Adjudication Indicator,MUE Rationale");
            put("mue.csv", set, first, listed(&heading, MUE, ",data"));
            put("mue-then.csv", set, then, listed(&heading, MUE_THEN, ",data"));
        }
        let heading = "primary_code,add_on_code,aoc_edit_type";
        put("add-on.csv", CodeSet::AddOnCodes, first, listed(heading, ADD_ON, ""));
        put("add-on-then.csv", CodeSet::AddOnCodes, then, listed(heading, ADD_ON_THEN, ""));
        let heading = "pos_code,pos_type,pos_name,pos_description";
        put("places.csv", CodeSet::PlaceOfService, first, listed(heading, PLACES, ",ours"));
        put("places-then.csv", CodeSet::PlaceOfService, then, listed(heading, PLACES_THEN, ",ours"));
        put("PPRRVU.csv", CodeSet::PhysicianFees, first, fees(FEES));
        put("PPRRVU-then.csv", CodeSet::PhysicianFees, then, fees(FEES_THEN));
        (tables, folder)
    });
    tables
}

fn ptp(rows: &[&str]) -> String {
    let heading = "Column1/Column 2 Edits\t\t\t\t\t\t\n\
        Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\n";
    let rows = rows.iter().map(|row| row.replace(' ', "\t") + "\tmisuse\n");
    heading.to_owned() + &rows.collect::<String>()
}

fn listed(heading: &str, rows: &[&str], rest: &str) -> String {
    rows.iter().fold(format!("{heading}\n"), |text, row| text + row + rest + "\n")
}

/// The relative value file of CMS; only its policy columns are filled in.
fn fees(rows: &[[&str; 7]]) -> String {
    let heading = "HCPCS,MOD,CODE,PAYMENT,RVU,PE RVU,INDICATOR,PE RVU,INDICATOR,RVU,TOTAL,TOTAL,IND,DAYS,OP,OP,OP,\
        PROC,SURG,SURG,SURG,SURG,BASE,FACTOR,PROCEDURES\n";
    let rows = rows.iter().map(|[code, status, outside, inside, pctc, days, bilateral]| {
        format!("{code},,{status},,0,0,{outside},0,{inside},0,0,0,{pctc},{days},0,0,0,0,{bilateral},0,0,0,,30,09\n")
    });
    heading.to_owned() + &rows.collect::<String>()
}

fn import(tables: &Publications, path: &Path, set: CodeSet, from: Date) {
    let go_on = &mut |_, _| ControlFlow::Continue(());
    let found = tables.preview(None, path, &BTreeMap::new(), go_on).unwrap().found.remove(0);
    assert_eq!((found.problem_count, found.problems.first()), (0, None), "{set:?}");
    let release = from.to_string();
    let take = Take { file: found.file, set, release, from, to: None, columns: None, licence: None };
    tables.import(None, path, &[take], jiff::Timestamp::UNIX_EPOCH, go_on).unwrap();
}
