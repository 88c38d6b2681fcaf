//! Everything the viewer may know of a unit, as labelled rows. Who may see what is the office's answer
//! (`shown_name`, `shown_phones`), never this file's.

use crate::app::change_forms::summary;
use crate::app::model::Desk;
use crate::domain::id::UnitId;
use crate::domain::money::Fen;
use crate::domain::state::claim::{Claim, Step};
use crate::domain::state::office::Office;
use crate::domain::state::staff::Right;
use crate::domain::state::unit::{Offer, Waiter};
use crate::domain::time::Instant;
use crate::ui::glyph::Mark;
use crate::ui::overlay::sheet::{self, Row};
use crate::ui::text::width;
use crate::ui::theme::Ink;

/// Labels with their role and text, in order.
struct Facts<'a> {
    desk: &'a Desk,
    rows: Vec<(String, Ink, String)>,
}

impl Facts<'_> {
    /// A fact whose label is a key of the locale.
    fn add(&mut self, key: &str, ink: Ink, text: impl Into<String>) {
        self.rows.push((self.desk.locale.text(key).to_string(), ink, text.into()));
    }

    fn maybe(&mut self, key: &str, text: Option<String>) {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            self.add(key, Ink::Text, text);
        }
    }

    fn money(&mut self, key: &str, fen: Option<Fen>) {
        self.maybe(key, fen.map(|fen| fen.grouped()));
    }
}

/// The facts of a unit, wrapped to `cells`.
pub fn rows(desk: &Desk, unit: UnitId, cells: u16) -> Vec<Row> {
    let office = desk.view();
    let mut facts = Facts { desk, rows: Vec::new() };
    headline(&mut facts, office, unit);
    home(&mut facts, office, unit);
    if let Some(claim) = office.live_claim(unit) {
        party(&mut facts, office, claim);
        progress(&mut facts, claim);
    }
    lines(&mut facts, office, unit);
    let label = facts.rows.iter().map(|(label, ..)| width(label)).max().unwrap_or(0).min(cells / 2);
    let row = |(name, ink, text): &(String, Ink, String)| {
        sheet::labelled(name, label + 1, *ink, text, cells, desk.glyphs)
    };
    facts.rows.iter().flat_map(row).collect()
}

fn headline(facts: &mut Facts, office: &Office, unit: UnitId) {
    let desk = facts.desk;
    let mark = Mark::of(office, unit);
    let status = office.status(unit);
    let name = match mark {
        Mark::Plain(status) => desk.locale.status(status),
        Mark::Partial => desk.locale.text("status-partial"),
        Mark::Recorded => desk.locale.text("status-recorded"),
    };
    let ink = if mark == Mark::Recorded { Ink::Recorded } else { Ink::of(status) };
    facts.add("layer-fact-status", ink, format!("{} {name}", mark.shape(desk.glyphs)));
    if office.is_overdue(unit, desk.moment()) {
        facts.add("layer-fact-overdue", Ink::Overdue, desk.locale.text("layer-fact-overdue-is"));
    }
    if let Offer::Locked { reason, by, since } = &office.unit(unit).offer {
        let who = format!("{} {}", desk.locale.instant(*since), office.name_of(*by));
        facts.add("layer-fact-locked", Ink::Text, format!("{reason} ({})", who.trim_end()));
    }
}

fn home(facts: &mut Facts, office: &Office, unit: UnitId) {
    let entry = office.unit(unit);
    let spec = &entry.spec;
    facts.maybe("layer-fact-layout", spec.layout.clone());
    facts.maybe("layer-fact-use", spec.usage.clone());
    facts.maybe("layer-fact-floor", Some(spec.floor_label()));
    facts.maybe("layer-fact-area", spec.area.map(|area| format!("{} m²", area.plain())));
    facts.maybe("layer-fact-inner-area", spec.inner_area.map(|area| format!("{} m²", area.plain())));
    facts.money("layer-fact-unit-price", spec.unit_price);
    facts.money("layer-fact-total", spec.total);
    let viewer = facts.desk.viewer;
    // The floor price is for managers alone (rules §1).
    if viewer.is_some_and(|id| office.member(id).may(Right::Manage)) {
        facts.money("layer-fact-floor-price", spec.floor_price);
    }
    facts.maybe("layer-fact-batch", spec.batch.clone());
    let licence = office.building(entry.building).licence.as_ref();
    facts.maybe("layer-fact-licence", licence.map(|licence| licence.number.clone()));
    for (name, value) in &spec.attributes {
        facts.rows.push((name.clone(), Ink::Dim, value.clone()));
    }
}

fn party(facts: &mut Facts, office: &Office, claim: &Claim) {
    let desk = facts.desk;
    if let Some(customer) = claim.customer {
        let name = office.shown_name(desk.viewer, customer).unwrap_or_default();
        let phones = office.shown_phones(desk.viewer, customer).join(" ");
        facts.maybe("layer-fact-customer", Some(format!("{name} {phones}").trim().to_string()));
    }
    if claim.is_imported() {
        facts.add("layer-fact-origin", Ink::Dim, desk.locale.text("layer-fact-origin-list"));
    } else {
        facts.maybe("layer-fact-consultant", Some(office.name_of(claim.consultant).to_string()));
        facts.maybe("layer-fact-began", Some(desk.locale.instant(claim.began)));
    }
    facts.money("layer-fact-price", claim.price);
    if claim.discount > Fen(0) {
        facts.money("layer-fact-deal", claim.deal());
    }
    for kin in &claim.others {
        facts.maybe("layer-fact-kin", office.shown_name(desk.viewer, *kin));
    }
    if let Some(mortgage) = &claim.mortgage {
        let words = format!("{} {}", mortgage.bank, desk.locale.instant(mortgage.applied));
        facts.maybe("layer-fact-mortgage", Some(words));
    }
}

fn progress(facts: &mut Facts, claim: &Claim) {
    let desk = facts.desk;
    match &claim.step {
        Step::Held { until } => dated(facts, "layer-fact-until", *until),
        Step::Subscribed { balance, due, .. } => {
            if *balance > Fen(0) {
                facts.add("layer-fact-balance", Ink::Warn, balance.grouped());
            }
            let key = if *balance > Fen(0) { "layer-fact-top-up-due" } else { "layer-fact-sign-due" };
            due.iter().for_each(|due| dated(facts, key, *due));
        }
        Step::Signed { contract, since, due, recorded, .. } => {
            facts.maybe("layer-fact-contract", contract.clone());
            facts.maybe("layer-fact-signed", since.map(|since| desk.locale.instant(since)));
            let due = due.filter(|_| !recorded);
            due.into_iter().for_each(|due| dated(facts, "layer-fact-record-due", due));
        }
    }
    for before in &claim.moved {
        facts.maybe("layer-fact-moved", Some(desk.locale.instant(*before)));
    }
    for receipt in &claim.receipts {
        let kind = desk.locale.text(&format!("receipt-{}", receipt.kind.code())).to_string();
        let payer = receipt.payer.as_ref();
        let payer = payer.map(|payer| desk.locale.payer(desk.view(), desk.viewer, payer)).unwrap_or_default();
        let method = desk.locale.method(&receipt.method);
        let text = format!("{kind} {} {method} {} {payer}", receipt.amount.grouped(), receipt.number);
        facts.add("layer-fact-receipt", Ink::Text, text.trim_end());
    }
}

/// A deadline with what is left until it.
fn dated(facts: &mut Facts, key: &str, at: Instant) {
    let desk = facts.desk;
    let left = (at - desk.moment()).num_minutes();
    let ink = match left {
        ..=0 => Ink::Overdue,
        1..=30 => Ink::Warn,
        _ => Ink::Text,
    };
    let left = match left {
        ..=0 => desk.locale.text("layer-fact-past").to_string(),
        1..=119 => desk.locale.say("layer-fact-minutes", &[("count", left.into())]),
        120..=2879 => desk.locale.say("layer-fact-hours", &[("count", (left / 60).into())]),
        _ => desk.locale.say("layer-fact-days", &[("count", (left / 1440).into())]),
    };
    facts.add(key, ink, format!("{} {left}", desk.locale.instant(at)));
}

fn lines(facts: &mut Facts, office: &Office, unit: UnitId) {
    let desk = facts.desk;
    let entry = office.unit(unit);
    if let Some(request) = office.change_on(unit) {
        facts.add(
            "layer-fact-change",
            Ink::Mark,
            format!("{} · {}", summary(desk, request, false), request.reason),
        );
    }
    let said = |place: usize, waiter: &Waiter| {
        let name = office.shown_name(desk.viewer, waiter.customer).unwrap_or_default();
        let who = office.name_of(Some(waiter.consultant));
        format!("{} {name} {who} {}", place + 1, desk.locale.instant(waiter.since))
    };
    for (place, waiter) in entry.requests.iter().enumerate() {
        facts.add("layer-fact-request", Ink::Mark, said(place, waiter));
    }
    for (place, waiter) in entry.line.iter().enumerate() {
        facts.add("layer-fact-line", Ink::Mark, said(place, waiter));
    }
    if !entry.ended.is_empty() {
        let count = desk.locale.say("layer-fact-ended-count", &[("count", entry.ended.len().into())]);
        facts.add("layer-fact-ended", Ink::Dim, count);
    }
}
