//! `DocumentReference` with its `Binary`, `DiagnosticReport` with its results, and `Composition`.

use super::elements::{code_text, concept, identifiers, provider};
use super::node::Node;
use super::record::Record;
use crate::attachments::{self, from_base64, is_kept, media_type};
use crate::draft::{
    Attachment, Carried, DocumentAct, ProblemKind, ProviderRole, ReceivedDocument, Terminology, value,
};
use crate::kind;
use crate::narrative;
use crate::note::clean;

pub(crate) fn reference<'a>(record: &Record<'a>, node: &Node<'a>) -> ReceivedDocument {
    let mut document = ReceivedDocument { origin: node.origin(), ..ReceivedDocument::default() };
    let numbers = node.get("masterIdentifier");
    let number = identifiers(&numbers).into_iter().chain(identifiers(&node.get("identifier"))).next();
    document.number = number.map(|number| Carried::new(number.number, number.origin));
    if document.number.is_none() {
        document.number = node.get("id").carried();
    }
    document.status = node.any(&["docStatus", "status"]).carried();
    for related in node.get("relatesTo").items() {
        let target = related.get("target");
        let act = match related.get("code").text().as_str() {
            "replaces" => DocumentAct::Replacement,
            "appends" => DocumentAct::Addendum,
            _ => continue,
        };
        document.act = act;
        let parent = record.resolve(&target, node).map(|parent| {
            let of = |key: &str| identifiers(&parent.get(key)).into_iter().next().map(|number| number.number);
            of("masterIdentifier").or_else(|| of("identifier")).unwrap_or_else(|| parent.get("id").text())
        });
        let named = || identifiers(&target.get("identifier")).into_iter().next().map(|number| number.number);
        let parent = parent.or_else(named).or_else(|| {
            let url = target.get("reference").text();
            url.rsplit('/').next().map(str::to_owned)
        });
        document.parent =
            parent.filter(|parent| !parent.is_empty()).map(|parent| Carried::new(parent, target.origin()));
    }
    if node.get("status").text() == "entered-in-error" {
        document.act = DocumentAct::Cancellation;
    }
    document.date = node.any(&["date", "created", "indexed"]).date();
    document.author = authors(record, &node.get("author"), node);
    let contents = node.get("content").items();
    for content in &contents {
        attachment(record, &content.get("attachment"), node, &mut document);
    }
    let titles = [
        node.get("description"),
        contents.first().map_or_else(|| node.get(""), |one| one.get("attachment").get("title")),
    ];
    let words = words(&node.get("type"));
    document.title = titles.iter().find_map(Node::carried).or(words);
    document.kind = kind_of(&[node.get("type"), node.get("category").first()], &document);
    document
}

pub(crate) fn report<'a>(record: &Record<'a>, node: &Node<'a>) -> Option<ReceivedDocument> {
    let mut document = ReceivedDocument { origin: node.origin(), ..ReceivedDocument::default() };
    let number = identifiers(&node.get("identifier")).into_iter().next();
    document.number =
        number.map(|number| Carried::new(number.number, number.origin)).or_else(|| node.get("id").carried());
    document.status = node.get("status").carried();
    if node.get("status").text() == "entered-in-error" {
        document.act = DocumentAct::Cancellation;
    }
    let at = node.any(&["effectiveDateTime", "issued"]);
    let at = if at.is_some() { at } else { node.get("effectivePeriod").get("start") };
    document.date = at.date();
    let who = node.get("resultsInterpreter");
    document.author = authors(record, &who, node).or_else(|| authors(record, &node.get("performer"), node));
    for form in node.get("presentedForm").items() {
        attachment(record, &form, node, &mut document);
    }
    document.title = words(&node.get("code"));
    if !document.has_content() {
        let results = node.get("result").items();
        let results = results.iter().filter_map(|result| {
            let found = record.resolve(result, node);
            found.map(|found| measured(&found)).or_else(|| result.get("display").str().map(str::to_owned))
        });
        let conclusion = node.get("conclusion").str().map(str::to_owned);
        let codes = node.get("conclusionCode").items();
        let codes = codes.iter().map(|code| concept(code).words().to_owned());
        let lines: Vec<String> =
            results.chain(conclusion).chain(codes).filter(|line| !line.is_empty()).collect();
        let text = Some(clean(&lines.join("\n"))).filter(|text| !text.trim().is_empty());
        document.text = text.map(|text| Carried::new(text, node.get("result").origin()));
    }
    let categories = node.get("category").items();
    let category = categories.first().map_or_else(|| node.get(""), Clone::clone);
    document.kind = kind_of(&[category, node.get("code")], &document);
    document.has_content().then_some(document)
}

/// `Composition`: its sections one below the other.
pub(crate) fn composition<'a>(record: &Record<'a>, node: &Node<'a>) -> Option<ReceivedDocument> {
    let mut document = ReceivedDocument { origin: node.origin(), ..ReceivedDocument::default() };
    let number = identifiers(&node.get("identifier")).into_iter().next();
    document.number =
        number.map(|number| Carried::new(number.number, number.origin)).or_else(|| node.get("id").carried());
    document.status = node.get("status").carried();
    document.date = node.get("date").date();
    document.author = authors(record, &node.get("author"), node);
    document.title = node.get("title").carried().or_else(|| words(&node.get("type")));
    let mut text = String::new();
    sections(&node.get("section"), 0, &mut text);
    let text = Some(clean(&text)).filter(|text| !text.trim().is_empty());
    document.text = text.map(|text| Carried::new(text.trim().to_owned(), node.get("section").origin()));
    document.kind = kind_of(&[node.get("type")], &document);
    document.has_content().then_some(document)
}

/// The most sections inside each other.
const MOST_LEVELS: usize = 16;

fn sections(list: &Node<'_>, level: usize, text: &mut String) {
    if level > MOST_LEVELS {
        list.problem(ProblemKind::TooDeep { limit: MOST_LEVELS as u32 });
        return;
    }
    for section in list.items() {
        let title = section.get("title").text();
        let div = section.get("text").get("div");
        let words =
            div.str().map(|html| narrative::of_fragment(html).unwrap_or_default()).unwrap_or_default();
        for part in [title.as_str(), words.trim()].into_iter().filter(|part| !part.is_empty()) {
            text.push_str(part);
            text.push('\n');
        }
        sections(&section.get("section"), level + 1, text);
        text.push('\n');
    }
}

fn authors<'a>(record: &Record<'a>, list: &Node<'a>, from: &Node<'a>) -> Option<Carried<String>> {
    let people = list.items();
    people
        .iter()
        .find_map(|one| {
            // STU3 has a level more.
            let one = one.get("actor");
            let found = provider(record, &one, from, ProviderRole::Other)?;
            Some(Carried::new(found.provider.name, found.origin))
        })
        .or_else(|| {
            people.iter().find_map(|one| {
                let found = provider(record, one, from, ProviderRole::Other)?;
                (!found.provider.name.is_empty()).then(|| Carried::new(found.provider.name, found.origin))
            })
        })
}

/// What an attachment holds: here, in a `Binary` of the same record, or elsewhere.
fn attachment<'a>(record: &Record<'a>, node: &Node<'a>, from: &Node<'a>, document: &mut ReceivedDocument) {
    let called = node.get("contentType").text();
    let mut called = called.split(';').next().unwrap_or_default().to_owned();
    let mut data = node.get("data");
    let url = node.get("url");
    if !data.is_some() && url.is_some() {
        let text = url.text();
        let found = record.binary(&text).map(|at| record.node(at)).or_else(|| {
            let id = text.strip_prefix('#')?.to_owned();
            from.get("contained").items().into_iter().find(|one| one.get("id").text() == id)
        });
        match found {
            Some(binary) => {
                data = binary.any(&["data", "content"]);
                if called.is_empty() {
                    called = binary.get("contentType").text();
                }
            }
            None => return url.problem(ProblemKind::ContentElsewhere),
        }
    }
    let Some(encoded) = data.str().filter(|data| !data.trim().is_empty()) else { return };
    let Some(bytes) = from_base64(encoded) else { return data.problem(ProblemKind::Encoding) };
    let media_type = media_type(&bytes, &called);
    let said = attachments::words(&bytes, &media_type);
    if is_kept(&media_type, said.as_deref()) {
        let name = node.get("title").text();
        document.attachments.push(Attachment { name, media_type, bytes, origin: data.origin() });
    }
    if let Some(said) = said {
        let before = value(&document.text).map(|text| format!("{text}\n\n")).unwrap_or_default();
        document.text = Some(Carried::new(format!("{before}{said}"), data.origin()));
    }
}

/// An observation in a line: name, value and unit, with its components.
fn measured(node: &Node<'_>) -> String {
    let name = concept(&node.get("code")).words().to_owned();
    let mut parts: Vec<String> = value_of(node).into_iter().collect();
    for component in node.get("component").items() {
        let name = concept(&component.get("code")).words().to_owned();
        parts.extend(value_of(&component).map(|value| format!("{name} {value}")));
    }
    match (name.is_empty(), parts.is_empty()) {
        (_, true) => name,
        (true, _) => parts.join(", "),
        _ => format!("{name}: {}", parts.join(", ")),
    }
}

fn value_of(node: &Node<'_>) -> Option<String> {
    let quantity = node.get("valueQuantity");
    if quantity.is_some() {
        let number = quantity.get("value").text();
        let unit = quantity.any(&["unit", "code"]).text();
        let comparator = quantity.get("comparator").text();
        return (!number.is_empty()).then(|| format!("{comparator}{number} {unit}").trim_end().to_owned());
    }
    let words =
        node.any(&["valueString", "valueInteger", "valueBoolean", "valueDateTime", "valueTime"]).text();
    let coded = concept(&node.get("valueCodeableConcept"));
    [words, coded.words().to_owned()].into_iter().find(|words| !words.is_empty())
}

fn words(node: &Node<'_>) -> Option<Carried<String>> {
    let concept = concept(node);
    let words = concept.words().to_owned();
    (!words.is_empty()).then(|| Carried::new(words, node.origin()))
}

/// By the codes of its type and category, else by the words of it.
fn kind_of(from: &[Node<'_>], document: &ReceivedDocument) -> Option<Carried<encounter::DocumentKind>> {
    for node in from.iter().filter(|node| node.is_some()) {
        let by_loinc =
            concept(node).codings.into_iter().filter(|coding| coding.terminology == Terminology::Loinc);
        if let Some(kind) = by_loinc.map(|coding| coding.code).find_map(|code| kind::of_loinc(&code)) {
            return Some(Carried::new(kind, node.origin()));
        }
        if let Some(kind) = kind::of_section(&code_text(node)) {
            return Some(Carried::new(kind, node.origin()));
        }
    }
    let text = value(&document.text).map_or("", String::as_str);
    let title = value(&document.title).map_or("", String::as_str);
    Some(Carried::new(kind::guess(title, text).0, document.origin.clone()))
}
