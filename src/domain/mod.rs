//! The trade's rules as a pure core: no clock, no file, no config, no screen.
//!
//! In it: the state of the office ([`state`]); one file per subject with its `Command`, `Event`, `decide`, `apply`;
//! [`act`] that joins them; [`rejection`], every way of saying no.
//! Not in it: words for people (`locale`), SQL (`store`), anything that can fail for a reason outside the rules.
//! Why: the same yes or no must be given on every terminal, in every replay, for ever.
//!
//! Order of imports: id, money, time → state → context, guard, party → subjects → act.

pub mod act;
pub mod assignment;
pub mod audit;
pub mod call;
pub mod change;
pub mod clock;
pub mod context;
pub mod control;
pub mod duty;
pub mod fault;
pub mod guard;
pub mod hold;
pub mod id;
pub mod issue;
pub mod listing;
pub mod money;
pub mod paper;
pub mod party;
pub mod payment;
pub mod people;
pub mod plan;
pub mod price_history;
pub mod pricing;
pub mod receipt;
pub mod reception;
pub mod rejection;
pub mod roster;
pub mod rotation;
pub mod scheme;
pub mod setup;
pub mod state;
pub mod time;
pub mod undo;
pub mod waiting;
