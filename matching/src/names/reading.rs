//! The ways to read what was typed: as it stands, with neighbouring parts joined, with a part split.

use super::dictionary::Dictionary;

/// One way to read a query.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reading {
    /// Spaces added or removed against what was typed; each counts as one edit.
    pub moves: u8,
    /// The parts under this reading.
    pub parts: Vec<Vec<char>>,
}

/// A split leaves no half shorter than this, or every word would split.
const SHORTEST_HALF: usize = 2;

/// All readings with at most two moved spaces, fewest moves first.
pub fn readings(parts: &[Vec<char>], dictionary: &Dictionary) -> Vec<Reading> {
    let typed = Reading {
        moves: 0,
        parts: parts.to_vec(),
    };
    let mut all = vec![typed];
    for moves in 1..=2 {
        let from: Vec<Reading> = all
            .iter()
            .filter(|reading| reading.moves + 1 == moves)
            .cloned()
            .collect();
        for reading in from {
            all.extend(joined(&reading));
            all.extend(split(&reading, dictionary));
        }
    }
    all.sort();
    all.dedup_by(|later, first| later.parts == first.parts);
    all
}

fn joined(reading: &Reading) -> impl Iterator<Item = Reading> {
    (1..reading.parts.len()).map(|place| {
        let mut parts = reading.parts.clone();
        let tail = parts.remove(place);
        parts[place - 1].extend(tail);
        Reading {
            moves: reading.moves + 1,
            parts,
        }
    })
}

/// Splits in which at least one half is a word as it stands.
fn split(reading: &Reading, dictionary: &Dictionary) -> Vec<Reading> {
    let mut found = Vec::new();
    for (place, part) in reading.parts.iter().enumerate() {
        if dictionary.exact(part).is_some() {
            continue;
        }
        for at in SHORTEST_HALF..(part.len() + 1).saturating_sub(SHORTEST_HALF) {
            let (head, tail) = part.split_at(at);
            if dictionary.exact(head).is_some() || dictionary.exact(tail).is_some() {
                let mut parts = reading.parts.clone();
                parts[place] = head.to_vec();
                parts.insert(place + 1, tail.to_vec());
                found.push(Reading {
                    moves: reading.moves + 1,
                    parts,
                });
            }
        }
    }
    found
}
