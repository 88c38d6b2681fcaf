//! The wall screen 大屏: what [`Picture`] holds, page by page, readable across a hall.
//!
//! In it: [`pages`] (which pages there are at a size), [`changed`] (which of them say something new), [`view`] (one
//! page with header and footer) and [`await_store`] (there is no store yet); one file per kind of pane; [`big`],
//! characters built of half blocks.
//! Not in it: what may be shown (`app::board::Picture` cannot hold a customer), when the page turns (`runtime`).
//! Why: a wall nobody watches must never show stale data as fresh: every page carries the age of its data.

pub mod big;
mod frame;
mod grid;
mod queue;
mod rotation;
mod totals;

use crate::app::board::{Pager, Picture};
use crate::app::model::{Glyphs, Link};
use crate::domain::time::Instant;
use crate::locale::Locale;
use crate::ui::paint::Brush;
use crate::ui::slate::{Slate, onto};
use crate::ui::theme::{Ink, Look};
use ratatui::layout::Rect;

/// Rows of header, footer and the lines beside them.
const CHROME: u16 = 4;
/// From this size of the body on, two panes stand side by side.
const PAIR: (u16, u16) = (176, 26);
/// Cells between two panes, the line between them included.
const SEAM: u16 = 5;

/// One subject of the wall.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pane {
    /// Who is next, and the line: of the first team, of the second.
    Rotation(usize),
    /// Groups waiting and called, appointments due.
    Queue,
    /// The public grid: one sheet of it.
    Grid(usize),
    /// The day's counters, visits by kind, units by status.
    Totals,
}

/// What is shown at once: one pane, or two side by side.
pub type Page = Vec<Pane>;

/// How the wall is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Style<'a> {
    /// Words.
    pub locale: &'a Locale,
    /// Colours.
    pub look: &'a Look,
    /// Shapes.
    pub glyphs: Glyphs,
}

/// What every pane is drawn with.
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
    let body = body_of(size);
    let mut panes: Page = (0..picture.lines.len()).map(Pane::Rotation).collect();
    panes.push(Pane::Queue);
    let is_wide = body.width >= PAIR.0 && body.height >= PAIR.1;
    // Where the totals find a place beside another pane they need no page of their own.
    let mut last = vec![vec![Pane::Totals]];
    if is_wide && panes.len() % 2 == 1 {
        panes.extend(last.pop().into_iter().flatten());
    }
    let mut pages: Vec<Page> = panes.chunks(if is_wide { 2 } else { 1 }).map(<[Pane]>::to_vec).collect();
    pages.extend((0..grid::sheets(picture, body).len()).map(|sheet| vec![Pane::Grid(sheet)]));
    pages.extend(last);
    pages
}

/// The pages of the new picture that say something else than in the old one; time that passes is no news.
pub fn changed(old: &Picture, new: &Picture, size: (u16, u16)) -> Vec<usize> {
    let (pages, sheets) = (pages(new, size), grid::changed(old, new, body_of(size)));
    let differs = |pane: &Pane| match *pane {
        Pane::Rotation(place) => {
            (old.lines.get(place), old.lunch_gap) != (new.lines.get(place), new.lunch_gap)
        }
        Pane::Queue => {
            let said = |of: &Picture| (of.waiting.clone(), of.receiving, of.called.clone());
            said(old) != said(new) || old.appointments != new.appointments
        }
        Pane::Grid(sheet) => sheets.get(sheet).is_none_or(|differs| *differs),
        Pane::Totals => {
            let counts = |of: &Picture| of.buildings.iter().map(|block| block.counts).collect::<Vec<_>>();
            (old.ledger, &old.visits, counts(old)) != (new.ledger, &new.visits, counts(new))
        }
    };
    let fresh = pages.iter().enumerate().filter(|(_, page)| page.iter().any(differs));
    fresh.map(|(place, _)| place).collect()
}

/// Draws a page into a frame of ratatui's.
pub fn view(picture: &Picture, pager: &Pager, style: Style, frame: &mut ratatui::Frame) {
    onto(frame, |slate| draw(picture, pager, style, slate));
}

/// Draws what changed of the pager's page; a number past the last one begins again.
pub fn draw(picture: &Picture, pager: &Pager, style: Style, slate: &mut Slate) {
    let whole = slate.area();
    if whole.is_empty() {
        return;
    }
    let area = shifted(whole, pager.orbit());
    let pages = pages(picture, (whole.width, whole.height));
    let wall = Wall { picture, locale: style.locale };
    let inner = body(area);
    slate.draw(style.look, style.glyphs, |parts| {
        // The ground, of which a margin shows.
        parts.part(whole, |_| ());
        parts.part(inner, |brush| {
            if let Some(page) = pages.get(pager.page() % pages.len()) {
                draw_page(&wall, brush, inner, page);
            }
            if let Link::Lost(since) = picture.link {
                // What stood here is no longer known to be true.
                frame::fade(brush, inner);
                frame::lost(&wall, brush, inner, since);
            }
        });
        let head = Rect { height: (inner.y - area.y).max(1), ..area };
        parts.part(head, |brush| frame::header(&wall, brush, area));
        let foot = Rect { y: inner.bottom(), height: area.bottom() - inner.bottom(), ..area };
        parts.part(foot, |brush| frame::footer(&wall, brush, area, pager, pages.len()));
    });
}

/// Says in a frame of ratatui's that there is no store yet.
pub fn await_store(
    since: Instant,
    now: Instant,
    cause: &str,
    pager: &Pager,
    style: Style,
    frame: &mut ratatui::Frame,
) {
    onto(frame, |slate| draw_awaiting(since, now, cause, pager, style, slate));
}

/// Says that there is no store yet, why, and since when it is waited for.
pub fn draw_awaiting(
    since: Instant,
    now: Instant,
    cause: &str,
    pager: &Pager,
    style: Style,
    slate: &mut Slate,
) {
    let whole = slate.area();
    if whole.is_empty() {
        return;
    }
    let area = shifted(whole, pager.orbit());
    slate.draw(style.look, style.glyphs, |parts| {
        let draw = |brush: &mut Brush| {
            frame::awaiting(style.locale, &mut brush.within(area), area, (since, now), cause);
        };
        parts.part(whole, draw);
    });
}

/// Draws a page: its panes share the width.
fn draw_page(wall: &Wall, brush: &mut Brush, area: Rect, page: &[Pane]) {
    let (left, right) = match page {
        [one] => return draw_pane(wall, &mut brush.within(area), area, *one),
        [left, right, ..] => (*left, *right),
        [] => return,
    };
    // A name in large characters wants more room than anything else.
    let is_name = |pane| matches!(pane, Pane::Rotation(_));
    let share = if is_name(left) && !is_name(right) { area.width * 5 / 8 } else { area.width / 2 };
    let first = Rect { width: share - SEAM / 2 - 1, ..area };
    let x = first.right() + SEAM;
    let second = Rect { x, width: area.right().saturating_sub(x), ..area };
    let (line, style) = (brush.shapes().down, brush.ink(Ink::Border));
    for y in area.top()..area.bottom() {
        brush.put(first.right() + SEAM / 2, y, 1, line, style);
    }
    draw_pane(wall, &mut brush.within(first), first, left);
    draw_pane(wall, &mut brush.within(second), second, right);
}

fn draw_pane(wall: &Wall, brush: &mut Brush, area: Rect, pane: Pane) {
    match pane {
        Pane::Rotation(place) => rotation::draw(wall, brush, area, place),
        Pane::Queue => queue::draw(wall, brush, area),
        Pane::Grid(sheet) => grid::draw(wall, brush, area, sheet),
        Pane::Totals => totals::draw(wall, brush, area),
    }
}

/// Writes a heading.
pub(crate) fn heading(brush: &mut Brush, area: Rect, text: &str) {
    let style = brush.ink(Ink::Title);
    brush.within(area).cut(area.x, area.y, area.width, text, style);
}

/// Says on the last row how many more there are than fit.
pub(crate) fn more(wall: &Wall, brush: &mut Brush, area: Rect, count: usize) {
    let dim = brush.ink(Ink::Dim);
    let text = wall.locale.say("board-more", &[("count", count.into())]);
    brush.within(area).cut(area.x, area.bottom().saturating_sub(1), area.width, &text, dim);
}

/// The area a shifted picture has: two columns and a row are kept free for shifting, where there are plenty.
fn shifted(whole: Rect, orbit: (u16, u16)) -> Rect {
    if whole.width < 40 || whole.height < 12 {
        return whole;
    }
    let (x, y) = (orbit.0.min(2), orbit.1.min(1));
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

fn body_of(size: (u16, u16)) -> Rect {
    body(shifted(Rect::new(0, 0, size.0, size.1), (0, 0)))
}
