//! Making accounts and issuing tokens: the operator's work, done on the command line.

use std::collections::HashMap;

use chrono::TimeDelta;
use entity::account::{self, Role};

use super::{secret, sign_in};
use crate::{
    app::App,
    events::{self, Event},
    fault::{Complaint, ComplaintCode, Fault},
    store::{self, StoreError, accounts},
};

const USERNAME_MAX: usize = 64;

/// An account to add.
pub struct NewAccount {
    pub username: String,
    /// Without one the account can only use issued tokens.
    pub password: Option<String>,
    pub role: Role,
    /// The unit's code; deputies must have one.
    pub org_unit: Option<String>,
    /// The member's number; experts must have one.
    pub member_no: Option<i64>,
}

/// Adds an account.
pub async fn add(app: &App, new: NewAccount) -> Result<account::Model, Fault> {
    check_username(&new.username)?;
    let row = accounts::NewAccount {
        org_unit_id: org_unit_id(app, &new)?,
        member_id: member_id(app, &new).await?,
        password_hash: new
            .password
            .as_deref()
            .map(secret::hash_password)
            .transpose()?,
        username: new.username,
        role: new.role,
        now: app.clock.now(),
    };
    let now = row.now;
    let transaction = app.store.begin().await?;
    let account = accounts::insert(&transaction, row).await.map_err(taken)?;
    let event = Event::AccountAdded {
        account_id: account.id,
        role: account.role,
    };
    events::append(&transaction, event, None, now).await?;
    app.store.commit(transaction).await?;
    Ok(account)
}

/// Issues a token for an account without its password.
pub async fn issue_token(
    app: &App,
    username: &str,
    lifetime: TimeDelta,
) -> Result<sign_in::Session, Fault> {
    let account = accounts::by_username(app.store.reader(), username).await?;
    let account = account.ok_or_else(|| Complaint::unknown("username"))?;
    if account.disabled {
        return Err(disabled());
    }
    sign_in::open_session(app, account, lifetime).await
}

/// Whether an account may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Enabled,
    Disabled,
}

/// Shuts an account out, or lets it in again; where it stands so already, nothing is done.
pub async fn set_standing(app: &App, username: &str, standing: Standing) -> Result<(), Fault> {
    let now = app.clock.now();
    let transaction = app.store.begin().await?;
    let account = accounts::by_username(&transaction, username).await?;
    let account_id = account.ok_or_else(|| Complaint::unknown("username"))?.id;
    let (changed, event) = match standing {
        Standing::Enabled => (
            accounts::enable(&transaction, account_id).await?,
            Event::AccountEnabled { account_id },
        ),
        Standing::Disabled => (
            accounts::disable(&transaction, account_id).await?,
            Event::AccountDisabled { account_id },
        ),
    };
    if changed {
        events::append(&transaction, event, None, now).await?;
        app.store.commit(transaction).await?;
    }
    Ok(())
}

/// Accounts by id, for a loader.
pub async fn by_ids(app: &App, ids: &[i64]) -> Result<HashMap<i64, account::Model>, StoreError> {
    let rows = accounts::by_ids(app.store.reader(), ids).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// Whether an account can have this name at all.
#[must_use]
pub fn is_username(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || "._-@".contains(c);
    (1..=USERNAME_MAX).contains(&text.len()) && text.chars().all(fits)
}

fn check_username(username: &str) -> Result<(), Fault> {
    if is_username(username) {
        return Ok(());
    }
    Err(Complaint::new(
        "username",
        ComplaintCode::Invalid,
        "A username is 1 to 64 Latin letters, digits, dots, dashes, underscores or @.",
        "نام کاربری ۱ تا ۶۴ نویسه از حروف لاتین، رقم، نقطه، خط تیره، زیرخط یا @ است.",
    )
    .into())
}

fn org_unit_id(app: &App, new: &NewAccount) -> Result<Option<i64>, Fault> {
    let Some(code) = &new.org_unit else {
        return if new.role == Role::Deputy {
            Err(required("orgUnit"))
        } else {
            Ok(None)
        };
    };
    let unit = app.reference().org_unit_by_code(code).map(|unit| unit.id);
    Ok(Some(unit.ok_or_else(|| Complaint::unknown("orgUnit"))?))
}

async fn member_id(app: &App, new: &NewAccount) -> Result<Option<i64>, Fault> {
    let Some(number) = new.member_no else {
        return if new.role == Role::Expert {
            Err(required("member"))
        } else {
            Ok(None)
        };
    };
    let member = store::members::by_number(app.store.reader(), number).await?;
    Ok(Some(member.ok_or_else(|| Complaint::unknown("member"))?.id))
}

fn disabled() -> Fault {
    Complaint::new(
        "username",
        ComplaintCode::WrongState,
        "This account is disabled; `mizan account enable` lets it in again.",
        "این حساب غیرفعال است.",
    )
    .into()
}

fn required(field: &'static str) -> Fault {
    Complaint::new(
        field,
        ComplaintCode::Required,
        "This role needs it.",
        "این نقش به آن نیاز دارد.",
    )
    .into()
}

fn taken(error: StoreError) -> Fault {
    match error {
        StoreError::Duplicate(_) => Complaint::new(
            "username",
            ComplaintCode::Invalid,
            "This username or this member has an account already.",
            "این نام کاربری یا این عضو پیش‌تر حساب دارد.",
        )
        .into(),
        error => error.into(),
    }
}
