//! Fuzzy search of person names: typing slips, joined or split parts, either order of the parts.
//!
//! A query is read in a few ways (as typed, with two parts joined, with one part split).
//! Each part finds its near words in a trie of the distinct name parts, and pairs of near
//! words find the names that hold both, so the cost follows the words and not the names.

mod candidates;
mod dictionary;
mod index;
mod key;
mod postings;
mod reading;
mod score;

pub use index::{NameHit, NameIndex};
