//! The tables of Mizan as sea-orm entities, one table a file.
//!
//! Shapes only: rules live in the rooms of the service, checks in the migrations.

pub mod account;
pub mod account_identity;
pub mod assignment_round;
pub mod audit_event;
pub mod concept;
pub mod concept_term;
pub mod desk;
pub mod desk_preference;
pub mod idempotency;
pub mod member;
pub mod member_expertise;
pub mod org_unit;
pub mod problem;
pub mod problem_comment;
pub mod problem_concept;
pub mod problem_resolution;
pub mod round_computation;
pub mod round_input;
pub mod round_proposal;
pub mod round_report;
pub mod routing;
pub mod routing_contribution;
pub mod routing_desk;
pub mod seat;
pub mod team_member;
pub mod token;
pub mod weights;
