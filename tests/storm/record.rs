//! What writers put down, line by line, so that it outlives them: what they sent and what they were told.
#![allow(dead_code, reason = "each test file uses its part")]

use rustix::time::{ClockId, clock_gettime};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use xiaokong::domain::act::Command;
use xiaokong::domain::id::{CommandId, StaffId};
use xiaokong::domain::rejection::Rejection;
use xiaokong::domain::time::Instant;
use xiaokong::store::history::Call;
use xiaokong::store::{Answer, Order, Verdict};

#[derive(Serialize, Deserialize)]
enum Line {
    Sent {
        id: CommandId,
        by: u32,
        command: Command,
        at: u64,
    },
    Told {
        id: CommandId,
        done: Option<(u64, u64)>,
        no: Option<Rejection>,
        as_of: u64,
        time: Instant,
        repeated: bool,
        at: u64,
    },
}

/// One clock for all processes of the host, nanoseconds.
pub fn monotonic() -> u64 {
    let now = clock_gettime(ClockId::Monotonic);
    now.tv_sec as u64 * 1_000_000_000 + now.tv_nsec as u64
}

pub struct Record(File);

impl Record {
    /// Goes on with a record; a line a kill cut short goes first.
    pub fn open(path: &Path) -> Self {
        let whole = whole_lines(path).len() as u64;
        let file = OpenOptions::new().append(true).create(true).open(path).expect("a file");
        file.set_len(whole).expect("cut");
        Self(file)
    }

    fn put(&mut self, line: &Line) {
        let mut text = serde_json::to_string(line).expect("JSON");
        text.push('\n');
        self.0.write_all(text.as_bytes()).expect("written");
    }

    pub fn sent(&mut self, order: &Order) {
        let Order { id, by, command, .. } = order.clone();
        self.put(&Line::Sent { id, by: by.0, command, at: monotonic() });
    }

    pub fn told(&mut self, order: &Order, answer: &Answer) {
        let (done, no) = match &answer.verdict {
            Verdict::Done { first, last } => (Some((*first, *last)), None),
            Verdict::Refused(rejection) => (None, Some(rejection.clone())),
        };
        let (as_of, time, repeated) = (answer.as_of, answer.at, answer.repeated);
        self.put(&Line::Told { id: order.id, done, no, as_of, time, repeated, at: monotonic() });
    }
}

/// What a record says: the answered calls and what was sent without an answer, oldest first.
#[derive(Default)]
pub struct Told {
    pub calls: Vec<Call>,
    pub open: Vec<Order>,
}

/// What was written to the end: a kill may cut even one write short.
fn whole_lines(path: &Path) -> Vec<u8> {
    let mut bytes = std::fs::read(path).unwrap_or_default();
    bytes.truncate(bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1));
    bytes
}

/// Reads a record.
pub fn read(path: &Path) -> Told {
    let whole = String::from_utf8(whole_lines(path)).expect("text");
    let mut told = Told::default();
    let mut sent: HashMap<CommandId, u64> = HashMap::new();
    for line in whole.lines() {
        match serde_json::from_str(line).expect("a line of the record") {
            Line::Sent { id, by, command, at } => {
                sent.entry(id).or_insert(at);
                told.open.retain(|order| order.id != id);
                told.open.push(Order { id, by: StaffId(by), terminal: "storm".into(), command });
            }
            Line::Told { id, done, no, as_of, time, repeated, at } => {
                let place = told.open.iter().position(|order| order.id == id).expect("it was sent");
                let order = told.open.remove(place);
                let verdict = match (done, no) {
                    (Some((first, last)), None) => Verdict::Done { first, last },
                    (_, no) => Verdict::Refused(no.expect("yes or no")),
                };
                let answer = Answer { verdict, as_of, at: time, repeated };
                told.calls.push(Call { asked: sent[&id], answered: at, order, answer });
            }
        }
    }
    told
}

/// The records of all writers together.
pub fn read_all(paths: impl IntoIterator<Item = PathBuf>) -> (Vec<Call>, HashSet<CommandId>) {
    let (mut calls, mut open) = (Vec::new(), HashSet::new());
    for path in paths {
        let told = read(&path);
        calls.extend(told.calls);
        open.extend(told.open.iter().map(|order| order.id));
    }
    (calls, open)
}
