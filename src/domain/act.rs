//! The core's two doors: [`decide`] says yes or no, [`apply`] folds what happened. Nothing else changes an office.

use crate::domain::context::{Context, Stamp};
use crate::domain::id::{CommandId, CustomerId, Seq, StaffId, UnitId};
use crate::domain::rejection::Rejection;
use crate::domain::state::customer::Party;
use crate::domain::state::office::Office;
use crate::domain::state::request::Change;
use crate::domain::state::sealed::Sealed;
use crate::domain::time::{Instant, Step, Time};
use crate::domain::{
    assignment, call, change, clock, control, duty, hold, issue, listing, paper, payment, people, plan,
    pricing, reception, roster, scheme, setup, undo, waiting,
};
use serde::{Deserialize, Serialize};

macro_rules! subjects {
    ($($(#[$doc:meta])* $variant:ident => $subject:ident, $code:literal;)*) => {
        /// Everything that may be asked, by subject.
        #[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
        pub enum Command { $($(#[$doc])* $variant($subject::Command),)* }

        /// Everything that can happen, by subject.
        #[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Event { $($(#[$doc])* $variant($subject::Event),)* }

        $(
            impl From<$subject::Command> for Command {
                fn from(command: $subject::Command) -> Self { Self::$variant(command) }
            }
            impl From<$subject::Event> for Event {
                fn from(event: $subject::Event) -> Self { Self::$variant(event) }
            }
        )*

        fn decide_by_subject(office: &Office, command: &Command, context: &Context) -> Result<Vec<Event>, Rejection> {
            match command {
                $(Command::$variant(command) => $subject::decide(office, command, context)
                    .map(|events| events.into_iter().map(Event::from).collect()),)*
            }
        }

        fn apply_by_subject(office: &mut Office, event: &Event, stamp: &Stamp) {
            match event { $(Event::$variant(event) => $subject::apply(office, event, stamp),)* }
        }

        impl Event {
            /// The subject's stable name.
            pub fn subject(&self) -> &'static str {
                match self { $(Self::$variant(_) => $code,)* }
            }
        }
    };
}

subjects! {
    /// Founding, staff, policy, stage, licences.
    Setup => setup, "setup";
    /// Price lists.
    Listing => listing, "listing";
    /// Changes of prices.
    Pricing => pricing, "pricing";
    /// Public discounts.
    Scheme => scheme, "scheme";
    /// Release, lock, unlock.
    Control => control, "control";
    /// Holds.
    Hold => hold, "hold";
    /// Waiting lines, requests, the control holder.
    Waiting => waiting, "waiting";
    /// Deposit, top-up, signing.
    Payment => payment, "payment";
    /// Changes that need approval, and requests for them.
    Change => change, "change";
    /// Papers after signing.
    Paper => paper, "paper";
    /// Payment plans.
    Plan => plan, "plan";
    /// Papers printed for customers.
    Issue => issue, "issue";
    /// Who receives a visit.
    Assignment => assignment, "assignment";
    /// Visits.
    Reception => reception, "reception";
    /// Calls.
    Call => call, "call";
    /// The roster.
    Roster => roster, "roster";
    /// Attendance and presence.
    Duty => duty, "duty";
    /// Customers.
    People => people, "people";
    /// Undo.
    Undo => undo, "undo";
    /// A clock that stepped.
    Clock => clock, "clock";
}

/// An event with its place in the journal.
#[derive(Clone, PartialEq, Debug)]
pub struct Recorded {
    /// Its position, from 1 without gaps.
    pub seq: Seq,
    /// Store time, UTC; never before the event before it.
    pub at: Instant,
    /// Who; `None` when the house did it (a deadline, a line that was served).
    pub by: Option<StaffId>,
    /// At which terminal.
    pub terminal: String,
    /// The command it answers; a lapse bears the id of the command that recorded it.
    pub command: CommandId,
    /// What happened.
    pub event: Event,
}

/// Says yes with the events, or no (rules §11.5). The office must be settled: see [`settle`].
pub fn decide(office: &Office, command: &Command, context: &Context) -> Result<Vec<Event>, Rejection> {
    let is_founding = matches!(command, Command::Setup(setup::Command::Found { .. }));
    match office.staff.get(context.by.index()) {
        _ if is_founding => {}
        None => return Err(Rejection::StaffUnknown { name: format!("#{}", context.by) }),
        Some(gone) if !gone.active => return Err(Rejection::StaffUnknown { name: gone.name.clone() }),
        Some(_) => {}
    }
    if unknown_ids(office, command) {
        return Err(Rejection::UnitUnknown { input: String::new() });
    }
    decide_by_subject(office, command, context)
}

/// Whether a command names a thing the office does not have: ids come from the office, so this is a stale or forged one.
fn unknown_ids(office: &Office, command: &Command) -> bool {
    let staff = match command {
        Command::Setup(setup::Command::SetRoles { staff, .. }) => Some(*staff),
        Command::Waiting(waiting::Command::HandOver { to }) => Some(*to),
        Command::Reception(reception::Command::Arrive(arrival)) => arrival.ask,
        Command::Assignment(assignment::Command::Assign { to, .. }) => *to,
        Command::Assignment(assignment::Command::Establish { owner, .. }) => Some(*owner),
        Command::Call(call::Command::Log { consultant, .. }) => *consultant,
        Command::People(people::Command::Reassign { to, .. }) => Some(*to),
        Command::Roster(roster::Command::Set { shifts }) => shifts.iter().map(|shift| shift.staff).max(),
        Command::Duty(duty::Command::SignIn { staff } | duty::Command::Move { staff, .. }) => Some(*staff),
        _ => None,
    };
    let building = match command {
        Command::Setup(setup::Command::SetLicence { building, .. }) => Some(*building),
        Command::Pricing(pricing::Command::Change { by, .. }) => by.scope.building,
        Command::Scheme(scheme::Command::Open { offer }) => offer.scope.building,
        _ => None,
    };
    let units_known = units_of(command).iter().all(|unit| unit.index() < office.units.len());
    !units_known
        || staff.is_some_and(|id| id.index() >= office.staff.len())
        || building.is_some_and(|id| id.index() >= office.buildings.len())
}

/// The units a command is about.
pub fn units_of(command: &Command) -> Vec<UnitId> {
    match command {
        Command::Control(control::Command::Lock { unit, .. } | control::Command::Unlock { unit, .. }) => {
            vec![*unit]
        }
        Command::Control(control::Command::Release { units, .. }) => units.clone(),
        Command::Hold(
            hold::Command::Hold { unit, .. }
            | hold::Command::Extend { unit, .. }
            | hold::Command::Release { unit, .. },
        ) => vec![*unit],
        Command::Waiting(
            waiting::Command::Join { unit, .. }
            | waiting::Command::Leave { unit }
            | waiting::Command::Confirm { unit }
            | waiting::Command::Refuse { unit, .. },
        ) => vec![*unit],
        Command::Reception(reception::Command::Show { unit, .. }) => vec![*unit],
        Command::Change(change::Command::Make { unit, change: Change::Swap { to, .. }, .. }) => {
            vec![*unit, *to]
        }
        Command::Change(change::Command::Make { unit, .. } | change::Command::Refund { unit, .. }) => {
            vec![*unit]
        }
        Command::Paper(
            paper::Command::Prepare { unit, .. }
            | paper::Command::Record { unit, .. }
            | paper::Command::Unrecord { unit, .. }
            | paper::Command::Mortgage { unit, .. }
            | paper::Command::HandOver { unit }
            | paper::Command::Notice { unit, .. },
        ) => vec![*unit],
        Command::Scheme(scheme::Command::Give { unit, .. } | scheme::Command::Withdraw { unit, .. }) => {
            vec![*unit]
        }
        Command::Plan(plan::Command::Set { unit, .. }) => vec![*unit],
        Command::Issue(
            issue::Command::LastReceipt { unit }
            | issue::Command::Subscription { unit }
            | issue::Command::Swap { unit },
        ) => vec![*unit],
        Command::Reception(reception::Command::Finish(closing)) => closing.shown.clone(),
        Command::Payment(
            payment::Command::Deposit { unit, .. }
            | payment::Command::TopUp { unit, .. }
            | payment::Command::Pay { unit, .. }
            | payment::Command::Sign { unit, .. },
        ) => vec![*unit],
        _ => Vec::new(),
    }
}

/// Folds one recorded event into the office.
pub fn apply(office: &mut Office, recorded: &Recorded) {
    let stamp = Stamp { seq: recorded.seq, at: recorded.at, by: recorded.by };
    office.head = recorded.seq;
    office.at = recorded.at;
    apply_by_subject(office, &recorded.event, &stamp);
}

/// Everything that lapsed by `now` and is not recorded yet, in order of time, each with its own time (design §2).
pub fn lapses(office: &Office, now: Instant) -> Vec<(Instant, Event)> {
    let mut lapses: Vec<(Instant, Event)> =
        hold::lapses(office, now).into_iter().map(|(at, event)| (at, event.into())).collect();
    lapses.extend(reception::lapses(office, now).into_iter().map(|(at, event)| (at, event.into())));
    lapses.extend(change::lapses(office, now).into_iter().map(|(at, event)| (at, event.into())));
    // Of one moment, holds come first: the order is the same for whoever records it.
    lapses.sort_by_key(|(at, _)| *at);
    lapses
}

/// What somebody loses by lapsing by `now`: not who in a line gets it then.
pub fn endings(office: &Office, now: Instant) -> Vec<(Instant, Event)> {
    let mut ends = lapses(office, now);
    ends.retain(|(_, event)| !matches!(event, Event::Hold(hold::Event::Served { .. })));
    ends
}

/// The next moment at which something lapses by itself, UTC.
pub fn next_lapse(office: &Office) -> Option<Instant> {
    let queue = office.waiting().filter_map(|visit| reception::lapse_of(office, visit)).min();
    let first = office.deadlines.first().map(|(at, _)| *at);
    first.into_iter().chain(queue).chain(change::next_lapse(office)).min()
}

/// Everything that is so by now and not recorded yet, each with its own time: what lapsed, and that the clock stepped.
/// The next writer records it before what it was asked for. While the clock is in doubt nothing more lapses.
pub fn unrecorded(office: &Office, time: impl Into<Time>) -> Vec<(Instant, Event)> {
    let time = time.into();
    if office.freeze.is_some() {
        return Vec::new();
    }
    let mut all = lapses(office, time.ends());
    all.extend(
        time.step.map(|Step { wall, expected }| (time.now, clock::Event::Stepped { wall, expected }.into())),
    );
    all
}

/// Whether `seen`, which is `recorded` as it was settled before, still is the office as it truly is.
pub fn is_settled(recorded: &Office, seen: &Office, time: &Time) -> bool {
    let knows = seen.freeze.is_some() == time.step.is_some();
    recorded.freeze.is_some() || (knows && next_lapse(seen).is_none_or(|at| at > time.ends()))
}

/// The office as it truly is now: with everything that is not recorded yet.
/// `None` when there is nothing, so that the caller keeps the office it has.
pub fn settled(office: &Office, time: impl Into<Time>) -> Option<Office> {
    let time = time.into();
    if is_settled(office, office, &time) {
        return None;
    }
    let mut office = office.clone();
    let head = office.head;
    for (seq, (at, event)) in (head + 1..).zip(unrecorded(&office, time)) {
        // Numbered as the next writer will record it: an undo must see that something came after the deed.
        let stamp = Stamp { seq, at: at.max(office.at), by: None };
        apply_by_subject(&mut office, &event, &stamp);
    }
    Some(office)
}

impl Event {
    /// The stable name of its kind, e.g. `hold.placed`: for logs, `log --json` and locale keys (`event-hold-placed`).
    pub fn kind(&self) -> String {
        kind_of(&serde_json::to_string(self).unwrap_or_default())
    }

    /// The units it touches.
    pub fn units(&self) -> Vec<UnitId> {
        match self {
            Self::Control(control::Event::Locked { unit, .. } | control::Event::Unlocked { unit, .. }) => {
                vec![*unit]
            }
            Self::Control(control::Event::Released { units, .. }) => units.clone(),
            Self::Hold(
                hold::Event::Placed { unit, .. }
                | hold::Event::Requested { unit, .. }
                | hold::Event::Extended { unit, .. }
                | hold::Event::Released { unit, .. }
                | hold::Event::Expired { unit }
                | hold::Event::Served { unit, .. },
            ) => vec![*unit],
            Self::Waiting(
                waiting::Event::Joined { unit, .. }
                | waiting::Event::Left { unit, .. }
                | waiting::Event::Withdrawn { unit, .. }
                | waiting::Event::Confirmed { unit, .. }
                | waiting::Event::Refused { unit, .. },
            ) => vec![*unit],
            Self::Payment(
                payment::Event::Deposited { unit, .. }
                | payment::Event::ToppedUp { unit, .. }
                | payment::Event::Paid { unit, .. }
                | payment::Event::Corrected { unit, .. }
                | payment::Event::Signed { unit, .. },
            ) => vec![*unit],
            Self::Change(event) => change::units(event),
            Self::Paper(event) => vec![paper::unit_of(event)],
            Self::Plan(event) => vec![plan::unit_of(event)],
            Self::Issue(event) => vec![event.print().2],
            Self::Undo(undo::Event::Undone { unit, .. }) => unit.iter().copied().collect(),
            Self::Pricing(pricing::Event::Changed { rows, .. }) => rows.iter().map(|row| row.unit).collect(),
            Self::Scheme(event) => scheme::unit_of(event).into_iter().collect(),
            Self::Listing(listing::Event::Listed { added, revised, .. }) => {
                added.iter().map(|row| row.unit).chain(revised.iter().map(|row| row.unit)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The customer it registers, with the sealed person: the store keeps the open text beside the chain.
    pub fn sealed(&mut self) -> Option<(CustomerId, &mut Sealed)> {
        let party: &mut Party = match self {
            Self::Hold(hold::Event::Placed { party, .. } | hold::Event::Requested { party, .. }) => party,
            Self::Waiting(waiting::Event::Joined { party, .. }) => party,
            Self::Payment(payment::Event::Deposited { party, .. }) => party.as_mut()?,
            Self::Reception(
                reception::Event::Arrived { party, .. } | reception::Event::Finished { party, .. },
            ) => party.as_mut()?,
            Self::Call(call::Event::Logged { party, .. }) => party,
            Self::People(people::Event::Registered { party }) => party,
            _ => return None,
        };
        let id = party.id();
        party.sealed().map(|sealed| (id, sealed))
    }

    /// The customer whose personal data it erases: the store deletes the open text.
    pub fn erases(&self) -> Option<CustomerId> {
        match self {
            Self::People(people::Event::Erased { customer }) => Some(*customer),
            _ => None,
        }
    }

    /// Who in a waiting line got a unit by it: the event that freed the unit says so itself.
    pub fn successions(&self) -> Vec<(UnitId, &hold::Succession)> {
        match self {
            Self::Control(control::Event::Unlocked { unit, next, .. })
            | Self::Change(
                change::Event::Ended { unit, next, .. } | change::Event::Swapped { from: unit, next, .. },
            ) => next.iter().map(|next| (*unit, next)).collect(),
            Self::Control(control::Event::Released { next, .. }) => {
                next.iter().map(|(unit, next)| (*unit, next)).collect()
            }
            Self::Listing(listing::Event::Listed { revised, .. }) => {
                revised.iter().filter_map(|row| Some((row.unit, row.next.as_ref()?))).collect()
            }
            _ => Vec::new(),
        }
    }

    /// What happens to the guard table's row of a unit: the store's own lock against a second live claim (design §2).
    pub fn guards(&self) -> Vec<Guard> {
        let served = self.successions().into_iter().map(|(unit, next)| Guard::Claim(unit, next.claim.0));
        self.own_guards().into_iter().chain(served).collect()
    }

    /// The same without those of whom the line serves.
    fn own_guards(&self) -> Vec<Guard> {
        match self {
            Self::Hold(hold::Event::Placed { unit, claim, .. } | hold::Event::Served { unit, claim, .. }) => {
                vec![Guard::Claim(*unit, claim.0)]
            }
            Self::Waiting(waiting::Event::Confirmed { unit, claim, .. }) => {
                vec![Guard::Claim(*unit, claim.0)]
            }
            Self::Payment(payment::Event::Deposited { unit, claim, party: Some(_), .. }) => {
                vec![Guard::Claim(*unit, claim.0)]
            }
            Self::Change(change::Event::Swapped { from, to, claim, .. }) => {
                vec![Guard::Free(*from), Guard::Claim(*to, claim.0)]
            }
            Self::Change(change::Event::Ended { unit, .. })
            | Self::Hold(hold::Event::Released { unit, .. } | hold::Event::Expired { unit }) => {
                vec![Guard::Free(*unit)]
            }
            Self::Undo(undo::Event::Undone { unit: Some(unit), claim, .. }) => match claim {
                Some(undo::Turn::Ends(_)) => vec![Guard::Free(*unit)],
                Some(undo::Turn::Revives(claim)) => vec![Guard::Claim(*unit, claim.0)],
                None => Vec::new(),
            },
            Self::Listing(listing::Event::Listed { added, revised, .. }) => {
                let added =
                    added.iter().filter_map(|row| row.claim.map(|claim| Guard::Claim(row.unit, claim.0)));
                let revised =
                    revised.iter().filter_map(|row| row.claim.map(|claim| Guard::Claim(row.unit, claim.0)));
                added.chain(revised).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// A change of the guard table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Guard {
    /// The unit got a live claim: must fail if it has one.
    Claim(UnitId, u32),
    /// The unit's live claim ended.
    Free(UnitId),
}

/// The kind of a payload as the journal keeps it: its first two keys, `{"hold":{"placed":…` → `hold.placed`.
pub fn kind_of(payload: &str) -> String {
    let (subject, name) = keys(payload);
    format!("{subject}.{name}")
}

/// Whether a payload is of a kind.
pub fn is_kind(payload: &str, kind: &str) -> bool {
    let (subject, name) = keys(payload);
    kind.strip_prefix(subject).and_then(|rest| rest.strip_prefix('.')) == Some(name)
}

fn keys(payload: &str) -> (&str, &str) {
    let mut words = payload.split('"').skip(1).step_by(2);
    (words.next().unwrap_or_default(), words.next().unwrap_or_default())
}
