//! What comes in from files: price lists (design §6). No words for people and no store: faults are facts.
pub mod price;
