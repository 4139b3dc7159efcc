//! How many seats that could stay change when 30 of desk600's 600 experts are replaced, by the keep bonus.
//!
//! Bonus in hundredths of a score's point; the loss counts against the best objective without a bonus.

#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "printing is all that this program is for, and it may stop at a broken premise"
)]

#[path = "../tests/assignment/generator.rs"]
mod generator;

use generator::{Draws, generate, published, shape};
use matching::assignment::{Budget, ExpertLimits, Instance, Outcome, solve};
use std::collections::BTreeSet;
use std::ops::ControlFlow;

const REPLACED: usize = 30;
const SEEDS: u64 = 10;
const BONUSES: [i32; 8] = [0, 100, 300, 600, 1000, 1500, 2000, 10_000];
/// Changes that a coordinator would put up with.
const FEW: usize = 4;

/// Who leaves, and who comes in their places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Anyone leaves; newcomers have new scores, and are external where the leavers were.
    Anyone,
    /// The leavers all had a seat.
    Seated,
    /// Anyone leaves; half the newcomers are external, whatever the leavers were.
    Mixed,
    /// The leavers all sat at the same task.
    OneTask,
}

fn main() {
    let before = published("desk600");
    let seated: BTreeSet<_> = outcome(&before).assign.into_iter().collect();
    for kind in [Kind::Anyone, Kind::Seated, Kind::Mixed, Kind::OneTask] {
        let runs: Vec<Vec<Run>> = (1..=SEEDS)
            .map(|seed| frontier(&before, &seated, kind, seed))
            .collect();
        println!("{kind:?}\nbonus  changed (mean, most)  loss % (mean, most)");
        for (place, bonus) in BONUSES.iter().enumerate() {
            let changed = summary(runs.iter().map(|runs| number(runs[place].changed)));
            let loss = summary(runs.iter().map(|runs| runs[place].loss));
            println!(
                "{bonus:5}  {:5.1} {:3.0}  {:.4} {:.4}",
                changed.0, changed.1, loss.0, loss.1
            );
        }
        let least = summary(runs.iter().map(|runs| least_loss(runs)));
        println!(
            "{FEW} changes cost at least {:.4} {:.4}\n",
            least.0, least.1
        );
    }
}

/// Mean and most.
fn summary(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let values: Vec<f64> = values.collect();
    let most = values.iter().copied().fold(0.0, f64::max);
    (values.iter().sum::<f64>() / number(values.len()), most)
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).expect("few"))
}

struct Run {
    bonus: i32,
    /// Seats of people who stay that are given up.
    changed: usize,
    /// Percent of the best objective that keeping costs.
    loss: f64,
    /// The best objective.
    best: f64,
}

/// A proved limit of the loss, whatever the method: no seating with few changes beats the bonus's own
/// optimum less what the bonus pays for the seats kept.
fn least_loss(runs: &[Run]) -> f64 {
    let spared = |run: &Run| {
        let more = number(run.changed) - number(FEW);
        run.loss + 100.0 * f64::from(run.bonus) * more / run.best
    };
    runs.iter().map(spared).fold(0.0, f64::max)
}

fn frontier(
    before: &Instance,
    seated: &BTreeSet<(usize, usize)>,
    kind: Kind,
    seed: u64,
) -> Vec<Run> {
    let (after, left) = replaced(before, seated, kind, seed);
    let stays = |seat: &&(usize, usize)| !left.contains(&seat.0);
    let kept: Vec<_> = seated.iter().filter(stays).copied().collect();
    let best = amount(outcome(&after).objective);
    let runs = BONUSES.iter().map(|&bonus| {
        let mut wished = after.clone();
        for &(expert, task) in &kept {
            wished.score[expert][task] += bonus;
        }
        let chosen: BTreeSet<_> = outcome(&wished).assign.into_iter().collect();
        let scores = chosen
            .iter()
            .map(|&(expert, task)| after.score[expert][task]);
        let worth = amount(scores.map(i64::from).sum());
        Run {
            bonus,
            changed: kept.iter().filter(|seat| !chosen.contains(seat)).count(),
            loss: 100.0 * (best - worth) / best,
            best,
        }
    });
    runs.collect()
}

fn amount(total: i64) -> f64 {
    f64::from(i32::try_from(total).expect("small"))
}

/// The round with 30 people gone and as many newcomers in their places; who is pinned stays.
fn replaced(
    before: &Instance,
    seated: &BTreeSet<(usize, usize)>,
    kind: Kind,
    seed: u64,
) -> (Instance, BTreeSet<usize>) {
    let newcomers = generate(generator::Shape {
        seed: 1000 + seed,
        ..shape("desk600")
    });
    let pinned: BTreeSet<usize> = before.pin.iter().map(|pin| pin.0).collect();
    let task = usize::try_from(seed).expect("small") % before.tasks.len();
    let may_leave = |expert: usize| match kind {
        Kind::Anyone | Kind::Mixed => true,
        Kind::Seated => seated.iter().any(|seat| seat.0 == expert),
        Kind::OneTask => seated.contains(&(expert, task)),
    };
    let mut draws = Draws(seed);
    let mut left = BTreeSet::new();
    while left.len() < REPLACED {
        let expert = draws.below(before.experts.len());
        if !pinned.contains(&expert) && may_leave(expert) {
            left.insert(expert);
        }
    }
    let mut after = before.clone();
    for &expert in &left {
        after.score[expert].clone_from(&newcomers.score[expert]);
        if kind == Kind::Mixed {
            let external = draws.below(2) == 1;
            let (min, max) = if external { (0, 2) } else { (1, 1) };
            after.experts[expert] = ExpertLimits { external, min, max };
        }
    }
    after.ban.retain(|ban| !left.contains(&ban.0));
    (after, left)
}

fn outcome(instance: &Instance) -> Outcome {
    solve(instance, Budget::default(), &mut |_| {
        ControlFlow::Continue(())
    })
    .expect("a sound instance")
}
