//! What must survive: a process killed at any moment, a damaged or newer or empty file, a folder that cannot be
//! written, a full disk, a forgotten or guessed passphrase. All through the vault's own doors.
//!
//! What somebody could do who has the key (a flipped byte in the audit trail, a statement against the lock) is tested
//! beside the code in `crates/vault`, since nothing here can get at the key.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test that cannot go on fails")]

mod crash;
mod damage;
mod disk;
mod passphrase;
mod practice;
mod watched;
