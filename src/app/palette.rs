//! The command palette's search: by name, description, pinyin or key, fuzzy (design §7 key `:`).

use crate::app::action::{ACTIONS, Action};
use crate::app::filter::matcher;
use crate::app::model::{Desk, Palette};
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// Actions that match, best first; all of them for an empty search.
pub fn search(desk: &Desk, typed: &str) -> Vec<Action> {
    let typed = typed.trim();
    if typed.is_empty() {
        return ACTIONS.iter().map(|row| row.action).collect();
    }
    let pinyin = matcher(typed);
    let pattern = Pattern::parse(typed, CaseMatching::Ignore, Normalization::Smart);
    let mut fuzzy = Matcher::new(Config::DEFAULT);
    let mut scored: Vec<(u32, Action)> = Vec::new();
    for row in ACTIONS {
        let label = desk.locale.text(&format!("action-{}", row.name)).to_string();
        let about = desk.locale.text(&format!("action-{}-about", row.name)).to_string();
        let exact_key = desk.keymap.keys(row.action).iter().any(|key| key.to_string() == typed);
        let mut score = if exact_key { 10_000 } else { 0 };
        for (weight, text) in [(300, label.as_str()), (300, row.name), (1, about.as_str())] {
            if pinyin.is_match(text) {
                score = score.max(weight * 10);
            }
            let mut buffer = Vec::new();
            let found = pattern.score(Utf32Str::new(text, &mut buffer), &mut fuzzy).unwrap_or(0);
            score = score.max(if weight > 1 { found * 4 } else { found });
        }
        if score > 0 {
            scored.push((score, row.action));
        }
    }
    scored.sort_by_key(|(score, action)| (std::cmp::Reverse(*score), *action));
    scored.into_iter().map(|(_, action)| action).collect()
}

/// The palette, empty or refreshed.
pub fn look_up(desk: &Desk, palette: &mut Palette) {
    palette.found = search(desk, palette.input.value());
    palette.choice = palette.choice.min(palette.found.len().saturating_sub(1));
}
