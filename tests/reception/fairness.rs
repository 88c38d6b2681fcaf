//! Fairness: with everyone here and free, nobody is more than one turn ahead of anybody.

use crate::common::floor::{FOUR, arrives, asking, closes, given, group, open};
use crate::common::{House, JIA, SUPERVISOR};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use xiaokong::domain::assignment::Command as Give;
use xiaokong::domain::state::turn::TurnKind;
use xiaokong::domain::state::visit::VisitKind;

type Verdict = Result<(), String>;

/// How often each of the four did something the ledger calls one of those.
fn counted(house: &House, kinds: &[TurnKind]) -> Vec<usize> {
    let turns = house.office.turns_of(house.office.day(house.now));
    let of = |who| {
        turns.iter().filter(|turn| !turn.undone && turn.staff == who && kinds.contains(&turn.kind)).count()
    };
    FOUR.iter().map(|who| of(*who)).collect()
}

fn apart(counts: &[usize]) -> usize {
    counts.iter().max().unwrap_or(&0) - counts.iter().min().unwrap_or(&0)
}

/// One group after the other. `what` below 5 is a first visit, then own customers, competitors, customers of the absent
/// supervisor's, and first visits that turn out to be a colleague's.
fn day(groups: &[(u8, u8)], is_plain: bool, tamper: fn(&mut House)) -> Verdict {
    let mut house = open();
    for (what, who) in groups {
        let who = FOUR[usize::from(*who) % 4];
        let arrival = match what {
            0..5 => group(VisitKind::First),
            5 => asking(VisitKind::Returning, who),
            6 => group(VisitKind::Competitor),
            7 if !is_plain => asking(VisitKind::Returning, SUPERVISOR),
            _ => group(VisitKind::Channel),
        };
        let number = arrives(&mut house, arrival);
        let receiver = given(&mut house, number);
        if *what == 8 && !is_plain {
            let owner = if receiver == who { SUPERVISOR } else { who };
            let _ = house.send(SUPERVISOR, Give::Establish { number, owner, reason: "老客户".into() });
        }
        closes(&mut house, receiver);
        tamper(&mut house);
        let received = counted(&house, &[TurnKind::New, TurnKind::Early]);
        if is_plain && apart(&received) > 1 {
            return Err(format!("new visitors: {received:?}"));
        }
        // What the ledger names besides: a credit spent, a turn that was void.
        let turns = counted(&house, &[TurnKind::New, TurnKind::Voided, TurnKind::Lost]);
        if apart(&turns) > 1 {
            return Err(format!("turns: {turns:?}"));
        }
        let (earned, spent) = (counted(&house, &[TurnKind::Courtesy]), counted(&house, &[TurnKind::MadeUp]));
        if earned.iter().zip(&spent).any(|(earned, spent)| spent > earned) {
            return Err(format!("made up {spent:?}, helped {earned:?}"));
        }
    }
    Ok(())
}

fn days(is_plain: bool, cases: u32, tamper: fn(&mut House)) -> Verdict {
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let groups = prop::collection::vec((0..9u8, 0..4u8), 1..40);
    let run = |groups: Vec<(u8, u8)>| day(&groups, is_plain, tamper).map_err(TestCaseError::fail);
    runner.run(&groups, run).map_err(|fault| fault.to_string())
}

#[test]
fn nobody_is_more_than_one_first_visit_ahead() {
    for is_plain in [true, false] {
        assert_eq!(days(is_plain, 24, |_| {}), Ok(()));
    }
}

#[test]
fn an_unfair_line_is_noticed() {
    for is_plain in [true, false] {
        let unfair = days(is_plain, 24, |house| house.office.line.rotate_right(1));
        assert!(unfair.is_err());
        // 甲 always leads again.
        let favoured = days(is_plain, 24, |house| house.office.line.sort_by_key(|id| *id != JIA));
        assert!(favoured.is_err());
    }
}
