//! Papers issued 单据: receipts, subscription forms and swap forms with their numbers (rules §4).

use crate::domain::id::{ClaimId, Seq, StaffId, UnitId};
use crate::domain::state::staff::words;
use crate::domain::time::Instant;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

words! {
    /// What kind of paper.
    PaperKind {
        /// 收据
        Receipt = "receipt",
        /// 认购书
        Subscription = "subscription",
        /// 换房单
        Swap = "swap",
    }
}

impl PaperKind {
    /// What its numbers begin with: the same in every language, because a number is one number.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Receipt => "SJ",
            Self::Subscription => "RG",
            Self::Swap => "HF",
        }
    }
}

/// What a paper is about. The same matter keeps its number however often it is printed.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Matter {
    /// A receipt, by its number.
    Receipt(String),
    /// The subscription of a claim.
    Subscription(ClaimId),
    /// The swap that made a claim.
    Swap(ClaimId),
}

impl Matter {
    /// The kind of its paper.
    pub fn kind(&self) -> PaperKind {
        match self {
            Self::Receipt(_) => PaperKind::Receipt,
            Self::Subscription(_) => PaperKind::Subscription,
            Self::Swap(_) => PaperKind::Swap,
        }
    }
}

/// The number of a paper: counted without gaps per kind and year of the project's zone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct PaperNo {
    /// The kind.
    pub kind: PaperKind,
    /// The year it was issued in.
    pub year: i32,
    /// From 1 in every year.
    pub number: u32,
}

impl std::fmt::Display for PaperNo {
    /// `SJ-2026-0001`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}-{:04}", self.kind.prefix(), self.year, self.number)
    }
}

/// A paper that was issued.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Paper {
    /// Its number.
    pub no: PaperNo,
    /// What it is about.
    pub matter: Matter,
    /// The unit it was issued for.
    pub unit: UnitId,
    /// When first printed, UTC.
    pub at: Instant,
    /// By whom first.
    pub by: Option<StaffId>,
    /// Journal position of the first print.
    pub seq: Seq,
    /// How often it was printed; 1 is the original alone.
    pub copies: u32,
}

/// Every paper issued.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Issued {
    papers: Vec<Paper>,
    by_matter: HashMap<Matter, usize>,
    last: BTreeMap<(PaperKind, i32), u32>,
}

impl Issued {
    /// All, in the order they were issued.
    pub fn papers(&self) -> &[Paper] {
        &self.papers
    }

    /// The paper about a matter, if it was issued before.
    pub fn of(&self, matter: &Matter) -> Option<&Paper> {
        self.by_matter.get(matter).and_then(|place| self.papers.get(*place))
    }

    /// The next number of a kind in a year.
    pub fn next(&self, kind: PaperKind, year: i32) -> PaperNo {
        let last = self.last.get(&(kind, year)).copied().unwrap_or(0);
        PaperNo { kind, year, number: last.saturating_add(1) }
    }

    /// Takes a first print in.
    pub fn add(&mut self, paper: Paper) {
        self.last.insert((paper.no.kind, paper.no.year), paper.no.number);
        self.by_matter.insert(paper.matter.clone(), self.papers.len());
        self.papers.push(paper);
    }

    /// Takes a further print in.
    pub fn copy(&mut self, matter: &Matter, copies: u32) {
        if let Some(paper) = self.by_matter.get(matter).and_then(|place| self.papers.get_mut(*place)) {
            paper.copies = copies;
        }
    }
}
