//! The tests that need more than one room: whole intents on a real vault and the real dictionary, what must survive
//! a crash, the shape of the house, and the real window.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops where something is not as expected"
)]

mod architecture;
mod durability;
mod e2e;
mod journeys;
mod judges;
