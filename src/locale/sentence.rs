//! Sentences for what the core and the store say.
//!
//! A rejection and an event are data with named fields. Their sentence in the Fluent files uses the same names, so a new
//! field or a new refusal needs words and nothing here.

use crate::domain::act::Recorded;
use crate::domain::id::{CustomerId, StaffId, UnitId, VisitId};
use crate::domain::money::Fen;
use crate::domain::rejection::Rejection;
use crate::domain::state::office::Office;
use crate::domain::state::policy::Span;
use crate::domain::state::staff::{Presence, Role};
use crate::domain::state::unit::Status;
use crate::domain::time::Instant;
use crate::locale::{Arg, Locale};
use serde_json::{Map, Value};

impl Locale {
    /// A refusal in words: what happened, to what, what was expected, what to do.
    pub fn rejection(&self, rejection: &Rejection) -> String {
        let value = serde_json::to_value(rejection).unwrap_or_default();
        let fields =
            value.as_object().and_then(|map| map.values().next()).and_then(Value::as_object).cloned();
        let fields = fields.unwrap_or_default();
        let mut facts = self.facts(&fields);
        if let Rejection::UnitTaken { by, .. } = rejection
            && by.is_empty()
        {
            set(&mut facts, "by", self.text("by-imported").to_string());
        }
        self.coded("refused", rejection.code(), &facts)
    }

    /// A fault known by its code and facts, e.g. family `store`, code `disk_full` → key `store-disk_full`.
    pub fn coded<'a>(&self, family: &str, code: &str, facts: &[(&'a str, String)]) -> String {
        let args: Vec<(&str, Arg)> = facts.iter().map(|(name, value)| (*name, Arg::from(value))).collect();
        self.say(&format!("{family}-{code}"), &args)
    }

    /// An event in words, as this viewer may see it.
    pub fn event(&self, office: &Office, viewer: Option<StaffId>, recorded: &Recorded) -> String {
        let kind = recorded.event.kind();
        let value = serde_json::to_value(&recorded.event).unwrap_or_default();
        let inner = value.as_object().and_then(|map| map.values().next()).and_then(Value::as_object);
        let fields =
            inner.and_then(|map| map.values().next()).and_then(Value::as_object).cloned().unwrap_or_default();
        let mut facts = self.facts(&fields);
        self.name_things(office, viewer, &fields, &mut facts);
        self.coded("event", &kind.replace('.', "-"), &facts)
    }

    /// The fields as a sentence needs them.
    fn facts<'a>(&self, fields: &'a Map<String, Value>) -> Vec<(&'a str, String)> {
        fields.iter().map(|(name, value)| (name.as_str(), self.fact(name, value))).collect()
    }

    fn fact(&self, name: &str, value: &Value) -> String {
        match (name, value) {
            (_, Value::Null) => String::new(),
            ("since" | "until" | "before" | "due", Value::String(text)) => {
                text.parse::<Instant>().map_or_else(|_| text.clone(), |at| self.instant(at))
            }
            ("amount" | "minimum" | "maximum" | "balance" | "price", Value::Number(number)) => {
                Fen(number.as_i64().unwrap_or_default()).grouped()
            }
            ("minutes", Value::Number(number)) => Span(number.as_u64().unwrap_or_default() as u32).text(),
            ("status" | "right" | "presence" | "stage" | "role" | "team", Value::String(code)) => {
                self.text(&format!("{name}-{code}")).to_string()
            }
            ("state", Value::String(code)) => self.text(&format!("visit-state-{code}")).to_string(),
            ("kind", Value::String(code)) => self.text(&format!("visit-kind-{code}")).to_string(),
            ("needed", Value::Array(codes)) => self.joined(codes, "status-"),
            ("roles", Value::Array(codes)) => self.joined(codes, "role-"),
            ("field", Value::String(code)) => self.text(&format!("field-{code}")).to_string(),
            ("expected", Value::String(code)) => self.text(&format!("expected-{code}")).to_string(),
            ("receipt", Value::Object(receipt)) => receipt_words(receipt),
            ("licence", Value::Object(licence)) => text_of(licence.get("number")),
            ("added" | "revised" | "units", Value::Array(rows)) if !rows.iter().all(Value::is_string) => {
                rows.len().to_string()
            }
            (_, Value::Array(texts)) => self.joined(texts, ""),
            (_, Value::String(text)) => text.clone(),
            (_, other) => other.to_string(),
        }
    }

    fn joined(&self, codes: &[Value], prefix: &str) -> String {
        let words = codes.iter().map(|code| {
            let code = text_of(Some(code));
            if prefix.is_empty() { code } else { self.text(&format!("{prefix}{code}")).to_string() }
        });
        words.collect::<Vec<_>>().join(self.text("list-comma"))
    }

    /// Numbers of units, people and customers as their names.
    fn name_things<'a>(
        &self,
        office: &Office,
        viewer: Option<StaffId>,
        fields: &'a Map<String, Value>,
        facts: &mut Vec<(&'a str, String)>,
    ) {
        let number = |name: &str| fields.get(name).and_then(Value::as_u64).map(|number| number as u32);
        if let Some(unit) = number("unit").filter(|id| (*id as usize) < office.units.len()) {
            set(facts, "unit", office.unit(UnitId(unit)).spec.address());
        }
        for name in ["staff", "consultant", "to", "asked"] {
            if let Some(staff) = number(name).filter(|id| (*id as usize) < office.staff.len()) {
                set(facts, name, office.name_of(Some(StaffId(staff))).to_string());
            }
        }
        if let Some(visit) = number("visit").filter(|id| (*id as usize) < office.visits.len()) {
            set(facts, "visit", format!("#{}", office.visit(VisitId(visit)).number));
        }
        if let Some(building) = number("building").and_then(|id| office.buildings.get(id as usize)) {
            set(facts, "building", building.name.clone());
        }
        let waiter = fields.get("waiter").and_then(Value::as_object);
        let waiting = waiter.and_then(|waiter| waiter.get("consultant")).and_then(Value::as_u64);
        if let Some(staff) = waiting.and_then(|id| office.staff.get(id as usize)) {
            set(facts, "consultant", staff.name.clone());
        }
        let customer = waiter.and_then(|waiter| waiter.get("customer")).or_else(|| fields.get("customer"));
        let customer = customer.and_then(Value::as_u64).or_else(|| fields.get("party").and_then(party_id));
        let name = customer.map(|id| CustomerId(id as u32)).filter(|id| id.index() < office.customers.len());
        let name = name.and_then(|id| office.shown_name(viewer, id));
        set(facts, "customer", name.unwrap_or_else(|| "—".to_string()));
    }

    /// A status' name.
    pub fn status(&self, status: Status) -> &str {
        match status {
            Status::Unreleased => self.text("status-unreleased"),
            Status::Locked => self.text("status-locked"),
            Status::Available => self.text("status-available"),
            Status::Held => self.text("status-held"),
            Status::Deposit => self.text("status-deposit"),
            Status::Signed => self.text("status-signed"),
        }
    }

    /// A status' one letter.
    pub fn status_letter(&self, status: Status) -> &str {
        match status {
            Status::Unreleased => self.text("status-short-unreleased"),
            Status::Locked => self.text("status-short-locked"),
            Status::Available => self.text("status-short-available"),
            Status::Held => self.text("status-short-held"),
            Status::Deposit => self.text("status-short-deposit"),
            Status::Signed => self.text("status-short-signed"),
        }
    }

    /// A presence's name.
    pub fn presence(&self, presence: Presence) -> &str {
        match presence {
            Presence::Off => self.text("presence-off"),
            Presence::Floor => self.text("presence-floor"),
            Presence::Lunch => self.text("presence-lunch"),
            Presence::Business => self.text("presence-business"),
            Presence::Out => self.text("presence-out"),
            Presence::Leave => self.text("presence-leave"),
            Presence::Suspended => self.text("presence-suspended"),
        }
    }

    /// A role's name.
    pub fn role(&self, role: Role) -> &str {
        match role {
            Role::Manager => self.text("role-manager"),
            Role::Planner => self.text("role-planner"),
            Role::Clerk => self.text("role-clerk"),
            Role::Supervisor => self.text("role-supervisor"),
            Role::Consultant => self.text("role-consultant"),
            Role::Cashier => self.text("role-cashier"),
            Role::Reception => self.text("role-reception"),
            Role::Board => self.text("role-board"),
        }
    }

    /// Time left as `h:mm`, rounded up to the minute; `0:00` once over.
    pub fn left(&self, until: Instant, now: Instant) -> String {
        let minutes = ((until - now).num_seconds().max(0) + 59) / 60;
        format!("{}:{:02}", minutes / 60, minutes % 60)
    }
}

fn set<'a>(facts: &mut Vec<(&'a str, String)>, name: &'a str, value: String) {
    facts.retain(|(known, _)| *known != name);
    facts.push((name, value));
}

fn text_of(value: Option<&Value>) -> String {
    value.and_then(Value::as_str).unwrap_or_default().to_string()
}

/// `0004312 · 20,000`.
fn receipt_words(receipt: &Map<String, Value>) -> String {
    let amount = receipt.get("amount").and_then(Value::as_i64).unwrap_or_default();
    format!("{} · {}", text_of(receipt.get("number")), Fen(amount).grouped())
}

/// The customer of a party: `{"Known":3}` or `{"New":[3,{…}]}`.
fn party_id(party: &Value) -> Option<u64> {
    let known = party.get("Known").and_then(Value::as_u64);
    known.or_else(|| party.get("New").and_then(|pair| pair.get(0)).and_then(Value::as_u64))
}
