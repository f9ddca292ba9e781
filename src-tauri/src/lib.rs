//! The shell: one window, its commands of a few lines over the workstation, dialogs and the wiring of state.
//!
//! Deliberately absent: any `if` on encounter data, any wording, any connection to anywhere.

mod commands;
#[cfg(target_os = "linux")]
mod linux;
mod window;

pub use commands::export_bindings;
pub use window::run;
