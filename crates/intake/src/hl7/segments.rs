//! A message to its segments, and to what stands in them. Why no crate does this: `docs/decisions`, own splitter of HL7.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fmt::Write as _;

use crate::draft::{Carried, Origin, Problem, ProblemKind};
use crate::hl7::escapes::unescaped;

/// The characters of MSH-1 and MSH-2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Delimiters {
    pub(crate) field: char,
    pub(crate) component: char,
    pub(crate) repetition: char,
    pub(crate) escape: Option<char>,
    pub(crate) subcomponent: char,
}

impl Delimiters {
    pub(crate) const USUAL: Self =
        Self { field: '|', component: '^', repetition: '~', escape: Some('\\'), subcomponent: '&' };

    /// Whether a field holds nothing but delimiters and blanks.
    fn is_nothing(&self, text: &str) -> bool {
        let delimiters = [self.component, self.subcomponent, self.repetition];
        text.chars().all(|c| c.is_whitespace() || delimiters.contains(&c))
    }

    /// Those of a message that begins with its header; what MSH-2 leaves out is the usual one.
    fn of(message: &str) -> Self {
        let mut characters = message.chars().skip(3);
        let usual = Self::USUAL;
        let field =
            characters.next().filter(|c| !c.is_alphanumeric() && !c.is_whitespace()).unwrap_or(usual.field);
        let mut named = characters.take_while(|c| *c != field && !c.is_control());
        Self {
            field,
            component: named.next().unwrap_or(usual.component),
            repetition: named.next().unwrap_or(usual.repetition),
            escape: named.next().map_or(usual.escape, Some).filter(|c| !c.is_whitespace()),
            subcomponent: named.next().unwrap_or(usual.subcomponent),
        }
    }
}

/// The most segments of a message that are read.
const MOST_SEGMENTS: usize = 100_000;
/// The most problems of one message, and the most fields, that are listed. A message of nothing else fills no memory.
const MOST_PROBLEMS: usize = 100;
const MOST_PLACES: usize = 10_000;

/// A message, taken apart into segments. It remembers which fields were read.
#[derive(Debug)]
pub(crate) struct Segments {
    pub(crate) delimiters: Delimiters,
    pub(crate) all: Vec<Segment>,
    pub(crate) problems: RefCell<Vec<Problem>>,
}

#[derive(Debug)]
pub(crate) struct Segment {
    /// With its continuation lines, set apart by `\n`.
    text: String,
    /// Counted from 1 among those of the same name.
    occurrence: u32,
    /// A bit for each field that was read, counted from 1.
    taken: Cell<u128>,
}

/// Something in a segment: a field, a repetition, a component, a subcomponent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element<'m> {
    text: &'m str,
    segments: &'m Segments,
    segment: &'m Segment,
    field: usize,
    /// Counted from 1.
    repetition: usize,
    /// Counted from 1; 0 is the whole field.
    component: usize,
    /// Counted from 1; 0 is the whole component.
    subcomponent: usize,
}

impl Segments {
    /// Lines end with CR, LF or both. A line that is no segment belongs to the one before it.
    pub(crate) fn of(message: &str) -> Self {
        let delimiters = Delimiters::of(message);
        let mut all: Vec<Segment> = Vec::new();
        let mut problems = Vec::new();
        let mut counts: HashMap<String, u32> = HashMap::new();
        for line in message.split(['\r', '\n']).filter(|line| !line.trim().is_empty()) {
            let name = name(line, delimiters.field);
            if let (None, Some(last)) = (name, all.last_mut()) {
                let place = Origin(last.name().to_owned());
                let is_new = problems.iter().all(|problem: &Problem| problem.place != place);
                if problems.len() < MOST_PROBLEMS && is_new {
                    problems.push(Problem { kind: ProblemKind::NotASegment, place });
                }
                last.text.push('\n');
                last.text.push_str(line);
                continue;
            }
            if all.len() >= MOST_SEGMENTS {
                let kind = ProblemKind::TooLarge { limit: MOST_SEGMENTS as u32 };
                problems.push(Problem { kind, place: Origin::default() });
                break;
            }
            let count = counts.entry(name.unwrap_or_default().to_owned()).or_default();
            *count += 1;
            all.push(Segment { text: line.trim_start().to_owned(), occurrence: *count, taken: Cell::new(0) });
        }
        Self { delimiters, all, problems: RefCell::new(problems) }
    }

    /// The field of a segment, counted from 1 as the standard does; marked as read where it holds something.
    pub(crate) fn field<'m>(&'m self, segment: &'m Segment, field: usize) -> Element<'m> {
        let text = segment.raw(field, self.delimiters.field);
        if field < 128 && !self.delimiters.is_nothing(text) {
            segment.taken.set(segment.taken.get() | 1 << field);
        }
        Element { text, segments: self, segment, field, repetition: 1, component: 0, subcomponent: 0 }
    }

    /// Every field that holds something, those that were read and those that were not. A segment of which nothing was read
    /// is named as a whole.
    pub(crate) fn taken_and_left<'m>(
        &'m self,
        segments: impl Iterator<Item = &'m Segment>,
    ) -> (Vec<Origin>, Vec<Origin>) {
        let (mut taken, mut left) = (Vec::new(), Vec::new());
        for segment in segments {
            if taken.len() + left.len() > MOST_PLACES {
                break;
            }
            if segment.taken.get() == 0 {
                left.push(segment.origin());
                continue;
            }
            let first = if segment.name() == "MSH" { 3 } else { 1 };
            for (field, text) in segment.fields(self.delimiters.field).filter(|(field, _)| *field >= first) {
                let is_taken = field < 128 && segment.taken.get() & 1 << field != 0;
                // The number of a segment in its list tells nothing that its place does not.
                let is_number =
                    field == 1 && segment.name() != "EVN" && text.bytes().all(|c| c.is_ascii_digit());
                if !self.delimiters.is_nothing(text) && (is_taken || !is_number) {
                    let place = Origin(format!("{}-{field}", segment.origin()));
                    if is_taken { &mut taken } else { &mut left }.push(place);
                }
            }
        }
        (taken, left)
    }
}

/// The three characters in front, where the line is a segment.
fn name(line: &str, field: char) -> Option<&str> {
    let line = line.trim_start();
    let (name, rest) = line.split_at_checked(3)?;
    let mut characters = name.bytes();
    let is_name = characters.next().is_some_and(|c| c.is_ascii_uppercase())
        && characters.all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    (is_name && (rest.is_empty() || rest.trim().is_empty() || rest.starts_with(field))).then_some(name)
}

impl Segment {
    pub(crate) fn name(&self) -> &str {
        self.text.get(..3).unwrap_or_default()
    }

    pub(crate) fn origin(&self) -> Origin {
        match self.occurrence {
            1 => Origin(self.name().to_owned()),
            more => Origin(format!("{}[{more}]", self.name())),
        }
    }

    /// MSH-1 is the delimiter itself.
    fn fields(&self, delimiter: char) -> impl Iterator<Item = (usize, &str)> {
        let first = if self.name() == "MSH" { 2 } else { 1 };
        (first..).zip(self.text.split(delimiter).skip(1))
    }

    fn raw(&self, field: usize, delimiter: char) -> &str {
        self.fields(delimiter).find(|(number, _)| *number == field).map_or("", |(_, text)| text)
    }
}

impl<'m> Element<'m> {
    pub(crate) fn repetitions(self) -> impl Iterator<Item = Element<'m>> {
        let parts = self.text.split(self.segments.delimiters.repetition);
        (1..).zip(parts).map(move |(repetition, text)| Element { text, repetition, ..self })
    }

    /// The first repetition that holds something.
    pub(crate) fn first(self) -> Element<'m> {
        self.repetitions().find(|one| !one.is_empty()).unwrap_or(Element { text: "", ..self })
    }

    /// Of the first repetition, where a field has several.
    pub(crate) fn component(self, component: usize) -> Element<'m> {
        let Delimiters { component: between, repetition, .. } = self.segments.delimiters;
        let first = self.text.split(repetition).next().unwrap_or_default();
        let text = first.split(between).nth(component.saturating_sub(1));
        // The only component of a field is called by the field's name.
        let component = if component == 1 && !first.contains(between) { self.component } else { component };
        Element { text: text.unwrap_or_default(), component, ..self }
    }

    pub(crate) fn components(self) -> impl Iterator<Item = Element<'m>> {
        let parts = self.text.split(self.segments.delimiters.component);
        (1..).zip(parts).map(move |(component, text)| Element { text, component, ..self })
    }

    pub(crate) fn part(self, subcomponent: usize) -> Element<'m> {
        let between = self.segments.delimiters.subcomponent;
        let text = self.text.split(between).nth(subcomponent.saturating_sub(1));
        let subcomponent = if subcomponent == 1 && !self.text.contains(between) { 0 } else { subcomponent };
        Element { text: text.unwrap_or_default(), subcomponent, ..self }
    }

    /// `""`: the sender says that there is none.
    pub(crate) fn is_null(self) -> bool {
        self.text.trim() == "\"\""
    }

    /// Nothing at all stands there, but for delimiters.
    pub(crate) fn is_empty(self) -> bool {
        self.segments.delimiters.is_nothing(self.text)
    }

    pub(crate) const fn is_component(self) -> bool {
        self.component > 0
    }

    /// What stands there before escape sequences are read.
    pub(crate) const fn raw(self) -> &'m str {
        self.text
    }

    /// As it was meant, without blanks around; empty where there is none.
    pub(crate) fn text(self) -> String {
        if self.is_null() {
            return String::new();
        }
        self.lines().trim().to_owned()
    }

    /// As [`text`](Self::text), with the blanks in front and behind.
    pub(crate) fn lines(self) -> String {
        let (text, unknown) = unescaped(self.text, &self.segments.delimiters);
        if unknown {
            self.problem(ProblemKind::Escape);
        }
        text
    }

    /// The text, if the message says anything of it.
    pub(crate) fn carried(self) -> Option<Carried<String>> {
        if self.is_null() {
            return Some(Carried { value: None, origin: self.origin() });
        }
        let text = self.text();
        (!text.is_empty()).then(|| Carried::new(text, self.origin()))
    }

    pub(crate) fn origin(self) -> Origin {
        let Origin(mut place) = self.segment.origin();
        // To write to a string cannot fail.
        let _ = write!(place, "-{}", self.field);
        if self.repetition > 1 {
            let _ = write!(place, "[{}]", self.repetition);
        }
        if self.component > 0 {
            let _ = write!(place, ".{}", self.component);
        }
        if self.subcomponent > 0 {
            let _ = write!(place, ".{}", self.subcomponent);
        }
        Origin(place)
    }

    pub(crate) fn problem(self, kind: ProblemKind) {
        let problem = Problem { kind, place: self.origin() };
        let mut problems = self.segments.problems.borrow_mut();
        if problems.len() < MOST_PROBLEMS && !problems.contains(&problem) {
            problems.push(problem);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_says_its_own_delimiters() {
        let message = Segments::of("MSH#*@!%#A*B%C@D#x!F!y\rPID#1#\"\"##a*b\nc d e\rZZ1#q");
        let header = &message.all[0];
        assert_eq!(message.field(header, 3).component(2).part(2).text(), "C");
        assert_eq!(message.field(header, 3).repetitions().nth(1).unwrap().text(), "D");
        assert_eq!(message.field(header, 4).text(), "x#y");
        let patient = &message.all[1];
        assert!(message.field(patient, 2).is_null());
        assert_eq!(message.field(patient, 2).carried().unwrap().value, None);
        assert_eq!(message.field(patient, 3).carried(), None);
        assert_eq!(message.field(patient, 4).component(2).carried().unwrap().origin.0, "PID-4.2");
        assert_eq!(message.field(patient, 4).component(2).text(), "b\nc d e");
        assert_eq!(message.problems.borrow()[0].kind, ProblemKind::NotASegment);
        let (taken, left) = message.taken_and_left(message.all.iter());
        let text =
            |places: Vec<Origin>| places.into_iter().map(|place| place.0).collect::<Vec<_>>().join(" ");
        assert_eq!(text(taken), "MSH-3 MSH-4 PID-2 PID-4");
        assert_eq!(text(left), "ZZ1");
    }
}
