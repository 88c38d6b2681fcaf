//! A desk whose effects are carried out at once, and what may happen to it.

use crate::common::random::{FLOOR_ACTS, floor_act};
use crate::common::{CASHIER, House, JIA, MANAGER, RECEPTION, SUPERVISOR, YI, person, rows, taken};
use chrono::TimeDelta;
use proptest::prelude::*;
use std::collections::BTreeMap;
use xiaokong::app::action::Keymap;
use xiaokong::app::filter::Filter;
use xiaokong::app::key::{Code, Key};
use xiaokong::app::message::{Effect, Message, Mouse, Outcome, Travel};
use xiaokong::app::model::{Desk, Glyphs, Past, ThemeName};
use xiaokong::app::update::{Setting, start, update};
use xiaokong::domain::act::{Command, Recorded, apply};
use xiaokong::domain::id::{StaffId, UnitId};
use xiaokong::domain::listing;
use xiaokong::domain::state::office::Office;
use xiaokong::domain::{control, hold, payment};
use xiaokong::locale::{Lang, Locale};

/// One thing that happens.
#[derive(Clone, Debug)]
pub enum Step {
    Key(Key),
    Typed(&'static str),
    Click(u16, u16),
    Resize(u16, u16),
    /// Seconds pass.
    Tick(i64),
    /// Somebody else acts: who, what, on which unit, and more choices.
    Act(StaffId, u8, UnitId, u32),
    Theme(u8),
    Lost,
    Alive,
    Past(u64),
}

/// Rows of keys as people press them.
const TYPED: [&str; 20] = [
    "/ 1 7 0 Esc",
    "/ j i a Enter",
    "/ z h a n",
    "Backspace",
    "Backspace Backspace 0",
    "/ 甲 Enter",
    "/ > 1 0 0 Enter",
    "/ s s l t",
    "! !",
    "Tab j k",
    "Tab Tab Tab",
    "] [",
    "Enter Down Up",
    "Space",
    "Esc Esc",
    "? PgDn Esc",
    ": z s",
    "t Enter",
    "i",
    "PgDn G j",
];

pub fn step() -> impl Strategy<Value = Step> {
    let key = prop_oneof![
        10 => prop::sample::select(('!'..='~').filter(|c| *c != 'q').collect::<Vec<_>>()).prop_map(Code::Char),
        1 => prop::sample::select(vec!['张', '3', ' ', '。', '\u{200b}', 'Ａ', '👍']).prop_map(Code::Char),
        8 => prop::sample::select(vec![
            Code::Enter, Code::Esc, Code::Tab, Code::BackTab, Code::Backspace, Code::Delete, Code::Up, Code::Down,
            Code::Left, Code::Right, Code::Home, Code::End, Code::PageUp, Code::PageDown, Code::F(1), Code::F(10),
        ]),
    ];
    let size = prop_oneof![
        4 => prop::sample::select(vec![(80_u16, 24_u16), (160, 48), (100, 30), (44, 14), (59, 20)]),
        1 => (1_u16..60, 1_u16..20),
        1 => (60_u16..180, 8_u16..60),
    ];
    let by = prop::sample::select(vec![MANAGER, SUPERVISOR, JIA, JIA, YI, CASHIER, RECEPTION]);
    let act = (by, any::<u8>(), 144..152_u32, any::<u32>());
    prop_oneof![
        8 => key.prop_map(|code| Step::Key(Key::plain(code))),
        8 => prop::sample::select(TYPED.to_vec()).prop_map(Step::Typed),
        1 => (0_u16..160, 0_u16..48).prop_map(|(x, y)| Step::Click(x, y)),
        2 => size.prop_map(|(w, h)| Step::Resize(w, h)),
        3 => prop_oneof![0_i64..3, 10_i64..70, 100_i64..9_000].prop_map(Step::Tick),
        8 => act.prop_map(|(by, what, unit, more)| Step::Act(by, what, UnitId(unit), more)),
        1 => any::<u8>().prop_map(Step::Theme),
        1 => Just(Step::Lost),
        1 => Just(Step::Alive),
        1 => any::<u64>().prop_map(Step::Past),
    ]
}

pub struct Seat {
    pub desk: Desk,
    house: House,
}

impl Seat {
    pub fn new(house: &House, lang: Lang, glyphs: Glyphs) -> Self {
        let desk = start(Setting {
            office: house.office.clone(),
            now: house.now,
            viewer: Some(JIA),
            terminal: "t1".into(),
            locale: Locale::new(lang, house.office.policy.time_zone),
            theme: ThemeName::Night,
            glyphs,
            mouse: false,
            keymap: Keymap::new(&BTreeMap::new()).expect("the defaults are sound"),
            size: (100, 30),
            secret: [0; 32],
        });
        let mut seat = Self { desk, house: house.clone() };
        xiaokong::app::moves::select(&mut seat.desk, UnitId(145));
        seat
    }

    pub fn take(&mut self, step: Step) {
        match step {
            Step::Key(key) => self.hear(Message::Key(key)),
            Step::Typed(keys) => {
                for key in keys.split(' ') {
                    self.hear(Message::Key(Key::parse(key).expect("a key")));
                }
            }
            Step::Click(x, y) => self.hear(Message::Mouse(Mouse::Click(x, y))),
            Step::Resize(columns, rows) => self.hear(Message::Resize(columns, rows)),
            Step::Tick(seconds) => {
                self.house.now += TimeDelta::seconds(seconds);
                self.hear(Message::Tick(self.house.now));
            }
            Step::Act(by, what, unit, more) => {
                let (by, command) = self.act(by, what, unit, more);
                self.send(by, command);
            }
            Step::Theme(which) => {
                self.desk.theme = ThemeName::ALL[usize::from(which) % ThemeName::ALL.len()];
            }
            Step::Lost => self.hear(Message::Lost(self.house.now)),
            Step::Alive => self.hear(Message::News(Vec::new(), self.house.now)),
            Step::Past(place) => self.travel(place % (self.house.office.head + 1)),
        }
    }

    fn act(&self, by: StaffId, what: u8, unit: UnitId, more: u32) -> (StaffId, Command) {
        let customer = person(["张三", "李四", "Ada"][more as usize % 3]);
        let command = match what % 16 {
            0..=3 => hold::Command::Hold { unit, customer, minutes: Some(more % 40) }.into(),
            4 | 5 => hold::Command::Release { unit, reason: "试".into() }.into(),
            6 => {
                let taken = taken(&format!("D{}", more % 99), 50_000);
                payment::Command::Deposit { unit, customer: Some(customer), taken }.into()
            }
            7 => control::Command::Lock { unit, reason: "控".into() }.into(),
            8 => {
                let mut row = rows().swap_remove(unit.index());
                row.spec.layout = [None, Some("两室一厅".into())][more as usize % 2].clone();
                row.spec.usage = [Some("住宅".into()), Some("公寓".into())][more as usize / 2 % 2].clone();
                let list = listing::Command::Import { source: "again.csv".into(), rows: vec![row] };
                return (MANAGER, list.into());
            }
            _ => {
                return floor_act(
                    &self.house.office,
                    self.house.now,
                    by,
                    (more >> 8) as u8 % FLOOR_ACTS,
                    more,
                );
            }
        };
        (by, command)
    }

    fn send(&mut self, by: StaffId, command: Command) {
        let before = self.house.journal.len();
        let _ = self.house.send(by, command);
        let news: Vec<Recorded> = self.house.journal[before..].to_vec();
        if !news.is_empty() {
            self.hear(Message::News(news, self.house.now));
        }
    }

    fn travel(&mut self, head: u64) {
        let mut office = Office::default();
        let mut last = None;
        for recorded in self.house.journal.iter().take_while(|recorded| recorded.seq <= head) {
            apply(&mut office, recorded);
            last = Some(recorded.clone());
        }
        let at = last.as_ref().map_or(self.house.now, |recorded| recorded.at);
        if office.buildings.is_empty() {
            return self.hear(Message::NoPast);
        }
        self.hear(Message::Past(Box::new(Past { office: Box::new(office), at, last })));
    }

    fn hear(&mut self, message: Message) {
        for effect in update(&mut self.desk, message) {
            match effect {
                Effect::Submit(ticket, command) => {
                    let by = self.desk.viewer.unwrap_or(MANAGER);
                    self.send(by, command);
                    self.hear(Message::Answered(ticket, Outcome::Done(self.house.office.head)));
                }
                Effect::FetchTrail(unit) => {
                    let about = self.house.journal.iter();
                    let about = about.filter(|recorded| recorded.event.units().contains(&unit));
                    let trail: Vec<Recorded> = about.cloned().collect();
                    self.hear(Message::Trail(unit, trail));
                }
                Effect::Travel(Travel::Event(seq)) => self.travel(seq),
                Effect::Travel(Travel::To(_)) => self.travel(self.house.office.head / 2),
                Effect::Print(..) | Effect::SetMouse(_) | Effect::Ring | Effect::Quit => {}
            }
        }
    }

    /// What the filter found, kept up with every key and every price list, is what it finds from nothing.
    pub fn same_matches(&self) -> Result<(), String> {
        let kept = &self.desk.filter;
        let mut fresh = Filter::default();
        (fresh.text, fresh.status) = (kept.text.clone(), kept.status);
        fresh.refresh(self.desk.view(), self.desk.viewer);
        match fresh.found == kept.found {
            true => Ok(()),
            false => Err(format!("{:?} {:?} finds something else anew", kept.text, kept.status)),
        }
    }
}
