//! What can be done.

mod import;
mod member_input;
mod members;
mod membership;
mod problem_edit;
mod problem_work;
mod problems;
mod round_cancel;
mod round_input;
mod rounds;
mod seats;
mod session;
mod teams;
mod weights;

use async_graphql::MergedObject;

/// What can be done; each field says by whom.
#[derive(MergedObject, Default)]
pub struct Mutation(
    session::SessionMutation,
    import::ImportMutation,
    members::MembersMutation,
    membership::MembershipMutation,
    problems::ProblemsMutation,
    problem_edit::ProblemEditMutation,
    problem_work::ProblemWorkMutation,
    rounds::RoundsMutation,
    round_cancel::RoundCancelMutation,
    seats::SeatsMutation,
    teams::TeamsMutation,
    weights::WeightsMutation,
);
