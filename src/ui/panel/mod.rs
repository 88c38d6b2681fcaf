//! The panels beside the grid: the selected unit, visitors, rotation, everything due.
//!
//! In it: one file a panel, and the scrolling list they share. Not in it: which panel stands where (`app::geometry`).

pub mod card;
pub mod due;
pub mod rotation;
pub mod visitors;

use crate::app::action::Action;
use crate::app::geometry::{Focus, Panel};
use crate::app::model::Desk;
use crate::ui::paint::Brush;
use crate::ui::theme::Ink;
use ratatui::layout::Rect;

/// Draws a panel with its border; `acts` can be done on the selected unit.
pub fn draw(desk: &Desk, panel: Panel, acts: &[Action], brush: &mut Brush) {
    match panel {
        Panel::Card => card::draw(desk, acts, brush),
        Panel::Visitors => visitors::draw(desk, brush),
        Panel::Rotation => rotation::draw(desk, brush),
        Panel::Due => due::draw(desk, brush),
    }
}

/// A list with one row an entry, scrolled so that the chosen one shows.
struct List {
    rows: usize,
    chosen: usize,
    focused: bool,
    /// Whether the chosen row shows: of the due list, only while what was chosen is still there.
    marked: bool,
}

impl List {
    fn new(desk: &Desk, focus: Focus, slot: usize, rows: usize) -> Self {
        let chosen = desk.rows[slot].min(rows.saturating_sub(1));
        let focused = desk.focus == focus;
        let marked = focused && (focus != Focus::Due || desk.due_at.is_some());
        Self { rows, chosen, focused, marked }
    }

    /// Draws frame and rows; each row is drawn by `draw` within its own line.
    fn draw(&self, title: &str, nothing: &str, brush: &mut Brush, draw: impl FnMut(&mut Brush, usize)) {
        self.draw_above(title, nothing, brush, 0, draw);
    }

    /// The same, with the last `foot` rows left free.
    fn draw_above(
        &self,
        title: &str,
        nothing: &str,
        brush: &mut Brush,
        foot: u16,
        mut draw: impl FnMut(&mut Brush, usize),
    ) {
        let inner = brush.frame(title, self.focused);
        let inner = Rect { height: inner.height.saturating_sub(foot), ..inner };
        if self.rows == 0 {
            return crate::ui::empty(&mut brush.within(inner), nothing);
        }
        let fits = usize::from(inner.height);
        let first = if self.focused { (self.chosen + 1).saturating_sub(fits) } else { 0 };
        for row in first..self.rows.min(first + fits) {
            let line = Rect { y: inner.y + (row - first) as u16, height: 1, ..inner };
            let mut brush = brush.within(line);
            draw(&mut brush, row);
            if self.marked && row == self.chosen {
                let style = brush.ink(Ink::Selection);
                brush.wash(style);
            }
        }
        let below = self.rows.saturating_sub(first + fits);
        let [up, down, ..] = brush.shapes().more;
        let (style, end) = (brush.ink(Ink::Accent), brush.area.right().saturating_sub(2));
        let (top, bottom) = (brush.area.top(), brush.area.bottom().saturating_sub(1));
        if below > 0 {
            brush.right(brush.area.x + 1, bottom, end, &format!(" {down}{below} "), style);
        }
        if first > 0 && brush.area.width > 24 {
            brush.right(brush.area.x + 16, top, end, &format!(" {up}{first} "), style);
        }
    }
}
