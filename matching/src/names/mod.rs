//! Fuzzy search of person names: typing slips, joined or split parts, either order of the parts.
//!
//! Names are compared as whole strings without spaces, in tries read from either end, and by
//! their words, so that part of a name finds it too.

mod candidates;
mod dictionary;
mod index;
mod key;
mod postings;
mod score;
mod walk;
mod whole;

pub use index::{NameHit, NameIndex};
