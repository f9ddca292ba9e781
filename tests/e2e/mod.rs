//! The real window, driven by keys alone: its own X server, WebKitWebDriver and home folder for every test.
//!
//! Deliberately absent: the mouse, mocked commands, and test ids. What cannot be found by its role and name or reached
//! with the keyboard is a fault of the window, not of the test.
//!
//! Run by `cargo xtask test`; a plain `cargo test` names these tests as ignored, because they need a built app.

mod arrivals;
mod changes;
mod claims;
mod dates;
mod journeys;
mod keys;
mod measures;
mod own;
mod page;
mod pickers;
mod procedures;
mod processes;
mod rules;
mod siblings;
mod sources;
mod window;
