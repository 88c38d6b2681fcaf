//! Papers: their numbers, what they say, and how a template can be wrong (rules §4).

use super::CLERK;
use super::{Change1, Check, deposit, make, sold};
use crate::common::*;
use chrono::{TimeZone, Utc};
use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use xiaokong::domain::act::{self, Command, Event, Recorded};
use xiaokong::domain::audit::{Unsound, sound};
use xiaokong::domain::id::{CommandId, CustomerId, StaffId, UnitId};
use xiaokong::domain::issue::{self, Command as Print};
use xiaokong::domain::money::Fen;
use xiaokong::domain::state::claim::{Payer, Receipt, ReceiptKind};
use xiaokong::domain::state::issued::{Matter, PaperKind};
use xiaokong::domain::state::request::{Back, Change};
use xiaokong::domain::{hold, paper, payment, people};
use xiaokong::locale::{Lang, Locale};
use xiaokong::press::facts::{Facts, Mark};
use xiaokong::press::template::{Form, GUIDE, Press, built_in};
use xiaokong::press::{print, trial};

// ---- numbers ----

/// The prints in a journal, in order.
fn prints(journal: &[Recorded]) -> Vec<&issue::Event> {
    let one = |recorded: &'_ Recorded| matches!(recorded.event, Event::Issue(_));
    let events = journal.iter().filter(|recorded| one(recorded)).map(|recorded| &recorded.event);
    events.filter_map(|event| if let Event::Issue(event) = event { Some(event) } else { None }).collect()
}

/// After every act somebody prints something, or tries to.
fn and_print(house: &mut House) {
    let head = house.office.head;
    let unit = UnitId(super::FIRST + (head % 6) as u32);
    let command = match head % 4 {
        0 => Print::Subscription { unit },
        1 => Print::Swap { unit },
        _ => Print::LastReceipt { unit },
    };
    let by = if head.is_multiple_of(7) { JIA } else { CASHIER };
    let _ = house.send(by, command);
}

/// Prints, and loses one number on the way.
fn and_skip(house: &mut House) {
    and_print(house);
    let skip = |event: &mut Event| {
        if let Event::Issue(issue::Event::Issued { no, .. }) = event
            && no.number > 1
        {
            no.number += 1;
        }
    };
    house.journal.iter_mut().for_each(|recorded| skip(&mut recorded.event));
}

#[test]
fn numbers_run_without_gaps_whatever_happens_and_is_undone() {
    let check: Check = |house| {
        let mut last: BTreeMap<(PaperKind, i32), u32> = BTreeMap::new();
        let mut copies: BTreeMap<String, u32> = BTreeMap::new();
        let mut matters = HashSet::new();
        for event in prints(&house.journal) {
            let (no, matter, _, copy) = event.print();
            let first = matters.insert(matter);
            let number = last.entry((no.kind, no.year)).or_default();
            *number += u32::from(first);
            let printed = copies.entry(no.to_string()).or_default();
            *printed += 1;
            if first != matches!(event, issue::Event::Issued { .. }) || *printed != copy {
                return Err(format!("{no} is print {copy}, counted {printed}"));
            }
            if first && no.number != *number {
                return Err(format!("{no} should be number {number}"));
            }
        }
        let kept = house.office.issued.papers().iter().map(|paper| (paper.no.to_string(), paper.copies));
        if kept.collect::<BTreeMap<_, _>>() == copies { Ok(()) } else { Err("the office differs".into()) }
    };
    let lived = |tamper| super::lives(check, tamper);
    assert_eq!(lived(and_print), Ok(()));
    assert!(lived(and_skip).is_err(), "the check does not see a gap");
}

#[test]
fn random_lives_print_every_kind_and_copies() {
    let check: Check = |house| {
        let unprinted = |kind| prints(&house.journal).iter().all(|event| event.print().0.kind != kind);
        let copied = prints(&house.journal).iter().any(|event| event.print().3 > 2);
        let all = PaperKind::ALL.iter().all(|kind| !unprinted(*kind)) && copied;
        if all { Err("met all".into()) } else { Ok(()) }
    };
    let met = super::lives(check, and_print);
    assert!(met.is_err_and(|fault| fault.contains("met all")), "the lives never come that far");
}

/// `verify` asks the same of every journal.
#[test]
fn a_number_left_out_is_unsound() {
    let (mut house, unit) = sold();
    house.must(CASHIER, Print::LastReceipt { unit });
    house.must(CASHIER, Print::Subscription { unit });
    assert_eq!(sound(&house.office), Ok(()));
    let mut forged = house.office.issued.papers()[0].clone();
    (forged.no.number, forged.matter, forged.seq) = (3, Matter::Receipt("D9".into()), 77);
    house.office.issued.add(forged);
    assert_eq!(sound(&house.office), Err(Unsound::Paper(77)));
}

#[test]
fn a_year_has_its_own_numbers_and_begins_in_the_projects_zone() {
    let (mut house, unit) = sold();
    house.now = Utc.with_ymd_and_hms(2026, 12, 31, 15, 59, 59).unwrap();
    house.must(CASHIER, Print::LastReceipt { unit });
    let other = house.unit("3/1/602");
    deposit(&mut house, other, "D2", 50_000);
    house.now = Utc.with_ymd_and_hms(2026, 12, 31, 16, 0, 0).unwrap();
    house.must(CASHIER, Print::LastReceipt { unit: other });
    house.must(CASHIER, Print::Receipt { number: " D1 ".into() });
    house.must(CASHIER, Print::Subscription { unit });
    let said: Vec<String> = prints(&house.journal)
        .iter()
        .map(|event| format!("{} {}", event.print().0, event.print().3))
        .collect();
    assert_eq!(said, ["SJ-2026-0001 1", "SJ-2027-0001 1", "SJ-2026-0001 2", "RG-2027-0001 1"]);
}

#[test]
fn what_cannot_be_printed_says_why_and_takes_no_number() {
    let mut house = House::new();
    house.to("11-28 10:00");
    let unit = house.unit("3/1/601");
    assert_eq!(house.code(CASHIER, Print::LastReceipt { unit }), "no_receipts");
    assert_eq!(house.code(CASHIER, Print::Receipt { number: "D1".into() }), "receipt_absent");
    assert_eq!(house.code(CASHIER, Print::Receipt { number: " ".into() }), "text_invalid");
    assert_eq!(house.code(CLERK, Print::Subscription { unit }), "not_subscribed");
    house.must(JIA, hold::Command::Hold { unit, customer: person("张三"), minutes: None });
    assert_eq!(house.code(CLERK, Print::Subscription { unit }), "not_subscribed", "a hold is none yet");
    assert_eq!(house.code(CLERK, Print::Swap { unit }), "not_swapped");
    house.must(CASHIER, payment::Command::Deposit { unit, customer: None, taken: taken("D1", 50_000) });
    for by in [JIA, RECEPTION, StaffId(9), StaffId(10)] {
        assert_eq!(house.code(by, Print::Subscription { unit }), "not_permitted", "{by}");
    }
    for by in [JIA, MANAGER, CLERK] {
        assert_eq!(house.code(by, Print::LastReceipt { unit }), "not_permitted", "{by}");
    }
    assert_eq!(house.code(CASHIER, Print::Swap { unit: UnitId(99_999) }), "unit_unknown");
    assert_eq!(prints(&house.journal).len(), 0);
    for by in [MANAGER, SUPERVISOR, CLERK, CASHIER] {
        house.must(by, Print::Subscription { unit });
    }
    assert_eq!(house.office.issued.papers().len(), 1);
}

/// Printing changes nothing on a unit: what could be undone still can.
#[test]
fn a_print_is_in_no_undos_way() {
    let (mut house, unit) = sold();
    let cancel = Change::Cancel { back: Back::Available, refund: Fen::yuan(50_000) };
    house.must(MANAGER, make(unit, cancel));
    house.must(CASHIER, Change1::Refund { unit, taken: taken("R1", 50_000) });
    house.must(JIA, hold::Command::Hold { unit, customer: person("李四"), minutes: None });
    house.must(CASHIER, Print::Receipt { number: "D1".into() });
    house.must(JIA, xiaokong::domain::undo::Command::Undo { deed: None });
    assert!(house.office.live_claim(unit).is_none());
}

// ---- who paid ----

fn payer(house: &House, unit: UnitId) -> Option<Payer> {
    let claim = house.office.live_claim(unit).unwrap();
    claim.receipts.last().unwrap().payer.clone()
}

#[test]
fn a_receipt_says_who_paid() {
    let (mut house, unit) = sold();
    let own = house.office.live_claim(unit).and_then(|claim| claim.customer).map(Payer::Customer);
    assert_eq!(payer(&house, unit), own, "the customer, where nobody else is named");
    house.must(JIA, people::Command::Register { customer: phoned("李四", "13800000001") });
    let kin = CustomerId(house.office.customers.len() as u32 - 1);
    let by = |receipt: &str, yuan, payer| payment::Taken { payer, ..taken(receipt, yuan) };
    let sign =
        |payer| payment::Command::Sign { unit, contract: "HT1".into(), taken: by("S1", 600_000, payer) };
    assert_eq!(house.code(CASHIER, sign(Some(CustomerId(999)))), "customer_unknown");
    house.must(CASHIER, sign(Some(kin)));
    assert_eq!(payer(&house, unit), Some(Payer::Customer(kin)));
    let loan = |receipt: &str| payment::Command::Pay { unit, loan: true, taken: by(receipt, 1_000, None) };
    house.must(CASHIER, loan("L1"));
    assert_eq!(payer(&house, unit), None, "no bank is known yet");
    let (bank, amount) = ("建设银行".to_string(), Fen::yuan(2_000_000));
    house.must(CLERK, paper::Command::Mortgage { unit, bank: bank.clone(), amount });
    house.must(CASHIER, loan("L2"));
    assert_eq!(payer(&house, unit), Some(Payer::Bank(bank)));
    let correct = |new, payer| payment::Command::Correct {
        wrong: "S1".into(),
        counter: "X1".into(),
        taken: Some(by(new, 500_000, payer)),
        reason: "写错".into(),
    };
    let mut other = house.clone();
    house.must(CASHIER, correct("S2", None));
    assert_eq!(payer(&house, unit), Some(Payer::Customer(kin)), "a correction keeps the payer");
    other.must(CASHIER, correct("S2", house.office.live_claim(unit).unwrap().customer));
    assert_eq!(payer(&other, unit), own);
    assert_eq!(house.replayed(), house.office);
}

/// Journals from before it was asked have no payer, and keep none.
#[test]
fn a_receipt_of_old_reads_without_a_payer() {
    let old = r#"{"number":"0004312","kind":"deposit","amount":5000000,"method":"pos"}"#;
    let receipt: Receipt = serde_json::from_str(old).unwrap();
    assert_eq!((receipt.kind, &receipt.payer), (ReceiptKind::Deposit, &None));
    assert_eq!(serde_json::to_string(&receipt).unwrap(), old, "and is written as it was");
    let (house, _) = sold();
    let written = serde_json::to_string(&house.journal.last().unwrap().event).unwrap();
    assert!(written.contains(r#""payer":{"customer":0}"#) && !written.contains("booked"), "{written}");
}

// ---- what they say ----

const HASH: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/// The last paper printed, as the templates of a folder (or the built-in ones) have it.
fn paper_text(house: &House, lang: Lang, form: Form, folder: Option<&Path>) -> String {
    let locale = Locale::new(lang, house.office.policy.time_zone);
    let press = Press::load(lang, folder).unwrap();
    let last = house.journal.last().unwrap();
    print(&press, form, &locale, &house.office, last, Mark { seq: last.seq, hash: HASH }).unwrap()
}

/// 3#/1/601 with a discount, a partial deposit paid by a relative, kin on the claim, then swapped.
fn storied() -> (House, UnitId, UnitId) {
    let mut house = House::new();
    house.to("11-28 10:00");
    let (unit, to) = (house.unit("3/1/601"), house.unit("3/1/1602"));
    house.must(JIA, hold::Command::Hold { unit, customer: phoned("欧阳明月", "13812345678"), minutes: None });
    house.must(MANAGER, make(unit, Change::Discount { off: Fen::yuan(30_000) }));
    house.must(JIA, people::Command::Register { customer: phoned("李四", "13800000001") });
    let kin = CustomerId(house.office.customers.len() as u32 - 1);
    let paid = payment::Taken { payer: Some(kin), ..taken("0004312", 20_000) };
    house.must(CASHIER, payment::Command::Deposit { unit, customer: None, taken: paid });
    house.must(MANAGER, make(unit, Change::Rename { add: Some(kin), remove: None, relation: "配偶".into() }));
    (house, unit, to)
}

fn swapped() -> (House, UnitId, UnitId) {
    let (mut house, unit, to) = storied();
    house.to("11-30 15:20");
    let reason = "家里老人同住，想要楼层高一些、朝南的卧室多一间，预算也允许".to_string();
    let change = Change::Swap { to, back: Back::Available };
    house.must(MANAGER, Change1::Make { unit, change, reason });
    (house, unit, to)
}

#[test]
fn every_paper_in_both_languages() {
    let (mut house, unit, _) = storied();
    for lang in Lang::ALL {
        house.to("11-28 13:11").must(CASHIER, Print::LastReceipt { unit });
        insta::assert_snapshot!(
            format!("receipt_{}", lang.code()),
            paper_text(&house, lang, Form::Text, None)
        );
        house.must(CLERK, Print::Subscription { unit });
        let said = paper_text(&house, lang, Form::Text, None);
        insta::assert_snapshot!(format!("subscription_{}", lang.code()), said);
    }
    let (mut house, unit, _) = swapped();
    for lang in Lang::ALL {
        house.must(CLERK, Print::Swap { unit });
        insta::assert_snapshot!(format!("swap_{}", lang.code()), paper_text(&house, lang, Form::Text, None));
    }
    insta::assert_snapshot!("swap_page", paper_text(&house, Lang::Zh, Form::Html, None));
}

/// What every paper must bear (rules §4), in text and on the page alike.
#[test]
fn every_paper_says_what_it_must() {
    let (mut house, unit, to) = swapped();
    house.must(CASHIER, payment::Command::TopUp { unit: to, taken: taken("0004340", 10_000) });
    let all = [
        "测试",
        "欧阳明月",
        "3#/1单元/1602",
        HASH,
        "甲",
        "财务",
        "20,000.00",
        "2026-12-01 18:00",
        "2026-12-05 18:00",
    ];
    let papers: [(StaffId, Print, &[&str]); 3] = [
        (
            CASHIER,
            Print::Receipt { number: "0004312".into() },
            &["李四", "刷卡", "定金", "人民币贰万元整", "3#/1单元/601", "SJ-2026-0001"],
        ),
        (
            CLERK,
            Print::Subscription { unit: to },
            &["13812345678", "李四", "补足", "3,750,400.00", "内业", "RG-2026-0001"],
        ),
        (
            SUPERVISOR,
            Print::Swap { unit },
            &["3,620,400.00", "3,750,400.00", "经理", "朝南", "主管", "HF-2026-0001"],
        ),
    ];
    for (by, command, own) in papers {
        house.must(by, command);
        for form in Form::ALL {
            let text = paper_text(&house, Lang::Zh, form, None);
            // Lines are folded: what is looked for may be, too.
            let flat: String = text.replace("&#x2f;", "/").split_whitespace().collect();
            for word in all.iter().chain(own) {
                let word: String = word.split_whitespace().collect();
                assert!(flat.contains(&word), "{word} is missing in:\n{text}");
            }
            assert!(flat.contains("演练"), "practice shows on every paper");
            assert!(!text.contains("none") && !text.contains("undefined"), "{text}");
        }
    }
}

#[test]
fn a_copy_says_so_and_a_voided_receipt_too() {
    let (mut house, unit, _) = storied();
    house.to("11-28 13:11").must(CASHIER, Print::LastReceipt { unit });
    assert!(!paper_text(&house, Lang::Zh, Form::Text, None).contains("副本"));
    let correct = payment::Command::Correct {
        wrong: "0004312".into(),
        counter: "X1".into(),
        taken: Some(taken("0004313", 30_000)),
        reason: "写错".into(),
    };
    house.to("11-29 09:30").must(CASHIER, correct);
    house.must(CASHIER, Print::Receipt { number: "0004312".into() });
    for form in Form::ALL {
        let text = paper_text(&house, Lang::Zh, form, None);
        for word in ["副本 2", "首次打印 2026-11-28 13:11", "2026-11-29 09:30", "冲红作废", "SJ-2026-0001"]
        {
            assert!(text.contains(word), "{word}: {text}");
        }
        assert!(paper_text(&house, Lang::En, form, None).contains("Copy 2"));
    }
    house.must(CASHIER, Print::Receipt { number: "X1".into() });
    assert!(paper_text(&house, Lang::Zh, Form::Html, None).contains("付款单"));
}

#[test]
fn lines_of_text_keep_their_width() {
    let (mut house, unit, _) = swapped();
    house.must(CLERK, Print::Swap { unit });
    for lang in Lang::ALL {
        let text = paper_text(&house, lang, Form::Text, None);
        for line in text.lines() {
            let cells = unicode_width::UnicodeWidthStr::width(line);
            assert!(cells <= 64, "{cells}: {line}");
        }
    }
}

#[test]
fn nothing_a_customer_is_called_is_markup() {
    let mut house = House::new();
    house.to("11-28 10:00");
    let unit = house.unit("3/1/601");
    let customer = Some(phoned("<b>王</b>&\"五\"", "13812345678"));
    house.must(CASHIER, payment::Command::Deposit { unit, customer, taken: taken("<i>1", 50_000) });
    house.must(CASHIER, Print::LastReceipt { unit });
    let page = paper_text(&house, Lang::Zh, Form::Html, None);
    assert!(page.contains("&lt;b&gt;王&lt;") && page.contains("&lt;i&gt;1"), "{page}");
    assert!(!page.contains("<b>") && !page.contains("<i>"), "{page}");
    assert!(paper_text(&house, Lang::Zh, Form::Text, None).contains("<b>王</b>&\"五\""));
}

/// A page needs nothing from elsewhere.
#[test]
fn pages_are_self_contained() {
    for (name, text) in Lang::ALL.iter().flat_map(|lang| built_in(*lang)) {
        for word in ["http", "<script", "<link", "<img", "@import", "url("] {
            assert!(!text.contains(word), "{name} has {word}");
        }
    }
}

// ---- templates ----

/// A folder with one template of the office's own.
fn own(name: &str, text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("zh")).unwrap();
    std::fs::write(folder.path().join("zh").join(name), text).unwrap();
    folder
}

#[test]
fn the_office_replaces_one_template_and_keeps_the_others() {
    let (mut house, unit, _) = storied();
    house.must(CASHIER, Print::LastReceipt { unit });
    let folder = own("receipt.txt", "{{ project }}：{{ receipt.amount.capitals }}\n");
    let said = paper_text(&house, Lang::Zh, Form::Text, Some(folder.path()));
    assert_eq!(said, "测试：人民币贰万元整\n");
    assert!(paper_text(&house, Lang::En, Form::Text, Some(folder.path())).contains("RECEIPT"));
    // The frame alone can be replaced too.
    let folder = own("page.txt", "抬头\n{% block body %}{% endblock %}");
    let said = paper_text(&house, Lang::Zh, Form::Text, Some(folder.path()));
    assert!(said.starts_with("抬头\n房源          3#/1单元/601\n"), "{said}");
}

#[test]
fn a_broken_template_names_file_line_and_fault() {
    let (mut house, unit, _) = storied();
    house.must(CASHIER, Print::LastReceipt { unit });
    let table = [
        ("receipt.txt", "一\n{{ amuont }}\n", "undefined", 2, "{{ amuont }}"),
        ("receipt.txt", "一\n二\n{{ row(\"x\", receipt.amuont) }}", "undefined", 3, "amuont"),
        ("receipt.txt", "{{ project|shout }}", "unknown", 1, "shout"),
        ("receipt.txt", "{{ cheer() }}", "unknown", 1, "cheer"),
        ("receipt.txt", "一\n{% if project %}\n", "syntax", 2, "{% if project %}"),
        ("receipt.txt", "{{ project", "syntax", 1, "{{ project"),
        ("receipt.txt", "{% extends \"letter.txt\" %}", "missing", 1, "letter.txt"),
        (
            "receipt.txt",
            "{% for a in range(9000) %}{% for b in range(9000) %}{{ b }}{% endfor %}{% endfor %}",
            "endless",
            1,
            "",
        ),
        ("receipt.txt", "{{ project - 1 }}", "value", 1, "project - 1"),
        ("page.txt", "一\n{% block body %}{% endblock %}\n{{ hash }}\n", "undefined", 3, "{{ hash }}"),
    ];
    let locale = Locale::new(Lang::Zh, chrono_tz::Asia::Shanghai);
    let last = house.journal.last().unwrap();
    for (name, text, code, line, part) in table {
        let folder = own(name, text);
        let press = Press::load(Lang::Zh, Some(folder.path())).unwrap();
        let mark = Mark { seq: last.seq, hash: HASH };
        let fault = print(&press, Form::Text, &locale, &house.office, last, mark).expect_err(text);
        assert_eq!((fault.code, fault.line), (code, line), "{text}: {fault:?}");
        assert!(fault.file.ends_with(&format!("zh/{name}")) && fault.file.starts_with('/'), "{fault:?}");
        assert!(fault.text.contains(part), "{text}: {fault:?}");
        let context = house.context(CASHIER);
        let asked = Print::LastReceipt { unit };
        let tried = trial(&press, Form::Text, &locale, &house.office, &asked, &context);
        assert_eq!(tried, Err(fault), "and is found before the paper gets its number");
        let sound = trial(&press, Form::Html, &locale, &house.office, &asked, &context);
        assert_eq!(sound, Ok(()), "the other form is not touched by it");
    }
    let long = own("receipt.txt", &" ".repeat(300_000));
    let fault = Press::load(Lang::Zh, Some(long.path())).err().map(|fault| fault.code);
    assert_eq!(fault, Some("too_long"));
    let folder = own("page.txt", "");
    std::fs::create_dir(folder.path().join("zh/receipt.txt")).unwrap();
    let fault = Press::load(Lang::Zh, Some(folder.path())).err().map(|fault| fault.code);
    assert_eq!(fault, Some("unreadable"));
}

/// A trial prints into nothing: the office is as before.
#[test]
fn a_trial_changes_nothing() {
    let (house, unit, _) = storied();
    let press = Press::load(Lang::Zh, None).unwrap();
    let locale = Locale::new(Lang::Zh, chrono_tz::Asia::Shanghai);
    let before = house.office.clone();
    let asked = Print::LastReceipt { unit };
    assert_eq!(trial(&press, Form::Text, &locale, &house.office, &asked, &house.context(CASHIER)), Ok(()));
    assert_eq!(house.office, before);
    let recorded = Recorded {
        seq: 1,
        at: house.now,
        by: None,
        terminal: String::new(),
        command: CommandId::nil(),
        event: house.journal[0].event.clone(),
    };
    let mark = Mark { seq: 1, hash: HASH };
    assert_eq!(print(&press, Form::Text, &locale, &house.office, &recorded, mark), Ok(String::new()));
    assert!(act::decide(&house.office, &Command::Issue(asked), &house.context(JIA)).is_err());
}

/// Every name a template may use, with those inside it.
fn names(value: &serde_json::Value, out: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(fields) => fields.iter().for_each(|(name, value)| {
            out.push(name.clone());
            names(value, out);
        }),
        serde_json::Value::Array(all) => all.iter().for_each(|value| names(value, out)),
        _ => {}
    }
}

#[test]
fn the_guide_has_every_name_and_no_other() {
    let (mut house, unit, _) = swapped();
    let mut found = Vec::new();
    for command in [Print::Receipt { number: "0004312".into() }, Print::Swap { unit }] {
        house.must(CASHIER, command);
        let last = house.journal.last().unwrap();
        let Event::Issue(event) = &last.event else { panic!("{last:?}") };
        let locale = Locale::new(Lang::Zh, chrono_tz::Asia::Shanghai);
        let facts = Facts::of(&house.office, &locale, last, event, Mark { seq: last.seq, hash: HASH });
        names(&serde_json::to_value(facts).unwrap(), &mut found);
    }
    let found: HashSet<String> = found.into_iter().collect();
    let table = GUIDE.lines().filter(|line| line.starts_with("| `"));
    let told: HashSet<String> =
        table.flat_map(|line| line.split('`').skip(1).step_by(2).map(str::to_string)).collect();
    assert_eq!(found, told);
}
