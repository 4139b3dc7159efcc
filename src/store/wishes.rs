//! The desks at which members would like to sit.

use entity::{desk_preference, member};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr,
};

use super::{Connection, Result};

/// The wishes of these members: by member, the dearest first.
pub async fn of_members(
    db: &impl Connection,
    member_ids: &[i64],
) -> Result<Vec<desk_preference::Model>> {
    let rows = desk_preference::Entity::find()
        .filter(desk_preference::Column::MemberId.is_in(member_ids.iter().copied()))
        .order_by_asc(desk_preference::Column::MemberId)
        .order_by_asc(desk_preference::Column::Position);
    Ok(rows.all(db).await?)
}

/// Puts these desks, the dearest first, in place of the member's earlier wishes.
pub async fn replace(db: &impl Connection, member_id: i64, desk_ids: &[i64]) -> Result<()> {
    desk_preference::Entity::delete_many()
        .filter(desk_preference::Column::MemberId.eq(member_id))
        .exec(db)
        .await?;
    let numbered = (1..).zip(desk_ids);
    let rows = numbered.map(|(position, desk_id)| desk_preference::ActiveModel {
        member_id: Set(member_id),
        desk_id: Set(*desk_id),
        position: Set(position),
    });
    if !desk_ids.is_empty() {
        desk_preference::Entity::insert_many(rows).exec(db).await?;
    }
    Ok(())
}

/// Moves the member's version on if it is still the expected one; `false` when it has changed.
pub async fn touch(db: &impl Connection, member_id: i64, expected_version: i64) -> Result<bool> {
    let done = member::Entity::update_many()
        .col_expr(member::Column::Version, Expr::value(expected_version + 1))
        .filter(member::Column::Id.eq(member_id))
        .filter(member::Column::Version.eq(expected_version))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}
