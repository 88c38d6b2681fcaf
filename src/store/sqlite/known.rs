//! How far the log is known to be on the disk: a note beside the store, for whoever opens the log later.
//!
//! Of bytes it could not write the system tells every descriptor that was open then, once, and none that was opened after
//! somebody was told: a sync by a newcomer counts for what it has seen written only. So everyone whose sync went well notes
//! how far it reached, and a newcomer trusts the log so far and no further. Why not a word from whoever saw the failure: it
//! may be killed before it can say anything. What the power takes of the note costs nothing: after it, the log holds what the
//! disk gave back.

use crate::store::place::beside;
use std::fs::{File, OpenOptions};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;

/// Where the log's head has the two numbers that change each time it begins anew.
const SALT_AT: u64 = 16;
/// Tells a note from anything else, and a whole one from one half-way between two.
const SEAL: u64 = 0x7869_616f_6b6f_6e67;

/// The log and the note, both open.
pub struct Known {
    log: File,
    note: File,
}

/// A place in the log: which log since it was last begun anew, and how many frames of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mark {
    /// [`Known::log`]; asked for before the frames are counted, or they may be another log's.
    pub log: u64,
    /// Frames from its beginning.
    pub frames: u64,
}

impl Known {
    /// Opens both; the log has to be there. None where they are not to be had.
    pub fn open(store: &Path) -> Option<Self> {
        let log = File::open(beside(store, "-wal")).ok()?;
        let mut way = OpenOptions::new();
        let way = way.read(true).write(true).create(true).truncate(false).mode(0o600);
        Some(Self { log, note: way.open(beside(store, ".synced")).ok()? })
    }

    /// Which log it is now; none while it is empty.
    pub fn log(&self) -> Option<u64> {
        let mut salt = [0; 8];
        self.log.read_exact_at(&mut salt, SALT_AT).ok()?;
        Some(u64::from_le_bytes(salt))
    }

    /// Says that so much is on the disk, where nobody said more. Of two at the same time one is forgotten: the safe side.
    pub fn note(&self, mark: Mark) {
        if self.noted().is_some_and(|noted| noted.log == mark.log && noted.frames >= mark.frames) {
            return;
        }
        let words = [mark.log, mark.frames, SEAL ^ mark.log ^ mark.frames];
        let _ = self.note.write_all_at(words.map(u64::to_le_bytes).as_flattened(), 0);
    }

    /// What was said last.
    pub fn noted(&self) -> Option<Mark> {
        let mut words = [[0; 8]; 3];
        self.note.read_exact_at(words.as_flattened_mut(), 0).ok()?;
        let [log, frames, seal] = words.map(u64::from_le_bytes);
        (seal == SEAL ^ log ^ frames).then_some(Mark { log, frames })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_note_says_anything() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = folder.path().join("store");
        assert!(Known::open(&store).is_none(), "no log");
        std::fs::write(beside(&store, "-wal"), [7; 32]).expect("a log");
        let known = Known::open(&store).expect("both");
        assert_eq!((known.log(), known.noted()), (Some(0x0707_0707_0707_0707), None));
        let mark = Mark { log: 7, frames: 41 };
        known.note(mark);
        known.note(Mark { frames: 40, ..mark });
        assert_eq!(Known::open(&store).expect("both").noted(), Some(mark), "a later word that says less");
        known.note.write_all_at(&[9], 8).expect("half of another");
        assert_eq!(known.noted(), None);
    }
}
