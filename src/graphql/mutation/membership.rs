//! Opening, suspending and ending memberships, and merging two records of one person.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};

use super::round_input::member_row;
use crate::{
    club::{
        merge::{self, Merge},
        standing::{self, ChangeStanding},
    },
    graphql::{
        enums::MemberStanding,
        error::{UserError, outcome},
        guard::{app, viewer},
        objects::{Member, MergeReport, StandingReport},
    },
};

/// Opening, suspending and ending memberships, and merging two records of one person.
#[derive(Default)]
pub struct MembershipMutation;

/// A membership to open, suspend or end.
#[derive(InputObject)]
pub struct ChangeMemberStandingInput {
    /// Whose.
    id: ID,
    /// Where it goes: `APPLICANT` to `ACTIVE` or `LEFT`, `ACTIVE` to `SUSPENDED` or `LEFT`,
    /// `SUSPENDED` to `ACTIVE` or `LEFT`, `LEFT` to `APPLICANT` or `ACTIVE`.
    standing: MemberStanding,
    /// Why, in 1 to 1,000 characters; the audit trail keeps it (دلیل).
    reason: String,
    /// The version that the caller has seen.
    expected_version: i64,
    /// Only say what would end.
    #[graphql(default)]
    dry_run: bool,
}

/// The member and what ended, or what is wrong.
#[derive(SimpleObject)]
pub struct ChangeMemberStandingPayload {
    /// The member; as it would be after a dry run; null with errors.
    member: Option<Member>,
    /// What ends, the same for a dry run as for the real one; null with errors.
    report: Option<StandingReport>,
    /// What the caller can put right.
    user_errors: Vec<UserError>,
}

/// Two records of one person.
#[derive(InputObject)]
pub struct MergeMembersInput {
    /// The record to keep.
    keep: ID,
    /// The version of `keep` that the caller has seen.
    expected_version: i64,
    /// The record to merge into it; it is `NOT_FOUND` afterwards, and its number is never given
    /// again.
    other: ID,
    /// The version of `other` that the caller has seen.
    other_expected_version: i64,
    /// Only say what would happen.
    #[graphql(default)]
    dry_run: bool,
}

/// The kept record, or what is wrong.
#[derive(SimpleObject)]
pub struct MergeMembersPayload {
    /// The kept member; its fields as they would be after a dry run; null with errors.
    member: Option<Member>,
    /// What moves and where the records differ, the same for a dry run as for the real one; null
    /// with errors.
    report: Option<MergeReport>,
    /// What the caller can put right.
    user_errors: Vec<UserError>,
}

#[Object]
impl MembershipMutation {
    /// Opens, suspends or ends a membership; suspending and leaving end current seats and open
    /// invitations (تغییر وضعیت عضویت).
    async fn change_member_standing(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose, whither and why.")] input: ChangeMemberStandingInput,
    ) -> Result<ChangeMemberStandingPayload> {
        let change = ChangeStanding {
            member_id: member_row(&input.id),
            expected_version: input.expected_version,
            standing: input.standing.into(),
            reason: input.reason,
            dry_run: input.dry_run,
        };
        let changed = standing::change(app(ctx)?, viewer(ctx)?, change).await;
        let (changed, user_errors) = outcome(changed)?;
        Ok(ChangeMemberStandingPayload {
            member: changed
                .as_ref()
                .map(|changed| Member(changed.member.clone())),
            report: changed.map(StandingReport),
            user_errors,
        })
    }

    /// Makes two records of one person one (ادغام دو پروندهٔ یک عضو).
    async fn merge_members(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which two.")] input: MergeMembersInput,
    ) -> Result<MergeMembersPayload> {
        let pair = Merge {
            keep_id: member_row(&input.keep),
            keep_version: input.expected_version,
            other_id: member_row(&input.other),
            other_version: input.other_expected_version,
            dry_run: input.dry_run,
        };
        let merged = merge::merge(app(ctx)?, viewer(ctx)?, pair).await;
        let (merged, user_errors) = outcome(merged)?;
        Ok(MergeMembersPayload {
            report: merged.as_ref().map(MergeReport::from),
            member: merged.map(|merged| Member(merged.member)),
            user_errors,
        })
    }
}
