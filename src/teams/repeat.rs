//! An invitation that is repeated under its key asks nobody again and answers as the first did.

use chrono::{DateTime, Utc};
use entity::team_member::TeamRole;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::invite::{Invite, Invited, Offer};
use crate::{
    app::App,
    auth::Viewer,
    fault::Fault,
    once::{self, Keyed},
    store::{self, Transaction},
};

const OPERATION: &str = "expertsInvite";

/// An answer as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    team: Vec<KeptOffer>,
    needed: Vec<i64>,
    uncovered: Vec<i64>,
}

#[derive(Serialize, Deserialize)]
struct KeptOffer {
    member_id: i64,
    leads: bool,
    score: f64,
    contributions: Json,
    concepts: Vec<i64>,
    alternate: Option<i64>,
}

/// The call as its key names it.
pub fn keyed(viewer: &Viewer, input: &Invite) -> Result<Option<Keyed>, Fault> {
    let Some(key) = input.key.clone().filter(|_| !input.dry_run) else {
        return Ok(None);
    };
    let body = match &input.members {
        Some(members) => json!([input.problem_id, input.expected_version, members]),
        None => json!([input.problem_id, input.expected_version]),
    };
    Keyed::checked(viewer, OPERATION, key, &body).map(Some)
}

/// What an earlier call with this key answered, with the problem as it is now.
pub async fn earlier(
    app: &App,
    transaction: &Transaction,
    keyed: Option<&Keyed>,
) -> Result<Option<Invited>, Fault> {
    let Some(keyed) = keyed else { return Ok(None) };
    let known = once::first_or_earlier(app, transaction, keyed.attempt()).await?;
    let Some(known) = known else { return Ok(None) };
    let kept = known.answer.unwrap_or_default();
    let kept: Kept = serde_json::from_str(&kept)
        .map_err(|error| Fault::Internal(format!("reading an answer: {error}")))?;
    let problem = store::problems::by_id(transaction, known.subject_id).await?;
    Ok(Some(Invited {
        problem: problem.ok_or(Fault::NotFound)?,
        team: kept.team.into_iter().map(Offer::from).collect(),
        needed: kept.needed,
        uncovered: kept.uncovered,
    }))
}

/// Keeps the answer for a day.
pub async fn remember(
    transaction: &Transaction,
    keyed: &Keyed,
    invited: &Invited,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let kept = Kept {
        team: invited.team.iter().map(KeptOffer::from).collect(),
        needed: invited.needed.clone(),
        uncovered: invited.uncovered.clone(),
    };
    let kept = serde_json::to_string(&kept)
        .map_err(|error| Fault::Internal(format!("writing an answer: {error}")))?;
    let made = (invited.problem.id, Some(kept));
    Ok(store::idempotency::insert(transaction, keyed.attempt(), made, now).await?)
}

impl From<&Offer> for KeptOffer {
    fn from(offer: &Offer) -> Self {
        Self {
            member_id: offer.member_id,
            leads: offer.role == TeamRole::Lead,
            score: offer.score,
            contributions: offer.contributions.clone(),
            concepts: offer.concepts.clone(),
            alternate: offer.alternate,
        }
    }
}

impl From<KeptOffer> for Offer {
    fn from(kept: KeptOffer) -> Self {
        Self {
            member_id: kept.member_id,
            role: if kept.leads {
                TeamRole::Lead
            } else {
                TeamRole::Member
            },
            score: kept.score,
            contributions: kept.contributions,
            concepts: kept.concepts,
            alternate: kept.alternate,
        }
    }
}
