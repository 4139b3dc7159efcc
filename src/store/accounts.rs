//! Accounts and their tokens.

use chrono::{DateTime, Utc};
use entity::{account, token};
use sea_orm::{
    ActiveValue::{Set, Unchanged},
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter,
    sea_query::Expr,
};

use super::{Connection, Result};

/// Ids a statement; both databases allow tens of thousands of parameters, not more.
const BATCH: usize = 1_000;

/// What a new account is made of.
pub struct NewAccount {
    pub username: String,
    pub password_hash: Option<String>,
    pub role: account::Role,
    pub org_unit_id: Option<i64>,
    pub member_id: Option<i64>,
    pub now: DateTime<Utc>,
}

/// Inserts an account; a taken username is `Duplicate`.
pub async fn insert(db: &impl Connection, new: NewAccount) -> Result<account::Model> {
    let row = account::ActiveModel {
        username: Set(new.username),
        password_hash: Set(new.password_hash),
        role: Set(new.role),
        org_unit_id: Set(new.org_unit_id),
        member_id: Set(new.member_id),
        disabled: Set(false),
        created_at: Set(new.now),
        ..Default::default()
    };
    Ok(account::Entity::insert(row).exec_with_returning(db).await?)
}

/// The account with this username.
pub async fn by_username(db: &impl Connection, username: &str) -> Result<Option<account::Model>> {
    Ok(account::Entity::find()
        .filter(account::Column::Username.eq(username))
        .one(db)
        .await?)
}

/// The account of this member.
pub async fn by_member(db: &impl Connection, member_id: i64) -> Result<Option<account::Model>> {
    Ok(account::Entity::find()
        .filter(account::Column::MemberId.eq(member_id))
        .one(db)
        .await?)
}

/// Gives an account another role, unit and member.
pub async fn change(db: &impl Connection, account: &account::Model) -> Result<()> {
    let row = account::ActiveModel {
        id: Unchanged(account.id),
        role: Set(account.role),
        org_unit_id: Set(account.org_unit_id),
        member_id: Set(account.member_id),
        ..Default::default()
    };
    account::Entity::update(row).exec(db).await?;
    Ok(())
}

/// Shuts an account out; whether there was anything to change.
pub async fn disable(db: &impl Connection, id: i64) -> Result<bool> {
    write_disabled(db, id, true).await
}

/// Lets an account in again; whether there was anything to change.
pub async fn enable(db: &impl Connection, id: i64) -> Result<bool> {
    write_disabled(db, id, false).await
}

async fn write_disabled(db: &impl Connection, id: i64, disabled: bool) -> Result<bool> {
    let done = account::Entity::update_many()
        .col_expr(account::Column::Disabled, Expr::value(disabled))
        .filter(account::Column::Id.eq(id))
        .filter(account::Column::Disabled.ne(disabled))
        .exec(db)
        .await?;
    Ok(done.rows_affected > 0)
}

/// The accounts with these ids, in no particular order.
pub async fn by_ids(db: &impl Connection, ids: &[i64]) -> Result<Vec<account::Model>> {
    let rows = account::Entity::find().filter(account::Column::Id.is_in(ids.iter().copied()));
    Ok(rows.all(db).await?)
}

/// How many accounts there are.
pub async fn count(db: &impl Connection) -> Result<u64> {
    Ok(account::Entity::find().count(db).await?)
}

/// What a new token is made of.
pub struct NewToken {
    pub account_id: i64,
    pub hash: String,
    pub now: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    /// Opened by the token of the provider of single sign-on.
    pub single_sign_on: bool,
}

/// Stores a token by its hash.
pub async fn insert_token(db: &impl Connection, new: NewToken) -> Result<token::Model> {
    let row = token::ActiveModel {
        account_id: Set(new.account_id),
        hash: Set(new.hash),
        created_at: Set(new.now),
        expires_at: Set(new.expires_at),
        revoked_at: Set(None),
        single_sign_on: Set(new.single_sign_on),
        ..Default::default()
    };
    Ok(token::Entity::insert(row).exec_with_returning(db).await?)
}

/// Those of these tokens that still open the door, each with its account, in no particular order.
pub async fn held(
    db: &impl Connection,
    ids: &[i64],
    now: DateTime<Utc>,
) -> Result<Vec<(i64, account::Model)>> {
    let mut held = Vec::new();
    for ids in ids.chunks(BATCH) {
        let rows = token::Entity::find()
            .find_also_related(account::Entity)
            .filter(token::Column::Id.is_in(ids.iter().copied()))
            .filter(token::Column::RevokedAt.is_null())
            .filter(token::Column::ExpiresAt.gt(now))
            .filter(account::Column::Disabled.eq(false));
        let rows = rows.all(db).await?.into_iter();
        held.extend(rows.filter_map(|(token, account)| Some((token.id, account?))));
    }
    Ok(held)
}

/// The token with this hash and its account, whatever their state.
pub async fn by_token_hash(
    db: &impl Connection,
    hash: &str,
) -> Result<Option<(token::Model, account::Model)>> {
    let found = token::Entity::find()
        .filter(token::Column::Hash.eq(hash))
        .find_also_related(account::Entity)
        .one(db)
        .await?;
    Ok(found.and_then(|(token, account)| account.map(|account| (token, account))))
}

/// The token with this id.
pub async fn token_by_id(db: &impl Connection, id: i64) -> Result<Option<token::Model>> {
    Ok(token::Entity::find_by_id(id).one(db).await?)
}

/// Deletes the tokens that expired before `limit`.
pub async fn forget_tokens(db: &impl Connection, limit: DateTime<Utc>) -> Result<()> {
    token::Entity::delete_many()
        .filter(token::Column::ExpiresAt.lt(limit))
        .exec(db)
        .await?;
    Ok(())
}

/// Deletes the sessions of single sign-on that ended before `limit`.
pub async fn forget_provided(db: &impl Connection, limit: DateTime<Utc>) -> Result<()> {
    token::Entity::delete_many()
        .filter(token::Column::ExpiresAt.lt(limit))
        .filter(token::Column::SingleSignOn.eq(true))
        .exec(db)
        .await?;
    Ok(())
}

/// Revokes a token; one that is already revoked keeps its time.
pub async fn revoke_token(db: &impl Connection, id: i64, now: DateTime<Utc>) -> Result<()> {
    token::Entity::update_many()
        .col_expr(token::Column::RevokedAt, Expr::value(Some(now)))
        .filter(token::Column::Id.eq(id))
        .filter(token::Column::RevokedAt.is_null())
        .exec(db)
        .await?;
    Ok(())
}
