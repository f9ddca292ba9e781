use std::io::{self, Read};
use std::ops::ControlFlow;

use crate::{Result, VaultError};

/// Is told how many bytes of how many are done, and says whether to go on.
pub type Watch<'a> = dyn FnMut(u64, u64) -> ControlFlow<()> + 'a;

/// For work that nobody watches.
pub fn unwatched(_: u64, _: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// How far long work has come. Once it is told to stop, whatever it does next fails.
pub(crate) struct Course<'a, 'w> {
    done: u64,
    total: u64,
    watch: &'a mut Watch<'w>,
    stopped: bool,
}

impl<'a, 'w> Course<'a, 'w> {
    pub(crate) fn new(done: u64, total: u64, watch: &'a mut Watch<'w>) -> Self {
        Self { done, total, watch, stopped: false }
    }

    pub(crate) fn at(&mut self, done: u64) -> Result<()> {
        self.done = done;
        self.total = self.total.max(done);
        self.stopped |= (self.watch)(self.done, self.total).is_break();
        if self.stopped { Err(VaultError::Stopped) } else { Ok(()) }
    }

    /// Counts what is read.
    pub(crate) fn reads<'c, R: Read>(&'c mut self, from: R) -> Counted<'a, 'c, 'w, R> {
        Counted { from, course: self }
    }

    /// What failed because it was stopped was stopped.
    pub(crate) fn result<T>(&self, result: Result<T>) -> Result<T> {
        match result {
            Err(_) if self.stopped => Err(VaultError::Stopped),
            result => result,
        }
    }
}

pub(crate) struct Counted<'a, 'c, 'w, R> {
    from: R,
    course: &'c mut Course<'a, 'w>,
}

impl<R: Read> Read for Counted<'_, '_, '_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(buffer)?;
        let done = self.course.done + read as u64;
        self.course.at(done).map_err(io::Error::other)?;
        Ok(read)
    }
}
