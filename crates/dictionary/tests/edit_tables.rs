//! The edit tables of the publishers, imported and looked up on a date.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it fails")]

mod desk;

use std::collections::BTreeMap;
use std::io::Write;

use desk::{Desk, official, takes, zipped};
use dictionary::{
    AddOnPrimaries, CodeSet, EditSetting, ImportError, ListColumns, MueIndicator, PlaceRate, PtpCounts,
    PtpModifier, Refusal, Take,
};
use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use jiff::civil::{Date, date};

const PTP: &str = "\
Column1/Column 2 Edits\t\t\t\t\t\t
Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale
\t\tprior to 1996\tDate\tDate\t0=not allowed\t
";

/// A file of edits; the codes are of none that exists.
fn ptp(rows: &[&str]) -> Vec<u8> {
    let rows: String = rows.iter().map(|row| row.replace(' ', "\t") + "\tmutually exclusive\r\n").collect();
    format!("{PTP}{rows}").into_bytes()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

const ON: Date = date(2031, 8, 3);

impl Desk {
    /// The edit of a pair in a word: its modifier indicator and the release, or that there is none.
    fn pair(&self, column1: &str, column2: &str, on: Date) -> String {
        let found = self.publications.ptp_edit(column1, column2, on, EditSetting::Practitioner).unwrap();
        let Some(found) = found else { return "no table".to_owned() };
        let sure = if found.in_force { "" } else { "?" };
        match found.value {
            Some(edit) => {
                assert_eq!((edit.column1.as_str(), edit.column2.as_str()), (column1, column2));
                format!("{:?} {}{sure}", edit.modifier, found.release)
            }
            None => format!("none {}{sure}", found.release),
        }
    }

    fn counts(&self, code: &str, on: Date) -> (u32, u32) {
        let counts =
            self.publications.ptp_counts(code, on, EditSetting::Practitioner).unwrap().unwrap().value;
        (counts.as_column1, counts.as_column2)
    }
}

#[test]
fn a_pair_is_looked_up_on_a_date() {
    let desk = Desk::new();
    assert_eq!(desk.pair("00001", "00002", ON), "no table");
    let file = ptp(&[
        "00001 00002  20310701 * 1",
        "00001 00003   20291231 1",
        "00001 00003   * 0",
        "00001 A0004 * 19960101 20301231 9",
        "A0004 00002  20310101 * 0",
    ]);
    desk.import(&desk.put("ccipra.txt.gz", &gzipped(&file)));
    assert_eq!(desk.shown(), ["1 ccipra.txt.gz ncci_ptp_practitioner 2031 Q3 5"]);
    assert_eq!(desk.pair("00001", "00002", ON), "Allowed 2031 Q3");
    assert_eq!(desk.pair("00002", "00001", ON), "none 2031 Q3", "the order matters");
    assert_eq!(desk.pair("00001", "00002", date(2031, 6, 30)), "none 2031 Q3?", "not yet in force");
    assert_eq!(desk.pair("00001", "00002", date(2031, 10, 1)), "Allowed 2031 Q3?", "the quarter is over");
    assert_eq!(desk.pair("00001", "00003", date(2029, 12, 31)), "Allowed 2031 Q3?");
    assert_eq!(desk.pair("00001", "00003", date(2030, 1, 1)), "NotAllowed 2031 Q3?");
    assert_eq!(desk.pair("00001", "A0004", date(2030, 12, 31)), "NotApplicable 2031 Q3?");
    assert_eq!(desk.pair("00001", "A0004", ON), "none 2031 Q3", "deleted");
    for odd in ["", "1", "not a code", "\u{1F600}"] {
        assert_eq!(desk.pair("00001", odd, ON), "none 2031 Q3");
        assert_eq!(desk.counts(odd, ON), (0, 0));
    }
    let edit = desk.publications.ptp_edit("A0004", "00002", ON, EditSetting::Practitioner).unwrap().unwrap();
    let edit = edit.value.unwrap();
    assert_eq!((edit.from, edit.to, edit.before_1996), (Some(date(2031, 1, 1)), None, false));
    assert_eq!((edit.modifier, edit.rationale.as_str()), (PtpModifier::NotAllowed, "mutually exclusive"));
    assert_eq!((desk.counts("00001", ON), desk.counts("00002", ON)), ((2, 0), (0, 2)));
    assert_eq!(desk.counts("00001", date(2029, 1, 1)), (2, 0), "a pair counts once");
    for other in [EditSetting::Outpatient, EditSetting::DmeSupplier] {
        assert_eq!(desk.publications.ptp_edit("00001", "00002", ON, other).unwrap(), None);
        assert_eq!(desk.publications.ptp_counts("00001", ON, other).unwrap(), None);
    }
}

#[test]
fn a_release_in_parts_is_one_release() {
    let desk = Desk::new();
    let first = ptp(&["00001 00002  20310701 * 1", "00005 00002  20310701 * 1"]);
    let second = ptp(&["10001 00002  20310701 * 1", "10005 00002  20310701 * 1"]);
    desk.import(&desk.put("ccipra-v372r0-f1.zip", &zipped(&[("ccipra-v372r0-f1.TXT", &first)])));
    let path = desk.put("ccipra-v372r0-f2.zip", &zipped(&[("ccipra-v372r0-f2.TXT", &second)]));
    assert!(!desk.preview(&path).found[0].installed, "it stands beside the first part");
    desk.import(&path);
    assert!(desk.preview(&path).found[0].installed);
    assert_eq!(desk.pair("00001", "00002", ON), "Allowed 2031 Q3");
    assert_eq!(desk.pair("10005", "00002", ON), "Allowed 2031 Q3");
    assert_eq!(desk.pair("00009", "00002", ON), "none 2031 Q3");
    assert_eq!((desk.counts("00002", ON), desk.counts("10001", ON)), ((0, 4), (1, 0)));
    // A corrected first part hides the first one, what it left out with it.
    let corrected = ptp(&["00001 00002  20310701 * 0", "00005 00009  20310701 * 1"]);
    desk.import(&desk.put("ccipra-corrected.txt", &corrected));
    assert_eq!(desk.pair("00001", "00002", ON), "NotAllowed 2031 Q3");
    assert_eq!(desk.pair("00005", "00002", ON), "none 2031 Q3");
    assert_eq!(desk.pair("10005", "00002", ON), "Allowed 2031 Q3");
    assert_eq!(desk.counts("00002", ON), (0, 3));
    desk.publications.undo(3).unwrap();
    assert_eq!(desk.pair("00005", "00002", ON), "Allowed 2031 Q3");
    // The next quarter answers from its first day on.
    let next = ptp(&["00001 00002  20310701 20310930 1", "00001 00007  20311001 * 1"]);
    desk.import(&desk.put("ccipra-next.txt", &next));
    assert_eq!(desk.pair("00001", "00007", date(2031, 10, 1)), "Allowed 2031 Q4");
    assert_eq!(desk.pair("00001", "00002", date(2031, 10, 1)), "none 2031 Q4");
    assert_eq!(desk.pair("00001", "00002", date(2031, 9, 30)), "Allowed 2031 Q3");
}

#[test]
fn whose_edits_they_are_is_asked_where_nothing_says_it() {
    let desk = Desk::new();
    let path = desk.put("edits.txt", &ptp(&["00001 00002  20310701 * 1"]));
    let found = desk.preview(&path).found.remove(0);
    assert_eq!(found.set, None);
    assert_eq!(found.alternatives, [CodeSet::NcciPtpPractitioner, CodeSet::NcciPtpOutpatient]);
    let take = |set| Take {
        file: found.file.clone(),
        set,
        release: "2031 Q3".into(),
        from: ON,
        to: None,
        columns: None,
        licence: None,
    };
    let import =
        |set| desk.publications.import(None, &path, &[take(set)], Timestamp::UNIX_EPOCH, &mut desk::go_on);
    assert!(matches!(import(CodeSet::Icd10cmIndex), Err(ImportError::Nothing)), "it cannot be that");
    assert_eq!(import(CodeSet::NcciPtpOutpatient).unwrap().publications[0].set, CodeSet::NcciPtpOutpatient);
    assert_eq!(desk.pair("00001", "00002", ON), "no table");
}

#[test]
fn a_packed_file_that_ends_early_is_refused() {
    let desk = Desk::new();
    let rows: Vec<String> =
        (1..20_000).map(|row| format!("0{:04} 00002  20310701 * {}", row % 9999, row % 2)).collect();
    let packed = gzipped(&ptp(&rows.iter().map(String::as_str).collect::<Vec<_>>()));
    let cut = desk.put("ccipra.txt.gz", &packed[..packed.len() * 3 / 4]);
    let preview = desk.preview(&cut);
    assert!(preview.found.is_empty());
    assert_eq!(preview.refused[0].reason, Refusal::Damaged);
    assert!(preview.refused[0].line.is_some_and(|line| line > 1_000), "{:?}", preview.refused[0].line);
    let chosen = takes(&desk.preview(&desk.put("ccipra.txt.gz", &packed)));
    desk.put("ccipra.txt.gz", &packed[..packed.len() - 1]);
    let import = desk.publications.import(None, &cut, &chosen, Timestamp::UNIX_EPOCH, &mut desk::go_on);
    assert!(matches!(import, Err(ImportError::Nothing)));
    assert!(desk.shown().is_empty());
}

/// The tables of the third quarter of 2024: every row is understood, and what is in force can be counted.
#[test]
fn the_published_ptp_tables() {
    let Some(folder) = official("ncci-2024q3", "edit_tables::the_published_ptp_tables") else { return };
    let desk = Desk::new();
    let on = date(2024, 7, 1);
    for (file, set, setting, rows, active) in [
        (
            "ccipra-2024q3.txt.gz",
            CodeSet::NcciPtpPractitioner,
            EditSetting::Practitioner,
            2_546_017,
            1_669_820,
        ),
        ("ccioph-2024q3.txt.gz", CodeSet::NcciPtpOutpatient, EditSetting::Outpatient, 1_775_818, 1_335_857),
    ] {
        let found = desk.preview(&folder.join(file)).found.remove(0);
        assert_eq!(
            (found.set, found.release.as_str(), found.from, found.to),
            (Some(set), "2024 Q3", Some(on), Some(date(2024, 9, 30)))
        );
        assert_eq!((found.entries, found.problem_count), (rows, 0), "{:?}", found.problems);
        desk.import(&folder.join(file));
        let connection = rusqlite::Connection::open(desk.folder.path().join("publications.db")).unwrap();
        let mut codes = connection.prepare("SELECT DISTINCT code FROM ptp_edit").unwrap();
        let letters = |mut key: u32| {
            let mut text = String::new();
            for _ in 0..5 {
                text.insert(0, char::from_digit(key % 36, 36).unwrap());
                key /= 36;
            }
            text
        };
        let codes: Vec<String> =
            codes.query_map([], |row| row.get(0).map(letters)).unwrap().collect::<Result<_, _>>().unwrap();
        let (mut as_column1, mut as_column2) = (0, 0);
        for code in codes {
            let counts = desk.publications.ptp_counts(&code, on, setting).unwrap().unwrap().value;
            as_column1 += counts.as_column1;
            as_column2 += counts.as_column2;
        }
        assert_eq!((as_column1, as_column2), (active, active));
        let pair =
            |column2, on| desk.publications.ptp_edit("0001A", column2, on, setting).unwrap().unwrap().value;
        assert_eq!(pair("0591T", on), None);
        let before = pair("0591T", date(2023, 12, 31)).unwrap();
        assert_eq!((before.to, before.modifier), (Some(date(2023, 12, 31)), PtpModifier::Allowed));
        assert_eq!(before.rationale, "CPT Manual or CMS manual coding instruction");
    }
    assert_eq!(
        desk.publications.ptp_counts("00000", on, EditSetting::Practitioner).unwrap().unwrap().value,
        PtpCounts::default()
    );
}

/// Every small table of the folders, with its counts.
#[test]
fn the_published_small_tables() {
    let test = "edit_tables::the_published_small_tables";
    let (Some(ncci), Some(fees)) = (official("ncci-2024q3", test), official("mpfs", test)) else { return };
    let desk = Desk::new();
    let third = date(2024, 7, 1);
    for (path, set, from, entries) in [
        (ncci.join("MCR_MUE_practitioner.csv"), CodeSet::MuePractitioner, None, 14_677),
        (ncci.join("MCR_MUE_outpatient-hospital.csv"), CodeSet::MueOutpatient, None, 14_628),
        (ncci.join("MCR_MUE_dme.csv"), CodeSet::MueDme, None, 2_928),
        (ncci.join("add-on-codes.csv"), CodeSet::AddOnCodes, None, 7_465),
        (ncci.join("place-of-service.csv"), CodeSet::PlaceOfService, None, 99),
        // The last of its 17,601 rows is nothing but the end-of-file mark of DOS.
        (fees.join("PPRRVU22_JAN_nodesc.csv"), CodeSet::PhysicianFees, Some(date(2022, 1, 1)), 17_600),
        (fees.join("pfs_rvu_amt.csv"), CodeSet::PhysicianFees, None, 18_664),
        (fees.join("pfs_gpci.csv"), CodeSet::Localities, None, 109),
    ] {
        let found = desk.preview(&path).found.remove(0);
        assert_eq!((found.set, found.from, found.entries), (Some(set), from, entries), "{}", found.file);
        assert_eq!(found.problem_count, 0, "{:?}", found.problems);
        let take = Take {
            file: found.file,
            set,
            release: found.release,
            from: from.unwrap_or(third),
            to: None,
            columns: None,
            licence: None,
        };
        desk.publications.import(None, &path, &[take], Timestamp::UNIX_EPOCH, &mut desk::go_on).unwrap();
    }
    // In a folder of the quarter, the folder says which.
    let quarter = desk.preview(&ncci);
    assert_eq!((quarter.found.len(), quarter.refused.len()), (7, 0));
    let named = quarter.found.iter().filter(|found| found.release == "2024 Q3").count();
    assert_eq!(named, 6, "all but the places of service");

    let book = &desk.publications;
    let mue = |code, setting| book.mue(code, third, setting).unwrap().unwrap().value;
    assert_eq!(mue("0001U", EditSetting::Practitioner).unwrap().units, 1);
    assert_eq!(mue("a4218", EditSetting::DmeSupplier).unwrap().indicator, MueIndicator::DayClinical);
    assert_eq!(mue("00000", EditSetting::Outpatient), None);
    let add_on = |code| book.add_on(code, third).unwrap().unwrap().value;
    assert_eq!(add_on("0054T").unwrap().primaries, AddOnPrimaries::ContractorDefined);
    assert!(add_on("G2212").unwrap().listed.contains(&"99215".to_owned()));
    assert_eq!(add_on("99215"), None);
    let office = book.place_of_service("11", third).unwrap().unwrap().value.unwrap();
    assert_eq!((office.name.as_str(), office.rate), ("Office", PlaceRate::NonFacility));
    let fee = |code, modifier, on| book.fee(code, modifier, on).unwrap().unwrap();
    let visit = fee("99213", "", date(2022, 5, 1));
    let policy = visit.value.as_ref().unwrap().policy.clone().unwrap();
    assert_eq!((policy.status.as_str(), policy.global_days.as_str()), ("A", "XXX"));
    assert_eq!((visit.release.as_str(), visit.in_force), ("2022 January", true));
    let knee = fee("27447", "", date(2022, 5, 1)).value.unwrap();
    assert_eq!(knee.policy.as_ref().unwrap().global_days, "090");
    assert!(knee.policy.as_ref().unwrap().not_outside_facility);
    // 37.98 units at 34.6062 dollars.
    assert_eq!(knee.payment(None, true).to_string(), "1314.34");
    assert_eq!(fee("45378", "53", date(2022, 5, 1)).value.unwrap().work.to_string(), "1.63");
    let later = fee("99213", "", third);
    assert_eq!((later.value.as_ref().unwrap().policy.as_ref(), later.release.as_str()), (None, "2024-07-01"));
    let localities = book.localities(third).unwrap().unwrap().value;
    assert_eq!((localities.len(), localities[0].state.as_str()), (109, "AK"));
    assert_eq!(book.poa_exempt("A00.0", third).unwrap(), None, "no list is imported");
    let facts = book.billing_facts("g2212", third).unwrap().unwrap();
    assert_eq!((facts.code.as_str(), facts.mue.len(), facts.ptp.len()), ("G2212", 3, 0));
    assert!(facts.add_on.unwrap().value.is_some() && facts.fee.unwrap().value.is_some());
    for unknown in ["E1122", "00000", "x"] {
        assert_eq!(book.billing_facts(unknown, third).unwrap(), None, "{unknown}");
    }
}

#[test]
fn the_poa_exempt_list_is_known_by_its_title() {
    let desk = Desk::new();
    let list = "POA Exempt Codes FY 2031\r\n00001 B900    1 a title\r\n00002 B909    1 a title\r\n";
    desk.import(&desk.put("list.txt", list.as_bytes()));
    assert_eq!(desk.shown(), ["1 list.txt poa_exempt FY2031 2"]);
    let exempt = |code| desk.publications.poa_exempt(code, date(2031, 1, 1)).unwrap().unwrap().value;
    assert_eq!((exempt("B90.0"), exempt("b909"), exempt("B90")), (true, true, false));
}

#[test]
fn a_charge_master_and_licensed_cpt_are_lists_whose_columns_are_told() {
    let desk = Desk::new();
    let master = "CDM,Procedure,Words,Gross\n4501,00001,descriptor 1,$12.50\n4502,00002,descriptor 2,\n";
    let path = desk.put("master.csv", master.as_bytes());
    let found = desk.preview(&path).found.remove(0);
    assert_eq!((found.set, found.from, found.entries, found.problem_count), (None, None, 2, 0));
    assert_eq!(found.alternatives, [CodeSet::OwnCodes, CodeSet::Cpt]);
    let layout = found.list.unwrap();
    assert_eq!((layout.columns.code, layout.columns.description, layout.columns.charge), (1, None, None));
    let told = ListColumns { description: Some(2), charge: Some(3), ..layout.columns };
    let columns = BTreeMap::from([(found.file.clone(), told)]);
    let again = desk.publications.preview(None, &path, &columns, &mut desk::go_on).unwrap();
    assert_eq!(again.found[0].list.as_ref().unwrap().columns, told);

    let take = |set, licence: Option<&str>| Take {
        file: found.file.clone(),
        set,
        release: found.release.clone(),
        from: date(2031, 1, 1),
        to: None,
        columns: Some(told),
        licence: licence.map(str::to_owned),
    };
    let import =
        |take| desk.publications.import(None, &path, &[take], Timestamp::UNIX_EPOCH, &mut desk::go_on);
    for blank in [None, Some(" ")] {
        assert!(matches!(import(take(CodeSet::Cpt, blank)), Err(ImportError::LicenceMissing)));
    }
    assert!(desk.shown().is_empty());
    import(take(CodeSet::OwnCodes, None)).unwrap();
    import(take(CodeSet::Cpt, Some("Licence 1 of somebody"))).unwrap();
    let facts = desk.publications.billing_facts("00001", ON).unwrap().unwrap();
    assert_eq!(facts.cpt.unwrap().value.description, "descriptor 1");
    assert_eq!(facts.licence.as_deref(), Some("Licence 1 of somebody"));
    assert_eq!(facts.own.len(), 1);
    assert_eq!(facts.own[0].value.charge.unwrap().to_string(), "12.50");
    assert_eq!(facts.own[0].release, "master.csv");
    assert_eq!(desk.publications.own_codes("00001", date(2030, 12, 31)).unwrap(), []);
    assert_eq!(desk.publications.imports().unwrap()[0].publications[0].licence, facts.licence);
}

#[test]
fn the_tables_of_a_day_say_what_the_look_ups_say() {
    let desk = Desk::new();
    let setting = EditSetting::Practitioner;
    let nothing = desk.publications.edit_tables(setting, ON).unwrap();
    assert_eq!((nothing.ptp_release(), nothing.code("00001").unwrap().unwrap().mue()), (None, None));
    let rows = ["00001 00002  20310701 * 1", "00001 00003   20310802 1", "00001 00003   * 0"];
    desk.import(&desk.put("ccipra-v372r0-f1.zip", &zipped(&[("ccipra-v372r0-f1.TXT", &ptp(&rows))])));
    let part = ptp(&["10001 00002  20310701 * 1", "10005 00002  20310701 * 0"]);
    desk.import(&desk.put("ccipra-v372r0-f2.zip", &zipped(&[("ccipra-v372r0-f2.TXT", &part)])));
    for on in [date(2031, 7, 1), date(2031, 8, 2), ON, date(2031, 9, 30)] {
        let tables = desk.publications.edit_tables(setting, on).unwrap();
        assert_eq!(tables.ptp_release(), Some("2031 Q3"), "what was imported since is seen");
        for (column1, column2) in [
            ("00001", "00002"),
            ("00001", "00003"),
            ("10005", "00002"),
            ("00002", "00001"),
            ("99999", "00001"),
        ] {
            let code = |code| tables.code(code).unwrap().unwrap();
            let pair = desk.publications.ptp_edit(column1, column2, on, setting).unwrap().unwrap();
            assert_eq!(tables.ptp(&code(column1), &code(column2)), pair.value, "{column1} {column2} {on}");
        }
    }
    for outside in [date(2031, 6, 30), date(2031, 10, 1)] {
        assert_eq!(desk.publications.edit_tables(setting, outside).unwrap().ptp_release(), None);
    }
    assert!(desk.publications.edit_tables(setting, ON).unwrap().code("visit").unwrap().is_none());
    desk.publications.undo(1).unwrap();
    desk.publications.undo(2).unwrap();
    assert_eq!(desk.publications.edit_tables(setting, ON).unwrap().ptp_release(), None);
}
