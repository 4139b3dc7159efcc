//! Terms: the hashed, space-free keys of a reading's words, phrases and letter fragments.
//!
//! A word and a phrase with the same letters share a key, so حمل و نقل meets حملونقل.
//! Keys are 64-bit FNV-1a hashes: nothing is allocated for the many that are not known.

use super::reading::{Reading, Segment, Zone};

/// The kind of a term: which of the text features it feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Word,
    Phrase,
    Gram,
}

/// One occurrence of a term.
#[derive(Clone, Copy, Debug)]
pub(super) struct Occurrence {
    pub key: u64,
    pub kind: Kind,
    pub zone: Zone,
    /// Where it stands: segment, first word (or first letter), number of words.
    pub segment: u32,
    pub start: u32,
    pub length: u32,
    /// 1 as written; less where a word was read as a likely misspelling of another.
    pub certainty: f64,
}

/// Every occurrence in a reading, and the letters that its fragments were cut from.
#[derive(Clone, Debug, Default)]
pub(super) struct Terms {
    pub occurrences: Vec<Occurrence>,
    pub letters: Vec<Vec<char>>,
}

/// Letters in a fragment: four did best of three to five, and joined to words by 0.35 to 0.5.
pub(super) const GRAM: usize = 4;
/// About as many terms has a word: itself, the phrases and the fragments that begin with it.
const TERMS_A_WORD: usize = 8;
/// Longest phrase in words: the longest vocabulary phrases that recur have four.
const LONGEST: usize = 4;
/// The key of no word at all.
pub(crate) const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0100_0000_01b3;
/// Where fragments start hashing, so that none shares a key with a word.
const GRAM_OFFSET: u64 = OFFSET ^ 0x5bd1_e995;

/// The key of one stem.
pub(super) fn word_key(stem: &str) -> u64 {
    extend(OFFSET, stem)
}

/// The key of a phrase and one more stem.
pub(crate) fn extend(key: u64, stem: &str) -> u64 {
    stem.bytes().fold(key, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(PRIME)
    })
}

fn gram_key(letters: &[char]) -> u64 {
    letters.iter().fold(GRAM_OFFSET, |hash, &c| {
        (hash ^ u64::from(u32::from(c))).wrapping_mul(PRIME)
    })
}

impl Terms {
    pub fn of(reading: &Reading<'_>) -> Self {
        let words = reading.segments.iter().map(|segment| segment.words.len());
        let mut terms = Self {
            occurrences: Vec::with_capacity(TERMS_A_WORD * words.sum::<usize>()),
            letters: Vec::with_capacity(reading.segments.len()),
        };
        for (at, segment) in reading.segments.iter().enumerate() {
            let place = u32::try_from(at).unwrap_or(u32::MAX);
            terms.add_words(segment, place);
            terms.add_grams(segment, place);
        }
        terms
    }

    fn add_words(&mut self, segment: &Segment<'_>, place: u32) {
        for start in 0..segment.words.len() {
            let mut key = OFFSET;
            let mut certainty = 1.0_f64;
            for end in start..segment.words.len().min(start + LONGEST) {
                key = extend(key, &segment.words[end].stem);
                certainty = certainty.min(segment.words[end].certainty);
                if segment.words[start].stop || segment.words[end].stop {
                    continue;
                }
                let kind = if end == start {
                    Kind::Word
                } else {
                    Kind::Phrase
                };
                self.occurrences.push(Occurrence {
                    key,
                    kind,
                    zone: segment.zone,
                    segment: place,
                    start: index(start),
                    length: index(end - start + 1),
                    certainty,
                });
            }
        }
    }

    fn add_grams(&mut self, segment: &Segment<'_>, place: u32) {
        let content = segment.words.iter().filter(|word| !word.stop);
        let letters: Vec<char> = content.flat_map(|word| word.stem.chars()).collect();
        for (start, gram) in letters.windows(GRAM).enumerate() {
            self.occurrences.push(Occurrence {
                key: gram_key(gram),
                kind: Kind::Gram,
                zone: segment.zone,
                segment: place,
                start: index(start),
                length: index(GRAM),
                certainty: 1.0,
            });
        }
        self.letters.push(letters);
    }
}

/// Positions beyond four thousand million words would only blur the evidence.
fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
