//! Reception and rotation (rules §5, §12): the scenarios, the whole table of kinds, random days, and what goes wrong.

mod common;

#[path = "reception/calls.rs"]
mod calls;
#[path = "reception/due.rs"]
mod due;
#[path = "reception/fairness.rs"]
mod fairness;
#[path = "reception/faults.rs"]
mod faults;
#[path = "reception/leaving.rs"]
mod leaving;
#[path = "reception/properties.rs"]
mod properties;
#[path = "reception/scenarios.rs"]
mod scenarios;
#[path = "reception/table.rs"]
mod table;
