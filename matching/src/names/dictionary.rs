//! The distinct parts of all names in a trie: exact, prefix and near look-ups.
//!
//! Words are numbered in code point order, so that a prefix is a range of numbers.

use std::ops::Range;

use super::key::MAX_LETTERS;

/// Number of a word in code point order.
pub type Word = u32;

const NO_WORD: Word = Word::MAX;

#[derive(Clone, Copy, Debug)]
struct Node {
    label: char,
    word: Word,
    children: (u32, u32),
    words: (Word, Word),
}

/// The distinct name parts.
#[derive(Clone, Debug)]
pub struct Dictionary {
    nodes: Vec<Node>,
    letters: Vec<char>,
    ends: Vec<u32>,
}

/// A word near the one asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Near {
    /// Edits between the two: insert, delete, replace, swap of neighbours.
    pub edits: u8,
    /// The word found.
    pub word: Word,
}

impl Dictionary {
    /// Builds the trie; `words` must be sorted and distinct.
    pub fn with_words(words: &[Vec<char>]) -> Self {
        let mut letters = Vec::new();
        let mut ends = Vec::with_capacity(words.len());
        for word in words {
            letters.extend_from_slice(word);
            ends.push(number(letters.len()));
        }
        Self {
            nodes: grow(words),
            letters,
            ends,
        }
    }

    /// The letters of a word.
    pub fn letters(&self, word: Word) -> &[char] {
        let place = word as usize;
        let start = place
            .checked_sub(1)
            .map_or(0, |before| self.ends[before] as usize);
        &self.letters[start..self.ends[place] as usize]
    }

    /// The word with exactly these letters.
    pub fn exact(&self, letters: &[char]) -> Option<Word> {
        let word = self.walk(letters)?.word;
        (word != NO_WORD).then_some(word)
    }

    /// The words that begin with these letters, as a range of numbers.
    pub fn prefixed(&self, letters: &[char]) -> Range<Word> {
        self.walk(letters)
            .map_or(0..0, |node| node.words.0..node.words.1)
    }

    /// The words within `most` edits, fewest edits first, then by number.
    pub fn near(&self, letters: &[char], most: u8) -> Vec<Near> {
        let mut search = Search {
            dictionary: self,
            asked: &letters[..letters.len().min(MAX_LETTERS)],
            most,
            rows: vec![[0; MAX_LETTERS + 1]; MAX_LETTERS + 1],
            path: Vec::with_capacity(MAX_LETTERS),
            found: Vec::new(),
        };
        search.run();
        search.found.sort_unstable();
        search.found
    }

    fn walk(&self, letters: &[char]) -> Option<&Node> {
        let mut node = self.nodes.first()?;
        for letter in letters {
            let children = self.children(node);
            let place = children
                .binary_search_by_key(letter, |child| child.label)
                .ok()?;
            node = &children[place];
        }
        Some(node)
    }

    fn children(&self, node: &Node) -> &[Node] {
        &self.nodes[node.children.0 as usize..node.children.1 as usize]
    }
}

/// Lays the nodes out breadth first, so that the children of a node stand side by side.
fn grow(words: &[Vec<char>]) -> Vec<Node> {
    let mut nodes = vec![Node {
        label: ' ',
        word: NO_WORD,
        children: (1, 1),
        words: (0, number(words.len())),
    }];
    let mut depths = vec![0_usize];
    let mut next = 0;
    while next < nodes.len() {
        let (depth, (low, high)) = (depths[next], nodes[next].words);
        let first = number(nodes.len());
        let mut at = low;
        if at < high && words[at as usize].len() == depth {
            nodes[next].word = at;
            at += 1;
        }
        while at < high {
            let label = words[at as usize][depth];
            let same =
                words[at as usize..high as usize].partition_point(|word| word[depth] == label);
            let end = at + number(same);
            nodes.push(Node {
                label,
                word: NO_WORD,
                children: (0, 0),
                words: (at, end),
            });
            depths.push(depth + 1);
            at = end;
        }
        nodes[next].children = (first, number(nodes.len()));
        next += 1;
    }
    nodes
}

/// Depth-first walk with one row of the edit table (optimal string alignment) a level.
struct Search<'a> {
    dictionary: &'a Dictionary,
    asked: &'a [char],
    most: u8,
    rows: Vec<[u8; MAX_LETTERS + 1]>,
    path: Vec<char>,
    found: Vec<Near>,
}

impl Search<'_> {
    fn run(&mut self) {
        for (column, cell) in self.rows[0].iter_mut().enumerate() {
            *cell = u8::try_from(column).unwrap_or(u8::MAX);
        }
        let dictionary = self.dictionary;
        if let Some(root) = dictionary.nodes.first() {
            self.descend(root);
        }
    }

    fn descend(&mut self, node: &Node) {
        let dictionary = self.dictionary;
        for child in dictionary.children(node) {
            self.path.push(child.label);
            if self.fill_row() <= self.most {
                let edits = self.rows[self.path.len()][self.asked.len()];
                if child.word != NO_WORD && edits <= self.most {
                    self.found.push(Near {
                        edits,
                        word: child.word,
                    });
                }
                self.descend(child);
            }
            self.path.pop();
        }
    }

    /// Fills the row of the current depth inside the band that can still matter; returns its least cell.
    fn fill_row(&mut self) -> u8 {
        let depth = self.path.len();
        let band = usize::from(self.most);
        let (first, last) = (
            depth.saturating_sub(band),
            (depth + band).min(self.asked.len()),
        );
        let far = self.most + 1;
        let mut fewest = far;
        for column in first..=last {
            let cell = self.cell(depth, column, first, far);
            self.rows[depth][column] = cell;
            fewest = fewest.min(cell);
        }
        if last < self.asked.len() {
            self.rows[depth][last + 1] = far;
            self.rows[depth][self.asked.len()] = far;
        }
        fewest
    }

    fn cell(&self, depth: usize, column: usize, first: usize, far: u8) -> u8 {
        let above = &self.rows[depth - 1];
        if column == 0 {
            return above[0].saturating_add(1).min(far);
        }
        let label = self.path[depth - 1];
        let replaced = above[column - 1] + u8::from(self.asked[column - 1] != label);
        let left = if column > first {
            self.rows[depth][column - 1]
        } else {
            far
        };
        let mut cell = replaced.min(above[column] + 1).min(left + 1);
        let swapped = depth > 1
            && column > 1
            && self.asked[column - 2] == label
            && self.asked[column - 1] == self.path[depth - 2];
        if swapped {
            cell = cell.min(self.rows[depth - 2][column - 2] + 1);
        }
        cell.min(far)
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Dictionary, Near};

    fn dictionary() -> Dictionary {
        let mut words: Vec<Vec<char>> = ["رضا", "رضایی", "رضوی", "مرتضوی", "علی", "علوی"]
            .iter()
            .map(|word| word.chars().collect())
            .collect();
        words.sort();
        Dictionary::with_words(&words)
    }

    fn near(asked: &str, most: u8) -> Vec<(String, u8)> {
        let dictionary = dictionary();
        let letters: Vec<char> = asked.chars().collect();
        let found = dictionary.near(&letters, most);
        found
            .iter()
            .map(|Near { edits, word }| (String::from_iter(dictionary.letters(*word)), *edits))
            .collect()
    }

    #[test]
    fn near_words_come_with_their_edits() {
        assert_eq!(near("رضا", 0), [("رضا".to_owned(), 0)]);
        assert_eq!(near("رضوی", 1), [("رضوی".to_owned(), 0)]);
        assert_eq!(
            near("علوی", 1),
            [("علوی".to_owned(), 0), ("علی".to_owned(), 1)]
        );
        assert_eq!(
            near("رضیو", 1),
            [("رضوی".to_owned(), 1)],
            "a swap is one edit"
        );
        assert_eq!(near("", 2), []);
    }

    #[test]
    fn the_banded_walk_agrees_with_the_plain_distance() {
        let dictionary = dictionary();
        for asked in ["رضا", "ضر", "مرتضی", "علویی", "رضایییی", "a"] {
            let letters: Vec<char> = asked.chars().collect();
            for word in 0..6 {
                let plain =
                    strsim::osa_distance(asked, &String::from_iter(dictionary.letters(word)));
                let found = dictionary
                    .near(&letters, 2)
                    .iter()
                    .find(|near| near.word == word)
                    .map(|near| near.edits);
                assert_eq!(
                    found,
                    (plain <= 2).then(|| u8::try_from(plain).unwrap()),
                    "{asked} {word}"
                );
            }
        }
    }

    #[test]
    fn a_prefix_is_a_range() {
        let dictionary = dictionary();
        let letters: Vec<char> = "رضا".chars().collect();
        assert_eq!(dictionary.prefixed(&letters).len(), 2);
        assert_eq!(dictionary.prefixed(&['x']).len(), 0);
    }
}
