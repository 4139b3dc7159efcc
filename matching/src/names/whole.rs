//! Whole names without their spaces, read from either end: near names under up to two edits.

use super::dictionary::{Dictionary, Word};
use super::key::MAX_LETTERS;
use super::postings::Place;
use super::walk::Allowance;

/// The distinct whole names and who bears them.
#[derive(Clone, Debug)]
pub struct WholeNames {
    forward: Dictionary,
    backward: Dictionary,
    /// For each string of `backward` its number in `forward`.
    turned: Vec<Word>,
    ends: Vec<u32>,
    places: Vec<Place>,
}

impl WholeNames {
    /// Indexes names, each given as its parts.
    pub fn with_names(names: &[Vec<Vec<char>>]) -> Self {
        let mut borne: Vec<(Vec<char>, Place)> = (0..)
            .zip(names)
            .map(|(place, parts)| (whole(parts), place))
            .collect();
        borne.sort_unstable();
        let mut keys: Vec<Vec<char>> = Vec::new();
        let (mut ends, mut places) = (Vec::new(), Vec::with_capacity(borne.len()));
        for (key, place) in borne {
            places.push(place);
            if keys.last() == Some(&key) {
                ends.pop();
            } else {
                keys.push(key);
            }
            ends.push(u32::try_from(places.len()).unwrap_or(u32::MAX));
        }
        let mut reversed: Vec<(Vec<char>, Word)> = (0..)
            .zip(&keys)
            .map(|(word, key)| (key.iter().rev().copied().collect(), word))
            .collect();
        reversed.sort_unstable();
        let (backward, turned): (Vec<Vec<char>>, Vec<Word>) = reversed.into_iter().unzip();
        Self {
            forward: Dictionary::with_words(&keys),
            backward: Dictionary::with_words(&backward),
            turned,
            ends,
            places,
        }
    }

    /// Whether these letters are a name.
    pub fn knows(&self, letters: &[char]) -> bool {
        self.forward.exact(letters).is_some()
    }

    /// The names that begin with these letters, at most `most` of them.
    pub fn opening_with(&self, letters: &[char], most: usize) -> Vec<Place> {
        let words = self.forward.prefixed(letters);
        words
            .flat_map(|word| self.borne_by(word))
            .copied()
            .take(most)
            .collect()
    }

    /// The names that end with these letters, at most `most` of them.
    pub fn closing_with(&self, letters: &[char], most: usize) -> Vec<Place> {
        let reversed: Vec<char> = letters.iter().rev().copied().collect();
        let words = self
            .backward
            .prefixed(&reversed)
            .map(|word| self.turned[word as usize]);
        words
            .flat_map(|word| self.borne_by(word))
            .copied()
            .take(most)
            .collect()
    }

    /// The names that differ by one edit.
    pub fn one_off(&self, letters: &[char]) -> Vec<(u8, Place)> {
        self.both_ways(letters, 0, 1)
    }

    /// The names that differ by at most two edits.
    pub fn two_off(&self, letters: &[char]) -> Vec<(u8, Place)> {
        self.both_ways(letters, 1, 2)
    }

    fn both_ways(&self, letters: &[char], within: u8, most: u8) -> Vec<(u8, Place)> {
        let letters = &letters[..letters.len().min(MAX_LETTERS)];
        let half = letters.len() / 2;
        let reversed: Vec<char> = letters.iter().rev().copied().collect();
        let forward = self.forward.near(
            letters,
            Allowance {
                opening: half,
                within,
                most,
            },
        );
        let backward = self.backward.near(
            &reversed,
            Allowance {
                opening: letters.len() - half,
                within: 0,
                most,
            },
        );
        let mut found: Vec<(u8, Word)> = forward
            .into_iter()
            .map(|near| (near.edits, near.word))
            .collect();
        found.extend(
            backward
                .into_iter()
                .map(|near| (near.edits, self.turned[near.word as usize])),
        );
        found.sort_unstable();
        found.dedup();
        found
            .into_iter()
            .flat_map(|(edits, word)| self.borne_by(word).iter().map(move |place| (edits, *place)))
            .collect()
    }

    fn borne_by(&self, word: Word) -> &[Place] {
        let place = word as usize;
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.places[start as usize..self.ends[place] as usize]
    }
}

/// The parts of a name as one string.
pub fn whole(parts: &[Vec<char>]) -> Vec<char> {
    let mut letters = parts.concat();
    letters.truncate(MAX_LETTERS);
    letters
}
