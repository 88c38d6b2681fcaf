//! Holds, lines, money, undo: acts on one unit.

use crate::cli::args::Claim as Verb;
use crate::cli::contract_verbs::Money;
use crate::cli::failure::Failure;
use crate::cli::json::UnitJson;
use crate::cli::reply::Reply;
use crate::cli::session::{Session, Setting};
use crate::cli::{contracts, input, people, units};
use crate::domain::act::{Command, Event};
use crate::domain::id::UnitId;
use crate::domain::party::Named;
use crate::domain::state::claim::Claim;
use crate::domain::state::request::Change;
use crate::domain::state::staff::Right;
use crate::domain::time::minutes;
use crate::domain::{change, hold, paper, payment, undo, waiting};
use crate::store::{Journal, Reader};
use serde::Serialize;

/// One of the acts on a unit.
pub fn run(setting: &Setting, verb: Verb) -> Result<Reply, Failure> {
    let mut session = Session::write(setting)?;
    let below = match &verb {
        Verb::Deposit { reason: Some(reason), unit, money, .. } => {
            below_minimum(&mut session, unit, money, reason)?
        }
        _ => Below::No,
    };
    if let Below::Asked(unit) = below {
        return Ok(units::after(&session, unit, &said(&session, unit, "cli-asked")));
    }
    let (unit, command, key) = order(&session, verb)?;
    let events = match below {
        Below::Granted => {
            let id = people::nth(setting.command_id(), 1);
            session.act_as(session.actor()?, id, command)?
        }
        _ => session.act(command)?,
    };
    let served = events.iter().any(|event| matches!(event.event, Event::Hold(hold::Event::Served { .. })));
    let asked = events.iter().any(|event| matches!(event.event, Event::Hold(hold::Event::Requested { .. })));
    let balance = session.office.live_claim(unit).and_then(Claim::balance);
    let key = match key {
        "cli-held" if asked => "cli-requested",
        "cli-date-moved" if session.office.change_on(unit).is_some() => "cli-asked",
        "cli-released" if served => "cli-released-served",
        "cli-deposited" if balance.is_some() => "cli-deposited-partial",
        "cli-topped-up" if balance.is_some() => "cli-topped-up-partial",
        key => key,
    };
    Ok(units::after(&session, unit, &said(&session, unit, key)))
}

/// What was done about a deposit below the minimum before taking it.
enum Below {
    /// Nothing: it is enough, or approved already.
    No,
    /// Granted in the same go by who may.
    Granted,
    /// Asked for; nothing is taken yet.
    Asked(UnitId),
}

/// A deposit with a reason may be below the minimum: the manager grants it, others ask (rules §4).
fn below_minimum(
    session: &mut Session<'_, Box<dyn Journal>>,
    unit: &str,
    money: &Money,
    reason: &str,
) -> Result<Below, Failure> {
    let (unit, amount) = (session.unit(unit)?, input::amount(&money.amount)?);
    let office = &session.office;
    if amount >= payment::least(office, unit) {
        return Ok(Below::No);
    }
    let may = office.member(session.actor()?).may(Right::Approve);
    let change = Change::BelowMinimum { amount };
    session.act(change::Command::Make { unit, change, reason: reason.to_string() })?;
    Ok(if may { Below::Granted } else { Below::Asked(unit) })
}

/// What is asked of the core, and the key of the sentence that confirms it.
fn order<S: Reader>(
    session: &Session<'_, S>,
    verb: Verb,
) -> Result<(UnitId, Command, &'static str), Failure> {
    let secret = session.setting.salting();
    Ok(match verb {
        Verb::Hold { unit, who, length } => {
            let minutes = length.as_deref().map(input::span).transpose()?;
            let (unit, customer) = (session.unit(&unit)?, who.required(&secret));
            (unit, hold::Command::Hold { unit, customer, minutes }.into(), "cli-held")
        }
        Verb::Extend { unit, length, reason } => {
            let (unit, length) = (session.unit(&unit)?, input::span(&length)?);
            let due = session.office.live_claim(unit).and_then(Claim::due);
            match due {
                // A date of money or paper moves; a hold's deadline is its own.
                Some(due) => {
                    let change = Change::Extend { due: due + minutes(length) };
                    (unit, change::Command::Make { unit, change, reason }.into(), "cli-date-moved")
                }
                None => {
                    (unit, hold::Command::Extend { unit, minutes: length, reason }.into(), "cli-extended")
                }
            }
        }
        Verb::Release { unit, reason } => {
            let unit = session.unit(&unit)?;
            (unit, hold::Command::Release { unit, reason }.into(), "cli-released")
        }
        Verb::Wait { unit, who } => {
            let (unit, customer) = (session.unit(&unit)?, who.required(&secret));
            (unit, waiting::Command::Join { unit, customer }.into(), "cli-joined")
        }
        Verb::Unwait { unit } => {
            let unit = session.unit(&unit)?;
            (unit, waiting::Command::Leave { unit }.into(), "cli-left")
        }
        Verb::Confirm { unit } => {
            let unit = session.unit(&unit)?;
            (unit, waiting::Command::Confirm { unit }.into(), "cli-held")
        }
        Verb::Refuse { unit, reason } if contracts::is_request(session, &unit) => {
            let request = contracts::numbered(session, &unit)?;
            let unit = session.office.changes[request.index()].unit;
            (unit, change::Command::Refuse { request, reason }.into(), "cli-request-refused")
        }
        Verb::Refuse { unit, reason } => {
            let unit = session.unit(&unit)?;
            (unit, waiting::Command::Refuse { unit, reason }.into(), "cli-refused")
        }
        Verb::Deposit { unit, money, who, .. } => {
            let (unit, taken) = (session.unit(&unit)?, contracts::taken(session, money)?);
            let customer = who.named(&secret).or_else(|| holder(session, unit));
            (unit, payment::Command::Deposit { unit, customer, taken }.into(), "cli-deposited")
        }
        Verb::Topup { unit, money } => {
            let (unit, taken) = (session.unit(&unit)?, contracts::taken(session, money)?);
            (unit, payment::Command::TopUp { unit, taken }.into(), "cli-topped-up")
        }
        Verb::Sign { unit, contract, amount, receipt, method, payer } => {
            let money = amount.zip(receipt);
            let money = money.map(|(amount, receipt)| Money { amount, receipt, method, payer });
            sign(session, session.unit(&unit)?, contract.unwrap_or_default(), money)?
        }
    })
}

/// With the down payment the contract is signed, without it prepared.
fn sign<S: Reader>(
    session: &Session<'_, S>,
    unit: UnitId,
    contract: String,
    money: Option<Money>,
) -> Result<(UnitId, Command, &'static str), Failure> {
    Ok(match money.map(|money| contracts::taken(session, money)).transpose()? {
        Some(taken) => (unit, payment::Command::Sign { unit, contract, taken }.into(), "cli-signed"),
        None => (unit, paper::Command::Prepare { unit, contract }.into(), "cli-prepared"),
    })
}

/// Whose hold the money is for where nobody was named: the one read just now, so that the next in line never gets it. A
/// hold that came out of the line by itself nobody has seen yet: there the customer must be said.
fn holder<S: Reader>(session: &Session<'_, S>, unit: UnitId) -> Option<Named> {
    let claim = session.office.live_claim(unit).filter(|claim| !claim.from_line)?;
    claim.customer.map(Named::Known)
}

/// The confirming sentence: the unit, and what its claim now says.
fn said<S: Reader>(session: &Session<'_, S>, id: UnitId, key: &'static str) -> String {
    let (office, locale) = (&session.office, &session.locale);
    let claim = office.live_claim(id);
    let shown = |at| locale.instant(at);
    let customer = claim.and_then(|claim| claim.customer);
    locale.say(
        key,
        &[
            ("unit", office.unit(id).spec.address().into()),
            ("until", claim.and_then(Claim::until).map(shown).unwrap_or_default().into()),
            ("due", claim.and_then(Claim::due).map(shown).unwrap_or_default().into()),
            ("balance", claim.and_then(Claim::balance).unwrap_or_default().grouped().into()),
            (
                "customer",
                customer.and_then(|id| office.shown_name(session.viewer, id)).unwrap_or_default().into(),
            ),
            ("by", office.name_of(claim.and_then(|claim| claim.consultant)).into()),
            ("contract", claim.and_then(|claim| claim.prepared.as_deref()).unwrap_or_default().into()),
            ("place", office.unit(id).line.len().into()),
            ("request", office.change_on(id).map_or(0, |request| request.id.number()).into()),
        ],
    )
}

/// `undo`.
pub fn undo(setting: &Setting) -> Result<Reply, Failure> {
    let mut session = Session::write(setting)?;
    let events = session.act(undo::Command::Undo { deed: None })?;
    let undone = events.iter().find_map(|recorded| match &recorded.event {
        Event::Undo(undo::Event::Undone { deed, unit, .. }) => Some((*deed, *unit)),
        _ => None,
    });
    let (deed, unit) = undone.unwrap_or_default();
    let what = session.ledger.store().read(deed.saturating_sub(1), 1)?;
    let (office, locale, viewer) = (&session.office, &session.locale, session.viewer);
    #[derive(Serialize)]
    struct Undone<'a> {
        undone: u64,
        kind: Option<String>,
        unit: Option<UnitJson<'a>>,
    }
    Ok(Reply::either(
        session.json(),
        || Undone {
            undone: deed,
            kind: what.first().map(|recorded| recorded.event.kind()),
            unit: unit.map(|id| UnitJson::of(office, viewer, id)),
        },
        || {
            let what =
                what.first().map(|recorded| locale.event(office, viewer, recorded)).unwrap_or_default();
            let said = locale.say("cli-undone", &[("what", what.into())]);
            unit.map_or_else(
                || said.clone(),
                |id| format!("{said}\n{}", units::card(office, viewer, id, locale)),
            )
        },
    ))
}
