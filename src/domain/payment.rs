//! Money and contract in simple recorded steps: deposit, top-up, signing (rules §4). Only the cashier's receipt makes money real.

use crate::domain::context::{Context, Stamp, required};
use crate::domain::guard;
use crate::domain::id::{ClaimId, UnitId};
use crate::domain::money::Fen;
use crate::domain::party::{self, Named};
pub use crate::domain::receipt::{Taken, receipt};
use crate::domain::rejection::Rejection;
use crate::domain::state::claim::{Booked, Claim, Payer, Receipt, ReceiptKind, Step};
use crate::domain::state::customer::Party;
use crate::domain::state::office::Office;
use crate::domain::state::policy::DEPOSIT_SHARE_MAX;
use crate::domain::state::staff::Right;
use crate::domain::state::unit::Status;
use crate::domain::time::{Instant, due_after};
use serde::{Deserialize, Serialize};

/// What may be asked.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Command {
    /// Takes a deposit on a held or an available unit.
    Deposit {
        /// Which.
        unit: UnitId,
        /// For whom; needed where nobody holds it.
        customer: Option<Named>,
        /// The money.
        taken: Taken,
    },
    /// Pays the balance of a partial deposit, or a part of it.
    TopUp {
        /// Which.
        unit: UnitId,
        /// The money.
        taken: Taken,
    },
    /// Takes a further payment on a signed contract: an instalment, or the bank's loan.
    Pay {
        /// Which.
        unit: UnitId,
        /// Whether the bank paid.
        loan: bool,
        /// The money.
        taken: Taken,
    },
    /// Takes a wrong receipt back by a counter-receipt, with the right one in its place.
    Correct {
        /// The wrong receipt's number.
        wrong: String,
        /// The counter-receipt's number.
        counter: String,
        /// What was really taken; `None`: nothing was.
        taken: Option<Taken>,
        /// What was wrong.
        reason: String,
    },
    /// Signs the contract.
    Sign {
        /// Which.
        unit: UnitId,
        /// The contract's number; may be empty where one was prepared.
        contract: String,
        /// The down payment.
        taken: Taken,
    },
}

/// What happened.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A deposit was taken: the unit is subscribed.
    Deposited {
        /// Which.
        unit: UnitId,
        /// The claim: the hold's, or a new one.
        claim: ClaimId,
        /// For whom, where there was no hold.
        party: Option<Party>,
        /// The receipt.
        receipt: Receipt,
        /// Still due, fen.
        balance: Fen,
        /// Price fixed, fen.
        price: Fen,
        /// Top-up or signing due, UTC.
        due: Instant,
    },
    /// Money came in on the balance.
    ToppedUp {
        /// Which.
        unit: UnitId,
        /// The receipt.
        receipt: Receipt,
        /// Still due, fen; zero completes the subscription.
        balance: Fen,
        /// Whether it came after its date.
        late: bool,
        /// Top-up or signing due, UTC.
        due: Option<Instant>,
    },
    /// A further payment came in.
    Paid {
        /// Which.
        unit: UnitId,
        /// The receipt.
        receipt: Receipt,
        /// Still to come, fen.
        open: Fen,
    },
    /// A wrong receipt was taken back.
    Corrected {
        /// On which unit.
        unit: UnitId,
        /// On which claim, where it has ended; `None`: the live one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ended: Option<ClaimId>,
        /// The wrong receipt's number.
        wrong: String,
        /// The counter-receipt.
        counter: Receipt,
        /// The right one.
        receipt: Option<Receipt>,
        /// Balance of the deposit now due, fen.
        balance: Fen,
        /// Top-up or signing due from now on, UTC, where the deposit became full or partial by it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Instant>,
        /// What was wrong.
        reason: String,
    },
    /// The contract was signed.
    Signed {
        /// Which.
        unit: UnitId,
        /// The contract's number.
        contract: String,
        /// The receipt of the down payment.
        receipt: Receipt,
        /// Recording due, UTC.
        due: Instant,
    },
}

/// Says yes with the events, or no.
pub fn decide(office: &Office, command: &Command, context: &Context) -> Result<Vec<Event>, Rejection> {
    context.require(office, Right::Receipt)?;
    let event = match command {
        Command::Deposit { unit, customer, taken } => {
            deposit(office, *unit, customer.as_ref(), taken, context)?
        }
        Command::TopUp { unit, taken } => top_up(office, *unit, taken, context)?,
        Command::Pay { unit, loan, taken } => pay(office, *unit, *loan, taken)?,
        Command::Correct { wrong, counter, taken, reason } => {
            correct(office, wrong, counter, taken.as_ref(), reason)?
        }
        Command::Sign { unit, contract, taken } => sign(office, *unit, contract, taken, context)?,
    };
    Ok(vec![event])
}

fn deposit(
    office: &Office,
    unit: UnitId,
    customer: Option<&Named>,
    taken: &Taken,
    context: &Context,
) -> Result<Event, Rejection> {
    guard::need(office, unit, &[Status::Available, Status::Held])?;
    licensed(office, unit)?;
    let entry = office.unit(unit);
    let held = office.live_claim(unit);
    let price = price(office, unit).ok_or_else(|| Rejection::NoPrice { unit: entry.spec.address() })?;
    let mut receipt = receipt(office, ReceiptKind::Deposit, taken, held)?;
    let policy = &office.policy;
    let maximum = most_of(price);
    let minimum = least(office, unit);
    if taken.amount < minimum {
        return Err(Rejection::BelowMinimum { amount: taken.amount, minimum });
    }
    if taken.amount > maximum {
        return Err(Rejection::AboveShare { amount: taken.amount, maximum });
    }
    let party = payer(office, unit, customer, context)?;
    granted_to(office, unit, party.as_ref(), taken.amount, context)?;
    if party.as_ref().map(Party::id) != entry.requests.front().map(|first| first.customer) {
        guard::unasked(office, unit)?;
    }
    if receipt.payer.is_none() {
        receipt.payer = party.as_ref().map(|party| Payer::Customer(party.id()));
    }
    let balance = Fen((policy.deposit_full.min(maximum) - taken.amount).0.max(0));
    let days = if balance > Fen(0) { policy.topup_days } else { policy.signing_days };
    Ok(Event::Deposited {
        unit,
        claim: held.map_or_else(|| ClaimId::next(office.claims.len()), |claim| claim.id),
        party,
        receipt,
        balance,
        price,
        due: due_in(office, context.now, days),
    })
}

/// Who pays a deposit: a party where nobody holds the unit, else the holder's customer and nobody beside them.
fn payer(
    office: &Office,
    unit: UnitId,
    customer: Option<&Named>,
    context: &Context,
) -> Result<Option<Party>, Rejection> {
    let Some(claim) = office.live_claim(unit) else {
        let named = customer.map(|named| party::resolve(office, named, context)).transpose()?;
        return named.map(Some).ok_or(Rejection::CustomerMissing);
    };
    match customer {
        // The hold that was shown may have ended a moment ago, and the next in line have the unit now.
        None if claim.from_line => {
            let unit = office.unit(unit).spec.address();
            Err(Rejection::CustomerUnsaid { unit, since: claim.began })
        }
        None => Ok(None),
        // As it was shown; an erased customer has no name to be said any more.
        Some(Named::Known(id)) if claim.customer == Some(*id) => Ok(None),
        Some(named) => {
            let party = party::resolve(office, named, context)?;
            let same = claim.customer == Some(party.id()) || same_name(office, claim, &party);
            let differs = || Rejection::CustomerDiffers { unit: office.unit(unit).spec.address() };
            if same { Ok(None) } else { Err(differs()) }
        }
    }
}

/// Less than the minimum is taken only of whom it was allowed to (rules §4).
fn granted_to(
    office: &Office,
    unit: UnitId,
    party: Option<&Party>,
    amount: Fen,
    context: &Context,
) -> Result<(), Rejection> {
    let minimum = minimum(office, unit);
    let Some(to) = office.unit(unit).granted.and_then(|granted| granted.to).filter(|_| amount < minimum)
    else {
        return Ok(());
    };
    let consultant = match party {
        None => office.live_claim(unit).and_then(|claim| claim.consultant),
        Some(Party::Known(id)) => office.customer(*id).owner,
        Some(Party::New(..)) => Some(context.by),
    };
    if consultant == Some(to) {
        return Ok(());
    }
    let by = office.member(to).name.clone();
    Err(Rejection::GrantedToOther { unit: office.unit(unit).spec.address(), by, minimum })
}

/// What a unit costs now, fen: as agreed on its claim, else as listed.
fn price(office: &Office, unit: UnitId) -> Option<Fen> {
    office.live_claim(unit).and_then(Claim::deal).or(office.unit(unit).spec.total)
}

/// The least a deposit on a unit may be, fen (rules §4). What the manager allowed lowers the minimum and never raises it.
pub fn least(office: &Office, unit: UnitId) -> Fen {
    let minimum = minimum(office, unit);
    office.unit(unit).granted.map_or(minimum, |granted| granted.amount.min(minimum))
}

/// The least a deposit on a unit may be without anybody's leave, fen.
fn minimum(office: &Office, unit: UnitId) -> Fen {
    let minimum = office.policy.deposit_minimum;
    // A parking space may cost so little that the share lies below the minimum: then the share is all that is asked.
    price(office, unit).map_or(minimum, |price| minimum.min(most_of(price)))
}

/// The most a deposit may be of a price (rules §4).
pub fn most_of(price: Fen) -> Fen {
    Fen(i64::try_from(i128::from(price.0) * i128::from(DEPOSIT_SHARE_MAX) / 10_000).unwrap_or(i64::MAX))
}

/// A cashier types the customer's name again: the same name is the same customer here.
fn same_name(office: &Office, claim: &Claim, party: &Party) -> bool {
    let Party::New(_, sealed) = party else { return false };
    let typed = sealed.open.as_ref().filter(|person| person.phones.is_empty());
    let known = claim.customer.and_then(|id| office.customer(id).person.as_ref());
    typed.zip(known).is_some_and(|(typed, known)| typed.name == known.name)
}

fn top_up(office: &Office, unit: UnitId, taken: &Taken, context: &Context) -> Result<Event, Rejection> {
    let claim = office.claim(guard::claimed(office, unit, &[Status::Deposit])?);
    licensed(office, unit)?;
    let (since, balance, due) = match claim.step {
        Step::Subscribed { since, balance, due } => (since, balance, due),
        _ => (None, Fen(0), None),
    };
    if balance == Fen(0) {
        return Err(Rejection::AlreadySo { subject: office.unit(unit).spec.address() });
    }
    let receipt = receipt(office, ReceiptKind::TopUp, taken, Some(claim))?;
    if taken.amount > balance {
        return Err(Rejection::AboveBalance { amount: taken.amount, balance });
    }
    let rest = balance - taken.amount;
    let signing = due_in(office, since.unwrap_or(context.now), office.policy.signing_days);
    Ok(Event::ToppedUp {
        unit,
        receipt,
        balance: rest,
        late: due.is_some_and(|due| context.now >= due),
        due: if rest == Fen(0) { Some(signing) } else { due },
    })
}

fn sign(
    office: &Office,
    unit: UnitId,
    contract: &str,
    taken: &Taken,
    context: &Context,
) -> Result<Event, Rejection> {
    let claim = office.claim(guard::claimed(office, unit, &[Status::Deposit])?);
    licensed(office, unit)?;
    if let Some(balance) = claim.balance() {
        return Err(Rejection::BalanceDue { unit: office.unit(unit).spec.address(), balance });
    }
    let contract = match (&claim.prepared, contract.trim()) {
        (Some(prepared), "") => prepared.clone(),
        (Some(prepared), typed) if typed == prepared => prepared.clone(),
        // The number is the paper's side (rules §7): the cashier does not change it in passing.
        (Some(prepared), _) => {
            let unit = office.unit(unit).spec.address();
            return Err(Rejection::ContractDiffers { unit, contract: prepared.clone() });
        }
        (None, typed) => {
            let typed = required("contract", typed)?;
            guard::contract_free(office, &typed)?;
            typed
        }
    };
    let receipt = receipt(office, ReceiptKind::DownPayment, taken, Some(claim))?;
    if let Some(open) = claim.deal().map(|deal| deal - claim.paid()).filter(|open| taken.amount > *open) {
        return Err(Rejection::AboveBalance { amount: taken.amount, balance: open });
    }
    Ok(Event::Signed {
        unit,
        contract,
        receipt,
        due: due_in(office, context.now, office.policy.recording_days),
    })
}

fn pay(office: &Office, unit: UnitId, loan: bool, taken: &Taken) -> Result<Event, Rejection> {
    let claim = office.claim(guard::claimed(office, unit, &[Status::Signed])?);
    let kind = if loan { ReceiptKind::Loan } else { ReceiptKind::Instalment };
    let receipt = receipt(office, kind, taken, Some(claim))?;
    let address = || office.unit(unit).spec.address();
    let deal = claim.deal().ok_or_else(|| Rejection::NoPrice { unit: address() })?;
    let open = deal - claim.paid();
    if receipt.amount > open {
        return Err(Rejection::AboveBalance { amount: receipt.amount, balance: open });
    }
    Ok(Event::Paid { unit, open: open - receipt.amount, receipt })
}

/// A receipt is never edited: a counter-receipt takes it back, and the right one is written in the same act (rules §4).
fn correct(
    office: &Office,
    wrong: &str,
    counter: &str,
    taken: Option<&Taken>,
    reason: &str,
) -> Result<Event, Rejection> {
    let reason = required("reason", reason)?;
    let (claim, old) = written(office, wrong.trim())
        .ok_or_else(|| Rejection::ReceiptUnknown { receipt: wrong.to_string() })?;
    let taken_back = claim.countered.contains(&old.number);
    if taken_back || matches!(old.kind, ReceiptKind::Refund | ReceiptKind::Counter) {
        return Err(Rejection::AlreadySo { subject: old.number.clone() });
    }
    let (number, method) = (counter.to_string(), old.method.clone());
    let counter = Taken { receipt: number, amount: old.amount, method, payer: None };
    let same_payer = |receipt: Receipt| Receipt { payer: old.payer.clone(), ..receipt };
    let counter = same_payer(receipt(office, ReceiptKind::Counter, &counter, None)?);
    let new = taken.map(|taken| receipt(office, old.kind, taken, None)).transpose()?;
    let new = new.map(|new| if new.payer.is_none() { same_payer(new) } else { new });
    if let Some(same) = new.as_ref().filter(|new| new.number == counter.number) {
        let unit = office.unit(claim.unit).spec.address();
        return Err(Rejection::ReceiptUsed { receipt: same.number.clone(), unit });
    }
    let amount = new.as_ref().map_or(Fen(0), |new| new.amount);
    let paid = claim.paid() - old.amount + amount;
    // Money is what a subscription and a contract stand on: taking the last of it back is a cancellation, by its own name.
    let keeps_ground = match old.kind {
        ReceiptKind::Deposit | ReceiptKind::DownPayment => amount > Fen(0),
        _ => true,
    };
    let most = if claim.status() == Status::Deposit { Some(claim.deposit) } else { claim.deal() };
    if !keeps_ground {
        return Err(Rejection::AmountInvalid);
    }
    if paid < Fen(0) {
        // What was paid back must have come in.
        let refunds = claim.receipts.iter().filter(|booked| booked.kind == ReceiptKind::Refund);
        let amount = Fen(refunds.map(|booked| booked.amount.0).sum());
        return Err(Rejection::RefundDiffers { amount, expected: amount + paid });
    }
    if let Some(most) = most.filter(|most| paid > *most) {
        return Err(Rejection::AboveBalance { amount, balance: most - (claim.paid() - old.amount) });
    }
    let subscribed = claim.status() == Status::Deposit && claim.ended.is_none();
    let balance = if subscribed { claim.deposit - paid } else { Fen(0) };
    Ok(Event::Corrected {
        unit: claim.unit,
        ended: claim.ended.is_some().then_some(claim.id),
        wrong: old.number.clone(),
        counter,
        receipt: new,
        balance,
        due: corrected_due(office, claim, balance),
        reason,
    })
}

/// A receipt by its number, with the claim it was written on, live or ended.
fn written<'a>(office: &'a Office, number: &str) -> Option<(&'a Claim, &'a Receipt)> {
    let unit = *office.receipts.get(number)?;
    office.claims_on(unit).find_map(|claim| {
        let booked = claim.receipts.iter().find(|booked| booked.number == number)?;
        Some((claim, &booked.receipt))
    })
}

/// The date of a deposit that a correction makes full or partial: as if it had been so from the beginning.
fn corrected_due(office: &Office, claim: &Claim, balance: Fen) -> Option<Instant> {
    if claim.ended.is_some() {
        return None;
    }
    let Step::Subscribed { since: Some(since), balance: before, .. } = claim.step else { return None };
    let policy = &office.policy;
    let days = if balance > Fen(0) { policy.topup_days } else { policy.signing_days };
    ((before > Fen(0)) != (balance > Fen(0))).then(|| due_in(office, since, days))
}

/// No money on a building without a licence (rules §4).
pub fn licensed(office: &Office, unit: UnitId) -> Result<(), Rejection> {
    let building = office.building(office.unit(unit).building);
    match building.licence {
        Some(_) => Ok(()),
        None => Err(Rejection::NoLicence { building: building.name.clone() }),
    }
}

fn due_in(office: &Office, from: Instant, days: u32) -> Instant {
    due_after(from, days, office.policy.deadline_time, office.policy.time_zone)
}

/// Folds one event into the office.
pub fn apply(office: &mut Office, event: &Event, stamp: &Stamp) {
    match event {
        Event::Deposited { unit, claim, party, receipt, balance, price, due } => {
            let customer = party.as_ref().map(|party| party::register(office, party, stamp.by, stamp.at));
            if office.units[unit.index()].claim.is_none() {
                let consultant = customer.and_then(|id| office.customer(id).owner);
                crate::domain::hold::place(office, *unit, *claim, customer, consultant, stamp.at, stamp);
            }
            let claim = &mut office.claims[claim.index()];
            if let Some(until) = claim.until() {
                office.deadlines.remove(&(until, *unit));
            }
            // The price is fixed now: what was frozen, less what was given off (rules §4).
            claim.price = Some(*price + claim.off());
            claim.deposit = receipt.amount + *balance;
            claim.step = Step::Subscribed { since: Some(stamp.at), balance: *balance, due: Some(*due) };
            office.units[unit.index()].granted = None;
            let claim = claim.id;
            book(office, claim, receipt, stamp);
            let day = office.day(stamp.at);
            office.ledgers.entry(day).or_default().subscribed += 1;
        }
        Event::ToppedUp { unit, receipt, balance, due, .. } => {
            let Some(claim) = office.unit(*unit).claim else { return };
            book(office, claim, receipt, stamp);
            owes(office, claim, *balance, *due, stamp);
        }
        Event::Paid { unit, receipt, .. } => {
            if let Some(claim) = office.unit(*unit).claim {
                book(office, claim, receipt, stamp);
            }
        }
        Event::Corrected { unit, ended, wrong, counter, receipt, balance, due, .. } => {
            let Some(claim) = ended.or(office.unit(*unit).claim) else { return };
            for receipt in std::iter::once(counter).chain(receipt) {
                book(office, claim, receipt, stamp);
            }
            office.claims[claim.index()].countered.push(wrong.clone());
            if ended.is_none() {
                let due = due.or(office.claim(claim).due());
                owes(office, claim, *balance, due, stamp);
            }
        }
        Event::Signed { unit, contract, receipt, due } => {
            let (contract, since) = (Some(contract.clone()), Some(stamp.at));
            if let Some(claim) = office.units[unit.index()].claim {
                office.claims[claim.index()].prepared = None;
                office.claims[claim.index()].step = Step::Signed {
                    contract: contract.clone(),
                    since,
                    recorded: false,
                    handed_over: false,
                    due: Some(*due),
                };
            }
            office.contracts.extend(contract.map(|number| (number, *unit)));
            if let Some(claim) = office.unit(*unit).claim {
                book(office, claim, receipt, stamp);
            }
            let day = office.day(stamp.at);
            office.ledgers.entry(day).or_default().signed += 1;
        }
    }
}

/// What a subscription still owes from now on, and by when. Full by top-ups it counts as topped up, once.
fn owes(office: &mut Office, id: ClaimId, owed: Fen, until: Option<Instant>, stamp: &Stamp) {
    let day = office.day(stamp.at);
    let claim = &mut office.claims[id.index()];
    let Step::Subscribed { balance, due, .. } = &mut claim.step else { return };
    (*balance, *due) = (owed, until);
    if owed == Fen(0) && claim.topped_up.is_none() && claim.has_top_up() {
        claim.topped_up = Some(day);
        office.ledgers.entry(day).or_default().topped_up += 1;
    }
}

/// Books a receipt on a claim and in the day's till.
pub fn book(office: &mut Office, claim: ClaimId, receipt: &Receipt, stamp: &Stamp) {
    let unit = office.claim(claim).unit;
    office.receipts.insert(receipt.number.clone(), unit);
    let day = office.day(stamp.at);
    let till = office.ledgers.entry(day).or_default();
    match receipt.signed() {
        paid_back if paid_back < Fen(0) => till.refunded = till.refunded + receipt.amount,
        taken => till.received = till.received + taken,
    }
    office.units[unit.index()].revision = stamp.seq;
    let booked = Booked { receipt: receipt.clone(), day, made: stamp.into() };
    office.claims[claim.index()].receipts.push(booked);
}
