//! What a member knows, from what a caller says of it.

use std::collections::HashMap;

use entity::member_expertise;
use matching::text::phrase_key;

use super::{
    fields::{invalid, required, within},
    tidy::tidy,
};
use crate::{
    fault::{Complaint, ComplaintCode},
    persian::persian_number,
    reference::Reference,
};

/// Longer than any term.
const PHRASE_MAX: usize = 100;
/// More do not tell what somebody is good at.
const SKILLS_MAX: usize = 30;
/// A level that says neither beginner nor authority.
const USUAL_LEVEL: i32 = 3;

/// Something that a member knows, as the caller names it: by a concept, a phrase, or both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skill {
    pub phrase: Option<String>,
    pub concept_id: Option<i64>,
    /// 1 to 5; what is known already, or the usual one, when left out.
    pub level: Option<i32>,
    pub source: member_expertise::ExpertiseSource,
}

/// The vocabulary as skills are looked up in it; made once for many members.
pub struct Terms<'r> {
    reference: &'r Reference,
    by_key: HashMap<&'r str, i64>,
}

impl<'r> Terms<'r> {
    /// Over the present vocabulary.
    #[must_use]
    pub fn of(reference: &'r Reference) -> Self {
        Self {
            by_key: reference.concept_by_key(),
            reference,
        }
    }
}

/// What somebody knows as rows: concepts named, phrases tied to concepts, each once.
///
/// What is in `known` keeps its level where none is given, and its source.
pub fn rows(
    skills: &[Skill],
    terms: &Terms<'_>,
    known: &[member_expertise::Model],
) -> Result<Vec<member_expertise::Model>, Complaint> {
    if skills.len() > SKILLS_MAX {
        return Err(Complaint::new(
            "expertise",
            ComplaintCode::TooLong,
            format!("At most {SKILLS_MAX} expertise phrases."),
            format!("حداکثر {} تخصص.", persian_number(SKILLS_MAX)),
        ));
    }
    let mut rows: Vec<member_expertise::Model> = Vec::with_capacity(skills.len());
    for (at, skill) in skills.iter().enumerate() {
        let row = skill_row(skill, terms).map_err(|complaint| Complaint {
            field: format!("expertise.{at}").into(),
            ..complaint
        })?;
        if rows.iter().any(|other| other.phrase_key == row.phrase_key) {
            continue;
        }
        let before = known.iter().find(|old| old.phrase_key == row.phrase_key);
        // The same phrase without a concept means what it meant before.
        let meant = before.and_then(|old| old.concept_id);
        rows.push(member_expertise::Model {
            concept_id: match skill.concept_id {
                Some(id) => Some(id),
                None => meant.or(row.concept_id),
            },
            level: skill
                .level
                .or(before.map(|old| old.level))
                .unwrap_or(row.level),
            source: before.map_or(row.source, |old| old.source),
            ..row
        });
    }
    Ok(rows)
}

fn skill_row(
    skill: &Skill,
    Terms { reference, by_key }: &Terms<'_>,
) -> Result<member_expertise::Model, Complaint> {
    let written = skill.phrase.as_deref().map(tidy);
    // A concept's code is no phrase that anybody would say.
    let by_code = written
        .as_deref()
        .and_then(|code| reference.concept_with_code(code));
    let named = match skill.concept_id {
        Some(id) => Some(
            reference
                .concept(id)
                .ok_or_else(|| Complaint::unknown("expertise"))?,
        ),
        None => by_code,
    };
    let phrase = written
        .filter(|phrase| !phrase.is_empty() && by_code.is_none())
        .or_else(|| named.map(|concept| concept.name_fa.clone()))
        .ok_or_else(|| required("expertise"))?;
    within("expertise", &phrase, PHRASE_MAX)?;
    let phrase_key = phrase_key(&phrase);
    let level = skill.level.unwrap_or(USUAL_LEVEL);
    if phrase_key.is_empty() || !(1..=5).contains(&level) {
        return Err(invalid(
            "expertise",
            "An expertise is a phrase with a level from 1 to 5.",
            "هر تخصص عبارتی با سطح ۱ تا ۵ است.",
        ));
    }
    Ok(member_expertise::Model {
        id: 0,
        member_id: 0,
        concept_id: named
            .map(|concept| concept.id)
            .or_else(|| by_key.get(phrase_key.as_str()).copied()),
        phrase,
        phrase_key,
        level,
        source: skill.source,
    })
}
