//! A database of the first version keeps its rounds, seats and figures when it is brought up to date.

use migration::{Migrator, MigratorTrait};
use mizan::app::App;
use sea_orm::DatabaseConnection;

use crate::support::{Engine, on_empty, sql, stopped_clock};

const FILL: [&str; 7] = [
    "INSERT INTO account (id, username, role, disabled, created_at)
       VALUES (1, 'coordinator', 'COORDINATOR', false, '2026-11-20 08:00:00+00:00')",
    "INSERT INTO member (id, member_no, full_name, name_key, name_sort, kind, tier, standing, field,
         field_key, degree, job, bio, max_load, joined_on, version, created_at, updated_at)
       VALUES (1, 1, 'عضو', 'k', 's', 'EXTERNAL', 'PLANNER', 'ACTIVE', '', '', 'MASTER', '', '', 3,
         '2025-01-01', 1, '2026-11-20 08:00:00+00:00', '2026-11-20 08:00:00+00:00')",
    "INSERT INTO assignment_round (id, status, parameters, objective, optimal, weights_version,
         version, proposed_by, proposed_at, closed_at)
       VALUES (3, 'APPLIED', '{\"wish\": 50}', 1234, true, 1, 2, 1, '2026-11-20 08:00:00+00:00',
         '2026-11-20 09:00:00+00:00'),
       (8, 'PROPOSED', '{\"wish\": 7}', 99, false, 1, 1, 1, '2026-11-21 08:00:00+00:00', NULL)",
    "INSERT INTO round_input (round_id, data) VALUES (3, '{\"people\":[]}'), (8, 'as it was')",
    "INSERT INTO round_proposal (round_id, desk_id, member_id, change, score, contributions)
       SELECT 3, min(id), 1, 'ADDED', 12.34, '[{\"points\": 12.34}]' FROM desk",
    "INSERT INTO seat (desk_id, member_id, role, round_id, since)
       SELECT min(id), 1, 'MEMBER', 3, '2026-11-20 09:00:00+00:00' FROM desk",
    "INSERT INTO idempotency (account_id, operation, idempotency_key, body_hash, subject_id, created_at)
       VALUES (1, 'postProblem', 'a', 'h', 1, '2026-11-20 09:00:00+00:00')",
];

const KEPT: [&str; 4] = [
    "SELECT id, status, parameters, objective, optimal, bound, weights_version, version, proposed_by,
       proposed_at, closed_at FROM assignment_round ORDER BY id",
    "SELECT * FROM round_input ORDER BY round_id",
    "SELECT * FROM round_proposal ORDER BY id",
    "SELECT * FROM seat ORDER BY id",
];

#[test]
fn rounds_of_the_first_version_are_kept() {
    on_empty(async |database| {
        // A file that is not there yet is only made when it is asked for.
        let url = match database.engine {
            Engine::Sqlite => format!("{}?mode=rwc", database.url),
            Engine::Postgres => database.url.clone(),
        };
        let db = sea_orm::Database::connect(url).await.unwrap();
        Migrator::up(&db, Some(1)).await.unwrap();
        for statement in FILL {
            sql::execute(&db, statement).await.unwrap();
        }
        let before = kept(&db).await;
        assert_eq!(before.len(), 6);
        App::open(&database.url, stopped_clock()).await.unwrap();
        assert_eq!(kept(&db).await, before);
        let next = "INSERT INTO assignment_round (status, parameters, objective, optimal,
             weights_version, version, proposed_by, proposed_at)
           SELECT 'COMPUTING', parameters, 0, false, 1, 1, 1, proposed_at FROM assignment_round
           WHERE id = 8";
        sql::execute(&db, next).await.unwrap();
        for refused in [
            "INSERT INTO round_input (round_id, data) VALUES (77, 'of no round')",
            "UPDATE seat SET round_id = 77",
            "UPDATE assignment_round SET status = 'LOST'",
            "UPDATE assignment_round SET closed_at = proposed_at WHERE status = 'COMPUTING'",
        ] {
            assert!(sql::execute(&db, refused).await.is_err(), "{refused}");
        }
    });
}

async fn kept(db: &DatabaseConnection) -> Vec<serde_json::Value> {
    let mut rows = Vec::new();
    for query in KEPT {
        rows.extend(sql::rows(db, query).await);
    }
    rows
}
