//! A desk that has seen nothing yet and is told a house's journal event by event.

use super::{House, MANAGER};
use std::collections::BTreeMap;
use std::sync::LazyLock;
use xiaokong::app::action::Keymap;
use xiaokong::app::model::{Desk, Glyphs, ThemeName};
use xiaokong::app::update::{Setting, start};
use xiaokong::domain::state::office::Office;
use xiaokong::locale::{Lang, Locale};

/// The manager's desk before the first event. Its words are read once: random lives make thousands of such desks.
pub fn follower(house: &House) -> Desk {
    static WORDS: LazyLock<(Locale, Keymap)> = LazyLock::new(|| {
        let keymap = Keymap::new(&BTreeMap::new()).expect("the defaults are sound");
        (Locale::new(Lang::Zh, chrono_tz::Asia::Shanghai), keymap)
    });
    start(Setting {
        office: Office::default(),
        now: house.journal[0].at,
        viewer: Some(MANAGER),
        terminal: "t1".into(),
        locale: WORDS.0.clone(),
        theme: ThemeName::Night,
        glyphs: Glyphs::Unicode,
        mouse: false,
        keymap: WORDS.1.clone(),
        size: (80, 24),
        secret: [0; 32],
    })
}
