//! Who an account is at the provider of single sign-on.

use chrono::{DateTime, Utc};
use entity::{account, account_identity};
use sea_orm::{
    ActiveValue::{Set, Unchanged},
    ColumnTrait, EntityTrait, QueryFilter,
};

use super::{Connection, Result};

/// Whom the provider means by `subject`, and the account; `None` where they were never here.
pub async fn find(
    db: &impl Connection,
    issuer: &str,
    subject: &str,
) -> Result<Option<(account_identity::Model, account::Model)>> {
    let found = account_identity::Entity::find()
        .filter(account_identity::Column::Issuer.eq(issuer))
        .filter(account_identity::Column::Subject.eq(subject))
        .find_also_related(account::Entity)
        .one(db)
        .await?;
    Ok(found.and_then(|(identity, account)| account.map(|account| (identity, account))))
}

/// Ties an account to a subject; `Duplicate` where either is tied already.
pub async fn insert(db: &impl Connection, identity: account_identity::Model) -> Result<()> {
    let row = account_identity::ActiveModel {
        account_id: Set(identity.account_id),
        issuer: Set(identity.issuer),
        subject: Set(identity.subject),
        claimed_at: Set(identity.claimed_at),
    };
    account_identity::Entity::insert(row)
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// Remembers the newest claims that an account was brought up to date from.
pub async fn claimed(db: &impl Connection, account_id: i64, at: DateTime<Utc>) -> Result<()> {
    let row = account_identity::ActiveModel {
        account_id: Unchanged(account_id),
        claimed_at: Set(at),
        ..Default::default()
    };
    account_identity::Entity::update(row).exec(db).await?;
    Ok(())
}
