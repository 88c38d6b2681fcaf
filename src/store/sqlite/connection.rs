//! Opening and making the file.

use crate::store::place::{beside, folder, io_fault};
use crate::store::sqlite::{Access, fault, schema};
use crate::store::{Durability, StoreFault};
use rusqlite::{Connection, OpenFlags};
use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The oldest SQLite without the WAL-reset fault (design §4).
const SQLITE_MINIMUM: i32 = 3_051_003;
/// How often SQLite itself tries again for the writer's lock, and the pause between: SQLite's own pauses grow, and
/// whoever came first would be served last.
const TRIES: i32 = 5_000;
const PAUSE: Duration = Duration::from_millis(1);

/// Opens an existing file of ours; a writer migrates it first where it is older.
pub fn open(path: &Path, access: Access) -> Result<Connection, StoreFault> {
    let shown = || path.display().to_string();
    if rusqlite::version_number() < SQLITE_MINIMUM {
        return Err(StoreFault::Unreachable { path: shown(), cause: rusqlite::version().to_string() });
    }
    match fs::metadata(path) {
        Err(error) => return Err(io_fault(path, &error)),
        Ok(meta) if !meta.is_file() => return Err(StoreFault::NotAStore { path: shown() }),
        Ok(_) => {}
    }
    let flags = match access {
        Access::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
        Access::Write(..) => OpenFlags::SQLITE_OPEN_READ_WRITE,
    };
    let said = |error| fault(path, error);
    let conn = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(said)?;
    conn.busy_handler(Some(try_again)).map_err(said)?;
    conn.set_prepared_statement_cache_capacity(32);
    let found = schema::found(&conn, path)?;
    let Access::Write(keep, durability) = access else { return Ok(conn) };
    if conn.is_readonly("main").map_err(said)? {
        return Err(StoreFault::ReadOnly { path: shown() });
    }
    if found > schema::KNOWN {
        return Err(StoreFault::TooNew { path: shown(), found, known: schema::KNOWN });
    }
    settle(&conn, path, durability)?;
    if found < schema::KNOWN {
        let copy = beside(path, &format!(".schema{found}.backup"));
        match keep(path, &copy) {
            // Another process found it old too.
            Ok(_) | Err(StoreFault::Exists { .. }) => schema::migrate(&conn, path)?,
            Err(fault) => return Err(fault),
        }
    }
    Ok(conn)
}

fn try_again(tries: i32) -> bool {
    std::thread::sleep(PAUSE);
    tries < TRIES
}

/// Write-ahead log, every commit durable before it is acknowledged: by SQLite or, on the fast path, by our own sync.
/// `NORMAL` still syncs the log before anything of it is copied into the database, and its head when it begins anew.
fn settle(conn: &Connection, path: &Path, durability: Durability) -> Result<(), StoreFault> {
    let said = |error| fault(path, error);
    let mode: String = conn.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0)).map_err(said)?;
    if mode != "wal" {
        return Err(StoreFault::Unreachable { path: path.display().to_string(), cause: mode });
    }
    let way = match durability {
        // The checkpoints are our own too, see `checkpoint`.
        Durability::Fast => "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0;",
        Durability::Strict => "PRAGMA synchronous = FULL;",
    };
    conn.execute_batch(way).map_err(said)?;
    conn.execute_batch("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;").map_err(said)
}

/// Makes an empty store whole under another name first, so that no half-made file ever bears the name.
pub fn create(path: &Path) -> Result<(), StoreFault> {
    if path.exists() {
        return Err(StoreFault::Exists { path: path.display().to_string() });
    }
    fs::create_dir_all(folder(path)).map_err(|error| io_fault(path, &error))?;
    crate::store::place::on_this_host(path)?;
    let draft = draft(path)?;
    let made = fill(&draft).and_then(|()| finish(&draft, path));
    let _ = fs::remove_file(&draft);
    made.map_err(|fault| fault.at(path))
}

fn fill(draft: &Path) -> Result<(), StoreFault> {
    let conn = Connection::open_with_flags(draft, OpenFlags::SQLITE_OPEN_READ_WRITE)
        .map_err(|error| fault(draft, error))?;
    schema::migrate(&conn, draft)
}

/// An empty file beside the target, mode 0600, of a name of its own.
pub fn draft(path: &Path) -> Result<PathBuf, StoreFault> {
    let draft = beside(path, &format!(".{}.new", uuid::Uuid::now_v7().simple()));
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft);
    match file {
        Ok(_) => Ok(draft),
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
            Err(StoreFault::ReadOnly { path: path.display().to_string() })
        }
        Err(error) => Err(io_fault(path, &error)),
    }
}

/// Gives a finished draft its name, durably; never replaces anything.
pub fn finish(draft: &Path, path: &Path) -> Result<(), StoreFault> {
    let said = |error: std::io::Error| io_fault(path, &error);
    File::open(draft).and_then(|file| file.sync_all()).map_err(said)?;
    fs::hard_link(draft, path).map_err(said)?;
    let _ = fs::remove_file(draft);
    File::open(folder(path)).and_then(|folder| folder.sync_all()).map_err(said)
}
