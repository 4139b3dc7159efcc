//! Membership: finding members, adding them, and the vocabulary of what they know.

pub mod add;
pub mod calendar;
pub mod find;
pub mod vocabulary;
