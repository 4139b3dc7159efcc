//! A bounded random test of the text pipeline and the wire form; `fuzz/` holds the endless one.

use matching::routing::{Router, Weights};
use matching::text::{fold, phrase_key, stems, tokens};
use matching::vocabulary::Vocabulary;
use matching::wire::route_line;

/// Characters that have a rule somewhere in the pipeline, and a few that have none.
const ALPHABET: &str = "ابپتیيىئکكهةۀآأؤوءنرگمها \u{200C}\u{200D}\u{200F}\u{202B}\u{2066}\u{FEFF}\u{064B}\u{0654}\u{0640}\u{FE76}﷼ﻻ½²۰٣5.,٬٫/،؛؟!()«»\"\\{}aZ🏗\n\t\0";

struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn text(&mut self, alphabet: &[char]) -> String {
        let length = self.next() % 80;
        let count = alphabet.len() as u64;
        (0..length)
            .filter_map(|_| alphabet.get(usize::try_from(self.next() % count).ok()?))
            .collect()
    }
}

#[test]
fn random_text_passes_through_every_stage() {
    let alphabet: Vec<char> = ALPHABET.chars().collect();
    let router = Router::new(Vocabulary::embedded(), Weights::default(), &[]);
    let mut random = SplitMix(1_403);
    for _ in 0..2_000 {
        let (title, description) = (random.text(&alphabet), random.text(&alphabet));
        assert_eq!(fold(&fold(&title)), fold(&title), "{title:?}");
        let _ = (tokens(&title), stems(&title), phrase_key(&title));
        let line = serde_json::json!({ "id": "r", "title": title, "description": description });
        assert!(route_line(&router, &line.to_string()).is_ok());
        let _ = route_line(&router, &title);
    }
}
