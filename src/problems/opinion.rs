//! The engine's opinion of a text: one way to put a text before it, whoever asks.

use entity::problem;
use matching::{
    Desk,
    routing::{Counterfactual, Routing, Statement},
};

use crate::{
    app::App,
    fault::Fault,
    reference::Reference,
    store::{Connection, problems},
};

/// What the decided desk weighs beside the engine's own view, so that a neighbouring desk's
/// people stay in sight.
const DECIDED: f64 = 0.5;

/// The engine's opinion of a text, with what would change it.
pub struct Opinion {
    pub routing: Routing,
    pub counterfactual: Option<Counterfactual>,
}

/// A text that the engine is asked about.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The reported problem whose text it is: its own decision is no precedent of it.
    pub problem_id: Option<i64>,
    pub title: &'a str,
    pub description: &'a str,
    /// What its reporter says that it is about; the engine reads their names as well.
    pub concept_ids: &'a [i64],
    pub org_unit_id: Option<i64>,
}

impl<'a> Question<'a> {
    /// A reported problem as it stands.
    #[must_use]
    pub fn of(problem: &'a problem::Model, concept_ids: &'a [i64]) -> Self {
        Self {
            problem_id: Some(problem.id),
            title: &problem.title,
            description: &problem.description,
            concept_ids,
            org_unit_id: Some(problem.org_unit_id),
        }
    }
}

/// Asks the engine, after it has learned the newest decisions.
pub async fn opinion(app: &App, question: Question<'_>) -> Result<Opinion, Fault> {
    app.engine.catch_up(app.store.reader()).await?;
    let (description, reporter_desk) = read(&app.reference(), question);
    let statement = Statement {
        title: question.title,
        description: &description,
        reporter_desk,
    };
    Ok(app
        .engine
        .ask_about(question.problem_id, |router, own| Opinion {
            routing: router.route_without(&statement, own),
            counterfactual: router.counterfactual_without(&statement, own),
        }))
}

/// The same of a reported problem, by its rows in `db`.
pub async fn of_problem(
    app: &App,
    db: &impl Connection,
    problem: &problem::Model,
) -> Result<Opinion, Fault> {
    let concept_ids = problems::concept_ids(db, problem.id).await?;
    opinion(app, Question::of(problem, &concept_ids)).await
}

/// How sure it is that each desk is concerned, by [`Desk::index`]: half by the decision where
/// there is one, the rest by the engine.
pub async fn confidences(
    app: &App,
    question: Question<'_>,
    decided: Option<i64>,
) -> Result<[f64; Desk::COUNT], Fault> {
    app.engine.catch_up(app.store.reader()).await?;
    let reference = app.reference();
    let (description, reporter_desk) = read(&reference, question);
    let statement = Statement {
        title: question.title,
        description: &description,
        reporter_desk,
    };
    let routing = app.engine.ask_about(question.problem_id, |router, own| {
        router.route_without(&statement, own)
    });
    let decided = decided.and_then(|id| reference.engine_desk(id));
    let by_decision = if decided.is_some() { DECIDED } else { 0.0 };
    let mut confidences = [0.0; Desk::COUNT];
    for score in &routing.desks {
        confidences[score.desk.index()] = score.confidence * (1.0 - by_decision);
    }
    if let Some(desk) = decided {
        confidences[desk.index()] += by_decision;
    }
    Ok(confidences)
}

/// The description with the names of the concepts, and the desk nearest to the reporter's unit,
/// which is the engine's weak prior.
fn read(reference: &Reference, question: Question<'_>) -> (String, Option<Desk>) {
    // The request is read from the end of a text, so the names stand before it.
    let mut text = String::new();
    let named = question.concept_ids.iter();
    for concept in named.filter_map(|id| reference.concept(*id)) {
        text.push_str(&concept.name_fa);
        text.push_str("؛ ");
    }
    text.push_str(question.description);
    let unit = question.org_unit_id.and_then(|id| reference.org_unit(id));
    let nearest = unit.and_then(|unit| unit.nearest_desk_id);
    (text, nearest.and_then(|id| reference.engine_desk(id)))
}
