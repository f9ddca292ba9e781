use std::io::{self, Write};

use super::Delimiters;

/// What ISA and GS say of a file: who sends it to whom, when, and under which number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    pub delimiters: Delimiters,
    /// ISA05, two characters, and ISA06, at most 15.
    pub sender: (String, String),
    /// ISA07 and ISA08.
    pub receiver: (String, String),
    /// GS02 and GS03.
    pub application_sender: String,
    pub application_receiver: String,
    pub stamp: Stamp,
    /// ISA13, at most nine digits; GS06 is the same.
    pub control_number: u32,
    /// ISA15: a test, not for payment.
    pub test: bool,
    /// GS01, for example `HC`.
    pub functional_id: &'static str,
    /// GS08 and ST03, for example `005010X222A1`.
    pub version: &'static str,
}

/// When a file is written, told by whoever reads the clock. All digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// `CCYYMMDD`
    pub date: String,
    /// `HHMM`
    pub time: String,
}

/// Writes one interchange with one group and its transaction sets, segment by segment, and counts.
///
/// Elements are written as they are: whoever calls has made sure that none holds a delimiter.
#[derive(Debug)]
pub struct SetWriter<W> {
    to: W,
    delimiters: Delimiters,
    control_number: u32,
    version: &'static str,
    sets: u32,
    /// Of the set, with ST.
    segments: u64,
    line: Vec<u8>,
}

impl<W: Write> SetWriter<W> {
    /// Writes ISA and GS.
    pub fn begin(to: W, envelope: &Envelope) -> io::Result<Self> {
        let mut writer = Self {
            to,
            delimiters: envelope.delimiters,
            control_number: envelope.control_number,
            version: envelope.version,
            sets: 0,
            segments: 0,
            line: Vec::with_capacity(256),
        };
        let one = |byte: u8| char::from(byte).to_string();
        let repetition = envelope.delimiters.repetition.map_or_else(|| "U".to_owned(), one);
        let test = if envelope.test { "T" } else { "P" };
        let control = format!("{:09}", envelope.control_number);
        let Stamp { date, time } = &envelope.stamp;
        writer.segment(&[
            "ISA",
            "00",
            &" ".repeat(10),
            "00",
            &" ".repeat(10),
            &format!("{:<2}", envelope.sender.0),
            &format!("{:<15}", envelope.sender.1),
            &format!("{:<2}", envelope.receiver.0),
            &format!("{:<15}", envelope.receiver.1),
            date.get(2..).unwrap_or_default(),
            time,
            &repetition,
            "00501",
            &control,
            "0",
            test,
            &one(envelope.delimiters.component),
        ])?;
        writer.segment(&[
            "GS",
            envelope.functional_id,
            &envelope.application_sender,
            &envelope.application_receiver,
            date,
            time,
            &envelope.control_number.to_string(),
            "X",
            envelope.version,
        ])?;
        Ok(writer)
    }

    /// How many sets were begun: the control number of the last.
    pub const fn sets(&self) -> u32 {
        self.sets
    }

    /// The segments of the set so far, ST among them.
    pub const fn segments(&self) -> u64 {
        self.segments
    }

    /// Writes ST; `set` is ST01. The sets of a file are numbered from 1.
    pub fn begin_set(&mut self, set: &str) -> io::Result<()> {
        self.sets += 1;
        self.segments = 0;
        let control = self.set_control();
        self.segment(&["ST", set, &control, self.version])
    }

    /// Writes SE.
    pub fn end_set(&mut self) -> io::Result<()> {
        let (segments, control) = ((self.segments + 1).to_string(), self.set_control());
        self.segment(&["SE", &segments, &control])
    }

    fn set_control(&self) -> String {
        format!("{:04}", self.sets)
    }

    /// Writes a segment: its identifier and its elements, those empty at the end left out (X12.6).
    pub fn segment<S: AsRef<[u8]>>(&mut self, elements: &[S]) -> io::Result<()> {
        let filled =
            elements.iter().rposition(|element| !element.as_ref().is_empty()).map_or(0, |last| last + 1);
        self.line.clear();
        for (number, element) in elements[..filled].iter().enumerate() {
            if number > 0 {
                self.line.push(self.delimiters.element);
            }
            self.line.extend_from_slice(element.as_ref());
        }
        self.line.push(self.delimiters.segment);
        self.line.push(b'\n');
        self.segments += 1;
        self.to.write_all(&self.line)
    }

    /// Writes GE and IEA, and gives back what was written to.
    pub fn end(mut self) -> io::Result<W> {
        let (sets, control) = (self.sets.to_string(), self.control_number);
        self.segment(&["GE", &sets, &control.to_string()])?;
        self.segment(&["IEA", "1", &format!("{control:09}")])?;
        Ok(self.to)
    }
}
