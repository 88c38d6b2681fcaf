//! A desk that follows random days event by event counts what a desk that counts everything anew does.

use crate::common::{House, MANAGER};
use crate::days::{SHRINKS, Verdict, days};
use std::collections::BTreeMap;
use std::sync::LazyLock;
use xiaokong::app::action::Keymap;
use xiaokong::app::message::Message;
use xiaokong::app::model::{Desk, Glyphs, ThemeName};
use xiaokong::app::refresh::refresh;
use xiaokong::app::update::{Setting, start, update};
use xiaokong::domain::act::{self, Event};
use xiaokong::domain::state::office::Office;
use xiaokong::locale::{Lang, Locale};

fn desk(house: &House) -> Desk {
    static WORDS: LazyLock<(Locale, Keymap)> = LazyLock::new(|| {
        let keymap = Keymap::new(&BTreeMap::new()).expect("the defaults are sound");
        (Locale::new(Lang::En, chrono_tz::Asia::Shanghai), keymap)
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

/// Follows the journal; time passes before each event, so that holds lapse before it is recorded. `deaf` is the fault of
/// taking holds in without telling the counts.
fn in_step(house: &House, deaf: bool) -> Verdict {
    let mut desk = desk(house);
    for recorded in &house.journal {
        update(&mut desk, Message::Tick(recorded.at));
        if deaf && matches!(recorded.event, Event::Hold(_)) {
            act::apply(&mut desk.office, recorded);
        } else {
            update(&mut desk, Message::News(vec![recorded.clone()], recorded.at));
        }
    }
    update(&mut desk, Message::Tick(house.now));
    let followed = (desk.counts.clone(), desk.due.clone());
    refresh(&mut desk);
    match followed == (desk.counts.clone(), desk.due.clone()) {
        true => Ok(()),
        false => Err(format!("{followed:?} followed, {:?} {:?} counted", desk.counts, desk.due)),
    }
}

#[test]
fn what_is_followed_is_what_is_counted() {
    if let Err(found) = days(|house, _| in_step(house, false), crate::common::Fault::None, |_| {}, SHRINKS) {
        panic!("{found}");
    }
    let deaf = days(|house, _| in_step(house, true), crate::common::Fault::None, |_| {}, 0);
    assert!(deaf.is_err(), "the check does not see counts that were not told");
}
