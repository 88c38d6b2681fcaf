//! The demo project: made up by ordinary commands at past moments, so that every rule holds in it.

use crate::domain::act::Command;
use crate::domain::id::{CommandId, StaffId, UnitId};
use crate::domain::listing::Row;
use crate::domain::money::{Area, Fen};
use crate::domain::party::Named;
use crate::domain::payment::Taken;
use crate::domain::plan::{self, Terms};
use crate::domain::reception::{Arrival, Closing};
use crate::domain::state::customer::Grade;
use crate::domain::state::day::Stage;
use crate::domain::state::office::Office;
use crate::domain::state::sealed::Person;
use crate::domain::state::staff::{Presence, Role};
use crate::domain::state::unit::{ListedStatus, UnitSpec};
use crate::domain::state::visit::VisitKind;
use crate::domain::time::Instant;
use crate::domain::{assignment, call, control, duty, hold, listing, payment, reception, setup, waiting};
use crate::store::ledger::Ledger;
use crate::store::{Journal, Opening, Order, StoreFault, Verdict};
use chrono::{Days, Duration, NaiveDate};
use serde::Deserialize;

const DATA: &str = include_str!("../../assets/demo/demo.toml");

/// The made-up names and numbers of `assets/demo/demo.toml`.
#[derive(Deserialize)]
struct Data {
    project: String,
    manager: String,
    staff: Vec<(String, String)>,
    customers: Vec<String>,
    sources: Vec<String>,
}

/// What went wrong while the demo was made: a fault of the store, or a command the rules refuse (a fault of the demo).
#[derive(Debug)]
pub enum DemoFault {
    /// The store failed.
    Store(StoreFault),
    /// The rules refused a step.
    Refused(String),
}

impl From<StoreFault> for DemoFault {
    fn from(fault: StoreFault) -> Self {
        Self::Store(fault)
    }
}

/// Opens the demo's journal at a moment.
pub type OpenAt<'a> = &'a mut dyn FnMut(Instant) -> Result<Box<dyn Journal>, StoreFault>;

/// Makes a demo in a new store file that is called by `url`, its history ending at `now`.
pub fn make(url: &str, now: Instant) -> Result<(), DemoFault> {
    let mut is_new = true;
    build(
        &mut |at| {
            let opening = Opening { url: url.to_string(), now: Some(at), ..Opening::default() };
            if std::mem::take(&mut is_new) {
                crate::store::create(&opening)
            } else {
                crate::store::open(&opening)
            }
        },
        now,
    )
}

/// Makes the demo through whatever opens its journal.
pub fn build(open_at: OpenAt<'_>, now: Instant) -> Result<(), DemoFault> {
    let data: Data = toml::from_str(DATA).map_err(|fault| DemoFault::Refused(fault.to_string()))?;
    let mut maker = Maker { open_at, now, ledger: None, at: None, receipts: 4_300, people: 0, data };
    maker.found()?;
    maker.sell()?;
    maker.duty()?;
    maker.visitors()?;
    maker.today()
}

struct Maker<'a> {
    open_at: OpenAt<'a>,
    now: Instant,
    ledger: Option<Ledger<Box<dyn Journal>>>,
    at: Option<Instant>,
    receipts: u32,
    people: usize,
    data: Data,
}

impl Maker<'_> {
    /// Sends a command as somebody, so many minutes before now.
    fn act(&mut self, minutes_ago: i64, by: StaffId, command: impl Into<Command>) -> Result<(), DemoFault> {
        let at = self.moment(minutes_ago);
        if self.at != Some(at) {
            // Close the old handle first: the practice clock is set when a journal is opened.
            self.ledger = None;
            self.ledger = Some(Ledger::open((self.open_at)(at)?)?);
            self.at = Some(at);
        }
        let Some(ledger) = &mut self.ledger else { return Ok(()) };
        let order = Order { id: CommandId::now_v7(), by, terminal: "demo".into(), command: command.into() };
        match ledger.submit(&order)?.verdict {
            Verdict::Done { .. } => Ok(()),
            Verdict::Refused(rejection) => Err(DemoFault::Refused(format!("{rejection:?}"))),
        }
    }

    /// The moment so many minutes before now. In the first half hour after midnight the last half hour of the story passes
    /// faster: who signed in yesterday is not on duty today.
    fn moment(&self, minutes_ago: i64) -> Instant {
        let (ago, story) = (Duration::minutes(minutes_ago), Duration::minutes(SHORTEST + 1));
        let today = self.now - self.midnight();
        if ago > story || today >= story {
            return self.now - ago;
        }
        self.now - Duration::milliseconds(today.num_milliseconds() * ago.num_minutes() / story.num_minutes())
    }

    fn midnight(&self) -> Instant {
        let office = self.office();
        crate::domain::time::instant_of(office.day(self.now), chrono::NaiveTime::MIN, office.policy.time_zone)
    }

    fn office(&self) -> Office {
        self.ledger.as_ref().map(|ledger| ledger.office().clone()).unwrap_or_default()
    }

    fn staff(&self, name: &str) -> StaffId {
        self.office().find_staff(name).map_or(BOSS, |staff| staff.id)
    }

    /// The place of a consultant among the consultants of the demo.
    fn consultant(&self, place: usize) -> StaffId {
        let names: Vec<&String> =
            self.data.staff.iter().filter(|(_, role)| role == "consultant").map(|(name, _)| name).collect();
        self.staff(names[place % names.len()])
    }

    fn unit(&self, address: &str) -> UnitId {
        self.office().addresses().get(address).copied().unwrap_or(UnitId(0))
    }

    fn customer(&mut self) -> Named {
        self.people += 1;
        let name = self.data.customers[self.people % self.data.customers.len()].clone();
        let phone = format!("139{:08}", 10_203_040 + self.people * 7_919);
        Named::Person(Person { salt: format!("{:032x}", self.people), name, phones: vec![phone] })
    }

    fn taken(&mut self, yuan: i64) -> Taken {
        self.receipts += 1;
        Taken {
            receipt: format!("{:07}", self.receipts),
            amount: Fen::yuan(yuan),
            method: "pos".into(),
            payer: None,
        }
    }

    fn found(&mut self) -> Result<(), DemoFault> {
        let (name, manager) = (self.data.project.clone(), self.data.manager.clone());
        let roles = Role::ALL.iter().copied().filter(|role| *role != Role::Board).collect();
        let policy =
            vec![("rotation_after".to_string(), "0m".to_string()), ("opens_at".into(), OPENED.into())];
        self.act(DAYS_12, BOSS, setup::Command::Found { name, practice: true, manager, roles, policy })?;
        for (name, role) in self.data.staff.clone() {
            let role = Role::parse(&role).unwrap_or(Role::Consultant);
            self.act(DAYS_12 - 1, BOSS, setup::Command::AddStaff { name, role, team: None })?;
        }
        self.act(
            DAYS_12 - 2,
            BOSS,
            listing::Command::Import { source: "demo.csv".into(), rows: price_list() },
        )?;
        let granted = NaiveDate::from_ymd_opt(2026, 9, 1).unwrap_or_default();
        for (building, number) in [(0, "2026-088"), (1, "2026-089")] {
            let building = crate::domain::id::BuildingId(building);
            self.act(
                DAYS_12 - 3,
                BOSS,
                setup::Command::SetLicence { building, number: number.into(), granted },
            )?;
        }
        self.act(DAYS_12 - 4, BOSS, setup::Command::SetStage { stage: Stage::Open })
    }

    /// Deposits and contracts of the past days, and one top-up that is late.
    fn sell(&mut self) -> Result<(), DemoFault> {
        let cashier = self.staff(CASHIER);
        for (place, floor) in (3..15).step_by(2).enumerate() {
            let unit = self.unit(&format!("3#住宅楼/{}单元/{floor}02", place % 2 + 1));
            let ago = DAYS_12 - 60 - place as i64 * 700;
            let customer = Some(self.customer());
            let taken = self.taken(50_000);
            self.act(ago, cashier, payment::Command::Deposit { unit, customer, taken })?;
            if place % 2 == 0 {
                let contract = format!("HT2026-{:03}", 118 + place);
                let taken = self.taken(600_000);
                self.act(ago - 300, cashier, payment::Command::Sign { unit, contract, taken })?;
                self.plan(ago - 310, unit, place)?;
            }
        }
        for (address, ago) in [("3#住宅楼/2单元/1601", 5 * 1_440), ("3#住宅楼/1单元/1603", 900)] {
            let unit = self.unit(address);
            let (customer, taken) = (Some(self.customer()), self.taken(20_000));
            self.act(ago, cashier, payment::Command::Deposit { unit, customer, taken })?;
        }
        Ok(())
    }

    /// How the rest of a contract is paid: one with a mortgage nobody has applied for yet, one in instalments of which
    /// the first is late and partly come, one at once.
    fn plan(&mut self, ago: i64, unit: UnitId, place: usize) -> Result<(), DemoFault> {
        let (signed, cashier) = (self.office().day(self.now - Duration::minutes(ago)), self.staff(CASHIER));
        let on = |days: u64| signed.checked_add_days(Days::new(days)).unwrap_or(signed);
        let terms = match place {
            0 => Terms::Mortgage {
                bank: "工商银行".into(),
                amount: Fen::yuan(1_500_000),
                down: Vec::new(),
                paid_out_by: Some(on(60)),
            },
            2 => Terms::Equal { count: 3, every: 1, from: on(5) },
            _ => Terms::Once { on: on(40) },
        };
        self.act(ago, BOSS, plan::Command::Set { unit, terms, reason: String::new() })?;
        if place == 2 {
            let taken = self.taken(300_000);
            self.act(ago - 1, cashier, payment::Command::Pay { unit, loan: false, taken })?;
        }
        Ok(())
    }

    /// Who is in today.
    fn duty(&mut self) -> Result<(), DemoFault> {
        let span = self.today_minutes();
        // The office opened as the fifth signed in: the sixth is late.
        let opened = self.moment(span - 4);
        let value = opened.with_timezone(&self.office().policy.time_zone).format("%H:%M").to_string();
        if value != OPENED {
            self.act(span + 1, BOSS, setup::Command::SetPolicy { key: "opens_at".into(), value })?;
        }
        for place in 0..6 {
            let staff = self.consultant(place);
            self.act(span - place as i64, staff, duty::Command::SignIn { staff })?;
        }
        let lunch = self.consultant(4);
        let reason = String::new();
        self.act(
            span / 2,
            lunch,
            duty::Command::Move { staff: lunch, presence: Presence::Lunch, reason, minutes: None },
        )?;
        let out = self.consultant(5);
        self.act(
            span / 2 - 1,
            out,
            duty::Command::Move { staff: out, presence: Presence::Out, reason: String::new(), minutes: None },
        )
    }

    /// Minutes of today that the story may use: up to four hours, and at least half an hour.
    fn today_minutes(&self) -> i64 {
        (self.now - self.midnight()).num_minutes().clamp(SHORTEST, 240)
    }

    fn visitors(&mut self) -> Result<(), DemoFault> {
        let span = self.today_minutes().min(60) / 2;
        let desk = self.staff(RECEPTION);
        for place in 0..7_i64 {
            let kind = [VisitKind::First, VisitKind::First, VisitKind::Channel, VisitKind::First]
                [place as usize % 4];
            let source = self.data.sources[place as usize % self.data.sources.len()].clone();
            let customer = (place < 4).then(|| self.customer());
            let arrive = reception::Command::Arrive(Arrival {
                kind: Some(kind),
                customer,
                size: 1 + place as u32 % 3,
                source,
                ..Arrival::default()
            });
            let ago = (span - place * 3).max(2);
            self.act(ago, desk, arrive)?;
            if place < 4 {
                let reason = String::new();
                self.act(ago - 1, desk, assignment::Command::Assign { number: None, to: None, reason })?;
            }
            if place < 2 {
                let number = place as u32 + 1;
                let office = self.office();
                let receiver = office
                    .open_visits
                    .iter()
                    .map(|id| office.visit(*id))
                    .find(|visit| visit.number == number);
                let by = receiver.and_then(|visit| visit.consultant).unwrap_or(BOSS);
                let outcome = "看了样板间".to_string();
                let shown: Vec<UnitId> =
                    SHOWN[place as usize..].iter().map(|address| self.unit(address)).collect();
                let closing = Closing { number, grade: Some(Grade::B), outcome, shown, ..Closing::default() };
                self.act(ago - 2, by, reception::Command::Finish(closing))?;
            }
        }
        self.expected()
    }

    /// A call of this morning, its caller due in a quarter of an hour.
    fn expected(&mut self) -> Result<(), DemoFault> {
        let (consultant, customer) = (self.consultant(1), self.customer());
        let log = call::Command::Log {
            customer,
            consultant: Some(consultant),
            appointment: Some(self.now + Duration::minutes(15)),
            source: self.data.sources[1].clone(),
            note: "想看三室两厅".into(),
        };
        self.act(2, consultant, log)
    }

    /// Holds running now, lines before them, locks, and today's money.
    fn today(&mut self) -> Result<(), DemoFault> {
        let day = self.today_minutes();
        let cashier = self.staff(CASHIER);
        // Times since midnight shrink early in the day; the acts below stay in order whatever the hour.
        let ago = |share: i64| (day * share / 240).clamp(1, 240).min(2);
        for (place, (address, minutes)) in HOLDS.iter().enumerate() {
            let (unit, consultant) = (self.unit(address), self.consultant(place));
            let customer = self.customer();
            self.act(2, consultant, hold::Command::Hold { unit, customer, minutes: Some(*minutes) })?;
        }
        let unit = self.unit(HOLDS[0].0);
        let (customer, waiter) = (self.customer(), self.consultant(3));
        self.act(1, waiter, waiting::Command::Join { unit, customer })?;
        let unit = self.unit("5#洋房/302");
        let (customer, taken) = (Some(self.customer()), self.taken(50_000));
        self.act(ago(60).min(1), cashier, payment::Command::Deposit { unit, customer, taken })?;
        let taken = self.taken(30_000);
        let unit = self.unit("3#住宅楼/1单元/1603");
        self.act(1, cashier, payment::Command::TopUp { unit, taken })?;
        for address in ["3#住宅楼/1单元/1801", "3#住宅楼/2单元/1804"] {
            let unit = self.unit(address);
            self.act(1, BOSS, control::Command::Lock { unit, reason: "样板间".into() })?;
        }
        let unit = self.unit("5#洋房/302");
        let taken = self.taken(500_000);
        self.act(0, cashier, payment::Command::Sign { unit, contract: "HT2026-131".into(), taken })
    }
}

/// When the office opened on the days before.
const OPENED: &str = "00:00";
/// Minutes the story of today takes at least.
const SHORTEST: i64 = 30;
const BOSS: StaffId = StaffId(0);
const CASHIER: &str = "钱会计";
const RECEPTION: &str = "前台小夏";
/// Twelve days, in minutes.
const DAYS_12: i64 = 12 * 1_440;

/// Holds running now: address and length in minutes; one of them is about to end.
const HOLDS: [(&str, u32); 6] = [
    ("3#住宅楼/1单元/603", 25),
    ("3#住宅楼/1单元/1101", 180),
    ("3#住宅楼/2单元/903", 1_440),
    ("3#住宅楼/2单元/704", 600),
    ("5#洋房/501", 95),
    ("8#商业车位/-115", 1_200),
];

/// Units shown to the first visitors, the most wanted last.
const SHOWN: [&str; 4] =
    ["3#住宅楼/1单元/1503", "3#住宅楼/1单元/1502", "3#住宅楼/1单元/1402", "3#住宅楼/2单元/1602"];

/// Three buildings: a tower with two stairs, a mid-rise without, and a plinth of parking and shops without a licence.
fn price_list() -> Vec<Row> {
    let mut rows = Vec::new();
    for entrance in 1..=2 {
        for floor in 1..=18 {
            for room in 1..=4 {
                let (layout, area) =
                    [("三室两厅", 11_846), ("两室两厅", 8_935), ("两室一厅", 7_767), ("三室两厅", 12_520)]
                        [room as usize - 1];
                let price = 42_000 + floor as i64 * 180 - room as i64 * 130;
                let status = tower_status(entrance, floor, room);
                let batch = if floor > 14 { "三批次" } else { "首批次" };
                rows.push(home(
                    "3#住宅楼",
                    Some(format!("{entrance}单元")),
                    floor,
                    room,
                    layout,
                    area,
                    price,
                    status,
                    batch,
                ));
            }
        }
    }
    for floor in 1..=8 {
        for room in 1..=6 {
            let (layout, area) = [("四室两厅", 14_320), ("三室两厅", 12_180)][room as usize % 2];
            let status = (floor == 8).then_some(ListedStatus::Unreleased);
            rows.push(home(
                "5#洋房",
                None,
                floor,
                room,
                layout,
                area,
                51_000 + floor as i64 * 300,
                status,
                "二批次",
            ));
        }
    }
    for floor in [-2, -1] {
        for place in 1..=95 {
            let room = format!("{floor}{place:02}");
            let sold = place % 7 == 0;
            let status = if sold { ListedStatus::Signed } else { ListedStatus::Available };
            rows.push(parking(room, floor, Fen::yuan(168_000 - place % 9 * 2_000), status));
        }
    }
    for place in 1..=10 {
        rows.push(parking(
            format!("1{place:02}"),
            1,
            Fen::yuan(2_800_000 + place * 35_000),
            ListedStatus::Available,
        ));
    }
    rows
}

fn tower_status(entrance: i32, floor: i32, room: i32) -> Option<ListedStatus> {
    match (entrance * 7 + floor * 5 + room * 3) % 11 {
        _ if floor > 16 && room == 2 => Some(ListedStatus::Unreleased),
        0 | 4 if floor != 6 && room != 2 => Some(ListedStatus::Recorded),
        7 if room == 1 && floor != 11 => Some(ListedStatus::Signed),
        _ => None,
    }
    .filter(|_| {
        !HOLDS.iter().any(|(address, _)| address.ends_with(&format!("{entrance}单元/{floor}{room:02}")))
    })
    .filter(|_| !matches!((floor, room), (16, 1 | 3) | (18, 1 | 4)))
}

#[allow(clippy::too_many_arguments, reason = "one call a row of a table")]
fn home(
    building: &str,
    entrance: Option<String>,
    floor: i32,
    room: i32,
    layout: &str,
    area: i64,
    price: i64,
    status: Option<ListedStatus>,
    batch: &str,
) -> Row {
    let total = Fen(price * area);
    Row {
        spec: UnitSpec {
            building: building.into(),
            entrance: entrance.map(Into::into),
            room: format!("{floor}{room:02}").into(),
            floor,
            sales_floor: None,
            layout: Some(layout.into()),
            usage: Some("住宅".into()),
            area: Some(Area(area)),
            inner_area: Some(Area(area * 79 / 100)),
            unit_price: Some(Fen::yuan(price)),
            total: Some(total),
            floor_price: Some(Fen(total.0 / 100 * 94)),
            batch: Some(batch.into()),
            attributes: Vec::new(),
        },
        status,
    }
}

fn parking(room: String, floor: i32, total: Fen, status: ListedStatus) -> Row {
    let usage = if floor < 0 { "车位" } else { "商业" };
    let area = if floor < 0 { 1_272 } else { 6_840 };
    Row {
        spec: UnitSpec {
            building: "8#商业车位".into(),
            entrance: None,
            room: room.into(),
            floor,
            sales_floor: None,
            layout: None,
            usage: Some(usage.into()),
            area: Some(Area(area)),
            inner_area: None,
            unit_price: None,
            total: Some(total),
            floor_price: None,
            batch: None,
            attributes: Vec::new(),
        },
        status: Some(status),
    }
}

/// The name of the demo's manager, who has every role.
pub fn manager() -> String {
    toml::from_str::<Data>(DATA).map(|data| data.manager).unwrap_or_default()
}
