//! What the features of a score are called, for people.

/// Code, English name and Persian name of every feature; docs/matching.md explains each.
///
/// WORDS of a text and of an expert are one name: both are shared words.
const NAMES: [(&str, &str, &str); 20] = [
    ("WORDS", "Words", "واژه‌ها"),
    ("GRAMS", "Fragments of words", "پاره‌واژه‌ها"),
    ("PHRASES", "Phrases", "عبارت‌ها"),
    ("REQUEST", "What is asked for", "درخواست"),
    ("UNIT", "Reporting unit", "واحد گزارش‌دهنده"),
    (
        "PRECEDENTS",
        "Past decisions on like problems",
        "سابقه‌های مشابه",
    ),
    ("LEARNED", "Learned from decisions", "آموخته از تصمیم‌ها"),
    ("FIELD", "Field of study", "رشتهٔ تحصیلی"),
    ("JOB", "Post", "شغل و سمت"),
    ("EXPERTISE", "Expertise", "تخصص"),
    ("BIO", "Biography", "شرح حال"),
    ("DOCUMENTS", "Documents", "مدارک"),
    ("LEAST", "Raised to zero", "جبران تا صفر"),
    ("WISH", "Own wish", "ترجیح خود عضو"),
    ("CONTINUITY", "Holds the seat now", "تداوم عضویت در میز"),
    ("TOPICS", "Topics", "موضوع‌ها"),
    ("DESK", "Seat or fit at the desk", "تناسب با میز"),
    ("SOLVED", "Solved the like before", "حل مسئلهٔ مشابه"),
    ("AVAILABILITY", "Free time", "وقت آزاد"),
    ("LOAD", "Open problems", "بار کاری"),
];

/// The English and the Persian name of the feature with this code.
pub fn names(code: &str) -> Option<(&'static str, &'static str)> {
    let known = NAMES.iter().find(|(known, ..)| *known == code);
    known.map(|(_, english, persian)| (*english, *persian))
}

#[cfg(test)]
mod tests {
    use matching::{
        experts::{Feature as Fit, PlacementPart as Part},
        routing,
    };

    use super::{NAMES, names};

    #[test]
    fn every_feature_has_a_name_and_a_row_in_the_docs() {
        let docs = ["matching.md", "experts.md", "assignment.md"]
            .map(|file| format!("{}/docs/{file}", env!("CARGO_MANIFEST_DIR")))
            .map(|path| std::fs::read_to_string(path).unwrap())
            .concat();
        for (code, _, persian) in NAMES {
            assert!(docs.contains(&format!("| {code} | {persian} |")), "{code}");
        }
        let codes = routing::Feature::ALL.map(routing::Feature::code);
        let parts = [
            Part::Field,
            Part::Job,
            Part::Expertise,
            Part::Bio,
            Part::Documents,
        ];
        let fits = [
            Fit::Words,
            Fit::Topics,
            Fit::Desk,
            Fit::Solved,
            Fit::Availability,
            Fit::Load,
        ];
        let all = codes
            .into_iter()
            .chain(parts.map(Part::code))
            .chain(fits.map(Fit::code));
        for code in all.chain([crate::desks::input::LEAST, "WISH", "CONTINUITY"]) {
            assert!(names(code).is_some(), "{code}");
        }
    }
}
