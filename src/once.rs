//! What a caller's key made is made once within a day, however often and however fast the call is
//! repeated.

use chrono::TimeDelta;
use entity::idempotency;
use serde_json::Value as Json;

use crate::{
    app::App,
    auth::{Viewer, secret::sha256_hex},
    fault::{Complaint, ComplaintCode, Fault},
    persian::persian_number,
    store::{
        Connection, StoreError, Transaction,
        idempotency::{self as keys, Attempt},
    },
};

const KEY_MAX: usize = 100;
/// How long a key keeps a repeated call from making a second object.
const LIFETIME: TimeDelta = TimeDelta::hours(24);

/// A call that its caller has given a key.
#[derive(Clone, Debug)]
pub struct Keyed {
    account_id: i64,
    operation: &'static str,
    key: String,
    body_hash: String,
}

impl Keyed {
    /// A call of `operation` with this body, which does not contain the key itself.
    #[must_use]
    pub fn new(viewer: &Viewer, operation: &'static str, key: String, body: &Json) -> Self {
        Self {
            account_id: viewer.account_id,
            operation,
            key,
            body_hash: sha256_hex(body.to_string().as_bytes()),
        }
    }

    /// The same, unless there is a complaint about the key.
    pub fn checked(
        viewer: &Viewer,
        operation: &'static str,
        key: String,
        body: &Json,
    ) -> Result<Self, Fault> {
        match complaint(&key) {
            Some(complaint) => Err(complaint.into()),
            None => Ok(Self::new(viewer, operation, key, body)),
        }
    }

    /// The call as it is stored.
    #[must_use]
    pub fn attempt(&self) -> Attempt<'_> {
        Attempt {
            account_id: self.account_id,
            operation: self.operation,
            key: &self.key,
            body_hash: &self.body_hash,
        }
    }
}

/// What is wrong with a key.
#[must_use]
pub fn complaint(key: &str) -> Option<Complaint> {
    let fits = (1..=KEY_MAX).contains(&key.chars().count()) && !key.contains('\0');
    (!fits).then(|| {
        Complaint::new(
            "idempotencyKey",
            ComplaintCode::Invalid,
            format!("An idempotencyKey has 1 to {KEY_MAX} characters, none of them NUL."),
            format!(
                "idempotencyKey بین ۱ تا {} نویسه است.",
                persian_number(KEY_MAX)
            ),
        )
    })
}

/// What an earlier call with this key made; a conflict when it was called with another body.
pub async fn earlier(
    app: &App,
    db: &impl Connection,
    attempt: Attempt<'_>,
) -> Result<Option<idempotency::Model>, Fault> {
    let known = keys::find(db, attempt).await?;
    let Some(known) = known.filter(|known| known.created_at > app.clock.now() - LIFETIME) else {
        return Ok(None);
    };
    if known.body_hash == attempt.body_hash {
        Ok(Some(known))
    } else {
        Err(Fault::Conflict {
            message: "This idempotencyKey was used for another input.",
            message_fa: "این idempotencyKey پیش‌تر برای ورودی دیگری به کار رفته است.",
            current_version: None,
        })
    }
}

/// The same inside the transaction that will make the object otherwise; keys that are too old
/// are free again.
pub async fn first_or_earlier(
    app: &App,
    transaction: &Transaction,
    attempt: Attempt<'_>,
) -> Result<Option<idempotency::Model>, Fault> {
    keys::forget_until(transaction, app.clock.now() - LIFETIME).await?;
    earlier(app, transaction, attempt).await
}

/// What this call made or, when another with its key was faster, what that one made: `find` reads
/// it by its id.
pub async fn made_or_earlier<T>(
    app: &App,
    attempt: Attempt<'_>,
    made: Result<T, Fault>,
    find: impl AsyncFnOnce(i64) -> Result<Option<T>, Fault>,
) -> Result<T, Fault> {
    let Err(Fault::Store(StoreError::Duplicate(_))) = made else {
        return made;
    };
    let faster = match earlier(app, app.store.reader(), attempt).await? {
        Some(known) => find(known.subject_id).await?,
        None => None,
    };
    faster.ok_or_else(|| Fault::Internal("a duplicate that is not there".to_owned()))
}
