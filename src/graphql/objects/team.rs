//! A place in a problem's team.

use async_graphql::{Context, Object, Result};
use chrono::{DateTime, Utc};
use entity::team_member;

use super::{Concept, Member, Problem, routing::Contribution};
use crate::{
    club::calendar,
    graphql::{
        enums::{StaffingState, TeamMemberStatus, TeamRole},
        error::error,
        guard::{app, viewer},
        loaders::{Loaders, ProblemById, SeatsOf, TeamOf},
    },
    problems::find,
    teams::{
        invite::{self, Offer},
        staffing::Staffing,
    },
};

pub struct TeamMember(pub team_member::Model);

/// A place in a problem's team, offered to somebody (عضو گروه).
#[Object]
impl TeamMember {
    /// The problem; null when the viewer may not know of it any more, as after declining.
    async fn problem(&self, ctx: &Context<'_>) -> Result<Option<Problem>> {
        Problem::if_known(ctx, self.0.problem_id).await
    }

    /// Who; null when the viewer may not know of them.
    async fn member(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        let viewer = viewer(ctx)?;
        let member = Member::with_id(ctx, self.0.member_id).await?;
        Ok(member.filter(|member| viewer.may_see_member(&member.0)))
    }

    /// What has become of the invitation.
    async fn status(&self) -> TeamMemberStatus {
        self.0.status.into()
    }

    /// What they do in the team.
    async fn role(&self) -> TeamRole {
        self.0.role.into()
    }

    /// The needed concepts that they know.
    async fn concepts(&self, ctx: &Context<'_>) -> Result<Vec<Concept>> {
        let ids = invite::concepts(&app(ctx)?.reference(), &self.0);
        Concept::with_ids(ctx, &ids)
    }

    /// How well they fit the problem: the sum of the contributions' points.
    async fn score(&self) -> f64 {
        self.0.score
    }

    /// What speaks for them.
    async fn contributions(&self) -> Vec<Contribution> {
        Contribution::from_json(&self.0.contributions)
    }

    /// Whether they were asked in somebody else's stead.
    async fn is_alternate(&self) -> bool {
        self.0.alternate_of.is_some()
    }

    /// Why they declined or are on the team no longer; null when that is not so or nobody said why,
    /// and unless the viewer is a coordinator or this very member.
    async fn reason(&self, ctx: &Context<'_>) -> Result<Option<&str>> {
        let shown = viewer(ctx)?.may_see_personal(self.0.member_id);
        Ok(self.0.reason.as_deref().filter(|_| shown))
    }

    /// Whether they declined for a conflict of interest (تعارض منافع); null unless the viewer is a
    /// coordinator or this very member.
    async fn conflict_of_interest(&self, ctx: &Context<'_>) -> Result<Option<bool>> {
        let shown = viewer(ctx)?.may_see_personal(self.0.member_id);
        Ok(shown.then_some(self.0.declares_conflict))
    }

    /// When they were asked.
    async fn invited_at(&self) -> DateTime<Utc> {
        self.0.invited_at
    }

    /// The same as Jalali date and time in Mashhad, such as `1405-09-01 12:30`.
    async fn invited_at_jalali(&self) -> String {
        calendar::jalali_time(self.0.invited_at)
    }

    /// Until when an answer is awaited.
    async fn expires_at(&self) -> DateTime<Utc> {
        self.0.expires_at
    }

    /// The same as Jalali date and time in Mashhad, such as `1405-09-01 12:30`.
    async fn expires_at_jalali(&self) -> String {
        calendar::jalali_time(self.0.expires_at)
    }

    /// When they answered, the time was over or they left the team; null while an answer is awaited.
    async fn answered_at(&self) -> Option<DateTime<Utc>> {
        self.0.answered_at
    }

    /// The same as Jalali date and time in Mashhad, such as `1405-09-01 12:30`; null where
    /// `answeredAt` is.
    async fn answered_at_jalali(&self) -> Option<String> {
        self.0.answered_at.map(calendar::jalali_time)
    }
}

impl Problem {
    /// The problem, if the viewer may know of it now.
    pub async fn if_known(ctx: &Context<'_>, id: i64) -> Result<Option<Self>> {
        let (loaders, viewer) = (ctx.data::<Loaders>()?, viewer(ctx)?);
        let Some(problem) = loaders.load_one(ProblemById(id)).await.map_err(error)? else {
            return Ok(None);
        };
        let team = loaders.load_one(TeamOf(id)).await.map_err(error)?;
        let (team, desks) = (team.unwrap_or_default(), own_desks(ctx).await?);
        let known = viewer.may_see_problem(&problem, &team, &desks);
        Ok(known.then_some(Self(problem)))
    }
}

/// The desks at which the viewer is seated now.
async fn own_desks(ctx: &Context<'_>) -> Result<Vec<i64>> {
    let Some(member_id) = viewer(ctx)?.member_id else {
        return Ok(Vec::new());
    };
    let seats = ctx.data::<Loaders>()?.load_one(SeatsOf(member_id)).await;
    Ok(find::desks_now(&seats.map_err(error)?.unwrap_or_default()))
}

impl TeamMember {
    /// These places, in the same order.
    pub fn all(places: Vec<team_member::Model>) -> Vec<Self> {
        places.into_iter().map(Self).collect()
    }
}

pub struct TeamOffer(pub Offer);

/// A place that is, or would be, offered (پیشنهاد عضویت در گروه).
#[Object]
impl TeamOffer {
    /// Who; null only if they no longer exist.
    async fn member(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        Member::with_id(ctx, self.0.member_id).await
    }

    /// What they would do in the team.
    async fn role(&self) -> TeamRole {
        self.0.role.into()
    }

    /// The needed concepts that they know.
    async fn concepts(&self, ctx: &Context<'_>) -> Result<Vec<Concept>> {
        Concept::with_ids(ctx, &self.0.concepts)
    }

    /// How well they fit the problem: the sum of the contributions' points.
    async fn score(&self) -> f64 {
        self.0.score
    }

    /// What speaks for them.
    async fn contributions(&self) -> Vec<Contribution> {
        Contribution::from_json(&self.0.contributions)
    }

    /// Who would be asked next, should they decline; null when nobody else could (جانشین).
    async fn alternate(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        match self.0.alternate {
            Some(id) => Member::with_id(ctx, id).await,
            None => Ok(None),
        }
    }
}

pub struct TeamStaffing(pub Staffing);

/// Where the forming of a problem's team stands (وضعیت تشکیل گروه).
#[Object]
impl TeamStaffing {
    /// Where it stands.
    async fn state(&self) -> StaffingState {
        self.0.state.into()
    }

    /// Concepts that somebody was asked for who has declined, not answered or left the team, and
    /// that nobody else of it knows (نیازهای بی‌پاسخ).
    async fn missing(&self, ctx: &Context<'_>) -> Result<Vec<Concept>> {
        Concept::with_ids(ctx, &self.0.missing)
    }

    /// The state in a sentence, in English.
    async fn message(&self) -> &str {
        self.0.state.messages().0
    }

    /// The state in a sentence, in Persian (فارسی).
    async fn message_fa(&self) -> &str {
        self.0.state.messages().1
    }
}

impl Concept {
    /// From the snapshot in memory.
    pub fn with_ids(ctx: &Context<'_>, ids: &[i64]) -> Result<Vec<Self>> {
        let reference = app(ctx)?.reference();
        let found = ids.iter().filter_map(|id| reference.concept(*id).cloned());
        Ok(found.map(Self).collect())
    }
}
