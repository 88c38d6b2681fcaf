//! Where things stand on the screen: pure arithmetic, so that scrolling, mouse and drawing agree.
//!
//! ```text
//! header      project · stage        售 足 签 退        clock · freshness
//! tabs        1#住宅楼 12/40 │ 2#…
//! grid                              │ panels
//! …                                 │ …
//! status      全部 383  ○可售 120 …
//! hints       空格 保留  Enter 房源卡 …            ? 按键
//! ```

/// A rectangle of cells.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Area {
    /// Left column.
    pub x: u16,
    /// Top row.
    pub y: u16,
    /// Columns.
    pub w: u16,
    /// Rows.
    pub h: u16,
}

impl Area {
    /// Whether a cell lies inside.
    pub fn contains(self, x: u16, y: u16) -> bool {
        (self.x..self.x + self.w).contains(&x) && (self.y..self.y + self.h).contains(&y)
    }

    /// Without its one-cell border.
    pub fn inner(self) -> Self {
        let (w, h) = (self.w.saturating_sub(2), self.h.saturating_sub(2));
        Self { x: self.x + self.w.min(1), y: self.y + self.h.min(1), w, h }
    }

    /// The top `rows` and what is left below.
    fn split_top(self, rows: u16) -> (Self, Self) {
        let rows = rows.min(self.h);
        (Self { h: rows, ..self }, Self { y: self.y + rows, h: self.h - rows, ..self })
    }

    /// The right `columns` and what is left of them.
    fn split_right(self, columns: u16) -> (Self, Self) {
        let columns = columns.min(self.w);
        (Self { w: self.w - columns, ..self }, Self { x: self.x + self.w - columns, w: columns, ..self })
    }
}

/// A panel beside the grid.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Panel {
    /// The selected unit.
    Card,
    /// Visitors waiting and being received.
    Visitors,
    /// The rotation of consultants.
    Rotation,
    /// Everything with a deadline.
    Due,
}

/// What the keys go to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Focus {
    /// The grid.
    #[default]
    Grid,
    /// The visitors.
    Visitors,
    /// The rotation.
    Rotation,
    /// The due list.
    Due,
}

impl Focus {
    /// In the order of Tab.
    pub const ALL: [Focus; 4] = [Focus::Grid, Focus::Visitors, Focus::Rotation, Focus::Due];

    /// The panel that must be seen while the focus is here.
    pub fn panel(self) -> Panel {
        match self {
            Self::Grid => Panel::Card,
            Self::Visitors => Panel::Visitors,
            Self::Rotation => Panel::Rotation,
            Self::Due => Panel::Due,
        }
    }
}

/// The whole screen, divided.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Screen {
    /// One row.
    pub header: Area,
    /// One row of building tabs.
    pub tabs: Area,
    /// The grid with its border.
    pub grid: Area,
    /// The panels that show, with their borders.
    pub panels: Vec<(Panel, Area)>,
    /// One row of counts per status.
    pub status: Area,
    /// One row of hints.
    pub hints: Area,
}

/// Below this the desk only says that the window is too small.
pub const SMALLEST: (u16, u16) = (24, 8);

/// Divides a screen of that size; `None` when it is too small.
pub fn divide(width: u16, height: u16, focus: Focus) -> Option<Screen> {
    if width < SMALLEST.0 || height < SMALLEST.1 {
        return None;
    }
    let whole = Area { x: 0, y: 0, w: width, h: height };
    let (header, rest) = whole.split_top(1);
    let (tabs, rest) = rest.split_top(1);
    let (body, foot) = rest.split_top(rest.h - 2);
    let (status, hints) = foot.split_top(1);
    let (grid, panels) = divide_body(body, focus);
    Some(Screen { header, tabs, grid, panels, status, hints })
}

fn divide_body(body: Area, focus: Focus) -> (Area, Vec<(Panel, Area)>) {
    let wanted = focus.panel();
    if body.w < 60 {
        // No room beside the grid: the focused thing has it all.
        return match focus {
            Focus::Grid => (body, Vec::new()),
            _ => (Area { w: 0, h: 0, ..body }, vec![(wanted, body)]),
        };
    }
    if body.w < 150 || body.h < 30 {
        let (grid, side) = body.split_right((body.w * 2 / 5).clamp(28, 46));
        if body.h < 28 {
            return (grid, vec![(wanted, side)]);
        }
        let second = if wanted == Panel::Card { Panel::Visitors } else { wanted };
        let (top, bottom) = side.split_top((side.h * 3 / 5).clamp(18, 26));
        return (grid, vec![(Panel::Card, top), (second, bottom)]);
    }
    let column = (body.w / 5).clamp(36, 52);
    let (rest, right) = body.split_right(column);
    let (grid, middle) = rest.split_right(column);
    let (card, due) = middle.split_top((middle.h * 3 / 5).clamp(20, 34));
    let (visitors, rotation) = right.split_top(right.h / 2);
    let panels =
        [(Panel::Card, card), (Panel::Due, due), (Panel::Visitors, visitors), (Panel::Rotation, rotation)];
    (grid, panels.to_vec())
}
