//! Payment plans in words: what was agreed, what is due when, what has come.

use crate::domain::money::Fen;
use crate::domain::plan;
use crate::domain::rejection::Rejection;
use crate::domain::state::office::Office;
use crate::domain::state::plan::{Part, Plan, PlanKind, Share, ShareKind};
use crate::domain::state::visit::Visit;
use crate::domain::time::Instant;
use crate::locale::event::Teller;
use crate::locale::{Arg, Locale};

impl Locale {
    /// `2026-11-28` in the project's zone: a plan may reach into other years.
    pub fn date(&self, at: Instant) -> String {
        at.with_timezone(&self.zone).format("%Y-%m-%d").to_string()
    }

    /// A plan as agreed, in one line with its figures.
    pub fn planned(&self, plan: &Plan) -> String {
        self.plan(plan.kind, plan.bank.as_deref(), &plan.parts, plan.apply_by)
    }

    fn plan(&self, kind: PlanKind, bank: Option<&str>, parts: &[Part], apply_by: Option<Instant>) -> String {
        let day = |at: Option<Instant>| at.map(|at| self.date(at)).unwrap_or_default();
        let sum = Fen(parts.iter().map(|part| part.amount.0).sum());
        let [first, last] = [parts.first(), parts.last()].map(|part| day(part.and_then(|part| part.due)));
        match kind {
            PlanKind::Once => {
                self.say("plan-said-once", &[("amount", sum.grouped().into()), ("due", first.into())])
            }
            PlanKind::Parts => {
                let args = [
                    ("count", parts.len().into()),
                    ("amount", sum.grouped().into()),
                    ("first", first.into()),
                    ("last", last.into()),
                ];
                self.say("plan-said-parts", &args)
            }
            PlanKind::Mortgage => {
                let loan = parts.iter().find(|part| part.loan).map(|part| part.amount).unwrap_or_default();
                let args = [
                    ("bank", bank.unwrap_or_default().into()),
                    ("amount", loan.grouped().into()),
                    ("due", day(apply_by).into()),
                ];
                let said = self.say("plan-said-mortgage", &args);
                match sum - loan {
                    Fen(0) => said,
                    down => said + &self.say("plan-said-down", &[("amount", down.grouped().into())]),
                }
            }
        }
    }

    /// What a part is, with its number where there are several of its kind: `第 2 期`.
    pub fn share_name(&self, share: &Share) -> String {
        let name = self.share_kind(share.kind);
        match share.kind {
            ShareKind::Instalment => self.say("share-numbered", &[("number", share.number.into())]),
            _ => name.to_string(),
        }
    }

    /// A visit in the due list: its number with who receives it, else (and where that is `named` already) with its kind.
    pub fn due_visit(&self, office: &Office, visit: &Visit, named: bool) -> String {
        match visit.consultant {
            Some(_) if !named => {
                let name = office.name_of(visit.consultant);
                self.say("due-visit-with", &[("number", visit.number.into()), ("name", name.into())])
            }
            _ => {
                let kind = self.visit_kind(visit.kind);
                self.say("due-visit", &[("number", visit.number.into()), ("kind", kind.into())])
            }
        }
    }

    /// Refusals about payment plans.
    pub(super) fn refused_plan<'a>(
        &self,
        rejection: &'a Rejection,
    ) -> (&'static str, Vec<(&'static str, Arg<'a>)>) {
        match rejection {
            Rejection::NothingOpen { unit } => ("", vec![("unit", unit.into())]),
            Rejection::PlanDiffers { amount, balance } => {
                let gap = if amount > balance { *amount - *balance } else { *balance - *amount };
                let args = vec![
                    ("amount", amount.grouped().into()),
                    ("balance", balance.grouped().into()),
                    ("gap", gap.grouped().into()),
                ];
                (if amount > balance { "above" } else { "below" }, args)
            }
            Rejection::PlanDate { on, from, until } => {
                let days = [("on", on), ("from", from), ("until", until)];
                ("", days.map(|(name, day)| (name, day.to_string().into())).to_vec())
            }
            _ => ("", Vec::new()),
        }
    }
}

impl Teller<'_> {
    pub(super) fn plan(&self, event: &plan::Event) -> String {
        let plan::Event::Agreed { unit, kind, bank, parts, apply_by, again, reason } = event;
        let words = self.words;
        let said = match self.sees_money(*unit) {
            true => words.plan(*kind, bank.as_deref(), parts, *apply_by),
            false => words.plan_kind(*kind).to_string(),
        };
        let args = [("unit", self.unit(*unit).into()), ("plan", said.into())];
        let said = match again {
            true => words.say("event-plan-agreed-again", &args),
            false => words.say("event-plan-agreed", &args),
        };
        self.because(said, reason.as_deref())
    }
}
