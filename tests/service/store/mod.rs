//! The database itself: what it refuses, how it is opened, what a killed process leaves.

mod constraints;
mod killed;
mod killed_rounds;
mod life;
mod migrated;
mod open;
