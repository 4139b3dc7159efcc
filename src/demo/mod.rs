//! A believable club, made through the same use-cases that a real one goes through.

pub mod content;
mod convert;
mod fill;
pub mod report;

pub use fill::{Filled, Shift, SignIn, fill};
