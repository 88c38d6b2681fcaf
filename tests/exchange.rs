//! Price lists in: the two real files as they are, and bad ones.
use std::path::Path;
use xiaokong::domain::state::unit::ListedStatus as S;
use xiaokong::exchange::price::{PriceList, floor_of, read_bytes, read_file, rejected_csv};

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
        ("楼栋\nA\n", "column_missing", 1, "room"),
        ("楼栋,房号,房号\n", "duplicate_heading", 1, "房号"),
        ("楼栋,房号\nA\n", "width", 2, ""),
        ("楼栋,房号\nA,801,x\n", "width", 2, ""),
        ("楼栋,房号\nA,\n", "blank", 2, "房号"),
        ("楼栋,房号,总价\r\n\r\nA,801,1\r\nA,802,x\r\n", "money", 4, "总价"),
        ("楼栋,房号,建筑面积\nA,801,1.234\n", "area", 2, "建筑面积"),
        ("楼栋,房号,楼层\nA,801,999\n", "floor", 2, "楼层"),
        ("楼栋,房号,状态\nA,801,x\n", "status", 2, "状态"),
        ("楼栋,房号\nA,801\nA,801\n", "duplicate", 3, ""),
        ("楼栋,房号\n", "no_rows", 0, ""),
        ("楼栋,房号\n,\n , \n", "no_rows", 0, ""),
        ("楼栋,房号\nA/1,801\n", "stroke", 2, "楼栋"),
        ("楼栋,单元,房号\nA,1/2,801\n", "stroke", 2, "单元"),
        ("楼栋,房号\nA,=1+1\n", "formula", 2, "房号"),
        ("楼栋,房号,总价\nA,801, =1+1\n", "formula", 2, "总价"),
        ("楼栋,房号,总价\nA,801,-5\n", "money", 2, "总价"),
        ("楼栋,房号,总价\nA,801,1.005\n", "money", 2, "总价"),
        ("楼栋,房号\nA,801\nA,\"802\nA,803\n", "quote", 3, "房号"),
        ("楼层,01,02\n8,801,802\n", "crosstab", 1, ""),
        ("5号楼销控\n8层,801,802\n", "crosstab", 2, ""),
        (&wide, "too_many_columns", 1, ""),
        ("a\0b", "binary", 0, ""),
        ("PK\x03\x04", "workbook", 0, ""),
    ] {
        let list = read(text.as_bytes());
        let found = list.faults.first().map(|fault| (fault.code(), fault.row, fault.column.as_str()));
        assert_eq!(found, Some((code, row, column)), "{text:?}");
    }
}

#[test]
fn odd_but_plain_cells_are_read() {
    let rows = "楼栋,房号,总价,备注\nA,801,５００００,=1+1\n,,,\nA,\"=\"\"0802\"\"\",5万,\nA,=\"0803\",\"1,000.50\",\n";
    let list = read(rows.as_bytes());
    assert_eq!(list.faults, []);
    let found: Vec<_> = list
        .rows
        .iter()
        .map(|row| (&*row.spec.room, row.spec.total.map(|total| total.plain()).unwrap_or_default()))
        .collect();
    assert_eq!(
        found,
        [("801", "50000.00".into()), ("0802", "50000.00".into()), ("0803", "1000.50".to_string())]
    );
    assert_eq!(list.rows[0].spec.attributes, [("备注".into(), "=1+1".into())]);
}

#[test]
fn the_delimiter_is_found_below_a_title() {
    for text in [
        "金雀家园一房一价表\n楼栋\t房号\t总价\nA\t801\t1,000,000\nA\t802\t2,000,000\n",
        "2026;11;28\n楼栋,房号,总价\nA,801,1000000\nA,802,2000000\n",
        "sep=;\n\"楼栋\";\"房号\";总价\nA;801;1,000,000\nA;802;2,000,000\n",
    ] {
        let list = read(text.as_bytes());
        assert_eq!((list.faults.as_slice(), list.rows.len()), (&[][..], 2), "{text}");
        assert_eq!(list.rows[1].spec.total.map(|total| total.plain()), Some("2000000.00".into()), "{text}");
    }
}

#[test]
fn a_unit_of_ten_thousand_in_the_heading_counts() {
    let total = |list: &PriceList| {
        assert_eq!(list.faults, []);
        let all = list.rows.iter().map(|row| row.spec.total.map(|total| total.plain()).unwrap_or_default());
        all.collect::<Vec<_>>().join(" ")
    };
    let list = "楼栋,房号,总价（万元）,单价(元/㎡)\nA,1,300.349104,51713\nA,2,5万,1\nA,3,\"3,000\",1\n";
    assert_eq!(total(&read(list.as_bytes())), "3003491.04 50000.00 30000000.00");
    assert_eq!(
        read(list.as_bytes()).rows[0].spec.unit_price.map(|price| price.plain()),
        Some("51713.00".into())
    );
    assert_eq!(read("楼栋,房号,总价(万元)\nA,1,0.1234567\n".as_bytes()).faults[0].code(), "money");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, ["楼栋", "房号", "总价(万元)"]).unwrap();
    sheet.write_row(1, 0, ["A", "1"]).unwrap();
    sheet.write(1, 2, 300.349_104).unwrap();
    assert_eq!(total(&read(&book.save_to_buffer().unwrap())), "3003491.04");
}

#[test]
fn files_that_are_no_list_are_named() {
    // The least archive there is: no entry, no workbook in it.
    let archive = [b"PK\x03\x04".as_slice(), &[0; 26], b"PK\x05\x06", &[0; 18]].concat();
    let ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let sealed = [ole.as_slice(), &[0; 99], &name].concat();
    let list = "楼栋,房号\nA,1\n".as_bytes().to_vec();
    for (file, bytes, code) in [
        ("a.xlsx", list, Some("not_workbook")),
        ("a.XLSM", b"text".to_vec(), Some("not_workbook")),
        ("a.xlsx", Vec::new(), Some("empty")),
        ("a.xlsx", archive, Some("not_workbook")),
        ("a.xlsx", sealed, Some("encrypted")),
        ("a.xls", ole, Some("old_workbook")),
    ] {
        let list = read_bytes(file, &bytes, &mut |_| {});
        assert_eq!(list.faults.first().map(|fault| fault.code()), code, "{file}");
        assert!(!list.partial(), "{file}");
    }
}

#[test]
fn files_that_cannot_be_read_say_why() {
    let dir = tempfile::tempdir().unwrap();
    let none = dir.path().join("none.csv");
    for (path, code) in [(dir.path(), "directory"), (none.as_path(), "not_found")] {
        let list = read_file(path, &mut |_| {});
        assert_eq!((list.faults[0].code(), list.faults[0].file.as_str()), (code, path.to_str().unwrap()));
    }
}

#[test]
fn bad_rows_are_kept_as_they_stand() {
    let rows = "楼栋,房号,总价\nA,801,1\nA,801,2\nA,802,x\nA,803\nA,804,5,6\n";
    let list = read(rows.as_bytes());
    assert!(list.partial());
    assert_eq!((list.rows.len(), list.rejected.len(), list.faults.len()), (1, 4, 4));
    let text = String::from_utf8(rejected_csv(&list, "导入问题", &|fault| fault.code().into())).unwrap();
    let expected =
        "\u{feff}楼栋,房号,总价,导入问题\nA,801,2,duplicate\nA,802,x,money\nA,803,,width\nA,804,5,width,6\n";
    assert_eq!(text, expected);
    // Mended, it is a list again: what was wrong is no attribute.
    let mended = text.replace("801,2", "805,2").replace(",x,", ",5,").replace("width,6", "width");
    let again = read(mended.as_bytes());
    assert_eq!((again.faults.as_slice(), again.rows.len()), (&[][..], 4));
    assert!(again.rows.iter().all(|row| row.spec.attributes.is_empty()));
    let english = read(text.replace("导入问题", "Import fault").replace(",6", "").as_bytes());
    assert!(english.rows.iter().all(|row| row.spec.attributes.is_empty()));
    // What is wrong with the whole file is wrong with its good rows too; no good row is nothing to take.
    for text in ["楼栋,房号,总价\nA,801,1\nA,802,\"1\n", "楼栋\nA\n", "楼栋,房号,总价\nA,801,x\n"]
    {
        assert!(!read(text.as_bytes()).partial(), "{text:?}");
    }
}

#[test]
fn cells_of_a_workbook_without_a_value_are_named() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_formula_result_default("");
    sheet.write_row(0, 0, ["楼栋", "房号", "总价", "备注"]).unwrap();
    let day = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    for row in 1..=5 {
        sheet.write(row, 0, "A").unwrap();
        sheet.write(row, 1, f64::from(800 + row)).unwrap();
    }
    let result = |text| rust_xlsxwriter::Formula::new("=1+1").set_result(text);
    sheet.write_formula(1, 2, result("2")).unwrap();
    sheet.write_formula(2, 2, result("")).unwrap();
    sheet.write_formula(3, 2, result("#REF!")).unwrap();
    sheet.write_with_format(4, 1, 45_000, &day).unwrap();
    sheet.write_formula(5, 2, result("0")).unwrap();
    sheet.write_formula(1, 3, result("")).unwrap();
    let list = read(&book.save_to_buffer().unwrap());
    let found: Vec<_> =
        list.faults.iter().map(|fault| (fault.code(), fault.row, fault.column.as_str())).collect();
    assert_eq!(
        found,
        [("formula", 3, "总价"), ("formula", 4, "总价"), ("date", 5, "房号"), ("formula", 6, "总价")]
    );
    assert_eq!(
        list.rows.first().and_then(|row| row.spec.total).map(|total| total.plain()),
        Some("2.00".into())
    );
    assert!(list.partial());
    assert_eq!(list.rejected[0].cells, ["A", "802", "=1+1"]);
}

#[test]
fn gb18030_is_read() {
    let (bytes, _, _) = encoding_rs::GB18030.encode("楼栋,房号,状态\n5#住宅楼,801,可售\n");
    let list = read(&bytes);
    assert_eq!((list.faults.len(), &*list.rows[0].spec.building), (0, "5#住宅楼"));
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
        .map(|row| (&*row.spec.room, row.spec.total.map(|total| total.plain())))
        .collect();
    assert_eq!(found, [("801", Some("3003491.04".to_string())), ("802", Some("0.30".to_string()))]);
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write(0, 0, "说明").unwrap();
    let list = read(&book.save_to_buffer().unwrap());
    assert_eq!(list.faults.first().map(|fault| fault.code()), Some("no_list"));
}

#[test]
fn a_million_rows_and_one_are_too_many() {
    let mut text = String::from("楼栋,房号\n");
    for room in 0..=1_000_000 {
        text.push_str(&format!("A,{room}\n"));
    }
    let list = read(text.as_bytes());
    let found = list.faults.first().map(|fault| (fault.code(), fault.row));
    assert_eq!((list.rows.len(), found), (1_000_000, Some(("too_many_rows", 1_000_002))));
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
