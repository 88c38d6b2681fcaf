//! What lies over the grid: cards, forms, questions, help, palette, filter line, messages.
//!
//! In it: [`draw`], one file per kind of layer, [`popup`] (the box they stand in), [`sheet`] (rows of pieces that
//! scroll).
//! Not in it: what a key does to a layer (`app::update`), why an act is impossible (`app::acts`), any sentence.
//! Why: a layer is drawn from the desk alone, so that every one can be tested at every size.

mod ask;
mod card;
mod facts;
mod filter;
mod form;
mod help;
mod messages;
mod palette;
pub mod popup;
mod reading;
pub mod sheet;

use crate::app::geometry::Area;
use crate::app::model::{Desk, Layer};
use crate::ui::frame::Frame;
use crate::ui::theme::Look;

/// Draws what lies over the grid, topmost last; returns how far the topmost scrolls.
pub fn draw(desk: &Desk, look: &Look, frame: &mut Frame) -> usize {
    let mut reach = usize::MAX;
    if frame.area().is_empty() {
        return reach;
    }
    for layer in &desk.layers {
        // A layer that does not scroll, or follows its choice by itself, has no end.
        reach = usize::MAX;
        match layer {
            Layer::Card(card) => reach = card::draw(desk, card, look, frame),
            Layer::Form(form) => form::draw(desk, form, look, frame),
            Layer::Ask(ask) => ask::question(desk, ask, look, frame),
            Layer::Menu(menu) => ask::menu(desk, menu, look, frame),
            Layer::Help { scroll } => reach = help::draw(desk, *scroll, look, frame),
            Layer::Palette(palette) => palette::draw(desk, palette, look, frame),
            Layer::Filter(input) => filter::draw(desk, input, look, frame),
            Layer::Sheet(sheet) => reach = reading::draw(desk, sheet, look, frame),
            Layer::Messages { scroll } => reach = messages::draw(desk, *scroll, look, frame),
        }
    }
    reach
}

/// A line of text that is being typed, scrolled so that the caret shows; puts the terminal's own cursor there, so
/// that an input method's window follows (the painted text alone would not tell it where).
fn typed(input: &tui_input::Input, area: Area, live: bool, desk: &Desk, look: &Look, frame: &mut Frame) {
    if area.w == 0 || area.h == 0 {
        return;
    }
    let skipped = input.visual_scroll(usize::from(area.w.saturating_sub(1)));
    let shown = sheet::after(input.value(), skipped);
    let ink = if live { crate::ui::theme::Ink::Title } else { crate::ui::theme::Ink::Text };
    let rect = crate::ui::paint::rect(area);
    let mut brush = frame.brush(look, desk.glyphs);
    let mut brush = brush.within(rect);
    let style = brush.ink(ink);
    brush.put(area.x, area.y, area.w, &shown, style);
    if live {
        let at = input.visual_cursor().saturating_sub(skipped).min(usize::from(area.w - 1));
        frame.set_cursor_position((area.x + at as u16, area.y));
    }
}
