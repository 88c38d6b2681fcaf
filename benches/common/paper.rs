//! A screen that goes nowhere: the real canvas over a sink that counts.

use std::cell::Cell;
use std::io::{self, Write};
use std::rc::Rc;
use xiaokong::app::model::Desk;
use xiaokong::runtime::canvas::Canvas;
use xiaokong::ui;
use xiaokong::ui::slate::Slate;
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

/// The screen of a desk.
pub struct Paper {
    slate: Slate,
    canvas: Canvas<Sink>,
    sink: Sink,
}

impl Paper {
    /// An empty one.
    pub fn new(size: (u16, u16)) -> Self {
        let sink = Sink::default();
        Self { slate: Slate::new(size), canvas: Canvas::new(sink.clone()), sink }
    }

    /// Paints the desk as its loop does; returns the bytes written.
    pub fn paint(&mut self, desk: &Desk) -> usize {
        let look = Look::new(desk.theme, Depth::True);
        self.draw(|slate| ui::draw(desk, &look, slate))
    }

    /// Paints anything; returns the bytes written.
    pub fn draw<T>(&mut self, draw: impl FnOnce(&mut Slate) -> T) -> usize {
        draw(&mut self.slate);
        self.canvas.show(&self.slate.drawn()).expect("a sink takes everything");
        self.sink.take()
    }
}
