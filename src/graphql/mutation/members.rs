//! Registering members, editing their records, and seeing what is personal.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};

use super::{
    member_input::{RegisterMemberInput, UpdateMemberInput, to_register, to_update},
    round_input::member_row,
};
use crate::{
    club::{register, reveal, update},
    graphql::{
        error::{UserError, outcome},
        guard::{app, viewer},
        objects::{Member, MemberLikeness, PersonalFields},
    },
};

/// Registering members, editing their records, and seeing what is personal.
#[derive(Default)]
pub struct MembersMutation;

/// The registered member, or what is wrong.
#[derive(SimpleObject)]
pub struct RegisterMemberPayload {
    /// The member; null with errors and after a dry run.
    member: Option<Member>,
    /// What was given as personal, as it is stored; null with errors.
    personal: Option<PersonalFields>,
    /// Members with much the same name, the likest first, at most 5: perhaps the same person.
    similar: Vec<MemberLikeness>,
    /// What the caller can put right.
    user_errors: Vec<UserError>,
}

/// The edited member, or what is wrong.
#[derive(SimpleObject)]
pub struct UpdateMemberPayload {
    /// The member; null with errors.
    member: Option<Member>,
    /// What was given as personal, as it is stored, and nothing else; null with errors.
    personal: Option<PersonalFields>,
    /// What the caller can put right.
    user_errors: Vec<UserError>,
}

/// Whose personal fields to see, and why.
#[derive(InputObject)]
pub struct MemberRevealInput {
    /// Whose.
    id: ID,
    /// Why, in 1 to 1,000 characters; the audit trail keeps it (دلیل).
    reason: String,
}

/// The personal fields, or what is wrong.
#[derive(SimpleObject)]
pub struct MemberRevealPayload {
    /// The member; null with errors.
    member: Option<Member>,
    /// Their personal fields; null with errors.
    personal: Option<PersonalFields>,
    /// What the caller can put right.
    user_errors: Vec<UserError>,
}

#[Object]
impl MembersMutation {
    /// Registers a member (ثبت عضو).
    async fn register_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who.")] input: RegisterMemberInput,
    ) -> Result<RegisterMemberPayload> {
        let app = app(ctx)?;
        let registered = match to_register(&app.reference(), input) {
            Ok(input) => register::register(app, viewer(ctx)?, input).await,
            Err(complaint) => Err(complaint.into()),
        };
        let (registered, user_errors) = outcome(registered)?;
        let (member, similar) = match registered {
            Some(registered) => (Some(registered.member), registered.similar),
            None => (None, Vec::new()),
        };
        Ok(RegisterMemberPayload {
            personal: member.clone().map(PersonalFields::from),
            // A dry run leaves no row.
            member: member.filter(|member| member.id != 0).map(Member),
            similar: similar.into_iter().map(MemberLikeness::from).collect(),
            user_errors,
        })
    }

    /// Edits a member's record (ویرایش عضو). For coordinators, and for experts their own bio,
    /// expertise, load, mobile and e-mail.
    async fn update_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom and what.")] input: UpdateMemberInput,
    ) -> Result<UpdateMemberPayload> {
        let app = app(ctx)?;
        let written = input.personal();
        let updated = match to_update(&app.reference(), input) {
            Ok(input) => update::update(app, viewer(ctx)?, input).await,
            Err(complaint) => Err(complaint.into()),
        };
        let (member, user_errors) = outcome(updated)?;
        Ok(UpdateMemberPayload {
            personal: member.clone().map(|row| written.of(row)),
            member: member.map(Member),
            user_errors,
        })
    }

    /// Shows a member's personal fields in full, and keeps who asked and why (نمایش اطلاعات شخصی).
    async fn member_reveal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose and why.")] input: MemberRevealInput,
    ) -> Result<MemberRevealPayload> {
        let row = member_row(&input.id);
        let revealed = reveal::reveal(app(ctx)?, viewer(ctx)?, row, &input.reason).await;
        let (member, user_errors) = outcome(revealed)?;
        Ok(MemberRevealPayload {
            personal: member.clone().map(PersonalFields::from),
            member: member.map(Member),
            user_errors,
        })
    }
}
