//! What a paper says, in words ready to be set: names as the printer may see them, times in the project's zone.
//!
//! Every paper gets the same facts; a template takes what it needs. What is not known is there and empty.

use crate::domain::act::Recorded;
use crate::domain::id::{Seq, StaffId, UnitId};
use crate::domain::issue;
use crate::domain::money::Fen;
use crate::domain::state::claim::{Booked, Claim, ReceiptKind, Step};
use crate::domain::state::issued::Matter;
use crate::domain::state::office::Office;
use crate::domain::state::unit::own;
use crate::domain::time::{Instant, due_after};
use crate::locale::Locale;
use crate::press::capitals::capitals;
use serde::Serialize;

/// A place in the journal as a paper bears it.
#[derive(Clone, Copy, Debug)]
pub struct Mark<'a> {
    /// Position of the event that issued the paper.
    pub seq: Seq,
    /// That event's chained hash, 64 hex digits.
    pub hash: &'a str,
}

/// An amount, three ways.
#[derive(Serialize)]
pub struct Amount {
    /// `50000.00`.
    pub plain: String,
    /// `50,000.00`.
    pub grouped: String,
    /// `人民币伍万元整`.
    pub capitals: String,
}

impl Amount {
    fn of(amount: Fen) -> Self {
        let mut grouped = amount.grouped();
        if !grouped.contains('.') {
            grouped += ".00";
        }
        Self { plain: amount.plain(), grouped, capitals: capitals(amount) }
    }
}

/// A unit.
#[derive(Serialize)]
pub struct Home {
    address: String,
    building: String,
    entrance: Option<String>,
    room: String,
    floor: String,
    layout: Option<String>,
    #[serde(rename = "use")]
    usage: Option<String>,
    area: Option<String>,
    inner_area: Option<String>,
    licence: Option<String>,
}

/// A receipt.
#[derive(Serialize)]
pub struct Slip {
    number: String,
    /// Its kind's stable name, for templates to ask for.
    code: &'static str,
    kind: String,
    /// Whether money went out by it.
    back: bool,
    /// Whether a counter-receipt took it back.
    void: bool,
    amount: Amount,
    method: String,
    payer: Option<String>,
    cashier: String,
    on: Option<String>,
    /// The unit it was taken for, where the claim has been swapped since.
    unit_before: Option<String>,
}

/// A swap.
#[derive(Serialize)]
pub struct Exchange {
    from: Home,
    to: Home,
    price_before: Option<Amount>,
    price: Option<Amount>,
    carried: Amount,
    reason: String,
    approved_by: String,
    on: String,
}

/// Where in the journal the paper stands.
#[derive(Serialize)]
pub struct Proof {
    position: Seq,
    hash: String,
    short: String,
}

/// Everything a template may use.
#[derive(Serialize)]
pub struct Facts {
    project: String,
    practice: bool,
    number: String,
    copy: u32,
    first_on: String,
    on: String,
    by: String,
    unit: Home,
    customer: Option<String>,
    phones: Vec<String>,
    others: Vec<String>,
    consultant: String,
    cashier: String,
    price: Option<Amount>,
    discount: Option<Amount>,
    deal: Option<Amount>,
    deposit: Option<Amount>,
    paid: Amount,
    balance: Option<Amount>,
    balance_by: Option<String>,
    sign_by: Option<String>,
    signed_on: Option<String>,
    contract: Option<String>,
    receipt: Option<Slip>,
    receipts: Vec<Slip>,
    swap: Option<Exchange>,
    head: Proof,
}

/// What the facts are read from.
struct Reading<'a> {
    office: &'a Office,
    locale: &'a Locale,
    printer: Option<StaffId>,
}

impl Facts {
    /// What a paper says; `office` is the one after its event.
    pub fn of(
        office: &Office,
        locale: &Locale,
        recorded: &Recorded,
        event: &issue::Event,
        mark: Mark<'_>,
    ) -> Self {
        let reading = Reading { office, locale, printer: recorded.by };
        let (no, matter, unit, copy) = event.print();
        let claim = issue::claim_of(office, matter);
        let customer = claim.and_then(|claim| claim.customer);
        let first = office.issued.of(matter).map_or(recorded.at, |paper| paper.at);
        let dates = reading.dates(claim);
        let receipts: Vec<Slip> = claim
            .iter()
            .flat_map(|claim| claim.receipts.iter().map(|one| reading.slip(claim, one)))
            .collect();
        let (receipt, cashier) = reading.money(claim, matter);
        let amount = |fen: Option<Fen>| fen.filter(|fen| *fen > Fen(0)).map(Amount::of);
        Self {
            project: office.project.name.clone(),
            practice: office.project.practice,
            number: no.to_string(),
            copy,
            first_on: reading.date(first),
            on: reading.date(recorded.at),
            by: office.name_of(recorded.by).to_string(),
            unit: reading.home(unit),
            customer: customer.map(|id| locale.customer(office, recorded.by, id)),
            phones: customer.map(|id| office.shown_phones(recorded.by, id)).unwrap_or_default(),
            others: claim
                .iter()
                .flat_map(|claim| claim.others.iter().map(|id| locale.customer(office, recorded.by, *id)))
                .collect(),
            consultant: office.name_of(claim.and_then(|claim| claim.consultant)).to_string(),
            cashier,
            price: amount(claim.and_then(|claim| claim.price)),
            discount: amount(claim.map(|claim| claim.discount)),
            deal: amount(claim.and_then(Claim::deal)),
            deposit: amount(claim.map(|claim| claim.deposit)),
            paid: Amount::of(claim.map(Claim::paid).unwrap_or_default()),
            balance: amount(claim.and_then(Claim::balance)),
            balance_by: dates.balance_by,
            sign_by: dates.sign_by,
            signed_on: dates.signed_on,
            contract: dates.contract,
            receipt,
            receipts,
            swap: claim.and_then(|claim| reading.exchange(claim)),
            head: Proof {
                position: mark.seq,
                hash: mark.hash.to_string(),
                short: mark.hash.chars().take(12).collect(),
            },
        }
    }
}

/// The dates a claim has to keep, or has kept.
#[derive(Default)]
struct Dates {
    balance_by: Option<String>,
    sign_by: Option<String>,
    signed_on: Option<String>,
    contract: Option<String>,
}

impl Reading<'_> {
    fn date(&self, at: Instant) -> String {
        at.with_timezone(&self.locale.zone).format("%Y-%m-%d %H:%M").to_string()
    }

    fn home(&self, id: UnitId) -> Home {
        let unit = self.office.unit(id);
        let spec = &unit.spec;
        let licence = self.office.building(unit.building).licence.as_ref();
        Home {
            address: spec.address(),
            building: spec.building.to_string(),
            entrance: own(&spec.entrance),
            room: spec.room.to_string(),
            floor: spec.floor_label(),
            layout: own(&spec.layout),
            usage: own(&spec.usage),
            area: spec.area.map(|area| area.plain()),
            inner_area: spec.inner_area.map(|area| area.plain()),
            licence: licence.map(|licence| licence.number.clone()),
        }
    }

    fn slip(&self, claim: &Claim, receipt: &Booked) -> Slip {
        Slip {
            number: receipt.number.clone(),
            code: receipt.kind.code(),
            kind: self.locale.receipt_kind(receipt.kind).to_string(),
            back: receipt.signed() < Fen(0),
            void: claim.countered.contains(&receipt.number),
            amount: Amount::of(receipt.amount),
            method: self.locale.method(&receipt.method),
            payer: receipt.payer.as_ref().map(|payer| self.locale.payer(self.office, self.printer, payer)),
            cashier: self.office.name_of(receipt.made.by).to_string(),
            on: Some(self.date(receipt.made.at)),
            unit_before: self.unit_before(claim, receipt),
        }
    }

    fn unit_before(&self, claim: &Claim, receipt: &Booked) -> Option<String> {
        let booked = receipt.made.seq;
        let mut then = claim;
        while let Some(swap) = then.swapped.as_ref().filter(|swap| swap.made.seq > booked) {
            then = self.office.claim(swap.from);
        }
        (then.unit != claim.unit).then(|| self.office.unit(then.unit).spec.address())
    }

    /// The receipt the paper is about, and the cashier who took it; for forms, who took the deposit.
    fn money(&self, claim: Option<&Claim>, matter: &Matter) -> (Option<Slip>, String) {
        let Some(claim) = claim else { return (None, String::new()) };
        let found = claim.receipts.iter().find(|receipt| match matter {
            Matter::Receipt(number) => receipt.number == *number,
            _ => receipt.kind == ReceiptKind::Deposit,
        });
        let slip = found.map(|receipt| self.slip(claim, receipt));
        let cashier = slip.as_ref().map(|slip| slip.cashier.clone()).unwrap_or_default();
        (slip.filter(|_| matches!(matter, Matter::Receipt(_))), cashier)
    }

    fn dates(&self, claim: Option<&Claim>) -> Dates {
        let policy = &self.office.policy;
        match claim.map(|claim| &claim.step) {
            Some(Step::Subscribed { balance, due, .. }) if *balance == Fen(0) => {
                Dates { sign_by: due.map(|due| self.date(due)), ..Dates::default() }
            }
            Some(Step::Subscribed { since, due, .. }) => {
                // Once the balance is in, signing is due so many days after the subscription (rules §4).
                let days = policy.signing_days;
                let sign = since.map(|since| due_after(since, days, policy.deadline_time, policy.time_zone));
                Dates {
                    balance_by: due.map(|due| self.date(due)),
                    sign_by: sign.map(|sign| self.date(sign)),
                    ..Dates::default()
                }
            }
            Some(Step::Signed { contract, since, .. }) => Dates {
                signed_on: since.map(|since| self.date(since)),
                contract: contract.clone(),
                ..Dates::default()
            },
            _ => Dates::default(),
        }
    }

    fn exchange(&self, claim: &Claim) -> Option<Exchange> {
        let swap = claim.swapped.as_ref()?;
        let before = self.office.claim(swap.from);
        Some(Exchange {
            from: self.home(before.unit),
            to: self.home(claim.unit),
            price_before: before.deal().map(Amount::of),
            price: claim.deal().map(Amount::of),
            carried: Amount::of(swap.carried),
            reason: swap.reason.clone(),
            approved_by: self.office.name_of(swap.made.by).to_string(),
            on: self.date(swap.made.at),
        })
    }
}
