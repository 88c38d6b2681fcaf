//! A rich office for the wall, and frames of it.

use crate::made::{Made, made, person};
use chrono::TimeDelta;
use chrono_tz::Asia::Shanghai;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use std::collections::BTreeSet;
use std::sync::OnceLock;
use xiaokong::app::board::{Pager, Picture};
use xiaokong::app::model::{Glyphs, ThemeName};
use xiaokong::domain::id::StaffId;
use xiaokong::domain::reception::{self, Arrival, Closing};
use xiaokong::domain::state::customer::{masked_name, masked_phone};
use xiaokong::domain::state::office::Office;
use xiaokong::domain::state::staff::{Role, Team};
use xiaokong::domain::state::visit::VisitKind;
use xiaokong::domain::time::Instant;
use xiaokong::domain::{assignment, call, duty, setup};
use xiaokong::locale::{Lang, Locale};
use xiaokong::ui::board::{Style, await_store, pages, view};
use xiaokong::ui::text::width;
use xiaokong::ui::theme::{Depth, Look};

/// Three towers, six consultants of two teams, two receptions, six groups waiting, two appointments due.
pub fn rich() -> Made {
    sized(3, 18)
}

/// The same with so many towers of so many floors.
pub fn sized(buildings: usize, floors: i32) -> Made {
    let mut made = made(buildings, floors);
    for (name, team) in [
        ("吴外展", Team::Outreach),
        ("郑顾问", Team::Site),
        ("欧阳顾问", Team::Site),
        ("王外展", Team::Outreach),
    ] {
        made.send(
            0,
            setup::Command::AddStaff { name: name.into(), role: Role::Consultant, team: Some(team) },
        );
    }
    for staff in [5, 6, 7, 8] {
        made.send(staff, duty::Command::SignIn { staff: StaffId(staff) });
    }
    for place in 0..2 {
        let appointment = Some(made.now + TimeDelta::minutes(8 + place as i64));
        let (consultant, source, note) = (Some(StaffId(6)), "网络".to_string(), "想看样板间".to_string());
        made.send(
            0,
            call::Command::Log { customer: person(1 + place), consultant, appointment, source, note },
        );
    }
    for kind in
        [VisitKind::First, VisitKind::Channel, VisitKind::First, VisitKind::Competitor, VisitKind::First]
    {
        made.arrive(kind, Team::Site);
    }
    made.arrive(VisitKind::First, Team::Outreach);
    made.send(4, assignment::Command::Assign { number: None, to: None, reason: String::new() });
    made
}

impl Made {
    fn arrive(&mut self, kind: VisitKind, team: Team) {
        let arrival = Arrival { kind: Some(kind), team, source: "路过".into(), ..Default::default() };
        self.send(4, reception::Command::Arrive(arrival));
    }

    /// Ends what somebody is receiving, if anything.
    pub fn finish(&mut self, staff: StaffId) {
        let Some(number) = self.office.receiving(staff).map(|visit| visit.number) else { return };
        let closing = Closing { number, outcome: "再联系".into(), ..Closing::default() };
        self.send(staff.0, reception::Command::Finish(closing));
    }
}

/// Everything the wall must not say: names and phones, clear and masked, prices in every form, reasons and notes.
pub fn secrets(office: &Office) -> BTreeSet<String> {
    let mut secrets = BTreeSet::new();
    for person in office.customers.iter().filter_map(|customer| customer.person.as_ref()) {
        secrets.extend([person.name.clone(), masked_name(&person.name)]);
        secrets.extend(person.phones.iter().flat_map(|phone| {
            [phone.clone(), masked_phone(phone), phone[phone.len() - 4..].to_string(), "****".to_string()]
        }));
    }
    let locales = Lang::ALL.map(|lang| Locale::new(lang, Shanghai));
    for spec in office.units.iter().map(|unit| &unit.spec) {
        for money in [spec.unit_price, spec.total, spec.floor_price].into_iter().flatten() {
            let yuan = money.0 / 100;
            secrets.extend([money.plain(), money.to_string(), yuan.to_string()]);
            secrets.extend(locales.iter().map(|locale| locale.money_short(money)));
        }
    }
    secrets.extend(["50,000", "50000", "R1", "POS", "想看样板间", "朋友介绍", "再联系"].map(String::from));
    secrets.insert(crate::made::LOCK_REASON.to_string());
    secrets
}

/// How a frame is drawn.
pub struct Hall {
    locale: &'static Locale,
    look: Look,
    glyphs: Glyphs,
}

impl Hall {
    pub fn new(lang: Lang, look: Look) -> Self {
        // Reading the words takes longer than drawing with them.
        static LOCALES: OnceLock<[Locale; 2]> = OnceLock::new();
        let locales = LOCALES.get_or_init(|| Lang::ALL.map(|lang| Locale::new(lang, Shanghai)));
        let locale = &locales[usize::from(lang != Lang::ALL[0])];
        Self { locale, look, glyphs: Glyphs::Unicode }
    }

    /// Every role in the colour of its number.
    pub fn numbered() -> Self {
        Self::new(Lang::Zh, Look::numbered())
    }

    pub fn style(&self) -> Style<'_> {
        Style { locale: self.locale, look: &self.look, glyphs: self.glyphs }
    }
}

/// One frame.
pub fn frame(picture: &Picture, pager: &Pager, hall: Hall, size: (u16, u16)) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).expect("a terminal");
    // Not the backend's buffer: there the cells behind wide characters are never written.
    let done = terminal.draw(|frame| view(picture, pager, hall.style(), frame)).expect("drawn");
    done.buffer.clone()
}

/// The screen without a store.
pub fn awaiting(now: Instant, size: (u16, u16)) -> String {
    let hall = Hall::numbered();
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).expect("a terminal");
    let cause = "/srv/xiaokong/project.db 没有数据文件";
    terminal
        .draw(|frame| await_store(now, now, cause, &Pager::default(), hall.style(), frame))
        .expect("drawn");
    text(terminal.backend().buffer())
}

/// The text of a frame, without the cells a wide character covers.
pub fn text(buffer: &Buffer) -> String {
    let mut text = String::new();
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            text.push_str(symbol);
            x += width(symbol).max(1);
        }
        text.push('\n');
    }
    text
}

pub fn page_text(picture: &Picture, pager: &Pager, lang: Lang, glyphs: Glyphs, size: (u16, u16)) -> String {
    let hall = Hall { glyphs, ..Hall::new(lang, Look::new(ThemeName::Night, Depth::True)) };
    text(&frame(picture, pager, hall, size))
}

/// Every page, one below another.
pub fn all(picture: &Picture, lang: Lang, size: (u16, u16)) -> String {
    let page = |page| page_text(picture, &at_page(page), lang, Glyphs::Unicode, size);
    (0..pages(picture, size).len()).map(page).collect()
}

/// A pager that shows a page.
pub fn at_page(page: usize) -> Pager {
    moved(Pager::default(), page)
}

/// The pager turned on until it shows a page.
pub fn moved(pager: Pager, page: usize) -> Pager {
    let mut pager = pager;
    while pager.page() != page {
        pager.turn(page + 1);
    }
    pager
}

/// Where a text begins.
pub fn find(buffer: &Buffer, wanted: &str) -> Option<(u16, u16)> {
    (0..buffer.area.height).find_map(|y| {
        (0..buffer.area.width).find_map(|x| {
            let mut at = x;
            let mut row = String::new();
            while at < buffer.area.width && row.len() < wanted.len() {
                let symbol = buffer[(at, y)].symbol();
                row.push_str(symbol);
                at += width(symbol).max(1);
            }
            (row == wanted).then_some((x, y))
        })
    })
}

/// The cells between header and footer.
pub fn body_of(pager: &Pager, (columns, rows): (u16, u16)) -> Vec<(u16, u16)> {
    let (x, y) = pager.orbit();
    let (width, height) = (columns - 2, rows - 1);
    (y + 2..y + height - 2).flat_map(|row| (x..x + width).map(move |column| (column, row))).collect()
}

/// A text as it stood before the picture was shifted.
pub fn unshifted(text: &str, (x, y): (u16, u16), (columns, rows): (u16, u16)) -> String {
    let lines = text.lines().skip(usize::from(y)).take(usize::from(rows - 1));
    let lines = lines.map(|line| {
        let line: String = line.chars().skip(usize::from(x)).collect();
        assert!(width(line.trim_end()) <= columns - 2, "{line}");
        line.trim_end().to_string()
    });
    lines.collect::<Vec<_>>().join("\n")
}
