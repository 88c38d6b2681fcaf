//! Payment plans on the cards: one line a part.

use crate::app::model::Desk;
use crate::domain::money::Fen;
use crate::domain::state::claim::Claim;
use crate::domain::state::plan::Share;
use crate::ui::theme::Ink;

/// A part in one line: when, how much, what has come of it; late in its own colour.
pub fn share(desk: &Desk, share: &Share) -> (Ink, String) {
    let words = &desk.locale;
    let due = share.due.map(|due| words.date(due));
    let args = [
        ("due", due.unwrap_or_else(|| words.text("layer-fact-share-undated").to_string()).into()),
        ("amount", share.amount.grouped().into()),
        ("come", share.come.grouped().into()),
        ("open", share.open().grouped().into()),
    ];
    let ink = match share.open() {
        Fen(0) => Ink::Dim,
        _ if share.is_late(desk.moment()) => Ink::Overdue,
        _ => Ink::Text,
    };
    let said = match (share.open(), share.come) {
        (Fen(0), _) => words.say("layer-fact-share-full", &args[..2]),
        (_, Fen(0)) => words.say("layer-fact-share-open", &args[..2]),
        _ => words.say("layer-fact-share-part", &args),
    };
    (ink, said)
}

/// What is to be paid next, short enough for the side card; `None` without a plan.
pub fn next(desk: &Desk, claim: &Claim) -> Option<(Ink, String)> {
    let words = &desk.locale;
    claim.plan()?;
    let shares = claim.shares();
    let Some(share) = shares.iter().find(|share| share.open() > Fen(0)) else {
        return Some((Ink::Dim, words.text("card-plan-paid").to_string()));
    };
    let ink = if share.is_late(desk.moment()) { Ink::Overdue } else { Ink::Text };
    let due = share.due.map(|due| words.day(due));
    let args = [
        ("name", words.share_name(share).into()),
        ("open", share.open().grouped().into()),
        ("due", due.unwrap_or_default().into()),
    ];
    Some((ink, words.say("card-plan-next", &args)))
}
