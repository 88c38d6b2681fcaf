//! From what a person types to values: times, spans, amounts, dates, people.

use crate::cli::args::Who;
use crate::cli::failure::Failure;
use crate::domain::money::{Fen, NumberFault, narrow, percentage};
use crate::domain::party::Named;
use crate::domain::state::policy::Span;
use crate::domain::state::scheme::{Off, floor_range};
use crate::domain::state::sealed::Person;
use crate::domain::time::{Instant, instant_of};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

fn bad(code: &'static str, key: &'static str, value: &str) -> Failure {
    Failure::Input { code, key, facts: vec![("value", value.to_string())] }
}

/// An instant with its own offset: RFC 3339.
pub fn absolute(text: &str) -> Option<Instant> {
    DateTime::parse_from_rfc3339(narrow(text).trim()).ok().map(|at| at.with_timezone(&Utc))
}

/// An instant: RFC 3339, or wall-clock time in the project's zone (`2026-11-28 10:42`, or `10:42` of today).
pub fn instant(text: &str, zone: Tz, today: Option<NaiveDate>) -> Result<Instant, Failure> {
    let plain = narrow(text);
    let plain = plain.trim();
    if let Some(at) = absolute(plain) {
        return Ok(at);
    }
    let forms = ["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"];
    let wall = forms.iter().find_map(|form| NaiveDateTime::parse_from_str(plain, form).ok());
    let day = || NaiveDate::parse_from_str(plain, "%Y-%m-%d").ok().map(|day| day.and_time(NaiveTime::MIN));
    let clock =
        || today.zip(NaiveTime::parse_from_str(plain, "%H:%M").ok()).map(|(day, time)| day.and_time(time));
    let wall =
        wall.or_else(day).or_else(clock).ok_or_else(|| bad("time_invalid", "cli-time-invalid", text))?;
    Ok(instant_of(wall.date(), wall.time(), zone))
}

/// A day.
pub fn date(text: &str) -> Result<NaiveDate, Failure> {
    NaiveDate::parse_from_str(narrow(text).trim(), "%Y-%m-%d")
        .map_err(|_| bad("date_invalid", "cli-date-invalid", text))
}

/// A span, minutes.
pub fn span(text: &str) -> Result<u32, Failure> {
    Span::parse(text).map(|span| span.0).ok_or_else(|| bad("length_invalid", "cli-length-invalid", text))
}

/// An amount.
pub fn amount(text: &str) -> Result<Fen, Failure> {
    let key = |fault| match fault {
        NumberFault::Empty => "cli-amount-empty",
        NumberFault::NotANumber => "cli-amount-invalid",
        NumberFault::TooFine => "cli-amount-fine",
        NumberFault::Negative => "cli-amount-negative",
        NumberFault::TooLarge => "cli-amount-large",
    };
    Fen::parse(text).map_err(|fault| bad("amount_invalid", key(fault), text))
}

/// A percentage, 0.01 %: `3%`, `-1.5%`, `2`.
pub fn percent(text: &str) -> Result<i32, Failure> {
    percentage(text).ok_or_else(|| bad("percent_invalid", "cli-percent-invalid", text))
}

/// Floors: one, or the lowest and the highest, `5..10`, `5-10`, `-2..-1`.
pub fn floors(text: &str) -> Result<(i32, i32), Failure> {
    floor_range(text).ok_or_else(|| bad("floors_invalid", "cli-floors-invalid", text))
}

/// What a discount takes off: a percentage or an amount.
pub fn off(text: &str) -> Result<Off, Failure> {
    match Off::parse(text) {
        Some(off) => Ok(off),
        None if narrow(text).trim().ends_with('%') => {
            Err(bad("percent_invalid", "cli-percent-invalid", text))
        }
        None => amount(text).map(Off::Amount),
    }
}

/// What salts are made from. Nobody may guess a salt; an act sent again under the same id must bear the same one.
pub enum Salting {
    /// A fresh act.
    Fresh,
    /// An act whose id the caller chose: the salt follows from it and a secret of this user's.
    Repeatable(Uuid, [u8; 32]),
}

impl Salting {
    /// For an act with or without a chosen id.
    pub fn of(id: Option<Uuid>) -> Self {
        id.and_then(|id| Some(Self::Repeatable(id, secret()?))).unwrap_or(Self::Fresh)
    }

    fn salt(&self, name: &str, phones: &[String]) -> String {
        let mut hash = match self {
            Self::Fresh => blake3::Hasher::new_keyed(&random()),
            Self::Repeatable(id, secret) => {
                let mut hash = blake3::Hasher::new_keyed(secret);
                hash.update(id.as_bytes());
                hash
            }
        };
        for text in std::iter::once(name).chain(phones.iter().map(String::as_str)) {
            hash.update(&(text.len() as u64).to_le_bytes());
            hash.update(text.as_bytes());
        }
        hash.finalize().to_hex().chars().take(32).collect()
    }
}

/// Random bytes: two ids carry some 148 random bits.
fn random() -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes[..16].copy_from_slice(Uuid::now_v7().as_bytes());
    bytes[16..].copy_from_slice(Uuid::now_v7().as_bytes());
    *blake3::hash(&bytes).as_bytes()
}

/// This user's secret, made when first needed; `None` where none can be kept.
fn secret() -> Option<[u8; 32]> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let path = crate::config::Config::state_dir()?.join("salt");
    let kept = || <[u8; 32]>::try_from(std::fs::read(&path).ok()?).ok();
    if let Some(secret) = kept() {
        return Some(secret);
    }
    std::fs::create_dir_all(path.parent()?).ok()?;
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path).ok()?;
    let secret = random();
    file.write_all(&secret).and_then(|()| file.sync_all()).ok()?;
    Some(secret)
}

/// A person, with a salt.
pub fn person(name: Option<&str>, phones: &[String], salting: &Salting) -> Option<Named> {
    let phones: Vec<String> = phones.iter().filter(|phone| !phone.trim().is_empty()).cloned().collect();
    let name = name.unwrap_or_default().trim().to_string();
    if name.is_empty() && phones.is_empty() {
        return None;
    }
    Some(Named::Person(Person { salt: salting.salt(&name, &phones), name, phones }))
}

impl Who {
    /// The customer named, if any.
    pub fn named(&self, salting: &Salting) -> Option<Named> {
        let phones: Vec<String> = self.phone.iter().cloned().collect();
        person(self.customer.as_deref(), &phones, salting)
    }

    /// The customer named; an empty person where none was, so that the core says what is missing.
    pub fn required(&self, salting: &Salting) -> Named {
        let nobody = || Person { salt: String::new(), name: String::new(), phones: Vec::new() };
        self.named(salting).unwrap_or_else(|| Named::Person(nobody()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever is typed is read or refused; what is read makes sense.
        #[test]
        fn anything_may_be_typed(text in prop_oneof![
            "\\PC{0,30}",
            "[0-9]{1,6}-[0-9]{1,3}-[0-9]{1,3}[T ]?[0-9:]{0,9}(Z|\\+08:00)?",
            "[0-9]{0,2}:[0-9]{0,3}",
            "([0-9]{1,20}(d|h|m|min|天|小时|分钟|years)){0,3}",
            "-?[0-9]{0,12}(-|~|,)-?[0-9]{0,12}",
            "[-+−]?[0-9０-９]{0,22}[.。]?[0-9]{0,4}[%％元万]{0,2}",
        ]) {
            let today = NaiveDate::from_ymd_opt(2026, 11, 28);
            for day in [None, today] {
                let _ = instant(&text, chrono_tz::Asia::Shanghai, day);
                let _ = instant(&text, chrono_tz::America::New_York, day);
            }
            let _ = (absolute(&text), date(&text), off(&text));
            let _ = (percent(&text), amount(&text), span(&text));
            if let Ok((low, high)) = floors(&text) {
                prop_assert!(low <= high, "{low} to {high}");
            }
        }
    }
}
