use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// The one clock of the application. Everyone else is told the time.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// The clock on the wall.
    pub fn wall() -> Self {
        #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the wall clock")]
        Self(Arc::new(Timestamp::now))
    }

    /// A clock that somebody else moves, for journeys that wait without waiting.
    pub fn told(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    pub fn now(&self) -> Timestamp {
        (self.0)()
    }

    /// Today where the user is.
    pub fn today(&self) -> Date {
        self.now().to_zoned(TimeZone::system()).date()
    }
}

/// A moment by the clock of the place where the user is.
pub(crate) fn local_time(at: SystemTime) -> Option<DateTime> {
    let at = Timestamp::try_from(at).ok()?;
    Some(at.to_zoned(TimeZone::system()).datetime())
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}
