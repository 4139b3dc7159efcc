//! Desks: who is seated where, and the assignment rounds that seat them.

mod blocker;
pub mod cancel;
mod case;
pub mod close;
pub mod computations;
pub mod computing;
pub mod conflict;
pub mod edit;
pub mod explain;
pub mod figures;
pub mod find;
pub mod gauge;
pub mod input;
pub mod kept;
mod limits;
pub mod parameters;
pub mod plan;
mod record;
pub mod report;
pub mod revert;
pub mod round;
pub mod seating;
mod sentence;
mod solving;
mod undo;
pub mod watch;
pub mod wishes;
