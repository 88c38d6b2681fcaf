//! The help: every action by place, with its keys and a sentence; what the marks on the grid mean.

use crate::app::action::{ACTIONS, Action, Place};
use crate::app::model::Desk;
use crate::domain::state::unit::Status;
use crate::ui::frame::Frame;
use crate::ui::glyph::Mark;
use crate::ui::hints::key_word;
use crate::ui::overlay::popup::{self, Anchor};
use crate::ui::overlay::sheet::{self, Row, widest};
use crate::ui::text;
use crate::ui::theme::{Ink, Look};
use ratatui::layout::Rect;

/// From this many cells on the help stands in two columns.
const TWO_COLUMNS: u16 = 100;
/// Widest a column gets, cells.
const COLUMN: u16 = 72;
/// Cells of the keys and of the short label.
const KEYS: u16 = 14;
const LABEL: u16 = 13;

/// An action's short label.
pub fn label(desk: &Desk, action: Action) -> String {
    desk.locale.text(&format!("action-{}", action.row().name)).to_string()
}

/// An action's sentence.
pub fn about(desk: &Desk, action: Action) -> String {
    desk.locale.text(&format!("action-{}-about", action.row().name)).to_string()
}

/// Draws the help from row `scroll` on; returns the last row there is to scroll to.
pub fn draw(desk: &Desk, scroll: usize, look: &Look, frame: &mut Frame) -> usize {
    let (columns, rows) = popup::room(frame.area());
    let two = columns >= TWO_COLUMNS;
    let cells = if two { ((columns - 3) / 2).min(COLUMN) } else { columns.min(COLUMN) };
    let mut left = place(desk, Place::Unit, "place-unit", cells);
    left.push(Row::blank());
    left.extend(place(desk, Place::Reception, "place-reception", cells));
    let mut right = place(desk, Place::Desk, "place-desk", cells);
    right.push(Row::blank());
    right.extend(place(desk, Place::Move, "place-move", cells));
    let legend = legend(desk);
    if !two {
        left.push(Row::blank());
        left.append(&mut right);
    }
    left.push(Row::blank());
    left.extend(legend);
    let height = left.len().max(right.len()).min(usize::from(rows)) as u16;
    let width = if two { cells * 2 + 3 } else { widest(&left).min(cells) };
    let title = desk.locale.text("layer-help");
    let area = popup::open(frame, look, desk.glyphs, Anchor::Centre, (width, height), title);
    let mut brush = frame.brush(look, desk.glyphs);
    if two {
        // Both columns scroll together, so they must be equally long.
        let long = left.len().max(right.len());
        left.resize(long, Row::blank());
        right.resize(long, Row::blank());
        let half = Rect { width: cells.min(area.width), ..area };
        let x = (area.x + cells + 3).min(area.right());
        let mut clipped = brush.within(half);
        sheet::draw(&mut clipped, half, &left, scroll);
        sheet::draw(&mut brush, Rect { x, width: area.right() - x, ..area }, &right, scroll)
    } else {
        sheet::draw(&mut brush, area, &left, scroll)
    }
}

fn place(desk: &Desk, place: Place, heading: &str, cells: u16) -> Vec<Row> {
    let mut rows = vec![Row::new(Ink::Title, desk.locale.text(heading))];
    for row in ACTIONS.iter().filter(|row| row.place == place) {
        let keys: Vec<String> = desk.keymap.keys(row.action).iter().map(|key| key_word(desk, *key)).collect();
        let about = about(desk, row.action);
        let (keys_cells, label_cells) = if cells < 40 { (8, 0) } else { (KEYS, LABEL) };
        let lead = keys_cells + label_cells;
        let lines = text::wrap(&about, cells.saturating_sub(lead).max(2));
        for (place, line) in lines.into_iter().enumerate() {
            let first = place == 0;
            let keys = if first { keys.join(" ") } else { String::new() };
            let name = if first { label(desk, row.action) } else { String::new() };
            rows.push(
                Row::new(Ink::Accent, text::fit(&keys, keys_cells, desk.glyphs))
                    .and(Ink::Text, text::fit(&name, label_cells, desk.glyphs))
                    .and(Ink::Dim, line),
            );
        }
    }
    rows
}

/// Every mark of the grid: letter, shape, colour and name.
fn legend(desk: &Desk) -> Vec<Row> {
    let mut rows = vec![Row::new(Ink::Title, desk.locale.text("layer-legend"))];
    let marks = Status::ALL.iter().map(|status| (Mark::Plain(*status), Ink::of(*status)));
    let more = [(Mark::Partial, Ink::Deposit), (Mark::Recorded, Ink::Recorded)];
    for (mark, ink) in marks.chain(more) {
        let name = match mark {
            Mark::Plain(status) => desk.locale.status(status),
            Mark::Partial => desk.locale.text("status-partial"),
            Mark::Recorded => desk.locale.text("status-recorded"),
        };
        let letter = desk.locale.text(mark.letter_key());
        let shown = format!(" {letter}{} ", mark.shape(desk.glyphs));
        rows.push(Row::new(ink, text::fit(&shown, 8, desk.glyphs)).and(Ink::Text, name));
    }
    rows
}
