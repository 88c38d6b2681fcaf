//! Every sentence the core can cause, with everything in it: no gap, no key in the place of words, in both languages.

use crate::common::{CASHIER, House, JIA, MANAGER, YI, at, person, phoned, taken};
use std::collections::BTreeSet;
use xiaokong::domain::money::Fen;
use xiaokong::domain::rejection::Rejection as R;
use xiaokong::domain::state::staff::Right;
use xiaokong::domain::state::unit::Status;
use xiaokong::domain::{control, hold, payment, people};
use xiaokong::locale::{Lang, Locale};

fn locales() -> [Locale; 2] {
    Lang::ALL.map(|lang| Locale::new(lang, chrono_tz::Asia::Shanghai))
}

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().expect("a day")
}

fn about_units() -> Vec<R> {
    let unit = || "3#/1单元/603".to_string();
    let (by, since) = (|| "丙".to_string(), at("11-28 13:11"));
    vec![
        R::UnitTaken { unit: unit(), by: by(), since },
        R::UnitTaken { unit: unit(), by: String::new(), since },
        R::UnitUnknown { input: "9/9/9".into() },
        R::UnitUnknown { input: String::new() },
        R::UnitAmbiguous { input: "603".into(), candidates: vec![unit(), unit()] },
        R::WrongStatus {
            unit: unit(),
            status: Status::Held,
            needed: vec![Status::Available, Status::Locked],
        },
        R::HoldLimit { limit: 3, units: vec![unit(), unit()] },
        R::HoldCooldown { unit: unit(), until: since },
        R::HoldMaximum { minutes: 4_320 },
        R::LengthInvalid,
        R::NotOwn { unit: unit(), by: by() },
        R::NotOwn { unit: unit(), by: String::new() },
        R::AlreadyInLine { unit: unit() },
        R::NotInLine { unit: unit() },
        R::LineFull { unit: unit(), limit: 50 },
        R::UnitRequested { unit: unit(), by: by(), since },
        R::NoRequest { unit: unit() },
        R::NoLicence { building: "1#".into() },
        R::NoPrice { unit: unit() },
        R::BelowMinimum { amount: Fen::yuan(5_000), minimum: Fen::yuan(20_000) },
        R::AboveShare { amount: Fen::yuan(900_000), maximum: Fen::yuan(600_000) },
        R::AboveBalance { amount: Fen::yuan(40_000), balance: Fen::yuan(30_000) },
        R::AmountInvalid,
        R::BalanceDue { unit: unit(), balance: Fen::yuan(30_000) },
        R::ReceiptUsed { receipt: "0004312".into(), unit: unit() },
        R::ContractUsed { contract: "合1".into(), unit: unit() },
        R::BatchEmpty { batch: "一批".into() },
        R::NothingToRefund { unit: unit() },
        R::RefundDiffers { amount: Fen::yuan(40_000), expected: Fen::yuan(50_000) },
        R::DepositKept { unit: unit(), paid: Fen::yuan(50_000) },
        R::SwapRepriced { unit: unit(), was: Fen::yuan(3_650_400), is: Fen::yuan(3_700_000) },
        R::GrantedToOther { unit: unit(), by: by(), minimum: Fen::yuan(20_000) },
        R::ContractDiffers { unit: unit(), contract: "合1".into() },
        R::CustomerUnsaid { unit: unit(), since },
        R::NotOwnRequest { request: 3, by: by() },
        R::StillRecorded { unit: unit() },
        R::NotRecorded { unit: unit() },
        R::NothingDue { unit: unit() },
        R::DiscountLimit { share: 334, most: 300 },
        R::SwapCheaper { unit: unit(), price: Fen::yuan(3_000_000) },
        R::ForfeitEarly { unit: unit(), from: since },
        R::NoticeMissing { unit: unit(), notice: "letter".into() },
        R::NothingOpen { unit: unit() },
        R::PlanDiffers { amount: Fen::yuan(40_000), balance: Fen::yuan(50_000) },
        R::PlanDiffers { amount: Fen::yuan(60_000), balance: Fen::yuan(50_000) },
        R::PlanDate { on: day("2026-11-27"), from: day("2026-11-28"), until: day("2036-11-28") },
        R::ReceiptUnknown { receipt: "0004312".into() },
        R::ReceiptAbsent { receipt: "0004312".into() },
        R::NoReceipts { unit: unit() },
        R::NotSubscribed { unit: unit() },
        R::NotSwapped { unit: unit() },
        R::BuildingUnknown { input: "9".into(), candidates: vec!["1#".into(), "3#".into()] },
        R::BuildingUnknown { input: "9".into(), candidates: Vec::new() },
    ]
}

fn about_requests() -> Vec<R> {
    let (unit, by) = (|| "3#/1单元/603".to_string(), || "丙".to_string());
    vec![
        R::ChangePending { unit: unit(), request: 3, by: by() },
        R::RequestUnknown { request: 3 },
        R::RequestDecided { request: 3, state: "refused".into() },
        R::OwnRequest { request: 3 },
        R::RequestStale {
            unit: unit(),
            was: Status::Deposit,
            is: Status::Signed,
            changed: vec!["status".into()],
        },
        R::RequestStale {
            unit: unit(),
            was: Status::Deposit,
            is: Status::Deposit,
            changed: vec!["price".into(), "date".into()],
        },
    ]
}

fn about_prices() -> Vec<R> {
    let (unit, scheme) = (|| "3#/1单元/603".to_string(), || "按时签约".to_string());
    vec![
        R::BelowFloor { unit: unit() },
        R::PriceDue { unit: unit(), balance: Fen::yuan(600_000) },
        R::SchemeUnknown { input: "老业主".into() },
        R::SchemeExists { scheme: scheme() },
        R::SchemesFull { limit: 50 },
        R::SchemeClosed { scheme: scheme() },
        R::SchemeElsewhere { scheme: scheme(), unit: unit() },
        R::SchemeAlone { scheme: scheme(), other: "一口价".into() },
        R::SchemeNotGiven { scheme: scheme(), unit: unit() },
        R::ShareInvalid { most: 3_000 },
        R::PeriodInvalid,
        R::ScopeEmpty,
        R::ListBelowFloor { unit: unit(), price: Fen::yuan(3_000_000), floor: Fen::yuan(3_100_000) },
        R::PriceGone { unit: unit() },
        R::CountDiffers { count: 12, now: 11 },
    ]
}

fn about_people() -> Vec<R> {
    let (name, since) = (|| "丙".to_string(), at("11-28 08:47"));
    let mut all = vec![
        R::TextInvalid { field: "reason".into(), limit: 200 },
        R::TextInvalid { field: "phone".into(), limit: 20 },
        R::CountInvalid { field: "size".into(), least: 1, most: 99 },
        R::CustomerMissing,
        R::CustomerUnknown,
        R::CustomerDiffers { unit: "3#/1单元/603".into() },
        R::CustomerErased,
        R::StaffUnknown { name: name() },
        R::StaffExists { name: name() },
        R::LastManager,
        R::PolicyUnknown { key: "hold_lenght".into() },
        R::PolicyInvalid { key: "hold_length".into(), value: "bald".into(), expected: "span".into() },
        R::VisitUnknown { number: 7 },
        R::VisitState { number: 7, state: "finished".into() },
        R::NobodyWaiting,
        R::NobodyEligible,
        R::AlreadyReceiving { name: name(), number: 7 },
        R::NotOnDuty { name: name() },
        R::HandOverTooLate { minutes: 10 },
        R::NoOwnCustomerWaits { name: name() },
        R::NoConsultant { name: name() },
        R::AppointmentInvalid { at: since },
        R::DayOver { day: since.date_naive() },
        R::AlreadyOnDuty { name: name(), since },
        R::NothingToUndo,
        R::UndoTooLate { minutes: 2 },
        R::UndoBlocked { subject: "3#/1单元/603".into() },
        R::NothingToImport,
        R::AlreadySo { subject: "3#/1单元/603".into() },
        R::ClockSteady,
        R::CommandConflict,
    ];
    all.extend(Right::ALL.iter().map(|right| R::NotPermitted { right: *right }));
    all
}

/// Whether a sentence has a gap or is a key.
fn is_broken(sentence: &str) -> bool {
    let is_key = !sentence.contains([' ', '。', '，', '.']);
    sentence.is_empty() || is_key || sentence.contains(['{', '}', '$']) || sentence.contains("-invalid")
}

#[test]
fn every_refusal_has_a_whole_sentence() {
    let all: Vec<R> = about_units()
        .into_iter()
        .chain(about_requests())
        .chain(about_prices())
        .chain(about_people())
        .collect();
    let codes: BTreeSet<&str> = all.iter().map(R::code).collect();
    assert_eq!(codes, R::CODES.iter().copied().collect(), "every code is tried");
    let mut told = String::new();
    for rejection in &all {
        for locale in locales() {
            let sentence = locale.rejection(rejection);
            assert!(!is_broken(&sentence), "{}: {sentence}", rejection.code());
            told.push_str(&format!("{}\n", sentence));
        }
    }
    insta::assert_snapshot!("refusals", told);
    assert!(is_broken("refused-unit_taken") && is_broken("3# 已被 {$by} 占用。") && is_broken(""));
}

#[test]
fn a_viewer_is_told_no_more_than_they_may_see() {
    let mut house = House::new();
    let (unit, other) = (house.unit("3/1/603"), house.unit("3/1/604"));
    house.must(JIA, hold::Command::Hold { unit, customer: phoned("周七", "13800000007"), minutes: None });
    house.must(CASHIER, payment::Command::Deposit { unit, customer: None, taken: taken("0004312", 50_000) });
    house.must(MANAGER, control::Command::Lock { unit: other, reason: "留给关系户".into() });
    house.must(JIA, people::Command::Register { customer: person("吴八") });
    let told = |viewer| {
        let last = &house.journal[house.journal.len() - 4..];
        let [zh, _] = locales();
        last.iter().map(|recorded| zh.event(&house.office, viewer, recorded)).collect::<Vec<_>>().join("\n")
    };
    for viewer in [JIA, MANAGER, CASHIER] {
        let all = told(Some(viewer));
        assert!(["周七", "50,000", "0004312"].iter().all(|word| all.contains(word)), "{viewer}: {all}");
    }
    let colleague = told(Some(YI));
    assert!(colleague.contains("周*") && colleague.contains("关系户"), "{colleague}");
    let wall = told(None);
    for (who, seen, hidden) in [
        ("colleague", &colleague, &["周七", "50,000", "0004312"][..]),
        ("wall", &wall, &["周", "吴", "50,000", "关系户"]),
    ] {
        assert!(!hidden.iter().any(|word| seen.contains(word)), "{who}: {seen}");
    }
    insta::assert_snapshot!("told", format!("{}\n\n{colleague}\n\n{wall}", told(Some(JIA))));
}

/// The office of an earlier moment knows neither the unit, nor the customer, nor who did it: still no panic.
#[test]
fn an_event_can_be_told_without_its_office() {
    let mut house = House::new();
    let unit = house.unit("3/1/603");
    house.must(JIA, hold::Command::Hold { unit, customer: phoned("周七", "13800000007"), minutes: None });
    for locale in locales() {
        for recorded in &house.journal {
            for viewer in [None, Some(JIA)] {
                let bare = locale.event(&Default::default(), viewer, recorded);
                let whole = locale.event(&house.office, viewer, recorded);
                assert!(!bare.contains("周七") && !bare.is_empty() && !bare.contains('{'), "{bare}");
                assert!(!whole.contains('{') && !whole.starts_with("event-"), "{whole}");
            }
        }
    }
}

#[test]
fn spans_countdowns_and_ages() {
    let [zh, en] = locales();
    let spans = [30, 60, 90, 24 * 60, 72 * 60].map(|minutes| zh.span(minutes));
    assert_eq!(spans, ["30 分钟", "1 小时", "1 小时 30 分钟", "24 小时", "3 天"]);
    assert_eq!([en.span(48 * 60), en.span(150)], ["2 days", "2 h 30 min"]);
    let now = at("11-28 12:00");
    let left = |minutes: i64, seconds: i64| {
        zh.left(now + chrono::TimeDelta::minutes(minutes) + chrono::TimeDelta::seconds(seconds), now)
    };
    let shown = [
        left(0, 1),
        left(25, 0),
        left(60, 0),
        left(205, 0),
        left(72 * 60, 0),
        left(5 * 24 * 60, 0),
        left(-90, 0),
    ];
    assert_eq!(shown, ["1分", "25分", "1:00", "3:25", "72:00", "5天", "超1:30"]);
    let ages =
        [0, 5, 59, 60, 1_439, 1_440].map(|minutes| zh.age(now - chrono::TimeDelta::minutes(minutes), now));
    assert_eq!(ages, ["刚刚", "5 分钟前", "59 分钟前", "1 小时前", "23 小时前", "1 天前"]);
}
