//! A journal entry as stored, and the hash chain over it (design §4).

use crate::domain::act::{Event, Recorded, kind_of};
use crate::domain::id::{CommandId, Seq, StaffId};
use crate::domain::time::Instant;
use crate::domain::{change, clock, hold, reception};
use crate::store::Order;
use chrono::DateTime;
use std::io::{BufWriter, Write};

/// A BLAKE3 hash.
pub type Hash = [u8; 32];

/// The version new payloads are written in.
pub const VERSION: u32 = 1;

/// Bytes hashed at once: the hash is fast with many, and a whole price list need not lie in memory once more.
const PIECE: usize = 64 * 1024;

/// Bytes of a line's fields but the payload, as they usually are.
const HEAD_USUAL: usize = 256;

/// One row of the journal, its payload byte for byte.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// Position.
    pub seq: Seq,
    /// Store time, milliseconds since 1970 UTC.
    pub at: i64,
    /// Who; `None` for the house.
    pub by: Option<u32>,
    /// At which terminal.
    pub terminal: String,
    /// The command's id.
    pub command: [u8; 16],
    /// The event's stable name.
    pub kind: String,
    /// The event as JSON, without open personal data.
    pub payload: String,
    /// The payload's version.
    pub version: u32,
    /// The chained hash.
    pub hash: Hash,
}

impl Line {
    /// Writes an event down behind `previous`; `None` when it cannot be written as JSON.
    pub fn new(seq: Seq, at: Instant, order: &Order, event: &Event, previous: &Hash) -> Option<Self> {
        let payload = serde_json::to_string(event).ok()?;
        let mut line = Self {
            seq,
            at: at.timestamp_millis(),
            by: (!is_of_house(event)).then_some(order.by.0),
            terminal: order.terminal.clone(),
            command: *order.id.as_bytes(),
            kind: kind_of(&payload),
            payload,
            version: VERSION,
            hash: [0; 32],
        };
        line.hash = line.chained(previous);
        Some(line)
    }

    /// The event it was made of, as it would be read back.
    pub fn made_of(&self, event: Event) -> Option<Recorded> {
        debug_assert!(self.reads_as(event.clone()), "{} reads back as another event", self.payload);
        self.with(self.terminal.clone(), event)
    }

    fn reads_as(&self, mut event: Event) -> bool {
        if let Some((_, sealed)) = event.sealed() {
            sealed.open = None;
        }
        serde_json::from_str::<Event>(&self.payload).is_ok_and(|read| read == event)
    }

    /// The hash over the previous one and this line's canonical bytes: fixed order, each field length-prefixed.
    pub fn chained(&self, previous: &Hash) -> Hash {
        // All but the payload at once: many short pieces cost the hash more than they are.
        let mut head = Vec::with_capacity(HEAD_USUAL);
        let mut field = |bytes: &[u8]| {
            head.extend_from_slice(&length(bytes));
            head.extend_from_slice(bytes);
        };
        field(previous);
        field(&self.version.to_le_bytes());
        field(&self.seq.to_le_bytes());
        field(&self.at.to_le_bytes());
        match self.by {
            Some(by) => field(&by.to_le_bytes()),
            None => field(&[]),
        }
        field(self.terminal.as_bytes());
        field(&self.command);
        field(self.kind.as_bytes());
        head.extend_from_slice(&length(self.payload.as_bytes()));
        *blake3::Hasher::new().update(&head).update(self.payload.as_bytes()).finalize().as_bytes()
    }

    /// The event, without open personal data; `None` when this program cannot read it.
    pub fn recorded(mut self) -> Option<Recorded> {
        let terminal = std::mem::take(&mut self.terminal);
        recorded((self.seq, self.at, self.by), terminal, self.command, &self.payload)
    }

    /// The same from an event as its payload has it.
    fn with(&self, terminal: String, event: Event) -> Option<Recorded> {
        recorded_as((self.seq, self.at, self.by), terminal, self.command, event)
    }
}

fn length(bytes: &[u8]) -> [u8; 8] {
    (bytes.len() as u64).to_le_bytes()
}

/// An event from its columns: position, milliseconds and who; terminal, command, payload. `None` when this program cannot
/// read it.
pub fn recorded(
    place: (Seq, i64, Option<u32>),
    terminal: String,
    command: [u8; 16],
    payload: &str,
) -> Option<Recorded> {
    recorded_as(place, terminal, command, serde_json::from_str(payload).ok()?)
}

fn recorded_as(
    (seq, at, by): (Seq, i64, Option<u32>),
    terminal: String,
    command: [u8; 16],
    event: Event,
) -> Option<Recorded> {
    let (at, by, command) = (instant(at)?, by.map(StaffId), CommandId::from_bytes(command));
    Some(Recorded { seq, at, by, terminal, command, event })
}

/// Whether the house does it by itself: a deadline, a line that is served.
fn is_of_house(event: &Event) -> bool {
    matches!(
        event,
        Event::Hold(hold::Event::Expired { .. } | hold::Event::Served { .. })
            | Event::Reception(reception::Event::Lapsed { .. })
            | Event::Change(change::Event::Lapsed { .. })
            | Event::Clock(clock::Event::Stepped { .. })
    )
}

/// An instant from milliseconds.
pub fn instant(at: i64) -> Option<Instant> {
    DateTime::from_timestamp_millis(at)
}

/// What makes two sendings of a command the same: who and what. `None` when it cannot be written as JSON.
pub fn content(order: &Order) -> Option<Hash> {
    let mut hash = BufWriter::with_capacity(PIECE, blake3::Hasher::new());
    hash.write_all(&order.by.0.to_le_bytes()).ok()?;
    serde_json::to_writer(&mut hash, &order.command).ok()?;
    hash.flush().ok()?;
    Some(*hash.get_ref().finalize().as_bytes())
}

/// A hash as 64 hex digits.
pub fn hex(hash: &Hash) -> String {
    blake3::Hash::from_bytes(*hash).to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::listing;

    fn order(rows: usize) -> Order {
        let spec = serde_json::json!({ "building": "5#住宅楼", "room": "801", "floor": 8 });
        let row = listing::Row { spec: serde_json::from_value(spec).expect("a unit"), status: None };
        let command = listing::Command::Import { source: "l".into(), rows: vec![row; rows] }.into();
        Order { id: CommandId::nil(), by: StaffId(7), terminal: "前台".into(), command }
    }

    /// Answers are kept by this hash: a program that reckoned it otherwise would take every command for another one.
    #[test]
    fn a_command_of_any_length_has_the_hash_of_its_bytes() {
        for rows in [0, 1, 5_000] {
            let order = order(rows);
            let mut bytes = 7_u32.to_le_bytes().to_vec();
            bytes.extend(serde_json::to_vec(&order.command).expect("JSON"));
            assert_eq!(content(&order), Some(*blake3::hash(&bytes).as_bytes()), "{} bytes", bytes.len());
        }
    }

    #[test]
    fn the_chain_is_over_each_field_behind_its_length() {
        let event = Event::Clock(clock::Event::Confirmed {});
        let line = Line::new(3, Instant::UNIX_EPOCH, &order(0), &event, &[9; 32]).expect("a line");
        let mut bytes = Vec::new();
        let mut field = |field: &[u8]| {
            bytes.extend((field.len() as u64).to_le_bytes());
            bytes.extend(field);
        };
        [&[9; 32][..], &1_u32.to_le_bytes(), &3_u64.to_le_bytes(), &[0; 8]].into_iter().for_each(&mut field);
        [&7_u32.to_le_bytes()[..], "前台".as_bytes(), &[0; 16]].into_iter().for_each(&mut field);
        [b"clock.confirmed", line.payload.as_bytes()].into_iter().for_each(field);
        assert_eq!(line.hash, *blake3::hash(&bytes).as_bytes());
    }
}
