//! Typing slips made on purpose: how much of the accuracy survives hurried typing.

use crate::corpus::Labelled;
use crate::text::is_word_character;

/// Letters that a slip may put in.
const LETTERS: [char; 32] = [
    'ا', 'ب', 'پ', 'ت', 'ث', 'ج', 'چ', 'ح', 'خ', 'د', 'ذ', 'ر', 'ز', 'ژ', 'س', 'ش', 'ص', 'ض', 'ط',
    'ظ', 'ع', 'غ', 'ف', 'ق', 'ک', 'گ', 'ل', 'م', 'ن', 'و', 'ه', 'ی',
];

/// The problems with one edit in every third word of two letters or more.
///
/// An edit leaves a letter out, puts one in, replaces one or swaps two neighbours, each as often.
/// The same seed makes the same slips.
#[must_use]
pub fn with_typos(problems: &[Labelled], seed: u64) -> Vec<Labelled> {
    let mut dice = Dice(seed);
    let mut corrupt = |problem: &Labelled| Labelled {
        title: corrupted(&problem.title, &mut dice),
        description: corrupted(&problem.description, &mut dice),
        ..problem.clone()
    };
    problems.iter().map(&mut corrupt).collect()
}

fn corrupted(text: &str, dice: &mut Dice) -> String {
    let mut words = 0;
    let mut out = String::with_capacity(text.len());
    for piece in text.split_inclusive(|c| !is_word_character(c)) {
        let mut letters: Vec<char> = piece.chars().collect();
        let rest = letters.pop_if(|c| !is_word_character(*c));
        if letters.len() > 1 {
            words += 1;
            if words % 3 == 0 {
                slip(&mut letters, dice);
            }
        }
        out.extend(letters);
        out.extend(rest);
    }
    out
}

fn slip(letters: &mut Vec<char>, dice: &mut Dice) {
    let at = dice.below(letters.len());
    let neighbour = if at == 0 { 1 } else { at - 1 };
    let letter = LETTERS[dice.below(LETTERS.len())];
    match dice.below(4) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letter),
        2 => letters[at] = letter,
        _ => letters.swap(at, neighbour),
    }
}

/// Numbers by `SplitMix64`. Source: Steele et al., "Fast Splittable Pseudorandom Number
/// Generators" (2014).
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        let bound = u64::try_from(count).unwrap_or(u64::MAX).max(1);
        usize::try_from(mixed % bound).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(words: usize) -> Labelled {
        Labelled {
            id: String::new(),
            title: String::new(),
            description: vec!["درختان"; words].join(" "),
            desk: None,
            also: Vec::new(),
        }
    }

    /// Edits in each word of the problem after slips.
    fn edits(problem: &Labelled, seed: u64) -> Vec<usize> {
        let typed = with_typos(std::slice::from_ref(problem), seed);
        let pairs = problem
            .description
            .split(' ')
            .zip(typed[0].description.split(' '));
        pairs.map(|(a, b)| strsim::osa_distance(a, b)).collect()
    }

    #[test]
    fn every_third_word_slips_and_no_other() {
        let edits = edits(&problem(3_000), 7);
        assert_eq!(edits.len(), 3_000);
        for (at, edits) in edits.iter().enumerate() {
            assert!(
                *edits <= usize::from(at % 3 == 2),
                "word {at}: {edits} edits"
            );
        }
        // A letter replaced by itself, or swapped with its like, is no slip; few are.
        assert!(edits.iter().sum::<usize>() > 900, "{edits:?}");
    }

    #[test]
    fn the_seed_decides() {
        assert_eq!(edits(&problem(90), 1), edits(&problem(90), 1));
        assert_ne!(with_typos(&[problem(90)], 1), with_typos(&[problem(90)], 2));
    }
}
