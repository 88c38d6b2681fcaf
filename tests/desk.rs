//! The desk by keys: what a card's own hints promise is what its keys do.

#[path = "desk/clock.rs"]
mod clock;
mod common;
#[path = "desk/contract.rs"]
mod contract;
#[path = "desk/due.rs"]
mod due;
#[path = "desk/floor.rs"]
mod floor;
#[path = "desk/hall.rs"]
mod hall;
#[path = "desk/scenarios.rs"]
mod scenarios;

#[path = "desk/prices.rs"]
mod prices;

use common::*;
use std::collections::BTreeMap;
use xiaokong::app::action::Keymap;
use xiaokong::app::form::Purpose;
use xiaokong::app::key::Key;
use xiaokong::app::message::{Effect, Message};
use xiaokong::app::model::{Desk, Glyphs, Layer, ThemeName};
use xiaokong::app::update::{Setting, start, update};
use xiaokong::domain::act::Command;
use xiaokong::domain::hold;
use xiaokong::domain::id::StaffId;
use xiaokong::locale::{Lang, Locale};

fn desk(house: &House) -> Desk {
    desk_of(house, JIA)
}

fn desk_of(house: &House, viewer: StaffId) -> Desk {
    start(Setting {
        office: house.office.clone(),
        now: house.now,
        viewer: Some(viewer),
        terminal: "test".into(),
        locale: Locale::new(Lang::Zh, chrono_tz::Asia::Shanghai),
        theme: ThemeName::Night,
        glyphs: Glyphs::Unicode,
        mouse: true,
        keymap: Keymap::new(&BTreeMap::new()).unwrap(),
        size: (120, 36),
        secret: [7; 32],
    })
}

/// Types keys by name, e.g. `enter 张 三`.
fn keys(desk: &mut Desk, names: &str) -> Vec<Effect> {
    names.split(' ').flat_map(|name| update(desk, Message::Key(Key::parse(name).unwrap()))).collect()
}

#[test]
fn the_card_chooses_with_arrows_and_acts_with_enter() {
    let mut house = House::new();
    house.to("11-28 10:00");
    let mut desk = desk(&house);
    desk.cursor = Some(house.unit("1/1/601"));
    keys(&mut desk, "enter down up");
    assert!(matches!(desk.layer(), Some(Layer::Card(card)) if card.choice == 0));
    keys(&mut desk, "enter");
    let unit = house.unit("1/1/601");
    assert!(matches!(desk.layer(), Some(Layer::Form(form)) if form.purpose == Purpose::Hold(unit)));
}

#[test]
fn space_a_name_and_enter_sends_one_hold_and_paints_nothing_yet() {
    let mut house = House::new();
    house.to("11-28 10:00");
    let mut desk = desk(&house);
    desk.cursor = Some(house.unit("3/1/601"));
    let before = desk.office.clone();
    let effects = keys(&mut desk, "space 张 三 enter");
    let sent: Vec<_> = effects.iter().filter(|effect| matches!(effect, Effect::Submit(..))).collect();
    assert!(matches!(sent[..], [Effect::Submit(_, Command::Hold(hold::Command::Hold { .. }))]), "{sent:?}");
    assert_eq!(desk.office, before, "the grid shows a change when the store has confirmed it");
}
