//! Made-up papers: each author writes on two topics, each topic has its own words, in shared prose.

use matching::experts::{Document, Profile};

/// Words a topic, words that all share, and words a text.
const TOPIC_WORDS: usize = 60;
const SHARED_WORDS: usize = 300;
const LENGTH: usize = 90;

/// A small generator (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % bound as u64).unwrap_or_default()
    }

    /// Low numbers more often than high ones.
    fn skewed(&mut self, bound: usize) -> usize {
        let first = self.below(bound) + 1;
        self.below(first)
    }
}

/// A pronounceable word for a number.
fn word(number: usize) -> String {
    let syllables = [
        "ka", "lo", "mi", "tu", "re", "so", "na", "vi", "po", "du", "ge", "fa",
    ];
    let mut rest = number + 200;
    let mut word = String::new();
    while rest > 0 {
        word.push_str(syllables[rest % syllables.len()]);
        rest /= syllables.len();
    }
    word + "x"
}

fn text(topics: [usize; 2], dice: &mut Dice) -> String {
    let words: Vec<String> = (0..LENGTH)
        .map(|_| match dice.below(10) {
            0..=2 => {
                word(SHARED_WORDS + topics[dice.below(2)] * TOPIC_WORDS + dice.skewed(TOPIC_WORDS))
            }
            _ => word(dice.skewed(SHARED_WORDS)),
        })
        .collect();
    words.join(" ")
}

/// Authors with their papers, and for each author two further texts to be attributed.
pub fn library(
    authors: usize,
    topics: usize,
    papers: usize,
) -> (Vec<Profile>, Vec<(String, usize)>) {
    let mut dice = Dice(5);
    let (mut profiles, mut problems) = (Vec::new(), Vec::new());
    for author in 0..authors {
        let own = [author % topics, (author / topics + 1 + author) % topics];
        let documents = (0..papers)
            .map(|_| Document {
                title: String::new(),
                abstract_text: Some(text(own, &mut dice)),
            })
            .collect();
        profiles.push(Profile {
            id: author.to_string(),
            documents,
            ..Profile::default()
        });
        problems.extend((0..2).map(|_| (text(own, &mut dice), author)));
    }
    (profiles, problems)
}
