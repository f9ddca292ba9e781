use serde::{Deserialize, Serialize};
use specta::Type;

use super::Origin;

/// Something of a message that cannot be taken as it stands. It names the place and quotes nothing of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename = "IntakeProblem")]
pub struct Problem {
    #[serde(flatten)]
    pub kind: ProblemKind,
    pub place: Origin,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename = "IntakeProblemKind")]
#[serde(tag = "problem", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum ProblemKind {
    /// Longer than is read. Nothing of it was.
    TooLarge {
        limit: u32,
    },
    /// More levels inside each other than are read.
    TooDeep {
        limit: u32,
    },
    /// Bytes between messages that belong to none.
    OutsideMessage,
    /// No JSON, at this line.
    Json {
        line: u32,
    },
    /// No XML, or XML with a document type, at this line.
    Xml {
        line: u32,
    },
    /// Not of the format that it seemed to be of.
    NotUnderstood,
    /// An event of which nothing becomes an encounter.
    EventNotTaken,
    /// Neither a name nor a number of a patient.
    NoPatient,
    /// About a visit of which it has no number.
    NoVisitNumber,
    /// About a document, which is not in it.
    NoContent,
    /// A document that lies elsewhere, to which the message only points.
    ContentElsewhere,
    /// A document in a format that is neither read nor shown.
    NoText,
    /// A document of pictures alone, without text: it is shown as it is.
    Scanned,
    /// A file that asks for a password.
    Protected,
    /// The time that there was for a file is over.
    TimeOut,
    /// The header names another event than the message.
    EventsDisagree,
    /// The message has another character set than it says. It was read as Windows-1252.
    CharacterSet,
    /// A line that is no segment. It was read as a line of the field before it.
    NotASegment,
    /// An escape sequence that is not known. It stays as it was written.
    Escape,
    /// No date that there is.
    Date,
    /// A date without its day.
    PartialDate,
    NotANumber,
    /// Not in the list of codes for the field. It was not taken.
    NotInList,
    /// The check digit of a National Provider Identifier.
    Npi,
    /// Not encoded as it says it is.
    Encoding,
    /// A code without its system, which was told by its shape.
    SystemNotSaid,
    /// A reference to what is not in the message.
    Reference,
    /// More than one, of which the first was taken.
    Several,
    /// A trailer counts other than what is there.
    Count,
    /// A transaction that is neither a charge nor a credit. It was not taken.
    NotACharge,
    /// More rows than are read. None was.
    TooManyRows {
        limit: u32,
    },
    /// A workbook of Excel before 2007. Nothing of it was read.
    OldWorkbook,
    /// A row with more cells than there are headings: what stands in it is not where it seems to be.
    ExtraCells,
    /// Not of the shape of a code, nor words. It was not taken.
    NotACode,
    /// A date that is yet to come, where none can be. It was not taken.
    InFuture,
    /// A birth date behind the visit. It was not taken.
    BirthAfterService,
    /// A last day before the first. It was not taken.
    EndBeforeBegin,
    /// The same service once more, in all that is said of it. It was taken once.
    Repeated,
}

impl Problem {
    /// Whether nothing can be imported; else what stands at the place was not taken, or not as it stands, and the rest was.
    pub const fn prevents_import(&self) -> bool {
        use ProblemKind::*;
        matches!(
            self.kind,
            TooLarge { .. }
                | TooDeep { .. }
                | OutsideMessage
                | Json { .. }
                | Xml { .. }
                | NotUnderstood
                | EventNotTaken
                | NoPatient
                | TooManyRows { .. }
                | OldWorkbook
                | ExtraCells
        )
    }
}
