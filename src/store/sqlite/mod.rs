//! The journal in one SQLite file (design §4): many processes, one host.
//!
//! In it: the connection and its life ([`Sqlite`]), making and migrating a file, reading, writing.
//! Not in it: what is decided and written (that is `entry`, the same for every backend).
//! Why one connection for the process's life: closing any descriptor on the file drops SQLite's locks on it.

mod connection;
mod holder;
mod known;
mod queue;
mod read;
mod schema;
mod sync;
mod write;

use crate::domain::state::office::Office;
use crate::domain::time::Instant;
use crate::store::bell::Rope;
use crate::store::clock::Clock;
use crate::store::entry::{self, End};
use crate::store::line::instant;
use crate::store::place;
use crate::store::verify::{self, Verified};
use crate::store::{Durability, StoreFault};
use rusqlite::{Connection, ErrorCode, OptionalExtension};
use std::path::{Path, PathBuf};

use known::Known;
use queue::Queue;

pub(super) use connection::{draft, finish};
pub(super) use schema::KNOWN;

/// Copies a store into a new file and proves the copy.
pub type Keep = fn(&Path, &Path) -> Result<Verified, StoreFault>;

/// How a store is opened.
#[derive(Clone, Copy, Debug)]
pub enum Access {
    /// Read only.
    Read,
    /// Read and write, this durably; an older store is migrated, after a copy was kept by these means.
    Write(Keep, Durability),
}

/// A store in an SQLite file.
pub struct Sqlite {
    path: PathBuf,
    clock: Clock,
    access: Access,
    conn: Connection,
    /// After a commit of unknown outcome: reopen before anything else.
    doubtful: bool,
    /// After a sync that failed: the log may be missing parts on the disk, see [`Sqlite::mend`].
    unsynced: bool,
    /// Whether all that was in the log when this connection first wrote is known to be on the disk, see `known`.
    trusted: bool,
    /// The log and the note of how much of it is on the disk; none before the first write.
    known: Option<Known>,
    /// SQLite's data version as last seen; it moves when another connection commits.
    version: Option<i64>,
    /// Whether this connection wrote since `changed` was last asked.
    wrote: bool,
    /// Where writers line up; none before the first write.
    queue: Option<Queue>,
    rope: Rope,
}

impl Sqlite {
    /// Opens an existing file.
    pub fn open(path: &Path, clock: Clock, access: Access) -> Result<Self, StoreFault> {
        place::on_this_host(path)?;
        let conn = connection::open(path, access)?;
        let store = Self {
            path: path.to_path_buf(),
            clock,
            access,
            conn,
            doubtful: false,
            unsynced: false,
            trusted: false,
            known: None,
            version: None,
            wrote: false,
            queue: None,
            rope: Rope::of(path),
        };
        let first = store.events(0, 1)?;
        entry::practice_only(clock, first.first())?;
        Ok(store)
    }

    /// Makes an empty file, mode 0600, its folders too.
    pub fn create(path: &Path, clock: Clock, access: Access) -> Result<Self, StoreFault> {
        connection::create(path)?;
        Self::open(path, clock, access)
    }

    /// Proves the journal as of one moment, and gives the office along with it ([`verify::prove`]).
    pub fn prove(&mut self) -> Result<(Verified, Office), StoreFault> {
        self.ready()?;
        self.run("BEGIN")?;
        let proven = verify::prove(self).and_then(|proven| self.answers_hold().map(|()| proven));
        let _ = self.conn.execute_batch("ROLLBACK");
        proven
    }

    /// The one table the journal cannot be compared with: SQLite at least says whether it can be read.
    fn answers_hold(&self) -> Result<(), StoreFault> {
        let said = self.rows("PRAGMA integrity_check(answer)", [], |row| row.get::<_, String>(0))?;
        match said.first() {
            Some(first) if first != "ok" => {
                let cause = first.lines().next_back().unwrap_or_default().to_string();
                Err(StoreFault::Damaged { path: self.path.display().to_string(), cause })
            }
            _ => Ok(()),
        }
    }

    /// The connection, for a copy of the whole file.
    pub(super) fn connection(&self) -> &Connection {
        &self.conn
    }

    /// The facts `doctor` shows: SQLite's version, the schema, the journal mode, the integrity check.
    pub(super) fn facts(&mut self) -> Result<[String; 4], StoreFault> {
        let text = |sql: &str| self.conn.query_row(sql, [], |row| row.get::<_, String>(0));
        let schema = self.conn.query_row("PRAGMA user_version", [], |row| row.get::<_, u32>(0));
        let mode = text("PRAGMA journal_mode").map_err(|error| self.fault(error))?;
        let integrity = text("PRAGMA integrity_check(1)").map_err(|error| self.fault(error))?;
        let schema = schema.map_err(|error| self.fault(error))?;
        Ok([rusqlite::version().to_string(), schema.to_string(), mode, integrity])
    }

    /// Reopens after a commit of unknown outcome; the command id then tells what became of it.
    fn ready(&mut self) -> Result<(), StoreFault> {
        if self.doubtful {
            self.conn = connection::open(&self.path, self.access)?;
            (self.doubtful, self.version, self.wrote) = (false, None, true);
            self.rope = Rope::of(&self.path);
            (self.trusted, self.known) = (false, None);
        }
        Ok(())
    }

    fn run(&self, sql: &str) -> Result<(), StoreFault> {
        let done = self.conn.prepare_cached(sql).and_then(|mut statement| statement.execute([]));
        done.map(|_| ()).map_err(|error| self.fault(error))
    }

    fn fault(&self, error: rusqlite::Error) -> StoreFault {
        fault(&self.path, error)
    }

    fn last(&self) -> Result<End, StoreFault> {
        let sql = "SELECT seq, hash, at FROM event ORDER BY seq DESC LIMIT 1";
        let mut statement = self.conn.prepare_cached(sql).map_err(|error| self.fault(error))?;
        let end = statement.query_row([], |row| {
            let at: Option<Instant> = instant(row.get(2)?);
            Ok(End {
                seq: row.get::<_, i64>(0)?.cast_unsigned(),
                hash: row.get(1)?,
                at: at.unwrap_or_default(),
            })
        });
        Ok(end.optional().map_err(|error| self.fault(error))?.unwrap_or(End::EMPTY))
    }
}

/// Says what an SQLite error means for a store.
pub(super) fn fault(path: &Path, error: rusqlite::Error) -> StoreFault {
    let shown = path.display().to_string();
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreFault::DiskFull { path: shown },
        Some(ErrorCode::ReadOnly) => StoreFault::ReadOnly { path: shown },
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            StoreFault::Busy { path: shown, process: holder::writer(path) }
        }
        Some(ErrorCode::NotADatabase) => StoreFault::NotAStore { path: shown },
        Some(ErrorCode::DatabaseCorrupt) => StoreFault::Damaged { path: shown, cause: cause(&error) },
        Some(ErrorCode::CannotOpen | ErrorCode::SystemIoFailure | ErrorCode::PermissionDenied) => {
            let unclear = || StoreFault::Unreachable { path: shown, cause: cause(&error) };
            place::hindrance(path).unwrap_or_else(unclear)
        }
        _ => StoreFault::Unreachable { path: shown, cause: cause(&error) },
    }
}

/// SQLite's words and its exact number, which says more.
fn cause(error: &rusqlite::Error) -> String {
    match error.sqlite_error() {
        Some(code) => format!("{error} (SQLite {})", code.extended_code),
        None => error.to_string(),
    }
}
