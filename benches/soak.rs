//! soak: what time alone does. Frames of the wall, whose memory must stay as it was at the tenth part of them; a desk and a
//! wall nobody touches, whose processor time is nearly nothing.
//!
//! `cargo bench --bench soak -- 1000000` draws a million frames instead of a fifth of that.

mod common;

use chrono::TimeDelta;
use common::figures;
use common::history;
use common::house::{self, MANAGER, Size, person, thousands};
use common::measure::{core, head, is_wanted, percentile, timed};
use common::paper::Paper;
use common::terminal::{Terminal, program};
use common::watch::processor;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};
use xiaokong::app::board::{Pager, Picture, picture};
use xiaokong::app::model::{Glyphs, Link, ThemeName};
use xiaokong::domain::{act, hold};
use xiaokong::locale::{Lang, Locale};
use xiaokong::ui::board::{Style, changed, draw, pages};
use xiaokong::ui::theme::{Depth, Look};

const FRAMES: usize = 200_000;
const WALL: (u16, u16) = (60, 20);
/// What hangs on it: 144 units.
const SHOWN: Size = Size { buildings: 1, stairs: 2, floors: 18 };
/// How long the idle are watched, in so many parts.
const IDLE: Duration = Duration::from_secs(3);
const PARTS: usize = 4;

/// Bytes of this process that lie in memory.
fn resident() -> f64 {
    let statm = std::fs::read_to_string("/proc/self/statm").expect("the system tells");
    statm.split(' ').nth(1).and_then(|pages| pages.parse::<f64>().ok()).expect("a count") * 4096.0
}

/// Draws so many frames of a wall on which a unit is held and given up, pages turn and the store is lost now and then;
/// returns bytes at the tenth part and at the end.
fn frames(count: usize) -> [f64; 2] {
    let mut office = house::office(SHOWN);
    let before = picture(&office, house::now(), Link::Live(house::now()));
    let unit = house::free_units(&office)[0];
    for event in house::happens(
        &office,
        MANAGER,
        hold::Command::Hold { unit, customer: person("张三"), minutes: None },
    ) {
        act::apply(&mut office, &event);
    }
    let after = picture(&office, house::now(), Link::Live(house::now()));
    let locale = Locale::new(Lang::Zh, office.policy.time_zone);
    let look = Look::new(ThemeName::Night, Depth::True);
    let style = Style { locale: &locale, look: &look, glyphs: Glyphs::Unicode };
    let (mut paper, mut pager, mut warm) = (Paper::new(WALL), Pager::default(), 0.0);
    for frame in 0..count {
        let (old, new) = if frame % 2 == 0 { (&before, &after) } else { (&after, &before) };
        let now = new.now + TimeDelta::seconds(frame as i64);
        let link = if frame % 50 < 3 { Link::Lost(new.now) } else { Link::Live(now) };
        let picture = Picture { now, link, ..new.clone() };
        if frame % 7 == 0 {
            pager.note(changed(old, new, WALL));
        }
        if frame % 13 == 0 {
            pager.turn(pages(&picture, WALL).len());
        }
        paper.draw(|slate| draw(&picture, &pager, style, slate));
        if frame == count / 10 {
            warm = resident();
        }
    }
    [warm, resident()]
}

fn main() {
    if !is_wanted() {
        return;
    }
    let count = std::env::args().find_map(|arg| arg.parse().ok()).unwrap_or(FRAMES);
    head("soak", "memory over many frames of the wall, 60×20; an idle desk; goals: flat, < 0.3 % of a core");
    core("first");
    let folder = tempfile::tempdir().expect("a folder");
    let store = history::store(folder.path(), thousands(5), 2_000);
    // Nobody reads what they write.
    let (pieces, _) = channel();
    let idle = [("desk", ["--as", "钱顾问"].as_slice()), ("wall", &["board"])];
    let idle = idle.map(|(name, words)| (name, Terminal::start(program(&store, words), 0, pieces.clone())));
    // The first seconds open the store and paint.
    std::thread::sleep(IDLE);
    let mut shares: [Vec<f64>; 2] = Default::default();
    let spent = |terminal: &Terminal| processor(terminal.id().expect("it lives"));
    for _ in 0..PARTS {
        let (before, start) = (idle.each_ref().map(|(_, terminal)| spent(terminal)), Instant::now());
        std::thread::sleep(IDLE);
        for ((shares, (_, terminal)), before) in shares.iter_mut().zip(&idle).zip(before) {
            shares.push((spent(terminal) - before) / start.elapsed().as_secs_f64() * 100.0);
        }
    }
    let shares = shares.map(|mut part| [0.5, 0.0, 1.0].map(|share| percentile(&mut part, share)));
    for ((name, _), [share, low, high]) in idle.iter().zip(shares) {
        println!("  an idle {name}, 5,000 units: {share:.3} % of a core ({low:.3}–{high:.3})");
    }
    drop(idle);
    let ([warm, end], took) = timed(|| frames(count));
    let each = took / count as f64;
    println!(
        "  {count} frames, {each:.0} µs each: {:.2} MB at a tenth of them, {:.2} MB at the end",
        warm / 1e6,
        end / 1e6
    );
    core("last");
    figures::write(
        "soak",
        &[
            ("memory, last frame over the tenth part", "×", [end / warm; 3]),
            ("frames", "", [count as f64; 3]),
            ("a frame of the wall", "µs", [each; 3]),
            ("an idle desk", "% of a core", shares[0]),
            ("an idle wall", "% of a core", shares[1]),
        ],
    );
}
