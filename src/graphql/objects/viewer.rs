//! Whoever is signed in.

use async_graphql::{Context, Object, Result};

use super::{Member, OrgUnit};
use crate::{
    auth,
    graphql::{
        enums::Role,
        error::error,
        guard::app,
        loaders::{Loaders, MemberById},
    },
};

pub struct Viewer(pub auth::Viewer);

/// Whoever is signed in (کاربر جاری).
#[Object]
impl Viewer {
    /// The name of the account.
    async fn username(&self) -> &str {
        &self.0.username
    }

    /// What the account may do.
    async fn role(&self) -> Role {
        self.0.role.into()
    }

    /// The unit that a deputy reports for; null for other roles.
    async fn org_unit(&self, ctx: &Context<'_>) -> Result<Option<OrgUnit>> {
        Ok(OrgUnit::with_id(&app(ctx)?.reference(), self.0.org_unit_id))
    }

    /// An expert's own membership; null for other roles.
    async fn member(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        let Some(id) = self.0.member_id else {
            return Ok(None);
        };
        let found = ctx
            .data::<Loaders>()?
            .load_one(MemberById(id))
            .await
            .map_err(error)?;
        Ok(found.map(Member))
    }
}
