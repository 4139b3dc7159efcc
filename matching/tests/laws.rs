//! Laws of routing that hold for every text.

use std::sync::OnceLock;

use matching::Desk;
use matching::corpus::exemplars;
use matching::routing::{
    Change, DecidedProblem, DeskScore, Mention, Router, Routing, Statement, Weights,
};
use matching::text::{fold, stems, words};
use matching::vocabulary::{Facet, Vocabulary};
use proptest::prelude::*;

fn router() -> &'static Router {
    static ROUTER: OnceLock<Router> = OnceLock::new();
    ROUTER.get_or_init(|| Router::new(Vocabulary::embedded(), Weights::default(), &history()))
}

fn history() -> Vec<DecidedProblem> {
    let decided = exemplars().iter().step_by(7).filter_map(|e| {
        let (title, description) = (e.title.clone(), e.description.clone());
        e.desk.map(|desk| DecidedProblem {
            id: e.id.clone(),
            title,
            description,
            desk,
        })
    });
    decided.collect()
}

fn statement<'a>(title: &'a str, description: &'a str) -> Statement<'a> {
    Statement {
        title,
        description,
        ..Statement::default()
    }
}

fn scores(routing: &Routing) -> Vec<(Desk, u64)> {
    routing
        .desks
        .iter()
        .map(|d| (d.desk, d.score.to_bits()))
        .collect()
}

/// Texts of the kind that arrives, in pieces that may meet in any order.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => proptest::sample::select(exemplars()).prop_map(|e| e.description),
        2 => "[آابپتجدرزسشکگلمنوهیيكؤئء\u{200C} ]{0,30}",
        1 => "[a-z0-9۰-۹.,،؟! ]{0,20}",
        1 => any::<String>(),
    ];
    proptest::collection::vec(piece, 0..4).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_score_is_the_sum_of_its_points(title in text(), description in text()) {
        let routing = router().route(&statement(&title, &description));
        prop_assert_eq!(routing.desks.len(), Desk::COUNT);
        for desk in &routing.desks {
            let points: f64 = desk.contributions.iter().map(|c| c.points).sum();
            prop_assert!((desk.score - points).abs() < 1e-9);
            for part in &desk.contributions {
                prop_assert!((part.points - part.value * part.weight).abs() < 1e-9);
            }
        }
        let sum: f64 = routing.desks.iter().map(|d| d.confidence).sum();
        prop_assert!((sum - 1.0).abs() < 1e-9);
        prop_assert!((0.0..=1.0).contains(&routing.routability));
        prop_assert!(routing.desks.is_sorted_by(|a, b| a.score >= b.score));
    }

    #[test]
    fn spelling_variants_score_the_same(text in text()) {
        let plain = router().route(&statement("", &text));
        let arabic = text.replace('ی', "ي").replace('ک', "ك");
        prop_assert_eq!(scores(&plain), scores(&router().route(&statement("", &arabic))));
        let digits: String = text.chars().map(persian_digit).collect();
        prop_assert_eq!(scores(&plain), scores(&router().route(&statement("", &digits))));
        let marked = text.replace('د', "دّ").replace('م', "م\u{200F}");
        prop_assert_eq!(scores(&plain), scores(&router().route(&statement("", &marked))));
    }

    #[test]
    fn the_order_of_history_is_irrelevant(seed in any::<u64>(), text in text()) {
        let mut shuffled = history();
        shuffled.sort_by_key(|d| seed.rotate_left(u32::try_from(d.title.len()).unwrap_or(0)) ^ d.description.len() as u64);
        let other = Router::new(Vocabulary::embedded(), Weights::default(), &shuffled);
        let (a, b) = (router().route(&statement("", &text)), other.route(&statement("", &text)));
        prop_assert_eq!(a, b);
    }

    #[test]
    fn folding_twice_is_folding_once(text in text()) {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn words_have_the_stems_of_the_text(text in text()) {
        let of_words: Vec<String> = words(&text).into_iter().map(|word| word.stem).collect();
        prop_assert_eq!(of_words, stems(&text));
    }
}

fn persian_digit(c: char) -> char {
    c.to_digit(10)
        .and_then(|d| char::from_u32(u32::from('۰') + d))
        .unwrap_or(c)
}

#[test]
fn a_counterfactual_names_another_desk_within_reason() {
    let asked: Vec<_> = exemplars().iter().step_by(11).collect();
    let mut found = 0;
    for exemplar in &asked {
        let statement = exemplar.statement();
        let Some(other) = router().counterfactual(&statement) else {
            continue;
        };
        found += 1;
        assert_ne!(Some(other.new_top), router().route(&statement).top());
        match other.change {
            Change::Weight { from, to, .. } => {
                assert!(to <= from * 10.0 && to <= from + 5.0, "{from} to {to}");
            }
            Change::ConceptIn(concept) => {
                let name = concept.name.as_str();
                let named = Mention {
                    name,
                    facet: Facet::Function,
                };
                let changed = Statement {
                    concepts: &[named],
                    ..statement
                };
                assert_eq!(router().route(&changed).top(), Some(other.new_top));
            }
            Change::PhraseOut(phrase) => {
                let text = format!("{} {}", statement.title, statement.description);
                let first = phrase.split(' ').next().unwrap_or_default();
                assert!(text.contains(first), "{phrase}");
            }
        }
    }
    // Exemplars are clear on purpose; still, more than a third of them hang on a phrase or a concept.
    assert!(found * 3 > asked.len(), "{found} of {}", asked.len());
}

#[test]
fn a_counterfactual_leaves_something_of_the_text() {
    for word in ["شهر", "زباله", "آسفالت"] {
        let found = router().counterfactual(&statement(word, ""));
        let change = found.map(|found| found.change);
        assert!(
            !matches!(change, Some(Change::PhraseOut(_))),
            "{word}: {change:?}"
        );
    }
}

#[test]
fn a_concept_to_name_has_its_code() {
    let concepts = Vocabulary::embedded().concepts();
    let texts = ["شهر", "زباله", "بودجه", "موضوع جلسه"];
    let named = texts.into_iter().filter_map(|text| {
        match router().counterfactual(&statement(text, ""))?.change {
            Change::ConceptIn(concept) => Some(concept),
            Change::PhraseOut(_) | Change::Weight { .. } => None,
        }
    });
    let named: Vec<_> = named.collect();
    assert!(!named.is_empty());
    for concept in named {
        let known = concepts.iter().find(|known| known.id == concept.code);
        assert_eq!(known.map(|known| &known.fa), Some(&concept.name));
    }
}

#[test]
fn hostile_statements_are_values() {
    let long = "نخاله ".repeat(20_000);
    let unbroken = "ا".repeat(100_000);
    let half_spaces = "ش\u{200C}".repeat(50_000);
    for text in [
        "",
        " ",
        "\u{202E}",
        "؟؟؟",
        "\0\0",
        &long,
        &unbroken,
        &half_spaces,
    ] {
        let routing = router().route(&statement(text, text));
        assert!(
            routing
                .desks
                .iter()
                .all(|d| d.score.is_finite() && d.confidence.is_finite())
        );
    }
}

#[test]
fn a_decimal_point_ends_no_sentence_in_any_digits() {
    let text = |number: &str| format!("عرض معبر {number} متر است و تعریض نمی‌شود");
    let [latin, persian, arabic] =
        ["0.1", "۰.۱", "٠.١"].map(|number| scores(&router().route(&statement("", &text(number)))));
    assert_eq!([&persian, &arabic], [&latin; 2]);
}

#[test]
fn a_compound_meets_itself_however_it_is_spaced() {
    let spellings = [
        "توسعه حمل و نقل",
        "توسعه حمل‌ونقل",
        "توسعه حمل‌و‌نقل",
        "توسعه حملونقل",
    ];
    let tops: Vec<Option<Desk>> = spellings
        .iter()
        .map(|s| router().route(&statement(s, "")).top())
        .collect();
    assert_eq!(tops, vec![Some(Desk::CivilTransport); 4]);
}

#[test]
fn few_words_are_believed_less_than_their_scores_say() {
    let words = [
        ("زباله", Desk::UrbanServices),
        ("آسفالت", Desk::CivilTransport),
        ("بودجه", Desk::FinanceEconomy),
    ];
    for (word, desk) in words {
        let routing = router().route(&statement(word, ""));
        let best = &routing.desks[0];
        let odds = |other: &DeskScore| (other.score - best.score).exp();
        let in_full = 1.0 / routing.desks.iter().map(odds).sum::<f64>();
        assert_eq!(best.desk, desk, "{word}");
        // More than thrice the doubt, since a third of the score is believed.
        let doubt = 1.0 - best.confidence;
        assert!(doubt > 3.0 * (1.0 - in_full), "{word}: {doubt}");
    }
    let waste = router().route(&statement("زباله", ""));
    assert!(waste.desks[0].confidence < 0.9, "{waste:?}");
}
