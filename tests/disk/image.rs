//! What a power cut can leave behind: everything synced, and of the rest anything at all.

use super::tape::{Step, Which};
use std::path::Path;

/// The unit a disk writes as a whole.
const SECTOR: u64 = 512;

/// How much of what was not synced is still there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kept {
    None,
    All,
    /// Each write is there or not, in every file.
    Some,
    /// Each sector of each write is there or not.
    Torn,
}

impl Kept {
    pub const ALL: [Self; 4] = [Self::None, Self::All, Self::Some, Self::Torn];
}

/// Random numbers that come again with the same seed.
pub struct Dice(pub u64);

impl Dice {
    /// SplitMix64.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, count: u64) -> u64 {
        self.roll() % count.max(1)
    }
}

/// A file: what is on the disk, and what was only said since.
#[derive(Clone, Default)]
struct Content {
    durable: Vec<u8>,
    pending: Vec<Step>,
}

fn put(bytes: &mut Vec<u8>, at: u64, part: &[u8]) {
    let at = at as usize;
    if bytes.len() < at + part.len() {
        bytes.resize(at + part.len(), 0);
    }
    bytes[at..at + part.len()].copy_from_slice(part);
}

impl Content {
    fn settle(&mut self) {
        for step in std::mem::take(&mut self.pending) {
            apply(&mut self.durable, &step, |_| true);
        }
    }

    fn left(&self, kept: Kept, dice: &mut Dice) -> Vec<u8> {
        let mut bytes = self.durable.clone();
        // A single lost write between kept ones is as likely as a single kept one between lost ones.
        let share = 1 + dice.below(7);
        for step in &self.pending {
            match kept {
                Kept::None => {}
                Kept::All => apply(&mut bytes, step, |_| true),
                Kept::Some if dice.below(8) < share => apply(&mut bytes, step, |_| true),
                Kept::Some => {}
                Kept::Torn => apply(&mut bytes, step, |_| dice.below(8) < share),
            }
        }
        bytes
    }
}

/// Carries out a step, each sector of a write only if it is wanted.
fn apply(bytes: &mut Vec<u8>, step: &Step, mut wanted: impl FnMut(u64) -> bool) {
    match step {
        Step::Write { at, bytes: new, .. } => {
            let mut from = 0;
            while from < new.len() as u64 {
                let sector = (at + from) / SECTOR;
                let until = ((sector + 1) * SECTOR - at).min(new.len() as u64);
                if wanted(sector) {
                    put(bytes, at + from, &new[from as usize..until as usize]);
                }
                from = until;
            }
        }
        Step::Truncate { size, .. } if wanted(0) => bytes.resize(*size as usize, 0),
        _ => {}
    }
}

/// The disk as the tape tells it.
#[derive(Clone)]
pub struct Disk {
    database: Content,
    /// Every file that has borne the log's name since its folder was last synced, in order; none where there was no file.
    wals: Vec<Option<Content>>,
}

impl Disk {
    /// A disk with a database that is all there, and no log.
    pub fn new(database: Vec<u8>) -> Self {
        Self { database: Content { durable: database, pending: Vec::new() }, wals: vec![None] }
    }

    pub fn take(&mut self, step: &Step) {
        match step {
            Step::Write { file, .. } | Step::Truncate { file, .. } => {
                if let Some(content) = self.content(*file) {
                    content.pending.push(step.clone());
                }
            }
            Step::Sync { file } => {
                if let Some(content) = self.content(*file) {
                    content.settle();
                }
                // The unix file system syncs the folder too when it first syncs a log it may have made.
                if *file == Which::Wal {
                    self.wals.drain(..self.wals.len() - 1);
                }
            }
            Step::Forget { file } => {
                if let Some(content) = self.content(*file) {
                    content.pending.clear();
                }
            }
            Step::Create { file: Which::Wal } => self.wals.push(Some(Content::default())),
            Step::Delete { file: Which::Wal } => self.wals.push(None),
            Step::Create { .. } | Step::Delete { .. } | Step::Acknowledge(_) => {}
        }
    }

    fn content(&mut self, file: Which) -> Option<&mut Content> {
        match file {
            Which::Database => Some(&mut self.database),
            Which::Wal => self.wals.last_mut()?.as_mut(),
        }
    }

    /// Puts what a cut at this moment may leave into a folder.
    pub fn leave(&self, kept: Kept, dice: &mut Dice, database: &Path) {
        std::fs::write(database, self.database.left(kept, dice)).expect("an image");
        let bearer = match kept {
            Kept::None => 0,
            Kept::All => self.wals.len() - 1,
            Kept::Some | Kept::Torn => dice.below(self.wals.len() as u64) as usize,
        };
        let mut name = database.as_os_str().to_owned();
        name.push("-wal");
        match &self.wals[bearer] {
            Some(wal) => std::fs::write(name, wal.left(kept, dice)).expect("an image"),
            None => {
                let _ = std::fs::remove_file(name);
            }
        }
    }
}

#[test]
fn what_was_synced_is_there_and_the_rest_may_be() {
    let write = |at, byte| Step::Write { file: Which::Database, at, bytes: vec![byte; 1024] };
    let mut disk = Disk::new(vec![0; 1024]);
    disk.take(&write(0, 1));
    disk.take(&Step::Sync { file: Which::Database });
    disk.take(&write(0, 2));
    let mut dice = Dice(1);
    let mut left = |kept| disk.database.left(kept, &mut dice);
    assert_eq!(left(Kept::None), vec![1; 1024]);
    assert_eq!(left(Kept::All), vec![2; 1024]);
    assert!((0..64).map(|_| left(Kept::Torn)).any(|bytes| bytes[0] != bytes[1023]), "never torn");
    assert!((0..64).map(|_| left(Kept::Some)).all(|bytes| bytes[0] == bytes[1023]), "torn");
}
