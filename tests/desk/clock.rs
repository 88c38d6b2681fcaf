//! The desk while the host's clock is in doubt: it shows what the core would decide, says so, and asks who may confirm.

use super::*;
use chrono::TimeDelta;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use xiaokong::domain::act::{self, Recorded};
use xiaokong::domain::clock;
use xiaokong::domain::id::CommandId;
use xiaokong::domain::state::unit::Status;
use xiaokong::domain::time::{Step, Time};
use xiaokong::ui;
use xiaokong::ui::theme::{Depth, Look};

/// Three units held, for an hour, two and three from ten o'clock.
fn house() -> House {
    let mut house = House::new();
    house.to("11-28 10:00");
    for (room, by, minutes) in [("3/1/601", JIA, 60), ("3/1/602", YI, 120), ("3/1/603", BING, 180)] {
        let unit = house.unit(room);
        let customer = person(room);
        house.must(by, hold::Command::Hold { unit, customer, minutes: Some(minutes) });
    }
    house
}

fn in_doubt(text: &str, ahead: i64) -> Time {
    let now = at(text);
    Time { now, step: Some(Step { wall: now + TimeDelta::minutes(ahead), expected: now }) }
}

/// What the next writer records before anything else.
fn noticed(house: &House, time: Time) -> Vec<Recorded> {
    let unrecorded = act::unrecorded(&house.office, time).into_iter();
    let recorded = unrecorded.zip(house.office.head + 1..).map(|((at, event), seq)| Recorded {
        seq,
        at: at.max(house.office.at),
        by: None,
        terminal: "t2".into(),
        command: CommandId::from_u128(u128::from(seq)),
        event,
    });
    recorded.collect()
}

#[test]
fn nobody_loses_a_customer_by_a_clock_in_doubt() {
    let mut house = house();
    let unit = house.unit("3/1/601");
    let customer = house.office.live_claim(unit).and_then(|claim| claim.customer).unwrap();
    house.must(JIA, hold::Command::Release { unit, reason: String::new() });
    let end = house.office.protected_until(customer).unwrap();
    let later = end + TimeDelta::minutes(1);
    // The control: protection does end, and what had ended before the step has ended.
    assert_eq!(house.office.owner_at(customer, later), None);
    for (since, owner) in [(end - TimeDelta::minutes(1), Some(JIA)), (end, None)] {
        let step = Some(Step { wall: later, expected: since });
        let frozen = act::settled(&house.office, Time { now: since, step }).unwrap();
        assert_eq!(frozen.owner_at(customer, later), owner);
    }
}

/// The desk shows what the core goes by at its moment, and has counted it.
fn agrees(desk: &Desk) {
    let truly = act::settled(&desk.office, desk.time()).unwrap_or_else(|| desk.office.clone());
    let seen = desk.view();
    for unit in &truly.units {
        assert_eq!(seen.status(unit.id), truly.status(unit.id), "{} at {}", unit.spec.address(), desk.now);
    }
    assert_eq!(seen.freeze.is_some(), truly.freeze.is_some());
    let held = seen.units.iter().filter(|unit| seen.status(unit.id) == Status::Held).count();
    assert_eq!(desk.total().of(Status::Held), held, "the counts have gone astray");
}

#[test]
fn whatever_the_clock_does_the_desk_shows_what_the_core_would_decide() {
    for recorded in [false, true] {
        let house = house();
        let mut desk = desk(&house);
        let mut seen = [false; 2];
        for (minute, ahead) in
            [(10, 0), (30, 90), (61, 90), (62, -90), (63, 0), (125, -30), (130, 600), (181, 0)]
        {
            let now = at("11-28 10:00") + TimeDelta::minutes(minute);
            update(&mut desk, Message::Tick(now));
            agrees(&desk);
            let step = (ahead != 0).then(|| Step { wall: now + TimeDelta::minutes(ahead), expected: now });
            update(&mut desk, Message::Clock(Time { now, step }));
            agrees(&desk);
            seen[usize::from(desk.view().freeze.is_some())] = true;
            if recorded && minute == 62 {
                update(&mut desk, Message::News(noticed(&house, Time { now, step }), now));
                agrees(&desk);
            }
        }
        assert_eq!(seen, [true; 2]);
        let left = desk.total().of(Status::Held);
        assert_eq!(left, if recorded { 3 } else { 0 }, "recorded {recorded}");
    }
}

fn screen(desk: &mut Desk, size: (u16, u16), lang: Lang) -> String {
    desk.locale = Locale::new(lang, chrono_tz::Asia::Shanghai);
    update(desk, Message::Resize(size.0, size.1));
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
    let look = Look::new(ThemeName::Night, Depth::True);
    terminal.draw(|frame| ui::view(desk, &look, frame)).unwrap();
    let buffer = terminal.backend().buffer();
    let cells = (0..size.1).map(|y| (0..size.0).map(|x| buffer[(x, y)].symbol()).collect::<String>() + "\n");
    // The second cell of a wide character is blank.
    cells.collect::<String>().replace(' ', "")
}

#[test]
fn every_desk_says_so_and_whoever_may_confirms_with_y() {
    let house = house();
    for (lang, words) in [(Lang::Zh, "时钟待确认到期暂停"), (Lang::En, "Confirmtheclock:nothingends")]
    {
        for size in [(80, 24), (100, 30), (160, 48)] {
            let mut desk = desk(&house);
            assert!(!screen(&mut desk, size, lang).contains(words));
            update(&mut desk, Message::Clock(in_doubt("11-28 10:30", 90)));
            let shown = screen(&mut desk, size, lang);
            assert!(shown.contains(words), "{shown}");
        }
    }
    // No desk warns of an end that does not come.
    let mut desk = desk(&house);
    let warned = |desk: &Desk| desk.messages.iter().any(|note| note.text.contains("601"));
    update(&mut desk, Message::Clock(in_doubt("11-28 10:30", 90)));
    update(&mut desk, Message::Tick(at("11-28 10:50")));
    assert!(!warned(&desk) && desk.messages.iter().any(|note| note.text.contains("按 Z 查看")));
    update(&mut desk, Message::Clock(at("11-28 10:50").into()));
    update(&mut desk, Message::Tick(at("11-28 10:51")));
    assert!(warned(&desk));
    // A consultant reads it, and cannot send it.
    let mut desk = desk_of(&house, JIA);
    update(&mut desk, Message::Clock(in_doubt("11-28 10:30", 90)));
    assert_eq!(keys(&mut desk, "Z"), []);
    assert!(matches!(desk.layer(), Some(Layer::Sheet(_))));
    assert_eq!(keys(&mut desk, "esc Z y enter"), []);
    // The supervisor is asked; only y is yes.
    let mut desk = desk_of(&house, SUPERVISOR);
    keys(&mut desk, "Z");
    assert!(desk.layer().is_none(), "there is nothing to confirm");
    update(&mut desk, Message::Clock(in_doubt("11-28 10:30", 90)));
    let told = match (keys(&mut desk, "Z"), desk.layer()) {
        (_, Some(Layer::Ask(ask))) => ask.lines.join("\n"),
        other => panic!("{other:?}"),
    };
    for word in ["快 1 小时 30 分钟", "确认后立即到期 1 项", "3#/1单元/601"] {
        assert!(told.contains(word), "{word}: {told}");
    }
    assert_eq!(keys(&mut desk, "enter"), []);
    let sent = keys(&mut desk, "Z y");
    assert!(matches!(sent[..], [Effect::Submit(_, Command::Clock(clock::Command::Confirm {}))]), "{sent:?}");
}
