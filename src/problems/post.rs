//! Posting a problem: in one transaction it is stored, routed, explained and audited.

use chrono::{DateTime, Utc};
use entity::problem::{self, ProblemStatus, Urgency};
use serde_json::{Value as Json, json};

use super::{
    details,
    opinion::{Opinion, Question, opinion},
    routing::{self, Decider, Destination},
    statement::Text,
};
use crate::{
    app::App,
    auth::Viewer,
    events::{self, Event},
    fault::{Complaint, ComplaintCode, Fault},
    once::{self, Keyed},
    store::{
        Connection,
        idempotency::{self, Attempt},
        problems::{self, NewProblem},
    },
};

const OPERATION: &str = "postProblem";

/// A problem to post.
#[derive(Clone, Debug)]
pub struct PostProblem {
    pub title: String,
    pub description: String,
    /// The reporting unit; a deputy's own when left out.
    pub org_unit_id: Option<i64>,
    pub district: Option<i32>,
    pub urgency: Urgency,
    pub concept_ids: Vec<i64>,
    /// Keep it unrouted, for its author to finish.
    pub draft: bool,
    pub idempotency_key: String,
}

/// Posts a problem, or answers with the one that an earlier call with the same key posted.
pub async fn post(app: &App, viewer: &Viewer, input: PostProblem) -> Result<problem::Model, Fault> {
    let org_unit_id = reporting_unit(app, viewer, &input)?;
    let text = check(app, &input)?;
    let key = input.idempotency_key.clone();
    let keyed = Keyed::new(viewer, OPERATION, key, &body(&input));
    let attempt = keyed.attempt();
    let posted = store(app, (viewer, org_unit_id), (&input, text), attempt).await;
    let find = async |id| Ok(problems::by_id(app.store.reader(), id).await?);
    once::made_or_earlier(app, attempt, posted, find).await
}

async fn store(
    app: &App,
    (viewer, org_unit_id): (&Viewer, i64),
    (input, text): (&PostProblem, Text),
    attempt: Attempt<'_>,
) -> Result<problem::Model, Fault> {
    let now = app.clock.now();
    let transaction = app.store.begin().await?;
    if let Some(known) = once::first_or_earlier(app, &transaction, attempt).await? {
        let earlier = problems::by_id(&transaction, known.subject_id).await?;
        return earlier.ok_or(Fault::NotFound);
    }
    let opinion = if input.draft {
        None
    } else {
        let question = Question {
            problem_id: None,
            title: &text.title,
            description: &text.description,
            concept_ids: &input.concept_ids,
            org_unit_id: Some(org_unit_id),
        };
        Some(opinion(app, question).await?)
    };
    let row = row(
        app,
        (viewer, org_unit_id),
        (input, text),
        (opinion.as_ref(), now),
    );
    let stored = problems::insert(&transaction, row, &input.concept_ids).await?;
    let posted = Event::ProblemPosted {
        problem_id: stored.id,
        org_unit_id,
    };
    events::append(&transaction, posted, Some(viewer.account_id), now).await?;
    if let Some(opinion) = &opinion {
        route(app, &transaction, (&stored, opinion), now).await?;
    }
    idempotency::insert(&transaction, attempt, (stored.id, None), now).await?;
    app.store.commit(transaction).await?;
    Ok(stored)
}

/// Records the engine's decision and tells of it.
pub(super) async fn route(
    app: &App,
    db: &impl Connection,
    (problem, opinion): (&problem::Model, &Opinion),
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let row = routing::record(app, db, (problem, opinion), Decider::Engine, now).await?;
    let desk = row.desk_id.and_then(|id| app.reference().engine_desk(id));
    let event = Event::ProblemRouted {
        problem_id: problem.id,
        routing_id: row.id,
        desk: desk.map(matching::Desk::code),
        confidence: row.confidence,
    };
    events::append(db, event, None, now).await
}

fn row(
    app: &App,
    (viewer, org_unit_id): (&Viewer, i64),
    (input, text): (&PostProblem, Text),
    (opinion, now): (Option<&Opinion>, DateTime<Utc>),
) -> NewProblem {
    let destination = opinion.map_or(
        Destination {
            status: ProblemStatus::Draft,
            desk_id: None,
        },
        |opinion| routing::destination(&app.reference(), opinion.routing.decision),
    );
    NewProblem {
        search_key: text.search_key(),
        title: text.title,
        description: text.description,
        org_unit_id,
        district: input.district,
        urgency: input.urgency,
        status: destination.status,
        desk_id: destination.desk_id,
        posted_by: viewer.account_id,
        due_at: (!input.draft).then(|| now + details::time_to_answer(input.urgency)),
        now,
    }
}

fn reporting_unit(app: &App, viewer: &Viewer, input: &PostProblem) -> Result<i64, Fault> {
    let wanted = input.org_unit_id.or(viewer.org_unit_id);
    let unit = match wanted {
        Some(id) => app.reference().org_unit(id).map(|unit| unit.id),
        None if viewer.is_coordinator() => return Err(unit_required().into()),
        None => return Err(Fault::Forbidden),
    };
    let unit = unit.ok_or_else(|| Complaint::unknown("orgUnit"))?;
    if viewer.may_report_for(unit) {
        Ok(unit)
    } else {
        Err(Fault::Forbidden)
    }
}

fn check(app: &App, input: &PostProblem) -> Result<Text, Fault> {
    let mut complaints = Vec::new();
    let text = Text::parse(&input.title, &input.description)
        .map_err(|problems| complaints.extend(problems));
    complaints.extend(once::complaint(&input.idempotency_key));
    complaints.extend(details::check_district(input.district));
    complaints.extend(details::check_concepts(
        &app.reference(),
        &input.concept_ids,
    ));
    match text {
        Ok(text) if complaints.is_empty() => Ok(text),
        _ => Err(Fault::Invalid(complaints)),
    }
}

/// The input without its key.
fn body(input: &PostProblem) -> Json {
    json!([
        input.title,
        input.description,
        input.org_unit_id,
        input.district,
        format!("{:?}", input.urgency),
        input.concept_ids,
        input.draft,
    ])
}

fn unit_required() -> Complaint {
    Complaint::new(
        "orgUnit",
        ComplaintCode::Required,
        "Name the unit that reports the problem.",
        "واحد گزارش‌دهنده را نام ببرید.",
    )
}
