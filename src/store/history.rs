//! Checking what many terminals were told, all at once, against the journal.
//!
//! Every answer says at which position it was decided, so no order has to be searched for: one pass over the journal
//! and one over the calls settle whether there is a single order of acts that explains everything (linearizability).

use crate::domain::act::{self, Event, Recorded};
use crate::domain::clock;
use crate::domain::context::Context;
use crate::domain::id::{CommandId, Seq};
use crate::domain::state::office::Office;
use crate::domain::time::{Instant, Step, Time};
use crate::store::{Answer, Order, Verdict};
use std::collections::HashSet;

/// One command and what was said to it.
#[derive(Clone, PartialEq, Debug)]
pub struct Call {
    /// Not after it was sent, nanoseconds of one monotonic clock for all calls.
    pub asked: u64,
    /// Not before its answer was there, by the same clock.
    pub answered: u64,
    /// The command.
    pub order: Order,
    /// The answer.
    pub answer: Answer,
}

/// Everything that was recorded of a history.
#[derive(Clone, Copy, Debug)]
pub struct History<'a> {
    /// Every answered call, in any order.
    pub calls: &'a [Call],
    /// Commands that were sent and whose answer never came: they may have happened, once, or not.
    pub open: &'a HashSet<CommandId>,
    /// The whole journal, from its first event.
    pub journal: &'a [Recorded],
    /// What the journal had before the first call: nobody's act here.
    pub before: Seq,
}

/// What was found to hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Checked {
    /// Calls answered with yes.
    pub done: usize,
    /// Calls answered with no.
    pub refused: usize,
    /// Calls that got the stored answer of an earlier sending.
    pub repeated: usize,
}

/// The first thing that does not hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Flaw {
    /// An answer speaks of positions the journal does not have, or does not begin where it was decided.
    Nowhere(CommandId),
    /// Asked after somebody had been told of later events, decided before them.
    Backwards(CommandId),
    /// Not what the rules say at the position it was decided at, or a time before that position's.
    Wrong(CommandId),
    /// Acknowledged, but other events stand at its positions.
    Lost(CommandId),
    /// One command's events stand in the journal twice.
    Doubled(CommandId),
    /// Events at this position that no call and no open command made.
    Stranger(Seq),
}

/// Checks a history in one pass over the calls and one over the journal.
///
/// # Errors
/// The first flaw.
pub fn check(history: &History<'_>) -> Result<Checked, Flaw> {
    let mut checked = Checked::default();
    for call in history.calls {
        place(history, call)?;
        let kind = match (call.answer.repeated, &call.answer.verdict) {
            (true, _) => &mut checked.repeated,
            (false, Verdict::Done { .. }) => &mut checked.done,
            (false, Verdict::Refused(_)) => &mut checked.refused,
        };
        *kind += 1;
    }
    in_real_time(history)?;
    once(history)?;
    by_the_rules(history)?;
    Ok(checked)
}

/// The last position an answer speaks of.
fn reach(answer: &Answer) -> Seq {
    match answer.verdict {
        Verdict::Done { last, .. } => last,
        Verdict::Refused(_) => answer.as_of,
    }
}

fn place(history: &History<'_>, call: &Call) -> Result<(), Flaw> {
    let follows = match call.answer.verdict {
        Verdict::Done { first, last } => first == call.answer.as_of + 1 && first <= last,
        Verdict::Refused(_) => true,
    };
    let fits = reach(&call.answer) <= history.journal.len() as u64;
    if follows && fits { Ok(()) } else { Err(Flaw::Nowhere(call.order.id)) }
}

/// Who asks after an answer was heard is answered no earlier in the journal. A stored answer speaks of its first sending.
fn in_real_time(history: &History<'_>) -> Result<(), Flaw> {
    // For each position: when somebody first knew of it, or of a later one.
    let mut known = vec![u64::MAX; history.journal.len() + 2];
    for call in history.calls {
        let first = &mut known[reach(&call.answer) as usize];
        *first = (*first).min(call.answered);
    }
    for seq in (0..=history.journal.len()).rev() {
        known[seq] = known[seq].min(known[seq + 1]);
    }
    let fresh = history.calls.iter().filter(|call| !call.answer.repeated);
    match fresh.into_iter().find(|call| known[call.answer.as_of as usize + 1] < call.asked) {
        Some(call) => Err(Flaw::Backwards(call.order.id)),
        None => Ok(()),
    }
}

/// Every acknowledged command stands in the journal once, every event was somebody's.
fn once(history: &History<'_>) -> Result<(), Flaw> {
    let mut owned = vec![false; history.journal.len()];
    // A stored answer may be the only one that was heard, or the second: it owns what nobody else does.
    for is_repeated in [false, true] {
        for call in history.calls.iter().filter(|call| call.answer.repeated == is_repeated) {
            let Verdict::Done { first, last } = call.answer.verdict else { continue };
            for seq in first..=last {
                let place = seq as usize - 1;
                if history.journal[place].command != call.order.id {
                    return Err(Flaw::Lost(call.order.id));
                }
                if owned[place] && !is_repeated {
                    return Err(Flaw::Doubled(call.order.id));
                }
                owned[place] = true;
            }
        }
    }
    unowned(history, &owned)
}

fn unowned(history: &History<'_>, owned: &[bool]) -> Result<(), Flaw> {
    let mut left =
        history.journal.iter().zip(owned).filter(|(event, owned)| !**owned && event.seq > history.before);
    let mut open_seen: HashSet<CommandId> = HashSet::new();
    let mut last: Option<CommandId> = None;
    let mut next: Seq = 0;
    left.try_for_each(|(event, _)| {
        let goes_on = last == Some(event.command) && next == event.seq;
        (last, next) = (Some(event.command), event.seq + 1);
        if goes_on {
            return Ok(());
        }
        if history.calls.iter().any(|call| call.order.id == event.command) {
            return Err(Flaw::Doubled(event.command));
        }
        if !history.open.contains(&event.command) {
            return Err(Flaw::Stranger(event.seq));
        }
        if open_seen.insert(event.command) { Ok(()) } else { Err(Flaw::Doubled(event.command)) }
    })
}

/// Decides every call anew on the office as it was at its position.
fn by_the_rules(history: &History<'_>) -> Result<(), Flaw> {
    let by_position = by_position(history);
    let mut office = Office::default();
    let mut calls = by_position.iter().map(|place| &history.calls[*place]).peekable();
    let mut events = history.journal.iter();
    loop {
        while let Some(call) = calls.next_if(|call| call.answer.as_of == office.head) {
            if call.answer.at < office.at || !is_right(history, &office, call) {
                return Err(Flaw::Wrong(call.order.id));
            }
        }
        if calls.peek().is_none() {
            return Ok(());
        }
        match events.next() {
            Some(recorded) => act::apply(&mut office, recorded),
            None => return Ok(()),
        }
    }
}

/// The calls by the position they were decided at: counted into place, not sorted.
fn by_position(history: &History<'_>) -> Vec<usize> {
    let mut starts = vec![0; history.journal.len() + 2];
    for call in history.calls {
        starts[call.answer.as_of as usize + 1] += 1;
    }
    for place in 1..starts.len() {
        starts[place] += starts[place - 1];
    }
    let mut placed = vec![0; history.calls.len()];
    for (number, call) in history.calls.iter().enumerate() {
        let slot = &mut starts[call.answer.as_of as usize];
        placed[*slot] = number;
        *slot += 1;
    }
    placed
}

fn is_right(history: &History<'_>, office: &Office, call: &Call) -> bool {
    let Order { by, terminal, command, .. } = &call.order;
    let now = call.answer.at;
    let context = Context { by: *by, terminal: terminal.clone(), now };
    let time = Time { now, step: step_in(history, call) };
    let settled = act::settled(office, time);
    let decided = act::decide(settled.as_ref().unwrap_or(office), command, &context);
    match (decided, &call.answer.verdict) {
        (Err(decided), Verdict::Refused(said)) => decided == *said,
        (Ok(decided), Verdict::Done { first, last }) => {
            let lapsed = if settled.is_some() { act::unrecorded(office, time) } else { Vec::new() };
            let said = &history.journal[*first as usize - 1..*last as usize];
            let decided: Vec<(Instant, Event)> =
                lapsed.into_iter().chain(decided.into_iter().map(|event| (now, event))).collect();
            let mut earliest = office.at;
            decided.len() == said.len()
                && decided.iter().zip(said).all(|((at, event), said)| {
                    earliest = earliest.max(*at);
                    said.at == earliest && is_same(event, &said.event)
                })
        }
        _ => false,
    }
}

/// What the store found out about its clock while it decided: the events alone tell.
fn step_in(history: &History<'_>, call: &Call) -> Option<Step> {
    let Verdict::Done { first, last } = call.answer.verdict else { return None };
    let said = &history.journal[first as usize - 1..last as usize];
    said.iter().find_map(|recorded| match recorded.event {
        Event::Clock(clock::Event::Stepped { wall, expected }) => Some(Step { wall, expected }),
        _ => None,
    })
}

/// The same but for open personal data, which lie beside the journal and may be erased.
fn is_same(one: &Event, other: &Event) -> bool {
    let closed = |event: &Event| {
        let mut event = event.clone();
        if let Some((_, sealed)) = event.sealed() {
            sealed.open = None;
        }
        event
    };
    one == other || closed(one) == closed(other)
}
