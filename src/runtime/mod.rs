//! The imperative shell: threads, the terminal, time.
//!
//! In it: [`desk`] and [`kiosk`] (the two loops), [`storekeeper`] (the thread that owns the ledger), [`historian`]
//! (the thread that rebuilds the past), [`tie`] (a ledger that comes back after a loss), [`term`] and [`canvas`] (the
//! terminal and what is written to it), [`printer`] (papers into files), [`rehearsal`] (an opening day played on a copy), [`input`] (keys), [`clock`] (the only clock).
//! Not in it: any decision. What a key means is `app`, what is allowed is `domain`, what it looks like is `ui`.
//! Why threads for the store: a slow disk must never stop the keys, nor a slow terminal the store.

pub mod canvas;
pub mod clock;
pub mod demo;
pub mod desk;
pub mod historian;
pub mod input;
pub mod kiosk;
pub mod printer;
pub mod rehearsal;
pub mod seat;
pub mod storekeeper;
pub mod term;
pub mod tie;
