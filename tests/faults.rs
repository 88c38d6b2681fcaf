//! What the world does to a store, done for real and seen through the binary: full disks, limits, read-only folders,
//! other people's files, network file systems. Each has its sentence in both languages, exit 3, and loses nothing that
//! was acknowledged.
//!
//! What needs a mount runs in a mount namespace of its own, where that is permitted, and says so where it is not.

use serde_json::Value;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use xiaokong::store::{self, Opening, Reader};

/// Which part runs in a namespace of its own; unset in the test run itself.
const PART: &str = "XIAOKONG_FAULT_PART";
/// Where it may mount something.
const FOLDER: &str = "XIAOKONG_FAULT_FOLDER";
/// Who owns nothing.
const NOBODY: u32 = 65_534;

fn binary() -> PathBuf {
    assert_cmd::cargo::cargo_bin!("xiaokong").to_path_buf()
}

/// A project in a file, worked in with the binary.
struct Office {
    store: PathBuf,
    binary: PathBuf,
    /// Whether the binary runs as [`NOBODY`].
    as_nobody: bool,
    /// Acts acknowledged so far: names of staff.
    done: Vec<String>,
}

impl Office {
    fn at(folder: &Path) -> Self {
        let store = folder.join("p.db");
        let office = Self { store, binary: binary(), as_nobody: false, done: Vec::new() };
        let made = office.run(&["init", "--project", "测试", "--as", "经"]);
        assert!(made.status.success(), "{made:?}");
        office
    }

    fn prepared(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("XDG_CONFIG_HOME", "/nowhere").env("XIAOKONG_STORE", &self.store);
        if self.as_nobody {
            command.uid(NOBODY).gid(NOBODY).current_dir("/");
        }
        command
    }

    fn run(&self, args: &[&str]) -> Output {
        self.prepared(&self.binary).args(args).output().expect("it runs")
    }

    /// The same where no file may grow beyond so many blocks of 512 bytes: a write is cut short, then fails.
    fn limited(&self, blocks: u32, args: &[&str]) -> Output {
        let mut command = self.prepared(Path::new("/bin/sh"));
        command.args(["-c", "trap '' XFSZ; ulimit -f $0; exec \"$@\"", &blocks.to_string()]);
        command.arg(&self.binary).args(args).output().expect("it runs")
    }

    /// Acts until the store fails; returns the failure's code and the name that was not acknowledged.
    fn act_until_it_fails(&mut self, run: impl Fn(&Self, &[&str]) -> Output) -> (String, String) {
        for number in 0..400 {
            let name = format!("顾问{}-{number}", self.done.len());
            let output = run(self, &["staff", "add", &name, "--role", "consultant", "--as", "经", "--json"]);
            if !output.status.success() {
                return (code(&output), name);
            }
            self.done.push(name);
        }
        panic!("it never failed");
    }

    fn names(&self) -> Vec<String> {
        let list = self.run(&["staff", "list", "--json"]);
        let rows: Value = serde_json::from_slice(&list.stdout).expect("a list");
        let names = rows.as_array().expect("rows").iter().map(|row| row["name"].as_str().expect("a name"));
        names.skip(1).map(str::to_string).collect()
    }

    /// All is well again, and the journal has what was acknowledged, nothing else.
    fn is_whole(&self, perhaps: &[String]) {
        let verified = self.run(&["verify"]);
        assert!(verified.status.success(), "{verified:?}");
        let names = self.names();
        let lost: Vec<_> = self.done.iter().filter(|name| !names.contains(name)).collect();
        assert!(lost.is_empty(), "acknowledged, not in the journal: {lost:?}");
        let extra = names.iter().filter(|name| !self.done.contains(name) && !perhaps.contains(name));
        assert_eq!(extra.collect::<Vec<_>>(), Vec::<&String>::new(), "done, though said not to be");
    }

    /// The command fails with this code, exit 3, and these words in each language; nothing on standard output.
    fn fails(&self, expected: &str, words: [&[&str]; 2], args: &[&str]) {
        // All at once: some faults show only after a while.
        let start = |more: &[&str]| {
            let mut command = self.prepared(&self.binary);
            command.args(args).args(more).stdout(Stdio::piped()).stderr(Stdio::piped());
            command.spawn().expect("it starts")
        };
        let started = [&["--json"][..], &["--lang", "zh"], &["--lang", "en"]].map(start);
        let [as_json, spoken @ ..] = started.map(|child| child.wait_with_output().expect("it runs"));
        assert_eq!((code(&as_json).as_str(), as_json.status.code()), (expected, Some(3)), "{args:?}");
        for (output, words) in spoken.iter().zip(words) {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!((output.status.code(), output.stdout.len()), (Some(3), 0), "{args:?}: {said}");
            for word in words {
                assert!(said.contains(word), "{args:?}: no “{word}” in: {said}");
            }
            assert!(!said.contains(".new"), "names a draft: {said}");
        }
    }
}

const FULL: [&[&str]; 2] =
    [&["磁盘已满", "未生效", "100 MiB", "重试"], &["is full", "nothing was done", "100 MiB"]];
const READ_ONLY: [&[&str]; 2] =
    [&["只读", "未生效", "须可写", "挂载"], &["read-only", "must be writable", "mount"]];
const ACT: &[&str] = &["staff", "add", "某", "--role", "consultant", "--as", "经"];

fn code(output: &Output) -> String {
    let said: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    said["error"]["code"].as_str().unwrap_or_default().to_string()
}

/// Keeps the store open, so that its log is neither taken in nor taken away.
fn watched(store: &Path) -> Box<dyn Reader> {
    store::open_reader(&Opening { url: store.display().to_string(), ..Opening::default() }).expect("a reader")
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// Runs a part where mounting is private to it; says so where that is not permitted.
fn apart(part: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o755)).expect("open to all");
    let ways: [&[&str]; 2] = [&["--mount"], &["--mount", "--map-root-user"]];
    let may = |way: &&[&str]| {
        let mut tried = Command::new("unshare");
        tried.args(*way).args(["mount", "-t", "tmpfs", "tmpfs"]).arg(folder.path());
        tried.output().is_ok_and(|output| output.status.success())
    };
    let Some(way) = ways.into_iter().find(may) else {
        // Past the harness, which keeps quiet about tests that pass.
        let _ = writeln!(std::io::stderr(), "NOT TESTED, mounting is not permitted here: {part}");
        return;
    };
    let mut command = Command::new("unshare");
    command.args(way).arg(std::env::current_exe().expect("this test"));
    command.args(["--exact", "a_part_in_a_namespace_of_its_own", "--nocapture"]);
    let output = command.env(PART, part).env(FOLDER, folder.path()).output().expect("it runs");
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && out.contains("1 passed"), "{part}: {out}{err}");
    for line in err.lines().filter(|line| line.starts_with("NOT TESTED")) {
        let _ = writeln!(std::io::stderr(), "{line}");
    }
}

/// What the tests below start; nothing in the test run itself.
#[test]
fn a_part_in_a_namespace_of_its_own() {
    let Ok(part) = std::env::var(PART) else { return };
    let folder = PathBuf::from(std::env::var_os(FOLDER).expect("a folder"));
    match part.as_str() {
        "full disk" => full_disk(&folder),
        "read-only mount" => read_only_mount(&folder),
        "network file system" => network(&folder),
        other => panic!("{other}"),
    }
}

fn mount(args: &[&str], folder: &Path) {
    let output = Command::new("mount").args(args).arg(folder).output().expect("mount");
    assert!(output.status.success(), "{output:?}");
}

/// Fills the disk but for so many KiB.
fn fill(folder: &Path, spare: u64) -> PathBuf {
    let filler = folder.join("filler");
    let mut file = std::fs::File::create(&filler).expect("a file");
    while file.write_all(&[0; 1 << 10]).is_ok() {}
    let length = file.metadata().expect("a length").len();
    file.set_len(length - (spare << 10)).expect("cut");
    filler
}

#[test]
fn a_full_disk_loses_nothing() {
    apart("full disk");
}

fn full_disk(folder: &Path) {
    mount(&["-t", "tmpfs", "-o", "size=1m", "tmpfs"], folder);
    let mut office = Office::at(folder);
    let watcher = watched(&office.store);
    let filler = fill(folder, 300);
    let id = ["--command-id", "01920000-0000-7000-8000-000000000001"];
    let other = folder.join("other.db").display().to_string();
    for _ in 0..2 {
        assert_eq!(office.act_until_it_fails(Office::run).0, "disk_full");
    }
    assert!(!office.done.is_empty(), "full from the start proves nothing");
    let act = [ACT, &id].concat();
    office.fails("disk_full", FULL, &act);
    office.fails("disk_full", FULL, &["backup", &other]);
    office.fails("disk_full", FULL, &["init", "--project", "另", "--store", &other]);
    drop(watcher);
    std::fs::remove_file(&filler).expect("removed");
    office.is_whole(&[]);
    // Nobody has the store open: not even the small file that readers need can be made.
    std::fs::remove_file(folder.join("p.db-shm")).ok();
    let filler = fill(folder, 0);
    office.fails("disk_full", FULL, &["units"]);
    office.fails("disk_full", FULL, &act);
    std::fs::remove_file(&filler).expect("removed");
    office.is_whole(&[]);
    assert!(office.run(&act).status.success() && office.run(&act).status.success());
    office.done.push("某".into());
    office.is_whole(&[]);
    assert_eq!(office.names().len(), office.done.len(), "the same command acted twice");
}

#[test]
fn a_limit_on_file_sizes_loses_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut office = Office::at(folder.path());
    let watcher = watched(&office.store);
    let mut perhaps = Vec::new();
    for blocks in [200, 300, 400] {
        let (code, name) = office.act_until_it_fails(|office, args| office.limited(blocks, args));
        assert_eq!(code, "outcome_unknown");
        perhaps.push(name);
        office.is_whole(&perhaps);
    }
    assert!(office.done.len() > 6, "limited from the start proves nothing: {:?}", office.done);
    drop(watcher);
    office.is_whole(&perhaps);
    for (lang, words) in
        [("zh", ["最后一步失败", "xiaokong log"]), ("en", ["at the last step", "xiaokong log"])]
    {
        let watcher = watched(&office.store);
        for number in 0..40 {
            office.run(&["staff", "add", &format!("{lang}{number}"), "--role", "consultant", "--as", "经"]);
        }
        let output = office.limited(100, &[ACT, &["--lang", lang]].concat());
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(words.iter().all(|word| said.contains(word)), "{said}");
        drop(watcher);
    }
}

#[test]
fn a_read_only_mount_is_named() {
    apart("read-only mount");
}

fn read_only_mount(folder: &Path) {
    mount(&["-t", "tmpfs", "-o", "size=4m", "tmpfs"], folder);
    let office = Office::at(folder);
    let copy = folder.join("copy.db").display().to_string();
    assert!(office.run(&["backup", &copy]).status.success());
    for side in ["p.db-wal", "p.db-shm"] {
        std::fs::remove_file(folder.join(side)).ok();
    }
    mount(&["-o", "remount,bind,ro"], folder);
    let elsewhere = tempfile::tempdir().expect("a folder");
    let carried = elsewhere.path().join("copy.db").display().to_string();
    for args in [ACT, &["units"], &["verify"], &["backup", &carried]] {
        office.fails("store_read_only", READ_ONLY, args);
    }
    let new = |name: &str| folder.join(name).display().to_string();
    office.fails("store_read_only", READ_ONLY, &["init", "--project", "另", "--store", &new("b.db")]);
    office.fails("store_read_only", READ_ONLY, &["init", "--project", "另", "--store", &new("b/b.db")]);
    // What was made to be carried away can be read where nothing can be written.
    let verified = office.run(&["verify", "--store", &copy]);
    assert!(verified.status.success(), "{verified:?}");
    mount(&["-o", "remount,bind,rw"], folder);
    office.is_whole(&[]);
}

/// As root this runs as nobody, for whom permissions count.
#[test]
fn a_folder_one_may_not_write_to_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let mode = |path: &Path, mode| {
        std::fs::set_permissions(path, PermissionsExt::from_mode(mode)).expect("permissions");
    };
    let mut office = Office::at(folder.path());
    mode(&office.store, 0o666);
    office.as_nobody = is_root();
    if office.prepared(&office.binary).arg("--version").output().is_err() {
        let copy = folder.path().join("xiaokong");
        std::fs::copy(&office.binary, &copy).expect("a copy");
        office.binary = copy;
    }
    mode(folder.path(), 0o555);
    for args in [ACT, &["units"], &["verify"]] {
        office.fails("store_read_only", READ_ONLY, args);
    }
    let new = folder.path().join("b.db").display().to_string();
    office.fails("store_read_only", READ_ONLY, &["init", "--project", "另", "--store", &new]);
    mode(&office.store, 0o000);
    let denied: [&[&str]; 2] = [&["Permission denied", "请检查"], &["Permission denied", "Check"]];
    office.fails("store_unreachable", denied, &["units"]);
    mode(folder.path(), 0o755);
    mode(&office.store, 0o600);
    office.as_nobody = false;
    office.is_whole(&[]);
}

#[test]
fn what_is_no_store_of_ours_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let office = Office::at(folder.path());
    let text = folder.path().join("list.csv");
    std::fs::write(&text, "楼栋,房号\n".repeat(200)).expect("written");
    let invalid: [&[&str]; 2] =
        [&["不是", "未作任何改动", "init", "--store"], &["is not a", "init", "--store"]];
    let copy = folder.path().join("copy.db").display().to_string();
    for args in [ACT, &["units"], &["log", "--follow"], &["verify"], &["backup", &copy]] {
        office.fails("store_invalid", invalid, &[args, &["--store", &text.display().to_string()]].concat());
    }
    assert_eq!(std::fs::read_to_string(&text).expect("still there"), "楼栋,房号\n".repeat(200));
    for side in ["-wal", "-shm", ".queue", ".turn", ".bell", ".synced"] {
        assert!(!folder.path().join(format!("list.csv{side}")).exists(), "left {side} beside it");
    }
}

#[test]
fn a_newer_store_may_be_read_but_not_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let office = Office::at(folder.path());
    let schema = |schema: u32| {
        let file = rusqlite::Connection::open(&office.store).expect("a file");
        file.pragma_update(None, "user_version", schema).expect("set");
    };
    schema(99);
    office.fails("store_too_new", [&["99", "升级", "可读取"], &["99", "Upgrade", "may still read"]], ACT);
    assert!(office.run(&["units"]).status.success());
    schema(2);
    office.is_whole(&[]);
}

#[test]
fn a_damaged_store_is_named_and_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut office = Office::at(folder.path());
    for number in 0..20 {
        let name = format!("顾问{number}");
        assert!(office.run(&["staff", "add", &name, "--role", "consultant", "--as", "经"]).status.success());
    }
    let damaged: [&[&str]; 2] =
        [&["/d.db", "已损坏", "保留", "restore"], &["/d.db is damaged", "keep", "restore"]];
    let whole = std::fs::read(&office.store).expect("a file");
    let root = |table: &str| -> usize {
        let file = rusqlite::Connection::open(&office.store).expect("a file");
        let sql = "SELECT rootpage FROM sqlite_schema WHERE name = ?1";
        let page: u32 = file.query_row(sql, [table], |row| row.get(0)).expect("a root");
        page as usize
    };
    let roots = ["event", "answer", "guard"].map(root);
    office.store = folder.path().join("d.db");
    for page in roots {
        let mut broken = whole.clone();
        broken[(page - 1) * 4_096..][..100].fill(0x55);
        std::fs::write(&office.store, &broken).expect("written");
        office.fails("store_damaged", damaged, &["verify"]);
        office.fails(
            "store_damaged",
            damaged,
            &["backup", &folder.path().join("e.db").display().to_string()],
        );
        assert!(std::fs::read(&office.store).expect("still there") == broken, "changed");
        assert!(!folder.path().join("e.db").exists(), "called a backup");
    }
    std::fs::write(&office.store, &whole[..whole.len() / 2]).expect("written");
    office.fails("store_damaged", damaged, &["units"]);
}

/// Somebody keeps SQLite's own lock: the others say so after a while, and the same command is done later, once.
#[test]
fn a_writer_that_stands_still_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let office = Office::at(folder.path());
    let still = rusqlite::Connection::open(&office.store).expect("a file");
    still.execute_batch("BEGIN IMMEDIATE").expect("the lock");
    let act = [ACT, &["--command-id", "01920000-0000-7000-8000-000000000002"]].concat();
    office.fails(
        "store_busy",
        [
            &["正忙", "未生效", "重试", &format!("进程 {} ", std::process::id())],
            &["is busy", "nothing was done", "Try again", &format!("process {} ", std::process::id())],
        ],
        &act,
    );
    assert!(office.run(&["units"]).status.success(), "who only looks waits for nobody");
    still.execute_batch("ROLLBACK").expect("let go");
    assert!(office.run(&act).status.success() && office.run(&act).status.success());
    assert_eq!(office.names(), ["某"]);
}

#[test]
fn a_network_file_system_is_refused() {
    apart("network file system");
}

/// A mount that calls itself sshfs and that nobody serves: enough to be asked what it is, by one who may not look inside.
fn network(folder: &Path) {
    let nobody = |program: &str| Command::new(program).uid(NOBODY).gid(NOBODY).current_dir("/").output();
    let script = "exec 9<>/dev/fuse && exec mount -i -t fuse.sshfs \
                  -o fd=9,rootmode=40000,user_id=0,group_id=0 sshfs \"$0\"";
    let mounted = Command::new("/bin/sh").args(["-c", script]).arg(folder).output().expect("it runs");
    if !mounted.status.success() || !nobody("true").is_ok_and(|output| output.status.success()) {
        let _ = writeln!(std::io::stderr(), "NOT TESTED, no FUSE here: network file system");
        return;
    }
    let elsewhere = tempfile::tempdir().expect("a folder");
    std::fs::set_permissions(elsewhere.path(), PermissionsExt::from_mode(0o755)).expect("open to all");
    let copy = elsewhere.path().join("xiaokong");
    std::fs::copy(binary(), &copy).expect("a copy");
    let office = Office { store: folder.join("p.db"), binary: copy, as_nobody: true, done: Vec::new() };
    let words: [&[&str]; 2] =
        [&["网络文件系统", "fuse.sshfs", "本机磁盘", "PostgreSQL"], &["fuse.sshfs", "local disk"]];
    for args in [ACT, &["units"], &["verify"], &["init", "--project", "另"]] {
        office.fails("store_on_network", words, args);
    }
}

/// The sentence itself, wherever nothing can be mounted.
#[test]
fn a_network_file_system_has_its_sentence() {
    use xiaokong::locale::{Lang, Locale};
    let fault = store::StoreFault::OnNetwork { path: "/mnt/p.db".into(), kind: "nfs".into() };
    for lang in Lang::ALL {
        let said = Locale::new(lang, chrono_tz::Asia::Shanghai).coded("store", fault.code(), &fault.facts());
        for word in ["/mnt/p.db", "nfs", "PostgreSQL"] {
            assert!(said.contains(word), "{said}");
        }
    }
}
