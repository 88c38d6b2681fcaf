//! The desk's screen: at every size, in both languages, in every theme; what stands where, and in which role.

#[path = "made/home.rs"]
mod home;
#[path = "sizes/office.rs"]
mod office;
#[path = "sizes/picture.rs"]
mod picture;

use chrono::TimeDelta;
use office::{busy, desk, now, press};
use picture::{Picture, draw, letters};
use ratatui::style::Modifier;
use xiaokong::app::geometry::{Focus, Panel, SMALLEST};
use xiaokong::app::message::Message;
use xiaokong::app::model::{Desk, Glyphs, Link, Past, ThemeName, Tone};
use xiaokong::app::moves;
use xiaokong::app::update::update;
use xiaokong::app::voice::say;
use xiaokong::domain::state::due::DueKind;
use xiaokong::domain::state::unit::Status;
use xiaokong::locale::Lang;
use xiaokong::ui::theme::{Depth, Ink, Look};

/// Every small size, then some of the larger ones.
fn sizes() -> Vec<(u16, u16)> {
    let small = (1..=30).flat_map(|w| (1..=11).map(move |h| (w, h)));
    let large = (31..=132).step_by(9).flat_map(|w| (5..=50).step_by(5).map(move |h| (w, h)));
    small.chain(large).chain([(80, 24), (132, 50), (300, 80)]).collect()
}

fn resize(desk: &mut Desk, size: (u16, u16)) {
    update(desk, Message::Resize(size.0, size.1));
}

#[test]
fn every_size_is_drawn_whole() {
    for lang in Lang::ALL {
        let mut desk = desk(lang, (80, 24));
        for (place, size) in sizes().into_iter().enumerate() {
            desk.focus = Focus::ALL[place % Focus::ALL.len()];
            desk.glyphs = [Glyphs::Unicode, Glyphs::Ascii][place / 2 % 2];
            resize(&mut desk, size);
            let look = Look::new(ThemeName::ALL[place % ThemeName::ALL.len()], Depth::True);
            let picture = draw(&desk, &look, size);
            picture.assert_whole();
            if desk.screen.is_some() {
                assert!(picture.rows.last().is_some_and(|row| row.contains('?')), "{size:?}\n{picture}");
            }
        }
    }
}

#[test]
fn a_screen_laid_out_for_another_size_survives() {
    let mut desk = desk(Lang::Zh, (200, 60));
    let look = Look::new(ThemeName::Night, Depth::True);
    for size in [(1, 1), (7, 3), (80, 24), (250, 70)] {
        draw(&desk, &look, size).assert_whole();
    }
    resize(&mut desk, (24, 8));
    draw(&desk, &look, (3, 2)).assert_whole();
}

#[test]
fn too_small_says_so_down_to_one_cell() {
    for lang in Lang::ALL {
        let mut desk = desk(lang, (80, 24));
        for size in [(1, 1), (2, 1), (10, 1), (23, 30), (30, SMALLEST.1 - 1)] {
            resize(&mut desk, size);
            let picture = draw(&desk, &Look::new(ThemeName::Mono, Depth::None), size);
            assert!(picture.rows.iter().any(|row| !row.trim().is_empty()), "{size:?}");
        }
        let picture = draw(&desk, &Look::new(ThemeName::Mono, Depth::None), (60, 3));
        let text = picture.to_string();
        assert!(text.contains("q 退出") || text.contains("q quits"), "{text}");
    }
}

#[test]
fn the_selected_unit_stands_out_in_every_theme() {
    let desk = desk(Lang::Zh, (120, 36));
    let unit = desk.cursor.expect("a unit is selected");
    let (line, column) = desk.plan.place(unit).expect("it is in the building");
    let grid = desk.screen.as_ref().expect("large enough").grid.inner();
    let window = desk.window;
    let x = grid.x + xiaokong::app::moves::column_start(&desk, column);
    let y = grid.y + 1 + (line - window.top) as u16;
    for theme in ThemeName::ALL {
        for depth in [Depth::True, Depth::Many, Depth::Sixteen, Depth::None] {
            let buffer = picture::buffer(&desk, &Look::new(theme, depth), (120, 36));
            let (here, beside) = (&buffer[(x, y)], &buffer[(x + window.cell, y)]);
            assert!(here.modifier.contains(Modifier::BOLD), "{theme:?} {depth:?}");
            let stands_out = here.modifier.contains(Modifier::REVERSED) || here.bg != beside.bg;
            assert!(stands_out, "{theme:?} {depth:?}");
        }
    }
}

#[test]
fn what_is_filtered_out_steps_back() {
    let mut desk = desk(Lang::Zh, (120, 36));
    let faint = |desk: &Desk| letters(desk, (120, 36)).matches(picture::letter(Ink::Faint)).count();
    let before = faint(&desk);
    desk.filter.status = Some(Status::Signed);
    xiaokong::app::refresh::refresh(&mut desk);
    assert!(faint(&desk) > before + 100);
    let shown = desk.filter.found.as_ref().map_or(0, |found| found.len());
    let picture = draw(&desk, &Look::numbered(), (120, 36)).to_string();
    assert!(picture.contains(&format!("{shown} 套")), "{picture}");
}

#[test]
fn a_lost_store_is_said_and_the_screen_fades() {
    let mut desk = desk(Lang::Zh, (80, 24));
    desk.link = Link::Live(now() - TimeDelta::seconds(11));
    assert!(draw(&desk, &Look::numbered(), (80, 24)).rows[0].contains("11 秒前"));
    desk.link = Link::Lost(now());
    let picture = draw(&desk, &Look::numbered(), (80, 24));
    assert!(picture.rows[0].contains("数据中断"), "{picture}");
    let roles = letters(&desk, (80, 24));
    let body = roles.lines().skip(1).take(22);
    assert!(body.clone().all(|row| !row.contains(picture::letter(Ink::Available))), "{roles}");
}

#[test]
fn the_past_is_never_taken_for_the_present() {
    let mut desk = desk(Lang::En, (80, 24));
    let (office, at) = (Box::new(desk.office.clone()), now() - TimeDelta::hours(1));
    desk.past = Some(Past { office, at, last: None });
    let picture = draw(&desk, &Look::numbered(), (80, 24));
    assert!(picture.rows[0].contains("TIME TRAVEL"), "{picture}");
    let roles = letters(&desk, (80, 24));
    let first = roles.lines().next().unwrap_or_default();
    assert!(first.chars().all(|letter| letter == picture::letter(Ink::Banner)), "{first}");
}

#[test]
fn a_long_note_is_read_whole_and_leaves_the_help_key() {
    let mut desk = desk(Lang::Zh, (80, 24));
    let long = "3#住宅楼/1单元/603 已由乙在 11-28 13:11 保留，到 11-29 13:11 为止；可以按 w 排入候补，或者另选一套同户型的房源。";
    say(&mut desk, Tone::Bad, long.to_string());
    let picture = draw(&desk, &Look::numbered(), (80, 24));
    let foot = format!("{}{}", picture.rows[22].trim(), picture.rows[23].trim());
    assert!(foot.contains("同户型"), "{foot}");
    assert!(foot.ends_with("? 按键"), "{foot}");
}

#[test]
fn the_reception_desk_sees_no_money() {
    let mut desk = desk(Lang::Zh, (120, 36));
    let all = draw(&desk, &Look::numbered(), (120, 36)).to_string();
    assert!(all.contains("总价"), "{all}");
    desk.viewer = desk.office.find_staff("前台").map(|staff| staff.id);
    let some = draw(&desk, &Look::numbered(), (120, 36)).to_string();
    assert!(!some.contains("总价"), "{some}");
}

/// The text and, below it, the letter of the role of every cell.
fn both(desk: &Desk, size: (u16, u16)) -> String {
    let picture: Picture = draw(desk, &Look::numbered(), size);
    format!("{picture}\n{}\n{}", picture::legend(), letters(desk, size))
}

#[test]
fn the_desk_looks_like_this() {
    for lang in Lang::ALL {
        for size in [(80, 24), (120, 36), (200, 60)] {
            let desk = desk(lang, size);
            insta::assert_snapshot!(format!("desk_{}_{}x{}", lang.code(), size.0, size.1), both(&desk, size));
        }
    }
}

#[test]
fn the_lists_look_like_this() {
    for focus in [Focus::Visitors, Focus::Rotation, Focus::Due] {
        let mut desk = desk(Lang::Zh, (80, 24));
        desk.focus = focus;
        resize(&mut desk, (80, 24));
        press(&mut desk, "down");
        insta::assert_snapshot!(format!("list_{focus:?}"), both(&desk, (80, 24)));
    }
}

/// Everything that can be due, in both languages: nothing cut, the columns under each other, late before soon.
#[test]
fn a_full_due_list_looks_like_this() {
    for lang in Lang::ALL {
        for size in [(80, 24), (160, 48)] {
            let mut desk = busy(lang, size);
            let kinds: std::collections::BTreeSet<DueKind> = desk.due.iter().map(|item| item.kind).collect();
            assert_eq!(kinds.len(), DueKind::ALL.len(), "{kinds:?}");
            press(&mut desk, "shift-tab");
            let panel = desk
                .screen
                .as_ref()
                .and_then(|screen| screen.panels.iter().find(|(panel, _)| *panel == Panel::Due));
            let area = panel.expect("it shows").1;
            let look = Look::new(ThemeName::Night, Depth::True);
            let mut rows = String::new();
            for first in [0, usize::from(area.h) - 2] {
                let last = desk.due.len() - 1;
                moves::choose_due(&mut desk, (first + usize::from(area.h) - 3).min(last));
                let buffer = picture::buffer(&desk, &look, size);
                rows += &picture::part(&buffer, (area.x, area.y), (area.w, area.h));
            }
            assert!(!rows.contains('…'), "{rows}");
            insta::assert_snapshot!(format!("due_{}_{}x{}", lang.code(), size.0, size.1), rows);
        }
    }
}

/// The plan on both cards: what is due when and what has come, late in its own colour; no money for a colleague.
#[test]
fn a_payment_plan_is_on_the_cards_for_whom_it_concerns() {
    for (lang, kind) in [(Lang::Zh, "按揭付款 · 工商银行"), (Lang::En, "paid with a mortgage · 工商银行")]
    {
        for size in [(160, 60), (80, 60), (80, 24), (40, 12)] {
            let mut desk = busy(lang, size);
            let unit = desk.office.addresses()["9#住宅楼/1单元/1203"];
            moves::select(&mut desk, unit);
            press(&mut desk, "enter");
            let look = Look::new(ThemeName::Night, Depth::True);
            let picture = draw(&desk, &look, size);
            picture.assert_whole();
            let text = picture.to_string();
            if size.1 == 60 {
                let down = text.lines().find(|line| line.contains("2026-12-01")).unwrap_or_default();
                assert!(text.contains(kind) && down.contains(',') && text.contains("1,000,000"), "{text}");
            }
            desk.viewer = desk.office.find_staff("丙").map(|staff| staff.id);
            let text = draw(&desk, &look, size).to_string();
            assert!(!text.contains(kind) && !text.contains("1,000,000"), "{text}");
        }
    }
}
