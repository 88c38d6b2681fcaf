//! The wall screen 大屏: what [`Picture`] holds, page by page, readable across a hall.
//!
//! In it: [`pages`] (which pages there are at a size) and [`view`] (one page with header and footer); one file per
//! kind of page; [`big`], characters built of half blocks.
//! Not in it: what may be shown (`app::board::Picture` cannot hold a customer), when the page turns (`runtime`).
//! Why: a wall nobody watches must never show stale data as fresh: every page carries the age of its data.

pub mod big;
mod grid;
mod queue;
mod rotation;
mod totals;

use crate::app::board::Picture;
use crate::app::model::{Glyphs, Link};
use crate::domain::time::Instant;
use crate::locale::Locale;
use crate::ui::paint::Brush;
use crate::ui::text::width;
use crate::ui::theme::{Ink, Look};
use ratatui::Frame;
use ratatui::layout::Rect;

/// Data older than this many seconds are marked.
const AGE_WARN: i64 = 10;
/// Rows of header, footer and the gaps beside them.
const CHROME: u16 = 4;

/// One page of the wall.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Page {
    /// Who is next, and the line.
    Rotation,
    /// Groups waiting and being received.
    Queue,
    /// The public grid: one piece of it.
    Grid(usize),
    /// The day's counters and the counts per status.
    Totals,
}

/// What every page is drawn with.
pub(crate) struct Wall<'a> {
    /// What may be shown.
    pub picture: &'a Picture,
    /// Words.
    pub locale: &'a Locale,
}

impl Wall<'_> {
    /// Whole minutes since then, as words.
    pub fn minutes(&self, since: Instant) -> (i64, String) {
        let count = (self.picture.now - since).num_minutes().max(0);
        (count, self.locale.say("board-minutes", &[("count", count.into())]))
    }
}

/// The pages there are on a screen of that size, in the order they turn; never none.
pub fn pages(picture: &Picture, size: (u16, u16)) -> Vec<Page> {
    let body = body(shifted(Rect::new(0, 0, size.0, size.1), (0, 0)));
    let mut pages = vec![Page::Rotation, Page::Queue];
    pages.extend((0..grid::sheets(picture, body).len()).map(Page::Grid));
    pages.push(Page::Totals);
    pages
}

/// Draws a page; a number past the last one begins again. `orbit` shifts the picture by a cell now and then, so that
/// nothing burns into the panel.
pub fn view(
    picture: &Picture,
    page: usize,
    orbit: (u16, u16),
    locale: &Locale,
    look: &Look,
    frame: &mut Frame,
) {
    view_in(picture, page, orbit, locale, look, Glyphs::Unicode, frame);
}

/// The same with the shapes of a set.
pub fn view_in(
    picture: &Picture,
    page: usize,
    orbit: (u16, u16),
    locale: &Locale,
    look: &Look,
    glyphs: Glyphs,
    frame: &mut Frame,
) {
    let whole = frame.area();
    if whole.is_empty() {
        return;
    }
    let area = shifted(whole, orbit);
    let pages = pages(picture, (whole.width, whole.height));
    let place = page % pages.len();
    let wall = Wall { picture, locale };
    let mut brush = Brush::new(frame.buffer_mut(), look, glyphs, area);
    brush.within(whole).wash(look.ink(Ink::Text));
    let inner = body(area);
    match pages[place] {
        Page::Rotation => rotation::draw(&wall, &mut brush.within(inner), inner),
        Page::Queue => queue::draw(&wall, &mut brush.within(inner), inner),
        Page::Grid(sheet) => grid::draw(&wall, &mut brush.within(inner), inner, sheet),
        Page::Totals => totals::draw(&wall, &mut brush.within(inner), inner),
    }
    if let Link::Lost(since) = picture.link {
        // What stood here is no longer known to be true.
        let faint = brush.ink(Ink::Faint).add_modifier(ratatui::style::Modifier::DIM);
        brush.within(inner).wash(faint);
        lost(&wall, &mut brush, inner, since);
    }
    header(&wall, &mut brush, area);
    footer(&wall, &mut brush, area, place, pages.len());
}

/// The area a shifted picture has: two columns and a row are kept free for shifting, where there are plenty.
fn shifted(whole: Rect, orbit: (u16, u16)) -> Rect {
    if whole.width < 40 || whole.height < 12 {
        return whole;
    }
    let (x, y) = (orbit.0 % 3, orbit.1 % 2);
    Rect { x: whole.x + x, y: whole.y + y, width: whole.width - 2, height: whole.height - 1 }
}

/// The area between header and footer.
fn body(area: Rect) -> Rect {
    if area.height < 8 {
        let lines = area.height.min(2);
        return Rect { y: area.y + u16::from(area.height > 1), height: area.height - lines, ..area };
    }
    Rect { y: area.y + 2, height: area.height - CHROME, ..area }
}

fn header(wall: &Wall, brush: &mut Brush, area: Rect) {
    let (title, accent, dim) = (brush.ink(Ink::Title), brush.ink(Ink::Accent), brush.ink(Ink::Dim));
    let clock = wall.locale.instant_long(wall.picture.now);
    let clock = clock.split(' ').nth(1).unwrap_or_default();
    let mut start = brush.right(area.x, area.y, area.right(), clock, accent).saturating_sub(2);
    if let Some(stage) = wall.picture.stage {
        let stage = wall.locale.text(&format!("stage-{}", stage.code())).to_string();
        if start > area.x + 30 + width(&stage) {
            start = brush.right(area.x, area.y, start, &stage, dim).saturating_sub(2);
        }
    }
    let mut x = area.x;
    if wall.picture.practice {
        let banner = format!(" {} ", wall.locale.text("board-practice"));
        let style = brush.ink(Ink::Banner);
        x = brush.cut(x, area.y, start.saturating_sub(x), &banner, style) + 1;
    }
    brush.cut(x, area.y, start.saturating_sub(x), &wall.picture.project, title);
    if area.height >= 8 {
        rule(brush, area, area.y + 1);
    }
}

fn rule(brush: &mut Brush, area: Rect, y: u16) {
    let line = brush.shapes().across.repeat(usize::from(area.width));
    let style = brush.ink(Ink::Border);
    brush.put(area.x, y, area.width, &line, style);
}

/// Page dots and, always, the age of the data.
fn footer(wall: &Wall, brush: &mut Brush, area: Rect, page: usize, pages: usize) {
    let y = area.bottom() - 1;
    if area.height < 2 {
        return;
    }
    if area.height >= 8 {
        rule(brush, area, y - 1);
    }
    let (text, ink) = age(wall);
    let style = brush.ink(ink);
    let start = brush.right(area.x, y, area.right(), &text, style);
    let [here, other] = match brush.glyphs {
        Glyphs::Unicode => ["●", "·"],
        Glyphs::Ascii => ["*", "."],
    };
    let dots = (0..pages).map(|place| if place == page { here } else { other }).collect::<Vec<_>>().join(" ");
    let number = format!("{}/{pages}", page + 1);
    let room = start.saturating_sub(area.x + 2);
    let shown = if width(&dots) <= room { dots } else { number };
    let style = brush.ink(Ink::Dim);
    brush.put(area.x, y, room, &shown, style);
}

/// How old the data are, in words, and how grave that is.
fn age(wall: &Wall) -> (String, Ink) {
    match wall.picture.link {
        Link::Lost(since) => {
            let time = wall.locale.instant_long(since);
            let time = time.split(' ').nth(1).unwrap_or_default().to_string();
            (wall.locale.say("board-lost", &[("time", time.into())]), Ink::Bad)
        }
        Link::Live(heard) => {
            let seconds = (wall.picture.now - heard).num_seconds().max(0);
            let ink = if seconds > AGE_WARN { Ink::Warn } else { Ink::Good };
            (wall.locale.say("board-age", &[("seconds", seconds.into())]), ink)
        }
    }
}

/// Says in the largest letters that fit that the store is lost, and since when.
fn lost(wall: &Wall, brush: &mut Brush, area: Rect, since: Instant) {
    let time = wall.locale.instant_long(since);
    let time = time.split(' ').nth(1).unwrap_or_default().to_string();
    let word = wall.locale.text("board-lost-word").to_string();
    let bad = brush.ink(Ink::Bad);
    let plain = wall.locale.say("board-lost", &[("time", time.as_str().into())]);
    let rows = big::ROWS * 2 + 3;
    let is_big = brush.glyphs == Glyphs::Unicode && area.height >= rows;
    let cells = width(&plain).max(if is_big { big::cells(&word).max(big::cells(&time)) } else { 0 });
    if is_big && cells + 4 <= area.width {
        let height = rows.min(area.height);
        let y = area.y + (area.height - height) / 2;
        blank(brush, Rect { x: area.x, y, width: area.width, height });
        let x = |text: &str| area.x + (area.width - big::cells(text)) / 2;
        big::put(brush, x(&word), y, &word, bad);
        big::put(brush, x(&time), y + big::ROWS, &time, bad);
        let x = area.x + (area.width - width(&plain)) / 2;
        brush.put(x, y + big::ROWS * 2 + 1, width(&plain), &plain, bad);
        return;
    }
    let y = area.y + area.height.saturating_sub(1) / 2;
    blank(brush, Rect { y, height: area.height.min(1), ..area });
    let x = area.x + area.width.saturating_sub(width(&plain)) / 2;
    brush.within(area).cut(x, y, area.width, &plain, bad);
}

/// Empties an area.
fn blank(brush: &mut Brush, area: Rect) {
    let spaces = " ".repeat(usize::from(area.width));
    for y in area.top()..area.bottom() {
        brush.put(area.x, y, area.width, &spaces, ratatui::style::Style::reset());
    }
}
