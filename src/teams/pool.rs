//! Who may be asked to work on a problem: eligible planners with their fit, and what each of them
//! knows of what the problem needs.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::{member, member_expertise, problem};
use matching::experts::{ExpertScore, IneligibleReason, RankRequest};

use super::{
    compose::Candidate,
    needs::{self, Spotter},
};
use crate::{
    app::App,
    fault::Fault,
    problems::{
        facts::{self, Matter},
        opinion::{self, Question},
    },
    store::{self, Connection},
};

/// What is known about a problem and the people for it.
pub struct Pool {
    /// Needed concepts; a need's place is its bit.
    pub needs: Vec<i64>,
    /// Those who may be asked, best first.
    pub people: Vec<Eligible>,
    /// Planners who may not be asked, by member id, with the gravest reason.
    barred: BTreeMap<i64, IneligibleReason>,
}

/// Somebody who may be asked.
pub struct Eligible {
    pub member: member::Model,
    pub score: ExpertScore,
    /// Which of the needs they know, as bits.
    pub covers: u32,
}

impl Pool {
    /// The pool for a problem, without those in `asked`.
    pub async fn fetch(
        app: &App,
        db: &impl Connection,
        problem: &problem::Model,
        asked: &BTreeSet<i64>,
    ) -> Result<Self, Fault> {
        let snapshot = app.experts.snapshot(app).await?;
        let reference = app.reference();
        let named = store::problems::concept_ids(db, problem.id).await?;
        let question = Question::of(problem, &named);
        let desks = opinion::confidences(app, question, problem.desk_id).await?;
        let matter = Matter {
            problem_id: Some(problem.id),
            title: &problem.title,
            description: &problem.description,
            org_unit_id: Some(problem.org_unit_id),
        };
        let facts = facts::of_members(app, db, &snapshot.members, matter).await?;
        let ranking = snapshot.index.consider(&RankRequest {
            title: &problem.title,
            description: &problem.description,
            desks: Some(desks),
            facts: &facts,
            limit: None,
        });
        let spotter = Spotter::new(&reference);
        let text = format!("{}\n{}", problem.title, problem.description);
        let needs = needs::needs(&reference, &spotter, &named, &text);
        let ids: Vec<i64> = snapshot.members.iter().map(|member| member.id).collect();
        let expertise = store::members::expertise(db, &ids).await?;
        let known = Known::new(&expertise);
        let free = ranking.experts.into_iter().filter_map(|score| {
            let member = snapshot.members.get(score.index)?;
            (!asked.contains(&member.id)).then(|| Eligible {
                covers: known.covers(&spotter, member, &needs),
                member: member.clone(),
                score,
            })
        });
        let people = free.collect();
        let barred = ranking.ineligible.iter().filter_map(|one| {
            let member = snapshot.members.get(one.index)?;
            Some((member.id, one.reason))
        });
        Ok(Self {
            barred: barred.collect(),
            needs,
            people,
        })
    }

    /// Where somebody stands among the people.
    #[must_use]
    pub fn position(&self, member_id: i64) -> Option<usize> {
        let mut people = self.people.iter();
        people.position(|one| one.member.id == member_id)
    }

    /// What keeps a planner from being asked, if anything does.
    #[must_use]
    pub fn barred(&self, member_id: i64) -> Option<IneligibleReason> {
        self.barred.get(&member_id).copied()
    }

    /// The people as the composer sees them, in the same order.
    #[must_use]
    pub fn candidates(&self) -> Vec<Candidate> {
        let people = self.people.iter();
        let candidate = |one: &Eligible| Candidate {
            covers: one.covers,
            score: one.score.score,
        };
        people.map(candidate).collect()
    }

    /// The concepts' bits among the needs.
    #[must_use]
    pub fn bits(&self, concepts: &[i64]) -> u32 {
        let known = self.needs.iter().enumerate();
        let known = known.filter(|(_, need)| concepts.contains(need));
        known.fold(0, |bits, (at, _)| bits | 1 << at)
    }

    /// The concepts that bits stand for.
    #[must_use]
    pub fn concepts(&self, bits: u32) -> Vec<i64> {
        let all = self.needs.iter().enumerate();
        let set = all.filter(|(at, _)| bits >> at & 1 == 1);
        set.map(|(_, need)| *need).collect()
    }

    /// Every need.
    #[must_use]
    pub fn all(&self) -> u32 {
        self.bits(&self.needs)
    }
}

/// What members say that they know.
struct Known<'e>(HashMap<i64, Vec<&'e member_expertise::Model>>);

impl<'e> Known<'e> {
    fn new(expertise: &'e [member_expertise::Model]) -> Self {
        let mut known: HashMap<i64, Vec<_>> = HashMap::new();
        for row in expertise {
            known.entry(row.member_id).or_default().push(row);
        }
        Self(known)
    }

    /// The needs that a member's expertise names, or their field, post or own words.
    fn covers(&self, spotter: &Spotter<'_>, member: &member::Model, needs: &[i64]) -> u32 {
        let phrases = self
            .0
            .get(&member.id)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let mut told: BTreeSet<i64> = phrases.iter().filter_map(|row| row.concept_id).collect();
        for row in phrases {
            told.extend(spotter.spot(&row.phrase));
        }
        for text in [&member.field, &member.job, &member.bio] {
            told.extend(spotter.spot(text));
        }
        let known = needs
            .iter()
            .enumerate()
            .filter(|(_, need)| told.contains(need));
        known.fold(0, |bits, (at, _)| bits | 1 << at)
    }
}
