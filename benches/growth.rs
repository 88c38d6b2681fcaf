//! growth: what a frame and the catch-up of one event cost over 1,000 to 1,000,000 units. Flat is the goal: only what
//! is visible, only what changed. Every office shows the same building of a thousand units.

mod common;

use common::figures;
use common::house::{self, MANAGER};
use common::measure::{Series, core, head, is_wanted, timed};
use common::paper::Paper;
use xiaokong::app::key::Key;
use xiaokong::app::message::Message;
use xiaokong::app::model::Desk;
use xiaokong::app::update::update;
use xiaokong::domain::hold;
use xiaokong::domain::id::UnitId;

const BUILDINGS: [usize; 4] = [1, 10, 100, 1_000];
const SCREEN: (u16, u16) = (300, 80);
const ROUNDS: usize = 7;
const EVENTS: usize = 40;
const KINDS: [&str; 5] =
    ["event here", "frame after it", "event elsewhere", "frame, nothing changed", "key and frame"];

/// A desk of one size and what was measured on it.
struct Subject {
    units: usize,
    desk: Desk,
    paper: Paper,
    /// Free units of the building that shows, and of the whole office.
    pools: [Vec<UnitId>; 2],
    series: Vec<Series>,
    lapse: Series,
}

impl Subject {
    fn new(buildings: usize) -> Self {
        let size = house::thousands(buildings);
        let desk = house::desk(house::office(size), SCREEN);
        let mut paper = Paper::new(SCREEN);
        paper.paint(&desk);
        let all = house::free_units(&desk.office);
        let here = |unit: &UnitId| Some(desk.office.unit(*unit).building) == desk.building;
        let shown = all.iter().copied().filter(here).collect();
        let series = KINDS.map(Series::new).into();
        Self { units: size.units(), desk, paper, pools: [shown, all], series, lapse: Series::new("lapse") }
    }

    fn take_in(&mut self, command: hold::Command) -> f64 {
        let news = house::happens(&self.desk.office, MANAGER, command);
        let message = Message::News(news, house::now());
        timed(|| update(&mut self.desk, message)).1
    }

    /// A hold is placed and released again on units far apart, then the cursor moves.
    fn round(&mut self) {
        self.series.iter_mut().for_each(Series::round);
        for step in 0..EVENTS {
            for place in 0..2 {
                let pool = &self.pools[place];
                let unit = pool[(step * 7_919 + 3) % pool.len()];
                let customer = house::person("李四");
                let hold = hold::Command::Hold { unit, customer, minutes: None };
                let release = hold::Command::Release { unit, reason: "试".into() };
                for command in [hold, release] {
                    let took = self.take_in(command);
                    self.series[place * 2].add(took);
                    let painted = timed(|| self.paper.paint(&self.desk)).1;
                    if place == 0 {
                        self.series[1].add(painted);
                    }
                }
            }
            let (bytes, took) = timed(|| self.paper.paint(&self.desk));
            assert_eq!(bytes, 0, "nothing changed, nothing written");
            self.series[3].add(took);
            let key = Key::parse(if step % 2 == 0 { "j" } else { "k" }).expect("a key");
            let turn = || {
                update(&mut self.desk, Message::Key(key));
                self.paper.paint(&self.desk)
            };
            self.series[4].add(timed(turn).1);
        }
    }

    /// A hold lapses and nobody has recorded it yet.
    fn lapse(&mut self) {
        self.lapse.round();
        let unit = self.pools[0][0];
        let hold = hold::Command::Hold { unit, customer: house::person("王五"), minutes: Some(1) };
        self.take_in(hold);
        let later = house::now() + chrono::TimeDelta::minutes(2);
        self.lapse.add(timed(|| update(&mut self.desk, Message::Tick(later))).1);
        // Back to before: the desk's own time never goes back by itself.
        self.desk.now = house::now();
        self.take_in(hold::Command::Release { unit, reason: "试".into() });
    }
}

fn main() {
    if !is_wanted() {
        return;
    }
    head("growth", "frame and catch-up, 300×80, 1,000 → 1,000,000 units, goal ≤ 1.3 ×");
    core("first");
    let mut subjects: Vec<Subject> = BUILDINGS.into_iter().map(Subject::new).collect();
    for _ in 0..ROUNDS {
        subjects.iter_mut().for_each(Subject::round);
    }
    for _ in 0..ROUNDS {
        subjects.iter_mut().for_each(Subject::lapse);
    }
    for subject in &subjects {
        println!("  {} units, {} live deadlines", subject.units, subject.desk.due.len());
        subject.series.iter().chain([&subject.lapse]).for_each(Series::tell);
    }
    println!("  median against 1,000 units:");
    let ratios = |name: &str, of: fn(&Subject, usize) -> f64, kind: usize| {
        let base = of(&subjects[0], kind);
        let ratios: Vec<String> = subjects.iter().map(|s| format!("{:.2}", of(s, kind) / base)).collect();
        println!("  {name:<42} {}", ratios.join("  "));
    };
    for (kind, name) in KINDS.into_iter().enumerate() {
        ratios(name, |subject, kind| subject.series[kind].median(), kind);
    }
    ratios("lapse", |subject, _| subject.lapse.median(), 0);
    core("last");
    let [first, .., last] = subjects.as_slice() else { return };
    let ratio = |kind: usize| {
        let base = first.series[kind].median();
        last.series[kind].over_rounds(0.5).map(|micros| micros / base)
    };
    let (frame, here, there) = (ratio(1), ratio(0), ratio(2));
    figures::write(
        "growth",
        &[
            ("frame, 1 M over 1,000 units", "×", frame),
            ("catch-up, 1 M over 1,000 units", "×", here),
            ("catch-up elsewhere, 1 M over 1,000 units", "×", there),
        ],
    );
}
