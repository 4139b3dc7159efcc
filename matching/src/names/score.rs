//! How well a name fits what was typed.
//!
//! The very name gets 1 and its parts in another order .99. A name of which part was typed
//! loses by the share that is missing, a misspelt name by its edits; the scales are set so that
//! a slip costs about as much as a quarter of the name not typed yet.

use strsim::generic_jaro_winkler;

const TURNED: f64 = 0.99;
const HELD: f64 = 0.97;
const MISSING: f64 = 0.4;

/// Factor on the likeness of a misspelt name.
const MISSPELT: f64 = 0.90;

/// Likeness from which no other order of the parts is tried.
const LIKE_ENOUGH: f64 = 0.7;

/// Share of Jaro–Winkler in the likeness: it breaks ties of the edit count by how names begin.
const OPENING_SHARE: f64 = 0.15;

/// What likeness part by part is worth against likeness as a whole.
const PARTWISE: f64 = 0.85;

/// An insertion, a deletion, a replacement or a swap, in the half units that are counted.
const EDIT: u16 = 2;

/// A letter for another that sounds the same in Persian.
const SOUND_ALIKE: u16 = 1;

/// What was typed, with room to compare it in.
pub struct Typed {
    parts: Vec<Vec<char>>,
    asked: Vec<char>,
    table: Table,
}

impl Typed {
    /// Prepares the parts typed.
    pub fn new(parts: Vec<Vec<char>>) -> Self {
        let asked = parts.concat();
        Self {
            parts,
            asked,
            table: Table::default(),
        }
    }

    /// The fit of a name with the parts typed, `0..=1`.
    pub fn score(&mut self, name: &[&[char]]) -> f64 {
        let whole = name.concat();
        if self.asked.is_empty() || whole.is_empty() {
            return 0.0;
        }
        if self.asked == whole {
            return 1.0;
        }
        let mut likeness = 0.0_f64;
        for turned in orders(name) {
            if turned == self.asked {
                return TURNED;
            }
            if likeness < LIKE_ENOUGH {
                likeness = likeness.max(self.table.alike(&self.asked, &turned));
            }
        }
        if self.holds_all(name) || whole.starts_with(&self.asked) || whole.ends_with(&self.asked) {
            let share = ratio(self.asked.len(), whole.len()).min(1.0);
            return HELD - MISSING * (1.0 - share);
        }
        if likeness < LIKE_ENOUGH {
            likeness = likeness.max(PARTWISE * self.partwise(name));
        }
        MISSPELT * likeness
    }

    /// Whether each part typed is a part of the name, the last one perhaps not typed to its end.
    fn holds_all(&self, name: &[&[char]]) -> bool {
        let Some((last, others)) = self.parts.split_last() else {
            return false;
        };
        others.iter().all(|part| name.contains(&part.as_slice()))
            && name.iter().any(|part| part.starts_with(last))
    }

    /// Likeness of each part typed to its best part of the name, weighted by letters.
    fn partwise(&mut self, name: &[&[char]]) -> f64 {
        let (mut sum, mut letters) = (0.0, 0.0);
        for part in &self.parts {
            let weight = ratio(part.len(), 1);
            let best = name
                .iter()
                .map(|other| self.table.alike(part, other))
                .fold(0.0, f64::max);
            sum += weight * best;
            letters += weight;
        }
        sum / letters
    }
}

/// The name written without spaces, begun at each of its parts in turn.
fn orders<'a>(name: &'a [&'a [char]]) -> impl Iterator<Item = Vec<char>> + 'a {
    (0..name.len()).map(|turn| [&name[turn..], &name[..turn]].concat().concat())
}

/// Rows of the edit table, kept from one comparison to the next.
#[derive(Default)]
struct Table {
    before: Vec<u16>,
    above: Vec<u16>,
    current: Vec<u16>,
}

impl Table {
    fn alike(&mut self, a: &[char], b: &[char]) -> f64 {
        let longest = a.len().max(b.len());
        let edits = 1.0 - f64::from(self.distance(a, b)) / (f64::from(EDIT) * ratio(longest, 1));
        let opening = generic_jaro_winkler(&Letters(a), &Letters(b));
        (1.0 - OPENING_SHARE) * edits.max(0.0) + OPENING_SHARE * opening
    }

    /// Optimal string alignment in half units, letters that sound the same at half price.
    fn distance(&mut self, a: &[char], b: &[char]) -> u16 {
        self.above.clear();
        self.above.extend((0..=b.len()).map(units));
        for (row, letter) in a.iter().enumerate() {
            self.current.clear();
            self.current.push(units(row + 1));
            for (column, other) in b.iter().enumerate() {
                let mut cell = (self.above[column] + replacement(*letter, *other))
                    .min(self.above[column + 1] + EDIT)
                    .min(self.current[column] + EDIT);
                if row > 0 && column > 0 && a[row - 1] == *other && b[column - 1] == *letter {
                    cell = cell.min(self.before[column - 1] + EDIT);
                }
                self.current.push(cell);
            }
            std::mem::swap(&mut self.before, &mut self.above);
            std::mem::swap(&mut self.above, &mut self.current);
        }
        self.above.last().copied().unwrap_or(0)
    }
}

/// Letters as something that can be walked by reference.
struct Letters<'a>(&'a [char]);

impl<'b> IntoIterator for &'b Letters<'_> {
    type Item = char;
    type IntoIter = std::iter::Copied<std::slice::Iter<'b, char>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter().copied()
    }
}

fn replacement(a: char, b: char) -> u16 {
    if a == b {
        return 0;
    }
    let alike = sound(a) != 0 && sound(a) == sound(b);
    if alike { SOUND_ALIKE } else { EDIT }
}

/// Class of letters that sound the same in Persian; 0 for all others.
const fn sound(letter: char) -> u8 {
    match letter {
        'ز' | 'ذ' | 'ض' | 'ظ' => 1,
        'س' | 'ث' | 'ص' => 2,
        'ت' | 'ط' => 3,
        'ه' | 'ح' => 4,
        'ق' | 'غ' => 5,
        'ا' | 'ع' => 6,
        _ => 0,
    }
}

fn units(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX / 4) * EDIT
}

fn ratio(part: usize, whole: usize) -> f64 {
    let count = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    count(part) / count(whole).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::Typed;

    fn fit(typed: &str, name: &str) -> f64 {
        let typed: Vec<Vec<char>> = typed
            .split(' ')
            .map(|part| part.chars().collect())
            .collect();
        let name: Vec<Vec<char>> = name.split(' ').map(|part| part.chars().collect()).collect();
        let name: Vec<&[char]> = name.iter().map(Vec::as_slice).collect();
        Typed::new(typed).score(&name)
    }

    #[test]
    fn better_fits_score_higher() {
        let ladder = [
            fit("علی احمدی", "علی احمدی"),
            fit("احمدی علی", "علی احمدی"),
            fit("علی احمد", "علی احمدی"),
            fit("علی اخمدی", "علی احمدی"),
            fit("علی", "علی احمدی"),
            fit("علی اخمدز", "علی احمدی"),
            fit("بهرام", "علی احمدی"),
        ];
        assert!(ladder.is_sorted_by(|a, b| a > b), "{ladder:?}");
        assert!(
            fit("رظا", "رضا") > fit("ردا", "رضا"),
            "a sound-alike is a lesser slip"
        );
    }
}
