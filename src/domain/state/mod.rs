//! What the office *is* at a moment: plain data and look-ups, no decisions.
//!
//! In it: one file per kind of thing, and [`office::Office`] that holds them all.
//! Not in it: who may do what and what follows (that is in the subject files beside this folder), clocks, files.
//! Why apart: the subjects all read the whole office, so the office must not know the subjects, or imports would circle.

pub mod address;
pub mod call;
pub mod claim;
pub mod customer;
pub mod day;
pub mod deed;
pub mod due;
pub mod floor;
pub mod issued;
pub mod leaf;
pub mod office;
pub mod plan;
pub mod policy;
pub mod request;
pub mod scheme;
pub mod sealed;
pub mod shelf;
pub mod staff;
pub mod turn;
pub mod unit;
pub mod visit;
