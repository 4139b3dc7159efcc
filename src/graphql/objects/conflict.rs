//! Why a round has no seating.

use async_graphql::{Context, Object, Result};

use super::Member;
use crate::{
    desks::conflict::{Conflict, ToldChange, ToldCondition},
    graphql::enums::{ConditionKind, DeskCode, SeatReason},
};

pub struct RoundConflict(pub Conflict);

/// Conditions that cannot hold together, and the cheapest way out (تعارض).
#[Object]
impl RoundConflict {
    /// The conflict and the way out if one is known, in English.
    async fn message(&self) -> &str {
        &self.0.message
    }

    /// The conflict and the way out if one is known, in Persian (فارسی).
    async fn message_fa(&self) -> &str {
        &self.0.message_fa
    }

    /// The conditions; without any one of them the rest could hold, unless the budget ended before
    /// that was sure (شرط‌های ناسازگار).
    async fn conditions(&self) -> Vec<RoundCondition> {
        self.0
            .conditions
            .iter()
            .copied()
            .map(RoundCondition)
            .collect()
    }

    /// The cheapest changes that make a seating possible, together with those of the other
    /// conflicts; empty where the budget ended before that was sure (ارزان‌ترین تغییر).
    async fn changes(&self) -> Vec<RoundChange> {
        self.0.changes.iter().copied().map(RoundChange).collect()
    }
}

pub struct RoundCondition(ToldCondition);

/// One condition of a round.
#[Object]
impl RoundCondition {
    /// What it is about.
    async fn kind(&self) -> ConditionKind {
        self.0.kind.into()
    }

    /// The desk; null when it is about people alone.
    async fn desk(&self) -> Option<DeskCode> {
        self.0.desk.map(DeskCode::from)
    }

    /// The person; null when it is about a desk alone.
    async fn member(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        member(ctx, self.0.member_id).await
    }

    /// The second of a pair; null otherwise.
    async fn other(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        member(ctx, self.0.other_id).await
    }

    /// The limit; 1 for a pin, 0 for a ban and for a pair.
    async fn limit(&self) -> u32 {
        self.0.limit
    }

    /// For a `PIN`: why the seat stays though nobody pins it, `OFFICE` or `NOT_CANDIDATE`; only a
    /// ban ends it. Null for every other condition (دلیل ماندن).
    async fn stays(&self) -> Option<SeatReason> {
        self.0.stays.map(SeatReason::from)
    }
}

pub struct RoundChange(ToldChange);

/// A condition to relax.
#[Object]
impl RoundChange {
    /// Which. A `PIN` goes with its pin, or with a ban where its `stays` is not null; an `APART` and a
    /// `BAN` go altogether; limits move.
    async fn condition(&self) -> RoundCondition {
        RoundCondition(self.0.condition)
    }

    /// What there can be: lower a minimum to this.
    async fn have(&self) -> u32 {
        self.0.have
    }

    /// What is asked for: raise a maximum to this.
    async fn need(&self) -> u32 {
        self.0.need
    }
}

async fn member(ctx: &Context<'_>, id: Option<i64>) -> Result<Option<Member>> {
    match id {
        Some(id) => Member::with_id(ctx, id).await,
        None => Ok(None),
    }
}
