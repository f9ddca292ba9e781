//! Clinical documents: CDA R2 as C-CDA uses it, and what comes near. The narrative of every section is one text with its
//! headings; codes are proposed where they are of claims; files inside are taken out. Source: HL7 CDA R2 (2005) and C-CDA
//! R2.1.
//!
//! Deliberately absent: document types and entities of XML, which are refused, and the style sheet that a document names.

mod element;
mod entries;
mod header;

#[cfg(test)]
mod tests;

use element::{Node, Reading, at, child, children, path};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use encounter::DocumentKind;

use crate::Format;
use crate::attachments::{self, from_base64, is_kept, media_type};
use crate::draft::{
    Attachment, Carried, DocumentAct, Draft, Event, Identifier, Origin, Problem, ProblemKind,
    ReceivedDocument, Sent, value,
};
use crate::kind;
use crate::narrative::{of_element, parsed, with_entities};
use crate::note::clean;
use crate::times;

/// The most elements inside each other that a document has.
const MOST_LEVELS: usize = 256;
/// The most prefixes of a document that it may leave undeclared.
const MOST_PREFIXES: usize = 16;
/// The most sections inside each other that are read.
const MOST_SECTIONS: usize = 16;

/// The draft of one document, or why there is none.
pub(crate) fn read(bytes: &[u8]) -> (Vec<Draft>, Vec<Problem>) {
    let problem = |kind| (Vec::new(), vec![Problem { kind, place: Origin::default() }]);
    let text = decoded(bytes);
    let error = match parsed(&text) {
        Ok(document) => return of_document(document.root_element()),
        Err(error) => error,
    };
    // What a document type would have meant is not known any more.
    if text.contains("<!ENTITY") {
        return problem(ProblemKind::Xml { line: error.pos().row });
    }
    for alone in elements_alone(&text) {
        let mut text = with_entities(alone);
        for _ in 0..MOST_PREFIXES {
            match parsed(&text) {
                Ok(document) => return of_document(document.root_element()),
                Err(roxmltree::Error::UnknownNamespace(prefix, _)) if !prefix.is_empty() => {
                    declare(&mut text, &prefix);
                }
                Err(_) => break,
            }
        }
    }
    problem(ProblemKind::Xml { line: error.pos().row })
}

/// The document without what stands in front of it and behind it, from each place where it may begin: a comment in front may
/// name it too.
fn elements_alone(text: &str) -> impl Iterator<Item = &str> {
    const NAME: &str = "ClinicalDocument";
    let end = text.rfind(NAME).and_then(|at| Some(at + text.get(at..)?.find('>')? + 1)).unwrap_or(text.len());
    let begins = text.match_indices(NAME).filter_map(move |(at, _)| {
        let start = text.get(..at)?.rfind('<')?;
        let prefix = text.get(start + 1..at)?;
        let is_tag = prefix.strip_suffix(':').unwrap_or(prefix).chars().all(char::is_alphanumeric);
        is_tag.then(|| text.get(start..end)).flatten()
    });
    begins.take(4)
}

/// Says for a document what it means by a prefix that it did not declare: nothing here depends on it.
fn declare(text: &mut String, prefix: &str) {
    if let Some(end) = text.find(|c: char| c.is_whitespace() || c == '>') {
        text.insert_str(end, &format!(" xmlns:{prefix}=\"urn:undeclared:{prefix}\""));
    }
}

fn of_document(root: roxmltree::Node<'_, '_>) -> (Vec<Draft>, Vec<Problem>) {
    let problem = |kind| (Vec::new(), vec![Problem { kind, place: Origin::default() }]);
    let root = root.descendants().find(|one| one.is_element() && one.tag_name().name() == "ClinicalDocument");
    let Some(root) = root else { return problem(ProblemKind::NotUnderstood) };
    if is_too_deep(root) {
        return problem(ProblemKind::TooDeep { limit: MOST_LEVELS as u32 });
    }
    (vec![draft(root)], Vec::new())
}

/// Walked without recursion, so that it can be asked of any document.
fn is_too_deep(root: Node<'_>) -> bool {
    let mut level = 0_usize;
    let mut node = root;
    loop {
        if level > MOST_LEVELS {
            return true;
        }
        if let Some(first) = node.first_child() {
            node = first;
            level += 1;
            continue;
        }
        loop {
            if node == root {
                return false;
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            let Some(parent) = node.parent() else { return false };
            node = parent;
            level = level.saturating_sub(1);
        }
    }
}

fn draft(root: Node<'_>) -> Draft {
    let reading = Reading::default();
    let mut draft = Draft { format: Format::Ccda, event: Event::Record, ..Draft::default() };
    draft.sent = sent(&reading, root);
    draft.patient = reading.patient(root);
    let own = at(root, &["componentOf", "encompassingEncounter"]).or_else(|| only_visit(root));
    if let Some(visit) = own {
        draft.visit = reading.visit(visit);
        reading.visit_code(visit, &mut draft);
    }
    let document = document(&reading, root, &mut draft);
    draft.documents.push(document);
    if draft.visit.facility.is_none() {
        let organisation = at(root, &["recordTarget", "patientRole", "providerOrganization", "name"]);
        draft.visit.facility = reading.carried(organisation);
    }
    let has_name = draft.patient.last_name.is_some() || draft.patient.first_name.is_some();
    if draft.patient.identifiers.is_empty() && !has_name {
        draft.problems.push(Problem { kind: ProblemKind::NoPatient, place: Origin::default() });
    }
    if draft.visit.numbers.is_empty() {
        draft.problems.push(Problem { kind: ProblemKind::NoVisitNumber, place: Origin::default() });
    }
    draft.problems.extend(reading.take_problems());
    (draft.taken, draft.left) = reading.taken_and_left(root);
    draft
}

/// Of a document that does not say which visit it is about: the visit of its section of visits, if that is one alone.
fn only_visit(root: Node<'_>) -> Option<Node<'_>> {
    let body = at(root, &["component", "structuredBody"])?;
    let sections = children(body, "component").filter_map(|component| child(component, "section"));
    let of_visits = sections
        .into_iter()
        .find(|section| child(*section, "code").and_then(|code| code.attribute("code")) == Some("46240-8"))?;
    let mut visits = children(of_visits, "entry").filter_map(|entry| child(entry, "encounter"));
    let first = visits.next()?;
    let is_visit = children(first, "id").any(|id| id.attribute("nullFlavor").is_none());
    (is_visit && visits.next().is_none()).then_some(first)
}

fn sent(reading: &Reading, root: Node<'_>) -> Sent {
    let id = child(root, "id").and_then(|id| reading.identifier(id)).map(|id| numbered(&id));
    let at_ = child(root, "effectiveTime").map(|time| reading.attribute(time, "value")).unwrap_or_default();
    let custodian = at(root, &["custodian", "assignedCustodian", "representedCustodianOrganization", "name"]);
    let device = children(root, "author")
        .find_map(|one| at(one, &["assignedAuthor", "assignedAuthoringDevice", "softwareName"]));
    Sent {
        control_id: id.unwrap_or_default(),
        at: times::moment(&at_).ok().filter(|_| !at_.is_empty()),
        application: device.map(|device| reading.text(device)).unwrap_or_default(),
        facility: custodian.map(|name| reading.text(name)).unwrap_or_default(),
        trigger: child(root, "code").map(|code| reading.attribute(code, "code")).unwrap_or_default(),
        ..Sent::default()
    }
}

/// A number with its root, which alone makes it one of a kind.
fn numbered(id: &Identifier) -> String {
    match id.authority.is_empty() {
        true => id.number.clone(),
        false => format!("{}^{}", id.number, id.authority),
    }
}

fn document(reading: &Reading, root: Node<'_>, draft: &mut Draft) -> ReceivedDocument {
    let mut document = ReceivedDocument {
        number: child(root, "id")
            .and_then(|id| reading.identifier(id))
            .map(|id| Carried::new(numbered(&id), id.origin)),
        title: reading.carried(child(root, "title")),
        author: reading.author(root),
        ..ReceivedDocument::default()
    };
    let time = child(root, "effectiveTime");
    document.date = reading.date(time);
    let code = child(root, "code");
    if document.title.is_none() {
        document.title = reading.carried_attribute(code, "displayName");
    }
    for related in children(root, "relatedDocument") {
        let act = match related.attribute("typeCode") {
            Some("RPLC") => DocumentAct::Replacement,
            Some("APND") => DocumentAct::Addendum,
            // Made of another, which says the same.
            _ => continue,
        };
        document.act = act;
        let id = at(related, &["parentDocument", "id"]).and_then(|id| reading.identifier(id));
        document.parent = id.map(|id| Carried::new(numbered(&id), id.origin));
    }
    match child(root, "component") {
        None => {}
        Some(component) => {
            if let Some(body) = child(component, "nonXMLBody") {
                unstructured(reading, body, &mut document);
            }
            if let Some(body) = child(component, "structuredBody") {
                let mut text = String::new();
                for section in children(body, "component").flat_map(|one| children(one, "section")) {
                    self::section(reading, section, 0, &mut text, &mut document, draft);
                }
                let text = Some(clean(&text).trim().to_owned()).filter(|text| !text.is_empty());
                document.text =
                    text.map(|text| Carried::new(text, Origin(path(body)))).or(document.text.take());
            }
        }
    }
    if !document.has_content() && document.act == DocumentAct::Original {
        let place = Origin("component".to_owned());
        draft.problems.push(Problem { kind: ProblemKind::NoContent, place });
    }
    let told = code.and_then(|code| kind::of_loinc(&reading.attribute(code, "code")));
    let title = value(&document.title).cloned().unwrap_or_default();
    let told = told.or_else(|| kind::of_title(&title)).unwrap_or(DocumentKind::Other);
    document.kind = Some(Carried::new(told, code.map(|code| Origin(path(code))).unwrap_or_default()));
    document
}

/// A section with its heading, its narrative, its files and its codes, then those inside of it.
fn section(
    reading: &Reading,
    section: Node<'_>,
    level: usize,
    text: &mut String,
    document: &mut ReceivedDocument,
    draft: &mut Draft,
) {
    if level > MOST_SECTIONS {
        reading.problem(ProblemKind::TooDeep { limit: MOST_SECTIONS as u32 }, section);
        return;
    }
    let narrative = child(section, "text");
    let words = narrative.map(of_element).unwrap_or_default();
    let within: Vec<Node<'_>> =
        children(section, "component").flat_map(|one| children(one, "section")).collect();
    if !words.is_empty() || !within.is_empty() {
        let title = child(section, "title").map(|title| reading.text(title)).unwrap_or_default();
        let title = match title.is_empty() {
            true => {
                child(section, "code").map(|code| reading.attribute(code, "displayName")).unwrap_or_default()
            }
            false => title,
        };
        if let Some(narrative) = narrative {
            reading.take(narrative);
        }
        for part in [title, words].iter().filter(|part| !part.is_empty()) {
            text.push_str(part);
            text.push('\n');
        }
        text.push('\n');
    }
    reading.entries(section, draft);
    for media in children(section, "entry").filter_map(|entry| child(entry, "observationMedia")) {
        if let Some(value) = child(media, "value") {
            file(reading, value, document);
        }
    }
    for inner in within {
        self::section(reading, inner, level + 1, text, document, draft);
    }
}

fn unstructured(reading: &Reading, body: Node<'_>, document: &mut ReceivedDocument) {
    for text in children(body, "text") {
        file(reading, text, document);
    }
}

/// What an element of type ED encloses: a file in base64, a text, or a place elsewhere.
fn file(reading: &Reading, node: Node<'_>, document: &mut ReceivedDocument) {
    let called = reading.attribute(node, "mediaType");
    let says_encoded = reading.attribute(node, "representation").eq_ignore_ascii_case("B64");
    let words: String =
        node.descendants().filter(roxmltree::Node::is_text).filter_map(|part| part.text()).collect();
    if words.trim().is_empty() {
        if child(node, "reference").is_some() {
            reading.take(node);
            reading.problem(ProblemKind::ContentElsewhere, node);
        }
        return;
    }
    reading.take(node);
    let origin = Origin(path(node));
    // Some forget to say that a file is encoded.
    let is_file = !called.is_empty() && !called.starts_with("text/");
    let is_encoded = says_encoded || (is_file && from_base64(&words).is_some());
    let said = match is_encoded {
        true => {
            let Some(bytes) = from_base64(&words) else {
                return reading.problem(ProblemKind::Encoding, node);
            };
            let media_type = media_type(&bytes, &called);
            let said = attachments::words(&bytes, &media_type);
            if is_kept(&media_type, said.as_deref()) {
                let origin = origin.clone();
                document.attachments.push(Attachment { name: String::new(), media_type, bytes, origin });
            }
            said
        }
        false if words.trim_start().starts_with("{\\rtf") => {
            attachments::words(words.trim().as_bytes(), "application/rtf")
        }
        // Lines of a text that is not marked up are its own.
        false if !node.children().any(|one| one.is_element()) => Some(clean(words.trim())),
        false => Some(of_element(node)),
    };
    if let Some(said) = said {
        let before = value(&document.text).map(|before| format!("{before}\n\n")).unwrap_or_default();
        document.text = Some(Carried::new(format!("{before}{}", said.trim_end()), origin));
    }
}

/// The text of a document in the encoding of its byte order mark, else its declaration, else what it is.
fn decoded(bytes: &[u8]) -> String {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(length..).unwrap_or_default();
        return encoding.decode_without_bom_handling(rest).0.trim_start().to_owned();
    }
    let without_mark = match bytes {
        [0, b'<', ..] => Some(UTF_16BE),
        [b'<', 0, ..] => Some(UTF_16LE),
        _ => None,
    };
    if let Some(encoding) = without_mark {
        return encoding.decode_without_bom_handling(bytes).0.into_owned();
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_start().to_owned(),
        Err(_) => {
            let declaration = String::from_utf8_lossy(bytes.get(..200).unwrap_or(bytes)).into_owned();
            let named = declaration.split_once("encoding=").map(|(_, rest)| rest);
            let label = named.and_then(|rest| rest.get(1..)?.split(['"', '\'']).next());
            let encoding = label.and_then(|label| Encoding::for_label(label.as_bytes()));
            let encoding = encoding.filter(|encoding| *encoding != UTF_8).unwrap_or(WINDOWS_1252);
            encoding.decode_without_bom_handling(bytes).0.trim_start().to_owned()
        }
    }
}
