//! Staff, roles, and the table of who may do what (rules §7).

use crate::domain::id::StaffId;
use crate::domain::time::Instant;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $code)] $variant),* }

        impl $name {
            /// Every one, in the order of the rules.
            pub const ALL: &[$name] = &[$(Self::$variant),*];

            /// The stable name in commands, JSON and config.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            /// By its stable name.
            pub fn parse(text: &str) -> Option<Self> {
                let text = text.trim();
                Self::ALL.iter().copied().find(|word| word.code().eq_ignore_ascii_case(text))
            }
        }
    };
}
pub(crate) use words;

words! {
    /// A role (rules §7).
    Role {
        /// 销售经理
        Manager = "manager",
        /// 销售助理(策划)
        Planner = "planner",
        /// 销售助理(内业)
        Clerk = "clerk",
        /// 案场主管
        Supervisor = "supervisor",
        /// 置业顾问
        Consultant = "consultant",
        /// 财务
        Cashier = "cashier",
        /// 前台
        Reception = "reception",
        /// 大屏, read-only
        Board = "board",
    }
}

words! {
    /// A team: each has its own line (rules §5).
    Team {
        /// 现场接待组
        Site = "site",
        /// 外展接待组
        Outreach = "outreach",
    }
}

words! {
    /// One row of the table of rules §7: something a role may or may not do.
    Right {
        /// See names and money of every customer.
        SeeAll = "see_all",
        /// Hold, release an own hold, stand in the waiting line.
        Hold = "hold",
        /// Release or extend another's hold; confirm or refuse requests.
        HoldOfOthers = "hold_of_others",
        /// Record a receipt: deposit, top-up, down payment, refund.
        Receipt = "receipt",
        /// The paper side of a subscription; the contract number.
        Paper = "paper",
        /// Print subscription and swap forms.
        Form = "form",
        /// Approve exceptions and ways back.
        Approve = "approve",
        /// Ask for what only the manager approves.
        Ask = "ask",
        /// Release a batch, lock, unlock, prices, policy, stages, targets, staff, licences.
        Manage = "manage",
        /// Register a visit or a call.
        Visit = "visit",
        /// Rotation order, presence of others, out-of-order assignment, suspension.
        Rotation = "rotation",
        /// Sign others in at the desk by their name.
        SignIn = "sign_in",
        /// Say that the host's clock is right after it stepped.
        Clock = "clock",
        /// Own presence: everyone who works here, the wall excepted.
        OwnPresence = "own_presence",
    }
}

impl Role {
    /// Whether this role has that right (rules §7).
    pub fn may(self, right: Right) -> bool {
        use Role::{Board, Cashier, Clerk, Consultant, Manager, Planner, Reception, Supervisor};
        match right {
            Right::SeeAll => matches!(self, Manager | Planner | Clerk | Supervisor | Cashier),
            Right::Hold => matches!(self, Manager | Planner | Clerk | Supervisor | Consultant),
            Right::HoldOfOthers | Right::Rotation | Right::Clock => matches!(self, Manager | Supervisor),
            Right::Receipt => matches!(self, Cashier),
            Right::Ask => matches!(self, Manager | Clerk | Supervisor | Consultant | Cashier),
            Right::Paper => matches!(self, Manager | Clerk | Supervisor),
            Right::Form => matches!(self, Manager | Clerk | Supervisor | Cashier),
            Right::Approve | Right::Manage => matches!(self, Manager),
            Right::Visit => matches!(self, Manager | Supervisor | Consultant | Reception),
            Right::SignIn => matches!(self, Manager | Supervisor | Reception),
            Right::OwnPresence => !matches!(self, Board),
        }
    }
}

/// A member of staff.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Staff {
    /// Its number.
    pub id: StaffId,
    /// The name, unique in the project.
    pub name: String,
    /// One or more; a small office gives one person several.
    pub roles: Vec<Role>,
    /// Which line a consultant stands in.
    pub team: Team,
    /// False once they left.
    pub active: bool,
    /// Today's presence.
    pub duty: Duty,
}

impl Staff {
    /// Whether any of the person's roles has that right.
    pub fn may(&self, right: Right) -> bool {
        self.active && self.roles.iter().any(|role| role.may(right))
    }

    /// Whether the person has that role.
    pub fn is(&self, role: Role) -> bool {
        self.active && self.roles.contains(&role)
    }
}

words! {
    /// Where somebody is (rules §5).
    Presence {
        /// 未到
        Off = "off",
        /// 在岗
        Floor = "floor",
        /// 用餐
        Lunch = "lunch",
        /// 公出
        Business = "business",
        /// 小憩
        Break = "break",
        /// 外出, private
        Out = "out",
        /// 请假
        Leave = "leave",
        /// 脱岗: signed in, but not at the post
        Absent = "absent",
        /// 停接
        Suspended = "suspended",
    }
}

/// Presence with its beginning, and when the person signed in today.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Duty {
    /// Where.
    pub presence: Presence,
    /// Since when, UTC; `None` before anything is known.
    pub since: Option<Instant>,
    /// Sign-in of the current day, UTC.
    pub signed_in: Option<Instant>,
    /// When a suspension ends by itself, UTC.
    pub until: Option<Instant>,
}

impl Duty {
    /// Not here yet.
    pub const OFF: Self = Self { presence: Presence::Off, since: None, signed_in: None, until: None };
}
