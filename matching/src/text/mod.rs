//! Persian text: folding, tokens, stems and phrase keys.
//!
//! Each stage feeds the next, so two spellings of one word meet as early as they can:
//! letters and marks in [`fold`], half-spaces in [`tokens`], inflection in [`stems`],
//! and spaces in [`phrase_key`]. Every stage is linear in its input and total.

mod affixes;
mod collation;
mod fold;
mod letters;
mod phrase;
mod stem;
mod tokens;
mod words;

pub use collation::collation_key;
pub use fold::fold;
pub(crate) use letters::is_word_character;
pub use phrase::{is_detached_affix, phrase_key};
pub use stem::{stem, stems};
pub use tokens::tokens;
pub(crate) use words::surfaces;
pub use words::{Word, words};
