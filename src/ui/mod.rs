//! Drawing: `view(&Desk, &Look, &mut Frame)`. A pure function of the desk; the only room with ratatui widgets.
//!
//! In it: [`theme`] (colours by role), [`glyph`] and [`text`] (shapes and cells), [`paint`] (writing into the buffer),
//! the parts of the screen, one file each, and the layers over it ([`overlay`]).
//! Not in it: where things stand (`app::geometry`, `app::plan`), what is allowed (`domain`), any sentence (`locale`).
//! Why: what the screen says can be tested without a terminal.

pub mod board;
pub mod color;
pub mod glyph;
pub mod overlay;
pub mod paint;
pub mod text;
pub mod theme;
