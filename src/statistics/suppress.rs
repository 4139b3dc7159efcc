//! Which cells of a table of counts may not be shown. Pure.
//!
//! A group under five is hidden, and with it as many others that no sum gives it away.

/// A smaller group could be recognised.
pub const LEAST: i64 = 5;

/// Which cells of a partition whose sum is known must be hidden, those of `forced` among them;
/// `None` when hiding all of them is not enough and the sum must be hidden too.
///
/// Whoever knows the sum knows what the hidden cells hold together. They are safe when there are
/// two of them at least and each might hold [`LEAST`] as far as the sum tells, that is when the
/// sum of `n` hidden cells, none of them empty, is `n - 1 + LEAST` at least. As long as it is
/// less, the smallest cell that shows is hidden too; empty cells are no groups.
#[must_use]
pub fn hidden(counts: &[i64], forced: &[usize]) -> Option<Vec<bool>> {
    let mut hidden: Vec<bool> = counts.iter().map(|n| (1..LEAST).contains(n)).collect();
    for at in forced {
        hidden[*at] = true;
    }
    while !is_safe(counts, &hidden) {
        let open = (0..counts.len()).filter(|at| !hidden[*at] && counts[*at] > 0);
        let smallest = open.min_by_key(|at| counts[*at])?;
        hidden[smallest] = true;
    }
    Some(hidden)
}

fn is_safe(counts: &[i64], hidden: &[bool]) -> bool {
    let cells = counts.iter().zip(hidden);
    let (mut cells_hidden, mut sum) = (0, 0);
    for (count, _) in cells.filter(|(count, hidden)| **hidden && **count > 0) {
        cells_hidden += 1;
        sum += count;
    }
    cells_hidden == 0 || (cells_hidden > 1 && sum >= cells_hidden - 1 + LEAST)
}

/// Cells of several tables, as `(table, cell)`, of which one would tell the others.
pub type Tie = Vec<(usize, usize)>;

/// Which cells of several tables must be hidden when the cells of each tie are hidden together or
/// not at all, those of `forced` among them; `None` for a table that must not be shown.
#[must_use]
pub fn hidden_together(
    tables: &[&[i64]],
    ties: &[Tie],
    forced: &[(usize, usize)],
) -> Vec<Option<Vec<bool>>> {
    let mut forced = forced.to_vec();
    loop {
        let of = |table: usize| {
            let here = forced.iter().filter(|(at, _)| *at == table);
            here.map(|(_, cell)| *cell).collect::<Vec<_>>()
        };
        let tables = tables.iter().enumerate();
        let found: Vec<_> = tables.map(|(at, counts)| hidden(counts, &of(at))).collect();
        // A table that is not shown hides every cell that it has.
        let hides = |(table, cell): &(usize, usize)| {
            found[*table].as_ref().is_none_or(|hidden| hidden[*cell])
        };
        let together = ties.iter().filter(|tie| tie.iter().any(hides)).flatten();
        let fresh: Vec<_> = together
            .filter(|at| !forced.contains(at))
            .copied()
            .collect();
        if fresh.is_empty() {
            return found;
        }
        forced.extend(fresh);
    }
}

#[cfg(test)]
mod tests {
    use super::{LEAST, hidden, hidden_together};

    #[test]
    fn a_small_group_takes_another_along() {
        let cases: [(&[i64], Option<&str>); 11] = [
            (&[5, 9, 0], Some("5 9 0")),
            (&[4, 9, 7], Some("- 9 -")),
            (&[1, 5, 9], Some("- - 9")),
            (&[4, 4, 9], Some("- - 9")),
            // Two ones together are two: each would be known.
            (&[1, 1, 9], Some("- - -")),
            (&[1, 4, 9], Some("- - -")),
            (&[2, 4, 9], Some("- - 9")),
            (&[0, 3, 0], None),
            (&[3, 0, 6], Some("- 0 -")),
            (&[2, 2, 2], None),
            (&[], Some("")),
        ];
        for (counts, expected) in cases {
            let shown = hidden(counts, &[]).map(|hidden| {
                let cells = counts.iter().zip(hidden);
                let cells =
                    cells.map(|(n, hidden)| if hidden { "-".into() } else { n.to_string() });
                cells.collect::<Vec<_>>().join(" ")
            });
            assert_eq!(shown.as_deref(), expected, "{counts:?}");
        }
    }

    #[test]
    fn no_sum_gives_a_small_group_away() {
        // Every table of four cells up to nine: whatever is hidden could be five or more.
        for number in 0..10_000_i64 {
            let counts = [
                number / 1000,
                number / 100 % 10,
                number / 10 % 10,
                number % 10,
            ];
            let Some(hidden) = hidden(&counts, &[]) else {
                continue;
            };
            let small = (0..4).filter(|at| (1..LEAST).contains(&counts[*at]));
            let groups: Vec<_> = (0..4).filter(|at| hidden[*at] && counts[*at] > 0).collect();
            let sum: i64 = groups.iter().map(|at| counts[*at]).sum();
            for at in small {
                assert!(hidden[at], "{counts:?}");
                let others = i64::try_from(groups.len()).unwrap() - 1;
                assert!(others > 0 && sum - others >= LEAST, "{counts:?}");
            }
        }
    }

    #[test]
    fn a_part_does_not_give_the_whole_away() {
        let ties: Vec<_> = (0..4).map(|at| vec![(0, at), (1, at)]).collect();
        let seen = hidden_together(&[&[1, 7, 9, 20], &[1, 6, 9, 3]], &ties, &[]);
        let both = Some(vec![true, true, false, true]);
        assert_eq!(seen, [both.clone(), both]);
        let seen = hidden_together(&[&[9, 9], &[0, 0]], &ties[..2], &[]);
        assert_eq!(seen, [Some(vec![false; 2]), Some(vec![false; 2])]);
        let seen = hidden_together(&[&[9, 9], &[1, 0]], &ties[..2], &[]);
        assert_eq!(seen, [Some(vec![true, true]), None]);
    }

    #[test]
    fn a_cell_that_two_tables_have_is_hidden_in_both_or_in_neither() {
        // Statuses with five in triage, and desks of which the last is none: the same five.
        let tie = [vec![(0, 0), (1, 2)]];
        let seen = hidden_together(&[&[5, 36, 1], &[30, 7, 5]], &tie, &[]);
        let statuses = Some(vec![true, false, true]);
        assert_eq!(seen, [statuses, Some(vec![false, true, true])]);
        let seen = hidden_together(&[&[5, 36, 9], &[30, 7, 5]], &tie, &[]);
        assert_eq!(seen, [Some(vec![false; 3]), Some(vec![false; 3])]);
        let seen = hidden_together(&[&[5, 36, 9], &[30, 7, 8]], &tie, &[(0, 0)]);
        let statuses = Some(vec![true, false, true]);
        assert_eq!(seen, [statuses, Some(vec![false, true, true])]);
    }
}
