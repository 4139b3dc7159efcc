//! Instances whose optima are known from elsewhere.

use crate::{answer, disjoint, generator, reviewers};
use matching::assignment::{ExpertLimits, Fairness, Instance, Status, TaskLimits};

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

/// Here a seat that the bound settles prevents a clash whose charge then lifts the bound for nothing.
#[test]
fn a_charge_for_a_clash_that_cannot_be_is_dropped() {
    let (expert, task) = (
        ExpertLimits {
            external: false,
            min: 0,
            max: 1,
        },
        |max| TaskLimits {
            min: 0,
            max,
            min_external: 0,
        },
    );
    let score = [
        [0, 4, 0],
        [8, 10, 0],
        [8, 9, 7],
        [8, 10, 0],
        [0, 0, 3],
        [0, 0, 3],
        [5, 0, 6],
        [0, 0, 4],
        [0, 0, 3],
    ];
    let instance = Instance {
        experts: vec![expert; score.len()],
        tasks: vec![task(4), task(2), task(4)],
        score: score.iter().map(|row| row.to_vec()).collect(),
        apart: vec![(1, 2), (2, 3), (4, 7)],
        ..Instance::default()
    };
    let outcome = answer(&instance);
    assert_eq!((outcome.status, outcome.objective), (Status::Optimal, 45));
    assert_eq!(disjoint::total_above(&instance, 0), Some(45));
}
