//! Whole intents through the workstation, on a real encrypted vault and the real dictionary.

mod arrivals;
mod bad_input;
mod changes;
mod claim_exports;
mod claim_files;
mod claims_in;
mod claims_out;
mod completion;
mod desk;
mod first_day;
mod global_days;
mod house;
mod merges;
mod papers;
mod pick_lists;
mod procedures;
mod queue;
mod releases;
mod safekeeping;
mod sample_practice;
mod shelf;
mod sources;
mod undo;
mod worklists;
