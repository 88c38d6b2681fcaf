//! The seam to the full screens: desk, wall board, demo.

use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::session::Setting;
use std::io::IsTerminal;
use std::path::PathBuf;

/// The desk.
pub fn desk(setting: &Setting) -> Result<Reply, Failure> {
    terminal()?;
    later(setting)
}

/// The wall board.
pub fn board(setting: &Setting) -> Result<Reply, Failure> {
    terminal()?;
    later(setting)
}

/// The demo.
pub fn demo(setting: &Setting, _dir: Option<PathBuf>) -> Result<Reply, Failure> {
    terminal()?;
    later(setting)
}

/// A screen needs a terminal on both sides that can move its cursor.
fn terminal() -> Result<(), Failure> {
    let dumb = std::env::var("TERM").is_ok_and(|term| term == "dumb" || term.is_empty());
    if !dumb && std::io::stdin().is_terminal() && std::io::stdout().is_terminal() {
        return Ok(());
    }
    Err(Failure::Input { code: "no_terminal", key: "cli-no-terminal", facts: Vec::new() })
}

/// Until the screens are connected here.
fn later(setting: &Setting) -> Result<Reply, Failure> {
    Ok(Reply::bytes(Vec::new()).noting(setting.locale.text("cli-screen-later").to_string()).exiting(3))
}
