//! What stands around every page: project and clock above, page dots and the age of the data below; and what stands
//! over it when the store is lost, or instead of it before there is one.

use crate::app::board::Pager;
use crate::app::model::{Glyphs, Link};
use crate::domain::time::Instant;
use crate::locale::Locale;
use crate::ui::board::{Wall, big};
use crate::ui::paint::Brush;
use crate::ui::text::{self, width};
use crate::ui::theme::Ink;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

/// Data older than this many seconds are marked.
const AGE_WARN: i64 = 10;
/// The largest scale of a message.
const SCALE_MAX: u16 = 3;

/// `13:11:05`.
fn seconds(locale: &Locale, at: Instant) -> String {
    at.with_timezone(&locale.zone).format("%H:%M:%S").to_string()
}

/// A past moment: its time, and its day where that is not today.
fn moment(locale: &Locale, at: Instant, now: Instant) -> String {
    if locale.day(at) == locale.day(now) { seconds(locale, at) } else { locale.instant(at) }
}

/// Practice, project, stage and clock.
pub(crate) fn header(wall: &Wall, brush: &mut Brush, area: Rect) {
    let (title, accent, dim) = (brush.ink(Ink::Title), brush.ink(Ink::Accent), brush.ink(Ink::Dim));
    let clock = seconds(wall.locale, wall.picture.now);
    let mut start = brush.right(area.x, area.y, area.right(), &clock, accent).saturating_sub(2);
    let stage = wall.picture.stage.map(|stage| wall.locale.stage(stage).to_string());
    for aside in [Some(wall.locale.day(wall.picture.now)), stage].into_iter().flatten() {
        if start > area.x + 30 + width(&aside) {
            start = brush.right(area.x, area.y, start, &aside, dim).saturating_sub(2);
        }
    }
    let mut x = area.x;
    let banners = [(wall.picture.practice, "board-practice"), (wall.picture.is_frozen, "board-clock")];
    for (_, key) in banners.into_iter().filter(|(is_shown, _)| *is_shown) {
        let banner = format!(" {} ", wall.locale.text(key));
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

/// Page dots, those of changed pages marked; a word where this page changed; always the age of the data.
pub(crate) fn footer(wall: &Wall, brush: &mut Brush, area: Rect, pager: &Pager, pages: usize) {
    let y = area.bottom() - 1;
    if area.height < 2 {
        return;
    }
    if area.height >= 8 {
        rule(brush, area, y - 1);
    }
    let (text, ink) = age(wall);
    let style = brush.ink(ink);
    let start = brush.right(area.x, y, area.right(), &text, style).saturating_sub(2);
    let page = pager.page() % pages.max(1);
    let mut x = area.x;
    if usize::from(start.saturating_sub(area.x)) >= pages * 2 {
        let [here, fresh, other] = match brush.glyphs {
            Glyphs::Unicode => ["●", "◆", "·"],
            Glyphs::Ascii => ["*", "+", "."],
        };
        for place in 0..pages {
            let (dot, ink) = match place {
                _ if place == page => (here, Ink::Accent),
                _ if pager.changed().contains(&place) => (fresh, Ink::Mark),
                _ => (other, Ink::Dim),
            };
            let style = brush.ink(ink);
            brush.put(x, y, start.saturating_sub(x), dot, style);
            x += 2;
        }
    } else {
        let style = brush.ink(Ink::Dim);
        x = brush.put(x, y, start.saturating_sub(x), &format!("{}/{pages}", page + 1), style) + 1;
    }
    let news = wall.locale.text("board-fresh");
    if pager.is_fresh() && x + width(news) + 2 <= start {
        let style = brush.ink(Ink::Mark).add_modifier(Modifier::REVERSED);
        brush.put(x + 1, y, start - x, &format!(" {news} "), style);
    }
}

/// How old the data are, in words, and how grave that is.
fn age(wall: &Wall) -> (String, Ink) {
    let now = wall.picture.now;
    match wall.picture.link {
        Link::Lost(since) => {
            let time = moment(wall.locale, since, now);
            (wall.locale.say("board-lost", &[("time", time.into())]), Ink::Bad)
        }
        Link::Live(heard) => {
            let seconds = (now - heard).num_seconds().max(0);
            let ink = if seconds > AGE_WARN { Ink::Warn } else { Ink::Good };
            (wall.locale.say("board-age", &[("seconds", seconds.into())]), ink)
        }
    }
}

/// Takes the colours from an area: they may be stale.
pub(crate) fn fade(brush: &mut Brush, area: Rect) {
    let ground = brush.ink(Ink::Text).bg;
    let mut brush = brush.within(area);
    brush.fade();
    brush.wash(Style { bg: ground, ..Style::default() });
}

/// Says in the largest letters that fit that the store is lost, and since when.
pub(crate) fn lost(wall: &Wall, brush: &mut Brush, area: Rect, since: Instant) {
    let time = moment(wall.locale, since, wall.picture.now);
    let plain = wall.locale.say("board-lost", &[("time", time.as_str().into())]);
    let word = wall.locale.text("board-lost-word");
    message(brush, area, &[word, &time], &plain, Ink::Bad);
}

/// The screen before there is a store.
pub(crate) fn awaiting(
    locale: &Locale,
    brush: &mut Brush,
    area: Rect,
    (since, now): (Instant, Instant),
    cause: &str,
) {
    let style = brush.ink(Ink::Accent);
    brush.right(area.x, area.y, area.right(), &seconds(locale, now), style);
    let time = moment(locale, since, now);
    let plain = locale.say("board-awaiting", &[("time", time.into())]);
    let dim = brush.ink(Ink::Dim);
    let lines = text::wrap(cause, area.width.min(90));
    let below = (lines.len() as u16).min(area.height.saturating_sub(3));
    let above = Rect { y: area.y + 1, height: area.height.saturating_sub(below + 2), ..area };
    if area.height < 4 {
        brush.cut(area.x, area.bottom() - 1, area.width, &plain, style);
        return;
    }
    message(brush, above, &[locale.text("board-awaiting-word")], &plain, Ink::Accent);
    for (y, line) in (above.bottom() + 1..area.bottom()).zip(lines) {
        let x = area.x + area.width.saturating_sub(width(line)) / 2;
        brush.put(x, y, area.width, line, dim);
    }
}

/// A message in the middle of an area: large lines and the same in a plain one below, or that alone.
fn message(brush: &mut Brush, area: Rect, lines: &[&str], plain: &str, ink: Ink) {
    let style = brush.ink(ink);
    let count = lines.len() as u16;
    let ground = brush.ink(Ink::Text);
    let room = (area.width.saturating_sub(4), area.height.saturating_sub(3) / count.max(1));
    let scales = lines.iter().map(|line| big::scale(line, room.0, room.1, SCALE_MAX));
    let scale = scales.min().flatten().filter(|_| brush.glyphs == Glyphs::Unicode);
    let rows = scale.map_or(1, |scale| count * big::ROWS * scale + 3);
    let mut y = area.y + area.height.saturating_sub(rows) / 2;
    brush.blank(Rect { y, height: rows, ..area }.intersection(area), ground);
    let middle = |cells: u16| area.x + area.width.saturating_sub(cells) / 2;
    if let Some(scale) = scale {
        for line in lines {
            big::put(&mut brush.within(area), middle(big::cells(line) * scale), y, line, scale, style);
            y += big::ROWS * scale;
        }
        y += 1;
    }
    let x = middle(width(plain));
    brush.within(area).cut(x, y, area.width, plain, style);
}
