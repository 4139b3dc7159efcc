//! The object types: fields, and constructors from what the rooms answer.

mod concept;
mod conflict;
mod desk;
mod event;
mod expert;
mod explanation;
mod member;
mod node;
mod org_unit;
mod precedent;
mod preview;
mod problem;
mod progress;
mod report;
mod round;
mod routing;
mod team;
mod viewer;
mod weights;

pub use concept::Concept;
pub use desk::{Desk, Seat};
pub use event::{AuditEvent, ProblemEvent, cursor as event_cursor};
pub use expert::ExpertFinding;
pub use explanation::SeatExplanation;
pub use member::Member;
pub use node::Node;
pub use org_unit::OrgUnit;
pub use precedent::{Precedent, precedents};
pub use preview::RoutingPreview;
pub use problem::Problem;
pub use progress::{RoundComputation, RoundProgress};
pub use report::RoundReport;
pub use round::{AssignmentRound, SeatProposal};
pub use team::{TeamMember, TeamOffer, TeamStaffing};
pub use viewer::Viewer;
pub use weights::{BackTest, FeatureWeight, WeightsVersion, feature_weights};
