//! A reported problem.

use async_graphql::{Context, ID, Object, Result};
use chrono::{DateTime, Utc};
use entity::problem;

use super::{
    Desk, OrgUnit, Precedent, ProblemComment, ProblemEvent, ProblemRating, ProblemResolution,
    TeamMember, TeamStaffing, precedents, resolution::resolutions, routing::Routing,
};
use crate::{
    club::calendar,
    graphql::{
        enums::{ProblemStatus, Urgency},
        error::error,
        guard::app,
        id::Kind,
        loaders::{CommentsOf, Loaders, RoutingsOf, TeamOf, TimelineOf},
    },
    problems::engine,
    teams::staffing::staffing,
};

#[derive(Clone)]
pub struct Problem(pub problem::Model);

/// A problem that a deputy or an affiliated organisation has reported (مسئله).
#[Object]
impl Problem {
    /// Global id.
    pub async fn id(&self) -> ID {
        Kind::Problem.id(self.0.id)
    }

    /// The code by which people call it, such as `MZ-00042` (کد).
    async fn code(&self) -> String {
        engine::code(self.0.id)
    }

    /// Title (عنوان), at most 200 characters.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// Description (شرح), at most 10,000 characters.
    async fn description(&self) -> &str {
        &self.0.description
    }

    /// The unit that reports it; null only if the unit no longer exists.
    async fn org_unit(&self, ctx: &Context<'_>) -> Result<Option<OrgUnit>> {
        Ok(OrgUnit::with_id(
            &app(ctx)?.reference(),
            Some(self.0.org_unit_id),
        ))
    }

    /// The district that it is about, 1 to 14; null when it is about the whole city.
    async fn district(&self) -> Option<i32> {
        self.0.district
    }

    /// How pressing the reporter says it is.
    async fn urgency(&self) -> Urgency {
        self.0.urgency.into()
    }

    /// Where it stands.
    async fn status(&self) -> ProblemStatus {
        self.0.status.into()
    }

    /// The desk that has it; null as a draft and in triage.
    async fn desk(&self, ctx: &Context<'_>) -> Result<Option<Desk>> {
        match self.0.desk_id {
            Some(id) => Desk::with_id(ctx, id),
            None => Ok(None),
        }
    }

    /// Increases with every change; edits name the version that they start from.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// When it was posted, in UTC.
    async fn posted_at(&self) -> DateTime<Utc> {
        self.0.posted_at
    }

    /// When it was posted, as Jalali date and time in Mashhad, such as `1405-09-01 12:30`.
    async fn posted_at_jalali(&self) -> String {
        calendar::jalali_time(self.0.posted_at)
    }

    /// When an answer is due; null for a draft.
    async fn due_at(&self) -> Option<DateTime<Utc>> {
        self.0.due_at
    }

    /// The same as Jalali date and time in Mashhad, such as `1405-09-01 12:30`; null where
    /// `dueAt` is.
    async fn due_at_jalali(&self) -> Option<String> {
        self.0.due_at.map(calendar::jalali_time)
    }

    /// The decision that counts now, with its reasons; null for a draft.
    async fn routing(&self, ctx: &Context<'_>) -> Result<Option<Routing>> {
        let rows = ctx
            .data::<Loaders>()?
            .load_one(RoutingsOf(self.0.id))
            .await
            .map_err(error)?;
        Ok(rows.unwrap_or_default().pop().map(Routing))
    }

    /// Decided problems that are like this one and that the viewer may know of, at most five, the
    /// most alike first (سابقه‌ها).
    async fn precedents(&self, ctx: &Context<'_>) -> Result<Vec<Precedent>> {
        precedents(ctx, &self.0).await
    }

    /// Every decision, oldest first.
    async fn routings(&self, ctx: &Context<'_>) -> Result<Vec<Routing>> {
        let rows = ctx
            .data::<Loaders>()?
            .load_one(RoutingsOf(self.0.id))
            .await
            .map_err(error)?;
        Ok(rows.unwrap_or_default().into_iter().map(Routing).collect())
    }

    /// Everybody who was asked to work on it, in the order in which they were asked (گروه).
    async fn team(&self, ctx: &Context<'_>) -> Result<Vec<TeamMember>> {
        let places = ctx.data::<Loaders>()?.load_one(TeamOf(self.0.id)).await;
        let places = places.map_err(error)?.unwrap_or_default();
        Ok(places.into_iter().map(TeamMember).collect())
    }

    /// The answer that stands (پاسخ); null before there is one and after a reopening. Seen by
    /// whoever may see the problem.
    async fn resolution(&self, ctx: &Context<'_>) -> Result<Option<ProblemResolution>> {
        let answers = resolutions(ctx, self.0.id).await?;
        Ok(answers.into_iter().find(ProblemResolution::stands))
    }

    /// Every answer, oldest first; after a reopening the earlier ones stay.
    async fn resolutions(&self, ctx: &Context<'_>) -> Result<Vec<ProblemResolution>> {
        resolutions(ctx, self.0.id).await
    }

    /// How the reporting unit rates the answer that stands (امتیاز); null before it has.
    async fn rating(&self, ctx: &Context<'_>) -> Result<Option<ProblemRating>> {
        let answers = resolutions(ctx, self.0.id).await?;
        let standing = answers.iter().find(|answer| answer.stands());
        Ok(standing.and_then(ProblemResolution::rated))
    }

    /// What was said about it, oldest first, at most 500 (نظرها). Seen by whoever may see the
    /// problem.
    async fn comments(&self, ctx: &Context<'_>) -> Result<Vec<ProblemComment>> {
        let rows = ctx.data::<Loaders>()?.load_one(CommentsOf(self.0.id)).await;
        let rows = rows.map_err(error)?.unwrap_or_default();
        Ok(rows.into_iter().map(ProblemComment).collect())
    }

    /// Where the forming of its team stands: whether answers are awaited, whether anybody is left to
    /// ask, what the team lacks (وضعیت تشکیل گروه).
    async fn staffing(&self, ctx: &Context<'_>) -> Result<TeamStaffing> {
        let places = ctx.data::<Loaders>()?.load_one(TeamOf(self.0.id)).await;
        let places = places.map_err(error)?.unwrap_or_default();
        let reference = app(ctx)?.reference();
        Ok(TeamStaffing(staffing(&reference, &places)))
    }

    /// What has happened to it, oldest first (تاریخچه).
    async fn timeline(&self, ctx: &Context<'_>) -> Result<Vec<ProblemEvent>> {
        let rows = ctx
            .data::<Loaders>()?
            .load_one(TimelineOf(self.0.id))
            .await
            .map_err(error)?;
        let told = |event| ProblemEvent {
            event,
            problem: self.0.clone(),
        };
        Ok(rows.unwrap_or_default().into_iter().map(told).collect())
    }
}
