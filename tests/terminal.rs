//! The screens on a real pseudo-terminal: they paint, follow keys and sizes, and give the terminal back however they
//! end (design §7.9).

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, SlavePty, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::os::fd::BorrowedFd;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use xiaokong::domain::act::Command;
use xiaokong::domain::hold;
use xiaokong::domain::id::{BuildingId, StaffId, UnitId};
use xiaokong::domain::listing::{self, Row};
use xiaokong::domain::money::Fen;
use xiaokong::domain::party::Named;
use xiaokong::domain::payment::{self, Taken};
use xiaokong::domain::setup;
use xiaokong::domain::state::sealed::Person;
use xiaokong::domain::state::staff::Role;
use xiaokong::domain::state::unit::{ListedStatus, UnitSpec};
use xiaokong::runtime::clock::fresh_id;
use xiaokong::store::ledger::Ledger;
use xiaokong::store::{self, Opening, Order, Reader, Verdict};

const PATIENCE: Duration = Duration::from_secs(30);

fn house() -> (tempfile::TempDir, PathBuf) {
    house_of(9)
}

/// A house with so many floors of four homes.
fn house_of(floors: i32) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("project.db");
    let opening = Opening { url: path.display().to_string(), ..Opening::default() };
    let mut ledger = Ledger::open(store::create(&opening).expect("a store")).expect("a ledger");
    let mut submit = |command: Command| {
        let order = Order { id: fresh_id(), by: StaffId(0), terminal: "test".into(), command };
        ledger.submit(&order).expect("submitted");
    };
    let (name, manager) = ("金雀苑".to_string(), "经理".to_string());
    let (roles, policy) = (Role::ALL.to_vec(), vec![("hold_limit".to_string(), "1000".to_string())]);
    submit(setup::Command::Found { name, practice: false, manager, roles, policy }.into());
    let row = |floor: i32, place: i32| Row {
        spec: UnitSpec {
            building: "5#住宅楼".into(),
            entrance: Some("1单元".into()),
            room: format!("{floor}{place:02}").into(),
            floor,
            sales_floor: None,
            layout: Some("三室两厅".into()),
            usage: None,
            area: None,
            inner_area: None,
            unit_price: None,
            total: Some(Fen(300_000_000)),
            floor_price: None,
            batch: None,
            attributes: Vec::new(),
        },
        status: Some(ListedStatus::Available),
    };
    let rows = (1..=floors).flat_map(|floor| (1..=4).map(move |place| row(floor, place))).collect();
    submit(listing::Command::Import { source: "list.csv".into(), rows }.into());
    (folder, path)
}

/// A pseudo-terminal with a screen in it.
struct Stage {
    child: Box<dyn Child + Send + Sync>,
    master: Option<Box<dyn MasterPty + Send>>,
    slave: Option<Box<dyn SlavePty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    parser: Arc<Mutex<vt100::Parser>>,
    closing: Arc<AtomicBool>,
    reader: Option<JoinHandle<()>>,
    before: String,
}

struct Play<'a> {
    verbs: &'a [&'a str],
    store: &'a Path,
    size: (u16, u16),
    env: &'a [(&'a str, &'a str)],
    no_keys: bool,
}

fn play(store: &Path) -> Play<'_> {
    Play { verbs: &[], store, size: (80, 24), env: &[], no_keys: false }
}

impl Play<'_> {
    fn start(&self) -> Stage {
        let (cols, rows) = self.size;
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pty");
        let exe = env!("CARGO_BIN_EXE_xiaokong");
        let mut command = if self.no_keys {
            let mut shell = CommandBuilder::new("sh");
            shell.args(["-c", "exec \"$0\" \"$@\" </dev/null"]);
            shell.arg(exe);
            shell
        } else {
            CommandBuilder::new(exe)
        };
        command.arg("--store");
        command.arg(self.store);
        command.args(["--lang", "zh"]);
        command.args(self.verbs);
        command.env_clear();
        let path = std::env::var("PATH").unwrap_or_default();
        let home = self.store.parent().expect("a folder").display().to_string();
        let fixed = [("PATH", path.as_str()), ("TERM", "xterm-256color"), ("HOME", &home)];
        for (name, value) in fixed.iter().chain(self.env) {
            command.env(name, value);
        }
        let before = settings(&*pair.master);
        let child = pair.slave.spawn_command(command).expect("a child");
        let parser = Arc::new(Mutex::new(vt100::Parser::new(cells(rows), cells(cols), 0)));
        let closing = Arc::default();
        let reader = listen(&*pair.master, parser.clone(), Arc::clone(&closing));
        let writer = pair.master.take_writer().expect("a writer");
        Stage {
            child,
            master: Some(pair.master),
            slave: Some(pair.slave),
            writer: Some(writer),
            parser,
            closing,
            reader: Some(reader),
            before,
        }
    }
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).expect("some")
}

fn settings(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().expect("settings"))
}

/// Feeds the parser; never blocks for long, so that the terminal can be closed.
fn listen(
    master: &dyn MasterPty,
    parser: Arc<Mutex<vt100::Parser>>,
    closing: Arc<AtomicBool>,
) -> JoinHandle<()> {
    let raw = master.as_raw_fd().expect("a descriptor");
    // SAFETY: the master is borrowed for the length of this call.
    let fd = unsafe { BorrowedFd::borrow_raw(raw) };
    rustix::fs::fcntl_setfl(fd, rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::RDWR).expect("a flag");
    let mut reader = master.try_clone_reader().expect("a reader");
    std::thread::spawn(move || {
        let mut bytes = [0; 65_536];
        while !closing.load(Ordering::SeqCst) {
            match reader.read(&mut bytes) {
                Ok(0) => return,
                Ok(count) => parser.lock().expect("the parser").process(&bytes[..count]),
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {
                    std::thread::sleep(Duration::from_millis(2));
                }
                Err(_) => return,
            }
        }
    })
}

impl Stage {
    /// Nobody reads the terminal from now on.
    fn stop_reading(&mut self) {
        self.closing.store(true, Ordering::SeqCst);
        self.reader.take().map(JoinHandle::join);
    }

    /// Somebody reads it again, first what was left in it.
    fn go_on_reading(&mut self) {
        self.closing.store(false, Ordering::SeqCst);
        let master = self.master.as_ref().expect("a master");
        self.reader = Some(listen(&**master, self.parser.clone(), Arc::clone(&self.closing)));
    }

    /// A number the kernel keeps of the process: `VmRSS` in `status`, `wchar` in `io`.
    fn number(&self, file: &str, name: &str) -> u64 {
        let path = format!("/proc/{}/{file}", self.child.process_id().expect("an id"));
        let text = std::fs::read_to_string(path).expect("the kernel's file");
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).expect("a line");
        line.split_whitespace().next().and_then(|number| number.parse().ok()).expect("a number")
    }

    fn look<T>(&self, at: impl Fn(&vt100::Screen) -> T) -> T {
        at(self.parser.lock().expect("the parser").screen())
    }

    fn text(&self) -> String {
        self.look(|screen| screen.contents())
    }

    fn wait(&self, what: &str, fits: impl Fn(&vt100::Screen) -> bool) {
        let since = Instant::now();
        while !self.look(&fits) {
            assert!(since.elapsed() < PATIENCE, "never saw {what}:\n{}", self.text());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn shows(&self, text: &str) {
        self.wait(text, |screen| screen.contents().contains(text));
    }

    fn painted(self) -> Self {
        self.wait("the other screen", |screen| screen.alternate_screen());
        self.shows("金雀苑");
        self
    }

    fn type_in(&mut self, keys: &str) {
        let writer = self.writer.as_mut().expect("a writer");
        writer.write_all(keys.as_bytes()).and_then(|()| writer.flush()).expect("typed");
    }

    fn resize(&self, (cols, rows): (u16, u16)) {
        self.parser.lock().expect("the parser").set_size(cells(rows), cells(cols));
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        self.master.as_ref().expect("a master").resize(size).expect("resized");
    }

    fn signal(&self, signal: Signal) {
        let id = self.child.process_id().and_then(|id| i32::try_from(id).ok());
        kill_process(Pid::from_raw(id.expect("an id")).expect("an id"), signal).expect("sent");
    }

    fn code(&mut self) -> u32 {
        let since = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                assert_eq!(status.signal(), None, "killed instead of ending");
                return status.exit_code();
            }
            assert!(since.elapsed() < PATIENCE, "it never ended:\n{}", self.text());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Ends, and finds the terminal as it was.
    fn ends(&mut self, code: u32) {
        assert_eq!(self.code(), code, "{}", self.text());
        self.wait("the shell's own screen again", |screen| !screen.alternate_screen());
        self.look(|screen| {
            assert!(!screen.hide_cursor(), "the cursor is still hidden");
            assert!(!screen.bracketed_paste(), "pastes are still bracketed");
            assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        });
        assert_eq!(settings(&**self.master.as_ref().expect("a master")), self.before);
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.closing.store(true, Ordering::SeqCst);
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_desk_paints_moves_follows_sizes_and_quits() {
    let (_folder, path) = house();
    let mut stage = play(&path).start().painted();
    stage.shows("901");
    let first = stage.look(vt100::Screen::contents_formatted);
    stage.type_in("\x1b[B\x1b[C");
    stage.wait("the selection move", |screen| screen.contents_formatted() != first);
    for size in [(160, 50), (24, 8), (10, 3), (1, 1), (80, 24)] {
        stage.resize(size);
        std::thread::sleep(Duration::from_millis(30));
    }
    stage.shows("901");
    stage.type_in("q");
    stage.ends(0);
}

#[test]
fn a_hold_on_one_desk_shows_on_the_other() {
    let (_folder, path) = house();
    let mut one = Play { size: (160, 50), ..play(&path) }.start().painted();
    let two = Play { size: (160, 50), ..play(&path) }.start().painted();
    one.type_in(" ");
    std::thread::sleep(Duration::from_millis(200));
    one.type_in("欧阳春\r");
    two.shows("欧阳春");
    one.type_in("q");
    one.ends(0);
}

/// The paper lies beside the store, and the head it bears is part of the journal.
#[test]
fn a_paper_is_printed_from_the_menu_and_its_place_is_said() {
    let (folder, path) = house();
    let opening = Opening { url: path.display().to_string(), ..Opening::default() };
    let mut ledger = Ledger::open(store::open(&opening).expect("the store")).expect("a ledger");
    // The cursor of a new desk stands on the first unit of the grid.
    let unit = ledger.office().in_order().next().expect("a unit").id;
    let mut submit = |command: Command| {
        let order = Order { id: fresh_id(), by: StaffId(0), terminal: "test".into(), command };
        let answer = ledger.submit(&order).expect("submitted");
        assert!(matches!(answer.verdict, Verdict::Done { .. }), "{:?}", answer.verdict);
    };
    let granted = chrono::NaiveDate::from_ymd_opt(2026, 9, 1).expect("a day");
    submit(setup::Command::SetLicence { building: BuildingId(0), number: "1".into(), granted }.into());
    let person = Person { salt: "s".into(), name: "欧阳春".into(), phones: vec!["13800000001".into()] };
    let (receipt, method) = ("0004312".to_string(), "pos".to_string());
    let taken = Taken { receipt, amount: Fen::yuan(50_000), method, payer: None };
    submit(payment::Command::Deposit { unit, customer: Some(Named::Person(person)), taken }.into());
    let mut stage = play(&path).start().painted();
    stage.shows("欧阳春");
    stage.type_in("M");
    stage.shows("打印收据");
    let row = stage.look(|screen| {
        let rows: Vec<String> = screen.rows(0, 80).collect();
        let place = |word: &str| rows.iter().position(|row| row.contains(word)).expect("a row");
        place("打印收据") - place("╭")
    });
    stage.type_in(&row.to_string());
    stage.shows("已打印收据 SJ-");
    let papers = std::fs::read_dir(folder.path().join("papers")).expect("the folder");
    let papers: Vec<PathBuf> = papers.map(|entry| entry.expect("an entry").path()).collect();
    let [paper] = papers.as_slice() else { panic!("{papers:?}") };
    let page = std::fs::read_to_string(paper).expect("a page");
    assert!(page.contains("欧阳春") && page.contains("人民币伍万元整"), "{page}");
    let hash = page.split("校验码 <code>").nth(1).and_then(|rest| rest.get(..64)).expect("a hash");
    let found = store::open_reader(&opening).expect("the store").contains_head(hash).expect("read");
    assert!(found.is_some(), "{hash}");
    stage.type_in("q");
    stage.ends(0);
}

#[test]
fn signals_end_it_with_the_terminal_given_back() {
    let (_folder, path) = house();
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130)] {
        let mut stage = play(&path).start().painted();
        stage.signal(signal);
        stage.ends(code);
    }
}

#[test]
fn a_crash_gives_the_terminal_back_and_says_where() {
    let (_folder, path) = house();
    let mut stage = Play { env: &[("XIAOKONG_TEST_CRASH", "1")], ..play(&path) }.start();
    stage.ends(101);
    stage.shows("asked to crash");
    stage.shows("desk.rs");
}

#[test]
fn a_terminal_that_is_gone_ends_the_desk() {
    let (_folder, path) = house();
    let mut stage = play(&path).start().painted();
    stage.stop_reading();
    stage.writer = None;
    stage.slave = None;
    stage.master = None;
    assert_eq!(stage.code(), 129);
}

#[test]
fn a_window_too_small_still_quits() {
    let (_folder, path) = house();
    let mut stage = Play { size: (10, 3), ..play(&path) }.start();
    stage.wait("something", |screen| screen.alternate_screen() && !screen.contents().trim().is_empty());
    stage.type_in("q");
    stage.ends(0);
}

#[test]
fn several_people_are_asked_who_they_are_and_a_stranger_is_refused() {
    let (_folder, path) = house();
    let opening = Opening { url: path.display().to_string(), ..Opening::default() };
    let mut ledger = Ledger::open(store::open(&opening).expect("a store")).expect("a ledger");
    let command = setup::Command::AddStaff { name: "乙".into(), role: Role::Consultant, team: None }.into();
    let order = Order { id: fresh_id(), by: StaffId(0), terminal: "test".into(), command };
    ledger.submit(&order).expect("submitted");
    let mut stage = play(&path).start().painted();
    stage.shows("乙");
    stage.type_in("\x1b");
    stage.signal(Signal::TERM);
    stage.ends(143);
    let mut stage = Play { verbs: &["--as", "路人"], ..play(&path) }.start();
    assert_eq!(stage.code(), 4);
    assert!(!stage.look(vt100::Screen::alternate_screen));
}

#[test]
fn no_terminal_and_a_dumb_one_are_refused_in_words() {
    let (_folder, path) = house();
    let mut stage = Play { env: &[("TERM", "dumb")], ..play(&path) }.start();
    assert_eq!(stage.code(), 2);
    stage.shows("不能移动光标");
    for verb in [None, Some("board")] {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_xiaokong"))
            .arg("--store")
            .arg(&path)
            .args(["--lang", "zh"])
            .args(verb)
            .env("TERM", "xterm")
            .stdin(std::process::Stdio::null())
            .output()
            .expect("ran");
        assert_eq!(output.status.code(), Some(2), "{verb:?}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains("不是终端"), "{verb:?}: {said}");
    }
}

#[test]
fn the_wall_starts_without_a_key_and_ends_with_a_signal() {
    let (_folder, path) = house();
    let wall = Play { verbs: &["board"], size: (160, 50), no_keys: true, ..play(&path) };
    let mut stage = wall.start().painted();
    stage.signal(Signal::TERM);
    stage.ends(143);
}

#[test]
fn the_wall_turns_pages_and_quits_by_key() {
    let (_folder, path) = house();
    let mut stage = Play { verbs: &["board"], size: (100, 30), ..play(&path) }.start().painted();
    let first = stage.text();
    stage.type_in(" ");
    stage.wait("another page", |screen| screen.contents() != first);
    stage.type_in("q");
    stage.ends(0);
}

/// Its line hangs, or somebody scrolls in its window: the office goes on, and the wall must not keep what it cannot show.
#[test]
fn a_wall_nobody_reads_keeps_nothing_and_goes_on_when_read_again() {
    let (_folder, path) = house_of(240);
    let opening = Opening { url: path.display().to_string(), ..Opening::default() };
    let mut ledger = Ledger::open(store::open(&opening).expect("the store")).expect("a ledger");
    let person = Person { salt: "s".into(), name: "欧阳春".into(), phones: vec!["13800000001".into()] };
    let mut held = 0;
    let mut hold = || {
        let (unit, customer) = (UnitId(held), Named::Person(person.clone()));
        let command = hold::Command::Hold { unit, customer, minutes: None }.into();
        let order = Order { id: fresh_id(), by: StaffId(0), terminal: "test".into(), command };
        let answer = ledger.submit(&order).expect("submitted");
        assert!(matches!(answer.verdict, Verdict::Done { .. }), "{:?}", answer.verdict);
        held += 1;
        // The wall rests as long after each news.
        std::thread::sleep(Duration::from_millis(15));
    };
    let mut stage = Play { verbs: &["board"], size: (160, 50), ..play(&path) }.start().painted();
    stage.stop_reading();
    // More pages than a terminal holds.
    (0..60).for_each(|_| stage.type_in(" "));
    let stuck = (0..6).find_map(|_| {
        let (written, memory) = (stage.number("io", "wchar"), stage.number("status", "VmRSS"));
        (0..120).for_each(|_| hold());
        let is_stuck = stage.number("io", "wchar") == written;
        is_stuck.then(|| (memory, stage.number("status", "VmRSS")))
    });
    let (before, after) = stuck.expect("a terminal that takes nothing more");
    assert!(after < before + 4_096, "{before} kB, and 120 acts later {after} kB");
    stage.go_on_reading();
    let since = Instant::now();
    while !stage.text().contains(&format!("保留 {held} ")) {
        assert!(since.elapsed() < PATIENCE, "never saw {held} holds:\n{}", stage.text());
        stage.type_in(" ");
        std::thread::sleep(Duration::from_millis(200));
    }
    stage.type_in("q");
    stage.ends(0);
}
