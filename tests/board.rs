//! The wall: nothing private on any frame, what changed is shown next, lost data say so, every size survives.

#[path = "board/hall.rs"]
mod hall;
#[path = "board/live.rs"]
mod live;
mod made;
#[path = "board/soak.rs"]
mod soak;

use chrono::TimeDelta;
use chrono_tz::Asia::Shanghai;
use hall::{Hall, all, body_of, frame, page_text, secrets};
use made::{Made, made, person};
use ratatui::style::{Color, Modifier};
use std::collections::BTreeSet;
use xiaokong::app::board::{Pager, Picture, picture};
use xiaokong::app::model::{Glyphs, Link, ThemeName};
use xiaokong::domain::act;
use xiaokong::domain::assignment;
use xiaokong::domain::id::{StaffId, UnitId};
use xiaokong::domain::rotation;
use xiaokong::domain::setup;
use xiaokong::domain::state::staff::Team;
use xiaokong::domain::{duty, hold};
use xiaokong::locale::{Lang, Locale};
use xiaokong::ui::board::{Pane, big, changed, pages};
use xiaokong::ui::theme::{Depth, Ink, Look};

/// Sizes of walls: a large font on a small panel, a usual one, a large panel.
const WALLS: [(u16, u16); 4] = [(96, 27), (120, 34), (160, 50), (240, 67)];
const SIZES: [(u16, u16); 10] =
    [(1, 1), (5, 4), (12, 6), (24, 8), (40, 12), (60, 20), (80, 24), (96, 27), (120, 34), (240, 67)];

fn live(made: &Made) -> Picture {
    let settled = act::settled(&made.office, made.now);
    picture(settled.as_ref().unwrap_or(&made.office), made.now, Link::Live(made.now))
}

#[test]
fn no_frame_says_anything_private() {
    let made = hall::rich();
    let secrets = secrets(&made.office);
    assert!(secrets.len() > 30, "{secrets:?}");
    let mut lost = live(&made);
    lost.link = Link::Lost(made.now);
    for picture in [live(&made), lost] {
        for size in SIZES {
            for lang in Lang::ALL {
                let shown = all(&picture, lang, size);
                for secret in &secrets {
                    assert!(!shown.contains(secret.as_str()), "{secret} at {size:?}");
                }
            }
        }
    }
}

#[test]
fn what_may_be_shown_is_shown() {
    let picture = live(&hall::rich());
    for size in WALLS {
        let shown = all(&picture, Lang::Zh, size);
        for word in [
            "云栖花园",
            "演练",
            "钱顾问",
            "孙顾问",
            "外展接待组",
            "吴外展",
            "1#住宅楼",
            "2#住宅楼",
            "3#住宅楼",
            "601",
            "2单元",
            "等候 6 组",
            "接待中 2 组",
            "接待 1 号",
            "补接",
            "今日新客",
            "预约将到 2 组",
            "今日来访 8 组",
            "可售 ",
            "数据 0 秒前",
        ] {
            assert!(shown.contains(word), "{word} at {size:?}\n{shown}");
        }
    }
}

#[test]
fn next_is_who_the_rules_say() {
    let mut made = hall::rich();
    // An empty queue leaves the turn to the line; a credit goes before it.
    for team in [Team::Site, Team::Outreach] {
        let next =
            rotation::next(&made.office, team, made.now).map(|id| made.office.name_of(Some(id)).to_string());
        let lines = live(&made).lines;
        let line = lines.iter().find(|line| line.team == team).expect("a line");
        assert_eq!(line.next, next);
        let order: Vec<&str> = line.turns.iter().map(|turn| turn.name.as_str()).collect();
        let wanted: Vec<String> = made
            .office
            .rotation(team, made.now)
            .into_iter()
            .map(|id| made.office.name_of(Some(id)).to_string())
            .collect();
        assert_eq!(order, wanted);
        assert_eq!(line.turns.iter().find(|turn| turn.next).map(|turn| turn.name.clone()), next);
    }
    let order = made.office.rotation(Team::Site, made.now);
    let last = *order.iter().rev().find(|id| made.office.is_eligible(**id, made.now)).expect("somebody free");
    let credit = xiaokong::domain::state::turn::Credit { staff: last, seq: 1 };
    made.office.credits.push(credit);
    let line = &live(&made).lines[0];
    assert_eq!(line.next.as_deref(), Some(made.office.name_of(Some(last))));
    assert!(line.turns.iter().any(|turn| turn.next && turn.credits == 1), "{line:?}");
    assert!(!line.after.iter().any(|name| Some(name) == line.next.as_ref()));
    // The second credit comes right after the first, wherever its holder stands.
    for staff in [1, 2] {
        made.finish(StaffId(staff));
    }
    let order = made.office.rotation(Team::Site, made.now);
    let holder = *order.iter().rev().find(|id| **id != last).expect("another");
    made.office.credits.push(xiaokong::domain::state::turn::Credit { staff: holder, seq: 2 });
    let after = live(&made).lines[0].after.clone();
    assert_eq!(after.len(), 3, "{after:?}");
    assert_eq!(after[0], made.office.name_of(Some(holder)));
    assert_ne!(order.iter().find(|id| **id != last), Some(&holder), "the order alone would give another");
}

#[test]
fn without_people_the_outreach_line_has_no_pane() {
    let picture = live(&made(2, 6));
    assert_eq!(picture.lines.len(), 1);
    let panes: Vec<Pane> = pages(&picture, (96, 27)).into_iter().flatten().collect();
    assert!(!panes.contains(&Pane::Rotation(1)));
    assert!(pages(&picture, (240, 67)).contains(&vec![Pane::Rotation(0), Pane::Queue]));
}

#[test]
fn a_tall_and_wide_town_is_shown_unit_by_unit() {
    let made = made(5, 33);
    let picture = live(&made);
    for size in [(40, 12), (96, 27), (240, 67)] {
        let shown = all(&picture, Lang::Zh, size);
        let units: usize =
            ["3304", "101", "1702"].iter().map(|room| shown.matches(&format!(" {room} ")).count()).sum();
        assert_eq!(units, 5 * 2 * 3, "{size:?}");
    }
}

#[test]
fn waiting_turns_amber_and_red_by_the_policy() {
    let mut made = hall::rich();
    let ink = |made: &Made, minutes: i64, number: usize| {
        let mut picture = live(made);
        picture.appointments.clear();
        picture.waiting = vec![(7, made.now - TimeDelta::minutes(minutes))];
        let buffer = frame(&picture, &hall::at_page(number), Hall::numbered(), (96, 27));
        // The minutes stand below the number.
        let spot = hall::find(&buffer, &format!("{minutes} 分钟")).expect("minutes");
        buffer[spot].fg
    };
    let queue =
        pages(&live(&made), (96, 27)).iter().position(|page| page[..] == [Pane::Queue]).expect("a queue");
    let of = |ink: Ink| Color::Indexed(ink as u8);
    assert_eq!(ink(&made, 4, queue), of(Ink::Text));
    assert_eq!(ink(&made, 5, queue), of(Ink::Warn));
    assert_eq!(ink(&made, 10, queue), of(Ink::Bad));
    for (key, value) in [("wait_amber", "20m"), ("wait_red", "40m")] {
        made.send(0, setup::Command::SetPolicy { key: key.into(), value: value.into() });
    }
    assert_eq!(ink(&made, 19, queue), of(Ink::Text));
    assert_eq!(ink(&made, 39, queue), of(Ink::Warn));
    assert_eq!(ink(&made, 40, queue), of(Ink::Bad));
}

#[test]
fn the_last_four_calls_are_shown_latest_first() {
    let mut made = hall::rich();
    for _ in 0..4 {
        let reason = String::new();
        for staff in [1, 2, 6, 7] {
            made.finish(StaffId(staff));
        }
        made.send(4, assignment::Command::Assign { number: None, to: None, reason });
    }
    let called = live(&made).called;
    assert_eq!(called.len(), 4);
    assert!(called.windows(2).all(|pair| pair[0].at >= pair[1].at), "{called:?}");
    assert_eq!(called.iter().map(|call| call.number).max(), Some(called[0].number));
    let next_day = made.now + TimeDelta::days(1);
    assert!(picture(&made.office, next_day, Link::Live(next_day)).called.is_empty());
}

#[test]
fn too_few_over_lunch_is_told_beside_the_line() {
    let mut made = hall::rich();
    made.now = "2026-11-28T04:30:00Z".parse().expect("half past twelve");
    made.send(0, setup::Command::SetPolicy { key: "lunch_cover".into(), value: "9".into() });
    let picture = live(&made);
    assert!(picture.lunch_gap.is_some());
    for size in WALLS {
        let shown = page_text(&picture, &Pager::default(), Lang::Zh, Glyphs::Unicode, size);
        assert!(shown.contains("午间在岗不足") && shown.contains("至少 9 人"), "{size:?}\n{shown}");
        assert!(shown.contains("▸"), "the line still stands at {size:?}\n{shown}");
    }
    made.now += TimeDelta::hours(2);
    let shown = page_text(&live(&made), &Pager::default(), Lang::Zh, Glyphs::Unicode, (96, 27));
    assert!(!shown.contains("午间在岗不足"), "{shown}");
}

#[test]
fn a_changed_page_is_shown_next_and_marked() {
    let mut made = hall::rich();
    let before = live(&made);
    let unit = UnitId(9);
    made.send(1, hold::Command::Hold { unit, customer: person(0), minutes: None });
    let after = live(&made);
    for size in WALLS {
        let all = pages(&after, size);
        let fresh = changed(&before, &after, size);
        let panes: BTreeSet<String> =
            fresh.iter().flat_map(|at| &all[*at]).map(|pane| format!("{pane:?}")).collect();
        assert!(panes.contains("Grid(0)") && panes.contains("Totals"), "{size:?} {panes:?}");
        // Wide pages also show what stands beside; the line itself did not change.
        assert!(!panes.contains("Rotation(0)"), "{size:?} {panes:?}");
        let mut pager = Pager::default();
        pager.note(fresh.clone());
        let waiting = page_text(&after, &pager, Lang::Zh, Glyphs::Unicode, size);
        assert!(waiting.lines().rev().take(3).any(|line| line.contains('◆')), "{size:?}\n{waiting}");
        pager.turn(all.len());
        assert_eq!(pager.page(), fresh[0], "{size:?}");
        let shown = page_text(&after, &pager, Lang::Zh, Glyphs::Unicode, size);
        assert!(shown.contains("有更新"), "{size:?}\n{shown}");
        for _ in 0..all.len() {
            pager.turn(all.len());
        }
        assert!(pager.changed().is_empty());
        assert!(!page_text(&after, &pager, Lang::Zh, Glyphs::Unicode, size).contains("有更新"), "{size:?}");
    }
}

#[test]
fn time_alone_is_no_news() {
    let made = hall::rich();
    let before = live(&made);
    let now = made.now + TimeDelta::seconds(20);
    let after = picture(&made.office, now, Link::Live(now));
    for size in WALLS {
        assert_eq!(changed(&before, &after, size), Vec::<usize>::new());
    }
    let mut moved = hall::rich();
    moved.send(
        0,
        duty::Command::Move {
            staff: StaffId(6),
            presence: xiaokong::domain::state::staff::Presence::Lunch,
            reason: String::new(),
            minutes: None,
        },
    );
    assert_eq!(changed(&before, &live(&moved), (96, 27)), [0]);
}

#[test]
fn pages_turn_in_order_and_none_is_forgotten() {
    let mut pager = Pager::default();
    let mut seen = Vec::new();
    for _ in 0..5 {
        pager.turn(5);
        seen.push(pager.page());
    }
    assert_eq!(seen, [1, 2, 3, 4, 0]);
    pager.note([3]);
    pager.turn(5);
    assert_eq!((pager.page(), pager.is_fresh()), (3, true));
    pager.turn(5);
    assert_eq!((pager.page(), pager.is_fresh()), (4, false));
    pager.turn_back(5);
    assert_eq!(pager.page(), 3);
    // Two pages that change all the time leave the others their turn.
    let mut seen = BTreeSet::new();
    for _ in 0..40 {
        pager.note([0, 1]);
        pager.turn(5);
        seen.insert(pager.page());
    }
    assert_eq!(seen.len(), 5, "{seen:?}");
    // A smaller screen has more pages, a larger one fewer.
    pager.note([4]);
    pager.turn(2);
    assert!(pager.page() < 2 && pager.changed().is_empty());
    pager.turn(0);
    assert_eq!(pager.page(), 0);
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
            let pager = hall::at_page(page);
            let shown = page_text(&old, &pager, Lang::Zh, Glyphs::Unicode, size);
            assert!(shown.contains("数据 42 秒前"), "{size:?}\n{shown}");
            for glyphs in [Glyphs::Unicode, Glyphs::Ascii] {
                let shown = page_text(&lost, &pager, Lang::Zh, glyphs, size);
                assert!(shown.matches(&format!("数据中断 {time}")).count() >= 2, "{size:?} {page}\n{shown}");
            }
        }
    }
    let ink = |seconds: i64| {
        let picture = picture(&made.office, made.now + TimeDelta::seconds(seconds), Link::Live(made.now));
        let buffer = frame(&picture, &Pager::default(), Hall::numbered(), (96, 27));
        buffer[hall::find(&buffer, &format!("数据 {seconds} 秒前")).expect("the age")].fg
    };
    assert_eq!(ink(10), Color::Indexed(Ink::Good as u8));
    assert_eq!(ink(11), Color::Indexed(Ink::Warn as u8));
    // A loss that began on another day says which.
    let later = made.now + TimeDelta::days(1);
    let lost = picture(&made.office, later, Link::Lost(made.now));
    let shown = page_text(&lost, &Pager::default(), Lang::Zh, Glyphs::Unicode, (96, 27));
    let day = Locale::new(Lang::Zh, Shanghai).instant(made.now);
    assert!(shown.contains(&format!("数据中断 {day}")), "{shown}");
}

#[test]
fn a_lost_store_takes_the_colours_and_a_found_one_gives_them_back() {
    let made = hall::rich();
    let good = live(&made);
    let lost = Picture { link: Link::Lost(made.now), ..good.clone() };
    let dead = [Ink::Faint, Ink::Bad, Ink::Text].map(|ink| Color::Indexed(ink as u8));
    for size in [(40, 12), (96, 27), (240, 67)] {
        for page in 0..pages(&good, size).len() {
            let pager = hall::at_page(page);
            let stale = frame(&lost, &pager, Hall::numbered(), size);
            for spot in body_of(&pager, size) {
                assert!(dead.contains(&stale[spot].fg), "{:?} at {spot:?} of {size:?}", stale[spot]);
            }
            for theme in [ThemeName::Night, ThemeName::Day, ThemeName::Contrast] {
                let look = Look::new(theme, Depth::True);
                let ground = [Ink::Text, Ink::Bad].map(|ink| look.ink(ink).bg.unwrap_or(Color::Reset));
                let stale = frame(&lost, &pager, Hall::new(Lang::Zh, look), size);
                for spot in body_of(&pager, size) {
                    assert!(ground.contains(&stale[spot].bg), "{theme:?} at {spot:?} of {size:?}");
                    assert!(!stale[spot].modifier.contains(Modifier::REVERSED));
                }
            }
            let before = frame(&good, &pager, Hall::numbered(), size);
            let back = Picture { link: Link::Live(made.now), ..lost.clone() };
            assert_eq!(frame(&back, &pager, Hall::numbered(), size), before);
        }
    }
}

#[test]
fn the_orbit_never_cuts() {
    let picture = live(&hall::rich());
    for size in [(40, 12), (60, 20), (96, 27), (120, 34), (240, 67)] {
        for page in 0..pages(&picture, size).len() {
            let mut places = BTreeSet::new();
            let mut still: Option<String> = None;
            for turns in 0..60 {
                let mut pager = Pager::default();
                (0..turns).for_each(|_| pager.turn(1));
                let pager = hall::moved(pager, page);
                places.insert(pager.orbit());
                let text = page_text(&picture, &pager, Lang::Zh, Glyphs::Unicode, size);
                let (x, y) = pager.orbit();
                let shown = hall::unshifted(&text, (x, y), size);
                let still = still.get_or_insert_with(|| shown.clone());
                assert_eq!(*still, shown, "{size:?} page {page} at {:?}", pager.orbit());
            }
            let apart = |(x, y): (u16, u16), (v, w): (u16, u16)| x.abs_diff(v).max(y.abs_diff(w));
            assert!(places.len() > 3, "the picture moves");
            assert!(places.iter().all(|place| apart(*place, (1, 0)) <= 1), "{places:?}");
        }
    }
}

#[test]
fn every_size_survives() {
    let full = live(&hall::sized(2, 9));
    let empty = xiaokong::domain::state::office::Office::default();
    let now = full.now;
    let pictures = [full, picture(&empty, now, Link::Live(now))];
    let mut sizes: Vec<(u16, u16)> = (1..=132).flat_map(|w| (1..=50).map(move |h| (w, h))).collect();
    sizes.extend([(240, 67), (300, 80), (176, 31), (180, 30)]);
    for (place, size) in sizes.into_iter().enumerate() {
        for picture in &pictures {
            let count = pages(picture, size).len();
            // Every page at a few sizes, one page at each of the others.
            let some: Vec<usize> =
                if place % 97 == 0 || size.0 > 132 { (0..=count).collect() } else { vec![place % count] };
            for page in some {
                let link = if place % 5 == 0 { Link::Lost(now) } else { Link::Live(now) };
                let glyphs = if place % 3 == 0 { Glyphs::Ascii } else { Glyphs::Unicode };
                let picture = Picture { link, ..picture.clone() };
                page_text(&picture, &hall::at_page(page), Lang::ALL[place % 2], glyphs, size);
            }
        }
        hall::awaiting(now, size);
    }
}

#[test]
fn the_pages_look_as_agreed() {
    let picture = live(&hall::rich());
    for (lang, size) in
        [(Lang::Zh, (96, 27)), (Lang::En, (96, 27)), (Lang::Zh, (240, 67)), (Lang::Zh, (44, 14))]
    {
        let name = format!("board_{}_{}x{}", lang.code(), size.0, size.1);
        insta::with_settings!({ prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(name, all(&picture, lang, size));
        });
    }
}

#[test]
fn a_long_line_and_a_long_queue_tell_what_does_not_fit() {
    let made = hall::rich();
    let mut picture = live(&made);
    let turn = picture.lines[0].turns[0].clone();
    picture.lines[0].turns = vec![turn; 60];
    picture.waiting = (1..=300).map(|number| (number, made.now)).collect();
    for size in [(44, 14), (96, 27)] {
        let shown = all(&picture, Lang::Zh, size);
        assert!(shown.matches("还有").count() >= 2, "{size:?}\n{shown}");
    }
    // 40 groups fit a wall of 96 columns, the longest waiting in large digits.
    picture.waiting.truncate(24);
    let queue = pages(&picture, (96, 27)).iter().position(|page| page[..] == [Pane::Queue]).expect("a queue");
    let shown = page_text(&picture, &hall::at_page(queue), Lang::Zh, Glyphs::Unicode, (96, 27));
    assert!(!shown.contains("还有") && shown.contains(" 24 0 分钟"), "{shown}");
}

#[test]
fn the_font_has_names() {
    assert!(big::has("欧阳钱0123456789:"));
    assert_eq!(big::cells("钱1"), 24);
    assert!(!big::has(""));
    assert_eq!(big::scale("周静怡", 94, 16, 4), Some(1));
    assert_eq!(big::scale("周静怡", 96, 16, 4), Some(2));
    assert_eq!(big::scale("周静怡", 47, 16, 4), None);
    assert_eq!(big::scale("周静怡", 200, 7, 4), None);
}

#[test]
fn a_clock_in_doubt_is_said_on_every_page() {
    let mut picture = live(&hall::rich());
    for (lang, words) in [(Lang::Zh, "时钟待确认 到期暂停"), (Lang::En, "Clock unconfirmed")] {
        for size in WALLS.into_iter().chain([(80, 24)]) {
            picture.is_frozen = false;
            assert!(!all(&picture, lang, size).contains(words), "{size:?}");
            picture.is_frozen = true;
            for page in 0..pages(&picture, size).len() {
                let shown = page_text(&picture, &hall::at_page(page), lang, Glyphs::Unicode, size);
                assert!(shown.contains(words), "{size:?}, page {page}: {shown}");
            }
        }
    }
}
