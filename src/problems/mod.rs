//! Problems: posting, routing, deciding again, and finding them.

pub mod decide;
pub mod engine;
pub mod facts;
pub mod find;
pub mod learning;
pub mod people;
pub mod post;
pub mod precedents;
pub mod preview;
pub mod routing;
pub mod statement;
pub mod timeline;
