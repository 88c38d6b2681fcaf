//! Whatever comes in: price lists nobody would write, arguments nobody would type, keys nobody would press. No panic, no
//! hang, and what is refused is refused in order. `PROPTEST_CASES` makes each longer.

mod common;
#[path = "made/home.rs"]
mod home;
#[allow(dead_code, reason = "the screens' test uses the rest")]
#[path = "sizes/office.rs"]
mod office;
#[allow(dead_code, reason = "the screens' test uses the rest")]
#[path = "sizes/picture.rs"]
mod picture;

use common::{House, MANAGER};
use proptest::collection::vec;
use proptest::prelude::*;
use std::sync::LazyLock;
use xiaokong::app::filter::matcher;
use xiaokong::app::key::{Code, Key};
use xiaokong::app::message::{Message, Mouse};
use xiaokong::app::model::ThemeName;
use xiaokong::app::update::update;
use xiaokong::domain::listing;
use xiaokong::domain::money::{Area, Fen, percentage};
use xiaokong::domain::state::address::{natural_cmp, resolve_building, resolve_unit};
use xiaokong::domain::state::policy::{POLICIES, Policy};
use xiaokong::exchange::price::{FAULTS_MAX, PriceList, read_bytes, rejected_csv};
use xiaokong::locale::Lang;
use xiaokong::ui::theme::{Depth, Look};

/// So many cases, unless `PROPTEST_CASES` says otherwise.
fn cases(cases: u32) -> ProptestConfig {
    let told = std::env::var_os("PROPTEST_CASES").is_some();
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if told { config } else { ProptestConfig { cases, ..config } }
}

static HOUSE: LazyLock<House> = LazyLock::new(House::new);

/// The real lists of the tests, and what spreadsheets make of them.
static LISTS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let read = |name: &str| std::fs::read(folder.join(name)).expect("a list");
    let (one, other) = (read("jinque-5.csv"), read("borui-1516.csv"));
    let text = String::from_utf8_lossy(&one).into_owned();
    let wide: Vec<u8> = [0xfffe].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in text.lines().enumerate() {
        for (column, cell) in line.split(',').enumerate() {
            sheet.write(row as u32, column as u16, cell).expect("a cell");
        }
    }
    vec![one, other, wide, book.save_to_buffer().expect("a workbook")]
});

/// One thing done to a file at a place.
#[derive(Clone, Debug)]
enum Harm {
    Flip(u8),
    Cut(usize),
    Double(usize),
    Put(Vec<u8>),
    End,
}

fn harm() -> impl Strategy<Value = Harm> {
    let words = prop::sample::select(vec![
        ",",
        "\n",
        "\r",
        "\"",
        "\0",
        "\t",
        ";",
        "=1+1",
        "-",
        "楼栋",
        "房号",
        "/",
        "1e400",
        "-0",
        "99999999999999999999",
        "\u{feff}",
        "\u{202e}",
        "１２",
        "#REF!",
        "层",
        "\u{1b}[2J",
    ]);
    prop_oneof![
        any::<u8>().prop_map(Harm::Flip),
        (1_usize..200).prop_map(Harm::Cut),
        (1_usize..200).prop_map(Harm::Double),
        words.prop_map(|word| Harm::Put(word.as_bytes().to_vec())),
        vec(any::<u8>(), 1..8).prop_map(Harm::Put),
        Just(Harm::End),
    ]
}

fn harmed(list: &[u8], harms: &[(prop::sample::Index, Harm)]) -> Vec<u8> {
    let mut bytes = list.to_vec();
    for (place, harm) in harms.iter().filter(|_| !list.is_empty()) {
        if bytes.is_empty() {
            break;
        }
        // Half of it near the head, where the headings are.
        let length = if place.index(2) == 0 { bytes.len().min(200) } else { bytes.len() };
        let at = place.index(length);
        let end = |length: &usize| (at + length).min(bytes.len());
        match harm {
            Harm::Flip(mask) => bytes[at] ^= mask,
            Harm::Cut(length) => drop(bytes.drain(at..end(length))),
            Harm::Double(length) => {
                let again = bytes[at..end(length)].to_vec();
                drop(bytes.splice(at..at, again));
            }
            Harm::Put(word) => drop(bytes.splice(at..at, word.iter().copied())),
            Harm::End => bytes.truncate(at),
        }
    }
    bytes
}

/// What must hold of any list as read; good rows go on to the core.
fn is_in_order(list: &PriceList) {
    assert!(!list.rows.is_empty() || !list.faults.is_empty(), "neither rows nor faults");
    assert!(list.faults.len() <= FAULTS_MAX && (list.more == 0 || list.faults.len() == FAULTS_MAX));
    for fault in &list.faults {
        let facts = fault.facts();
        let steers = |(name, value): &&(&str, String)| *name != "file" && value.chars().any(char::is_control);
        assert!(!facts.iter().any(|fact| steers(&fact)), "{facts:?}");
    }
    let _ = rejected_csv(list, "原因", &|fault| fault.code().to_string());
    let rows = list.rows.clone();
    let _ = HOUSE.clone().send(MANAGER, listing::Command::Import { source: "fuzz".into(), rows });
}

proptest! {
    #![proptest_config(cases(160))]
    #[test]
    fn a_harmed_price_list_is_borne(
        which in any::<prop::sample::Index>(),
        harms in vec((any::<prop::sample::Index>(), harm()), 0..12),
    ) {
        let bytes = harmed(&LISTS[which.index(LISTS.len())], &harms);
        for name in ["x.csv", "x.xlsx"] {
            is_in_order(&read_bytes(name, &bytes, &mut |_| {}));
        }
    }

    #[test]
    fn any_bytes_are_no_price_list_or_one(
        bytes in vec(any::<u8>(), 0..2_000),
        begin in prop::sample::select(vec![&b""[..], b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\xff\xfe", b"\xef\xbb\xbf"]),
    ) {
        let bytes = [begin, &bytes].concat();
        is_in_order(&read_bytes("x.csv", &bytes, &mut |_| {}));
    }
}

/// What people may type, right or nearly so, and what they may not.
fn typed() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,30}",
        "[-+]?[0-9０-９]{0,22}[.,。]?[0-9]{0,6}[%万亿元 ]{0,2}",
        "[0-9]{1,3}[#号栋]?[-/—][0-9]{0,3}(单元)?[-/][0-9]{1,6}",
        "[0-9]{0,12}[dhms天小时分钟]{0,3}[0-9]{0,12}[dhm]?",
        "-?[0-9]{1,12}(-|~|到|层)-?[0-9]{0,12}",
        "[ȺȾİıſẞßKÅŉǰΐﬀ张a1]{1,4}",
        "[0-9]{1,6}-[0-9]{1,3}-[0-9]{1,3}[T ]?[0-9:]{0,9}(Z|\\+08:00)?",
        ".{0,40}",
    ]
}

proptest! {
    #![proptest_config(cases(3_000))]
    #[test]
    fn anything_may_be_typed(text in typed(), other in typed()) {
        let house = &*HOUSE;
        if let Ok(unit) = resolve_unit(&house.office, &text) {
            let address = house.office.unit(unit).spec.address();
            prop_assert_eq!(resolve_unit(&house.office, &address).ok(), Some(unit));
        }
        let _ = resolve_building(&house.office, &text);
        prop_assert_eq!(natural_cmp(&text, &other), natural_cmp(&other, &text).reverse());
        if let Ok(money) = Fen::parse(&text) {
            prop_assert_eq!(Fen::parse(&money.plain()).ok(), Some(money));
            prop_assert_eq!(Fen::parse(&money.grouped()).ok(), Some(money));
        }
        if let Ok(area) = Area::parse(&text) {
            prop_assert_eq!(Area::parse(&area.plain()).ok(), Some(area));
        }
        let _ = percentage(&text);
        let _ = matcher(&text).is_match(other.as_str());
        let _ = Key::parse(&text);
        for row in POLICIES {
            let mut policy = Policy::default();
            if policy.set(row.key, &text).is_ok() {
                let written = (row.get)(&policy);
                let mut again = Policy::default();
                prop_assert!(again.set(row.key, &written).is_ok(), "{} = {}", row.key, written);
                prop_assert_eq!((row.get)(&again), written);
            }
        }
    }
}

fn key() -> impl Strategy<Value = Key> {
    let code = prop_oneof![
        8 => prop::sample::select(('!'..='~').collect::<Vec<char>>()).prop_map(Code::Char),
        1 => prop::sample::select(vec!['张', '3', ' ', '。', '\u{200b}', 'Ａ', '👍']).prop_map(Code::Char),
        1 => any::<char>().prop_map(Code::Char),
        6 => prop::sample::select(vec![
            Code::Enter, Code::Esc, Code::Tab, Code::BackTab, Code::Backspace, Code::Delete, Code::Up, Code::Down,
            Code::Left, Code::Right, Code::Home, Code::End, Code::PageUp, Code::PageDown, Code::F(1), Code::F(12),
        ]),
    ];
    let held = prop::bool::weighted(0.06);
    (code, held, held).prop_map(|(code, ctrl, alt)| Key { code, ctrl, alt })
}

fn message() -> impl Strategy<Value = Message> {
    let small = (1_u16..60, 1_u16..20);
    let usual = prop::sample::select(vec![(80_u16, 24_u16), (160, 48), (100, 30), (0, 0)]);
    prop_oneof![
        30 => key().prop_map(Message::Key),
        1 => "\\PC{0,20}".prop_map(Message::Paste),
        2 => (any::<u8>(), any::<u8>()).prop_map(|(x, y)| Message::Mouse(Mouse::Click(x.into(), y.into()))),
        1 => (any::<u8>(), any::<u8>(), -9_i16..9)
            .prop_map(|(x, y, by)| Message::Mouse(Mouse::Wheel(x.into(), y.into(), by))),
        2 => prop_oneof![small, usual].prop_map(|(w, h)| Message::Resize(w, h)),
        1 => (0_i64..100_000).prop_map(|seconds| {
            Message::Tick(office::now() + chrono::Duration::seconds(seconds))
        }),
    ]
}

proptest! {
    #![proptest_config(cases(120))]
    #[test]
    fn any_keys_may_be_pressed(
        messages in vec(message(), 1..60),
        is_english in any::<bool>(),
        theme in any::<prop::sample::Index>(),
    ) {
        let mut size = (80, 24);
        let mut desk = office::desk(if is_english { Lang::En } else { Lang::Zh }, size);
        let look = Look::new(ThemeName::ALL[theme.index(ThemeName::ALL.len())], Depth::True);
        for (place, message) in messages.into_iter().enumerate() {
            if let Message::Resize(w, h) = message {
                size = (w.max(1), h.max(1));
            }
            update(&mut desk, message);
            if place % 4 == 0 {
                picture::draw(&desk, &look, size).assert_whole();
            }
        }
        picture::draw(&desk, &look, size).assert_whole();
    }
}

/// Found by random keys: the two cases of these letters differ in length, and the matcher cut between their bytes.
#[test]
fn letters_whose_cases_differ_in_length_may_be_looked_for() {
    let mut desk = office::desk(Lang::Zh, (80, 24));
    for key in ['/', 'Ⱥ', 'a', 'ſ', 'K', '1'].map(Code::Char) {
        update(&mut desk, Message::Key(Key::plain(key)));
    }
    assert!(desk.filter.found.as_ref().is_some_and(xiaokong::app::filter::Matches::is_empty));
}
