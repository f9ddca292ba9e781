use std::collections::BTreeMap;
use std::sync::LazyLock;

use dictionary::{ReleaseName, ReleasePart};
use edits::Rule;
use encounter::{CodeSystem, Finding};
use serde::Deserialize;
use serde_json::Value;
use workstation::{Fault, Problem, Verdict};

/// The same catalogues as the window's.
#[derive(Debug, Deserialize)]
struct Wording {
    title: String,
    message: String,
}

static FINDINGS: LazyLock<BTreeMap<String, Wording>> = LazyLock::new(|| {
    // A test of the edits reads the catalogue, and that every rule is in it.
    serde_json::from_str(include_str!("../../../assets/wording/findings.en.json")).unwrap_or_default()
});

/// A family of rules.
#[derive(Debug, Deserialize)]
struct FamilyWording {
    title: String,
    about: String,
}

static FAMILIES: LazyLock<BTreeMap<String, FamilyWording>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../assets/wording/families.en.json")).unwrap_or_default()
});

static RELEASES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../assets/wording/releases.en.json")).unwrap_or_default()
});

static CLAIMS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../assets/wording/claims.en.json")).unwrap_or_default()
});

/// What is wrong, as words behind the name of a field.
pub(crate) fn claim_problem(problem: &Problem) -> String {
    let value = serde_json::to_value(problem.kind).unwrap_or_default();
    of_kind("problem", &value)
}

/// What is wrong, as words behind the place in a claim file.
pub(crate) fn claim_fault(fault: &Fault) -> String {
    let value = serde_json::to_value(&fault.kind).unwrap_or_default();
    of_kind("fault", &value)
}

pub(crate) fn verdict(verdict: Verdict) -> String {
    let id = serde_json::to_value(verdict).unwrap_or_default();
    let id = id.as_str().unwrap_or_default();
    CLAIMS.get(&format!("verdict.{id}")).cloned().unwrap_or_else(|| id.to_owned())
}

/// The words of the CMS-1500 drawn on plain paper.
pub(crate) fn form(key: &str) -> String {
    CLAIMS.get(&format!("cms1500.{key}")).cloned().unwrap_or_default()
}

/// The words of a kind of `what`, whose other fields are the arguments.
fn of_kind(what: &str, kind: &Value) -> String {
    let id = kind[what].as_str().unwrap_or_default();
    let pattern = CLAIMS.get(&format!("{what}.{id}")).map_or(id, String::as_str);
    let args: BTreeMap<&str, String> = kind.as_object().map_or_else(BTreeMap::new, |fields| {
        fields.iter().map(|(name, value)| (name.as_str(), value.to_string().replace('"', ""))).collect()
    });
    filled(pattern, |name| args.get(name).map(String::as_str))
}

/// `ICD-10-CM FY2026 April`, `MCE of ICD-10-CM FY2027`.
pub(crate) fn release(system: CodeSystem, name: &ReleaseName) -> String {
    let part = match name.part {
        ReleasePart::Book => "release.book",
        ReleasePart::Order => "release.order",
        ReleasePart::CodeEditor => "release.code_editor",
    };
    let pattern = RELEASES.get(part).map_or("{edition}", String::as_str);
    filled(pattern, |word| match word {
        "system" => Some(self::system(system)),
        "edition" => Some(name.edition.as_str()),
        _ => None,
    })
}

/// The name of a release by its id.
pub(crate) fn release_of_id(id: &str) -> String {
    ReleaseName::of_id(id).map_or_else(|| id.to_owned(), |(system, name)| release(system, &name))
}

/// `ICD-10-CM`.
pub(crate) fn system(system: CodeSystem) -> &'static str {
    RELEASES.get(&format!("system.{}", system.id())).map_or(system.id(), String::as_str)
}

/// The title of a rule and its message, in which `{code}` stands for what each finding fills in.
pub(crate) fn rule(rule: &Rule) -> (&'static str, &'static str) {
    FINDINGS.get(rule.id).map_or((rule.id, ""), |wording| (&wording.title, &wording.message))
}

/// The title of a family and what it is about.
pub(crate) fn family(id: &'static str) -> (&'static str, &'static str) {
    FAMILIES.get(id).map_or((id, ""), |wording| (&wording.title, &wording.about))
}

pub(crate) fn title(finding: &Finding) -> String {
    FINDINGS
        .get(worded_as(&finding.rule))
        .map_or_else(|| finding.rule.clone(), |wording| of_finding(&wording.title, finding))
}

pub(crate) fn message(finding: &Finding) -> String {
    match FINDINGS.get(worded_as(&finding.rule)) {
        Some(wording) => of_finding(&wording.message, finding),
        None => finding.args.values().cloned().collect::<Vec<_>>().join(", "),
    }
}

/// House rules are counted, and all say what their practice wrote.
fn worded_as(rule: &str) -> &str {
    if rule.starts_with("house.") { "house.rule" } else { rule }
}

fn of_finding<'a>(text: &'a str, finding: &'a Finding) -> String {
    filled(text, |name| finding.args.get(name).map(String::as_str))
}

fn filled<'a>(text: &'a str, value: impl Fn(&str) -> Option<&'a str>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, behind)) = after.split_once('}') else { break };
        filled.push_str(value(name).unwrap_or(name));
        rest = behind;
    }
    filled + rest
}
