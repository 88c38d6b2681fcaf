//! Prices: what a claim costs is frozen when it begins and fixed by the deposit, whatever the list does afterwards;
//! public discounts with their conditions; changes by percentage (rules §3, §4).

use super::common::*;
use super::{Act, Check, FIRST, deposit, holds_and_bites, make};
use std::collections::HashMap;
use xiaokong::domain::act::{Command, Event};
use xiaokong::domain::change::Command as Asking;
use xiaokong::domain::id::{SchemeId, UnitId};
use xiaokong::domain::money::Fen;
use xiaokong::domain::price_history::{Source, points};
use xiaokong::domain::pricing::{self, Move, preview};
use xiaokong::domain::rejection::Rejection;
use xiaokong::domain::scheme;
use xiaokong::domain::state::request::{Back, Change};
use xiaokong::domain::state::scheme::{Off, Offering, Scope};
use xiaokong::domain::state::unit::Status;
use xiaokong::domain::{hold, listing, payment};

/// Acts on prices in the random lives.
pub fn pricing_act(house: &House, act: Act) -> Command {
    let unit = UnitId(FIRST + act.unit);
    let scheme = SchemeId(act.more % (house.office.schemes.len() as u32 + 1));
    match act.what % 4 {
        0 => scheme::Command::Give { unit, scheme }.into(),
        1 => {
            let given = house.office.live_claim(unit).and_then(|claim| claim.schemes.first());
            match given {
                Some(given) => scheme::Command::Withdraw { unit, scheme: given.scheme }.into(),
                None => scheme::Command::Give { unit, scheme }.into(),
            }
        }
        2 => {
            let off = match act.more % 3 {
                0 => Off::Amount(Fen::yuan(i64::from(act.more))),
                _ => Off::Share(act.more % 900),
            };
            let alone = act.more.is_multiple_of(7);
            scheme::Command::Open {
                offer: Offering { alone, ..offering(&format!("惠{}", act.more % 9), off) },
            }
            .into()
        }
        _ => {
            let by = moving(act.more as i32 % 900 - 450);
            let count = preview(&house.office, &by, &house.context(MANAGER)).map_or(0, |all| all.rows.len());
            pricing::Command::Change { by, count, reason: "行情".into() }.into()
        }
    }
}

pub fn offering(name: &str, off: Off) -> Offering {
    let (scope, from, until, terms) = (Scope::default(), None, None, None);
    Offering { name: name.into(), off, scope, from, until, terms, alone: false }
}

/// All of 3#, to the thousand.
fn moving(share: i32) -> Move {
    let building = Some(xiaokong::domain::id::BuildingId(1));
    let scope = Scope { building, ..Scope::default() };
    Move { scope, share, round: Fen::yuan(1_000), floor_prices: false }
}

fn changes(house: &mut House, by: Move) -> Result<Vec<Event>, Rejection> {
    let count = preview(&house.true_office(), &by, &house.context(MANAGER)).map_or(0, |all| all.rows.len());
    house.send(MANAGER, pricing::Command::Change { by, count, reason: "行情".into() })
}

/// What a claim costs is the list price of the moment it began; the deposit's price is that less what was given off.
#[test]
fn a_claim_keeps_its_price_whatever_the_list_does() {
    let check: Check = |house| {
        let mut list: HashMap<UnitId, Option<Fen>> = HashMap::new();
        for recorded in &house.journal {
            let begun = match &recorded.event {
                Event::Listing(listing::Event::Listed { added, revised, .. }) => {
                    list.extend(added.iter().map(|row| (row.unit, row.spec.total)));
                    list.extend(revised.iter().map(|row| (row.unit, row.spec.total)));
                    None
                }
                Event::Pricing(pricing::Event::Changed { rows, .. }) => {
                    list.extend(rows.iter().map(|row| (row.unit, Some(row.total))));
                    None
                }
                Event::Hold(
                    hold::Event::Placed { unit, claim, .. } | hold::Event::Served { unit, claim, .. },
                ) => Some((*unit, *claim)),
                Event::Payment(payment::Event::Deposited { unit, claim, party: Some(_), .. }) => {
                    Some((*unit, *claim))
                }
                _ => None,
            };
            let Some((unit, id)) = begun else { continue };
            let (claim, listed) = (house.office.claim(id), list.get(&unit).copied().flatten());
            if claim.price != listed {
                return Err(format!("claim {id} costs {:?}, listed {listed:?}", claim.price));
            }
            if claim.deal().is_some_and(|deal| deal <= Fen(0)) {
                return Err(format!("claim {id} costs nothing"));
            }
        }
        Ok(())
    };
    holds_and_bites(check, |house| {
        if let Some(Event::Pricing(_)) = house.journal.last().map(|last| &last.event) {
            let mut claims = house.office.claims.iter_mut();
            if let Some(claim) = claims.find(|claim| claim.ended.is_none() && !claim.is_imported()) {
                claim.price = claim.price.map(|price| price + Fen(1));
            }
        }
    });
}

fn held() -> (House, UnitId) {
    let mut house = House::new();
    house.to("11-28 10:00");
    let unit = house.unit("3/1/601");
    house.must(JIA, hold::Command::Hold { unit, customer: person("张三"), minutes: None });
    (house, unit)
}

fn opens(house: &mut House, offer: Offering) -> SchemeId {
    house.must(MANAGER, scheme::Command::Open { offer });
    SchemeId(house.office.schemes.len() as u32 - 1)
}

#[test]
fn schemes_add_up_with_a_special_discount_and_the_deposit_fixes_them() {
    let (mut house, unit) = held();
    let one = opens(&mut house, offering("按时签约", Off::Share(100)));
    let two = opens(&mut house, offering("老业主", Off::Amount(Fen::yuan(10_000))));
    for scheme in [one, two] {
        house.must(JIA, scheme::Command::Give { unit, scheme });
    }
    house.must(SUPERVISOR, make(unit, Change::Discount { off: Fen::yuan(20_000) }));
    let list = house.office.unit(unit).spec.total.unwrap();
    let deal = Fen(list.0 - list.0 / 100) - Fen::yuan(30_000);
    assert_eq!(house.office.live_claim(unit).and_then(|claim| claim.deal()), Some(deal));
    house.must(MANAGER, scheme::Command::Close { scheme: one, reason: "到期".into() });
    let events =
        house.must(CASHIER, payment::Command::Deposit { unit, customer: None, taken: taken("D1", 50_000) });
    assert!(
        matches!(&events[..], [Event::Payment(payment::Event::Deposited { price, .. })] if *price == deal)
    );
    assert_eq!(house.office.live_claim(unit).and_then(|claim| claim.deal()), Some(deal));
    let given = scheme::Command::Withdraw { unit, scheme: two };
    assert_eq!(house.code(JIA, given), "wrong_status", "the deposit has fixed the price");
}

#[test]
fn a_scheme_keeps_to_its_conditions() {
    let (mut house, unit) = held();
    let floors = |low, high| Scope { floors: Some((low, high)), ..Scope::default() };
    let day = |day| chrono::NaiveDate::from_ymd_opt(2026, 11, day);
    let elsewhere = opens(&mut house, Offering { scope: floors(7, 9), ..offering("高层", Off::Share(100)) });
    let over = opens(&mut house, Offering { until: day(27), ..offering("已过", Off::Share(100)) });
    let early = opens(&mut house, Offering { from: day(29), ..offering("未到", Off::Share(100)) });
    let last = opens(&mut house, Offering { until: day(28), ..offering("末日", Off::Share(100)) });
    let lone = opens(&mut house, Offering { alone: true, ..offering("独享", Off::Share(100)) });
    let give = |scheme| scheme::Command::Give { unit, scheme };
    assert_eq!(house.code(JIA, give(elsewhere)), "scheme_elsewhere");
    assert_eq!(house.code(JIA, give(over)), "scheme_closed");
    assert_eq!(house.code(JIA, give(early)), "scheme_closed");
    assert_eq!(house.code(YI, give(last)), "not_own");
    assert_eq!(house.code(CASHIER, give(last)), "not_permitted");
    house.must(JIA, give(last));
    assert_eq!(house.code(JIA, give(last)), "already_so");
    assert_eq!(house.code(JIA, give(lone)), "scheme_alone");
    house.must(JIA, scheme::Command::Withdraw { unit, scheme: last });
    house.must(JIA, give(lone));
    assert_eq!(house.code(JIA, give(last)), "scheme_alone", "neither way round");
    assert_eq!(house.code(JIA, give(SchemeId(99))), "scheme_unknown");
    assert_eq!(house.code(JIA, scheme::Command::Withdraw { unit, scheme: last }), "scheme_not_given");
}

#[test]
fn a_scheme_that_makes_no_sense_is_not_opened() {
    let (mut house, _) = held();
    let day = |day| chrono::NaiveDate::from_ymd_opt(2026, 11, day);
    let nowhere = Scope { layout: Some("没有".into()), ..Scope::default() };
    let good = || offering("好", Off::Share(100));
    let table = [
        (Offering { name: " ".into(), ..good() }, "text_invalid"),
        (Offering { off: Off::Share(0), ..good() }, "share_invalid"),
        (Offering { off: Off::Share(5_001), ..good() }, "share_invalid"),
        (Offering { off: Off::Amount(Fen(0)), ..good() }, "amount_invalid"),
        (Offering { from: day(9), until: day(8), ..good() }, "period_invalid"),
        (Offering { scope: nowhere, ..good() }, "scope_empty"),
        (good(), "ok"),
        (good(), "scheme_exists"),
    ];
    for (offer, code) in table {
        assert_eq!(house.code(MANAGER, scheme::Command::Open { offer }), code);
    }
    assert_eq!(house.code(SUPERVISOR, scheme::Command::Open { offer: good() }), "not_permitted");
    for number in 1..scheme::OPEN_MAX {
        opens(&mut house, offering(&format!("惠{number}"), Off::Share(1)));
    }
    assert_eq!(
        house.code(MANAGER, scheme::Command::Open { offer: offering("多", Off::Share(1)) }),
        "schemes_full"
    );
}

#[test]
fn below_the_floor_price_a_scheme_is_the_managers_to_give() {
    let mut house = House::new();
    house.to("11-28 10:00");
    let unit = house.unit("3/1/601");
    let mut row = rows().into_iter().find(|row| row.spec.address() == "3#/1单元/601").unwrap();
    row.spec.floor_price = row.spec.total.map(|total| total - Fen::yuan(10_000));
    house.must(MANAGER, listing::Command::Import { source: "floor.csv".into(), rows: vec![row] });
    house.must(JIA, hold::Command::Hold { unit, customer: person("张三"), minutes: None });
    let scheme = opens(&mut house, offering("一口价", Off::Amount(Fen::yuan(10_001))));
    assert_eq!(house.code(JIA, scheme::Command::Give { unit, scheme }), "below_floor");
    assert_eq!(house.code(SUPERVISOR, scheme::Command::Give { unit, scheme }), "below_floor");
    house.must(MANAGER, scheme::Command::Give { unit, scheme });
}

#[test]
fn a_swap_takes_along_the_schemes_that_fit_the_other_unit() {
    let (mut house, unit) = held();
    let all = opens(&mut house, offering("按时签约", Off::Share(100)));
    let low = Scope { floors: Some((1, 6)), ..Scope::default() };
    let here = opens(&mut house, Offering { scope: low, ..offering("低层", Off::Share(200)) });
    for scheme in [all, here] {
        house.must(JIA, scheme::Command::Give { unit, scheme });
    }
    house.must(CASHIER, payment::Command::Deposit { unit, customer: None, taken: taken("D1", 50_000) });
    let to = house.unit("3/1/701");
    house.must(MANAGER, make(unit, Change::Swap { to, back: Back::Available }));
    let claim = house.office.live_claim(to).unwrap();
    let list = house.office.unit(to).spec.total.unwrap();
    assert_eq!(claim.schemes.iter().map(|given| given.scheme).collect::<Vec<_>>(), [all]);
    assert_eq!(claim.deal(), Some(Fen(list.0 - list.0 / 100)));
}

#[test]
fn a_request_for_a_special_price_falls_when_a_scheme_came_since() {
    let (mut house, unit) = held();
    house.must(JIA, make(unit, Change::Discount { off: Fen::yuan(30_000) }));
    let scheme = opens(&mut house, offering("按时签约", Off::Share(100)));
    house.must(JIA, scheme::Command::Give { unit, scheme });
    let request = xiaokong::domain::id::RequestId(0);
    assert_eq!(house.code(MANAGER, Asking::Approve { request, back: None }), "request_stale");
}

#[test]
fn prices_move_by_percentage_and_leave_claims_alone() {
    let (mut house, unit) = held();
    let sold = house.unit("3/1/602");
    deposit(&mut house, sold, "D9", 50_000);
    let (list, sold_list) = (house.office.unit(unit).spec.total, house.office.unit(sold).spec.total);
    let seen = preview(&house.office, &moving(-200), &house.context(MANAGER)).unwrap();
    assert_eq!((seen.rows.len(), seen.held, seen.sold, seen.unpriced), (143, 1, 1, 0));
    changes(&mut house, moving(-200)).unwrap();
    let spec = house.office.unit(unit).spec.clone();
    // 3,650,400 less 2 % is 3,577,392: to the thousand 3,577,000; over 89.76 m² that is 39,850.71 a m².
    assert_eq!((spec.total, spec.unit_price), (Some(Fen::yuan(3_577_000)), Some(Fen(3_985_071))));
    assert_eq!(house.office.live_claim(unit).and_then(|claim| claim.price), list);
    assert_eq!(house.office.unit(sold).spec.total, sold_list, "what has money in it is left out");
    let history = points(unit, &house.journal);
    assert_eq!(history.iter().map(|point| point.total).collect::<Vec<_>>(), [list, spec.total]);
    assert_eq!(history[1].source, Source::Change(-200, "行情".into()));
    house.to("11-29 10:01");
    assert_eq!(house.true_office().status(unit), Status::Available);
    house.must(YI, hold::Command::Hold { unit, customer: person("李四"), minutes: None });
    assert_eq!(
        house.office.live_claim(unit).and_then(|claim| claim.price),
        spec.total,
        "the next one pays it"
    );
}

#[test]
fn a_change_of_prices_that_makes_no_sense_is_refused_as_a_whole() {
    let mut house = House::new();
    house.to("11-28 10:00");
    let mut row = rows().into_iter().find(|row| row.spec.address() == "3#/1单元/601").unwrap();
    row.spec.floor_price = row.spec.total.map(|total| total - Fen::yuan(10_000));
    house.must(MANAGER, listing::Command::Import { source: "floor.csv".into(), rows: vec![row] });
    let before = house.office.clone();
    let mut code =
        |by: Move, count| house.code(MANAGER, pricing::Command::Change { by, count, reason: "行情".into() });
    assert_eq!(code(moving(0), 1), "share_invalid");
    assert_eq!(code(moving(3_001), 1), "share_invalid");
    assert_eq!(code(Move { round: Fen(0), ..moving(100) }, 1), "amount_invalid");
    let nowhere = Scope { floors: Some((90, 99)), ..Scope::default() };
    assert_eq!(code(Move { scope: nowhere, ..moving(100) }, 1), "scope_empty");
    assert_eq!(code(moving(-200), 144), "list_below_floor");
    assert_eq!(code(moving(100), 143), "count_differs");
    let refused = pricing::Command::Change { by: moving(100), count: 144, reason: " ".into() };
    assert_eq!(house.code(MANAGER, refused), "text_invalid");
    let refused = pricing::Command::Change { by: moving(100), count: 144, reason: "行情".into() };
    assert_eq!(house.code(SUPERVISOR, refused), "not_permitted");
    assert_eq!(house.office, before);
    // Where floor prices move too, the distance stays.
    changes(&mut house, Move { floor_prices: true, ..moving(-200) }).unwrap();
    let spec = &house.office.unit(house.unit("3/1/601")).spec;
    assert_eq!(spec.floor_price, Some(Fen::yuan(3_568_000)));
    // On round prices a move smaller than half the step is none.
    assert_eq!(changes(&mut house, moving(1)).err(), Some(Rejection::ScopeEmpty));
}
