//! Which expert fits a problem best, and why.
//!
//! A score is the sum of its contributions' points. Who may not be asked is left out whatever
//! the score, and leaving someone out moves nobody else: nothing is scaled by the others asked.

use super::eligibility::{Facts, Ineligible};
use super::likeness::{Library, Reading};
use super::placement::place;
use super::profile::Profile;
use crate::Desk;
use crate::routing::Router;

/// Points for a likeness by words of one.
const WORDS_WEIGHT: f64 = 1.0;
/// Points for a likeness by topics of one: topics blur, so they count a little less.
const TOPICS_WEIGHT: f64 = 0.4;
/// Points for an expert wholly at home at the desk that surely answers.
const DESK_WEIGHT: f64 = 1.0;
/// Points for having solved the very problem well.
const SOLVED_WEIGHT: f64 = 1.2;
/// Points for being wholly free.
const AVAILABILITY_WEIGHT: f64 = 0.3;
/// Points lost at the agreed load.
const LOAD_WEIGHT: f64 = 0.5;
/// Rating taken for a solution that was not rated: worth something, short of praise.
const UNRATED: f64 = 0.6;
/// Load that counts as full where none was agreed.
const USUAL_LOAD: u32 = 5;
/// Words and problems named in an explanation.
const EVIDENCE: usize = 6;

/// A problem that needs people.
#[derive(Clone, Copy, Debug, Default)]
pub struct RankRequest<'a> {
    pub title: &'a str,
    pub description: &'a str,
    /// Confidence in each desk, by [`Desk::index`]; `None` ranks without desks.
    pub desks: Option<[f64; Desk::COUNT]>,
    /// One entry a profile, in their order; an expert beyond the end is ranked by text and desk alone.
    pub facts: &'a [Facts],
    /// How many experts to return; `None` for all.
    pub limit: Option<usize>,
}

/// What speaks for or against an expert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Feature {
    Words,
    Topics,
    Desk,
    Solved,
    Availability,
    Load,
}

impl Feature {
    /// The code that callers see.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Words => "WORDS",
            Self::Topics => "TOPICS",
            Self::Desk => "DESK",
            Self::Solved => "SOLVED",
            Self::Availability => "AVAILABILITY",
            Self::Load => "LOAD",
        }
    }
}

/// What one feature adds to an expert's score.
#[derive(Clone, Debug, PartialEq)]
pub struct Contribution {
    pub feature: Feature,
    pub value: f64,
    pub weight: f64,
    /// `value × weight`.
    pub points: f64,
    /// The words, desks and problems behind it, strongest first.
    pub evidence: Vec<String>,
}

/// An expert with a score.
#[derive(Clone, Debug, PartialEq)]
pub struct ExpertScore {
    /// Place of the expert among the profiles given.
    pub index: usize,
    pub id: String,
    /// The sum of the contributions' points.
    pub score: f64,
    pub contributions: Vec<Contribution>,
}

/// Who may be asked, best first, and who may not.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    pub experts: Vec<ExpertScore>,
    /// In the order of the profiles.
    pub ineligible: Vec<Ineligible>,
}

/// Experts made ready for comparison.
#[derive(Clone, Debug)]
pub struct ExpertIndex {
    ids: Vec<String>,
    library: Library,
    /// How much each expert is at home at each desk; the six sum to 1.
    homes: Vec<[f64; Desk::COUNT]>,
}

struct Measure {
    feature: Feature,
    value: f64,
    weight: f64,
}

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

    fn measures(&self, request: &RankRequest<'_>, reading: &Reading, index: usize) -> [Measure; 6] {
        let measure = |feature, value, weight| Measure {
            feature,
            value,
            weight,
        };
        let facts = request.facts.get(index);
        [
            measure(Feature::Words, reading.words[index], WORDS_WEIGHT),
            measure(Feature::Topics, reading.topics[index], TOPICS_WEIGHT),
            measure(Feature::Desk, self.desk_fit(request, index), DESK_WEIGHT),
            measure(Feature::Solved, facts.map_or(0.0, solved), SOLVED_WEIGHT),
            measure(
                Feature::Availability,
                facts.map_or(0.0, |facts| facts.availability.clamp(0.0, 1.0)),
                AVAILABILITY_WEIGHT,
            ),
            measure(Feature::Load, facts.map_or(0.0, load), -LOAD_WEIGHT),
        ]
    }

    fn explain(&self, request: &RankRequest<'_>, reading: &Reading, index: usize) -> ExpertScore {
        let measures = self.measures(request, reading, index);
        let score = total(&measures);
        let told = measures.into_iter().filter(|measure| measure.value != 0.0);
        let contributions = told
            .map(
                |Measure {
                     feature,
                     value,
                     weight,
                 }| Contribution {
                    feature,
                    value,
                    weight,
                    points: value * weight,
                    evidence: self.evidence(feature, request, reading, index),
                },
            )
            .collect();
        ExpertScore {
            index,
            id: self.ids[index].clone(),
            score,
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
            Feature::Topics | Feature::Availability | Feature::Load => Vec::new(),
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

fn total(measures: &[Measure]) -> f64 {
    measures
        .iter()
        .map(|measure| measure.value * measure.weight)
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

/// One less the chance that none of the solved problems tells: each counts by likeness and rating.
fn solved(facts: &Facts) -> f64 {
    let miss = |likeness: f64, rating: f64| 1.0 - likeness.clamp(0.0, 1.0) * rating.clamp(0.0, 1.0);
    1.0 - facts
        .solved
        .iter()
        .map(|past| miss(past.likeness, past.rating.unwrap_or(UNRATED)))
        .product::<f64>()
}

fn solved_names(facts: &Facts) -> Vec<String> {
    let mut past: Vec<_> = facts.solved.iter().collect();
    past.sort_by(|a, b| {
        b.likeness
            .total_cmp(&a.likeness)
            .then_with(|| a.problem.cmp(&b.problem))
    });
    past.iter()
        .take(EVIDENCE)
        .map(|solved| solved.problem.clone())
        .collect()
}

/// Open problems as a share of the load agreed.
fn load(facts: &Facts) -> f64 {
    f64::from(facts.open_load) / f64::from(facts.max_load.unwrap_or(USUAL_LOAD).max(1))
}

/// The placement as shares that sum to 1.
fn home(router: &Router, profile: &Profile) -> [f64; Desk::COUNT] {
    let placements = place(router, profile);
    let best = placements
        .iter()
        .map(|placement| placement.score)
        .fold(f64::NEG_INFINITY, f64::max);
    let mut shares = [0.0; Desk::COUNT];
    for placement in &placements {
        shares[placement.desk.index()] = (placement.score - best).exp();
    }
    let sum: f64 = shares.iter().sum();
    shares.map(|share| share / sum)
}
