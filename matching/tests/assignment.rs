//! The assignment solver against known optima, exhaustive search and an independent checker.

#![expect(clippy::expect_used, reason = "a test may stop at a broken premise")]

#[path = "assignment/exhaustive.rs"]
mod exhaustive;
#[path = "assignment/generator.rs"]
mod generator;
#[path = "assignment/reviewers.rs"]
mod reviewers;
#[path = "assignment/smallest.rs"]
mod smallest;
#[path = "assignment/strategy.rs"]
mod strategy;

use exhaustive::Best;
use matching::assignment::{
    Budget, ConditionKind, Fairness, Instance, InstanceError, MAX_LIMIT, Outcome, Status, check,
    solve,
};
use proptest::prelude::*;
use std::ops::ControlFlow;
use strategy::small_instance;

fn answer(instance: &Instance) -> Outcome {
    let outcome = solve(instance, Budget::default(), &mut |_| {
        ControlFlow::Continue(())
    })
    .expect("a sound instance");
    if matches!(outcome.status, Status::Optimal | Status::Feasible) {
        assert_eq!(check(instance, &outcome.assign), []);
    }
    outcome
}

fn shuffled(instance: &Instance) -> Instance {
    let count = instance.experts.len();
    let mut order: Vec<usize> = (0..count).rev().collect();
    order.rotate_left(count / 3);
    let place = |expert: usize| {
        order
            .iter()
            .position(|&old| old == expert)
            .expect("a permutation")
    };
    let seats = |seats: &[(usize, usize)]| {
        seats
            .iter()
            .map(|&(expert, task)| (place(expert), task))
            .collect()
    };
    Instance {
        experts: order.iter().map(|&old| instance.experts[old]).collect(),
        tasks: instance.tasks.clone(),
        score: order
            .iter()
            .map(|&old| instance.score[old].clone())
            .collect(),
        ban: seats(&instance.ban),
        pin: seats(&instance.pin),
        apart: instance
            .apart
            .iter()
            .map(|&(one, other)| (place(one), place(other)))
            .collect(),
        fairness: instance.fairness,
    }
}

#[test]
fn the_published_desks_reach_their_known_optima() {
    for (name, optimum) in [
        ("desk250", 1_699_414),
        ("desk600", 3_923_000),
        ("desk600apart", 3_884_489),
    ] {
        let outcome = answer(&generator::published(name));
        assert_eq!(
            (outcome.status, outcome.objective),
            (Status::Optimal, optimum),
            "{name}"
        );
    }
}

#[test]
fn the_floor_of_a_desk_round_is_proved() {
    for (name, floor, total) in [
        ("desk250", 274_883, 1_676_563),
        ("desk600", 637_234, 3_890_745),
        ("desk600apart", 630_968, 3_846_713),
    ] {
        let instance = Instance {
            fairness: Fairness::Floor,
            ..generator::published(name)
        };
        let outcome = answer(&instance);
        assert_eq!(
            (outcome.status, outcome.floor, outcome.objective),
            (Status::Optimal, floor, total),
            "{name}"
        );
    }
}

/// The expected values are those of a general integer programme over all seats.
#[test]
fn reviewing_rounds_are_proved() {
    let texts = reviewers::Round {
        seed: 1,
        reviewers: 177,
        papers: 118,
        reviews: 3,
        load: (1, 3),
        kind: reviewers::Kind::Texts,
        conflicts: 0,
    };
    let bids = reviewers::Round {
        seed: 6,
        reviewers: 161,
        papers: 526,
        load: (9, 10),
        kind: reviewers::Kind::Bids,
        ..texts
    };
    let sparse = reviewers::Round {
        seed: 504,
        kind: reviewers::Kind::Sparse,
        conflicts: 5,
        ..bids
    };
    let levels = reviewers::Round {
        seed: 203,
        load: (2, 2),
        kind: reviewers::Kind::Levels,
        ..texts
    };
    let tight = reviewers::Round {
        seed: 7,
        reviews: 4,
        load: (13, 14),
        kind: reviewers::Kind::Texts,
        ..bids
    };
    let coarse = reviewers::Round {
        seed: 1102,
        reviewers: 201,
        papers: 613,
        reviews: 5,
        load: (15, 16),
        conflicts: 5,
        ..bids
    };
    for (round, floor, total) in [
        (texts, 10_865, 2_953_313),
        (bids, 3500, 11_911_500),
        (sparse, 4266, 10_959_513),
        (levels, 7500, 2_460_000),
        (tight, 13_248, 17_188_127),
        (coarse, 9000, 22_658_000),
    ] {
        let instance = reviewers::round(round);
        let outcome = answer(&instance);
        assert_eq!(
            (outcome.status, outcome.floor, outcome.objective),
            (Status::Optimal, floor, total),
            "seed {}",
            round.seed
        );
    }
}

/// Seven people for six tasks, nobody may be left out and nobody may meet another.
#[test]
fn a_group_kept_apart_and_larger_than_the_tasks_is_named() {
    let mut instance = generator::published("desk250");
    instance.pin.clear();
    instance.ban.clear();
    let inside: Vec<usize> = (0..250)
        .filter(|&expert| !instance.experts[expert].external)
        .take(7)
        .collect();
    for (place, &one) in inside.iter().enumerate() {
        instance
            .apart
            .extend(inside[..place].iter().map(|&other| (other, one)));
    }
    let outcome = answer(&instance);
    assert_eq!(outcome.status, Status::Infeasible);
    let [conflict] = &outcome.conflicts[..] else {
        panic!("one conflict: {:?}", outcome.conflicts)
    };
    assert!(conflict.irreducible);
    assert_eq!(conflict.conditions.len(), 21 + 7, "{}", conflict.en);
    assert_eq!(conflict.changes.len(), 1, "{}", conflict.en);
}

#[test]
fn the_order_of_experts_changes_nothing() {
    for name in ["desk250", "desk600apart"] {
        let instance = generator::published(name);
        assert_eq!(
            answer(&instance).objective,
            answer(&shuffled(&instance)).objective,
            "{name}"
        );
    }
}

#[test]
fn the_same_instance_gets_the_same_seats() {
    let instance = generator::published("desk600apart");
    assert_eq!(answer(&instance), answer(&instance));
}

#[test]
fn many_pairs_apart_get_a_seating_and_a_bound() {
    let instance = generator::generate(generator::Shape {
        experts: 120,
        externals: 30,
        seats: (17, 6),
        min_external: 3,
        pins: 4,
        apart: 600,
        ..generator::shape("desk600")
    });
    let outcome = solve(&instance, Budget { steps: 1_500_000 }, &mut |_| {
        ControlFlow::Continue(())
    })
    .expect("sound");
    assert_eq!(check(&instance, &outcome.assign), []);
    assert!(
        outcome.status == Status::Optimal
            || outcome
                .bound
                .is_some_and(|bound| bound >= outcome.objective)
    );
    assert!(!outcome.assign.is_empty());
}

#[test]
fn what_is_told_on_the_way_holds_at_the_end() {
    let crowded = generator::generate(generator::Shape {
        experts: 60,
        externals: 15,
        seats: (9, 4),
        min_external: 2,
        pins: 2,
        apart: 200,
        ..generator::shape("desk600")
    });
    for instance in [generator::published("desk600apart"), crowded] {
        let mut told = Vec::new();
        let budget = Budget { steps: 2_000_000 };
        let outcome = solve(&instance, budget, &mut |progress| {
            told.push(progress);
            ControlFlow::Continue(())
        })
        .expect("sound");
        let bounds: Vec<i64> = told.iter().filter_map(|progress| progress.bound).collect();
        assert!(!bounds.is_empty());
        assert!(bounds.iter().all(|bound| *bound >= outcome.objective));
        let mut best = told.iter().filter_map(|progress| progress.best);
        assert!(best.all(|best| best <= outcome.objective));
    }
}

#[test]
fn a_caller_may_stop_the_search() {
    let instance = generator::published("desk600hard");
    let outcome = solve(
        &instance,
        Budget::default(),
        &mut |_| ControlFlow::Break(()),
    )
    .expect("a sound instance");
    assert!(matches!(
        outcome.status,
        Status::Undecided | Status::Feasible
    ));
}

/// Stopped as soon as a seating is known, or later, the search hands over the best one that it has told of.
#[test]
fn a_stopped_search_keeps_its_best_seating() {
    let crowded = generator::published("desk600hard");
    let fair = Instance {
        fairness: Fairness::Floor,
        ..generator::published("desk250")
    };
    for (instance, known, moment) in [
        (&crowded, 2_969_631, 1),
        (&fair, 274_883, 1),
        (&fair, 274_883, 20),
    ] {
        let (mut reports, mut told) = (0, None);
        let outcome = solve(instance, Budget::default(), &mut |progress| {
            (reports, told) = (reports + 1, progress.best);
            if reports >= moment && told.is_some() {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        })
        .expect("a sound instance");
        assert!(told.is_some());
        assert_eq!(outcome.status, Status::Feasible);
        assert_eq!(check(instance, &outcome.assign), []);
        assert!(outcome.bound.is_some_and(|bound| bound >= known));
        if instance.fairness == Fairness::Total {
            assert!(told.is_some_and(|told| outcome.objective >= told));
        }
    }
}

#[test]
fn an_infeasible_wish_for_externals_names_the_way_out() {
    let mut instance = generator::published("desk250");
    (instance.tasks[4].min_external, instance.tasks[4].max) = (51, 50);
    let outcome = answer(&instance);
    assert_eq!(outcome.status, Status::Infeasible);
    let [conflict] = &outcome.conflicts[..] else {
        panic!("one conflict: {:?}", outcome.conflicts)
    };
    let kinds: Vec<ConditionKind> = conflict
        .conditions
        .iter()
        .map(|condition| condition.kind)
        .collect();
    assert_eq!(kinds, [ConditionKind::MinExternal, ConditionKind::TaskMax]);
    assert!(conflict.en.contains("task 4 may have"), "{}", conflict.en);
    assert!(conflict.fa.contains("کار ۴"), "{}", conflict.fa);
}

#[test]
fn malformed_instances_are_typed_errors() {
    let sound = generator::published("desk250");
    let refused = |change: &dyn Fn(&mut Instance)| {
        let mut instance = sound.clone();
        change(&mut instance);
        solve(&instance, Budget::default(), &mut |_| {
            ControlFlow::Continue(())
        })
        .expect_err("a broken instance")
    };
    assert_eq!(
        refused(&|i| i.ban.push((999, 0))),
        InstanceError::NoSuchExpert {
            list: "ban",
            expert: 999
        }
    );
    assert_eq!(
        refused(&|i| i.pin.push((0, 6))),
        InstanceError::NoSuchTask {
            list: "pin",
            task: 6
        }
    );
    assert_eq!(
        refused(&|i| i.apart.push((3, 3))),
        InstanceError::SelfApart { expert: 3 }
    );
    assert_eq!(
        refused(&|i| i.tasks[2].min = 99),
        InstanceError::Limits {
            of: "tasks",
            index: 2
        }
    );
    assert_eq!(
        refused(&|i| i.score[7].truncate(2)),
        InstanceError::ScoreColumns {
            expert: 7,
            columns: 2,
            tasks: 6
        }
    );
    assert_eq!(
        refused(&|i| i.score[1][1] = -1),
        InstanceError::Score { expert: 1, task: 1 }
    );
}

#[test]
fn the_published_format_is_read() {
    let text = r#"{"name":"x","experts":[{"external":0,"min":1,"max":1},{"external":1,"min":0,"max":2}],
        "tasks":[{"min":1,"max":2,"min_external":1}],"score":[[5],[7]],"ban":[],"pin":[[0,0]],"apart":[],"fairness":"FLOOR"}"#;
    let instance: Instance = serde_json::from_str(text).expect("the published format");
    let outcome = answer(&instance);
    assert_eq!(
        (outcome.objective, outcome.floor, outcome.assign),
        (12, 12, vec![(0, 0), (1, 0)])
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn small_instances_agree_with_exhaustive_search(instance in small_instance()) {
        let outcome = answer(&instance);
        match exhaustive::best(&instance) {
            None => {
                prop_assert_eq!(outcome.status, Status::Infeasible);
                prop_assert!(!outcome.conflicts.is_empty());
                exhaustive::assert_explained(&instance, &outcome.conflicts);
            }
            Some(Best { total, floor }) => {
                prop_assert_eq!(outcome.status, Status::Optimal);
                prop_assert_eq!(outcome.objective, total);
                if instance.fairness == Fairness::Floor {
                    prop_assert_eq!(outcome.floor, floor);
                }
            }
        }
    }

    #[test]
    fn conflicts_and_drops_are_the_smallest(instance in small_instance()) {
        let small = instance.experts.len() * instance.tasks.len() <= 8;
        let outcome = answer(&instance);
        if !small || outcome.status != Status::Infeasible {
            return Ok(());
        }
        let first = &outcome.conflicts[0];
        let contradictory = first.conditions.iter().any(|condition| condition.kind == ConditionKind::Ban)
            && first.conditions.iter().any(|condition| condition.kind == ConditionKind::Pin);
        let size = smallest::conflict(&Instance { apart: Vec::new(), ..instance.clone() });
        if let Some(drops) = smallest::drops(&instance) {
            let changes: usize = outcome.conflicts.iter().map(|conflict| conflict.changes.len()).sum();
            prop_assert_eq!(changes, drops as usize, "{:?}", outcome.conflicts);
            prop_assert_eq!(Some(first.conditions.len()), smallest::conflict(&instance).map(|size| size as usize));
        } else if !contradictory && let Some(size) = size {
            prop_assert_eq!(first.conditions.len(), size as usize, "{:?}", outcome.conflicts);
        }
    }

    #[test]
    fn the_order_of_experts_never_matters(instance in small_instance()) {
        let (one, other) = (answer(&instance), answer(&shuffled(&instance)));
        prop_assert_eq!((one.status, one.objective, one.floor), (other.status, other.objective, other.floor));
    }
}

#[test]
fn limits_as_large_as_allowed_do_not_overflow() {
    let mut instance = generator::published("desk250");
    for limits in &mut instance.experts {
        (limits.min, limits.max) = (MAX_LIMIT, MAX_LIMIT);
    }
    let outcome = answer(&instance);
    assert_eq!(outcome.status, Status::Infeasible);
    assert!(!outcome.conflicts.is_empty());
}
