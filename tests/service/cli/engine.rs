//! The engine offline: good lines are answered, bad ones named, the rest goes on.

use serde_json::{Value, json};

use super::{fed, mizan};
use crate::problems::WASTE;

const EXPERT: &str = r#"{"id":"e","kind":"EXTERNAL","field":"محیط زیست","job":"","expertise":["مدیریت پسماند"],"bio":""}"#;

fn problem() -> String {
    json!({"id": "p", "title": WASTE.0, "description": WASTE.1}).to_string()
}

#[test]
fn route_answers_good_lines_and_names_bad_ones() {
    let input = format!(
        "\u{feff}{}\n\nnonsense\n{{\"id\":\"x\",\"title\":5}}\n{}\n",
        problem(),
        problem()
    );
    let ended = fed(&["engine", "route"], &input);
    assert_eq!(ended.code, 1, "{}", ended.stderr);
    let lines = json_lines(&ended.stdout);
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0], lines[1]);
    assert_eq!(lines[0]["id"], "p");
    assert_eq!(lines[0]["decision"], "ROUTED");
    let desks = lines[0]["desks"].as_array().unwrap();
    assert_eq!(desks.len(), 6);
    assert_eq!(desks[0]["desk"], "URBAN_SERVICES");
    let sum: f64 = desks
        .iter()
        .map(|desk| desk["confidence"].as_f64().unwrap())
        .sum();
    assert!((sum - 1.0).abs() < 1e-9);
    for line in ["line 3", "line 4"] {
        assert!(ended.stderr.contains(line), "{}", ended.stderr);
    }
}

#[test]
fn files_stand_in_for_the_streams_and_history_is_learned() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(path("in"), problem()).unwrap();
    let decided = json!({"title": WASTE.0, "description": WASTE.1, "desk": "FINANCE_ECONOMY"});
    std::fs::write(path("history"), decided.to_string()).unwrap();
    let plain = mizan(&[
        "engine",
        "route",
        "--input",
        &path("in"),
        "--output",
        &path("out"),
    ]);
    assert_eq!(
        (plain.code, plain.stdout.as_str()),
        (0, ""),
        "{}",
        plain.stderr
    );
    let plain = json_lines(&std::fs::read_to_string(path("out")).unwrap());
    let learned = mizan(&[
        "engine",
        "route",
        "--input",
        &path("in"),
        "--history",
        &path("history"),
    ]);
    assert_eq!(learned.code, 0, "{}", learned.stderr);
    let score = |line: &Value| {
        let desks = line["desks"].as_array().unwrap();
        let desk = desks
            .iter()
            .find(|desk| desk["desk"] == "FINANCE_ECONOMY")
            .unwrap();
        desk["score"].as_f64().unwrap()
    };
    assert!(score(&json_lines(&learned.stdout)[0]) > score(&plain[0]));
}

#[test]
fn place_answers_with_six_desks() {
    let ended = fed(&["engine", "place"], &format!("{EXPERT}\n[]\n"));
    assert_eq!(ended.code, 1);
    assert!(ended.stderr.contains("line 2"), "{}", ended.stderr);
    let lines = json_lines(&ended.stdout);
    assert_eq!(lines[0]["desks"].as_array().unwrap().len(), 6);
    assert_eq!(lines[0]["desks"][0]["desk"], "URBAN_SERVICES");
}

#[test]
fn rank_orders_every_expert() {
    let folder = tempfile::tempdir().unwrap();
    let experts = folder.path().join("experts").display().to_string();
    let other = r#"{"id":"f","documents":[{"title":"موسیقی محلی"}]}"#;
    let blank = r#"{"id":"blank","documents":[]}"#;
    std::fs::write(&experts, format!("{blank}\n{other}\n{EXPERT}\nnonsense\n")).unwrap();
    let ended = fed(&["engine", "rank", "--experts", &experts], &problem());
    assert_eq!(ended.code, 1);
    assert!(ended.stderr.contains("line 4"), "{}", ended.stderr);
    let lines = json_lines(&ended.stdout);
    let experts = lines[0]["experts"].as_array().unwrap();
    let ids: Vec<_> = experts
        .iter()
        .map(|expert| expert["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["e", "f", "blank"]);
    assert_eq!(experts[2]["score"], 0.0);
}

#[test]
fn assign_solves_one_instance_and_refuses_others() {
    let instance = json!({
        "experts": [
            {"external": false, "min": 1, "max": 1},
            {"external": true, "min": 1, "max": 1},
        ],
        "tasks": [
            {"min": 1, "max": 1, "min_external": 0},
            {"min": 1, "max": 1, "min_external": 1},
        ],
        "score": [[9, 1], [8, 2]],
        "ban": [], "pin": [], "apart": [],
    });
    let ended = fed(&["engine", "assign"], &format!("\u{feff}{instance}"));
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    let answer: Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(answer["assign"], json!([[0, 0], [1, 1]]));
    assert_eq!(answer["objective"], 11);
    for bad in [
        "",
        "nonsense",
        "{}",
        "{\"experts\": [], \"tasks\": [], \"score\": [[1]]}",
    ] {
        let ended = fed(&["engine", "assign"], bad);
        assert_eq!(ended.code, 1, "{bad}");
        assert!(ended.stderr.contains("instance"), "{}", ended.stderr);
    }
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().display().to_string();
    for command in ["route", "place", "assign"] {
        for file in ["no-such-file", &folder] {
            let ended = mizan(&["engine", command, "--input", file]);
            assert_eq!(ended.code, 1);
            assert!(ended.stderr.contains(file), "{}", ended.stderr);
        }
    }
}

#[test]
fn a_file_is_not_written_over_while_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("problems");
    std::fs::write(&file, problem()).unwrap();
    let name = file.display().to_string();
    for command in ["route", "place"] {
        let ended = mizan(&["engine", command, "--input", &name, "--output", &name]);
        assert_eq!(ended.code, 1, "{command}");
        assert!(ended.stderr.contains(&name), "{}", ended.stderr);
        assert_eq!(std::fs::read_to_string(&file).unwrap(), problem());
    }
}

#[test]
fn lines_that_are_not_utf_8_are_bad_lines() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("problems");
    let foreign = b"{\"id\": \"w\", \"title\": \"\xc8\xd1\xdd\"}\n";
    std::fs::write(&file, [foreign, problem().as_bytes()].concat()).unwrap();
    let ended = mizan(&["engine", "route", "--input", &file.display().to_string()]);
    assert_eq!(ended.code, 1);
    assert!(
        ended.stderr.contains("line 1: not UTF-8"),
        "{}",
        ended.stderr
    );
    assert_eq!(json_lines(&ended.stdout).len(), 1);
}

fn json_lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}
