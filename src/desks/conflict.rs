//! Why a round has no seating, in the words of the club: desks and people by name.

use serde_json::Value as Json;

use super::input::RoundInput;
use crate::reference::Reference;

/// A condition that cannot hold together with others, or what would help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    pub message: String,
    pub message_fa: String,
}

/// The solver's conflicts, told.
#[must_use]
pub fn told(
    _reference: &Reference,
    _input: &RoundInput,
    conflicts: &[matching::assignment::Conflict],
) -> Vec<Conflict> {
    let told = conflicts.iter().map(|conflict| {
        let json = serde_json::to_value(conflict).unwrap_or(Json::Null);
        let text = |name: &str| json[name].as_str().unwrap_or_default().to_owned();
        Conflict {
            message: text("message"),
            message_fa: text("messageFa"),
        }
    });
    told.collect()
}
