//! The out-tray. Today: the envelope of X12 (any delimiters, several interchanges, each fault with its place), read
//! and written in constant memory.
//!
//! Deliberately absent: files, SQL, the clock, the dictionary, and wording. Dates and control numbers are arguments. What
//! is wrong is returned as faults with their places, never as prose, and no fault quotes what a claim says.

pub mod x12;
