//! Teams that change: several stand in for one, somebody is taken off, a conflict is declared.

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
        let backend = manager.get_connection().get_database_backend();
        // SQLite can neither change a CHECK nor drop a UNIQUE, so there the table is made anew.
        let changes = if backend == DbBackend::Postgres {
            include_str!("team_changes_postgres.sql")
        } else {
            include_str!("team_changes_sqlite.sql")
        };
        dialect::run(manager, changes).await
    }
}
