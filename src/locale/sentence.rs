//! Sentences for what the core and the store refuse: what happened, to what, what was expected, what to do next.

use crate::domain::rejection::Rejection;
use crate::domain::state::claim::NoticeKind;
use crate::domain::state::request::RequestState;
use crate::domain::state::staff::{Right, Role};
use crate::domain::state::visit::VisitState;
use crate::locale::{Arg, Locale};

impl Locale {
    /// A refusal in words: what happened, to what, what was expected, what to do.
    pub fn rejection(&self, rejection: &Rejection) -> String {
        let (variant, args) = self.refusal(rejection);
        let code = rejection.code();
        match variant {
            "" => self.say(&format!("refused-{code}"), &args),
            variant => self.say(&format!("refused-{code}-{variant}"), &args),
        }
    }

    /// A fault known by its code and facts, e.g. family `store`, code `disk_full` → key `store-disk_full`.
    pub fn coded(&self, family: &str, code: &str, facts: &[(&str, String)]) -> String {
        let args: Vec<(&str, Arg)> = facts.iter().map(|(name, value)| (*name, Arg::from(value))).collect();
        self.say(&format!("{family}-{code}"), &args)
    }

    /// Which of a refusal's sentences to say (`""` is the plain one), and with what in it.
    fn refusal<'a>(&self, rejection: &'a Rejection) -> (&'static str, Vec<(&'static str, Arg<'a>)>) {
        match rejection {
            Rejection::UnitTaken { unit, by, since } => (
                nobody(by),
                vec![("unit", unit.into()), ("by", by.into()), ("since", self.instant(*since).into())],
            ),
            Rejection::UnitRequested { unit, by, since } => {
                ("", vec![("unit", unit.into()), ("by", by.into()), ("since", self.instant(*since).into())])
            }
            Rejection::NotOwn { unit, by } => (nobody(by), vec![("unit", unit.into()), ("by", by.into())]),
            Rejection::UnitUnknown { input } => {
                (if input.is_empty() { "stale" } else { "" }, vec![("input", input.into())])
            }
            Rejection::UnitAmbiguous { input, candidates } => {
                ("", vec![("input", input.into()), ("candidates", self.list(candidates).into())])
            }
            Rejection::BuildingUnknown { input, candidates } => (
                if candidates.is_empty() { "none" } else { "" },
                vec![("input", input.into()), ("candidates", self.list(candidates).into())],
            ),
            Rejection::WrongStatus { unit, status, needed } => {
                let needed = self.either(needed.iter().map(|status| self.status(*status)));
                let status = self.status(*status).to_string();
                ("", vec![("unit", unit.into()), ("status", status.into()), ("needed", needed.into())])
            }
            Rejection::NotPermitted { right } => self.not_permitted(*right),
            _ => self.refused_act(rejection),
        }
    }

    /// Refusals about holds, lines and money.
    fn refused_act<'a>(&self, rejection: &'a Rejection) -> (&'static str, Vec<(&'static str, Arg<'a>)>) {
        let args = match rejection {
            Rejection::HoldLimit { limit, units } => vec![
                ("count", units.len().into()),
                ("limit", (*limit).into()),
                ("units", self.list(units).into()),
            ],
            Rejection::HoldCooldown { unit, until } => {
                vec![("unit", unit.into()), ("until", self.instant(*until).into())]
            }
            Rejection::HoldMaximum { minutes } | Rejection::UndoTooLate { minutes } => {
                vec![("span", self.span(*minutes).into())]
            }
            Rejection::AlreadyInLine { unit }
            | Rejection::NotInLine { unit }
            | Rejection::NoRequest { unit }
            | Rejection::NoPrice { unit }
            | Rejection::CustomerDiffers { unit } => vec![("unit", unit.into())],
            Rejection::LineFull { unit, limit } => vec![("unit", unit.into()), ("limit", (*limit).into())],
            Rejection::NoLicence { building } => vec![("building", building.into())],
            Rejection::BelowMinimum { amount, minimum } => {
                vec![("amount", amount.grouped().into()), ("minimum", minimum.grouped().into())]
            }
            Rejection::AboveShare { amount, maximum } => {
                vec![("amount", amount.grouped().into()), ("maximum", maximum.grouped().into())]
            }
            Rejection::AboveBalance { amount, balance } => {
                vec![("amount", amount.grouped().into()), ("balance", balance.grouped().into())]
            }
            Rejection::BalanceDue { unit, balance } => {
                vec![("unit", unit.into()), ("balance", balance.grouped().into())]
            }
            Rejection::ReceiptUsed { receipt, unit } => {
                vec![("receipt", receipt.into()), ("unit", unit.into())]
            }
            Rejection::ContractUsed { contract, unit } => {
                vec![("contract", contract.into()), ("unit", unit.into())]
            }
            _ => return self.refused_change(rejection),
        };
        ("", args)
    }

    /// Refusals about changes on a claim and what needs approval.
    fn refused_change<'a>(&self, rejection: &'a Rejection) -> (&'static str, Vec<(&'static str, Arg<'a>)>) {
        let args = match rejection {
            Rejection::ChangePending { unit, request, by } => {
                vec![("unit", unit.into()), ("request", (*request).into()), ("by", by.into())]
            }
            Rejection::RequestUnknown { request } | Rejection::OwnRequest { request } => {
                vec![("request", (*request).into())]
            }
            Rejection::RequestDecided { request, state } => {
                let known = RequestState::parse(state).map(|state| self.request_state(state).to_string());
                let state = known.unwrap_or_else(|| state.clone());
                vec![("request", (*request).into()), ("state", state.into())]
            }
            Rejection::RequestStale { unit, was, is, .. } if was != is => {
                let (was, is) = (self.status(*was).to_string(), self.status(*is).to_string());
                vec![("unit", unit.into()), ("was", was.into()), ("is", is.into())]
            }
            Rejection::RequestStale { unit, changed, .. } => {
                let changed = self.ground_parts(changed);
                return ("same", vec![("unit", unit.into()), ("changed", changed.into())]);
            }
            Rejection::NoReceipts { unit }
            | Rejection::NotSubscribed { unit }
            | Rejection::NotSwapped { unit }
            | Rejection::NothingToRefund { unit }
            | Rejection::StillRecorded { unit }
            | Rejection::NotRecorded { unit }
            | Rejection::NothingDue { unit } => vec![("unit", unit.into())],
            Rejection::RefundDiffers { amount, expected } => {
                vec![("amount", amount.grouped().into()), ("expected", expected.grouped().into())]
            }
            Rejection::DepositKept { unit, paid } => {
                vec![("unit", unit.into()), ("paid", paid.grouped().into())]
            }
            Rejection::SwapRepriced { unit, was, is } => {
                vec![("unit", unit.into()), ("was", was.grouped().into()), ("is", is.grouped().into())]
            }
            Rejection::GrantedToOther { unit, by, minimum } => {
                vec![("unit", unit.into()), ("by", by.into()), ("minimum", minimum.grouped().into())]
            }
            Rejection::ContractDiffers { unit, contract } => {
                vec![("unit", unit.into()), ("contract", contract.into())]
            }
            Rejection::CustomerUnsaid { unit, since } => {
                vec![("unit", unit.into()), ("since", self.instant(*since).into())]
            }
            Rejection::NotOwnRequest { request, by } => {
                vec![("request", (*request).into()), ("by", by.into())]
            }
            Rejection::DiscountLimit { share: asked, most } => {
                let [share, most] = [asked, most].map(|share| self.percent((*share).into()));
                vec![("share", share.into()), ("most", most.into())]
            }
            Rejection::SwapCheaper { unit, price } => {
                vec![("unit", unit.into()), ("price", price.grouped().into())]
            }
            Rejection::ForfeitEarly { unit, from } => {
                vec![("unit", unit.into()), ("from", self.instant(*from).into())]
            }
            Rejection::NoticeMissing { unit, notice } => {
                let known = NoticeKind::parse(notice).map(|kind| self.notice_kind(kind).to_string());
                vec![("unit", unit.into()), ("notice", known.unwrap_or_else(|| notice.clone()).into())]
            }
            Rejection::ReceiptUnknown { receipt } | Rejection::ReceiptAbsent { receipt } => {
                vec![("receipt", receipt.into())]
            }
            _ => return self.refused_entry(rejection),
        };
        ("", args)
    }

    /// Refusals about people, visits, settings and what was typed.
    fn refused_entry<'a>(&self, rejection: &'a Rejection) -> (&'static str, Vec<(&'static str, Arg<'a>)>) {
        let args = match rejection {
            Rejection::NothingOpen { .. } | Rejection::PlanDiffers { .. } | Rejection::PlanDate { .. } => {
                return self.refused_plan(rejection);
            }
            Rejection::TextInvalid { field, limit } => {
                let variant = if field == "phone" { "phone" } else { "" };
                return (variant, vec![("field", self.field(field).into()), ("limit", (*limit).into())]);
            }
            Rejection::CountInvalid { field, least, most } => vec![
                ("field", self.field(field).into()),
                ("least", (*least).into()),
                ("most", (*most).into()),
            ],
            Rejection::StaffUnknown { name }
            | Rejection::StaffExists { name }
            | Rejection::NoOwnCustomerWaits { name }
            | Rejection::NoConsultant { name }
            | Rejection::NotOnDuty { name } => vec![("name", name.into())],
            Rejection::HandOverTooLate { minutes } => vec![("minutes", (*minutes).into())],
            Rejection::AppointmentInvalid { at } => vec![("at", self.instant(*at).into())],
            Rejection::DayOver { day } => vec![("day", day.to_string().into())],
            Rejection::AlreadyOnDuty { name, since } => {
                vec![("name", name.into()), ("since", self.instant(*since).into())]
            }
            Rejection::AlreadyReceiving { name, number } => {
                vec![("name", name.into()), ("number", (*number).into())]
            }
            Rejection::BatchEmpty { batch } => vec![("batch", batch.into())],
            Rejection::PolicyUnknown { key } => vec![("key", key.into())],
            Rejection::PolicyInvalid { key, value, expected } => vec![
                ("key", key.into()),
                ("value", value.into()),
                ("expected", self.expected(expected).into()),
            ],
            Rejection::VisitUnknown { number } => vec![("number", (*number).into())],
            Rejection::VisitState { number, state } => {
                let state =
                    VisitState::parse(state).map_or(state.clone(), |state| self.visit_state(state).into());
                vec![("number", (*number).into()), ("state", state.into())]
            }
            Rejection::UndoBlocked { subject } | Rejection::AlreadySo { subject } => {
                vec![("subject", subject.into())]
            }
            _ => self.refused_price(rejection),
        };
        ("", args)
    }

    /// Names who could do it: that is what to do next.
    fn not_permitted(&self, right: Right) -> (&'static str, Vec<(&'static str, Arg<'static>)>) {
        let able: Vec<Role> = Role::ALL.iter().copied().filter(|role| role.may(right)).collect();
        let variant = nobody(if able.is_empty() { "" } else { "some" });
        (variant, vec![("right", self.right(right).to_string().into()), ("roles", self.roles(&able).into())])
    }
}

/// The sentence without a name where nobody is known.
fn nobody(by: &str) -> &'static str {
    if by.is_empty() { "nobody" } else { "" }
}
