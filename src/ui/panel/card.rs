//! The card of the selected unit: what it is, whose it is, what happened last, what can be done now.

use crate::app::action::Action;
use crate::app::change_forms::summary;
use crate::app::model::Desk;
use crate::domain::id::UnitId;
use crate::domain::money::Fen;
use crate::domain::state::claim::{Claim, Step};
use crate::domain::state::staff::Right;
use crate::domain::state::unit::{Offer, Status};
use crate::ui::glyph::Mark;
use crate::ui::hints;
use crate::ui::paint::Brush;
use crate::ui::plan;
use crate::ui::span;
use crate::ui::text::width;
use crate::ui::theme::Ink;
use ratatui::layout::Rect;

/// One fact of a unit.
pub struct Fact {
    /// The locale key of its label.
    pub label: &'static str,
    /// What is so.
    pub value: String,
    /// How it shows.
    pub ink: Ink,
    /// Whether it is a number, to stand on the right.
    pub number: bool,
}

fn fact(label: &'static str, value: impl Into<String>, ink: Ink) -> Fact {
    Fact { label, value: value.into(), ink, number: false }
}

fn number(label: &'static str, value: impl Into<String>, ink: Ink) -> Fact {
    Fact { number: true, ..fact(label, value, ink) }
}

/// Draws the panel.
pub fn draw(desk: &Desk, acts: &[Action], brush: &mut Brush) {
    let inner = brush.frame(desk.locale.text("panel-card"), false);
    let unit = desk.cursor.filter(|unit| unit.index() < desk.view().units.len());
    let Some(unit) = unit else {
        return crate::ui::empty(&mut brush.within(inner), desk.locale.text("panel-card-empty"));
    };
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let mut brush = brush.within(inner);
    let acts = act_lines(desk, acts, inner.width);
    let facts = facts(desk, unit);
    let head = draw_head(desk, &mut brush, unit);
    let y = head + draw_facts(desk, &mut brush, &facts, head);
    let bottom = inner.bottom();
    // Facts first, then what can be done, then what happened: the hint row names the acts as well.
    let kept = (acts.len() as u16).min(bottom.saturating_sub(y));
    let first_act = bottom - kept;
    draw_acts(&mut brush, &acts, first_act);
    let roomy = first_act.saturating_sub(y) > 3;
    let end = first_act.saturating_sub(u16::from(kept > 0 && roomy));
    draw_trail(desk, &mut brush, unit, y + 1, end);
}

/// Address and status; returns the next row.
fn draw_head(desk: &Desk, brush: &mut Brush, unit: UnitId) -> u16 {
    let office = desk.view();
    let area = brush.area;
    let mark = Mark::of(office, unit);
    let style = brush.ink(Ink::Title);
    brush.cut(area.x, area.y, area.width, &office.unit(unit).spec.address(), style);
    let y = area.y + 1;
    let status = office.status(unit);
    let name = match mark {
        Mark::Recorded => desk.locale.text("status-recorded"),
        Mark::Partial => desk.locale.text("status-partial"),
        Mark::Plain(_) => desk.locale.status(status),
    };
    let style = brush.look.status(status, mark == Mark::Recorded);
    let shown = format!(" {} {name} ", mark.shape(brush.glyphs));
    let x = brush.cut(area.x, y, area.width, &shown, style) + 1;
    let claim = office.live_claim(unit);
    if let Some(at) = claim.and_then(|claim| claim.until().or(claim.due())) {
        let (left, ink) = span::until(desk, at);
        let (style, room) = (brush.ink(ink), area.right().saturating_sub(x));
        // Half a word says nothing; the date itself stands below.
        if width(&left) <= room {
            brush.cut(x, y, room, &left, style);
        }
    }
    y + 1
}

/// Label and value a row; returns the rows used.
fn draw_facts(desk: &Desk, brush: &mut Brush, facts: &[Fact], top: u16) -> u16 {
    let area = brush.area;
    let label = facts.iter().map(|fact| width(desk.locale.text(fact.label))).max().unwrap_or(0);
    let label = label.min(area.width / 2);
    let dim = brush.ink(Ink::Dim);
    let (from, end) = ((area.x + label + 1).min(area.right()), area.right());
    // Numbers end in one column, so that they can be compared; not too far from their labels.
    let numbers = facts.iter().filter(|fact| fact.number).map(|fact| width(&fact.value)).max().unwrap_or(0);
    let numbers_end = (from + numbers).min(end);
    let mut y = top;
    for fact in facts {
        if y >= area.bottom() {
            break;
        }
        brush.cut(area.x, y, label, desk.locale.text(fact.label), dim);
        let style = brush.ink(fact.ink);
        if fact.number {
            brush.right(from, y, numbers_end, &fact.value, style);
        } else {
            brush.cut(from, y, end - from, &fact.value, style);
        }
        y += 1;
    }
    y - top
}

/// What is known of a unit, as whoever sits here may see it (rules §6, §7).
pub fn facts(desk: &Desk, unit: UnitId) -> Vec<Fact> {
    let office = desk.view();
    let entry = office.unit(unit);
    let spec = &entry.spec;
    let mut facts = Vec::new();
    let may = |right| desk.viewer.is_some_and(|id| office.member(id).may(right));
    let layout: Vec<&str> = [spec.layout.as_deref(), spec.usage.as_deref()].into_iter().flatten().collect();
    if !layout.is_empty() {
        facts.push(fact("card-layout", layout.join(" "), Ink::Text));
    }
    let meters = |area: crate::domain::money::Area| format!("{} ㎡", area.plain());
    facts.extend(spec.area.map(|area| number("card-area", meters(area), Ink::Text)));
    facts.extend(spec.inner_area.map(|area| number("card-inner", meters(area), Ink::Text)));
    if may(Right::SeeAll) || may(Right::Hold) {
        facts.extend(spec.unit_price.map(|price| number("card-unit-price", price.grouped(), Ink::Text)));
        facts.extend(spec.total.map(|total| number("card-total", total.grouped(), Ink::Title)));
    }
    if may(Right::Manage) {
        facts.extend(spec.floor_price.map(|price| number("card-floor-price", price.grouped(), Ink::Dim)));
    }
    if let Some(claim) = office.live_claim(unit) {
        add_claim(desk, claim, office.sees_money(desk.viewer, unit), &mut facts);
    }
    add_lines(desk, unit, &mut facts);
    if let (Offer::Locked { reason, by, .. }, true) = (&entry.offer, may(Right::SeeAll)) {
        let by = office.name_of(*by);
        let value = if by.is_empty() { reason.clone() } else { format!("{reason} ({by})") };
        facts.push(fact("card-locked", value, Ink::Warn));
    }
    facts.extend(spec.batch.as_ref().map(|batch| fact("card-batch", batch.to_string(), Ink::Dim)));
    match &office.building(entry.building).licence {
        Some(licence) => facts.push(fact("card-licence", licence.number.clone(), Ink::Dim)),
        None => facts.push(fact("card-licence", desk.locale.text("card-no-licence"), Ink::Warn)),
    }
    facts
}

fn add_claim(desk: &Desk, claim: &Claim, sees_money: bool, facts: &mut Vec<Fact>) {
    let (office, locale) = (desk.view(), &desk.locale);
    let customer = match claim.customer {
        Some(id) => {
            office.shown_name(desk.viewer, id).unwrap_or_else(|| locale.text("card-erased").to_string())
        }
        None => locale.text("card-imported").to_string(),
    };
    facts.push(fact("card-customer", customer, Ink::Title));
    if claim.consultant.is_some() {
        facts.push(fact("card-consultant", office.name_of(claim.consultant), Ink::Text));
    }
    if !claim.is_imported() {
        facts.push(fact("card-began", locale.instant(claim.began), Ink::Dim));
    }
    if let (Some(balance), true) = (claim.balance(), sees_money) {
        facts.push(number("card-balance", balance.grouped(), Ink::Warn));
    }
    let due = match &claim.step {
        Step::Held { until } => Some(("card-until", *until)),
        Step::Subscribed { due: Some(due), .. } if claim.balance().is_some() => {
            Some(("card-due-top-up", *due))
        }
        Step::Subscribed { due: Some(due), .. } => Some(("card-due-signing", *due)),
        Step::Signed { due: Some(due), recorded: false, .. } => Some(("card-due-recording", *due)),
        _ => None,
    };
    if let Some((label, at)) = due {
        let late = at <= desk.moment() && claim.status() != Status::Held;
        facts.push(fact(label, locale.instant(at), if late { Ink::Overdue } else { Ink::Text }));
        // A date that was moved keeps the old one beside it (rules §4).
        if let Some(before) = claim.moved.last() {
            facts.push(fact("card-moved", locale.instant(*before), Ink::Dim));
        }
    }
    if let Some(due) = claim.apply_by() {
        let ink = if due <= desk.moment() { Ink::Overdue } else { Ink::Text };
        facts.push(fact("card-mortgage-due", locale.instant(due), ink));
    }
    if let (Some((ink, next)), true) = (plan::next(desk, claim), sees_money) {
        facts.push(fact("card-plan", next.trim_end(), ink));
    }
    if claim.off() > Fen(0)
        && sees_money
        && let Some(deal) = claim.deal()
    {
        facts.push(number("card-deal", deal.grouped(), Ink::Title));
    }
    if let (Some(contract), true) = (&claim.prepared, sees_money) {
        facts.push(fact("card-prepared", contract.clone(), Ink::Text));
    }
    if let (Step::Signed { contract: Some(contract), .. }, true) = (&claim.step, sees_money) {
        facts.push(fact("card-contract", contract.clone(), Ink::Text));
    }
}

/// Who waits for the unit or asks for it.
fn add_lines(desk: &Desk, unit: UnitId, facts: &mut Vec<Fact>) {
    let (office, locale) = (desk.view(), &desk.locale);
    if let Some(request) = office.change_on(unit) {
        facts.push(fact("card-change", summary(desk, request, false), Ink::Mark));
    }
    let entry = office.unit(unit);
    for (line, label) in [(&entry.requests, "card-requests"), (&entry.line, "card-waiting")] {
        let Some(first) = line.front() else { continue };
        let name = office.name_of(Some(first.consultant));
        let args = [("count", line.len().into()), ("name", name.into())];
        facts.push(fact(label, locale.say("card-line", &args), Ink::Mark));
    }
}

/// The last events, newest first, as many as fit.
fn draw_trail(desk: &Desk, brush: &mut Brush, unit: UnitId, top: u16, bottom: u16) {
    let Some((_, trail)) = desk.trail.as_ref().filter(|(of, _)| *of == unit) else { return };
    let office = desk.view();
    let area = brush.area;
    let (dim, text) = (brush.ink(Ink::Dim), brush.ink(Ink::Text));
    let spec = &office.unit(unit).spec;
    let mut newest: Vec<_> = trail.iter().collect();
    newest.sort_by_key(|recorded| std::cmp::Reverse(recorded.seq));
    for (y, recorded) in (top..bottom).zip(newest) {
        // The hour today, the day before: five cells either way.
        let today = office.day(recorded.at) == office.day(desk.moment());
        let long = desk.locale.instant(recorded.at);
        let time = if today { desk.locale.clock(recorded.at) } else { long.chars().take(5).collect() };
        let x = brush.cut(area.x, y, area.width, &time, dim) + 1;
        let who = office.name_of(recorded.by);
        let end = if area.width >= 34 && !who.is_empty() {
            brush.right(area.right().saturating_sub(10).max(x), y, area.right(), who, dim).saturating_sub(1)
        } else {
            area.right()
        };
        // The address stands above already: the room is enough.
        let said = desk.locale.event(office, desk.viewer, recorded).replacen(&spec.address(), &spec.room, 1);
        brush.cut(x, y, end.saturating_sub(x), &said, text);
    }
}

/// The possible acts as rows of whole hints.
fn act_lines(desk: &Desk, acts: &[Action], cells: u16) -> Vec<Vec<hints::Hint>> {
    let mut lines: Vec<Vec<hints::Hint>> = Vec::new();
    let mut used = u16::MAX;
    for act in acts {
        let hint = hints::hint(desk, *act);
        let needs = width(&hint.key) + width(&hint.word) + 3;
        if used.saturating_add(needs) > cells + 2 {
            lines.push(Vec::new());
            used = 0;
        }
        used += needs;
        if let Some(line) = lines.last_mut() {
            line.push(hint);
        }
    }
    lines
}

fn draw_acts(brush: &mut Brush, lines: &[Vec<hints::Hint>], top: u16) {
    let area = brush.area;
    let (key, word) = (brush.ink(Ink::Accent), brush.ink(Ink::Dim));
    for (y, line) in (top..area.bottom()).zip(lines) {
        let mut x = area.x;
        for hint in line {
            x = brush.put(x, y, area.right().saturating_sub(x), &hint.key, key) + 1;
            x = brush.put(x, y, area.right().saturating_sub(x), &hint.word, word) + 2;
        }
    }
}
