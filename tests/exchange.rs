//! Price lists in: the two real files as they are, and bad ones.
use std::path::Path;
use xiaokong::domain::state::unit::ListedStatus as S;
use xiaokong::exchange::price::{PriceList, floor_of, read_bytes, read_file};

fn real(name: &str) -> PriceList {
    let list = read_file(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name), &mut |_| {});
    assert_eq!(list.faults, []);
    list
}

#[test]
fn the_real_lists_come_in() {
    let list = real("jinque-5.csv");
    let count = |s| list.rows.iter().filter(|row| row.status == Some(s)).count();
    let counts =
        (list.rows.len(), count(S::Available), count(S::Deposit), count(S::Signed), count(S::Recorded));
    assert_eq!(counts, (32, 15, 1, 9, 7));
    let list = real("borui-1516.csv");
    let names: std::collections::BTreeSet<_> =
        list.rows.iter().map(|row| row.spec.building.clone()).collect();
    assert_eq!((list.rows.len(), names.len()), (383, 8));
}

#[test]
fn bad_lists_are_named() {
    for (text, code) in [
        ("", "empty"),
        ("楼栋\nA\n", "column-missing"),
        ("楼栋,房号,房号\n", "duplicate-heading"),
        ("楼栋,房号\nA\n", "width"),
        ("楼栋,房号\nA,\n", "blank"),
        ("楼栋,房号,总价\nA,801,x\n", "money"),
        ("楼栋,房号,面积,状态\nA,801,1,x\n", "status"),
        ("楼栋,房号\nA,801\nA,801\n", "duplicate"),
        ("a\0b", "binary"),
        ("PK\x03\x04", "workbook"),
    ] {
        let list = read_bytes("x.csv", text.as_bytes(), &mut |_| {});
        assert_eq!(list.faults.first().map(|fault| fault.code()), Some(code), "{text:?}");
    }
}

#[test]
fn rooms_tell_floors() {
    assert_eq!(["801", "1203", "−1035", "B101", "车位12"].map(floor_of), [8, 12, -1, -1, 0]);
}
