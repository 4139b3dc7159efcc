//! The migrations that let invitations be cancelled and members be taken off a team keep the teams
//! that there are.

use migration::{Migrator, MigratorTrait};
use mizan::store::Store;

use crate::support::{on_empty, sql};

/// A problem with a team of two, the second in the first one's stead.
const BEFORE: [&str; 5] = [
    "INSERT INTO org_unit (code, name_fa, name_en, kind) VALUES ('U', 'واحد', 'Unit', 'OFFICE')",
    "INSERT INTO account (username, role, disabled, created_at)
       VALUES ('c', 'COORDINATOR', FALSE, '2026-11-22 08:00:00+00:00')",
    "INSERT INTO member (member_no, full_name, name_key, name_sort, kind, tier, standing, field,
         field_key, degree, job, bio, max_load, joined_on, version, created_at, updated_at)
       SELECT n, 'نام', 'نام', 'x', 'EXTERNAL', 'PLANNER', 'ACTIVE', '', '', 'MASTER', '', '', 3,
         '2024-01-01', 1, '2026-11-22 08:00:00+00:00', '2026-11-22 08:00:00+00:00'
       FROM (SELECT 1 AS n UNION ALL SELECT 2) AS numbers",
    "INSERT INTO problem (title, description, search_key, org_unit_id, urgency, status, desk_id,
         version, posted_by, posted_at, updated_at)
       VALUES ('عنوان', '', '', 1, 'LOW', 'ROUTED', 1, 1, 1,
         '2026-11-22 08:00:00+00:00', '2026-11-22 08:00:00+00:00')",
    "INSERT INTO team_member (problem_id, member_id, status, role, alternate_of, score,
         contributions, concepts, reason, invited_at, expires_at, answered_at)
       VALUES
         (1, 1, 'DECLINED', 'LEAD', NULL, 1.5, '[]', '[\"C\"]', 'نه', '2026-11-22 08:00:00+00:00',
          '2026-11-23 08:00:00+00:00', '2026-11-22 09:00:00+00:00'),
         (1, 2, 'INVITED', 'MEMBER', 1, 0.1, '[]', '[]', NULL, '2026-11-22 09:00:00+00:00',
          '2026-11-23 09:00:00+00:00', NULL)",
];

#[test]
fn teams_stay_as_they_are() {
    on_empty(async |database| {
        if let Some(file) = database.url.strip_prefix("sqlite://") {
            std::fs::File::create(file).unwrap();
        }
        let db = database.connect().await;
        Migrator::up(&db, Some(1)).await.unwrap();
        for statement in BEFORE {
            sql::execute(&db, statement).await.unwrap();
        }
        let teams =
            "SELECT id, problem_id, member_id, status, role, alternate_of, score, contributions,
          concepts, reason, invited_at, expires_at, answered_at FROM team_member ORDER BY id";
        let before = sql::rows(&db, teams).await;
        assert_eq!(before.len(), 2);
        Store::open(&database.url)
            .await
            .unwrap()
            .close()
            .await
            .unwrap();
        assert_eq!(sql::rows(&db, teams).await, before);
        let cancelled = "UPDATE team_member SET status = 'CANCELLED',
          answered_at = invited_at WHERE id = 2";
        assert_eq!(sql::execute(&db, cancelled).await.unwrap(), 1);
        let changed = "UPDATE team_member SET status = 'REMOVED', alternate_of = 1";
        assert_eq!(sql::execute(&db, changed).await.unwrap(), 2);
        for wrong in [
            "UPDATE team_member SET status = 'LOST'",
            "UPDATE team_member SET answered_at = NULL",
            "UPDATE team_member SET alternate_of = 99 WHERE id = 2",
            "UPDATE team_member SET member_id = 1 WHERE id = 2",
            "DELETE FROM team_member WHERE id = 1",
            "UPDATE team_member SET declares_conflict = NULL",
        ] {
            assert!(sql::execute(&db, wrong).await.is_err(), "{wrong}");
        }
        // A problem takes its team along.
        sql::execute(&db, "DELETE FROM problem").await.unwrap();
        assert!(sql::rows(&db, teams).await.is_empty());
        db.close().await.unwrap();
    });
}
