//! The seam to the full screens: desk, wall board, demo.

use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::session::{Setting, filled};
use crate::runtime::seat::{Seat, Stop};
use crate::runtime::{desk, kiosk, term};
use std::path::PathBuf;

/// The desk.
pub fn desk(setting: &Setting) -> Result<Reply, Failure> {
    ended(desk::run(&seat(setting)?))
}

/// The wall board.
pub fn board(setting: &Setting) -> Result<Reply, Failure> {
    ended(kiosk::run(&seat(setting)?))
}

/// The demo.
pub fn demo(setting: &Setting, _dir: Option<PathBuf>) -> Result<Reply, Failure> {
    term::terminal_or_reason(&setting.locale).map_err(unusable)?;
    Ok(Reply::bytes(Vec::new()).noting(setting.locale.text("cli-screen-later").to_string()).exiting(3))
}

fn seat(setting: &Setting) -> Result<Seat, Failure> {
    Ok(Seat {
        opening: setting.opening()?,
        config: setting.config.clone(),
        who: filled(setting.globals.staff.clone()).or_else(|| filled(Some(setting.config.me.clone()))),
        lang: setting.locale.lang,
        terminal: setting.terminal(),
    })
}

fn ended(result: Result<i32, Stop>) -> Result<Reply, Failure> {
    match result {
        Ok(code) => Ok(Reply::bytes(Vec::new()).exiting(u8::try_from(code).unwrap_or(u8::MAX))),
        Err(Stop::Usage(sentence)) => Err(unusable(sentence)),
        Err(Stop::Store(fault)) => Err(Failure::Store(fault)),
        Err(Stop::Refused(rejection)) => Err(Failure::Refused(rejection)),
    }
}

/// A screen that cannot be shown here: the shell has the sentence already.
fn unusable(sentence: String) -> Failure {
    Failure::Input { code: "no_terminal", key: "cli-screen", facts: vec![("sentence", sentence)] }
}
