//! Groups that wait and groups that are received: numbers and minutes, nobody's name but the consultant's.

use crate::app::model::Glyphs;
use crate::ui::board::{Wall, big};
use crate::ui::paint::Brush;
use crate::ui::text::{self, width};
use crate::ui::theme::Ink;
use ratatui::layout::Rect;

/// Minutes of waiting from which on a group is shown amber, then red.
const LONG: i64 = 10;
const TOO_LONG: i64 = 20;

/// Draws the page: side by side where there is room, else one above the other.
pub(crate) fn draw(wall: &Wall, brush: &mut Brush, area: Rect) {
    if area.width >= 60 {
        let half = area.width / 2;
        waiting(wall, &mut brush.within(area), Rect { width: half.saturating_sub(2), ..area });
        let right = Rect { x: area.x + half, width: area.width - half, ..area };
        receiving(wall, &mut brush.within(right), right);
    } else {
        let half = area.height / 2;
        waiting(wall, brush, Rect { height: half, ..area });
        receiving(wall, brush, Rect { y: area.y + half, height: area.height - half, ..area });
    }
}

fn heading(brush: &mut Brush, area: Rect, text: &str) {
    let style = brush.ink(Ink::Title);
    brush.within(area).cut(area.x, area.y, area.width, text, style);
}

fn waiting(wall: &Wall, brush: &mut Brush, area: Rect) {
    let waiting = &wall.picture.waiting;
    let count = wall.locale.say("board-waiting", &[("count", waiting.len().into())]);
    heading(brush, area, &count);
    if waiting.is_empty() {
        let dim = brush.ink(Ink::Dim);
        let text = wall.locale.text("board-nobody-waits");
        brush.within(area).cut(area.x, area.y + 1, area.width, text, dim);
    }
    let mut y = area.y + 2;
    for (place, (number, since)) in waiting.iter().enumerate() {
        let left = waiting.len() - place;
        let rows = area.bottom().saturating_sub(y);
        if rows == 0 {
            break;
        }
        if rows == 1 && left > 1 {
            more(wall, brush, area, left);
            break;
        }
        let (minutes, said) = wall.minutes(*since);
        let ink = match minutes {
            TOO_LONG.. => Ink::Bad,
            LONG.. => Ink::Warn,
            _ => Ink::Text,
        };
        let style = brush.ink(ink);
        let number = number.to_string();
        // The first two are called next, so they are large.
        let is_big = place < 2 && brush.glyphs == Glyphs::Unicode && rows >= big::ROWS + 2;
        if is_big && big::cells(&number) + 12 <= area.width {
            big::put(&mut brush.within(area), area.x, y, &number, style);
            let x = area.x + big::cells(&number) + 2;
            brush.within(area).cut(x, y + big::ROWS / 2, area.right() - x, &said, style);
            y += big::ROWS;
            continue;
        }
        let text = format!("{} {said}", text::right(&number, 4, brush.glyphs));
        brush.within(area).cut(area.x, y, area.width, &text, style);
        y += 1;
    }
}

fn more(wall: &Wall, brush: &mut Brush, area: Rect, count: usize) {
    let dim = brush.ink(Ink::Dim);
    let text = wall.locale.say("board-more", &[("count", count.into())]);
    brush.within(area).cut(area.x, area.bottom() - 1, area.width, &text, dim);
}

fn receiving(wall: &Wall, brush: &mut Brush, area: Rect) {
    let receiving = &wall.picture.receiving;
    let count = wall.locale.say("board-being-received", &[("count", receiving.len().into())]);
    heading(brush, area, &count);
    let name_cells = receiving.iter().map(|(_, name, _)| width(name)).max().unwrap_or(0).min(20);
    for (place, (number, name, since)) in receiving.iter().enumerate() {
        let y = area.y + 2 + place as u16;
        if y + 1 >= area.bottom() && receiving.len() - place > 1 {
            if y < area.bottom() {
                more(wall, brush, area, receiving.len() - place);
            }
            break;
        }
        let (_, said) = wall.minutes(*since);
        let number = text::right(&number.to_string(), 4, brush.glyphs);
        let text = format!("{number} {} {said}", text::fit(name, name_cells, brush.glyphs));
        let style = brush.ink(Ink::Text);
        brush.within(area).cut(area.x, y, area.width, &text, style);
    }
}
