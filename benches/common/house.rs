//! A made-up office of any size, made by commands alone.

use super::home::home;
pub use super::home::person;
use chrono::{DateTime, NaiveDate};
use std::collections::BTreeMap;
use xiaokong::app::action::Keymap;
use xiaokong::app::model::{Desk, Glyphs, ThemeName};
use xiaokong::app::update::{Setting, start};
use xiaokong::domain::act::{Command, Recorded, apply, decide};
use xiaokong::domain::context::Context;
use xiaokong::domain::id::{BuildingId, CommandId, StaffId, UnitId};
use xiaokong::domain::listing::{self, Row};
use xiaokong::domain::money::Fen;
use xiaokong::domain::payment::{self, Taken};
use xiaokong::domain::state::office::Office;
use xiaokong::domain::state::staff::{Role, Team};
use xiaokong::domain::state::unit::ListedStatus;
use xiaokong::domain::state::visit::VisitKind;
use xiaokong::domain::time::Instant;
use xiaokong::domain::{duty, hold, reception, setup};
use xiaokong::locale::{Lang, Locale};

/// The manager of every made office.
pub const MANAGER: StaffId = StaffId(0);
/// The consultant whose desk is measured.
pub const CONSULTANT: StaffId = StaffId(1);
const CASHIER: StaffId = StaffId(5);
/// Who lets groups in.
pub const RECEPTION: StaffId = StaffId(6);

/// Every so many units one has a deposit, and so a deadline.
const DEPOSIT_EVERY: usize = 100;
/// Live holds of a whole office: they grow with its people, not with its units.
const HOLDS: usize = 60;
/// Buildings a price list brings in at once.
const LIST_BUILDINGS: usize = 50;

/// Saturday 2026-11-28 10:42 in Shanghai.
pub fn now() -> Instant {
    DateTime::from_timestamp(1_795_833_720, 0).expect("a moment")
}

/// The size of an office: every building is the same.
#[derive(Clone, Copy)]
pub struct Size {
    /// Buildings.
    pub buildings: usize,
    /// Stairs of a building, four doors each.
    pub stairs: usize,
    /// Floors of a building.
    pub floors: i32,
}

impl Size {
    /// All units.
    pub fn units(self) -> usize {
        self.buildings * self.in_building()
    }

    /// Units of one building.
    pub fn in_building(self) -> usize {
        self.stairs * 4 * self.floors as usize
    }
}

/// Buildings of a thousand units, so that the same is shown of every office.
pub fn thousands(buildings: usize) -> Size {
    Size { buildings, stairs: 5, floors: 50 }
}

/// 20,160 units, one building of which fills a screen of 300×80.
pub const FULL_SCREEN: Size = Size { buildings: 12, stairs: 6, floors: 70 };

/// The commands that found an office and hire its people.
pub fn founding() -> Vec<Command> {
    let found = setup::Command::Found {
        name: "云栖花园".into(),
        practice: true,
        manager: "周经理".into(),
        roles: vec![Role::Manager],
        policy: Vec::new(),
    };
    let people = [
        ("钱顾问", Role::Consultant),
        ("孙顾问", Role::Consultant),
        ("李顾问", Role::Consultant),
        ("吴顾问", Role::Consultant),
        ("郑出纳", Role::Cashier),
        ("王前台", Role::Reception),
    ];
    let hired = people.map(|(name, role)| {
        setup::Command::AddStaff { name: name.into(), role, team: Some(Team::Site) }.into()
    });
    std::iter::once(found.into()).chain(hired).collect()
}

/// The price lists of an office.
pub fn price_lists(size: Size) -> impl Iterator<Item = Command> {
    (1..=size.buildings).step_by(LIST_BUILDINGS).map(move |first| {
        let last = (first + LIST_BUILDINGS - 1).min(size.buildings);
        let rows = (first..=last).flat_map(|building| rows(building, size)).collect();
        listing::Command::Import { source: "一房一价.csv".into(), rows }.into()
    })
}

fn rows(building: usize, size: Size) -> Vec<Row> {
    let mut rows = Vec::with_capacity(size.in_building());
    for stair in 1..=size.stairs {
        for floor in (1..=size.floors).rev() {
            for door in 1..=4 {
                let status = match rows.len() % 9 {
                    2 | 5 => ListedStatus::Signed,
                    7 => ListedStatus::Locked,
                    _ => ListedStatus::Available,
                };
                let (name, entrance) = (format!("{building}#住宅楼"), Some(format!("{stair}单元")));
                let spec = home(&name, entrance, floor, format!("{floor}{door:02}"), 8_950 + 1_220 * door);
                rows.push(Row { spec, status: Some(status) });
            }
        }
    }
    rows
}

/// What a command makes of an office, without taking it in.
pub fn happens(office: &Office, by: StaffId, command: impl Into<Command>) -> Vec<Recorded> {
    let context = Context { by, terminal: "t1".into(), now: now() };
    let command = command.into();
    let events = decide(office, &command, &context).unwrap_or_else(|no| panic!("{no:?}: {command:?}"));
    let recorded = |(seq, event)| Recorded {
        seq,
        at: now(),
        by: Some(by),
        terminal: "t1".into(),
        command: CommandId::nil(),
        event,
    };
    (office.head + 1..).zip(events).map(recorded).collect()
}

fn act(office: &mut Office, by: StaffId, command: impl Into<Command>) {
    for recorded in happens(office, by, command) {
        apply(office, &recorded);
    }
}

/// An office at work: price lists, deposits in proportion, holds, consultants on the floor, visitors.
pub fn office(size: Size) -> Office {
    let mut office = Office::default();
    for command in founding().into_iter().chain(price_lists(size)) {
        act(&mut office, MANAGER, command);
    }
    let granted = NaiveDate::from_ymd_opt(2026, 10, 1).expect("a day");
    for building in 0..size.buildings {
        let building = BuildingId(building as u32);
        act(
            &mut office,
            MANAGER,
            setup::Command::SetLicence { building, number: "2026-088".into(), granted },
        );
    }
    claims(&mut office);
    people(&mut office);
    office
}

fn claims(office: &mut Office) {
    let open: Vec<UnitId> = free_units(office);
    for unit in open.iter().copied().step_by(DEPOSIT_EVERY) {
        let taken = Taken {
            receipt: format!("R{}", unit.index()),
            amount: Fen::yuan(50_000),
            method: "POS".into(),
            payer: None,
        };
        act(office, CASHIER, payment::Command::Deposit { unit, customer: Some(person("赵敏")), taken });
    }
    let open = free_units(office);
    for unit in open.iter().copied().step_by((open.len() / HOLDS).max(1)).take(HOLDS) {
        act(office, MANAGER, hold::Command::Hold { unit, customer: person("张三"), minutes: None });
    }
}

fn people(office: &mut Office) {
    for staff in 1..=4 {
        act(office, StaffId(staff), duty::Command::SignIn { staff: StaffId(staff) });
    }
    for kind in [VisitKind::First, VisitKind::Channel, VisitKind::Returning] {
        let source = String::new();
        let arrive = reception::Command::Arrive(reception::Arrival {
            kind: Some(kind),
            size: 2,
            source,
            ..Default::default()
        });
        act(office, RECEPTION, arrive);
    }
}

/// The units that may be claimed, by id.
pub fn free_units(office: &Office) -> Vec<UnitId> {
    use xiaokong::domain::state::unit::Status;
    office.units.iter().map(|unit| unit.id).filter(|id| office.status(*id) == Status::Available).collect()
}

/// A consultant's desk over that office.
pub fn desk(office: Office, size: (u16, u16)) -> Desk {
    let zone = office.policy.time_zone;
    start(Setting {
        office,
        now: now(),
        viewer: Some(CONSULTANT),
        terminal: "t1".into(),
        locale: Locale::new(Lang::Zh, zone),
        theme: ThemeName::Night,
        glyphs: Glyphs::Unicode,
        mouse: false,
        keymap: Keymap::new(&BTreeMap::new()).expect("the defaults are sound"),
        size,
        secret: [0; 32],
    })
}
