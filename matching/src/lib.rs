//! Mizan's engine: Persian text, scores that explain themselves, and optimal assignment.
//!
//! Pure: the same input under the same weights gives the same bits, on every machine.
//! Nothing here reads a clock, a file, the environment or an unseeded random source.

pub mod assignment;
pub mod corpus;
pub mod desk;
pub mod evaluation;
pub mod experts;
pub mod learning;
pub mod names;
pub mod routing;
pub mod text;
pub mod vocabulary;
pub mod wire;

pub use desk::Desk;
