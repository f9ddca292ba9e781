//! An independent judge of the line tables: rows read without any of our parsers into plain tables, random sets of lines
//! drawn from them, and what a naive query finds in each set compared with what the edits say.
//!
//! CI draws a few hundred sets from a table made here; `cargo xtask judge` 100,000 from the files of `../shared/releases`.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops where it fails, and says what it counted"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Read, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use dictionary::{CodeSet, Dictionary, Publications, Take};
use edits::Reference;
use encounter::{Encounter, ServiceLine};
use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use rusqlite::{Connection, params};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

const BEGIN: Date = date(2024, 7, 1);
const DAYS: u64 = 92;

/// Splitmix64, so that every run draws the same sets.
struct Draw(u64);

impl Draw {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % bound
    }

    /// 1 to `last`.
    fn up_to(&mut self, last: u32) -> u32 {
        1 + u32::try_from(self.below(u64::from(last))).unwrap()
    }
}

/// Both readings of the same two files.
struct Tables {
    naive: Connection,
    publications: Publications,
    pairs: u32,
    codes: u32,
}

impl Tables {
    fn of(ptp: &Path, mue: &Path, folder: &Path) -> Self {
        let publications = Publications::at(&folder.join("publications.db"));
        for (path, set) in [(ptp, CodeSet::NcciPtpPractitioner), (mue, CodeSet::MuePractitioner)] {
            let go_on = &mut |_, _| ControlFlow::Continue(());
            let file =
                publications.preview(None, path, &BTreeMap::new(), go_on).unwrap().found.remove(0).file;
            let (release, to) = ("2024 Q3".to_owned(), Some(date(2024, 9, 30)));
            let take = Take { file, set, release, from: BEGIN, to, columns: None, licence: None };
            publications.import(None, path, &[take], Timestamp::UNIX_EPOCH, go_on).unwrap();
        }
        let naive = Connection::open(folder.join("naive.db")).unwrap();
        naive
            .execute_batch(
                "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
             CREATE TABLE ptp (c1 TEXT, c2 TEXT, effective INTEGER, deleted INTEGER, indicator TEXT);
             CREATE TABLE mue (code TEXT, most INTEGER, mai TEXT);
             CREATE TEMP TABLE line (number INTEGER, code TEXT, units INTEGER);
             BEGIN",
            )
            .unwrap();
        let mut insert = naive.prepare("INSERT INTO ptp VALUES (?1, ?2, ?3, ?4, ?5)").unwrap();
        for row in text(ptp).lines() {
            let cells: Vec<&str> = row.split('\t').collect();
            let day = |text: &str| text.trim().parse::<u32>().ok();
            if cells.len() >= 6 && cells[0].len() == 5 && matches!(cells[5].trim(), "0" | "1" | "9") {
                let days = (day(cells[3]), day(cells[4]));
                insert.execute(params![cells[0], cells[1], days.0, days.1, cells[5].trim()]).unwrap();
            }
        }
        drop(insert);
        let mut insert = naive.prepare("INSERT INTO mue VALUES (?1, ?2, ?3)").unwrap();
        for row in text(mue).lines() {
            let cells: Vec<&str> = row.split(',').collect();
            if let [code, most, mai, ..] = cells[..]
                && let Ok(most) = most.parse::<u32>()
            {
                insert.execute(params![code, most, &mai[..1]]).unwrap();
            }
        }
        drop(insert);
        naive
            .execute_batch("CREATE INDEX of_pair ON ptp (c1, c2); CREATE INDEX of_code ON mue (code); COMMIT")
            .unwrap();
        let count = |table: &str| -> u32 {
            naive.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
        };
        let (pairs, codes) = (count("ptp"), count("mue"));
        Self { naive, publications, pairs, codes }
    }

    fn line_set(&self, draw: &mut Draw) -> (Date, Vec<(String, u32)>) {
        let on = BEGIN.checked_add(i64::try_from(draw.below(DAYS)).unwrap().days()).unwrap();
        let mut lines: Vec<(String, u32)> = Vec::new();
        let mut of_pair = self.naive.prepare_cached("SELECT c1, c2 FROM ptp WHERE rowid = ?1").unwrap();
        let mut of_mue = self.naive.prepare_cached("SELECT code FROM mue WHERE rowid = ?1").unwrap();
        for _ in 0..=draw.below(3) {
            let row = draw.up_to(self.pairs);
            let pair: (String, String) =
                of_pair.query_row([row], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
            lines.extend([(pair.0, units(draw)), (pair.1, units(draw))]);
        }
        for _ in 0..draw.below(4) {
            let row = draw.up_to(self.codes);
            let code: String = of_mue.query_row([row], |row| row.get(0)).unwrap();
            lines.push((code, units(draw)));
        }
        if draw.below(3) == 0 {
            let again = lines[0].0.clone();
            lines.push((again, units(draw)));
        }
        (on, lines)
    }

    /// What the plain tables say of a set.
    fn naive(&self, on: Date, lines: &[(String, u32)]) -> BTreeSet<String> {
        let on =
            u32::try_from(i32::from(on.year()) * 10_000 + i32::from(on.month()) * 100 + i32::from(on.day()));
        self.naive.execute("DELETE FROM line", []).unwrap();
        let mut insert = self.naive.prepare_cached("INSERT INTO line VALUES (?1, ?2, ?3)").unwrap();
        for (number, (code, units)) in (0_u32..).zip(lines) {
            insert.execute(params![number, code, units]).unwrap();
        }
        let said = |sql: &str, parameter: Option<u32>| -> Vec<String> {
            let mut query = self.naive.prepare_cached(sql).unwrap();
            let rows = query.query_map(rusqlite::params_from_iter(parameter), |row| row.get(0)).unwrap();
            rows.collect::<Result<_, _>>().unwrap()
        };
        // Of several edits of a pair that are in force, the one that is deleted first.
        let pairs = "SELECT c1 || ' ' || c2 || ' ' || indicator FROM (
                SELECT c1, c2, indicator, coalesce(deleted, 99999999) AS ends,
                       min(coalesce(deleted, 99999999)) OVER (PARTITION BY a.number, b.number) AS first
                FROM line a JOIN line b ON a.number <> b.number JOIN ptp ON c1 = a.code AND c2 = b.code
                WHERE (effective IS NULL OR effective <= ?1) AND (deleted IS NULL OR deleted >= ?1)
            ) WHERE ends = first AND indicator <> '9'";
        let by_day = "SELECT code || ' ' || mai || ' ' || sum(units) FROM line JOIN mue USING (code)
            WHERE mai IN ('2', '3') GROUP BY code HAVING sum(units) > most";
        let by_line =
            "SELECT code || ' 1 ' || units FROM line JOIN mue USING (code) WHERE mai = '1' AND units > most";
        [said(pairs, on.ok()), said(by_day, None), said(by_line, None)].into_iter().flatten().collect()
    }

    /// What the edits say of it.
    fn edits(&self, book: &Dictionary, on: Date, lines: &[(String, u32)]) -> BTreeSet<String> {
        let mut encounter = Encounter::default();
        encounter.header.service_from = Some(on);
        encounter.lines = (lines.iter())
            .map(|(code, units)| ServiceLine {
                units: Decimal::from(*units),
                charge: Decimal::ONE,
                ..ServiceLine::new(code.as_str().into())
            })
            .collect();
        encounter.number_parts();
        let findings = edits::check(&encounter, Reference { book, tables: &self.publications }, on).unwrap();
        let said = findings.iter().filter_map(|finding| {
            let arg = |name: &str| finding.args[name].clone();
            let units = || arg("units").parse::<Decimal>().unwrap().to_u32().unwrap();
            Some(match finding.rule.as_str() {
                "ncci.ptp-never" => format!("{} {} 0", arg("column1"), arg("column2")),
                "ncci.ptp-evaluation" | "ncci.ptp-test" | "ncci.ptp-procedure" => {
                    format!("{} {} 1", arg("column1"), arg("column2"))
                }
                "ncci.mue-line" => format!("{} 1 {}", arg("code"), units()),
                "ncci.mue-day-policy" => format!("{} 2 {}", arg("code"), units()),
                "ncci.mue-day-clinical" => format!("{} 3 {}", arg("code"), units()),
                _ => return None,
            })
        });
        said.collect()
    }

    fn compare(&self, sets: u32) {
        let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/dictionary/dictionary.db");
        let book = Dictionary::open(&book).unwrap();
        let mut draw = Draw(20_261_124);
        let (mut spoke, mut said) = (0_u32, BTreeMap::<&str, u32>::new());
        for set in 0..sets {
            let (on, lines) = self.line_set(&mut draw);
            let naive = self.naive(on, &lines);
            assert_eq!(self.edits(&book, on, &lines), naive, "set {set} on {on}: {lines:?}");
            spoke += u32::from(!naive.is_empty());
            for finding in &naive {
                let kind = match finding.split(' ').collect::<Vec<_>>()[..] {
                    [_, column2, "0"] if column2.len() == 5 => "pairs that no modifier passes",
                    [_, column2, "1"] if column2.len() == 5 => "pairs that a modifier passes",
                    [_, "1", _] => "units of a line",
                    [_, "2", _] => "units of a day, policy",
                    _ => "units of a day, benchmarks",
                };
                *said.entry(kind).or_default() += 1;
            }
        }
        println!("{sets} sets identical, {spoke} with findings: {said:?}");
        assert!(said.len() >= 4, "the sets touch every kind of edit: {said:?}");
    }
}

fn units(draw: &mut Draw) -> u32 {
    // Mostly one, at times more than any table takes.
    match draw.below(6) {
        0 => draw.up_to(4),
        1 => draw.up_to(40),
        _ => 1,
    }
}

fn text(path: &Path) -> String {
    let mut bytes = Vec::new();
    let file = fs::File::open(path).unwrap();
    match path.extension().is_some_and(|ending| ending == "gz") {
        true => flate2::read::GzDecoder::new(file).read_to_end(&mut bytes).map(|_| ()).unwrap(),
        false => std::io::BufReader::new(file).read_to_end(&mut bytes).map(|_| ()).unwrap(),
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn a_naive_query_says_the_same_of_a_table_made_here() {
    let folder = tempfile::tempdir().unwrap();
    let (ptp, mue) = (folder.path().join("ptp.txt"), folder.path().join("mue.csv"));
    let mut draw = Draw(7);
    let code = |draw: &mut Draw| format!("{:05}", 10_000 + 7 * draw.below(60));
    let mut seen = BTreeSet::new();
    let mut rows = String::from(
        "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\n",
    );
    while seen.len() < 1_500 {
        let (first, second) = (code(&mut draw), code(&mut draw));
        let effective = ["20020101", "20240701", "20240815", ""][usize::try_from(draw.below(4)).unwrap()];
        let deleted = ["*", "*", "*", "20240630", "20240815"][usize::try_from(draw.below(5)).unwrap()];
        let indicator = draw.below(10).min(3) % 3 * 4;
        let indicator = if indicator == 8 { 9 } else { indicator / 4 };
        if first != second && seen.insert((first.clone(), second.clone())) {
            rows += &format!("{first}\t{second}\t\t{effective}\t{deleted}\t{indicator}\tours\n");
        }
    }
    fs::write(&ptp, rows).unwrap();
    let mut file = fs::File::create(&mue).unwrap();
    writeln!(
        file,
        "HCPCS/CPT Code,Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale"
    )
    .unwrap();
    for number in 0..60 {
        writeln!(file, "{:05},{},{} ours,data", 10_000 + 7 * number, draw.below(6), 1 + draw.below(3))
            .unwrap();
    }
    drop(file);
    Tables::of(&ptp, &mue, folder.path()).compare(400);
}

#[test]
#[ignore = "minutes, and the publisher's files: cargo xtask judge"]
fn a_naive_query_says_the_same_of_the_published_tables() {
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let releases: Option<PathBuf> =
        above.map(|above| above.join("shared/releases/ncci-2024q3")).find(|path| path.is_dir());
    let Some(releases) = releases else {
        println!("skipped: no ../shared/releases/ncci-2024q3");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let (ptp, mue) = (releases.join("ccipra-2024q3.txt.gz"), releases.join("MCR_MUE_practitioner.csv"));
    Tables::of(&ptp, &mue, folder.path()).compare(100_000);
}
