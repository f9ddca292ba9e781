//! A publisher's zip, folder or file on its way into the user's own file: recognised by content, shown before anything
//! is changed, imported in one transaction, taken back by its number.
//!
//! Deliberately absent: a release that is guessed and not shown; a file that is imported in part without saying so.

#[cfg(test)]
mod drift_tests;
mod error;
#[cfg(test)]
mod matrix_tests;
#[cfg(test)]
mod mutated_tests;
mod preview;
mod quarter;
mod recognise;
mod run;
mod source;
mod tables;
mod volumes;

pub use error::ImportError;
pub use preview::{Found, Preview, Refusal, Refused, Take};
