//! An office on a Saturday morning, made by commands alone: every status, a queue, a line, something late.

use crate::home::{home, person};
use chrono::{DateTime, Days, NaiveDate, TimeDelta};
use std::collections::BTreeMap;
use xiaokong::app::action::Keymap;
use xiaokong::app::key::Key;
use xiaokong::app::message::Message;
use xiaokong::app::model::{Desk, Glyphs, ThemeName};
use xiaokong::app::update::{Setting, start, update};
use xiaokong::domain::act::{Command, Recorded, apply, decide, settled};
use xiaokong::domain::context::Context;
use xiaokong::domain::id::{CommandId, StaffId, UnitId};
use xiaokong::domain::money::Fen;
use xiaokong::domain::party::Named;
use xiaokong::domain::payment::{self, Taken};
use xiaokong::domain::state::customer::Grade;
use xiaokong::domain::state::office::Office;
use xiaokong::domain::state::request::{Back, Change};
use xiaokong::domain::state::sealed::Person;
use xiaokong::domain::state::staff::{Presence, Role};
use xiaokong::domain::state::unit::ListedStatus;
use xiaokong::domain::state::visit::VisitKind;
use xiaokong::domain::time::Instant;
use xiaokong::domain::{
    assignment, call, change, control, duty, hold, listing, paper, plan, reception, setup, waiting,
};
use xiaokong::locale::{Lang, Locale};

/// Saturday 2026-11-28 10:42 in Shanghai.
pub fn now() -> Instant {
    DateTime::from_timestamp(1_795_833_720, 0).expect("a moment")
}

/// An office being filled, its clock moved on by hand, and everything that happened.
struct Desktop {
    office: Office,
    now: Instant,
    log: Vec<Recorded>,
}

impl Desktop {
    fn act(&mut self, by: u32, command: impl Into<Command>) {
        if let Some(office) = settled(&self.office, self.now) {
            self.office = office;
        }
        let context = Context { by: StaffId(by), terminal: "t1".into(), now: self.now };
        let command = command.into();
        let events =
            decide(&self.office, &command, &context).unwrap_or_else(|no| panic!("{no:?}: {command:?}"));
        for event in events {
            let by = self.office.staff.get(by as usize).map(|staff| staff.id);
            let seq = self.office.head + 1;
            let recorded =
                Recorded { seq, at: self.now, by, terminal: "t1".into(), command: CommandId::nil(), event };
            apply(&mut self.office, &recorded);
            self.log.push(recorded);
        }
    }

    fn unit(&self, address: &str) -> UnitId {
        self.office.addresses()[address]
    }

    fn pass(&mut self, minutes: i64) {
        self.now += TimeDelta::minutes(minutes);
    }
}

fn taken(receipt: &str, yuan: i64) -> Taken {
    Taken { receipt: receipt.into(), amount: Fen::yuan(yuan), method: "POS".into(), payer: None }
}

fn row(building: &str, entrance: Option<&str>, floor: i32, room: String) -> listing::Row {
    let area = 8_950 + 1_220 * i64::from(room.ends_with('2'));
    let spec = home(building, entrance.map(str::to_string), floor, room, area);
    listing::Row { spec, status: Some(ListedStatus::Available) }
}

fn rows() -> Vec<listing::Row> {
    let mut rows = Vec::new();
    for building in ["1#住宅楼", "3#住宅楼", "5#住宅楼", "6#住宅楼", "7#商业楼", "9#住宅楼", "11#住宅楼"]
    {
        for entrance in ["1单元", "2单元"] {
            for floor in 1..=18 {
                for place in 1..=4 {
                    rows.push(row(building, Some(entrance), floor, format!("{floor}{place:02}")));
                }
            }
        }
    }
    rows.extend((1..=90).map(|place| row("地下车库", None, -1, format!("车{place:03}"))));
    // A bit of everything in 3#, as a price list brings it in.
    let kinds = [ListedStatus::Signed, ListedStatus::Recorded, ListedStatus::Deposit, ListedStatus::Locked];
    for (place, row) in rows.iter_mut().filter(|row| &*row.spec.building == "3#住宅楼").enumerate() {
        if ["1802", "1702", "1603", "1504"].contains(&&*row.spec.room) {
            continue;
        }
        match place % 11 {
            1 | 5 => row.status = Some(kinds[place % 4]),
            7 if place > 60 => row.status = Some(ListedStatus::Unreleased),
            _ => {}
        }
    }
    rows
}

/// The office and what happened in it.
fn office() -> Desktop {
    let mut desk = Desktop { office: Office::default(), now: now() - TimeDelta::days(6), log: Vec::new() };
    let name = "金鹊花园".to_string();
    let found = setup::Command::Found {
        name,
        practice: true,
        manager: "周经理".into(),
        roles: vec![],
        policy: vec![],
    };
    desk.act(0, found);
    let staff = [
        ("何主管", Role::Supervisor),
        ("甲", Role::Consultant),
        ("乙", Role::Consultant),
        ("丙", Role::Consultant),
        ("欧阳丁", Role::Consultant),
        ("出纳", Role::Cashier),
        ("前台", Role::Reception),
    ];
    for (name, role) in staff {
        desk.act(0, setup::Command::AddStaff { name: name.into(), role, team: None });
    }
    desk.act(0, listing::Command::Import { source: "一房一价.csv".into(), rows: rows() });
    let granted = NaiveDate::from_ymd_opt(2026, 10, 1).expect("a day");
    for building in desk.office.order.clone().into_iter().skip(1) {
        desk.act(0, setup::Command::SetLicence { building, number: "2026-088".into(), granted });
    }
    desk.act(0, setup::Command::SetStage { stage: xiaokong::domain::state::day::Stage::Open });
    claims(&mut desk);
    morning(&mut desk);
    desk
}

/// Claims of the last days and of this morning.
fn claims(desk: &mut Desktop) {
    let late = desk.unit("3#住宅楼/1单元/1802");
    let deposit = payment::Command::Deposit {
        unit: late,
        customer: Some(person("赵敏")),
        taken: taken("0004312", 20_000),
    };
    desk.act(6, deposit);
    desk.now = now() - TimeDelta::minutes(130);
    let room = desk.unit("3#住宅楼/1单元/1702");
    desk.act(2, hold::Command::Hold { unit: room, customer: person("张三"), minutes: None });
    desk.act(3, waiting::Command::Join { unit: room, customer: person("李四") });
    let short = desk.unit("3#住宅楼/1单元/1603");
    desk.act(3, hold::Command::Hold { unit: short, customer: person("王五"), minutes: Some(150) });
    let full = desk.unit("3#住宅楼/2单元/1504");
    let deposit = payment::Command::Deposit {
        unit: full,
        customer: Some(person("孙六")),
        taken: taken("0004340", 50_000),
    };
    desk.act(6, deposit);
    let lock = desk.unit("3#住宅楼/2单元/1802");
    desk.act(0, control::Command::Lock { unit: lock, reason: "样板间".into() });
}

/// Sign-in, visitors, the turn.
fn morning(desk: &mut Desktop) {
    for staff in 2..=5 {
        desk.act(staff, duty::Command::SignIn { staff: StaffId(staff) });
        desk.pass(2);
    }
    desk.act(
        5,
        duty::Command::Move {
            staff: StaffId(5),
            presence: Presence::Lunch,
            reason: String::new(),
            minutes: None,
        },
    );
    desk.now = now() - TimeDelta::minutes(25);
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
    desk.act(7, arrive(VisitKind::First, None));
    desk.act(1, assignment::Command::Assign { number: None, to: None, reason: String::new() });
    for (kind, ask) in
        [(VisitKind::First, None), (VisitKind::Named, Some(StaffId(2))), (VisitKind::Channel, None)]
    {
        desk.pass(6);
        desk.act(7, arrive(kind, ask));
    }
    desk.now = now();
}

/// On top of it, one thing of every kind that can be due.
fn everything_due(desk: &mut Desktop) {
    let later = |days: u64| desk_day(desk, days);
    let (soon, next) = (later(3), later(33));
    let signed = [("1203", 20_001), ("1204", 20_002), ("1103", 20_003), ("1104", 20_004), ("903", 20_005)];
    let mut units = Vec::new();
    desk.now = now() - TimeDelta::days(5);
    for (place, (room, receipt)) in signed.into_iter().enumerate() {
        let unit = desk.unit(&format!("9#住宅楼/1单元/{room}"));
        let customer = Some(person(["周一", "吴二", "郑三", "冯四", "陈五"][place]));
        let money = |add: i64, yuan| taken(&format!("{}", receipt * 10 + add), yuan);
        desk.act(6, payment::Command::Deposit { unit, customer, taken: money(0, 50_000) });
        let contract = format!("HT{receipt}");
        desk.act(6, payment::Command::Sign { unit, contract, taken: money(1, 500_000) });
        units.push(unit);
    }
    desk.now = now() - TimeDelta::hours(3);
    let bank = || "工商银行".to_string();
    let amount = Fen::yuan(1_000_000);
    let mortgage = |paid_out_by| plan::Terms::Mortgage { bank: bank(), amount, down: vec![], paid_out_by };
    let terms = [
        mortgage(None),
        mortgage(Some(next)),
        plan::Terms::Equal { count: 3, every: 1, from: soon },
        plan::Terms::Once { on: next },
        plan::Terms::Once { on: next },
    ];
    for (unit, terms) in units.iter().zip(terms) {
        desk.act(0, plan::Command::Set { unit: *unit, terms, reason: String::new() });
    }
    desk.act(0, paper::Command::Mortgage { unit: units[1], bank: bank(), amount });
    let less = payment::Command::Correct {
        wrong: "200051".into(),
        counter: "200052".into(),
        taken: Some(taken("200053", 499_000)),
        reason: "写错".into(),
    };
    desk.act(6, less);
    let late = desk.unit("3#住宅楼/1单元/1802");
    let change = Change::Cancel { back: Back::Available, refund: Fen::yuan(20_000) };
    desk.act(0, change::Command::Make { unit: late, change, reason: "资金不足".into() });
    let full = desk.unit("3#住宅楼/2单元/1504");
    let change = Change::Extend { due: now() + TimeDelta::days(20) };
    desk.act(2, change::Command::Make { unit: full, change, reason: "客户出差".into() });
    for (key, value) in [("hold_mode", "request"), ("protection_days", "1"), ("reception_span", "20m")] {
        desk.act(0, setup::Command::SetPolicy { key: key.into(), value: value.into() });
    }
    desk.now = now() - TimeDelta::minutes(4);
    let asked = desk.unit("3#住宅楼/1单元/1204");
    desk.act(4, hold::Command::Hold { unit: asked, customer: person("卫六"), minutes: None });
    let phone = |name: &str, phone: &str| {
        Named::Person(Person { salt: "0".repeat(32), name: name.into(), phones: vec![phone.into()] })
    };
    let call = |customer, appointment| {
        let (source, note) = (String::new(), String::new());
        call::Command::Log { customer, consultant: None, appointment, source, note }
    };
    desk.act(3, call(phone("诸葛亮", "13800000001"), Some(now() + TimeDelta::minutes(40))));
    let customer = Some(phone("沈七", "13800000002"));
    let arrival = reception::Arrival { customer, size: 1, ..Default::default() };
    desk.act(1, reception::Command::Arrive(arrival));
    let (to, reason) = (Some(StaffId(4)), "熟客".to_string());
    desk.act(1, assignment::Command::Assign { number: Some(5), to, reason });
    let grade = Some(Grade::A);
    desk.act(4, reception::Command::Finish(reception::Closing { number: 5, grade, ..Default::default() }));
    // As if it had been yesterday: the call is due today.
    if let Some(visit) = desk.office.visits.iter_mut().last() {
        visit.next = visit.next.map(|next| next - TimeDelta::days(1));
    }
    desk.now = now();
}

fn desk_day(desk: &Desktop, days: u64) -> NaiveDate {
    desk.office.day(now()).checked_add_days(Days::new(days)).expect("a day")
}

/// A desk on which everything that can be due is due.
pub fn busy(lang: Lang, size: (u16, u16)) -> Desk {
    let mut made = office();
    everything_due(&mut made);
    desk_over(made, lang, size)
}

/// The supervisor's desk over that office, 3# shown, the held unit selected.
pub fn desk(lang: Lang, size: (u16, u16)) -> Desk {
    desk_over(office(), lang, size)
}

fn desk_over(made: Desktop, lang: Lang, size: (u16, u16)) -> Desk {
    let unit = made.unit("3#住宅楼/1单元/1702");
    let zone = made.office.policy.time_zone;
    let mut desk = start(Setting {
        office: made.office,
        now: now(),
        viewer: Some(StaffId(1)),
        terminal: "t1".into(),
        locale: Locale::new(lang, zone),
        theme: ThemeName::Night,
        glyphs: Glyphs::Unicode,
        mouse: false,
        keymap: Keymap::new(&BTreeMap::new()).expect("the defaults are sound"),
        size,
        secret: [0; 32],
    });
    xiaokong::app::moves::select(&mut desk, unit);
    let trail = made.log.into_iter().filter(|recorded| recorded.event.units().contains(&unit)).collect();
    update(&mut desk, Message::Trail(unit, trail));
    desk
}

/// Presses keys by name.
pub fn press(desk: &mut Desk, keys: &str) {
    for key in keys.split_whitespace() {
        update(desk, Message::Key(Key::parse(key).expect("a key")));
    }
}
