//! Prices and public discounts in words (rules §4).

use crate::domain::money::Fen;
use crate::domain::price_history::Source;
use crate::domain::rejection::Rejection;
use crate::domain::state::scheme::{Off, Scope};
use crate::domain::{pricing, scheme};
use crate::locale::event::Teller;
use crate::locale::{Arg, Locale};

impl Locale {
    /// A share of 0.01 % as people write it: `2%`, `-1.5%`, `0.25%`.
    pub fn percent(&self, share: i64) -> String {
        let sign = if share < 0 { "-" } else { "" };
        let (whole, rest) = (share.unsigned_abs() / 100, share.unsigned_abs() % 100);
        let rest = format!("{rest:02}");
        match rest.trim_end_matches('0') {
            "" => format!("{sign}{whole}%"),
            rest => format!("{sign}{whole}.{rest}%"),
        }
    }

    /// How much a public discount takes off.
    pub fn off(&self, off: Off) -> String {
        match off {
            Off::Share(share) => self.percent(share.into()),
            Off::Amount(amount) => format!("¥{}", amount.grouped()),
        }
    }

    /// Which units are meant, in words; `building` names a building.
    pub fn scope(&self, scope: &Scope, building: impl Fn(crate::domain::id::BuildingId) -> String) -> String {
        let floors = scope.floors.map(|(low, high)| {
            let args = [("low", low.to_string().into()), ("high", high.to_string().into())];
            if low == high { self.say("scope-floor", &args) } else { self.say("scope-floors", &args) }
        });
        let batch = scope.batch.as_ref().map(|batch| self.say("scope-batch", &[("batch", batch.into())]));
        let parts = [scope.building.map(building), floors, scope.layout.clone(), scope.usage.clone(), batch];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() { self.text("scope-all").to_string() } else { parts.join(" · ") }
    }

    /// Where a list price came from.
    pub fn price_source(&self, source: &Source) -> String {
        match source {
            Source::List(name) => self.say("price-source-list", &[("name", name.into())]),
            Source::Change(share, reason) => {
                let share = self.percent((*share).into());
                self.say("price-source-change", &[("share", share.into()), ("reason", reason.into())])
            }
        }
    }

    /// Refusals about prices and public discounts.
    pub(super) fn refused_price<'a>(&self, rejection: &'a Rejection) -> Vec<(&'static str, Arg<'a>)> {
        match rejection {
            Rejection::SchemeUnknown { input } => vec![("input", input.into())],
            Rejection::SchemeExists { scheme } | Rejection::SchemeClosed { scheme } => {
                vec![("scheme", scheme.into())]
            }
            Rejection::SchemesFull { limit } => vec![("limit", (*limit).into())],
            Rejection::SchemeElsewhere { scheme, unit } | Rejection::SchemeNotGiven { scheme, unit } => {
                vec![("scheme", scheme.into()), ("unit", unit.into())]
            }
            Rejection::SchemeAlone { scheme, other } => {
                vec![("scheme", scheme.into()), ("other", other.into())]
            }
            Rejection::ShareInvalid { most } => vec![("most", self.percent((*most).into()).into())],
            Rejection::BelowFloor { unit } | Rejection::PriceGone { unit } => vec![("unit", unit.into())],
            Rejection::PriceDue { unit, balance } => {
                vec![("unit", unit.into()), ("balance", balance.grouped().into())]
            }
            Rejection::ListBelowFloor { unit, price, floor } => vec![
                ("unit", unit.into()),
                ("price", price.grouped().into()),
                ("floor", floor.grouped().into()),
            ],
            Rejection::CountDiffers { count, now } => {
                vec![("count", (*count).into()), ("now", (*now).into())]
            }
            _ => Vec::new(),
        }
    }
}

impl Teller<'_> {
    pub(super) fn pricing(&self, event: &pricing::Event) -> String {
        let pricing::Event::Changed { share, reason, rows } = event;
        let share = self.words.percent((*share).into());
        let said = match rows.as_slice() {
            [row] => {
                let (before, total) = (row.before.grouped(), row.total.grouped());
                let unit = self.unit(row.unit).into();
                let args = [
                    ("unit", unit),
                    ("share", share.into()),
                    ("before", before.into()),
                    ("total", total.into()),
                ];
                self.words.say("event-pricing-changed-one", &args)
            }
            rows => {
                let args = [("count", rows.len().into()), ("share", share.into())];
                self.words.say("event-pricing-changed", &args)
            }
        };
        self.because(said, Some(reason))
    }

    pub(super) fn scheme(&self, event: &scheme::Event) -> String {
        let words = self.words;
        let name = |id: &crate::domain::id::SchemeId| {
            let known = self.office.schemes.get(id.index());
            known.map_or_else(|| format!("#{}", id.number()), |scheme| scheme.offer.name.clone())
        };
        match event {
            scheme::Event::Opened { offer, .. } => {
                let building = |id: crate::domain::id::BuildingId| {
                    let known = self.office.buildings.get(id.index());
                    known.map_or_else(|| format!("#{}", id.number()), |building| building.name.clone())
                };
                let (off, scope) = (words.off(offer.off), words.scope(&offer.scope, building));
                let args = [("scheme", (&offer.name).into()), ("off", off.into()), ("scope", scope.into())];
                let said = words.say("event-scheme-opened", &args);
                let terms = |terms: &String| words.say("event-scheme-terms", &[("terms", terms.into())]);
                said + &offer.terms.as_ref().map(terms).unwrap_or_default()
            }
            scheme::Event::Closed { scheme, reason } => {
                let said = words.say("event-scheme-closed", &[("scheme", name(scheme).into())]);
                self.because(said, Some(reason))
            }
            scheme::Event::Given { unit, scheme, off } => {
                let money = |off: &Fen| format!("¥{}", off.grouped());
                let args = [("unit", self.unit(*unit).into()), ("scheme", name(scheme).into())];
                match self.sees_money(*unit) {
                    true => {
                        let [unit, scheme] = args;
                        words.say("event-scheme-given", &[unit, scheme, ("off", money(off).into())])
                    }
                    false => words.say("event-scheme-given-plain", &args),
                }
            }
            scheme::Event::Withdrawn { unit, scheme } => {
                let args = [("unit", self.unit(*unit).into()), ("scheme", name(scheme).into())];
                words.say("event-scheme-withdrawn", &args)
            }
        }
    }
}
