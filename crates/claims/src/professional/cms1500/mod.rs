//! The CMS-1500 (02/12), the paper form of the professional claim. Source: NUCC, *1500 Health Insurance Claim Form
//! Reference Instruction Manual for Form Version 02/12*.
//!
//! Deliberately absent: the words of the boxes, which whoever draws hands in.

mod condition;
mod filling;
mod form;
mod pdf;
mod people;
mod services;
mod slots;

#[cfg(test)]
mod tests;

pub use form::{Entry, Form, Page};
pub use pdf::{Offset, Paper, pdf, test_print};
pub use slots::{LINES, Place, Slot};
