//! Which names hold a word, and which hold two words together.
//!
//! The pair lists of a word are sorted by the other word, so that two words, or a word and a
//! prefix, find their names by binary search whatever the number of people called the first.

use std::ops::Range;

use super::dictionary::Word;

/// Place of a name in the order in which it was given.
pub type Place = u32;

/// Word → names and (word, other word) → names.
#[derive(Clone, Debug)]
pub struct Postings {
    single_ends: Vec<u32>,
    singles: Vec<Place>,
    pair_ends: Vec<u32>,
    pairs: Vec<(Word, Place)>,
    name_ends: Vec<u32>,
    words: Vec<Word>,
}

impl Postings {
    /// Indexes the names, each given as its words in order; `vocabulary` is the number of words.
    pub fn with_names(names: &[Vec<Word>], vocabulary: usize) -> Self {
        let singles = entries(names, |words| {
            distinct(words).into_iter().map(|word| (word, ())).collect()
        });
        let pairs = entries(names, ordered_pairs);
        let mut name_ends = Vec::with_capacity(names.len());
        let mut words = Vec::new();
        for name in names {
            words.extend_from_slice(name);
            name_ends.push(number(words.len()));
        }
        Self {
            single_ends: ends(singles.iter().map(|entry| entry.0), vocabulary),
            singles: singles.into_iter().map(|(_, (), place)| place).collect(),
            pair_ends: ends(pairs.iter().map(|entry| entry.0), vocabulary),
            pairs: pairs
                .into_iter()
                .map(|(_, other, place)| (other, place))
                .collect(),
            name_ends,
            words,
        }
    }

    /// The names that hold the word, in the order given.
    pub fn holding(&self, word: Word) -> &[Place] {
        &self.singles[span(&self.single_ends, word)]
    }

    /// The names that hold the word and another one of the range.
    pub fn holding_both(&self, word: Word, others: Range<Word>) -> impl Iterator<Item = Place> {
        let list = &self.pairs[span(&self.pair_ends, word)];
        let start = list.partition_point(|entry| entry.0 < others.start);
        let rest = list[start..].iter();
        rest.take_while(move |entry| entry.0 < others.end)
            .map(|entry| entry.1)
    }

    /// The words of a name in their order.
    pub fn words(&self, place: Place) -> &[Word] {
        &self.words[span(&self.name_ends, place)]
    }
}

fn entries<T: Ord + Copy>(
    names: &[Vec<Word>],
    of: impl Fn(&[Word]) -> Vec<(Word, T)>,
) -> Vec<(Word, T, Place)> {
    let mut all = Vec::new();
    for (place, words) in names.iter().enumerate() {
        all.extend(
            of(words)
                .into_iter()
                .map(|(word, value)| (word, value, number(place))),
        );
    }
    all.sort_unstable();
    all
}

fn distinct(words: &[Word]) -> Vec<Word> {
    let mut words = words.to_vec();
    words.sort_unstable();
    words.dedup();
    words
}

fn ordered_pairs(words: &[Word]) -> Vec<(Word, Word)> {
    let words = distinct(words);
    let others = |word: Word| {
        words
            .iter()
            .filter(move |other| **other != word)
            .map(move |other| (word, *other))
    };
    words.iter().flat_map(|word| others(*word)).collect()
}

/// For each word the place where its run of entries ends.
fn ends(sorted: impl Iterator<Item = Word>, vocabulary: usize) -> Vec<u32> {
    let mut counts = vec![0_u32; vocabulary];
    for word in sorted {
        counts[word as usize] += 1;
    }
    let mut total = 0;
    for count in &mut counts {
        total += *count;
        *count = total;
    }
    counts
}

fn span(ends: &[u32], item: u32) -> Range<usize> {
    let place = item as usize;
    let start = place.checked_sub(1).map_or(0, |before| ends[before]);
    start as usize..ends[place] as usize
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
