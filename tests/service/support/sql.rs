//! Plain SQL of the tests: rows as JSON, counts, and a copy of everything to compare with.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, FromQueryResult, JsonValue, Statement};
use serde_json::Value;

/// Every table that a use-case writes.
pub const TABLES: [&str; 26] = [
    "account",
    "account_identity",
    "assignment_round",
    "audit_event",
    "desk",
    "desk_preference",
    "idempotency",
    "member",
    "member_expertise",
    "org_unit",
    "problem",
    "problem_comment",
    "problem_concept",
    "problem_resolution",
    "round_computation",
    "round_input",
    "round_proposal",
    "round_report",
    "routing",
    "routing_contribution",
    "routing_desk",
    "seat",
    "seaql_migrations",
    "team_member",
    "token",
    "weights",
];

/// The answer to `query`, a JSON object a row.
pub async fn rows(db: &DatabaseConnection, query: &str) -> Vec<Value> {
    let statement = Statement::from_string(db.get_database_backend(), query);
    JsonValue::find_by_statement(statement)
        .all(db)
        .await
        .unwrap()
}

/// The number that `query` answers with.
pub async fn number(db: &DatabaseConnection, query: &str) -> i64 {
    let statement = Statement::from_string(db.get_database_backend(), query);
    let row = db.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

/// Runs a statement.
pub async fn execute(db: &DatabaseConnection, statement: &str) -> Result<u64, DbErr> {
    let done = db.execute_unprepared(statement).await?;
    Ok(done.rows_affected())
}

/// How many rows each table has.
pub async fn counts(db: &DatabaseConnection) -> BTreeMap<&'static str, i64> {
    let mut counts = BTreeMap::new();
    for table in TABLES {
        counts.insert(
            table,
            number(db, &format!("SELECT count(*) AS n FROM {table}")).await,
        );
    }
    counts
}

/// Every row of every table.
pub async fn everything(db: &DatabaseConnection) -> BTreeMap<&'static str, Vec<Value>> {
    let mut tables = BTreeMap::new();
    for table in TABLES {
        let mut rows = rows(db, &format!("SELECT * FROM {table}")).await;
        rows.sort_by_cached_key(Value::to_string);
        tables.insert(table, rows);
    }
    tables
}
