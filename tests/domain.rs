//! The rules, as stories and as properties (rules §3, §4, §7, §11, §12).

mod common;

use common::*;
use proptest::prelude::*;
use std::collections::HashMap;
use xiaokong::domain::act::{self, Command, Guard, Recorded};
use xiaokong::domain::id::{ClaimId, StaffId, UnitId};
use xiaokong::domain::money::Fen;
use xiaokong::domain::rejection::Rejection;
use xiaokong::domain::state::claim::{EndKind, Step};
use xiaokong::domain::state::office::Office;
use xiaokong::domain::state::staff::{Presence, Role};
use xiaokong::domain::state::unit::Status;
use xiaokong::domain::state::visit::VisitKind;
use xiaokong::domain::time::minutes;
use xiaokong::domain::{
    assignment, control, duty, hold, listing, payment, people, reception, setup, undo, waiting,
};

fn holding(unit: UnitId, name: &str) -> hold::Command {
    hold::Command::Hold { unit, customer: person(name), minutes: None }
}

fn releasing(unit: UnitId) -> hold::Command {
    hold::Command::Release { unit, reason: "客户放弃".into() }
}

fn policy(key: &str, value: &str) -> setup::Command {
    setup::Command::SetPolicy { key: key.into(), value: value.into() }
}

#[test]
fn scenario_6_two_consultants_one_unit() {
    let mut house = House::new();
    house.to("11-28 13:11");
    let unit = house.unit("3/1/603");
    house.must(BING, holding(unit, "张三"));
    match house.send(DING, holding(unit, "李四")) {
        Err(Rejection::UnitTaken { unit, by, since }) => {
            assert_eq!((unit.as_str(), by.as_str(), since), ("3#/1单元/603", "丙", at("11-28 13:11")));
        }
        other => panic!("{other:?}"),
    }
    house.must(DING, waiting::Command::Join { unit, customer: person("李四") });
    assert_eq!(
        house.code(DING, waiting::Command::Join { unit, customer: person("李四") }),
        "already_in_line"
    );
}

#[test]
fn scenario_7_a_hold_expires_though_nobody_acts_and_the_first_in_line_gets_it() {
    let mut house = House::new();
    house.to("11-28 13:11");
    let (unit, other) = (house.unit("3/1/603"), house.unit("3/1/604"));
    house.must(BING, holding(unit, "张三"));
    house.must(BING, holding(other, "张三"));
    house.must(DING, waiting::Command::Join { unit, customer: person("李四") });
    house.to("11-29 13:10");
    assert_eq!(house.true_office().status(unit), Status::Held);
    house.to("11-29 13:11");
    let now = house.true_office();
    assert_eq!(now.status(other), Status::Available, "a hold is dead exactly at its end");
    let served = now.live_claim(unit).unwrap();
    assert_eq!((served.consultant, served.until()), (Some(DING), Some(at("11-30 13:11"))));
    // Two days later the served hold is over too, though still nothing was recorded.
    house.to("12-01 13:11");
    assert_eq!(house.true_office().status(unit), Status::Available);
    assert_eq!(house.office.status(unit), Status::Held, "not recorded yet");
    let third = house.unit("3/1/504");
    house.must(JIA, holding(third, "王五"));
    let ends: Vec<_> = house.journal.iter().rev().take(5).map(|r| (r.event.kind(), r.at, r.by)).collect();
    assert!(ends.contains(&("hold.expired".into(), at("11-29 13:11"), None)), "{ends:?}");
    assert!(ends.contains(&("hold.served".into(), at("11-29 13:11"), None)), "{ends:?}");
    assert!(ends.contains(&("hold.expired".into(), at("11-30 13:11"), None)), "{ends:?}");
    assert_eq!(house.true_office().status(unit), Status::Available);
}

#[test]
fn limits_of_holds() {
    let mut house = House::new();
    house.to("11-28 10:00");
    let units: Vec<UnitId> =
        ["3/1/601", "3/1/602", "3/1/603", "3/1/604"].map(|text| house.unit(text)).to_vec();
    for unit in &units[..3] {
        house.must(JIA, holding(*unit, "张三"));
    }
    assert_eq!(house.code(JIA, holding(units[3], "张三")), "hold_limit");
    house.must(JIA, releasing(units[0]));
    assert_eq!(house.code(JIA, holding(units[0], "张三")), "hold_cooldown");
    assert_eq!(house.code(YI, holding(units[0], "李四")), "ok", "the cool-down is the consultant's own");
    house.must(YI, releasing(units[0]));
    house.to("11-28 12:00");
    assert_eq!(house.code(JIA, holding(units[0], "张三")), "ok", "two hours later it may be held again");
    let long = hold::Command::Hold { unit: units[3], customer: person("钱"), minutes: Some(25 * 60) };
    assert_eq!(house.code(DING, long.clone()), "hold_maximum");
    assert_eq!(house.code(SUPERVISOR, long), "ok", "a supervisor may hold longer");
    let none = hold::Command::Hold { unit: house.unit("3/2/601"), customer: person("钱"), minutes: Some(0) };
    assert_eq!(house.code(DING, none), "length_invalid");
}

#[test]
fn extensions_end_at_the_hard_maximum_and_belong_to_supervisors() {
    let mut house = House::new();
    house.to("11-28 10:00");
    let unit = house.unit("3/1/601");
    let extend =
        |hours: u32| hold::Command::Extend { unit, minutes: hours * 60, reason: "客户在路上".into() };
    house.must(JIA, holding(unit, "张三"));
    assert_eq!(house.code(JIA, extend(1)), "not_permitted");
    assert_eq!(house.code(SUPERVISOR, extend(48)), "ok");
    assert_eq!(house.code(SUPERVISOR, extend(1)), "hold_maximum", "72 h since it began, however often");
    let silent = hold::Command::Extend { unit, minutes: 0, reason: "x".into() };
    assert_eq!(house.code(SUPERVISOR, silent), "length_invalid");
    assert_eq!(house.code(YI, releasing(unit)), "not_own");
    assert_eq!(house.code(SUPERVISOR, releasing(unit)), "ok");
}

#[test]
fn request_mode_lines_up_and_the_control_holder_answers() {
    let mut house = House::new();
    house.to("11-28 10:00");
    house.must(MANAGER, policy("hold_mode", "request"));
    let unit = house.unit("3/1/601");
    house.must(JIA, holding(unit, "张三"));
    house.must(YI, holding(unit, "李四"));
    assert_eq!(house.office.status(unit), Status::Available, "a request is not a hold");
    assert_eq!(house.code(SUPERVISOR, holding(unit, "王五")), "unit_requested");
    assert_eq!(house.code(BING, waiting::Command::Confirm { unit }), "not_permitted");
    house.must(MANAGER, waiting::Command::HandOver { to: SUPERVISOR });
    house.must(SUPERVISOR, waiting::Command::Confirm { unit });
    assert_eq!(house.office.live_claim(unit).unwrap().consultant, Some(JIA));
    assert_eq!(house.office.unit(unit).line[0].consultant, YI, "the rest line up behind it");
    house.must(JIA, releasing(unit));
    assert_eq!(house.office.live_claim(unit).unwrap().consultant, Some(YI));
}

#[test]
fn the_price_is_frozen_while_a_claim_lives() {
    let mut house = House::new();
    house.to("11-28 10:00");
    let (unit, free) = (house.unit("3/1/601"), house.unit("3/1/602"));
    house.must(JIA, holding(unit, "张三"));
    let before = house.office.live_claim(unit).unwrap().price;
    let mut rows = rows();
    for row in &mut rows {
        row.spec.total = row.spec.total.map(|total| total + Fen::yuan(100_000));
        row.status = Some(xiaokong::domain::state::unit::ListedStatus::Locked);
    }
    let kept = listing::preview(&house.office, &rows).kept;
    assert_eq!(kept, ["3#/1单元/601"], "the live claim's status is passed over, and said so");
    house.must(MANAGER, listing::Command::Import { source: "new.csv".into(), rows });
    assert_eq!(house.office.live_claim(unit).unwrap().price, before);
    assert_eq!(house.office.status(unit), Status::Held);
    assert_eq!(house.office.status(free), Status::Locked);
    assert_ne!(house.office.unit(unit).spec.total, before);
}

#[test]
fn scenarios_8_and_10_money_and_licence() {
    let mut house = House::new();
    house.to("11-28 13:00");
    let unit = house.unit("3/1/603");
    house.must(BING, holding(unit, "张三"));
    let deposit =
        |receipt: &str, yuan| payment::Command::Deposit { unit, customer: None, taken: taken(receipt, yuan) };
    assert_eq!(house.code(BING, deposit("1", 20_000)), "not_permitted", "only the cashier makes money real");
    let events = house.journal.len();
    assert_eq!(house.code(CASHIER, deposit("1", 5_000)), "below_minimum");
    assert_eq!(house.code(CASHIER, deposit("1", 900_000)), "above_share");
    assert_eq!(house.journal.len(), events, "nothing but the refusal");
    house.must(CASHIER, deposit("0004312", 20_000));
    let claim = house.office.live_claim(unit).unwrap().clone();
    assert_eq!((claim.balance(), claim.due()), (Some(Fen::yuan(30_000)), Some(at("12-01 18:00"))));
    assert_eq!(house.office.ledger(house.now).subscribed, 1);
    let sign = |receipt: &str| payment::Command::Sign {
        unit,
        contract: "HT1".into(),
        taken: taken(receipt, 900_000),
    };
    assert_eq!(house.code(CASHIER, sign("9")), "balance_due");
    house.to("12-01 11:00");
    let topup = |receipt: &str, yuan| payment::Command::TopUp { unit, taken: taken(receipt, yuan) };
    assert_eq!(house.code(CASHIER, topup("0004312", 30_000)), "receipt_used");
    assert_eq!(house.code(CASHIER, topup("0004340", 30_001)), "above_balance");
    house.must(CASHIER, topup("0004340", 30_000));
    let topped = house.office.live_claim(unit).unwrap();
    assert_eq!((topped.id, topped.balance(), topped.due()), (claim.id, None, Some(at("12-05 18:00"))));
    assert_eq!(house.office.ledger(house.now).topped_up, 1);
    house.must(CASHIER, sign("9"));
    assert_eq!(house.office.status(unit), Status::Signed);
    let bare = house.unit("1/1/603");
    house.must(JIA, holding(bare, "李四"));
    let deposit = payment::Command::Deposit { unit: bare, customer: None, taken: taken("10", 50_000) };
    assert_eq!(house.code(CASHIER, deposit), "no_licence");
    // Money in it: it never frees itself (scenario 11).
    house.to("12-30 18:00");
    assert_eq!(house.true_office().status(unit), Status::Signed);
}

#[test]
fn lock_release_and_batches_are_the_managers() {
    let mut house = House::new();
    house.to("11-28 10:00");
    let (unit, top) = (house.unit("3/1/601"), house.unit("3/1/1801"));
    let lock = control::Command::Lock { unit, reason: "样板间".into() };
    assert_eq!(house.code(SUPERVISOR, lock.clone()), "not_permitted");
    house.must(MANAGER, lock.clone());
    assert_eq!(house.code(JIA, holding(unit, "张三")), "wrong_status");
    house.must(MANAGER, control::Command::Unlock { unit, reason: "开放".into() });
    assert_eq!(house.code(JIA, holding(top, "张三")), "wrong_status");
    let release = control::Command::Release { batch: "二批次".into(), units: vec![] };
    house.must(MANAGER, release.clone());
    assert_eq!(house.code(MANAGER, release), "batch_empty");
    house.must(JIA, holding(top, "张三"));
    assert_eq!(house.code(MANAGER, control::Command::Lock { unit: top, reason: "x".into() }), "unit_taken");
    assert_eq!(house.code(MANAGER, control::Command::Lock { unit, reason: " ".into() }), "text_invalid");
}

#[test]
fn undo_is_own_in_time_and_blocked_by_what_depends_on_it() {
    let mut house = House::new();
    house.to("11-28 10:00");
    let unit = house.unit("3/1/601");
    let last = || undo::Command::Undo { deed: None };
    house.must(JIA, holding(unit, "张三"));
    assert_eq!(house.code(YI, last()), "nothing_to_undo");
    house.must(JIA, last());
    assert_eq!(house.office.status(unit), Status::Available);
    assert_eq!(
        house.office.claim(ClaimId(0)).ended.as_ref().unwrap().kind,
        EndKind::Undone,
        "nothing is erased"
    );
    house.must(JIA, holding(unit, "张三"));
    house.must(YI, waiting::Command::Join { unit, customer: person("李四") });
    assert_eq!(house.code(JIA, last()), "undo_blocked");
    house.to("11-28 10:03");
    assert_eq!(house.code(JIA, last()), "undo_too_late");
    house.must(YI, waiting::Command::Leave { unit });
    house.must(JIA, releasing(unit));
    house.must(JIA, last());
    let claim = house.office.live_claim(unit).unwrap();
    assert_eq!(claim.step, Step::Held { until: at("11-29 10:00") }, "released and undone: the old deadline");
}

#[test]
fn scenarios_1_to_3_order_of_the_day() {
    let mut house = House::new();
    for (time, who) in
        [("11-28 08:41", JIA), ("11-28 08:44", YI), ("11-28 08:47", BING), ("11-28 08:52", DING)]
    {
        house.to(time);
        house.must(who, duty::Command::SignIn { staff: who });
    }
    let arrive = |kind, ask| {
        reception::Command::Arrive(reception::Arrival {
            kind: Some(kind),
            customer: None,
            ask,
            size: 2,
            source: String::new(),
            ..Default::default()
        })
    };
    let assign = || assignment::Command::Assign { number: None, to: None, reason: String::new() };
    let finish = |number| {
        reception::Command::Finish(reception::Closing {
            number,
            grade: None,
            outcome: String::new(),
            ..Default::default()
        })
    };
    let line = |house: &House| house.office.line.clone();
    house.to("11-28 09:12");
    house.must(RECEPTION, arrive(VisitKind::First, None));
    house.must(RECEPTION, assign());
    house.must(JIA, finish(1));
    assert_eq!(line(&house), [JIA, YI, BING, DING], "an early walk-in spends no turn");
    house.to("11-28 09:42");
    house.must(RECEPTION, arrive(VisitKind::First, None));
    house.must(RECEPTION, assign());
    assert_eq!(house.office.receiving(JIA).unwrap().number, 2);
    house.to("11-28 10:25");
    house.must(JIA, finish(2));
    assert_eq!(line(&house), [YI, BING, DING, JIA]);
    house.to("11-28 10:30");
    house.must(RECEPTION, arrive(VisitKind::Returning, Some(BING)));
    house.must(RECEPTION, assign());
    house.to("11-28 10:34");
    house.must(RECEPTION, arrive(VisitKind::First, None));
    house.must(RECEPTION, assign());
    assert!(house.office.receiving(YI).is_some());
    house.to("11-28 10:40");
    house.must(RECEPTION, arrive(VisitKind::First, None));
    house.must(RECEPTION, assign());
    assert!(house.office.receiving(DING).is_some(), "丙 leads but is busy with an own customer");
    house.to("11-28 10:50");
    house.must(BING, finish(3));
    assert_eq!(line(&house)[..2], [YI, BING], "丙 keeps the place");
    house.must(
        JIA,
        duty::Command::Move { staff: JIA, presence: Presence::Lunch, reason: String::new(), minutes: None },
    );
    house.must(RECEPTION, arrive(VisitKind::First, None));
    house.must(RECEPTION, assign());
    assert!(house.office.receiving(BING).is_some());
    house.must(RECEPTION, arrive(VisitKind::First, None));
    assert_eq!(house.code(RECEPTION, assign()), "nobody_eligible");
    house.to("11-29 08:30");
    assert_eq!(house.code(JIA, duty::Command::SignIn { staff: JIA }), "ok", "a new day begins a new line");
    assert_eq!(house.office.line, [JIA]);
    assert_eq!(house.code(JIA, duty::Command::SignIn { staff: JIA }), "already_on_duty");
}

#[test]
fn personal_data_are_masked_and_erased() {
    let mut house = House::new();
    house.to("11-28 10:00");
    let unit = house.unit("3/1/601");
    let customer = phoned("张三丰", "138 1234 5678");
    house.must(JIA, hold::Command::Hold { unit, customer, minutes: None });
    let id = house.office.live_claim(unit).unwrap().customer.unwrap();
    assert_eq!(house.office.shown_name(Some(JIA), id).unwrap(), "张三丰");
    assert_eq!(house.office.shown_name(Some(YI), id).unwrap(), "张*");
    assert_eq!(house.office.shown_phones(None, id), ["138****5678"]);
    assert_eq!(house.code(JIA, people::Command::Erase { customer: id }), "not_permitted");
    house.must(MANAGER, people::Command::Erase { customer: id });
    assert_eq!(house.office.shown_name(Some(JIA), id), None);
    assert_eq!(house.code(MANAGER, people::Command::Erase { customer: id }), "customer_erased");
}

/// A unit in every status, each with what may stand on it, in the order of the table's columns.
fn in_every_status(house: &mut House) -> [UnitId; 11] {
    let unit = |house: &House, text: &str| house.unit(text);
    let (free, locked, own, other) =
        (unit(house, "3/1/601"), unit(house, "3/1/602"), unit(house, "3/1/603"), unit(house, "3/1/604"));
    let (partial, full, signed) = (unit(house, "3/2/601"), unit(house, "3/2/602"), unit(house, "3/2/603"));
    house.must(MANAGER, control::Command::Lock { unit: locked, reason: "x".into() });
    house.must(JIA, holding(own, "张三"));
    house.must(YI, holding(other, "李四"));
    for (unit, yuan, receipt) in [(partial, 20_000, "a"), (full, 50_000, "b"), (signed, 50_000, "c")] {
        let customer = Some(person(receipt));
        house.must(CASHIER, payment::Command::Deposit { unit, customer, taken: taken(receipt, yuan) });
    }
    house.must(CASHIER, payment::Command::Sign { unit: signed, contract: "HT".into(), taken: taken("d", 1) });
    let (queued, asked, imported) = (unit(house, "3/1/501"), unit(house, "3/1/502"), unit(house, "3/1/503"));
    house.must(BING, holding(queued, "王五"));
    house.must(DING, waiting::Command::Join { unit: queued, customer: person("赵六") });
    house.must(MANAGER, policy("hold_mode", "request"));
    house.must(BING, holding(asked, "王五"));
    house.must(MANAGER, policy("hold_mode", "direct"));
    let mut row = rows().into_iter().find(|row| row.spec.address() == "3#/1单元/503").unwrap();
    row.status = Some(xiaokong::domain::state::unit::ListedStatus::Signed);
    house.must(MANAGER, listing::Command::Import { source: "signed.csv".into(), rows: vec![row] });
    [unit(house, "3/1/1801"), locked, free, own, other, partial, full, signed, queued, asked, imported]
}

/// Every act on a unit × every status × every role (rules §2, §7): one letter a cell.
#[test]
fn every_act_in_every_status_for_every_role() {
    let mut house = House::new();
    house.to("11-28 10:00");
    let columns = in_every_status(&mut house);
    let reason = || String::from("x");
    type Making = Box<dyn Fn(UnitId) -> Command>;
    let acts: Vec<(&str, Making)> = vec![
        ("hold", Box::new(|unit| holding(unit, "新客").into())),
        ("extend", Box::new(move |unit| hold::Command::Extend { unit, minutes: 1, reason: reason() }.into())),
        ("release", Box::new(|unit| releasing(unit).into())),
        ("wait", Box::new(|unit| waiting::Command::Join { unit, customer: person("新客") }.into())),
        (
            "deposit",
            Box::new(|unit| {
                payment::Command::Deposit { unit, customer: None, taken: taken("z", 50_000) }.into()
            }),
        ),
        ("topup", Box::new(|unit| payment::Command::TopUp { unit, taken: taken("z", 1_000) }.into())),
        (
            "sign",
            Box::new(|unit| {
                payment::Command::Sign { unit, contract: "z".into(), taken: taken("z", 1_000) }.into()
            }),
        ),
        ("lock", Box::new(move |unit| control::Command::Lock { unit, reason: "x".into() }.into())),
        ("unlock", Box::new(move |unit| control::Command::Unlock { unit, reason: "x".into() }.into())),
    ];
    let mut table = String::new();
    for (name, act_on) in &acts {
        for role in Role::ALL {
            let by = house.office.staff.iter().find(|staff| staff.roles.contains(role)).unwrap().id;
            let cells: String = columns
                .iter()
                .map(|unit| match act::decide(&house.office, &act_on(*unit), &house.context(by)) {
                    Ok(_) => '+',
                    Err(rejection) => match rejection.code() {
                        "not_permitted" | "not_own" => 'P',
                        "wrong_status" => 's',
                        "unit_taken" => 't',
                        "customer_missing" => 'c',
                        "balance_due" => 'b',
                        "already_so" => '=',
                        "unit_requested" => 'r',
                        "already_in_line" => 'l',
                        "hold_limit" => 'm',
                        other => panic!("{name} {other}"),
                    },
                })
                .collect();
            table.push_str(&format!("{name:8} {:10} {cells}\n", role.code()));
        }
    }
    // Columns: unreleased, locked, available, held by 甲, held by 乙, partial, full, signed, held by 丙 with 丁 in line,
    // asked for by 丙, imported as signed. 甲 is the consultant.
    insta::assert_snapshot!("acts", table);
}

// ---- properties over random sequences of several actors ----

#[derive(Clone, Debug)]
enum Step1 {
    Wait(u32),
    Act(StaffId, Command),
}

fn any_step() -> impl Strategy<Value = Step1> {
    let staff = prop_oneof![Just(MANAGER), Just(SUPERVISOR), Just(JIA), Just(YI), Just(BING), Just(CASHIER)];
    let unit = (0u32..6).prop_map(|n| UnitId(144 + n));
    let name = prop_oneof![Just("张三"), Just("李四"), Just("王五")];
    let command = (unit, name, 0u32..400, 0u32..13).prop_map(|(unit, name, number, which)| -> Command {
        let (length, receipt) = (1 + number * 7, format!("r{number}"));
        match which {
            0..=2 => {
                hold::Command::Hold { unit, customer: person(name), minutes: (which == 1).then_some(length) }
                    .into()
            }
            3 => hold::Command::Extend { unit, minutes: length, reason: "x".into() }.into(),
            4 => releasing(unit).into(),
            5 | 6 => waiting::Command::Join { unit, customer: person(name) }.into(),
            7 => waiting::Command::Leave { unit }.into(),
            8 => payment::Command::Deposit {
                unit,
                customer: Some(person(name)),
                taken: taken(&receipt, 20_000),
            }
            .into(),
            9 => control::Command::Lock { unit, reason: "x".into() }.into(),
            10 => control::Command::Unlock { unit, reason: "x".into() }.into(),
            11 => waiting::Command::Confirm { unit }.into(),
            _ => undo::Command::Undo { deed: None }.into(),
        }
    });
    prop_oneof![
        1 => (1u32..2_000).prop_map(Step1::Wait),
        6 => (staff, command).prop_map(|(by, command)| Step1::Act(by, command)),
    ]
}

/// Live claims counted from the events alone, without trusting the office.
fn guards_hold(journal: &[Recorded]) -> Result<HashMap<UnitId, u32>, String> {
    let mut live = HashMap::new();
    for recorded in journal {
        for guard in recorded.event.guards() {
            match guard {
                Guard::Claim(unit, claim) => {
                    if let Some(before) = live.insert(unit, claim) {
                        return Err(format!(
                            "event {}: unit {unit} has claims {before} and {claim}",
                            recorded.seq
                        ));
                    }
                }
                Guard::Free(unit) => {
                    live.remove(&unit).ok_or(format!("event {}: unit {unit} had no claim", recorded.seq))?;
                }
            }
        }
    }
    Ok(live)
}

/// What must hold after every step.
fn sound(house: &House) -> Result<(), String> {
    let live = guards_hold(&house.journal)?;
    for unit in &house.office.units {
        if live.get(&unit.id).copied() != unit.claim.map(|claim| claim.0) {
            return Err(format!("unit {}: guard and office differ", unit.id));
        }
    }
    if house.replayed() != house.office {
        return Err("replay differs from the live office".into());
    }
    let holds: Vec<_> =
        house.office.units.iter().filter(|unit| house.office.status(unit.id) == Status::Held).collect();
    let dated = |unit: UnitId| house.office.live_claim(unit).and_then(|claim| claim.until());
    let all_dated = holds
        .iter()
        .all(|unit| dated(unit.id).is_some_and(|at| house.office.deadlines.contains(&(at, unit.id))));
    if holds.len() != house.office.deadlines.len() || !all_dated {
        return Err("deadlines are not the live holds".into());
    }
    let late = |unit: &UnitId| dated(*unit).is_some_and(|at| at + minutes(0) <= house.office.at);
    if holds.iter().any(|unit| late(&unit.id)) {
        return Err("a hold outlived its deadline in the journal".into());
    }
    Ok(())
}

/// The office without the trail: what undoing must restore.
fn without_trail(mut office: Office) -> Office {
    office.head = 0;
    office.at = Default::default();
    office.deeds.clear();
    office.customers = Default::default();
    office.followed = Default::default();
    office.names = Default::default();
    office.claims = office.claims.iter().filter(|claim| claim.ended.is_none()).cloned().collect();
    for unit in office.units.iter_mut() {
        unit.revision = 0;
    }
    office.ended.iter_mut().for_each(Vec::clear);
    office
}

fn run(steps: &[Step1], fault: Fault) -> Result<(), String> {
    let mut house = House::new();
    house.fault = fault;
    for step in steps {
        match step {
            Step1::Wait(count) => house.now += minutes(*count),
            Step1::Act(by, command) => {
                let before = house.office.clone();
                let truth = house.true_office();
                let answer = house.send(*by, command.clone());
                if answer.is_err() && house.office != before {
                    return Err(format!("a refusal changed the office: {command:?}"));
                }
                sound(&house)?;
                let undoable = answer.is_ok() && !matches!(command, Command::Undo(_) | Command::Payment(_));
                let deeds = house.office.deeds.back().is_some_and(|deed| deed.seq == house.office.head);
                let mut twin =
                    House { office: house.office.clone(), journal: Vec::new(), now: house.now, fault };
                if undoable && deeds && twin.send(*by, undo::Command::Undo { deed: None }).is_ok() {
                    let mut restored = without_trail(twin.office);
                    restored.customers = Default::default();
                    if restored != without_trail(truth) {
                        return Err(format!("undo did not restore: {command:?}"));
                    }
                }
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]
    #[test]
    fn the_invariants_hold_over_random_days(steps in proptest::collection::vec(any_step(), 1..40)) {
        if let Err(fault) = run(&steps, Fault::None) {
            return Err(TestCaseError::fail(fault));
        }
    }
}

#[test]
fn every_property_notices_a_seeded_fault() {
    let unit = UnitId(144);
    let hold_it = |by| Step1::Act(by, holding(unit, "张三").into());
    let steps = [hold_it(JIA), hold_it(YI), Step1::Wait(1_500), hold_it(YI)];
    assert_eq!(run(&steps, Fault::None), Ok(()));
    for fault in [Fault::ForgetsLapses, Fault::PlacesTwice, Fault::WritesOnRefusal] {
        assert!(run(&steps, fault).is_err());
    }
}
