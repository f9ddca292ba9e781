//! Files of messages, read one message at a time, so that a file of any size needs the memory of its largest message.

use std::io::{self, BufRead, BufReader, Read as _};

use encoding_rs_io::DecodeReaderBytes;
use thiserror::Error;

use crate::draft::{Draft, Origin, Problem, ProblemKind};
use crate::fhir::KnownResources;
use crate::{Format, MOST_MESSAGE_BYTES};
use crate::{ccda, fhir, hl7};

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
    byte: u64,
}

/// What a file says that is one message.
type Read = fn(&[u8]) -> (Vec<Draft>, Vec<Problem>);

#[derive(Debug)]
enum Reader<R> {
    Hl7(hl7::Frames<Source<R>>),
    Whole { source: Source<R>, read: Read },
    Lines { source: Source<R>, known: KnownResources },
}

/// The bytes of a file; of one in UTF-16, as some tools of Windows write text, those of the same text in UTF-8.
#[derive(Debug)]
enum Source<R> {
    Plain(R),
    Utf16(BufReader<DecodeReaderBytes<R, Vec<u8>>>),
}

impl<R: BufRead> Source<R> {
    fn of(mut source: R) -> Self {
        const MARKS: [&[u8]; 2] = [&[0xFF, 0xFE], &[0xFE, 0xFF]];
        // What cannot be read now will be found out when it is.
        let is_utf16 = source.fill_buf().is_ok_and(|begin| MARKS.iter().any(|mark| begin.starts_with(mark)));
        match is_utf16 {
            true => Self::Utf16(BufReader::new(DecodeReaderBytes::new(source))),
            false => Self::Plain(source),
        }
    }
}

impl<R: BufRead> io::Read for Source<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(source) => source.read(into),
            Self::Utf16(source) => source.read(into),
        }
    }
}

impl<R: BufRead> BufRead for Source<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self {
            Self::Plain(source) => source.fill_buf(),
            Self::Utf16(source) => source.fill_buf(),
        }
    }

    fn consume(&mut self, bytes: usize) {
        match self {
            Self::Plain(source) => source.consume(bytes),
            Self::Utf16(source) => source.consume(bytes),
        }
    }
}

impl<R: BufRead> Arrivals<R> {
    /// `None` where the format is none of messages.
    pub fn new(format: Format, source: R) -> Option<Self> {
        let source = Source::of(source);
        let reader = match format {
            Format::Hl7v2 => Reader::Hl7(hl7::Frames::new(source)),
            Format::Fhir => Reader::Whole { source, read: fhir::read },
            Format::FhirLines => Reader::Lines { source, known: KnownResources::default() },
            Format::Ccda => Reader::Whole { source, read: ccda::read },
            Format::X12
            | Format::Pdf
            | Format::Word
            | Format::RichText
            | Format::Image
            | Format::Text
            | Format::Worklist
            | Format::Unknown => return None,
        };
        Some(Self { reader, number: 0, byte: 0 })
    }

    /// Reads lines by what the files before this one said.
    #[must_use]
    pub fn knowing(mut self, resources: KnownResources) -> Self {
        if let Reader::Lines { known, .. } = &mut self.reader {
            *known = resources;
        }
        self
    }

    /// What the lines that were read say of what others refer to; `None` where the file is none of lines.
    pub fn into_known(self) -> Option<KnownResources> {
        match self.reader {
            Reader::Lines { known, .. } => Some(known),
            Reader::Hl7(_) | Reader::Whole { .. } => None,
        }
    }

    /// The next message; `None` at the end of the file. One without drafts and problems says nothing of an encounter.
    ///
    /// # Errors
    /// The bytes did not come. What is wrong with them is a problem, not an error.
    pub fn next_arrival(&mut self) -> Result<Option<Arrival>, ReadError> {
        let (raw, byte, fault) = match &mut self.reader {
            Reader::Hl7(frames) => {
                let Some(frame) = frames.next_frame()? else { return Ok(None) };
                (frame.bytes, frame.at, frame.fault)
            }
            Reader::Whole { source, .. } => {
                if self.number > 0 {
                    return Ok(None);
                }
                let (raw, is_too_large) = whole(source)?;
                (raw, 0, is_too_large.then_some(TOO_LARGE))
            }
            Reader::Lines { source, .. } => loop {
                let begun = self.byte;
                let Some((raw, length, is_too_large)) = line(source)? else { return Ok(None) };
                self.byte += length;
                if is_too_large || !raw.trim_ascii().is_empty() {
                    break (raw, begun, is_too_large.then_some(TOO_LARGE));
                }
            },
        };
        self.number = self.number.saturating_add(1);
        let arrival = Arrival { number: self.number, byte, ..Arrival::default() };
        if let Some(kind) = fault {
            let problems = vec![Problem { kind, place: Origin::default() }];
            return Ok(Some(Arrival { problems, ..arrival }));
        }
        let (drafts, problems) = match &mut self.reader {
            Reader::Hl7(_) => (hl7::read(&raw), Vec::new()),
            Reader::Whole { read, .. } => read(&raw),
            Reader::Lines { known, .. } => fhir::read_line(&raw, known),
        };
        Ok(Some(Arrival { raw, drafts, problems, ..arrival }))
    }
}

const TOO_LARGE: ProblemKind = ProblemKind::TooLarge { limit: MOST_MESSAGE_BYTES as u32 };

/// All that comes, and whether it is more than is read.
fn whole(source: &mut impl BufRead) -> io::Result<(Vec<u8>, bool)> {
    let mut bytes = Vec::new();
    source.take(MOST_MESSAGE_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    match bytes.len() > MOST_MESSAGE_BYTES {
        true => Ok((Vec::new(), true)),
        false => Ok((bytes, false)),
    }
}

/// A line without its end, its length with it, and whether it is more than is read; such a line is passed over.
fn line(source: &mut impl BufRead) -> io::Result<Option<(Vec<u8>, u64, bool)>> {
    let mut bytes = Vec::new();
    let mut length = 0;
    let mut is_too_large = false;
    loop {
        let chunk = match source.fill_buf() {
            Ok(chunk) => chunk,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if chunk.is_empty() {
            return Ok((length > 0).then_some((bytes, length, is_too_large)));
        }
        let end = chunk.iter().position(|byte| *byte == b'\n');
        let used = end.map_or(chunk.len(), |end| end + 1);
        let kept = chunk.get(..end.unwrap_or(used)).unwrap_or_default();
        match is_too_large || bytes.len() + kept.len() > MOST_MESSAGE_BYTES {
            true => {
                is_too_large = true;
                bytes = Vec::new();
            }
            false => bytes.extend_from_slice(kept),
        }
        source.consume(used);
        length += used as u64;
        if end.is_some() {
            return Ok(Some((bytes, length, is_too_large)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{recognise, value};

    #[test]
    fn files_in_utf_16() {
        let files = [
            ("MSH|^~\\&|A||||||ADT^A08|1\r\nPID|1||1||Mu\u{f1}oz\r\n", Format::Hl7v2),
            ("{\"resourceType\": \"Patient\", \"name\": [{\"family\": \"Mu\u{f1}oz\"}]}", Format::Fhir),
            (
                "<ClinicalDocument xmlns='urn:hl7-org:v3'><recordTarget><patientRole><patient><name><family>Mu\u{f1}oz</family></name></patient></patientRole></recordTarget></ClinicalDocument>",
                Format::Ccda,
            ),
        ];
        for (text, format) in files {
            let little = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes));
            let big = [0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes));
            for bytes in [text.bytes().collect(), little.collect::<Vec<u8>>(), big.collect()] {
                assert_eq!(recognise("", &bytes), format);
                let mut arrivals = Arrivals::new(format, bytes.as_slice()).unwrap();
                let draft = arrivals.next_arrival().unwrap().unwrap().drafts.remove(0);
                assert_eq!(value(&draft.patient.last_name).unwrap(), "Mu\u{f1}oz");
                assert_eq!(arrivals.next_arrival(), Ok(None));
            }
        }
    }
}
