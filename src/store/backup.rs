//! Copies of a store: only called a backup after the copy has been proven; never over anything.

use crate::store::StoreFault;
use crate::store::clock::Clock;
use crate::store::place::{Place, folder, io_fault};
use crate::store::sqlite::{self, Access, Sqlite};
use crate::store::verify::Verified;
use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};

/// Copies a store in use into a new file.
pub fn backup(url: &str, target: &Path) -> Result<Verified, StoreFault> {
    copy_file(&file_of(url)?, target)
}

/// Makes a store from a backup, where there is none yet.
pub fn restore(source: &Path, url: &str) -> Result<Verified, StoreFault> {
    copy_file(source, &file_of(url)?)
}

fn file_of(url: &str) -> Result<PathBuf, StoreFault> {
    match Place::parse(url)? {
        Place::File(path) => Ok(path),
        Place::Memory => Err(StoreFault::NoBackend { url: url.to_string() }),
    }
}

/// Copies under another name, proves the copy, makes it durable, then names it.
pub(super) fn copy_file(source: &Path, target: &Path) -> Result<Verified, StoreFault> {
    if target.exists() {
        return Err(StoreFault::Exists { path: target.display().to_string() });
    }
    let store = Sqlite::open(source, Clock::Host, Access::Read)?;
    std::fs::create_dir_all(folder(target)).map_err(|error| io_fault(target, &error))?;
    let draft = sqlite::draft(target)?;
    let copied = fill(store.connection(), &draft).and_then(|()| {
        let (verified, _) = Sqlite::open(&draft, Clock::Host, Access::Read)?.prove()?;
        sqlite::finish(&draft, target)?;
        Ok(verified)
    });
    let _ = std::fs::remove_file(&draft);
    copied.map_err(|fault| match fault {
        // What a copy cannot be proven for, its source has.
        StoreFault::Damaged { .. } | StoreFault::ChainBroken { .. } => fault.at(source),
        _ => fault.at(target),
    })
}

fn fill(source: &Connection, draft: &Path) -> Result<(), StoreFault> {
    let said = |error| sqlite::fault(draft, error);
    let mut copy = Connection::open_with_flags(draft, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(said)?;
    // All pages in one step: a copy in several would begin anew with every commit of the office.
    Backup::new(source, &mut copy).and_then(|backup| backup.step(-1)).map_err(said)?;
    // One file with nothing beside it, so that it can be carried away.
    copy.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(())).map_err(said)
}
