//! The row of counts: one chip a status, the filter and how many units it finds.

use crate::app::model::Desk;
use crate::domain::state::unit::Status;
use crate::ui::glyph::Mark;
use crate::ui::paint::Brush;
use crate::ui::text::width;
use crate::ui::theme::Ink;
use ratatui::style::Style;

/// How much a chip says; the next is tried where the row is too narrow.
#[derive(Clone, Copy, PartialEq)]
enum Detail {
    Name,
    Letter,
    Glyph,
}

struct Chip {
    text: String,
    style: Style,
}

/// Draws the row.
pub fn draw(desk: &Desk, brush: &mut Brush) {
    let area = brush.area;
    let found = found(desk);
    let right = if found.is_empty() { 0 } else { width(&found) + 2 };
    let room = area.width.saturating_sub(2);
    let all = [Detail::Name, Detail::Letter, Detail::Glyph].map(|detail| chips(desk, brush, detail));
    let total = |chips: &[Chip]| chips.iter().map(|chip| width(&chip.text) + 1).sum::<u16>();
    let chips = all.iter().find(|chips| total(chips) + right <= room).unwrap_or(&all[2]);
    // A filter must be seen: it is what dims the grid.
    let right = right.min(room);
    let limit = area.right().saturating_sub(1 + right);
    let mut x = area.x + 1;
    for chip in chips {
        if x + width(&chip.text) > limit {
            break;
        }
        x = brush.put(x, area.y, limit - x, &chip.text, chip.style) + 1;
    }
    if right > 0 {
        let style = brush.ink(Ink::Accent);
        brush.right(area.x + 1, area.y, area.right().saturating_sub(1), &found, style);
    }
}

fn chips(desk: &Desk, brush: &Brush, detail: Detail) -> Vec<Chip> {
    let counts = desk.total();
    let locale = &desk.locale;
    let all = locale.say("screen-all", &[("count", counts.all().into())]);
    let mut chips = vec![Chip { text: format!("{all} "), style: brush.ink(Ink::Text) }];
    for status in Status::ALL {
        let mark = Mark::Plain(*status);
        let (shape, count) = (mark.shape(brush.glyphs), counts.of(*status));
        let text = match detail {
            Detail::Name => format!(" {shape} {} {count} ", locale.status(*status)),
            Detail::Letter => format!(" {}{shape}{count} ", locale.text(mark.letter_key())),
            Detail::Glyph => format!("{shape}{count} "),
        };
        let mut style = brush.look.status(*status, false);
        if desk.filter.status == Some(*status) {
            style = brush.look.over(style, Ink::Cursor);
        }
        chips.push(Chip { text, style });
    }
    chips
}

/// The filter's text and the number of matches.
fn found(desk: &Desk) -> String {
    let Some(found) = desk.filter.found.as_ref().filter(|_| desk.filter.is_on()) else {
        return String::new();
    };
    let words = desk.filter.text.trim();
    desk.locale.say("screen-found", &[("words", words.into()), ("count", found.len().into())])
}
