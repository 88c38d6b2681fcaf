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

fn read(bytes: &[u8]) -> PriceList {
    read_bytes("x.csv", bytes, &mut |_| {})
}

#[test]
fn bad_lists_are_named() {
    let wide = format!("楼栋,房号{}\n", ",c".repeat(300));
    for (text, code, row, column) in [
        ("", "empty", 0, ""),
        ("楼栋\nA\n", "column-missing", 1, "room"),
        ("楼栋,房号,房号\n", "duplicate-heading", 1, "房号"),
        ("楼栋,房号\nA\n", "width", 2, ""),
        ("楼栋,房号\nA,801,x\n", "width", 2, ""),
        ("楼栋,房号\nA,\n", "blank", 2, "房号"),
        ("楼栋,房号,总价\r\n\r\nA,801,1\r\nA,802,x\r\n", "money", 4, "总价"),
        ("楼栋,房号,建筑面积\nA,801,1.234\n", "area", 2, "建筑面积"),
        ("楼栋,房号,楼层\nA,801,999\n", "floor", 2, "楼层"),
        ("楼栋,房号,状态\nA,801,x\n", "status", 2, "状态"),
        ("楼栋,房号\nA,801\nA,801\n", "duplicate", 3, ""),
        ("楼栋,房号\nA,801\nA,\"802\nA,803\n", "quote", 3, "房号"),
        ("楼层,01,02\n8,801,802\n", "crosstab", 1, ""),
        ("5号楼销控\n8层,801,802\n", "crosstab", 2, ""),
        (&wide, "too-many-columns", 1, ""),
        ("a\0b", "binary", 0, ""),
        ("PK\x03\x04", "workbook", 0, ""),
    ] {
        let list = read(text.as_bytes());
        let found = list.faults.first().map(|fault| (fault.code(), fault.row, fault.column.as_str()));
        assert_eq!(found, Some((code, row, column)), "{text:?}");
    }
}

#[test]
fn gb18030_is_read() {
    let (bytes, _, _) = encoding_rs::GB18030.encode("楼栋,房号,状态\n5#住宅楼,801,可售\n");
    let list = read(&bytes);
    assert_eq!((list.faults.len(), list.rows[0].spec.building.as_str()), (0, "5#住宅楼"));
}

#[test]
fn every_sheet_with_a_header_is_read() {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (room, total) in [(801.0, 3_003_491.04), (802.0, 0.1 + 0.2)] {
        let sheet = book.add_worksheet();
        sheet.write(0, 0, "一房一价表").unwrap();
        sheet.write_row(1, 0, ["楼栋", "房号", "总价"]).unwrap();
        sheet.write(2, 0, "A").unwrap();
        sheet.write(2, 1, room).unwrap();
        sheet.write(2, 2, total).unwrap();
    }
    book.add_worksheet().write(0, 0, "说明").unwrap();
    let list = read(&book.save_to_buffer().unwrap());
    assert_eq!(list.faults, []);
    let found: Vec<_> = list
        .rows
        .iter()
        .map(|row| (row.spec.room.as_str(), row.spec.total.map(|total| total.plain())))
        .collect();
    assert_eq!(found, [("801", Some("3003491.04".to_string())), ("802", Some("0.30".to_string()))]);
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write(0, 0, "说明").unwrap();
    let list = read(&book.save_to_buffer().unwrap());
    assert_eq!(list.faults.first().map(|fault| fault.code()), Some("no-list"));
}

#[test]
fn a_million_rows_and_one_are_too_many() {
    let mut text = String::from("楼栋,房号\n");
    for room in 0..=1_000_000 {
        text.push_str(&format!("A,{room}\n"));
    }
    let list = read(text.as_bytes());
    let found = list.faults.first().map(|fault| (fault.code(), fault.row));
    assert_eq!((list.rows.len(), found), (1_000_000, Some(("too-many-rows", 1_000_002))));
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_borne(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400)) {
        read(&bytes);
        let mut text = "楼栋,房号,总价\n".as_bytes().to_vec();
        text.extend(&bytes);
        read(&text);
    }
}

#[test]
fn rooms_tell_floors() {
    assert_eq!(["801", "1203", "−1035", "B101", "车位12"].map(floor_of), [8, 12, -1, -1, 0]);
}
