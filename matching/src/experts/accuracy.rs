//! How often experts are placed at the desk that people chose for them.

use std::fmt;

use serde::Deserialize;

use super::placement::place;
use super::profile::Profile;
use crate::Desk;
use crate::routing::Router;
use crate::wire::LineError;

/// One line of a file of placed experts: a profile, its desk, and desks that would do as well.
#[derive(Clone, Debug, Deserialize)]
pub struct PlacedExpert {
    #[serde(flatten)]
    pub profile: Profile,
    pub desk: Desk,
    #[serde(default)]
    pub also: Vec<Desk>,
}

/// Counts over a file of placed experts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlacementAccuracy {
    pub experts: usize,
    /// First choice equal to the desk.
    pub right: usize,
    /// First choice equal to the desk or to one that would do.
    pub acceptable: usize,
    /// Id, desk and first choice of the others, in their order.
    pub misses: Vec<(String, Desk, Desk)>,
}

/// Reads one line of a file of placed experts.
pub fn placed_line(line: &str) -> Result<PlacedExpert, LineError> {
    serde_json::from_str(line).map_err(LineError::Malformed)
}

/// Places every expert and compares.
#[must_use]
pub fn placement_accuracy(router: &Router, experts: &[PlacedExpert]) -> PlacementAccuracy {
    let mut accuracy = PlacementAccuracy {
        experts: experts.len(),
        ..PlacementAccuracy::default()
    };
    for expert in experts {
        let Some(first) = place(router, &expert.profile).first().map(|best| best.desk) else {
            continue;
        };
        let right = first == expert.desk;
        accuracy.right += usize::from(right);
        accuracy.acceptable += usize::from(right || expert.also.contains(&first));
        if !right {
            accuracy
                .misses
                .push((expert.profile.id.clone(), expert.desk, first));
        }
    }
    accuracy
}

impl fmt::Display for PlacementAccuracy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            experts,
            right,
            acceptable,
            misses,
        } = self;
        writeln!(
            f,
            "experts {experts}, right {right}, acceptable {acceptable}"
        )?;
        for (id, desk, first) in misses {
            writeln!(f, "{id}: {} placed at {}", desk.code(), first.code())?;
        }
        Ok(())
    }
}
