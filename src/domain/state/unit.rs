//! Buildings and units (rules §1, §2).

use crate::domain::id::{BuildingId, ClaimId, CustomerId, Seq, StaffId, UnitId};
use crate::domain::money::{Area, Fen};
use crate::domain::state::staff::words;
use crate::domain::time::Instant;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::sync::Arc;

words! {
    /// The headline status of a unit (rules §2).
    Status {
        /// 未推
        Unreleased = "unreleased",
        /// 控房
        Locked = "locked",
        /// 可售
        Available = "available",
        /// 保留
        Held = "held",
        /// 定金
        Deposit = "deposit",
        /// 签约
        Signed = "signed",
    }
}

words! {
    /// A status as a price list may bring it in: the headline statuses, and signed-and-recorded (design §6).
    ListedStatus {
        /// 未推
        Unreleased = "unreleased",
        /// 不可售
        Locked = "locked",
        /// 可售
        Available = "available",
        /// 已预订
        Deposit = "deposit",
        /// 已签约
        Signed = "signed",
        /// 网上联机备案
        Recorded = "recorded",
    }
}

impl ListedStatus {
    /// Whether it means somebody has the unit: it then comes in with a claim of nobody ("imported").
    pub fn is_claim(self) -> bool {
        matches!(self, Self::Deposit | Self::Signed | Self::Recorded)
    }
}

/// A building 楼栋.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Building {
    /// Its number.
    pub id: BuildingId,
    /// E.g. `5#住宅楼`.
    pub name: String,
    /// The pre-sale licence 预售证, or none yet.
    pub licence: Option<Licence>,
    /// Its units in grid order: entrance, floor top down, room.
    pub units: Vec<UnitId>,
}

/// A pre-sale licence 预售证.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Licence {
    /// E.g. `2026-088`.
    pub number: String,
    /// The day it was granted.
    pub granted: NaiveDate,
}

/// What a price list says of one unit: everything but its status. Its texts are shared: a project has thousands of units
/// and a dozen layouts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct UnitSpec {
    /// The building's name.
    pub building: Arc<str>,
    /// The stair within it, e.g. `1单元`; some buildings have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entrance: Option<Arc<str>>,
    /// Room 房号, e.g. `801`.
    pub room: Arc<str>,
    /// Natural floor; basements are negative.
    pub floor: i32,
    /// The floor's label where it differs from the natural floor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sales_floor: Option<Arc<str>>,
    /// Layout 户型.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layout: Option<Arc<str>>,
    /// Use 用途.
    #[serde(default, rename = "use", skip_serializing_if = "Option::is_none")]
    pub usage: Option<Arc<str>>,
    /// Gross area 建筑面积, 0.01 m².
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<Area>,
    /// Inner area 套内面积, 0.01 m².
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inner_area: Option<Area>,
    /// Unit price 单价, fen a m².
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_price: Option<Fen>,
    /// List total 总价, fen. It is the truth, also where area × price differs (rules §1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Fen>,
    /// Floor price 底价, fen; managers only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor_price: Option<Fen>,
    /// The batch 批次 it is released with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch: Option<Arc<str>>,
    /// Further columns of the price list: heading and value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<(Arc<str>, Arc<str>)>,
}

/// A shared text as one of one's own.
pub fn own(shared: &Option<Arc<str>>) -> Option<String> {
    shared.as_deref().map(str::to_string)
}

impl UnitSpec {
    /// Canonical address: `BUILDING/ENTRANCE/ROOM` or `BUILDING/ROOM` (rules §1).
    pub fn address(&self) -> String {
        match &self.entrance {
            Some(entrance) => [&*self.building, entrance, &self.room].join("/"),
            None => [&*self.building, &self.room].join("/"),
        }
    }

    /// The label of its floor: the sales floor where there is one.
    pub fn floor_label(&self) -> String {
        self.sales_floor.as_deref().map_or_else(|| self.floor.to_string(), str::to_string)
    }
}

/// A unit 房源 with all that is live on it.
#[derive(Clone, PartialEq, Debug)]
pub struct Unit {
    /// Its number.
    pub id: UnitId,
    /// Its building.
    pub building: BuildingId,
    /// What the price list says.
    pub spec: Arc<UnitSpec>,
    /// Whether it is offered at all.
    pub offer: Offer,
    /// The one live claim (rules §3: at most one).
    pub claim: Option<ClaimId>,
    /// Requests to hold it, first come first (policy `request` mode).
    pub requests: VecDeque<Waiter>,
    /// The waiting line 候补.
    pub line: VecDeque<Waiter>,
    /// A deposit below the minimum the manager has approved.
    pub granted: Option<Granted>,
    /// Receptions it was shown in.
    pub interest: u32,
    /// Journal position of the last event that touched it.
    pub revision: Seq,
}

/// A deposit below the minimum, approved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Granted {
    /// The least accepted, fen.
    pub amount: Fen,
    /// Whose customer alone may pay so little; `None`: whoever has the unit.
    pub to: Option<StaffId>,
}

/// Whether a unit is offered (rules §2's neutral statuses).
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Offer {
    /// Not released with its batch yet.
    Unreleased,
    /// Kept back by management.
    Locked {
        /// Why; never on the wall (rules §10).
        reason: String,
        /// Who approved it; `None` when it came with a price list.
        by: Option<StaffId>,
        /// Since when, UTC.
        since: Instant,
    },
    /// May be claimed.
    Open,
}

/// One entry of a waiting line or of the requests.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Waiter {
    /// For whom.
    pub customer: CustomerId,
    /// By whom.
    pub consultant: StaffId,
    /// Since when, UTC.
    pub since: Instant,
    /// Length of the hold asked for, minutes.
    pub minutes: u32,
}
