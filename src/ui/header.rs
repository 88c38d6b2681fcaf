//! The top row: project, practice banner, stage, today's counters, who sits here, the clock, how fresh the data is.

use crate::app::model::{Desk, Link};
use crate::domain::state::day::Stage;
use crate::ui::paint::Brush;
use crate::ui::text::width;
use crate::ui::theme::Ink;
use ratatui::style::Style;

/// Data older than this is marked, seconds.
const STALE_SECONDS: i64 = 10;
/// Cells between two pieces.
const GAP: u16 = 2;

/// One piece of the row, whole or not at all.
struct Piece {
    text: String,
    style: Style,
    /// The highest goes first when the row is too narrow.
    rank: u8,
    /// Whether it stands on the right.
    right: bool,
}

/// Draws the row.
pub fn draw(desk: &Desk, brush: &mut Brush) {
    let travelling = desk.past.is_some();
    if travelling {
        let area = brush.area;
        brush.blank(area, brush.ink(Ink::Banner));
    }
    let mut pieces = if travelling { travel(desk, brush) } else { now(desk, brush) };
    let room = brush.area.width.saturating_sub(2);
    while pieces.len() > 1 && total(&pieces) > room {
        let last = (0..pieces.len()).max_by_key(|place| pieces[*place].rank).unwrap_or(0);
        pieces.remove(last);
    }
    let (mut left, y) = (brush.area.x + 1, brush.area.y);
    let mut end = brush.area.right().saturating_sub(1);
    for piece in pieces.iter().filter(|piece| !piece.right) {
        left = brush.cut(left, y, room, &piece.text, piece.style) + GAP;
    }
    for piece in pieces.iter().rev().filter(|piece| piece.right) {
        end = brush.right(brush.area.x, y, end, &piece.text, piece.style).saturating_sub(GAP);
    }
}

fn total(pieces: &[Piece]) -> u16 {
    pieces.iter().map(|piece| width(&piece.text) + GAP).sum::<u16>().saturating_sub(GAP)
}

fn now(desk: &Desk, brush: &Brush) -> Vec<Piece> {
    let office = desk.view();
    let locale = &desk.locale;
    let piece =
        |text: String, ink: Ink, rank: u8, right: bool| Piece { text, style: brush.ink(ink), rank, right };
    let mut pieces = vec![piece(office.project.name.clone(), Ink::Title, 3, false)];
    if office.project.practice {
        pieces.push(piece(format!(" {} ", locale.text("screen-practice")), Ink::Banner, 1, false));
    }
    if office.freeze.is_some() {
        pieces.push(piece(format!(" {} ", locale.text("screen-clock")), Ink::Banner, 0, false));
    }
    if let Some(stage) = office.stage {
        pieces.push(piece(locale.text(stage_key(stage)).to_string(), Ink::Dim, 6, false));
    }
    let ledger = office.ledger(desk.moment());
    let counters = locale.say(
        "screen-ledger",
        &[
            ("subscribed", ledger.subscribed.into()),
            ("topped", ledger.topped_up.into()),
            ("signed", ledger.signed.into()),
            ("cancelled", ledger.cancelled.into()),
            ("swapped", ledger.swapped.into()),
        ],
    );
    pieces.push(piece(counters, Ink::Text, 4, true));
    let who = match desk.viewer {
        Some(_) => office.name_of(desk.viewer).to_string(),
        None => locale.text("screen-nobody").to_string(),
    };
    pieces.push(piece(who, if desk.viewer.is_some() { Ink::Accent } else { Ink::Warn }, 5, true));
    pieces.push(piece(locale.clock(desk.now), Ink::Text, 2, true));
    let (text, ink) = freshness(desk, brush);
    pieces.push(piece(text, ink, 0, true));
    pieces
}

fn travel(desk: &Desk, brush: &Brush) -> Vec<Piece> {
    let Some(past) = &desk.past else { return Vec::new() };
    let style = brush.ink(Ink::Banner);
    let piece = |text: String, rank: u8, right: bool| Piece { text, style, rank, right };
    let at = desk.locale.instant_long(past.at);
    let mut pieces = vec![piece(desk.locale.say("screen-past", &[("at", at.into())]), 0, false)];
    if let Some(last) = &past.last {
        pieces.push(piece(desk.locale.event(&past.office, desk.viewer, last), 3, false));
    }
    pieces.push(piece(past.office.project.name.clone(), 2, true));
    pieces.push(piece(freshness(desk, brush).0, 1, true));
    pieces
}

/// How fresh the data is: always on the screen (design §7.10).
fn freshness(desk: &Desk, brush: &Brush) -> (String, Ink) {
    let locale = &desk.locale;
    match desk.link {
        Link::Lost(since) => (locale.say("screen-lost", &[("since", locale.clock(since).into())]), Ink::Bad),
        Link::Live(heard) => {
            let age = (desk.now - heard).num_seconds();
            let dot = brush.shapes().live;
            if age > STALE_SECONDS {
                let age = locale.say("screen-stale", &[("seconds", age.into())]);
                (format!("{dot} {age}"), Ink::Warn)
            } else {
                (format!("{dot} {}", locale.text("screen-live")), Ink::Good)
            }
        }
    }
}

fn stage_key(stage: Stage) -> &'static str {
    match stage {
        Stage::Presale => "stage-presale",
        Stage::Open => "stage-open",
        Stage::Strong => "stage-strong",
        Stage::Late => "stage-late",
    }
}
