//! The host's clock after it stepped: what is known of it, and the question for whoever may confirm it.

use crate::app::model::{Ask, Desk, Layer, Sheet, Then, Tone};
use crate::app::voice::{refused, say};
use crate::domain::clock::Command;

/// Shows it; asks whoever may confirm it.
pub fn open(desk: &mut Desk) {
    let known = desk.locale.clock_doubt(desk.view(), &desk.time());
    let command = Command::Confirm {}.into();
    let refused = refused(desk, &command);
    let words = &desk.locale;
    let layer = match refused {
        Some(reason) if known.is_empty() => return say(desk, Tone::Info, reason),
        Some(reason) => {
            let last = [words.text("clock-doubt-do").to_string(), reason];
            let lines = known.into_iter().chain(last).map(|line| (false, line)).collect();
            Layer::Sheet(Sheet { title: words.text("clock-doubt").to_string(), lines, scroll: 0 })
        }
        None => {
            let ask = words.text("clock-doubt-ask").to_string();
            let lines = std::iter::once(words.text("clock-doubt").to_string()).chain(known).chain([ask]);
            Layer::Ask(Ask { lines: lines.collect(), then: Then::Send(Box::new(command)) })
        }
    };
    desk.layers.push(layer);
}
