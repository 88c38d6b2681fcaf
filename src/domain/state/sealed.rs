//! Personal data that can be erased without breaking the hash chain (rules §6 privacy, §11.8).

use serde::{Deserialize, Serialize};
use std::fmt;

/// Name and phones of a person, with the salt that makes their hash unguessable.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// 32 hex digits, random, made by the shell that sends the command.
    pub salt: String,
    /// Full name as given; may be empty where a visitor gave none.
    pub name: String,
    /// Phone numbers, digits only, at most [`PHONES_MAX`].
    pub phones: Vec<String>,
}

/// Phones one person may have.
pub const PHONES_MAX: usize = 5;
/// Characters of a name.
pub const NAME_MAX: usize = 60;

/// A person as the journal carries it: the chain holds the salted hash only, the open text lies beside it and may be gone.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Sealed {
    /// BLAKE3 of the person's canonical bytes, hex.
    pub digest: String,
    /// The person, unless erased. Never part of the chained bytes.
    #[serde(skip)]
    pub open: Option<Person>,
}

impl Sealed {
    /// Seals a person.
    pub fn new(person: Person) -> Self {
        Self { digest: person.digest(), open: Some(person) }
    }
}

impl Person {
    /// The salted hash the chain holds: length-prefixed fields, so that no two persons share bytes.
    pub fn digest(&self) -> String {
        let mut hash = blake3::Hasher::new();
        for field in [&self.salt, &self.name].into_iter().chain(&self.phones) {
            hash.update(&(field.len() as u64).to_le_bytes());
            hash.update(field.as_bytes());
        }
        hash.finalize().to_hex().to_string()
    }
}

/// Debug output may reach a log: it never shows the person.
impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Person(…)")
    }
}
