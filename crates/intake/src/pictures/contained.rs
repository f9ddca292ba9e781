use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use crate::draft::ProblemKind;

/// Of a decoder that goes through what lies inside each other.
const STACK: usize = 67_108_864;
/// How many may run at once, those that were given up included.
const MOST_RUNNING: usize = 6;
const BETWEEN_LOOKS: Duration = Duration::from_millis(20);

static RUNNING: AtomicUsize = AtomicUsize::new(0);

/// Runs a decoder of somebody else's on a thread of its own. One that panics has not understood the file; one that is not done
/// when the time is over is given up and ends by itself. Neither takes anything with it, since every crate that is called is
/// safe Rust and holds nothing of ours. A thread, because none of them can be stopped from within.
pub(super) fn contained<T: Send + 'static>(
    goes_on: &dyn Fn() -> bool,
    work: impl FnOnce() -> Result<T, ProblemKind> + Send + 'static,
) -> Result<T, ProblemKind> {
    let Some(place) = Place::take() else { return Err(ProblemKind::TimeOut) };
    let (done, waiting) = mpsc::channel();
    let thread = thread::Builder::new().name("page".to_owned()).stack_size(STACK).spawn(move || {
        let _place = place;
        // Nobody may be waiting any more.
        let _ = done.send(work());
    });
    thread.map_err(|_| ProblemKind::TimeOut)?;
    loop {
        match waiting.recv_timeout(BETWEEN_LOOKS) {
            Ok(result) => return result,
            Err(RecvTimeoutError::Disconnected) => return Err(ProblemKind::NotUnderstood),
            Err(RecvTimeoutError::Timeout) if goes_on() => {}
            Err(RecvTimeoutError::Timeout) => return Err(ProblemKind::TimeOut),
        }
    }
}

/// One of the threads that may run.
struct Place;

impl Place {
    fn take() -> Option<Self> {
        let place = Self;
        (RUNNING.fetch_add(1, Ordering::AcqRel) < MOST_RUNNING).then_some(place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        RUNNING.fetch_sub(1, Ordering::AcqRel);
    }
}
