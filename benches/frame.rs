//! frame: what one frame of the desk costs, 300×80, the grid full. From the desk as data to bytes: the real view, the
//! real canvas, a sink that counts. Beside it in the same rounds ratatui's own `Table` with the same cells.

mod common;

use common::figures;
use common::house::{self, FULL_SCREEN, MANAGER};
use common::measure::{Series, core, head, is_wanted, timed};
use common::paper::{Paper, Sink};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::{Constraint, Rect};
use ratatui::style::Style;
use ratatui::text::Text;
use ratatui::widgets::{Cell, Row, Table};
use ratatui::{Frame, Terminal, TerminalOptions, Viewport};
use std::collections::BTreeSet;
use xiaokong::app::message::Message;
use xiaokong::app::model::Desk;
use xiaokong::app::update::update;
use xiaokong::domain::hold;
use xiaokong::domain::id::UnitId;
use xiaokong::domain::state::unit::Offer;
use xiaokong::ui::glyph::Mark;
use xiaokong::ui::grid;
use xiaokong::ui::paint::rect;
use xiaokong::ui::theme::{Depth, Look};

const SCREEN: (u16, u16) = (300, 80);
const ROUNDS: usize = 9;
const FRAMES: usize = 200;

/// How something is drawn; returns the bytes written.
type Draw = Box<dyn FnMut(&Desk) -> usize>;

/// One thing to draw, with what it wrote.
struct Subject {
    draw: Draw,
    series: Series,
    bytes: BTreeSet<usize>,
}

impl Subject {
    fn new(name: &str, draw: Draw) -> Self {
        Self { draw, series: Series::new(name), bytes: BTreeSet::new() }
    }

    /// Frames of a round; `change` comes before each and is not timed. The first is not counted: it may be a whole screen.
    fn round(&mut self, desk: &mut Desk, mut change: impl FnMut(&mut Desk, usize)) {
        self.series.round();
        (self.draw)(desk);
        for step in 0..FRAMES {
            change(desk, step);
            let (bytes, took) = timed(|| (self.draw)(desk));
            self.series.add(took);
            self.bytes.insert(bytes);
        }
    }

    fn tell(&self) {
        self.series.tell();
        let (least, most) = (self.bytes.first().unwrap_or(&0), self.bytes.last().unwrap_or(&0));
        println!("  {:<42} {least}–{most} bytes", "");
    }
}

/// One unit's status turns; counts and lists stay, so that the frame differs in that cell alone.
fn turn_cell(desk: &mut Desk, unit: UnitId, step: usize) {
    let locked = Offer::Locked { reason: String::new(), by: None, since: house::now() };
    desk.office.units[unit.index()].offer = if step.is_multiple_of(2) { locked } else { Offer::Open };
}

/// The same as it comes in life: a hold is placed, then released, and counts, tabs, deadlines follow.
fn turn_hold(desk: &mut Desk, unit: UnitId, step: usize) {
    let customer = house::person("李四");
    let command = match step.is_multiple_of(2) {
        true => hold::Command::Hold { unit, customer, minutes: None },
        false => hold::Command::Release { unit, reason: "试".into() },
    };
    let news = house::happens(&desk.office, MANAGER, command);
    update(desk, Message::News(news, house::now()));
}

/// The desk, as its loop draws it.
fn whole() -> Draw {
    let mut paper = Paper::new(SCREEN);
    Box::new(move |desk| paper.paint(desk))
}

/// The grid alone, as the desk draws it.
fn grid_alone() -> Draw {
    let mut paper = Paper::new(SCREEN);
    Box::new(move |desk| {
        let look = Look::new(desk.theme, Depth::True);
        let area = desk.screen.as_ref().map(|screen| rect(screen.grid)).unwrap_or_default();
        paper.draw(|slate| slate.draw(&look, desk.glyphs, |parts| grid::draw(desk, area, parts)))
    })
}

/// Something through ratatui's own terminal, which empties and compares every cell of each frame.
fn through_ratatui(view: fn(&mut Frame, &Desk)) -> Draw {
    let sink = Sink::default();
    let options = TerminalOptions { viewport: Viewport::Fixed(Rect::new(0, 0, SCREEN.0, SCREEN.1)) };
    let backend = CrosstermBackend::new(sink.clone());
    let mut terminal = Terminal::with_options(backend, options).expect("a sink is never refused");
    Box::new(move |desk| {
        terminal.draw(|frame| view(frame, desk)).expect("a sink takes everything");
        sink.take()
    })
}

/// The baseline: the same lines and cells through ratatui's own table.
fn draw_table(frame: &mut Frame, desk: &Desk) {
    let look = Look::new(desk.theme, Depth::True);
    let office = &desk.office;
    let cell = |unit: &Option<UnitId>| {
        let Some(unit) = *unit else { return Cell::default() };
        let mark = Mark::of(office, unit);
        let letter = desk.locale.text(mark.letter_key());
        let text = format!("{letter}{}{}", mark.shape(desk.glyphs), office.unit(unit).spec.room);
        Cell::new(Text::raw(text)).style(look.status(office.status(unit), mark == Mark::Recorded))
    };
    let rows = desk.plan.lines.iter().skip(desk.window.top).take(desk.window.rows).map(|line| {
        let label = Cell::new(Text::raw(line.label.as_str()));
        Row::new(std::iter::once(label).chain(line.cells.iter().map(cell)))
    });
    let gutter = Constraint::Length(desk.window.gutter.saturating_sub(1));
    let column = Constraint::Length(desk.window.cell.saturating_sub(1));
    let widths = std::iter::once(gutter).chain(std::iter::repeat_n(column, desk.plan.columns));
    let table = Table::new(rows, widths).column_spacing(1).style(Style::default());
    let area = desk.screen.as_ref().map(|screen| rect(screen.grid.inner())).unwrap_or_default();
    frame.render_widget(table, area);
}

fn main() {
    if !is_wanted() {
        return;
    }
    head("frame", "300×80, 20,160 units, 1,680 in the building shown; goal ≤ 250 µs, ≤ 80 bytes");
    core("first");
    let mut desk = house::desk(house::office(FULL_SCREEN), SCREEN);
    println!("  cells in the grid: {} × {}", desk.window.columns, desk.window.rows);
    let shown = house::free_units(&desk.office);
    let units: Vec<UnitId> = shown.into_iter().filter(|unit| desk.plan.place(*unit).is_some()).collect();
    let unit = units[units.len() / 2];
    let mut cell = Subject::new("one unit's cell", whole());
    let mut hold = Subject::new("a hold, with all that follows", whole());
    let mut still = Subject::new("nothing changed", whole());
    let mut empty = Subject::new("ratatui's frame with nothing in it", through_ratatui(|_, _| ()));
    let mut own = Subject::new("grid alone, one unit's cell", grid_alone());
    let mut table = Subject::new("ratatui's Table, one unit's cell", through_ratatui(draw_table));
    for _ in 0..ROUNDS {
        cell.round(&mut desk, |desk, step| turn_cell(desk, unit, step));
        hold.round(&mut desk, |desk, step| turn_hold(desk, unit, step));
        still.round(&mut desk, |_, _| ());
        empty.round(&mut desk, |_, _| ());
        own.round(&mut desk, |desk, step| turn_cell(desk, unit, step));
        table.round(&mut desk, |desk, step| turn_cell(desk, unit, step));
    }
    let all = [&cell, &hold, &still, &empty, &own, &table];
    all.into_iter().for_each(Subject::tell);
    assert_eq!(still.bytes, BTreeSet::from([0]), "nothing changed, nothing drawn");
    println!("  Table / grid alone: {:.1}", table.series.median() / own.series.median());
    core("last");
    let most = cell.bytes.last().map_or(0.0, |most| *most as f64);
    let (cell, still) = (cell.series.over_rounds(0.5), still.series.over_rounds(0.5));
    let reached = [
        ("one unit's cell", "µs", cell),
        ("one unit's cell, bytes", "bytes", [most; 3]),
        ("nothing changed", "µs", still),
        ("nothing changed, bytes", "bytes", [0.0; 3]),
    ];
    figures::write("frame", &reached);
}
