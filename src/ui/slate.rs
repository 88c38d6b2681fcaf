//! A slate: a picture that stays, of which only the parts that changed are drawn anew.
//!
//! A screen names its parts in an order; one that comes later lies over the earlier. Whether a part changed is told by
//! its [`Stamp`], in one of two ways, and neither can forget anything: a [`Parts::part`] is drawn on the stamp first,
//! stroke by stroke, and a [`Parts::tile`] is drawn from nothing but the value that was stamped.
//!
//! Not in it: what the parts are (`view` of each screen), what is sent to the terminal (`runtime::canvas`).
//! Why: a screen of 24,000 cells costs more to empty and compare than an act costs to decide.

use crate::app::model::Glyphs;
use crate::ui::frame::Frame;
use crate::ui::paint::Brush;
use crate::ui::stamp::Stamp;
use crate::ui::theme::{Ink, Look};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use std::hash::{Hash, Hasher};

/// Areas told apart at most.
const AREAS_MAX: usize = 48;

/// The picture that stays.
#[derive(Default)]
pub struct Slate {
    /// The parts as they were drawn last.
    buf: Buffer,
    /// The same with layers on it.
    over: Buffer,
    /// The boxes of the layers that are on it; `None` while there are none.
    boxes: Option<Vec<Rect>>,
    /// Whether `over` was this picture but for what changed.
    follows: bool,
    /// Area and stamp of every part drawn.
    known: Vec<(Rect, u64)>,
    /// Where something was drawn last: areas of parts first, then of tiles.
    changed: Vec<Rect>,
    caret: Option<Position>,
}

/// A picture as it is to be shown.
pub struct Drawn<'a> {
    /// Every cell.
    pub cells: &'a Buffer,
    /// All that may differ from the picture before.
    pub changed: &'a [Rect],
    /// Where the caret stands; `None` while hidden.
    pub caret: Option<Position>,
}

impl Slate {
    /// An empty one.
    pub fn new(size: (u16, u16)) -> Self {
        let mut slate = Self::default();
        slate.resize(size);
        slate
    }

    /// Takes another size; the same again changes nothing.
    pub fn resize(&mut self, (width, height): (u16, u16)) {
        if (self.buf.area.width, self.buf.area.height) != (width, height) {
            self.buf = Buffer::empty(Rect::new(0, 0, width, height));
            self.known.clear();
        }
    }

    /// Everything.
    pub fn area(&self) -> Rect {
        self.buf.area
    }

    /// Draws the parts that changed. `draw` names all parts, and may be asked twice.
    pub fn draw(&mut self, look: &Look, glyphs: Glyphs, draw: impl Fn(&mut Parts)) {
        if !self.names(look, glyphs, &draw) {
            // Parts stand elsewhere than before: what was drawn there no longer says anything.
            self.known.clear();
            self.buf.reset();
            self.names(look, glyphs, &draw);
        }
        self.caret = None;
        let boxes = self.boxes.take();
        self.follows = boxes.is_some();
        self.changed.extend(boxes.into_iter().flatten());
    }

    /// Goes through the parts; false where they are not those that are known.
    fn names(&mut self, look: &Look, glyphs: Glyphs, draw: impl Fn(&mut Parts)) -> bool {
        let is_fresh = self.known.is_empty();
        self.changed.clear();
        self.changed.extend(Some(self.buf.area).filter(|_| is_fresh));
        let mut seed = Stamp::default();
        (look, glyphs).hash(&mut seed);
        let mut parts = Parts {
            look,
            glyphs,
            seed,
            ground: look.ink(Ink::Text),
            faded: false,
            is_fresh,
            redrawn: self.changed.len(),
            place: 0,
            moved: false,
            slate: self,
        };
        draw(&mut parts);
        let is_same = !parts.moved && parts.place == parts.slate.known.len();
        if self.changed.len() > AREAS_MAX {
            // Many small areas take longer to send than the one around them.
            self.changed = self.changed.iter().copied().reduce(Rect::union).into_iter().collect();
        }
        is_same
    }

    /// Draws layers over the parts, which have been drawn before.
    pub fn cover<T>(&mut self, draw: impl FnOnce(&mut Frame) -> T) -> T {
        let Self { buf, over, .. } = self;
        if self.follows && over.area == buf.area {
            for area in &self.changed {
                for y in area.top()..area.bottom() {
                    let start = buf.index_of(area.x, y);
                    let row = start..start + usize::from(area.width);
                    over.content[row.clone()].clone_from_slice(&buf.content[row]);
                }
            }
        } else {
            // Not the buffer as a whole: that would allocate each time.
            over.area = buf.area;
            over.content.clone_from(&buf.content);
        }
        let mut frame = Frame::new(over);
        let said = draw(&mut frame);
        self.caret = frame.caret();
        self.changed.extend(frame.boxes());
        self.boxes = Some(frame.boxes().to_vec());
        said
    }

    /// The picture as it was drawn last.
    pub fn drawn(&self) -> Drawn<'_> {
        Drawn {
            cells: if self.boxes.is_some() { &self.over } else { &self.buf },
            changed: &self.changed,
            caret: self.caret,
        }
    }
}

/// What a screen names its parts to.
pub struct Parts<'a> {
    slate: &'a mut Slate,
    look: &'a Look,
    glyphs: Glyphs,
    /// Colours and shapes, which go into every stamp.
    seed: Stamp,
    /// What a part has where nothing else is drawn.
    pub ground: Style,
    /// Whether what is drawn from now on loses its colours: it may be old.
    pub faded: bool,
    is_fresh: bool,
    /// How many of the changed areas are those of parts.
    redrawn: usize,
    place: usize,
    moved: bool,
}

impl Parts<'_> {
    /// Everything.
    pub fn whole(&self) -> Rect {
        self.slate.area()
    }

    /// A part drawn with a brush; it is drawn once on the stamp, and once more where that differs.
    pub fn part(&mut self, area: Rect, draw: impl Fn(&mut Brush)) {
        let area = area.intersection(self.whole());
        let mut stamp = self.stamp();
        draw(&mut Brush::on_stamp(&mut stamp, self.look, self.glyphs, area));
        if self.is_due(area, stamp.finish()) {
            // Before the tiles, so that the few areas others may lie on are found at once.
            if self.adds(area) {
                self.slate.changed.insert(self.redrawn, area);
                self.redrawn += 1;
            }
            self.paint(area, (self.ground, self.faded), draw);
        }
    }

    /// Stamps what many tiles are drawn with, and what goes into every stamp.
    pub fn kit<K: Hash>(&self, value: K) -> Kit<K> {
        let mut stamp = self.stamp();
        value.hash(&mut stamp);
        Kit { value, stamp: stamp.finish(), ground: self.ground, faded: self.faded }
    }

    /// A small part that is drawn from its face and the kit alone: it changes where these do. Tiles lie beside each other,
    /// and no part lies on them.
    /// `draw` is a plain function, so that nothing else is at hand there.
    pub fn tile<K, F: Hash>(&mut self, area: Rect, kit: &Kit<K>, face: &F, draw: fn(&mut Brush, &K, &F)) {
        let area = area.intersection(self.whole());
        let mut stamp = Stamp::default();
        (kit.stamp, face).hash(&mut stamp);
        if self.is_due(area, stamp.finish()) {
            if self.adds(area) {
                self.slate.changed.push(area);
            }
            self.paint(area, (kit.ground, kit.faded), |brush| draw(brush, &kit.value, face));
        }
    }

    /// What goes into every stamp.
    fn stamp(&self) -> Stamp {
        let mut stamp = self.seed.clone();
        (self.ground, self.faded).hash(&mut stamp);
        stamp
    }

    /// Whether a part is to be drawn, because it changed or because one below it did; takes its stamp over.
    fn is_due(&mut self, area: Rect, stamp: u64) -> bool {
        let place = self.place;
        self.place += 1;
        if self.is_fresh {
            self.slate.known.push((area, stamp));
            return true;
        }
        match self.slate.known.get_mut(place) {
            Some((known, before)) if *known == area => {
                let differs = std::mem::replace(before, stamp) != stamp;
                differs || self.redrawn().iter().any(|below| below.intersects(area))
            }
            _ => {
                self.moved = true;
                false
            }
        }
    }

    /// Areas of the parts drawn so far.
    fn redrawn(&self) -> &[Rect] {
        &self.slate.changed[..self.redrawn]
    }

    /// Whether an area has cells that are not yet among what changed.
    fn adds(&self, area: Rect) -> bool {
        !self.redrawn().iter().any(|changed| changed.intersection(area) == area)
    }

    fn paint(&mut self, area: Rect, (ground, faded): (Style, bool), draw: impl FnOnce(&mut Brush)) {
        let mut brush = Brush::new(&mut self.slate.buf, self.look, self.glyphs, area);
        brush.blank(area, ground);
        draw(&mut brush);
        if faded {
            brush.fade();
        }
    }
}

/// What many tiles are drawn with, stamped once.
pub struct Kit<K> {
    value: K,
    stamp: u64,
    ground: Style,
    faded: bool,
}

/// Draws a whole picture into a frame of ratatui's.
pub fn onto<T>(frame: &mut ratatui::Frame, draw: impl FnOnce(&mut Slate) -> T) -> T {
    let area = frame.area();
    let mut slate = Slate::new((area.width, area.height));
    let said = draw(&mut slate);
    let drawn = slate.drawn();
    frame.buffer_mut().content.clone_from(&drawn.cells.content);
    if let Some(caret) = drawn.caret {
        frame.set_cursor_position(caret);
    }
    said
}
