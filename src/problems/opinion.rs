//! The engine's opinion of a text: one way to put a text before it, whoever asks.

use entity::{concept, problem};
use matching::{
    Desk,
    routing::{Counterfactual, Mention, Routing, Statement},
    vocabulary::Facet,
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
    /// What its reporter says that it is about; the engine reads their names as well, and those
    /// of functions as a request.
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
    let reference = app.reference();
    let concepts = mentions(&reference, question.concept_ids);
    let statement = statement(&reference, question, &concepts);
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
    let concepts = mentions(&reference, question.concept_ids);
    let statement = statement(&reference, question, &concepts);
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

fn mentions<'a>(reference: &'a Reference, concept_ids: &[i64]) -> Vec<Mention<'a>> {
    let known = concept_ids.iter().filter_map(|id| reference.concept(*id));
    let mentions = known.map(|concept| Mention {
        name: &concept.name_fa,
        facet: match concept.facet {
            concept::Facet::Topic => Facet::Topic,
            concept::Facet::Object => Facet::Object,
            concept::Facet::Function => Facet::Function,
        },
    });
    mentions.collect()
}

fn statement<'a>(
    reference: &Reference,
    question: Question<'a>,
    concepts: &'a [Mention<'a>],
) -> Statement<'a> {
    let unit = question.org_unit_id.and_then(|id| reference.org_unit(id));
    let nearest = unit.and_then(|unit| unit.nearest_desk_id);
    Statement {
        title: question.title,
        description: question.description,
        concepts,
        reporter_desk: nearest.and_then(|id| reference.engine_desk(id)),
    }
}
