//! Writing the file: the queue, the lock, the batch, the bell.

use crate::domain::act::{Guard, Recorded};
use crate::domain::id::{CommandId, Seq};
use crate::store::clock::Record;
use crate::store::entry::{self, Batch, Desk, End, Entered, Kept, StoredVerdict};
use crate::store::line::Line;
use crate::store::sqlite::holder;
use crate::store::sqlite::known::{Known, Mark};
use crate::store::sqlite::queue::Queue;
use crate::store::sqlite::read::{KEPT, kept_of};
use crate::store::sqlite::{Access, Sqlite, cause, sync};
use crate::store::{Answer, Core, Durability, Journal, Order, StoreFault};
use rusqlite::{ErrorCode, params_from_iter};
use std::sync::LazyLock;
use std::time::Duration;

/// How long to stand in the queue before going on without.
const PATIENCE: Duration = Duration::from_millis(250);
/// How long the log may grow before it is copied into the database, in frames of one page: SQLite's own measure.
const LOG_FRAMES: i64 = 1_000;
/// Rows of the index of units one statement puts, where an event touches so many: a statement a row takes twice as long.
const INDEX_ROWS: usize = 50;
static INDEX_MANY: LazyLock<String> = LazyLock::new(|| {
    let rows: Vec<String> = (0..INDEX_ROWS).map(|row| format!("(?1, ?{})", row + 2)).collect();
    format!("INSERT INTO event_unit (seq, unit) VALUES {}", rows.join(", "))
});
/// How often a newcomer looks whether others have synced what it found in the log, and the pause between.
const LOOKS: u32 = 50;
const LOOK: Duration = Duration::from_millis(1);

impl Journal for Sqlite {
    fn transact(&mut self, order: &Order, core: &mut dyn Core) -> Result<Answer, StoreFault> {
        if matches!(self.access, Access::Read) {
            return Err(StoreFault::ReadOnly { path: self.path.display().to_string() });
        }
        self.ready()?;
        self.mend()?;
        self.trust()?;
        let early = entry::early(order, core, self.clock);
        let queue = self.queue.take().or_else(|| Queue::open(&self.path));
        if let Some(queue) = &queue {
            // Whatever goes wrong here goes wrong again where it counts.
            queue.stand(PATIENCE, || drop(entry::approach(self, core)));
        }
        let answered = self.locked(order, core, early);
        if let Some(queue) = &queue {
            queue.leave();
        }
        self.queue = queue;
        let (entered, mark) = answered?;
        self.wrote = true;
        self.harden()?;
        if let (Some(known), Some(mark)) = (&self.known, mark) {
            known.note(mark);
        }
        if entered.is_done() {
            self.rope.pull();
        }
        Ok(entered.take_in(core))
    }
}

impl Sqlite {
    fn locked(
        &mut self,
        order: &Order,
        core: &mut dyn Core,
        early: entry::Early,
    ) -> Result<(Entered, Option<Mark>), StoreFault> {
        self.run("BEGIN IMMEDIATE")?;
        let clock = self.clock;
        match entry::enter(self, order, core, clock, early) {
            Ok(entered) => self.commit().and_then(|()| self.checkpoint()).map(|mark| (entered, mark)),
            Err(fault) => {
                // A rollback that fails leaves a connection nobody can rely on.
                self.doubtful |= self.run("ROLLBACK").is_err() && !self.conn.is_autocommit();
                Err(fault)
            }
        }
    }

    /// A commit that fails may have reached the disk all the same: nothing is acknowledged, and the next call reopens
    /// the file and learns from the command id what became of it.
    fn commit(&mut self) -> Result<(), StoreFault> {
        let done = self.conn.prepare_cached("COMMIT").and_then(|mut statement| statement.execute([]));
        let Err(error) = done else { return Ok(()) };
        let _ = self.conn.execute_batch("ROLLBACK");
        self.doubtful = true;
        Err(match error.sqlite_error_code() {
            // Said before anything of the commit's end was written.
            Some(ErrorCode::DiskFull | ErrorCode::ReadOnly | ErrorCode::DatabaseBusy) => self.fault(error),
            _ => StoreFault::Unsure { path: self.path.display().to_string(), cause: cause(&error) },
        })
    }

    /// What SQLite does by itself after a commit, with one difference: it would keep a failure to itself, and that failure may
    /// be of the very bytes our own sync then finds nothing to do for. Done while it is our turn, or in a rush the log would
    /// grow faster than it is copied. Gives how far the log reaches, which is what the sync that follows speaks of.
    fn checkpoint(&mut self) -> Result<Option<Mark>, StoreFault> {
        if !self.is_fast() {
            return Ok(None);
        }
        let log = self.log();
        let done = self.frames("NOOP").and_then(|count| match count < LOG_FRAMES {
            true => Ok(count),
            false => self.frames("PASSIVE"),
        });
        match done {
            Ok(count) => Ok(log.map(|log| Mark { log, frames: count.cast_unsigned() })),
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => Ok(None),
            Err(error) => Err(self.unsure(&error)),
        }
    }

    /// Before the first act: what was in the log already, and a sync of ours says nothing about, has to be known to be on the
    /// disk (`known`). Where nobody says so in time it is copied into the database.
    fn trust(&mut self) -> Result<(), StoreFault> {
        if self.trusted || !self.is_fast() {
            return Ok(());
        }
        self.known = Known::open(&self.path);
        let found = self.frames("NOOP").map_err(|error| self.fault(error))?.cast_unsigned();
        let (log, noted) = (self.log(), || self.known.as_ref().and_then(Known::noted));
        let is_known = || {
            let is_noted = |mark: Mark| Some(mark.log) == log && mark.frames >= found;
            // Begun anew meanwhile: only what is in the database is taken out of the log.
            found == 0 || self.log() != log || noted().is_some_and(is_noted)
        };
        // Where nobody ever noted anything, nobody is about to.
        for _ in 0..noted().map_or(0, |_| LOOKS) {
            if is_known() {
                break;
            }
            std::thread::sleep(LOOK);
        }
        if !is_known() {
            self.unsynced = true;
            self.mend()?;
        }
        self.trusted = true;
        Ok(())
    }

    fn log(&self) -> Option<u64> {
        self.known.as_ref().and_then(Known::log)
    }

    /// Copies the log into the database this way; the frames it has.
    fn frames(&self, mode: &str) -> Result<i64, rusqlite::Error> {
        let sql = format!("PRAGMA wal_checkpoint({mode})");
        self.conn.prepare_cached(&sql)?.query_row([], |row| row.get::<_, i64>(1))
    }

    fn is_fast(&self) -> bool {
        matches!(self.access, Access::Write(_, Durability::Fast))
    }

    /// Makes what was committed durable where the commit did not, after the next writer was let in. A repeated answer and a
    /// refusal too: what they rest on may be no older.
    fn harden(&mut self) -> Result<(), StoreFault> {
        if !self.is_fast() {
            return Ok(());
        }
        sync::log(&self.conn).map_err(|error| self.unsure(&error))
    }

    fn unsure(&mut self, error: &rusqlite::Error) -> StoreFault {
        (self.doubtful, self.unsynced) = (true, true);
        // At once, while the system still has what it could not write; if that fails too, before the next act.
        let _ = self.mend();
        StoreFault::Unsure { path: self.path.display().to_string(), cause: cause(error) }
    }

    /// After a sync that failed no later one says anything about the same bytes: the system may have given them up. So
    /// everything is copied into the database, whose own sync counts, and the log begins anew.
    fn mend(&mut self) -> Result<(), StoreFault> {
        if self.unsynced {
            let busy =
                self.conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, bool>(0));
            if busy.map_err(|error| self.fault(error))? {
                let process = holder::writer(&self.path);
                return Err(StoreFault::Busy { path: self.path.display().to_string(), process });
            }
            self.unsynced = false;
        }
        Ok(())
    }

    fn put(&self, sql: &str, params: impl rusqlite::Params) -> rusqlite::Result<usize> {
        self.conn.prepare_cached(sql)?.execute(params)
    }

    fn put_lines(&self, lines: &[(Line, Vec<u32>)]) -> rusqlite::Result<()> {
        for (line, units) in lines {
            let seq = line.seq.cast_signed();
            self.put(
                "INSERT INTO event (seq, at, staff, terminal, command, kind, payload, version, hash) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                (
                    seq,
                    line.at,
                    line.by,
                    &line.terminal,
                    line.command,
                    &line.kind,
                    &line.payload,
                    line.version,
                    line.hash,
                ),
            )?;
            self.put_units(seq, units)?;
        }
        Ok(())
    }

    fn put_units(&self, seq: i64, units: &[u32]) -> rusqlite::Result<()> {
        let chunks = units.chunks_exact(INDEX_ROWS);
        for unit in chunks.remainder() {
            self.put("INSERT INTO event_unit (seq, unit) VALUES (?1, ?2)", (seq, unit))?;
        }
        for chunk in chunks {
            let params = std::iter::once(seq).chain(chunk.iter().map(|unit| i64::from(*unit)));
            self.put(&INDEX_MANY, params_from_iter(params))?;
        }
        Ok(())
    }

    fn put_guards(&self, guards: &[Guard]) -> Result<(), StoreFault> {
        for guard in guards {
            match guard {
                Guard::Claim(unit, claim) => {
                    let put = self.put("INSERT INTO guard (unit, claim) VALUES (?1, ?2)", (unit.0, claim));
                    put.map_err(|error| match error.sqlite_error_code() {
                        Some(ErrorCode::ConstraintViolation) => StoreFault::Guarded { unit: unit.0 },
                        _ => self.fault(error),
                    })?;
                }
                Guard::Free(unit) => {
                    self.put("DELETE FROM guard WHERE unit = ?1", [unit.0])
                        .map_err(|error| self.fault(error))?;
                }
            }
        }
        Ok(())
    }

    fn put_persons(&self, batch: &Batch) -> rusqlite::Result<()> {
        for (customer, person) in &batch.persons {
            let phones = serde_json::to_string(&person.phones).unwrap_or_default();
            self.put(
                "INSERT INTO personal (customer, salt, name, phones) VALUES (?1, ?2, ?3, ?4)",
                (customer.0, &person.salt, &person.name, phones),
            )?;
        }
        for customer in &batch.erased {
            self.put("DELETE FROM personal WHERE customer = ?1", [customer.0])?;
        }
        Ok(())
    }

    fn put_record(&self, record: Option<Record>) -> rusqlite::Result<()> {
        let Some(Record { wall, boot }) = record else { return Ok(()) };
        let sql = "INSERT OR REPLACE INTO clock (id, wall, boot, up) VALUES (1, ?1, ?2, ?3)";
        self.put(sql, (wall.timestamp_millis(), boot.id, boot.up)).map(|_| ())
    }

    fn put_kept(&self, kept: &Kept, verdict: &str) -> rusqlite::Result<usize> {
        let refused = matches!(kept.verdict, StoredVerdict::Refused(_));
        self.put(
            "INSERT INTO answer (command, content, verdict, refused, as_of, at, staff, terminal) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            (
                kept.command.as_bytes(),
                kept.content,
                verdict,
                refused,
                kept.as_of.cast_signed(),
                kept.at.timestamp_millis(),
                kept.by,
                &kept.terminal,
            ),
        )
    }
}

impl Desk for Sqlite {
    fn kept(&mut self, id: CommandId) -> Result<Option<Kept>, StoreFault> {
        let sql = format!("{KEPT} WHERE command = ?1");
        Ok(self.rows(&sql, [id.as_bytes()], kept_of)?.pop())
    }

    fn end(&mut self) -> Result<End, StoreFault> {
        self.last()
    }

    fn events(&mut self, after: Seq, limit: usize) -> Result<Vec<Recorded>, StoreFault> {
        Sqlite::events(self, after, limit)
    }

    fn write(&mut self, batch: Batch) -> Result<(), StoreFault> {
        let verdict = serde_json::to_string(&batch.kept.verdict).map_err(|_| self.unwritable())?;
        self.put_guards(&batch.guards)?;
        let put = self.put_lines(&batch.lines).and_then(|()| self.put_persons(&batch));
        let put = put.and_then(|()| self.put_kept(&batch.kept, &verdict));
        put.and_then(|_| self.put_record(batch.record)).map_err(|error| self.fault(error))
    }

    fn record(&mut self) -> Result<Option<Record>, StoreFault> {
        Sqlite::record(self)
    }

    fn unwritable(&self) -> StoreFault {
        StoreFault::Unreachable { path: self.path.display().to_string(), cause: "json".to_string() }
    }
}
