//! Layers over the grid: every one at every size in both languages, borders over Chinese, words for every action.

mod made;

use chrono::TimeDelta;
use chrono_tz::Asia::Shanghai;
use made::made;
use ratatui::Terminal;
use ratatui::backend::{Backend, TestBackend};
use ratatui::layout::Rect;
use std::collections::BTreeMap;
use tui_input::Input;
use xiaokong::app::action::{ACTIONS, Action, Keymap};
use xiaokong::app::entry::Shape;
use xiaokong::app::form::{Field, Form, Purpose};
use xiaokong::app::key::Key;
use xiaokong::app::keys;
use xiaokong::app::message::Message;
use xiaokong::app::model::{
    Ask, Card, Desk, Glyphs, Item, Layer, Link, Menu, Note, Palette, Pick, Sheet, ThemeName, Then, Tone,
};
use xiaokong::app::update::{Setting, start, update};
use xiaokong::domain::id::{StaffId, UnitId};
use xiaokong::domain::state::office::Office;
use xiaokong::domain::state::unit::Status;
use xiaokong::locale::{Lang, Locale};
use xiaokong::ui::glyph::Mark;
use xiaokong::ui::overlay;
use xiaokong::ui::overlay::sheet;
use xiaokong::ui::text::width;
use xiaokong::ui::theme::{Depth, Look};
use xiaokong::ui::view_reach;

const SIZES: [(u16, u16); 14] = [
    (1, 1),
    (2, 2),
    (3, 1),
    (1, 9),
    (4, 4),
    (7, 3),
    (10, 5),
    (24, 8),
    (33, 50),
    (40, 12),
    (60, 20),
    (80, 24),
    (110, 30),
    (132, 50),
];

fn desk(lang: Lang) -> Desk {
    let made = made(2, 6);
    let unit = UnitId(0);
    let trail: Vec<_> =
        made.journal.iter().filter(|recorded| recorded.event.units().contains(&unit)).cloned().collect();
    let mut desk = start(Setting {
        office: made.office,
        now: made.now,
        viewer: Some(StaffId(1)),
        terminal: "t1".into(),
        locale: Locale::new(lang, Shanghai),
        theme: ThemeName::Night,
        glyphs: Glyphs::Unicode,
        mouse: false,
        keymap: Keymap::new(&BTreeMap::new()).expect("sound keys"),
        size: (80, 24),
        secret: [0; 32],
    });
    desk.trail = Some((unit, trail));
    for place in 0..40 {
        let tone = [Tone::Good, Tone::Info, Tone::Warn, Tone::Bad][place % 4];
        let at = desk.now + TimeDelta::seconds(place as i64);
        desk.messages
            .push_back(Note { at, tone, text: format!("第 {place} 条消息 message number {place}") });
    }
    desk.layers.clear();
    desk
}

fn form() -> Form {
    let kinds = vec!["visit-first".to_string(), "visit-returning".to_string()];
    let mut form = Form::new(
        Purpose::Hold(UnitId(0)),
        vec!["1#住宅楼/1单元/601".into(), "三室两厅 119.08 m²".into()],
        vec![
            Field::text("name", "欧阳"),
            Field::text("phone", "138"),
            Field::choice("kind", kinds, 0),
            Field::text("reason", ""),
        ],
    );
    form.fields[1].fault = Some("电话号码太短，请输入完整号码。".into());
    form.fields[0].remark = Some("已登记的客户".into());
    form.refused = Some("房源 1#住宅楼/1单元/601 已被 孙顾问 保留 until tomorrow".into());
    form
}

fn layers() -> Vec<Layer> {
    let item = |refused: bool| Item {
        label: "用餐".into(),
        refused: refused.then(|| "还没有签到".to_string()),
        pick: Pick::Call(Action::Help),
    };
    let lines = vec!["收定金 50,000 元？".into(), "1#住宅楼/1单元/601 · 欧阳慕容 · 3,278,391".into()];
    let found: Vec<Action> = ACTIONS.iter().map(|row| row.action).collect();
    let mut layers = vec![
        Layer::Ask(Ask { lines, then: Then::Quit }),
        Layer::Menu(Menu {
            title: "在岗状态".into(),
            items: (0..9).map(|n| item(n % 2 == 0)).collect(),
            choice: 7,
        }),
        Layer::Palette(Palette { input: Input::new("释放".into()), found, choice: 30 }),
        Layer::Palette(Palette::default()),
        Layer::Filter(Input::new("欧阳 300-400 一个很长很长很长很长很长很长很长很长的筛选".into())),
    ];
    for at in 0..4 {
        layers.push(Layer::Form(Box::new(Form { at, ..form() })));
    }
    layers.push(Layer::Form(Box::new(Form::new(Purpose::Travel, Vec::new(), Vec::new()))));
    for scroll in [0, 3, 9_999] {
        layers.push(Layer::Help { scroll });
        layers.push(Layer::Messages { scroll });
        for unit in [0, 1, 2, 3, 99_999] {
            layers.push(Layer::Card(Card { unit: UnitId(unit), scroll, choice: scroll.min(11) }));
        }
    }
    layers
}

/// Draws layers over a screen full of Chinese; returns rows of symbols.
fn drawn(desk: &Desk, size: (u16, u16)) -> (Vec<Vec<String>>, (u16, u16)) {
    let look = Look::new(ThemeName::Night, Depth::True);
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).expect("a terminal");
    terminal
        .draw(|frame| {
            for y in 0..size.1 {
                frame.buffer_mut().set_string(
                    y % 2,
                    y,
                    "销控".repeat(usize::from(size.0)),
                    look.ink(xiaokong::ui::theme::Ink::Text),
                );
            }
            let mut over = xiaokong::ui::frame::Frame::new(frame.buffer_mut());
            overlay::draw(desk, &look, &mut over);
            if let Some(caret) = over.caret() {
                frame.set_cursor_position(caret);
            }
        })
        .expect("drawn");
    let caret = terminal.backend_mut().get_cursor_position().map(|at| (at.x, at.y)).unwrap_or_default();
    let buffer = terminal.backend().buffer();
    let row = |y| (0..size.0).map(|x| buffer[(x, y)].symbol().to_string()).collect();
    ((0..size.1).map(row).collect(), caret)
}

fn text(desk: &Desk, size: (u16, u16)) -> String {
    let mut text = String::new();
    for row in drawn(desk, size).0 {
        let mut skip = 0;
        for symbol in row {
            if skip == 0 {
                text.push_str(&symbol);
                skip = width(&symbol).max(1);
            }
            skip -= 1;
        }
        text.push('\n');
    }
    text
}

fn with(lang: Lang, layer: Layer) -> Desk {
    let mut desk = desk(lang);
    desk.layers.push(layer);
    desk
}

#[test]
fn every_layer_survives_every_size() {
    for lang in Lang::ALL {
        let mut desk = desk(lang);
        for layer in layers() {
            for glyphs in [Glyphs::Unicode, Glyphs::Ascii] {
                desk.glyphs = glyphs;
                desk.layers = vec![layer.clone()];
                for size in SIZES {
                    drawn(&desk, size);
                }
            }
        }
        desk.layers = layers();
        for size in SIZES {
            drawn(&desk, size);
        }
        desk.office = Office::default();
        desk.settled = None;
        desk.layers = layers();
        drawn(&desk, (80, 24));
    }
}

#[test]
fn a_box_over_chinese_keeps_its_left_border() {
    let desk = with(Lang::Zh, Layer::Ask(Ask { lines: vec!["确定退出吗？".into()], then: Then::Quit }));
    let mut boxes = 0;
    for columns in 60..72 {
        let (rows, _) = drawn(&desk, (columns, 24));
        for row in &rows {
            // A border that a wide character swallowed never reaches the terminal: one of the two is missing.
            let count = |signs: &[&str]| row.iter().filter(|symbol| signs.contains(&symbol.as_str())).count();
            let (sides, corners) = (count(&["│"]), count(&["╭", "╰"]));
            if sides + corners > 0 {
                boxes += 1;
                assert!(sides == 2 || corners == 1, "{columns}: {row:?}");
                assert_eq!(corners, count(&["╮", "╯"]), "{columns}: {row:?}");
            }
        }
    }
    assert!(boxes >= 36);
}

#[test]
fn clearing_blanks_what_it_would_halve() {
    let mut terminal = Terminal::new(TestBackend::new(10, 1)).expect("a terminal");
    terminal
        .draw(|frame| {
            frame.buffer_mut().set_string(0, 0, "一二三四五", ratatui::style::Style::new());
            xiaokong::ui::frame::clear(frame.buffer_mut(), Rect::new(3, 0, 4, 1));
        })
        .expect("drawn");
    let row: String = (0..10).map(|x| terminal.backend().buffer()[(x, 0)].symbol().to_string()).collect();
    assert_eq!(row.trim_end(), "一       五".trim_end());
}

#[test]
fn the_caret_stands_where_the_text_ends() {
    let desk = with(Lang::Zh, Layer::Form(Box::new(form())));
    let (rows, (x, y)) = drawn(&desk, (80, 24));
    let row = &rows[usize::from(y)];
    // 欧阳 are two cells each: the caret is in the cell after the last.
    assert_eq!((row[usize::from(x) - 4].as_str(), row[usize::from(x) - 2].as_str()), ("欧", "阳"));
    let filter = with(Lang::Zh, Layer::Filter(Input::new("很".repeat(100))));
    let (_, (x, y)) = drawn(&filter, (40, 12));
    assert!(x < 40 && y == 11, "{x},{y}");
}

#[test]
fn labels_line_up_and_faults_and_refusals_are_read() {
    let desk = with(Lang::Zh, Layer::Form(Box::new(form())));
    let (rows, _) = drawn(&desk, (80, 24));
    let column = |mark: &str| rows.iter().find_map(|row| row.iter().position(|symbol| symbol == mark));
    assert_eq!(column("‹"), column("欧"));
    let shown = text(&desk, (80, 24));
    for word in ["电话号码太短，请输入完整号码。", "已登记的客户", "已被 孙顾问 保留", "Enter"]
    {
        assert!(shown.contains(word), "{word}\n{shown}");
    }
}

#[test]
fn the_card_tells_own_customers_and_hides_others() {
    let mut desk = with(Lang::Zh, Layer::Card(Card { unit: UnitId(0), scroll: 0, choice: 0 }));
    for size in [(80, 44), (132, 50)] {
        desk.viewer = Some(StaffId(1));
        let own = text(&desk, size);
        for word in
            ["1#住宅楼/1单元/601", "欧阳慕容", "13812345678", "三室两厅", "3,278,391", "保留", "经过", "释放"]
        {
            assert!(own.contains(word), "{word}\n{own}");
        }
        assert!(!own.contains("3,111,777"), "the floor price is the manager's");
        desk.viewer = Some(StaffId(2));
        let other = text(&desk, size);
        assert!(!other.contains("慕容") && !other.contains("13812345678"), "{other}");
        desk.viewer = Some(StaffId(0));
        assert!(text(&desk, size).contains("3,111,777"));
    }
}

#[test]
fn what_is_typed_is_asked_for_and_the_default_is_no() {
    for lang in Lang::ALL {
        let lines = (0..60).map(|n| format!("line {n}")).collect();
        let desk = with(lang, Layer::Ask(Ask { lines, then: Then::Quit }));
        let yes = desk.locale.text("layer-ask-yes").to_string();
        assert!(text(&desk, (60, 12)).contains(&yes), "the answer is never pushed out");
    }
}

#[test]
fn the_help_has_every_action_in_either_form() {
    for (lang, size) in
        [(Lang::Zh, (132, 80)), (Lang::En, (132, 80)), (Lang::Zh, (80, 120)), (Lang::En, (80, 160))]
    {
        let desk = with(lang, Layer::Help { scroll: 0 });
        let shown = text(&desk, size);
        for row in ACTIONS {
            let label = desk.locale.text(&format!("action-{}", row.name)).to_string();
            assert!(shown.contains(&label), "{label} {size:?}\n{shown}");
        }
        for mark in [Mark::Plain(Status::Held), Mark::Recorded].map(|mark| mark.shape(Glyphs::Unicode)) {
            assert!(shown.contains(mark), "{mark} {size:?}\n{shown}");
        }
    }
    let scrolled = text(&with(Lang::Zh, Layer::Help { scroll: 9_999 }), (80, 24));
    assert!(scrolled.contains("备案"), "the end is reached and not passed:\n{scrolled}");
}

#[test]
fn chosen_rows_and_newest_messages_show() {
    let shown = text(&with(Lang::Zh, Layer::Messages { scroll: 9_999 }), (60, 12));
    assert!(shown.contains("第 39 条消息"), "{shown}");
    let found: Vec<Action> = ACTIONS.iter().map(|row| row.action).collect();
    let last = found.len() - 1;
    let shown = text(
        &with(Lang::Zh, Layer::Palette(Palette { input: Input::default(), found, choice: last })),
        (80, 24),
    );
    assert!(shown.contains("退出"), "{shown}");
}

/// Keys pressed past the end are not pressed back: each key on the way up moves what is seen.
#[test]
fn a_scroll_ends_where_the_text_ends() {
    let sheet = Sheet {
        title: "为何".into(),
        lines: (0..60).map(|n| (n % 9 == 0, format!("第 {n} 行 line {n}"))).collect(),
        scroll: 0,
    };
    let card = Layer::Card(Card { unit: UnitId(0), scroll: 0, choice: 0 });
    let layers = [Layer::Help { scroll: 0 }, Layer::Messages { scroll: 9_999 }, Layer::Sheet(sheet), card];
    for layer in layers {
        let mut desk = with(Lang::Zh, layer.clone());
        let draw = |desk: &mut Desk| {
            let mut reach = 0;
            let look = Look::new(ThemeName::Night, Depth::True);
            let mut terminal = Terminal::new(TestBackend::new(80, 24)).expect("a terminal");
            terminal.draw(|frame| reach = view_reach(desk, &look, frame)).expect("drawn");
            keys::reach(desk, reach);
            terminal.backend().to_string()
        };
        for _ in 0..70 {
            update(&mut desk, Message::Key(Key::parse("pgdn").expect("a key")));
        }
        let end = draw(&mut desk);
        update(&mut desk, Message::Key(Key::parse("k").expect("a key")));
        assert_ne!(draw(&mut desk), end, "{layer:?}");
        update(&mut desk, Message::Key(Key::parse("j").expect("a key")));
        assert_eq!(draw(&mut desk), end, "{layer:?}");
    }
}

#[test]
fn lines_break_by_cells() {
    let rows = sheet::wrapped(xiaokong::ui::theme::Ink::Text, "房源已被保留 until tomorrow 请稍后", 9);
    assert!(rows.iter().all(|row| row.width() <= 9));
    assert!(rows.iter().any(|row| row.pieces[0].1 == "tomorrow"), "{rows:?}");
    assert_eq!(sheet::after("销控表", 3), " 表");
    assert_eq!(sheet::after("ab", 5), "");
}

#[test]
fn every_action_has_its_words() {
    for lang in Lang::ALL {
        let locale = Locale::new(lang, Shanghai);
        let mut wanted: Vec<String> =
            ["move", "unit", "reception", "desk"].map(|place| format!("place-{place}")).to_vec();
        wanted.extend(ThemeName::ALL.map(|theme| format!("theme-{}", theme.code())));
        let unit = UnitId(0);
        let purposes = [
            Purpose::Hold(unit),
            Purpose::Wait(unit),
            Purpose::Extend(unit),
            Purpose::Release(unit),
            Purpose::Refuse(unit),
            Purpose::Deposit(unit),
            Purpose::TopUp(unit),
            Purpose::Sign(unit),
            Purpose::Lock(unit),
            Purpose::Unlock(unit),
            Purpose::Plan(unit, Shape::Once),
            Purpose::Plan(unit, Shape::Equal),
            Purpose::Plan(unit, Shape::Parts),
            Purpose::Plan(unit, Shape::Mortgage),
            Purpose::ReleaseBatch,
            Purpose::Arrive,
            Purpose::Finish(1),
            Purpose::Leave(1),
            Purpose::Travel,
        ];
        wanted.extend(purposes.map(|purpose| format!("form-{}", purpose.code())));
        let fields = [
            "amount",
            "batch",
            "contract",
            "customer",
            "grade",
            "kind",
            "length",
            "method",
            "moment",
            "name",
            "outcome",
            "phone",
            "reason",
            "receipt",
            "size",
            "source",
            "parts",
            "every",
            "bank",
            "plan-on",
            "plan-from",
            "plan-parts",
            "plan-down",
            "plan-paid-by",
        ];
        wanted.extend(fields.map(|field| format!("field-{field}")));
        for row in ACTIONS {
            let (label, about) = (format!("action-{}", row.name), format!("action-{}-about", row.name));
            let cells = width(locale.text(&label));
            assert!(cells <= if lang == Lang::Zh { 8 } else { 12 }, "{label}: {cells}");
            assert!(locale.text(&about).ends_with(['。', '.']), "{about}");
            wanted.extend([label, about]);
        }
        for key in wanted {
            assert!(locale.has(&key), "{} lacks {key}", lang.code());
        }
    }
}

#[test]
fn the_link_is_no_matter_of_layers() {
    let mut desk = with(Lang::En, Layer::Help { scroll: 0 });
    desk.link = Link::Lost(desk.now);
    assert!(text(&desk, (80, 24)).contains("Keys"));
}
