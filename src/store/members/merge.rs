//! Handing over what belongs to one record of a person to the other.

use chrono::{DateTime, Utc};
use entity::{account, desk_preference, member_expertise, seat, team_member, token};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};

use crate::store::{Connection, Result};

/// What stays where it is, because the receiver has its like.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// Keys of expertise phrases.
    pub phrase_keys: Vec<String>,
    /// Places in teams, by row id.
    pub places: Vec<i64>,
    /// Whether the wishes stay.
    pub wishes: bool,
    /// Whether the account stays.
    pub account: bool,
}

/// Gives seats, expertise, places in teams, wishes and the account of `from` to `to`, but for
/// what is `kept`.
pub async fn hand_over(db: &impl Connection, (from, to): (i64, i64), kept: &Kept) -> Result<()> {
    seat::Entity::update_many()
        .col_expr(seat::Column::MemberId, Expr::value(to))
        .filter(seat::Column::MemberId.eq(from))
        .exec(db)
        .await?;
    member_expertise::Entity::update_many()
        .col_expr(member_expertise::Column::MemberId, Expr::value(to))
        .filter(member_expertise::Column::MemberId.eq(from))
        .filter(member_expertise::Column::PhraseKey.is_not_in(kept.phrase_keys.clone()))
        .exec(db)
        .await?;
    team_member::Entity::update_many()
        .col_expr(team_member::Column::MemberId, Expr::value(to))
        .filter(team_member::Column::MemberId.eq(from))
        .filter(team_member::Column::Id.is_not_in(kept.places.iter().copied()))
        .exec(db)
        .await?;
    if !kept.wishes {
        desk_preference::Entity::update_many()
            .col_expr(desk_preference::Column::MemberId, Expr::value(to))
            .filter(desk_preference::Column::MemberId.eq(from))
            .exec(db)
            .await?;
    }
    if !kept.account {
        account::Entity::update_many()
            .col_expr(account::Column::MemberId, Expr::value(Some(to)))
            .filter(account::Column::MemberId.eq(from))
            .exec(db)
            .await?;
    }
    Ok(())
}

/// Disables a member's account and revokes its tokens; answers with the ids of those.
pub async fn end_account(
    db: &impl Connection,
    account_id: i64,
    now: DateTime<Utc>,
) -> Result<Vec<i64>> {
    account::Entity::update_many()
        .col_expr(account::Column::Disabled, Expr::value(true))
        .filter(account::Column::Id.eq(account_id))
        .exec(db)
        .await?;
    let live = token::Column::RevokedAt
        .is_null()
        .and(token::Column::AccountId.eq(account_id));
    let tokens = token::Entity::find().filter(live.clone()).all(db).await?;
    token::Entity::update_many()
        .col_expr(token::Column::RevokedAt, Expr::value(Some(now)))
        .filter(live)
        .exec(db)
        .await?;
    Ok(tokens.into_iter().map(|token| token.id).collect())
}
