//! Keeping the database's concepts equal to the engine's vocabulary.

use std::collections::{HashMap, HashSet};

use entity::{
    concept::{self, Facet},
    concept_term::Language,
};
use matching::{
    text::phrase_key,
    vocabulary::{self, Concept, Vocabulary},
};

use crate::{
    reference::Reference,
    store::{Store, StoreError, reference, reference::NewConcept},
};

/// Adds the engine's concepts that the database lacks and rewrites those that differ.
///
/// Answers how many it wrote; none in an ordinary start.
pub async fn sync(store: &Store, current: &Reference) -> Result<usize, StoreError> {
    let known: HashMap<&str, &concept::Model> = current
        .concepts()
        .iter()
        .map(|row| (row.code.as_str(), row))
        .collect();
    let wanted = Vocabulary::embedded()
        .concepts()
        .iter()
        .filter_map(|c| to_row(c, current));
    let (mut missing, mut changed) = (Vec::new(), Vec::new());
    for new in wanted {
        match known.get(new.row.code.as_str()) {
            None => missing.push(new),
            Some(row) if !is_same(row, &new, current) => changed.push((row.id, new)),
            Some(_) => {}
        }
    }
    if missing.is_empty() && changed.is_empty() {
        return Ok(0);
    }
    let transaction = store.begin().await?;
    reference::insert_concepts(&transaction, &missing).await?;
    for (id, new) in &changed {
        reference::replace_concept(&transaction, *id, new).await?;
    }
    store.commit(transaction).await?;
    Ok(missing.len() + changed.len())
}

fn to_row(concept: &Concept, current: &Reference) -> Option<NewConcept> {
    let row = concept::Model {
        id: 0,
        code: concept.id.clone(),
        desk_id: current.desk_id(concept.desk)?,
        facet: facet(concept.facet),
        name_fa: concept.fa.clone(),
        name_en: concept.en.clone(),
        weight: concept.weight,
    };
    let persian = std::iter::once(&concept.fa).chain(&concept.variants_fa);
    let english = std::iter::once(&concept.en).chain(&concept.variants_en);
    let mut seen = HashSet::new();
    let terms = persian
        .map(|term| (Language::Fa, term))
        .chain(english.map(|term| (Language::En, term)))
        .map(|(language, term)| (language, term.clone(), phrase_key(term)))
        .filter(|(language, _, key)| !key.is_empty() && seen.insert((*language, key.clone())))
        .collect();
    Some(NewConcept { row, terms })
}

fn is_same(row: &concept::Model, new: &NewConcept, current: &Reference) -> bool {
    let same_row = concept::Model {
        id: row.id,
        ..new.row.clone()
    } == *row;
    let stored = current.terms(row.id);
    let same_terms = stored.len() == new.terms.len()
        && stored
            .iter()
            .zip(&new.terms)
            .all(|(stored, (language, term, _))| {
                stored.language == *language && stored.term == *term
            });
    same_row && same_terms
}

const fn facet(facet: vocabulary::Facet) -> Facet {
    match facet {
        vocabulary::Facet::Topic => Facet::Topic,
        vocabulary::Facet::Object => Facet::Object,
        vocabulary::Facet::Function => Facet::Function,
    }
}
