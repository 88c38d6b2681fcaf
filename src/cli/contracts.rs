//! Ways back, changes, papers; requests and their decisions; the day's ledger.

use crate::cli::contract_verbs::{Back as Freed, Contract as Verb, Money};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::session::{Session, Setting};
use crate::cli::{input, people, plans, units};
use crate::domain::act::Command;
use crate::domain::change;
use crate::domain::id::{RequestId, UnitId};
use crate::domain::paper;
use crate::domain::payment::{self, Taken};
use crate::domain::rejection::Rejection;
use crate::domain::state::claim::{Claim, NoticeKind};
use crate::domain::state::request::{Back, Change, RequestState};
use crate::domain::state::staff::Right;
use crate::store::{Journal, Reader};

/// One of the acts on money and contract.
pub fn run(setting: &Setting, verb: Verb) -> Result<Reply, Failure> {
    if let Verb::Plan(asked) = verb {
        return plans::plan(setting, &asked);
    }
    let mut session = Session::write(setting)?;
    match verb {
        Verb::Cancel { unit, reason, back } => way_back(&mut session, &unit, reason, &back, false),
        Verb::Terminate { unit, reason, back } => way_back(&mut session, &unit, reason, &back, true),
        Verb::Correct { wrong, counter, receipt, amount, method, payer, reason } => {
            let amount = amount.as_deref().map(input::amount).transpose()?;
            let payer = people::named(&session.office, payer.as_deref())?;
            let taken = |(receipt, amount)| Taken { receipt, amount, method, payer };
            let taken = receipt.zip(amount).map(taken);
            let unit = session.office.receipts.get(wrong.trim()).copied();
            let command = payment::Command::Correct { wrong: wrong.clone(), counter, taken, reason };
            act(&mut session, unit, command.into())
        }
        Verb::Withdraw { request, reason } => {
            let request = numbered(&session, &request)?;
            let unit = session.office.changes.get(request.index()).map(|request| request.unit);
            act(&mut session, unit, change::Command::Withdraw { request, reason }.into())
        }
        Verb::Approve { request, back } => {
            let back = back.as_deref().map(back_of);
            let request = numbered(&session, &request)?;
            let unit = session.office.changes.get(request.index()).map(|request| request.unit);
            act(&mut session, unit, change::Command::Approve { request, back }.into())
        }
        verb => {
            let (unit, command) = order(&session, verb)?;
            act(&mut session, Some(unit), command)
        }
    }
}

/// Sends a command and shows the unit afterwards.
fn act(
    session: &mut Session<'_, Box<dyn Journal>>,
    unit: Option<UnitId>,
    command: Command,
) -> Result<Reply, Failure> {
    let events = session.act(command)?;
    let (office, locale, viewer) = (&session.office, &session.locale, session.viewer);
    let said: Vec<String> = events.iter().map(|recorded| locale.event(office, viewer, recorded)).collect();
    let touched = events.iter().flat_map(|recorded| recorded.event.units()).next();
    match unit.or(touched) {
        Some(unit) => Ok(units::after(session, unit, &said.join("\n"))),
        None => Ok(Reply::bytes(Vec::new())),
    }
}

/// The acts that are one command.
fn order<S: Reader>(session: &Session<'_, S>, verb: Verb) -> Result<(UnitId, Command), Failure> {
    let make = |unit: UnitId, change: Change, reason: String| {
        (unit, change::Command::Make { unit, change, reason }.into())
    };
    Ok(match verb {
        Verb::Forfeit { unit, reason, back } => {
            make(session.unit(&unit)?, Change::Forfeit { back: back_of(&back) }, reason)
        }
        Verb::Swap { unit, to, reason, back } => {
            let change = Change::Swap { to: session.unit(&to)?, back: back_of(&back) };
            make(session.unit(&unit)?, change, reason)
        }
        Verb::Rename { unit, add, remove, relation, reason } => {
            let find =
                |input: Option<String>| input.map(|input| people::find(&session.office, &input)).transpose();
            let change = Change::Rename { add: find(add)?, remove: find(remove)?, relation };
            make(session.unit(&unit)?, change, reason)
        }
        Verb::Discount { unit, amount, reason } => {
            let unit = session.unit(&unit)?;
            // A share is of the price the claim has, which is the one that counts.
            let price = session.office.live_claim(unit).and_then(|claim| claim.price);
            let off = input::off(&amount)?.of(price.unwrap_or_default());
            make(unit, Change::Discount { off }, reason)
        }
        Verb::Allow { unit, amount, reason } => {
            make(session.unit(&unit)?, Change::BelowMinimum { amount: input::amount(&amount)? }, reason)
        }
        Verb::Record { unit, number } => {
            let unit = session.unit(&unit)?;
            (unit, paper::Command::Record { unit, number }.into())
        }
        Verb::Unrecord { unit, reason } => {
            let unit = session.unit(&unit)?;
            (unit, paper::Command::Unrecord { unit, reason }.into())
        }
        Verb::Pay { unit, money, loan } => {
            let (unit, taken) = (session.unit(&unit)?, taken(session, money)?);
            (unit, payment::Command::Pay { unit, loan, taken }.into())
        }
        Verb::Mortgage { unit, bank, amount } => {
            let (unit, amount) = (session.unit(&unit)?, input::amount(&amount)?);
            (unit, paper::Command::Mortgage { unit, bank, amount }.into())
        }
        Verb::Handover { unit } => {
            let unit = session.unit(&unit)?;
            (unit, paper::Command::HandOver { unit }.into())
        }
        Verb::Notice { unit, kind, note } => {
            let unit = session.unit(&unit)?;
            let kind = NoticeKind::parse(&kind).unwrap_or(NoticeKind::Call);
            (unit, paper::Command::Notice { unit, kind, note }.into())
        }
        Verb::Cancel { .. }
        | Verb::Terminate { .. }
        | Verb::Correct { .. }
        | Verb::Withdraw { .. }
        | Verb::Approve { .. }
        | Verb::Plan(_) => {
            return Err(Rejection::RequestUnknown { request: 0 }.into());
        }
    })
}

/// What the cashier took, and from whom.
pub fn taken<S: Reader>(session: &Session<'_, S>, money: Money) -> Result<Taken, Failure> {
    let amount = input::amount(&money.amount)?;
    let payer = people::named(&session.office, money.payer.as_deref())?;
    Ok(Taken { receipt: money.receipt, amount, method: money.method, payer })
}

/// Cancelling and terminating: agreed by the manager, made real by the cashier's refund; in one go for who is both.
fn way_back(
    session: &mut Session<'_, Box<dyn Journal>>,
    unit: &str,
    reason: String,
    freed: &Freed,
    signed: bool,
) -> Result<Reply, Failure> {
    let unit = session.unit(unit)?;
    let paid = session.office.live_claim(unit).map(Claim::paid).unwrap_or_default();
    let refund = freed.amount.as_deref().map(input::amount).transpose()?.unwrap_or(paid);
    let back = back_of(&freed.back);
    let change = match signed {
        true => Change::Terminate { back, refund },
        false => Change::Cancel { back, refund },
    };
    let payer = people::named(&session.office, freed.payer.as_deref())?;
    let refunding = freed.receipt.clone().map(|receipt| {
        let taken = Taken { receipt, amount: refund, method: freed.method.clone(), payer };
        Command::from(change::Command::Refund { unit, taken })
    });
    let agreed =
        session.office.change_on(unit).is_some_and(|request| request.state == RequestState::Approved);
    let actor = session.actor()?;
    match refunding {
        Some(refunding) if agreed => act(session, Some(unit), refunding),
        Some(refunding) if session.office.member(actor).may(Right::Approve) => {
            session.act(change::Command::Make { unit, change, reason })?;
            let id = people::nth(session.setting.command_id(), 1);
            let events = session.act_as(actor, id, refunding)?;
            let (office, locale) = (&session.office, &session.locale);
            let said: Vec<String> =
                events.iter().map(|recorded| locale.event(office, session.viewer, recorded)).collect();
            Ok(units::after(session, unit, &said.join("\n")))
        }
        Some(refunding) => act(session, Some(unit), refunding),
        None => act(session, Some(unit), change::Command::Make { unit, change, reason }.into()),
    }
}

fn back_of(text: &str) -> Back {
    Back::parse(text).unwrap_or(Back::Available)
}

/// A request by its number: `12` or `#12`.
pub fn numbered<S: Reader>(session: &Session<'_, S>, input: &str) -> Result<RequestId, Failure> {
    let number = input.trim().trim_start_matches('#').parse().unwrap_or(0);
    let known = RequestId::numbered(number).filter(|id| id.index() < session.office.changes.len());
    known.ok_or_else(|| Rejection::RequestUnknown { request: number }.into())
}

/// Whether what was typed at `refuse` means a request rather than a unit.
pub fn is_request<S: Reader>(session: &Session<'_, S>, input: &str) -> bool {
    let plain = input.trim();
    let digits = plain.trim_start_matches('#');
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    is_number && (plain.starts_with('#') || numbered(session, plain).is_ok())
}
