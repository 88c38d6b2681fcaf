//! Payment plans: what is agreed, what is open, what is due; over a table, and over random lives.

use super::common::*;
use super::{Act, Check, FIRST, holds_and_bites, sold};
use crate::common::follower::follower;
use chrono::{Days, NaiveDate, TimeDelta};
use xiaokong::app::message::Message;
use xiaokong::app::update::update;
use xiaokong::domain::act::{self, Command};
use xiaokong::domain::id::UnitId;
use xiaokong::domain::money::Fen;
use xiaokong::domain::plan::{self, Dated, Event, PARTS_MAX, Terms};
use xiaokong::domain::state::claim::{Claim, ReceiptKind, Step};
use xiaokong::domain::state::due::{About, DueItem, DueKind, due_list};
use xiaokong::domain::state::office::Office;
use xiaokong::domain::state::plan::{PlanKind, ShareKind};
use xiaokong::domain::state::request::RequestState;
use xiaokong::domain::time::Instant;
use xiaokong::domain::{paper, payment};

const CLERK: xiaokong::domain::id::StaffId = xiaokong::domain::id::StaffId(8);

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn dated(text: &str, yuan: i64) -> Dated {
    Dated { on: day(text), amount: Fen::yuan(yuan) }
}

fn set(unit: UnitId, terms: Terms) -> plan::Command {
    plan::Command::Set { unit, terms, reason: String::new() }
}

fn once(text: &str) -> Terms {
    Terms::Once { on: day(text) }
}

fn mortgage(amount: i64, down: Vec<Dated>, paid_out_by: Option<&str>) -> Terms {
    Terms::Mortgage {
        bank: "工行".into(),
        amount: Fen::yuan(amount),
        down,
        paid_out_by: paid_out_by.map(day),
    }
}

/// 3#/1/601 at 3,650,400 yuan, signed on 11-28 with 50,000 and 600,400 paid: 3,000,000 open.
fn signed() -> (House, UnitId) {
    let (mut house, unit) = sold();
    let taken = taken("d1", 600_400);
    house.must(CASHIER, payment::Command::Sign { unit, contract: "合1".into(), taken });
    (house, unit)
}

fn claim(house: &House, unit: UnitId) -> &Claim {
    house.office.live_claim(unit).expect("a claim")
}

/// Due day, amount, come, of every part.
fn parts(house: &House, unit: UnitId) -> Vec<(String, i64, i64)> {
    let shown = |due: Option<Instant>| due.map_or("-".into(), |due| house.office.day(due).to_string());
    let shares = claim(house, unit).shares();
    shares.iter().map(|share| (shown(share.due), share.amount.0 / 100, share.come.0 / 100)).collect()
}

fn pays(house: &mut House, unit: UnitId, receipt: &str, yuan: i64, loan: bool) {
    house.must(CASHIER, payment::Command::Pay { unit, loan, taken: taken(receipt, yuan) });
}

#[test]
fn bad_plans_are_refused_with_their_code() {
    let (mut house, unit) = signed();
    let table: Vec<(Terms, &str)> = vec![
        (once("2026-11-27"), "plan_date"),
        (once("2036-11-29"), "plan_date"),
        (Terms::Parts { parts: vec![] }, "count_invalid"),
        (Terms::Parts { parts: vec![dated("2026-12-28", 2_999_999)] }, "plan_differs"),
        (Terms::Parts { parts: vec![dated("2026-12-28", 3_000_001)] }, "plan_differs"),
        (
            Terms::Parts { parts: vec![dated("2026-12-28", 3_000_000), dated("2027-01-28", 0)] },
            "amount_invalid",
        ),
        (
            Terms::Parts { parts: vec![dated("2026-12-28", 1_000_000), dated("2026-12-28", 2_000_000)] },
            "plan_date",
        ),
        (Terms::Parts { parts: vec![dated("2026-12-28", 50_000); 61] }, "count_invalid"),
        (Terms::Equal { count: 0, every: 1, from: day("2026-12-28") }, "count_invalid"),
        (Terms::Equal { count: PARTS_MAX + 1, every: 1, from: day("2026-12-28") }, "count_invalid"),
        (Terms::Equal { count: 3, every: 0, from: day("2026-12-28") }, "count_invalid"),
        (Terms::Equal { count: 60, every: 12, from: day("2026-12-28") }, "plan_date"),
        (mortgage(3_000_001, vec![], None), "above_balance"),
        (mortgage(0, vec![], None), "amount_invalid"),
        (mortgage(2_000_000, vec![dated("2026-12-01", 1)], None), "plan_differs"),
        (mortgage(2_000_000, vec![], Some("2026-11-30")), "plan_date"),
    ];
    for (terms, code) in table {
        let said = format!("{terms:?}");
        assert_eq!(house.code(CLERK, set(unit, terms)), code, "{said}");
    }
    let nameless =
        Terms::Mortgage { bank: " ".into(), amount: Fen::yuan(1), down: vec![], paid_out_by: None };
    assert_eq!(house.code(CLERK, set(unit, nameless)), "text_invalid");
    for by in [JIA, CASHIER, RECEPTION] {
        assert_eq!(house.code(by, set(unit, once("2026-12-28"))), "not_permitted");
    }
    let free = house.unit("3/1/701");
    assert_eq!(house.code(CLERK, set(free, once("2026-12-28"))), "wrong_status");
    assert_eq!(house.code(CLERK, set(UnitId(99_999), once("2026-12-28"))), "unit_unknown");
    assert!(claim(&house, unit).plans.is_empty(), "nothing but refusals");
    pays(&mut house, unit, "r1", 3_000_000, false);
    assert_eq!(house.code(CLERK, set(unit, once("2026-12-28"))), "nothing_open");
}

#[test]
fn equal_parts_sum_to_the_fen_and_keep_the_day_of_the_month() {
    let (mut house, unit) = signed();
    pays(&mut house, unit, "r1", 1, false);
    house.must(CLERK, set(unit, Terms::Equal { count: 3, every: 1, from: day("2026-12-31") }));
    let expected = [("2026-12-31", 999_999), ("2027-01-31", 999_999), ("2027-02-28", 1_000_001)];
    let expected: Vec<_> = expected.iter().map(|(day, amount)| (day.to_string(), *amount, 0)).collect();
    assert_eq!(parts(&house, unit), expected);
    let shares = claim(&house, unit).shares();
    assert_eq!(shares[0].due, Some(at("12-31 18:00")));
}

#[test]
fn money_fills_the_parts_in_order_and_a_counter_receipt_takes_back() {
    let (mut house, unit) = signed();
    house.must(CLERK, set(unit, Terms::Equal { count: 3, every: 1, from: day("2026-12-28") }));
    house.to("12-20 10:00");
    pays(&mut house, unit, "r1", 1_000_000, false);
    pays(&mut house, unit, "r2", 400_000, false);
    let come = |house: &House| parts(house, unit).iter().map(|(_, _, come)| *come).collect::<Vec<_>>();
    assert_eq!(come(&house), [1_000_000, 400_000, 0]);
    let wrong = |wrong: &str, counter: &str| payment::Command::Correct {
        wrong: wrong.into(),
        counter: counter.into(),
        taken: None,
        reason: "写错".into(),
    };
    house.must(CASHIER, wrong("r2", "x2"));
    assert_eq!(come(&house), [1_000_000, 0, 0]);
    // What had come before the plan and is taken back is owed at once, as a part of its own.
    let less = payment::Command::Correct {
        wrong: "d1".into(),
        counter: "x1".into(),
        taken: Some(taken("d2", 600_000)),
        reason: "写错".into(),
    };
    house.must(CASHIER, wrong("r1", "x3"));
    house.must(CASHIER, less);
    let shares = claim(&house, unit).shares();
    assert_eq!((shares[0].kind, shares[0].open(), shares.len()), (ShareKind::MadeGood, Fen::yuan(400), 4));
    assert!(shares[0].is_late(house.now));
}

#[test]
fn a_plan_is_changed_by_the_manager_with_a_reason_and_the_old_one_stays() {
    let (mut house, unit) = signed();
    house.must(CLERK, set(unit, once("2026-12-28")));
    assert_eq!(house.code(CLERK, set(unit, once("2027-01-28"))), "not_permitted");
    assert_eq!(house.code(MANAGER, set(unit, once("2027-01-28"))), "text_invalid");
    let again = |on: &str| plan::Command::Set { unit, terms: once(on), reason: "客户资金晚到".into() };
    assert_eq!(house.code(MANAGER, again("2026-12-28")), "already_so");
    house.must(MANAGER, again("2027-01-28"));
    let plans = &claim(&house, unit).plans;
    assert_eq!(plans.len(), 2);
    assert_eq!(plans[1].reason.as_deref(), Some("客户资金晚到"));
    assert_eq!(parts(&house, unit), [("2027-01-28".to_string(), 3_000_000, 0)]);
}

#[test]
fn a_mortgage_is_applied_for_paid_out_and_the_rest_is_the_down_payment() {
    let (mut house, unit) = signed();
    house.must(CLERK, set(unit, mortgage(2_500_000, vec![], Some("2027-01-15"))));
    let due = |house: &House| {
        let items = due_list(&house.office, house.now);
        let own = items.into_iter().filter(|item| item.about == About::Unit(unit));
        own.map(|item| (item.kind, item.at)).collect::<Vec<_>>()
    };
    let apply = at("12-01 18:00");
    let recording = (DueKind::Recording, at("12-28 18:00"));
    assert_eq!(due(&house), [(DueKind::Mortgage, apply), (DueKind::DownPayment, apply), recording]);
    house.to("12-02 10:00");
    assert!(house.office.is_overdue(unit, house.now));
    // The bank is faster than the customer: its money is its own part.
    let applied = paper::Command::Mortgage { unit, bank: "工行".into(), amount: Fen::yuan(2_500_000) };
    house.must(CLERK, applied);
    let loan = at("12-01 18:00") + TimeDelta::days(45);
    assert_eq!(due(&house), [(DueKind::DownPayment, apply), recording, (DueKind::Loan, loan)]);
    pays(&mut house, unit, "b1", 1_500_000, true);
    assert_eq!(parts(&house, unit)[0].2, 0);
    assert_eq!(claim(&house, unit).paid_out(), None);
    house.to("12-05 10:00");
    pays(&mut house, unit, "b2", 1_000_000, true);
    assert_eq!(claim(&house, unit).paid_out(), Some(at("12-05 10:00")));
    assert!(house.office.is_overdue(unit, house.now), "the customer's own part is still late");
    pays(&mut house, unit, "r1", 500_000, false);
    assert!(claim(&house, unit).is_paid() && !house.office.is_overdue(unit, house.now));
}

#[test]
fn another_bank_is_applied_to_anew() {
    let (mut house, unit) = signed();
    house.must(CLERK, set(unit, mortgage(2_500_000, vec![], None)));
    let applied = paper::Command::Mortgage { unit, bank: "工行".into(), amount: Fen::yuan(2_500_000) };
    house.must(CLERK, applied);
    assert_eq!(claim(&house, unit).apply_by(), None);
    house.to("12-20 10:00");
    let terms = Terms::Mortgage {
        bank: "建行".into(),
        amount: Fen::yuan(2_500_000),
        down: vec![],
        paid_out_by: None,
    };
    house.must(MANAGER, plan::Command::Set { unit, terms, reason: "工行未批".into() });
    assert_eq!(claim(&house, unit).apply_by(), Some(at("12-23 18:00")), "three days from the change");
}

#[test]
fn an_old_payload_is_still_read() {
    let old = r#"{"plan":{"agreed":{"unit":3,"kind":"once","bank":null,
        "parts":[{"due":"2026-12-28T10:00:00Z","amount":5}],"apply_by":null,"again":false,"reason":null}}}"#;
    let event: act::Event = serde_json::from_str(old).expect("a part without `loan`");
    assert!(matches!(event, act::Event::Plan(Event::Agreed { parts, .. }) if !parts[0].loan));
    let receipt = r#"{"number":"1","kind":"loan","amount":5,"method":"pos"}"#;
    let read: xiaokong::domain::state::claim::Receipt = serde_json::from_str(receipt).expect("a receipt");
    assert_eq!(
        serde_json::to_string(&read).expect("written"),
        receipt,
        "the journal's bytes stay as they were"
    );
}

// ---- random lives ----

/// Whether a mortgage is to be applied for.
pub fn to_apply(house: &House, unit: UnitId) -> bool {
    house.office.live_claim(unit).is_some_and(|claim| claim.apply_by().is_some())
}

/// A plan of the random lives: any kind, some wrong by a fen; now and then the application for its mortgage.
pub fn agreed(house: &House, act: Act) -> Command {
    let unit = UnitId(FIRST + act.unit);
    let claim = house.office.live_claim(unit);
    let open = claim.map(Claim::open).unwrap_or_default();
    let today = house.office.day(house.now);
    let on = |days: u32| today.checked_add_days(Days::new(u64::from(days))).unwrap_or(today);
    let more = act.more;
    let half = Fen(open.0 / 2);
    let wrong = Fen(i64::from(more.is_multiple_of(13)));
    let loan = claim.and_then(Claim::plan).and_then(|plan| plan.loan());
    if let Some(loan) = loan.filter(|_| to_apply(house, unit) && !more.is_multiple_of(4)) {
        return paper::Command::Mortgage { unit, bank: "工行".into(), amount: loan.amount }.into();
    }
    let terms = match more % 5 {
        0 => Terms::Once { on: on(more % 40) },
        1 => {
            let parts = [(on(1 + more % 9), half), (on(12 + more % 30), open - half + wrong)];
            Terms::Parts { parts: parts.map(|(on, amount)| Dated { on, amount }).to_vec() }
        }
        2 => Terms::Equal { count: 1 + more % 7, every: 1 + more % 3, from: on(1 + more % 20) },
        3 => mortgage_of(half, vec![], Some(on(30 + more % 30))),
        _ => {
            let down = vec![Dated { on: on(2), amount: open - half + wrong }];
            mortgage_of(half, down, Some(on(40)))
        }
    };
    let reason = if more.is_multiple_of(9) { "" } else { "改期" };
    plan::Command::Set { unit, terms, reason: reason.into() }.into()
}

fn mortgage_of(amount: Fen, down: Vec<Dated>, paid_out_by: Option<NaiveDate>) -> Terms {
    Terms::Mortgage { bank: "工行".into(), amount, down, paid_out_by }
}

/// What has come, told from the receipts part by part and not from what is open.
#[test]
fn what_has_come_is_what_was_received() {
    let check: Check = |house| {
        for claim in house.office.claims.iter().filter(|claim| claim.plan().is_some()) {
            let (Some(plan), Some(deal)) = (claim.plan(), claim.deal()) else { continue };
            let before: i64 = claim.receipts[..plan.receipts].iter().map(|receipt| receipt.signed().0).sum();
            let agreed: i64 = plan.parts.iter().map(|part| part.amount.0).sum();
            if agreed != deal.0 - before {
                return Err(format!("{agreed} agreed of {deal:?} with {before} paid"));
            }
            let shares = claim.shares();
            let open: i64 = shares.iter().map(|share| share.open().0).sum();
            let come: i64 = shares.iter().map(|share| share.come.0).sum();
            if open != claim.open().0 || come != (claim.paid().0 - before).max(0) {
                return Err(format!("{open} open and {come} come of {shares:?}"));
            }
            if shares.iter().any(|share| share.come < Fen(0) || share.open() < Fen(0)) {
                return Err(format!("more has come than was asked: {shares:?}"));
            }
            let own: Vec<_> = shares.iter().filter(|share| share.kind != ShareKind::Loan).collect();
            let gap = own.windows(2).any(|pair| pair[0].open() > Fen(0) && pair[1].come > Fen(0));
            let backwards = own.windows(2).any(|pair| pair[0].due >= pair[1].due && pair[0].number > 0);
            if gap || backwards {
                return Err(format!("out of order: {shares:?}"));
            }
        }
        Ok(())
    };
    holds_and_bites(check, |house| {
        let planned = house.office.claims.iter_mut().find(|claim| claim.plan().is_some());
        if let Some(part) = planned.and_then(|claim| claim.plans.last_mut()?.parts.first_mut()) {
            part.amount = part.amount + Fen(1);
        }
    });
}

/// The due list told anew from claims, requests and people, without the functions that make it.
fn naive(office: &Office) -> Vec<(Instant, About, DueKind)> {
    let mut all = Vec::new();
    for unit in &office.units {
        let about = About::Unit(unit.id);
        let mut add = |at: Instant, kind| all.push((at, about, kind));
        for request in &office.changes {
            let stands = request.ground.claim == unit.claim;
            match request.state {
                RequestState::Open if request.unit == unit.id && stands => {
                    add(request.until, DueKind::Request)
                }
                RequestState::Approved if request.unit == unit.id => add(request.until, DueKind::Refund),
                _ => {}
            }
        }
        let Some(claim) = office.live_claim(unit.id) else { continue };
        match claim.step {
            Step::Held { until } => add(until, DueKind::Hold),
            Step::Subscribed { due: Some(due), balance, .. } => {
                add(due, if balance.0 > 0 { DueKind::TopUp } else { DueKind::Signing })
            }
            Step::Signed { due: Some(due), recorded: false, .. } => add(due, DueKind::Recording),
            _ => {}
        }
        let Some(plan) = claim.plans.last() else { continue };
        let open = claim.price.map_or(0, |price| price.0 - claim.discount.0 - claim.paid().0).max(0);
        let bank = |receipt: &&xiaokong::domain::state::claim::Booked| {
            receipt.kind == ReceiptKind::Loan && !claim.countered.contains(&receipt.number)
        };
        let loans: i64 = claim.receipts[plan.receipts..].iter().filter(bank).map(|one| one.amount.0).sum();
        let agreed: i64 = plan.parts.iter().map(|part| part.amount.0).sum();
        if open > agreed {
            add(plan.since, DueKind::MadeGood);
        }
        let (mut left, mut loan_left) = ((agreed - open).max(0), 0);
        for part in plan.parts.iter().filter(|part| part.loan) {
            loan_left = part.amount.0 - part.amount.0.min(loans).min(left);
            left -= part.amount.0 - loan_left;
        }
        let mut asked = open > agreed;
        for part in plan.parts.iter().filter(|part| !part.loan) {
            let taken = left.min(part.amount.0);
            left -= taken;
            if let (false, true, Some(due)) = (asked, taken < part.amount.0, part.due) {
                asked = true;
                let kind = match plan.kind {
                    PlanKind::Once => DueKind::Once,
                    PlanKind::Parts => DueKind::Instalment,
                    PlanKind::Mortgage => DueKind::DownPayment,
                };
                add(due, kind);
            }
        }
        let applied = claim.mortgage.as_ref().is_some_and(|mortgage| {
            mortgage.applied >= plan.since || Some(&mortgage.bank) == plan.bank.as_ref()
        });
        let loan = plan.parts.iter().find(|part| part.loan).and_then(|part| part.due);
        match (plan.apply_by, loan) {
            (Some(due), _) if !applied => add(due, DueKind::Mortgage),
            (_, Some(due)) if loan_left > left => add(due, DueKind::Loan),
            _ => {}
        }
    }
    all.sort_unstable();
    all
}

#[test]
fn the_due_list_is_what_is_told_anew() {
    let check: Check = |house| {
        let office = &house.office;
        let listed: Vec<_> = due_list(office, house.now)
            .into_iter()
            .filter(|item| item.unit().is_some())
            .map(|DueItem { at, about, kind }| (at, about, kind))
            .collect();
        let told = naive(office);
        // A unit shows one request, the newest: an older one may still wait for its refund.
        let missing = told.iter().filter(|item| !listed.contains(item)).count();
        let extra = listed.iter().find(|item| !told.contains(item));
        match (missing, extra, listed.windows(2).all(|pair| pair[0] <= pair[1])) {
            (0, None, true) => Ok(()),
            other => Err(format!("{other:?}: {listed:?} and {told:?}")),
        }
    };
    holds_and_bites(check, |house| {
        if let Some(claim) = house.office.claims.iter_mut().find(|claim| claim.ended.is_none()) {
            claim.mortgage = None;
            claim.discount = Fen(1);
            claim.plans.iter_mut().for_each(|plan| plan.apply_by = None);
            house.office.open_changes.clear();
        }
    });
}

/// A desk that follows the journal event by event lists what is listed anew.
#[test]
fn a_desk_follows_the_due_list() {
    fn followed(house: &House, deaf: bool) -> Result<(), String> {
        if !house.journal.len().is_multiple_of(9) {
            return Ok(());
        }
        let mut desk = follower(house);
        for recorded in &house.journal {
            update(&mut desk, Message::Tick(recorded.at));
            if deaf && matches!(recorded.event, act::Event::Plan(_)) {
                act::apply(&mut desk.office, recorded);
            } else {
                update(&mut desk, Message::News(vec![recorded.clone()], recorded.at));
            }
        }
        update(&mut desk, Message::Tick(house.now));
        let anew = due_list(&house.true_office(), house.now.max(house.office.at));
        if desk.due == anew { Ok(()) } else { Err(format!("{:?} followed, {anew:?} anew", desk.due)) }
    }
    if let Err(found) = super::lives(|house| followed(house, false), |_| {}) {
        panic!("{found}");
    }
    assert!(super::lives(|house| followed(house, true), |_| {}).is_err(), "the check does not see deafness");
}
