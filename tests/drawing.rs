//! What is drawn in parts is what is drawn whole: over random days and random rows of keys, a picture that stays and is
//! mended equals a picture drawn from nothing, cell by cell, and a terminal that is sent only what changed shows the same.
//! `PROPTEST_CASES` makes it longer.

mod common;
#[path = "drawing/screen.rs"]
mod screen;
#[path = "drawing/seat.rs"]
mod seat;

use common::{House, known, phoned, rows, taken};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{TestCaseError, TestError, TestRunner};
use screen::{Screen, Wall};
use seat::{Seat, Step, step};
use std::hash::{Hash, Hasher};
use std::sync::LazyLock;
use xiaokong::app::model::{Desk, Glyphs};
use xiaokong::domain::id::{StaffId, UnitId};
use xiaokong::domain::{call, hold, listing, payment};
use xiaokong::locale::Lang;
use xiaokong::ui::paint::Brush;
use xiaokong::ui::slate::Parts;

/// So many cases, unless `PROPTEST_CASES` says otherwise.
fn cases(cases: u32) -> ProptestConfig {
    let told = std::env::var_os("PROPTEST_CASES").is_some();
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if told { config } else { ProptestConfig { cases, ..config } }
}

/// A house at work: holds that end soon, money, people on the floor, a customer to be called.
static HOUSE: LazyLock<House> = LazyLock::new(|| {
    let mut house = House::new();
    for staff in 2..=5 {
        let _ = house.send(StaffId(staff), xiaokong::domain::duty::Command::SignIn { staff: StaffId(staff) });
    }
    let mut layout = rows();
    layout.iter_mut().step_by(3).for_each(|row| row.spec.layout = Some("三室两厅".into()));
    house.must(common::MANAGER, listing::Command::Import { source: "list.csv".into(), rows: layout });
    for (unit, minutes) in [(145, 2), (147, 20), (149, 60)] {
        let customer = phoned("欧阳", &format!("1380000{unit:04}"));
        let _ = house
            .send(StaffId(2), hold::Command::Hold { unit: UnitId(unit), customer, minutes: Some(minutes) });
    }
    let deposit =
        payment::Command::Deposit { unit: UnitId(150), customer: Some(known(0)), taken: taken("R1", 50_000) };
    let _ = house.send(common::CASHIER, deposit);
    let booked = call::Command::Log {
        customer: phoned("司马", "13900000001"),
        consultant: Some(StaffId(3)),
        appointment: Some(house.now + chrono::TimeDelta::minutes(5)),
        source: "电话".into(),
        note: String::new(),
    };
    let _ = house.send(common::RECEPTION, booked);
    house
});

/// Names the parts of a desk; a control names them with a fault.
type Names = fn(&Desk, &mut Parts);

fn same(steps: Vec<Step>, lang: Lang, glyphs: Glyphs, names: Names) -> Result<(), TestCaseError> {
    let mut seat = Seat::new(&HOUSE, lang, glyphs);
    let mut screen = Screen::new(names);
    let mut wall = Wall::default();
    for step in steps {
        let told = format!("{step:?}");
        seat.take(step);
        screen.compare(&seat.desk).map_err(|what| TestCaseError::fail(format!("after {told}: {what}")))?;
        wall.compare(&seat.desk)
            .map_err(|what| TestCaseError::fail(format!("wall, after {told}: {what}")))?;
        seat.same_matches().map_err(|what| TestCaseError::fail(format!("after {told}: {what}")))?;
    }
    Ok(())
}

fn days(count: u32, shrinks: u32, names: Names) -> Result<(), String> {
    let config = ProptestConfig { max_shrink_iters: shrinks, ..cases(count) };
    let life = (vec(step(), 1..70), any::<bool>(), prop::bool::weighted(0.2));
    let outcome = TestRunner::new(config).run(&life, |(steps, is_english, is_plain)| {
        let lang = if is_english { Lang::En } else { Lang::Zh };
        let glyphs = if is_plain { Glyphs::Ascii } else { Glyphs::Unicode };
        same(steps, lang, glyphs, names)
    });
    match outcome {
        Ok(()) => Ok(()),
        Err(TestError::Fail(why, (steps, ..))) => Err(format!("{why}\n{steps:#?}")),
        Err(other) => Err(other.to_string()),
    }
}

#[test]
fn what_is_mended_is_what_is_drawn_whole() {
    if let Err(found) = days(60, 400, xiaokong::ui::name_parts) {
        panic!("{found}");
    }
}

/// The seconds, said to be the same whatever they are.
struct Forgetful(i64);

impl Hash for Forgetful {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.min(0).hash(state);
    }
}

fn draw_seconds(brush: &mut Brush, _: &(), face: &Forgetful) {
    let (area, style) = (brush.area, ratatui::style::Style::new());
    brush.put(area.x, area.y, area.width, &format!("{:02}", face.0 % 60), style);
}

#[test]
fn a_part_that_forgets_what_it_shows_is_noticed() {
    let forgets: Names = |desk, parts| {
        xiaokong::ui::name_parts(desk, parts);
        let corner = ratatui::layout::Rect { width: 2, height: 1, ..parts.whole() };
        let kit = parts.kit(());
        parts.tile(corner, &kit, &Forgetful(desk.now.timestamp()), draw_seconds);
    };
    assert!(days(60, 0, forgets).is_err(), "the comparison does not see an old part");
}

#[test]
fn a_terminal_that_misses_an_area_is_noticed() {
    let mut seat = Seat::new(&HOUSE, Lang::Zh, Glyphs::Unicode);
    let mut screen = Screen::new(xiaokong::ui::name_parts);
    screen.compare(&seat.desk).expect("the first picture is whole");
    seat.take(Step::Tick(61));
    screen.misses = true;
    assert!(screen.compare(&seat.desk).is_err(), "the comparison does not see an old terminal");
}
