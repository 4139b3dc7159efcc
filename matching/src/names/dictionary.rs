//! Distinct strings in order, with a trie above them: exact, prefix and near look-ups.
//!
//! Strings are numbered in code point order, so that a prefix is a range of numbers.
//! The trie stops at a handful of strings, which are then compared one by one.

use std::ops::Range;

use super::key::MAX_LETTERS;
use super::walk::{Allowance, walk};

/// Number of a string in code point order.
pub type Word = u32;

/// Strings below which a node is not divided further.
const BUCKET: u32 = 4;

/// A branch of the trie: the strings that begin alike.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// The letter that leads here.
    pub label: char,
    /// Places of the children; none where the strings are compared one by one.
    pub children: (u32, u32),
    /// The strings below, as a range of numbers.
    pub words: (Word, Word),
}

/// Distinct strings.
#[derive(Clone, Debug)]
pub struct Dictionary {
    nodes: Vec<Node>,
    letters: Vec<char>,
    ends: Vec<u32>,
}

/// A string near the one asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Near {
    /// Edits between the two: insert, delete, replace, swap of neighbours.
    pub edits: u8,
    /// The string found.
    pub word: Word,
}

impl Dictionary {
    /// Builds the trie; `words` must be sorted and distinct, none longer than [`MAX_LETTERS`].
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

    /// The letters of a string.
    pub fn letters(&self, word: Word) -> &[char] {
        let place = word as usize;
        let start = place
            .checked_sub(1)
            .map_or(0, |before| self.ends[before] as usize);
        &self.letters[start..self.ends[place] as usize]
    }

    /// The string with exactly these letters.
    pub fn exact(&self, letters: &[char]) -> Option<Word> {
        let word = self.first_from(letters);
        (word < self.len() && self.letters(word) == letters).then_some(word)
    }

    /// The strings that begin with these letters, as a range of numbers.
    pub fn prefixed(&self, letters: &[char]) -> Range<Word> {
        let start = self.first_from(letters);
        start..self.boundary(start, |word| word.starts_with(letters))
    }

    /// The strings within the allowance, fewest edits first, then by number.
    pub fn near(&self, letters: &[char], allowance: Allowance) -> Vec<Near> {
        let mut found = walk(self, &letters[..letters.len().min(MAX_LETTERS)], allowance);
        found.sort_unstable();
        found
    }

    /// The children of a node; empty for a bucket.
    pub fn children(&self, node: &Node) -> &[Node] {
        &self.nodes[node.children.0 as usize..node.children.1 as usize]
    }

    /// The node above all strings.
    pub fn root(&self) -> &Node {
        &self.nodes[0]
    }

    /// The first string not below these letters.
    fn first_from(&self, letters: &[char]) -> Word {
        self.boundary(0, |word| word < letters)
    }

    /// The first string from `start` on for which the condition no longer holds.
    fn boundary(&self, start: Word, holds: impl Fn(&[char]) -> bool) -> Word {
        let (mut low, mut high) = (start, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if holds(self.letters(middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    fn len(&self) -> Word {
        number(self.ends.len())
    }
}

/// Lays the nodes out breadth first, so that the children of a node stand side by side.
fn grow(words: &[Vec<char>]) -> Vec<Node> {
    let mut nodes = vec![Node {
        label: ' ',
        children: (0, 0),
        words: (0, number(words.len())),
    }];
    let mut depths = vec![0_usize];
    let mut next = 0;
    while next < nodes.len() {
        let (depth, (low, high)) = (depths[next], nodes[next].words);
        if high - low > BUCKET {
            let first = number(nodes.len());
            for (label, words) in branches(words, depth, low..high) {
                nodes.push(Node {
                    label,
                    children: (0, 0),
                    words,
                });
                depths.push(depth + 1);
            }
            nodes[next].children = (first, number(nodes.len()));
        }
        next += 1;
    }
    nodes
}

/// Divides strings by their letter at a depth; one that ends there goes with the label `\0`.
fn branches(words: &[Vec<char>], depth: usize, range: Range<Word>) -> Vec<(char, (Word, Word))> {
    let mut branches = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let letter = words[at as usize].get(depth).copied();
        let rest = &words[at as usize..range.end as usize];
        let end = at + number(rest.partition_point(|word| word.get(depth).copied() == letter));
        branches.push((letter.unwrap_or('\0'), (at, end)));
        at = end;
    }
    branches
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Allowance, Dictionary, Near};

    const WORDS: [&str; 8] = [
        "رضا",
        "رضایی",
        "رضوی",
        "مرتضوی",
        "علی",
        "علوی",
        "رضوانی",
        "رض",
    ];

    fn dictionary() -> Dictionary {
        let mut words: Vec<Vec<char>> = WORDS.iter().map(|word| word.chars().collect()).collect();
        words.sort();
        Dictionary::with_words(&words)
    }

    #[test]
    fn the_walk_agrees_with_the_plain_distance() {
        let dictionary = dictionary();
        for asked in ["رضا", "ضر", "مرتضی", "علویی", "رضایییی", "a", "", "رضیو"]
        {
            let letters: Vec<char> = asked.chars().collect();
            for most in 0..=2 {
                let found = dictionary.near(&letters, Allowance::of(most));
                for word in 0..8 {
                    let plain =
                        strsim::osa_distance(asked, &String::from_iter(dictionary.letters(word)));
                    let edits = found
                        .iter()
                        .find(|near| near.word == word)
                        .map(|near| usize::from(near.edits));
                    assert_eq!(
                        edits,
                        (plain <= usize::from(most)).then_some(plain),
                        "{asked} {word}"
                    );
                }
            }
        }
    }

    #[test]
    fn an_allowance_for_the_opening_is_kept() {
        let dictionary = dictionary();
        let letters: Vec<char> = "مرتضو".chars().collect();
        assert_eq!(
            dictionary
                .near(
                    &letters,
                    Allowance {
                        opening: 4,
                        within: 0,
                        most: 1
                    }
                )
                .len(),
            1
        );
        let letters: Vec<char> = "نرتضوی".chars().collect();
        assert_eq!(
            dictionary.near(
                &letters,
                Allowance {
                    opening: 3,
                    within: 0,
                    most: 2
                }
            ),
            [] as [Near; 0]
        );
    }

    #[test]
    fn a_prefix_is_a_range() {
        let dictionary = dictionary();
        let letters: Vec<char> = "رضا".chars().collect();
        assert_eq!(dictionary.prefixed(&letters).len(), 2);
        assert_eq!(dictionary.prefixed(&['x']).len(), 0);
        assert!(dictionary.exact(&letters).is_some());
        assert!(dictionary.exact(&['x']).is_none());
    }
}
