//! The large card of a unit: what is known, what happened, what can be done now and why not.

use crate::app::action::Action;
use crate::app::acts::unit_acts;
use crate::app::model::{Card, Desk};
use crate::domain::id::UnitId;
use crate::ui::frame::Frame;
use crate::ui::hints::key_label;
use crate::ui::overlay::facts;
use crate::ui::overlay::help::label;
use crate::ui::overlay::popup::{self, Anchor};
use crate::ui::overlay::sheet::{self, Row, wrapped};
use crate::ui::paint::Brush;
use crate::ui::text;
use crate::ui::theme::{Ink, Look};
use ratatui::layout::Rect;

/// From this many cells on, history stands beside the facts and acts stand in two columns.
const TWO_COLUMNS: u16 = 84;
/// Widest the card gets, cells.
const WIDEST: u16 = 140;

/// Draws the card; returns the last row there is to scroll to.
pub fn draw(desk: &Desk, card: &Card, look: &Look, frame: &mut Frame) -> usize {
    let office = desk.view();
    if card.unit.index() >= office.units.len() {
        // Travelled to before the unit was listed.
        return 0;
    }
    let (columns, rows) = popup::room(frame.area());
    let cells = columns.min(WIDEST);
    let two = cells >= TWO_COLUMNS;
    let left_cells = if two { cells * 2 / 5 } else { cells };
    let right_cells = if two { cells - left_cells - 3 } else { cells };
    let mut left = facts::rows(desk, card.unit, left_cells);
    let mut right = history(desk, card.unit, right_cells);
    if !two {
        left.push(Row::blank());
        left.append(&mut right);
    }
    let acts = acts(desk, card, cells, two);
    let upper = left.len().max(right.len());
    let wanted = (upper + 1 + acts.rows.len() + acts.reason.len()).min(usize::from(rows)) as u16;
    let title = office.unit(card.unit).spec.address();
    let area = popup::open(frame, look, desk.glyphs, Anchor::Centre, (cells, wanted), &title);
    let mut brush = frame.brush(look, desk.glyphs);
    let body = lower(&mut brush, area, &acts, upper);
    if two {
        left.resize(upper, Row::blank());
        right.resize(upper, Row::blank());
        let half = Rect { width: left_cells.min(body.width), ..body };
        sheet::draw(&mut brush.within(half), half, &left, card.scroll);
        let x = (body.x + left_cells + 3).min(body.right());
        sheet::draw(&mut brush, Rect { x, width: body.right() - x, ..body }, &right, card.scroll)
    } else {
        sheet::draw(&mut brush, body, &left, card.scroll)
    }
}

/// The acts, laid out.
struct Acts {
    rows: Vec<Row>,
    /// The row with the chosen act.
    chosen: usize,
    /// Why the chosen act is impossible, in full.
    reason: Vec<Row>,
}

fn acts(desk: &Desk, card: &Card, cells: u16, two: bool) -> Acts {
    let all = unit_acts(desk, card.unit);
    let per_row = if two { 2 } else { 1 };
    let share = cells / per_row as u16;
    let piece = |(place, (action, refused)): (usize, &(Action, Option<String>))| {
        let chosen = place == card.choice;
        let mark = if chosen { crate::ui::glyph::shapes(desk.glyphs).here } else { " " };
        let (key_ink, ink) = match refused {
            None => (Ink::Accent, if chosen { Ink::Title } else { Ink::Text }),
            Some(_) => (Ink::Faint, Ink::Faint),
        };
        let key = text::fit(&key_label(desk, *action), 7, desk.glyphs);
        let name = label(desk, *action);
        let said = match refused {
            None => name,
            Some(reason) => format!("{}{reason}", text::fit(&name, 13, desk.glyphs)),
        };
        let gap = share.saturating_sub(10);
        Row::new(Ink::Accent, format!("{mark} "))
            .and(key_ink, key)
            .and(ink, text::fit(&said, gap, desk.glyphs))
            .and(ink, " ")
    };
    let pieces: Vec<Row> = all.iter().enumerate().map(piece).collect();
    let join = |rows: &[Row]| Row {
        pieces: rows.iter().flat_map(|row| row.pieces.clone()).collect(),
        chosen: false,
    };
    let reason = all.get(card.choice).and_then(|(_, refused)| refused.as_deref());
    let reason = reason.map(|reason| wrapped(Ink::Warn, reason, cells)).unwrap_or_default();
    Acts { rows: pieces.chunks(per_row).map(join).collect(), chosen: card.choice / per_row, reason }
}

/// Draws acts and reason at the bottom; returns what is left above. Facts get at least half.
fn lower(brush: &mut Brush, area: Rect, acts: &Acts, upper: usize) -> Rect {
    let reason = (acts.reason.len() as u16).min(area.height / 4);
    let room = area.height.saturating_sub(reason);
    let spare = room.saturating_sub(upper as u16 + 1);
    let list = (acts.rows.len() as u16).min(spare.max(room / 2));
    let line = u16::from(room > list + 1 && list > 0);
    let body = Rect { height: room - list - line, ..area };
    let list_area = Rect { y: body.bottom() + line, height: list, ..area };
    if line > 0 {
        let style = brush.ink(Ink::Border);
        let rule = brush.shapes().across.repeat(usize::from(area.width));
        brush.put(area.x, body.bottom(), area.width, &rule, style);
    }
    let scroll = sheet::following(acts.chosen, acts.rows.len(), usize::from(list));
    sheet::draw(brush, list_area, &acts.rows, scroll);
    let reason_area = Rect { y: area.bottom() - reason, height: reason, ..area };
    sheet::draw(brush, reason_area, &acts.reason, 0);
    body
}

/// What happened to the unit, newest first: when, who, what.
fn history(desk: &Desk, unit: UnitId, cells: u16) -> Vec<Row> {
    let office = desk.view();
    let mut rows = vec![Row::new(Ink::Title, desk.locale.text("layer-card-history"))];
    let trail = desk.trail.as_ref().filter(|(of, _)| *of == unit).map(|(_, trail)| trail);
    let Some(trail) = trail else {
        rows.push(Row::new(Ink::Dim, desk.locale.text("layer-card-loading")));
        return rows;
    };
    let mut trail: Vec<_> = trail.iter().filter(|recorded| recorded.at <= desk.moment()).collect();
    trail.sort_by_key(|recorded| std::cmp::Reverse(recorded.seq));
    if trail.is_empty() {
        rows.push(Row::new(Ink::Dim, desk.locale.text("layer-card-no-history")));
    }
    for recorded in trail {
        let who = match recorded.by {
            Some(by) => office.name_of(Some(by)).to_string(),
            None => desk.locale.text("layer-card-house").to_string(),
        };
        let lead = format!("{} {who} ", desk.locale.instant(recorded.at));
        let sentence = desk.locale.event(office, desk.viewer, recorded);
        let mut lines = text::wrap(&sentence, cells.saturating_sub(2).max(2)).into_iter();
        let fits = text::width(&lead) + text::width(&sentence) <= cells;
        rows.push(Row::new(Ink::Dim, lead).and(Ink::Text, if fits { sentence.as_str() } else { "" }));
        if !fits {
            rows.extend(lines.by_ref().map(|line| Row::new(Ink::Text, format!("  {line}"))));
        }
    }
    rows
}
