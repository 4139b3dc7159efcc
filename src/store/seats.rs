//! Seats at desks: current ones have no end.

use chrono::{DateTime, Utc};
use entity::seat;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr,
};

use super::{Connection, Result};

const BATCH: usize = 500;

/// A seat to give.
#[derive(Clone, Copy)]
pub struct NewSeat {
    pub desk_id: i64,
    pub member_id: i64,
    pub role: seat::SeatRole,
}

/// Every current seat.
pub async fn current(db: &impl Connection) -> Result<Vec<seat::Model>> {
    let seats = seat::Entity::find()
        .filter(seat::Column::Until.is_null())
        .order_by_asc(seat::Column::Id);
    Ok(seats.all(db).await?)
}

/// Current seats at these desks.
pub async fn at_desks(db: &impl Connection, desk_ids: &[i64]) -> Result<Vec<seat::Model>> {
    let seats = seat::Entity::find()
        .filter(seat::Column::Until.is_null())
        .filter(seat::Column::DeskId.is_in(desk_ids.iter().copied()))
        .order_by_asc(seat::Column::Id);
    Ok(seats.all(db).await?)
}

/// All seats, past and current, of these members, oldest first.
pub async fn of_members(db: &impl Connection, member_ids: &[i64]) -> Result<Vec<seat::Model>> {
    let seats = seat::Entity::find()
        .filter(seat::Column::MemberId.is_in(member_ids.iter().copied()))
        .order_by_asc(seat::Column::Since)
        .order_by_asc(seat::Column::Id);
    Ok(seats.all(db).await?)
}

/// Gives seats on behalf of a round; one that is already held is `Duplicate`.
pub async fn insert(
    db: &impl Connection,
    seats: &[NewSeat],
    round_id: Option<i64>,
    now: DateTime<Utc>,
) -> Result<()> {
    for batch in seats.chunks(BATCH) {
        let rows = batch.iter().map(|new| seat::ActiveModel {
            desk_id: Set(new.desk_id),
            member_id: Set(new.member_id),
            role: Set(new.role),
            round_id: Set(round_id),
            ended_round_id: Set(None),
            since: Set(now),
            until: Set(None),
            ..Default::default()
        });
        seat::Entity::insert_many(rows).exec(db).await?;
    }
    Ok(())
}

/// Every seat that a round gave or took away, in the order in which they were given.
pub async fn touched_by(db: &impl Connection, round_id: i64) -> Result<Vec<seat::Model>> {
    let touched = Condition::any()
        .add(seat::Column::RoundId.eq(round_id))
        .add(seat::Column::EndedRoundId.eq(round_id));
    let seats = seat::Entity::find()
        .filter(touched)
        .order_by_asc(seat::Column::Id);
    Ok(seats.all(db).await?)
}

/// Ends these current seats, on behalf of a round or by hand.
pub async fn end(
    db: &impl Connection,
    seat_ids: &[i64],
    (round_id, now): (Option<i64>, DateTime<Utc>),
) -> Result<()> {
    for batch in seat_ids.chunks(BATCH) {
        seat::Entity::update_many()
            .col_expr(seat::Column::Until, Expr::value(Some(now)))
            .col_expr(seat::Column::EndedRoundId, Expr::value(round_id))
            .filter(seat::Column::Id.is_in(batch.iter().copied()))
            .filter(seat::Column::Until.is_null())
            .exec(db)
            .await?;
    }
    Ok(())
}
