//! Buffers as text: the cells as a reader sees them, and the role of each as a letter.

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::style::Color;
use std::fmt;
use unicode_width::UnicodeWidthStr;
use xiaokong::app::model::Desk;
use xiaokong::ui::theme::{Ink, Look};

/// A screen as rows of text.
pub struct Picture {
    /// Its rows, a wide character once.
    pub rows: Vec<String>,
    widths: Vec<usize>,
    columns: usize,
}

impl fmt::Display for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for row in &self.rows {
            writeln!(f, "{}", row.trim_end())?;
        }
        Ok(())
    }
}

impl Picture {
    /// Every row is exactly as wide as the screen: no character hangs over its edge, none is cut in half.
    pub fn assert_whole(&self) {
        for (row, width) in self.rows.iter().zip(&self.widths) {
            assert_eq!(*width, self.columns, "{row}\n{self}");
        }
    }
}

/// Draws a desk into a buffer of that size.
pub fn buffer(desk: &Desk, look: &Look, size: (u16, u16)) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).expect("a test backend");
    // Not the backend's buffer: that one never hears of the cells behind wide characters.
    let drawn = terminal.draw(|frame| xiaokong::ui::view(desk, look, frame)).expect("drawn");
    drawn.buffer.clone()
}

/// Draws a desk as rows.
pub fn draw(desk: &Desk, look: &Look, size: (u16, u16)) -> Picture {
    let buffer = buffer(desk, look, size);
    let mut rows = Vec::new();
    let mut widths = Vec::new();
    for y in 0..size.1 {
        let (mut row, mut x) = (String::new(), 0);
        while x < size.0 {
            let symbol = buffer[(x, y)].symbol();
            row.push_str(symbol);
            x += symbol.width().max(1) as u16;
        }
        widths.push(usize::from(x));
        rows.push(row);
    }
    Picture { rows, widths, columns: usize::from(size.0) }
}

/// A part of a screen as rows of text: from a cell on, so many columns and rows.
pub fn part(buffer: &Buffer, from: (u16, u16), size: (u16, u16)) -> String {
    let mut text = String::new();
    for y in from.1..from.1 + size.1 {
        let mut x = from.0;
        while x < from.0 + size.0 {
            let symbol = buffer[(x, y)].symbol();
            text.push_str(symbol);
            x += symbol.width().max(1) as u16;
        }
        text.truncate(text.trim_end_matches(' ').len());
        text.push('\n');
    }
    text
}

/// The letter of a role.
pub fn letter(ink: Ink) -> char {
    (b'a' + ink as u8) as char
}

/// Which letter is which role.
pub fn legend() -> String {
    let names: Vec<String> = Ink::ALL.iter().map(|ink| format!("{}={}", letter(*ink), ink.name())).collect();
    names.join(" ")
}

/// The role of every cell, as letters; a blank cell in the role of plain text is left out.
pub fn letters(desk: &Desk, size: (u16, u16)) -> String {
    let buffer = buffer(desk, &Look::numbered(), size);
    let mut text = String::new();
    for y in 0..size.1 {
        for x in 0..size.0 {
            let cell = &buffer[(x, y)];
            text.push(match cell.fg {
                Color::Indexed(0) if cell.symbol() == " " => ' ',
                Color::Indexed(number) => (b'a' + number) as char,
                _ => ' ',
            });
        }
        text.truncate(text.trim_end_matches(' ').len());
        text.push('\n');
    }
    text
}
