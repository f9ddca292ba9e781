use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::Serialize;
use specta::Type;

use crate::desk::Desk;
use crate::error::{DeskError, ErrorCode};

/// How far long work has come, in steps whose size does not matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    pub done: u32,
    pub total: u32,
}

/// Steps of which a person sees each.
const STEPS: u32 = 200;

/// Work that takes so long that a person watches it and may stop it: one at a time.
#[derive(Debug, Default)]
pub(crate) struct LongWork {
    running: AtomicBool,
    stopped: AtomicBool,
}

/// Held while the work goes on.
#[derive(Debug)]
pub(crate) struct Running<'a>(&'a LongWork);

impl LongWork {
    /// # Errors
    /// [`ErrorCode::Busy`] where other work goes on.
    pub(crate) fn begin(&self) -> Result<Running<'_>, DeskError> {
        if self.running.swap(true, Ordering::AcqRel) {
            return Err(ErrorCode::Busy.into());
        }
        self.stopped.store(false, Ordering::Release);
        Ok(Running(self))
    }
}

impl Running<'_> {
    /// Passes on how far the work has come, each step once, and whether to go on.
    pub(crate) fn watch<'w>(
        &'w self,
        progress: &'w mut dyn FnMut(Progress),
    ) -> impl FnMut(u64, u64) -> ControlFlow<()> + 'w {
        let mut shown = None;
        move |done, total| {
            let steps = u64::from(STEPS) * done / total.max(1);
            let done = u32::try_from(steps).map_or(STEPS, |steps| steps.min(STEPS));
            if shown != Some(done) {
                shown = Some(done);
                progress(Progress { done, total: STEPS });
            }
            match self.0.stopped.load(Ordering::Acquire) {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            }
        }
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.running.store(false, Ordering::Release);
    }
}

impl Desk {
    /// Stops the long work that is under way, which then ends with [`ErrorCode::Stopped`] and leaves everything as it
    /// was.
    pub fn stop_work(&self) {
        self.long_work.stopped.store(true, Ordering::Release);
    }
}
