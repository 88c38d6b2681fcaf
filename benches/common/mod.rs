//! What the benches share: an office to look at, a sheet to paint on, and how rounds are measured and told.
#![allow(dead_code, reason = "each bench uses its part")]

pub mod figures;
pub mod history;
#[path = "../../tests/made/home.rs"]
mod home;
pub mod house;
pub mod measure;
pub mod paper;
pub mod terminal;
pub mod watch;
