//! Everything said in this session, newest last.

use crate::app::model::{Desk, Tone};
use crate::ui::frame::Frame;
use crate::ui::overlay::popup::{self, Anchor};
use crate::ui::overlay::sheet::{self, Row, widest};
use crate::ui::text;
use crate::ui::theme::{Ink, Look};

/// Cells of time and mark before the sentence.
const LEAD: u16 = 11;
/// Widest a line gets, cells.
const WIDEST: u16 = 96;

/// Draws the messages from row `scroll` on; a scroll past the end shows the newest.
/// Returns the last row there is to scroll to.
pub fn draw(desk: &Desk, scroll: usize, look: &Look, frame: &mut Frame) -> usize {
    let (columns, rows) = popup::room(frame.area());
    let cells = columns.min(WIDEST);
    let mut lines: Vec<Row> = Vec::new();
    for note in &desk.messages {
        let ink = Ink::toned(note.tone);
        let room = cells.saturating_sub(LEAD).max(2);
        for (place, line) in text::wrap(&note.text, room).into_iter().enumerate() {
            let (clock, sign) = match place {
                0 => (desk.locale.instant_long(note.at), mark(note.tone)),
                _ => (String::new(), " "),
            };
            let clock = clock.split(' ').nth(1).unwrap_or_default();
            let text = if note.tone == Tone::Bad { Ink::Bad } else { Ink::Text };
            lines.push(
                Row::new(Ink::Dim, text::fit(clock, LEAD - 2, desk.glyphs))
                    .and(ink, format!("{sign} "))
                    .and(text, line),
            );
        }
    }
    if lines.is_empty() {
        lines.push(Row::new(Ink::Dim, desk.locale.text("layer-messages-none")));
    }
    let content = (widest(&lines).min(columns), (lines.len() as u16).min(rows));
    let title = desk.locale.text("layer-messages");
    let area = popup::open(frame, look, desk.glyphs, Anchor::Centre, content, title);
    let mut brush = frame.brush(look, desk.glyphs);
    sheet::draw(&mut brush, area, &lines, scroll)
}

/// A tone without colour.
fn mark(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => "+",
        Tone::Info => "i",
        Tone::Warn => "!",
        Tone::Bad => "x",
    }
}
