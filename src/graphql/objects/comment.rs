//! A comment on a problem.

use async_graphql::{Context, Object, Result};
use chrono::{DateTime, Utc};
use entity::problem_comment;

use super::{Member, event::account};
use crate::{
    club::calendar,
    graphql::{
        enums::Role,
        error::error,
        guard::viewer,
        loaders::{CommentsOf, Loaders},
    },
};

pub struct ProblemComment(pub problem_comment::Model);

/// A comment on a problem (نظر). Seen by whoever may see the problem.
#[Object]
impl ProblemComment {
    /// What was said, at most 4,000 characters.
    async fn body(&self) -> &str {
        &self.0.body
    }

    /// When, in UTC.
    async fn posted_at(&self) -> DateTime<Utc> {
        self.0.posted_at
    }

    /// When, as Jalali date and time in Mashhad, such as `1405-09-01 12:30`.
    async fn posted_at_jalali(&self) -> String {
        calendar::jalali_time(self.0.posted_at)
    }

    /// Whether the viewer said it.
    async fn is_mine(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(viewer(ctx)?.account_id == self.0.author_id)
    }

    /// The role of whoever said it; null only if their account no longer exists.
    async fn author_role(&self, ctx: &Context<'_>) -> Result<Option<Role>> {
        let account = account(ctx, self.0.author_id).await?;
        Ok(account.map(|account| account.role.into()))
    }

    /// The username of whoever said it; null for all viewers but coordinators.
    async fn author(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        if !viewer(ctx)?.is_coordinator() {
            return Ok(None);
        }
        let account = account(ctx, self.0.author_id).await?;
        Ok(account.map(|account| account.username))
    }

    /// The expert who said it; null for other roles, and when the viewer may not know of them.
    async fn expert(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        let account = account(ctx, self.0.author_id).await?;
        let Some(member_id) = account.and_then(|account| account.member_id) else {
            return Ok(None);
        };
        let viewer = viewer(ctx)?;
        let member = Member::with_id(ctx, member_id).await?;
        Ok(member.filter(|member| viewer.may_see_member(&member.0)))
    }
}

impl ProblemComment {
    /// The comment with this row, if it is one on this problem.
    pub async fn with_id(ctx: &Context<'_>, problem_id: i64, id: i64) -> Result<Option<Self>> {
        let loaders = ctx.data::<Loaders>()?;
        let rows = loaders.load_one(CommentsOf(problem_id)).await;
        let rows = rows.map_err(error)?.unwrap_or_default();
        Ok(rows.into_iter().find(|row| row.id == id).map(Self))
    }
}
