//! Visits 来访: one group walking in (rules §5).

use crate::domain::id::{CustomerId, StaffId, UnitId, VisitId};
use crate::domain::state::customer::Grade;
use crate::domain::state::staff::{Team, words};
use crate::domain::state::turn::TurnKind;
use crate::domain::time::Instant;
use chrono::NaiveDate;

words! {
    /// Kind of visit (rules §5).
    VisitKind {
        /// 首访
        First = "first",
        /// 复访
        Returning = "returning",
        /// 指名
        Named = "named",
        /// 老带新
        Referral = "referral",
        /// 预约
        Appointment = "appointment",
        /// 渠道
        Channel = "channel",
        /// 踩盘
        Competitor = "competitor",
        /// 非客户
        Other = "other",
    }
}

impl VisitKind {
    /// Whether such a visitor is a customer at all: the others need neither name nor phone and count in no rate (rules §5).
    pub fn is_customer(self) -> bool {
        !matches!(self, Self::Competitor | Self::Other)
    }
}

words! {
    /// How far a visit got.
    VisitState {
        /// Waiting to be received.
        Waiting = "waiting",
        /// Being received.
        Receiving = "receiving",
        /// Closed with its result.
        Finished = "finished",
        /// Left before being received.
        Left = "left",
    }
}

/// One visit.
#[derive(Clone, PartialEq, Debug)]
pub struct Visit {
    /// Its number in the project.
    pub id: VisitId,
    /// The waiting number shown to people: from 1 each day.
    pub number: u32,
    /// The office day.
    pub day: NaiveDate,
    /// Kind.
    pub kind: VisitKind,
    /// The customer, where known or registered.
    pub customer: Option<CustomerId>,
    /// The consultant it belongs to or asked for.
    pub asked: Option<StaffId>,
    /// Whether the same group was received before on that day.
    pub again: bool,
    /// People in the group, 1–99.
    pub size: u32,
    /// How they heard of the project.
    pub source: Option<String>,
    /// Since when waiting, UTC.
    pub arrived: Instant,
    /// State.
    pub state: VisitState,
    /// The team at whose stand it came in.
    pub team: Team,
    /// Why there is no phone, where it was asked and not given.
    pub phoneless: Option<String>,
    /// Who receives or received it.
    pub consultant: Option<StaffId>,
    /// When assigned, UTC.
    pub assigned: Option<Instant>,
    /// When finished or left, UTC.
    pub closed: Option<Instant>,
    /// What it does to the receiver's turn, once received.
    pub turn: Option<TurnKind>,
    /// Whether its end sends the consultant to the tail of the line.
    pub spends_turn: bool,
    /// Units shown, in the order they were marked.
    pub shown: Vec<UnitId>,
    /// What spoke against it.
    pub objections: Option<String>,
    /// When the customer is to be called next, UTC.
    pub next: Option<Instant>,
    /// Grade given at the end.
    pub grade: Option<Grade>,
    /// Result, or reason for leaving.
    pub outcome: Option<String>,
}
