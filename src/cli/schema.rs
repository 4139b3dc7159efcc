//! `mizan schema`: the contract as text.

use std::path::PathBuf;

use clap::Args;

use super::{Failure, Outcome, tell};
use crate::graphql;

/// What to compare with.
#[derive(Debug, Args)]
pub struct SchemaArguments {
    /// Fail, with the differing lines, unless this file holds the same schema.
    #[arg(long, value_name = "FILE")]
    check: Option<PathBuf>,
}

/// Prints the schema, or the lines in which `--check`'s file differs.
pub fn run(arguments: &SchemaArguments) -> Outcome {
    let sdl = graphql::sdl();
    let Some(path) = &arguments.check else {
        return tell(&sdl);
    };
    let committed = std::fs::read_to_string(path)
        .map_err(|error| Failure::told(format!("{}: {error}", path.display())))?;
    let difference = difference(&committed, &sdl);
    if difference.is_empty() {
        return Ok(());
    }
    tell(&(difference.join("\n") + "\n"))?;
    Err(Failure::told(format!(
        "{} is not the schema of this binary",
        path.display()
    )))
}

/// The lines that stand in one text alone, each with `-` or `+`, by a longest common subsequence
/// over what lies between the common start and end.
fn difference(old: &str, new: &str) -> Vec<String> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[start..], &new[start..]);
    let end = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (old, new) = (&old[..old.len() - end], &new[..new.len() - end]);
    let common = common_lengths(old, new);
    let (mut i, mut j, mut lines) = (0, 0, Vec::new());
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || (i < old.len() && common[i + 1][j] >= common[i][j + 1]) {
            lines.push(format!("-{}", old[i]));
            i += 1;
        } else {
            lines.push(format!("+{}", new[j]));
            j += 1;
        }
    }
    lines
}

/// `lengths[i][j]`: how many lines `old[i..]` and `new[j..]` have in common, in order.
fn common_lengths(old: &[&str], new: &[&str]) -> Vec<Vec<usize>> {
    let mut lengths = vec![vec![0; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            lengths[i][j] = if old[i] == new[j] {
                lengths[i + 1][j + 1] + 1
            } else {
                lengths[i + 1][j].max(lengths[i][j + 1])
            };
        }
    }
    lengths
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn only_what_differs_is_listed() {
        assert!(difference("a\nb\nc", "a\nb\nc").is_empty());
        assert_eq!(difference("a\nb\nc\nd", "a\nc\nx\nd"), ["-b", "+x"]);
    }
}
