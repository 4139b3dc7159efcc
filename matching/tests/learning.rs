//! Proposals of weights: when they come, what they promise, and that they do not move by chance.

use matching::Desk;
use matching::corpus::exemplars;
use matching::learning::{LEAST_DECISIONS, propose_weights};
use matching::routing::{DecidedProblem, Feature, Router, Statement, Weights};
use matching::vocabulary::Vocabulary;

fn decisions(count: usize) -> Vec<DecidedProblem> {
    let decided = exemplars().iter().step_by(5).filter_map(|e| {
        let (title, description) = (e.title.clone(), e.description.clone());
        e.desk.map(|desk| DecidedProblem {
            id: e.id.clone(),
            title,
            description,
            desk,
        })
    });
    decided.take(count).collect()
}

fn taught(decisions: &[DecidedProblem]) -> Router {
    Router::new(Vocabulary::embedded(), Weights::default(), decisions)
}

#[test]
fn too_few_decisions_propose_nothing() {
    let few = decisions(LEAST_DECISIONS - 1);
    assert_eq!(propose_weights(&taught(&few), &few), None);
}

#[test]
fn a_proposal_explains_the_past_no_worse_and_is_repeatable() {
    let mut past = decisions(90);
    let proposal = propose_weights(&taught(&past), &past).unwrap();
    assert_eq!(proposal.weights.version, 2);
    assert!(
        Feature::ALL
            .iter()
            .all(|&feature| proposal.weights.of(feature) >= 0.0)
    );
    let test = &proposal.back_test;
    assert!(test.log_loss_after <= test.log_loss_before + 1e-9);
    assert_eq!(
        test.desks.iter().map(|tally| tally.decided).sum::<usize>(),
        past.len()
    );
    past.reverse();
    assert_eq!(propose_weights(&taught(&past), &past), Some(proposal));
}

#[test]
fn a_precedent_acts_at_once() {
    let (title, description) = ("ساماندهی قرقاول‌های بوستان", "قرقاول‌ها در محوطه رها شده‌اند.");
    let statement = Statement {
        title,
        description,
        reporter_desk: None,
    };
    let mut router = taught(&[]);
    let share = |router: &Router| {
        let routing = router.route(&statement);
        routing
            .desks
            .iter()
            .find(|d| d.desk == Desk::Cultural)
            .map_or(0.0, |d| d.confidence)
    };
    let before = share(&router);
    router.learn(DecidedProblem {
        id: "1".into(),
        title: title.into(),
        description: description.into(),
        desk: Desk::Cultural,
    });
    assert!(share(&router) > before);
    let evidence: Vec<String> = router
        .route(&statement)
        .desks
        .into_iter()
        .flat_map(|d| d.contributions)
        .filter(|c| c.feature == Feature::Precedents)
        .flat_map(|c| c.evidence)
        .collect();
    assert_eq!(evidence, [title]);
}
