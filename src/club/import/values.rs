//! The closed sets as spreadsheets write them, in Persian or by the contract's codes.

use std::collections::HashMap;

use entity::member::{Degree, MemberKind, MemberStanding, MemberTier};

use super::columns::key;

/// A value with the words that mean it; an export writes the first.
pub type Words<T> = [(T, &'static [&'static str])];

/// In bytes.
const WORD_MAX: usize = 200;

pub const KINDS: &Words<MemberKind> = &[
    (
        MemberKind::Internal,
        &[
            "همکار شهرداری",
            "INTERNAL",
            "داخلی",
            "درونی",
            "همکار",
            "شهرداری",
            "کارمند شهرداری",
        ],
    ),
    (
        MemberKind::External,
        &[
            "بیرونی",
            "EXTERNAL",
            "خارجی",
            "نخبه",
            "متخصص",
            "متخصص بیرونی",
            "نخبه یا متخصص بیرونی",
            "آزاد",
        ],
    ),
];

pub const TIERS: &Words<MemberTier> = &[
    (MemberTier::Member, &["عضو", "MEMBER", "عضو باشگاه", "عادی"]),
    (
        MemberTier::Planner,
        &[
            "برنامه‌ریز",
            "PLANNER",
            "طبقه برنامه‌ریزان",
            "طبقه برنامه‌ریزان شهری",
            "برنامه‌ریز شهری",
        ],
    ),
];

pub const STANDINGS: &Words<MemberStanding> = &[
    (
        MemberStanding::Applicant,
        &["متقاضی", "APPLICANT", "در انتظار"],
    ),
    (MemberStanding::Active, &["فعال", "ACTIVE"]),
    (
        MemberStanding::Suspended,
        &["تعلیق‌شده", "SUSPENDED", "تعلیق", "معلق"],
    ),
    (
        MemberStanding::Left,
        &["خارج‌شده", "LEFT", "خارج", "ترک عضویت"],
    ),
];

pub const DEGREES: &Words<Degree> = &[
    (Degree::Diploma, &["دیپلم", "DIPLOMA"]),
    (Degree::Associate, &["کاردانی", "ASSOCIATE", "فوق دیپلم"]),
    (
        Degree::Bachelor,
        &["کارشناسی", "BACHELOR", "لیسانس", "bachelor's", "BSc"],
    ),
    (
        Degree::Master,
        &[
            "کارشناسی ارشد",
            "MASTER",
            "فوق لیسانس",
            "ارشد",
            "master's",
            "MSc",
        ],
    ),
    (
        Degree::Doctorate,
        &[
            "دکتری",
            "DOCTORATE",
            "دکترا",
            "دکترای تخصصی",
            "PhD",
            "doctor",
        ],
    ),
];

/// The words by their keys; made once for many rows.
pub struct Meanings<T>(HashMap<String, T>);

impl<T: Copy> Meanings<T> {
    /// Of one closed set.
    #[must_use]
    pub fn of(words: &Words<T>) -> Self {
        let pairs = words.iter();
        let pairs = pairs.flat_map(|(value, words)| words.iter().map(|word| (key(word), *value)));
        Self(pairs.collect())
    }

    /// The value that a word means.
    #[must_use]
    pub fn get(&self, written: &str) -> Option<T> {
        // No word of ours is longer.
        let short = Some(written).filter(|text| text.len() <= WORD_MAX);
        short.and_then(|text| self.0.get(&key(text)).copied())
    }
}

/// The word that an export writes.
#[must_use]
pub fn word<T: Copy + PartialEq>(words: &Words<T>, value: T) -> &'static str {
    let found = words.iter().find(|(one, _)| *one == value);
    found.and_then(|(_, words)| words.first()).unwrap_or(&"")
}

#[cfg(test)]
mod tests {
    use super::{DEGREES, KINDS, Meanings, STANDINGS, TIERS, Words};

    fn each_means_itself<T: Copy + PartialEq + std::fmt::Debug>(words: &Words<T>) {
        let meanings = Meanings::of(words);
        for (value, spellings) in words {
            for word in *spellings {
                assert_eq!(meanings.get(word), Some(*value), "{word}");
            }
        }
    }

    #[test]
    fn every_word_means_one_value() {
        each_means_itself(KINDS);
        each_means_itself(TIERS);
        each_means_itself(STANDINGS);
        each_means_itself(DEGREES);
        let degrees = Meanings::of(DEGREES);
        assert_eq!(degrees.get("كارشناسي‌ارشد"), degrees.get("MASTER"));
        assert_eq!(degrees.get(""), None);
    }
}
