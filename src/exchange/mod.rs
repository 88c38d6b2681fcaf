//! What comes in from files: price lists (design §6), rosters. No words for people and no store: faults are facts.
pub mod price;
pub mod roster;
