//! Members and what they know.

mod merge;
mod query;
mod write;

use entity::{member, member_expertise};
use sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};

use super::{
    Connection, Result,
    page::{self, OrderKey, Page, Rows},
};

pub use merge::{Kept, end_account, hand_over};
pub use query::{MemberFilter, MemberSort, MemberTest, order_keys};
use query::{condition, present};
pub use write::{NewMember, insert, replace_expertise, update};

/// One page of the members that `filter` lets through.
pub async fn page(
    db: &impl Connection,
    filter: &MemberFilter,
    keys: &[OrderKey<member::Entity>],
    page: &Page,
) -> Result<Rows<member::Model>> {
    page::fetch(
        db,
        member::Entity::find().filter(condition(filter)),
        keys,
        page,
    )
    .await
}

/// How many members `filter` lets through.
pub async fn count(db: &impl Connection, filter: &MemberFilter) -> Result<u64> {
    Ok(member::Entity::find()
        .filter(condition(filter))
        .count(db)
        .await?)
}

/// The ids of all members that `filter` lets through.
pub async fn ids(db: &impl Connection, filter: &MemberFilter) -> Result<Vec<i64>> {
    let ids = member::Entity::find()
        .filter(condition(filter))
        .select_only()
        .column(member::Column::Id)
        .order_by_asc(member::Column::Id);
    Ok(ids.into_tuple().all(db).await?)
}

/// All members that `filter` lets through, by id.
pub async fn all(db: &impl Connection, filter: &MemberFilter) -> Result<Vec<member::Model>> {
    let rows = member::Entity::find()
        .filter(condition(filter))
        .order_by_asc(member::Column::Id);
    Ok(rows.all(db).await?)
}

/// The members with these ids, in no particular order; records that were merged are not there.
pub async fn by_ids(db: &impl Connection, ids: &[i64]) -> Result<Vec<member::Model>> {
    let rows = member::Entity::find()
        .filter(present())
        .filter(member::Column::Id.is_in(ids.iter().copied()));
    Ok(rows.all(db).await?)
}

/// The member with this number.
pub async fn by_number(db: &impl Connection, number: i64) -> Result<Option<member::Model>> {
    Ok(member::Entity::find()
        .filter(present())
        .filter(member::Column::MemberNo.eq(number))
        .one(db)
        .await?)
}

/// Whoever has this number, even a record that was merged: a number is never given twice.
pub async fn with_number(db: &impl Connection, number: i64) -> Result<Option<member::Model>> {
    Ok(member::Entity::find()
        .filter(member::Column::MemberNo.eq(number))
        .one(db)
        .await?)
}

/// The member with this national id.
pub async fn with_national_id(
    db: &impl Connection,
    national_id: &str,
) -> Result<Option<member::Model>> {
    Ok(member::Entity::find()
        .filter(member::Column::NationalId.eq(national_id))
        .one(db)
        .await?)
}

/// The greatest membership number ever given; 0 when there is none.
pub async fn last_number(db: &impl Connection) -> Result<i64> {
    let number: Option<Option<i64>> = member::Entity::find()
        .select_only()
        .column_as(member::Column::MemberNo.max(), "number")
        .into_tuple()
        .one(db)
        .await?;
    Ok(number.flatten().unwrap_or_default())
}

/// The numbers of records that were merged into others.
pub async fn merged_numbers(db: &impl Connection) -> Result<Vec<i64>> {
    let numbers = member::Entity::find()
        .select_only()
        .column(member::Column::MemberNo)
        .filter(member::Column::MergedIntoId.is_not_null());
    Ok(numbers.into_tuple().all(db).await?)
}

/// The id and name of every member, by id.
pub async fn names(db: &impl Connection) -> Result<Vec<(i64, String)>> {
    let rows = member::Entity::find()
        .filter(present())
        .select_only()
        .columns([member::Column::Id, member::Column::FullName])
        .order_by_asc(member::Column::Id);
    Ok(rows.into_tuple().all(db).await?)
}

/// A value that grows with every added member and every edit: how many there are, and the sum of
/// their versions.
pub type Revision = (i64, i64);

/// The present revision of the members.
pub async fn revision(db: &impl Connection) -> Result<Revision> {
    // PostgreSQL sums whole numbers into decimals.
    let versions = Expr::col(member::Column::Version).sum().cast_as("BIGINT");
    let found: Option<(i64, Option<i64>)> = member::Entity::find()
        .select_only()
        .column_as(member::Column::Id.count(), "members")
        .column_as(versions, "versions")
        .into_tuple()
        .one(db)
        .await?;
    let (members, versions) = found.unwrap_or_default();
    Ok((members, versions.unwrap_or_default()))
}

/// What these members know, in the order in which it was written.
pub async fn expertise(
    db: &impl Connection,
    member_ids: &[i64],
) -> Result<Vec<member_expertise::Model>> {
    let rows = member_expertise::Entity::find()
        .filter(member_expertise::Column::MemberId.is_in(member_ids.iter().copied()))
        .order_by_asc(member_expertise::Column::Id);
    Ok(rows.all(db).await?)
}
