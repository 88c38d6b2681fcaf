//! A small office made with the domain's own commands, for tests that draw it.

use chrono::{DateTime, TimeDelta, Utc};
use xiaokong::domain::act::{Command, Recorded, apply, decide};
use xiaokong::domain::context::Context;
use xiaokong::domain::id::{BuildingId, StaffId, UnitId};
use xiaokong::domain::listing::{self, Row};
use xiaokong::domain::money::{Area, Fen};
use xiaokong::domain::party::Named;
use xiaokong::domain::payment::{self, Taken};
use xiaokong::domain::state::office::Office;
use xiaokong::domain::state::sealed::Person;
use xiaokong::domain::state::staff::{Role, Team};
use xiaokong::domain::state::unit::{ListedStatus, UnitSpec};
use xiaokong::domain::state::visit::VisitKind;
use xiaokong::domain::{assignment, control, duty, hold, reception, setup, waiting};

/// Customers of the made office: name and phone.
pub const CUSTOMERS: [(&str, &str); 4] = [
    ("欧阳慕容", "13812345678"),
    ("司徒雅琴", "13987654321"),
    ("Zebulon", "13700001111"),
    ("令狐冲虚", "13655556666"),
];
/// The reason a unit is locked for.
pub const LOCK_REASON: &str = "老板亲戚预留";

/// The made office with its journal.
pub struct Made {
    /// The state.
    pub office: Office,
    /// What happened.
    pub journal: Vec<Recorded>,
    /// Store time.
    pub now: DateTime<Utc>,
}

impl Made {
    /// Sends a command that must succeed.
    pub fn send(&mut self, by: u32, command: impl Into<Command>) {
        self.now += TimeDelta::seconds(30);
        let context = Context { by: StaffId(by), terminal: "t1".into(), now: self.now };
        let command = command.into();
        let events =
            decide(&self.office, &command, &context).unwrap_or_else(|no| panic!("{command:?}: {no:?}"));
        for event in events {
            let recorded = Recorded {
                seq: self.office.head + 1,
                at: self.now,
                by: Some(StaffId(by)),
                terminal: "t1".into(),
                command: uuid::Uuid::nil(),
                event,
            };
            apply(&mut self.office, &recorded);
            self.journal.push(recorded);
        }
    }
}

/// A person to be registered.
pub fn person(place: usize) -> Named {
    let (name, phone) = CUSTOMERS[place];
    Named::Person(Person { salt: format!("salt{place}"), name: name.into(), phones: vec![phone.into()] })
}

fn rows(buildings: usize, floors: i32) -> Vec<Row> {
    let mut rows = Vec::new();
    for building in 1..=buildings {
        for stair in ["1单元", "2单元"] {
            for floor in (1..=floors).rev() {
                for door in 1..=4 {
                    let spec = UnitSpec {
                        building: format!("{building}#住宅楼").into(),
                        entrance: Some(stair.into()),
                        room: format!("{floor}{door:02}").into(),
                        floor,
                        sales_floor: None,
                        layout: Some("三室两厅".into()),
                        usage: Some("住宅".into()),
                        area: Some(Area(11_908)),
                        inner_area: Some(Area(9_508)),
                        unit_price: Some(Fen::yuan(27_531)),
                        total: Some(Fen::yuan(3_278_391)),
                        floor_price: Some(Fen::yuan(3_111_777)),
                        batch: Some("一批".into()),
                        attributes: vec![("朝向".into(), "南".into())],
                    };
                    rows.push(Row { spec, status: Some(ListedStatus::Available) });
                }
            }
        }
    }
    rows
}

/// Staff 0 is the manager, 1 and 2 consultants, 3 the cashier, 4 the reception.
pub fn made(buildings: usize, floors: i32) -> Made {
    let now = "2026-11-28T02:00:00Z".parse().expect("a moment");
    let mut made = Made { office: Office::default(), journal: Vec::new(), now };
    let found = setup::Command::Found {
        name: "云栖花园".into(),
        practice: true,
        manager: "赵经理".into(),
        roles: vec![Role::Manager, Role::Clerk],
        policy: Vec::new(),
    };
    made.send(0, found);
    let team = [
        ("钱顾问", Role::Consultant),
        ("孙顾问", Role::Consultant),
        ("李财务", Role::Cashier),
        ("周前台", Role::Reception),
    ];
    for (name, role) in team {
        made.send(0, setup::Command::AddStaff { name: name.into(), role, team: Some(Team::Site) });
    }
    made.send(0, listing::Command::Import { source: "list.csv".into(), rows: rows(buildings, floors) });
    for building in 0..buildings {
        let granted = "2026-10-01".parse().expect("a day");
        let building = BuildingId(building as u32);
        made.send(0, setup::Command::SetLicence { building, number: "2026-088".into(), granted });
    }
    sell(&mut made);
    receive(&mut made);
    made
}

fn sell(made: &mut Made) {
    let unit = UnitId;
    made.send(1, hold::Command::Hold { unit: unit(0), customer: person(0), minutes: None });
    made.send(2, waiting::Command::Join { unit: unit(0), customer: person(1) });
    made.send(2, hold::Command::Hold { unit: unit(1), customer: person(2), minutes: None });
    let taken = |receipt: &str, amount| Taken {
        receipt: receipt.into(),
        amount: Fen::yuan(amount),
        method: "POS".into(),
        payer: None,
    };
    made.send(3, payment::Command::Deposit { unit: unit(1), customer: None, taken: taken("R1", 50_000) });
    made.send(0, control::Command::Lock { unit: unit(2), reason: LOCK_REASON.into() });
}

fn receive(made: &mut Made) {
    for staff in [1, 2] {
        made.send(staff, duty::Command::SignIn { staff: StaffId(staff) });
    }
    for place in [3, 1] {
        let arrive = reception::Command::Arrive(reception::Arrival {
            kind: Some(VisitKind::First),
            customer: (place == 3).then(|| person(3)),
            ask: None,
            size: 2,
            source: "朋友介绍".into(),
            ..Default::default()
        });
        made.send(4, arrive);
    }
    made.send(4, assignment::Command::Assign { number: None, to: None, reason: String::new() });
}
