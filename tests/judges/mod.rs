//! Independent judges. Each is a program that somebody else wrote, asked the same questions as Carrel; it runs in a test
//! and is never shipped. `cargo xtask judge` installs what it needs and runs these tests.

mod fhir;
mod mce;
mod x12;
