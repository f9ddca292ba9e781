use std::io::Read;

use super::source::{Found, Source};
use super::{Delimiters, FaultKind, Faults, Place, ReadError, Segment};

/// The fixed lengths of the elements of ISA, in characters (X12.5).
const ISA_LENGTHS: [u16; 16] = [2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1];
/// Where ISA16 could stand at the latest, in bytes: twice the fixed length.
const ISA_FURTHEST: usize = 212;

/// What senders put between components, the usual ones first.
const SEPARATORS_IN_USE: &[u8] = b":><|\\&+";

/// What was read last; its segment is [`Interchanges::segment`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// ISA.
    Interchange,
    /// TA1, which answers an interchange that was sent and stands before the groups.
    InterchangeAnswer,
    /// GS.
    Group,
    /// ST. A set whose `SetEnd` does not follow before the next is not whole.
    Set,
    /// Any segment between ST and SE.
    Segment,
    /// SE.
    SetEnd,
    /// GE.
    GroupEnd,
    /// IEA.
    InterchangeEnd,
}

/// A file of interchanges, one segment after the other. What holds it is one buffer, whatever the size of the file.
#[derive(Debug)]
pub struct Interchanges<R> {
    source: Source<R>,
    segment: Segment,
    delimiters: Delimiters,
    number: u64,
    interchange: Option<Open>,
    group: Option<Open>,
    set: Option<Open>,
    pub faults: Faults,
}

/// A header whose trailer has not come.
#[derive(Debug)]
struct Open {
    control: String,
    /// What the trailer will count.
    count: u64,
}

impl<R: Read> Interchanges<R> {
    pub fn new(from: R) -> Self {
        Self {
            source: Source::new(from),
            segment: Segment::default(),
            delimiters: Delimiters::USUAL,
            number: 0,
            interchange: None,
            group: None,
            set: None,
            faults: Faults::default(),
        }
    }

    pub fn segment(&self) -> &Segment {
        &self.segment
    }

    /// Those of the interchange that is being read.
    pub const fn delimiters(&self) -> Delimiters {
        self.delimiters
    }

    /// Says that element `number` of this segment has more than one component. Where it has none by what ISA16 declares, but
    /// by another character that is in use for that, this is a fault, and composites are read by that one.
    pub fn expect_components(&mut self, number: usize) {
        let element = self.segment.element(number).as_bytes();
        let declared = self.delimiters.component;
        let in_use = |byte: &&u8| SEPARATORS_IN_USE.contains(byte) && !self.delimiters.is_one(**byte);
        if let Some(&used) = element.iter().find(in_use).filter(|_| !element.contains(&declared)) {
            let kind =
                FaultKind::ComponentSeparator { declared: char::from(declared), used: char::from(used) };
            self.faults.push(kind, self.segment.place(number));
            self.delimiters.component = used;
            self.segment.divide_by(used);
        }
    }

    pub(crate) fn fault(&mut self, kind: FaultKind, place: Place) {
        self.faults.push(kind, place);
    }

    /// Reads on to the next part; `None` at the end of the file.
    pub fn next_part(&mut self) -> Result<Option<Part>, ReadError> {
        loop {
            if !self.next_segment()? {
                self.close_interchange();
                return Ok(None);
            }
            if let Some(part) = self.place_in_envelope() {
                return Ok(Some(part));
            }
        }
    }

    fn next_segment(&mut self) -> Result<bool, ReadError> {
        loop {
            self.source.skip_while(|byte| byte.is_ascii_whitespace())?;
            let ahead = self.source.ahead(4)?;
            if ahead.is_empty() {
                return Ok(false);
            }
            if matches!(ahead, [b'I', b'S', b'A', separator] if !separator.is_ascii_alphanumeric()) {
                if self.take_isa()? {
                    return Ok(true);
                }
            } else if self.interchange.is_none() {
                self.skip_to_isa()?;
            } else if self.take_segment()? {
                return Ok(true);
            }
        }
    }

    fn here(&self, id: &str) -> Place {
        Place { segment: self.number + 1, id: id.to_owned(), byte: self.source.at, ..Place::default() }
    }

    fn skip_to_isa(&mut self) -> Result<(), ReadError> {
        let place = self.here("");
        self.faults.push(FaultKind::OutsideInterchange, place);
        loop {
            self.source.skip(1);
            self.source.skip_while(|byte| byte != b'I')?;
            match self.source.ahead(4)? {
                [b'I', b'S', b'A', separator] if !separator.is_ascii_alphanumeric() => return Ok(()),
                [] => return Ok(()),
                _ => {}
            }
        }
    }

    /// `false` where what begins with ISA is none; then it is passed over.
    fn take_isa(&mut self) -> Result<bool, ReadError> {
        let place = self.here("ISA");
        let separator = self.source.ahead(4)?[3];
        let sixteenth = match self.source.find(16, |byte| byte == separator)? {
            Found::At(offset) if offset <= ISA_FURTHEST => offset,
            _ => return Ok(self.refuse_isa(FaultKind::IsaIncomplete, place)),
        };
        let ahead = self.source.ahead(sixteenth + 3)?;
        let (Some(&component), Some(&segment)) = (ahead.get(sixteenth + 1), ahead.get(sixteenth + 2)) else {
            return Ok(self.refuse_isa(FaultKind::IsaIncomplete, place));
        };
        let bytes = ahead[..sixteenth + 2].to_vec();
        let repetition = bytes.split(|byte| *byte == separator).nth(11).and_then(|isa11| match isa11 {
            [byte] if !byte.is_ascii_alphanumeric() && *byte != b' ' => Some(*byte),
            _ => None,
        });
        let delimiters = Delimiters { element: separator, repetition, component, segment };
        if !delimiters.are_distinct() {
            return Ok(self.refuse_isa(FaultKind::DelimitersNotDistinct, place));
        }
        self.close_interchange();
        self.delimiters = delimiters;
        self.take(&bytes);
        for (number, expected) in (1..).zip(ISA_LENGTHS) {
            let found = self.segment.element(number).len() as u16;
            if found != expected {
                self.faults.push(FaultKind::IsaLength { expected, found }, self.segment.place(number));
            }
        }
        self.source.skip(bytes.len() + 1);
        Ok(true)
    }

    fn refuse_isa(&mut self, kind: FaultKind, place: Place) -> bool {
        self.close_interchange();
        self.faults.push(kind, place);
        self.source.skip(3);
        false
    }

    /// `false` where it is none; then it is passed over.
    fn take_segment(&mut self) -> Result<bool, ReadError> {
        let place = self.here("");
        let terminator = self.delimiters.segment;
        let (length, end) = match self.source.find(1, |byte| byte == terminator)? {
            Found::At(length) => (length, 1),
            Found::Ended(length) => {
                self.faults.push(FaultKind::Unterminated, place.clone());
                (length, 0)
            }
            Found::TooFar => {
                self.faults.push(FaultKind::SegmentTooLong, place);
                self.forget();
                return Ok(false);
            }
        };
        let bytes = self.source.ahead(length)?.to_vec();
        self.take(&bytes);
        self.source.skip(length + end);
        let id = self.segment.id().as_bytes();
        let is_id = (2..=3).contains(&id.len())
            && id[0].is_ascii_uppercase()
            && id.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        if !is_id {
            self.faults.push(FaultKind::SegmentId, place);
            // It still is what the trailer counts.
            self.count_in_set();
        }
        Ok(is_id)
    }

    fn take(&mut self, bytes: &[u8]) {
        self.number += 1;
        if !self.segment.take(bytes, self.delimiters, self.number, self.source.at) {
            let number =
                (0..=self.segment.elements()).find(|number| self.segment.element(*number).contains('?'));
            self.faults.push(FaultKind::Character, self.segment.place(number.unwrap_or(0)));
        }
    }

    fn count_in_set(&mut self) {
        if let Some(set) = &mut self.set {
            set.count += 1;
        }
    }

    /// Without a word: the fault that ends the interchange is said.
    fn forget(&mut self) {
        (self.set, self.group, self.interchange) = (None, None, None);
    }

    fn place_in_envelope(&mut self) -> Option<Part> {
        let open = |segment: &Segment, element, count| {
            Some(Open { control: segment.element(element).trim().to_owned(), count })
        };
        match self.segment.id() {
            "ISA" => {
                self.interchange = open(&self.segment, 13, 0);
                Some(Part::Interchange)
            }
            "GS" => {
                self.close_group();
                self.interchange.as_mut()?.count += 1;
                self.group = open(&self.segment, 6, 0);
                Some(Part::Group)
            }
            "ST" => {
                self.close_set();
                match &mut self.group {
                    Some(group) => group.count += 1,
                    None => self
                        .faults
                        .push(FaultKind::HeaderMissing { header: "GS".into() }, self.segment.place(0)),
                }
                self.set = open(&self.segment, 2, 1);
                Some(Part::Set)
            }
            "SE" => {
                self.count_in_set();
                let set = self.set.take();
                self.check_trailer("ST", set).then_some(Part::SetEnd)
            }
            "GE" => {
                self.close_set();
                let group = self.group.take();
                self.check_trailer("GS", group).then_some(Part::GroupEnd)
            }
            "IEA" => {
                self.close_group();
                let interchange = self.interchange.take();
                self.check_trailer("ISA", interchange).then_some(Part::InterchangeEnd)
            }
            "TA1" if self.interchange.is_some() && self.group.is_none() && self.set.is_none() => {
                Some(Part::InterchangeAnswer)
            }
            _ if self.set.is_some() => {
                self.count_in_set();
                Some(Part::Segment)
            }
            _ => {
                self.faults.push(FaultKind::Stray, self.segment.place(0));
                None
            }
        }
    }

    /// Element 1 of a trailer counts, element 2 repeats the control number.
    fn check_trailer(&mut self, header: &'static str, open: Option<Open>) -> bool {
        let Some(open) = open else {
            self.faults.push(FaultKind::HeaderMissing { header: header.into() }, self.segment.place(0));
            return false;
        };
        match self.segment.element(1).trim().parse::<u64>() {
            Ok(stated) if stated == open.count => {}
            Ok(stated) => {
                let kind = FaultKind::Count { stated, found: open.count };
                self.faults.push(kind, self.segment.place(1));
            }
            Err(_) => self.faults.push(FaultKind::CountNotANumber, self.segment.place(1)),
        }
        if self.segment.element(2).trim() != open.control {
            self.faults.push(FaultKind::ControlNumber, self.segment.place(2));
        }
        true
    }

    fn close_set(&mut self) {
        if self.set.take().is_some() {
            self.trailer_missing("SE");
        }
    }

    fn close_group(&mut self) {
        self.close_set();
        if self.group.take().is_some() {
            self.trailer_missing("GE");
        }
    }

    fn close_interchange(&mut self) {
        self.close_group();
        if self.interchange.take().is_some() {
            self.trailer_missing("IEA");
        }
    }

    fn trailer_missing(&mut self, trailer: &'static str) {
        self.faults.push(FaultKind::TrailerMissing { trailer: trailer.into() }, self.segment.place(0));
    }
}
