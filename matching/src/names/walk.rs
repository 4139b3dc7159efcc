//! The walk over the trie that finds near strings: one row of the edit table a letter.
//!
//! The table is that of optimal string alignment, kept to the band that can still matter.

use super::dictionary::{Dictionary, Near, Node};
use super::key::MAX_LETTERS;

/// Edits that a search bears, in all and in the opening of what is asked for.
///
/// Two edits leave at most one in one of two halves; so a search that bears one in the first
/// half, and one from the other end that bears none there, together find all, at far less cost
/// than one that bears two anywhere.
#[derive(Clone, Copy, Debug)]
pub struct Allowance {
    /// Letters of the opening.
    pub opening: usize,
    /// Edits inside the opening.
    pub within: u8,
    /// Edits in all.
    pub most: u8,
}

impl Allowance {
    /// This many edits anywhere.
    pub const fn of(most: u8) -> Self {
        Self {
            opening: 0,
            within: most,
            most,
        }
    }
}

type Row = [u8; MAX_LETTERS + 2];

struct Walk<'a> {
    dictionary: &'a Dictionary,
    asked: &'a [char],
    allowance: Allowance,
    rows: Vec<Row>,
    path: [char; MAX_LETTERS],
    found: Vec<Near>,
}

/// All strings of the dictionary within the allowance, in no particular order.
pub fn walk(dictionary: &Dictionary, asked: &[char], allowance: Allowance) -> Vec<Near> {
    let mut walk = Walk {
        dictionary,
        asked,
        allowance,
        rows: vec![[0; MAX_LETTERS + 2]; MAX_LETTERS + 1],
        path: ['\0'; MAX_LETTERS],
        found: Vec::new(),
    };
    let far = allowance.most + 1;
    for column in 0..=asked.len() {
        let cell = u8::try_from(column).map_or(far, |cell| cell.min(far));
        walk.rows[0][column] = walk.kept(column, cell);
    }
    walk.descend(dictionary.root(), 0);
    walk.found
}

impl Walk<'_> {
    fn descend(&mut self, node: &Node, depth: usize) {
        let dictionary = self.dictionary;
        let children = dictionary.children(node);
        if children.is_empty() {
            (node.words.0..node.words.1).for_each(|word| self.compare(word, depth));
        }
        for child in children {
            if child.label == '\0' {
                self.compare(child.words.0, depth);
            } else {
                self.path[depth] = child.label;
                if self.fill(depth + 1) {
                    self.descend(child, depth + 1);
                }
            }
        }
    }

    /// Follows one string to its end from a depth whose row is known.
    fn compare(&mut self, word: u32, from: usize) {
        let dictionary = self.dictionary;
        let letters = dictionary.letters(word);
        for (depth, letter) in letters.iter().enumerate().skip(from) {
            self.path[depth] = *letter;
            if !self.fill(depth + 1) {
                return;
            }
        }
        let longer = letters.len().abs_diff(self.asked.len());
        let edits = self.rows[letters.len()][self.asked.len()];
        if longer <= usize::from(self.allowance.most) && edits <= self.allowance.most {
            self.found.push(Near { edits, word });
        }
    }

    /// Fills the row of a depth inside the band; whether any cell of it is still within reach.
    fn fill(&mut self, depth: usize) -> bool {
        let band = usize::from(self.allowance.most);
        let far = self.allowance.most + 1;
        let first = depth.saturating_sub(band);
        if first > self.asked.len() {
            return false;
        }
        let last = (depth + band).min(self.asked.len());
        if first > 0 {
            self.rows[depth][first - 1] = far;
        }
        let mut alive = false;
        for column in first..=last {
            let cell = self.kept(column, self.cell(depth, column));
            self.rows[depth][column] = cell;
            alive |= cell < far;
        }
        self.rows[depth][last + 1] = far;
        alive
    }

    fn cell(&self, depth: usize, column: usize) -> u8 {
        let above = &self.rows[depth - 1];
        if column == 0 {
            return above[0] + 1;
        }
        let label = self.path[depth - 1];
        let replaced = above[column - 1] + u8::from(self.asked[column - 1] != label);
        let cell = replaced
            .min(above[column] + 1)
            .min(self.rows[depth][column - 1] + 1);
        let swapped = depth > 1
            && column > 1
            && self.asked[column - 2] == label
            && self.asked[column - 1] == self.path[depth - 2];
        if swapped {
            cell.min(self.rows[depth - 2][column - 2] + 1)
        } else {
            cell
        }
    }

    /// The cell, or out of reach where it breaks the allowance.
    fn kept(&self, column: usize, cell: u8) -> u8 {
        let within = column <= self.allowance.opening && self.allowance.opening > 0;
        let most = if within {
            self.allowance.within
        } else {
            self.allowance.most
        };
        if cell > most {
            self.allowance.most + 1
        } else {
            cell
        }
    }
}
