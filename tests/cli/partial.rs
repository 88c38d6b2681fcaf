//! `import --partial`: the good rows come in, the bad ones stay beside, none is lost.

use crate::Place;

const LIST: &str = "楼栋,房号,总价\n1#,101,5\n1#,102,1.005\n1#,103,=1+1\n1#,101,6\n";

fn list(place: &Place) -> String {
    let path = place.path("list.csv");
    std::fs::write(&path, LIST).expect("a file");
    path.display().to_string()
}

#[test]
fn good_rows_come_in_and_bad_ones_stay_beside() {
    let place = Place::new();
    let file = list(&place);
    let error = place.refused("file_invalid", 2, &["import", &file]);
    let codes: Vec<_> =
        error["faults"].as_array().into_iter().flatten().map(|fault| &fault["code"]).collect();
    assert_eq!(codes, ["money", "formula", "duplicate"]);
    assert!(place.run(&["import", &file]).err.contains("--partial"));
    let trial = place.json(&["import", &file, "--partial", "--dry-run"]);
    assert_eq!(
        (&trial["added"], &trial["rejected"], &trial["rejected_file"]),
        (&1.into(), &3.into(), &().into())
    );
    assert!(!place.path("list.rejected.csv").exists() && !place.path("p.db").exists());

    let done = place.json(&["import", &file, "--partial", "--practice", "--as", "经"]);
    assert_eq!((&done["added"], &done["rejected"]), (&1.into(), &3.into()));
    let beside = place.path("list.rejected.csv");
    assert_eq!(done["rejected_file"], beside.display().to_string());
    assert_eq!(std::fs::read_to_string(&file).expect("still there"), LIST);
    let text = std::fs::read_to_string(&beside).expect("the rejected rows");
    assert!(text.starts_with("\u{feff}楼栋,房号,总价,导入问题\n1#,102,1.005,"), "{text}");

    // Mended, the file is a list; the next rejects do not overwrite it.
    std::fs::write(&beside, text.replace("1.005", "5").replace("=1+1", "6").replace("101,6", "104,6"))
        .expect("mended");
    assert_eq!(place.json(&["import", &beside.display().to_string()])["added"], 3);
    let again = place.json(&["import", &file, "--partial"]);
    assert_eq!(again["rejected_file"], place.path("list.rejected-2.csv").display().to_string());
    let words = place.good(&["import", &file, "--partial", "--lang", "en"]);
    assert!(
        words.out.contains("3 rows were not taken") && words.err.contains("row 3"),
        "{}{}",
        words.out,
        words.err
    );
}

#[test]
fn nothing_is_left_beside_where_nothing_came_in() {
    let place = Place::office();
    let file = list(&place);
    place.refused("not_permitted", 4, &["import", &file, "--partial", "--as", "甲"]);
    place.refused("staff_unknown", 4, &["import", &file, "--partial", "--as", "丙"]);
    for (name, text) in
        [("open.csv", "楼栋,房号\nA,1\nA,\"2\n"), ("none.csv", "楼栋,房号\nA,\n"), ("head.csv", "楼栋\nA\n")]
    {
        std::fs::write(place.path(name), text).expect("a file");
        place.refused(
            "file_invalid",
            2,
            &["import", &place.path(name).display().to_string(), "--partial", "--as", "经"],
        );
    }
    let left = std::fs::read_dir(place.dir.path()).expect("the folder").flatten();
    let left: Vec<_> = left
        .map(|entry| entry.file_name())
        .filter(|name| name.to_string_lossy().contains("rejected"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn faults_have_their_keys_in_order() {
    let place = Place::new();
    let ran = place.run(&["import", &list(&place), "--json"]);
    let head = "{\"error\":{\"code\":\"file_invalid\",\"message\":\"list.csv：有 3 处错误，什么都没有导入。\",\"faults\":[\
                {\"code\":\"money\",\"sheet\":null,\"row\":3,\"column\":\"总价\",\"value\":\"1.005\",\"expected\":\"";
    assert!(ran.out.starts_with(head), "{}", ran.out);
    let trial = place.good(&["import", &list(&place), "--partial", "--dry-run", "--json"]).out;
    let keys = "{\"project\":\"list\",\"made\":false,\"dry_run\":true,\"added\":1,\"revised\":0,\"unchanged\":0,\"kept\":[],\
                \"rejected\":3,\"rejected_file\":null,\"faults\":[{";
    assert!(trial.starts_with(keys), "{trial}");
}
