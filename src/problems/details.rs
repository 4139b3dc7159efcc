//! What is told of a problem besides its text: a district, concepts, how pressing it is.

use chrono::TimeDelta;
use entity::problem::Urgency;

use crate::{
    fault::{Complaint, ComplaintCode},
    persian::persian_number,
    reference::Reference,
};

/// As many as fit a short list; a text that needs more is two problems.
const CONCEPTS_MAX: usize = 20;
/// Mashhad's thirteen districts, and Samen around the shrine as the fourteenth.
const DISTRICTS: std::ops::RangeInclusive<i32> = 1..=14;

/// How long a desk has to answer.
#[must_use]
pub const fn time_to_answer(urgency: Urgency) -> TimeDelta {
    match urgency {
        Urgency::Low => TimeDelta::days(60),
        Urgency::Normal => TimeDelta::days(30),
        Urgency::High => TimeDelta::days(10),
        Urgency::Critical => TimeDelta::days(3),
    }
}

/// What is wrong with a district.
#[must_use]
pub fn check_district(district: Option<i32>) -> Option<Complaint> {
    let beyond = district.is_some_and(|district| !DISTRICTS.contains(&district));
    beyond.then(|| {
        Complaint::new(
            "district",
            ComplaintCode::Invalid,
            "A district is a number from 1 to 14.",
            "منطقه عددی از ۱ تا ۱۴ است.",
        )
    })
}

/// What is wrong with the concepts that a reporter names.
#[must_use]
pub fn check_concepts(reference: &Reference, concept_ids: &[i64]) -> Option<Complaint> {
    if concept_ids.len() > CONCEPTS_MAX {
        return Some(Complaint::new(
            "conceptIds",
            ComplaintCode::TooLong,
            format!("At most {CONCEPTS_MAX} concepts can be named."),
            format!(
                "حداکثر {} مفهوم می‌توان نام برد.",
                persian_number(CONCEPTS_MAX)
            ),
        ));
    }
    let mut ids = concept_ids.iter();
    let strange = ids.position(|id| reference.concept(*id).is_none());
    strange.map(|at| Complaint::unknown(format!("conceptIds.{at}")))
}
