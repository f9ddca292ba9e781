use std::io::Read;

use super::ReadError;

/// Bytes with a look ahead, held in one buffer that grows to the longest segment and no further.
#[derive(Debug)]
pub(super) struct Source<R> {
    from: R,
    buffer: Vec<u8>,
    start: usize,
    ended: bool,
    /// The place in the file of what comes next.
    pub(super) at: u64,
}

/// How far ahead one looks for the end of a segment. The longest that the guides define, with every element at its
/// most, is below 4 KiB (PER, NTE, K3), a segment with binary data apart, which no claim has.
const FURTHEST: usize = 64 * 1024;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// So many bytes before it.
    At(usize),
    /// The file ends after so many.
    Ended(usize),
    TooFar,
}

impl<R: Read> Source<R> {
    pub(super) fn new(from: R) -> Self {
        Self { from, buffer: Vec::new(), start: 0, ended: false, at: 0 }
    }

    fn waiting(&self) -> &[u8] {
        &self.buffer[self.start..]
    }

    /// Reads on. `false` at the end.
    fn fill(&mut self) -> Result<bool, ReadError> {
        if self.ended {
            return Ok(false);
        }
        self.buffer.drain(..self.start);
        self.start = 0;
        let held = self.buffer.len();
        self.buffer.resize(held + FURTHEST, 0);
        let count = loop {
            match self.from.read(&mut self.buffer[held..]) {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        self.buffer.truncate(held + *count.as_ref().unwrap_or(&0));
        self.ended = count? == 0;
        Ok(!self.ended)
    }

    /// The next `count` bytes, or as many as there are.
    pub(super) fn ahead(&mut self, count: usize) -> Result<&[u8], ReadError> {
        while self.waiting().len() < count && self.fill()? {}
        let waiting = self.waiting();
        Ok(&waiting[..count.min(waiting.len())])
    }

    /// The `nth` byte, from 1, that `is` says it of.
    pub(super) fn find(&mut self, nth: usize, is: impl Fn(u8) -> bool) -> Result<Found, ReadError> {
        let (mut seen, mut count) = (0, 0);
        loop {
            for (offset, byte) in self.waiting()[seen..].iter().enumerate() {
                count += usize::from(is(*byte));
                if count == nth {
                    return Ok(Found::At(seen + offset));
                }
            }
            seen = self.waiting().len();
            if seen > FURTHEST {
                return Ok(Found::TooFar);
            }
            if !self.fill()? {
                return Ok(Found::Ended(seen));
            }
        }
    }

    pub(super) fn skip(&mut self, count: usize) {
        let count = count.min(self.waiting().len());
        self.start += count;
        self.at += count as u64;
    }

    /// Passes over what `is` says it of.
    pub(super) fn skip_while(&mut self, is: impl Fn(u8) -> bool) -> Result<(), ReadError> {
        loop {
            let count = self.waiting().iter().take_while(|byte| is(**byte)).count();
            let all = count == self.waiting().len();
            self.skip(count);
            if !all || !self.fill()? {
                return Ok(());
            }
        }
    }
}
