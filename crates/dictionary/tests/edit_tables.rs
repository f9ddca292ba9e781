//! The edit tables of the publishers, imported and looked up on a date.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it fails")]

mod desk;

use std::io::Write;

use desk::{Desk, official, takes, zipped};
use dictionary::{CodeSet, EditSetting, ImportError, PtpCounts, PtpModifier, Refusal, Take};
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
    desk.import(&desk.put("ccipra-v372r0-f2.zip", &zipped(&[("ccipra-v372r0-f2.TXT", &second)])));
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
    let take = |set| Take { file: found.file.clone(), set, release: "2031 Q3".into(), from: ON, to: None };
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
