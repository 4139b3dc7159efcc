//! Two ways to candidates for a mistyped word: `cargo run --release -p matching --example typos`.
//!
//! Both are ranked by strsim alone, over the stems of the exemplars, for one edit each.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::error::Error;

mod cpu;

use cpu::microseconds;
use matching::corpus::exemplars;
use matching::text::stems;

/// Lengths of words that the engine corrects.
const LENGTHS: std::ops::RangeInclusive<usize> = 4..=24;
/// Candidates by trigrams that are compared letter by letter.
const MOST: usize = 32;
const LETTERS: [char; 8] = ['ا', 'ب', 'ر', 'س', 'م', 'ن', 'و', 'ی'];

type Forms = HashMap<String, Vec<usize>>;

fn main() -> Result<(), Box<dyn Error>> {
    let texts = exemplars().iter();
    let all = texts.flat_map(|e| stems(&format!("{} {}", e.title, e.description)));
    let fit = |word: &String| LENGTHS.contains(&word.chars().count());
    let words: Vec<String> = all
        .filter(fit)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let typed: Vec<(usize, String)> = words.iter().enumerate().map(slip).collect();
    let typed: Vec<_> = typed
        .into_iter()
        .filter(|(at, t)| *t != words[*at])
        .collect();
    println!("{} stems, {} slips", words.len(), typed.len());
    println!(
        "| candidates | the stem is among them | and ranked first | compared | µs of CPU a word |"
    );
    println!("|---|---|---|---|---|");
    report("one letter left out", &words, &typed, forms)?;
    report("a trigram shared", &words, &typed, trigrams)
}

fn report(
    name: &str,
    words: &[String],
    typed: &[(usize, String)],
    parts: fn(&str) -> Vec<String>,
) -> Result<(), Box<dyn Error>> {
    let index = index(words, parts);
    let (mut held, mut first, mut compared) = (0, 0, 0);
    for (right, word) in typed {
        let found = candidates(&index, &parts(word));
        held += usize::from(found.contains(right));
        first += usize::from(nearest(words, &found, word) == Some(*right));
        compared += found.len();
    }
    let mut next = typed.iter().cycle();
    let one = || {
        let word = next.next().map_or("", |(_, word)| word);
        nearest(words, &candidates(&index, &parts(word)), word)
    };
    let time = microseconds(u32::try_from(typed.len())?, one)?;
    let share = |part: usize| {
        Ok::<_, std::num::TryFromIntError>(
            f64::from(u32::try_from(part)?) / f64::from(u32::try_from(typed.len())?),
        )
    };
    println!(
        "| {name} | {:.3} | {:.3} | {:.1} | {time:.1} |",
        share(held)?,
        share(first)?,
        share(compared)?
    );
    Ok(())
}

fn index(words: &[String], parts: fn(&str) -> Vec<String>) -> Forms {
    let mut index = Forms::new();
    for (at, word) in words.iter().enumerate() {
        for part in parts(word) {
            index.entry(part).or_default().push(at);
        }
    }
    index
}

/// The words that share most parts, at most [`MOST`], ties in their order.
fn candidates(index: &Forms, parts: &[String]) -> Vec<usize> {
    let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
    for at in parts.iter().filter_map(|part| index.get(part)).flatten() {
        *shared.entry(*at).or_default() += 1;
    }
    let mut ranked: Vec<(usize, usize)> = shared.into_iter().collect();
    ranked.sort_by_key(|&(at, times)| (usize::MAX - times, at));
    ranked.into_iter().take(MOST).map(|(at, _)| at).collect()
}

fn nearest(words: &[String], candidates: &[usize], word: &str) -> Option<usize> {
    let edits = candidates
        .iter()
        .map(|&at| (strsim::osa_distance(&words[at], word), at));
    edits
        .filter(|(edits, _)| *edits <= 1)
        .min()
        .map(|(_, at)| at)
}

/// The word and its forms with one letter left out.
fn forms(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let without = |out: usize| {
        letters
            .iter()
            .enumerate()
            .filter(move |(at, _)| *at != out)
            .map(|(_, c)| c)
            .collect()
    };
    let all: BTreeSet<String> = (0..=letters.len()).map(without).collect();
    all.into_iter().collect()
}

/// Its trigrams with two marks before and one after, as `pg_trgm` cuts them.
fn trigrams(word: &str) -> Vec<String> {
    let letters: Vec<char> = format!("  {word} ").chars().collect();
    let all: BTreeSet<String> = letters
        .windows(3)
        .map(|three| three.iter().collect())
        .collect();
    all.into_iter().collect()
}

/// The word with one edit, whose kind, place and letter its number scatters.
fn slip((at, word): (usize, &String)) -> (usize, String) {
    let mut letters: Vec<char> = word.chars().collect();
    let (place, letter) = (
        at * 7 % (letters.len() - 1),
        LETTERS[at / 4 % LETTERS.len()],
    );
    match at % 4 {
        0 => drop(letters.remove(place)),
        1 => letters.insert(place, letter),
        2 => letters[place] = letter,
        _ => letters.swap(place, place + 1),
    }
    (at, letters.into_iter().collect())
}
