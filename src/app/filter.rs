//! The filter: what is looked for, and which units match (design §7 key `/`).
//!
//! Words are joined by "and". A word is a room, a customer, a consultant or a layout (Chinese, pinyin, initials),
//! or a price band in 万: `300-400`, `>350`, `<400`.

use crate::app::texts::Texts;
use crate::domain::id::{StaffId, UnitId};
use crate::domain::money::{Fen, narrow};
use crate::domain::state::office::Office;
use crate::domain::state::unit::{Status, Unit};
use ib_matcher::matcher::{IbMatcher, PinyinMatchConfig};
use ib_matcher::pinyin::{PinyinData, PinyinNotation};
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What is looked for and what was found.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// The words as typed.
    pub text: String,
    /// The status chosen in the status bar.
    pub status: Option<Status>,
    /// The units that match; `None` while nothing is looked for.
    pub found: Option<Matches>,
    texts: Texts,
}

/// Units that match.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Matches {
    /// By unit.
    marks: Vec<bool>,
    count: usize,
}

impl Matches {
    /// Whether a unit is one of them.
    pub fn contains(&self, unit: UnitId) -> bool {
        self.marks.get(unit.index()) == Some(&true)
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

/// One word of a filter.
enum Word {
    /// A price between, fen.
    Band(i64, i64),
    /// A text.
    Text(Box<Search>),
}

/// A text looked for.
struct Search {
    matcher: IbMatcher<'static>,
    /// In which texts of the units it is.
    texts: Vec<bool>,
    /// In which names it was found: the same few come over and over.
    names: RefCell<HashMap<String, bool>>,
}

impl Search {
    fn is_in(&self, name: &str) -> bool {
        if let Some(known) = self.names.borrow().get(name) {
            return *known;
        }
        let found = self.matcher.is_match(name);
        self.names.borrow_mut().insert(name.to_string(), found);
        found
    }
}

impl Filter {
    /// Whether a unit shows in full.
    pub fn shows(&self, unit: UnitId) -> bool {
        self.found.as_ref().is_none_or(|found| found.contains(unit))
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
        if !text.trim().is_empty() {
            self.texts.follow(office);
        }
        let words: Vec<Word> = text.split_whitespace().map(|text| word(text, &self.texts)).collect();
        let matches = |unit: &Unit| {
            self.status.is_none_or(|status| office.status(unit.id) == status)
                && words.iter().all(|word| fits(office, viewer, unit, &self.texts, word))
        };
        let marks: Vec<bool> = office.units.iter().map(matches).collect();
        let count = marks.iter().filter(|is_match| **is_match).count();
        self.found = Some(Matches { marks, count });
    }
}

fn word(text: &str, texts: &Texts) -> Word {
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
    let matcher = matcher(text);
    let texts = texts.which(|text| matcher.is_match(text));
    Word::Text(Box::new(Search { matcher, texts, names: RefCell::default() }))
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

fn fits(office: &Office, viewer: Option<StaffId>, unit: &Unit, texts: &Texts, word: &Word) -> bool {
    let claim = || unit.claim.map(|claim| office.claim(claim));
    let search = match word {
        Word::Band(least, most) => {
            let price = claim().and_then(|claim| claim.price).or(unit.spec.total);
            return price.is_some_and(|price| (*least..=*most).contains(&price.0));
        }
        Word::Text(search) => search,
    };
    if texts.has(unit.id.index(), &search.texts) {
        return true;
    }
    let Some(claim) = claim() else { return false };
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
        // A longer word may find more: the last matches are not all there are.
        assert!(!matcher("zhangsa").is_match("张三"));
    }
}
