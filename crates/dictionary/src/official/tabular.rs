//! ICD-10-CM Tabular List of Diseases and Injuries, XML as published by NCHS/CDC.

use super::element::{self, Element, XmlError};
use super::problem::{Problem, ProblemKind};
use super::text::Lines;
use crate::detail::NoteKind;

/// A Tabular List as it stands in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tabular {
    /// For example `2026`.
    pub version: String,
    pub chapters: Vec<Chapter>,
    /// What was passed over.
    pub unread: Vec<Unread>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chapter {
    /// The number: `4`.
    pub name: String,
    pub title: String,
    pub notes: Vec<NoteBlock>,
    pub sections: Vec<Section>,
}

/// A block of categories. The file lists them flat, those that contain others first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// `E08-E13`, or one category, `C7A`.
    pub id: String,
    pub title: String,
    pub notes: Vec<NoteBlock>,
    pub inclusion_terms: Vec<String>,
    pub diagnoses: Vec<Diagnosis>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnosis {
    /// With its dot: `E11.2`.
    pub name: String,
    pub title: String,
    /// The row only holds an X so that a 7th character lands in its place.
    pub placeholder: bool,
    pub notes: Vec<NoteBlock>,
    pub inclusion_terms: Vec<String>,
    pub extensions: Vec<Extension>,
    pub diagnoses: Vec<Diagnosis>,
}

/// One `excludes1`, `codeFirst`, ... element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteBlock {
    pub kind: NoteKind,
    pub lines: Vec<String>,
}

/// One 7th character.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extension {
    pub character: char,
    pub meaning: String,
    /// Notes printed under it.
    pub also: Vec<String>,
}

/// An element that the parser does not know, or one without what it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    pub element: String,
    /// Byte offset in the file.
    pub at: u64,
}

#[derive(Debug, thiserror::Error)]
pub enum TabularError {
    #[error("the file is not well-formed XML")]
    Xml {
        /// Byte offset in the file.
        at: u64,
        #[source]
        source: Option<quick_xml::Error>,
    },
    #[error("the root element is not ICD10CM.tabular")]
    NotATabularList,
}

impl From<XmlError> for TabularError {
    fn from(error: XmlError) -> Self {
        match error {
            XmlError::Malformed { at, source } => Self::Xml { at, source: Some(source) },
            XmlError::TooDeep { at } | XmlError::Unfinished { at } => Self::Xml { at, source: None },
        }
    }
}

impl Tabular {
    /// Reads the published XML. Odd notes (empty, misplaced, of an unknown kind) never fail the whole file.
    pub fn parse(text: &str) -> Result<Self, TabularError> {
        let root = element::read(text.trim_start_matches('\u{FEFF}'))?;
        if root.name != "ICD10CM.tabular" {
            return Err(TabularError::NotATabularList);
        }
        let mut unread = Vec::new();
        let mut chapters = Vec::new();
        for child in &root.children {
            match child.name.as_str() {
                "chapter" => chapters.push(chapter(child, &mut unread)),
                "version" | "introduction" => {}
                _ => pass_over(child, &mut unread),
            }
        }
        Ok(Self { version: root.text_of("version").to_owned(), chapters, unread })
    }
}

impl Tabular {
    /// Rows with a code.
    pub(crate) fn rows(&self) -> usize {
        fn below(rows: &[Diagnosis]) -> usize {
            rows.iter().map(|row| 1 + below(&row.diagnoses)).sum()
        }
        let sections = self.chapters.iter().flat_map(|chapter| &chapter.sections);
        sections.map(|section| below(&section.diagnoses)).sum()
    }

    /// What was passed over of the text that it was read from, by line.
    pub(crate) fn problems(&self, text: &str) -> Vec<Problem> {
        let lines = Lines::of(text);
        let problem =
            |unread: &Unread| Problem::new(lines.at(unread.at), ProblemKind::UnknownElement, &unread.element);
        self.unread.iter().map(problem).collect()
    }
}

impl TabularError {
    /// Where the text that it was read from is broken; `None` where it is another document.
    pub(crate) fn line(&self, text: &str) -> Option<u32> {
        match self {
            Self::Xml { at, .. } => Some(Lines::of(text).at(*at)),
            Self::NotATabularList => None,
        }
    }
}

fn pass_over(element: &Element, unread: &mut Vec<Unread>) {
    unread.push(Unread { element: element.name.clone(), at: element.at });
}

fn chapter(element: &Element, unread: &mut Vec<Unread>) -> Chapter {
    let mut chapter = Chapter {
        name: element.text_of("name").to_owned(),
        title: without_range(element.text_of("desc")),
        ..Chapter::default()
    };
    for child in &element.children {
        match child.name.as_str() {
            "section" => chapter.sections.push(section(child, unread)),
            "name" | "desc" | "sectionIndex" => {}
            _ => match note_block(child) {
                Some(block) => chapter.notes.extend(block),
                None => pass_over(child, unread),
            },
        }
    }
    chapter
}

fn section(element: &Element, unread: &mut Vec<Unread>) -> Section {
    let mut section = Section {
        id: element.attribute("id").unwrap_or_default().to_owned(),
        title: without_range(element.text_of("desc")),
        ..Section::default()
    };
    for child in &element.children {
        match child.name.as_str() {
            "diag" => section.diagnoses.extend(diagnosis(child, unread)),
            "inclusionTerm" => section.inclusion_terms.extend(lines(child)),
            "desc" => {}
            _ => match note_block(child) {
                Some(block) => section.notes.extend(block),
                None => pass_over(child, unread),
            },
        }
    }
    section
}

fn diagnosis(element: &Element, unread: &mut Vec<Unread>) -> Option<Diagnosis> {
    let mut diagnosis = Diagnosis {
        name: element.text_of("name").to_owned(),
        title: element.text_of("desc").to_owned(),
        placeholder: element.attribute("placeholder") == Some("true"),
        ..Diagnosis::default()
    };
    if diagnosis.name.is_empty() {
        pass_over(element, unread);
        return None;
    }
    for child in &element.children {
        match child.name.as_str() {
            "diag" => diagnosis.diagnoses.extend(self::diagnosis(child, unread)),
            "inclusionTerm" => diagnosis.inclusion_terms.extend(lines(child)),
            "sevenChrDef" => seventh_characters(child, &mut diagnosis.extensions, unread),
            "name" | "desc" => {}
            _ => match note_block(child) {
                Some(block) => diagnosis.notes.extend(block),
                None => pass_over(child, unread),
            },
        }
    }
    Some(diagnosis)
}

fn seventh_characters(element: &Element, extensions: &mut Vec<Extension>, unread: &mut Vec<Unread>) {
    for child in &element.children {
        let mut characters = child.attribute("char").unwrap_or_default().chars();
        match (child.name.as_str(), characters.next(), characters.next(), extensions.last_mut()) {
            ("extension", Some(character), None, _) => {
                extensions.push(Extension { character, meaning: child.text.clone(), also: Vec::new() });
            }
            // A note between extensions is printed under the one before it.
            ("note", _, _, Some(before)) if !child.text.is_empty() => before.also.push(child.text.clone()),
            _ => pass_over(child, unread),
        }
    }
}

/// `None` for an element that is no note; an empty note is read as none.
fn note_block(element: &Element) -> Option<Option<NoteBlock>> {
    let kind = match element.name.as_str() {
        "includes" => NoteKind::Includes,
        "excludes1" => NoteKind::Excludes1,
        "excludes2" => NoteKind::Excludes2,
        "codeFirst" => NoteKind::CodeFirst,
        "useAdditionalCode" => NoteKind::UseAdditional,
        "codeAlso" => NoteKind::CodeAlso,
        "notes" => NoteKind::Note,
        "sevenChrNote" => NoteKind::SeventhCharacter,
        _ => return None,
    };
    let lines = lines(element);
    Some((!lines.is_empty()).then_some(NoteBlock { kind, lines }))
}

/// The notes of an element that are not empty; text beside them, as some files have it, counts as one.
fn lines(element: &Element) -> Vec<String> {
    std::iter::once(element.text.as_str())
        .chain(element.children.iter().filter(|child| child.name == "note").map(|note| note.text.as_str()))
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
        .collect()
}

/// `Diabetes mellitus (E08-E13)` to `Diabetes mellitus`: the range is the code of the row.
fn without_range(title: &str) -> String {
    let range =
        |inner: &str| inner.bytes().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == b'-');
    match title.rsplit_once(" (") {
        Some((before, last)) if last.strip_suffix(')').is_some_and(range) => before.to_owned(),
        _ => title.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    const SMALL: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.tabular>
  <version>2031</version>
  <introduction><introSection type="title"><title>odd</title></introSection></introduction>
  <chapter>
    <name>1</name>
    <desc>Ailments of the desk (A00-B10)</desc>
    <excludes2><note>ailments of the chair (C00-C09)</note><note/></excludes2>
    <sectionIndex><sectionRef first="A00" last="B10" id="A00-B10">all</sectionRef></sectionIndex>
    <section id="A00-B10">
      <desc>Ink &lt;blue&gt; (A00-B10)</desc>
      <diag>
        <name>A00</name><desc>Ink stain</desc>
        <includes><note/></includes>
        <codeFirst><note>the pen, such as:</note><note>fountain pen (A01.-)</note></codeFirst>
        <sevenChrNote><note>Add one:</note></sevenChrNote>
        <sevenChrDef>
          <extension char="A">fresh</extension>
          <note>still wet</note>
          <extension char="D">dry</extension>
          <extension char="">lost</extension>
        </sevenChrDef>
        <diag placeholder="true"><name>A00.0</name><desc>Ink stain, thumb</desc>
          <inclusionTerm><note>Blue thumb</note></inclusionTerm>
          <visualImpairment><heading>odd</heading></visualImpairment>
        </diag>
        <diag><desc>nameless</desc></diag>
      </diag>
    </section>
  </chapter>
</ICD10CM.tabular>"#;

    #[test]
    fn a_small_list_with_every_oddity() {
        let tabular = Tabular::parse(SMALL).expect("a tabular list");
        let mut seen = format!("{}\n", tabular.version);
        for chapter in &tabular.chapters {
            seen += &format!("{} {} {:?}\n", chapter.name, chapter.title, chapter.notes);
            for section in &chapter.sections {
                seen += &format!("{} {}\n", section.id, section.title);
                for diagnosis in section.diagnoses.iter().flat_map(|d| std::iter::once(d).chain(&d.diagnoses))
                {
                    seen += &format!("{} {} {}\n", diagnosis.name, diagnosis.title, diagnosis.placeholder);
                    seen += &format!("  {:?} {:?}\n", diagnosis.notes, diagnosis.inclusion_terms);
                    seen += &format!("  {:?}\n", diagnosis.extensions);
                }
            }
        }
        let unread: Vec<&str> = tabular.unread.iter().map(|unread| unread.element.as_str()).collect();
        seen += &format!("unread {unread:?}\n");
        expect![[r#"
            2031
            1 Ailments of the desk [NoteBlock { kind: Excludes2, lines: ["ailments of the chair (C00-C09)"] }]
            A00-B10 Ink <blue>
            A00 Ink stain false
              [NoteBlock { kind: CodeFirst, lines: ["the pen, such as:", "fountain pen (A01.-)"] }, NoteBlock { kind: SeventhCharacter, lines: ["Add one:"] }] []
              [Extension { character: 'A', meaning: "fresh", also: ["still wet"] }, Extension { character: 'D', meaning: "dry", also: [] }]
            A00.0 Ink stain, thumb true
              [] ["Blue thumb"]
              []
            unread ["extension", "visualImpairment", "diag"]
        "#]]
        .assert_eq(&seen);
    }

    #[test]
    fn another_document_is_refused() {
        assert!(matches!(Tabular::parse("<ICD10CM.index/>"), Err(TabularError::NotATabularList)));
        assert!(matches!(Tabular::parse("{}"), Err(TabularError::Xml { .. })));
        let cut = &SMALL[..SMALL.len() / 2];
        assert!(matches!(Tabular::parse(cut), Err(TabularError::Xml { .. })));
    }

    #[test]
    fn only_a_range_is_taken_off_a_title() {
        assert_eq!(without_range("Neoplasms (C00-D49)"), "Neoplasms");
        assert_eq!(without_range("Malignant neuroendocrine tumors (C7A)"), "Malignant neuroendocrine tumors");
        assert_eq!(without_range("Strain (of back)"), "Strain (of back)");
    }
}
