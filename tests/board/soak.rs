//! The wall runs for months: its memory must not grow with its frames.
//!
//! Memory is that of a process, so the frames are drawn in one of their own: this test program again, with only
//! [`soak`] in it. `cargo test --release --test board -- --ignored --exact soak::soak` draws a million.

use crate::hall::{Hall, sized};
use crate::live;
use crate::made::person;
use chrono::TimeDelta;
use std::process::Command;
use xiaokong::app::board::{Pager, Picture};
use xiaokong::app::model::Link;
use xiaokong::domain::hold;
use xiaokong::domain::id::UnitId;
use xiaokong::runtime::canvas::Canvas;
use xiaokong::ui::board::{changed, draw, pages};
use xiaokong::ui::slate::Slate;

/// How many frames, where not a million.
const FRAMES: &str = "XIAOKONG_SOAK";
/// Bytes the process may grow by after it is warm.
const GROWTH: u64 = 4 << 20;

/// Bytes of this process that lie in memory.
fn resident() -> u64 {
    let statm = std::fs::read_to_string("/proc/self/statm").expect("the system tells");
    let pages: u64 = statm.split(' ').nth(1).and_then(|pages| pages.parse().ok()).expect("a count");
    // The pages of every machine this is built for; elsewhere they are larger, and the bound with them.
    pages * 4096
}

#[test]
fn memory_stays_flat_over_some_frames() {
    let program = std::env::current_exe().expect("this program");
    let ran = Command::new(program)
        .args(["--ignored", "--exact", "soak::soak", "--nocapture"])
        .env(FRAMES, "20000")
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&ran.stdout).into_owned();
    assert!(ran.status.success(), "{said}{}", String::from_utf8_lossy(&ran.stderr));
    assert!(said.contains("20000 frames"), "{said}");
}

#[test]
#[ignore = "a million frames; a part of it runs with the other tests"]
fn soak() {
    let frames: usize = std::env::var(FRAMES).ok().and_then(|count| count.parse().ok()).unwrap_or(1_000_000);
    let mut made = sized(1, 6);
    let before = live(&made);
    let unit = UnitId(9);
    made.send(1, hold::Command::Hold { unit, customer: person(0), minutes: None });
    let after = live(&made);
    let hall = Hall::numbered();
    // Two walls, so that the size changes too.
    let sizes = [(44, 14), (60, 20)];
    let mut terminals = sizes.map(|size| (Slate::new(size), Canvas::new(std::io::sink())));
    let mut pager = Pager::default();
    let mut warm = 0;
    for frame in 0..frames {
        let old = if frame % 2 == 0 { &before } else { &after };
        let new = if frame % 2 == 0 { &after } else { &before };
        let place = frame / 100 % 2;
        let now = new.now + TimeDelta::seconds(frame as i64);
        let link = if frame % 50 < 3 { Link::Lost(new.now) } else { Link::Live(now) };
        let picture = Picture { now, link, ..new.clone() };
        if frame % 7 == 0 {
            pager.note(changed(old, new, sizes[place]));
        }
        if frame % 13 == 0 {
            pager.turn(pages(&picture, sizes[place]).len());
        }
        let (slate, canvas) = &mut terminals[place];
        draw(&picture, &pager, hall.style(), slate);
        canvas.show(&slate.drawn()).expect("shown");
        if frame == frames / 10 {
            warm = resident();
        }
    }
    let grown = resident().saturating_sub(warm);
    println!("{frames} frames, {} KiB resident, {} KiB more since a tenth of them", warm >> 10, grown >> 10);
    assert!(grown < GROWTH, "{grown} bytes more after {frames} frames");
}
