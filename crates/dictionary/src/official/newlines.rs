use std::io::{self, Read};

/// Text with every line end as one line feed, the last line's too, whichever of CR LF, CR and LF it has: so that lines
/// can be counted, which the csv crate does late by one where a line ends in CR LF.
pub(super) struct Newlines<R> {
    text: R,
    /// The last byte read was a carriage return, given on as a line feed: a line feed behind it is of the same end.
    after_return: bool,
    ended: bool,
    last: u8,
}

impl<R> Newlines<R> {
    pub(super) const fn new(text: R) -> Self {
        Self { text, after_return: false, ended: false, last: b'\n' }
    }
}

impl<R: Read> Read for Newlines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.ended || buffer.is_empty() {
                return Ok(0);
            }
            let length = self.text.read(buffer)?;
            if length == 0 {
                self.ended = true;
                let missing = self.last != b'\n';
                if let Some(first) = buffer.first_mut().filter(|_| missing) {
                    *first = b'\n';
                }
                return Ok(usize::from(missing));
            }
            let mut kept = 0;
            for at in 0..length {
                let byte = buffer[at];
                let is_second = byte == b'\n' && self.after_return;
                self.after_return = byte == b'\r';
                if !is_second {
                    buffer[kept] = if self.after_return { b'\n' } else { byte };
                    kept += 1;
                }
            }
            // A lone line feed of an end that was given on already is not the end of the text.
            if kept > 0 {
                self.last = buffer[kept - 1];
                return Ok(kept);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives one byte at a time.
    struct Drip<'a>(&'a [u8]);

    impl Read for Drip<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let most = buffer.len().min(1);
            self.0.read(&mut buffer[..most])
        }
    }

    #[test]
    fn every_line_ends_alike() {
        for (text, expected) in [
            ("", ""),
            ("a", "a\n"),
            ("a\r\n\r\nb\rc\nd", "a\n\nb\nc\nd\n"),
            ("\r\r\n\n", "\n\n\n"),
            ("a\r", "a\n"),
        ] {
            let mut read = String::new();
            Newlines::new(text.as_bytes()).read_to_string(&mut read).unwrap();
            assert_eq!(read, expected);
            read.clear();
            Newlines::new(Drip(text.as_bytes())).read_to_string(&mut read).unwrap();
            assert_eq!(read, expected, "byte by byte");
        }
    }
}
