//! Any text must pass through every stage: none may panic, and the laws hold for all of them.
//!
//! The first byte chooses the stage, the rest is the text, so that coverage leads the search in
//! each stage by itself.

#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use matching::corpus::{Labelled, exemplars};
use matching::experts::wire::{place_line, profile_line, rank_line_at_desks};
use matching::experts::{Document, ExpertIndex, Profile, RankRequest, place};
use matching::names::NameIndex;
use matching::routing::{DecidedProblem, Router, Statement, Weights};
use matching::text::{collation_key, fold, phrase_key, stems, words};
use matching::vocabulary::Vocabulary;
use matching::wire::{history_line, route_line};

/// Experts and decided problems that texts are compared with.
const KNOWN: usize = 40;

struct House {
    router: Router,
    experts: ExpertIndex,
    names: NameIndex,
}

static HOUSE: OnceLock<House> = OnceLock::new();

fuzz_target!(|input: &[u8]| {
    let Some((&stage, text)) = input.split_first() else {
        return;
    };
    let text = String::from_utf8_lossy(text);
    let house = HOUSE.get_or_init(House::build);
    match stage % 6 {
        0 => read(&text),
        1 => house.route(&text),
        2 => house.place(&text),
        3 => house.rank(&text),
        4 => house.search(&text),
        _ => house.parse(&text),
    }
});

fn read(text: &str) {
    let once = fold(text);
    assert_eq!(fold(&once), once);
    let of_words: Vec<String> = words(text).into_iter().map(|word| word.stem).collect();
    assert_eq!(of_words, stems(text));
    assert_eq!(phrase_key(&once), phrase_key(text));
    let persian = text.replace('ي', "ی").replace('ك', "ک");
    assert_eq!(collation_key(&persian), collation_key(text));
}

/// Two parts of a text, parted at its first line break.
fn halves(text: &str) -> (&str, &str) {
    text.split_once('\n').unwrap_or((text, ""))
}

impl House {
    fn build() -> Self {
        let step = exemplars().len() / KNOWN;
        let known: Vec<&Labelled> = exemplars().iter().step_by(step).collect();
        let history: Vec<DecidedProblem> = known.iter().filter_map(|e| decided(e)).collect();
        let router = Router::new(Vocabulary::embedded(), Weights::default(), &history);
        let profiles: Vec<Profile> = known.iter().map(|e| profile(&e.title)).collect();
        let experts = ExpertIndex::with_router(&profiles, &router);
        let names = NameIndex::new((0..).zip(known.iter().map(|e| e.title.clone())));
        Self {
            router,
            experts,
            names,
        }
    }

    fn route(&self, text: &str) {
        let (title, description) = halves(text);
        let statement = Statement {
            title,
            description,
            ..Statement::default()
        };
        let routing = self.router.route(&statement);
        assert!((0.0..=1.0).contains(&routing.routability));
        for desk in &routing.desks {
            let points: f64 = desk.contributions.iter().map(|part| part.points).sum();
            assert!((desk.score - points).abs() < 1e-9);
        }
        if let Some(other) = self.router.counterfactual(&statement) {
            assert_ne!(Some(other.new_top), routing.top());
        }
    }

    fn place(&self, text: &str) {
        let (job, bio) = halves(text);
        let placements = place(
            &self.router,
            &Profile {
                bio: bio.to_owned(),
                ..profile(job)
            },
        );
        assert!(placements.iter().all(|desk| desk.score.is_finite()));
    }

    fn rank(&self, text: &str) {
        let (title, description) = halves(text);
        let request = RankRequest {
            title,
            description,
            ..RankRequest::default()
        };
        let ranked = self.experts.rank(&request);
        assert!(ranked.iter().all(|expert| expert.score.is_finite()));
        let own = ExpertIndex::with_router(&[profile(title), profile(description)], &self.router);
        let _ = own.rank(&request);
    }

    fn search(&self, text: &str) {
        let (wanted, name) = halves(text);
        assert!(self.names.search(wanted, 10).len() <= 10);
        let _ = NameIndex::new([(1, name.to_owned()), (2, wanted.to_owned())]).search(wanted, 10);
    }

    fn parse(&self, text: &str) {
        let _ = route_line(&self.router, text);
        let _ = place_line(&self.router, text);
        let _ = rank_line_at_desks(&self.experts, &self.router, text);
        let _ = (
            profile_line(text),
            history_line(text),
            Labelled::from_line(text),
        );
    }
}

fn decided(exemplar: &Labelled) -> Option<DecidedProblem> {
    exemplar.desk.map(|desk| DecidedProblem {
        id: exemplar.id.clone(),
        title: exemplar.title.clone(),
        description: exemplar.description.clone(),
        desk,
    })
}

fn profile(text: &str) -> Profile {
    let document = Document {
        title: text.to_owned(),
        ..Document::default()
    };
    Profile {
        id: text.to_owned(),
        job: text.to_owned(),
        expertise: vec![text.to_owned()],
        documents: vec![document],
        ..Profile::default()
    }
}
