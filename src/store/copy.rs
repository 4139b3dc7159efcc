//! Copying a whole club from one database to another, of either kind, row by row.

use entity::{
    account, account_identity, assignment_round, audit_event, concept, concept_term, desk,
    desk_preference, idempotency, member, member_expertise, org_unit, problem, problem_comment,
    problem_concept, problem_resolution, round_computation, round_input, round_proposal,
    round_report, routing, routing_contribution, routing_desk, seat, team_member, token, weights,
};
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DbBackend, EntityName, EntityTrait, IntoActiveModel,
    Iterable, PaginatorTrait, PrimaryKeyToColumn, PrimaryKeyTrait, QueryOrder,
};

use super::{Result, Transaction};

/// Rows a statement; the widest table stays far below what databases take as parameters.
const PAGE: u64 = 500;

/// Every table, those that others name first.
macro_rules! tables {
    ($apply:ident) => {
        $apply! {
            desk org_unit concept concept_term member member_expertise account account_identity token idempotency
            assignment_round round_computation round_report round_input desk_preference round_proposal seat problem
            problem_concept problem_resolution problem_comment team_member routing routing_desk
            routing_contribution weights audit_event
        }
    };
}

/// The names of the tables that are copied, in that order.
#[must_use]
pub fn tables() -> Vec<String> {
    macro_rules! names {
        ($($table:ident)*) => {
            vec![$($table::Entity.table_name().to_owned()),*]
        };
    }
    tables!(names)
}

/// Replaces everything in `to` by what is in `from`; answers with the number of rows.
pub async fn copy_all(from: &Transaction, to: &Transaction) -> Result<u64> {
    wait_for_references(to).await?;
    for table in tables().iter().rev() {
        to.execute_unprepared(&format!("DELETE FROM {table}"))
            .await?;
    }
    let mut rows = 0;
    macro_rules! copy {
        ($($table:ident)*) => {
            $(rows += copy_table::<$table::Entity>(from, to).await?;)*
        };
    }
    tables!(copy);
    check_references(to).await?;
    Ok(rows)
}

/// Rows of one table may name each other in any order, so references wait until all are there.
async fn wait_for_references(to: &Transaction) -> Result<()> {
    match to.get_database_backend() {
        DbBackend::Postgres => {
            to.execute_unprepared(&each_reference("DEFERRABLE INITIALLY DEFERRED"))
                .await?;
        }
        _ => {
            to.execute_unprepared("PRAGMA defer_foreign_keys = ON")
                .await?;
        }
    }
    Ok(())
}

/// SQLite looks at them at the commit, PostgreSQL now, after which they wait no more.
async fn check_references(to: &Transaction) -> Result<()> {
    if to.get_database_backend() == DbBackend::Postgres {
        to.execute_unprepared("SET CONSTRAINTS ALL IMMEDIATE")
            .await?;
        to.execute_unprepared(&each_reference("NOT DEFERRABLE"))
            .await?;
    }
    Ok(())
}

/// Changes when PostgreSQL looks at every reference of the schema.
fn each_reference(when: &str) -> String {
    format!(
        "DO $$ DECLARE reference RECORD; BEGIN
           FOR reference IN SELECT conrelid::regclass AS owner, conname FROM pg_constraint
             WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
           LOOP
             EXECUTE format('ALTER TABLE %s ALTER CONSTRAINT %I {when}',
                            reference.owner, reference.conname);
           END LOOP;
         END $$"
    )
}

/// Whether a club lives in the database: somebody may sign in, or something has happened.
pub async fn occupied(db: &impl ConnectionTrait) -> Result<bool> {
    let accounts = account::Entity::find().count(db).await?;
    let members = member::Entity::find().count(db).await?;
    let events = audit_event::Entity::find().count(db).await?;
    Ok(accounts + members + events > 0)
}

async fn copy_table<E>(from: &Transaction, to: &Transaction) -> Result<u64>
where
    E: EntityTrait + Default,
    E::Model: IntoActiveModel<E::ActiveModel> + Send + Sync,
    E::ActiveModel: Send,
{
    let mut query = E::find();
    for key in E::PrimaryKey::iter() {
        query = query.order_by_asc(key.into_column());
    }
    let mut pages = query.paginate(from, PAGE);
    let mut rows = 0;
    while let Some(page) = pages.fetch_and_next().await? {
        rows += u64::try_from(page.len()).unwrap_or_default();
        let whole = page
            .into_iter()
            .map(|row| row.into_active_model().reset_all());
        E::insert_many(whole).exec_without_returning(to).await?;
    }
    go_on_after::<E>(to).await?;
    Ok(rows)
}

/// PostgreSQL numbers the next row by a counter that inserted ids do not move.
async fn go_on_after<E: EntityTrait + Default>(to: &Transaction) -> Result<()> {
    if to.get_database_backend() == DbBackend::Postgres && E::PrimaryKey::auto_increment() {
        let name = E::default();
        let table = name.table_name();
        let sql = format!(
            "SELECT setval(pg_get_serial_sequence('{table}', 'id'),
                           coalesce(max(id), 1), max(id) IS NOT NULL) FROM {table}"
        );
        to.execute_unprepared(&sql).await?;
    }
    Ok(())
}
