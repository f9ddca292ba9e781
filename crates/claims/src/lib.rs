//! The out-tray: a completed encounter and the practice's set-up to a professional claim (837P), such claims back into
//! encounters, what receivers answer to them (TA1, 999, 277CA), and the envelope of X12, read and written in constant memory, each fault with its place.
//!
//! Deliberately absent: files, SQL, the clock, the dictionary, and wording. Dates and control numbers are arguments. What
//! is wrong is returned as problems or faults with their places, never as prose, and none quotes what a claim says. A
//! claim is built whole or its problems are returned, never both.

pub mod acknowledgements;
mod draft;
#[cfg(test)]
mod mutate;
mod practice;
mod problem;
pub mod professional;
pub mod x12;

pub use draft::Origin;
pub use practice::*;
pub use problem::*;
