//! Reception, calls, roster and duty in words, and the answer to "why is this person next?" (rules §5).

use crate::domain::id::{StaffId, VisitId};
use crate::domain::rotation::{Choice, Group};
use crate::domain::state::office::Office;
use crate::domain::state::turn::{PassReason, Passed, Turn, TurnKind};
use crate::domain::time::Instant;
use crate::domain::{assignment, call, duty, reception, roster};
use crate::locale::Locale;
use crate::locale::event::Teller;

impl Locale {
    /// Why a group is received by whom it is: the order, credits and voided turns, who is passed over, what it costs.
    pub fn why(&self, office: &Office, group: Group, choice: &Choice, now: Instant) -> Vec<String> {
        let line = office.rotation(group.team, now);
        let mut said = Vec::new();
        if !line.is_empty() {
            said.push(self.say("why-order", &[("names", self.names(office, &line).into())]));
        }
        for id in &line {
            if let credits @ 1.. = office.credits_of(*id) {
                let args = [("name", office.name_of(Some(*id)).into()), ("count", credits.into())];
                said.push(self.say("why-credits", &args));
            }
            if office.voids.contains(id) {
                said.push(self.say("why-void", &[("name", office.name_of(Some(*id)).into())]));
            }
            if let Some(visit) = office.receiving(*id).filter(|visit| visit.spends_turn) {
                let args = [("name", office.name_of(Some(*id)).into()), ("number", visit.number.into())];
                said.push(self.say("why-spending", &args));
            }
        }
        said.extend(choice.passed.iter().map(|one| self.passed(office, one, now)));
        said.push(self.result(office, choice, now));
        said
    }

    /// The answer itself in one sentence: who receives, and what it does to their turn.
    pub fn result(&self, office: &Office, choice: &Choice, now: Instant) -> String {
        let owner = office.name_of(choice.owner).to_string();
        let Some(receiver) = choice.receiver else {
            return match choice.owner {
                Some(_) => self.say("why-waits-owner", &[("name", owner.into())]),
                None => self.text("why-nobody").to_string(),
            };
        };
        let name = office.name_of(Some(receiver));
        let starts = self.clock(office.rotation_starts(now));
        let key = match choice.turn {
            TurnKind::Early => "why-early",
            TurnKind::Own => "why-own",
            TurnKind::Courtesy => "why-courtesy",
            TurnKind::MadeUp => "why-made_up",
            TurnKind::Exempt => "why-exempt",
            _ => "why-new",
        };
        self.say(key, &[("name", name.into()), ("owner", owner.into()), ("starts", starts.into())])
    }

    fn passed(&self, office: &Office, one: &Passed, now: Instant) -> String {
        let name = office.name_of(Some(one.staff));
        let reason = match (one.reason, office.receiving(one.staff)) {
            (PassReason::Returning, Some(visit)) => {
                self.say("why-receiving", &[("number", visit.number.into())])
            }
            (reason, _) => self.pass_reason(reason).to_string(),
        };
        let since = office
            .member(one.staff)
            .duty
            .since
            .filter(|_| PassReason::of(office.presence(one.staff, now)).is_some());
        let since =
            since.map(|at| self.say("why-since", &[("time", self.clock(at).into())])).unwrap_or_default();
        let key = if one.lost { "why-passed-lost" } else { "why-passed-kept" };
        self.say(key, &[("name", name.into()), ("reason", reason.into()), ("since", since.into())])
    }

    /// One line of the turn ledger.
    pub fn turn_line(&self, office: &Office, turn: &Turn) -> String {
        let number = office.visit(turn.visit).number;
        let reason = turn.reason.map(|reason| self.pass_reason(reason)).unwrap_or_default();
        let args = [
            ("time", self.clock(turn.at).into()),
            ("turn", self.turn_kind(turn.kind).into()),
            ("number", number.into()),
            ("reason", reason.into()),
        ];
        let said = self.say(if reason.is_empty() { "turns-line" } else { "turns-line-passed" }, &args);
        if turn.undone { said + self.text("turns-undone") } else { said }
    }

    fn names(&self, office: &Office, line: &[StaffId]) -> String {
        self.list(line.iter().map(|id| office.name_of(Some(*id))))
    }
}

impl Teller<'_> {
    pub(super) fn reception(&self, event: &reception::Event) -> String {
        let words = self.words;
        match event {
            reception::Event::Arrived { .. } => self.arrived(event),
            reception::Event::Shown { visit, unit, shown } => {
                let args = [("number", self.number(*visit).into()), ("unit", self.unit(*unit).into())];
                match shown {
                    true => words.say("event-reception-shown", &args),
                    false => words.say("event-reception-shown-not", &args),
                }
            }
            reception::Event::Finished { .. } => self.finished(event),
            reception::Event::Left { visit, reason } => {
                let said = words.say("event-reception-left", &[("number", self.number(*visit).into())]);
                self.because(said, Some(reason))
            }
            reception::Event::Lapsed { visit } => {
                words.say("event-reception-lapsed", &[("number", self.number(*visit).into())])
            }
        }
    }

    pub(super) fn assignment(&self, event: &assignment::Event) -> String {
        let words = self.words;
        match event {
            assignment::Event::Assigned { visit, consultant, reason, turn, passed, .. } => {
                let args = [("number", self.number(*visit).into()), ("name", self.staff(*consultant).into())];
                let said = words.say("event-assignment-assigned", &args) + &self.turn(*turn, passed);
                self.because(said, reason.as_deref())
            }
            assignment::Event::HandedOver { visit, from, to, turn, passed } => {
                let args = [
                    ("number", self.number(*visit).into()),
                    ("from", self.staff(*from).into()),
                    ("name", self.staff(*to).into()),
                ];
                words.say("event-assignment-handed_over", &args) + &self.turn(*turn, passed)
            }
            assignment::Event::Established { visit, owner, voided, reason } => {
                let args = [
                    ("number", self.number(*visit).into()),
                    ("owner", self.staff(*owner).into()),
                    ("name", self.staff(*voided).into()),
                ];
                self.because(words.say("event-assignment-established", &args), Some(reason))
            }
        }
    }

    /// What a reception does to turns: the receiver's, and those passed over.
    fn turn(&self, turn: TurnKind, passed: &[Passed]) -> String {
        let words = self.words;
        let mut said = words.say("event-assignment-turn", &[("turn", words.turn_kind(turn).into())]);
        for one in passed {
            let reason = words.pass_reason(one.reason).into();
            let args = [("name", self.staff(one.staff).into()), ("reason", reason)];
            said += &match one.lost {
                true => words.say("event-assignment-lost", &args),
                false => words.say("event-assignment-passed", &args),
            };
        }
        said
    }

    fn number(&self, visit: VisitId) -> u32 {
        self.office.visits.get(visit.index()).map_or(0, |visit| visit.number)
    }

    fn arrived(&self, event: &reception::Event) -> String {
        let reception::Event::Arrived { number, kind, party, asked, size, source, .. } = event else {
            return String::new();
        };
        let words = self.words;
        let kind = words.visit_kind(*kind).into();
        let args = [("number", (*number).into()), ("kind", kind), ("size", (*size).into())];
        let mut said = words.say("event-reception-arrived", &args);
        if let Some(party) = party.as_ref().filter(|_| self.is_insider()) {
            let customer = self.party(party);
            said += &words.say("event-reception-arrived-customer", &[("customer", customer.into())]);
        }
        if let Some(asked) = asked {
            said += &words.say("event-reception-arrived-asked", &[("name", self.staff(*asked).into())]);
        }
        if let Some(source) = source {
            said += &words.say("event-reception-arrived-source", &[("source", source.into())]);
        }
        said
    }

    fn finished(&self, event: &reception::Event) -> String {
        let reception::Event::Finished { visit, grade, outcome, shown, objections, next, .. } = event else {
            return String::new();
        };
        let words = self.words;
        let number = self.number(*visit);
        let mut said = words.say("event-reception-finished", &[("number", number.into())]);
        if !self.is_insider() {
            return said;
        }
        if let Some(grade) = grade {
            said += &words.say("event-reception-finished-grade", &[("grade", words.grade(*grade).into())]);
        }
        if let Some(outcome) = outcome {
            said += &words.say("event-reception-finished-outcome", &[("outcome", outcome.into())]);
        }
        if let count @ 1.. = shown.len() {
            said += &words.say("event-reception-finished-shown", &[("count", count.into())]);
        }
        if let Some(objections) = objections {
            said += &words.say("event-reception-finished-objections", &[("objections", objections.into())]);
        }
        if let Some(next) = next {
            said += &words.say("event-reception-finished-next", &[("day", words.day(*next).into())]);
        }
        said
    }

    pub(super) fn call(&self, event: &call::Event) -> String {
        let call::Event::Logged { party, consultant, appointment, note, .. } = event;
        let words = self.words;
        let customer = self.party(party);
        let args = [("customer", customer.into()), ("name", self.staff(*consultant).into())];
        let mut said = words.say("event-call-logged", &args);
        if let Some(at) = appointment {
            said += &words.say("event-call-logged-appointment", &[("at", words.instant(*at).into())]);
        }
        if let Some(note) = note.as_ref().filter(|_| self.is_insider()) {
            said += &words.say("event-call-logged-note", &[("note", note.into())]);
        }
        said
    }

    pub(super) fn roster(&self, event: &roster::Event) -> String {
        let roster::Event::Set { shifts } = event;
        if let [only] = shifts.as_slice() {
            let args = [("name", self.staff(only.staff).into()), ("day", only.day.to_string().into())];
            return match only.works {
                true => self.words.say("event-roster-set-works", &args),
                false => self.words.say("event-roster-set-rests", &args),
            };
        }
        let days = [shifts.iter().map(|shift| shift.day).min(), shifts.iter().map(|shift| shift.day).max()];
        let [from, to] = days.map(|day| day.map(|day| day.to_string()).unwrap_or_default());
        let args = [("count", shifts.len().into()), ("from", from.into()), ("to", to.into())];
        self.words.say("event-roster-set", &args)
    }

    pub(super) fn duty(&self, event: &duty::Event) -> String {
        match event {
            duty::Event::SignedIn { staff } => {
                self.words.say("event-duty-signed_in", &[("name", self.staff(*staff).into())])
            }
            duty::Event::Moved { staff, presence, reason, until } => {
                let presence = self.words.presence(*presence).into();
                let args = [("name", self.staff(*staff).into()), ("presence", presence)];
                let mut said = self.words.say("event-duty-moved", &args);
                if let Some(until) = until {
                    said +=
                        &self.words.say("event-duty-until", &[("time", self.words.instant(*until).into())]);
                }
                self.because(said, reason.as_deref())
            }
        }
    }
}
