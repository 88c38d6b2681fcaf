//! The bell: what one process does others hear at once, a ring that is lost costs time alone, and waiting costs nothing.
//! Where hearing is to be proven nobody looks by himself for an hour.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::os::fd::AsRawFd;
use std::path::{Path, PathBuf};
use std::process::{Child, Command as Process, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime};
use xiaokong::domain::id::{Seq, StaffId};
use xiaokong::domain::setup;
use xiaokong::domain::state::day::Stage;
use xiaokong::domain::state::staff::Role;
use xiaokong::runtime::clock::fresh_id;
use xiaokong::runtime::kiosk::{self, Sight};
use xiaokong::runtime::storekeeper::{self, Errand, Report};
use xiaokong::runtime::tie::{Opener, Tie, Turn};
use xiaokong::store::bell::{Bell, Caller, ring};
use xiaokong::store::ledger::Ledger;
use xiaokong::store::{self, Opening, Order, Reader};

const PATIENCE: Duration = Duration::from_secs(30);
/// Longer than any test: who looks so seldom lives by what is heard.
const HOUR: Duration = Duration::from_secs(3_600);
/// How long a silence is listened to.
const SILENCE: Duration = Duration::from_millis(300);
/// The folder of the child without ears; unset in the test run itself.
const FOLDER: &str = "XIAOKONG_BELL_FOLDER";

fn opening(path: &Path) -> Opening {
    Opening { url: path.display().to_string(), ..Opening::default() }
}

fn order(command: setup::Command) -> Order {
    Order { id: fresh_id(), by: StaffId(0), terminal: "test".into(), command: command.into() }
}

fn office() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("project.db");
    let mut ledger = Ledger::open(store::create(&opening(&path)).expect("a store")).expect("a ledger");
    let (name, manager, roles) = ("金雀".into(), "经理".into(), vec![Role::Manager]);
    let founding = setup::Command::Found { name, practice: false, manager, roles, policy: Vec::new() };
    ledger.submit(&order(founding)).expect("founded");
    (folder, path)
}

fn bell_of(path: &Path) -> PathBuf {
    path.with_extension("db.bell")
}

fn program(path: &Path) -> Process {
    let mut program = Process::new(env!("CARGO_BIN_EXE_xiaokong"));
    program.args(["--lang", "zh", "--as", "经理", "--store"]).arg(path).stdin(Stdio::null());
    program
}

/// Another process hires somebody; a name twice is refused.
fn hires(path: &Path, name: &str) -> bool {
    let done = program(path).args(["staff", "add", name, "--role", "consultant"]).output().expect("an end");
    done.status.success()
}

/// One that waits for news in a thread of its own.
struct Watcher {
    heads: Receiver<Seq>,
    looks: Arc<AtomicU32>,
    over: Arc<AtomicBool>,
    caller: Option<Caller>,
    thread: Option<JoinHandle<()>>,
}

impl Watcher {
    fn at(path: &Path, heal: Duration) -> Self {
        let opening = opening(path);
        let open: Opener<Box<dyn Reader>> = Box::new(move || store::open_reader(&opening));
        let mut tie = Tie::new(open, &path.display().to_string(), true).expect("open").healed_every(heal);
        let caller = Some(tie.caller());
        let (sender, heads) = channel();
        let (looks, over) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicBool::new(false)));
        let (counted, ended) = (Arc::clone(&looks), Arc::clone(&over));
        let watch = move || {
            while !ended.load(Ordering::SeqCst) {
                tie.wait();
                let turn = tie.poll();
                counted.fetch_add(1, Ordering::SeqCst);
                if let Turn::News { events, .. } = turn
                    && let Some(last) = events.last()
                {
                    let _ = sender.send(last.seq);
                }
            }
        };
        Self { heads, looks, over, caller, thread: Some(std::thread::spawn(watch)) }
    }

    fn sees(&self, seq: Seq) {
        while self.heads.recv_timeout(PATIENCE).expect("news") < seq {}
    }

    fn looks(&self) -> u32 {
        self.looks.load(Ordering::SeqCst)
    }

    fn looks_again_after(&self, what: impl FnOnce()) {
        let (before, until) = (self.looks(), Instant::now() + PATIENCE);
        what();
        while self.looks() == before {
            assert!(Instant::now() < until, "it never looked");
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

impl Drop for Watcher {
    /// Ends only by being called: nobody waits an hour.
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        drop(self.caller.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

#[test]
fn what_one_process_does_another_hears() {
    let (_folder, path) = office();
    let watchers = [(); 3].map(|()| Watcher::at(&path, HOUR));
    for (name, seq) in [("甲", 2), ("乙", 3), ("丙", 4)] {
        assert!(hires(&path, name));
        watchers.iter().for_each(|watcher| watcher.sees(seq));
    }
}

#[test]
fn a_store_has_one_bell_whichever_way_one_comes_to_it() {
    let (folder, path) = office();
    let other = folder.path().join("current.db");
    std::os::unix::fs::symlink(&path, &other).expect("a link");
    let watcher = Watcher::at(&other, HOUR);
    assert!(hires(&path, "甲"));
    watcher.sees(2);
}

#[test]
fn a_refusal_rings_nobody() {
    let (_folder, path) = office();
    assert!(hires(&path, "甲"));
    let bell = File::options().write(true).open(bell_of(&path)).expect("a bell");
    bell.set_modified(SystemTime::UNIX_EPOCH).expect("set");
    let is_still =
        || bell.metadata().and_then(|data| data.modified()).expect("a time") == SystemTime::UNIX_EPOCH;
    assert!(!hires(&path, "甲"), "twice the same name");
    assert!(is_still());
    assert!(hires(&path, "乙"));
    assert!(!is_still());
}

/// What lies where the bell should be cannot be rung.
#[test]
fn a_lost_ring_heals() {
    let (_folder, path) = office();
    fs::remove_file(bell_of(&path)).expect("the founding rang");
    fs::create_dir(bell_of(&path)).expect("a folder in its place");
    let (hearing, healing) = (Watcher::at(&path, HOUR), Watcher::at(&path, Duration::from_millis(50)));
    assert!(hires(&path, "甲"));
    healing.sees(2);
    let heard = hearing.heads.recv_timeout(SILENCE);
    assert!(heard.is_err(), "the control: this ring was lost");
    fs::remove_dir(bell_of(&path)).expect("removed");
    hearing.sees(2);
    assert!(hires(&path, "乙"));
    hearing.sees(3);
}

#[test]
fn a_bell_taken_away_is_hung_anew() {
    let (folder, path) = office();
    let watcher = Watcher::at(&path, HOUR);
    let bell = bell_of(&path);
    let away = folder.path().join("away");
    let taken: [&dyn Fn(); 3] =
        [&|| fs::remove_file(&bell).expect("removed"), &|| fs::rename(&bell, &away).expect("moved"), &|| {
            fs::rename(&away, &bell).expect("put back over the new one")
        }];
    for (round, take) in taken.into_iter().enumerate() {
        watcher.looks_again_after(take);
        assert!(hires(&path, &format!("顾问{round}")));
        watcher.sees(2 + round as Seq);
    }
    // While somebody holds it open the file lives on without a name.
    let _held = File::open(&bell).expect("a bell");
    watcher.looks_again_after(taken[0]);
    assert!(hires(&path, "丁"));
    watcher.sees(5);
}

#[test]
fn waiting_is_not_looking() {
    let (_folder, path) = office();
    let watcher = Watcher::at(&path, HOUR);
    watcher.looks_again_after(|| ring(&path));
    watcher.looks_again_after(|| fs::remove_file(bell_of(&path)).expect("removed"));
    std::thread::sleep(SILENCE);
    let before = watcher.looks();
    std::thread::sleep(SILENCE);
    assert_eq!(watcher.looks(), before);
}

#[test]
fn a_rush_of_rings_is_few_looks_and_its_last_act_is_seen() {
    let (_folder, path) = office();
    let watcher = Watcher::at(&path, HOUR);
    let start = Instant::now();
    for _ in 0..5_000 {
        ring(&path);
    }
    let most = start.elapsed().as_millis() / 10 + 3;
    assert!(u128::from(watcher.looks()) <= most, "{} looks, at most {most}", watcher.looks());
    assert!(hires(&path, "甲"));
    watcher.sees(2);
}

#[test]
fn a_storekeeper_is_called_and_a_wall_hears() {
    let (_folder, path) = office();
    let url = path.display().to_string();
    let opened = opening(&path);
    let tie = Tie::new(Box::new(move || store::open(&opened)), &url, false).expect("open");
    let (sender, reports) = channel();
    let tell = move |report| drop(sender.send(report));
    let (errands, keeper) = storekeeper::start(tie.healed_every(HOUR), tell).expect("a thread");
    let opened = opening(&path);
    let open: Opener<Box<dyn Reader>> = Box::new(move || store::open_reader(&opened));
    let tie = Tie::new(open, &url, true).expect("open").healed_every(HOUR);
    let (sender, sights) = channel();
    kiosk::watch(tie, move |sight| sender.send(sight).is_ok()).expect("a thread");

    let stage = setup::Command::SetStage { stage: Stage::Open };
    assert!(errands.send(Errand { ticket: 1, order: order(stage) }), "the keeper listens");
    while !matches!(reports.recv_timeout(PATIENCE).expect("an answer"), Report::Answered(1, _)) {}
    let is_open =
        |sight: &Sight| matches!(sight, Sight::Seen(picture, ..) if picture.stage == Some(Stage::Open));
    while !is_open(&sights.recv_timeout(PATIENCE).expect("the stage")) {}
    assert!(hires(&path, "甲"));
    let is_news = |report: &Report| matches!(report, Report::News(events, _) if !events.is_empty());
    while !is_news(&reports.recv_timeout(PATIENCE).expect("news")) {}

    drop(errands);
    let (sender, ended) = channel();
    std::thread::spawn(move || sender.send(keeper.join().is_ok()));
    assert_eq!(ended.recv_timeout(PATIENCE), Ok(true), "nobody sends any more");
}

#[test]
fn a_log_that_follows_says_what_happens() {
    let (_folder, path) = office();
    let mut follow = program(&path);
    follow.args(["--json", "log", "--follow"]).stdout(Stdio::piped());
    let mut log = Running(follow.spawn().expect("a log"));
    let mut lines = BufReader::new(log.0.stdout.take().expect("its words")).lines();
    let mut says = |word: &str| {
        let line = lines.next().expect("a line").expect("words");
        assert!(line.contains(word), "{line}");
    };
    says("金雀");
    for name in ["甲", "乙"] {
        assert!(hires(&path, name));
        says(name);
    }
}

/// A process that ends with its test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill().and_then(|()| self.0.wait());
    }
}

/// Lets this process open nothing more; returns the limit it had.
fn close_every_ear() -> rustix::process::Rlimit {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let old = getrlimit(Resource::Nofile);
    let first_free = File::open("/dev/null").expect("a file").as_raw_fd();
    let limit = Rlimit { current: u64::try_from(first_free).ok(), maximum: old.maximum };
    setrlimit(Resource::Nofile, limit).expect("set");
    old
}

#[test]
fn without_ears_one_looks_often_until_there_are_some() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        return be_deaf(Path::new(&folder));
    }
    let (folder, path) = office();
    let child = Process::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "without_ears_one_looks_often_until_there_are_some", "--nocapture"])
        .env(FOLDER, folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a child");
    let mut child = Running(child);
    let mut lines = BufReader::new(child.0.stdout.take().expect("its words")).lines().map_while(Result::ok);
    let mut until = |word: &str| assert!(lines.any(|line| line.ends_with(word)), "it never said {word}");
    until("deaf");
    assert!(hires(&path, "甲"));
    until("hearing");
    assert!(hires(&path, "乙"));
    until("heard");
    assert!(child.0.wait().expect("an end").success());
}

/// The child: sees one act though it is deaf, then another because it hears again.
fn be_deaf(folder: &Path) {
    let path = folder.join("project.db");
    let mut ledger = Ledger::open(store::open_reader(&opening(&path)).expect("a store")).expect("a ledger");
    let limit = close_every_ear();
    let mut bell = Bell::of(&path.display().to_string());
    assert!(bell.is_deaf());
    println!("deaf");
    let mut looks = 0;
    while ledger.refresh().expect("news").is_empty() {
        let start = Instant::now();
        bell.wait(PATIENCE);
        assert!(start.elapsed() >= Duration::from_millis(20), "no pause");
        assert!(start.elapsed() < PATIENCE, "it never looked");
        looks += 1;
    }
    assert!(bell.is_deaf() && looks > 0);
    rustix::process::setrlimit(rustix::process::Resource::Nofile, limit).expect("set");
    bell.wait(PATIENCE);
    assert!(!bell.is_deaf());
    assert!(ledger.refresh().expect("no news").is_empty());
    println!("hearing");
    while ledger.refresh().expect("news").is_empty() {
        let start = Instant::now();
        bell.wait(PATIENCE);
        assert!(start.elapsed() < PATIENCE, "it never heard");
    }
    println!("heard");
}
