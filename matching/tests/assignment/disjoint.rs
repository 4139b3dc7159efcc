//! The best total where nobody has more than one seat: sets of people, task by task.

use matching::assignment::{Instance, TaskLimits};

/// The best total of seatings whose tasks all reach `floor`; `None` when no seating is valid.
pub fn total_above(instance: &Instance, floor: i64) -> Option<i64> {
    let everyone = 1 << instance.experts.len();
    let mut totals: Vec<Option<i64>> = vec![None; everyone];
    totals[0] = Some(0);
    for task in 0..instance.tasks.len() {
        let groups = groups(instance, task, floor);
        let mut next = vec![None; everyone];
        for (taken, before) in totals.iter().enumerate() {
            let Some(before) = before else { continue };
            for (group, sum) in groups.iter().filter(|group| group.0 & taken == 0) {
                let total = &mut next[taken | group];
                *total = (*total).max(Some(before + sum));
            }
        }
        totals = next;
    }
    let busy = people(instance, |expert| instance.experts[expert].min > 0);
    let complete = (0..everyone).filter(|taken| taken & busy == busy);
    complete.filter_map(|taken| totals[taken]).max()
}

/// The sets of people who may share the task and reach the floor, with their sums.
fn groups(instance: &Instance, task: usize, floor: i64) -> Vec<(usize, i64)> {
    let TaskLimits {
        min,
        max,
        min_external,
    } = instance.tasks[task];
    let barred = people(instance, |expert| {
        instance.experts[expert].max == 0 || instance.ban.contains(&(expert, task))
    });
    let pinned = people(instance, |expert| instance.pin.contains(&(expert, task)));
    let external = people(instance, |expert| instance.experts[expert].external);
    let pairs: Vec<usize> = instance
        .apart
        .iter()
        .map(|&(one, other)| 1 << one | 1 << other)
        .collect();
    let may = |group: usize| {
        (min..=max).contains(&group.count_ones())
            && group & barred == 0
            && group & pinned == pinned
            && (group & external).count_ones() >= min_external
            && pairs.iter().all(|pair| group & pair != *pair)
    };
    let sum = |group: usize| {
        let members = (0..instance.experts.len()).filter(|expert| group >> expert & 1 == 1);
        members
            .map(|expert| i64::from(instance.score[expert][task]))
            .sum()
    };
    (0..1 << instance.experts.len())
        .filter(|&group| may(group))
        .map(|group| (group, sum(group)))
        .filter(|group| group.1 >= floor)
        .collect()
}

fn people(instance: &Instance, is_one: impl Fn(usize) -> bool) -> usize {
    let chosen = (0..instance.experts.len()).filter(|&expert| is_one(expert));
    chosen.map(|expert| 1 << expert).sum()
}
