//! Tables for people: columns aligned by cell width, no wider than needed.

use unicode_width::UnicodeWidthStr;

/// A table being filled.
pub struct Table {
    rows: Vec<Vec<String>>,
    right: Vec<bool>,
}

impl Table {
    /// With these headings, each with whether its column is right-aligned.
    pub fn new(headings: &[(&str, bool)]) -> Self {
        let head = headings.iter().map(|(heading, _)| (*heading).to_string()).collect();
        Self { rows: vec![head], right: headings.iter().map(|(_, right)| *right).collect() }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// The lines, without trailing blanks.
    pub fn text(&self) -> String {
        let width = |column: usize| {
            self.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..self.right.len()).map(width).collect();
        let mut text = String::new();
        for row in &self.rows {
            let mut line = String::new();
            for (column, cell) in row.iter().enumerate() {
                let (Some(width), Some(right)) = (widths.get(column), self.right.get(column)) else {
                    continue;
                };
                let pad = " ".repeat(width.saturating_sub(cell.width()));
                if column > 0 {
                    line.push_str("  ");
                }
                line.push_str(&if *right { format!("{pad}{cell}") } else { format!("{cell}{pad}") });
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn columns_align_by_cells_not_characters() {
        let mut table = Table::new(&[("房源", false), ("总价", true), ("状态", false)]);
        table.row(vec!["5#住宅楼/801".into(), "3,003,491.04".into(), "可售".into()]);
        table.row(vec!["801".into(), "5".into(), "保留".into()]);
        assert_eq!(
            table.text(),
            "房源                  总价  状态\n5#住宅楼/801  3,003,491.04  可售\n801                      5  保留\n"
        );
    }
}
