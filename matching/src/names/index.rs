//! The index over the names and the search that callers use.

use super::candidates::{Tables, candidates};
use super::dictionary::{Dictionary, Word};
use super::key::parts;
use super::postings::Postings;
use super::score::Typed;
use super::whole::WholeNames;

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
    tables: Tables,
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
        let mut distinct: Vec<Vec<char>> = split.concat();
        distinct.sort_unstable();
        distinct.dedup();
        let words = Dictionary::with_words(&distinct);
        let number = |parts: &Vec<Vec<char>>| -> Vec<Word> {
            parts.iter().filter_map(|part| words.exact(part)).collect()
        };
        let numbered: Vec<Vec<Word>> = split.iter().map(number).collect();
        let postings = Postings::with_names(&numbered, distinct.len());
        let whole = WholeNames::with_names(&split);
        Self {
            tables: Tables {
                whole,
                words,
                postings,
            },
            ids,
        }
    }

    /// The names nearest to the query, best first, at most `limit`; equal scores by id.
    ///
    /// Bears two edits over the whole name; spaces do not count, nor does the order of the parts.
    /// An empty query finds nothing.
    #[must_use]
    pub fn search(&self, query: &str, limit: usize) -> Vec<NameHit> {
        let parts = parts(query);
        if parts.is_empty() || limit == 0 {
            return Vec::new();
        }
        let places = candidates(&self.tables, &parts, limit);
        let mut typed = Typed::new(parts);
        let mut hits: Vec<NameHit> = places
            .into_iter()
            .map(|place| self.hit(&mut typed, place))
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

    fn hit(&self, typed: &mut Typed, place: u32) -> NameHit {
        let words = self.tables.postings.words(place).iter();
        let name: Vec<&[char]> = words.map(|word| self.tables.words.letters(*word)).collect();
        NameHit {
            id: self.ids[place as usize],
            score: typed.score(&name),
        }
    }
}
