//! xiaokong 销控: a full-screen terminal dashboard for the sales offices of new homes.
//!
//! The rooms, and who may import whom (held by `tests/tidy.rs`):
//!
//! | room | may import |
//! |---|---|
//! | `domain` | nothing |
//! | `report`, `exchange`, `store`, `locale`, `config` | `domain` |
//! | `press` | `domain`, `locale` |
//! | `app` | `domain`, `report`, `locale`, `config` |
//! | `ui` | `app`, `domain`, `report`, `locale` |
//! | `runtime` | everything but `cli` |
//! | `cli`, `main` | `runtime`, `config`, `report`, `exchange`, `press`, `store`, `locale`, `domain` |
//!
//! Guests: rusqlite only in `store`; ratatui only in `ui` and `runtime`; the clock only in `runtime/clock` and the
//! store's own clock.

pub mod app;
pub mod cli;
pub mod config;
pub mod domain;
pub mod exchange;
pub mod locale;
pub mod press;
pub mod runtime;
pub mod store;
pub mod ui;

/// Here and not in `main`, so that benches and tests measure and try what people run.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
