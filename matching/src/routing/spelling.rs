//! Likely readings of mistyped words: known stems one slip away.
//!
//! Words that share a form with one letter left out are candidates; strsim ranks them.
//! This finds every word within one insertion, deletion, substitution or swap.

use std::ops::RangeInclusive;

use super::terms::word_key;

/// Letters of words that are corrected: shorter ones have too many neighbours, longer ones are
/// no words.
const LENGTHS: RangeInclusive<usize> = 4..=24;
/// Two candidates are compared at most this many times.
const MOST_CANDIDATES: usize = 32;
/// What a slip costs: a corrected word counts this much of a word written right.
const TRUST: f64 = 0.8;

/// A known stem that a word may stand for.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub stem: String,
    /// 0..1.
    pub similarity: f64,
}

#[derive(Clone, Debug)]
struct Stem {
    letters: Vec<char>,
    times: u32,
}

/// The known stems under each of their forms with at most one letter left out.
#[derive(Clone, Debug, Default)]
pub(super) struct Spelling {
    stems: Vec<Stem>,
    forms: Vec<(u64, u32)>,
}

impl Spelling {
    /// Stems with how often training saw them.
    pub fn new<'a>(known: impl Iterator<Item = (&'a str, u32)>) -> Self {
        let mut stems: Vec<Stem> = known
            .map(|(stem, times)| Stem {
                letters: stem.chars().collect(),
                times,
            })
            .filter(|stem| LENGTHS.contains(&stem.letters.len()))
            .collect();
        stems.sort_by(|a, b| a.letters.cmp(&b.letters));
        let mut forms = Vec::with_capacity(stems.len() * 8);
        for (stem, id) in stems.iter().zip(0_u32..) {
            each_form(&stem.letters, |form| forms.push((form, id)));
        }
        forms.sort_unstable();
        forms.dedup();
        Self { stems, forms }
    }

    /// The closest known stem: the most similar, then the most frequent, then the first.
    pub fn nearest(&self, word: &str) -> Option<Found> {
        let letters: Vec<char> = word.chars().take(LENGTHS.end() + 1).collect();
        if !LENGTHS.contains(&letters.len()) || !letters.iter().all(|c| c.is_alphabetic()) {
            return None;
        }
        let mut candidates = Vec::new();
        each_form(&letters, |form| {
            candidates.extend(self.with_form(form).take(MOST_CANDIDATES));
        });
        candidates.sort_unstable();
        candidates.dedup();
        let scored = candidates
            .into_iter()
            .filter_map(|id| self.compare(&letters, id));
        let best =
            scored.min_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)).then(a.2.cmp(&b.2)));
        best.map(|(similarity, _, id)| Found {
            stem: self.stems[id as usize].letters.iter().collect(),
            similarity: similarity * TRUST,
        })
    }

    fn compare(&self, letters: &[char], id: u32) -> Option<(f64, u32, u32)> {
        let stem = &self.stems[id as usize];
        let similarity = similarity(letters, &stem.letters)?;
        Some((similarity, stem.times, id))
    }

    fn with_form(&self, form: u64) -> impl Iterator<Item = u32> {
        let start = self.forms.partition_point(|&(other, _)| other < form);
        self.forms[start..]
            .iter()
            .take_while(move |entry| entry.0 == form)
            .map(|entry| entry.1)
    }
}

/// Share of letters that agree, for words one edit apart; `None` beyond.
fn similarity(a: &[char], b: &[char]) -> Option<f64> {
    let (a, b): (String, String) = (a.iter().collect(), b.iter().collect());
    let edits = strsim::osa_distance(&a, &b);
    let longest = a.chars().count().max(b.chars().count());
    (edits <= 1).then(|| {
        1.0 - f64::from(u32::try_from(edits).unwrap_or(1))
            / f64::from(u32::try_from(longest).unwrap_or(u32::MAX))
    })
}

/// Calls back with the key of the word and of each form with one letter left out.
fn each_form(letters: &[char], mut give: impl FnMut(u64)) {
    let mut form = String::with_capacity(letters.len() * 2);
    form.extend(letters);
    give(word_key(&form));
    for out in 0..letters.len() {
        form.clear();
        form.extend(letters[..out].iter().chain(&letters[out + 1..]));
        give(word_key(&form));
    }
}
