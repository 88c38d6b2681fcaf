//! The desk as a state machine: messages in, effects out. No ratatui, no store, no clock.
//!
//! In it: [`model`] (what the screen shows), [`action`] (the one table of actions), [`update`] (what a message changes),
//! [`geometry`] and [`plan`] (where things stand), [`tally`] (what is counted over all units), [`board`] (what the wall may show).
//! Not in it: drawing (`ui`), reading keys and talking to the store (`runtime`), rules (`domain`).
//! Why: every screen can be tested by key strings, and the screen asks the core itself what is allowed.

pub mod action;
pub mod acts;
pub mod board;
pub mod calls;
pub mod change_forms;
pub mod clock;
pub mod due;
pub mod entry;
pub mod filter;
pub mod floor;
pub mod form;
pub mod forms;
pub mod geometry;
pub mod key;
pub mod keys;
pub mod message;
pub mod model;
pub mod money_fields;
pub mod moves;
pub mod palette;
pub mod plan;
pub mod plan_forms;
pub mod price_forms;
pub mod print;
pub mod refresh;
pub mod tally;
mod texts;
pub mod update;
pub mod visit_forms;
pub mod voice;
