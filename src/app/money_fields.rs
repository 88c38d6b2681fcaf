//! The fields every form that takes money has.

use crate::app::form::{Field, Form};
use crate::app::model::Desk;
use crate::domain::money::Fen;
use crate::domain::payment::Taken;

/// How money can be paid; the locale keys are `method-CODE`.
pub const METHODS: [&str; 4] = ["pos", "transfer", "cash", "cheque"];

/// Amount, receipt and method, the amount as proposed.
pub fn money_fields(amount: Option<Fen>) -> Vec<Field> {
    let amount = amount.map(Fen::grouped).unwrap_or_default();
    let methods = METHODS.iter().map(|method| format!("method-{method}")).collect();
    vec![Field::text("amount", &amount), Field::text("receipt", ""), Field::choice("method", methods, 0)]
}

/// What a form says was taken.
pub fn taken(desk: &Desk, form: &Form) -> Result<Taken, (&'static str, String)> {
    let amount = Fen::parse(form.value("amount"));
    let amount = amount.map_err(|_| ("amount", desk.locale.text("expected-money").to_string()))?;
    let method = METHODS[form.chosen("method").min(METHODS.len() - 1)].to_string();
    Ok(Taken { receipt: form.value("receipt").to_string(), amount, method, payer: None })
}
