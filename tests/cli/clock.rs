//! A host's clock that stepped, by the command line: shown, confirmed by whoever may, named in log and doctor.

use super::Place;
use chrono::Duration;
use xiaokong::domain::act::Command;
use xiaokong::domain::id::{CommandId, StaffId};
use xiaokong::domain::setup;
use xiaokong::domain::state::day::Stage;
use xiaokong::domain::time::Instant;
use xiaokong::store::clock::Boot;
use xiaokong::store::ledger::Ledger;
use xiaokong::store::{self, Opening, Order};

/// Somebody acts on a host that has run for so many minutes, its wall clock so many minutes ahead of that.
fn act(place: &Place, up: i64, ahead: i64, stage: Stage) {
    let noon: Instant = "2026-11-28T05:11:00Z".parse().expect("a moment");
    let boot = Some(Boot { id: [1; 16], up: 1_000_000 + up * 60_000 });
    let now = Some(noon + Duration::minutes(up + ahead));
    let opening = Opening { url: place.path("p.db").display().to_string(), now, boot, ..Opening::default() };
    let mut desk = Ledger::open(store::open(&opening).expect("a store")).expect("a ledger");
    let command: Command = setup::Command::SetStage { stage }.into();
    desk.submit(&Order { id: CommandId::now_v7(), by: StaffId(0), terminal: "t".into(), command })
        .expect("yes");
}

#[test]
fn a_step_is_shown_and_confirmed() {
    let mut place = Place::office();
    place.good(&["hold", "3/1/603", "--customer", "张", "--as", "甲", "--for", "1h"]);
    act(&place, 1, 0, Stage::Open);
    let steady = place.json(&["clock"]);
    assert_eq!((&steady["steady"], &steady["since"]), (&true.into(), &serde_json::Value::Null));
    place.refused("clock_steady", 1, &["clock", "confirm", "--as", "主"]);
    act(&place, 2, 300, Stage::Strong);
    place.at("2026-11-28 18:00");
    let shown = place.json(&["clock"]);
    assert_eq!(shown["steady"], false);
    assert_eq!(shown["since"], "2026-11-28T05:13:00Z");
    assert_eq!(shown["waiting"][0]["unit"], "3#/1单元/603");
    assert_eq!(shown["waiting"][0]["until"], "2026-11-28T06:11:00Z");
    assert_eq!(place.json(&["unit", "3/1/603"])["status"], "held", "it is past its end");
    let told = place.good(&["clock"]).out;
    for word in ["待确认", "3#/1单元/603", "13:13:00", "主管"] {
        assert!(told.contains(word), "{word}: {told}");
    }
    let told = place.good(&["clock", "--lang", "en"]).out;
    assert!(told.contains("1 ends as soon as it is confirmed: 3#/1单元/603. Extend first"), "{told}");
    let ran = place.run(&["doctor", "--json"]);
    let findings = ran.json();
    let of_clock = |one: &&serde_json::Value| one["code"] == "clock";
    let found = findings.as_array().and_then(|all| all.iter().find(of_clock)).expect("a finding").clone();
    assert_eq!((ran.code, &found["ok"]), (3, &false.into()), "{found}");
    assert!(found["message"].as_str().is_some_and(|said| said.contains("待确认")), "{found}");
    let refused = place.refused("not_permitted", 4, &["clock", "confirm", "--as", "甲"]);
    assert!(refused["message"].as_str().is_some_and(|said| said.contains("主管")), "{refused}");
    let done = place.json(&["clock", "confirm", "--as", "主"]);
    assert_eq!((&done["steady"], &done["store"]), (&true.into(), &"2026-11-28T10:00:00Z".into()));
    assert_eq!(place.json(&["unit", "3/1/603"])["status"], "available");
    let log = place.good(&["log"]).out;
    assert!(log.contains("主机时钟跳变") && log.contains("快 5 小时") && log.contains("到期恢复"), "{log}");
    let log = place.json(&["log"]);
    let kinds: Vec<&str> =
        log.as_array().expect("events").iter().filter_map(|one| one["kind"].as_str()).collect();
    assert!(kinds.contains(&"clock.stepped") && kinds.contains(&"clock.confirmed"), "{kinds:?}");
}
