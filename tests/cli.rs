//! The command line as scripts see it: verbs, JSON shapes, codes, exit codes (design §5).

use assert_cmd::Command;
use serde_json::Value;
use std::path::PathBuf;
use tempfile::TempDir;

#[path = "cli/agreed.rs"]
mod agreed;
#[path = "cli/bad.rs"]
mod bad;
#[path = "cli/clock.rs"]
mod clock;
#[path = "cli/contracts.rs"]
mod contracts;
#[path = "cli/duty.rs"]
mod duty;
#[path = "cli/papers.rs"]
mod papers;
#[path = "cli/partial.rs"]
mod partial;
#[path = "cli/people.rs"]
mod people;
#[path = "cli/plans.rs"]
mod plans;
#[path = "cli/prices.rs"]
mod prices;
#[path = "cli/rosters.rs"]
mod rosters;
#[path = "cli/shapes.rs"]
mod shapes;
#[path = "cli/stories.rs"]
mod stories;
#[path = "cli/turns.rs"]
mod turns;
#[path = "cli/words.rs"]
mod words;

/// A place of its own for one test: store, settings, clock.
struct Place {
    dir: TempDir,
    now: String,
}

/// What came of a command.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Ran {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {} {}", self.out, self.err))
    }
    fn code(&self) -> String {
        self.json()["error"]["code"].as_str().unwrap_or_default().to_string()
    }
}

impl Place {
    fn new() -> Self {
        Self { dir: TempDir::new().expect("a folder"), now: "2026-11-28 13:11".into() }
    }

    /// A practice office: 1# without, 3# with a licence; 甲 乙 consultants, 钱 cashier, 主 supervisor, 经 manager.
    fn office() -> Self {
        Self::office_at("2026-11-28 13:11")
    }

    /// The same, founded at another time: the journal's time never goes back.
    fn office_at(now: &str) -> Self {
        let place = Self { now: now.into(), ..Self::new() };
        let list = place.path("list.csv");
        let rows = "楼栋,单元,房号,总价,底价\n1#,1单元,603,3000000,1\n3#,1单元,603,3000000,1\n\
                    3#,1单元,604,3000000,1\n3#,2单元,603,3000000,1\n";
        std::fs::write(&list, rows).expect("a price list");
        let list = list.display().to_string();
        place.good(&["import", &list, "--practice", "--project", "测试", "--as", "经"]);
        for (name, role) in
            [("甲", "consultant"), ("乙", "consultant"), ("钱", "cashier"), ("主", "supervisor")]
        {
            place.good(&["staff", "add", name, "--role", role, "--as", "经"]);
        }
        place.good(&[
            "building",
            "set",
            "3",
            "--licence",
            "2026-088",
            "--licensed-on",
            "2026-10-08",
            "--as",
            "经",
        ]);
        place
    }

    fn at(&mut self, now: &str) -> &Self {
        self.now = now.into();
        self
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = assert_cmd::cargo::cargo_bin_cmd!("xiaokong");
        for name in ["XIAOKONG_AS", "XIAOKONG_CONFIG", "XIAOKONG_LANG", "LC_ALL", "LC_MESSAGES"] {
            command.env_remove(name);
        }
        for (name, folder) in [("XDG_CONFIG_HOME", "c"), ("XDG_DATA_HOME", "d"), ("XDG_STATE_HOME", "s")] {
            command.env(name, self.path(folder));
        }
        command.env("LANG", "zh_CN.UTF-8").env("XIAOKONG_STORE", self.path("p.db"));
        command.env("XIAOKONG_NOW", &self.now).args(args);
        command
    }

    fn run(&self, args: &[&str]) -> Ran {
        let output = self.command(args).output().expect("it runs");
        Ran {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    fn good(&self, args: &[&str]) -> Ran {
        let ran = self.run(args);
        assert_eq!(ran.code, 0, "{args:?}: {}{}", ran.out, ran.err);
        ran
    }

    /// Runs with `--json` and expects exit 0.
    fn json(&self, args: &[&str]) -> Value {
        self.good(&[args, &["--json"]].concat()).json()
    }

    /// Runs with `--json` and expects this refusal.
    fn refused(&self, code: &str, exit: i32, args: &[&str]) -> Value {
        let ran = self.run(&[args, &["--json"]].concat());
        assert_eq!((ran.code().as_str(), ran.code), (code, exit), "{args:?}: {}{}", ran.out, ran.err);
        ran.json()["error"].clone()
    }
}
