//! Laws of placing and ranking experts, and what the ranking is for.

mod papers;

use std::sync::OnceLock;

use matching::Desk;
use matching::experts::wire::{place_line, profile_line, rank_line, rank_line_at_desks};
use matching::experts::{
    Conflict, Document, ExpertIndex, ExpertScore, Facts, Feature, IneligibleReason, PlacedExpert,
    Profile, RankRequest, Solved, place, placed_line, placement_accuracy,
};
use matching::routing::{Router, Weights};
use matching::vocabulary::Vocabulary;
use proptest::prelude::*;

fn router() -> &'static Router {
    static ROUTER: OnceLock<Router> = OnceLock::new();
    ROUTER.get_or_init(|| Router::new(Vocabulary::embedded(), Weights::default(), &[]))
}

fn expert(id: &str, phrases: &[&str]) -> Profile {
    let expertise = phrases.iter().map(|phrase| (*phrase).to_owned()).collect();
    Profile {
        id: id.to_owned(),
        expertise,
        ..Profile::default()
    }
}

fn club() -> Vec<Profile> {
    vec![
        expert("waste", &["جمع‌آوری زباله", "بازیافت", "رفت و روب"]),
        expert("traffic", &["مهندسی ترافیک", "زمان‌بندی چراغ", "تقاطع"]),
        expert("budget", &["بودجه", "عوارض", "درآمد پایدار"]),
        expert("nobody", &[]),
    ]
}

fn ids(ranked: &[ExpertScore]) -> Vec<&str> {
    ranked.iter().map(|expert| expert.id.as_str()).collect()
}

#[test]
fn the_fitting_expert_comes_first_and_the_unknown_last() {
    let index = ExpertIndex::new(&club());
    let request = RankRequest {
        title: "زباله‌های مانده در کوچه",
        ..RankRequest::default()
    };
    let ranked = index.rank(&request);
    assert_eq!(ranked.len(), 4);
    assert_eq!(ranked[0].id, "waste");
    let nobody = ranked.iter().find(|expert| expert.id == "nobody").unwrap();
    assert_eq!((nobody.score, nobody.contributions.len()), (0.0, 0));
    let words = &ranked[0].contributions[0];
    assert_eq!(words.feature, Feature::Words);
    assert!(!words.evidence.is_empty());
}

#[test]
fn topics_are_explained_by_words_that_keep_the_company_of_the_experts_own() {
    let index = ExpertIndex::new(&[
        expert("rail", &["مترو قطار"]),
        expert("metro", &["مترو واگن"]),
        expert("carriages", &["قطار واگن"]),
        expert("flood", &["رودخانه سیلاب"]),
        expert("river", &["سیلاب لایروبی"]),
        expert("dredging", &["رودخانه لایروبی"]),
    ]);
    let ranked = index.rank(&RankRequest {
        title: "مترو و سیلاب",
        ..RankRequest::default()
    });
    let carriages = ranked
        .iter()
        .find(|expert| expert.id == "carriages")
        .unwrap();
    assert!(
        carriages
            .contributions
            .iter()
            .all(|part| part.feature != Feature::Words)
    );
    let topics = carriages
        .contributions
        .iter()
        .find(|part| part.feature == Feature::Topics);
    assert_eq!(
        topics.unwrap().evidence,
        ["مترو"],
        "a word that it shares with none of its own"
    );
}

#[test]
fn no_expert_and_no_text_are_borne() {
    assert!(
        ExpertIndex::new(&[])
            .rank(&RankRequest {
                title: "x",
                ..RankRequest::default()
            })
            .is_empty()
    );
    let ranked = ExpertIndex::new(&club()).rank(&RankRequest::default());
    assert_eq!(ids(&ranked), ["waste", "traffic", "budget", "nobody"]);
    assert!(ranked.iter().all(|expert| expert.score == 0.0));
}

#[test]
fn each_objection_has_its_name() {
    let cases = [
        (
            Facts {
                banned: true,
                conflicts: vec![Conflict::Declared],
                ..Facts::default()
            },
            "BANNED",
        ),
        (
            Facts {
                conflicts: vec![Conflict::SameTeam, Conflict::OwnUnit],
                ..Facts::default()
            },
            "OWN_UNIT",
        ),
        (
            Facts {
                conflicts: vec![Conflict::Declared],
                ..Facts::default()
            },
            "DECLARED_CONFLICT",
        ),
        (
            Facts {
                conflicts: vec![Conflict::SameTeam],
                ..Facts::default()
            },
            "SAME_TEAM",
        ),
        (
            Facts {
                open_load: 3,
                max_load: Some(3),
                ..Facts::default()
            },
            "OVER_LOAD",
        ),
    ];
    for (facts, expected) in cases {
        assert_eq!(
            facts.objection().map(IneligibleReason::code),
            Some(expected)
        );
    }
    assert_eq!(
        Facts {
            open_load: 2,
            max_load: Some(3),
            ..Facts::default()
        }
        .objection(),
        None
    );
}

#[test]
fn what_an_expert_did_and_can_do_now_counts() {
    let twins = [expert("a", &["بودجه"]), expert("b", &["بودجه"])];
    let index = ExpertIndex::new(&twins);
    let first = |better: Facts| {
        let facts = [Facts::default(), better];
        let request = RankRequest {
            title: "بودجه",
            facts: &facts,
            ..RankRequest::default()
        };
        index.rank(&request)[0].index
    };
    let solved = Solved {
        problem: "P-7".to_owned(),
        likeness: 0.8,
        rating: None,
    };
    assert_eq!(
        first(Facts {
            solved: vec![solved],
            ..Facts::default()
        }),
        1
    );
    assert_eq!(
        first(Facts {
            open_load: 1,
            ..Facts::default()
        }),
        0
    );
    assert_eq!(
        first(Facts {
            availability: 0.5,
            ..Facts::default()
        }),
        0
    );
    assert_eq!(
        first(Facts::default()),
        0,
        "equal scores in the order of the profiles"
    );
}

#[test]
fn a_seat_at_the_desk_counts() {
    let index = ExpertIndex::with_router(&club(), router());
    let facts = vec![
        Facts {
            seats: vec![Desk::Cultural],
            ..Facts::default()
        };
        4
    ];
    let mut desks = [0.0; Desk::COUNT];
    desks[Desk::Cultural.index()] = 1.0;
    let ranked = index.rank(&RankRequest {
        desks: Some(desks),
        facts: &facts,
        ..RankRequest::default()
    });
    let desk = ranked[0]
        .contributions
        .iter()
        .find(|part| part.feature == Feature::Desk)
        .unwrap();
    assert_eq!((desk.value, desk.evidence[0].as_str()), (1.0, "CULTURAL"));
}

#[test]
fn lines_go_in_and_out() {
    let line = r#"{"id": 7, "kind": "EXTERNAL", "field": null, "job": "حسابدار", "expertise": ["بودجه"], "bio": "", "more": 1}"#;
    let placed: serde_json::Value =
        serde_json::from_str(&place_line(router(), line).unwrap()).unwrap();
    assert_eq!(placed["id"], "7");
    assert_eq!(placed["desks"].as_array().unwrap().len(), 6);
    assert_eq!(placed["desks"][0]["desk"], "FINANCE_ECONOMY");

    let experts = [
        r#"{"id":"x","documents":[{"title":"Graph neural networks","abstract":"We learn on graphs."},{"title":"No abstract","abstract":null}]}"#,
        r#"{"id":"y","documents":[]}"#,
    ];
    let profiles: Vec<Profile> = experts
        .iter()
        .map(|line| profile_line(line).unwrap())
        .collect();
    let index = ExpertIndex::new(&profiles);
    let answer = rank_line(
        &index,
        r#"{"id":"p","title":"Learning on graphs","description":null}"#,
    )
    .unwrap();
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(answer["problem"], "p");
    assert_eq!(answer["experts"][0]["id"], "x");
    assert_eq!(
        answer["experts"][1],
        serde_json::json!({"id": "y", "score": 0.0})
    );
    assert!(rank_line(&index, "{").is_err());
    assert!(place_line(router(), "{}").is_err());
}

#[test]
fn desks_help_where_no_word_is_shared_and_the_text_is_persian() {
    let index = ExpertIndex::with_router(&club(), router());
    let first = |line: &str| {
        let answer = rank_line_at_desks(&index, router(), line).unwrap();
        serde_json::from_str::<serde_json::Value>(&answer).unwrap()["experts"][0].clone()
    };
    assert_eq!(
        first(r#"{"id":"p","title":"تأمین مالی و نرخ تعرفه"}"#)["id"],
        "budget"
    );
    assert_eq!(
        first(r#"{"id":"p","title":"graph learning"}"#)["score"],
        0.0
    );
}

/// A guard against bugs, not a measure: topics are drawn so that a sound ranking is nearly always right.
#[test]
fn made_up_authors_are_found_by_their_topics() {
    let (profiles, problems) = papers::library(40, 12, 6);
    let index = ExpertIndex::new(&profiles);
    let right = problems.iter().filter(|(text, author)| {
        let request = RankRequest {
            description: text,
            limit: Some(1),
            ..RankRequest::default()
        };
        index.rank(&request)[0].index == *author
    });
    let right = right.count();
    assert!(
        right * 10 >= problems.len() * 9,
        "{right} of {}",
        problems.len()
    );
}

#[test]
fn placing_is_the_sum_of_its_reasons() {
    let router = router();
    for profile in club() {
        let placements = place(router, &profile);
        assert_eq!(placements.len(), Desk::COUNT);
        assert!(placements.is_sorted_by(|a, b| a.score >= b.score));
        for placement in placements {
            let sum: f64 = placement
                .contributions
                .iter()
                .map(|reason| reason.points)
                .sum();
            assert!((placement.score - sum).abs() < 1e-9);
        }
    }
}

fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("زباله"),
        Just("بودجه"),
        Just("ترافیک"),
        Just("چراغ"),
        Just("graph"),
        Just("learning"),
        Just("\u{200c}"),
        Just("۱۲"),
    ];
    prop::collection::vec(word, 0..12).prop_map(|words| words.join(" "))
}

fn profiles() -> impl Strategy<Value = Vec<Profile>> {
    let document =
        (words(), prop::option::of(words())).prop_map(|(title, abstract_text)| Document {
            title,
            abstract_text,
        });
    let profile = (
        words(),
        prop::collection::vec(words(), 0..3),
        prop::collection::vec(document, 0..4),
    )
        .prop_map(|(job, expertise, documents)| Profile {
            job,
            expertise,
            documents,
            ..Profile::default()
        });
    prop::collection::vec(profile, 1..12)
}

fn facts(count: usize) -> impl Strategy<Value = Vec<Facts>> {
    let one = (
        0.0..=1.0,
        0_u32..4,
        prop::option::of(1_u32..5),
        prop::option::of(0.0..=1.0),
    )
        .prop_map(
            |(availability, open_load, max_load, likeness): (
                f64,
                u32,
                Option<u32>,
                Option<f64>,
            )| Facts {
                availability,
                open_load,
                max_load,
                solved: likeness
                    .map(|likeness| Solved {
                        problem: String::new(),
                        likeness,
                        rating: None,
                    })
                    .into_iter()
                    .collect(),
                ..Facts::default()
            },
        );
    prop::collection::vec(one, count)
}

fn scenes() -> impl Strategy<Value = (Vec<Profile>, Vec<Facts>, String, usize)> {
    profiles().prop_flat_map(|profiles| {
        let count = profiles.len();
        (Just(profiles), facts(count), words(), 0..count)
    })
}

proptest! {
    #[test]
    fn a_score_is_the_sum_of_its_contributions((profiles, facts, text, limit) in scenes()) {
        let index = ExpertIndex::new(&profiles);
        let request = RankRequest { title: &text, facts: &facts, desks: Some([0.2; 6]), ..RankRequest::default() };
        let all = index.rank(&request);
        for expert in &all {
            let sum: f64 = expert.contributions.iter().map(|part| part.points).sum();
            prop_assert!((expert.score - sum).abs() < 1e-9);
            prop_assert!(expert.contributions.iter().all(|part| part.points.to_bits() == (part.value * part.weight).to_bits()));
        }
        prop_assert!(all.is_sorted_by(|a, b| b.score.total_cmp(&a.score).then(a.index.cmp(&b.index)).is_lt()));
        let few = index.rank(&RankRequest { limit: Some(limit), ..request });
        prop_assert_eq!(&few[..], &all[..limit.min(all.len())]);
        prop_assert_eq!(ExpertIndex::new(&profiles).rank(&request), all, "twice the same");
    }

    #[test]
    fn an_ineligible_expert_changes_nobody_else((profiles, mut facts, text, barred) in scenes()) {
        let index = ExpertIndex::new(&profiles);
        let rank = |facts: &[Facts]| index.consider(&RankRequest { title: &text, facts, ..RankRequest::default() });
        let before = rank(&facts);
        facts[barred].banned = true;
        let after = rank(&facts);
        let others: Vec<_> = before.experts.into_iter().filter(|expert| expert.index != barred).collect();
        prop_assert_eq!(after.experts, others);
        prop_assert!(after.ineligible.iter().any(|out| out.index == barred && out.reason == IneligibleReason::Banned));
    }

    #[test]
    fn any_text_is_borne(text in "\\PC{0,60}") {
        let profile = Profile { bio: text.clone(), ..Profile::default() };
        prop_assert_eq!(place(router(), &profile).len(), Desk::COUNT);
        let ranked = ExpertIndex::new(&[profile]).rank(&RankRequest { title: &text, ..RankRequest::default() });
        prop_assert!(ranked[0].score.is_finite());
    }
}

#[test]
fn written_profiles_stay_at_their_desks() {
    let sets = [
        (include_str!("data/validation_experts.jsonl"), 90),
        (include_str!("data/validation_experts_2.jsonl"), 71),
        (include_str!("data/validation_experts_3.jsonl"), 72),
    ];
    for (text, right) in sets {
        let experts: Vec<PlacedExpert> = text.lines().map(|l| placed_line(l).unwrap()).collect();
        let accuracy = placement_accuracy(router(), &experts);
        assert!(accuracy.right + 1 >= right, "{accuracy}");
    }
}

#[test]
fn what_is_studied_outweighs_how() {
    let first = |field: &str, expertise: &str| {
        let mut profile = expert("x", &[expertise]);
        profile.field = field.to_owned();
        place(router(), &profile)[0].desk
    };
    assert_eq!(
        first("تحلیل داده ناوگان", "کلان‌داده مسیر اتوبوس"),
        Desk::CivilTransport
    );
    assert_eq!(first("علم داده", "تحلیل داده"), Desk::PlanningHr);
}
