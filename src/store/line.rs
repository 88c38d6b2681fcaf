//! A journal entry as stored, and the hash chain over it (design §4).

use crate::domain::act::{Event, Recorded, kind_of};
use crate::domain::id::{CommandId, Seq, StaffId};
use crate::domain::time::Instant;
use crate::domain::{change, clock, hold, reception};
use crate::store::Order;
use chrono::DateTime;

/// A BLAKE3 hash.
pub type Hash = [u8; 32];

/// The version new payloads are written in.
pub const VERSION: u32 = 1;

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

    /// The hash over the previous one and this line's canonical bytes: fixed order, each field length-prefixed.
    pub fn chained(&self, previous: &Hash) -> Hash {
        let mut hash = blake3::Hasher::new();
        let mut field = |bytes: &[u8]| {
            hash.update(&(bytes.len() as u64).to_le_bytes());
            hash.update(bytes);
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
        field(self.payload.as_bytes());
        *hash.finalize().as_bytes()
    }

    /// The event, without open personal data; `None` when this program cannot read it.
    pub fn recorded(&self) -> Option<Recorded> {
        recorded((self.seq, self.at, self.by), self.terminal.clone(), self.command, &self.payload)
    }
}

/// An event from its columns: position, milliseconds and who; terminal, command, payload. `None` when this program cannot
/// read it.
pub fn recorded(
    (seq, at, by): (Seq, i64, Option<u32>),
    terminal: String,
    command: [u8; 16],
    payload: &str,
) -> Option<Recorded> {
    Some(Recorded {
        seq,
        at: instant(at)?,
        by: by.map(StaffId),
        terminal,
        command: CommandId::from_bytes(command),
        event: serde_json::from_str(payload).ok()?,
    })
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
    let command = serde_json::to_vec(&order.command).ok()?;
    let mut hash = blake3::Hasher::new();
    hash.update(&order.by.0.to_le_bytes());
    hash.update(&command);
    Some(*hash.finalize().as_bytes())
}

/// A hash as 64 hex digits.
pub fn hex(hash: &Hash) -> String {
    blake3::Hash::from_bytes(*hash).to_hex().to_string()
}
