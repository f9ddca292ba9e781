//! Files of messages, read one message at a time, so that a file of any size needs the memory of its largest message.

use std::io::{self, BufRead};

use thiserror::Error;

use crate::Format;
use crate::draft::{Draft, Problem};
use crate::hl7;

/// One message of a file, with everything that it says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arrival {
    /// As it came, without what framed it; empty where it is too large to be read.
    pub raw: Vec<u8>,
    /// Counted from 1 in its file.
    pub number: u32,
    /// Of its first byte in the file, from 0.
    pub byte: u64,
    /// One for each visit, or for the patient where it is about no visit.
    pub drafts: Vec<Draft>,
    /// What is wrong with the message as a whole, where nothing could be read of it.
    pub problems: Vec<Problem>,
}

/// Why nothing more can be read: the bytes did not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the file cannot be read: {0}")]
pub struct ReadError(pub io::ErrorKind);

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        Self(error.kind())
    }
}

/// The messages of a file.
#[derive(Debug)]
pub struct Arrivals<R> {
    reader: Reader<R>,
    number: u32,
}

#[derive(Debug)]
enum Reader<R> {
    Hl7(hl7::Frames<R>),
}

impl<R: BufRead> Arrivals<R> {
    /// `None` where the format is none of messages.
    pub fn new(format: Format, source: R) -> Option<Self> {
        let reader = match format {
            Format::Hl7v2 => Reader::Hl7(hl7::Frames::new(source)),
            _ => return None,
        };
        Some(Self { reader, number: 0 })
    }

    /// The next message; `None` at the end of the file.
    ///
    /// # Errors
    /// The bytes did not come. What is wrong with them is a problem, not an error.
    pub fn next_arrival(&mut self) -> Result<Option<Arrival>, ReadError> {
        self.number = self.number.saturating_add(1);
        let number = self.number;
        match &mut self.reader {
            Reader::Hl7(frames) => {
                let Some(frame) = frames.next_frame()? else { return Ok(None) };
                let arrival = Arrival { number, byte: frame.at, ..Arrival::default() };
                Ok(Some(match frame.fault {
                    Some(kind) => {
                        Arrival { problems: vec![Problem { kind, place: Default::default() }], ..arrival }
                    }
                    None => Arrival { drafts: hl7::read(&frame.bytes), raw: frame.bytes, ..arrival },
                }))
            }
        }
    }
}
