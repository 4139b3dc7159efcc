//! The JSON Lines forms of the offline engine: one statement in, one routing out.

use serde::{Deserialize, Serialize};

use crate::Desk;
use crate::routing::{
    Contribution, DecidedProblem, Decision, DeskScore, Feature, Router, Routing, Statement,
};
use crate::text::phrase_key;

/// Why a line was refused.
#[derive(Debug)]
pub enum LineError {
    /// Not JSON, or not of the expected form.
    Malformed(serde_json::Error),
}

impl std::fmt::Display for LineError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Malformed(error) => {
                // The reader of a file counts its lines; here there is only ever one.
                let told = error.to_string();
                let what = told.split(" at line ").next().unwrap_or_default();
                write!(f, "not a valid line: {what} at column {}", error.column())
            }
        }
    }
}

impl std::error::Error for LineError {}

/// One line in: a problem to route.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StatementLine {
    pub id: String,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub description: String,
    /// The reporter's organisational unit: a desk's code, or a name that holds a desk's, is a weak
    /// prior; the codes of a club's own units are known to its database alone.
    #[serde(default)]
    pub org_unit: Option<String>,
}

/// One line out.
#[derive(Clone, Debug, Serialize)]
pub struct RoutingLine<'a> {
    pub id: &'a str,
    pub decision: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
    pub desks: Vec<DeskLine<'a>>,
    pub routability: f64,
}

/// One desk of a line out.
#[derive(Clone, Debug, Serialize)]
pub struct DeskLine<'a> {
    pub desk: Desk,
    pub score: f64,
    pub confidence: f64,
    pub contributions: Vec<ContributionLine<'a>>,
}

/// One reason of a line out.
#[derive(Clone, Debug, Serialize)]
pub struct ContributionLine<'a> {
    pub feature: Feature,
    pub value: f64,
    pub weight: f64,
    pub points: f64,
    pub evidence: &'a [String],
}

/// Routes one JSON line and answers with one.
pub fn route_line(router: &Router, line: &str) -> Result<String, LineError> {
    let line: StatementLine = serde_json::from_str(line).map_err(LineError::Malformed)?;
    let statement = Statement {
        title: &line.title,
        description: &line.description,
        reporter_desk: line.org_unit.as_deref().and_then(desk_of_unit),
        ..Statement::default()
    };
    let routing = router.route(&statement);
    serde_json::to_string(&RoutingLine::new(&line.id, &routing)).map_err(LineError::Malformed)
}

/// The desk whose code or Persian name is in a unit's name, as in «معاونت خدمات شهری».
fn desk_of_unit(unit: &str) -> Option<Desk> {
    let key = phrase_key(unit);
    let named = |desk: &Desk| key.contains(&phrase_key(desk.name_fa()));
    Desk::from_code(unit).or_else(|| Desk::ALL.into_iter().find(named))
}

/// Reads one line of a history file.
pub fn history_line(line: &str) -> Result<DecidedProblem, LineError> {
    serde_json::from_str(line).map_err(LineError::Malformed)
}

impl<'a> RoutingLine<'a> {
    /// The wire form of a routing.
    #[must_use]
    pub fn new(id: &'a str, routing: &'a Routing) -> Self {
        let (decision, reason) = match routing.decision {
            Decision::Routed(_) => ("ROUTED", None),
            Decision::Triage(reason) => ("TRIAGE", Some(reason.code())),
        };
        let desks = routing.desks.iter().map(DeskLine::new).collect();
        Self {
            id,
            decision,
            reason,
            desks,
            routability: routing.routability,
        }
    }
}

impl<'a> DeskLine<'a> {
    fn new(desk: &'a DeskScore) -> Self {
        let contributions = desk
            .contributions
            .iter()
            .map(ContributionLine::new)
            .collect();
        Self {
            desk: desk.desk,
            score: desk.score,
            confidence: desk.confidence,
            contributions,
        }
    }
}

impl<'a> ContributionLine<'a> {
    fn new(part: &'a Contribution) -> Self {
        Self {
            feature: part.feature,
            value: part.value,
            weight: part.weight,
            points: part.points,
            evidence: &part.evidence,
        }
    }
}
