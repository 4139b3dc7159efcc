//! The history of Mizan's schema: each migration is SQL that is never edited once it has landed.

mod dialect;
mod m20261122_000001_base;
mod m20261122_000002_round_progress;

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

/// Runs the migrations in order and knows which have been applied.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_base::Migration),
            Box::new(m20261122_000002_round_progress::Migration),
        ]
    }
}
