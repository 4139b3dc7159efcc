//! Teams: who is asked to work on a problem, what they answer, who comes in their stead.

pub mod answer;
pub mod compose;
pub mod find;
pub mod invite;
mod lead;
mod named;
pub mod needs;
pub mod pool;
mod refusal;
pub mod remove;
mod repeat;
pub mod staffing;
pub mod sweep;
pub mod vacancy;
mod whom;
