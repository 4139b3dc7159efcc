//! `importMembers`: what a spreadsheet says, row by row; all of it or nothing.

mod files;

use serde_json::{Value, json};

use super::{events, newest};
use crate::support::{Caller, Who, World, code, national_id, on_both, sql, user_codes};
use files::{bomb, many, windows_1256, xlsx};

const IMPORT: &str = "mutation($input: ImportMembersInput!) { importMembers(input: $input) {
  report { sheet added changed unchanged failed ignoredColumns
    rows { row action memberNo fullName fields }
    errors { row column field code message messageFa }
    warnings { row column field code message messageFa } }
  userErrors { code field message messageFa } } }";

/// Persian headers with Arabic letters and half-spaces, a title above, a row of every sort.
fn mixed() -> String {
    let ids: Vec<String> = (0..3).map(|n| national_id(77_700_000 + n)).collect();
    format!(
        "فهرست اعضا\n\n\
         شماره عضويت,نام و نام‌خانوادگی,كد ملي,موبایل,واحد سازمانی,مدرک تحصیلی,تخصص‌ها,رنگ\n\
         7001,بهار نیک‌بخت,{},۰۹۱۵۱۲۳۴۵۶۷,ORG-BUS,کارشناسي ارشد,BRT:5؛ طراحی پل,سبز\n\
         ,پاییز نیک‌بخت,{},+989151234568,,دکتری,,\n\
         7003,زمستان ۴,{},0915,NO-SUCH,لیسانس,,\n",
        ids[0], ids[1], ids[2]
    )
}

async fn import(caller: &Caller, file: &[u8], input: Value) -> Value {
    let answer = caller.upload(IMPORT, input, ("members", file)).await;
    assert!(answer.body.get("errors").is_none(), "{:#}", answer.body);
    answer.body["data"]["importMembers"].clone()
}

#[test]
fn errors_name_row_and_column_and_nothing_is_stored() {
    on_both(async |world| {
        let before = sql::everything(&world.db).await;
        let payload = import(&world.coordinator(), mixed().as_bytes(), json!({})).await;
        assert_eq!(user_codes(&payload), ["file: INVALID"]);
        let report = &payload["report"];
        let places: Vec<_> = report["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(place)
            .collect();
        assert_eq!(
            places,
            [
                "6 واحد سازمانی orgUnit UNKNOWN",
                "6 نام و نام‌خانوادگی fullName INVALID",
                "6 موبایل mobile INVALID"
            ]
        );
        let figures = ["added", "changed", "unchanged", "failed"].map(|name| report[name].as_i64());
        assert_eq!(figures, [Some(2), Some(0), Some(0), Some(1)]);
        assert_eq!(report["ignoredColumns"], json!(["رنگ"]));
        assert_eq!(sql::everything(&world.db).await, before);
    });
}

#[test]
fn what_is_right_is_stored_if_asked_and_the_same_file_again_changes_nothing() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        let file = mixed();
        let payload = import(&coordinator, file.as_bytes(), json!({"partial": true})).await;
        assert!(user_codes(&payload).is_empty());
        assert_eq!(payload["report"]["added"], 2);
        let stored = "SELECT count(*) FROM member WHERE mobile IN ('09151234567', '09151234568')";
        assert_eq!(world.number(stored).await, 2);
        let unit = "SELECT count(*) FROM member WHERE member_no = 7001 AND kind = 'INTERNAL' AND degree = 'MASTER'";
        assert_eq!(world.number(unit).await, 1);
        let levels =
            "SELECT count(*) FROM member_expertise WHERE source = 'IMPORTED' AND level IN (3, 5)";
        assert_eq!(world.number(levels).await, 2);
        // The number of the bad row is not given away.
        assert_eq!(payload["report"]["rows"][1]["memberNo"], 7004);
        assert_eq!(events(&world, "MEMBER_REGISTERED").await, 2);
        let event = newest(&world, "MEMBERS_IMPORTED").await;
        assert_eq!((&event["added"], &event["failed"]), (&json!(2), &json!(1)));
        let before = sql::everything(&world.db).await;
        let again = import(&coordinator, file.as_bytes(), json!({"partial": true})).await;
        assert_eq!(again["report"]["unchanged"], 2);
        assert_eq!(sql::everything(&world.db).await, before);
        let edited = file
            .replace("بهار نیک‌بخت", "بهار نیک‌اختر")
            .replace("BRT:5", "BRT:4");
        let edited = import(&coordinator, edited.as_bytes(), json!({"partial": true})).await;
        assert_eq!(
            edited["report"]["rows"][0]["fields"],
            json!(["fullName", "expertise"])
        );
        assert_eq!(events(&world, "MEMBER_UPDATED").await, 1);
    });
}

#[test]
fn a_dry_run_reports_what_the_real_one_does_and_touches_nothing() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        for seed in 0..6 {
            let file = many(seed, 25);
            let before = sql::everything(&world.db).await;
            let partial = seed % 2 == 0;
            let dry = json!({"partial": partial, "dryRun": true});
            let dry = import(&coordinator, file.as_bytes(), dry).await;
            assert_eq!(sql::everything(&world.db).await, before, "seed {seed}");
            let real = import(&coordinator, file.as_bytes(), json!({"partial": partial})).await;
            assert_eq!(dry, real, "seed {seed}");
            let stored = sql::everything(&world.db).await != before;
            let wrote = ["added", "changed"]
                .iter()
                .any(|name| real["report"][*name] != 0);
            assert_eq!(stored, wrote && user_codes(&real).is_empty(), "seed {seed}");
        }
    });
}

#[test]
fn a_row_that_gives_somebody_quite_another_name_is_worth_a_look() {
    on_both(async |world| {
        let member = world.expert("شکوفه ملک‌آبادی").join().await;
        for (name, warned) in [
            ("کسی دیگر", true),
            ("شکوفه ملک ابادی", false),
            ("شکوفه ملک‌آبادی‌پور", false),
            ("شکوفه ملک‌آبادی", false),
        ] {
            let file = format!(
                "شماره عضویت,نام و نام خانوادگی\n{},{name}\n",
                member.member_no
            );
            let dry = json!({"dryRun": true});
            let payload = import(&world.coordinator(), file.as_bytes(), dry).await;
            let warnings = payload["report"]["warnings"].as_array().unwrap();
            assert_eq!(warnings.len(), usize::from(warned), "{name}: {warnings:?}");
            for warning in warnings {
                assert_eq!(
                    (&warning["row"], &warning["field"]),
                    (&json!(2), &json!("fullName"))
                );
                let message = warning["messageFa"].as_str().unwrap();
                assert!(
                    message.contains("شکوفه ملک‌آبادی") && message.contains('۵'),
                    "{message}"
                );
            }
        }
    });
}

#[test]
fn a_workbook_says_the_same_as_text() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        let text = mixed();
        let rows: Vec<Vec<String>> = text
            .lines()
            .map(|line| line.split(',').map(str::to_owned).collect())
            .collect();
        let book = xlsx(&[("یادداشت", &[vec!["هیچ".to_owned()]]), ("اعضا", &rows)]);
        let dry = json!({"dryRun": true});
        let of_text = import(&coordinator, text.as_bytes(), dry.clone()).await;
        let of_book = import(&coordinator, &book, dry.clone()).await;
        assert_eq!(of_book["report"]["sheet"], "اعضا");
        for part in ["rows", "errors", "warnings"] {
            assert_eq!(of_book["report"][part], of_text["report"][part], "{part}");
        }
        for (sheet, expected) in [
            ("۲", vec!["file: INVALID"]),
            ("سوم", vec!["sheet: UNKNOWN"]),
        ] {
            let input = json!({"dryRun": true, "sheet": sheet});
            let payload = import(&coordinator, &book, input).await;
            assert_eq!(user_codes(&payload), expected, "{sheet}");
        }
        let old = windows_1256("شماره عضویت;نام و نام خانوادگی\n7100;سارا کریمی\n");
        let payload = import(&coordinator, &old, dry).await;
        assert_eq!(payload["report"]["rows"][0]["fullName"], "سارا کریمی");
    });
}

#[test]
fn numbers_and_ids_must_agree_and_come_once() {
    on_both(async |world| {
        let one = world.expert("یکم").join().await;
        let two = world.expert("دوم").join().await;
        let id = |member: &entity::member::Model| member.national_id.clone().unwrap();
        let file = format!(
            "member no,name,national id,standing\n{},یکم,{},\n{},یکم,,\n,سوم,{},\n,چهارم,,\n{},,,SUSPENDED\n",
            one.member_no,
            id(&two),
            one.member_no,
            id(&one),
            two.member_no,
        );
        let payload = import(&world.coordinator(), file.as_bytes(), json!({})).await;
        let errors = payload["report"]["errors"].as_array().unwrap();
        let places: Vec<_> = errors.iter().map(place).collect();
        assert_eq!(
            places,
            [
                "2 national id nationalId TAKEN",
                "4 national id nationalId TAKEN",
                "5 member no memberNo REQUIRED",
                "6 standing standing WRONG_STATE"
            ]
        );
    });
}

#[test]
fn files_that_are_none_are_refused() {
    on_both(async |world| {
        let before = sql::counts(&world.db).await;
        let coordinator = world.coordinator();
        let long = format!("member no,name\n{}", "1,ب\n".repeat(5_002));
        let huge = vec![b'a'; 10 * 1024 * 1024 - 1_000];
        for (name, file, expected) in [
            ("nothing", Vec::new(), "file: INVALID"),
            ("noise", vec![0xff; 1_000], "file: INVALID"),
            ("no header", "a,b\n1,2\n".into(), "file: INVALID"),
            ("half a zip", b"PK\x03\x04rest".to_vec(), "file: INVALID"),
            (
                "an old workbook",
                vec![0xd0, 0xcf, 0x11, 0xe0, 1],
                "file: INVALID",
            ),
            ("a bomb", bomb(), "file: TOO_LONG"),
            ("too many rows", long.into_bytes(), "file: TOO_LONG"),
            ("a long line", huge, "file: INVALID"),
        ] {
            let payload = import(&coordinator, &file, json!({})).await;
            assert_eq!(user_codes(&payload), [expected], "{name}");
            assert_eq!(payload["report"], Value::Null, "{name}");
        }
        let large = vec![b'a'; 10 * 1024 * 1024 + 1];
        let answer = coordinator
            .upload(IMPORT, json!({}), ("large", &large))
            .await;
        assert_eq!(answer.status, 413);
        let bare = json!({"input": {"file": null}});
        coordinator.error(IMPORT, bare).await;
        assert_eq!(sql::counts(&world.db).await, before);
    });
}

#[test]
fn only_coordinators_import() {
    on_both(async |world| {
        let file = ("members.csv", "member no,name\n1,ب".as_bytes());
        for who in [Who::Deputy, Who::Expert, Who::Frontend, Who::Auditor] {
            let answer = world.caller(who).upload(IMPORT, json!({}), file).await;
            assert_eq!(code(&answer.body["errors"][0]), "FORBIDDEN", "{who:?}");
        }
        let answer = world.anonymous().upload(IMPORT, json!({}), file).await;
        assert_eq!(code(&answer.body["errors"][0]), "UNAUTHENTICATED");
    });
}

fn place(issue: &Value) -> String {
    for name in ["message", "messageFa"] {
        assert!(!issue[name].as_str().unwrap().is_empty(), "{issue:#}");
    }
    let text = |name: &str| issue[name].as_str().unwrap_or("-");
    format!(
        "{} {} {} {}",
        issue["row"],
        text("column"),
        text("field"),
        text("code")
    )
}

/// Six hundred rows go in within seconds; the figure is told, since it depends on the machine.
#[test]
fn the_whole_club_goes_in_at_once() {
    on_both(async |world: World| {
        let started = std::time::Instant::now();
        let payload = import(&world.coordinator(), files::club(600).as_bytes(), json!({})).await;
        assert_eq!(
            payload["report"]["added"], 600,
            "{:#}",
            payload["report"]["errors"]
        );
        eprintln!("600 rows on {:?}: {:?}", world.engine, started.elapsed());
        assert_eq!(events(&world, "MEMBER_REGISTERED").await, 600);
        let verdict = mizan::events::verify(world.app.store.reader(), None)
            .await
            .unwrap();
        assert!(matches!(verdict, mizan::events::Verdict::Intact { .. }));
    });
}
