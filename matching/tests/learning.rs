//! Proposals of weights: when they come, what they promise, and that they do not move by chance.

use matching::Desk;
use matching::corpus::exemplars;
use matching::learning::{LEAST_DECISIONS, propose_weights};
use matching::routing::{DecidedProblem, Feature, Router, Routing, Statement, Weights};
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
        ..Statement::default()
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

#[test]
fn a_decision_is_no_precedent_of_itself() {
    let past = decisions(60);
    let own = &past[7];
    let (taught, others) = (taught(&past), {
        let others: Vec<_> = past.iter().filter(|d| *d != own).cloned().collect();
        taught(&others)
    });
    // Another text than the decided one, such as one with the concepts that its reporter named.
    let longer = format!("{} {}", own.description, past[20].title);
    for description in [own.description.as_str(), &longer] {
        let statement = Statement {
            description,
            ..own.statement()
        };
        let without = taught.route_without(&statement, Some(own));
        assert_eq!(without, others.route(&statement));
        assert_ne!(without, taught.route(&statement));
        assert_eq!(
            taught.counterfactual_without(&statement, Some(own)),
            others.counterfactual(&statement)
        );
        assert_eq!(others.route_without(&statement, Some(own)), without);
    }
}

/// Words that any office letter may hold, and two subjects under them.
const LETTER: (&str, &str) = (
    "پیرو نامه",
    "ضمن تقدیم احترام، دستور فرمایید پیگیری مقتضی صورت پذیرد و مراتب به این حوزه منعکس گردد.",
);
const SUBJECTS: [&str; 2] = ["ترمیم چاله‌های خیابان", "خرابی لامپ‌های بوستان"];

#[test]
fn one_decision_moves_no_desk_far_and_agreeing_ones_do() {
    let mut router = taught(&[]);
    let mut before = 0.0;
    for decided in 1..=4_u32 {
        router.learn(DecidedProblem {
            id: decided.to_string(),
            title: LETTER.0.into(),
            description: LETTER.1.into(),
            desk: Desk::Cultural,
        });
        for subject in SUBJECTS {
            let far = furthest(&router, subject);
            assert!(
                far <= f64::from(decided) + 1e-9,
                "{subject}: {far} after {decided}"
            );
        }
        let far = furthest(&router, SUBJECTS[0]);
        assert!(far > before, "{far} after {decided}, {before} before it");
        before = far;
    }
}

#[test]
fn a_vague_letter_once_decided_reroutes_nothing() {
    let without = taught(&[]);
    let letter = DecidedProblem {
        id: "1".into(),
        title: LETTER.0.into(),
        description: LETTER.1.into(),
        desk: Desk::Cultural,
    };
    let with = taught(std::slice::from_ref(&letter));
    for subject in SUBJECTS {
        let [before, after] = [&without, &with].map(|router| router.route(&under(subject)));
        assert_eq!(before.decision, after.decision, "{subject}");
        let points = |routing: &Routing| {
            let desks = routing.desks.iter();
            let decided = desks.filter(|desk| desk.desk == letter.desk);
            decided.map(|desk| desk.score).sum::<f64>()
        };
        // What is learned and the one precedent, each at most 1 at a weight of 1.2.
        let moved = points(&after) - points(&before);
        assert!((0.0..=2.4 + 1e-9).contains(&moved), "{subject}: {moved}");
    }
}

/// A subject with the letter's words below it.
fn under(title: &str) -> Statement<'_> {
    Statement {
        title,
        description: LETTER.1,
        ..Statement::default()
    }
}

/// The greatest value of LEARNED for any desk.
fn furthest(router: &Router, subject: &str) -> f64 {
    let desks = router.route(&under(subject)).desks.into_iter();
    desks
        .flat_map(|desk| desk.contributions)
        .filter(|part| part.feature == Feature::Learned)
        .map(|part| part.value.abs())
        .fold(0.0, f64::max)
}
