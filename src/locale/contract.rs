//! Money, changes on a claim and papers in words (rules §4).

use crate::domain::state::request::{Change, GroundPart};
use crate::domain::{change, paper, payment};
use crate::locale::event::Teller;
use crate::locale::{Arg, Locale};

impl Locale {
    /// What of a unit has changed since a request, by codes of `GroundPart`; the claim stands for all that hangs on it.
    pub(super) fn ground_parts(&self, codes: &[String]) -> String {
        let is_other = codes.iter().any(|code| code == GroundPart::Claim.code());
        let codes: Vec<&str> = if is_other {
            vec![GroundPart::Claim.code()]
        } else {
            codes.iter().map(String::as_str).collect()
        };
        let keys: Vec<String> = codes.iter().map(|code| format!("ground-{code}")).collect();
        self.list(keys.iter().map(|key| self.text(key)))
    }

    /// A change as it is asked for: what, and the figure that matters; without money for whoever may not see it.
    pub fn change(
        &self,
        change: &Change,
        address: impl Fn(crate::domain::id::UnitId) -> String,
        money: bool,
    ) -> String {
        let name = self.text(match change {
            Change::BelowMinimum { .. } => "change-below_minimum",
            Change::Extend { .. } => "change-extend",
            Change::Discount { .. } => "change-discount",
            Change::Swap { .. } => "change-swap",
            Change::Rename { .. } => "change-rename",
            Change::Cancel { .. } => "change-cancel",
            Change::Forfeit { .. } => "change-forfeit",
            Change::Terminate { .. } => "change-terminate",
        });
        let figure = match change {
            Change::BelowMinimum { amount } | Change::Discount { off: amount } if money => {
                format!("¥{}", amount.grouped())
            }
            Change::Cancel { refund, .. } | Change::Terminate { refund, .. } if money => {
                self.say("change-refund", &[("amount", refund.grouped().into())])
            }
            Change::Extend { due } => self.say("change-until", &[("due", self.instant(*due).into())]),
            Change::Swap { to, .. } => address(*to),
            Change::Rename { relation, .. } => relation.clone(),
            _ => String::new(),
        };
        if figure.is_empty() { name.to_string() } else { format!("{name} {figure}") }
    }
}

impl Teller<'_> {
    pub(super) fn payment(&self, event: &payment::Event) -> String {
        let (unit, receipt) = match event {
            payment::Event::Corrected { unit, receipt, .. } => (*unit, receipt.as_ref()),
            payment::Event::Deposited { unit, receipt, .. }
            | payment::Event::ToppedUp { unit, receipt, .. }
            | payment::Event::Paid { unit, receipt, .. }
            | payment::Event::Signed { unit, receipt, .. } => (*unit, Some(receipt)),
        };
        let payer = receipt.filter(|_| self.sees_money(unit)).and_then(|receipt| receipt.payer.as_ref());
        let payer =
            payer.map(|payer| self.words.say("event-payment-payer", &[("payer", self.payer(payer).into())]));
        self.paid(event) + &payer.unwrap_or_default()
    }

    fn paid(&self, event: &payment::Event) -> String {
        let words = self.words;
        let (unit, receipt) = match event {
            payment::Event::Deposited { unit, receipt, .. }
            | payment::Event::ToppedUp { unit, receipt, .. }
            | payment::Event::Paid { unit, receipt, .. }
            | payment::Event::Signed { unit, receipt, .. } => (unit, receipt),
            payment::Event::Corrected { unit, counter, .. } => (unit, counter),
        };
        let public = !self.sees_money(*unit);
        let mut args: Vec<(&str, Arg)> = vec![("unit", self.unit(*unit).into())];
        if !public {
            args.push(("amount", receipt.amount.grouped().into()));
            args.push(("receipt", (&receipt.number).into()));
        }
        match event {
            payment::Event::Deposited { .. } if public => words.say("event-payment-deposited-public", &args),
            payment::Event::ToppedUp { .. } if public => words.say("event-payment-topped_up-public", &args),
            payment::Event::Signed { .. } if public => words.say("event-payment-signed-public", &args),
            payment::Event::Paid { .. } if public => words.say("event-payment-paid-public", &args),
            payment::Event::Corrected { .. } if public => words.say("event-payment-corrected-public", &args),
            payment::Event::Deposited { balance, due, .. } => {
                args.push(("due", words.instant(*due).into()));
                if balance.0 == 0 {
                    return words.say("event-payment-deposited", &args);
                }
                args.push(("balance", balance.grouped().into()));
                words.say("event-payment-deposited-partial", &args)
            }
            payment::Event::ToppedUp { balance, due, late, .. } => {
                args.push(("due", due.map(|due| words.instant(due)).unwrap_or_default().into()));
                args.push(("balance", balance.grouped().into()));
                let said = match balance.0 {
                    0 => words.say("event-payment-topped_up", &args),
                    _ => words.say("event-payment-topped_up-partial", &args),
                };
                if *late { said + words.text("event-payment-late") } else { said }
            }
            payment::Event::Signed { contract, due, .. } => {
                args.push(("contract", contract.into()));
                args.push(("due", words.instant(*due).into()));
                words.say("event-payment-signed", &args)
            }
            payment::Event::Paid { open, receipt, .. } => {
                args.push(("kind", words.receipt_kind(receipt.kind).into()));
                args.push(("open", open.grouped().into()));
                words.say("event-payment-paid", &args)
            }
            payment::Event::Corrected { wrong, receipt, reason, .. } => {
                args.push(("wrong", wrong.into()));
                let said = words.say("event-payment-corrected", &args);
                let right = receipt.as_ref().map(|receipt| {
                    let args =
                        [("receipt", (&receipt.number).into()), ("amount", receipt.amount.grouped().into())];
                    words.say("event-payment-corrected-by", &args)
                });
                self.because(said + &right.unwrap_or_default(), Some(reason))
            }
        }
    }

    pub(super) fn change(&self, event: &change::Event) -> String {
        let words = self.words;
        let unit = change::units(event).first().map(|unit| self.unit(*unit)).unwrap_or_default();
        let of = |change: &Change, unit| words.change(change, |to| self.unit(to), self.sees_money(unit));
        match event {
            change::Event::Asked { request, unit: id, change, reason, .. } => {
                let args = [
                    ("unit", unit.into()),
                    ("request", request.number().into()),
                    ("change", of(change, *id).into()),
                ];
                self.because(words.say("event-change-asked", &args), Some(reason))
            }
            change::Event::Approved { request, back, .. } => {
                let args = [("unit", unit.into()), ("request", request.number().into())];
                let otherwise = back.map(|back| {
                    words.say("event-change-approved-back", &[("back", words.back(back).into())])
                });
                words.say("event-change-approved", &args) + &otherwise.unwrap_or_default()
            }
            change::Event::Refused { request, reason, .. } => {
                let args = [("unit", unit.into()), ("request", request.number().into())];
                self.because(words.say("event-change-refused", &args), Some(reason))
            }
            change::Event::Withdrawn { request, reason, .. } => {
                let args = [("unit", unit.into()), ("request", request.number().into())];
                self.because(words.say("event-change-withdrawn", &args), Some(reason))
            }
            change::Event::Lapsed { request, overtaken, .. } => {
                let key = if *overtaken { "event-change-lapsed-overtaken" } else { "event-change-lapsed" };
                words.say(key, &[("unit", unit.into()), ("request", request.number().into())])
            }
            change::Event::Granted { unit: id, amount, reason, .. } => {
                let change = of(&Change::BelowMinimum { amount: *amount }, *id);
                let args = [("unit", unit.into()), ("change", change.into())];
                self.because(words.say("event-change-granted", &args), Some(reason))
            }
            change::Event::Extended { due, before, reason, .. } => {
                let args = [
                    ("unit", unit.into()),
                    ("due", words.instant(*due).into()),
                    ("before", words.instant(*before).into()),
                ];
                self.because(words.say("event-change-extended", &args), Some(reason))
            }
            change::Event::Discounted { unit: id, off, reason } => {
                let change = of(&Change::Discount { off: *off }, *id);
                let args = [("unit", unit.into()), ("change", change.into())];
                self.because(words.say("event-change-discounted", &args), Some(reason))
            }
            change::Event::Renamed { change, reason, .. } => self.renamed(unit, change, reason),
            change::Event::Swapped { to, reason, .. } => {
                let args = [("unit", unit.into()), ("to", self.unit(*to).into())];
                self.because(words.say("event-change-swapped", &args), Some(reason))
            }
            change::Event::Ended { .. } => self.ended(unit, event),
        }
    }

    fn renamed(&self, unit: String, change: &Change, reason: &str) -> String {
        let words = self.words;
        let Change::Rename { add, remove, relation } = change else { return String::new() };
        let mut said = words.say("event-change-renamed", &[("unit", unit.into())]);
        if let Some(add) = add {
            said += &words.say("event-change-renamed-add", &[("customer", self.customer(*add).into())]);
        }
        if let Some(remove) = remove {
            said += &words.say("event-change-renamed-remove", &[("customer", self.customer(*remove).into())]);
        }
        if self.is_insider() {
            said += &words.say("event-change-renamed-as", &[("relation", relation.into())]);
        }
        self.because(said, Some(reason))
    }

    fn ended(&self, unit: String, event: &change::Event) -> String {
        let words = self.words;
        let change::Event::Ended { unit: id, kind, back, receipt, reason, .. } = event else {
            return String::new();
        };
        let args = [
            ("unit", unit.into()),
            ("end", words.end_kind(*kind).into()),
            ("back", words.back(*back).into()),
        ];
        let mut said = words.say("event-change-ended", &args);
        if let Some(receipt) = receipt.as_ref().filter(|_| self.sees_money(*id)) {
            let args = [("amount", receipt.amount.grouped().into()), ("receipt", (&receipt.number).into())];
            said += &words.say("event-change-ended-refund", &args);
            if let Some(payer) = &receipt.payer {
                said += &words.say("event-change-ended-payee", &[("payer", self.payer(payer).into())]);
            }
        }
        self.because(said, Some(reason))
    }

    pub(super) fn paper(&self, event: &paper::Event) -> String {
        let words = self.words;
        let id = paper::unit_of(event);
        let unit: Arg = self.unit(id).into();
        match event {
            paper::Event::Prepared { contract, .. } => {
                words.say("event-paper-prepared", &[("unit", unit), ("contract", contract.into())])
            }
            paper::Event::Recorded { number: Some(number), .. } => {
                words.say("event-paper-recorded-number", &[("unit", unit), ("number", number.into())])
            }
            paper::Event::Recorded { number: None, .. } => {
                words.say("event-paper-recorded", &[("unit", unit)])
            }
            paper::Event::Unrecorded { reason, .. } => {
                self.because(words.say("event-paper-unrecorded", &[("unit", unit)]), Some(reason))
            }
            paper::Event::MortgageApplied { bank, amount, .. } if self.sees_money(id) => words.say(
                "event-paper-mortgage_applied",
                &[("unit", unit), ("bank", bank.into()), ("amount", amount.grouped().into())],
            ),
            paper::Event::MortgageApplied { .. } => {
                words.say("event-paper-mortgage_applied-public", &[("unit", unit)])
            }
            paper::Event::HandedOver { .. } => words.say("event-paper-handed_over", &[("unit", unit)]),
            paper::Event::Noticed { kind, note, .. } => {
                let kind = words.notice_kind(*kind).into();
                let said = words.say("event-paper-noticed", &[("unit", unit), ("kind", kind)]);
                self.because(said, Some(note))
            }
        }
    }
}
