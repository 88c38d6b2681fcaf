//! Papers for customers from the desk: what can be printed for a unit, and the asking for it.
//!
//! The desk only asks: number, templates and file are the shell's, and the answer says where the paper lies.

use crate::app::message::Effect;
use crate::app::model::{Desk, Item, Layer, Menu, Pick};
use crate::app::voice;
use crate::domain::id::UnitId;
use crate::domain::issue::Command;
use crate::domain::state::claim::Booked;

/// The papers of a unit as rows of its menu, the impossible with their reason.
pub fn items(desk: &Desk, unit: UnitId) -> Vec<Item> {
    let item = |key: &str, command: Command| Item {
        label: desk.locale.text(key).to_string(),
        refused: voice::refused(desk, &command.clone().into()),
        pick: Pick::Print(command),
    };
    vec![
        item("form-print-receipt", Command::LastReceipt { unit }),
        item("form-print-subscription", Command::Subscription { unit }),
        item("form-print-swap", Command::Swap { unit }),
    ]
}

/// Asks for a paper; where a unit has several receipts, first for which.
pub fn start(desk: &mut Desk, command: Command) -> Vec<Effect> {
    if let Command::LastReceipt { unit } = command {
        let claim = desk.view().claims_on(unit).find(|claim| !claim.receipts.is_empty());
        let receipts = claim.map(|claim| claim.receipts.clone()).unwrap_or_default();
        if receipts.len() > 1 {
            choose(desk, unit, &receipts);
            return Vec::new();
        }
    }
    voice::hand_on(desk, String::new(), |ticket| Effect::Print(ticket, command))
}

fn choose(desk: &mut Desk, unit: UnitId, receipts: &[Booked]) {
    let item = |receipt: &Booked| {
        let command = Command::Receipt { number: receipt.number.clone() };
        let on = desk.locale.day(receipt.made.at);
        let kind = desk.locale.receipt_kind(receipt.kind);
        Item {
            label: format!("{on}  {kind} ¥{}  {}", receipt.amount.grouped(), receipt.number),
            refused: voice::refused(desk, &command.clone().into()),
            pick: Pick::Print(command),
        }
    };
    let items = receipts.iter().rev().map(item).collect();
    let title =
        format!("{} · {}", desk.view().unit(unit).spec.address(), desk.locale.text("form-print-receipt"));
    desk.layers.push(Layer::Menu(Menu { title, items, choice: 0 }));
}
