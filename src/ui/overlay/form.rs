//! Forms: labels that line up by cells, the terminal's own cursor at the caret, remarks and faults under their field.

use crate::app::form::{Field, Form};
use crate::app::geometry::Area;
use crate::app::model::Desk;
use crate::ui::frame::Frame;
use crate::ui::overlay::popup::{self, Anchor};
use crate::ui::overlay::sheet::{self, Row, wrapped};
use crate::ui::overlay::typed;
use crate::ui::text::{self, width};
use crate::ui::theme::{Ink, Look};
use ratatui::layout::Rect;

/// Cells of content, where the screen has them.
const WIDE: u16 = 60;

/// The rows of a form, and which of them are fields.
struct Laid {
    rows: Vec<Row>,
    /// Row of each field.
    fields: Vec<usize>,
    /// Cells of the labels, the gap included.
    label: u16,
}

/// Draws a form.
pub fn draw(desk: &Desk, form: &Form, look: &Look, frame: &mut Frame) {
    let (columns, rows) = popup::room(frame.area());
    let cells = columns.min(WIDE);
    let laid = lay(desk, form, cells);
    let mut foot: Vec<Row> =
        form.refused.iter().flat_map(|reason| wrapped(Ink::Bad, reason, cells)).collect();
    foot.push(Row::new(Ink::Dim, hint(desk, form)));
    let wanted = (laid.rows.len() + 1 + foot.len()).min(usize::from(rows)) as u16;
    let title = desk.locale.text(&format!("form-{}", form.purpose.code())).to_string();
    let area = popup::open(frame, look, desk.glyphs, Anchor::Centre, (cells, wanted), &title);
    let (body, foot_area) = divide(area, foot.len());
    let at = laid.fields.get(form.at).copied().unwrap_or(0);
    // One row below the field belongs to it: its fault.
    let last = (at + 1).min(laid.rows.len().saturating_sub(1));
    let fits = usize::from(body.height);
    let scroll = sheet::following(last, laid.rows.len(), fits).min(at);
    let mut brush = frame.brush(look, desk.glyphs);
    sheet::draw(&mut brush, body, &laid.rows, scroll);
    sheet::draw(&mut brush, foot_area, &foot, 0);
    for (place, (field, row)) in form.fields.iter().zip(&laid.fields).enumerate() {
        let seen = row.checked_sub(scroll).filter(|row| *row < fits);
        let Some(row) = seen else { continue };
        let label = laid.label.min(body.width.saturating_sub(1));
        let input = Area { x: body.x + label, y: body.y + row as u16, w: body.width - label, h: 1 };
        let live = place == form.at;
        if field.choices.is_empty() {
            typed(&field.input, input, live, desk, look, frame);
        } else if live && input.w > 0 {
            frame.set_cursor_position((input.x, input.y));
        }
    }
}

/// Body above, foot below with a gap between where there is room; a small box keeps at least one row of body.
fn divide(area: Rect, foot: usize) -> (Rect, Rect) {
    let foot = (foot as u16).min(area.height.saturating_sub(1));
    let gap = u16::from(area.height > foot + 3);
    let body = Rect { height: area.height - foot - gap, ..area };
    (body, Rect { y: area.bottom() - foot, height: foot, ..area })
}

fn lay(desk: &Desk, form: &Form, cells: u16) -> Laid {
    let label_of = |field: &Field| desk.locale.text(&format!("field-{}", field.name)).to_string();
    let widest = form.fields.iter().map(|field| width(&label_of(field))).max().unwrap_or(0);
    let label = (widest + 4).min(cells / 2);
    let mut rows: Vec<Row> = Vec::new();
    for (place, fact) in form.facts.iter().enumerate() {
        rows.extend(wrapped(if place == 0 { Ink::Title } else { Ink::Text }, fact, cells));
    }
    if !rows.is_empty() && !form.fields.is_empty() {
        rows.push(Row::blank());
    }
    let mut fields = Vec::new();
    for (place, field) in form.fields.iter().enumerate() {
        let live = place == form.at;
        fields.push(rows.len());
        let mark = if live { crate::ui::glyph::shapes(desk.glyphs).here } else { " " };
        let name = text::fit(&label_of(field), label.saturating_sub(2), desk.glyphs);
        let ink = if live { Ink::Accent } else { Ink::Dim };
        let row = Row::new(Ink::Accent, format!("{mark} ")).and(ink, name);
        rows.push(match field.choices.get(field.choice) {
            Some(choice) => row.and(if live { Ink::Title } else { Ink::Text }, chosen(desk, choice)),
            None => row,
        });
        let below = [(&field.remark, Ink::Info), (&field.fault, Ink::Bad)];
        for (text, ink) in below.into_iter().filter_map(|(text, ink)| text.as_ref().map(|text| (text, ink))) {
            for line in text::wrap(text, cells.saturating_sub(label).max(2)) {
                rows.push(Row::new(ink, " ".repeat(usize::from(label))).and(ink, line));
            }
        }
    }
    Laid { rows, fields, label }
}

/// A choice between its arrows.
fn chosen(desk: &Desk, choice: &str) -> String {
    let [open, close] = match desk.glyphs {
        crate::app::model::Glyphs::Unicode => ["‹", "›"],
        crate::app::model::Glyphs::Ascii => ["<", ">"],
    };
    format!("{open} {} {close}", desk.locale.text(choice))
}

fn hint(desk: &Desk, form: &Form) -> String {
    let choices = form.fields.get(form.at).is_some_and(|field| !field.choices.is_empty());
    let key = if choices { "layer-form-hint-choice" } else { "layer-form-hint" };
    desk.locale.text(key).to_string()
}
