//! Seats by hand, and the desks that members would like.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use entity::seat;

use super::round_input::member_row;
use crate::{
    desks::{
        seating::{self, Seating},
        wishes::{self, Wishes},
    },
    graphql::{
        enums::{DeskCode, SeatRole},
        error::{UserError, outcome},
        guard::{app, viewer},
        objects::{Member, Seat},
    },
};

/// Seats by hand, and the desks that members would like.
#[derive(Default)]
pub struct SeatsMutation;

/// A seat to give.
#[derive(InputObject)]
pub struct SeatMemberInput {
    /// Who.
    member: ID,
    /// Where.
    desk: DeskCode,
    /// What they do there; a desk has one chair.
    #[graphql(default_with = "seat::SeatRole::Member.into()")]
    role: SeatRole,
}

/// The seat, or what is wrong.
#[derive(SimpleObject)]
pub struct SeatMemberPayload {
    /// The seat; null with errors.
    seat: Option<Seat>,
    /// What the caller can put right.
    user_errors: Vec<UserError>,
}

/// A seat to end.
#[derive(InputObject)]
pub struct UnseatMemberInput {
    /// Who.
    member: ID,
    /// Where.
    desk: DeskCode,
}

/// The ended seat, or what is wrong.
#[derive(SimpleObject)]
pub struct UnseatMemberPayload {
    /// The seat; null with errors.
    seat: Option<Seat>,
    /// What the caller can put right.
    user_errors: Vec<UserError>,
}

/// What a member would like.
#[derive(InputObject)]
pub struct MemberPreferDesksInput {
    /// Who.
    member: ID,
    /// The desks, the dearest first, in place of earlier ones; none to wish for nothing.
    desks: Vec<DeskCode>,
    /// The version of the member that the caller has seen; any when left out.
    expected_version: Option<i64>,
}

/// The member, or what is wrong.
#[derive(SimpleObject)]
pub struct MemberPreferDesksPayload {
    /// The member; null with errors.
    member: Option<Member>,
    /// What the caller can put right.
    user_errors: Vec<UserError>,
}

#[Object]
impl SeatsMutation {
    /// Gives a member a seat, or another role at the same desk (نشاندن عضو بر کرسی).
    async fn seat_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who, where and as what.")] input: SeatMemberInput,
    ) -> Result<SeatMemberPayload> {
        let seating = Seating {
            member_id: member_row(&input.member),
            desk: input.desk.into(),
            role: input.role.into(),
        };
        let seated = seating::seat(app(ctx)?, viewer(ctx)?, seating).await;
        let (seat, user_errors) = outcome(seated)?;
        Ok(SeatMemberPayload {
            seat: seat.map(Seat),
            user_errors,
        })
    }

    /// Ends a member's seat at a desk (برداشتن عضو از کرسی).
    async fn unseat_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who and where.")] input: UnseatMemberInput,
    ) -> Result<UnseatMemberPayload> {
        let member_id = member_row(&input.member);
        let ended = seating::unseat(app(ctx)?, viewer(ctx)?, member_id, input.desk.into()).await;
        let (seat, user_errors) = outcome(ended)?;
        Ok(UnseatMemberPayload {
            seat: seat.map(Seat),
            user_errors,
        })
    }

    /// Says at which desks a member would like to sit; rounds weigh it (ثبت ترجیح میز). For
    /// coordinators, and for experts about themselves.
    async fn member_prefer_desks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who and which desks.")] input: MemberPreferDesksInput,
    ) -> Result<MemberPreferDesksPayload> {
        let desks = input.desks.into_iter().map(matching::Desk::from);
        let wishes = Wishes {
            member_id: member_row(&input.member),
            desks: desks.collect(),
            expected_version: input.expected_version,
        };
        let preferred = wishes::prefer(app(ctx)?, viewer(ctx)?, wishes).await;
        let (member, user_errors) = outcome(preferred)?;
        Ok(MemberPreferDesksPayload {
            member: member.map(Member),
            user_errors,
        })
    }
}
