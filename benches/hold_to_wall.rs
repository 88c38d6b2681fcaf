//! hold_to_wall: from a hold on one desk to the bytes of it on sixty others: the program itself, sixty times, each on a
//! pseudo-terminal of 80×24. First and last the raw limit: sixty processes that wait for a byte and write a line.

mod common;

use common::figures;
use common::history;
use common::house::{MANAGER, Size, free_units, person};
use common::measure::{Series, core, disk, head, is_wanted};
use common::terminal::{Piece, Terminal, program};
use common::watch::{monotonic, processor};
use portable_pty::CommandBuilder;
use rustix::fs::inotify::{self, CreateFlags, WatchFlags};
use std::io::Write;
use std::mem::MaybeUninit;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;
use xiaokong::domain::act::Command;
use xiaokong::domain::hold;
use xiaokong::domain::id::UnitId;
use xiaokong::runtime::clock::fresh_id;
use xiaokong::store::ledger::Ledger;
use xiaokong::store::{self, Journal, Opening, Order, Verdict};

/// 400 units.
const SIZE: Size = Size { buildings: 2, stairs: 2, floors: 25 };
const EVENTS: u64 = 500;
const DESKS: usize = 60;
const ROUNDS: usize = 5;
/// Holds of a round, each released again.
const HOLDS: usize = 8;
const PAUSE: Duration = Duration::from_millis(120);
/// How long they are left alone before their screens are read.
const QUIET: Duration = Duration::from_millis(60);
/// What takes longer has failed.
const PATIENCE: Duration = Duration::from_secs(30);
/// A unit that is held, as the grid has it.
const HELD: char = '◐';

/// Sixty terminals and what they write.
struct Floor {
    terminals: Vec<Terminal>,
    pieces: Receiver<Piece>,
}

impl Floor {
    fn open(command: impl Fn() -> CommandBuilder) -> Self {
        let (sender, pieces) = channel();
        let start = |place| Terminal::start(command(), place, sender.clone());
        Self { terminals: (0..DESKS).map(start).collect(), pieces }
    }

    /// Waits until every screen fits; returns when each did first, in nanoseconds. The screens are read once all have written:
    /// whoever reads them meanwhile takes the processor from those that paint.
    fn until(&mut self, what: &str, fits: impl Fn(usize, &Terminal) -> bool) -> Vec<u64> {
        let mut fitted: Vec<Option<u64>> = vec![None; DESKS];
        while fitted.contains(&None) {
            match self.pieces.recv_timeout(PATIENCE) {
                Ok(first) => {
                    std::thread::sleep(QUIET);
                    for (place, at, bytes) in std::iter::once(first).chain(self.pieces.try_iter()) {
                        let terminal = &mut self.terminals[place];
                        terminal.screen.process(&bytes);
                        if fitted[place].is_none() && fits(place, terminal) {
                            fitted[place] = Some(at);
                        }
                    }
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    let place = fitted.iter().position(Option::is_none).unwrap_or_default();
                    let screen = self.terminals[place].screen.screen().contents();
                    panic!("{what}: terminal {place} never showed it\n{screen}")
                }
            }
        }
        fitted.into_iter().flatten().collect()
    }

    /// Takes in what is still being written.
    fn settle(&mut self) {
        std::thread::sleep(PAUSE);
        for (place, _, bytes) in self.pieces.try_iter() {
            self.terminals[place].screen.process(&bytes);
        }
    }
}

/// The raw limit: waits for a byte, writes a line of as many bytes as a hold makes.
fn watch_raw(file: &Path) {
    let ear = inotify::init(CreateFlags::CLOEXEC).expect("an ear");
    inotify::add_watch(&ear, file, WatchFlags::MODIFY).expect("a file");
    let mut buffer = [MaybeUninit::uninit(); 1_024];
    let mut news = inotify::Reader::new(&ear, &mut buffer);
    let mut out = std::io::stdout();
    out.write_all(b"!").and_then(|()| out.flush()).expect("a terminal");
    loop {
        news.next().expect("an event");
        let line = format!("\x1b[H{:0>300}!", "");
        out.write_all(line.as_bytes()).and_then(|()| out.flush()).expect("a terminal");
    }
}

/// Microseconds from one byte to the last of sixty lines.
fn raw(when: &str, folder: &Path) -> Series {
    let file = folder.join("raw");
    std::fs::write(&file, "!").expect("a file");
    let mut floor = Floor::open(|| {
        let mut command = CommandBuilder::new(std::env::current_exe().expect("this program"));
        command.args(["--bench", "watch"]);
        command.arg(&file);
        command
    });
    floor.until("raw", |_, terminal| terminal.says('!') > 0);
    floor.settle();
    let mut series = Series::new(format!("raw, {when}: a byte → the last of 60 lines"));
    for _ in 0..ROUNDS {
        series.round();
        for _ in 0..HOLDS {
            let begun = monotonic();
            std::fs::write(&file, "!").expect("written");
            let last = floor.until("raw", |_, _| true).into_iter().max().unwrap_or_default();
            series.add((last as f64 - begun as f64) / 1e3);
            floor.settle();
        }
    }
    series.tell();
    series
}

/// The one desk that acts.
struct Actor(Ledger<Box<dyn Journal>>);

impl Actor {
    fn at(store: &Path) -> Self {
        let opening = Opening { url: store.display().to_string(), ..Opening::default() };
        Self(Ledger::open(store::open(&opening).expect("the store")).expect("a ledger"))
    }

    /// Units that stand in the window of a desk just opened: the first stairs' top floors.
    fn units(&self) -> Vec<UnitId> {
        let office = self.0.office();
        let is_shown = |id: &UnitId| {
            let spec = &office.unit(*id).spec;
            &*spec.building == "1#住宅楼" && spec.entrance.as_deref() == Some("1单元") && spec.floor > 15
        };
        free_units(office).into_iter().filter(is_shown).collect()
    }

    fn act(&mut self, command: impl Into<Command>) -> [u64; 2] {
        let order = Order { id: fresh_id(), by: MANAGER, terminal: "bench".into(), command: command.into() };
        let asked = monotonic();
        let answer = self.0.submit(&order).expect("an answer");
        let answered = monotonic();
        assert!(matches!(answer.verdict, Verdict::Done { .. }), "{:?}", answer.verdict);
        [asked, answered]
    }
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    if let Some(at) = args.iter().position(|arg| arg == "watch") {
        return watch_raw(Path::new(&args[at + 1]));
    }
    if !is_wanted() {
        return;
    }
    head("hold_to_wall", "a hold on one desk → painted on 60 others, 80×24, 400 units; goal p99 ≤ 10 ms");
    let folder = tempfile::tempdir().expect("a folder");
    core("first");
    disk("first", folder.path());
    let raws = raw("first", folder.path());
    let store = history::store(folder.path(), SIZE, EVENTS);
    let mut actor = Actor::at(&store);
    let units = actor.units();
    let mut floor = Floor::open(|| program(&store, &["--as", "钱顾问"]));
    floor.until("the desk", |_, terminal| terminal.says('○') > 20);
    floor.settle();
    let mut each = Series::new("each of 60, from the key");
    let mut last = Series::new("the last of 60, from the key");
    let mut heard = Series::new("the last of 60, from the answer");
    let spent = |floor: &Floor| {
        let ids = floor.terminals.iter().filter_map(Terminal::id);
        ids.map(processor).sum::<f64>() * 1e6
    };
    let (before, mut acts) = (spent(&floor), 0_u32);
    for round in 0..ROUNDS {
        [&mut each, &mut last, &mut heard].into_iter().for_each(Series::round);
        for hold in 0..HOLDS {
            let unit = units[(round * HOLDS + hold) % units.len()];
            let commands: [Command; 2] = [
                hold::Command::Hold { unit, customer: person("张三"), minutes: None }.into(),
                hold::Command::Release { unit, reason: "客户放弃".into() }.into(),
            ];
            for command in commands {
                let shown: Vec<usize> = floor.terminals.iter().map(|terminal| terminal.says(HELD)).collect();
                let [asked, answered] = actor.act(command);
                let seen = floor.until("a hold", |place, terminal| terminal.says(HELD) != shown[place]);
                let micros = |seen: u64, since: u64| (seen as f64 - since as f64) / 1e3;
                seen.iter().for_each(|seen| each.add(micros(*seen, asked)));
                let latest = seen.into_iter().max().unwrap_or_default();
                last.add(micros(latest, asked));
                heard.add(micros(latest, answered));
                acts += 1;
                floor.settle();
            }
        }
    }
    let share = (spent(&floor) - before) / f64::from(acts) / DESKS as f64;
    [&each, &last, &heard].into_iter().for_each(Series::tell);
    println!("  a desk spends {share:.0} µs of a processor on an act of another, its ticks included");
    drop(floor);
    raw("last", folder.path());
    disk("last", folder.path());
    core("last");
    let ms = |series: &Series, share| series.over_rounds(share).map(|micros| micros / 1e3);
    figures::write(
        "hold_to_wall",
        &[
            ("p50", "ms", ms(&each, 0.5)),
            ("p99", "ms", ms(&each, 0.99)),
            ("the last of 60, p50", "ms", ms(&last, 0.5)),
            ("the last of 60, from the answer, p50", "ms", ms(&heard, 0.5)),
            ("raw, the last of 60, p50", "ms", ms(&raws, 0.5)),
            ("a desk's processor for an act of another", "µs", [share; 3]),
        ],
    );
}
