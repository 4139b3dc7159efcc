//! Desks: who is seated where, and the assignment rounds that seat them.

pub mod find;
pub mod plan;
pub mod round;
