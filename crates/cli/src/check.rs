use std::io::{self, Read, Write};
use std::path::Path;

use dictionary::Dictionary;
use edits::{House, Reference};
use encounter::{Amendment, Encounter, Finding, FindingCounts, Severity};
use jiff::civil::Date;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use crate::arguments::Check;
use crate::failure::Failure;
use crate::page::paragraph;
use crate::schema::field_names;
use crate::search::{lines, public_desk};
use crate::{vault, wording};

#[derive(Serialize)]
struct Report<'a> {
    findings: Vec<Said<'a>>,
    #[serde(flatten)]
    counts: FindingCounts,
}

/// A finding with its words.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Said<'a> {
    rule: &'a str,
    severity: Severity,
    /// A JSON Pointer into the encounter file.
    place: String,
    title: String,
    message: String,
    source: &'a str,
    args: &'a std::collections::BTreeMap<String, String>,
    cures: &'a [Amendment],
    acknowledged: bool,
}

pub(crate) fn check(arguments: &Check, out: &mut impl Write) -> Result<bool, Failure> {
    let desk = public_desk();
    let today = arguments.today.unwrap_or_else(|| desk.today());
    let house = house(arguments)?;
    let Some(file) = &arguments.file else {
        let batch = arguments.batch.as_deref().unwrap_or(Path::new("-"));
        return self::batch(batch, &house, desk.reference()?, today, out);
    };
    let encounter = numbered(read_json(file)?);
    let findings = edits::check_for(&house, &encounter, &[], desk.reference()?, today)?;
    let counts = FindingCounts::of(&findings);
    if arguments.json {
        write_line(&report(&findings), out)?;
    } else {
        print(&findings, counts, out)?;
    }
    Ok(counts.errors == 0)
}

/// What the practice has settled, where it was asked for.
fn house(arguments: &Check) -> Result<House, Failure> {
    if !arguments.house {
        return Ok(House::default());
    }
    let desk = vault::open(&arguments.key)?;
    let house = desk.house()?;
    desk.lock()?;
    Ok(house)
}

fn report(findings: &[Finding]) -> Report<'_> {
    Report { findings: findings.iter().map(said).collect(), counts: FindingCounts::of(findings) }
}

fn write_line(line: &impl Serialize, out: &mut impl Write) -> Result<(), Failure> {
    serde_json::to_writer(&mut *out, line)?;
    Ok(writeln!(out)?)
}

/// What is said of a line of a batch that is no encounter.
#[derive(Serialize)]
struct NoEncounter {
    /// Of the file, from 1.
    line: usize,
    column: usize,
    problem: String,
}

/// One encounter a line, blank ones too, so that the answers stand at the numbers of the questions. Holds one at a time.
fn batch(
    file: &Path,
    house: &House,
    reference: Reference<'_, Dictionary>,
    today: Date,
    out: &mut impl Write,
) -> Result<bool, Failure> {
    let (mut clean, mut refused) = (true, 0_usize);
    for (number, text) in (1..).zip(lines(file)?) {
        match parse(text?.as_bytes()).map(numbered) {
            Ok(encounter) => {
                let report = edits::check_for(house, &encounter, &[], reference, today)?;
                clean &= FindingCounts::of(&report).errors == 0;
                write_line(&self::report(&report), out)?;
            }
            Err(Fault { column, problem, .. }) => {
                refused += 1;
                write_line(&NoEncounter { line: number, column, problem }, out)?;
            }
        }
    }
    match refused {
        0 => Ok(clean),
        lines => Err(Failure::LinesRefused { name: file.display().to_string(), lines }),
    }
}

fn said(finding: &Finding) -> Said<'_> {
    Said {
        rule: &finding.rule,
        severity: finding.severity,
        place: finding.place.to_string(),
        title: wording::title(finding),
        message: wording::message(finding),
        source: &finding.source,
        args: &finding.args,
        cures: &finding.cures,
        acknowledged: finding.acknowledged.is_some(),
    }
}

fn print(findings: &[Finding], counts: FindingCounts, out: &mut impl Write) -> io::Result<()> {
    for finding in findings {
        let severity = match finding.severity {
            Severity::Error => "error",
            Severity::Warning if finding.acknowledged.is_some() => "acknowledged",
            Severity::Warning => "warning",
            Severity::Info => "info",
        };
        let place = match finding.place.to_string() {
            place if place.is_empty() => "the encounter".to_owned(),
            place => place,
        };
        writeln!(out, "{severity}: {}, at {place}", wording::title(finding))?;
        paragraph("  ", &wording::message(finding), out)?;
        let codes: Vec<&str> = (finding.cures.iter())
            .filter_map(|cure| match cure {
                Amendment::ReplaceDiagnosis { code, .. } => Some(code.as_str()),
                _ => None,
            })
            .collect();
        if !codes.is_empty() {
            paragraph("  perhaps ", &codes.join(", "), out)?;
        }
        paragraph("  ", &format!("{}. {}", finding.rule, finding.source), out)?;
    }
    let FindingCounts { errors, warnings, infos } = counts;
    writeln!(out, "errors {errors}, open warnings {warnings}, infos {infos}")
}

fn bytes_of(file: &Path) -> Result<(String, Vec<u8>), Failure> {
    let name = if file == Path::new("-") { "standard input".to_owned() } else { file.display().to_string() };
    let mut bytes = Vec::new();
    let read = match file == Path::new("-") {
        true => io::stdin().lock().read_to_end(&mut bytes).map(|_| ()),
        false => std::fs::read(file).map(|read| bytes = read),
    };
    read.map_err(|error| Failure::Input { name: name.clone(), kind: error.kind() })?;
    Ok((name, bytes))
}

/// A file of one value, an encounter or a practice's set-up.
pub(crate) fn read_json<Of: DeserializeOwned>(file: &Path) -> Result<Of, Failure> {
    let (name, bytes) = bytes_of(file)?;
    parse(&bytes).map_err(|fault| fault.of(name))
}

/// A file of encounters, one a line; blank lines are none.
pub(crate) fn read_all(file: &Path) -> Result<Vec<Encounter>, Failure> {
    let (name, bytes) = bytes_of(file)?;
    let lines = (0..).zip(bytes.split(|byte| *byte == b'\n'));
    let filled = lines.filter(|(_, line)| !line.trim_ascii().is_empty());
    let read = filled.map(|(number, line)| {
        parse(line)
            .map(numbered)
            .map_err(|fault| Fault { line: fault.line + number, ..fault }.of(name.clone()))
    });
    read.collect()
}

/// With its parts numbered, as pointers need them.
pub(crate) fn numbered(mut encounter: Encounter) -> Encounter {
    encounter.number_parts();
    encounter
}

#[derive(Debug)]
struct Fault {
    line: usize,
    column: usize,
    problem: String,
}

impl Fault {
    fn of(self, name: String) -> Failure {
        let Self { line, column, problem } = self;
        Failure::NotAnEncounter { name, line, column, problem }
    }
}

fn parse<Of: DeserializeOwned>(bytes: &[u8]) -> Result<Of, Fault> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let at = place(error.path());
        fault(error.inner(), &at)
    })?;
    reader.end().map_err(|error| fault(&error, ""))?;
    Ok(value)
}

/// The words of the parser quote what it read, which may be a patient's name. These do not.
fn fault(error: &serde_json::Error, at: &str) -> Fault {
    let said = error.to_string();
    let problem = match error.classify() {
        Category::Eof => "the file ends in the middle".to_owned(),
        Category::Syntax | Category::Io => "not JSON".to_owned(),
        Category::Data if said.starts_with("unknown field") => format!("a field that is not known, in {at}"),
        Category::Data if said.starts_with("missing field") => format!("a field is missing, in {at}"),
        Category::Data => format!("the value does not fit, at {at}"),
    };
    Fault {
        line: error.line(),
        column: error.column(),
        problem: format!("{problem} (`carrel schema` describes the file)"),
    }
}

/// A JSON Pointer as far as its parts are names that the schema knows.
fn place(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let names = field_names();
    let known = path.iter().map_while(|segment| match segment {
        Segment::Seq { index } => Some(format!("/{index}")),
        Segment::Map { key } if names.contains(key) => Some(format!("/{key}")),
        Segment::Map { .. } | Segment::Enum { .. } | Segment::Unknown => None,
    });
    let place: String = known.collect();
    if place.is_empty() { "the whole".to_owned() } else { place }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn fails(json: &str, expected: &str) {
        let fault = parse::<Encounter>(json.as_bytes()).unwrap_err();
        let said = format!("{}:{}: {}", fault.line, fault.column, fault.problem);
        assert_eq!(said.replace(" (`carrel schema` describes the file)", ""), expected);
    }

    #[test]
    fn a_wrong_file_is_told_by_place_and_never_by_content() {
        fails("{", "1:1: the file ends in the middle");
        fails("SMITH", "1:1: not JSON");
        fails(r#"{"SMITH": 1}"#, "1:8: a field that is not known, in the whole");
        fails(
            r#"{"header": {"patient": {"birthDate": "SMITH"}}}"#,
            "1:44: the value does not fit, at /header/patient/birthDate",
        );
        fails(r#"{"header": {"kind": "SMITH"}}"#, "1:27: the value does not fit, at /header/kind");
        fails(
            r#"{"acknowledgements": [{"rule": "x", "args": {"SMITH": 1}}]}"#,
            "1:55: the value does not fit, at /acknowledgements/0/args",
        );
        fails("{} SMITH", "1:4: not JSON");
    }

    #[test]
    fn a_pointer_of_a_file_without_ids_counts_from_one() {
        let encounter =
            parse(br#"{"diagnoses": [{"code": "i10"}], "lines": [{"code": "99213", "pointers": [1]}]}"#)
                .map(numbered)
                .unwrap();
        assert_eq!(encounter.diagnosis_index(encounter.lines[0].pointers[0]), Some(0));
    }
}
