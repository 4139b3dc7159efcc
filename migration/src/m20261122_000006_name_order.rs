//! Names with آ sort before those with ا: the keys of names that have one are written anew.

use matching::text::collation_key;
use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, Statement},
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // All or nothing on SQLite as well, where it is not the default.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        let backend = manager.get_database_backend();
        let names = "SELECT id, full_name FROM member";
        for row in db
            .query_all_raw(Statement::from_string(backend, names))
            .await?
        {
            let (id, name): (i64, String) = (row.try_get("", "id")?, row.try_get("", "full_name")?);
            let rekey = "UPDATE member SET name_sort = $1 WHERE id = $2";
            let values = [collation_key(&name).into(), id.into()];
            db.execute_raw(Statement::from_sql_and_values(backend, rekey, values))
                .await?;
        }
        Ok(())
    }
}
