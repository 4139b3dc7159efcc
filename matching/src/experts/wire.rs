//! The JSON Lines forms of `place` and `rank`: one expert or problem in, one answer out.

use serde::{Deserialize, Serialize};

use super::explanation::RankRequest;
use super::lenient;
use super::placement::{desk_confidence, place};
use super::profile::Profile;
use super::ranking::ExpertIndex;
use crate::Desk;
use crate::routing::Router;
use crate::wire::LineError;

/// One line in: a problem that needs people, in any language.
#[derive(Clone, Debug, Deserialize)]
pub struct ProblemLine {
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub title: String,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub description: String,
}

#[derive(Serialize)]
struct PlacementLine<'a> {
    id: &'a str,
    desks: Vec<DeskLine>,
}

#[derive(Serialize)]
struct DeskLine {
    desk: Desk,
    score: f64,
}

#[derive(Serialize)]
struct RankingLine<'a> {
    problem: &'a str,
    experts: Vec<ExpertLine<'a>>,
}

#[derive(Serialize)]
struct ExpertLine<'a> {
    id: &'a str,
    score: f64,
}

/// Reads one line of an experts file: a profile, or an id with documents.
pub fn profile_line(line: &str) -> Result<Profile, LineError> {
    serde_json::from_str(line).map_err(LineError::Malformed)
}

/// Places the expert of one line; answers `{"id","desks":[{"desk","score"} × 6]}`, best first.
pub fn place_line(router: &Router, line: &str) -> Result<String, LineError> {
    let profile = profile_line(line)?;
    let desks = place(router, &profile)
        .into_iter()
        .map(|placement| DeskLine {
            desk: placement.desk,
            score: placement.score,
        })
        .collect();
    write(&PlacementLine {
        id: &profile.id,
        desks,
    })
}

/// Ranks all experts for the problem of one line; answers `{"problem","experts":[{"id","score"} …]}`.
pub fn rank_line(index: &ExpertIndex, line: &str) -> Result<String, LineError> {
    let problem: ProblemLine = serde_json::from_str(line).map_err(LineError::Malformed)?;
    write_ranking(index, &problem, None)
}

/// The same, weighing also how much each expert is at home at the desks that may answer.
///
/// The index must have been built with a router too; problems without a Persian letter are
/// ranked as by [`rank_line`].
pub fn rank_line_at_desks(
    index: &ExpertIndex,
    router: &Router,
    line: &str,
) -> Result<String, LineError> {
    let problem: ProblemLine = serde_json::from_str(line).map_err(LineError::Malformed)?;
    let desks = desk_confidence(router, &problem.title, &problem.description);
    write_ranking(index, &problem, desks)
}

fn write_ranking(
    index: &ExpertIndex,
    problem: &ProblemLine,
    desks: Option<[f64; Desk::COUNT]>,
) -> Result<String, LineError> {
    let request = RankRequest {
        title: &problem.title,
        description: &problem.description,
        desks,
        ..RankRequest::default()
    };
    let ranked = index.rank(&request);
    let experts = ranked
        .iter()
        .map(|expert| ExpertLine {
            id: &expert.id,
            score: expert.score,
        })
        .collect();
    write(&RankingLine {
        problem: &problem.id,
        experts,
    })
}

fn write(line: &impl Serialize) -> Result<String, LineError> {
    serde_json::to_string(line).map_err(LineError::Malformed)
}
