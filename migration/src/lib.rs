//! The history of Mizan's schema: each migration is SQL that is never edited once it has landed.

mod dialect;
mod m20261122_000001_base;
mod m20261122_000002_round_progress;
mod m20261122_000003_single_sign_on;
mod m20261122_000004_members;
mod m20261122_000005_problem_life;
mod m20261122_000006_name_order;
mod m20261122_000007_team_changes;

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

/// Runs the migrations in order and knows which have been applied.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_base::Migration),
            Box::new(m20261122_000002_round_progress::Migration),
            Box::new(m20261122_000003_single_sign_on::Migration),
            Box::new(m20261122_000004_members::Migration),
            Box::new(m20261122_000005_problem_life::Migration),
            Box::new(m20261122_000006_name_order::Migration),
            Box::new(m20261122_000007_team_changes::Migration),
        ]
    }
}
