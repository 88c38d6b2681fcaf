//! summary: the goals, and beside each what its bench reached last on this machine. It measures nothing.

mod common;

use common::figures::{self, Figure};
use common::measure::is_wanted;

/// What is wished for.
enum Goal {
    AtMost(f64),
    AtLeast(f64),
}
use Goal::{AtLeast, AtMost};

/// Bench, what, unit, goal. A bench writes its figures under these very words.
const GOALS: &[(&str, &str, &str, Goal)] = &[
    ("claim_storm", "answers a second, over raw", "×", AtLeast(0.5)),
    ("claim_storm", "answers a second, over the baseline", "×", AtLeast(10.0)),
    ("claim_storm", "p99", "ms", AtMost(25.0)),
    ("claim_storm", "most over least per process", "×", AtMost(1.3)),
    ("claim_hot", "answers a second, over raw", "×", AtLeast(0.5)),
    ("claim_office", "p50 above raw", "ms", AtMost(0.2)),
    ("claim_office", "p99 above raw", "ms", AtMost(1.0)),
    ("bell", "1 process, p99", "ms", AtMost(0.5)),
    ("bell", "the last of 60 processes, p99", "ms", AtMost(3.0)),
    ("bell", "60 idle watchers", "% of a core", AtMost(1.0)),
    ("key_to_paint", "all keys p50", "ms", AtMost(0.3)),
    ("key_to_paint", "all keys p99", "ms", AtMost(1.0)),
    ("hold_to_wall", "p99", "ms", AtMost(10.0)),
    ("frame", "one unit's cell", "µs", AtMost(250.0)),
    ("frame", "one unit's cell, bytes", "bytes", AtMost(80.0)),
    ("frame", "nothing changed, bytes", "bytes", AtMost(0.0)),
    ("growth", "frame, 1 M over 1,000 units", "×", AtMost(1.3)),
    ("growth", "catch-up, 1 M over 1,000 units", "×", AtMost(1.3)),
    ("first_screen", "5,000 units", "ms", AtMost(10.0)),
    ("first_screen", "20,000 units", "ms", AtMost(20.0)),
    ("first_screen", "100,000 units", "ms", AtMost(50.0)),
    ("scale", "opening, 2 M events over none", "×", AtMost(1.5)),
    ("history", "a million calls", "s", AtMost(2.0)),
    ("verify", "a million events", "s", AtMost(0.25)),
    ("import", "100,000 rows, speed over csv and raw insert", "×", AtLeast(0.5)),
    ("soak", "memory, last frame over the tenth part", "×", AtMost(1.01)),
    ("soak", "an idle desk", "% of a core", AtMost(0.3)),
];

impl Goal {
    fn text(&self, unit: &str) -> String {
        match self {
            AtMost(most) => format!("≤ {most} {unit}"),
            AtLeast(least) => format!("≥ {least} {unit}"),
        }
    }

    fn is_met(&self, reached: f64) -> bool {
        match self {
            AtMost(most) => reached <= *most,
            AtLeast(least) => reached >= *least,
        }
    }
}

/// As many digits as say something.
fn number(value: f64) -> String {
    match value {
        _ if value == value.trunc() && value.abs() < 1e9 => format!("{value:.0}"),
        _ if value.abs() < 1.0 => format!("{value:.3}"),
        _ if value.abs() < 100.0 => format!("{value:.2}"),
        _ => format!("{value:.0}"),
    }
}

fn row([bench, what, goal, reached, said, load, date]: [&str; 7]) {
    println!("{bench:<13} {what:<46} {goal:<20} {reached:<30} {said:<7} {load:>5}  {date}");
}

fn tell(bench: &str, what: &str, goal: &str, said: &str, figure: Option<&Figure>) {
    let Some(figure) = figure else { return row([bench, what, goal, "–", said, "", ""]) };
    let [median, low, high] = [figure.median, figure.low, figure.high].map(number);
    let spread = if low == high { String::new() } else { format!(" ({low}–{high})") };
    let reached = format!("{median} {}{spread}", figure.unit);
    row([bench, what, goal, &reached, said, &number(figure.load), &figure.date]);
}

fn main() {
    if !is_wanted() {
        return;
    }
    let figures = figures::read();
    println!();
    row(["bench", "what", "goal", "reached last", "", "load", "UTC"]);
    for (bench, what, unit, goal) in GOALS {
        let is_it = |figure: &&Figure| figure.bench == *bench && figure.what == *what;
        let figure = figures.iter().find(is_it);
        let said = match figure {
            None => "not run",
            Some(figure) if figure.unit != *unit => "unit",
            Some(figure) if goal.is_met(figure.median) => "met",
            Some(_) => "missed",
        };
        tell(bench, what, &goal.text(unit), said, figure);
    }
    println!();
    let is_goal = |figure: &&Figure| GOALS.iter().any(|goal| goal.0 == figure.bench && goal.1 == figure.what);
    for figure in figures.iter().filter(|figure| !is_goal(figure)) {
        tell(&figure.bench, &figure.what, "", "", Some(figure));
    }
}
