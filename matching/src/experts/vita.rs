//! Finds fields of study and offices in a part of a profile: the longest phrase at each word.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::careers::{OFFICES, STUDIES};
use crate::Desk;
use crate::text::{is_detached_affix, phrase_key, words};

/// Longest phrase of the tables in words.
const LONGEST: usize = 5;

/// «General» in the title of a large office: `اداره کل` is an `اداره` too.
const GENERAL: &str = "کل";

/// Whether a phrase names something learnt or a place of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Station {
    Study,
    Office,
}

/// A phrase found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub desk: Desk,
    pub station: Station,
    pub phrase: String,
}

/// The fields of study and offices named in a text, in its order.
pub fn stations(text: &str) -> Vec<Found> {
    let words: Vec<(&str, String)> = words(text)
        .into_iter()
        .filter(|word| !is_detached_affix(&word.stem) && word.stem != GENERAL)
        .map(|word| (word.surface, word.stem))
        .collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let longest = (1..=LONGEST.min(words.len() - at))
            .rev()
            .find_map(|length| {
                let key: String = words[at..at + length]
                    .iter()
                    .map(|word| word.1.as_str())
                    .collect();
                table().get(&key).map(|entry| (length, *entry))
            });
        if let Some((length, (desk, station))) = longest {
            let surfaces: Vec<&str> = words[at..at + length].iter().map(|word| word.0).collect();
            found.push(Found {
                desk,
                station,
                phrase: surfaces.join(" "),
            });
        }
        at += longest.map_or(1, |(length, _)| length);
    }
    found
}

fn table() -> &'static HashMap<String, (Desk, Station)> {
    static TABLE: OnceLock<HashMap<String, (Desk, Station)>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = HashMap::new();
        for (tables, station) in [(&STUDIES, Station::Study), (&OFFICES, Station::Office)] {
            for (desk, phrases) in tables {
                table.extend(
                    phrases
                        .iter()
                        .map(|phrase| (phrase_key(phrase), (*desk, station))),
                );
            }
        }
        table
    })
}

#[cfg(test)]
mod tests {
    use super::{Station, stations};
    use crate::Desk;

    #[test]
    fn the_longest_phrase_counts() {
        let found = stations("کارشناس اقتصاد شهری در اداره املاک");
        let found: Vec<_> = found
            .iter()
            .map(|found| (found.desk, found.station))
            .collect();
        assert_eq!(
            found,
            [
                (Desk::FinanceEconomy, Station::Study),
                (Desk::FinanceEconomy, Station::Office)
            ]
        );
    }
}
