//! Problems: their life from posting to rating, the engine's routing, and finding them.

pub mod comment;
pub mod decide;
mod decisions;
mod details;
pub mod edit;
pub mod engine;
pub mod facts;
pub mod find;
pub mod learning;
pub mod lifecycle;
pub mod opinion;
pub mod people;
pub mod post;
pub mod precedents;
pub mod preview;
pub mod rate;
pub mod resolve;
pub mod routing;
pub mod statement;
pub mod status;
pub mod timeline;
pub mod triage;
pub mod withdraw;
