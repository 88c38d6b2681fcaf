//! Visits 来访: one group walking in (rules §5).

use crate::domain::id::{CustomerId, StaffId, VisitId};
use crate::domain::state::customer::Grade;
use crate::domain::state::staff::words;
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
    /// Whether receiving it spends the turn (rules §5, table).
    pub fn spends_turn(self) -> bool {
        matches!(self, Self::First | Self::Channel)
    }

    /// Whether it goes to the consultant it belongs to rather than to the next in line.
    pub fn goes_to_owner(self) -> bool {
        matches!(self, Self::Returning | Self::Named | Self::Referral | Self::Appointment)
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
    /// People in the group, 1–99.
    pub size: u32,
    /// How they heard of the project.
    pub source: Option<String>,
    /// Since when waiting, UTC.
    pub arrived: Instant,
    /// State.
    pub state: VisitState,
    /// Who receives or received it.
    pub consultant: Option<StaffId>,
    /// When assigned, UTC.
    pub assigned: Option<Instant>,
    /// When finished or left, UTC.
    pub closed: Option<Instant>,
    /// Whether its end sends the consultant to the tail of the line.
    pub spends_turn: bool,
    /// Grade given at the end.
    pub grade: Option<Grade>,
    /// Result, or reason for leaving.
    pub outcome: Option<String>,
}
