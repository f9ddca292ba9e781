//! TXA, OBR, OBX and NTE: documents and results, as texts that a coder reads. Source: HL7 v2.8, chapters 7 and 9.

use encounter::DocumentKind;

use super::events;
use super::fields::{MOST_REPETITIONS, date, person, provider};
use super::segments::{Element, Segment, Segments};
use crate::attachments::{from_base64, from_hexadecimal, is_kept, media_type, words};
use crate::draft::{
    Attachment, Carried, DocumentAct, Event, Origin, Problem, ProblemKind, ProviderRole, ReceivedDocument,
    value,
};
use crate::kind;
use crate::note::clean;

/// A document whose observations are being read.
struct Open {
    document: ReceivedDocument,
    observations: Vec<Observation>,
    /// The message should bring what is in it.
    needs_content: bool,
    /// Words of OBR-4, which its observations may repeat.
    subject: String,
    section: String,
}

struct Observation {
    /// OBX-3, in words.
    name: String,
    lines: String,
    /// A value of its own, with its name before it.
    is_value: bool,
    origin: Origin,
}

/// The documents of the segments of one patient, in their order.
pub(crate) fn documents<'m>(
    message: &'m Segments,
    group: &[&'m Segment],
    event: Event,
    trigger: &str,
) -> Vec<ReceivedDocument> {
    let has_header = group.iter().any(|segment| segment.name() == "TXA");
    let mut documents = Vec::new();
    let mut open: Option<Open> = None;
    for &segment in group {
        match segment.name() {
            "TXA" => {
                close(message, open.take(), &mut documents);
                open = Some(of_header(message, segment, trigger));
            }
            // The order that a document belongs to stands before it, and is none itself.
            "OBR" if !has_header && event == Event::Result => {
                close(message, open.take(), &mut documents);
                open = Some(of_report(message, segment));
            }
            "OBX" => {
                let is_open = open.is_some();
                if !is_open && !is_text(message, segment) {
                    continue;
                }
                let to = open.get_or_insert_with(|| Open::loose(segment));
                observation(message, segment, to);
            }
            "NTE" => {
                if let Some(to) = &mut open {
                    note(message, segment, to);
                }
            }
            // Between the observations of one report.
            "CON" | "CTI" | "SPM" | "TQ1" | "TQ2" | "PRT" | "ARV" | "DSC" => {}
            _ => close(message, open.take(), &mut documents),
        }
    }
    close(message, open.take(), &mut documents);
    documents
}

impl Open {
    /// Text among the segments of a message that is about something else.
    fn loose(segment: &Segment) -> Self {
        let document = ReceivedDocument { origin: segment.origin(), ..ReceivedDocument::default() };
        Self {
            document,
            observations: Vec::new(),
            needs_content: false,
            subject: String::new(),
            section: String::new(),
        }
    }
}

/// Whether an observation is a document by itself: it has text or a file, not a measured value.
fn is_text(message: &Segments, segment: &Segment) -> bool {
    let kind = message.field(segment, 2).text();
    matches!(kind.as_str(), "TX" | "FT" | "ED") && !message.field(segment, 5).is_empty()
}

fn of_header<'m>(message: &'m Segments, segment: &'m Segment, trigger: &str) -> Open {
    let field = |number| message.field(segment, number);
    let (act, needs_content) = events::document(trigger);
    let named = |number: usize| {
        let by = provider(field(number).first(), ProviderRole::Other)?;
        let name = Some(by.provider.name)
            .filter(|name| !name.is_empty())
            .or(by.identifier.map(|number| number.number));
        name.map(|name| Carried::new(name, by.origin))
    };
    let document = ReceivedDocument {
        act,
        number: field(12).component(1).carried(),
        parent: field(13).component(1).carried(),
        kind: kind_of(field(2).component(1)),
        title: field(25)
            .carried()
            .or_else(|| field(2).component(2).carried())
            .or_else(|| field(16).carried()),
        // Originator, then who did it, then who signed.
        author: named(9).or_else(|| named(5)).or_else(|| named(10)).or_else(|| named(22)),
        date: date(field(4)).or_else(|| date(field(6))),
        status: field(17).carried(),
        origin: segment.origin(),
        ..ReceivedDocument::default()
    };
    Open { document, observations: Vec::new(), needs_content, subject: String::new(), section: String::new() }
}

/// Table 0270.
fn kind_of(code: Element<'_>) -> Option<Carried<DocumentKind>> {
    code.carried()?.and_then(|code| {
        Some(match code.to_uppercase().as_str() {
            "AR" | "SP" => DocumentKind::Pathology,
            "CD" | "DI" => DocumentKind::Imaging,
            "CN" | "PC" => DocumentKind::Consultation,
            "DS" | "TS" => DocumentKind::DischargeSummary,
            "HP" | "PH" => DocumentKind::HistoryAndPhysical,
            "OP" | "PN" => DocumentKind::OperativeReport,
            "PR" | "ED" => DocumentKind::ProgressNote,
            // Local codes, which the words of the document outdo.
            _ => return None,
        })
    })
}

fn of_report<'m>(message: &'m Segments, segment: &'m Segment) -> Open {
    let field = |number| message.field(segment, number);
    let service = field(4);
    let words = [2, 5, 1].map(|component| service.component(component));
    let title = words.into_iter().find(|part| !part.is_empty()).and_then(Element::carried);
    let subject = value(&title).cloned().unwrap_or_default();
    // NDL: the person is in the parts of the first component.
    let interpreter = field(32).first().component(1);
    let part = |number| interpreter.part(number).text();
    let name = person(&[&part(3), &part(4), &part(2)], &part(7));
    let author = (!name.is_empty()).then(|| Carried::new(name, interpreter.origin()));
    let document = ReceivedDocument {
        number: field(3).component(1).carried(),
        title,
        author,
        date: date(field(7)).or_else(|| date(field(22))),
        status: field(25).carried(),
        act: if field(25).text() == "X" { DocumentAct::Cancellation } else { DocumentAct::Original },
        origin: segment.origin(),
        ..ReceivedDocument::default()
    };
    Open { document, observations: Vec::new(), needs_content: false, subject, section: field(24).text() }
}

fn observation<'m>(message: &'m Segments, segment: &'m Segment, to: &mut Open) {
    let field = |number| message.field(segment, number);
    let value = field(5);
    let name = [2, 5, 1].map(|component| field(3).component(component).text());
    let name = name.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
    let origin = value.origin();
    let lines = match field(2).text().as_str() {
        "ED" => {
            for file in value.repetitions().take(MOST_REPETITIONS).filter(|one| !one.is_empty()) {
                enclosed(file, &name, to);
            }
            return;
        }
        "RP" => {
            if !value.is_empty() {
                value.problem(ProblemKind::ContentElsewhere);
            }
            return;
        }
        "TX" | "FT" | "ST" | "" => {
            let lines: Vec<String> = value.repetitions().map(Element::lines).collect();
            lines.join("\n")
        }
        kind => {
            let values: Vec<String> =
                value.repetitions().take(MOST_REPETITIONS).map(|one| written(kind, one)).collect();
            values.join(", ")
        }
    };
    if value.is_empty() || value.is_null() {
        return;
    }
    // A file that is called a text.
    if ["JVBERi0", "e1xydG"].iter().any(|begin| lines.trim_start().starts_with(begin))
        && let Some(bytes) = from_base64(&lines)
    {
        put(bytes, "", &name, value, to);
        return;
    }
    let is_value = !matches!(field(2).text().as_str(), "TX" | "FT");
    let lines = match is_value {
        true => {
            let flag = field(8).first().component(1).text();
            let range = field(7).text();
            let unit = field(6);
            let unit = [1, 2].map(|component| unit.component(component).text());
            let unit = unit.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
            let range = if range.is_empty() { range } else { format!("({range})") };
            let parts = [lines.trim_end(), &unit, &range, &flag];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
        }
        false => lines,
    };
    to.observations.push(Observation { name, lines, is_value, origin });
}

/// A value of another type than text, in words.
fn written(kind: &str, one: Element<'_>) -> String {
    let text = |component: usize| one.component(component).text();
    match kind {
        "SN" => [1, 2, 3, 4].map(text).concat(),
        "CE" | "CWE" | "CNE" | "CF" => {
            [9, 2, 5, 1].map(text).into_iter().find(|text| !text.is_empty()).unwrap_or_default()
        }
        _ => {
            let parts: Vec<String> =
                one.components().map(Element::text).filter(|part| !part.is_empty()).collect();
            parts.join(" ")
        }
    }
}

/// ED: source, type, subtype, encoding and data.
fn enclosed<'m>(one: Element<'m>, name: &str, to: &mut Open) {
    let text = |component: usize| one.component(component).text();
    let (kind, subtype, encoding) = (text(2), text(3), text(4));
    // Some put the data one component too early, or too late.
    let data = [5, 4, 6].map(|component| one.component(component));
    let data = data.into_iter().find(|part| part.raw().len() > 16).unwrap_or_else(|| one.component(5));
    let written = data.text();
    if written.is_empty() {
        one.problem(ProblemKind::NoContent);
        return;
    }
    let bytes = match encoding.to_uppercase().as_str() {
        "A" => Some(written.into_bytes()),
        "HEX" => from_hexadecimal(&written),
        _ => from_base64(&written),
    };
    let Some(bytes) = bytes else {
        data.problem(ProblemKind::Encoding);
        return;
    };
    put(bytes, &called(&kind, &subtype), name, data, to);
}

/// Tables 0191 and 0291 to a media type.
fn called(kind: &str, subtype: &str) -> String {
    let kind = match kind.to_uppercase().as_str() {
        "IM" | "SI" => "image".to_owned(),
        "TX" | "FT" | "TEXT" => "text".to_owned(),
        "AU" => "audio".to_owned(),
        "AP" | "" => "application".to_owned(),
        _ => kind.to_lowercase(),
    };
    match (kind.as_str(), subtype.to_lowercase().as_str()) {
        // The whole of it in one component.
        (whole, "") if whole.contains('/') => whole.to_owned(),
        (_, whole) if whole.contains('/') => whole.to_owned(),
        ("application", "") => String::new(),
        ("pdf", _) => "application/pdf".to_owned(),
        ("rtf", _) | (_, "rtf" | "richtext") => "application/rtf".to_owned(),
        ("text", "" | "text" | "txt") => "text/plain".to_owned(),
        (kind, subtype) => format!("{kind}/{subtype}"),
    }
}

/// A file, or what it says where it is a text.
fn put<'m>(bytes: Vec<u8>, called: &str, name: &str, from: Element<'m>, to: &mut Open) {
    let media_type = media_type(&bytes, called);
    let origin = from.origin();
    let words = words(&bytes, &media_type);
    if is_kept(&media_type, words.as_deref()) {
        let origin = origin.clone();
        to.document.attachments.push(Attachment { name: name.to_owned(), media_type, bytes, origin });
    }
    if let Some(lines) = words {
        let name = name.to_owned();
        to.observations.push(Observation { name, lines, is_value: false, origin });
    }
}

fn note<'m>(message: &'m Segments, segment: &'m Segment, to: &mut Open) {
    let comment = message.field(segment, 3);
    if comment.is_empty() || comment.is_null() {
        return;
    }
    let lines: Vec<String> = comment.repetitions().map(Element::lines).collect();
    let name = to.observations.last().map(|last| last.name.clone()).unwrap_or_default();
    let origin = comment.origin();
    to.observations.push(Observation { name, lines: lines.join("\n"), is_value: false, origin });
}

fn close(message: &Segments, open: Option<Open>, documents: &mut Vec<ReceivedDocument>) {
    let Some(mut open) = open else { return };
    let text = composed(&open);
    let has_values = open.observations.iter().any(|one| one.is_value);
    if let Some((text, origin)) = text {
        open.document.text = Some(Carried::new(text, origin));
    }
    let document = &mut open.document;
    if open.needs_content && !document.has_content() {
        let place = document.origin.clone();
        message.problems.borrow_mut().push(Problem { kind: ProblemKind::NoContent, place });
    }
    let said = value(&document.text).map_or("", String::as_str);
    if document.title.is_none() {
        let named = open.observations.iter().find(|one| !one.is_value && !one.name.is_empty());
        document.title = named.map(|one| Carried::new(one.name.clone(), one.origin.clone()));
    }
    if document.kind.is_none() {
        let title = value(&document.title).map_or("", String::as_str);
        let told = kind::of_section(&open.section).unwrap_or_else(|| match kind::guess(title, said).0 {
            // What is made of measured values alone was measured.
            DocumentKind::ProgressNote if has_values && !open.subject.is_empty() => DocumentKind::Laboratory,
            told => told,
        });
        document.kind = Some(Carried::new(told, document.origin.clone()));
    }
    let is_empty =
        !document.has_content() && document.number.is_none() && document.act == DocumentAct::Original;
    if !is_empty {
        documents.push(open.document);
    }
}

/// The observations as one text: their names stand above them where there are several, and before a value always.
fn composed(open: &Open) -> Option<(String, Origin)> {
    let first = open.observations.first()?;
    let several = open.observations.iter().any(|one| one.name != first.name);
    let mut text = String::new();
    let mut heading = open.subject.as_str();
    for one in &open.observations {
        if one.is_value {
            if !one.name.is_empty() {
                text.push_str(&one.name);
                text.push_str(": ");
            }
            heading = &one.name;
        } else if several && one.name != heading {
            text.push_str(&one.name);
            text.push('\n');
            heading = &one.name;
        }
        text.push_str(&one.lines);
        text.push('\n');
    }
    let mut text = clean(&text);
    text.truncate(text.trim_end().len());
    (!text.trim().is_empty()).then(|| (text, first.origin.clone()))
}
