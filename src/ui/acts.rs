//! Which acts on a unit are possible now: asked of the core itself, so that no key is offered that it would refuse.

use crate::app::action::Action;
use crate::app::model::Desk;
use crate::domain::act::{Command, decide};
use crate::domain::control;
use crate::domain::hold;
use crate::domain::id::UnitId;
use crate::domain::money::Fen;
use crate::domain::party::Named;
use crate::domain::payment::{self, Taken};
use crate::domain::state::office::Office;
use crate::domain::state::policy::DEPOSIT_SHARE_MAX;
use crate::domain::state::sealed::Person;
use crate::domain::waiting;

/// The acts on a unit in the order of the table.
const ACTS: [Action; 12] = [
    Action::Hold,
    Action::Deposit,
    Action::Sign,
    Action::TopUp,
    Action::Release,
    Action::Extend,
    Action::Wait,
    Action::LeaveLine,
    Action::Confirm,
    Action::Refuse,
    Action::Lock,
    Action::Unlock,
];

/// A text nobody can have used as a number of paper: the probe must not fail for that.
const PROBE: &str = "~?~";

/// The acts the core would grant on a unit to whoever sits here; none while travelling.
pub fn possible(desk: &Desk, unit: UnitId) -> Vec<Action> {
    let Some(context) = desk.context().filter(|_| desk.past.is_none()) else { return Vec::new() };
    let office = desk.view();
    let grants = |action: &Action| {
        probe(office, unit, *action).is_some_and(|command| decide(office, &command, &context).is_ok())
    };
    ACTS.into_iter().filter(grants).collect()
}

/// A command as it could be sent once the form is filled in well.
fn probe(office: &Office, unit: UnitId, action: Action) -> Option<Command> {
    let claim = office.live_claim(unit);
    let reason = || PROBE.to_string();
    let somebody =
        || Named::Person(Person { salt: "0".repeat(32), name: PROBE.to_string(), phones: Vec::new() });
    let taken = |amount: Fen| Taken { receipt: PROBE.to_string(), amount, method: PROBE.to_string() };
    Some(match action {
        Action::Hold => hold::Command::Hold { unit, customer: somebody(), minutes: None }.into(),
        Action::Release => hold::Command::Release { unit, reason: reason() }.into(),
        Action::Extend => hold::Command::Extend { unit, minutes: 1, reason: reason() }.into(),
        Action::Wait => waiting::Command::Join { unit, customer: somebody() }.into(),
        Action::LeaveLine => waiting::Command::Leave { unit }.into(),
        Action::Confirm => waiting::Command::Confirm { unit }.into(),
        Action::Refuse => waiting::Command::Refuse { unit, reason: reason() }.into(),
        Action::Lock => control::Command::Lock { unit, reason: reason() }.into(),
        Action::Unlock => control::Command::Unlock { unit, reason: reason() }.into(),
        Action::Deposit => {
            let price = claim.and_then(|claim| claim.price).or(office.unit(unit).spec.total)?;
            let share = i64::try_from(i128::from(price.0) * i128::from(DEPOSIT_SHARE_MAX) / 10_000);
            let amount = office.policy.deposit_full.min(Fen(share.unwrap_or(i64::MAX)));
            let customer = claim.is_none().then(somebody);
            payment::Command::Deposit { unit, customer, taken: taken(amount) }.into()
        }
        Action::TopUp => payment::Command::TopUp { unit, taken: taken(claim?.balance()?) }.into(),
        Action::Sign => {
            payment::Command::Sign { unit, contract: reason(), taken: taken(Fen::yuan(1)) }.into()
        }
        _ => return None,
    })
}
