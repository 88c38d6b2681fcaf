//! The fields every form that takes money has.

use crate::app::form::{Field, Form};
use crate::app::model::Desk;
use crate::domain::id::CustomerId;
use crate::domain::money::Fen;
use crate::domain::party::plain_phone;
use crate::domain::payment::Taken;

/// How money can be paid; the locale keys are `method-CODE`.
pub const METHODS: [&str; 4] = ["pos", "transfer", "cash", "cheque"];

/// Amount, receipt, method and who pays, the amount as proposed.
pub fn money_fields(amount: Option<Fen>) -> Vec<Field> {
    fields(amount, "paid-by")
}

/// The same for money that goes back.
pub fn refund_fields(amount: Option<Fen>) -> Vec<Field> {
    fields(amount, "paid-to")
}

fn fields(amount: Option<Fen>, who: &'static str) -> Vec<Field> {
    let amount = amount.map(Fen::grouped).unwrap_or_default();
    let methods = METHODS.iter().map(|method| format!("method-{method}")).collect();
    vec![
        Field::text("amount", &amount),
        Field::text("receipt", ""),
        Field::choice("method", methods, 0),
        Field::text(who, ""),
    ]
}

/// What a form says under who pays: their name, or who it is where nothing was typed.
pub fn payer_remark(desk: &Desk, typed: &str, may_be_loan: bool) -> Option<String> {
    if typed.is_empty() {
        let key = if may_be_loan { "paid-by-default-loan" } else { "paid-by-default" };
        return Some(desk.locale.text(key).to_string());
    }
    let known = plain_phone(typed).and_then(|phone| desk.view().phones.get(&phone).copied());
    known.map(|id| desk.locale.customer(desk.view(), desk.viewer, id))
}

/// A known customer by phone; nobody where nothing was typed.
pub fn somebody(
    desk: &Desk,
    form: &Form,
    name: &'static str,
) -> Result<Option<CustomerId>, (&'static str, String)> {
    let typed = form.value(name);
    if typed.is_empty() {
        return Ok(None);
    }
    let found = plain_phone(typed).and_then(|phone| desk.view().phones.get(&phone).copied());
    let expected = || (name, desk.locale.text("change-known-phone").to_string());
    found.map(Some).ok_or_else(expected)
}

/// What a form says was taken.
pub fn taken(desk: &Desk, form: &Form) -> Result<Taken, (&'static str, String)> {
    let amount = Fen::parse(form.value("amount"));
    let amount = amount.map_err(|_| ("amount", desk.locale.text("expected-money").to_string()))?;
    let method = METHODS[form.chosen("method").min(METHODS.len() - 1)].to_string();
    let payer = match somebody(desk, form, "paid-by")? {
        Some(payer) => Some(payer),
        None => somebody(desk, form, "paid-to")?,
    };
    Ok(Taken { receipt: form.value("receipt").to_string(), amount, method, payer })
}
