//! Editing a problem, and submitting a draft; another text may lead to another desk.

use chrono::{DateTime, Utc};
use entity::{
    problem::{self, ProblemStatus, Urgency},
    routing::RoutingSource,
};

use super::{
    decide::overtaken,
    details,
    lifecycle::{Next, Standing, Step, next, stand},
    opinion::{Opinion, Question, opinion},
    post::route,
    routing::{self, Destination},
    statement::Text,
};
use crate::{
    app::App,
    auth::Viewer,
    events::{self, Event},
    fault::{Complaint, ComplaintCode, Fault},
    store::{
        Transaction,
        problems::{self, Revision},
        routings,
    },
    teams::invite::is_open,
};

/// What to change; what is left out stays.
#[derive(Clone, Debug, Default)]
pub struct UpdateProblem {
    pub problem_id: i64,
    pub expected_version: i64,
    pub title: Option<String>,
    pub description: Option<String>,
    /// `Some(None)` for the whole city.
    pub district: Option<Option<i32>>,
    pub urgency: Option<Urgency>,
    pub concept_ids: Option<Vec<i64>>,
    /// `false` submits a draft; nothing becomes a draft again.
    pub draft: Option<bool>,
}

/// Edits a problem, and routes it anew unless somebody counts on its desk already.
pub async fn update(
    app: &App,
    viewer: &Viewer,
    input: UpdateProblem,
) -> Result<problem::Model, Fault> {
    let transaction = app.store.begin().await?;
    let seen = Some(input.expected_version);
    let edit = (Step::Edit, input.problem_id, seen);
    let Standing {
        mut problem,
        team,
        next: leads_to,
    } = stand(app, &transaction, viewer, edit).await?;
    let submits = submits(&problem, &input)?;
    let known = problems::concept_ids(&transaction, problem.id).await?;
    let (text, concept_ids) = check(app, &problem, &input, &known)?;
    let fields = changed_fields(&problem, (&text, &concept_ids, &known), &input);
    if fields.is_empty() && !submits {
        return Ok(problem);
    }
    let read = ["title", "description", "conceptIds"];
    let reads_anew = fields.iter().any(|field| read.contains(field));
    let asked = team.iter().any(|place| is_open(place.status));
    let decided = is_decided(&transaction, problem.id).await?;
    let anew = submits || (reads_anew && leads_to == Next::Engine && !decided && !asked);
    let opinion = if anew {
        let question = Question {
            title: &text.title,
            description: &text.description,
            ..Question::of(&problem, &concept_ids)
        };
        Some(opinion(app, question).await?)
    } else {
        None
    };
    let now = app.clock.now();
    let revision = revision(app, &problem, (&text, &input), (opinion.as_ref(), now));
    if !problems::revise(&transaction, problem.id, problem.version, revision).await? {
        return Err(overtaken(&transaction, problem.id).await);
    }
    if fields.contains(&"conceptIds") {
        problems::name_concepts(&transaction, problem.id, &concept_ids).await?;
    }
    let moved = problems::by_id(&transaction, problem.id).await?;
    problem = moved.ok_or(Fault::NotFound)?;
    tell(&transaction, viewer, (&problem, fields, submits), now).await?;
    if let Some(opinion) = &opinion {
        route(app, &transaction, (&problem, opinion), now).await?;
    }
    app.store.commit(transaction).await?;
    Ok(problem)
}

async fn tell(
    transaction: &Transaction,
    viewer: &Viewer,
    (problem, fields, submits): (&problem::Model, Vec<&'static str>, bool),
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let problem_id = problem.id;
    if !fields.is_empty() {
        let event = Event::ProblemUpdated { problem_id, fields };
        events::append(transaction, event, Some(viewer.account_id), now).await?;
    }
    if submits {
        let event = Event::ProblemSubmitted { problem_id };
        events::append(transaction, event, Some(viewer.account_id), now).await?;
    }
    Ok(())
}

/// Whether the problem is a draft that is to be submitted.
fn submits(problem: &problem::Model, input: &UpdateProblem) -> Result<bool, Fault> {
    match (next(problem.status, Step::Submit), input.draft) {
        (Some(_), Some(draft)) => Ok(!draft),
        (None, Some(true)) => Err(Complaint::new(
            "draft",
            ComplaintCode::WrongState,
            "A submitted problem does not become a draft again; withdraw it.",
            "مسئلهٔ ارسال‌شده دوباره پیش‌نویس نمی‌شود؛ آن را پس بگیرید.",
        )
        .into()),
        (None, Some(false)) | (_, None) => Ok(false),
    }
}

/// The text and the concepts as they would be.
fn check(
    app: &App,
    problem: &problem::Model,
    input: &UpdateProblem,
    known: &[i64],
) -> Result<(Text, Vec<i64>), Fault> {
    let title = input.title.as_ref().unwrap_or(&problem.title);
    let description = input.description.as_ref().unwrap_or(&problem.description);
    let mut complaints = Vec::new();
    let text = Text::parse(title, description).map_err(|problems| complaints.extend(problems));
    complaints.extend(details::check_district(input.district.flatten()));
    let mut concept_ids = input.concept_ids.clone().unwrap_or_else(|| known.to_vec());
    complaints.extend(details::check_concepts(&app.reference(), &concept_ids));
    concept_ids.sort_unstable();
    match text {
        Ok(text) if complaints.is_empty() => Ok((text, concept_ids)),
        _ => Err(Fault::Invalid(complaints)),
    }
}

/// The names of the fields whose values change.
fn changed_fields(
    problem: &problem::Model,
    (text, concept_ids, known): (&Text, &[i64], &[i64]),
    input: &UpdateProblem,
) -> Vec<&'static str> {
    let district = input.district.unwrap_or(problem.district);
    let urgency = input.urgency.unwrap_or(problem.urgency);
    let changes = [
        ("title", text.title != problem.title),
        ("description", text.description != problem.description),
        ("district", district != problem.district),
        ("urgency", urgency != problem.urgency),
        ("conceptIds", concept_ids != known),
    ];
    let others = changes.into_iter().filter(|(_, differs)| *differs);
    others.map(|(field, _)| field).collect()
}

/// Whether a person has ever decided the problem's desk.
async fn is_decided(transaction: &Transaction, problem_id: i64) -> Result<bool, Fault> {
    let routings = routings::history(transaction, &[problem_id]).await?;
    Ok(routings
        .iter()
        .any(|routing| routing.source == RoutingSource::Coordinator))
}

fn revision(
    app: &App,
    problem: &problem::Model,
    (text, input): (&Text, &UpdateProblem),
    (opinion, now): (Option<&Opinion>, DateTime<Utc>),
) -> Revision {
    let destination = opinion.map_or(
        Destination {
            status: problem.status,
            desk_id: problem.desk_id,
        },
        |opinion| routing::destination(&app.reference(), opinion.routing.decision),
    );
    let urgency = input.urgency.unwrap_or(problem.urgency);
    // A draft is posted when it is submitted.
    let was_draft = problem.status == ProblemStatus::Draft;
    let posted_at = if was_draft { now } else { problem.posted_at };
    let is_draft = destination.status == ProblemStatus::Draft;
    Revision {
        search_key: text.search_key(),
        title: text.title.clone(),
        description: text.description.clone(),
        district: input.district.unwrap_or(problem.district),
        urgency,
        status: destination.status,
        desk_id: destination.desk_id,
        posted_at: if is_draft {
            problem.posted_at
        } else {
            posted_at
        },
        due_at: (!is_draft).then(|| posted_at + details::time_to_answer(urgency)),
        now,
    }
}
