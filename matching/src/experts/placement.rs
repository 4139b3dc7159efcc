//! Which desk an expert belongs to: the parts of the profile, each routed by itself and weighed.

use super::profile::Profile;
use crate::Desk;
use crate::routing::{Router, Statement};

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

    const fn weight(self) -> f64 {
        match self {
            Self::Job | Self::Expertise => 1.0,
            Self::Field => 0.8,
            Self::Bio | Self::Documents => 0.6,
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
    let statement = Statement {
        title: text,
        ..Statement::default()
    };
    for desk in router.route(&statement).desks {
        if desk.score == 0.0 {
            continue;
        }
        let evidence = desk
            .contributions
            .into_iter()
            .flat_map(|contribution| contribution.evidence)
            .collect();
        placements[desk.desk.index()].contributions.push(Reason {
            part,
            value: desk.score,
            weight: part.weight(),
            points: desk.score * part.weight(),
            evidence,
        });
    }
}
