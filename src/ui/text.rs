//! Text by cells: a Chinese character takes two, and is never cut in half.

use crate::app::model::Glyphs;
use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The characters of a text as they are seen, each with its cells.
pub fn symbols(text: &str) -> impl Iterator<Item = (&str, u16)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut chars = rest.chars();
        let first = chars.next()?;
        // Nothing joins two plain characters: the costly search for where one ends is not needed there.
        let alone = chars.next().is_none_or(|next| plain(next).is_some());
        let (symbol, cells) = match plain(first).filter(|_| alone) {
            Some(cells) => (&rest[..first.len_utf8()], cells),
            None => rest.graphemes(true).next().map(|symbol| (symbol, symbol.width() as u16))?,
        };
        rest = &rest[symbol.len()..];
        Some((symbol, cells))
    })
}

/// The cells of a character that is one symbol by itself and joins no other; `None` for all that need a closer look.
fn plain(c: char) -> Option<u16> {
    match c {
        ' '..='~' | '¥' | '·' | '×' | '←'..='↙' | '─'..='╿' | '■'..='◼' => Some(1),
        '、'..='〃' | '《'..='】' | '一'..='鿿' | '！'..='～' => Some(2),
        _ => None,
    }
}

/// The cells of a symbol, where every terminal agrees on them.
pub fn sure_width(symbol: &str) -> Option<u16> {
    let mut chars = symbol.chars();
    chars.next().filter(|_| chars.next().is_none()).and_then(plain)
}

/// Cells a text takes on the screen.
pub fn width(text: &str) -> u16 {
    if text.is_ascii() {
        return text.len() as u16;
    }
    symbols(text).map(|(_, cells)| cells).sum()
}

/// The longest start of a text that fits into `cells`, and its width.
pub fn head(text: &str, cells: u16) -> (&str, u16) {
    let (mut at, mut used) = (0, 0);
    for (symbol, wide) in symbols(text) {
        if used + wide > cells {
            return (&text[..at], used);
        }
        at += symbol.len();
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
    fn plain_characters_are_symbols_of_their_width() {
        for c in (' '..='\u{FFFF}').filter(|c| plain(*c).is_some()) {
            let text = c.to_string();
            assert_eq!(plain(c).map(usize::from), Some(text.width()), "{c:?}");
            assert_eq!(format!("{text}{text}").graphemes(true).count(), 2, "{c:?}");
        }
        for text in ["住a\u{0301}宅", "■\u{FE0F}楼", "👨‍👩‍👧房", "한국어 e\u{0301}"] {
            let found: Vec<&str> = symbols(text).map(|(symbol, _)| symbol).collect();
            assert_eq!(found, text.graphemes(true).collect::<Vec<_>>());
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
