//! Any text must pass through every stage, and folding twice must be folding once.

#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use matching::routing::{Router, Statement, Weights};
use matching::text::{fold, phrase_key, stems};
use matching::vocabulary::Vocabulary;

static ROUTER: OnceLock<Router> = OnceLock::new();

fuzz_target!(|text: &str| {
    let once = fold(text);
    assert_eq!(fold(&once), once);
    let _ = (stems(text), phrase_key(text));
    let router =
        ROUTER.get_or_init(|| Router::new(Vocabulary::embedded(), Weights::default(), &[]));
    let routing = router.route(&Statement { title: text, description: text, reporter_desk: None });
    assert!(routing.desks.iter().all(|desk| desk.score.is_finite()));
});
