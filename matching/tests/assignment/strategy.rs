//! Random instances small enough to look at every seating, half of them without any answer.

use matching::assignment::{ExpertLimits, Fairness, Instance, TaskLimits};
use proptest::prelude::*;

/// Up to five experts and three tasks, with bans, pins and pairs apart.
pub fn small_instance() -> impl Strategy<Value = Instance> {
    (1..=5_usize, 1..=3_usize).prop_flat_map(|(experts, tasks)| {
        let seat = (0..experts, 0..tasks);
        let pair = (0..experts, 0..experts);
        let expert = (any::<bool>(), 0..=1_u32, 0..=2_u32);
        let task = (
            0..=2_u32,
            0..=2_u32,
            prop_oneof![3 => Just(0_u32), 1 => Just(1_u32)],
        );
        (
            prop::collection::vec(expert, experts),
            prop::collection::vec(task, tasks),
            prop::collection::vec(prop::collection::vec(0..=20_i32, tasks), experts),
            prop::collection::vec(seat.clone(), 0..3),
            prop::collection::vec(seat, 0..2),
            prop::collection::vec(pair, 0..5),
            prop_oneof![Just(Fairness::Total), Just(Fairness::Floor)],
        )
            .prop_map(
                |(experts, tasks, score, ban, pin, apart, fairness)| Instance {
                    experts: experts
                        .into_iter()
                        .map(|(external, min, more)| ExpertLimits {
                            external,
                            min,
                            max: min + more,
                        })
                        .collect(),
                    tasks: tasks
                        .into_iter()
                        .map(|(min, more, min_external)| TaskLimits {
                            min,
                            max: min + more,
                            min_external,
                        })
                        .collect(),
                    score,
                    ban,
                    pin,
                    apart: apart
                        .into_iter()
                        .filter(|(one, other)| one != other)
                        .collect(),
                    fairness,
                },
            )
    })
}

/// Eight to ten experts with one seat at most, three tasks, and so many pairs apart that charges alone prove little.
pub fn crowded_instance() -> impl Strategy<Value = Instance> {
    (8..=10_usize).prop_flat_map(|experts| {
        let pair = (0..experts, 0..experts);
        let task = (0..=2_u32, 0..=3_u32);
        let idle = prop::bool::weighted(0.9);
        (
            prop::collection::vec(idle, experts),
            prop::collection::vec(task, 3),
            prop::collection::vec(prop::collection::vec(0..=10_i32, 3), experts),
            prop::collection::vec(pair, 3..20),
            prop_oneof![3 => Just(Fairness::Total), 1 => Just(Fairness::Floor)],
        )
            .prop_map(|(idle, tasks, score, apart, fairness)| Instance {
                experts: idle
                    .into_iter()
                    .map(|idle| ExpertLimits {
                        external: false,
                        min: u32::from(!idle),
                        max: 1,
                    })
                    .collect(),
                tasks: tasks
                    .into_iter()
                    .map(|(min, more)| TaskLimits {
                        min,
                        max: min + more,
                        min_external: 0,
                    })
                    .collect(),
                score,
                apart: apart
                    .into_iter()
                    .filter(|(one, other)| one != other)
                    .collect(),
                fairness,
                ..Instance::default()
            })
    })
}
