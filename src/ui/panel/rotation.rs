//! The rotation: who stands in line, who is next, who is where, who is late, over lunch: whether enough are here.

use crate::app::geometry::Focus;
use crate::app::model::Desk;
use crate::app::moves::rotation_rows;
use crate::domain::id::StaffId;
use crate::domain::state::floor::Attendance;
use crate::domain::state::staff::{Presence, Team};
use crate::ui::paint::Brush;
use crate::ui::panel::List;
use crate::ui::text::width;
use crate::ui::theme::Ink;

/// Draws the panel.
pub fn draw(desk: &Desk, brush: &mut Brush) {
    let (office, now) = (desk.view(), desk.moment());
    let people = rotation_rows(desk);
    let next =
        Team::ALL.iter().filter_map(|team| crate::domain::rotation::next(office, *team, now)).collect();
    let list = List::new(desk, Focus::Rotation, 1, people.len());
    let (title, nothing) = (desk.locale.text("panel-rotation"), desk.locale.text("panel-rotation-empty"));
    let lines = Team::ALL.iter().map(|team| office.rotation(*team, now)).collect();
    let rows = Rows::new(desk, &people, next, lines, brush.area.width.saturating_sub(2));
    let alarm = office.lunch_gap(now);
    list.draw_above(title, nothing, brush, u16::from(alarm.is_some()), |brush, row| {
        draw_row(desk, brush, people[row], &rows);
    });
    if let Some(gap) = alarm {
        let args = [("here", gap.here.into()), ("needed", gap.needed.into())];
        let words = desk.locale.say("rotation-lunch", &args);
        let area = brush.area;
        let style = brush.ink(Ink::Bad);
        brush.cut(area.x + 2, area.bottom().saturating_sub(2), area.width.saturating_sub(4), &words, style);
    }
}

/// What every row needs, looked up once.
struct Rows {
    /// Who receives the next first visit, by team.
    next: Vec<StaffId>,
    /// The lines of the teams.
    lines: Vec<Vec<StaffId>>,
    /// Cells of the widest name, and of each tally.
    name: u16,
    columns: [u16; 3],
    /// Cells before the widest state.
    room: u16,
}

impl Rows {
    fn new(
        desk: &Desk,
        people: &[StaffId],
        next: Vec<StaffId>,
        lines: Vec<Vec<StaffId>>,
        cells: u16,
    ) -> Self {
        let names = people.iter().map(|id| width(&desk.view().member(*id).name));
        let mut columns = [0; 3];
        for id in people {
            for (column, (words, _)) in columns.iter_mut().zip(tallies(desk, *id)) {
                *column = width(&words).max(*column);
            }
        }
        let states = people.iter().map(|id| width(&state(desk, *id, next.contains(id)).0));
        let room = cells.saturating_sub(states.max().unwrap_or(0) + 1);
        Self { next, lines, name: names.max().unwrap_or(0).min(12), columns, room }
    }

    /// The place in the own team's line, from 1.
    fn place(&self, id: StaffId) -> Option<usize> {
        self.lines.iter().find_map(|line| line.iter().position(|known| *known == id)).map(|place| place + 1)
    }
}

fn draw_row(desk: &Desk, brush: &mut Brush, id: StaffId, rows: &Rows) {
    let (office, now) = (desk.view(), desk.moment());
    let area = brush.area;
    let is_next = rows.next.contains(&id);
    let presence = office.presence(id, now);
    let busy = office.receiving(id).is_some();
    let name_ink = match (is_next, busy, presence) {
        (true, ..) => Ink::Accent,
        (_, false, Presence::Floor) => Ink::Text,
        _ => Ink::Dim,
    };
    let mark = if is_next { brush.shapes().here } else { " " };
    let style = brush.ink(Ink::Accent);
    brush.put(area.x, area.y, 1, mark, style);
    let dim = brush.ink(Ink::Dim);
    let place = rows.place(id).map_or("  ".to_string(), |place| format!("{place:>2}"));
    let x = (brush.put(area.x + 1, area.y, 3, &place, dim) + 1).min(area.right());
    // The name first: it must not be lost where the row is narrow.
    let style = brush.ink(name_ink);
    let after = brush.cut(x, area.y, area.right() - x, &office.member(id).name, style) + 1;
    let (words, ink) = state(desk, id, is_next);
    let mut end = area.right();
    if after + width(&words) <= end {
        let style = brush.ink(ink);
        end = brush.right(after, area.y, end, &words, style).saturating_sub(1);
    }
    // Columns behind the names, so that counts stand under each other.
    let mut x = x + rows.name + 1;
    for ((words, ink), cells) in
        tallies(desk, id).into_iter().zip(rows.columns).filter(|(_, cells)| *cells > 0)
    {
        if x + cells > end.min(area.x + rows.room) {
            break;
        }
        let style = brush.ink(ink);
        brush.put(x, area.y, cells, &words, style);
        x += cells + 1;
    }
}

/// What somebody is doing, since when.
fn state(desk: &Desk, id: StaffId, is_next: bool) -> (String, Ink) {
    let (office, words, now) = (desk.view(), &desk.locale, desk.moment());
    let presence = office.presence(id, now);
    if let Some(visit) = office.receiving(id) {
        return (words.say("rotation-busy", &[("number", visit.number.into())]), Ink::Warn);
    }
    match (presence, office.attendance(id, now)) {
        (Presence::Floor, _) if is_next => (words.text("rotation-next").to_string(), Ink::Accent),
        (Presence::Floor, _) => (words.text("rotation-free").to_string(), Ink::Good),
        (Presence::Off, _) if !office.is_rostered(id, office.day(now)) => {
            (words.text("rotation-rests").to_string(), Ink::Faint)
        }
        (Presence::Off, Attendance::Missing) => (words.text("rotation-missing").to_string(), Ink::Bad),
        (other, _) => {
            let since = office.member(id).duty.since.filter(|_| other != Presence::Off);
            let since = since.map(|at| format!(" {}", words.clock(at))).unwrap_or_default();
            (format!("{}{since}", words.presence(other)), Ink::Dim)
        }
    }
}

/// New visitors today, credits, lateness; empty where there is nothing to say.
fn tallies(desk: &Desk, id: StaffId) -> [(String, Ink); 3] {
    let (office, words, now) = (desk.view(), &desk.locale, desk.moment());
    let counted = |key: &str, count: usize| match count {
        0 => String::new(),
        count => words.say(key, &[("count", count.into())]),
    };
    let late = match office.attendance(id, now) {
        Attendance::Late => words.text("rotation-late").to_string(),
        _ => String::new(),
    };
    [
        (counted("rotation-new", office.new_visitors(id, office.day(now))), Ink::Dim),
        (counted("rotation-credit", office.credits_of(id)), Ink::Mark),
        (late, Ink::Warn),
    ]
}
