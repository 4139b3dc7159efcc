//! The six vocabulary files that are compiled in, and their format.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Concept, Facet};
use crate::Desk;

const FILES: [&str; Desk::COUNT] = [
    include_str!("../../vocabulary/urban_services.json"),
    include_str!("../../vocabulary/planning_hr.json"),
    include_str!("../../vocabulary/urbanism.json"),
    include_str!("../../vocabulary/civil_transport.json"),
    include_str!("../../vocabulary/cultural.json"),
    include_str!("../../vocabulary/finance_economy.json"),
];

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct DeskFile {
    code: Desk,
    #[serde(rename = "fa")]
    _fa: String,
    #[serde(rename = "en")]
    _en: String,
    #[serde(rename = "deputyFa")]
    _deputy_fa: String,
    concepts: Vec<ConceptRecord>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ConceptRecord {
    id: String,
    facet: Facet,
    fa: String,
    #[serde(default)]
    variants_fa: Vec<String>,
    en: String,
    #[serde(default)]
    variants_en: Vec<String>,
    weight: f64,
    #[serde(default)]
    also: BTreeMap<Desk, f64>,
}

/// The concepts of every file that parses.
pub(super) fn concepts() -> Vec<Concept> {
    FILES
        .iter()
        .filter_map(|file| parse(file).ok())
        .flatten()
        .collect()
}

fn parse(file: &str) -> Result<Vec<Concept>, serde_json::Error> {
    let DeskFile { code, concepts, .. } = serde_json::from_str(file)?;
    Ok(concepts.into_iter().map(|record| record.at(code)).collect())
}

impl ConceptRecord {
    fn at(self, desk: Desk) -> Concept {
        Concept {
            id: self.id,
            desk,
            facet: self.facet,
            fa: self.fa,
            variants_fa: self.variants_fa,
            en: self.en,
            variants_en: self.variants_en,
            weight: self.weight,
            also: self.also.into_iter().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_parses_and_has_its_own_desk() {
        for (desk, file) in Desk::ALL.into_iter().zip(FILES) {
            let concepts = parse(file).unwrap_or_else(|error| panic!("{}: {error}", desk.code()));
            assert!(
                concepts.len() > 40,
                "{} has {} concepts",
                desk.code(),
                concepts.len()
            );
            assert!(
                concepts
                    .iter()
                    .all(|c| c.desk == desk && !c.also.iter().any(|a| a.0 == desk))
            );
        }
    }
}
