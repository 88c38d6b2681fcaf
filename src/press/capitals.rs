//! Amounts in Chinese capitals 大写金额, as banks want them on receipts: `人民币伍万元整`.

use crate::domain::money::Fen;

const DIGITS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
const PLACES: [&str; 4] = ["", "拾", "佰", "仟"];
const GROUPS: [&str; 5] = ["", "万", "亿", "万亿", "亿亿"];

/// An amount in capitals.
pub fn capitals(amount: Fen) -> String {
    let fen = amount.0.unsigned_abs();
    let (yuan, jiao, fen) = (fen / 100, fen / 10 % 10, fen % 10);
    let mut text = String::from(if amount.0 < 0 { "人民币负" } else { "人民币" });
    if yuan > 0 || (jiao, fen) == (0, 0) {
        text += &whole(yuan);
        text += "元";
    }
    match (jiao, fen) {
        (0, 0) => text += "整",
        (jiao, 0) => text += &format!("{}角整", digit(jiao)),
        (0, fen) if yuan > 0 => text += &format!("零{}分", digit(fen)),
        (0, fen) => text += &format!("{}分", digit(fen)),
        (jiao, fen) => text += &format!("{}角{}分", digit(jiao), digit(fen)),
    }
    text
}

fn digit(digit: u64) -> &'static str {
    DIGITS[(digit % 10) as usize]
}

/// A whole number: groups of four digits, and one 零 for any run of zeros between two digits.
fn whole(number: u64) -> String {
    if number == 0 {
        return DIGITS[0].to_string();
    }
    let mut text = String::new();
    let mut is_gap = false;
    for group in (0..GROUPS.len()).rev() {
        let four = number / 10_000_u64.pow(group as u32) % 10_000;
        for place in (0..PLACES.len()).rev() {
            match four / 10_u64.pow(place as u32) % 10 {
                0 => is_gap = !text.is_empty(),
                some => {
                    if std::mem::take(&mut is_gap) {
                        text += DIGITS[0];
                    }
                    text += digit(some);
                    text += PLACES[place];
                }
            }
        }
        if four > 0 {
            text += GROUPS[group];
            // 拾万柒仟: zeros that only end a group are not read.
            is_gap = false;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_as_a_bank_reads_them() {
        let table = [
            (0, "零元整"),
            (1, "壹分"),
            (5, "伍分"),
            (10, "壹角整"),
            (50, "伍角整"),
            (55, "伍角伍分"),
            (100, "壹元整"),
            (101, "壹元零壹分"),
            (110, "壹元壹角整"),
            (1_000, "壹拾元整"),
            (10_100, "壹佰零壹元整"),
            (11_000, "壹佰壹拾元整"),
            (100_500, "壹仟零伍元整"),
            (140_950, "壹仟肆佰零玖元伍角整"),
            (168_032, "壹仟陆佰捌拾元叁角贰分"),
            (600_714, "陆仟零柒元壹角肆分"),
            (2_000_000, "贰万元整"),
            (5_000_000, "伍万元整"),
            (1_000_001, "壹万元零壹分"),
            (1_000_500, "壹万零伍元整"),
            (10_700_053, "壹拾万柒仟元伍角叁分"),
            (10_070_000, "壹拾万零柒佰元整"),
            (300_349_104, "叁佰万叁仟肆佰玖拾壹元零肆分"),
            (300_000_000, "叁佰万元整"),
            (10_000_000_000, "壹亿元整"),
            (10_000_000_100, "壹亿零壹元整"),
            (10_001_000_000, "壹亿零壹万元整"),
            (10_001_000_500, "壹亿零壹万零伍元整"),
            (12_345_678_901, "壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元零壹分"),
            (1_000_000_000_000, "壹佰亿元整"),
            (-5_000_000, "负伍万元整"),
        ];
        for (fen, words) in table {
            assert_eq!(capitals(Fen(fen)), format!("人民币{words}"), "{fen}");
        }
    }

    /// Read back, every amount is itself: no two amounts share their words.
    #[test]
    fn no_two_amounts_read_alike() {
        let mut seen = std::collections::HashMap::new();
        let amounts = (0..20_000_i64).chain((1..60_000).map(|step| step * 987_654_321 % 1_000_000_000_000));
        for fen in amounts {
            if let Some(other) = seen.insert(capitals(Fen(fen)), fen) {
                assert_eq!(other, fen, "{}", capitals(Fen(fen)));
            }
        }
    }
}
