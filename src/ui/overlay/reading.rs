//! A text to read: why somebody is next, the turns of a day.

use crate::app::model::{Desk, Sheet};
use crate::ui::frame::Frame;
use crate::ui::overlay::popup::{self, Anchor};
use crate::ui::overlay::sheet::{self, Row, widest};
use crate::ui::text;
use crate::ui::theme::{Ink, Look};

/// Widest a line gets, cells.
const WIDEST: u16 = 88;

/// Draws the text from line `scroll` on; returns the last line there is to scroll to.
pub fn draw(desk: &Desk, text: &Sheet, look: &Look, frame: &mut Frame) -> usize {
    let (columns, rows) = popup::room(frame.area());
    let cells = columns.min(WIDEST);
    let mut lines: Vec<Row> = Vec::new();
    // The scroll counts lines of the text; a line before it may have taken several rows.
    let mut starts = Vec::new();
    for (place, (strong, line)) in text.lines.iter().enumerate() {
        if *strong && place > 0 {
            lines.push(Row::blank());
        }
        starts.push(lines.len());
        let (ink, lead) = if *strong { (Ink::Title, "") } else { (Ink::Text, "  ") };
        for row in text::wrap(line, cells.saturating_sub(2).max(2)) {
            lines.push(Row::new(ink, format!("{lead}{row}")));
        }
    }
    let content = (widest(&lines).min(columns), (lines.len() as u16).min(rows));
    let area = popup::open(frame, look, desk.glyphs, Anchor::Centre, content, &text.title);
    let mut brush = frame.brush(look, desk.glyphs);
    let first = starts.get(text.scroll).or(starts.last()).copied().unwrap_or(0);
    let end = sheet::draw(&mut brush, area, &lines, first);
    starts.iter().position(|start| *start >= end).unwrap_or(text.lines.len())
}
