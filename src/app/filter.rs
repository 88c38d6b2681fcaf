//! The filter: what is looked for, and which units match (design §7 key `/`).
//!
//! Words are joined by "and". A word is a room, a customer, a consultant or a layout (Chinese, pinyin, initials),
//! or a price band in 万: `300-400`, `>350`, `<400`.

use crate::domain::id::{StaffId, UnitId};
use crate::domain::money::{Fen, narrow};
use crate::domain::state::office::Office;
use crate::domain::state::unit::Status;
use ib_matcher::matcher::{IbMatcher, PinyinMatchConfig};
use ib_matcher::pinyin::{PinyinData, PinyinNotation};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// What is looked for and what was found.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// The words as typed.
    pub text: String,
    /// The status chosen in the status bar.
    pub status: Option<Status>,
    /// The units that match; `None` while nothing is looked for.
    pub found: Option<HashSet<UnitId>>,
}

/// One word of a filter.
enum Word<'a> {
    /// A price between, fen.
    Band(i64, i64),
    /// A text.
    Text(Box<Search<'a>>),
}

/// A text looked for, with what it was looked for in: floors, layouts and rooms say the same over and over.
struct Search<'a> {
    matcher: IbMatcher<'a>,
    known: RefCell<HashMap<String, bool>>,
}

impl Search<'_> {
    fn is_in(&self, text: &str) -> bool {
        if let Some(known) = self.known.borrow().get(text) {
            return *known;
        }
        let found = self.matcher.is_match(text);
        self.known.borrow_mut().insert(text.to_string(), found);
        found
    }
}

impl Filter {
    /// Whether a unit shows in full.
    pub fn shows(&self, unit: UnitId) -> bool {
        self.found.as_ref().is_none_or(|found| found.contains(&unit))
    }

    /// Whether anything is looked for.
    pub fn is_on(&self) -> bool {
        self.status.is_some() || !self.text.trim().is_empty()
    }

    /// Looks again.
    pub fn refresh(&mut self, office: &Office, viewer: Option<StaffId>) {
        if !self.is_on() {
            self.found = None;
            return;
        }
        let text = narrow(&self.text);
        let words: Vec<Word> = text.split_whitespace().map(word).collect();
        let matches = |unit: &&crate::domain::state::unit::Unit| {
            self.status.is_none_or(|status| office.status(unit.id) == status)
                && words.iter().all(|word| fits(office, viewer, unit.id, word))
        };
        self.found = Some(office.units.iter().filter(matches).map(|unit| unit.id).collect());
    }
}

fn word(text: &str) -> Word<'_> {
    let tens = |part: &str| Fen::parse(&format!("{}万", part.trim_end_matches('万'))).ok().map(|fen| fen.0);
    if let Some(least) = text.strip_prefix('>').and_then(tens) {
        return Word::Band(least, i64::MAX);
    }
    if let Some(most) = text.strip_prefix('<').and_then(tens) {
        return Word::Band(0, most);
    }
    if let Some((Some(least), Some(most))) = text.split_once('-').map(|(a, b)| (tens(a), tens(b))) {
        return Word::Band(least, most);
    }
    Word::Text(Box::new(Search { matcher: matcher(text), known: RefCell::default() }))
}

/// A matcher for Chinese, pinyin and initials.
pub fn matcher(text: &str) -> IbMatcher<'static> {
    // The table of readings is large: one serves every search.
    static READINGS: LazyLock<PinyinData> = LazyLock::new(|| PinyinData::new(NOTATIONS));
    const NOTATIONS: PinyinNotation = PinyinNotation::Ascii.union(PinyinNotation::AsciiFirstLetter);
    IbMatcher::builder(evenly_folded(text).as_str())
        .pinyin(PinyinMatchConfig::builder(NOTATIONS).data(&READINGS).build())
        .build()
}

/// Letters whose other case takes another number of bytes, such as `Ⱥ`, stop the matcher (it cuts between bytes); nobody
/// here is named with one.
fn evenly_folded(text: &str) -> String {
    let length = |chars: &mut dyn Iterator<Item = char>| chars.map(char::len_utf8).sum::<usize>();
    let is_even = |c: char| {
        let own = c.len_utf8();
        length(&mut c.to_lowercase()) == own && length(&mut c.to_uppercase()) == own
    };
    text.chars().map(|c| if is_even(c) { c } else { char::REPLACEMENT_CHARACTER }).collect()
}

fn fits(office: &Office, viewer: Option<StaffId>, id: UnitId, word: &Word<'_>) -> bool {
    let unit = office.unit(id);
    let claim = office.live_claim(id);
    let search = match word {
        Word::Band(least, most) => {
            let price = claim.and_then(|claim| claim.price).or(unit.spec.total);
            return price.is_some_and(|price| (*least..=*most).contains(&price.0));
        }
        Word::Text(search) => search,
    };
    let spec = &unit.spec;
    let texts = [Some(&*spec.room), spec.layout.as_deref(), spec.usage.as_deref(), spec.entrance.as_deref()];
    if texts.into_iter().flatten().any(|text| search.is_in(text)) {
        return true;
    }
    let Some(claim) = claim else { return false };
    let customer = claim.customer.and_then(|id| office.shown_name(viewer, id));
    customer.is_some_and(|name| search.is_in(&name))
        || claim.consultant.is_some_and(|id| search.is_in(office.name_of(Some(id))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_found_by_itself_by_pinyin_and_by_initials() {
        for typed in ["张三", "zhangs", "zs", "zhangsan"] {
            assert!(matcher(typed).is_match("张三"), "{typed}");
        }
        assert!(matcher("cq").is_match("重庆") && matcher("zq").is_match("重庆"), "several readings");
        assert!(!matcher("ls").is_match("张三"));
    }
}
