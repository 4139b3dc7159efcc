//! How well a name fits what was typed.
//!
//! The very name gets 1, its parts in another order .99, a name that holds all that was typed
//! .90 to .98 by how much of it was typed, a near name less than .90 by its likeness.

use strsim::generic_jaro_winkler;

const TURNED: f64 = 0.99;
const HELD: f64 = 0.90;
const HELD_SPAN: f64 = 0.08;

/// Share of Jaro–Winkler in the likeness: it breaks ties of the edit count by how names begin.
const OPENING_SHARE: f64 = 0.15;

/// What likeness part by part is worth against likeness as a whole.
const PARTWISE: f64 = 0.85;

/// An insertion, a deletion, a replacement or a swap, in the half units that are counted.
const EDIT: u16 = 2;

/// A letter for another that sounds the same in Persian.
const SOUND_ALIKE: u16 = 1;

/// Letters that sound the same, a class a row.
const SOUNDS: [&str; 6] = ["زذضظ", "سثص", "تط", "هح", "قغ", "اعئ"];

/// The fit of a name with the parts typed, `0..=1`.
pub fn score(typed: &[Vec<char>], name: &[&[char]]) -> f64 {
    let asked = typed.concat();
    let whole = name.concat();
    if asked.is_empty() || whole.is_empty() {
        return 0.0;
    }
    if asked == whole {
        return 1.0;
    }
    if orders(name).any(|turned| turned == asked) {
        return TURNED;
    }
    let likeness = orders(name)
        .map(|turned| alike(&asked, &turned))
        .fold(0.0, f64::max);
    if holds_all(typed, name) {
        let share = ratio(asked.len(), whole.len()).min(1.0);
        return HELD + HELD_SPAN * share + 0.01 * likeness;
    }
    HELD * likeness.max(PARTWISE * partwise(typed, name))
}

/// The name written without spaces, begun at each of its parts in turn.
fn orders<'a>(name: &'a [&'a [char]]) -> impl Iterator<Item = Vec<char>> + 'a {
    (0..name.len()).map(|turn| [&name[turn..], &name[..turn]].concat().concat())
}

/// Whether each part typed is a part of the name, the last one perhaps not typed to its end.
fn holds_all(typed: &[Vec<char>], name: &[&[char]]) -> bool {
    let Some((last, others)) = typed.split_last() else {
        return false;
    };
    others.iter().all(|part| name.contains(&part.as_slice()))
        && name.iter().any(|part| part.starts_with(last))
}

/// Likeness of each part typed to its best part of the name, weighted by letters.
fn partwise(typed: &[Vec<char>], name: &[&[char]]) -> f64 {
    let (mut sum, mut letters) = (0.0, 0.0);
    for part in typed {
        let weight = ratio(part.len(), 1);
        sum += weight
            * name
                .iter()
                .map(|other| alike(part, other))
                .fold(0.0, f64::max);
        letters += weight;
    }
    sum / letters
}

fn alike(a: &[char], b: &[char]) -> f64 {
    let longest = a.len().max(b.len());
    let edits = 1.0 - f64::from(distance(a, b)) / (f64::from(EDIT) * ratio(longest, 1));
    (1.0 - OPENING_SHARE) * edits.max(0.0)
        + OPENING_SHARE * generic_jaro_winkler(&Letters(a), &Letters(b))
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

/// Optimal string alignment in half units, letters that sound the same at half price.
fn distance(a: &[char], b: &[char]) -> u16 {
    let mut before: Vec<u16> = Vec::new();
    let mut above: Vec<u16> = (0..=b.len()).map(units).collect();
    for (row, letter) in a.iter().enumerate() {
        let mut current = vec![units(row + 1)];
        for (column, other) in b.iter().enumerate() {
            let mut cell = (above[column] + replacement(*letter, *other))
                .min(above[column + 1] + EDIT)
                .min(current[column] + EDIT);
            if row > 0 && column > 0 && a[row - 1] == *other && b[column - 1] == *letter {
                cell = cell.min(before[column - 1] + EDIT);
            }
            current.push(cell);
        }
        before = std::mem::replace(&mut above, current);
    }
    above.last().copied().unwrap_or(0)
}

fn replacement(a: char, b: char) -> u16 {
    if a == b {
        return 0;
    }
    let alike = SOUNDS
        .iter()
        .any(|class| class.contains(a) && class.contains(b));
    if alike { SOUND_ALIKE } else { EDIT }
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
    use super::score;

    fn fit(typed: &str, name: &str) -> f64 {
        let typed: Vec<Vec<char>> = typed
            .split(' ')
            .map(|part| part.chars().collect())
            .collect();
        let name: Vec<Vec<char>> = name.split(' ').map(|part| part.chars().collect()).collect();
        let name: Vec<&[char]> = name.iter().map(Vec::as_slice).collect();
        score(&typed, &name)
    }

    #[test]
    fn better_fits_score_higher() {
        let ladder = [
            fit("علی احمدی", "علی احمدی"),
            fit("احمدی علی", "علی احمدی"),
            fit("علی احمد", "علی احمدی"),
            fit("علی", "علی احمدی"),
            fit("علی اخمدی", "علی احمدی"),
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
