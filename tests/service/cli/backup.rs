//! `mizan backup` and back: a whole club in one file, of either kind of database.

use std::{
    collections::BTreeMap,
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    thread,
};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Ended, Server, mizan};
use crate::{
    problems::{WASTE, statement},
    support::{Database, Engine, Who, block_on, database_tokens, engines, sql},
};

const POST: &str = "mutation($input: PostProblemInput!) {
  postProblem(input: $input) { problem { id } userErrors { code } } }";

/// A filled database, its backup, and a folder for files.
pub struct Club {
    pub database: Database,
    pub folder: TempDir,
    pub file: PathBuf,
}

impl Club {
    pub fn new(engine: Engine) -> Self {
        let database = block_on(Database::filled(engine));
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("club.mizan");
        let club = Self {
            database,
            folder,
            file,
        };
        let done = club.backup(&club.file, &[]);
        assert_eq!(done.code, 0, "{done:?}");
        club
    }

    pub fn backup(&self, file: &Path, more: &[&str]) -> Ended {
        run("backup", &self.database.url, file, more)
    }

    pub fn restore(&self, file: &Path, more: &[&str]) -> Ended {
        run("restore", &self.database.url, file, more)
    }

    pub fn rows(&self) -> BTreeMap<String, Vec<Value>> {
        block_on(rows(&self.database))
    }
}

pub fn run(verb: &str, url: &str, file: &Path, more: &[&str]) -> Ended {
    let file = file.display().to_string();
    mizan(&[&[verb, &file, "--database-url", url], more].concat())
}

/// Every row of every table that there is, but for when it was migrated.
async fn rows(database: &Database) -> BTreeMap<String, Vec<Value>> {
    let db = database.connect().await;
    let names = match database.engine {
        Engine::Sqlite => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        }
        Engine::Postgres => {
            "SELECT table_name AS name FROM information_schema.tables
                             WHERE table_schema = 'public'"
        }
    };
    let mut tables = BTreeMap::new();
    for name in sql::rows(&db, names).await {
        let name = name["name"].as_str().unwrap().to_owned();
        if name != "seaql_migrations" {
            let mut rows = sql::rows(&db, &format!("SELECT * FROM {name}")).await;
            rows.sort_by_cached_key(Value::to_string);
            tables.insert(name, rows);
        }
    }
    db.close().await.unwrap();
    tables
}

#[test]
fn what_is_brought_back_is_what_was_there() {
    for engine in engines() {
        let club = Club::new(engine);
        let before = club.rows();
        assert!(before.len() == 27 && before["member"].len() == 72);
        let other = block_on(Database::empty(engine));
        let done = run("restore", &other.url, &club.file, &[]);
        assert_eq!(done.code, 0, "{done:?}");
        assert_eq!(block_on(rows(&other)), before, "{engine:?}");
        // What comes next gets numbers of its own, and fits the trail.
        let server = Server::start(&["--database-url", &other.url]);
        let token = &database_tokens(engine)[&Who::Deputy];
        assert!(post(&server, token, "after"));
        drop(server);
        let verify = mizan(&["audit", "verify", "--database-url", &other.url]);
        assert_eq!(verify.code, 0, "{verify:?}");
        block_on(async {
            other.remove().await;
            club.database.remove().await;
        });
    }
}

#[test]
fn no_table_is_forgotten() {
    let club = Club::new(Engine::Sqlite);
    let mut copied = mizan::store::tables();
    copied.sort();
    assert_eq!(copied, club.rows().into_keys().collect::<Vec<_>>());
}

#[test]
fn a_club_moves_from_one_database_to_another_kind() {
    if engines().len() < 2 {
        return;
    }
    for (from, to) in [
        (Engine::Sqlite, Engine::Postgres),
        (Engine::Postgres, Engine::Sqlite),
    ] {
        let club = Club::new(from);
        block_on(name_later_rows(&club.database));
        assert_eq!(club.backup(&club.file, &["--force"]).code, 0);
        let other = block_on(Database::empty(to));
        let done = run("restore", &other.url, &club.file, &[]);
        assert_eq!(done.code, 0, "{done:?}");
        let counts = |tables: BTreeMap<String, Vec<Value>>| -> BTreeMap<String, usize> {
            tables
                .into_iter()
                .map(|(name, rows)| (name, rows.len()))
                .collect()
        };
        assert_eq!(counts(block_on(rows(&other))), counts(club.rows()));
        // And back again, bit for bit.
        let back = club.folder.path().join("back.mizan");
        assert_eq!(run("backup", &other.url, &back, &[]).code, 0);
        let again = block_on(Database::empty(from));
        assert_eq!(run("restore", &again.url, &back, &[]).code, 0);
        assert_eq!(block_on(rows(&again)), club.rows(), "{from:?}");
        block_on(async {
            for database in [&other, &again, &club.database] {
                database.remove().await;
            }
        });
    }
}

/// More units than are copied at once, the first of which names the last.
async fn name_later_rows(database: &Database) {
    let db = database.connect().await;
    let units = "INSERT INTO org_unit (code, name_fa, name_en, kind)
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1100)
      SELECT 'X-' || i, 'واحد', 'Unit', 'OFFICE' FROM n";
    let parent = "UPDATE org_unit SET parent_id = (SELECT max(id) FROM org_unit)
      WHERE id = (SELECT min(id) FROM org_unit)";
    for statement in [units, parent] {
        sql::execute(&db, statement).await.unwrap();
    }
    db.close().await.unwrap();
}

#[test]
fn a_backup_while_others_write_is_whole() {
    for engine in engines() {
        let club = Club::new(engine);
        let server = Server::start(&["--database-url", &club.database.url]);
        let token = database_tokens(engine)[&Who::Deputy].clone();
        thread::scope(|scope| {
            let posting = scope.spawn(|| {
                (0..60)
                    .filter(|number| post(&server, &token, &number.to_string()))
                    .count()
            });
            for number in 0..4 {
                let file = club.folder.path().join(format!("{number}.mizan"));
                let done = club.backup(&file, &[]);
                assert_eq!(done.code, 0, "{done:?}");
                let other = block_on(Database::empty(Engine::Sqlite));
                assert_eq!(run("restore", &other.url, &file, &[]).code, 0);
                block_on(assert_whole(&other));
            }
            assert_eq!(posting.join().unwrap(), 60);
        });
        drop(server);
        block_on(club.database.remove());
    }
}

async fn assert_whole(database: &Database) {
    let db = database.connect().await;
    for halves in [
        "SELECT count(*) FROM problem p WHERE (SELECT count(*) FROM routing r WHERE r.problem_id = p.id) <> 1",
        "SELECT count(*) FROM routing r WHERE (SELECT count(*) FROM routing_desk d WHERE d.routing_id = r.id) <> 6",
        "SELECT count(*) FROM problem p WHERE (SELECT count(*) FROM audit_event e
           WHERE e.subject = 'Problem' AND e.subject_id = p.id) <> 2",
    ] {
        assert_eq!(sql::number(&db, halves).await, 0, "{halves}");
    }
    db.close().await.unwrap();
}

#[test]
fn a_backup_is_for_its_owner_and_replaces_nothing_unasked() {
    for engine in engines() {
        let club = Club::new(engine);
        let mode = fs::metadata(&club.file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let refused = club.backup(&club.file, &[]);
        assert_eq!(refused.code, 1);
        assert!(refused.stderr.contains("--force"), "{refused:?}");
        assert_eq!(club.backup(&club.file, &["--force"]).code, 0);
        let names: Vec<_> = fs::read_dir(club.folder.path()).unwrap().collect();
        assert_eq!(names.len(), 1, "{names:?}");
        block_on(club.database.remove());
    }
}

pub fn post(server: &Server, token: &str, key: &str) -> bool {
    let body = json!({"query": POST, "variables": {"input": statement(WASTE, key)}});
    let answer = super::post(&server.address, token, &body).unwrap();
    answer["data"]["postProblem"]["problem"]["id"].is_string()
}
