//! Writes a reviewing round over real bids as an instance for `assign`: `bids FILE.cat REVIEWS LEAST MOST`.
//!
//! The file is of set 37 of `PrefLib`: each line is a reviewer, with the papers bid for as yes,
//! maybe, not at all and no, in this order; a paper in no list is a conflict.

use std::error::Error;
use std::{fs, io};

use matching::assignment::{ExpertLimits, Fairness, Instance, TaskLimits};

/// Scores of the four kinds of bids.
const SCORES: [i32; 4] = [4_000, 2_000, 1_000, 0];

/// The papers of one reviewer's bids, by kind.
type Bids = Vec<Vec<usize>>;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, numbers @ ..] = arguments.as_slice() else {
        return Err("usage: bids FILE.cat REVIEWS LEAST MOST".into());
    };
    let numbers: Vec<u32> = numbers
        .iter()
        .map(|number| number.parse())
        .collect::<Result<_, _>>()?;
    let &[reviews, least, most] = numbers.as_slice() else {
        return Err("usage: bids FILE.cat REVIEWS LEAST MOST".into());
    };
    let text = fs::read_to_string(file)?;
    let papers = text
        .lines()
        .find_map(|line| line.strip_prefix("# NUMBER ALTERNATIVES: "))
        .ok_or("no number of papers")?
        .trim()
        .parse()?;
    let bids: Vec<Bids> = text
        .lines()
        .filter_map(|line| line.strip_prefix("1: "))
        .map(kinds)
        .collect::<Result<_, _>>()?;
    let (score, ban) = judge(&bids, papers);
    let instance = Instance {
        experts: vec![
            ExpertLimits {
                external: false,
                min: least,
                max: most
            };
            bids.len()
        ],
        tasks: vec![
            TaskLimits {
                min: reviews,
                max: reviews,
                min_external: 0
            };
            papers
        ],
        score,
        ban,
        pin: Vec::new(),
        apart: Vec::new(),
        fairness: Fairness::Floor,
    };
    serde_json::to_writer(io::stdout(), &instance)?;
    Ok(())
}

/// The lists of one line: numbers in braces, or one number without them.
fn kinds(line: &str) -> Result<Bids, std::num::ParseIntError> {
    let mut kinds = Vec::new();
    let mut rest = line;
    while !rest.is_empty() {
        let (list, tail) = match rest.strip_prefix('{') {
            Some(inner) => inner.split_once('}').unwrap_or((inner, "")),
            None => rest
                .split_once(',')
                .map_or((rest, ""), |(one, tail)| (one, tail)),
        };
        let numbers = list.split(',').filter(|number| !number.is_empty());
        kinds.push(numbers.map(str::parse).collect::<Result<_, _>>()?);
        rest = tail.trim_start_matches(',');
    }
    Ok(kinds)
}

/// The scores of all papers for each reviewer, and the conflicts.
fn judge(bids: &[Bids], papers: usize) -> (Vec<Vec<i32>>, Vec<(usize, usize)>) {
    let mut ban = Vec::new();
    let mut score = vec![vec![0; papers]; bids.len()];
    for (reviewer, kinds) in bids.iter().enumerate() {
        let mut told = vec![false; papers];
        for (kind, value) in kinds.iter().zip(SCORES) {
            for paper in kind {
                score[reviewer][paper - 1] = value;
                told[paper - 1] = true;
            }
        }
        let conflicts = (0..papers).filter(|paper| !told[*paper]);
        ban.extend(conflicts.map(|paper| (reviewer, paper)));
    }
    (score, ban)
}
