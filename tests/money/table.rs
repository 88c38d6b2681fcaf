//! Every act on every money situation by every role (rules §2, §4, §7), a letter each.

use super::{deposit, make};
use crate::common::{
    BING, CASHIER, DING, House, JIA, MANAGER, RECEPTION, SUPERVISOR, YI, at, person, phoned, rows, taken,
};
use std::fmt::Write;
use xiaokong::domain::act::{self, Command, Event};
use xiaokong::domain::change::{self, Command as Asking};
use xiaokong::domain::id::{CustomerId, RequestId, StaffId, UnitId};
use xiaokong::domain::listing;
use xiaokong::domain::money::Fen;
use xiaokong::domain::state::claim::NoticeKind;
use xiaokong::domain::state::request::{Back, Change};
use xiaokong::domain::state::unit::ListedStatus;
use xiaokong::domain::{control, hold, issue, paper, payment, people, setup};

const CLERK: StaffId = StaffId(8);
const FIRST: RequestId = RequestId(0);

/// In the order of the letters of a cell: manager, planner, clerk, supervisor, consultant, cashier, reception, board.
const ROLES: [StaffId; 8] = [MANAGER, StaffId(9), CLERK, SUPERVISOR, JIA, CASHIER, RECEPTION, StaffId(10)];

const BEFORE: [&str; 8] =
    ["unreleased", "locked", "unlicensed", "requested", "available", "granted", "held", "priced"];
const DEPOSIT: [&str; 8] = ["partial", "late", "full", "overdue", "warned", "imported", "asked", "agreed"];
const SIGNED: [&str; 7] = ["signed", "paid", "recorded", "cleared", "handed", "listed", "leaving"];

/// Where a unit stands, and the unit.
fn situation(how: &str) -> (House, UnitId) {
    let mut house = House::new();
    house.to("11-28 10:00");
    house.must(JIA, people::Command::Register { customer: phoned("李四", "13800000001") });
    let taken = house.unit("3/1/801");
    house.must(YI, hold::Command::Hold { unit: taken, customer: person("王五"), minutes: Some(1_440) });
    let unit = house.unit(match how {
        "unreleased" => "3/1/1801",
        "unlicensed" => "1/1/601",
        _ => "3/1/601",
    });
    if BEFORE.contains(&how) {
        before_money(&mut house, unit, how);
    } else if ["imported", "listed"].contains(&how) {
        let status = if how == "listed" { ListedStatus::Signed } else { ListedStatus::Deposit };
        let row = rows().into_iter().find(|row| row.spec.address() == "3#/1单元/601").unwrap();
        let rows = vec![listing::Row { status: Some(status), ..row }];
        house.must(MANAGER, listing::Command::Import { source: "again.csv".into(), rows });
    } else if DEPOSIT.contains(&how) {
        with_deposit(&mut house, unit, how);
    } else {
        with_contract(&mut house, unit, how);
    }
    (house, unit)
}

fn before_money(house: &mut House, unit: UnitId, how: &str) {
    let holds = |house: &mut House, who| {
        house.must(who, hold::Command::Hold { unit, customer: person("张三"), minutes: None });
    };
    match how {
        "locked" => {
            house.must(MANAGER, control::Command::Lock { unit, reason: "留用".into() });
        }
        "requested" => {
            let policy = setup::Command::SetPolicy { key: "hold_mode".into(), value: "request".into() };
            house.must(MANAGER, policy);
            holds(house, BING);
        }
        "granted" => {
            house.must(MANAGER, make(unit, Change::BelowMinimum { amount: Fen::yuan(5_000) }));
        }
        "held" => holds(house, JIA),
        "priced" => {
            holds(house, JIA);
            house.must(MANAGER, make(unit, Change::Discount { off: Fen::yuan(90_000) }));
        }
        _ => {}
    }
}

fn with_deposit(house: &mut House, unit: UnitId, how: &str) {
    let yuan = if ["partial", "late"].contains(&how) { 20_000 } else { 50_000 };
    deposit(house, unit, "D1", yuan);
    let cancel = Change::Cancel { back: Back::Available, refund: Fen::yuan(50_000) };
    match how {
        "late" => {
            house.to("12-01 18:00");
        }
        "overdue" => {
            house.to("12-12 18:00");
        }
        "warned" => {
            house.to("12-05 18:00");
            for kind in NoticeKind::ALL {
                house.must(JIA, paper::Command::Notice { unit, kind: *kind, note: "无人接听".into() });
            }
            house.to("12-12 18:00");
        }
        "asked" => {
            house.must(DING, make(unit, cancel));
        }
        "agreed" => {
            house.must(MANAGER, make(unit, cancel));
        }
        _ => {}
    }
}

fn with_contract(house: &mut House, unit: UnitId, how: &str) {
    deposit(house, unit, "D1", 50_000);
    let down = taken("S1", 600_000);
    house.must(CASHIER, payment::Command::Sign { unit, contract: "HT1".into(), taken: down });
    if ["paid", "cleared", "handed"].contains(&how) {
        let claim = house.office.live_claim(unit).unwrap();
        let open = claim.deal().unwrap() - claim.paid();
        let rest =
            payment::Taken { receipt: "P1".into(), amount: open, method: "转账".into(), payer: None };
        house.must(CASHIER, payment::Command::Pay { unit, loan: true, taken: rest });
    }
    if ["recorded", "cleared", "handed"].contains(&how) {
        house.must(CLERK, paper::Command::Record { unit, number: String::new() });
    }
    if how == "handed" {
        house.must(CLERK, paper::Command::HandOver { unit });
    }
    if how == "leaving" {
        let refund = Fen::yuan(600_000);
        house.must(MANAGER, make(unit, Change::Terminate { back: Back::Locked, refund }));
    }
}

/// Every act, by name; one that needs a sum takes what fits the situation.
fn acts(house: &House, unit: UnitId) -> Vec<(&'static str, Command)> {
    let money = |yuan| taken("N1", yuan);
    let customer = || Some(person("张三"));
    let pays = |yuan| payment::Command::Deposit { unit, customer: customer(), taken: money(yuan) };
    let paid = house.office.live_claim(unit).map(|claim| claim.paid()).unwrap_or_default();
    let corrects = |yuan| payment::Command::Correct {
        wrong: "D1".into(),
        counter: "X1".into(),
        taken: Some(money(yuan)),
        reason: "写错".into(),
    };
    let swap = |to: &str| make(unit, Change::Swap { to: house.unit(to), back: Back::Available });
    let off = |yuan| make(unit, Change::Discount { off: Fen::yuan(yuan) });
    let rename = |add, remove| make(unit, Change::Rename { add, remove, relation: "配偶".into() });
    let own = house.office.live_claim(unit).and_then(|claim| claim.customer);
    let agreed = house.office.change_on(unit).map(|request| request.change.refund());
    let back = payment::Taken { amount: agreed.unwrap_or(Fen(100)), ..money(1) };
    let (available, half) = (Back::Available, Fen(paid.0 / 2));
    let sign = payment::Command::Sign { unit, contract: "N".into(), taken: money(600_000) };
    let note = "无人接听".to_string();
    vec![
        ("deposit below", pays(5_000).into()),
        ("deposit minimum", pays(20_000).into()),
        ("deposit full", pays(50_000).into()),
        ("deposit over", pays(1_000_000).into()),
        ("top-up part", payment::Command::TopUp { unit, taken: money(10_000) }.into()),
        ("top-up rest", payment::Command::TopUp { unit, taken: money(30_000) }.into()),
        ("prepare", paper::Command::Prepare { unit, contract: "N".into() }.into()),
        ("sign", sign.into()),
        ("print receipt", issue::Command::LastReceipt { unit }.into()),
        ("print form", issue::Command::Subscription { unit }.into()),
        ("print swap", issue::Command::Swap { unit }.into()),
        ("pay", payment::Command::Pay { unit, loan: false, taken: money(100_000) }.into()),
        ("correct", corrects(30_000).into()),
        ("refund", Asking::Refund { unit, taken: back }.into()),
        ("record", paper::Command::Record { unit, number: "B1".into() }.into()),
        ("unrecord", paper::Command::Unrecord { unit, reason: "改".into() }.into()),
        ("mortgage", paper::Command::Mortgage { unit, bank: "工行".into(), amount: Fen::yuan(1) }.into()),
        ("hand over", paper::Command::HandOver { unit }.into()),
        ("notice", paper::Command::Notice { unit, kind: NoticeKind::Call, note }.into()),
        ("allow less", make(unit, Change::BelowMinimum { amount: Fen::yuan(5_000) }).into()),
        ("discount 0.9%", off(32_000).into()),
        ("discount 2.9%", off(105_000).into()),
        ("discount 3.1%", off(114_000).into()),
        ("extend", make(unit, Change::Extend { due: at("12-31 18:00") }).into()),
        ("cancel", make(unit, Change::Cancel { back: available, refund: paid }).into()),
        ("cancel for 0", make(unit, Change::Cancel { back: available, refund: Fen(0) }).into()),
        ("forfeit", make(unit, Change::Forfeit { back: available }).into()),
        ("terminate", make(unit, Change::Terminate { back: available, refund: half }).into()),
        ("swap dearer", swap("3/1/701").into()),
        ("swap cheaper", swap("3/1/501").into()),
        ("swap taken", swap("3/1/801").into()),
        ("swap unlicensed", swap("1/1/701").into()),
        ("rename join", rename(Some(CustomerId(0)), None).into()),
        ("rename last", rename(None, own).into()),
        ("approve", Asking::Approve { request: FIRST, back: None }.into()),
        ("withdraw", Asking::Withdraw { request: FIRST, reason: "不办了".into() }.into()),
        ("refuse", Asking::Refuse { request: FIRST, reason: "不妥".into() }.into()),
    ]
}

/// What an answer is called in the table.
fn letter(said: Result<Vec<Event>, xiaokong::domain::rejection::Rejection>) -> char {
    let rejection = match said {
        Err(rejection) => rejection,
        Ok(events) => {
            return match events.as_slice() {
                [Event::Change(change::Event::Asked { .. })] => '?',
                [.., Event::Change(change::Event::Approved { .. })] => '~',
                _ => '+',
            };
        }
    };
    LEGEND
        .iter()
        .find(|(_, code)| *code == rejection.code())
        .map_or_else(|| panic!("no letter for {}", rejection.code()), |(letter, _)| *letter)
}

/// The refusals by letter.
const LEGEND: &[(char, &str)] = &[
    ('.', "not_permitted"),
    ('w', "wrong_status"),
    ('t', "unit_taken"),
    ('q', "unit_requested"),
    ('l', "no_licence"),
    ('b', "below_minimum"),
    ('s', "above_share"),
    ('a', "above_balance"),
    ('d', "balance_due"),
    ('4', "price_due"),
    ('e', "already_so"),
    ('u', "receipt_unknown"),
    ('z', "nothing_to_refund"),
    ('n', "not_recorded"),
    ('r', "still_recorded"),
    ('i', "amount_invalid"),
    ('m', "discount_limit"),
    ('0', "nothing_due"),
    ('f', "forfeit_early"),
    ('v', "notice_missing"),
    ('c', "swap_cheaper"),
    ('p', "change_pending"),
    ('o', "not_own_request"),
    ('g', "deposit_kept"),
    ('x', "request_unknown"),
    ('y', "request_decided"),
    ('k', "request_stale"),
    ('h', "customer_missing"),
    ('j', "customer_differs"),
    ('2', "no_receipts"),
    ('3', "not_subscribed"),
    ('1', "not_swapped"),
];

fn table(situations: &[&str]) -> String {
    let mut table = String::from("+ done  ? asked for  ~ agreed, the refund to come");
    for (place, (letter, code)) in LEGEND.iter().enumerate() {
        table.push_str(if place % 8 == 0 { "\n" } else { "  " });
        write!(table, "{letter} {code}").unwrap();
    }
    write!(table, "\n\n{:16}", "MPCSc$RB").unwrap();
    for how in situations {
        write!(table, " {how:10}").unwrap();
    }
    let houses: Vec<(House, UnitId)> = situations.iter().map(|how| situation(how)).collect();
    let mut lines: Vec<String> = Vec::new();
    for (house, unit) in &houses {
        let office = house.true_office();
        for (place, (name, command)) in acts(house, *unit).into_iter().enumerate() {
            let cell: String = ROLES
                .iter()
                .map(|who| letter(act::decide(&office, &command, &house.context(*who))))
                .collect();
            if lines.len() <= place {
                lines.push(format!("{name:16}"));
            }
            write!(lines[place], " {cell:10}").unwrap();
        }
    }
    let lines = std::iter::once(table.as_str()).chain(lines.iter().map(String::as_str));
    lines.map(|line| line.trim_end().to_string() + "\n").collect()
}

#[test]
fn every_act_before_money() {
    insta::assert_snapshot!("before_money", table(&BEFORE));
}

#[test]
fn every_act_on_a_deposit() {
    insta::assert_snapshot!("deposit", table(&DEPOSIT));
}

#[test]
fn every_act_on_a_contract() {
    insta::assert_snapshot!("contract", table(&SIGNED));
}
