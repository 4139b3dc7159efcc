//! Membership: registering and finding members, editing and merging their records, importing and
//! exporting them, and the vocabulary of what they know.

pub mod add;
pub mod calendar;
pub mod draft;
pub mod expertise;
pub mod export;
pub mod fields;
pub mod find;
pub mod import;
pub mod mask;
pub mod merge;
pub mod register;
pub mod reveal;
mod save;
pub mod search;
pub mod standing;
pub mod tidy;
pub mod update;
pub mod vocabulary;
