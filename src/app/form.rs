//! Forms: fields to fill in, with a real caret, that become one command.

use crate::app::entry::{Entry, Shape};
use crate::domain::id::{BuildingId, CustomerId, RequestId, SchemeId, StaffId, UnitId};
use tui_input::Input;

/// What a form is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// Hold a unit.
    Hold(UnitId),
    /// Join a unit's waiting line.
    Wait(UnitId),
    /// Extend a hold.
    Extend(UnitId),
    /// Release another's hold, with a reason.
    Release(UnitId),
    /// Refuse a request.
    Refuse(UnitId),
    /// Take a deposit.
    Deposit(UnitId),
    /// Take a top-up.
    TopUp(UnitId),
    /// Sign the contract.
    Sign(UnitId),
    /// Prepare the contract for the down payment.
    Prepare(UnitId),
    /// Lock a unit.
    Lock(UnitId),
    /// Unlock a unit.
    Unlock(UnitId),
    /// Release a batch.
    ReleaseBatch,
    /// A group arrives.
    Arrive,
    /// Give a group to somebody out of order.
    AssignTo(u32),
    /// It was somebody else's customer.
    Establish(u32),
    /// A call.
    Call,
    /// Suspend somebody.
    Suspend(StaffId),
    /// Somebody is not at their post.
    Absent(StaffId),
    /// A day of somebody's roster.
    Shift(StaffId),
    /// A change on a unit's claim.
    Change(UnitId, Entry),
    /// A payment plan.
    Plan(UnitId, Shape),
    /// A request is approved or refused.
    Decide(RequestId),
    /// Prices move; the building on the screen.
    PriceChange(Option<BuildingId>),
    /// A public discount is opened.
    SchemeOpen,
    /// A public discount is closed.
    SchemeClose(SchemeId),
    /// An own request is taken back.
    Withdraw(RequestId),
    /// Finish a reception.
    Finish(u32),
    /// A waiting group leaves.
    Leave(u32),
    /// Go to a past minute.
    Travel,
}

impl Purpose {
    /// Its title is `form-CODE`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Hold(_) => "hold",
            Self::Wait(_) => "wait",
            Self::Extend(_) => "extend",
            Self::Release(_) => "release",
            Self::Refuse(_) => "refuse",
            Self::Deposit(_) => "deposit",
            Self::TopUp(_) => "top-up",
            Self::Sign(_) => "sign",
            Self::Prepare(_) => "prepare",
            Self::Lock(_) => "lock",
            Self::Unlock(_) => "unlock",
            Self::ReleaseBatch => "release-batch",
            Self::Arrive => "arrive",
            Self::AssignTo(_) => "assign-to",
            Self::Establish(_) => "establish",
            Self::Call => "call",
            Self::Suspend(_) => "suspend",
            Self::Absent(_) => "absent",
            Self::Shift(_) => "shift",
            Self::Change(_, entry) => entry.title(),
            Self::Plan(_, Shape::Once) => "plan-once",
            Self::Plan(_, Shape::Equal) => "plan-equal",
            Self::Plan(_, Shape::Parts) => "plan-parts",
            Self::Plan(_, Shape::Mortgage) => "plan-mortgage",
            Self::Decide(_) => "decide",
            Self::PriceChange(_) => "price-change",
            Self::SchemeOpen => "scheme-open",
            Self::SchemeClose(_) => "scheme-close",
            Self::Withdraw(_) => "withdraw",
            Self::Finish(_) => "finish",
            Self::Leave(_) => "leave",
            Self::Travel => "travel",
        }
    }

    /// The unit it is about.
    pub fn unit(self) -> Option<UnitId> {
        match self {
            Self::Hold(unit)
            | Self::Wait(unit)
            | Self::Extend(unit)
            | Self::Release(unit)
            | Self::Refuse(unit)
            | Self::Deposit(unit)
            | Self::TopUp(unit)
            | Self::Sign(unit)
            | Self::Prepare(unit)
            | Self::Lock(unit)
            | Self::Change(unit, _)
            | Self::Plan(unit, _)
            | Self::Unlock(unit) => Some(unit),
            _ => None,
        }
    }
}

/// One field.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name; the label is `field-NAME`.
    pub name: &'static str,
    /// What stands in it.
    pub input: Input,
    /// Choices to step through with left and right, as locale keys; empty for free text.
    pub choices: Vec<String>,
    /// The chosen one.
    pub choice: usize,
    /// A remark under it, e.g. whose customer this phone is.
    pub remark: Option<String>,
    /// What is wrong with it.
    pub fault: Option<String>,
}

/// A form being filled in.
#[derive(Clone, Debug)]
pub struct Form {
    /// What for.
    pub purpose: Purpose,
    /// Lines above the fields: unit, customer, price.
    pub facts: Vec<String>,
    /// Whose hold it showed: the money is for them, also where the next in line has the unit meanwhile.
    pub shown: Option<CustomerId>,
    /// The fields, top down.
    pub fields: Vec<Field>,
    /// The field with the caret.
    pub at: usize,
    /// Why it was refused.
    pub refused: Option<String>,
    /// Whether anything was typed: quitting then asks.
    pub touched: bool,
}

impl Field {
    /// A free text with something in it.
    pub fn text(name: &'static str, value: &str) -> Self {
        Self {
            name,
            input: Input::new(value.to_string()),
            choices: Vec::new(),
            choice: 0,
            remark: None,
            fault: None,
        }
    }

    /// A choice.
    pub fn choice(name: &'static str, choices: Vec<String>, choice: usize) -> Self {
        Self { choices, choice, ..Self::text(name, "") }
    }

    /// What stands in it, trimmed.
    pub fn value(&self) -> &str {
        self.input.value().trim()
    }
}

impl Form {
    /// A form with these fields.
    pub fn new(purpose: Purpose, facts: Vec<String>, fields: Vec<Field>) -> Self {
        Self { purpose, facts, shown: None, fields, at: 0, refused: None, touched: false }
    }

    /// The value of a field, empty where there is none.
    pub fn value(&self, name: &str) -> &str {
        self.fields.iter().find(|field| field.name == name).map(Field::value).unwrap_or_default()
    }

    /// The choice of a field.
    pub fn chosen(&self, name: &str) -> usize {
        self.fields.iter().find(|field| field.name == name).map(|field| field.choice).unwrap_or_default()
    }
}
