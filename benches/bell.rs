//! bell: from a ring to the processes that have seen the act. One writer, and one or sixty readers that wait for its bell
//! as `log --follow` does; beside them in the same rounds the raw limit (as many processes that only wait for a byte) and
//! what was before (as many that look every 20 ms). Then what sixty cost that wait as a wall does, while nothing happens.
//!
//! The time begins after commit and sync, with the ring: those are the disk's, and measured by `claim`.

mod common;

use common::figures;
use common::history;
use common::house::{MANAGER, Size, free_units, person};
use common::measure::{Series, core, disk, head, is_wanted, percentile};
use common::watch::{Watcher, monotonic, processor};
use rustix::fs::inotify::{self, CreateFlags, WatchFlags};
use std::fs::File;
use std::mem::MaybeUninit;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::time::Duration;
use xiaokong::domain::act::Command;
use xiaokong::domain::hold;
use xiaokong::domain::id::{Seq, UnitId};
use xiaokong::runtime::clock::fresh_id;
use xiaokong::runtime::tie::Tie;
use xiaokong::store::bell::{Bell, Rope};
use xiaokong::store::ledger::Ledger;
use xiaokong::store::{self, Journal, Opening, Order, Reader, Verdict};

/// 400 units.
const SIZE: Size = Size { buildings: 2, stairs: 2, floors: 25 };
const EVENTS: u64 = 500;
const MANY: usize = 60;
const ROUNDS: usize = 5;
/// How long the idle are watched.
const IDLE: Duration = Duration::from_secs(4);
/// How often a reader looks by itself.
const HEAL: Duration = Duration::from_secs(1);
/// How often the readers of before looked.
const LOOK: Duration = Duration::from_millis(20);

/// Who watches how, how many of them, and acts of a round.
const SUBJECTS: [(&str, usize, usize); 5] =
    [("raw", 1, 40), ("raw", MANY, 20), ("bell", 1, 40), ("bell", MANY, 20), ("look", MANY, 10)];

fn opening(store: &Path) -> Opening {
    Opening { url: store.display().to_string(), ..Opening::default() }
}

/// A reader in a process of its own: says when it saw which event.
fn watch(way: &str, store: &Path) {
    let mut read = Ledger::open(store::open_reader(&opening(store)).expect("the store")).expect("a ledger");
    let mut bell = Bell::of(&measured(store));
    println!("ready {}", way != "bell" || !bell.is_deaf());
    loop {
        match way {
            "look" => std::thread::sleep(LOOK),
            _ => bell.wait(HEAL),
        }
        if read.store().changed().expect("the store") {
            let events = read.refresh().expect("events");
            let seen = monotonic();
            events.iter().for_each(|event| println!("{} {seen}", event.seq));
        }
    }
}

/// A reader as a wall has one, for what it costs.
fn rest(way: &str, store: &Path) {
    let opened = opening(store);
    let open = Box::new(move || store::open_reader(&opened));
    let mut tie = Tie::new(open, &store.display().to_string(), true).expect("the store");
    println!("ready -");
    loop {
        match way {
            "look" => std::thread::sleep(LOOK),
            _ => tie.wait(),
        }
        tie.poll();
    }
}

/// The store whose bell is measured: the writer rings it by itself, so that it knows when. That of its own store is
/// rung before, and nobody hears it.
fn measured(store: &Path) -> String {
    store.with_extension("measured").display().to_string()
}

/// Waits for a byte and does nothing else.
fn watch_raw(store: &Path) {
    let ear = inotify::init(CreateFlags::CLOEXEC).expect("an ear");
    inotify::add_watch(&ear, store.with_extension("raw"), WatchFlags::MODIFY).expect("a file");
    println!("ready true");
    let mut buffer = [MaybeUninit::uninit(); 1_024];
    let mut news = inotify::Reader::new(&ear, &mut buffer);
    for number in 1.. {
        news.next().expect("an event");
        println!("{number} {}", monotonic());
    }
}

/// A desk that holds units and gives them up again.
struct Writer {
    desk: Ledger<Box<dyn Journal>>,
    units: Vec<UnitId>,
    acts: usize,
}

impl Writer {
    fn at(store: &Path) -> Self {
        let desk = Ledger::open(store::open(&opening(store)).expect("the store")).expect("a ledger");
        let units = free_units(desk.office());
        Self { desk, units, acts: 0 }
    }

    /// Acts; returns the position of the act's last event.
    fn act(&mut self) -> Seq {
        let unit = self.units[self.acts / 2 % self.units.len()];
        let command: Command = match self.acts % 2 {
            0 => hold::Command::Hold { unit, customer: person("张三"), minutes: None }.into(),
            _ => hold::Command::Release { unit, reason: "客户放弃".into() }.into(),
        };
        self.acts += 1;
        let order = Order { id: fresh_id(), by: MANAGER, terminal: "bench".into(), command };
        match self.desk.submit(&order).expect("an answer").verdict {
            Verdict::Done { last, .. } => last,
            Verdict::Refused(rejection) => panic!("{rejection:?}"),
        }
    }
}

/// Microseconds of one way to watch: each reader, and the last of them.
struct Subject {
    each: Series,
    last: Series,
}

impl Subject {
    fn of((way, count, _): (&str, usize, usize)) -> Self {
        let name = |what: &str| Series::new(format!("{way}, {count}: {what}"));
        Self { each: name("each"), last: name("the last") }
    }

    fn round(&mut self, writer: &mut Writer, store: &Path, (way, count, acts): (&str, usize, usize)) {
        let mut watchers: Vec<Watcher> = (0..count).map(|_| Watcher::start(&["watch", way], store)).collect();
        let hearing =
            watchers.iter_mut().map(|watcher| watcher.says("ready")).filter(|hears| hears == "true");
        let hearing = hearing.count();
        if hearing < count {
            println!("  only {hearing} of {count} could hear: the system has no more ears");
        }
        let raw = File::options().write(true).open(store.with_extension("raw")).expect("a file");
        let mut rope = Rope::of(Path::new(&measured(store)));
        self.each.round();
        self.last.round();
        for act in 0..acts {
            // Longer than a watcher rests after a ring, and never in step with those that look every 20 ms.
            std::thread::sleep(Duration::from_millis(15 + (act as u64 * 7) % 10));
            let (number, rung) = if way == "raw" {
                let rung = monotonic();
                raw.write_at(b"!", 0).expect("written");
                (act as u64 + 1, rung)
            } else {
                let last = writer.act();
                let rung = monotonic();
                rope.pull();
                (last, rung)
            };
            let seen: Vec<u64> = watchers.iter_mut().map(|watcher| watcher.saw(number)).collect();
            let micros = |seen: u64| (seen as f64 - rung as f64) / 1e3;
            seen.iter().for_each(|seen| self.each.add(micros(*seen)));
            self.last.add(micros(seen.into_iter().max().unwrap_or_default()));
        }
    }
}

/// What so many cost while nothing happens, percent of a core.
fn idle(way: &str, store: &Path) -> [f64; 3] {
    let mut watchers: Vec<Watcher> = (0..MANY).map(|_| Watcher::start(&["rest", way], store)).collect();
    watchers.iter_mut().for_each(|watcher| drop(watcher.says("ready")));
    let mut shares: Vec<f64> = Vec::new();
    for _ in 0..3 {
        let all = || watchers.iter().map(|watcher| processor(watcher.id())).sum::<f64>();
        let (before, start) = (all(), std::time::Instant::now());
        std::thread::sleep(IDLE / 3);
        shares.push((all() - before) / start.elapsed().as_secs_f64() * 100.0);
    }
    [0.5, 0.0, 1.0].map(|share| percentile(&mut shares, share))
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    if let [.., part, way, store] = args.as_slice() {
        match part.as_str() {
            "watch" if way == "raw" => return watch_raw(Path::new(store)),
            "watch" => return watch(way, Path::new(store)),
            "rest" => return rest(way, Path::new(store)),
            _ => {}
        }
    }
    if !is_wanted() {
        return;
    }
    head("bell", "a hold, durable → seen by 1 and by 60 processes; goal p99 ≤ 0.5 and ≤ 3 ms");
    let folder = tempfile::tempdir().expect("a folder");
    core("first");
    disk("first", folder.path());
    let store = history::store(folder.path(), SIZE, EVENTS);
    let mut writer = Writer::at(&store);
    for file in [measured(&store).into(), store.with_extension("raw")] {
        std::fs::write(file, "!").expect("written");
    }
    let mut subjects = SUBJECTS.map(Subject::of);
    for _ in 0..ROUNDS {
        for (subject, what) in subjects.iter_mut().zip(SUBJECTS) {
            subject.round(&mut writer, &store, what);
        }
    }
    for (subject, (_, count, _)) in subjects.iter().zip(SUBJECTS) {
        if count > 1 {
            subject.each.tell();
        }
        subject.last.tell();
    }
    let idles = ["bell", "look"].map(|way| idle(way, &store));
    for (way, [share, low, high]) in ["bell", "look"].iter().zip(idles) {
        println!("  {way}, 60 idle: {share:.2} % of a core ({low:.2}–{high:.2})");
    }
    disk("last", folder.path());
    core("last");
    let ms = |series: &Series, share| series.over_rounds(share).map(|micros| micros / 1e3);
    let [raw_one, raw_many, one, many, look] = &subjects;
    figures::write(
        "bell",
        &[
            ("1 process, p50", "ms", ms(&one.last, 0.5)),
            ("1 process, p99", "ms", ms(&one.last, 0.99)),
            ("each of 60 processes, p50", "ms", ms(&many.each, 0.5)),
            ("each of 60 processes, p99", "ms", ms(&many.each, 0.99)),
            ("the last of 60 processes, p50", "ms", ms(&many.last, 0.5)),
            ("the last of 60 processes, p99", "ms", ms(&many.last, 0.99)),
            ("raw, 1 process, p99", "ms", ms(&raw_one.last, 0.99)),
            ("raw, the last of 60 processes, p99", "ms", ms(&raw_many.last, 0.99)),
            ("a look every 20 ms, the last of 60, p99", "ms", ms(&look.last, 0.99)),
            ("60 idle watchers", "% of a core", idles[0]),
            ("60 idle that look every 20 ms", "% of a core", idles[1]),
        ],
    );
}
