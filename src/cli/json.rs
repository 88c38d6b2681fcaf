//! The JSON contracts (design §5): keys in this order, money and area as decimal strings, instants RFC 3339 in UTC,
//! what is absent null.

use crate::domain::act::Recorded;
use crate::domain::id::{StaffId, UnitId};
use crate::domain::money::{Area, Fen};
use crate::domain::rejection::Rejection;
use crate::domain::state::claim::{Booked, Claim};
use crate::domain::state::office::Office;
use crate::domain::state::staff::Staff;
use crate::domain::state::visit::Visit;
use crate::domain::time::Instant;
use crate::locale::Locale;
use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

/// An instant as the contract writes it: no fraction.
pub fn instant(at: Instant) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A unit.
#[derive(Serialize)]
pub struct UnitJson<'a> {
    unit: String,
    building: &'a str,
    entrance: Option<&'a str>,
    room: &'a str,
    floor: i32,
    layout: Option<&'a str>,
    #[serde(rename = "use")]
    usage: Option<&'a str>,
    area: Option<String>,
    inner_area: Option<String>,
    unit_price: Option<String>,
    total: Option<String>,
    status: &'static str,
    customer: Option<String>,
    consultant: Option<&'a str>,
    until: Option<String>,
    balance_due: Option<String>,
    due: Option<String>,
    waiting: usize,
    revision: u64,
}

impl<'a> UnitJson<'a> {
    /// As this viewer may see it.
    pub fn of(office: &'a Office, viewer: Option<StaffId>, id: UnitId) -> Self {
        let unit = office.unit(id);
        let claim = office.live_claim(id);
        let spec = &unit.spec;
        Self {
            unit: spec.address(),
            building: &spec.building,
            entrance: spec.entrance.as_deref(),
            room: &spec.room,
            floor: spec.floor,
            layout: spec.layout.as_deref(),
            usage: spec.usage.as_deref(),
            area: spec.area.map(Area::plain),
            inner_area: spec.inner_area.map(Area::plain),
            unit_price: spec.unit_price.map(Fen::plain),
            total: spec.total.map(Fen::plain),
            status: office.status(id).code(),
            customer: claim.and_then(|claim| claim.customer).and_then(|id| office.shown_name(viewer, id)),
            consultant: claim.and_then(|claim| claim.consultant).map(|id| office.name_of(Some(id))),
            until: claim.and_then(Claim::until).map(instant),
            balance_due: claim
                .and_then(Claim::balance)
                .filter(|_| office.sees_money(viewer, id))
                .map(Fen::plain),
            due: claim.and_then(Claim::due).map(instant),
            waiting: unit.line.len(),
            revision: unit.revision,
        }
    }
}

/// A unit with its history.
#[derive(Serialize)]
pub struct UnitHistoryJson<'a> {
    /// The unit.
    #[serde(flatten)]
    pub unit: UnitJson<'a>,
    /// Its events, oldest first.
    pub history: Vec<EventJson<'a>>,
    /// The money on its live claim, oldest first; none for whoever may not see money.
    pub receipts: Vec<ReceiptJson>,
}

/// A receipt.
#[derive(Serialize)]
pub struct ReceiptJson {
    receipt: String,
    kind: &'static str,
    amount: String,
    method: String,
    payer: Option<String>,
    at: String,
}

impl ReceiptJson {
    /// As this viewer may see it.
    pub fn of(office: &Office, viewer: Option<StaffId>, locale: &Locale, receipt: &Booked) -> Self {
        Self {
            receipt: receipt.number.clone(),
            kind: receipt.kind.code(),
            amount: receipt.amount.plain(),
            method: receipt.method.clone(),
            payer: receipt.payer.as_ref().map(|payer| locale.payer(office, viewer, payer)),
            at: instant(receipt.made.at),
        }
    }
}

/// An event.
#[derive(Serialize)]
pub struct EventJson<'a> {
    seq: u64,
    at: String,
    by: Option<&'a str>,
    terminal: String,
    kind: String,
    units: Vec<String>,
    command: String,
    text: String,
}

impl<'a> EventJson<'a> {
    /// As this viewer may see it.
    pub fn of(office: &'a Office, viewer: Option<StaffId>, locale: &Locale, recorded: &Recorded) -> Self {
        Self {
            seq: recorded.seq,
            at: instant(recorded.at),
            by: recorded.by.map(|id| office.name_of(Some(id))),
            terminal: recorded.terminal.clone(),
            kind: recorded.event.kind(),
            units: recorded.event.units().iter().map(|id| office.unit(*id).spec.address()).collect(),
            command: recorded.command.to_string(),
            text: locale.event(office, viewer, recorded),
        }
    }
}

/// A visit.
#[derive(Serialize)]
pub struct VisitJson<'a> {
    number: u32,
    kind: &'static str,
    state: &'static str,
    consultant: Option<&'a str>,
    waiting_since: String,
    day: String,
    customer: Option<String>,
    asked: Option<&'a str>,
    size: u32,
    source: Option<&'a str>,
    assigned: Option<String>,
    closed: Option<String>,
    grade: Option<String>,
    outcome: Option<&'a str>,
    team: &'static str,
    turn: Option<&'static str>,
    shown: Vec<String>,
    objections: Option<&'a str>,
    next: Option<String>,
}

impl<'a> VisitJson<'a> {
    /// As this viewer may see it.
    pub fn of(office: &'a Office, viewer: Option<StaffId>, visit: &'a Visit) -> Self {
        Self {
            number: visit.number,
            kind: visit.kind.code(),
            state: visit.state.code(),
            consultant: visit.consultant.map(|id| office.name_of(Some(id))),
            waiting_since: instant(visit.arrived),
            day: visit.day.to_string(),
            customer: visit.customer.and_then(|id| office.shown_name(viewer, id)),
            asked: visit.asked.map(|id| office.name_of(Some(id))),
            size: visit.size,
            source: visit.source.as_deref(),
            assigned: visit.assigned.map(instant),
            closed: visit.closed.map(instant),
            grade: visit.grade.map(|grade| format!("{grade:?}")),
            outcome: visit.outcome.as_deref(),
            team: visit.team.code(),
            turn: visit.turn.map(|turn| turn.code()),
            shown: visit.shown.iter().map(|unit| office.unit(*unit).spec.address()).collect(),
            objections: visit.objections.as_deref(),
            next: visit.next.map(instant),
        }
    }
}

/// A member of staff.
#[derive(Serialize)]
pub struct StaffJson<'a> {
    name: &'a str,
    roles: Vec<&'static str>,
    team: &'static str,
    active: bool,
}

impl<'a> StaffJson<'a> {
    /// Of a member of staff.
    pub fn of(staff: &'a Staff) -> Self {
        let roles = staff.roles.iter().map(|role| role.code()).collect();
        Self { name: &staff.name, roles, team: staff.team.code(), active: staff.active }
    }
}

/// Keys and values in their own order, as a JSON object.
pub struct Ordered(pub Vec<(String, Value)>);

impl Serialize for Ordered {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Ordered {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Ordered;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Ordered, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Ordered(pairs))
            }
        }
        deserializer.deserialize_map(Pairs)
    }
}

/// The facts of a refusal in the order the core declares them.
pub fn facts(rejection: &Rejection) -> Vec<(String, Value)> {
    #[derive(Deserialize)]
    #[serde(transparent)]
    struct Tagged(std::collections::HashMap<String, Ordered>);
    let text = serde_json::to_string(rejection).unwrap_or_default();
    let tagged: Option<Tagged> = serde_json::from_str(&text).ok();
    let pairs = tagged.and_then(|tagged| tagged.0.into_values().next()).map(|ordered| ordered.0);
    pairs.unwrap_or_default().into_iter().map(|(key, value)| (key.clone(), fact(&key, value))).collect()
}

/// Money as a decimal string, instants without fraction.
fn fact(key: &str, value: Value) -> Value {
    match (key, &value) {
        ("amount" | "minimum" | "maximum" | "balance", Value::Number(fen)) => {
            fen.as_i64().map_or(value, |fen| Fen(fen).plain().into())
        }
        ("since" | "until", Value::String(text)) => {
            text.parse::<Instant>().map_or(value, |at| instant(at).into())
        }
        ("by", Value::String(text)) if text.is_empty() => Value::Null,
        _ => value,
    }
}

/// A refusal: `{"error":{"code","message",…facts}}`, with a line end.
pub fn error(code: &str, message: &str, facts: &impl Serialize) -> String {
    #[derive(Serialize)]
    struct Said<'a, F> {
        code: &'a str,
        message: &'a str,
        #[serde(flatten)]
        facts: &'a F,
    }
    #[derive(Serialize)]
    struct Error<'a, F> {
        error: Said<'a, F>,
    }
    let text = serde_json::to_string(&Error { error: Said { code, message, facts } }).unwrap_or_default();
    format!("{text}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{TimeZone, Utc};

    #[test]
    fn facts_keep_the_order_of_the_core_and_the_forms_of_the_contract() {
        let since = Utc.timestamp_millis_opt(1_795_840_000_123).single().expect("a moment");
        let rejection = Rejection::UnitTaken { unit: "5#/801".into(), by: "甲".into(), since };
        let text = error(rejection.code(), "…", &Ordered(facts(&rejection)));
        assert_eq!(
            text,
            "{\"error\":{\"code\":\"unit_taken\",\"message\":\"…\",\"unit\":\"5#/801\",\"by\":\"甲\",\
             \"since\":\"2026-11-28T04:26:40Z\"}}\n"
        );
        let rejection = Rejection::BelowMinimum { amount: Fen(1), minimum: Fen::yuan(20_000) };
        assert_eq!(facts(&rejection)[1], ("minimum".into(), "20000.00".into()));
        assert!(facts(&Rejection::NothingToUndo).is_empty());
    }
}
