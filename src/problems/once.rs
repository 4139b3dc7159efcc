//! A key makes one object, however often a call is repeated.

use chrono::TimeDelta;

use crate::{
    app::App,
    fault::{Complaint, ComplaintCode, Fault},
    store::{
        Connection,
        idempotency::{self, Attempt},
    },
};

const KEY_MAX: usize = 100;
/// How long a key keeps a repeated call from making a second object.
const KEY_LIFETIME: TimeDelta = TimeDelta::hours(24);

/// What is wrong with a key.
#[must_use]
pub fn check(key: &str) -> Option<Complaint> {
    let fits = (1..=KEY_MAX).contains(&key.chars().count()) && !key.contains('\0');
    (!fits).then(|| {
        Complaint::new(
            "idempotencyKey",
            ComplaintCode::Invalid,
            format!("An idempotencyKey has 1 to {KEY_MAX} characters, none of them NUL."),
            format!("idempotencyKey بین ۱ تا {KEY_MAX} نویسه است."),
        )
    })
}

/// The row that an earlier call with this key made; a conflict when its input was another.
pub async fn earlier(
    app: &App,
    db: &impl Connection,
    attempt: Attempt<'_>,
) -> Result<Option<i64>, Fault> {
    let Some(known) = idempotency::find(db, attempt).await? else {
        return Ok(None);
    };
    if known.created_at <= app.clock.now() - KEY_LIFETIME {
        return Ok(None);
    }
    if known.body_hash != attempt.body_hash {
        return Err(Fault::Conflict {
            message: "This idempotencyKey was used for another input.",
            message_fa: "این idempotencyKey پیش‌تر برای ورودی دیگری به کار رفته است.",
            current_version: None,
        });
    }
    Ok(Some(known.subject_id))
}

/// Frees the keys whose time is over.
pub async fn forget(app: &App, db: &impl Connection) -> Result<(), Fault> {
    Ok(idempotency::forget_until(db, app.clock.now() - KEY_LIFETIME).await?)
}
