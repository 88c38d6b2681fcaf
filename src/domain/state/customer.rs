//! Customers and how much of them a person may see (rules §6).

use crate::domain::id::{CustomerId, StaffId};
use crate::domain::state::sealed::{Person, Sealed};
use crate::domain::time::Instant;
use serde::{Deserialize, Serialize};
use std::hash::{DefaultHasher, Hash, Hasher};

/// How ready a customer is to buy (rules §6).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Grade {
    /// Ready to buy.
    A,
    /// Interested.
    B,
    /// Far off.
    C,
    /// Invalid.
    D,
}

impl Grade {
    /// Every grade, best first.
    pub const ALL: [Grade; 4] = [Grade::A, Grade::B, Grade::C, Grade::D];

    /// `A` … `D`, either case, full-width too.
    pub fn parse(text: &str) -> Option<Self> {
        match crate::domain::money::narrow(text).trim().to_ascii_uppercase().as_str() {
            "A" => Some(Self::A),
            "B" => Some(Self::B),
            "C" => Some(Self::C),
            "D" => Some(Self::D),
            _ => None,
        }
    }
}

/// A registered customer.
#[derive(Clone, PartialEq, Debug)]
pub struct Customer {
    /// Its number.
    pub id: CustomerId,
    /// Name and phones; `None` once erased.
    pub person: Option<Person>,
    /// Who first received and registered them; `None` in the pool 公共客户.
    pub owner: Option<StaffId>,
    /// Last grade given.
    pub grade: Option<Grade>,
    /// When registered, UTC.
    pub since: Instant,
    /// The party 同一客户 they belong to, named by its first customer; themselves while alone.
    pub party: CustomerId,
}

/// The customer a command names: one already known, or a person to be registered with the act.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Party {
    /// A known customer.
    Known(CustomerId),
    /// A new one; the id is the next free one.
    New(CustomerId, Sealed),
}

impl Party {
    /// The customer's number either way.
    pub fn id(&self) -> CustomerId {
        match self {
            Self::Known(id) | Self::New(id, _) => *id,
        }
    }

    /// The sealed person, where one is registered by this act.
    pub fn sealed(&mut self) -> Option<&mut Sealed> {
        match self {
            Self::Known(_) => None,
            Self::New(_, sealed) => Some(sealed),
        }
    }
}

/// A number that equal names share, and hardly any others; 0 where there is no name.
pub fn name_mark(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    if name.is_empty() { 0 } else { hasher.finish() }
}

/// `张三` as `张*`: the first character and a star (rules §6).
pub fn masked_name(name: &str) -> String {
    name.chars().next().map(|first| format!("{first}*")).unwrap_or_default()
}

/// `13812345678` as `138****5678`; short numbers lose all but the last two digits (rules §6).
pub fn masked_phone(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().collect();
    let tail = |count: usize| digits[digits.len() - count.min(digits.len())..].iter().collect::<String>();
    if digits.len() >= 8 {
        format!("{}****{}", digits[..3].iter().collect::<String>(), tail(4))
    } else {
        format!("****{}", tail(2))
    }
}
