//! Keys, pastes, the mouse and new sizes, as messages.

use crate::app::key::{Code, Key};
use crate::app::message::{Message, Mouse};
use crossterm::event::{
    self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

/// Lines a turn of the wheel moves.
const WHEEL: i16 = 3;

/// Reads on a thread of its own until the terminal ends; the channel closes then. Events that were read are all in the
/// channel at once, so that a burst of keys is one frame.
pub fn start() -> std::io::Result<UnboundedReceiver<Message>> {
    let (sender, receiver) = unbounded_channel();
    let read = move || {
        while let Ok(event) = event::read() {
            if let Some(message) = message(event)
                && sender.send(message).is_err()
            {
                return;
            }
        }
    };
    std::thread::Builder::new().name("input".into()).spawn(read)?;
    Ok(receiver)
}

/// An event of the terminal as a message; `None` where it means nothing here.
pub fn message(event: Event) -> Option<Message> {
    match event {
        Event::Key(key) => self::key(key).map(Message::Key),
        Event::Paste(text) => Some(Message::Paste(text)),
        Event::Mouse(mouse) => self::mouse(mouse).map(Message::Mouse),
        Event::Resize(columns, rows) => Some(Message::Resize(columns, rows)),
        Event::FocusGained | Event::FocusLost => None,
    }
}

fn key(key: KeyEvent) -> Option<Key> {
    if key.kind == KeyEventKind::Release {
        return None;
    }
    let code = match key.code {
        KeyCode::Char(letter) => Code::Char(letter),
        KeyCode::F(number @ 1..=12) => Code::F(number),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab if key.modifiers.contains(KeyModifiers::SHIFT) => Code::BackTab,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => Code::BackTab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        _ => return None,
    };
    let with = |modifier| key.modifiers.contains(modifier);
    Some(Key { code, ctrl: with(KeyModifiers::CONTROL), alt: with(KeyModifiers::ALT) })
}

fn mouse(mouse: MouseEvent) -> Option<Mouse> {
    let (x, y) = (mouse.column, mouse.row);
    match mouse.kind {
        MouseEventKind::Down(MouseButton::Left) => Some(Mouse::Click(x, y)),
        MouseEventKind::ScrollDown => Some(Mouse::Wheel(x, y, WHEEL)),
        MouseEventKind::ScrollUp => Some(Mouse::Wheel(x, y, -WHEEL)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_carry_their_modifiers_and_releases_are_nothing() {
        let pressed = |code, modifiers| key(KeyEvent::new(code, modifiers)).map(|key| key.to_string());
        assert_eq!(pressed(KeyCode::Char('c'), KeyModifiers::CONTROL).as_deref(), Some("ctrl-c"));
        assert_eq!(pressed(KeyCode::Char('G'), KeyModifiers::SHIFT).as_deref(), Some("G"));
        assert_eq!(pressed(KeyCode::Char('x'), KeyModifiers::ALT).as_deref(), Some("alt-x"));
        assert_eq!(pressed(KeyCode::BackTab, KeyModifiers::SHIFT).as_deref(), Some("shift-tab"));
        assert_eq!(pressed(KeyCode::F(13), KeyModifiers::NONE), None);
        let mut release = KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE);
        release.kind = KeyEventKind::Release;
        assert_eq!(key(release), None);
    }
}
