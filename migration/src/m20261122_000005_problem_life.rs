//! What follows a problem's routing: answers with their ratings, comments, cancelled invitations.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, DbBackend},
};

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
        dialect::run(manager, include_str!("problem_life.sql")).await?;
        let backend = manager.get_connection().get_database_backend();
        // SQLite cannot change a CHECK, so there the table is made anew.
        let cancelled = if backend == DbBackend::Postgres {
            include_str!("cancelled_postgres.sql")
        } else {
            include_str!("cancelled_sqlite.sql")
        };
        dialect::run(manager, cancelled).await
    }
}
