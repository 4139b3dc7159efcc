//! The object types: fields, and constructors from what the rooms answer.

mod concept;
mod desk;
mod event;
mod expert;
mod member;
mod node;
mod org_unit;
mod problem;
mod round;
mod routing;
mod viewer;

pub use concept::Concept;
pub use desk::{Desk, Seat};
pub use event::{AuditEvent, ProblemEvent, cursor as event_cursor};
pub use expert::ExpertFinding;
pub use member::Member;
pub use node::Node;
pub use org_unit::OrgUnit;
pub use problem::Problem;
pub use round::{AssignmentRound, RoundReport};
pub use routing::RoutingPreview;
pub use viewer::Viewer;
