//! Acts: what can be done to a unit now and why not, by asking the very core that will decide (design §2).

use crate::app::action::Action;
use crate::app::model::Desk;
use crate::domain::act::{self, Command};
use crate::domain::id::UnitId;
use crate::domain::money::Fen;
use crate::domain::party::Named;
use crate::domain::payment::Taken;
use crate::domain::rejection::{Fault, Rejection};
use crate::domain::state::claim::Claim;
use crate::domain::state::sealed::Person;
use crate::domain::state::staff::Right;
use crate::domain::{control, hold, paper, payment, waiting};

/// The acts on a unit, in the order they are offered.
pub const UNIT_ACTS: [Action; 12] = [
    Action::Hold,
    Action::Deposit,
    Action::TopUp,
    Action::Sign,
    Action::Release,
    Action::Extend,
    Action::Wait,
    Action::LeaveLine,
    Action::Confirm,
    Action::Refuse,
    Action::Lock,
    Action::Unlock,
];

/// Every act on a unit, with the reason where it cannot be done now.
pub fn unit_acts(desk: &Desk, unit: UnitId) -> Vec<(Action, Option<String>)> {
    UNIT_ACTS.into_iter().map(|action| (action, refusal(desk, action, unit))).collect()
}

/// The acts on a unit that can be done now.
pub fn possible(desk: &Desk, unit: UnitId) -> Vec<Action> {
    let Some(context) = desk.context().filter(|_| desk.past.is_none()) else { return Vec::new() };
    let grants = |action: &Action| {
        sample(desk, *action, unit).is_some_and(|command| {
            act::decide(desk.view(), &command, &context).err().is_none_or(|no| is_about_input(&no))
        })
    };
    UNIT_ACTS.into_iter().filter(grants).collect()
}

/// Why an act on a unit cannot be done now, in words; `None` when it can.
pub fn refusal(desk: &Desk, action: Action, unit: UnitId) -> Option<String> {
    if desk.past.is_some() {
        return Some(desk.locale.text("desk-past-read-only").to_string());
    }
    let Some(context) = desk.context() else { return Some(desk.locale.text("desk-nobody").to_string()) };
    let command = sample(desk, action, unit)?;
    match act::decide(desk.view(), &command, &context) {
        Err(rejection) if !is_about_input(&rejection) => Some(desk.locale.rejection(&rejection)),
        _ => None,
    }
}

/// Whether only what is still to be typed is missing.
fn is_about_input(rejection: &Rejection) -> bool {
    rejection.fault() == Fault::Input
}

/// The act with made-up input that the rules of amount and text accept, so that only the office can refuse it.
fn sample(desk: &Desk, action: Action, unit: UnitId) -> Option<Command> {
    let office = desk.view();
    let person = || Named::Person(Person { salt: String::new(), name: "?".into(), phones: Vec::new() });
    let taken = |amount: Fen| Taken { receipt: "?".into(), amount, method: "?".into(), payer: None };
    let balance = office.live_claim(unit).and_then(Claim::balance);
    let reason = String::from("?");
    Some(match action {
        Action::Hold => hold::Command::Hold { unit, customer: person(), minutes: None }.into(),
        Action::Extend => hold::Command::Extend { unit, minutes: 1, reason }.into(),
        Action::Release => hold::Command::Release { unit, reason }.into(),
        Action::Wait => waiting::Command::Join { unit, customer: person() }.into(),
        Action::LeaveLine => waiting::Command::Leave { unit }.into(),
        Action::Confirm => waiting::Command::Confirm { unit }.into(),
        Action::Refuse => waiting::Command::Refuse { unit, reason }.into(),
        Action::Lock => control::Command::Lock { unit, reason }.into(),
        Action::Unlock => control::Command::Unlock { unit, reason }.into(),
        Action::Deposit => {
            let customer = office.live_claim(unit).is_none().then(person);
            let taken = taken(office.policy.deposit_minimum);
            payment::Command::Deposit { unit, customer, taken }.into()
        }
        Action::TopUp => payment::Command::TopUp { unit, taken: taken(balance.unwrap_or(Fen(1))) }.into(),
        Action::Sign if prepares(desk) => paper::Command::Prepare { unit, contract: reason }.into(),
        Action::Sign => {
            let prepared = office.live_claim(unit).and_then(|claim| claim.prepared.clone());
            let contract = prepared.unwrap_or(reason);
            payment::Command::Sign { unit, contract, taken: taken(Fen(1)) }.into()
        }
        _ => return None,
    })
}

/// Whether signing is the paper's side for who sits here: the contract's number, without the cashier's receipt (rules §7).
pub fn prepares(desk: &Desk) -> bool {
    let may = |right| desk.context().is_some_and(|context| context.may(desk.view(), right));
    may(Right::Paper) && !may(Right::Receipt)
}

/// The facts a prompt names: unit, price, and whose claim it is (design §7 rule 1).
pub fn facts(desk: &Desk, unit: UnitId) -> Vec<String> {
    let office = desk.view();
    let entry = office.unit(unit);
    let claim = office.live_claim(unit);
    let mut lines = vec![format!("{} · {}", entry.spec.address(), desk.locale.status(office.status(unit)))];
    let price = claim.and_then(|claim| claim.price).or(entry.spec.total);
    let layout = entry.spec.layout.as_deref().unwrap_or_default().to_string();
    let area = entry.spec.area.map(|area| format!("{} m²", area.plain())).unwrap_or_default();
    let price = price.map(|price| format!("¥{}", price.grouped())).unwrap_or_default();
    let known: Vec<String> = [layout, area, price].into_iter().filter(|text| !text.is_empty()).collect();
    if !known.is_empty() {
        lines.push(known.join(" · "));
    }
    if let Some(name) =
        claim.and_then(|claim| claim.customer).and_then(|id| office.shown_name(desk.viewer, id))
    {
        let consultant = claim.and_then(|claim| claim.consultant).map(|id| office.name_of(Some(id)));
        let by = consultant.map(|name| format!(" · {name}")).unwrap_or_default();
        lines.push(format!("{} {name}{by}", desk.locale.text("field-customer")));
    }
    lines
}
