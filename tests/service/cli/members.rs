//! `mizan import` and `mizan export`: what goes out comes in again unchanged, by the API's path.

use std::{os::unix::fs::PermissionsExt as _, path::Path};

use super::{Ended, command, end};
use crate::support::{World, on_both, sql};

fn run(world: &World, arguments: &[&str]) -> Ended {
    end(command()
        .args(["--database-url", &world.url])
        .args(arguments))
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

#[test]
fn an_export_comes_in_again_without_a_change() {
    on_both(async |world| {
        let injected = world.expert("سارا کریمی").knows(["طراحی پل"]).join().await;
        world
            .sql(&format!(
                "UPDATE member SET job = '=HYPERLINK(\"http://x\")', bio = '@ب' WHERE id = {}",
                injected.id
            ))
            .await;
        let folder = tempfile::tempdir().unwrap();
        let before = sql::rows(&world.db, "SELECT * FROM member ORDER BY id").await;
        for name in ["club.csv", "club.xlsx"] {
            let file = folder.path().join(name);
            let done = run(&world, &["export", "members", &text(&file)]);
            assert_eq!(
                (done.code, done.stdout.as_str()),
                (0, "73 members\n"),
                "{done:?}"
            );
            let mode = std::fs::metadata(&file).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
            let done = run(&world, &["import", "members", &text(&file)]);
            let expected = "added 0, changed 0, unchanged 73, failed 0\n";
            assert_eq!((done.code, done.stdout.as_str()), (0, expected), "{done:?}");
            let again = run(&world, &["export", "members", &text(&file)]);
            assert_eq!(again.code, 1, "{again:?}");
        }
        let csv = std::fs::read_to_string(folder.path().join("club.csv")).unwrap();
        assert!(csv.starts_with('\u{feff}'));
        assert!(
            csv.contains("'@ب") && csv.contains("\"'=HYPERLINK("),
            "{csv}"
        );
        assert_eq!(
            sql::rows(&world.db, "SELECT * FROM member ORDER BY id").await,
            before
        );
        let exports = "SELECT count(*) FROM audit_event WHERE kind = 'MEMBERS_EXPORTED'";
        assert_eq!(world.number(exports).await, 2);
    });
}

#[test]
fn wrong_rows_are_told_and_nothing_is_imported() {
    on_both(async |world| {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("members.csv");
        std::fs::write(
            &file,
            "member no,name,mobile\n8001,سارا کریمی,0915\n8002,سینا کریمی,\n",
        )
        .unwrap();
        let before = sql::counts(&world.db).await;
        let dry = run(&world, &["import", "members", &text(&file), "--dry-run"]);
        assert_eq!(dry.code, 1);
        assert_eq!(
            dry.stdout,
            "a dry run: added 1, changed 0, unchanged 0, failed 1\n"
        );
        assert!(dry.stderr.contains("row 2, mobile: "), "{}", dry.stderr);
        assert_eq!(run(&world, &["import", "members", &text(&file)]).code, 1);
        assert_eq!(sql::counts(&world.db).await, before);
        let partly = run(&world, &["import", "members", &text(&file), "--partial"]);
        assert_eq!(partly.code, 1);
        assert_eq!(
            world
                .number("SELECT count(*) FROM member WHERE member_no = 8002")
                .await,
            1
        );
        let missing = run(&world, &["import", "members", "no-such.csv"]);
        assert_eq!(missing.code, 1);
        let ending = run(&world, &["export", "members", "club.pdf"]);
        assert_eq!(ending.code, 2);
    });
}
