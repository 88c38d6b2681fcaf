//! Money in fen and area in 0.01 m²: integers with two decimals, read from people and written for them (rules §1).

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;

/// Money: an integer number of fen (0.01 yuan). Never a float.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fen(pub i64);

/// Area: an integer number of 0.01 m².
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Area(pub i64);

/// Why a text is not an amount.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NumberFault {
    /// Nothing there.
    Empty,
    /// Not a decimal number.
    NotANumber,
    /// More than two decimals.
    TooFine,
    /// Below zero.
    Negative,
    /// Above [`LARGEST`].
    TooLarge,
}

/// The largest amount accepted, in hundredths: 10 billion yuan, or as many m².
pub const LARGEST: i64 = 1_000_000_000_000;

impl Fen {
    /// Whole yuan.
    pub const fn yuan(yuan: i64) -> Self {
        Self(yuan * 100)
    }

    /// Reads what people type: `50000`, `50,000.00`, full-width digits, `5万`, `¥50000`, `50000元`.
    pub fn parse(text: &str) -> Result<Self, NumberFault> {
        let plain = narrow(text);
        let plain = plain.trim().trim_start_matches(['¥', '￥']).trim_end_matches('元').trim();
        match plain.strip_suffix(['万', 'w', 'W']) {
            Some(ten_thousands) => hundredths(ten_thousands, 4).map(Self),
            None => hundredths(plain, 0).map(Self),
        }
    }

    /// The decimal text of the contracts: `3003491.04`, always two decimals, no separators.
    pub fn plain(self) -> String {
        plain(self.0)
    }

    /// For people: separators, decimals only when there are any: `3,003,491.04`, `50,000`.
    pub fn grouped(self) -> String {
        grouped(self.0)
    }

    /// This amount's share of `whole` in 0.01 %, rounded up; `None` when `whole` is not positive.
    pub fn basis_points_of(self, whole: Fen) -> Option<i64> {
        (whole.0 > 0).then(|| {
            let parts = i128::from(self.0) * 10_000;
            let whole = i128::from(whole.0);
            i64::try_from((parts + whole - 1).div_euclid(whole)).unwrap_or(i64::MAX)
        })
    }
}

impl Area {
    /// Reads `58.08`, `58.08㎡`, full-width digits.
    pub fn parse(text: &str) -> Result<Self, NumberFault> {
        let plain = narrow(text);
        hundredths(plain.trim().trim_end_matches(['㎡', '平']).trim_end_matches("m²").trim(), 0).map(Self)
    }

    /// The decimal text of the contracts: `58.08`.
    pub fn plain(self) -> String {
        plain(self.0)
    }
}

impl fmt::Display for Fen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.grouped())
    }
}

impl std::ops::Add for Fen {
    type Output = Fen;
    fn add(self, other: Fen) -> Fen {
        Fen(self.0 + other.0)
    }
}

impl std::ops::Sub for Fen {
    type Output = Fen;
    fn sub(self, other: Fen) -> Fen {
        Fen(self.0 - other.0)
    }
}

/// Reads a percentage, 0.01 %: `3%`, `-1.5%`, `2`, full-width digits; `None` where it is none, or finer than 0.01 %.
pub fn percentage(text: &str) -> Option<i32> {
    let plain = narrow(text);
    let plain = plain.trim().trim_end_matches('%').trim();
    let (sign, plain) = match plain.strip_prefix(['-', '−']) {
        Some(rest) => (-1, rest),
        None => (1, plain.strip_prefix('+').unwrap_or(plain)),
    };
    i32::try_from(hundredths(plain, 0).ok()?).ok().map(|share| sign * share)
}

/// Full-width digits, letters and punctuation of an input method as their narrow twins.
pub fn narrow(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    text.chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            '\u{3000}' => ' ',
            '。' => '.',
            '、' => '/',
            other => other,
        })
        .collect()
}

/// Reads a decimal number, times ten to the power `shift`, into hundredths.
fn hundredths(text: &str, shift: usize) -> Result<i64, NumberFault> {
    let text = text.trim();
    if text.is_empty() {
        return Err(NumberFault::Empty);
    }
    if let Some(rest) = text.strip_prefix('-') {
        return hundredths(rest, shift).and_then(|n| if n == 0 { Ok(0) } else { Err(NumberFault::Negative) });
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_blank = fraction.is_empty() && whole.bytes().all(|byte| byte == b',');
    if is_blank || !is_grouped(whole) {
        return Err(NumberFault::NotANumber);
    }
    let decimals = fraction.trim_end_matches('0');
    if decimals.len() > shift + 2 {
        let all_digits = decimals.bytes().all(|b| b.is_ascii_digit());
        return Err(if all_digits { NumberFault::TooFine } else { NumberFault::NotANumber });
    }
    let zeros = std::iter::repeat_n(b'0', shift + 2 - decimals.len());
    let mut number: i64 = 0;
    for digit in whole.bytes().filter(|byte| *byte != b',').chain(decimals.bytes()).chain(zeros) {
        if !digit.is_ascii_digit() {
            return Err(NumberFault::NotANumber);
        }
        number = number.saturating_mul(10).saturating_add(i64::from(digit - b'0'));
    }
    if number <= LARGEST { Ok(number) } else { Err(NumberFault::TooLarge) }
}

/// Commas, where there are any, stand before groups of three.
fn is_grouped(whole: &str) -> bool {
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or("");
    let mut more = groups.peekable();
    more.peek().is_none() || ((1..=3).contains(&first.len()) && more.all(|group| group.len() == 3))
}

fn plain(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let size = hundredths.unsigned_abs();
    format!("{sign}{}.{:02}", size / 100, size % 100)
}

fn grouped(hundredths: i64) -> String {
    let size = hundredths.unsigned_abs();
    let whole = (size / 100).to_string();
    let mut text = String::with_capacity(whole.len() * 4 / 3 + 4);
    if hundredths < 0 {
        text.push('-');
    }
    for (place, digit) in whole.char_indices() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if !size.is_multiple_of(100) {
        text.push_str(&format!(".{:02}", size % 100));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_type() {
        let good = [
            ("50000", 5_000_000),
            ("50,000.00", 5_000_000),
            ("５００００", 5_000_000),
            ("5万", 5_000_000),
            ("2.35万", 2_350_000),
            ("¥0.01", 1),
            ("51713", 5_171_300),
            ("1.500", 150),
            (" 3003491.04 元", 300_349_104),
        ];
        for (text, fen) in good {
            assert_eq!(Fen::parse(text), Ok(Fen(fen)), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_amount() {
        let bad = [
            ("", NumberFault::Empty),
            ("五万", NumberFault::NotANumber),
            ("1.005", NumberFault::TooFine),
            ("-1", NumberFault::Negative),
            ("1e9", NumberFault::NotANumber),
            ("1,00", NumberFault::NotANumber),
            (".", NumberFault::NotANumber),
            ("99999999999999999999", NumberFault::TooLarge),
        ];
        for (text, fault) in bad {
            assert_eq!(Fen::parse(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn reads_percentages() {
        let good = [("3%", 300), ("-1.5%", -150), ("２", 200), ("+0.25 %", 25), ("－２％", -200)];
        for (text, share) in good {
            assert_eq!(percentage(text), Some(share), "{text}");
        }
        for text in ["", "%", "0.001%", "--2%", "二%", "99999999999%"] {
            assert_eq!(percentage(text), None, "{text}");
        }
    }

    #[test]
    fn writes_for_contracts_and_for_people() {
        assert_eq!(Fen(300_349_104).plain(), "3003491.04");
        assert_eq!(Fen(300_349_104).grouped(), "3,003,491.04");
        assert_eq!(Fen::yuan(50_000).grouped(), "50,000");
        assert_eq!(Fen(-5).plain(), "-0.05");
        assert_eq!(Area::parse("58.08㎡"), Ok(Area(5_808)));
    }
}
