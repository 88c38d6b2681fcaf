//! Rows of coloured pieces that scroll: what most layers are made of.

use crate::app::model::Glyphs;
use crate::ui::paint::Brush;
use crate::ui::text::{self, width};
use crate::ui::theme::Ink;
use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation;

/// One row: its pieces from left to right.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Row {
    /// Role and text.
    pub pieces: Vec<(Ink, String)>,
    /// Whether it is the chosen one.
    pub chosen: bool,
}

impl Row {
    /// An empty row.
    pub fn blank() -> Self {
        Self::default()
    }

    /// A row of one piece.
    pub fn new(ink: Ink, text: impl Into<String>) -> Self {
        Self { pieces: vec![(ink, text.into())], chosen: false }
    }

    /// The row with another piece.
    pub fn and(mut self, ink: Ink, text: impl Into<String>) -> Self {
        self.pieces.push((ink, text.into()));
        self
    }

    /// The row, chosen or not.
    pub fn chosen(self, chosen: bool) -> Self {
        Self { chosen, ..self }
    }

    /// Its width, cells.
    pub fn width(&self) -> u16 {
        self.pieces.iter().fold(0u16, |sum, (_, text)| sum.saturating_add(width(text)))
    }
}

/// The widest row, cells.
pub fn widest(rows: &[Row]) -> u16 {
    rows.iter().map(Row::width).max().unwrap_or(0)
}

/// A text as rows of at most `cells`, lines of its own kept apart.
pub fn wrapped(ink: Ink, text: &str, cells: u16) -> Vec<Row> {
    text.lines().flat_map(|line| text::wrap(line, cells)).map(|line| Row::new(ink, line)).collect()
}

/// A label of `label` cells and a wrapped text beside it.
pub fn labelled(label: &str, label_cells: u16, ink: Ink, text: &str, cells: u16, glyphs: Glyphs) -> Vec<Row> {
    let room = cells.saturating_sub(label_cells + 1).max(2);
    let lines = text.lines().flat_map(|line| text::wrap(line, room));
    let row = |(place, line): (usize, &str)| {
        let label = if place == 0 { label } else { "" };
        Row::new(Ink::Dim, text::fit(label, label_cells + 1, glyphs)).and(ink, line)
    };
    lines.enumerate().map(row).collect()
}

/// Draws rows from `scroll` on, as far as they fit; the scroll never goes past the end, which is returned. Marks on the
/// right edge say that there is more.
pub fn draw(brush: &mut Brush, area: Rect, rows: &[Row], scroll: usize) -> usize {
    let fits = usize::from(area.height);
    let end = rows.len().saturating_sub(fits);
    let scroll = scroll.min(end);
    for (y, row) in (area.top()..area.bottom()).zip(rows.iter().skip(scroll)) {
        line(brush, area, y, row);
    }
    if area.width < 4 || fits == 0 {
        return end;
    }
    let style = brush.ink(Ink::Accent);
    let [above, below, ..] = brush.shapes().more;
    // On the border's side of the padding, so that no text is covered.
    let edge = area.right();
    let mut margin = |y: u16, mark: &str| {
        let mut around = brush.within(Rect { x: edge, y, width: 1, height: 1 });
        around.put(edge, y, 1, mark, style);
    };
    if scroll > 0 {
        margin(area.top(), above);
    }
    if scroll + fits < rows.len() {
        margin(area.bottom() - 1, below);
    }
    end
}

/// Draws one row.
pub fn line(brush: &mut Brush, area: Rect, y: u16, row: &Row) {
    let mut x = area.x;
    for (ink, text) in &row.pieces {
        let style = brush.ink(*ink);
        x = brush.cut(x, y, area.right().saturating_sub(x), text, style);
    }
    if row.chosen {
        let style = brush.ink(Ink::Selection);
        brush.over(area.x, y, area.width, style);
    }
}

/// The scroll that shows row `chosen` of `count` in `fits` rows.
pub fn following(chosen: usize, count: usize, fits: usize) -> usize {
    (chosen + 1).saturating_sub(fits.max(1)).min(count.saturating_sub(fits))
}

/// What is left of a text after `cells`; a wide character that is cut leaves a space for its right half.
pub fn after(text: &str, cells: usize) -> String {
    let mut used = 0;
    let mut shown = String::new();
    for symbol in text.graphemes(true) {
        let wide = usize::from(width(symbol));
        if used >= cells {
            shown.push_str(symbol);
        } else if used + wide > cells {
            shown.push(' ');
        }
        used += wide;
    }
    shown
}
