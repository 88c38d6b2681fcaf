//! What reached the disk, in one order over all processes: one file, appended to under one lock.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// A file that has to survive. The `-shm` beside them need not: SQLite builds it anew.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Which {
    Database,
    Wal,
}

/// The answer a process was given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ack {
    pub command: [u8; 16],
    /// First and last event; none for a refusal.
    pub done: Option<(u64, u64)>,
}

/// One thing that happened.
#[derive(Clone, PartialEq, Debug)]
pub enum Step {
    Write {
        file: Which,
        at: u64,
        bytes: Vec<u8>,
    },
    Truncate {
        file: Which,
        size: u64,
    },
    Sync {
        file: Which,
    },
    /// A sync that failed: the system may have given up what it had not written, and no later sync brings it back.
    Forget {
        file: Which,
    },
    Create {
        file: Which,
    },
    Delete {
        file: Which,
    },
    Acknowledge(Ack),
}

impl Step {
    /// Kind, file, two numbers, bytes.
    fn pack(&self) -> Vec<u8> {
        let which = |file: &Which| u8::from(*file == Which::Wal);
        let (kind, file, one, two, bytes): (u8, u8, u64, u64, &[u8]) = match self {
            Self::Write { file, at, bytes } => (0, which(file), *at, 0, bytes),
            Self::Truncate { file, size } => (1, which(file), *size, 0, &[]),
            Self::Sync { file } => (2, which(file), 0, 0, &[]),
            Self::Forget { file } => (7, which(file), 0, 0, &[]),
            Self::Create { file } => (3, which(file), 0, 0, &[]),
            Self::Delete { file } => (4, which(file), 0, 0, &[]),
            Self::Acknowledge(Ack { command, done: Some((first, last)) }) => (5, 0, *first, *last, command),
            Self::Acknowledge(Ack { command, done: None }) => (6, 0, 0, 0, command),
        };
        let mut packed = vec![kind, file];
        packed.extend(one.to_le_bytes());
        packed.extend(two.to_le_bytes());
        packed.extend((bytes.len() as u64).to_le_bytes());
        packed.extend(bytes);
        packed
    }

    /// The next step of a tape, which is shortened by it.
    fn unpack(tape: &mut &[u8]) -> Option<Self> {
        let (head, rest) = tape.split_at_checked(26)?;
        let number = |at: usize| head[at..at + 8].try_into().map(u64::from_le_bytes).ok();
        let (one, two, length) = (number(2)?, number(10)?, number(18)? as usize);
        let (bytes, rest) = rest.split_at_checked(length)?;
        *tape = rest;
        let file = if head[1] == 1 { Which::Wal } else { Which::Database };
        let ack = |done| Some(Self::Acknowledge(Ack { command: bytes.try_into().ok()?, done }));
        match head[0] {
            0 => Some(Self::Write { file, at: one, bytes: bytes.to_vec() }),
            1 => Some(Self::Truncate { file, size: one }),
            2 => Some(Self::Sync { file }),
            3 => Some(Self::Create { file }),
            4 => Some(Self::Delete { file }),
            5 => ack(Some((one, two))),
            6 => ack(None),
            7 => Some(Self::Forget { file }),
            _ => None,
        }
    }
}

/// The tape of one process: others append to the same file.
pub struct Tape(Mutex<File>);

impl Tape {
    pub fn open(path: &Path) -> Self {
        let file = File::options().append(true).create(true).open(path).expect("a tape");
        Self(Mutex::new(file))
    }

    /// Does something and writes down what it was, with nothing of any process in between.
    pub fn during<T>(&self, work: impl FnOnce() -> (T, Option<Step>)) -> T {
        // The mutex keeps out the threads of this process, the lock the others.
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        file.lock().expect("the tape's lock");
        let (result, step) = work();
        if let Some(step) = step {
            file.write_all(&step.pack()).expect("a tape that holds it");
        }
        file.unlock().expect("the tape's lock");
        result
    }

    pub fn acknowledge(&self, ack: Ack) {
        self.during(|| ((), Some(Step::Acknowledge(ack))));
    }
}

/// Everything on a tape.
pub fn steps(path: &Path) -> Vec<Step> {
    let tape = std::fs::read(path).expect("a tape");
    let mut rest = tape.as_slice();
    let steps: Vec<Step> = std::iter::from_fn(|| Step::unpack(&mut rest)).collect();
    assert!(rest.is_empty(), "a tape cut short");
    steps
}

#[test]
fn a_tape_is_read_as_it_was_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("tape");
    let all = [
        Step::Create { file: Which::Wal },
        Step::Write { file: Which::Database, at: 512, bytes: vec![1, 2, 3] },
        Step::Truncate { file: Which::Wal, size: 7 },
        Step::Sync { file: Which::Wal },
        Step::Forget { file: Which::Database },
        Step::Delete { file: Which::Wal },
        Step::Acknowledge(Ack { command: [7; 16], done: Some((3, 4)) }),
        Step::Acknowledge(Ack { command: [8; 16], done: None }),
    ];
    let tape = Tape::open(&path);
    all.iter().for_each(|step| tape.during(|| ((), Some(step.clone()))));
    assert_eq!(steps(&path), all);
}
