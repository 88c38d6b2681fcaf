//! The seam to the full screens: desk, wall board, demo.

use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::session::Setting;
use crate::domain::id::CommandId;
use crate::runtime::demo::{self, DemoFault};
use crate::runtime::seat::{Seat, Stop};
use crate::runtime::{clock, desk as desks, kiosk, term};
use crate::store::StoreFault;
use std::path::PathBuf;

/// The desk.
pub fn desk(setting: &Setting) -> Result<Reply, Failure> {
    ended(desks::run(&seat(setting)?))
}

/// The wall board.
pub fn board(setting: &Setting) -> Result<Reply, Failure> {
    ended(kiosk::run(&seat(setting)?))
}

/// Makes a made-up project and opens its desk.
pub fn demo(setting: &Setting, dir: Option<PathBuf>) -> Result<Reply, Failure> {
    let mut seat = seat(setting)?;
    term::terminal_or_reason(&seat.locale(None)).map_err(|text| stopped(Stop::Usage(text)))?;
    // A new folder every time: a demo never meets somebody's store.
    let dir = dir.unwrap_or_else(|| {
        std::env::temp_dir().join(format!("xiaokong-demo-{}", CommandId::now_v7().simple()))
    });
    let path = dir.join("demo.db").to_string_lossy().into_owned();
    seat.opening.url.clone_from(&path);
    let now = seat.opening.now.unwrap_or_else(clock::wall);
    match demo::make(&path, now) {
        Ok(()) | Err(DemoFault::Store(StoreFault::Exists { .. })) => {}
        Err(DemoFault::Store(fault)) => return Err(fault.into()),
        Err(DemoFault::Refused(cause)) => {
            return Err(Failure::Input {
                code: "demo_failed",
                key: "cli-demo-failed",
                facts: vec![("cause", cause)],
            });
        }
    }
    let named = seat.who.take();
    seat.who = named.or_else(|| Some(demo::manager()));
    ended(desks::run(&seat))
}

fn seat(setting: &Setting) -> Result<Seat, Failure> {
    let me = setting.config.me.trim();
    let named = setting.globals.actor.clone().filter(|name| !name.trim().is_empty());
    Ok(Seat {
        opening: setting.opening()?,
        config: setting.config.clone(),
        who: named.or_else(|| (!me.is_empty()).then(|| me.to_string())),
        locale: setting.locale.clone(),
        terminal: setting.terminal(),
    })
}

fn ended(end: Result<i32, Stop>) -> Result<Reply, Failure> {
    end.map(|code| Reply::bytes(Vec::new()).exiting(u8::try_from(code).unwrap_or(1))).map_err(stopped)
}

fn stopped(stop: Stop) -> Failure {
    match stop {
        Stop::Usage(text) => Failure::Screen(text),
        Stop::Store(fault) => fault.into(),
        Stop::Refused(rejection) => rejection.into(),
    }
}
