//! Every layout in every way in which published files drift: what stands around the rows, or beside their cells, changes
//! none of them; a row that is not understood is listed with its line, and the file is imported without it where the user
//! says so.

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::PathBuf;

use jiff::Timestamp;
use jiff::civil::date;

use super::preview::{Found, Take};
use crate::official::mutated_tests::LAYOUTS;
use crate::publications::Publications;

/// How a layout is written, which says how it drifts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Cells between these signs.
    Cells(u8),
    /// Columns of fixed width, a line a row.
    Lines,
    Xml,
}

fn form(layout: &str) -> Form {
    match layout {
        "Tabular" | "PCS tables" | "PCS definitions" | "index" | "PCS index" => Form::Xml,
        "order file" | "HCPCS, record" | "POA exempt" => Form::Lines,
        "PTP" => Form::Cells(b'\t'),
        "own lists" => Form::Cells(b';'),
        _ => Form::Cells(b','),
    }
}

type Rows = Vec<Vec<String>>;

fn cells(text: &str, delimiter: u8) -> Rows {
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    reader.into_records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// With quotation marks where a cell needs them; a row of one empty cell is a blank line.
fn written(rows: &[Vec<String>], delimiter: u8) -> String {
    let sign = char::from(delimiter).to_string();
    let quoted = |cell: &String| match cell.contains(['"', '\n', char::from(delimiter)]) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.clone(),
    };
    let line = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(&sign) + "\n";
    rows.iter().map(line).collect()
}

fn notices() -> Rows {
    [&["A notice of the publisher"][..], &[""], &["Another, over\ntwo lines", "", ""]]
        .map(|row| row.iter().map(|cell| (*cell).to_owned()).collect())
        .into()
}

/// A table in its drifts, each with what it is called.
fn drifted_cells(seed: &str, delimiter: u8, by_name: bool) -> Vec<(&'static str, String)> {
    let rows = cells(seed, delimiter);
    let each = |change: &dyn Fn(&mut Vec<String>)| {
        let mut rows = rows.clone();
        // A notice stays what it is, and so does the end of file of DOS.
        rows.iter_mut().filter(|row| row.len() > 1 && row[0] != "\u{1A}").for_each(change);
        written(&rows, delimiter)
    };
    let mut drifts = vec![
        ("an extra column behind", each(&|row| row.push("More".to_owned()))),
        ("an extra column with a line break in it", each(&|row| row.push("More\nand more".to_owned()))),
        ("empty columns behind", each(&|row| row.extend([String::new(), String::new()]))),
        (
            "a line break in each text",
            each(&|row| {
                for cell in row.iter_mut().filter(|cell| !cell.starts_with(' ')) {
                    *cell = cell.replacen(' ', "\n", 1);
                }
            }),
        ),
        ("notices before the heading", written(&[notices(), rows.clone()].concat(), delimiter)),
        ("quotation marks around each cell", {
            let sign = char::from(delimiter).to_string();
            let quoted = |row: &Vec<String>| {
                let cells: Vec<String> =
                    row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
                cells.join(&sign) + "\n"
            };
            rows.iter().map(quoted).collect()
        }),
        ("blank rows between", {
            let blank = vec![String::new(); 3];
            written(&rows.iter().flat_map(|row| [row.clone(), blank.clone()]).collect::<Rows>(), delimiter)
        }),
    ];
    if by_name {
        drifts.push(("an extra column before", each(&|row| row.insert(0, "More".to_owned()))));
    }
    drifts
}

fn drifted_lines(seed: &str) -> Vec<(&'static str, String)> {
    let lines = || seed.lines();
    vec![
        ("more behind each line", lines().map(|line| format!("{line}  more\n")).collect()),
        ("a notice before", format!("Notice of the publisher\n\n{seed}")),
        ("blank lines between", lines().map(|line| format!("{line}\n\n")).collect()),
        ("blanks behind each line", lines().map(|line| format!("{line}   \n")).collect()),
    ]
}

/// `unknown` elements are told of; the rest is as before.
fn drifted_xml(seed: &str) -> Vec<(&'static str, String)> {
    let version = "<version>2031</version>";
    let root = seed.split("<ICD10").nth(1).and_then(|rest| rest.split('>').next()).unwrap();
    let close = format!("</ICD10{root}>");
    let bare = seed.trim_start_matches("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    vec![
        ("attributes", {
            let rooted = seed.replacen(
                &format!("<ICD10{root}>"),
                &format!("<ICD10{root} xmlns:x=\"http://example.org\" x:place=\"a.xsd\">"),
                1,
            );
            rooted.replace("<title>", "<title lang=\"en\">").replace("<note>", "<note id=\"1\">")
        }),
        (
            "a comment, a style and a document type before",
            format!(
                "<?xml version=\"1.0\"?>\n<!-- a notice\nof two lines -->\n<?xml-stylesheet href=\"x.xsl\"?>\n<!DOCTYPE x>\n{bare}"
            ),
        ),
        ("no declaration", bare.to_owned()),
        (
            "the version at the end",
            seed.replacen(version, "", 1).replace(&close, &format!("{version}{close}")),
        ),
        ("empty notes", {
            let note = if seed.contains("PCS.") {
                "<definition/><definition> </definition>"
            } else {
                "<note/><note> </note>"
            };
            let (before, after) = match () {
                () if seed.contains(".definitions") => ("<title>Resection</title>", note),
                () if seed.contains("PCS.tabular") => ("<label code=\"T\">Resection</label>", note),
                () if seed.contains("CM.tabular") => ("<excludes2>", "<note/><note> </note>"),
                () => ("<term level=\"1\"><title>thumb</title>", "<note/><note> </note>"),
            };
            seed.replacen(before, &format!("{before}{after}"), 1)
        }),
        (
            "line breaks and blanks within texts",
            seed.replace("</title>", "\n  </title>")
                .replace("</desc>", "\n  </desc>")
                .replace("</note>", "\n</note>"),
        ),
    ]
}

struct Bench {
    folder: tempfile::TempDir,
    publications: Publications,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let publications = Publications::at(&folder.path().join("publications.db"));
        Self { folder, publications }
    }

    /// The name says whose and of when; nothing of the layout, but of a list without heading.
    fn path(&self, layout: &str) -> PathBuf {
        let name = if layout == "POA exempt" { "POAexemptCodes2031" } else { "ccipra 2031" };
        self.folder.path().join(name)
    }

    fn seen(&self, layout: &str, text: &str) -> Option<Found> {
        fs::write(self.path(layout), text).unwrap();
        let preview =
            self.publications.preview(None, &self.path(layout), &BTreeMap::new(), &mut go_on).unwrap();
        preview.found.into_iter().next()
    }

    /// Entries and rows passed over, as they are imported.
    fn imported(&self, layout: &str, found: &Found) -> (u32, u32) {
        let take = Take {
            file: found.file.clone(),
            set: found.set.or(found.alternatives.first().copied()).unwrap(),
            release: found.release.clone(),
            from: found.from.unwrap_or(date(2031, 1, 1)),
            to: None,
            columns: None,
            licence: None,
        };
        let import = self
            .publications
            .import(None, &self.path(layout), &[take], Timestamp::UNIX_EPOCH, &mut go_on)
            .unwrap();
        self.publications.undo(import.id).unwrap();
        let [publication] = import.publications.as_slice() else { panic!("one file, one publication") };
        (publication.entries, publication.passed_over)
    }
}

fn go_on(_: u64, _: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// What must be the same.
fn kept(
    found: &Option<Found>,
) -> Option<(Option<crate::publications::CodeSet>, Option<jiff::civil::Date>, u32, u32)> {
    found.as_ref().map(|found| (found.set, found.from, found.entries, found.problem_count))
}

#[test]
fn every_layout_in_every_drift() {
    let bench = Bench::new();
    let mut failed = Vec::new();
    let mut tried = 0;
    for (name, seed) in LAYOUTS {
        let seed = seed.replace("\r\n", "\n");
        let plain = kept(&bench.seen(name, &seed));
        assert!(plain.is_some_and(|(.., entries, _)| entries > 0), "{name}: {plain:?}");
        let drifts = match form(name) {
            // The relative values repeat the names of their columns and are read by their places.
            Form::Cells(delimiter) => drifted_cells(&seed, delimiter, name != "fee schedule"),
            Form::Lines => drifted_lines(&seed),
            Form::Xml => drifted_xml(&seed),
        };
        for (drift, text) in drifts {
            if text == seed {
                continue;
            }
            let seen = kept(&bench.seen(name, &text));
            tried += 1;
            if seen != plain {
                failed.push(format!("{name}, {drift}: {seen:?} and not {plain:?}\n"));
            }
        }
    }
    assert!(tried > 6 * LAYOUTS.len() - 16, "{tried}");
    assert!(failed.is_empty(), "{} of {tried}:\n{}", failed.len(), failed.concat());
}

/// A row that is none of its layout behind all others, or for XML an element, and the line at which it begins.
fn with_an_odd_row(name: &str, seed: &str) -> (String, u32) {
    let text = match form(name) {
        Form::Cells(delimiter) => {
            let mut rows = cells(seed, delimiter);
            rows.push(vec!["#".to_owned(); rows[rows.len() - 1].len()]);
            written(&rows, delimiter)
        }
        Form::Lines => format!("{}\n#odd, and no row\n", seed.trim_end()),
        Form::Xml => {
            let at = seed.rfind("</").unwrap();
            format!("{}\n<oddity title=\"#\"><deep>words</deep></oddity>\n{}", &seed[..at], &seed[at..])
        }
    };
    let before = &text[..text.find('#').unwrap()];
    let line = 1 + before.matches('\n').count();
    (text.clone(), u32::try_from(line).unwrap())
}

#[test]
fn what_is_not_understood_is_listed_with_its_line_and_left_out() {
    let bench = Bench::new();
    let mut failed = Vec::new();
    for (name, seed) in LAYOUTS {
        let seed = seed.replace("\r\n", "\n");
        let plain = bench.seen(name, &seed).unwrap();
        let (text, line) = with_an_odd_row(name, &seed);
        let Some(found) = bench.seen(name, &text) else {
            failed.push(format!("{name}: not recognised\n"));
            continue;
        };
        let lines: Vec<u32> = found.problems.iter().map(|problem| problem.line).collect();
        let more = found.problem_count - plain.problem_count;
        if found.entries != plain.entries || more != 1 || !lines.contains(&line) {
            failed.push(format!("{name}: line {line}, {:?}, {} entries\n", found.problems, found.entries));
        }
        // Codes alone are placed in a Tabular List, which is not here.
        if name == "order file" {
            continue;
        }
        let imported = bench.imported(name, &found);
        if imported != (plain.entries, found.problem_count) {
            failed.push(format!("{name}: imported {imported:?}\n"));
        }
    }
    assert!(failed.is_empty(), "{}", failed.concat());
}
