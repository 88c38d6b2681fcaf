//! The payment plan of a contract: agreed, changed, shown with what has come.

use crate::cli::contract_verbs::Plan as Asked;
use crate::cli::failure::Failure;
use crate::cli::json::instant;
use crate::cli::reply::Reply;
use crate::cli::session::{Session, Setting};
use crate::cli::table::Table;
use crate::cli::{input, units};
use crate::domain::id::UnitId;
use crate::domain::money::Fen;
use crate::domain::plan::{Command, Dated, Terms};
use crate::domain::rejection::Rejection;
use crate::domain::state::claim::Claim;
use crate::domain::state::office::Office;
use crate::domain::state::plan::{Plan, PlanKind, Share};
use crate::domain::state::staff::Right;
use crate::domain::state::unit::Status;
use crate::domain::time::Instant;
use crate::locale::Locale;
use crate::store::Reader;
use serde::Serialize;

/// `plan`.
pub fn plan(setting: &Setting, asked: &Asked) -> Result<Reply, Failure> {
    let Some(terms) = terms(asked)? else {
        if !asked.reason.is_empty() {
            let facts = vec![("value", "--reason".to_string())];
            return Err(Failure::Input { code: "plan_missing", key: "cli-plan-flags", facts });
        }
        return show(setting, &asked.unit);
    };
    let mut session = Session::write(setting)?;
    let unit = session.unit(&asked.unit)?;
    let events = session.act(Command::Set { unit, terms, reason: asked.reason.clone() })?;
    let (office, locale) = (&session.office, &session.locale);
    let said: Vec<String> =
        events.iter().map(|recorded| locale.event(office, session.viewer, recorded)).collect();
    Ok(units::after(&session, unit, &said.join("\n")))
}

/// What was asked for; `None` shows the plan there is.
fn terms(asked: &Asked) -> Result<Option<Terms>, Failure> {
    let parts: Vec<Dated> = asked.part.iter().map(|text| dated(text)).collect::<Result<_, _>>()?;
    Ok(match (&asked.once, asked.parts.zip(asked.from.as_ref()), asked.mortgage.as_ref()) {
        (Some(once), ..) => Some(Terms::Once { on: input::date(once)? }),
        (None, Some((count, from)), _) => {
            Some(Terms::Equal { count, every: asked.every, from: input::date(from)? })
        }
        (None, None, Some(bank)) => {
            let amount = input::amount(asked.amount.as_deref().unwrap_or_default())?;
            let paid_out_by = asked.paid_out_by.as_deref().map(input::date).transpose()?;
            Some(Terms::Mortgage { bank: bank.clone(), amount, down: parts, paid_out_by })
        }
        (None, None, None) if !parts.is_empty() => Some(Terms::Parts { parts }),
        (None, None, None) => None,
    })
}

/// `2026-12-28=500000`.
fn dated(text: &str) -> Result<Dated, Failure> {
    let plain = crate::domain::money::narrow(text);
    let (day, amount) = plain.split_once('=').ok_or_else(|| Failure::Input {
        code: "part_invalid",
        key: "cli-part-invalid",
        facts: vec![("value", text.to_string())],
    })?;
    Ok(Dated { on: input::date(day)?, amount: input::amount(amount)? })
}

/// A plan and what has come of it.
#[derive(Serialize)]
struct PlanJson<'a> {
    unit: String,
    kind: Option<&'static str>,
    bank: Option<&'a str>,
    agreed: Option<String>,
    by: Option<&'a str>,
    reason: Option<&'a str>,
    price: Option<String>,
    paid: String,
    balance: String,
    application_due: Option<String>,
    applied: Option<String>,
    paid_out: Option<String>,
    parts: Vec<PartJson>,
    earlier: Vec<EarlierJson<'a>>,
}

#[derive(Serialize)]
struct PartJson {
    number: u32,
    kind: &'static str,
    due: Option<String>,
    amount: String,
    come: String,
    open: String,
    late: bool,
}

/// A plan another took the place of.
#[derive(Serialize)]
struct EarlierJson<'a> {
    kind: &'static str,
    agreed: String,
    by: Option<&'a str>,
    text: String,
}

fn show(setting: &Setting, unit: &str) -> Result<Reply, Failure> {
    let session = Session::read(setting)?;
    let unit = session.unit(unit)?;
    let (office, locale, now) = (&session.office, &session.locale, session.now);
    let claim = office.live_claim(unit).filter(|claim| claim.status() == Status::Signed);
    let claim = claim.ok_or_else(|| Rejection::WrongStatus {
        unit: office.unit(unit).spec.address(),
        status: office.status(unit),
        needed: vec![Status::Signed],
    })?;
    // Money is for who sees all, and for whose contract it is (rules §7).
    if !office.sees_money(session.viewer, claim.unit) {
        return Err(Rejection::NotPermitted { right: Right::SeeAll }.into());
    }
    Ok(Reply::either(session.json(), || json(office, locale, claim, now), || text(&session, unit, claim)))
}

fn json<'a>(office: &'a Office, locale: &Locale, claim: &'a Claim, now: Instant) -> PlanJson<'a> {
    let plan = claim.plan();
    let by = |plan: &Plan| plan.by.map(|id| office.name_of(Some(id)));
    let part = |share: Share| PartJson {
        number: share.number,
        kind: share.kind.code(),
        due: share.due.map(instant),
        amount: share.amount.plain(),
        come: share.come.plain(),
        open: share.open().plain(),
        late: share.is_late(now),
    };
    let earlier = claim.plans.iter().rev().skip(1).map(|plan| EarlierJson {
        kind: plan.kind.code(),
        agreed: instant(plan.since),
        by: by(plan),
        text: locale.planned(plan),
    });
    PlanJson {
        unit: office.unit(claim.unit).spec.address(),
        kind: plan.map(|plan| plan.kind.code()),
        bank: plan.and_then(|plan| plan.bank.as_deref()),
        agreed: plan.map(|plan| instant(plan.since)),
        by: plan.and_then(by),
        reason: plan.and_then(|plan| plan.reason.as_deref()),
        price: claim.deal().map(Fen::plain),
        paid: claim.paid().plain(),
        balance: claim.open().plain(),
        application_due: claim.apply_by().map(instant),
        applied: claim.mortgage.as_ref().map(|mortgage| instant(mortgage.applied)),
        paid_out: claim.paid_out().map(instant),
        parts: claim.shares().into_iter().map(part).collect(),
        earlier: earlier.collect(),
    }
}

fn text<S: Reader>(session: &Session<'_, S>, unit: UnitId, claim: &Claim) -> String {
    let (office, locale) = (&session.office, &session.locale);
    let address = office.unit(unit).spec.address();
    let mut head = Table::new(&[(locale.text("col-unit"), false), (&address, false)]);
    let mut line = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            head.row(vec![locale.text(key).to_string(), value]);
        }
    };
    line("cli-plan-price", claim.deal().map(Fen::grouped));
    line("cli-plan-paid", Some(claim.paid().grouped()));
    line("col-open", Some(claim.open().grouped()));
    let Some(plan) = claim.plan() else {
        return format!("{}{}", head.text(), locale.text("plan-none"));
    };
    line("cli-plan", Some(locale.planned(plan)));
    let args = [("at", locale.date(plan.since).into()), ("by", office.name_of(plan.by).into())];
    line("cli-plan-agreed", Some(locale.say("cli-plan-agreed-is", &args).trim_end().to_string()));
    line("col-reason", plan.reason.clone());
    line("cli-plan-apply", claim.apply_by().map(|due| locale.instant(due)));
    if plan.kind == PlanKind::Mortgage {
        line("cli-plan-applied", claim.mortgage.as_ref().map(|mortgage| locale.instant(mortgage.applied)));
        line("cli-plan-paid-out", claim.paid_out().map(|at| locale.instant(at)));
    }
    for earlier in claim.plans.iter().rev().skip(1) {
        line("cli-plan-before", Some(format!("{} {}", locale.date(earlier.since), locale.planned(earlier))));
    }
    format!("{}\n{}", head.text(), shares(session, claim))
}

fn shares<S: Reader>(session: &Session<'_, S>, claim: &Claim) -> String {
    let locale = &session.locale;
    let mut table = Table::new(&[
        (locale.text("col-part"), false),
        (locale.text("col-due"), false),
        (locale.text("col-amount"), true),
        (locale.text("col-come"), true),
        (locale.text("col-open"), true),
        ("", false),
    ]);
    for share in claim.shares() {
        let late = if share.is_late(session.now) { locale.text("cli-late") } else { "" };
        let undated = locale.text("layer-fact-share-undated");
        table.row(vec![
            locale.share_name(&share),
            share.due.map_or_else(|| undated.to_string(), |due| locale.date(due)),
            share.amount.grouped(),
            share.come.grouped(),
            share.open().grouped(),
            late.to_string(),
        ]);
    }
    table.text()
}
