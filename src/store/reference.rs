//! The small tables that rarely change: desks, units, the vocabulary.

use std::collections::HashMap;

use entity::{concept, concept_term, desk, org_unit};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{Connection, Result};

/// Rows a statement; both databases allow tens of thousands of parameters, not more.
const BATCH: usize = 500;

/// Every desk in its fixed order.
pub async fn desks(db: &impl Connection) -> Result<Vec<desk::Model>> {
    Ok(desk::Entity::find()
        .order_by_asc(desk::Column::Id)
        .all(db)
        .await?)
}

/// Every organisational unit by code.
pub async fn org_units(db: &impl Connection) -> Result<Vec<org_unit::Model>> {
    Ok(org_unit::Entity::find()
        .order_by_asc(org_unit::Column::Code)
        .all(db)
        .await?)
}

/// Every concept by code.
pub async fn concepts(db: &impl Connection) -> Result<Vec<concept::Model>> {
    Ok(concept::Entity::find()
        .order_by_asc(concept::Column::Code)
        .all(db)
        .await?)
}

/// Every synonym, in the order in which it was written.
pub async fn concept_terms(db: &impl Connection) -> Result<Vec<concept_term::Model>> {
    Ok(concept_term::Entity::find()
        .order_by_asc(concept_term::Column::Id)
        .all(db)
        .await?)
}

/// Inserts a unit.
pub async fn insert_org_unit(
    db: &impl Connection,
    new: org_unit::Model,
) -> Result<org_unit::Model> {
    let row = org_unit::ActiveModel {
        code: Set(new.code),
        name_fa: Set(new.name_fa),
        name_en: Set(new.name_en),
        kind: Set(new.kind),
        parent_id: Set(new.parent_id),
        nearest_desk_id: Set(new.nearest_desk_id),
        ..Default::default()
    };
    Ok(org_unit::Entity::insert(row)
        .exec_with_returning(db)
        .await?)
}

/// A concept to store, with its synonyms.
#[derive(Clone, Debug)]
pub struct NewConcept {
    /// `id` is ignored.
    pub row: concept::Model,
    /// Language, term and space-free key; no key twice in a language.
    pub terms: Vec<(concept_term::Language, String, String)>,
}

/// Inserts concepts with their synonyms.
pub async fn insert_concepts(db: &impl Connection, new: &[NewConcept]) -> Result<()> {
    for batch in new.chunks(BATCH) {
        let rows = batch.iter().map(|new| active_concept(&new.row));
        let stored = concept::Entity::insert_many(rows)
            .exec_with_returning(db)
            .await?;
        let ids: HashMap<&str, i64> = stored
            .iter()
            .map(|row| (row.code.as_str(), row.id))
            .collect();
        let terms = batch.iter().map(|new| (ids[new.row.code.as_str()], new));
        insert_terms(db, terms).await?;
    }
    Ok(())
}

/// Rewrites the concept with this id, and its synonyms.
pub async fn replace_concept(db: &impl Connection, id: i64, new: &NewConcept) -> Result<()> {
    let mut row = active_concept(&new.row);
    row.id = Set(id);
    concept::Entity::update(row).exec(db).await?;
    concept_term::Entity::delete_many()
        .filter(concept_term::Column::ConceptId.eq(id))
        .exec(db)
        .await?;
    insert_terms(db, std::iter::once((id, new))).await
}

async fn insert_terms<'a>(
    db: &impl Connection,
    concepts: impl Iterator<Item = (i64, &'a NewConcept)>,
) -> Result<()> {
    let rows: Vec<_> = concepts
        .flat_map(|(concept_id, new)| new.terms.iter().map(move |term| (concept_id, term)))
        .map(
            |(concept_id, (language, term, key))| concept_term::ActiveModel {
                concept_id: Set(concept_id),
                language: Set(*language),
                term: Set(term.clone()),
                term_key: Set(key.clone()),
                ..Default::default()
            },
        )
        .collect();
    for batch in rows.chunks(BATCH) {
        concept_term::Entity::insert_many(batch.to_vec())
            .exec(db)
            .await?;
    }
    Ok(())
}

fn active_concept(row: &concept::Model) -> concept::ActiveModel {
    concept::ActiveModel {
        code: Set(row.code.clone()),
        desk_id: Set(row.desk_id),
        facet: Set(row.facet),
        name_fa: Set(row.name_fa.clone()),
        name_en: Set(row.name_en.clone()),
        weight: Set(row.weight),
        ..Default::default()
    }
}
