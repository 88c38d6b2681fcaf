//! An office of the scenarios (rules §12), driven as the ledger drives it, without a store.
#![allow(dead_code, reason = "each test file uses its part")]

pub mod floor;
pub mod follower;
pub mod random;

use chrono::{NaiveDate, TimeZone, Utc};
use xiaokong::domain::act::{self, Command, Event, Recorded};
use xiaokong::domain::context::Context;
use xiaokong::domain::id::{CommandId, CustomerId, StaffId, UnitId};
use xiaokong::domain::listing::{self, Row};
use xiaokong::domain::money::{Area, Fen};
use xiaokong::domain::party::Named;
use xiaokong::domain::payment::Taken;
use xiaokong::domain::rejection::Rejection;
use xiaokong::domain::setup;
use xiaokong::domain::state::address::resolve_unit;
use xiaokong::domain::state::office::Office;
use xiaokong::domain::state::sealed::Person;
use xiaokong::domain::state::staff::{Role, Team};
use xiaokong::domain::state::unit::{ListedStatus, UnitSpec};
use xiaokong::domain::time::Instant;

pub const MANAGER: StaffId = StaffId(0);
pub const SUPERVISOR: StaffId = StaffId(1);
pub const JIA: StaffId = StaffId(2);
pub const YI: StaffId = StaffId(3);
pub const BING: StaffId = StaffId(4);
pub const DING: StaffId = StaffId(5);
pub const CASHIER: StaffId = StaffId(6);
pub const RECEPTION: StaffId = StaffId(7);

/// `11-28 13:11` in Shanghai.
pub fn at(text: &str) -> Instant {
    let wall = chrono::NaiveDateTime::parse_from_str(&format!("2026-{text}"), "%Y-%m-%d %H:%M").unwrap();
    chrono_tz::Asia::Shanghai.from_local_datetime(&wall).unwrap().with_timezone(&Utc)
}

/// A seeded fault: what a broken core would do.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub enum Fault {
    #[default]
    None,
    /// Expiry is never recorded.
    ForgetsLapses,
    /// A hold is placed although one lives.
    PlacesTwice,
    /// A refusal leaves a trace.
    WritesOnRefusal,
}

#[derive(Clone)]
pub struct House {
    pub office: Office,
    pub journal: Vec<Recorded>,
    pub now: Instant,
    pub fault: Fault,
}

impl House {
    /// Buildings 1# (no licence) and 3# (licence), rooms 01–04 on 18 floors, two entrances; the staff of the scenarios.
    pub fn new() -> Self {
        let mut house = Self {
            office: Office::default(),
            journal: Vec::new(),
            now: at("11-27 09:00"),
            fault: Fault::None,
        };
        let roles = vec![Role::Manager];
        let found = setup::Command::Found {
            name: "测试".into(),
            practice: true,
            manager: "经理".into(),
            roles,
            policy: vec![],
        };
        house.must(MANAGER, found);
        let people = [
            ("主管", Role::Supervisor),
            ("甲", Role::Consultant),
            ("乙", Role::Consultant),
            ("丙", Role::Consultant),
            ("丁", Role::Consultant),
            ("财务", Role::Cashier),
            ("前台", Role::Reception),
            ("内业", Role::Clerk),
            ("策划", Role::Planner),
            ("大屏", Role::Board),
        ];
        for (name, role) in people {
            house.must(MANAGER, setup::Command::AddStaff { name: name.into(), role, team: Some(Team::Site) });
        }
        house.must(MANAGER, listing::Command::Import { source: "list.csv".into(), rows: rows() });
        let building =
            house.office.buildings.iter().find(|building| building.name.starts_with('3')).unwrap().id;
        let granted = NaiveDate::from_ymd_opt(2026, 9, 1).unwrap();
        house.must(MANAGER, setup::Command::SetLicence { building, number: "2026-088".into(), granted });
        house
    }

    pub fn to(&mut self, text: &str) -> &mut Self {
        self.now = at(text);
        self
    }

    pub fn unit(&self, text: &str) -> UnitId {
        resolve_unit(&self.office, text).unwrap()
    }

    /// The office as it truly is now.
    pub fn true_office(&self) -> Office {
        act::settled(&self.office, self.now).unwrap_or_else(|| self.office.clone())
    }

    pub fn context(&self, by: StaffId) -> Context {
        Context { by, terminal: "test".into(), now: self.now.max(self.office.at) }
    }

    /// Sends a command as the store's write entry does.
    pub fn send(&mut self, by: StaffId, command: impl Into<Command>) -> Result<Vec<Event>, Rejection> {
        let command = command.into();
        let now = self.now.max(self.office.at);
        let settled = self.true_office();
        let events = match act::decide(&settled, &command, &self.context(by)) {
            Ok(events) => events,
            Err(rejection) => {
                if self.fault == Fault::WritesOnRefusal {
                    self.office.project.name.push('!');
                }
                return Err(rejection);
            }
        };
        let lapses =
            if self.fault == Fault::ForgetsLapses { Vec::new() } else { act::lapses(&self.office, now) };
        let lapses = lapses.into_iter().map(|(when, event)| (when, None, event));
        let mut made: Vec<(Instant, Option<StaffId>, Event)> = lapses.collect();
        made.extend(events.iter().cloned().map(|event| (now, Some(by), event)));
        if self.fault == Fault::PlacesTwice {
            made.extend(events.iter().cloned().map(|event| (now, Some(by), event)));
        }
        for (when, by, event) in made {
            let seq = self.office.head + 1;
            let recorded = Recorded {
                seq,
                at: when.max(self.office.at),
                by: if matches!(event, Event::Hold(xiaokong::domain::hold::Event::Served { .. })) {
                    None
                } else {
                    by
                },
                terminal: "test".into(),
                command: CommandId::nil(),
                event,
            };
            act::apply(&mut self.office, &recorded);
            self.journal.push(recorded);
        }
        Ok(events)
    }

    pub fn must(&mut self, by: StaffId, command: impl Into<Command>) -> Vec<Event> {
        self.send(by, command).unwrap_or_else(|rejection| panic!("refused: {rejection:?}"))
    }

    pub fn code(&mut self, by: StaffId, command: impl Into<Command>) -> &'static str {
        self.send(by, command).err().map_or("ok", |rejection| rejection.code())
    }

    /// The journal folded anew.
    pub fn replayed(&self) -> Office {
        let mut office = Office::default();
        for recorded in &self.journal {
            act::apply(&mut office, recorded);
        }
        office
    }
}

pub fn person(name: &str) -> Named {
    Named::Person(Person { salt: "0".repeat(32), name: name.into(), phones: Vec::new() })
}

pub fn phoned(name: &str, phone: &str) -> Named {
    Named::Person(Person { salt: "0".repeat(32), name: name.into(), phones: vec![phone.into()] })
}

pub fn known(id: u32) -> Named {
    Named::Known(CustomerId(id))
}

pub fn taken(receipt: &str, yuan: i64) -> Taken {
    Taken { receipt: receipt.into(), amount: Fen::yuan(yuan), method: "pos".into(), payer: None }
}

pub fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for building in ["1#", "3#"] {
        for entrance in 1..=2 {
            for floor in 1..=18 {
                for room in 1..=4 {
                    let spec = UnitSpec {
                        building: building.into(),
                        entrance: Some(format!("{entrance}单元").into()),
                        room: format!("{floor}{room:02}").into(),
                        floor,
                        sales_floor: None,
                        layout: Some("两室两厅".into()),
                        usage: Some("住宅".into()),
                        area: Some(Area(8_976)),
                        inner_area: None,
                        unit_price: Some(Fen::yuan(40_000)),
                        total: Some(Fen::yuan(3_590_400 + i64::from(floor) * 10_000)),
                        floor_price: None,
                        batch: (floor == 18).then(|| "二批次".into()),
                        attributes: Vec::new(),
                    };
                    let status = if floor == 18 { ListedStatus::Unreleased } else { ListedStatus::Available };
                    rows.push(Row { spec, status: Some(status) });
                }
            }
        }
    }
    rows
}
