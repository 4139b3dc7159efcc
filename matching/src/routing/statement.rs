//! What is routed, and what is learned from.

use serde::{Deserialize, Serialize};

use crate::Desk;
use crate::vocabulary::Facet;

/// A problem as its reporter wrote it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statement<'a> {
    pub title: &'a str,
    pub description: &'a str,
    /// Concepts that the reporter says it is about.
    pub concepts: &'a [Mention<'a>],
    /// The desk nearest to the reporter's unit: a weak prior.
    pub reporter_desk: Option<Desk>,
}

/// A concept that the reporter names beside the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention<'a> {
    /// In Persian.
    pub name: &'a str,
    /// A function says what is asked for, as the last sentence does; an object or a topic only
    /// what the text is about.
    pub facet: Facet,
}

/// A problem whose desk a coordinator has confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecidedProblem {
    #[serde(default)]
    pub id: String,
    pub title: String,
    #[serde(default)]
    pub description: String,
    pub desk: Desk,
}

impl DecidedProblem {
    /// The problem as it would be routed afresh.
    #[must_use]
    pub fn statement(&self) -> Statement<'_> {
        Statement {
            title: &self.title,
            description: &self.description,
            ..Statement::default()
        }
    }
}
