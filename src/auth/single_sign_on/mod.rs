//! Signing in with a token (JWT) of the municipality's own OpenID Connect provider.
//!
//! The token itself is the bearer token. Its signature, issuer, audience and times are checked at
//! every request; at the first one it opens a session that ends with it and can be revoked.

mod account;
mod claims;
mod key_set;
mod keys;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use entity::account::Role;

pub use account::link;
pub use claims::is_signed;
use claims::{Claims, Rejected, Token};
use key_set::KeySet;
pub use key_set::Source;

use super::{Viewer, secret};
use crate::{app::App, fault::Fault, store::StoreError};

/// A provider as the configuration names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider {
    /// Exactly what its tokens say in `iss`.
    pub issuer: String,
    /// What its tokens for us say in `aud`.
    pub audience: String,
    /// Where its key set is.
    pub keys: Source,
    pub claims: ClaimNames,
    /// What the values of the role claim stand for; empty: they are our roles' own codes.
    pub roles: Vec<RoleRule>,
}

/// In which claims the provider tells what an account needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimNames {
    pub role: String,
    /// The code of a deputy's unit.
    pub org_unit: String,
    /// The number of the member who an expert is.
    pub member: String,
    /// The name of a new account, where it is free and of the right form.
    pub username: String,
}

/// One value of the role claim and what it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleRule {
    pub value: String,
    pub role: Role,
}

/// The provider and its keys, in a running service.
pub struct SingleSignOn {
    provider: Provider,
    keys: Arc<KeySet>,
}

impl SingleSignOn {
    /// Reads the keys once. The provider may be down for now, but a file must be right.
    ///
    /// # Errors
    ///
    /// What is wrong with the file, for the operator.
    pub async fn open(provider: Provider, now: DateTime<Utc>) -> Result<Self, String> {
        if let Source::File(path) = &provider.keys {
            let read = provider.keys.read().await;
            read.map_err(|error| format!("{}: {error}", path.display()))?;
        }
        if let Source::Url(url) = &provider.keys
            && url.starts_with("http:")
        {
            tracing::warn!(
                "the keys of single sign-on come over http: whoever sits between may change them"
            );
        }
        let keys = Arc::new(KeySet::new(provider.keys.clone()));
        keys.refresh(now).await;
        Ok(Self { provider, keys })
    }

    /// What a token says, where it holds.
    async fn verify(&self, token: &Token<'_>, now: DateTime<Utc>) -> Result<Claims, Rejected> {
        let key = self.keys.find(token.key_id.as_deref(), now).await;
        let key = key.ok_or(Rejected::UnknownKey)?;
        if !key.verifies(token.algorithm, token.message.as_bytes(), &token.signature) {
            return Err(Rejected::Signature);
        }
        token.claims(&self.provider, now)
    }
}

/// Who shows this token of the provider; `None` where it is not accepted.
pub async fn viewer_of(
    app: &App,
    sign_on: &SingleSignOn,
    token: &str,
) -> Result<Option<Viewer>, Fault> {
    let now = app.clock.now();
    let verified = match Token::parse(token) {
        Ok(token) => match sign_on.verify(&token, now).await {
            Ok(claims) => Ok((claims, session_hash(token.message))),
            Err(rejected) => Err(rejected),
        },
        Err(rejected) => Err(rejected),
    };
    match verified {
        Ok((claims, hash)) => account::session(app, sign_on, (&claims, hash), now).await,
        Err(rejected) => {
            tracing::info!(%rejected, "a token of single sign-on was refused");
            Ok(None)
        }
    }
}

/// Of what is signed alone: an ECDSA signature has a twin that anybody can compute, and a session
/// that was ended must not begin again under it.
fn session_hash(message: &str) -> String {
    secret::token_hash(message)
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

/// Why somebody whom the provider vouches for has no account here.
#[derive(Debug, thiserror::Error)]
enum Refused {
    #[error("the role claim names no role of ours")]
    NoRole,
    #[error("the role claim names several roles; an account has exactly one")]
    SeveralRoles,
    #[error("a deputy's token names no unit of ours")]
    NoUnit,
    #[error("an expert's token names no member of ours")]
    NoMember,
    #[error("the member has another account; `mizan account link` ties it to the subject")]
    MemberTaken,
    #[error("the account is disabled")]
    Disabled,
    #[error("the session was ended, or the account is disabled")]
    Ended,
    #[error(transparent)]
    Failed(Fault),
}
