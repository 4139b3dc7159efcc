//! A desk and its seats.

use async_graphql::{Context, ID, Object, Result};
use chrono::{DateTime, Utc};
use entity::{desk, seat};

use super::Member;
use crate::{
    club::calendar,
    graphql::{
        enums::{DeskCode, SeatRole},
        error::error,
        guard::{app, viewer},
        id::Kind,
        loaders::{Loaders, MemberById, OpenProblemsOf, SeatsAt},
    },
};

pub struct Desk(pub desk::Model);

impl Desk {
    /// From the snapshot in memory.
    pub fn with_id(ctx: &Context<'_>, id: i64) -> Result<Option<Self>> {
        Ok(app(ctx)?.reference().desk(id).cloned().map(Self))
    }
}

/// A specialist desk (میز تخصصی).
#[Object]
impl Desk {
    /// Global id.
    pub async fn id(&self) -> ID {
        Kind::Desk.id(self.0.id)
    }

    /// The desk's code; null only if this version of the service does not know it.
    async fn code(&self) -> Option<DeskCode> {
        matching::Desk::from_code(&self.0.code).map(DeskCode::from)
    }

    /// Persian name (نام).
    async fn name_fa(&self) -> &str {
        &self.0.name_fa
    }

    /// English name.
    async fn name_en(&self) -> &str {
        &self.0.name_en
    }

    /// The fewest seats that a round fills.
    async fn seats_min(&self) -> i32 {
        self.0.seats_min
    }

    /// The most seats that a round fills.
    async fn seats_max(&self) -> i32 {
        self.0.seats_max
    }

    /// The fewest external experts that a round seats.
    async fn externals_min(&self) -> i32 {
        self.0.externals_min
    }

    /// Who is seated now, the longest first (کرسی‌ها).
    async fn seats(&self, ctx: &Context<'_>) -> Result<Vec<Seat>> {
        let seats = ctx
            .data::<Loaders>()?
            .load_one(SeatsAt(self.0.id))
            .await
            .map_err(error)?;
        Ok(seats.unwrap_or_default().into_iter().map(Seat).collect())
    }

    /// How many are seated now.
    async fn seat_count(&self, ctx: &Context<'_>) -> Result<usize> {
        let seats = ctx
            .data::<Loaders>()?
            .load_one(SeatsAt(self.0.id))
            .await
            .map_err(error)?;
        Ok(seats.map_or(0, |seats| seats.len()))
    }

    /// How many problems the desk holds that are not over.
    async fn open_problem_count(&self, ctx: &Context<'_>) -> Result<i64> {
        let loaders = ctx.data::<Loaders>()?;
        let open = loaders
            .load_one(OpenProblemsOf(self.0.id))
            .await
            .map_err(error)?;
        Ok(open.unwrap_or(0))
    }
}

pub struct Seat(pub seat::Model);

/// A seat at a desk (کرسی).
#[Object]
impl Seat {
    /// The desk; null only if it no longer exists.
    async fn desk(&self, ctx: &Context<'_>) -> Result<Option<Desk>> {
        Desk::with_id(ctx, self.0.desk_id)
    }

    /// Who holds it; null when the viewer may not know of them.
    async fn member(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        let key = MemberById(self.0.member_id);
        let found = ctx.data::<Loaders>()?.load_one(key).await.map_err(error)?;
        let viewer = viewer(ctx)?;
        Ok(found
            .filter(|member| viewer.may_see_member(member))
            .map(Member))
    }

    /// What the holder does at the desk.
    async fn role(&self) -> SeatRole {
        self.0.role.into()
    }

    /// Since when.
    async fn since(&self) -> DateTime<Utc> {
        self.0.since
    }

    /// The same as Jalali date and time in Mashhad, such as `1405-09-01 12:30`.
    async fn since_jalali(&self) -> String {
        calendar::jalali_time(self.0.since)
    }

    /// Until when; null while it is held.
    async fn until(&self) -> Option<DateTime<Utc>> {
        self.0.until
    }

    /// The same as Jalali date and time in Mashhad, such as `1405-09-01 12:30`; null where
    /// `until` is.
    async fn until_jalali(&self) -> Option<String> {
        self.0.until.map(calendar::jalali_time)
    }
}
