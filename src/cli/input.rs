//! From what a person types to values: times, spans, amounts, dates, people.

use crate::cli::args::Who;
use crate::cli::failure::Failure;
use crate::domain::money::{Fen, narrow};
use crate::domain::party::Named;
use crate::domain::state::policy::Span;
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
    let clock = || today.zip(NaiveTime::parse_from_str(plain, "%H:%M").ok()).map(|(day, time)| day.and_time(time));
    let wall = wall.or_else(day).or_else(clock).ok_or_else(|| bad("time_invalid", "cli-time-invalid", text))?;
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
    Fen::parse(text).map_err(|_| bad("amount_invalid", "cli-amount-invalid", text))
}

/// A person, with a salt nobody can guess.
pub fn person(name: Option<&str>, phones: &[String]) -> Option<Named> {
    let phones: Vec<String> = phones.iter().filter(|phone| !phone.trim().is_empty()).cloned().collect();
    let name = name.unwrap_or_default().trim();
    if name.is_empty() && phones.is_empty() {
        return None;
    }
    let salt = Uuid::now_v7().simple().to_string();
    Some(Named::Person(Person { salt: salted(&salt), name: name.to_string(), phones }))
}

/// Spreads the random bits over 32 hex digits.
fn salted(seed: &str) -> String {
    let more = std::collections::hash_map::RandomState::new();
    let noise = std::hash::BuildHasher::hash_one(&more, seed);
    let hash = blake3::hash(format!("{seed}{noise:016x}").as_bytes());
    hash.to_hex().chars().take(32).collect()
}

impl Who {
    /// The customer named, if any.
    pub fn named(&self) -> Option<Named> {
        let phones: Vec<String> = self.phone.iter().cloned().collect();
        person(self.customer.as_deref(), &phones)
    }

    /// The customer named; an empty person where none was, so that the core says what is missing.
    pub fn required(&self) -> Named {
        let nobody = || Person { salt: String::new(), name: String::new(), phones: Vec::new() };
        self.named().unwrap_or_else(|| Named::Person(nobody()))
    }
}
