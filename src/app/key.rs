//! Keys as the desk knows them: apart from any terminal library, and with an input method's full-width keys as normal.

use crate::domain::money::narrow;
use std::fmt;

/// What was pressed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Code {
    /// A character, as typed.
    Char(char),
    /// Function key 1–12.
    F(u8),
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift-Tab.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Arrow.
    Up,
    /// Arrow.
    Down,
    /// Arrow.
    Left,
    /// Arrow.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
}

/// A key with its modifiers. Shift is in the character.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Key {
    /// Which.
    pub code: Code,
    /// With Control.
    pub ctrl: bool,
    /// With Alt.
    pub alt: bool,
}

const NAMES: &[(&str, Code)] = &[
    ("space", Code::Char(' ')),
    ("enter", Code::Enter),
    ("esc", Code::Esc),
    ("tab", Code::Tab),
    ("shift-tab", Code::BackTab),
    ("backspace", Code::Backspace),
    ("delete", Code::Delete),
    ("up", Code::Up),
    ("down", Code::Down),
    ("left", Code::Left),
    ("right", Code::Right),
    ("home", Code::Home),
    ("end", Code::End),
    ("pgup", Code::PageUp),
    ("pgdn", Code::PageDown),
];

impl Key {
    /// A key without modifiers.
    pub const fn plain(code: Code) -> Self {
        Self { code, ctrl: false, alt: false }
    }

    /// Reads `j`, `G`, `space`, `ctrl-s`, `alt-x`, `f1`; `None` when it is no key.
    pub fn parse(text: &str) -> Option<Self> {
        let mut rest = text.trim();
        let (mut ctrl, mut alt) = (false, false);
        loop {
            if let Some(tail) = rest.strip_prefix("ctrl-") {
                (ctrl, rest) = (true, tail);
            } else if let Some(tail) = rest.strip_prefix("alt-") {
                (alt, rest) = (true, tail);
            } else {
                break;
            }
        }
        let named = NAMES.iter().find(|(name, _)| rest.eq_ignore_ascii_case(name)).map(|(_, code)| *code);
        let code = named.or_else(|| {
            let mut letters = rest.chars();
            match (letters.next()?, letters.as_str()) {
                (letter, "") => Some(Code::Char(letter)),
                ('f' | 'F', digits) => digits.parse().ok().filter(|n| (1..=12).contains(n)).map(Code::F),
                _ => None,
            }
        })?;
        Some(Self { code, ctrl, alt })
    }

    /// A full-width key of an input method as its narrow twin (`ｍ ？ ： 、`): shortcuts work while it is on.
    pub fn narrowed(self) -> Self {
        let Code::Char(letter) = self.code else { return self };
        let plain = match letter {
            '【' | '「' => Some('['),
            '】' | '」' => Some(']'),
            '，' => Some(','),
            '。' => Some('.'),
            '《' => Some('<'),
            '》' => Some('>'),
            other => narrow(other.encode_utf8(&mut [0; 4])).chars().next(),
        };
        Self { code: Code::Char(plain.unwrap_or(letter)), ..self }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("ctrl-")?;
        }
        if self.alt {
            f.write_str("alt-")?;
        }
        match self.code {
            Code::F(number) => write!(f, "F{number}"),
            code => match (NAMES.iter().find(|(_, named)| *named == code), code) {
                (Some((name, _)), _) => f.write_str(name),
                (None, Code::Char(letter)) => write!(f, "{letter}"),
                _ => Ok(()),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_back() {
        for text in ["j", "G", "space", "ctrl-s", "F1", "shift-tab", "?", "-", "pgdn", "alt-x"] {
            assert_eq!(Key::parse(text).map(|key| key.to_string()).as_deref(), Some(text));
        }
        assert_eq!(Key::parse("hyper"), None);
        assert_eq!(Key::plain(Code::Char('？')).narrowed(), Key::plain(Code::Char('?')));
        assert_eq!(Key::plain(Code::Char('ｍ')).narrowed(), Key::plain(Code::Char('m')));
    }
}
