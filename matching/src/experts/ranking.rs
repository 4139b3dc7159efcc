//! Which expert fits a problem best, and why.
//!
//! A score is the sum of its contributions' points. Who may not be asked is left out whatever
//! the score, and leaving someone out moves nobody else: nothing is scaled by the others asked.

use super::eligibility::{Facts, Ineligible};
use super::explanation::{Contribution, ExpertScore, Feature, RankRequest, Ranking};
use super::likeness::{Library, Reading};
use super::measures::{availability, load, solved, solved_names};
use super::placement::place;
use super::profile::Profile;
use crate::Desk;
use crate::routing::Router;

/// Words named in an explanation.
const EVIDENCE: usize = 6;
/// Words named for shared topics.
const LEADING: usize = 3;

/// Experts made ready for comparison.
#[derive(Clone, Debug)]
pub struct ExpertIndex {
    ids: Vec<String>,
    library: Library,
    /// How much each expert is at home at each desk; the six sum to 1, or to 0 where a profile
    /// speaks for no desk above the others.
    homes: Vec<[f64; Desk::COUNT]>,
}

/// The value of every feature for one expert.
type Measures = [(Feature, f64); 6];

impl ExpertIndex {
    /// Indexes the experts' texts alone.
    #[must_use]
    pub fn new(profiles: &[Profile]) -> Self {
        Self {
            ids: profiles.iter().map(|profile| profile.id.clone()).collect(),
            library: Library::with_profiles(profiles),
            homes: Vec::new(),
        }
    }

    /// Indexes the experts' texts and the desks at which they are at home.
    #[must_use]
    pub fn with_router(profiles: &[Profile], router: &Router) -> Self {
        let homes = profiles
            .iter()
            .map(|profile| home(router, profile))
            .collect();
        Self {
            homes,
            ..Self::new(profiles)
        }
    }

    /// The experts who may be asked, best first; equal scores in the order of the profiles.
    #[must_use]
    pub fn rank(&self, request: &RankRequest<'_>) -> Vec<ExpertScore> {
        self.consider(request).experts
    }

    /// The ranking, and who is left out of it and why.
    #[must_use]
    pub fn consider(&self, request: &RankRequest<'_>) -> Ranking {
        let reading = self.library.read(request.title, request.description);
        let mut ineligible = Vec::new();
        let mut scores: Vec<(f64, usize)> = Vec::with_capacity(self.ids.len());
        for index in 0..self.ids.len() {
            let objection = request.facts.get(index).and_then(Facts::objection);
            match objection {
                Some(reason) => ineligible.push(Ineligible { index, reason }),
                None => scores.push((total(&self.measures(request, &reading, index)), index)),
            }
        }
        keep_best(&mut scores, request.limit.unwrap_or(usize::MAX));
        let explain = |(_, index): (f64, usize)| self.explain(request, &reading, index);
        Ranking {
            experts: scores.into_iter().map(explain).collect(),
            ineligible,
        }
    }

    /// How many experts are indexed.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether no expert is indexed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    fn measures(&self, request: &RankRequest<'_>, reading: &Reading, index: usize) -> Measures {
        let fact = |of: fn(&Facts) -> f64| request.facts.get(index).map_or(0.0, of);
        [
            (Feature::Words, reading.words[index]),
            (Feature::Topics, reading.topics[index]),
            (Feature::Desk, self.desk_fit(request, index)),
            (Feature::Solved, fact(solved)),
            (Feature::Availability, fact(availability)),
            (Feature::Load, fact(load)),
        ]
    }

    fn explain(&self, request: &RankRequest<'_>, reading: &Reading, index: usize) -> ExpertScore {
        let measures = self.measures(request, reading, index);
        let told = measures.iter().filter(|(_, value)| *value != 0.0);
        let contributions = told
            .map(|(feature, value)| Contribution {
                feature: *feature,
                value: *value,
                weight: feature.weight(),
                points: value * feature.weight(),
                evidence: self.evidence(*feature, request, reading, index),
            })
            .collect();
        ExpertScore {
            index,
            id: self.ids[index].clone(),
            score: total(&measures),
            contributions,
        }
    }

    fn evidence(
        &self,
        feature: Feature,
        request: &RankRequest<'_>,
        reading: &Reading,
        index: usize,
    ) -> Vec<String> {
        match feature {
            Feature::Words => self.library.shared(reading, index, EVIDENCE),
            Feature::Topics => self.library.leading(reading, index, LEADING),
            Feature::Desk => self
                .desk_shares(request, index)
                .iter()
                .take(1)
                .map(|share| share.1.code().to_owned())
                .collect(),
            Feature::Solved => request
                .facts
                .get(index)
                .map(solved_names)
                .unwrap_or_default(),
            Feature::Availability | Feature::Load => Vec::new(),
        }
    }

    fn desk_fit(&self, request: &RankRequest<'_>, index: usize) -> f64 {
        request.desks.map_or(0.0, |desks| {
            Desk::ALL
                .iter()
                .map(|desk| desks[desk.index()] * self.at_home(request, index, *desk))
                .sum()
        })
    }

    /// What each desk adds to the desk fit, most first.
    fn desk_shares(&self, request: &RankRequest<'_>, index: usize) -> Vec<(f64, Desk)> {
        let desks = request.desks.unwrap_or_default();
        let mut shares: Vec<(f64, Desk)> = Desk::ALL
            .iter()
            .map(|desk| {
                (
                    desks[desk.index()] * self.at_home(request, index, *desk),
                    *desk,
                )
            })
            .collect();
        shares.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        shares
    }

    /// How much the expert is at home at the desk: wholly where seated, else by the profile.
    fn at_home(&self, request: &RankRequest<'_>, index: usize, desk: Desk) -> f64 {
        let seated = request
            .facts
            .get(index)
            .is_some_and(|facts| facts.seats.contains(&desk));
        if seated {
            1.0
        } else {
            self.homes.get(index).map_or(0.0, |home| home[desk.index()])
        }
    }
}

fn total(measures: &Measures) -> f64 {
    measures
        .iter()
        .map(|(feature, value)| value * feature.weight())
        .sum()
}

/// Best first, equal ones in their order, no more than asked for.
fn keep_best(scores: &mut Vec<(f64, usize)>, limit: usize) {
    let order = |a: &(f64, usize), b: &(f64, usize)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
    if limit > 0 && limit < scores.len() {
        scores.select_nth_unstable_by(limit - 1, order);
    }
    scores.truncate(limit);
    scores.sort_unstable_by(order);
}

/// The placement as shares that sum to 1; zeros where it prefers no desk.
fn home(router: &Router, profile: &Profile) -> [f64; Desk::COUNT] {
    let placements = place(router, profile);
    let [best, .., worst] = placements.as_slice() else {
        return [0.0; Desk::COUNT];
    };
    if best.score <= worst.score {
        return [0.0; Desk::COUNT];
    }
    let mut shares = [0.0; Desk::COUNT];
    for placement in &placements {
        shares[placement.desk.index()] = (placement.score - best.score).exp();
    }
    let sum: f64 = shares.iter().sum();
    shares.map(|share| share / sum)
}
