use std::fmt;

use jiff::civil::DateTime;
use jiff::{Span, ToSpan};
use serde::{Deserialize, Serialize};
use specta::Type;

/// Where in a message something stands, as people of its format write it; what is the first of its kind has no number.
/// Quotes nothing of what stands there.
///
/// - HL7 v2: segment, field, component, subcomponent, counted from 1: `PID-5.1`, the second repetition `PID-3[2].4.2`, the
///   third segment of its name `OBX[3]-5`.
/// - FHIR: `Patient/123.name[1].family`, elements of lists counted from 0 as in FHIRPath; in front the resource.
/// - C-CDA: the path of elements below the document, counted from 1 as in XPath:
///   `recordTarget/patientRole/id[2]/@extension`.
/// - A worklist: the column by its letter and the row, as spreadsheets have them, then the heading: `B7 "DOB"`. Of a text the
///   row is the line of the file at which it begins.
/// - Empty: the message as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(transparent)]
pub struct Origin(pub String);

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A field that a message says something of. One that it does not mention is `Option::<Carried<T>>::None`, and what is
/// known stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Carried<T> {
    /// `None` where the message says in so many words that there is none (HL7's `""`): what is known is to be deleted.
    pub value: Option<T>,
    pub origin: Origin,
}

impl<T> Carried<T> {
    pub(crate) const fn new(value: T, origin: Origin) -> Self {
        Self { value: Some(value), origin }
    }

    pub(crate) fn and_then<U>(self, read: impl FnOnce(T) -> Option<U>) -> Option<Carried<U>> {
        match self.value {
            None => Some(Carried { value: None, origin: self.origin }),
            Some(value) => read(value).map(|value| Carried { value: Some(value), origin: self.origin }),
        }
    }
}

/// The value of a field that is carried and not deleted.
pub fn value<T>(field: &Option<Carried<T>>) -> Option<&T> {
    field.as_ref().and_then(|carried| carried.value.as_ref())
}

/// A time as a sender wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Moment {
    /// By the clock of the sender's place.
    pub local: DateTime,
    /// How far that clock is ahead of UTC, in minutes, where it was said.
    pub offset: Option<i16>,
}

impl Moment {
    /// The time by which messages of one sender are put in order: UTC, where the sender said its offset.
    pub fn order(&self) -> DateTime {
        let ahead: Span = i64::from(self.offset.unwrap_or(0)).minutes();
        self.local.checked_sub(ahead).unwrap_or(self.local)
    }
}
