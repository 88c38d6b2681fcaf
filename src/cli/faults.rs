//! The faults of a price list, in words and in JSON.

use crate::exchange::price::{Fault, PriceList};
use crate::locale::Locale;
use serde::Serialize;

#[derive(Serialize)]
struct FaultJson<'a> {
    code: &'static str,
    sheet: Option<&'a str>,
    row: Option<usize>,
    column: Option<&'a str>,
    value: Option<&'a str>,
    expected: String,
    message: String,
}

/// The faults of a list as JSON.
#[derive(Serialize)]
pub struct ListJson<'a> {
    faults: Vec<FaultJson<'a>>,
    more: usize,
}

impl<'a> ListJson<'a> {
    /// Of a list.
    pub fn of(list: &'a PriceList, locale: &Locale) -> Self {
        Self { faults: json(list, locale), more: list.more }
    }
}

fn json<'a>(list: &'a PriceList, locale: &Locale) -> Vec<FaultJson<'a>> {
    let some = |text: &'a str| Some(text).filter(|text| !text.is_empty());
    let fault = |fault: &'a Fault| FaultJson {
        code: fault.code,
        sheet: fault.sheet.as_deref(),
        row: Some(fault.row).filter(|row| *row > 0),
        column: some(&fault.column),
        value: some(&fault.value),
        expected: locale.text(fault.expected).to_string(),
        message: text(locale, fault),
    };
    list.faults.iter().map(fault).collect()
}

/// One fault as a sentence.
pub fn text(locale: &Locale, fault: &Fault) -> String {
    let mut facts = fault.facts();
    for (name, value) in &mut facts {
        if *name == "expected" && locale.has(value) {
            *value = locale.text(value).to_string();
        }
    }
    locale.coded("price", fault.code(), &facts)
}

/// All faults, a line each.
pub fn lines(list: &PriceList, locale: &Locale) -> String {
    let mut lines: String = list.faults.iter().map(|fault| format!("  {}\n", text(locale, fault))).collect();
    if list.more > 0 {
        lines.push_str(&format!("  {}\n", locale.say("cli-faults-more", &[("count", list.more.into())])));
    }
    lines
}
