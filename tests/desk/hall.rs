//! One house and a desk for each of several people, all open at once: what one does, the others see.

use super::common::*;
use super::{desk_of, keys};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use unicode_width::UnicodeWidthStr;
use xiaokong::app::message::{Effect, Message, Outcome};
use xiaokong::app::model::{Desk, ThemeName};
use xiaokong::app::moves;
use xiaokong::app::update::update;
use xiaokong::domain::act::Command;
use xiaokong::domain::id::{StaffId, UnitId};
use xiaokong::ui::theme::{Depth, Look};
use xiaokong::ui::view;

pub const CLERK: StaffId = StaffId(8);

/// The house, its open desks, and how much of the journal was looked at.
pub struct Hall {
    pub house: House,
    pub unit: UnitId,
    desks: Vec<(StaffId, Desk)>,
    told: usize,
}

impl Hall {
    /// Everybody sits down at 2026-11-28 10:00, every desk on the same unit.
    pub fn open(address: &str) -> Self {
        let mut house = House::new();
        house.to("11-28 10:00");
        let unit = house.unit(address);
        let people = [MANAGER, SUPERVISOR, JIA, YI, CASHIER, CLERK];
        let desks = people.map(|who| {
            let mut desk = desk_of(&house, who);
            update(&mut desk, Message::Resize(160, 48));
            moves::select(&mut desk, unit);
            (who, desk)
        });
        let told = house.journal.len();
        Self { house, unit, desks: desks.into(), told }
    }

    /// Time moves on for everybody.
    pub fn at(&mut self, time: &str) {
        self.house.to(time);
        for (_, desk) in &mut self.desks {
            update(desk, Message::Tick(self.house.now));
        }
    }

    /// Somebody's desk.
    pub fn desk(&mut self, who: StaffId) -> &mut Desk {
        self.desks.iter_mut().find(|(of, _)| *of == who).map(|(_, desk)| desk).expect("sits here")
    }

    /// Somebody presses keys; what their desk sends reaches the house and comes back to every desk.
    pub fn press(&mut self, who: StaffId, names: &str) {
        for name in names.split(' ') {
            let effects = keys(self.desk(who), name);
            self.carry_out(who, effects);
        }
    }

    /// A command that came from elsewhere; every desk hears of it.
    pub fn sends(&mut self, who: StaffId, command: Command) {
        let from = self.house.journal.len();
        self.house.must(who, command);
        self.tell(from);
    }

    fn tell(&mut self, from: usize) {
        let news = self.house.journal[from..].to_vec();
        for (_, desk) in &mut self.desks {
            update(desk, Message::News(news.clone(), self.house.now));
        }
    }

    fn carry_out(&mut self, who: StaffId, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Submit(ticket, command) => {
                    let from = self.house.journal.len();
                    let outcome = match self.house.send(who, command) {
                        Ok(_) => Outcome::Done(self.house.office.head),
                        Err(rejection) => Outcome::Refused(rejection),
                    };
                    self.tell(from);
                    update(self.desk(who), Message::Answered(ticket, outcome));
                }
                Effect::FetchTrail(unit) => {
                    let of_unit = self.house.journal.iter().filter(|one| one.event.units().contains(&unit));
                    let trail = of_unit.cloned().collect();
                    update(self.desk(who), Message::Trail(unit, trail));
                }
                _ => {}
            }
        }
    }

    /// What somebody's screen shows, row by row, runs of blanks as one.
    pub fn screen(&self, who: StaffId) -> String {
        let desk = &self.desks.iter().find(|(of, _)| *of == who).expect("sits here").1;
        let look = Look::new(ThemeName::Night, Depth::True);
        let mut terminal = Terminal::new(TestBackend::new(160, 48)).expect("a terminal");
        let drawn = terminal.draw(|frame| view(desk, &look, frame)).expect("drawn");
        let mut rows = String::new();
        for y in 0..48 {
            let (mut row, mut x) = (String::new(), 0);
            while x < 160 {
                let symbol = drawn.buffer[(x, y)].symbol();
                row.push_str(symbol);
                x += symbol.width().max(1) as u16;
            }
            rows.push_str(&row.split_whitespace().collect::<Vec<_>>().join(" "));
            rows.push('\n');
        }
        rows
    }

    /// Somebody sees all of this.
    #[track_caller]
    pub fn sees(&self, who: StaffId, words: &[&str]) {
        let screen = self.screen(who);
        for word in words {
            assert!(screen.contains(word), "{word} is not on the screen:\n{screen}");
        }
    }

    /// Somebody opens the unit's card, sees all of this, and closes it.
    #[track_caller]
    pub fn card(&mut self, who: StaffId, words: &[&str]) {
        self.press(who, "enter");
        self.sees(who, words);
        self.press(who, "esc");
    }

    /// What the journal holds since it was last asked: the kinds of the events.
    pub fn news(&mut self) -> Vec<String> {
        let from = std::mem::replace(&mut self.told, self.house.journal.len());
        self.house.journal[from..].iter().map(|recorded| recorded.event.kind()).collect()
    }
}
