//! Where two records of one person say different things.

use entity::{
    member::{self, Degree, MemberKind, MemberTier},
    seat::SeatRole,
};

use crate::{
    club::{mask, standing},
    reference::Reference,
};

/// Something that both records have; the kept one's stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeConflict {
    /// In the contract's words, such as `job` or `seats`.
    pub field: &'static str,
    pub kept: String,
    pub dropped: String,
}

/// The fields in which the records differ where both say something; personal ones masked.
#[must_use]
pub fn of_fields(
    reference: &Reference,
    keep: &member::Model,
    other: &member::Model,
) -> Vec<MergeConflict> {
    let unit = |row: &member::Model| {
        let unit = row.org_unit_id.and_then(|id| reference.org_unit(id));
        unit.map_or_else(String::new, |unit| unit.code.clone())
    };
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let both = |field, say: &dyn Fn(&member::Model) -> String| (field, say(keep), say(other));
    let pairs = [
        both("fullName", &|row| row.full_name.clone()),
        both("kind", &|row| kind(row.kind).to_owned()),
        both("tier", &|row| tier(row.tier).to_owned()),
        both("standing", &|row| standing::code(row.standing).to_owned()),
        both("orgUnit", &unit),
        both("field", &|row| row.field.clone()),
        both("degree", &|row| degree(row.degree).to_owned()),
        both("job", &|row| row.job.clone()),
        both("bio", &|row| row.bio.clone()),
        both("mobile", &|row| text(&row.mobile)),
        both("email", &|row| text(&row.email)),
        both("maxLoad", &|row| row.max_load.to_string()),
        both("joinedOn", &|row| row.joined_on.to_string()),
    ];
    let differing = pairs
        .into_iter()
        .filter(|(_, kept, dropped)| !kept.is_empty() && !dropped.is_empty() && kept != dropped);
    differing
        .map(|(field, kept, dropped)| MergeConflict {
            field,
            kept: shown(field, kept),
            dropped: shown(field, dropped),
        })
        .collect()
}

fn shown(field: &str, value: String) -> String {
    match field {
        "mobile" => mask::number(&value),
        "email" => mask::email(&value),
        _ => value,
    }
}

const fn kind(kind: MemberKind) -> &'static str {
    match kind {
        MemberKind::Internal => "INTERNAL",
        MemberKind::External => "EXTERNAL",
    }
}

const fn tier(tier: MemberTier) -> &'static str {
    match tier {
        MemberTier::Member => "MEMBER",
        MemberTier::Planner => "PLANNER",
    }
}

const fn degree(degree: Degree) -> &'static str {
    match degree {
        Degree::Diploma => "DIPLOMA",
        Degree::Associate => "ASSOCIATE",
        Degree::Bachelor => "BACHELOR",
        Degree::Master => "MASTER",
        Degree::Doctorate => "DOCTORATE",
    }
}

/// What the holder of a seat does.
#[must_use]
pub const fn role(role: SeatRole) -> &'static str {
    match role {
        SeatRole::Chair => "CHAIR",
        SeatRole::Secretary => "SECRETARY",
        SeatRole::Member => "MEMBER",
    }
}
