//! An answer to a problem, and how its reporter rates it.

use async_graphql::{Context, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::problem_resolution;

use super::event::account;
use crate::{
    club::calendar,
    graphql::{
        enums::Role,
        error::error,
        guard::viewer,
        loaders::{Loaders, ResolutionsOf},
    },
};

pub struct ProblemResolution(pub problem_resolution::Model);

/// An answer to a problem (پاسخ). Seen by whoever may see the problem.
#[Object]
impl ProblemResolution {
    /// The answer itself, at most 10,000 characters.
    async fn text(&self) -> &str {
        &self.0.answer
    }

    /// When it was given, in UTC.
    async fn resolved_at(&self) -> DateTime<Utc> {
        self.0.resolved_at
    }

    /// When it was given, as Jalali date and time in Mashhad, such as `1405-09-01 12:30`.
    async fn resolved_at_jalali(&self) -> String {
        calendar::jalali_time(self.0.resolved_at)
    }

    /// The role of whoever gave it; null only if their account no longer exists.
    async fn resolved_by_role(&self, ctx: &Context<'_>) -> Result<Option<Role>> {
        let account = account(ctx, self.0.resolved_by).await?;
        Ok(account.map(|account| account.role.into()))
    }

    /// The username of whoever gave it; null for all viewers but coordinators.
    async fn resolved_by(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        if !viewer(ctx)?.is_coordinator() {
            return Ok(None);
        }
        let account = account(ctx, self.0.resolved_by).await?;
        Ok(account.map(|account| account.username))
    }

    /// How the reporting unit rates it (امتیاز); null before it has.
    async fn rating(&self) -> Option<ProblemRating> {
        self.rated()
    }

    /// When the problem was reopened after it, in UTC; null while it stands.
    async fn reopened_at(&self) -> Option<DateTime<Utc>> {
        self.0.reopened_at
    }
}

/// The reporting unit's word on an answer (امتیاز).
#[derive(SimpleObject)]
pub struct ProblemRating {
    /// 1 to 5, the best.
    stars: i32,
    /// In their own words; null when they gave none.
    comment: Option<String>,
    /// When, in UTC.
    rated_at: DateTime<Utc>,
    /// When, as Jalali date and time in Mashhad, such as `1405-09-01 12:30`.
    rated_at_jalali: String,
}

impl ProblemResolution {
    /// The answer with this row, if it is one to this problem.
    pub async fn with_id(ctx: &Context<'_>, problem_id: i64, id: i64) -> Result<Option<Self>> {
        let answers = resolutions(ctx, problem_id).await?;
        Ok(answers.into_iter().find(|answer| answer.0.id == id))
    }

    /// Whether the problem was not reopened after it.
    pub fn stands(&self) -> bool {
        self.0.reopened_at.is_none()
    }

    /// Its rating.
    pub fn rated(&self) -> Option<ProblemRating> {
        let (stars, rated_at) = self.0.stars.zip(self.0.rated_at)?;
        Some(ProblemRating {
            stars,
            comment: self.0.comment.clone(),
            rated_at,
            rated_at_jalali: calendar::jalali_time(rated_at),
        })
    }
}

/// Every answer to a problem, oldest first.
pub async fn resolutions(ctx: &Context<'_>, problem_id: i64) -> Result<Vec<ProblemResolution>> {
    let loaders = ctx.data::<Loaders>()?;
    let rows = loaders.load_one(ResolutionsOf(problem_id)).await;
    let rows = rows.map_err(error)?.unwrap_or_default();
    Ok(rows.into_iter().map(ProblemResolution).collect())
}
