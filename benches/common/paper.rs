//! A screen that goes nowhere: the real canvas over a sink that counts.

use ratatui::Terminal;
use std::cell::Cell;
use std::io::{self, Write};
use std::rc::Rc;
use xiaokong::app::model::Desk;
use xiaokong::runtime::canvas::Canvas;
use xiaokong::ui;
use xiaokong::ui::theme::{Depth, Look};

/// Counts the bytes written.
#[derive(Clone, Default)]
pub struct Sink(Rc<Cell<usize>>);

impl Sink {
    /// Bytes since the last call.
    pub fn take(&self) -> usize {
        self.0.take()
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.set(self.0.get() + bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The terminal of a desk.
pub struct Paper {
    terminal: Terminal<Canvas<Sink>>,
    sink: Sink,
}

impl Paper {
    /// An empty one.
    pub fn new(size: (u16, u16)) -> Self {
        let sink = Sink::default();
        let terminal = Terminal::new(Canvas::new(sink.clone(), size)).expect("a terminal");
        Self { terminal, sink }
    }

    /// Paints the desk as its loop does; returns the bytes written.
    pub fn paint(&mut self, desk: &Desk) -> usize {
        let look = Look::new(desk.theme, Depth::True);
        self.draw(|frame| ui::view(desk, &look, frame))
    }

    /// Paints anything; returns the bytes written.
    pub fn draw(&mut self, view: impl FnOnce(&mut ratatui::Frame)) -> usize {
        self.terminal.draw(view).expect("a sink takes everything");
        self.sink.take()
    }
}
