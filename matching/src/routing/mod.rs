//! Routing: which desk should answer a problem statement, how surely, and why.
//!
//! A desk's score is the sum of its contributions' points, each `value × weight`.
//! The decision is a value in every case; "no suitable desk" is one of them.

mod confidence;
mod counterfactual;
mod decision;
mod evidence;
mod findings;
pub(crate) mod keyhash;
mod model;
mod precedents;
mod reading;
mod routability;
mod router;
mod spelling;
mod statement;
mod stopwords;
pub(crate) mod terms;
mod training;
mod vector;
mod weights;

pub use decision::{
    Change, Contribution, Counterfactual, Decision, DeskScore, Feature, NamedConcept, Precedent,
    Routing, TriageReason,
};
pub use routability::SIGNALS;
pub use router::Router;
pub use statement::{DecidedProblem, Mention, Statement};
pub use weights::Weights;
