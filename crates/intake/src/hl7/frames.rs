//! A file to its messages, one at a time: MLLP frames, batches, or messages one behind the other. Source: HL7 v2.5.1,
//! sections 2.10.3 (batches) and 2.6 (segments), and *Transport Specification: MLLP, Release 1*.

use std::io::{self, BufRead};

use crate::draft::ProblemKind;

/// The longest message that is read, in bytes: a scan of some hundred pages in base64.
pub const MOST_MESSAGE_BYTES: usize = 67_108_864;

const START: u8 = 0x0b;
const END: u8 = 0x1c;

/// Bytes of a file that belong together.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    /// From `MSH` on, without the characters that frame it. Empty where `fault` says why.
    pub(crate) bytes: Vec<u8>,
    /// Of the first byte, from 0.
    pub(crate) at: u64,
    pub(crate) fault: Option<ProblemKind>,
}

#[derive(Debug)]
pub(crate) struct Frames<R> {
    source: R,
    at: u64,
    /// A line that began the next frame.
    held: Option<Line>,
    /// A line in which another header stands, and from which byte of it on it is to be read.
    glued: Option<(Line, usize)>,
    /// Messages since the last batch header.
    counted: u32,
}

#[derive(Debug)]
struct Line {
    /// With its end, which is CR, LF or the end of an MLLP frame.
    bytes: Vec<u8>,
    at: u64,
    too_long: bool,
}

enum Kind {
    Blank,
    Header,
    /// FHS, BHS, BTS, FTS.
    Envelope,
    Segment,
}

impl Line {
    fn kind(&self) -> Kind {
        let bytes = self.bytes.as_slice();
        match bytes.get(..3) {
            _ if bytes.trim_ascii().is_empty() => Kind::Blank,
            Some(b"MSH") if is_delimited(bytes) => Kind::Header,
            Some(b"FHS" | b"BHS" | b"BTS" | b"FTS") if is_delimited(bytes) => Kind::Envelope,
            _ => Kind::Segment,
        }
    }

    fn ends_frame(&self) -> bool {
        self.bytes.last() == Some(&END)
    }

    fn append_to(&self, message: &mut Vec<u8>) {
        message.extend_from_slice(self.bytes.strip_suffix(&[END]).unwrap_or(&self.bytes));
    }
}

fn is_delimited(line: &[u8]) -> bool {
    match line.get(3) {
        None => true,
        Some(byte) => !byte.is_ascii_alphanumeric() && *byte != b' ' && *byte < 0x80,
    }
}

impl<R: BufRead> Frames<R> {
    pub(crate) const fn new(source: R) -> Self {
        Self { source, at: 0, held: None, glued: None, counted: 0 }
    }

    pub(crate) fn next_frame(&mut self) -> io::Result<Option<Frame>> {
        let Some(first) = self.next_line_with_something()? else { return Ok(None) };
        let mut frame = Frame { bytes: Vec::new(), at: first.at, fault: None };
        match first.kind() {
            Kind::Header => {
                self.counted = self.counted.saturating_add(1);
                first.append_to(&mut frame.bytes);
            }
            Kind::Envelope => {
                frame.fault = self.count(&first.bytes).then_some(ProblemKind::Count);
                // A header says nothing of a patient, and a trailer that counts right neither.
                return match frame.fault {
                    Some(_) => Ok(Some(frame)),
                    None => self.next_frame_behind_envelope(),
                };
            }
            Kind::Segment | Kind::Blank => frame.fault = Some(ProblemKind::OutsideMessage),
        }
        let mut too_large = first.too_long;
        let mut ended = first.ends_frame();
        while !ended && let Some(line) = self.line()? {
            if matches!(line.kind(), Kind::Header | Kind::Envelope) {
                self.held = Some(line);
                break;
            }
            ended = line.ends_frame();
            too_large |= line.too_long || frame.bytes.len() + line.bytes.len() > MOST_MESSAGE_BYTES;
            match frame.fault.is_some() || too_large {
                true => frame.bytes = Vec::new(),
                false => line.append_to(&mut frame.bytes),
            }
        }
        if too_large && frame.fault.is_none() {
            frame.bytes = Vec::new();
            frame.fault = Some(ProblemKind::TooLarge { limit: MOST_MESSAGE_BYTES as u32 });
        }
        Ok(Some(frame))
    }

    /// Envelopes may follow each other without end, so that this is no recursion.
    fn next_frame_behind_envelope(&mut self) -> io::Result<Option<Frame>> {
        while let Some(line) = self.next_line_with_something()? {
            if !matches!(line.kind(), Kind::Envelope) {
                self.held = Some(line);
                return self.next_frame();
            }
            if self.count(&line.bytes) {
                let fault = Some(ProblemKind::Count);
                return Ok(Some(Frame { bytes: Vec::new(), at: line.at, fault }));
            }
        }
        Ok(None)
    }

    /// Whether a batch trailer counts other messages than there were.
    fn count(&mut self, envelope: &[u8]) -> bool {
        let counted = self.counted;
        match envelope.get(..3) {
            Some(b"BHS") => {
                self.counted = 0;
                false
            }
            Some(b"BTS") => {
                let stated = envelope.get(4..).unwrap_or_default();
                let digits: Vec<u8> = stated.iter().copied().take_while(u8::is_ascii_digit).collect();
                let stated: Option<u32> = String::from_utf8_lossy(&digits).parse().ok();
                stated.is_some_and(|stated| stated != counted)
            }
            _ => false,
        }
    }

    fn next_line_with_something(&mut self) -> io::Result<Option<Line>> {
        if let Some(held) = self.held.take() {
            return Ok(Some(held));
        }
        while let Some(line) = self.line()? {
            if !matches!(line.kind(), Kind::Blank) && line.bytes != [END] {
                return Ok(Some(line));
            }
        }
        Ok(None)
    }

    /// The next line, or what of it is one message's: files whose last line has no end are laid one behind the other.
    fn line(&mut self) -> io::Result<Option<Line>> {
        let (line, from) = match self.glued.take() {
            Some(glued) => glued,
            None => match self.whole_line()? {
                Some(line) => (line, 0),
                None => return Ok(None),
            },
        };
        let next = line.header_behind(from);
        if from == 0 && next.is_none() {
            return Ok(Some(line));
        }
        let bytes = line.bytes.get(from..next.unwrap_or(line.bytes.len())).unwrap_or_default().to_vec();
        let piece = Line { bytes, at: line.at + from as u64, too_long: line.too_long };
        self.glued = next.map(|next| (line, next));
        Ok(Some(piece))
    }

    /// Without the marks in front of a message; what exceeds a message's size is passed over.
    fn whole_line(&mut self) -> io::Result<Option<Line>> {
        let mut line = Line { bytes: Vec::new(), at: self.at, too_long: false };
        loop {
            let chunk = match self.source.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if chunk.is_empty() {
                return Ok((self.at > line.at).then(|| line.without_marks()));
            }
            let end = chunk.iter().position(|byte| matches!(byte, b'\r' | b'\n' | &END));
            let used = end.map_or(chunk.len(), |end| end + 1);
            match line.bytes.len() + used > MOST_MESSAGE_BYTES {
                true => line.too_long = true,
                false => line.bytes.extend_from_slice(chunk.get(..used).unwrap_or_default()),
            }
            self.source.consume(used);
            self.at += used as u64;
            if end.is_some() {
                return Ok(Some(line.without_marks()));
            }
        }
    }
}

impl Line {
    /// Where the next header begins inside the line, behind a byte of it. Its delimiters stand in no field but escaped.
    fn header_behind(&self, from: usize) -> Option<usize> {
        let begins_header = |bytes: &[u8]| match bytes {
            [b'M', b'S', b'H', b'|', rest @ ..] => {
                rest.starts_with(b"^~\\&|") || rest.starts_with(b"^~\\&#|")
            }
            _ => false,
        };
        (from + 1..self.bytes.len()).find(|at| self.bytes.get(*at..).is_some_and(begins_header))
    }

    /// Without byte order mark, start of frame, and blanks before a header.
    fn without_marks(mut self) -> Self {
        let mut rest = self.bytes.as_slice();
        loop {
            let marks: [&[u8]; 2] = [b"\xEF\xBB\xBF", &[START]];
            match marks.iter().find_map(|mark| rest.strip_prefix(*mark)) {
                Some(behind) => rest = behind,
                None => break,
            }
        }
        let bare = rest.trim_ascii_start();
        if bare.starts_with(b"MSH") {
            rest = bare;
        }
        let before = self.bytes.len() - rest.len();
        if before > 0 {
            self.bytes.drain(..before);
            self.at += before as u64;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(file: &[u8], expected: &Expect) {
        let mut frames = Frames::new(file);
        let mut lines = Vec::new();
        while let Some(frame) = frames.next_frame().unwrap() {
            let text = String::from_utf8_lossy(&frame.bytes).escape_debug().to_string();
            lines.push(format!("{} {:?} {text}", frame.at, frame.fault));
        }
        expected.assert_eq(&lines.join("\n"));
    }

    #[test]
    fn messages_are_framed_in_every_way() {
        check(
            b"MSH|^~\\&|A\rPID|1\rMSH|^~\\&|B\rPID|2",
            &expect![[r#"
            0 None MSH|^~\\&|A\rPID|1\r
            17 None MSH|^~\\&|B\rPID|2"#]],
        );
        check(
            b"\xEF\xBB\xBF\x0bMSH|^~\\&|A\r\nPID|1\r\n\x1c\r\x0bMSH|^~\\&|B\r\x1c\r",
            &expect![[r#"
            4 None MSH|^~\\&|A\r\nPID|1\r\n
            26 None MSH|^~\\&|B\r"#]],
        );
        check(
            b"FHS|^~\\&\rBHS|^~\\&\rMSH|^~\\&|A\rBTS|1\rFTS|1\r",
            &expect![[r#"
            18 None MSH|^~\\&|A\r"#]],
        );
        check(
            b"BHS|^~\\&\rMSH|^~\\&|A\rBTS|3\rFTS|1\r",
            &expect![[r#"
            9 None MSH|^~\\&|A\r
            20 Some(Count) "#]],
        );
        check(
            b"PID|1\nOBX|1\n\nMSH|^~\\&|A\n\nPID|1\n",
            &expect![[r#"
            0 Some(OutsideMessage) 
            13 None MSH|^~\\&|A\n\nPID|1\n"#]],
        );
        check(
            b"MSH|^~\\&|A\rPID|1MSH|^~\\&|BMSH|^~\\&|C\rPID|MSH|2",
            &expect![[r#"
                0 None MSH|^~\\&|A\rPID|1
                16 None MSH|^~\\&|B
                26 None MSH|^~\\&|C\rPID|MSH|2"#]],
        );
        check(b"", &expect![""]);
        check(b"\r\n\x1c\r", &expect![""]);
    }

    #[test]
    fn a_message_without_end_fills_no_memory() {
        use std::io::{BufReader, Read, repeat};
        let endless =
            b"MSH|^~\\&|".chain(repeat(b'A').take(3 * MOST_MESSAGE_BYTES as u64)).chain(&b"\rMSH|B"[..]);
        let mut frames = Frames::new(BufReader::new(endless));
        let first = frames.next_frame().unwrap().unwrap();
        assert_eq!(first.fault, Some(ProblemKind::TooLarge { limit: MOST_MESSAGE_BYTES as u32 }));
        assert_eq!(frames.next_frame().unwrap().unwrap().bytes, b"MSH|B");
        assert!(frames.next_frame().unwrap().is_none());
    }
}
