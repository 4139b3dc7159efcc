//! Desks: who is seated where, and the assignment rounds that seat them.

mod case;
pub mod close;
pub mod conflict;
pub mod edit;
pub mod explain;
pub mod figures;
pub mod find;
pub mod input;
pub mod parameters;
pub mod plan;
pub mod report;
pub mod revert;
pub mod round;
pub mod seating;
mod sentence;
mod undo;
pub mod wishes;
