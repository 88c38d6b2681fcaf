//! The wall: nothing private on any frame, lost data say so, every size survives.

mod made;

use chrono::TimeDelta;
use chrono_tz::Asia::Shanghai;
use made::{CUSTOMERS, LOCK_REASON, made};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use xiaokong::app::board::{Picture, picture};
use xiaokong::app::model::{Glyphs, Link, ThemeName};
use xiaokong::locale::{Lang, Locale};
use xiaokong::ui::board::{big, pages, view, view_in};
use xiaokong::ui::theme::{Depth, Look};

const SIZES: [(u16, u16); 12] = [
    (1, 1),
    (2, 1),
    (1, 3),
    (5, 4),
    (12, 6),
    (24, 8),
    (40, 12),
    (60, 20),
    (80, 24),
    (96, 27),
    (120, 34),
    (240, 67),
];

/// The text of a frame, without the cells a wide character covers.
fn text(picture: &Picture, page: usize, lang: Lang, glyphs: Glyphs, size: (u16, u16)) -> String {
    let locale = Locale::new(lang, Shanghai);
    let look = Look::new(ThemeName::Night, Depth::True);
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).expect("a terminal");
    terminal
        .draw(|frame| view_in(picture, page, (page as u16, page as u16), &locale, &look, glyphs, frame))
        .expect("drawn");
    let buffer = terminal.backend().buffer().clone();
    let mut text = String::new();
    for y in 0..size.1 {
        let mut x = 0;
        while x < size.0 {
            let symbol = buffer[(x, y)].symbol();
            text.push_str(symbol);
            x += xiaokong::ui::text::width(symbol).max(1);
        }
        text.push('\n');
    }
    text
}

fn all(picture: &Picture, lang: Lang, size: (u16, u16)) -> String {
    (0..pages(picture, size).len()).map(|page| text(picture, page, lang, Glyphs::Unicode, size)).collect()
}

#[test]
fn no_frame_says_anything_private() {
    let made = made(3, 6);
    let picture = picture(&made.office, made.now, Link::Live(made.now));
    let mut secrets: Vec<String> =
        CUSTOMERS.iter().flat_map(|(name, phone)| [name.to_string(), phone.to_string()]).collect();
    secrets.extend(CUSTOMERS.iter().map(|(name, _)| format!("{}*", name.chars().next().unwrap_or_default())));
    secrets.extend(
        ["5678", "3,278,391", "3278391", "27,531", "3,111,777", "50,000", LOCK_REASON].map(String::from),
    );
    for size in SIZES {
        for lang in Lang::ALL {
            let shown = all(&picture, lang, size);
            for secret in &secrets {
                assert!(!shown.contains(secret.as_str()), "{secret} at {size:?}");
            }
        }
    }
}

#[test]
fn what_may_be_shown_is_shown() {
    let made = made(3, 6);
    let picture = picture(&made.office, made.now, Link::Live(made.now));
    for size in [(96, 27), (120, 34), (240, 67)] {
        let shown = all(&picture, Lang::Zh, size);
        for word in [
            "云栖花园",
            "演练",
            "钱顾问",
            "孙顾问",
            "1#住宅楼",
            "2#住宅楼",
            "3#住宅楼",
            "601",
            "2单元",
            "等候 1 组",
            "接待中 1 组",
            "数据 0 秒前",
        ] {
            assert!(shown.contains(word), "{word} at {size:?}\n{shown}");
        }
    }
}

#[test]
fn a_tall_and_wide_town_is_shown_unit_by_unit() {
    let made = made(5, 33);
    let picture = picture(&made.office, made.now, Link::Live(made.now));
    for size in [(40, 12), (96, 27), (240, 67)] {
        let shown = all(&picture, Lang::Zh, size);
        let units: usize =
            ["3304", "101", "1702"].iter().map(|room| shown.matches(&format!(" {room} ")).count()).sum();
        assert_eq!(units, 5 * 2 * 3, "{size:?}");
    }
}

#[test]
fn old_data_are_amber_and_lost_data_say_so() {
    let made = made(2, 6);
    let later = made.now + TimeDelta::seconds(42);
    let old = picture(&made.office, later, Link::Live(made.now));
    let lost = picture(&made.office, later, Link::Lost(made.now));
    let time = Locale::new(Lang::Zh, Shanghai).instant_long(made.now);
    let time = time.split(' ').nth(1).expect("a time").to_string();
    for size in [(24, 8), (40, 12), (96, 27), (240, 67)] {
        for page in 0..pages(&old, size).len() {
            assert!(text(&old, page, Lang::Zh, Glyphs::Unicode, size).contains("数据 42 秒前"), "{size:?}");
            for glyphs in [Glyphs::Unicode, Glyphs::Ascii] {
                let shown = text(&lost, page, Lang::Zh, glyphs, size);
                assert!(shown.matches(&format!("数据中断 {time}")).count() >= 2, "{size:?} {page}\n{shown}");
            }
        }
    }
    let look = Look::numbered();
    let locale = Locale::new(Lang::Zh, Shanghai);
    let mut terminal = Terminal::new(TestBackend::new(96, 27)).expect("a terminal");
    let mut ink = |seconds: i64| {
        let picture = picture(&made.office, made.now + TimeDelta::seconds(seconds), Link::Live(made.now));
        terminal.draw(|frame| view(&picture, 0, (0, 0), &locale, &look, frame)).expect("drawn");
        terminal.backend().buffer()[(92, 25)].fg
    };
    let fresh = ink(10);
    assert_ne!(fresh, ink(11));
}

#[test]
fn every_size_survives() {
    let full = made(3, 9);
    let empty = xiaokong::domain::state::office::Office::default();
    for (office, now) in [(&full.office, full.now), (&empty, full.now)] {
        for link in [Link::Live(now), Link::Lost(now)] {
            let picture = picture(office, now, link);
            for size in SIZES {
                for page in 0..=pages(&picture, size).len() {
                    for lang in Lang::ALL {
                        text(&picture, page, lang, Glyphs::Unicode, size);
                    }
                    text(&picture, page, Lang::Zh, Glyphs::Ascii, size);
                }
            }
        }
    }
}

#[test]
fn the_font_has_names() {
    assert!(big::has("欧阳钱0123456789:"));
    assert_eq!(big::cells("钱1"), 24);
    assert!(!big::has(""));
}
