//! The index over the names and the search that callers use.

use std::collections::BTreeSet;

use super::candidates::Query;
use super::dictionary::{Dictionary, Word};
use super::key::parts;
use super::postings::Postings;
use super::score::score;

/// A name found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NameHit {
    /// The id given with the name.
    pub id: u64,
    /// How well the name fits, `0..=1`; 1 is the very name.
    pub score: f64,
}

/// Names by their folded parts.
#[derive(Clone, Debug)]
pub struct NameIndex {
    dictionary: Dictionary,
    postings: Postings,
    ids: Vec<u64>,
}

impl NameIndex {
    /// Indexes the names; ids need not be distinct, nor names.
    #[must_use]
    pub fn new(names: impl IntoIterator<Item = (u64, String)>) -> Self {
        let (mut ids, mut split) = (Vec::new(), Vec::new());
        for (id, name) in names {
            ids.push(id);
            split.push(parts(&name));
        }
        let distinct: BTreeSet<&Vec<char>> = split.iter().flatten().collect();
        let words: Vec<Vec<char>> = distinct.into_iter().cloned().collect();
        let dictionary = Dictionary::with_words(&words);
        let number = |parts: &Vec<Vec<char>>| -> Vec<Word> {
            parts
                .iter()
                .filter_map(|part| dictionary.exact(part))
                .collect()
        };
        let numbered: Vec<Vec<Word>> = split.iter().map(number).collect();
        let postings = Postings::with_names(&numbered, words.len());
        Self {
            dictionary,
            postings,
            ids,
        }
    }

    /// The names nearest to the query, best first, at most `limit`; equal scores by id.
    ///
    /// Bears two edits over the whole name, among them a space too many or too few.
    /// An empty query finds nothing.
    #[must_use]
    pub fn search(&self, query: &str, limit: usize) -> Vec<NameHit> {
        let typed = parts(query);
        if typed.is_empty() || limit == 0 {
            return Vec::new();
        }
        let places = Query::with_parts(&typed, &self.dictionary, &self.postings).places(limit);
        let mut hits: Vec<NameHit> = places
            .into_iter()
            .map(|place| self.hit(&typed, place))
            .collect();
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.id.cmp(&b.id)));
        hits.truncate(limit);
        hits
    }

    /// How many names are indexed.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether no name is indexed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    fn hit(&self, typed: &[Vec<char>], place: u32) -> NameHit {
        let words: Vec<&[char]> = self
            .postings
            .words(place)
            .iter()
            .map(|word| self.dictionary.letters(*word))
            .collect();
        NameHit {
            id: self.ids[place as usize],
            score: score(typed, &words),
        }
    }
}
