//! Money and contract beyond deposit, top-up and signing: the menu of changes on a unit, their forms, the inbox of requests.
//!
//! What cannot be done is dimmed with the reason: the core is asked with made-up input, as everywhere (design §2).

use crate::app::entry::Entry;
use crate::app::form::{Field, Form, Purpose};
use crate::app::model::{Desk, Item, Layer, Menu, Pick, Tone};
use crate::app::money_fields::{money_fields, refund_fields, somebody, taken};
use crate::app::plan_forms;
use crate::app::price_forms;
use crate::app::print;
use crate::app::visit_forms::{Fault, moment};
use crate::app::voice::say;
use crate::domain::act::{self, Command};
use crate::domain::id::{CustomerId, RequestId, UnitId};
use crate::domain::money::{Fen, narrow};
use crate::domain::payment::{self, Taken};
use crate::domain::rejection::Fault as Kind;
use crate::domain::state::address::resolve_unit;
use crate::domain::state::claim::{Claim, NoticeKind};
use crate::domain::state::plan::ShareKind;
use crate::domain::state::request::{Back, Change, Request, RequestState};
use crate::domain::state::scheme::Off;
use crate::domain::state::staff::Right;
use crate::domain::state::unit::Status;
use crate::domain::{change, paper};
use chrono::TimeDelta;

/// Opens the menu of everything that can be changed on a unit, the impossible dimmed with its reason.
pub fn open_menu(desk: &mut Desk, unit: UnitId) {
    let item = |entry: Entry| Item {
        label: desk.locale.text(&format!("form-{}", entry.title())).to_string(),
        refused: refusal(desk, entry, unit),
        pick: Pick::Form(Purpose::Change(unit, entry)),
    };
    let mut items = price_forms::scheme_items(desk, unit);
    // A plan is agreed before money is paid by it.
    let place = Entry::ALL.iter().position(|entry| *entry == Entry::Pay).unwrap_or(0);
    items.extend(Entry::ALL[..place].iter().map(|entry| item(*entry)));
    items.push(plan_forms::entry(desk, unit));
    items.extend(Entry::ALL[place..].iter().map(|entry| item(*entry)));
    items.extend(print::items(desk, unit));
    // What can be done stands first; within both parts the order stays.
    items.sort_by_key(|item| item.refused.is_some());
    let title = desk.view().unit(unit).spec.address();
    desk.layers.push(Layer::Menu(Menu { title, items, choice: 0 }));
}

fn refusal(desk: &Desk, entry: Entry, unit: UnitId) -> Option<String> {
    let Some(context) = desk.context() else { return Some(desk.locale.text("desk-nobody").to_string()) };
    let no = act::decide(desk.view(), &sample(desk, entry, unit), &context).err()?;
    // What is still to be typed is no reason against it.
    (no.fault() != Kind::Input).then(|| desk.locale.rejection(&no))
}

/// The change with made-up input that the rules of amount and text accept.
fn sample(desk: &Desk, entry: Entry, unit: UnitId) -> Command {
    let office = desk.view();
    let claim = office.live_claim(unit);
    let refund = claim.map(Claim::paid).unwrap_or_default();
    let receipt = |amount: Fen| Taken { receipt: "?".into(), amount, method: "?".into(), payer: None };
    let (back, reason) = (Back::Available, String::from("?"));
    let bank = reason.clone();
    let make = |change: Change| change::Command::Make { unit, change, reason: "?".into() }.into();
    match entry {
        Entry::BelowMinimum => make(Change::BelowMinimum { amount: Fen(1) }),
        Entry::Extend => {
            let due = claim.and_then(Claim::due).unwrap_or(desk.now) + TimeDelta::days(1);
            make(Change::Extend { due })
        }
        Entry::Discount => make(Change::Discount { off: Fen(1) }),
        Entry::Swap => {
            // Any dearer unit will do to see whether this one may go.
            let deal = claim.and_then(Claim::deal);
            let free = office.units.iter().find(|other| {
                let licensed = office.building(other.building).licence.is_some();
                licensed && office.status(other.id) == Status::Available && other.spec.total > deal
            });
            make(Change::Swap { to: free.map_or(unit, |free| free.id), back })
        }
        Entry::Rename => {
            let add = Some(CustomerId(u32::MAX));
            make(Change::Rename { add, remove: None, relation: reason })
        }
        Entry::Cancel => make(Change::Cancel { back, refund }),
        Entry::Forfeit => make(Change::Forfeit { back }),
        Entry::Terminate => make(Change::Terminate { back, refund }),
        Entry::Refund => {
            let agreed = office.change_on(unit).map(|request| request.change.refund());
            change::Command::Refund { unit, taken: receipt(agreed.unwrap_or(Fen(1))) }.into()
        }
        Entry::Pay => payment::Command::Pay { unit, loan: false, taken: receipt(Fen(1)) }.into(),
        Entry::Record => paper::Command::Record { unit, number: String::new() }.into(),
        Entry::Unrecord => paper::Command::Unrecord { unit, reason }.into(),
        Entry::Mortgage => paper::Command::Mortgage { unit, bank, amount: Fen(1) }.into(),
        Entry::HandOver => paper::Command::HandOver { unit }.into(),
        Entry::Notice => paper::Command::Notice { unit, kind: NoticeKind::Call, note: reason }.into(),
    }
}

/// The fields of a change's form.
pub fn fields(desk: &Desk, unit: UnitId, entry: Entry) -> Vec<Field> {
    let claim = desk.view().live_claim(unit);
    let paid = claim.map(Claim::paid).unwrap_or_default().grouped();
    let text = |name| Field::text(name, "");
    let back = || back_field(Back::Available);
    let amount = |value: &str| Field::text("amount", value);
    match entry {
        Entry::BelowMinimum | Entry::Discount => vec![amount(""), text("reason")],
        Entry::Extend => {
            let due = claim.and_then(Claim::due).map(|due| desk.locale.instant(due + TimeDelta::days(2)));
            vec![Field::text("due", &due.unwrap_or_default()), text("reason")]
        }
        Entry::Swap => vec![text("swap-to"), back(), text("reason")],
        Entry::Rename => ["add", "remove", "relation", "reason"].map(text).to_vec(),
        Entry::Cancel | Entry::Terminate => vec![amount(&paid), back(), text("reason")],
        Entry::Forfeit => vec![back(), text("reason")],
        Entry::Refund => {
            let agreed = desk.view().change_on(unit).map(|request| request.change.refund());
            refund_fields(agreed)
        }
        Entry::Pay => {
            // What the plan asks for next stands there already.
            let shares = claim.map(Claim::shares).unwrap_or_default();
            let next = shares.iter().find(|share| share.open() > Fen(0));
            let bank = next.is_some_and(|share| share.kind == ShareKind::Loan);
            let payers = vec!["receipt-instalment".into(), "receipt-loan".into()];
            let mut fields = money_fields(next.map(|share| share.open()));
            fields.push(Field::choice("payer", payers, usize::from(bank)));
            fields
        }
        Entry::Record => vec![text("number")],
        Entry::Unrecord => vec![text("reason")],
        Entry::Mortgage => {
            let plan = claim.and_then(Claim::plan);
            let bank = plan.and_then(|plan| plan.bank.clone()).unwrap_or_default();
            let loan = plan.and_then(|plan| plan.loan()).map(|part| part.amount.grouped());
            vec![Field::text("bank", &bank), amount(&loan.unwrap_or_default())]
        }
        Entry::HandOver => Vec::new(),
        Entry::Notice => {
            let kinds = NoticeKind::ALL.iter().map(|kind| format!("notice-{}", kind.code())).collect();
            vec![Field::choice("notice", kinds, 0), text("note")]
        }
    }
}

/// The command a filled-in form of a change means.
pub fn command(desk: &Desk, form: &Form, unit: UnitId, entry: Entry) -> Result<Command, Fault> {
    let reason = form.value("reason").to_string();
    let back = Back::ALL.get(form.chosen("back")).copied().unwrap_or(Back::Available);
    let make = |change: Change| change::Command::Make { unit, change, reason: reason.clone() }.into();
    Ok(match entry {
        Entry::BelowMinimum => make(Change::BelowMinimum { amount: amount(desk, form)? }),
        Entry::Discount => {
            let expected = || ("amount", desk.locale.text("expected-off").to_string());
            let price = desk.view().live_claim(unit).and_then(|claim| claim.price);
            let off = Off::parse(form.value("amount")).ok_or_else(expected)?.of(price.unwrap_or_default());
            make(Change::Discount { off })
        }
        Entry::Extend => {
            let expected = || ("due", desk.locale.text("visit-appointment-expected").to_string());
            make(Change::Extend { due: moment(desk, &narrow(form.value("due"))).ok_or_else(expected)? })
        }
        Entry::Swap => {
            let to = resolve_unit(desk.view(), form.value("swap-to"));
            let to = to.map_err(|no| ("swap-to", desk.locale.rejection(&no)))?;
            make(Change::Swap { to, back })
        }
        Entry::Rename => {
            let (add, remove) = (somebody(desk, form, "add")?, somebody(desk, form, "remove")?);
            make(Change::Rename { add, remove, relation: form.value("relation").to_string() })
        }
        Entry::Cancel => make(Change::Cancel { back, refund: amount(desk, form)? }),
        Entry::Terminate => make(Change::Terminate { back, refund: amount(desk, form)? }),
        Entry::Forfeit => make(Change::Forfeit { back }),
        Entry::Refund => change::Command::Refund { unit, taken: taken(desk, form)? }.into(),
        Entry::Pay => {
            let loan = form.chosen("payer") == 1;
            payment::Command::Pay { unit, loan, taken: taken(desk, form)? }.into()
        }
        Entry::Record => paper::Command::Record { unit, number: form.value("number").to_string() }.into(),
        Entry::Unrecord => paper::Command::Unrecord { unit, reason }.into(),
        Entry::Mortgage => {
            let bank = form.value("bank").to_string();
            paper::Command::Mortgage { unit, bank, amount: amount(desk, form)? }.into()
        }
        Entry::HandOver => paper::Command::HandOver { unit }.into(),
        Entry::Notice => {
            let kind = NoticeKind::ALL.get(form.chosen("notice")).copied().unwrap_or(NoticeKind::Call);
            paper::Command::Notice { unit, kind, note: form.value("note").to_string() }.into()
        }
    })
}

fn amount(desk: &Desk, form: &Form) -> Result<Fen, Fault> {
    Fen::parse(form.value("amount")).map_err(|_| ("amount", desk.locale.text("expected-money").to_string()))
}

/// Opens the inbox: requests that wait for the manager or the cashier, oldest first.
pub fn open_inbox(desk: &mut Desk) {
    let office = desk.view();
    let open = office.open_changes.iter().map(|id| &office.changes[id.index()]);
    let items: Vec<Item> = open.map(|request| inbox_item(desk, request)).collect();
    if items.is_empty() {
        say(desk, Tone::Info, desk.locale.text("inbox-empty").to_string());
        return;
    }
    let title = desk.locale.text("inbox-title").to_string();
    desk.layers.push(Layer::Menu(Menu { title, items, choice: 0 }));
}

fn inbox_item(desk: &Desk, request: &Request) -> Item {
    let may = |right| desk.context().is_some_and(|context| context.may(desk.view(), right));
    let label = summary(desk, request, true);
    let own = Some(request.by) == desk.viewer && request.state == RequestState::Open;
    if own && !may(Right::Approve) {
        return Item { label, refused: None, pick: Pick::Form(Purpose::Withdraw(request.id)) };
    }
    // What is agreed waits for the cashier; the manager may still take it back.
    let (purpose, command) = match request.state {
        RequestState::Approved if may(Right::Receipt) || !may(Right::Approve) => {
            (Purpose::Change(request.unit, Entry::Refund), None)
        }
        _ => (
            Purpose::Decide(request.id),
            Some(change::Command::Approve { request: request.id, back: None }.into()),
        ),
    };
    // A request that can no longer be approved can still be refused, by whoever decides.
    let decides = may(Right::Approve);
    let refused = match command {
        Some(command) if !decides => crate::app::voice::refused(desk, &command),
        Some(_) => None,
        None => refusal(desk, Entry::Refund, request.unit),
    };
    Item { label, refused, pick: Pick::Form(purpose) }
}

/// A request in one line: number, unit where it is not known anyway, change, who asked.
pub fn summary(desk: &Desk, request: &Request, with_unit: bool) -> String {
    let office = desk.view();
    let address = |unit: UnitId| office.unit(unit).spec.address();
    let may = |right| desk.viewer.is_some_and(|id| office.member(id).may(right));
    let money = may(Right::SeeAll) || desk.viewer == Some(request.by);
    let change = desk.locale.change(&request.change, address, money);
    let by = office.name_of(Some(request.by));
    let unit = if with_unit { format!("{} ", address(request.unit)) } else { String::new() };
    format!("#{} {unit}{change} · {by}", request.id.number())
}

/// Approve or refuse, with a reason for a refusal.
pub fn decision_fields(desk: &Desk, request: RequestId) -> Vec<Field> {
    let choices = vec!["decision-approve".to_string(), "decision-refuse".to_string()];
    let mut fields = vec![Field::choice("decision", choices, 0), Field::text("reason", "")];
    // Whoever approves says what becomes of the unit; as it was asked for stands there already.
    let asked = desk.view().changes.get(request.index()).and_then(|request| request.change.back());
    fields.extend(asked.map(back_field));
    fields
}

/// What becomes of a unit that a change frees.
fn back_field(asked: Back) -> Field {
    let choices = Back::ALL.iter().map(|back| format!("back-{}", back.code())).collect();
    let place = Back::ALL.iter().position(|back| *back == asked).unwrap_or(0);
    Field::choice("back", choices, place)
}

/// The command a decision means.
pub fn decision(form: &Form, request: RequestId) -> Command {
    match form.chosen("decision") {
        0 => {
            let back = form.fields.iter().find(|field| field.name == "back");
            let back = back.and_then(|field| Back::ALL.get(field.choice).copied());
            change::Command::Approve { request, back }.into()
        }
        _ => change::Command::Refuse { request, reason: form.value("reason").to_string() }.into(),
    }
}

/// What a decision is about, above its fields: the request, its reason, the unit.
pub fn decision_facts(desk: &Desk, request: RequestId) -> Vec<String> {
    let Some(request) = desk.view().changes.get(request.index()) else { return Vec::new() };
    let mut lines = vec![summary(desk, request, true), request.reason.clone()];
    lines.extend(crate::app::acts::facts(desk, request.unit));
    lines
}

/// Whether a change's form takes or gives money, or cannot be taken back, and therefore asks once more.
pub fn asks_again(entry: Entry) -> bool {
    !matches!(entry, Entry::BelowMinimum | Entry::Extend | Entry::Notice | Entry::Record)
}
