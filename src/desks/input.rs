//! What a round is computed from: the candidates with their scores, the seats of the day, the
//! solver's budget. Stored whole, so that the same round can be computed again.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use entity::{
    member::{self, MemberKind, MemberStanding, MemberTier},
    member_expertise, seat,
};
use matching::{
    Desk,
    assignment::Budget,
    experts::{Kind, Placement, Profile, place},
    routing::Router,
};
use serde::{Deserialize, Serialize};

use super::{
    kept::{self, Office},
    parameters::{RoundParameters, SeatOf},
};
use crate::{
    app::App,
    club,
    fault::Fault,
    reference::Reference,
    store::{
        self,
        filter::{Scalar, Tree},
        members::{MemberFilter, MemberTest},
    },
};

/// Scores count in whole hundredths of a point, finer than any of them is sure.
const PER_POINT: f64 = 100.0;
/// Far beyond any score, and far inside the solver's range with every bonus added.
const CENTS_MAX: f64 = 100_000.0;

/// The feature that lifts a sum below zero to zero.
pub const LEAST: &str = "LEAST";

/// A snapshot of all that the conditions of a round are applied to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RoundInput {
    /// The candidates, and others who are seated, by member id.
    pub people: Vec<Person>,
    /// Everybody's seats, by member and desk.
    pub seated: BTreeSet<SeatOf>,
    /// Those of them that are more than plain ones, in the same order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offices: Vec<Office>,
    /// Steps that the solver may take.
    pub steps: u64,
}

/// A candidate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Person {
    pub member_id: i64,
    pub external: bool,
    /// Why they fit each desk, in the desks' fixed order.
    pub fits: Vec<Vec<Reason>>,
    /// The desks that they would like, the dearest first.
    pub wishes: Vec<Desk>,
    /// Whether they are no candidate, and only keep the seats that they have.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub seated_only: bool,
}

/// What one feature adds to a score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    pub feature: String,
    /// Points for a value of one.
    pub weight: f64,
    /// `value × weight`, in hundredths of a point.
    pub cents: i32,
    pub evidence: Vec<String>,
}

impl Reason {
    /// Points, of which a score is the sum.
    #[must_use]
    pub fn points(&self) -> f64 {
        f64::from(self.cents) / PER_POINT
    }

    /// How strongly the feature speaks, with these points.
    #[must_use]
    pub fn value(&self, points: f64) -> f64 {
        if self.weight == 0.0 {
            0.0
        } else {
            points / self.weight
        }
    }
}

impl RoundInput {
    /// The place of a member among the candidates.
    #[must_use]
    pub fn position(&self, member_id: i64) -> Option<usize> {
        let found = self
            .people
            .binary_search_by_key(&member_id, |person| person.member_id);
        found.ok()
    }
}

/// A candidate's rows.
pub struct Candidate {
    pub member: member::Model,
    pub expertise: Vec<member_expertise::Model>,
}

/// Reads the database as it stands and scores every candidate for every desk; also the version of
/// the weights that scored them all.
pub async fn gather(app: &App, parameters: &RoundParameters) -> Result<(RoundInput, i64), Fault> {
    // Others may be published while people are scored.
    let router = app.engine.router();
    let candidates = candidates(app, &filter(parameters)).await?;
    let reference = app.reference();
    let seats = store::seats::current(app.store.reader()).await?;
    let seated: BTreeSet<SeatOf> = seated(&reference, &seats);
    let others = others(app, &candidates, &seated).await?;
    let considered = score(app, &router, candidates).await?;
    let others = score(app, &router, others).await?;
    let left_alone = others.into_iter().map(|person| Person {
        seated_only: true,
        ..person
    });
    let mut people: Vec<Person> = considered.into_iter().chain(left_alone).collect();
    people.sort_by_key(|person| person.member_id);
    let input = RoundInput {
        people,
        offices: kept::offices(&reference, &seats),
        seated,
        steps: Budget::default().steps,
    };
    Ok((input, i64::from(router.weights().version)))
}

fn seated(reference: &Reference, seats: &[seat::Model]) -> BTreeSet<SeatOf> {
    let seated = seats.iter().filter_map(|seat| {
        Some(SeatOf {
            member_id: seat.member_id,
            desk: reference.engine_desk(seat.desk_id)?,
        })
    });
    seated.collect()
}

/// Those who are seated and no candidates.
async fn others(
    app: &App,
    candidates: &[Candidate],
    seated: &BTreeSet<SeatOf>,
) -> Result<Vec<Candidate>, Fault> {
    let known: BTreeSet<i64> = candidates.iter().map(|one| one.member.id).collect();
    let ids = seated.iter().map(|seat| seat.member_id);
    let ids: BTreeSet<i64> = ids.filter(|id| !known.contains(id)).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids = Scalar::one_of(ids.into_iter().collect());
    self::candidates(app, &Tree::Test(MemberTest::Id(ids))).await
}

async fn score(
    app: &App,
    router: &Arc<Router>,
    candidates: Vec<Candidate>,
) -> Result<Vec<Person>, Fault> {
    let ids: Vec<i64> = candidates.iter().map(|one| one.member.id).collect();
    let wishes = wishes(app, &ids).await?;
    let router = Arc::clone(router);
    let people = tokio::task::spawn_blocking(move || people(&router, &candidates, &wishes));
    people
        .await
        .map_err(|error| Fault::Internal(format!("scoring candidates: {error}")))
}

/// The active planners with what they know, by member id.
pub async fn planners(app: &App) -> Result<Vec<Candidate>, Fault> {
    let planners = Tree::All(vec![
        Tree::Test(MemberTest::Tier(Scalar::equal(MemberTier::Planner))),
        Tree::Test(MemberTest::Standing(Scalar::equal(MemberStanding::Active))),
    ]);
    candidates(app, &planners).await
}

/// Members that a filter lets through with what they know, by member id.
async fn candidates(app: &App, filter: &MemberFilter) -> Result<Vec<Candidate>, Fault> {
    let members = store::members::all(app.store.reader(), filter).await?;
    let ids: Vec<i64> = members.iter().map(|member| member.id).collect();
    let mut expertise = club::find::expertise(app, &ids).await?;
    Ok(members
        .into_iter()
        .map(|member| Candidate {
            expertise: expertise.remove(&member.id).unwrap_or_default(),
            member,
        })
        .collect())
}

/// A member as the engine sees one.
#[must_use]
pub fn profile(candidate: &Candidate) -> Profile {
    let member = &candidate.member;
    let phrases = candidate.expertise.iter();
    Profile {
        id: member.id.to_string(),
        kind: match member.kind {
            MemberKind::Internal => Kind::Internal,
            MemberKind::External => Kind::External,
        },
        field: member.field.clone(),
        job: member.job.clone(),
        expertise: phrases.map(|row| row.phrase.clone()).collect(),
        bio: member.bio.clone(),
        documents: Vec::new(),
    }
}

fn filter(parameters: &RoundParameters) -> MemberFilter {
    let tiers = parameters.tiers.iter().map(|tier| (*tier).into());
    let standings = parameters.standings.iter().map(|code| (*code).into());
    Tree::All(vec![
        Tree::Test(MemberTest::Tier(Scalar::one_of(tiers.collect()))),
        Tree::Test(MemberTest::Standing(Scalar::one_of(standings.collect()))),
    ])
}

async fn wishes(app: &App, member_ids: &[i64]) -> Result<HashMap<i64, Vec<Desk>>, Fault> {
    let reference = app.reference();
    let mut wishes: HashMap<i64, Vec<Desk>> = HashMap::new();
    for row in store::wishes::of_members(app.store.reader(), member_ids).await? {
        let desk = reference.engine_desk(row.desk_id);
        wishes.entry(row.member_id).or_default().extend(desk);
    }
    Ok(wishes)
}

fn people(
    router: &Router,
    candidates: &[Candidate],
    wishes: &HashMap<i64, Vec<Desk>>,
) -> Vec<Person> {
    let person = |candidate: &Candidate| {
        let mut placements = place(router, &profile(candidate));
        placements.sort_by_key(|placement| placement.desk);
        let member = &candidate.member;
        Person {
            member_id: member.id,
            external: member.kind == MemberKind::External,
            fits: placements.iter().map(reasons).collect(),
            wishes: wishes.get(&member.id).cloned().unwrap_or_default(),
            seated_only: false,
        }
    };
    candidates.iter().map(person).collect()
}

/// The reasons in whole hundredths; their sum is never below zero, as the solver wants it.
fn reasons(placement: &Placement) -> Vec<Reason> {
    let reasons = placement.contributions.iter().map(|reason| Reason {
        feature: reason.part.code().to_owned(),
        weight: reason.weight,
        cents: cents(reason.points),
        evidence: reason.evidence.clone(),
    });
    let mut reasons: Vec<Reason> = reasons.collect();
    let sum: i32 = reasons.iter().map(|reason| reason.cents).sum();
    if sum < 0 {
        reasons.push(Reason {
            feature: LEAST.to_owned(),
            weight: 1.0,
            cents: -sum,
            evidence: Vec::new(),
        });
    }
    reasons
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "clamped to a range that fits first"
)]
fn cents(points: f64) -> i32 {
    (points * PER_POINT).round().clamp(-CENTS_MAX, CENTS_MAX) as i32
}
