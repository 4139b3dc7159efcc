//! Signing in and out, and recognising a bearer token.

use std::{collections::BTreeMap, sync::LazyLock};

use chrono::{DateTime, TimeDelta, Utc};
use entity::account;
use tokio::sync::Semaphore;

use super::{Address, Viewer, accounts::is_username, secret, single_sign_on};
use crate::{
    app::App,
    events::{self, Event},
    fault::{Complaint, ComplaintCode, Fault},
    store::{
        StoreError,
        accounts::{self, NewToken},
    },
};

/// A working day: long enough not to interrupt, short enough for a shared computer.
const SESSION: TimeDelta = TimeDelta::hours(12);
/// How long the row of an expired token is kept, for whoever asks why it is refused.
const KEPT: TimeDelta = TimeDelta::days(30);
/// Passwords checked at once: each takes 19 MiB and a core, and the rest of the service goes on.
static CHECKING: Semaphore = Semaphore::const_new(2);
/// A longer text cannot be a password of ours and would only burn time.
const PASSWORD_MAX: usize = 1_000;

/// A hash that no password has: an unknown username takes as long as a wrong password.
static NOBODY: LazyLock<Option<String>> =
    LazyLock::new(|| secret::hash_password(&secret::new_password().ok()?).ok());

/// A fresh sign-in; the token is shown once.
pub struct Session {
    pub token: String,
    pub expires_at: DateTime<Utc>,
    pub viewer: Viewer,
}

/// What somebody shows to sign in.
pub struct Credentials<'c> {
    pub username: &'c str,
    pub password: &'c str,
    pub address: Address,
}

/// Signs in with a password; after some failures, further tries are `Limited`.
pub async fn log_in(app: &App, credentials: Credentials<'_>) -> Result<Session, Fault> {
    let Credentials {
        username,
        password,
        address: Address(address),
    } = credentials;
    // Counted before the slow check, so that tries at once do not pass beside each other.
    let attempt = app
        .sign_ins
        .attempt(username, address, app.clock.now())
        .map_err(|seconds| Fault::Limited { seconds })?;
    // PostgreSQL fails on some texts that cannot be a username.
    let found = if is_username(username) {
        accounts::by_username(app.store.reader(), username).await?
    } else {
        None
    };
    let usable = found.filter(|account| !account.disabled);
    let hash = usable
        .as_ref()
        .and_then(|account| account.password_hash.clone());
    let right = verify(password.to_owned(), hash).await?;
    match usable {
        Some(account) if right => {
            attempt.succeeded();
            open_session(app, account, SESSION).await
        }
        _ => Err(bad_credentials()),
    }
}

/// Opens a session for an account that has proved itself.
pub async fn open_session(
    app: &App,
    account: account::Model,
    lifetime: TimeDelta,
) -> Result<Session, Fault> {
    let token = secret::new_token()?;
    let now = app.clock.now();
    let expires_at = now + lifetime;
    let transaction = app.store.begin().await?;
    accounts::forget_tokens(&transaction, now - KEPT).await?;
    let row = NewToken {
        account_id: account.id,
        hash: secret::token_hash(&token),
        now,
        expires_at,
        single_sign_on: false,
    };
    let row = accounts::insert_token(&transaction, row).await?;
    let event = Event::SignedIn {
        account_id: account.id,
        token_id: row.id,
    };
    events::append(&transaction, event, Some(account.id), now).await?;
    app.store.commit(transaction).await?;
    Ok(Session {
        token,
        expires_at,
        viewer: viewer(account, row.id),
    })
}

/// Exchanges the viewer's token for a new one that lasts as long as the old one was made for;
/// the old one is refused from the next request on.
pub async fn rotate(app: &App, viewer: &Viewer) -> Result<Session, Fault> {
    let token = secret::new_token()?;
    let now = app.clock.now();
    let transaction = app.store.begin().await?;
    let old = accounts::token_by_id(&transaction, viewer.token_id).await?;
    // A token that was revoked meanwhile must not bring forth another.
    let old = old
        .filter(|old| old.revoked_at.is_none())
        .ok_or(Fault::Unauthenticated)?;
    if old.single_sign_on {
        return Err(not_ours());
    }
    let expires_at = now + (old.expires_at - old.created_at);
    accounts::revoke_token(&transaction, old.id, now).await?;
    let row = NewToken {
        account_id: viewer.account_id,
        hash: secret::token_hash(&token),
        now,
        expires_at,
        single_sign_on: false,
    };
    let row = accounts::insert_token(&transaction, row).await?;
    let event = Event::TokenRotated {
        account_id: viewer.account_id,
        old_token_id: old.id,
        token_id: row.id,
    };
    events::append(&transaction, event, Some(viewer.account_id), now).await?;
    app.store.commit(transaction).await?;
    app.bus.revoke(old.id);
    Ok(Session {
        token,
        expires_at,
        viewer: Viewer {
            token_id: row.id,
            ..viewer.clone()
        },
    })
}

/// Ends the viewer's session: the token is refused from the next request on.
pub async fn log_out(app: &App, viewer: &Viewer) -> Result<(), Fault> {
    let now = app.clock.now();
    let transaction = app.store.begin().await?;
    accounts::revoke_token(&transaction, viewer.token_id, now).await?;
    let event = Event::SignedOut {
        account_id: viewer.account_id,
        token_id: viewer.token_id,
    };
    events::append(&transaction, event, Some(viewer.account_id), now).await?;
    app.store.commit(transaction).await?;
    app.bus.revoke(viewer.token_id);
    Ok(())
}

/// Who holds this token, or `None` when it is unknown, expired, revoked or disabled.
pub async fn viewer_of(app: &App, token: &str) -> Result<Option<Viewer>, Fault> {
    if let Some(sign_on) = &app.single_sign_on
        && single_sign_on::is_signed(token)
    {
        return single_sign_on::viewer_of(app, sign_on, token).await;
    }
    let found = accounts::by_token_hash(app.store.reader(), &secret::token_hash(token)).await?;
    let now = app.clock.now();
    Ok(found
        .filter(|(token, account)| {
            token.revoked_at.is_none() && token.expires_at > now && !account.disabled
        })
        .map(|(token, account)| viewer(account, token.id)))
}

/// Looks these viewers' tokens up in one statement, and says which are worth nothing any more:
/// they have expired, another process took them back, or their holder is another viewer now.
pub async fn recheck(app: &App, viewers: &[Viewer]) -> Result<(), StoreError> {
    let mut ids: Vec<i64> = viewers.iter().map(|viewer| viewer.token_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let held = accounts::held(app.store.reader(), &ids, app.clock.now()).await?;
    let held = held.into_iter();
    let held: BTreeMap<i64, Viewer> = held
        .map(|(id, account)| (id, viewer(account, id)))
        .collect();
    for viewer in viewers {
        if held.get(&viewer.token_id) != Some(viewer) {
            app.bus.revoke(viewer.token_id);
        }
    }
    Ok(())
}

/// The account as a viewer with this token.
#[must_use]
pub fn viewer(account: account::Model, token_id: i64) -> Viewer {
    Viewer {
        account_id: account.id,
        token_id,
        username: account.username,
        role: account.role,
        org_unit_id: account.org_unit_id,
        member_id: account.member_id,
    }
}

async fn verify(password: String, hash: Option<String>) -> Result<bool, Fault> {
    if password.len() > PASSWORD_MAX {
        return Ok(false);
    }
    let check = move || {
        let known = hash.is_some();
        let hash = hash.or_else(|| NOBODY.clone());
        hash.is_some_and(|hash| secret::verify_password(&password, &hash)) && known
    };
    let _permit = CHECKING
        .acquire()
        .await
        .map_err(|error| Fault::Internal(format!("waiting to verify a password: {error}")))?;
    tokio::task::spawn_blocking(check)
        .await
        .map_err(|error| Fault::Internal(format!("verifying a password: {error}")))
}

/// What the provider has granted must end when the provider says.
fn not_ours() -> Fault {
    Complaint::new(
        "token",
        ComplaintCode::WrongState,
        "This session ends with the token of single sign-on; fetch a new one from the provider.",
        "این نشست با توکن ورود یکپارچه پایان می‌یابد؛ توکن تازه را از ارائه‌دهنده بگیرید.",
    )
    .into()
}

fn bad_credentials() -> Fault {
    Complaint::new(
        "username",
        ComplaintCode::BadCredentials,
        "The username or the password is not right.",
        "نام کاربری یا گذرواژه درست نیست.",
    )
    .into()
}
