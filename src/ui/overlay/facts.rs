//! Everything the viewer may know of a unit, as labelled rows. Who may see what is the office's answer
//! (`shown_name`, `shown_phones`), never this file's.

use crate::app::change_forms::summary;
use crate::app::model::Desk;
use crate::domain::id::UnitId;
use crate::domain::money::Fen;
use crate::domain::price_history;
use crate::domain::state::claim::{Claim, Step};
use crate::domain::state::office::Office;
use crate::domain::state::staff::Right;
use crate::domain::state::unit::{Offer, Waiter, own};
use crate::domain::time::Instant;
use crate::ui::glyph::Mark;
use crate::ui::overlay::sheet::{self, Row};
use crate::ui::plan;
use crate::ui::text::width;
use crate::ui::theme::Ink;

/// Earlier list prices shown.
const PRICES_MAX: usize = 6;

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
        let sees_money = office.sees_money(desk.viewer, unit);
        party(&mut facts, office, claim);
        if sees_money {
            price(&mut facts, office, claim);
        }
        progress(&mut facts, claim, sees_money);
    }
    granted(&mut facts, office, unit);
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
    facts.maybe("layer-fact-layout", own(&spec.layout));
    facts.maybe("layer-fact-use", own(&spec.usage));
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
    prices(facts, unit);
    facts.maybe("layer-fact-batch", own(&spec.batch));
    let licence = office.building(entry.building).licence.as_ref();
    facts.maybe("layer-fact-licence", licence.map(|licence| licence.number.clone()));
    for (name, value) in &spec.attributes {
        facts.rows.push((name.to_string(), Ink::Dim, value.to_string()));
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
    for kin in &claim.others {
        facts.maybe("layer-fact-kin", office.shown_name(desk.viewer, *kin));
    }
}

/// List prices before this one, newest first: a unit that never had another has none to show.
fn prices(facts: &mut Facts, unit: UnitId) {
    let desk = facts.desk;
    let Some((_, trail)) = desk.trail.as_ref().filter(|(of, _)| *of == unit) else { return };
    let points = price_history::points(unit, trail);
    let lived = points.iter().filter(|point| point.at <= desk.moment());
    let earlier: Vec<_> = lived.rev().skip(1).take(PRICES_MAX).collect();
    for point in earlier {
        let total = point.total.map(Fen::grouped).unwrap_or_default();
        let text =
            format!("{total} {} {}", desk.locale.instant(point.at), desk.locale.price_source(&point.source));
        facts.add("layer-fact-price-before", Ink::Dim, text);
    }
}

/// What was agreed on the price, for whoever may see money.
fn price(facts: &mut Facts, office: &Office, claim: &Claim) {
    let desk = facts.desk;
    facts.money("layer-fact-price", claim.price);
    for given in &claim.schemes {
        let name = office.schemes.get(given.scheme.index()).map(|scheme| scheme.offer.name.clone());
        let text = format!("-{} {}", given.off.grouped(), name.unwrap_or_default());
        facts.add("layer-fact-scheme", Ink::Text, text);
    }
    if claim.discount > Fen(0) {
        facts.add("layer-fact-discount", Ink::Text, format!("-{}", claim.discount.grouped()));
    }
    if claim.off() > Fen(0) {
        facts.money("layer-fact-deal", claim.deal());
    }
    if let Some(mortgage) = &claim.mortgage {
        let words = format!("{} {}", mortgage.bank, desk.locale.instant(mortgage.applied));
        facts.maybe("layer-fact-mortgage", Some(words));
    }
}

fn progress(facts: &mut Facts, claim: &Claim, sees_money: bool) {
    let desk = facts.desk;
    match &claim.step {
        Step::Held { until } => dated(facts, "layer-fact-until", *until),
        Step::Subscribed { balance, due, .. } => {
            if *balance > Fen(0) && sees_money {
                facts.add("layer-fact-balance", Ink::Warn, balance.grouped());
            }
            let key = if *balance > Fen(0) { "layer-fact-top-up-due" } else { "layer-fact-sign-due" };
            due.iter().for_each(|due| dated(facts, key, *due));
            facts.maybe("layer-fact-prepared", claim.prepared.clone().filter(|_| sees_money));
        }
        Step::Signed { contract, since, due, recorded, .. } => {
            facts.maybe("layer-fact-contract", contract.clone().filter(|_| sees_money));
            facts.maybe("layer-fact-signed", since.map(|since| desk.locale.instant(since)));
            let due = due.filter(|_| !recorded);
            due.into_iter().for_each(|due| dated(facts, "layer-fact-record-due", due));
        }
    }
    for before in &claim.moved {
        facts.maybe("layer-fact-moved", Some(desk.locale.instant(*before)));
    }
    if sees_money {
        planned(facts, claim);
    }
    for receipt in claim.receipts.iter().filter(|_| sees_money) {
        let kind = desk.locale.text(&format!("receipt-{}", receipt.kind.code())).to_string();
        let payer = receipt.payer.as_ref();
        let payer = payer.map(|payer| desk.locale.payer(desk.view(), desk.viewer, payer)).unwrap_or_default();
        let (day, method) = (receipt.day.format("%m-%d"), desk.locale.method(&receipt.method));
        let text = format!("{day} {kind} {} {method} {} {payer}", receipt.amount.grouped(), receipt.number);
        facts.add("layer-fact-receipt", Ink::Text, text.trim_end());
    }
}

/// A smaller deposit that was allowed, and to whose customer.
fn granted(facts: &mut Facts, office: &Office, unit: UnitId) {
    let desk = facts.desk;
    let Some(granted) = office.unit(unit).granted.filter(|_| office.sees_money(desk.viewer, unit)) else {
        return;
    };
    let amount = granted.amount.grouped();
    let text = match granted.to {
        Some(to) => {
            let by = office.name_of(Some(to)).to_string();
            desk.locale.say("layer-fact-granted-to", &[("amount", amount.into()), ("by", by.into())])
        }
        None => amount,
    };
    facts.add("layer-fact-granted", Ink::Mark, text);
}

/// The payment plan: what was agreed, what is due when, what has come; and the plans it took the place of.
fn planned(facts: &mut Facts, claim: &Claim) {
    let desk = facts.desk;
    let words = &desk.locale;
    let Some(plan) = claim.plan() else { return };
    let kind = words.plan_kind(plan.kind);
    let bank = plan.bank.as_deref().map(|bank| format!(" · {bank}")).unwrap_or_default();
    facts.add("layer-fact-plan", Ink::Text, format!("{kind}{bank}"));
    facts.money("layer-fact-plan-open", Some(claim.open()));
    if let Some(due) = claim.apply_by() {
        dated(facts, "layer-fact-plan-apply", due);
    }
    let shares = claim.shares();
    let cells = shares.iter().map(|share| width(&share.amount.grouped())).max().unwrap_or(0);
    for share in shares {
        let (ink, said) = plan::share(desk, &share, cells);
        facts.rows.push((titled(words.share_name(&share)), ink, said));
    }
    let paid_out = claim.paid_out().map(|at| words.instant(at));
    facts.maybe("layer-fact-plan-paid-out", paid_out);
    for (before, after) in claim.plans.iter().zip(claim.plans.iter().skip(1)).rev() {
        let args = [
            ("plan", words.planned(before).into()),
            ("since", words.date(before.since).into()),
            ("changed", words.date(after.since).into()),
            ("reason", after.reason.clone().unwrap_or_default().into()),
        ];
        facts.add("layer-fact-plan-before", Ink::Dim, words.say("layer-fact-plan-before-is", &args));
    }
}

/// A name with the capital a label has.
fn titled(mut name: String) -> String {
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    name
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
    let ended = office.ended.get(unit.index()).map_or(0, Vec::len);
    if ended > 0 {
        let count = desk.locale.say("layer-fact-ended-count", &[("count", ended.into())]);
        facts.add("layer-fact-ended", Ink::Dim, count);
    }
}
