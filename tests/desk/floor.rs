//! Scenarios 1–5 of rules §12 and what stands around them, by keys: desks of several people over one house.

use super::common::*;
use super::{desk_of, keys};
use xiaokong::app::message::{Effect, Message, Outcome};
use xiaokong::app::model::{Desk, Layer};
use xiaokong::app::moves;
use xiaokong::app::update::update;
use xiaokong::domain::id::{StaffId, UnitId};
use xiaokong::domain::state::staff::Team;

/// One house and a desk that changes hands.
pub struct Office {
    pub house: House,
    /// The unit every desk stands on.
    pub cursor: Option<UnitId>,
}

impl Office {
    pub fn new() -> Self {
        Self { house: House::new(), cursor: None }
    }

    /// Somebody sits down at a desk at a time and presses keys; what the desk sends reaches the house and comes back.
    pub fn keys(&mut self, time: &str, by: StaffId, names: &str) -> Desk {
        self.house.to(&format!("11-28 {time}"));
        let mut desk = desk_of(&self.house, by);
        if let Some(unit) = self.cursor {
            moves::select(&mut desk, unit);
        }
        for name in names.split(' ') {
            let effects = keys(&mut desk, name);
            self.carry_out(&mut desk, by, effects);
        }
        desk
    }

    fn carry_out(&mut self, desk: &mut Desk, by: StaffId, effects: Vec<Effect>) {
        for effect in effects {
            let Effect::Submit(ticket, command) = effect else { continue };
            let from = self.house.journal.len();
            let outcome = match self.house.send(by, command) {
                Ok(_) => Outcome::Done(self.house.office.head),
                Err(rejection) => Outcome::Refused(rejection),
            };
            let news = self.house.journal[from..].to_vec();
            update(desk, Message::News(news, self.house.now));
            update(desk, Message::Answered(ticket, outcome));
        }
    }

    /// 甲 8:41, 乙 8:44, 丙 8:47, 丁 8:52 sign in, each by `o` and Enter.
    fn signed_in() -> Self {
        let mut office = Self::new();
        for (time, who) in [("08:41", JIA), ("08:44", YI), ("08:47", BING), ("08:52", DING)] {
            office.keys(time, who, "o enter");
        }
        office
    }

    fn line(&self) -> String {
        let line = self.house.office.rotation(Team::Site, self.house.now);
        line.iter().map(|id| self.house.office.member(*id).name.as_str()).collect()
    }

    /// Who received the visit with that number of the day.
    fn receiver(&self, number: u32) -> &str {
        let visit = self.house.office.visits.iter().rev().find(|visit| visit.number == number);
        self.house.office.name_of(visit.and_then(|visit| visit.consultant))
    }
}

/// A first visit arrives with a phone and a name.
const FIRST: &str = "v 1 3 9 0 0 0 0 0 0 0 1 tab 赵 enter";
/// A group without a phone, with the reason asked for.
const NAMELESS: &str = "v tab tab 不 愿 留 enter";

fn toast(desk: &Desk) -> &str {
    desk.toast.as_ref().map_or("", |note| note.text.as_str())
}

#[test]
fn scenario_1_the_order_of_the_day_and_an_early_visitor() {
    let mut office = Office::signed_in();
    assert_eq!(office.line(), "甲乙丙丁");
    office.keys("09:12", RECEPTION, NAMELESS);
    office.keys("09:12", RECEPTION, "n");
    assert_eq!(office.receiver(1), "甲");
    office.keys("09:25", JIA, "f tab tab tab 看 了 沙 盘 enter");
    assert_eq!(office.line(), "甲乙丙丁", "nothing is spent before the rotation counts");
}

#[test]
fn scenario_2_a_first_visit_spends_the_turn_when_it_ends() {
    let mut office = Office::signed_in();
    office.keys("09:42", RECEPTION, FIRST);
    let desk = office.keys("09:42", RECEPTION, "n");
    assert!(toast(&desk).contains('甲'), "{}", toast(&desk));
    assert!(office.line().starts_with("乙丙丁"), "{}", office.line());
    office.keys("10:25", JIA, "f right enter");
    assert_eq!(office.line(), "乙丙丁甲");
    let customer = office.house.office.customers.last().expect("recorded at the arrival");
    assert_eq!(customer.owner, Some(JIA));
    assert_eq!(office.house.office.protected_until(customer.id), Some(at("12-13 18:00")));
    assert_eq!(office.house.office.new_visitors(JIA, office.house.office.day(office.house.now)), 1);
}

#[test]
fn scenario_3_a_returning_customer_keeps_the_place() {
    let mut office = Office::signed_in();
    office.keys("09:42", RECEPTION, FIRST);
    office.keys("09:42", RECEPTION, "n");
    office.keys("10:25", JIA, "f enter");
    // 丙 has a customer from a call.
    office.keys("10:26", BING, "V 1 3 8 0 0 0 0 0 0 0 2 tab 钱 enter");
    let desk = office.keys("10:30", RECEPTION, "v 1 3 8 0 0 0 0 0 0 0 2");
    let Some(Layer::Form(form)) = desk.layer() else { panic!("the form is open") };
    let said = form.fields[0].remark.clone().unwrap_or_default();
    assert!(said.contains('丙') && said.contains("12-13"), "owner and protection at once: {said}");
    office.keys("10:30", RECEPTION, "v 1 3 8 0 0 0 0 0 0 0 2 enter");
    office.keys("10:30", RECEPTION, "n");
    assert_eq!(office.receiver(2), "丙");
    office.keys("10:34", RECEPTION, NAMELESS);
    office.keys("10:34", RECEPTION, "n");
    assert_eq!(office.receiver(3), "乙");
    office.keys("10:40", RECEPTION, NAMELESS);
    let desk = office.keys("10:40", RECEPTION, "tab y");
    let Some(Layer::Sheet(sheet)) = desk.layer() else { panic!("the reason is open") };
    let why: String = sheet.lines.iter().map(|(_, line)| format!("{line}\n")).collect();
    assert!(why.contains("丙") && why.contains("位置保留"), "{why}");
    office.keys("10:40", RECEPTION, "n");
    assert_eq!(office.receiver(4), "丁");
    office.keys("10:50", BING, "f enter");
    assert!(office.line().starts_with('丙'), "{}", office.line());
}

#[test]
fn scenario_4_a_private_errand_loses_the_turn() {
    let mut office = Office::signed_in();
    let desk = office.keys("11:00", JIA, "o");
    let Some(Layer::Menu(menu)) = desk.layer() else { panic!("the menu is open") };
    let out = menu.items.iter().position(|item| item.label == "外出").expect("offered");
    office.keys("11:00", JIA, &format!("o {}", out + 1));
    office.keys("11:04", RECEPTION, NAMELESS);
    office.keys("11:04", RECEPTION, "n");
    assert_eq!((office.receiver(1), office.line().as_str()), ("乙", "丙丁甲乙"));
}

#[test]
fn scenario_5_competitors_and_vendors_keep_the_place() {
    let mut office = Office::signed_in();
    // Kinds are chosen with the arrows: competitor is the seventh, no customer the eighth.
    for kind in [7, 8] {
        let right = vec!["right"; kind].join(" ");
        office.keys("10:00", RECEPTION, &format!("v tab tab tab {right} enter"));
        office.keys("10:00", RECEPTION, "n");
        office.keys("10:10", JIA, "f enter");
        assert_eq!(office.line(), "甲乙丙丁");
    }
    assert_eq!((office.receiver(1), office.receiver(2)), ("甲", "甲"));
    assert_eq!(office.house.office.new_visitors(JIA, office.house.office.day(office.house.now)), 0);
}

#[test]
fn a_wrong_assignment_is_taken_back_within_its_time() {
    let mut office = Office::signed_in();
    office.keys("11:04", RECEPTION, NAMELESS);
    office.keys("11:04", RECEPTION, "n");
    office.keys("11:05", RECEPTION, "u");
    assert_eq!((office.receiver(1), office.line().as_str()), ("", "甲乙丙丁"));
    office.keys("11:06", RECEPTION, "n");
    let desk = office.keys("11:09", RECEPTION, "u");
    assert_eq!(office.receiver(1), "甲");
    assert!(toast(&desk).contains('2'), "the sentence names the limit: {}", toast(&desk));
    // The supervisor may take back another's, on the selected row.
    office.keys("11:09", RECEPTION, "tab u");
    office.keys("11:10", RECEPTION, NAMELESS);
    office.keys("11:10", RECEPTION, "n");
    office.keys("11:11", SUPERVISOR, "tab down u");
    assert_eq!(office.receiver(2), "");
}

#[test]
fn out_of_order_needs_the_supervisor_a_name_and_a_reason() {
    let mut office = Office::signed_in();
    office.keys("10:00", RECEPTION, NAMELESS);
    let desk = office.keys("10:00", SUPERVISOR, "N enter");
    assert!(matches!(desk.layer(), Some(Layer::Form(form)) if form.fields[0].fault.is_some()));
    let desk = office.keys("10:00", SUPERVISOR, "N right right right enter");
    assert!(matches!(desk.layer(), Some(Layer::Form(form)) if form.refused.is_some()), "no reason, no way");
    office.keys("10:00", SUPERVISOR, "N right right right tab 懂 英 语 enter");
    assert_eq!(office.receiver(1), "丙");
    office.keys("10:01", RECEPTION, NAMELESS);
    office.keys("10:01", RECEPTION, "N right right tab 熟 人 enter");
    assert_eq!(office.receiver(2), "", "the reception desk may not");
}

#[test]
fn shown_units_are_one_key_each_and_count_as_interest() {
    let mut office = Office::signed_in();
    office.keys("10:00", RECEPTION, FIRST);
    office.keys("10:00", RECEPTION, "n");
    office.keys("10:10", JIA, "p down p p");
    let visit = office.house.office.visits.last().expect("a visit");
    assert_eq!(visit.shown.len(), 1, "pressed twice is taken back");
    let unit = visit.shown[0];
    office.keys("10:30", JIA, "f right enter");
    assert_eq!(office.house.office.unit(unit).interest, 1);
    assert!(office.keys("10:31", JIA, "i").heat);
}

#[test]
fn an_own_customer_comes_and_the_reception_just_begun_is_handed_over() {
    let mut office = Office::signed_in();
    office.keys("10:00", JIA, "V 1 3 8 0 0 0 0 0 0 0 9 tab 孙 enter");
    office.keys("10:01", RECEPTION, NAMELESS);
    office.keys("10:01", RECEPTION, "n");
    office.keys("10:02", JIA, "H");
    assert_eq!(office.receiver(1), "甲", "nobody of theirs waits");
    office.keys("10:05", RECEPTION, "v 1 3 8 0 0 0 0 0 0 0 9 enter");
    office.keys("10:06", JIA, "H");
    assert_eq!((office.receiver(1), office.line().as_str()), ("乙", "甲丙丁乙"));
    office.keys("10:06", RECEPTION, "n");
    assert_eq!(office.receiver(2), "甲");
}

#[test]
fn a_suspension_is_the_supervisors_with_a_reason_and_an_end() {
    let mut office = Office::signed_in();
    let desk = office.keys("10:00", SUPERVISOR, "tab tab o");
    let Some(Layer::Menu(menu)) = desk.layer() else { panic!("the menu is open") };
    let place = menu.items.iter().position(|item| item.label == "停接").expect("offered") + 1;
    office.keys("10:00", SUPERVISOR, &format!("tab tab o {place} 迟 到 tab 3 0 m enter"));
    office.keys("10:05", RECEPTION, NAMELESS);
    office.keys("10:05", RECEPTION, "n");
    assert_eq!((office.receiver(1), office.line().as_str()), ("乙", "丙丁甲乙"));
    office.house.to("11-28 10:31");
    assert!(office.house.office.is_eligible(JIA, office.house.now), "it ends by itself");
}

#[test]
fn a_day_of_the_roster_is_typed() {
    let mut office = Office::new();
    office.keys("08:00", SUPERVISOR, "tab tab R tab right enter");
    let day = office.house.office.day(office.house.now);
    assert!(!office.house.office.is_rostered(JIA, day) && office.house.office.is_rostered(YI, day));
}
