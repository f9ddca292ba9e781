use std::collections::BTreeMap;
use std::sync::LazyLock;

use encounter::Finding;
use serde::Deserialize;

/// The same catalogue as the window's.
#[derive(Debug, Deserialize)]
struct Wording {
    title: String,
    message: String,
}

static FINDINGS: LazyLock<BTreeMap<String, Wording>> = LazyLock::new(|| {
    // A test of the edits reads the catalogue, and that every rule is in it.
    serde_json::from_str(include_str!("../../../assets/wording/findings.en.json")).unwrap_or_default()
});

pub(crate) fn title(finding: &Finding) -> String {
    FINDINGS
        .get(&finding.rule)
        .map_or_else(|| finding.rule.clone(), |wording| filled(&wording.title, finding))
}

pub(crate) fn message(finding: &Finding) -> String {
    match FINDINGS.get(&finding.rule) {
        Some(wording) => filled(&wording.message, finding),
        None => finding.args.values().cloned().collect::<Vec<_>>().join(", "),
    }
}

fn filled(text: &str, finding: &Finding) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, behind)) = after.split_once('}') else { break };
        filled.push_str(finding.args.get(name).map_or(name, String::as_str));
        rest = behind;
    }
    filled + rest
}
