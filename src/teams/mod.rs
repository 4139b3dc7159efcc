//! Teams: who is asked to work on a problem, what they answer, who comes in their stead.

pub mod answer;
pub mod compose;
pub mod find;
pub mod invite;
pub mod needs;
pub mod pool;
mod refusal;
pub mod sweep;
