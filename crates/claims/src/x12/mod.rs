//! ASC X12 as far as every transaction set shares it: delimiters, segments, and the envelope of interchange (ISA), group
//! (GS) and transaction set (ST). Source: ASC X12.5 *Interchange Control Structures* and X12.6 *Application Control
//! Structure*, version 005010, as CMS summarises them in its companion guides.
//!
//! Deliberately absent: what any segment between ST and SE means.

mod delimiters;
mod envelope;
mod fault;
mod segment;
mod source;
mod writer;

#[cfg(test)]
mod envelope_tests;

pub use delimiters::Delimiters;
pub use envelope::{Interchanges, Part};
pub use fault::{Fault, FaultKind, Faults, Place, ReadError};
pub use segment::Segment;
pub use writer::{Envelope, SetWriter, Stamp};
