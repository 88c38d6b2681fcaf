//! Characters eight rows high, Hanzi too, built of half blocks from the bitmaps of GNU Unifont.

use crate::ui::paint::Brush;
use ratatui::style::Style;

/// Rows of a character.
pub const ROWS: u16 = 8;

/// Cells of a character: 16 for a wide one, 8 for a narrow one, none where the font has no shape for it.
fn wide(letter: char) -> u16 {
    unifont::get_glyph(letter).map_or(0, |glyph| glyph.get_width() as u16)
}

/// Cells a text takes in one row of characters.
pub fn cells(text: &str) -> u16 {
    text.chars().map(wide).fold(0, u16::saturating_add)
}

/// Whether every character of a text has a shape.
pub fn has(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|letter| wide(letter) > 0)
}

/// Writes a text; what leaves the brush's area is clipped.
pub fn put(brush: &mut Brush, x: u16, y: u16, text: &str, style: Style) {
    let mut x = x;
    for letter in text.chars() {
        let Some(glyph) = unifont::get_glyph(letter) else { continue };
        let width = glyph.get_width();
        for row in 0..usize::from(ROWS) {
            let half = |column: usize| match (
                glyph.get_pixel(column, row * 2),
                glyph.get_pixel(column, row * 2 + 1),
            ) {
                (true, true) => '█',
                (true, false) => '▀',
                (false, true) => '▄',
                (false, false) => ' ',
            };
            let line: String = (0..width).map(half).collect();
            brush.put(x, y + row as u16, width as u16, &line, style);
        }
        x = x.saturating_add(width as u16);
    }
}
