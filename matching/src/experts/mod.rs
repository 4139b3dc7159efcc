//! Experts: which desk a person belongs to, and who fits a problem best.
//!
//! [`place`] weighs the parts of a profile through the router; [`ExpertIndex`] compares a text
//! with what experts wrote. Every score is the sum of its contributions' points.

mod accuracy;
mod careers;
mod concepts;
mod eligibility;
mod explanation;
mod latent;
mod lenient;
mod likeness;
mod measures;
mod methods;
mod placement;
mod profile;
mod ranking;
mod statistics;
mod stops;
mod terms;
mod vita;
pub mod wire;

pub use accuracy::{PlacedExpert, PlacementAccuracy, placed_line, placement_accuracy};
pub use eligibility::{Conflict, Facts, Ineligible, IneligibleReason, Solved};
pub use explanation::{Contribution, ExpertScore, Feature, RankRequest, Ranking};
pub use placement::{Placement, PlacementPart, Reason, desk_confidence, place};
pub use profile::{Document, Kind, Profile};
pub use ranking::ExpertIndex;
