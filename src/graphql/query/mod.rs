//! What can be read.

mod audit;
mod club;
mod desks;
mod node;
mod problems;
mod statistics;
mod teams;
mod viewer;
mod weights;

use async_graphql::MergedObject;

/// What can be read; each field says who may.
#[derive(MergedObject, Default)]
pub struct Query(
    viewer::ViewerQuery,
    node::NodeQuery,
    club::ClubQuery,
    desks::DesksQuery,
    problems::ProblemsQuery,
    teams::TeamsQuery,
    audit::AuditQuery,
    statistics::StatisticsQuery,
    weights::WeightsQuery,
);
