//! The wall as a program on a terminal without input: cold start, no store yet, loss and recovery.

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::Read;
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use xiaokong::domain::id::StaffId;
use xiaokong::domain::setup;
use xiaokong::domain::state::staff::Role;
use xiaokong::runtime::clock::fresh_id;
use xiaokong::store::ledger::Ledger;
use xiaokong::store::{self, Opening, Order};

const PATIENCE: Duration = Duration::from_secs(30);

struct Wall {
    child: Box<dyn Child + Send + Sync>,
    parser: Arc<Mutex<vt100::Parser>>,
    _master: Box<dyn MasterPty + Send>,
}

impl Wall {
    /// Starts the wall on a terminal, its standard input `/dev/null` or closed.
    fn start(path: &Path, input: &str) -> Self {
        let (rows, cols) = (27, 96);
        let pair = native_pty_system()
            .openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 })
            .expect("a pty");
        let mut command = CommandBuilder::new("sh");
        command.args(["-c", &format!("exec \"$0\" \"$@\" {input}"), env!("CARGO_BIN_EXE_xiaokong")]);
        command.arg("--store");
        command.arg(path);
        command.args(["--lang", "zh", "board"]);
        command.env_clear();
        command.env("TERM", "xterm-256color");
        command.env("PATH", std::env::var("PATH").unwrap_or_default());
        command.cwd(std::env::temp_dir());
        let child = pair.slave.spawn_command(command).expect("a child");
        let some = |count| NonZeroU16::new(count).expect("some");
        let parser = Arc::new(Mutex::new(vt100::Parser::new(some(rows), some(cols), 0)));
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let heard = parser.clone();
        std::thread::spawn(move || {
            let mut bytes = [0; 8192];
            while let Ok(count) = reader.read(&mut bytes)
                && count > 0
            {
                heard.lock().expect("a parser").process(&bytes[..count]);
            }
        });
        Self { child, parser, _master: pair.master }
    }

    /// Waits until the screen says something.
    fn shows(&mut self, word: &str) {
        let until = Instant::now() + PATIENCE;
        loop {
            let screen = self.parser.lock().expect("a parser").screen().contents();
            if screen.contains(word) {
                return;
            }
            assert!(Instant::now() < until, "never said {word}\n{screen}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Wall {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn found(path: &Path) {
    let opening = Opening { url: path.display().to_string(), ..Opening::default() };
    let mut ledger = Ledger::open(store::create(&opening).expect("a store")).expect("a ledger");
    let found = setup::Command::Found {
        name: "金雀苑".into(),
        practice: false,
        manager: "经理".into(),
        roles: Role::ALL.to_vec(),
        policy: Vec::new(),
    };
    let order = Order { id: fresh_id(), by: StaffId(0), terminal: "test".into(), command: found.into() };
    ledger.submit(&order).expect("submitted");
}

#[test]
fn a_wall_waits_for_its_store_and_survives_its_loss() {
    let folder = tempfile::tempdir().expect("a folder");
    let home = folder.path().join("office");
    let path = home.join("project.db");
    let mut wall = Wall::start(&path, "</dev/null");
    wall.shows("起等待数据");
    wall.shows("没有数据文件");
    std::fs::create_dir(&home).expect("a home");
    found(&path);
    wall.shows("下一位接待");
    wall.shows("金雀苑");
    let away = folder.path().join("away");
    for _ in 0..2 {
        std::fs::rename(&home, &away).expect("taken away");
        wall.shows("数据中断");
        std::fs::rename(&away, &home).expect("put back");
        wall.shows("秒前");
    }
}

#[test]
fn a_wall_needs_no_standard_input_at_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("project.db");
    found(&path);
    Wall::start(&path, "<&-").shows("下一位接待");
}
