//! The releases that an encounter is coded with: recorded, and said where others answer now or none does.

use std::collections::BTreeMap;
use std::path::Path;

use dictionary::{ReleaseName, ReleasePart};
use encounter::CodeSystem;
use jiff::civil::{Date, date};
use workstation::{Chart, Desk, SystemCoverage, Take};

use super::desk::{TestDesk, header};

/// A quarter of HCPCS by the day on which the newest of its codes came.
pub(super) fn import_hcpcs(desk: &Desk, folder: &Path, newest: &str, to: Option<Date>) -> u32 {
    let file = folder.join("hcpcs.csv");
    let text = format!(
        "HCPC,RECID,LONG DESCRIPTION,ADD DT,TERM DT,COV,XREF1\r\n\
         J1885,3,\"Injection, ketorolac tromethamine, per 15 mg\",19930101,,D,\r\n\
         J9999,3,\"Not otherwise classified\",{newest},,D,\r\n"
    );
    std::fs::write(&file, text).unwrap();
    let preview = desk.preview_import(&file, &BTreeMap::new(), &mut |_| {}).unwrap();
    let takes: Vec<Take> = preview
        .found
        .into_iter()
        .map(|found| Take {
            file: found.file,
            set: found.set.unwrap(),
            release: found.release,
            from: found.from.unwrap(),
            to,
            columns: None,
            licence: None,
        })
        .collect();
    desk.import(&file, &takes, &mut |_| {}).unwrap().id
}

fn of(chart: &Chart, system: CodeSystem) -> &SystemCoverage {
    chart.coverage.systems.iter().find(|each| each.system == system).unwrap()
}

fn editions(releases: &[ReleaseName]) -> Vec<&str> {
    releases.iter().map(|release| release.edition.as_str()).collect()
}

#[test]
fn an_encounter_remembers_the_releases_that_it_was_coded_with() {
    let t = TestDesk::set_up();
    let first_quarter = import_hcpcs(&t.desk, t.folder.path(), "20260101", None);
    let mut chart = t.encounter("Ketorolac for back pain.");
    t.attach(&mut chart, "I10");
    t.line(&mut chart, "J1885", "12.00");
    assert_eq!(of(&chart, CodeSystem::Hcpcs).coded_with, None, "nothing is completed yet");

    let chart = t.desk.complete(chart.id, chart.revision).unwrap().value;
    let recorded = &chart.encounter.completions[0].releases;
    assert_eq!(
        *recorded,
        ["icd10cm-2026-04", "mce-icd10cm-2027", "hcpcs-2026-01"],
        "of the systems used, no others"
    );
    let with = of(&chart, CodeSystem::Hcpcs);
    assert_eq!(with.coded_with.as_deref().map(editions), Some(vec!["2026 Q1"]));
    assert!(chart.coverage.systems.iter().all(|each| !each.differs));

    // A newer quarter that was in force on the date: the completion stays what it was, and it is said.
    import_hcpcs(&t.desk, t.folder.path(), "20260401", Some(date(2026, 6, 30)));
    let chart = t.desk.open_encounter(chart.id).unwrap().value;
    let with = of(&chart, CodeSystem::Hcpcs);
    assert_eq!(with.coded_with.as_deref().map(editions), Some(vec!["2026 Q1"]));
    assert_eq!((editions(&with.in_force), with.differs), (vec!["2026 Q2"], true));
    assert!(!of(&chart, CodeSystem::Icd10cm).differs);

    // Reopened, it is checked anew; completed again, it is coded with the new one.
    let status = encounter::Status::InProgress;
    let chart = t.desk.move_status(chart.id, chart.revision, status, "the quarter changed").unwrap().value;
    assert_eq!(of(&chart, CodeSystem::Hcpcs).coded_with, None);
    let chart = t.desk.complete(chart.id, chart.revision).unwrap().value;
    assert!(!of(&chart, CodeSystem::Hcpcs).differs);

    // Taken back, the first one answers again.
    t.desk.undo_import(first_quarter + 1).unwrap();
    let chart = t.desk.open_encounter(chart.id).unwrap().value;
    let with = of(&chart, CodeSystem::Hcpcs);
    assert_eq!((editions(&with.in_force), with.differs), (vec!["2026 Q1"], true));
    assert_eq!(with.coded_with.as_deref().map(editions), Some(vec!["2026 Q2"]), "by its id alone");
}

#[test]
fn a_date_that_no_release_covers_names_what_to_install() {
    let t = TestDesk::set_up();
    let mut late = header();
    late.service_from = Some(date(2027, 11, 1));
    late.service_to = late.service_from;
    let mut chart = t.desk.create_encounter(late, vec![]).unwrap().value;
    let icd = of(&chart, CodeSystem::Icd10cm);
    assert_eq!((icd.installed, editions(&icd.in_force)), (true, vec![]));
    assert_eq!(icd.due.as_ref().map(|due| due.edition.as_str()), Some("FY2028"));

    t.line(&mut chart, "J1885", "12.00");
    t.line(&mut chart, "99213", "120.00");
    let systems: Vec<_> = chart.coverage.systems.iter().map(|each| (each.system, each.installed)).collect();
    assert_eq!(systems, [(CodeSystem::Icd10cm, true), (CodeSystem::Hcpcs, false)], "CPT comes in no release");
    assert_eq!(of(&chart, CodeSystem::Hcpcs).due.as_ref().map(|due| due.edition.as_str()), Some("2027 Q4"));

    // Titles and notes of another year than the date cover it as little as none.
    let mut covered = header();
    covered.service_from = Some(date(2026, 11, 1));
    covered.service_to = covered.service_from;
    let chart = t.desk.create_encounter(covered, vec![]).unwrap().value;
    let in_force = &of(&chart, CodeSystem::Icd10cm).in_force;
    assert_eq!(*in_force, [ReleaseName { part: ReleasePart::CodeEditor, edition: "FY2027".into() }]);
}
