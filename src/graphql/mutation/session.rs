//! Signing in and out.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};

use crate::{
    auth::{
        Address,
        sign_in::{self, Credentials, Session},
    },
    graphql::{
        error::{UserError, outcome},
        guard::{app, viewer},
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

/// A session under a new token.
#[derive(SimpleObject)]
pub struct TokenRotatePayload {
    /// The bearer token, for the `Authorization` header; shown once; null with errors.
    token: Option<String>,
    /// Until when the token holds; null with errors.
    expires_at: Option<DateTime<Utc>>,
    /// Who is signed in; null with errors.
    viewer: Option<Viewer>,
    /// What the caller can put right; always empty.
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
    /// Signs in with a password (ورود); after some failures, further tries are `RATE_LIMITED` for a
    /// while.
    async fn log_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Credentials.")] input: LogInInput,
    ) -> Result<LogInPayload> {
        let credentials = Credentials {
            username: &input.username,
            password: &input.password,
            address: ctx.data_opt::<Address>().copied().unwrap_or_default(),
        };
        let session = sign_in::log_in(app(ctx)?, credentials).await;
        let (session, user_errors) = outcome(session)?;
        let (token, expires_at, viewer) = parts(session);
        Ok(LogInPayload {
            token,
            expires_at,
            viewer,
            user_errors,
        })
    }

    /// Exchanges the token that is sent with the call for a new one, valid as long as the old one
    /// was made for; the old one ends at once (تازه‌سازی نشست).
    async fn token_rotate(&self, ctx: &Context<'_>) -> Result<TokenRotatePayload> {
        let session = sign_in::rotate(app(ctx)?, viewer(ctx)?).await;
        let (session, user_errors) = outcome(session)?;
        let (token, expires_at, viewer) = parts(session);
        Ok(TokenRotatePayload {
            token,
            expires_at,
            viewer,
            user_errors,
        })
    }

    /// Ends the session of the token that is sent with the call (خروج).
    async fn log_out(&self, ctx: &Context<'_>) -> Result<LogOutPayload> {
        let (_, user_errors) = outcome(sign_in::log_out(app(ctx)?, viewer(ctx)?).await)?;
        Ok(LogOutPayload { user_errors })
    }
}

fn parts(session: Option<Session>) -> (Option<String>, Option<DateTime<Utc>>, Option<Viewer>) {
    match session {
        Some(session) => (
            Some(session.token),
            Some(session.expires_at),
            Some(Viewer(session.viewer)),
        ),
        None => (None, None, None),
    }
}
