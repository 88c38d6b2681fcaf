//! key_to_paint: from a key to the bytes of the frame it makes, 300×80, 20,160 units: the real update, view and canvas.
//! The keys are those of a busy hour: mostly moves, then buildings, panels, layers, the filter.

mod common;

use common::figures;
use common::house::{self, FULL_SCREEN};
use common::measure::{Series, core, head, is_wanted, timed};
use common::paper::Paper;
use xiaokong::app::key::Key;
use xiaokong::app::message::Message;
use xiaokong::app::model::Desk;
use xiaokong::app::update::update;

const SCREEN: (u16, u16) = (300, 80);
const ROUNDS: usize = 9;

/// A family of keys and how often it is pressed in a round. Each ends where it began.
const FAMILIES: [(&str, usize, &str); 8] = [
    ("moves", 25, "j j j l l l l k h h j l Down Right Up Left k k h h"),
    ("far moves", 6, "PgDn PgUp g G Home End"),
    ("buildings", 3, "] ] [ 5 9 1"),
    ("panels", 4, "Tab j k Tab Tab Tab"),
    ("card and forms", 4, "Enter Down Up Esc"),
    ("help and palette", 2, "? PgDn Esc : z s Esc"),
    ("filter typed", 2, "/ 1 2 0 3 Esc"),
    ("filter by status", 1, "! ! ! ! ! ! !"),
];

fn press(desk: &mut Desk, paper: &mut Paper, key: Key) -> f64 {
    let turn = || {
        update(desk, Message::Key(key));
        paper.paint(desk)
    };
    timed(turn).1
}

fn main() {
    if !is_wanted() {
        return;
    }
    head("key_to_paint", "300×80, 20,160 units; goal p50 ≤ 300 µs, p99 ≤ 1,000 µs");
    core("first");
    let mut desk = house::desk(house::office(FULL_SCREEN), SCREEN);
    let mut paper = Paper::new(SCREEN);
    paper.paint(&desk);
    let mut all = Series::new("all keys");
    let mut each = FAMILIES.map(|(name, ..)| Series::new(name));
    for _ in 0..ROUNDS {
        all.round();
        for (series, (_, times, keys)) in each.iter_mut().zip(FAMILIES) {
            series.round();
            for key in std::iter::repeat_n(keys.split(' '), times).flatten() {
                let key = Key::parse(key).expect("a key");
                let took = press(&mut desk, &mut paper, key);
                series.add(took);
                all.add(took);
            }
        }
    }
    all.tell();
    each.iter().for_each(Series::tell);
    core("last");
    let [p50, p99] = [0.5, 0.99].map(|share| all.over_rounds(share).map(|micros| micros / 1e3));
    figures::write("key_to_paint", &[("all keys p50", "ms", p50), ("all keys p99", "ms", p99)]);
}
