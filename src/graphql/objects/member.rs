//! A member and what they know.

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use entity::{member, member_expertise};

use super::{Concept, OrgUnit, Seat};
use crate::{
    club::{calendar, find::Likeness, mask},
    graphql::{
        day::Day,
        enums::{Degree, DeskCode, ExpertiseSource, MemberKind, MemberStanding, MemberTier},
        error::error,
        guard::{app, viewer},
        id::Kind,
        loaders::{ExpertiseOf, Loaders, OpenLoadOf, SeatsOf, WishesOf},
    },
};

#[derive(Clone)]
pub struct Member(pub member::Model);

/// A member of the club (عضو باشگاه).
#[Object]
impl Member {
    /// Global id.
    pub async fn id(&self) -> ID {
        Kind::Member.id(self.0.id)
    }

    /// The membership number (شمارهٔ عضویت).
    async fn member_no(&self) -> i64 {
        self.0.member_no
    }

    /// Full name (نام و نام خانوادگی).
    async fn full_name(&self) -> &str {
        &self.0.full_name
    }

    /// Internal or external.
    async fn kind(&self) -> MemberKind {
        self.0.kind.into()
    }

    /// Member or planner.
    async fn tier(&self) -> MemberTier {
        self.0.tier.into()
    }

    /// Where the membership stands.
    async fn standing(&self) -> MemberStanding {
        self.0.standing.into()
    }

    /// The unit that an internal member works in; null for externals.
    async fn org_unit(&self, ctx: &Context<'_>) -> Result<Option<OrgUnit>> {
        Ok(OrgUnit::with_id(&app(ctx)?.reference(), self.0.org_unit_id))
    }

    /// Field of study (رشته).
    async fn field(&self) -> &str {
        &self.0.field
    }

    /// The highest degree (مدرک).
    async fn degree(&self) -> Degree {
        self.0.degree.into()
    }

    /// Post and place of work (شغل).
    async fn job(&self) -> &str {
        &self.0.job
    }

    /// A sentence or two about their work.
    async fn bio(&self) -> &str {
        &self.0.bio
    }

    /// What they know (تخصص‌ها), in their own order.
    async fn expertise(&self, ctx: &Context<'_>) -> Result<Vec<Expertise>> {
        let rows = ctx
            .data::<Loaders>()?
            .load_one(ExpertiseOf(self.0.id))
            .await
            .map_err(error)?;
        Ok(rows
            .unwrap_or_default()
            .into_iter()
            .map(Expertise)
            .collect())
    }

    /// Seats at desks, oldest first; past ones only with `past: true`.
    async fn seats(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = false, desc = "Also seats that have ended.")] past: bool,
    ) -> Result<Vec<Seat>> {
        let rows = ctx
            .data::<Loaders>()?
            .load_one(SeatsOf(self.0.id))
            .await
            .map_err(error)?;
        let rows = rows.unwrap_or_default().into_iter();
        Ok(rows
            .filter(|seat| past || seat.until.is_none())
            .map(Seat)
            .collect())
    }

    /// The desks at which they would like to sit, the dearest first (ترجیح میز); null unless the
    /// viewer is a coordinator or this very member.
    async fn preferred_desks(&self, ctx: &Context<'_>) -> Result<Option<Vec<DeskCode>>> {
        if !self.may_see_personal(ctx)? {
            return Ok(None);
        }
        let wishes = ctx.data::<Loaders>()?.load_one(WishesOf(self.0.id)).await;
        let wishes = wishes.map_err(error)?.unwrap_or_default();
        Ok(Some(wishes.into_iter().map(DeskCode::from).collect()))
    }

    /// How many problems they can take at once, 0 to 20.
    async fn max_load(&self) -> i32 {
        self.0.max_load
    }

    /// How many problems that are not over they work on or are asked to.
    async fn open_load(&self, ctx: &Context<'_>) -> Result<i64> {
        let load = ctx.data::<Loaders>()?.load_one(OpenLoadOf(self.0.id)).await;
        Ok(load.map_err(error)?.unwrap_or(0))
    }

    /// The day of joining.
    async fn joined_on(&self) -> Day {
        Day(self.0.joined_on)
    }

    /// The day of joining in the Jalali calendar, such as `1405-09-01`.
    async fn joined_on_jalali(&self) -> String {
        calendar::jalali_date(self.0.joined_on)
    }

    /// Increases with every edit; edits name the version that they start from.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// National id (کد ملی): a member's own in full, for coordinators masked such as
    /// `04••••••99` until they give a reason to `memberReveal`; null for all others and where
    /// none is known.
    async fn national_id(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        self.masked(ctx, |row| row.national_id.as_deref(), mask::number)
    }

    /// Mobile number (تلفن همراه): a member's own in full, for coordinators masked such as
    /// `09•• ••• ••67`; null for all others and where none is known.
    async fn mobile(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        self.masked(ctx, |row| row.mobile.as_deref(), mask::number)
    }

    /// E-mail (رایانامه): a member's own in full, for coordinators masked such as
    /// `s•••@example.ir`; null for all others and where none is known.
    async fn email(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        self.masked(ctx, |row| row.email.as_deref(), mask::email)
    }
}

impl Member {
    fn may_see_personal(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(viewer(ctx)?.may_see_personal(self.0.id))
    }

    fn masked(
        &self,
        ctx: &Context<'_>,
        value: impl Fn(&member::Model) -> Option<&str>,
        mask: impl Fn(&str) -> String,
    ) -> Result<Option<String>> {
        if !self.may_see_personal(ctx)? {
            return Ok(None);
        }
        let value = value(&self.0);
        if viewer(ctx)?.sees_unmasked(self.0.id) {
            return Ok(value.map(str::to_owned));
        }
        Ok(value.map(mask))
    }
}

/// Personal fields in full (اطلاعات شخصی).
#[derive(Default, SimpleObject)]
pub struct PersonalFields {
    /// National id (کد ملی), ten digits; null where none is known.
    pub national_id: Option<String>,
    /// Mobile number (تلفن همراه) as `09` and nine digits; null where none is known.
    pub mobile: Option<String>,
    /// E-mail (رایانامه); null where none is known.
    pub email: Option<String>,
}

impl From<member::Model> for PersonalFields {
    fn from(row: member::Model) -> Self {
        Self {
            national_id: row.national_id,
            mobile: row.mobile,
            email: row.email,
        }
    }
}

/// A member with much the same name as another (هم‌نام احتمالی).
#[derive(SimpleObject)]
pub struct MemberLikeness {
    /// Who; perhaps the same person.
    pub member: Member,
    /// How alike the names are, up to 1 for the very name.
    pub score: f64,
}

impl From<Likeness> for MemberLikeness {
    fn from(like: Likeness) -> Self {
        Self {
            member: Member(like.member),
            score: like.score,
        }
    }
}

pub struct Expertise(member_expertise::Model);

/// Something that a member knows (تخصص).
#[Object]
impl Expertise {
    /// The concept that the phrase names; null when the vocabulary has none.
    async fn concept(&self, ctx: &Context<'_>) -> Result<Option<Concept>> {
        let reference = app(ctx)?.reference();
        let concept = self.0.concept_id.and_then(|id| reference.concept(id));
        Ok(concept.cloned().map(Concept))
    }

    /// The member's own words.
    async fn phrase(&self) -> &str {
        &self.0.phrase
    }

    /// From 1, acquainted, to 5, an authority.
    async fn level(&self) -> i32 {
        self.0.level
    }

    /// How the club knows.
    async fn source(&self) -> ExpertiseSource {
        self.0.source.into()
    }
}
