//! A small XML tree: the official files are at most some 20 MB and deeply irregular, so that reading them from a
//! tree is both fast enough and far simpler than from events.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// The Tabular List nests about ten deep.
const DEEPEST: usize = 64;

#[derive(Clone, Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    /// The text directly inside, blanks run together.
    pub(super) text: String,
    pub(super) children: Vec<Element>,
    /// Byte offset in the file of the end of its opening tag.
    pub(super) at: u64,
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The text of a child, empty where there is none.
    pub(super) fn text_of(&self, name: &str) -> &str {
        self.child(name).map_or("", |child| child.text.as_str())
    }
}

#[derive(Debug, thiserror::Error)]
pub(super) enum XmlError {
    #[error("not well-formed at byte {at}")]
    Malformed {
        at: u64,
        #[source]
        source: quick_xml::Error,
    },
    #[error("nested too deep at byte {at}")]
    TooDeep { at: u64 },
    #[error("ends at byte {at} before its last element is closed")]
    Unfinished { at: u64 },
}

/// Reads a whole document; the root is returned.
pub(super) fn read(text: &str) -> Result<Element, XmlError> {
    let mut reader = Reader::from_str(text);
    let mut open = vec![Element::default()];
    loop {
        let event = reader.read_event();
        let at = reader.buffer_position();
        match event.map_err(|source| XmlError::Malformed { at: reader.error_position(), source })? {
            Event::Start(tag) => {
                if open.len() > DEEPEST {
                    return Err(XmlError::TooDeep { at });
                }
                open.push(opened(&tag, at));
            }
            Event::Empty(tag) => close(&mut open, opened(&tag, at)),
            Event::End(_) => {
                if let Some(element) = open.pop() {
                    close(&mut open, element);
                }
            }
            Event::Text(part) => append(&mut open, &part.xml10_content()),
            Event::CData(part) => append(&mut open, &part.xml10_content()),
            Event::GeneralRef(part) => {
                let known = match part.xml10_content().as_ref() {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "apos" => Some('\''),
                    "quot" => Some('"'),
                    _ => part.resolve_char_ref().unwrap_or(None),
                };
                append(&mut open, known.unwrap_or('\u{FFFD}').encode_utf8(&mut [0; 4]));
            }
            Event::Eof => {
                return match (
                    open.len(),
                    open.pop().and_then(|document| document.children.into_iter().next()),
                ) {
                    (1, Some(root)) => Ok(root),
                    _ => Err(XmlError::Unfinished { at }),
                };
            }
            _ => {}
        }
    }
}

fn opened(tag: &BytesStart<'_>, at: u64) -> Element {
    let attributes = tag
        .attributes()
        .flatten()
        .map(|attribute| (attribute.key.as_ref().to_owned(), attribute.value.trim().to_owned()))
        .collect();
    Element { name: tag.name().as_ref().to_owned(), attributes, at, ..Element::default() }
}

fn append(open: &mut [Element], part: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(part);
    }
}

fn close(open: &mut [Element], mut element: Element) {
    element.text = element.text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some(parent) = open.last_mut() {
        parent.children.push(element);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn references_blanks_and_empty_elements() {
        let root =
            read("<a x='1'><b/> less &lt; more &amp;\n  &#233; &odd; <c>t</c></a>").expect("well-formed");
        assert_eq!((root.name.as_str(), root.attribute("x")), ("a", Some("1")));
        assert_eq!(root.text, "less < more & é \u{FFFD}");
        assert_eq!(root.children.len(), 2);
        assert_eq!(root.text_of("c"), "t");
    }

    #[test]
    fn broken_documents_are_refused_with_their_place() {
        for broken in ["", "<a>", "<a></b>", "text only", "<a><b></a>"] {
            assert!(read(broken).is_err(), "{broken}");
        }
        let deep = "<a>".repeat(10_000);
        assert!(matches!(read(&deep), Err(XmlError::TooDeep { .. })));
    }

    proptest! {
        #[test]
        fn arbitrary_text_never_panics(text in "[<>/a&;= \"'!\\[\\]?-]{0,60}") {
            let _ = read(&text);
        }
    }
}
