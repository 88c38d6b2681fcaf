//! Public discounts 公开优惠: opened and closed by the manager, given to a hold by whoever holds (rules §4).
//!
//! How much a scheme takes off is worked out when it is given and kept on the claim, as the list price is: what comes
//! after changes nothing for this customer.

use crate::domain::context::{Context, Stamp, optional, required};
use crate::domain::guard;
use crate::domain::id::{SchemeId, UnitId};
use crate::domain::money::Fen;
use crate::domain::rejection::Rejection;
use crate::domain::state::claim::{Claim, Given};
use crate::domain::state::office::Office;
use crate::domain::state::scheme::{Off, Offering, Scheme, Scope};
use crate::domain::state::staff::Right;
use crate::domain::state::unit::Status;
use serde::{Deserialize, Serialize};

/// Schemes that may be open at once.
pub const OPEN_MAX: usize = 50;
/// The most a scheme may take off, 0.01 %.
pub const SHARE_MAX: u32 = 5_000;

/// What may be asked.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Command {
    /// Opens a scheme.
    Open {
        /// What it offers.
        offer: Offering,
    },
    /// Gives a scheme no longer.
    Close {
        /// Which.
        scheme: SchemeId,
        /// Why.
        reason: String,
    },
    /// Gives a scheme to a hold.
    Give {
        /// On which unit.
        unit: UnitId,
        /// Which.
        scheme: SchemeId,
    },
    /// Takes a scheme back from a hold.
    Withdraw {
        /// On which unit.
        unit: UnitId,
        /// Which.
        scheme: SchemeId,
    },
}

/// What happened.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A scheme was opened.
    Opened {
        /// Its number.
        scheme: SchemeId,
        /// What it offers.
        offer: Offering,
    },
    /// A scheme is given no longer.
    Closed {
        /// Which.
        scheme: SchemeId,
        /// Why.
        reason: String,
    },
    /// A scheme was given to a hold.
    Given {
        /// On which unit.
        unit: UnitId,
        /// Which.
        scheme: SchemeId,
        /// What it takes off, fen.
        off: Fen,
    },
    /// A scheme was taken back from a hold.
    Withdrawn {
        /// On which unit.
        unit: UnitId,
        /// Which.
        scheme: SchemeId,
    },
}

/// Says yes with the events, or no.
pub fn decide(office: &Office, command: &Command, context: &Context) -> Result<Vec<Event>, Rejection> {
    let event = match command {
        Command::Open { offer } => open(office, offer, context)?,
        Command::Close { scheme, reason } => {
            context.require(office, Right::Manage)?;
            let known = known(office, *scheme)?;
            if known.closed {
                return Err(Rejection::AlreadySo { subject: known.offer.name.clone() });
            }
            Event::Closed { scheme: *scheme, reason: required("reason", reason)? }
        }
        Command::Give { unit, scheme } => give(office, *unit, *scheme, context)?,
        Command::Withdraw { unit, scheme } => {
            let claim = own_hold(office, *unit, context)?;
            let scheme = known(office, *scheme)?;
            if !claim.schemes.iter().any(|given| given.scheme == scheme.id) {
                let unit = office.unit(*unit).spec.address();
                return Err(Rejection::SchemeNotGiven { scheme: scheme.offer.name.clone(), unit });
            }
            Event::Withdrawn { unit: *unit, scheme: scheme.id }
        }
    };
    Ok(vec![event])
}

fn known(office: &Office, scheme: SchemeId) -> Result<&Scheme, Rejection> {
    office.schemes.get(scheme.index()).ok_or(Rejection::SchemeUnknown { input: scheme.number().to_string() })
}

fn open(office: &Office, offer: &Offering, context: &Context) -> Result<Event, Rejection> {
    context.require(office, Right::Manage)?;
    let name = required("scheme", &offer.name)?;
    let mut open = office.schemes.iter().filter(|scheme| !scheme.closed);
    if open.clone().count() >= OPEN_MAX {
        return Err(Rejection::SchemesFull { limit: OPEN_MAX as u32 });
    }
    if open.any(|scheme| scheme.offer.name == name) {
        return Err(Rejection::SchemeExists { scheme: name });
    }
    match offer.off {
        Off::Share(share) if share == 0 || share > SHARE_MAX => {
            return Err(Rejection::ShareInvalid { most: SHARE_MAX });
        }
        Off::Amount(amount) if amount <= Fen(0) => return Err(Rejection::AmountInvalid),
        _ => {}
    }
    if offer.from.zip(offer.until).is_some_and(|(from, until)| from > until) {
        return Err(Rejection::PeriodInvalid);
    }
    let scope = checked(office, &offer.scope)?;
    let terms = optional("terms", offer.terms.as_deref().unwrap_or_default())?;
    let scheme = SchemeId::next(office.schemes.len());
    Ok(Event::Opened { scheme, offer: Offering { name, scope, terms, ..offer.clone() } })
}

/// A scope that says something of units there are: one that fits none is a slip of the finger.
pub fn checked(office: &Office, scope: &Scope) -> Result<Scope, Rejection> {
    let part = |field: &str, text: &Option<String>| match text {
        Some(text) => optional(field, text),
        None => Ok(None),
    };
    let scope = Scope {
        building: scope.building,
        layout: part("layout", &scope.layout)?,
        usage: part("use", &scope.usage)?,
        batch: part("batch", &scope.batch)?,
        floors: scope.floors,
    };
    if office.units.iter().any(|unit| scope.covers(unit)) { Ok(scope) } else { Err(Rejection::ScopeEmpty) }
}

/// The hold a scheme is given to: one's own, or anybody's for whoever may touch the holds of others.
fn own_hold<'a>(office: &'a Office, unit: UnitId, context: &Context) -> Result<&'a Claim, Rejection> {
    context.require(office, Right::Hold)?;
    let claim = office.claim(guard::claimed(office, unit, &[Status::Held])?);
    if claim.consultant != Some(context.by) && !context.may(office, Right::HoldOfOthers) {
        let by = office.name_of(claim.consultant).to_string();
        return Err(Rejection::NotOwn { unit: office.unit(unit).spec.address(), by });
    }
    Ok(claim)
}

fn give(office: &Office, unit: UnitId, scheme: SchemeId, context: &Context) -> Result<Event, Rejection> {
    let claim = own_hold(office, unit, context)?;
    let scheme = known(office, scheme)?;
    let (name, address) = (|| scheme.offer.name.clone(), || office.unit(unit).spec.address());
    if claim.schemes.iter().any(|given| given.scheme == scheme.id) {
        return Err(Rejection::AlreadySo { subject: name() });
    }
    if !scheme.is_open_on(office.day(context.now)) {
        return Err(Rejection::SchemeClosed { scheme: name() });
    }
    if !scheme.offer.scope.covers(office.unit(unit)) {
        return Err(Rejection::SchemeElsewhere { scheme: name(), unit: address() });
    }
    let mut others = claim.schemes.iter().map(|given| &office.schemes[given.scheme.index()]);
    let loner = if scheme.offer.alone { others.next() } else { others.find(|other| other.offer.alone) };
    if let Some(other) = loner {
        return Err(Rejection::SchemeAlone { scheme: name(), other: other.offer.name.clone() });
    }
    let price = claim.price.ok_or_else(|| Rejection::NoPrice { unit: address() })?;
    let off = scheme.offer.off.of(price);
    let deal = price - claim.off() - off;
    if off <= Fen(0) || deal <= Fen(0) {
        return Err(Rejection::AmountInvalid);
    }
    guard::above_floor(office, unit, deal, context)?;
    Ok(Event::Given { unit, scheme: scheme.id, off })
}

/// The unit an event is about.
pub fn unit_of(event: &Event) -> Option<UnitId> {
    match event {
        Event::Given { unit, .. } | Event::Withdrawn { unit, .. } => Some(*unit),
        _ => None,
    }
}

/// Folds one event into the office.
pub fn apply(office: &mut Office, event: &Event, stamp: &Stamp) {
    match event {
        Event::Opened { scheme, offer } => {
            office.schemes.push(Scheme { id: *scheme, offer: offer.clone(), closed: false });
        }
        Event::Closed { scheme, .. } => office.schemes[scheme.index()].closed = true,
        Event::Given { unit, scheme, off } => with_claim(office, *unit, stamp, |claim| {
            claim.schemes.push(Given { scheme: *scheme, off: *off });
        }),
        Event::Withdrawn { unit, scheme } => with_claim(office, *unit, stamp, |claim| {
            claim.schemes.retain(|given| given.scheme != *scheme);
        }),
    }
}

fn with_claim(office: &mut Office, unit: UnitId, stamp: &Stamp, change: impl FnOnce(&mut Claim)) {
    let entry = &mut office.units[unit.index()];
    entry.revision = stamp.seq;
    if let Some(id) = entry.claim {
        change(&mut office.claims[id.index()]);
    }
}
