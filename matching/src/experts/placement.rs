//! Which desk an expert belongs to: each part of the profile routed by itself and weighed.
//!
//! A part's value for a desk is the logarithm of how much likelier the part makes the desk than
//! an even guess, by the router, plus what the fields of study and offices it names stand for.

use std::collections::HashSet;

use super::concepts::is_persian;
use super::methods::subject;
use super::profile::Profile;
use super::vita::{Station, stations};
use crate::Desk;
use crate::routing::{Router, Routing, Statement};

/// Doubt left in the surest routing of a part, so that no part decides alone.
const DOUBT: f64 = 0.03;

/// Value of a field of study or an office where one expects it, and elsewhere.
const STATION: f64 = 1.2;
const STATION_ELSEWHERE: f64 = 0.6;

/// A part of a profile that speaks for a desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PlacementPart {
    Field,
    Job,
    Expertise,
    Bio,
    Documents,
}

impl PlacementPart {
    /// The code that callers see.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Field => "FIELD",
            Self::Job => "JOB",
            Self::Expertise => "EXPERTISE",
            Self::Bio => "BIO",
            Self::Documents => "DOCUMENTS",
        }
    }

    /// What people know about weighs most: a post names their employer, and a degree may lie years
    /// and posts back.
    const fn weight(self) -> f64 {
        match self {
            Self::Expertise => 1.6,
            Self::Bio | Self::Documents => 0.8,
            Self::Job => 0.7,
            Self::Field => 0.4,
        }
    }

    /// What a phrase found in this part is worth.
    const fn worth(self, station: Station) -> f64 {
        match (self, station) {
            (Self::Field, Station::Study) | (Self::Job, Station::Office) => STATION,
            _ => STATION_ELSEWHERE,
        }
    }
}

/// What one part adds to a desk's score.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    pub part: PlacementPart,
    pub value: f64,
    pub weight: f64,
    /// `value × weight`.
    pub points: f64,
    /// The words and phrases behind it, strongest first.
    pub evidence: Vec<String>,
}

/// How well an expert fits one desk.
#[derive(Clone, Debug, PartialEq)]
pub struct Placement {
    pub desk: Desk,
    /// The sum of the contributions' points.
    pub score: f64,
    pub contributions: Vec<Reason>,
}

/// The six desks for an expert, best first; ties stand in the desks' fixed order.
#[must_use]
pub fn place(router: &Router, profile: &Profile) -> Vec<Placement> {
    let mut placements: Vec<Placement> = Desk::ALL
        .iter()
        .map(|desk| Placement {
            desk: *desk,
            score: 0.0,
            contributions: Vec::new(),
        })
        .collect();
    for (part, text) in parts(profile) {
        weigh(router, part, &text, &mut placements);
    }
    for placement in &mut placements {
        placement.score = placement
            .contributions
            .iter()
            .map(|reason| reason.points)
            .sum();
    }
    placements.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.desk.cmp(&b.desk)));
    placements
}

/// Confidence in each desk for a problem, by [`Desk::index`]; sums to 1.
///
/// `None` for a text without a Persian letter, of which the router knows nothing.
#[must_use]
pub fn desk_confidence(
    router: &Router,
    title: &str,
    description: &str,
) -> Option<[f64; Desk::COUNT]> {
    if !title.chars().chain(description.chars()).any(is_persian) {
        return None;
    }
    let mut confidence = [0.0; Desk::COUNT];
    for desk in router
        .route(&Statement {
            title,
            description,
            ..Statement::default()
        })
        .desks
    {
        confidence[desk.desk.index()] = desk.confidence;
    }
    Some(confidence)
}

fn parts(profile: &Profile) -> [(PlacementPart, String); 5] {
    let titles: Vec<&str> = profile
        .documents
        .iter()
        .map(|document| document.title.as_str())
        .collect();
    [
        (PlacementPart::Field, profile.field.clone()),
        (PlacementPart::Job, profile.job.clone()),
        (PlacementPart::Expertise, profile.expertise.join("؛ ")),
        (PlacementPart::Bio, profile.bio.clone()),
        (PlacementPart::Documents, titles.join("؛ ")),
    ]
}

fn weigh(router: &Router, part: PlacementPart, text: &str, placements: &mut [Placement]) {
    if !text.chars().any(char::is_alphanumeric) {
        return;
    }
    let subject = subject(text);
    let statement = Statement {
        title: &subject,
        ..Statement::default()
    };
    let stations = stations(text);
    let routing = router.route(&statement);
    let shares = shares(&routing);
    for (desk, share) in routing.desks.into_iter().zip(shares) {
        let own = || stations.iter().filter(|found| found.desk == desk.desk);
        let value = surprise(share) + own().map(|found| part.worth(found.station)).sum::<f64>();
        let mut evidence: Vec<String> = own().map(|found| found.phrase.clone()).collect();
        evidence.extend(
            desk.contributions
                .into_iter()
                .flat_map(|contribution| contribution.evidence),
        );
        let mut seen = HashSet::new();
        evidence.retain(|word| seen.insert(word.clone()));
        placements[desk.desk.index()].contributions.push(Reason {
            part,
            value,
            weight: part.weight(),
            points: value * part.weight(),
            evidence,
        });
    }
}

/// The scores as shares that sum to 1, in the desks' order there.
///
/// Unlike a routing's confidence, a part of a profile is believed in full however short it is: a
/// field of study has one word or two, and the doubt mixed in below is for that.
fn shares(routing: &Routing) -> Vec<f64> {
    let best = routing.desks.first().map_or(0.0, |desk| desk.score);
    let odds = routing.desks.iter().map(|desk| (desk.score - best).exp());
    let total: f64 = odds.clone().sum();
    odds.map(|odd| odd / total).collect()
}

/// Logarithm of the ratio to an even guess, with some doubt mixed in.
fn surprise(confidence: f64) -> f64 {
    let even = 1.0 / 6.0;
    (confidence * (1.0 - DOUBT) / even + DOUBT).ln()
}
