//! The one own sync of the log (design §4): commits do not sync it, whoever answers does, and those who answer at the
//! same time share the disk's work. The only unsafe code of the program.
//!
//! Why SQLite's own handle: whoever opened `-wal` anew would also have to know whether the folder already holds its name;
//! SQLite's file system sees to that with the first sync of a handle. The log cannot be taken away meanwhile: SQLite
//! deletes it only when the last connection closes.

use rusqlite::{Connection, ffi};
use std::ptr::null_mut;

/// Makes everything durable that was committed before. `Err` has SQLite's words; what became of it is unknown.
pub fn log(conn: &Connection) -> Result<(), rusqlite::Error> {
    let mut file: *mut ffi::sqlite3_file = null_mut();
    let into = (&raw mut file).cast();
    // SAFETY: the connection is open, and ours alone as long as it is borrowed (it is not `Sync`); this operation writes one
    // pointer to `into`, which lives longer than the call.
    let said = unsafe {
        ffi::sqlite3_file_control(conn.handle(), c"main".as_ptr(), ffi::SQLITE_FCNTL_JOURNAL_POINTER, into)
    };
    if said != ffi::SQLITE_OK {
        return Err(failed(said));
    }
    // SAFETY: the pointer is null or SQLite's file object, alive as long as the connection; its methods are null where the
    // file is not open, else they are static.
    let sync =
        unsafe { file.as_ref().and_then(|file| file.pMethods.as_ref()) }.and_then(|methods| methods.xSync);
    let Some(sync) = sync else { return Err(failed(ffi::SQLITE_MISUSE)) };
    // SAFETY: the method belongs to this open file, and no other call on this connection is under way.
    match unsafe { sync(file, ffi::SQLITE_SYNC_NORMAL) } {
        ffi::SQLITE_OK => Ok(()),
        said => Err(failed(said)),
    }
}

fn failed(said: i32) -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(ffi::Error::new(said), None)
}
