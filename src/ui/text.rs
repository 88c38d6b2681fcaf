//! Text by cells: a Chinese character takes two, and is never cut in half.

use crate::app::model::Glyphs;
use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Cells a text takes on the screen.
pub fn width(text: &str) -> u16 {
    if text.is_ascii() {
        return text.len() as u16;
    }
    text.graphemes(true).map(|symbol| symbol.width()).sum::<usize>() as u16
}

/// The longest start of a text that fits into `cells`, and its width.
pub fn head(text: &str, cells: u16) -> (&str, u16) {
    let mut used = 0;
    for (at, symbol) in text.grapheme_indices(true) {
        let wide = symbol.width() as u16;
        if used + wide > cells {
            return (&text[..at], used);
        }
        used += wide;
    }
    (text, used)
}

/// A text of at most `cells`: whole, or its start and an ellipsis.
pub fn cut(text: &str, cells: u16, glyphs: Glyphs) -> Cow<'_, str> {
    if width(text) <= cells {
        return Cow::Borrowed(text);
    }
    if cells == 0 {
        return Cow::Borrowed("");
    }
    let (start, _) = head(text, cells - 1);
    Cow::Owned(format!("{}{}", start.trim_end(), ellipsis(glyphs)))
}

/// What stands for what was cut away; one cell.
pub fn ellipsis(glyphs: Glyphs) -> char {
    match glyphs {
        Glyphs::Unicode => '…',
        Glyphs::Ascii => '~',
    }
}

/// Exactly `cells`: cut, or filled with spaces on the right.
pub fn fit(text: &str, cells: u16, glyphs: Glyphs) -> String {
    let text = cut(text, cells, glyphs);
    let gap = cells.saturating_sub(width(&text));
    format!("{text}{:1$}", "", gap as usize)
}

/// Exactly `cells`: cut, or filled with spaces on the left.
pub fn right(text: &str, cells: u16, glyphs: Glyphs) -> String {
    let text = cut(text, cells, glyphs);
    let gap = cells.saturating_sub(width(&text));
    format!("{:1$}{text}", "", gap as usize)
}

/// Lines of at most `cells`, broken at spaces where there are any and between characters otherwise.
pub fn wrap(text: &str, cells: u16) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text.trim_end();
    while !rest.is_empty() {
        let (line, _) = head(rest, cells);
        if line.is_empty() {
            // Not even one character fits.
            break;
        }
        let next = if line.len() == rest.len() { line.len() } else { break_at(rest, line.len()) };
        lines.push(rest[..next].trim_end());
        rest = rest[next..].trim_start();
    }
    lines
}

/// Where to break a line whose first `fits` bytes fit: after the last word that is whole, else right there.
fn break_at(text: &str, fits: usize) -> usize {
    let after = text[fits..].chars().next();
    let before = text[..fits].chars().next_back();
    let inside = |c: Option<char>| c.is_some_and(|c| c.is_ascii_graphic());
    if !(inside(before) && inside(after)) {
        return if after.is_some_and(closes) { before_last(text, fits) } else { fits };
    }
    let start = text[..fits].rfind(|c: char| !c.is_ascii_graphic());
    let word = start.map(|at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    word.filter(|at| *at > 0).unwrap_or(fits)
}

/// Whether a sign must not begin a line.
fn closes(sign: char) -> bool {
    "，。、；：！？）」』》〉】”’…,.;:!?)]}".contains(sign)
}

/// The break one character earlier, so that it takes the sign after it along; the same where it would be alone.
fn before_last(text: &str, fits: usize) -> usize {
    let last = text[..fits].grapheme_indices(true).next_back().map_or(fits, |(at, _)| at);
    if last == 0 || text[last..fits].chars().all(closes) { fits } else { last }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_are_never_halved() {
        assert_eq!(width("5#住宅楼"), 8);
        assert_eq!(cut("住宅楼", 6, Glyphs::Unicode), "住宅楼");
        assert_eq!(cut("住宅楼", 5, Glyphs::Unicode), "住宅…");
        assert_eq!(cut("住宅楼", 4, Glyphs::Unicode), "住…");
        assert_eq!(cut("住宅楼", 1, Glyphs::Ascii), "~");
        assert_eq!(cut("住宅楼", 0, Glyphs::Unicode), "");
        assert_eq!(fit("住宅楼", 4, Glyphs::Unicode), "住… ");
        for cells in 0..12 {
            assert_eq!(width(&fit("a住b宅c楼", cells, Glyphs::Unicode)), cells);
            assert_eq!(width(&right("a住b宅c楼", cells, Glyphs::Ascii)), cells);
        }
    }

    #[test]
    fn numbers_stand_on_the_right() {
        assert_eq!(right("3,003", 7, Glyphs::Unicode), "  3,003");
        assert_eq!(right("元", 3, Glyphs::Unicode), " 元");
    }

    #[test]
    fn lines_break_between_words_and_between_characters() {
        assert_eq!(wrap("a short line of words", 8), ["a short", "line of", "words"]);
        assert_eq!(wrap("补足期限已过请联系客户", 8), ["补足期限", "已过请联", "系客户"]);
        assert_eq!(wrap("房号 abcdefghijkl", 8), ["房号", "abcdefgh", "ijkl"]);
        assert_eq!(wrap("房源已保留。", 10), ["房源已保", "留。"], "no line begins with a full stop");
        assert_eq!(wrap("住", 1), Vec::<&str>::new());
        assert_eq!(wrap("", 5), Vec::<&str>::new());
        for cells in 2..20 {
            let text = "张* 11-28 13:11 保留 5#住宅楼/1单元/801 until tomorrow";
            assert!(wrap(text, cells).iter().all(|line| width(line) <= cells), "{cells}");
        }
    }
}
