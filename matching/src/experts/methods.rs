//! How somebody works, apart from what they work on.
//!
//! A sociologist of waste knows waste and an analyst of bus tickets knows buses, while research
//! and data by themselves are the subjects of desks of their own.

use std::collections::HashSet;
use std::sync::OnceLock;

use crate::text::{phrase_key, words};

/// Longest phrase below, in words.
const LONGEST: usize = 4;

/// Disciplines and tools of research, in the words of a curriculum vitae.
const METHODS: &[&str] = &[
    "آمار",
    "ارزیابی",
    "ارزیابی اثر",
    "ارزیابی اثرات",
    "ارزیابی تأثیر",
    "ارزیابی پیامد",
    "الگوریتم",
    "انسان‌شناسی",
    "بینایی ماشین",
    "تحقیق",
    "تحلیل",
    "تحلیل آماری",
    "تحلیل داده",
    "تحلیل محتوا",
    "تحلیلگر",
    "جامعه‌شناس",
    "جامعه‌شناسی",
    "جامعه‌شناسی شهری",
    "داده",
    "داده‌کاوی",
    "داشبورد",
    "رفتار",
    "رفتارشناسی",
    "روش کیفی",
    "سنجش از دور",
    "شبیه‌سازی",
    "علم داده",
    "مدل‌سازی",
    "مردم‌شناسی",
    "مردم‌نگاری",
    "مصاحبه",
    "مطالعه",
    "مطالعه اجتماعی",
    "مطالعه کیفی",
    "هوش مصنوعی",
    "پرسشنامه",
    "پژوهش",
    "پژوهش اجتماعی",
    "پژوهشگر",
    "پیمایش",
    "پیمایش اجتماعی",
    "کلان‌داده",
    "یادگیری ماشین",
    "analytics",
    "big data",
    "dashboard",
    "data",
    "data analysis",
    "data mining",
    "data science",
    "machine learning",
    "simulation",
    "statistics",
    "survey",
];

/// The text without the methods it names; the text itself where it names none or nothing else.
pub fn subject(text: &str) -> String {
    let words = words(text);
    let stems: Vec<&str> = words.iter().map(|word| word.stem.as_str()).collect();
    let mut told = String::with_capacity(text.len());
    let mut left = 0;
    let mut at = 0;
    while at < words.len() {
        let longest = LONGEST.min(words.len() - at);
        let method = (1..=longest)
            .rev()
            .find(|length| table().contains(&stems[at..at + length].concat()));
        if let Some(length) = method {
            told.push_str("؛ ");
            at += length;
        } else {
            told.push_str(words[at].surface);
            told.push(' ');
            left += 1;
            at += 1;
        }
    }
    if left == 0 || left == words.len() {
        text.to_owned()
    } else {
        told
    }
}

fn table() -> &'static HashSet<String> {
    static TABLE: OnceLock<HashSet<String>> = OnceLock::new();
    TABLE.get_or_init(|| METHODS.iter().map(|method| phrase_key(method)).collect())
}

#[cfg(test)]
mod tests {
    use super::subject;

    #[test]
    fn methods_go_where_a_subject_stays() {
        assert_eq!(subject("تحلیل داده ناوگان اتوبوس"), "؛ ناوگان اتوبوس ");
        assert_eq!(subject("جامعه شناسی پسماند"), "؛ پسماند ");
        assert_eq!(subject("آمار،پسماند/نخاله"), "؛ پسماند نخاله ");
        for whole in ["تحلیل داده", "ناوگان اتوبوس", ""] {
            assert_eq!(subject(whole), whole);
        }
    }
}
