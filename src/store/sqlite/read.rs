//! Reading the file.

use crate::domain::act::Recorded;
use crate::domain::id::{CommandId, CustomerId, Seq, UnitId};
use crate::domain::state::office::Office;
use crate::domain::state::sealed::Person;
use crate::domain::time::Instant;
use crate::store::clock::{Boot, Clock, Dial, Record};
use crate::store::entry::{End, Kept};
use crate::store::line::{self, Hash, Line, instant};
use crate::store::snapshot::{self, Persons, Whole, person};
use crate::store::sqlite::schema::WITH_CLOCK;
use crate::store::sqlite::{Access, Sqlite, fault};
use crate::store::verify::Evidence;
use crate::store::{Head, Reader, Refusal, StoreFault};
use rusqlite::{OptionalExtension, Params, Row};
use std::collections::BTreeMap;
use std::sync::mpsc::sync_channel;

/// A whole line, as the chain has it.
const LINE: &str = "seq, at, staff, terminal, command, kind, payload, version, hash";
/// What an event needs of it.
const AFTER: &str = "SELECT seq, at, staff, terminal, command, payload, version FROM event \
                     WHERE seq > ?1 ORDER BY seq LIMIT ?2";
const TRAIL: &str = "SELECT seq, at, staff, terminal, command, payload, version FROM event WHERE seq IN \
                     (SELECT seq FROM event_unit WHERE unit = ?1 ORDER BY seq DESC LIMIT ?2) ORDER BY seq";
pub(super) const KEPT: &str = "SELECT command, content, verdict, as_of, at, staff, terminal FROM answer";

/// Room made for lines beforehand.
const LINES_USUAL: usize = 512;

fn line_of(row: &Row<'_>) -> rusqlite::Result<Line> {
    Ok(Line {
        seq: row.get::<_, i64>(0)?.cast_unsigned(),
        at: row.get(1)?,
        by: row.get(2)?,
        terminal: row.get(3)?,
        command: row.get(4)?,
        kind: row.get(5)?,
        payload: row.get(6)?,
        version: row.get(7)?,
        hash: row.get(8)?,
    })
}

/// An event of `AFTER` or `TRAIL`; its position and version where this program cannot read it.
fn recorded_of(row: &Row<'_>) -> rusqlite::Result<Result<Recorded, (Seq, u32)>> {
    let seq = row.get::<_, i64>(0)?.cast_unsigned();
    let (payload, version) = (row.get_ref(5)?.as_str()?, row.get(6)?);
    let recorded = line::recorded((seq, row.get(1)?, row.get(2)?), row.get(3)?, row.get(4)?, payload);
    Ok(recorded.ok_or((seq, version)))
}

/// An answer as stored; a verdict that cannot be read is an error, never a guess.
pub(super) fn kept_of(row: &Row<'_>) -> rusqlite::Result<Kept> {
    let verdict: String = row.get(2)?;
    let unread =
        |error| rusqlite::Error::FromSqlConversionFailure(2, rusqlite::types::Type::Text, Box::new(error));
    Ok(Kept {
        command: CommandId::from_bytes(row.get(0)?),
        content: row.get(1)?,
        verdict: serde_json::from_str(&verdict).map_err(unread)?,
        as_of: row.get::<_, i64>(3)?.cast_unsigned(),
        at: instant(row.get(4)?).unwrap_or_default(),
        by: row.get(5)?,
        terminal: row.get(6)?,
    })
}

impl Sqlite {
    /// Every row of a query.
    pub(super) fn rows<T>(
        &self,
        sql: &str,
        params: impl Params,
        make: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreFault> {
        let said = |error| fault(&self.path, error);
        let mut statement = self.conn.prepare_cached(sql).map_err(said)?;
        statement.query_map(params, make).and_then(Iterator::collect).map_err(said)
    }

    pub(super) fn events(&self, after: Seq, limit: usize) -> Result<Vec<Recorded>, StoreFault> {
        self.recorded(AFTER, (after.cast_signed(), count(limit)))
    }

    /// Every event of a query, with its open personal data where they were not erased. A line is read where it lies: what
    /// only the chain needs is not copied.
    fn recorded(&self, sql: &str, params: impl Params) -> Result<Vec<Recorded>, StoreFault> {
        let said = |error| fault(&self.path, error);
        let mut statement = self.conn.prepare_cached(sql).map_err(said)?;
        let mut rows = statement.query(params).map_err(said)?;
        let mut events = Vec::new();
        while let Some(row) = rows.next().map_err(said)? {
            let mut recorded = match recorded_of(row).map_err(said)? {
                Ok(recorded) => recorded,
                Err((seq, version)) => return Err(self.unreadable(seq, version)),
            };
            if let Some((customer, sealed)) = recorded.event.sealed() {
                sealed.open = self.open_person(customer)?;
            }
            events.push(recorded);
        }
        Ok(events)
    }

    fn unreadable(&self, seq: Seq, version: u32) -> StoreFault {
        let path = self.path.display().to_string();
        match version > line::VERSION {
            true => StoreFault::TooNew { path, found: version, known: line::VERSION },
            false => StoreFault::ChainBroken { path, seq, what: "payload".to_string() },
        }
    }

    fn lines_after(&self, after: Seq, limit: usize) -> Result<Vec<Line>, StoreFault> {
        let sql = format!("SELECT {LINE} FROM event WHERE seq > ?1 ORDER BY seq LIMIT ?2");
        let said = |error| fault(&self.path, error);
        let mut statement = self.conn.prepare_cached(&sql).map_err(said)?;
        let mut rows = statement.query((after.cast_signed(), count(limit))).map_err(said)?;
        let mut lines = Vec::with_capacity(limit.min(LINES_USUAL));
        while let Some(row) = rows.next().map_err(said)? {
            lines.push(line_of(row).map_err(said)?);
        }
        Ok(lines)
    }

    fn open_person(&self, customer: CustomerId) -> Result<Option<Person>, StoreFault> {
        let said = |error| fault(&self.path, error);
        let sql = "SELECT salt, name, phones FROM personal WHERE customer = ?1";
        let mut statement = self.conn.prepare_cached(sql).map_err(said)?;
        statement.query_row([customer.0], person_of).optional().map_err(said)
    }

    /// Everyone's open personal data.
    fn open_persons(&self) -> Result<Persons, StoreFault> {
        let mut persons = Persons::default();
        self.rows("SELECT salt, name, phones, customer FROM personal ORDER BY customer", [], |row| {
            let text = |column| Ok::<_, rusqlite::Error>(row.get_ref(column)?.as_str()?);
            persons.add(CustomerId(row.get(3)?), text(0)?, text(1)?, text(2)?);
            Ok(())
        })?;
        Ok(persons)
    }

    /// The clocks as last believed. A clock from outside that stands still is not compared with the host's.
    pub(super) fn record(&self) -> Result<Option<Record>, StoreFault> {
        // Who writes has brought the store up, who only reads takes it as it is.
        let is_old = matches!(self.access, Access::Read) && {
            let schema = self.rows("PRAGMA user_version", [], |row| row.get::<_, u32>(0))?;
            schema.first().is_none_or(|schema| *schema < WITH_CLOCK)
        };
        if is_old || matches!(self.clock, Clock::Practice(_)) {
            return Ok(None);
        }
        Ok(self.rows("SELECT wall, boot, up FROM clock", [], record_of)?.pop().flatten())
    }

    fn hash_at(&self, seq: Seq) -> Result<Option<Hash>, StoreFault> {
        let sql = "SELECT hash FROM event WHERE seq = ?1";
        Ok(self.rows(sql, [seq.cast_signed()], |row| row.get(0))?.pop())
    }
}

fn record_of(row: &Row<'_>) -> rusqlite::Result<Option<Record>> {
    let boot = Boot { id: row.get(1)?, up: row.get(2)? };
    Ok(instant(row.get(0)?).map(|wall| Record { wall, boot }))
}

fn person_of(row: &Row<'_>) -> rusqlite::Result<Person> {
    Ok(person(row.get(0)?, row.get(1)?, row.get_ref(2)?.as_str()?))
}

fn count(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

impl Reader for Sqlite {
    fn head(&mut self) -> Result<Head, StoreFault> {
        self.ready()?;
        Ok(self.last()?.head())
    }

    fn head_at(&mut self, seq: Seq) -> Result<Option<Head>, StoreFault> {
        self.ready()?;
        if seq == 0 {
            return Ok(Some(End::EMPTY.head()));
        }
        Ok(self.hash_at(seq)?.map(|hash| Head { seq, hash: line::hex(&hash) }))
    }

    fn recall(&mut self) -> Option<Office> {
        self.ready().ok()?;
        let kept = snapshot::find(&self.path)?;
        let is_ours = self.hash_at(kept.seq).ok()? == Some(kept.hash);
        if !is_ours {
            return None;
        }
        // Names are many where the history is long: they are read while the rest is, and the rest is checked while it is
        // unpacked. It is more, and a thread beside the first pays more for memory.
        let store: &mut Self = self;
        let (office, beside) = std::thread::scope(|scope| {
            let (give, take) = sync_channel::<Whole>(1);
            let beside = scope.spawn(move || {
                let persons = store.open_persons().ok()?;
                take.recv().ok()?.is_sound().then_some(persons)
            });
            let office = kept.read().and_then(|whole| {
                let _ = give.send(whole.clone());
                whole.office()
            });
            drop(give);
            (office, beside.join())
        });
        let mut office = office?;
        beside.ok()??.attach(&mut office);
        Some(office)
    }

    fn keep(&mut self, office: &Office) {
        if let Ok(Some(hash)) = self.ready().and_then(|()| self.hash_at(office.head)) {
            snapshot::write(&self.path, office, &hash);
        }
    }

    fn read(&mut self, after: Seq, limit: usize) -> Result<Vec<Recorded>, StoreFault> {
        self.ready()?;
        self.events(after, limit)
    }

    fn trail(&mut self, unit: UnitId, limit: usize) -> Result<Vec<Recorded>, StoreFault> {
        self.ready()?;
        self.recorded(TRAIL, (unit.0, count(limit)))
    }

    fn now(&mut self) -> Result<Instant, StoreFault> {
        Ok(self.dial()?.time().now)
    }

    fn dial(&mut self) -> Result<Dial, StoreFault> {
        self.ready()?;
        let record = self.record()?;
        // Read after the record: what was believed may not be later than what it is compared with.
        Ok(Dial { record, reading: self.clock.read(), last: self.last()?.at })
    }

    fn changed(&mut self) -> Result<bool, StoreFault> {
        self.ready()?;
        let version = self.rows("PRAGMA data_version", [], |row| row.get::<_, i64>(0))?.first().copied();
        let moved = std::mem::replace(&mut self.version, version) != version;
        Ok(std::mem::take(&mut self.wrote) || moved)
    }

    fn stand_still(&mut self) -> Result<(), StoreFault> {
        self.ready()?;
        self.run("BEGIN")
    }

    fn move_on(&mut self) {
        // Nothing was written: whatever ends it does.
        self.doubtful |=
            !self.conn.is_autocommit() && self.run("COMMIT").or_else(|_| self.run("ROLLBACK")).is_err();
    }

    fn refusals(&mut self, limit: usize) -> Result<Vec<Refusal>, StoreFault> {
        self.ready()?;
        let sql = format!("{KEPT} WHERE refused ORDER BY at DESC, rowid DESC LIMIT ?1");
        let kept = self.rows(&sql, [count(limit)], kept_of)?;
        Ok(kept.iter().rev().filter_map(Refusal::of).collect())
    }

    fn contains_head(&mut self, hash: &str) -> Result<Option<Seq>, StoreFault> {
        self.ready()?;
        let Ok(hash) = blake3::Hash::from_hex(hash) else { return Ok(None) };
        let hash: &Hash = hash.as_bytes();
        let sql = "SELECT seq FROM event WHERE hash = ?1";
        let found = self.rows(sql, [hash], |row| row.get::<_, i64>(0))?;
        Ok(found.first().map(|seq| seq.cast_unsigned()))
    }
}

impl Evidence for Sqlite {
    fn path(&self) -> String {
        self.path.display().to_string()
    }

    fn lines(&mut self, after: Seq, limit: usize) -> Result<Vec<Line>, StoreFault> {
        self.lines_after(after, limit)
    }

    fn guards(&mut self) -> Result<BTreeMap<u32, u32>, StoreFault> {
        let rows = self.rows("SELECT unit, claim FROM guard", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.into_iter().collect())
    }

    fn unit_index(&mut self) -> Result<Vec<(u32, Seq)>, StoreFault> {
        let pair = |row: &Row<'_>| Ok((row.get(0)?, row.get::<_, i64>(1)?.cast_unsigned()));
        self.rows("SELECT unit, seq FROM event_unit ORDER BY unit, seq", [], pair)
    }

    fn answered(&mut self) -> Result<Seq, StoreFault> {
        // Answers are written in the order of their commits: the last of each kind speaks of the furthest.
        let last = |refused: bool| {
            let sql = format!("{KEPT} WHERE refused = ?1 ORDER BY rowid DESC LIMIT 1");
            self.rows(&sql, [refused], kept_of)
        };
        Ok(last(true)?.iter().chain(&last(false)?).map(Kept::reaches).max().unwrap_or_default())
    }

    fn person(&mut self, customer: CustomerId) -> Result<Option<Person>, StoreFault> {
        self.open_person(customer)
    }

    fn persons(&mut self) -> Result<usize, StoreFault> {
        let rows = self.rows("SELECT count(*) FROM personal", [], |row| row.get::<_, i64>(0))?;
        Ok(rows.first().and_then(|count| usize::try_from(*count).ok()).unwrap_or_default())
    }
}
