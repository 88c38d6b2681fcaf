//! The core at its edges: long random days over every subject, ids that do not exist, people who left, lists that
//! contradict themselves, and every sentence the core can cause.

mod common;

#[path = "edges/days.rs"]
mod days;
#[path = "edges/money.rs"]
mod money;
#[path = "edges/sentences.rs"]
mod sentences;
#[path = "edges/stale.rs"]
mod stale;
#[path = "edges/tally.rs"]
mod tally;
