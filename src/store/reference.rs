//! The small tables that rarely change: desks, units, the vocabulary.

use std::collections::HashSet;

use entity::{concept, concept_term, desk, org_unit};
use sea_orm::{ActiveValue::Set, EntityTrait, QueryOrder};

use super::{Connection, Result};

/// Rows a statement; both databases allow tens of thousands of parameters, not more.
const BATCH: usize = 500;

/// Every desk in its fixed order.
pub async fn desks(db: &impl Connection) -> Result<Vec<desk::Model>> {
    Ok(desk::Entity::find().order_by_asc(desk::Column::Id).all(db).await?)
}

/// Every organisational unit by code.
pub async fn org_units(db: &impl Connection) -> Result<Vec<org_unit::Model>> {
    Ok(org_unit::Entity::find().order_by_asc(org_unit::Column::Code).all(db).await?)
}

/// Every concept by code.
pub async fn concepts(db: &impl Connection) -> Result<Vec<concept::Model>> {
    Ok(concept::Entity::find().order_by_asc(concept::Column::Code).all(db).await?)
}

/// Every synonym, in the order in which it was written.
pub async fn concept_terms(db: &impl Connection) -> Result<Vec<concept_term::Model>> {
    Ok(concept_term::Entity::find().order_by_asc(concept_term::Column::Id).all(db).await?)
}

/// Inserts a unit.
pub async fn insert_org_unit(db: &impl Connection, new: org_unit::Model) -> Result<org_unit::Model> {
    let row = org_unit::ActiveModel {
        code: Set(new.code),
        name_fa: Set(new.name_fa),
        name_en: Set(new.name_en),
        kind: Set(new.kind),
        parent_id: Set(new.parent_id),
        nearest_desk_id: Set(new.nearest_desk_id),
        ..Default::default()
    };
    Ok(org_unit::Entity::insert(row).exec_with_returning(db).await?)
}

/// A concept to store, with its synonyms.
pub struct NewConcept {
    pub row: concept::Model,
    /// Language, term and space-free key.
    pub terms: Vec<(concept_term::Language, String, String)>,
}

/// Inserts the concepts whose codes are not there yet, with their synonyms.
pub async fn insert_missing_concepts(db: &impl Connection, new: Vec<NewConcept>) -> Result<usize> {
    let known: HashSet<String> = concepts(db).await?.into_iter().map(|c| c.code).collect();
    let missing: Vec<NewConcept> =
        new.into_iter().filter(|concept| !known.contains(&concept.row.code)).collect();
    for batch in missing.chunks(BATCH) {
        insert_concepts(db, batch).await?;
    }
    Ok(missing.len())
}

async fn insert_concepts(db: &impl Connection, batch: &[NewConcept]) -> Result<()> {
    let rows = batch.iter().map(|new| concept::ActiveModel {
        code: Set(new.row.code.clone()),
        desk_id: Set(new.row.desk_id),
        facet: Set(new.row.facet),
        name_fa: Set(new.row.name_fa.clone()),
        name_en: Set(new.row.name_en.clone()),
        weight: Set(new.row.weight),
        ..Default::default()
    });
    let ids: std::collections::HashMap<String, i64> = concept::Entity::insert_many(rows)
        .exec_with_returning(db)
        .await?
        .into_iter()
        .map(|concept| (concept.code, concept.id))
        .collect();
    let terms: Vec<_> = batch.iter().flat_map(|new| term_rows(new, ids[&new.row.code])).collect();
    for batch in terms.chunks(BATCH) {
        concept_term::Entity::insert_many(batch.to_vec()).exec(db).await?;
    }
    Ok(())
}

fn term_rows(new: &NewConcept, concept_id: i64) -> Vec<concept_term::ActiveModel> {
    let mut seen = HashSet::new();
    let fresh = new.terms.iter().filter(|(language, _, key)| seen.insert((*language, key.clone())));
    fresh
        .map(|(language, term, key)| concept_term::ActiveModel {
            concept_id: Set(concept_id),
            language: Set(*language),
            term: Set(term.clone()),
            term_key: Set(key.clone()),
            ..Default::default()
        })
        .collect()
}
