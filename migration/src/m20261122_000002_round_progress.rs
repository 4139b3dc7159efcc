//! Rounds that are computed while nobody waits: four more statuses, where each computation stands,
//! each round's figures, and the answer that a repeated call gets.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // All or nothing on SQLite as well, where it is not the default.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let widen = match manager.get_database_backend() {
            DbBackend::Postgres => include_str!("round_status_postgres.sql"),
            _ => include_str!("round_status_sqlite.sql"),
        };
        dialect::run(manager, widen).await?;
        dialect::run(manager, include_str!("round_progress.sql")).await
    }
}
