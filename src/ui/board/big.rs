//! Characters eight rows high and multiples of that, Hanzi too, built of half blocks from the bitmaps of GNU Unifont.

use crate::ui::paint::Brush;
use ratatui::style::Style;
use unifont::Glyph;

/// Rows of a character at scale 1.
pub const ROWS: u16 = 8;

/// Cells of a character: 16 for a wide one, 8 for a narrow one, none where the font has no shape for it.
fn wide(letter: char) -> u16 {
    unifont::get_glyph(letter).map_or(0, |glyph| glyph.get_width() as u16)
}

/// Cells a text takes in one row of characters at scale 1.
pub fn cells(text: &str) -> u16 {
    text.chars().map(wide).fold(0, u16::saturating_add)
}

/// Whether every character of a text has a shape.
pub fn has(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|letter| wide(letter) > 0)
}

/// The largest scale up to `most` at which a text fits into so many cells and rows; none where not even the first does,
/// or where the font lacks a character.
pub fn scale(text: &str, cells_wide: u16, rows: u16, most: u16) -> Option<u16> {
    let fits = |scale: &u16| cells(text).saturating_mul(*scale) <= cells_wide && ROWS * *scale <= rows;
    (1..=most).rev().find(fits).filter(|_| has(text))
}

/// Writes a text, every dot of the font `scale` cells wide; what leaves the brush's area is clipped.
pub fn put(brush: &mut Brush, x: u16, y: u16, text: &str, scale: u16, style: Style) {
    let mut x = x;
    let mut line = String::new();
    for letter in text.chars() {
        let Some(glyph) = unifont::get_glyph(letter) else { continue };
        let width = glyph.get_width() as u16 * scale;
        for row in 0..ROWS * scale {
            line.clear();
            line.extend((0..width).map(|column| half(glyph, column / scale, row, scale)));
            brush.put(x, y.saturating_add(row), width, &line, style);
        }
        x = x.saturating_add(width);
    }
}

/// Two dots, one above the other.
fn half(glyph: &Glyph, column: u16, row: u16, scale: u16) -> char {
    let dot = |row: u16| glyph.get_pixel(usize::from(column), usize::from(row / scale));
    match (dot(row * 2), dot(row * 2 + 1)) {
        (true, true) => '█',
        (true, false) => '▀',
        (false, true) => '▄',
        (false, false) => ' ',
    }
}
