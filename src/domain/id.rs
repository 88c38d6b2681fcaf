//! Numbers of things. An id is the thing's place in its list in the office, given once and never reused.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl $name {
            /// The place in the office's list.
            pub fn index(self) -> usize {
                self.0 as usize
            }

            /// Its number for people, from 1.
            pub fn number(self) -> u32 {
                self.0.saturating_add(1)
            }

            /// The thing with that number for people; nothing has the number 0.
            pub fn numbered(number: u32) -> Option<Self> {
                number.checked_sub(1).map(Self)
            }

            /// The id the next thing gets when `len` exist already.
            pub fn next(len: usize) -> Self {
                Self(u32::try_from(len).unwrap_or(u32::MAX))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

id! {
    /// A building 楼栋.
    BuildingId,
    /// A unit 房源.
    UnitId,
    /// A claim 订单, live or ended.
    ClaimId,
    /// A customer 客户.
    CustomerId,
    /// A member of staff 员工.
    StaffId,
    /// A visit 来访.
    VisitId,
    /// A call 来电.
    CallId,
    /// A request for a change that needs approval.
    RequestId,
    /// A public discount.
    SchemeId,
}

/// Position of an event in the journal, from 1, without gaps; 0 is the empty journal.
pub type Seq = u64;

/// Names one command for ever (UUID v7): made at the key press, kept until its answer is shown (rules §11.9).
pub type CommandId = uuid::Uuid;
