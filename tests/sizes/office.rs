//! An office on a Saturday morning, made by commands alone: every status, a queue, a line, something late.

use chrono::{DateTime, NaiveDate, TimeDelta};
use std::collections::BTreeMap;
use xiaokong::app::action::Keymap;
use xiaokong::app::key::Key;
use xiaokong::app::message::Message;
use xiaokong::app::model::{Desk, Glyphs, ThemeName};
use xiaokong::app::update::{Setting, start, update};
use xiaokong::domain::act::{Command, Recorded, apply, decide, settled};
use xiaokong::domain::context::Context;
use xiaokong::domain::id::{CommandId, StaffId, UnitId};
use xiaokong::domain::money::{Area, Fen};
use xiaokong::domain::party::Named;
use xiaokong::domain::payment::{self, Taken};
use xiaokong::domain::state::office::Office;
use xiaokong::domain::state::sealed::Person;
use xiaokong::domain::state::staff::{Presence, Role};
use xiaokong::domain::state::unit::{ListedStatus, UnitSpec};
use xiaokong::domain::state::visit::VisitKind;
use xiaokong::domain::time::Instant;
use xiaokong::domain::{assignment, control, duty, hold, listing, reception, setup, waiting};
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
        self.office.addresses[address]
    }

    fn pass(&mut self, minutes: i64) {
        self.now += TimeDelta::minutes(minutes);
    }
}

fn person(name: &str) -> Named {
    Named::Person(Person { salt: "0".repeat(32), name: name.into(), phones: Vec::new() })
}

fn taken(receipt: &str, yuan: i64) -> Taken {
    Taken { receipt: receipt.into(), amount: Fen::yuan(yuan), method: "POS".into(), payer: None }
}

fn row(building: &str, entrance: Option<&str>, floor: i32, room: String) -> listing::Row {
    let area = 8_950 + 1_220 * i64::from(room.ends_with('2'));
    let unit_price = 2_350_000 + i64::from(floor) * 5_000;
    let spec = UnitSpec {
        building: building.into(),
        entrance: entrance.map(str::to_string),
        room,
        floor,
        sales_floor: None,
        layout: Some("三室两厅".into()),
        usage: Some("住宅".into()),
        area: Some(Area(area)),
        inner_area: Some(Area(area * 8 / 10)),
        unit_price: Some(Fen(unit_price)),
        total: Some(Fen(unit_price * area / 100)),
        floor_price: None,
        batch: Some("首批".into()),
        attributes: Vec::new(),
    };
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
    for (place, row) in rows.iter_mut().filter(|row| row.spec.building == "3#住宅楼").enumerate() {
        if ["1802", "1702", "1603", "1504"].contains(&row.spec.room.as_str()) {
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

/// The supervisor's desk over that office, 3# shown, the held unit selected.
pub fn desk(lang: Lang, size: (u16, u16)) -> Desk {
    let made = office();
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
