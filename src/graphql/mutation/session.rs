//! Signing in and out.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};

use crate::{
    auth::sign_in,
    graphql::{
        error::{UserError, outcome},
        guard::{SignedIn, app, viewer},
        objects::Viewer,
    },
};

/// Signing in and out.
#[derive(Default)]
pub struct SessionMutation;

/// Credentials.
#[derive(InputObject)]
pub struct LogInInput {
    /// The name of the account (نام کاربری).
    username: String,
    /// The password (گذرواژه).
    #[graphql(secret)]
    password: String,
}

/// A session, or why there is none.
#[derive(SimpleObject)]
pub struct LogInPayload {
    /// The bearer token, for the `Authorization` header; shown once; null without a session.
    token: Option<String>,
    /// Until when the token holds; null without a session.
    expires_at: Option<DateTime<Utc>>,
    /// Who is signed in; null without a session.
    viewer: Option<Viewer>,
    /// What the caller can put right.
    user_errors: Vec<UserError>,
}

/// The end of a session.
#[derive(SimpleObject)]
pub struct LogOutPayload {
    /// What the caller can put right; always empty.
    user_errors: Vec<UserError>,
}

#[Object]
impl SessionMutation {
    /// Signs in with a password (ورود). For everybody.
    async fn log_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Credentials.")] input: LogInInput,
    ) -> Result<LogInPayload> {
        let session = sign_in::log_in(app(ctx)?, &input.username, &input.password).await;
        let (session, user_errors) = outcome(session)?;
        Ok(match session {
            Some(session) => LogInPayload {
                token: Some(session.token),
                expires_at: Some(session.expires_at),
                viewer: Some(Viewer(session.viewer)),
                user_errors,
            },
            None => LogInPayload {
                token: None,
                expires_at: None,
                viewer: None,
                user_errors,
            },
        })
    }

    /// Ends the session of the token that is sent with the call (خروج). For every role.
    #[graphql(guard = "SignedIn")]
    async fn log_out(&self, ctx: &Context<'_>) -> Result<LogOutPayload> {
        let (_, user_errors) = outcome(sign_in::log_out(app(ctx)?, viewer(ctx)?).await)?;
        Ok(LogOutPayload { user_errors })
    }
}
