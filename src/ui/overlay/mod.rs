//! (to come)

use crate::app::model::Desk;
use crate::ui::theme::Look;
use ratatui::Frame;

/// Draws what lies over the grid, topmost last.
pub fn draw(_desk: &Desk, _look: &Look, _frame: &mut Frame) {}
