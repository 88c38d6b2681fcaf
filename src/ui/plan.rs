//! Payment plans on the cards: one line a part.

use crate::app::model::Desk;
use crate::domain::money::Fen;
use crate::domain::state::claim::Claim;
use crate::domain::state::plan::Share;
use crate::ui::theme::Ink;

/// A part in one line: when, how much in so many `cells`, what has come of it; late in its own colour.
pub fn share(desk: &Desk, share: &Share, cells: u16) -> (Ink, String) {
    let words = &desk.locale;
    let due = share.due.map(|due| words.date(due));
    let args = [
        ("due", due.unwrap_or_else(|| words.text("layer-fact-share-undated").to_string()).into()),
        ("amount", format!("{:>1$}", share.amount.grouped(), usize::from(cells)).into()),
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
        // The kinds of parts have the short names of the due list.
        ("name", words.text(&format!("panel-due-{}", share.kind.code())).to_string().into()),
        ("open", words.money_short(share.open()).into()),
        ("due", due.unwrap_or_default().into()),
    ];
    Some((ink, words.say("card-plan-next", &args)))
}
