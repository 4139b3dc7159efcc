//! Comments: whoever may know of a problem may say something about it, and all of them read it.

use std::collections::HashMap;

use entity::{problem, problem_comment};
use serde_json::json;

use super::{
    find::known,
    lifecycle::{Step, stand_at},
    statement::passage,
};
use crate::{
    app::App,
    auth::Viewer,
    events::{self, Event},
    fault::{Complaint, ComplaintCode, Fault},
    once::{self, Keyed},
    persian::persian_number,
    store::{
        Connection, StoreError,
        comments::{self, NewComment},
        idempotency::{self, Attempt},
        problems,
    },
};

const OPERATION: &str = "problemComment";
const BODY_MAX: usize = 4_000;
/// A conversation; more is a machine's work.
const COMMENTS_MAX: u64 = 500;

/// Something to say about a problem.
#[derive(Clone, Debug)]
pub struct Comment {
    pub problem_id: i64,
    pub body: String,
    pub idempotency_key: String,
}

/// A comment and the problem that it is about.
pub struct Commented {
    pub problem: problem::Model,
    pub comment: problem_comment::Model,
}

/// Comments on a problem, or answers with the comment that an earlier call with the key made.
pub async fn comment(app: &App, viewer: &Viewer, input: Comment) -> Result<Commented, Fault> {
    let body = json!([input.problem_id, input.body]);
    let keyed = Keyed::new(viewer, OPERATION, input.idempotency_key.clone(), &body);
    let attempt = keyed.attempt();
    let stored = store(app, viewer, &input, attempt).await;
    let find = async |id| commented(app.store.reader(), id).await;
    once::made_or_earlier(app, attempt, stored, find).await
}

async fn store(
    app: &App,
    viewer: &Viewer,
    input: &Comment,
    attempt: Attempt<'_>,
) -> Result<Commented, Fault> {
    let transaction = app.store.begin().await?;
    let about = known(app, &transaction, viewer, input.problem_id).await?;
    let body = check(input)?;
    // What a repeated call made stands, wherever the problem has gone since.
    if let Some(known) = once::first_or_earlier(app, &transaction, attempt).await? {
        let earlier = commented(&transaction, known.subject_id).await?;
        return earlier.ok_or(Fault::NotFound);
    }
    let step = (Step::Comment, None);
    let problem = stand_at(&transaction, viewer, about, step).await?.problem;
    if comments::count(&transaction, problem.id).await? >= COMMENTS_MAX {
        return Err(too_many().into());
    }
    let now = app.clock.now();
    let new = NewComment {
        problem_id: problem.id,
        body,
        author_id: viewer.account_id,
        now,
    };
    let comment = comments::insert(&transaction, new).await?;
    // The words themselves stay out of the trail, which is kept for ever.
    let event = Event::ProblemCommented {
        problem_id: problem.id,
        comment_id: comment.id,
    };
    events::append(&transaction, event, Some(viewer.account_id), now).await?;
    idempotency::insert(&transaction, attempt, (comment.id, None), now).await?;
    app.store.commit(transaction).await?;
    Ok(Commented { problem, comment })
}

async fn commented(db: &impl Connection, id: i64) -> Result<Option<Commented>, Fault> {
    let Some(comment) = comments::by_id(db, id).await? else {
        return Ok(None);
    };
    let problem = problems::by_id(db, comment.problem_id).await?;
    Ok(problem.map(|problem| Commented { problem, comment }))
}

/// Every comment on these problems, oldest first, by problem id, for a loader.
pub async fn of_problems(
    app: &App,
    problem_ids: &[i64],
) -> Result<HashMap<i64, Vec<problem_comment::Model>>, StoreError> {
    let mut comments: HashMap<i64, Vec<_>> = HashMap::new();
    for comment in comments::of_problems(app.store.reader(), problem_ids).await? {
        comments
            .entry(comment.problem_id)
            .or_default()
            .push(comment);
    }
    Ok(comments)
}

fn check(input: &Comment) -> Result<String, Fault> {
    let body = passage("body", &input.body, BODY_MAX);
    match (body, once::complaint(&input.idempotency_key)) {
        (Ok(body), None) => Ok(body),
        (body, key) => Err(Fault::Invalid(body.err().into_iter().chain(key).collect())),
    }
}

fn too_many() -> Complaint {
    Complaint::new(
        "id",
        ComplaintCode::WrongState,
        format!("A problem takes {COMMENTS_MAX} comments."),
        format!(
            "هر مسئله حداکثر {} نظر می‌پذیرد.",
            persian_number(COMMENTS_MAX)
        ),
    )
}
