//! `mizan restore`: what is not fit changes nothing, and a killed one leaves the old or the new.

use std::{
    fs,
    io::{Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use super::{
    Server,
    backup::{Club, post, run},
    command,
};
use crate::support::{Engine, Who, block_on, database_tokens, engines, sql};

/// Different moments at which a restore is cut off.
const CUTS: u64 = 8;

#[test]
fn a_database_is_no_backup_of_itself() {
    let club = Club::new(Engine::Sqlite);
    let own = club.database.url.strip_prefix("sqlite://").unwrap();
    for verb in ["backup", "restore"] {
        let refused = run(verb, &club.database.url, Path::new(own), &["--force"]);
        assert_eq!(refused.code, 1, "{refused:?}");
        assert!(refused.stderr.contains("itself"), "{refused:?}");
    }
}

#[test]
fn nothing_is_replaced_unasked_or_under_a_running_service() {
    for engine in engines() {
        let club = Club::new(engine);
        let before = club.rows();
        let refused = club.restore(&club.file, &[]);
        assert_eq!(refused.code, 1);
        assert!(refused.stderr.contains("--force"), "{refused:?}");
        if engine == Engine::Sqlite {
            let server = Server::start(&["--database-url", &club.database.url]);
            let refused = club.restore(&club.file, &["--force"]);
            assert_eq!(refused.code, 1, "{refused:?}");
            assert!(refused.stderr.contains("stop the service"), "{refused:?}");
            assert!(post(&server, &database_tokens(engine)[&Who::Deputy], "a"));
            drop(server);
            assert_ne!(club.rows(), before);
        }
        let done = club.restore(&club.file, &["--force"]);
        assert_eq!(done.code, 0, "{done:?}");
        assert_eq!(club.rows(), before);
        block_on(club.database.remove());
    }
}

#[test]
fn an_unfit_file_changes_nothing() {
    for engine in engines() {
        let club = Club::new(engine);
        let before = club.rows();
        for (what, message) in [
            ("cut off", "damaged"),
            ("overwritten", "damaged"),
            ("empty", "no backup of mizan"),
            ("text", "no backup of mizan"),
            ("another program's", "no backup of mizan"),
            ("newer", "newer version"),
            ("edited trail", "audit trail is broken"),
            ("missing", "No such file"),
        ] {
            let file = unfit(&club, what);
            let refused = club.restore(&file, &["--force"]);
            assert_eq!(refused.code, 1, "{what} {refused:?}");
            assert!(refused.stderr.contains(message), "{what} {refused:?}");
            assert_eq!(club.rows(), before, "{what}");
        }
        block_on(club.database.remove());
    }
}

/// A file that is not what it should be.
fn unfit(club: &Club, what: &str) -> PathBuf {
    let file = club.folder.path().join(what);
    if what == "missing" {
        return file;
    }
    fs::copy(&club.file, &file).unwrap();
    let length = fs::metadata(&file).unwrap().len();
    let mut open = fs::OpenOptions::new().write(true).open(&file).unwrap();
    let change = |statement: &'static str| {
        block_on(async {
            let url = format!("sqlite://{}", file.display());
            let db = sea_orm::Database::connect(url).await.unwrap();
            sql::execute(&db, statement).await.unwrap();
            db.close().await.unwrap();
        });
    };
    match what {
        "cut off" => open.set_len(length / 2 + 123).unwrap(),
        "overwritten" => {
            open.seek(SeekFrom::Start(length / 3)).unwrap();
            open.write_all(&vec![0xA5; 40_000]).unwrap();
        }
        "empty" => open.set_len(0).unwrap(),
        "text" => {
            open.set_len(0).unwrap();
            open.write_all("گزارش ماهانه".as_bytes()).unwrap();
        }
        "another program's" => change("DROP TABLE seaql_migrations"),
        "newer" => change("INSERT INTO seaql_migrations VALUES ('m20990101_000001_later', 0)"),
        "edited trail" => change("UPDATE audit_event SET data = '{}' WHERE id = 3"),
        other => panic!("{other}"),
    }
    file
}

#[test]
fn a_restore_that_is_killed_leaves_the_old_or_the_new() {
    for engine in engines() {
        let club = Club::new(engine);
        let new = club.rows();
        let server = Server::start(&["--database-url", &club.database.url]);
        assert!(post(&server, &database_tokens(engine)[&Who::Deputy], "a"));
        drop(server);
        let old = club.rows();
        let other = club.folder.path().join("old.mizan");
        assert_eq!(club.backup(&other, &[]).code, 0);
        let mut seen = [0, 0];
        for cut in 0..CUTS {
            let mut child = command()
                .arg("restore")
                .arg(&club.file)
                .args(["--force", "--database-url", &club.database.url])
                .spawn()
                .unwrap();
            thread::sleep(Duration::from_millis(cut * 40));
            // It may have ended already.
            let _ = child.kill();
            child.wait().unwrap();
            let rows = club.rows();
            let is_new = rows == new;
            assert!(is_new || rows == old, "neither after {} ms", cut * 40);
            seen[usize::from(is_new)] += 1;
            assert_eq!(club.restore(&other, &["--force"]).code, 0);
        }
        eprintln!("{engine:?}: {} cut off before, {} after", seen[0], seen[1]);
        assert!(seen[0] > 0);
        block_on(club.database.remove());
    }
}
