//! The account of somebody whom the provider vouches for: found, brought up to date, or made.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    account::{self, Role},
    account_identity, token,
};

use super::{Claims, Provider, Refused, SingleSignOn};
use crate::{
    app::App,
    auth::{Viewer, accounts::is_username, role_with_code, secret, sign_in},
    events::{self, Event},
    fault::{Complaint, ComplaintCode, Fault},
    store::{
        self, StoreError, Transaction,
        accounts::{self, NewAccount, NewToken},
        identities,
    },
};

/// How long the row of a session that has ended is kept: its token is refused by its own time, and
/// a provider may make a new one every few minutes.
const KEPT: TimeDelta = TimeDelta::days(1);

/// What the claims make of an account.
struct Grant {
    role: Role,
    org_unit_id: Option<i64>,
    member_id: Option<i64>,
}

/// The session of a token that holds; its first sight opens it.
pub async fn session(
    app: &App,
    sign_on: &SingleSignOn,
    (claims, hash): (&Claims, String),
    now: DateTime<Utc>,
) -> Result<Option<Viewer>, Fault> {
    let known = accounts::by_token_hash(app.store.reader(), &hash).await?;
    let viewer = match known {
        Some(known) => open(known, now),
        None => begin(app, &sign_on.provider, (claims, hash), now).await,
    };
    match viewer {
        Ok(viewer) => Ok(Some(viewer)),
        Err(Refused::Failed(fault)) => Err(fault),
        Err(refused) => {
            let subject = &claims.subject;
            tracing::warn!(subject, %refused, "somebody of single sign-on was not let in");
            Ok(None)
        }
    }
}

fn open(
    (token, account): (token::Model, account::Model),
    now: DateTime<Utc>,
) -> Result<Viewer, Refused> {
    if token.revoked_at.is_some() || token.expires_at <= now || account.disabled {
        return Err(Refused::Ended);
    }
    Ok(sign_in::viewer(account, token.id))
}

async fn begin(
    app: &App,
    provider: &Provider,
    (claims, hash): (&Claims, String),
    now: DateTime<Utc>,
) -> Result<Viewer, Refused> {
    let grant = grant(app, provider, claims).await?;
    let transaction = app.store.begin().await?;
    // Another request may have shown the token a moment ago.
    if let Some(known) = accounts::by_token_hash(&transaction, &hash).await? {
        return open(known, now);
    }
    accounts::forget_provided(&transaction, now - KEPT).await?;
    let account = account_of(&transaction, provider, (claims, grant), now).await?;
    let new = NewToken {
        account_id: account.id,
        hash,
        now,
        expires_at: claims.ends_at,
        single_sign_on: true,
    };
    let token = accounts::insert_token(&transaction, new).await?;
    let event = Event::SignedIn {
        account_id: account.id,
        token_id: token.id,
    };
    append(&transaction, event, Some(account.id), now).await?;
    app.store.commit(transaction).await?;
    Ok(sign_in::viewer(account, token.id))
}

/// The role, unit and member that the claims name, of which an account needs what its role needs.
async fn grant(app: &App, provider: &Provider, claims: &Claims) -> Result<Grant, Refused> {
    let role = role(provider, claims)?;
    let names = &provider.claims;
    let mut grant = Grant {
        role,
        org_unit_id: None,
        member_id: None,
    };
    match role {
        Role::Deputy => {
            let reference = app.reference();
            let codes = claims.texts(&names.org_unit);
            let [code] = codes.as_slice() else {
                return Err(Refused::NoUnit);
            };
            let unit = reference.org_unit_by_code(code).ok_or(Refused::NoUnit)?;
            grant.org_unit_id = Some(unit.id);
        }
        Role::Expert => {
            let number = claims.number(&names.member).ok_or(Refused::NoMember)?;
            let member = store::members::by_number(app.store.reader(), number).await?;
            grant.member_id = Some(member.ok_or(Refused::NoMember)?.id);
        }
        Role::Coordinator | Role::Frontend | Role::Auditor => {}
    }
    Ok(grant)
}

/// Exactly one: to guess which of two is meant could give somebody more than they should have.
fn role(provider: &Provider, claims: &Claims) -> Result<Role, Refused> {
    let values = claims.texts(&provider.claims.role);
    let mut roles: Vec<_> = if provider.roles.is_empty() {
        values.into_iter().filter_map(role_with_code).collect()
    } else {
        let rules = provider.roles.iter();
        let named = rules.filter(|rule| values.contains(&rule.value.as_str()));
        named.map(|rule| rule.role).collect()
    };
    roles.dedup();
    match roles.as_slice() {
        [] => Err(Refused::NoRole),
        [role] => Ok(*role),
        [first, rest @ ..] if rest.iter().all(|role| role == first) => Ok(*first),
        [..] => Err(Refused::SeveralRoles),
    }
}

async fn account_of(
    transaction: &Transaction,
    provider: &Provider,
    (claims, grant): (&Claims, Grant),
    now: DateTime<Utc>,
) -> Result<account::Model, Refused> {
    let known = identities::find(transaction, &provider.issuer, &claims.subject).await?;
    let account_id = known.as_ref().map(|(_, account)| account.id);
    if let Some(member_id) = grant.member_id {
        let other = accounts::by_member(transaction, member_id).await?;
        if other.is_some_and(|other| Some(other.id) != account_id) {
            return Err(Refused::MemberTaken);
        }
    }
    match known {
        Some((_, account)) if account.disabled => Err(Refused::Disabled),
        // An older token, shown late, must not bring an older role back.
        Some((identity, account)) if claims.made_at < identity.claimed_at => Ok(account),
        Some((_, account)) => update(transaction, (account, grant), claims.made_at, now).await,
        None => add(transaction, provider, (claims, grant), now).await,
    }
}

async fn update(
    transaction: &Transaction,
    (account, grant): (account::Model, Grant),
    claimed_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<account::Model, Refused> {
    identities::claimed(transaction, account.id, claimed_at).await?;
    let updated = account::Model {
        role: grant.role,
        org_unit_id: grant.org_unit_id,
        member_id: grant.member_id,
        ..account.clone()
    };
    if updated != account {
        accounts::change(transaction, &updated).await?;
        let event = Event::AccountChanged {
            account_id: updated.id,
            role: updated.role,
        };
        append(transaction, event, Some(updated.id), now).await?;
    }
    Ok(updated)
}

async fn add(
    transaction: &Transaction,
    provider: &Provider,
    (claims, grant): (&Claims, Grant),
    now: DateTime<Utc>,
) -> Result<account::Model, Refused> {
    let new = NewAccount {
        username: username(transaction, provider, claims).await?,
        password_hash: None,
        role: grant.role,
        org_unit_id: grant.org_unit_id,
        member_id: grant.member_id,
        now,
    };
    let account = accounts::insert(transaction, new).await?;
    let identity = account_identity::Model {
        account_id: account.id,
        issuer: provider.issuer.clone(),
        subject: claims.subject.clone(),
        claimed_at: claims.made_at,
    };
    identities::insert(transaction, identity).await?;
    let event = Event::AccountAdded {
        account_id: account.id,
        role: account.role,
    };
    append(transaction, event, Some(account.id), now).await?;
    Ok(account)
}

/// The name that the provider knows, or a made-up one where somebody else has it: a name alone
/// must never lead into an account that is there.
async fn username(
    transaction: &Transaction,
    provider: &Provider,
    claims: &Claims,
) -> Result<String, StoreError> {
    if let [name] = claims.texts(&provider.claims.username).as_slice()
        && is_username(name)
        && accounts::by_username(transaction, name).await?.is_none()
    {
        return Ok((*name).to_owned());
    }
    let person = format!("{}\n{}", provider.issuer, claims.subject);
    let hash = secret::sha256_hex(person.as_bytes());
    Ok(format!("sso-{}", &hash[..32]))
}

/// Ties an account that is there to somebody at the provider, whose claims rule it from then on.
pub async fn link(app: &App, username: &str, (issuer, subject): (&str, &str)) -> Result<(), Fault> {
    let now = app.clock.now();
    let transaction = app.store.begin().await?;
    let account = accounts::by_username(&transaction, username).await?;
    let account = account.ok_or_else(|| Complaint::unknown("username"))?;
    let identity = account_identity::Model {
        account_id: account.id,
        issuer: issuer.to_owned(),
        subject: subject.to_owned(),
        // Any token is newer, so that the first one counts.
        claimed_at: DateTime::UNIX_EPOCH,
    };
    identities::insert(&transaction, identity)
        .await
        .map_err(tied)?;
    let event = Event::AccountLinked {
        account_id: account.id,
    };
    events::append(&transaction, event, None, now).await?;
    app.store.commit(transaction).await?;
    Ok(())
}

fn tied(error: StoreError) -> Fault {
    match error {
        StoreError::Duplicate(_) => Complaint::new(
            "subject",
            ComplaintCode::Invalid,
            "This account or this subject is tied already.",
            "این حساب یا این شناسه پیش‌تر پیوند خورده است.",
        )
        .into(),
        error @ (StoreError::Dangling(_) | StoreError::Failed(_)) => error.into(),
    }
}

async fn append(
    transaction: &Transaction,
    event: Event,
    actor_id: Option<i64>,
    now: DateTime<Utc>,
) -> Result<(), Refused> {
    let appended = events::append(transaction, event, actor_id, now).await;
    appended.map_err(Refused::Failed)
}
