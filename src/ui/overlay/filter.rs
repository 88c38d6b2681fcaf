//! The filter line at the bottom of the screen, being typed.

use crate::app::geometry::Area;
use crate::app::model::Desk;
use crate::ui::frame::Frame;
use crate::ui::overlay::typed;
use crate::ui::text::width;
use crate::ui::theme::{Ink, Look};
use ratatui::layout::Rect;
use tui_input::Input;

/// Cells the typed text keeps, before the hint gets any.
const TYPED_LEAST: u16 = 16;

/// Draws the line, with how many units match and how to write a filter.
pub fn draw(desk: &Desk, input: &Input, look: &Look, frame: &mut Frame) {
    let whole = frame.area();
    let area = Rect { y: whole.bottom().saturating_sub(1), height: 1.min(whole.height), ..whole };
    frame.clear(area);
    let found = desk.filter.found.as_ref();
    let hint = desk.locale.text("layer-filter-hint");
    let count = found.map(|found| desk.locale.say("layer-filter-found", &[("count", found.len().into())]));
    let label = format!("{} ", desk.locale.text("layer-filter"));
    let mut brush = frame.brush(look, desk.glyphs);
    let mut brush = brush.within(area);
    let (dim, accent) = (brush.ink(Ink::Dim), brush.ink(Ink::Accent));
    let start = if area.width > width(&label) + 4 {
        brush.put(area.x, area.y, area.width, &label, accent)
    } else {
        area.x
    };
    let mut end = area.right();
    for (text, style) in [(count.as_deref(), accent), (Some(hint), dim)] {
        let Some(text) = text else { continue };
        if end >= start + TYPED_LEAST + width(text) + 2 {
            end = brush.right(start, area.y, end, text, style).saturating_sub(2);
        }
    }
    typed(
        input,
        Area { x: start, y: area.y, w: end.saturating_sub(start), h: area.height },
        true,
        desk,
        look,
        frame,
    );
}
