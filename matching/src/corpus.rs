//! The exemplars: problem statements written for this engine, each with its desk or with none.
//!
//! They train the term weights and calibrate the confidence. A test holds that every line parses.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::Desk;
use crate::routing::Statement;

const FILES: [&str; 7] = [
    include_str!("../exemplars/urban_services.jsonl"),
    include_str!("../exemplars/planning_hr.jsonl"),
    include_str!("../exemplars/urbanism.jsonl"),
    include_str!("../exemplars/civil_transport.jsonl"),
    include_str!("../exemplars/cultural.jsonl"),
    include_str!("../exemplars/finance_economy.jsonl"),
    include_str!("../exemplars/none.jsonl"),
];

/// A statement whose right answer is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labelled {
    pub id: String,
    pub title: String,
    pub description: String,
    /// The right desk; `None` when no desk is.
    pub desk: Option<Desk>,
    /// Other desks that would be acceptable.
    pub also: Vec<Desk>,
}

impl Labelled {
    /// The text to be routed, without its answer.
    #[must_use]
    pub fn statement(&self) -> Statement<'_> {
        Statement {
            title: &self.title,
            description: &self.description,
            ..Statement::default()
        }
    }

    /// Reads one JSON line: `id`, `title`, `description`, `desk` or `primary` (a code or `NONE`),
    /// `also`. Other keys are ignored.
    pub fn from_line(line: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str::<LabelledLine>(line).map(Self::from)
    }
}

#[derive(Deserialize)]
struct LabelledLine {
    #[serde(default)]
    id: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    description: String,
    #[serde(alias = "primary")]
    desk: DeskOrNone,
    #[serde(default)]
    also: Vec<Desk>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum DeskOrNone {
    Desk(Desk),
    None(NoDesk),
}

#[derive(Deserialize)]
enum NoDesk {
    #[serde(rename = "NONE")]
    None,
}

impl From<LabelledLine> for Labelled {
    fn from(line: LabelledLine) -> Self {
        let desk = match line.desk {
            DeskOrNone::Desk(desk) => Some(desk),
            DeskOrNone::None(NoDesk::None) => None,
        };
        let LabelledLine {
            id,
            title,
            description,
            also,
            ..
        } = line;
        Self {
            id,
            title,
            description,
            desk,
            also,
        }
    }
}

/// The exemplars that come with the engine, parsed on first use, ordered by id.
#[must_use]
pub fn exemplars() -> &'static [Labelled] {
    static EXEMPLARS: OnceLock<Vec<Labelled>> = OnceLock::new();
    EXEMPLARS.get_or_init(|| {
        let lines = FILES.iter().flat_map(|file| file.lines());
        let mut all: Vec<Labelled> = lines.filter_map(|l| Labelled::from_line(l).ok()).collect();
        all.sort_by(|a, b| a.id.cmp(&b.id));
        all
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_an_exemplar_of_its_own_id() {
        for (line, text) in FILES.iter().flat_map(|file| file.lines()).enumerate() {
            Labelled::from_line(text).unwrap_or_else(|error| panic!("line {line}: {error}"));
        }
        let mut ids: Vec<&str> = exemplars().iter().map(|e| e.id.as_str()).collect();
        ids.dedup();
        assert_eq!(ids.len(), exemplars().len());
    }
}
