//! first_screen: from starting the program to its settled first screen in a pseudo-terminal, for stores of 5,000, 20,000
//! and 100,000 units: a new process every time, the file in the page cache. Settled is the last frame before a silence.

mod common;

use common::figures;
use common::house::{self, MANAGER, Size};
use common::measure::{Series, core, disk, head, is_wanted};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};
use xiaokong::runtime::clock::fresh_id;
use xiaokong::store::ledger::Ledger;
use xiaokong::store::{self, Opening, Order};

const SCREEN: PtySize = PtySize { cols: 120, rows: 40, pixel_width: 0, pixel_height: 0 };
/// Buildings of a thousand units, and the goal in milliseconds.
const STORES: [(usize, u32); 3] = [(5, 10), (20, 20), (100, 50)];
const ROUNDS: usize = 7;
const RUNS: usize = 3;
/// When nothing was written for so long, the screen is settled.
const SILENCE: Duration = Duration::from_millis(150);
/// A start that takes longer has failed.
const PATIENCE: Duration = Duration::from_secs(20);
/// The end of a frame.
const FRAME_END: &[u8] = b"\x1b[?2026l";

/// A store made by the commands of an import.
fn make(folder: &Path, size: Size) -> PathBuf {
    let path = folder.join(format!("{}.db", size.units()));
    let opening = Opening { url: path.display().to_string(), ..Opening::default() };
    let mut ledger = Ledger::open(store::create(&opening).expect("a store")).expect("a ledger");
    for command in house::founding().into_iter().chain(house::price_lists(size)) {
        let order = Order { id: fresh_id(), by: MANAGER, terminal: "bench".into(), command };
        ledger.submit(&order).expect("submitted");
    }
    kept(path)
}

/// The store with its office kept beside it, as every opening but the first finds it.
fn kept(path: PathBuf) -> PathBuf {
    let opening = Opening { url: path.display().to_string(), now: None, ..Opening::default() };
    drop(Ledger::open(store::open(&opening).expect("the store")).expect("a ledger"));
    path
}

/// What a program in a pseudo-terminal wrote, piece by piece, with the time of each; ends with the program.
fn listen(mut reader: Box<dyn Read + Send>) -> Receiver<(Instant, Vec<u8>)> {
    let (sender, pieces) = channel();
    std::thread::spawn(move || {
        let mut bytes = [0; 65_536];
        while let Ok(count) = reader.read(&mut bytes) {
            if count == 0 || sender.send((Instant::now(), bytes[..count].to_vec())).is_err() {
                return;
            }
        }
    });
    pieces
}

/// Milliseconds to the first frame and to the settled one, as microseconds.
struct Start {
    first: f64,
    settled: f64,
}

fn start(store: &Path) -> Start {
    let pair = native_pty_system().openpty(SCREEN).expect("a pty");
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_xiaokong"));
    command.args(["--lang", "zh", "--as", "周经理", "--store"]);
    command.arg(store);
    command.env_clear();
    command.env("TERM", "xterm-256color");
    command.env("HOME", store.parent().expect("a folder"));
    let pieces = listen(pair.master.try_clone_reader().expect("a reader"));
    let mut writer = pair.master.take_writer().expect("a writer");
    let begun = Instant::now();
    let mut child = pair.slave.spawn_command(command).expect("the program starts");
    drop(pair.slave);
    let (mut tail, mut frames) = (Vec::new(), Vec::new());
    loop {
        let pause = if frames.is_empty() { PATIENCE } else { SILENCE };
        match pieces.recv_timeout(pause) {
            Ok((at, bytes)) => {
                // A mark may lie across two pieces: the last bytes of one are looked at again with the next.
                tail.extend(bytes);
                if tail.windows(FRAME_END.len()).any(|window| window == FRAME_END) {
                    frames.push(at);
                    tail.clear();
                }
                tail.drain(..tail.len().saturating_sub(FRAME_END.len() - 1));
            }
            Err(RecvTimeoutError::Timeout) if !frames.is_empty() => break,
            Err(_) => panic!("no screen: {}", String::from_utf8_lossy(&tail)),
        }
    }
    writer.write_all(b"q").expect("a key");
    let status = child.wait().expect("an end");
    assert!(status.success(), "{status:?}");
    let since = |at: Option<&Instant>| at.map_or(0.0, |at| at.duration_since(begun).as_secs_f64() * 1e6);
    Start { first: since(frames.first()), settled: since(frames.last()) }
}

/// The floor: the least a new process in a pseudo-terminal costs, microseconds.
fn floor() -> f64 {
    let pair = native_pty_system().openpty(SCREEN).expect("a pty");
    let mut command = CommandBuilder::new("/bin/sh");
    command.args(["-c", "printf x"]);
    let pieces = listen(pair.master.try_clone_reader().expect("a reader"));
    let begun = Instant::now();
    let mut child = pair.slave.spawn_command(command).expect("a shell");
    drop(pair.slave);
    let (at, _) = pieces.recv_timeout(PATIENCE).expect("a letter");
    child.wait().expect("an end");
    at.duration_since(begun).as_secs_f64() * 1e6
}

fn main() {
    if !is_wanted() {
        return;
    }
    head("first_screen", "cold start to the settled screen, 120×40");
    let folder = tempfile::tempdir().expect("a folder");
    core("first");
    disk("first", folder.path());
    let stores = STORES.map(|(buildings, _)| make(folder.path(), house::thousands(buildings)));
    let mut shell = Series::new("floor: sh -c 'printf x'");
    let mut series = STORES.map(|(buildings, goal)| {
        let units = house::thousands(buildings).units();
        [
            Series::new(format!("{units} units, first frame")),
            Series::new(format!("{units} units, settled (goal {goal} ms)")),
        ]
    });
    for _ in 0..ROUNDS {
        shell.round();
        series.iter_mut().flatten().for_each(Series::round);
        for _ in 0..RUNS {
            shell.add(floor());
            for (store, [first, settled]) in stores.iter().zip(&mut series) {
                let start = start(store);
                first.add(start.first);
                settled.add(start.settled);
            }
        }
    }
    shell.tell();
    series.iter().flatten().for_each(Series::tell);
    disk("last", folder.path());
    core("last");
    let ms = |series: &Series| series.over_rounds(0.5).map(|micros| micros / 1e3);
    let [small, middle, large] = series.each_ref().map(|[_, settled]| ms(settled));
    figures::write(
        "first_screen",
        &[
            ("5,000 units", "ms", small),
            ("20,000 units", "ms", middle),
            ("100,000 units", "ms", large),
            ("floor: a shell", "ms", ms(&shell)),
        ],
    );
}
