//! More of the random lives: numbers once, swaps whole, requests that leave no trace (rules §4, §11).

use super::{Check, holds_and_bites};
use std::collections::{HashMap, HashSet};
use xiaokong::domain::act::Event;
use xiaokong::domain::change;
use xiaokong::domain::id::UnitId;
use xiaokong::domain::money::Fen;
use xiaokong::domain::payment;
use xiaokong::domain::state::claim::{EndKind, Receipt};
use xiaokong::domain::state::request::RequestState;

/// The receipts an event writes.
fn receipts(event: &Event) -> Vec<&Receipt> {
    match event {
        Event::Payment(
            payment::Event::Deposited { receipt, .. }
            | payment::Event::ToppedUp { receipt, .. }
            | payment::Event::Signed { receipt, .. }
            | payment::Event::Paid { receipt, .. },
        ) => vec![receipt],
        Event::Payment(payment::Event::Corrected { counter, receipt, .. }) => {
            std::iter::once(counter).chain(receipt).collect()
        }
        Event::Change(change::Event::Ended { receipt, .. }) => receipt.iter().collect(),
        _ => Vec::new(),
    }
}

#[test]
fn a_receipt_is_written_once_and_counts_once() {
    let check: Check = |house| {
        let written = house.journal.iter().flat_map(|recorded| receipts(&recorded.event));
        let mut numbers = HashSet::new();
        if let Some(twice) = written.clone().find(|receipt| !numbers.insert(receipt.number.as_str())) {
            return Err(format!("{} is written twice", twice.number));
        }
        let kept: usize = house.office.claims.iter().map(|claim| claim.receipts.len()).sum();
        let till: i64 = written.map(|receipt| receipt.signed().0).sum();
        let paid: i64 = house.office.claims.iter().map(|claim| claim.paid().0).sum();
        if (kept, paid) == (numbers.len(), till) { Ok(()) } else { Err("receipts and claims differ".into()) }
    };
    holds_and_bites(check, |house| {
        if let Some(claim) = house.office.claims.iter_mut().find(|claim| !claim.receipts.is_empty()) {
            claim.receipts.pop();
        }
    });
}

/// Before and after a swap the same money is there, on the other unit, and the claim left behind has none.
#[test]
fn a_swap_is_all_or_nothing() {
    let check: Check = |house| {
        for recorded in &house.journal {
            let Event::Change(change::Event::Swapped { from, claim: id, to, .. }) = &recorded.event else {
                continue;
            };
            let claim = house.office.claim(*id);
            let left = house.office.claims.iter().find(|left| {
                let ended = left.ended.as_ref();
                left.unit == *from
                    && ended.is_some_and(|end| end.kind == EndKind::Swapped && end.at == recorded.at)
            });
            let is_whole = claim.unit == *to && left.is_some_and(|left| left.receipts.is_empty());
            if !is_whole || claim.receipts.is_empty() && !claim.is_imported() && claim.ended.is_none() {
                return Err(format!("the swap of {from} to {to} is half done"));
            }
        }
        Ok(())
    };
    holds_and_bites(check, |house| {
        let left = house
            .office
            .claims
            .iter()
            .position(|claim| claim.ended.as_ref().is_some_and(|ended| ended.kind == EndKind::Swapped));
        if let Some(left) = left {
            house.office.claims[left].ended = None;
        }
    });
}

/// A request has one decision; only what was approved had an effect, and none waits on a claim that ended.
#[test]
fn a_request_is_decided_once() {
    let check: Check = |house| {
        let mut decided: HashMap<u32, u32> = HashMap::new();
        for recorded in &house.journal {
            if let Event::Change(
                change::Event::Refused { request, .. }
                | change::Event::Withdrawn { request, .. }
                | change::Event::Lapsed { request, .. },
            ) = &recorded.event
            {
                *decided.entry(request.0).or_default() += 1;
            }
        }
        for request in &house.office.changes {
            let fell = decided.get(&request.id.0).copied().unwrap_or_default();
            let is_open = house.office.open_changes.contains(&request.id);
            let fits = match request.state {
                RequestState::Open | RequestState::Approved => fell == 0 && is_open,
                RequestState::Refused | RequestState::Withdrawn | RequestState::Lapsed => {
                    fell == 1 && !is_open
                }
                RequestState::Done => fell == 0 && !is_open,
            };
            if !fits {
                return Err(format!("request {} is {:?}, fell {fell} times", request.id, request.state));
            }
        }
        Ok(())
    };
    holds_and_bites(check, |house| house.office.open_changes.clear());
}

/// Nobody's deposit is more than its share of the price, nor below nothing.
#[test]
fn a_deposit_keeps_to_its_share() {
    let check: Check = |house| {
        let over = house.office.claims.iter().filter(|claim| claim.ended.is_none()).find(|claim| {
            claim.price.is_some_and(|price| claim.deposit > payment::most_of(price))
                || claim.balance().is_some_and(|balance| balance < Fen(0))
        });
        over.map_or(Ok(()), |claim| Err(format!("{:?} of {:?}", claim.deposit, claim.price)))
    };
    holds_and_bites(check, |house| {
        let unit = UnitId(super::FIRST);
        if let Some(claim) = house.office.unit(unit).claim {
            house.office.claims[claim.index()].deposit = Fen::yuan(2_000_000);
        }
    });
}

/// The lives get everywhere, or they prove nothing: what happens in them, and how often.
#[test]
fn random_lives_meet_everything() {
    static MET: std::sync::Mutex<std::collections::BTreeMap<String, u32>> =
        std::sync::Mutex::new(std::collections::BTreeMap::new());
    let check: Check = |house| {
        let mut met = MET.lock().map_err(|poisoned| poisoned.to_string())?;
        let Some(last) = house.journal.last() else { return Ok(()) };
        let name = match &last.event {
            Event::Change(change::Event::Ended { kind, .. }) => format!("ended {}", kind.code()),
            other => other.kind(),
        };
        *met.entry(name).or_default() += 1;
        Ok(())
    };
    assert_eq!(super::lives(check, |_| {}), Ok(()));
    let met = MET.lock().expect("what was met");
    let needed = [
        "change.approved",
        "change.asked",
        "change.discounted",
        "change.extended",
        "change.granted",
        "change.withdrawn",
        "paper.prepared",
        "change.refused",
        "change.renamed",
        "change.swapped",
        "ended cancelled",
        "ended forfeited",
        "ended terminated",
        "hold.placed",
        "listing.listed",
        "paper.handed_over",
        "paper.noticed",
        "paper.recorded",
        "paper.unrecorded",
        "payment.corrected",
        "payment.deposited",
        "payment.paid",
        "payment.signed",
        "payment.topped_up",
        "paper.mortgage_applied",
        "people.erased",
        "pricing.changed",
        "scheme.given",
        "scheme.opened",
        "scheme.withdrawn",
        "plan.agreed",
        "undo.undone",
        "waiting.joined",
    ];
    let missing: Vec<&&str> = needed.iter().filter(|name| !met.contains_key(**name)).collect();
    assert!(missing.is_empty(), "never: {missing:?}, met: {met:?}");
}
