//! The folded office, kept beside the journal so that opening need not read the journal from its beginning (design §4).
//!
//! A cache and nothing else: take the file away and all still works; `verify` never looks at it. It is believed only when
//! whole (length and checksum), when made by this very program (`build.rs`), and when the journal bears the same chained
//! hash at its position; anything else is passed over in silence and made anew. Names and phones of customers are never
//! in it: they are attached from the store, where they can be erased.

mod pack;
mod persons;
mod shapes;

use crate::domain::id::Seq;
use crate::domain::state::office::Office;
use crate::store::line::Hash;
use crate::store::place::beside;
use memmap2::{Advice, MmapMut};
use pack::{Bytes, Held, Pack, Written};
pub use persons::{Persons, person};
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Which program: its rules, its state, the form.
const PROGRAM: &[u8] = env!("XIAOKONG_FOLD").as_bytes();
/// What every kept office begins with.
const MAGIC: &[u8; 8] = b"XKON-SN\n";
/// Magic, program, position, chained hash, length of the office.
const HEADER: usize = 8 + PROGRAM.len() + 8 + 32 + 8;
/// BLAKE3 of all before it.
const CHECK: usize = 32;
/// A file larger than this is not read.
const LARGEST: u64 = 4 << 30;

/// A kept office as found: of this program by its first words, but not yet known to be whole or of this journal.
pub struct Kept<R> {
    /// The position it stands at.
    pub seq: Seq,
    /// The chained hash the journal must bear there.
    pub hash: Hash,
    header: [u8; HEADER],
    /// Length of the office in it.
    length: usize,
    rest: R,
}

impl<R: Read> Kept<R> {
    /// Reads the first words of so many bytes.
    fn begin(mut from: R, size: u64) -> Option<Self> {
        let mut header = [0; HEADER];
        from.read_exact(&mut header).ok()?;
        let (magic, words) = header.split_at(MAGIC.len());
        let (program, words) = words.split_at(PROGRAM.len());
        let (seq, words) = words.split_first_chunk()?;
        let (hash, length) = words.split_first_chunk()?;
        let (seq, hash, length) =
            (u64::from_le_bytes(*seq), *hash, u64::from_le_bytes(length.try_into().ok()?));
        let is_ours = magic == MAGIC && program == PROGRAM && size == (HEADER + CHECK) as u64 + length;
        let length = usize::try_from(length).ok().filter(|_| is_ours)?;
        Some(Self { seq, hash, header, length, rest: from })
    }

    /// All of it, in memory of large pages where the system has such: of small ones getting them takes longer than reading.
    pub fn read(mut self) -> Option<Whole> {
        let end = HEADER + self.length;
        let mut bytes = MmapMut::map_anon(end + CHECK).ok()?;
        let _ = bytes.advise(Advice::HugePage);
        bytes[..HEADER].copy_from_slice(&self.header);
        self.rest.read_exact(&mut bytes[HEADER..]).ok()?;
        Some(Whole { seq: self.seq, bytes: Arc::new(bytes), end })
    }
}

/// All bytes of a kept office.
#[derive(Clone)]
pub struct Whole {
    seq: Seq,
    bytes: Held,
    /// Where the office ends and its checksum begins.
    end: usize,
}

impl Whole {
    /// Whether they are as they were written.
    pub fn is_sound(&self) -> bool {
        let (body, check) = (*self.bytes).as_ref().split_at(self.end);
        blake3::hash(body).as_bytes() == check
    }

    /// The office, without names and phones: to be believed, and looked into, only when these bytes are sound. `None`: they are not.
    pub fn office(&self) -> Option<Office> {
        let mut bytes = Bytes::of(&self.bytes, HEADER..self.end);
        let office = Office::unpack(&mut bytes)?;
        (bytes.rest.is_empty() && office.head == self.seq).then_some(office)
    }
}

/// The kept office of a store, if there is one of this program.
pub fn find(store: &Path) -> Option<Kept<File>> {
    let file = File::open(path_of(store)).ok()?;
    let size = file.metadata().ok().map(|data| data.len()).filter(|size| *size <= LARGEST)?;
    Kept::begin(file, size)
}

/// The same from bytes in memory.
pub fn believe(bytes: &[u8]) -> Option<Kept<&[u8]>> {
    Kept::begin(bytes, bytes.len() as u64)
}

/// Keeps an office that stands where the journal bears `hash`. What hinders it (no room, a folder nobody may write to,
/// another process at it) is no fault: then there is none, and opening takes longer.
pub fn write(store: &Path, office: &Office, hash: &Hash) {
    let _ = replace(&path_of(store), &bytes_of(office, hash));
}

/// The whole file.
pub fn bytes_of(office: &Office, hash: &Hash) -> Vec<u8> {
    let mut written = Written::default();
    written.put(MAGIC);
    written.put(PROGRAM);
    written.put(&office.head.to_le_bytes());
    written.put(hash);
    written.put(&[0; 8]);
    office.pack(&mut written);
    let mut bytes = written.bytes;
    let length = (bytes.len() - HEADER) as u64;
    bytes[HEADER - 8..HEADER].copy_from_slice(&length.to_le_bytes());
    let check = blake3::hash(&bytes);
    bytes.extend_from_slice(check.as_bytes());
    bytes
}

/// Writes under another name and renames: never a half-written file under the name. One process at a time; whoever comes
/// second leaves it to the first. The name is always the same, so that a killed process leaves one file at most.
fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let draft = beside(path, ".new");
    let mut file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&draft)?;
    file.try_lock()?;
    // Between opening and locking another process may have given this very file its name.
    let (mine, there) = (file.metadata()?, fs::metadata(&draft)?);
    if (mine.dev(), mine.ino()) != (there.dev(), there.ino()) {
        return Ok(());
    }
    let written =
        file.set_len(0).and_then(|()| file.write_all(bytes)).and_then(|()| fs::rename(&draft, path));
    if written.is_err() {
        let _ = fs::remove_file(&draft);
    }
    written
}

/// Where the office of a store is kept.
fn path_of(store: &Path) -> PathBuf {
    beside(store, ".snapshot")
}
