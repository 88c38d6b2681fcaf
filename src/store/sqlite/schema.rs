//! Numbered, forward-only migrations: never edited once released.

use crate::store::StoreFault;
use crate::store::sqlite::fault;
use rusqlite::Connection;
use std::path::Path;

const MIGRATIONS: &[&str] = &[
    include_str!("../../../assets/schema/sqlite/0001_start.sql"),
    include_str!("../../../assets/schema/sqlite/0002_clock.sql"),
];

/// The first schema that has the record of the clocks.
pub const WITH_CLOCK: u32 = 2;

/// The newest schema this program knows.
pub const KNOWN: u32 = MIGRATIONS.len() as u32;

/// Marks a file as ours: `XKON`.
const APPLICATION: i64 = 0x584b_4f4e;

/// The schema of a file of ours.
pub fn found(conn: &Connection, path: &Path) -> Result<u32, StoreFault> {
    let number =
        |sql: &str| conn.query_row(sql, [], |row| row.get::<_, i64>(0)).map_err(|error| fault(path, error));
    let schema = u32::try_from(number("PRAGMA user_version")?).unwrap_or_default();
    if number("PRAGMA application_id")? == APPLICATION && schema > 0 {
        Ok(schema)
    } else {
        Err(StoreFault::NotAStore { path: path.display().to_string() })
    }
}

/// Brings a file to the newest schema, all steps in one transaction. Of several who find it old the first does it all.
pub fn migrate(conn: &Connection, path: &Path) -> Result<(), StoreFault> {
    let said = |error| fault(path, error);
    conn.execute_batch("BEGIN IMMEDIATE").map_err(said)?;
    let from = conn.query_row("PRAGMA user_version", [], |row| row.get::<_, u32>(0)).map_err(said);
    let done = from.and_then(|from| {
        let mut sql: String = MIGRATIONS.iter().skip(from as usize).copied().collect();
        sql.push_str(&format!("\nPRAGMA application_id = {APPLICATION};\nPRAGMA user_version = {KNOWN};"));
        conn.execute_batch(&sql).map_err(said)
    });
    let end = if done.is_ok() { "COMMIT" } else { "ROLLBACK" };
    done.and(conn.execute_batch(end).map_err(said))
}
