//! The small tables that rarely change, held in memory: desks, units, the vocabulary.

use std::collections::HashMap;

use entity::{concept, concept_term, desk, org_unit};
use matching::Desk;

use crate::store::{Connection, StoreError, reference};

/// A snapshot of the reference tables.
pub struct Reference {
    desks: Vec<desk::Model>,
    org_units: Vec<org_unit::Model>,
    concepts: Vec<concept::Model>,
    terms: HashMap<i64, Vec<concept_term::Model>>,
    concept_positions: HashMap<i64, usize>,
    org_unit_positions: HashMap<i64, usize>,
}

impl Reference {
    /// Reads all reference tables: four statements.
    pub async fn fetch(db: &impl Connection) -> Result<Self, StoreError> {
        let mut org_units = reference::org_units(db).await?;
        org_units.sort_by(|a, b| a.code.cmp(&b.code));
        let mut concepts = reference::concepts(db).await?;
        // Databases differ in how they order text; this order is the same on all.
        concepts.sort_by(|a, b| a.code.cmp(&b.code));
        let mut terms: HashMap<i64, Vec<_>> = HashMap::new();
        for term in reference::concept_terms(db).await? {
            terms.entry(term.concept_id).or_default().push(term);
        }
        Ok(Self {
            desks: reference::desks(db).await?,
            concept_positions: positions(concepts.iter().map(|row| row.id)),
            org_unit_positions: positions(org_units.iter().map(|row| row.id)),
            org_units,
            concepts,
            terms,
        })
    }

    /// The six desks in their fixed order.
    #[must_use]
    pub fn desks(&self) -> &[desk::Model] {
        &self.desks
    }

    /// The desk with this id.
    #[must_use]
    pub fn desk(&self, id: i64) -> Option<&desk::Model> {
        self.desks.iter().find(|desk| desk.id == id)
    }

    /// The row id of an engine desk; `None` only if the database lacks it.
    #[must_use]
    pub fn desk_id(&self, desk: Desk) -> Option<i64> {
        self.desks
            .iter()
            .find(|row| row.code == desk.code())
            .map(|row| row.id)
    }

    /// The engine's desk for a row id.
    #[must_use]
    pub fn engine_desk(&self, id: i64) -> Option<Desk> {
        self.desk(id).and_then(|row| Desk::from_code(&row.code))
    }

    /// All organisational units, by code.
    #[must_use]
    pub fn org_units(&self) -> &[org_unit::Model] {
        &self.org_units
    }

    /// The unit with this id.
    #[must_use]
    pub fn org_unit(&self, id: i64) -> Option<&org_unit::Model> {
        self.org_unit_positions
            .get(&id)
            .map(|position| &self.org_units[*position])
    }

    /// The unit with this code.
    #[must_use]
    pub fn org_unit_by_code(&self, code: &str) -> Option<&org_unit::Model> {
        self.org_units.iter().find(|unit| unit.code == code)
    }

    /// All concepts, by code.
    #[must_use]
    pub fn concepts(&self) -> &[concept::Model] {
        &self.concepts
    }

    /// The concept with this id.
    #[must_use]
    pub fn concept(&self, id: i64) -> Option<&concept::Model> {
        self.concept_positions
            .get(&id)
            .map(|position| &self.concepts[*position])
    }

    /// The concept with this code.
    #[must_use]
    pub fn concept_with_code(&self, code: &str) -> Option<&concept::Model> {
        let found = self
            .concepts
            .binary_search_by(|concept| concept.code.as_str().cmp(code));
        found.ok().map(|position| &self.concepts[position])
    }

    /// The synonyms of a concept.
    #[must_use]
    pub fn terms(&self, concept_id: i64) -> &[concept_term::Model] {
        self.terms.get(&concept_id).map_or(&[], Vec::as_slice)
    }

    /// The concept that one of these space-free keys names, of any language.
    #[must_use]
    pub fn concept_by_key(&self) -> HashMap<&str, i64> {
        // The first concept by code wins a key that two share.
        let mut keys = HashMap::new();
        for concept in &self.concepts {
            for term in self.terms(concept.id) {
                keys.entry(term.term_key.as_str()).or_insert(concept.id);
            }
        }
        keys
    }
}

fn positions(ids: impl Iterator<Item = i64>) -> HashMap<i64, usize> {
    ids.enumerate()
        .map(|(position, id)| (id, position))
        .collect()
}
