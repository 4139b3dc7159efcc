//! The vocabulary: concepts of municipal work, each at home at one desk, some also at a second.
//!
//! The embedded files are parsed once; a test holds that each of them parses whole.

mod embedded;

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::Desk;

/// One concept of a desk's work, with the phrases that name it.
#[derive(Clone, Debug, PartialEq)]
pub struct Concept {
    /// Stable id, such as `urban_services.waste_collection`.
    pub id: String,
    /// The desk whose work it is.
    pub desk: Desk,
    /// What kind of word it is: it decides how much a mention says.
    pub facet: Facet,
    /// The official Persian term.
    pub fa: String,
    /// Other Persian phrases for the same thing.
    pub variants_fa: Vec<String>,
    /// The English term.
    pub en: String,
    /// Other English phrases.
    pub variants_en: Vec<String>,
    /// How much a mention says, about 0.3 to 1.5; 1 is usual.
    pub weight: f64,
    /// Other desks that share the work, each with a share in 0..1.
    pub also: Vec<(Desk, f64)>,
}

impl Concept {
    /// Every phrase that names the concept: Persian first, then English.
    pub fn phrases(&self) -> impl Iterator<Item = &str> {
        let persian = std::iter::once(&self.fa).chain(&self.variants_fa);
        let english = std::iter::once(&self.en).chain(&self.variants_en);
        persian.chain(english).map(String::as_str)
    }
}

/// What a concept's words say about a text that mentions them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Facet {
    /// A field of work.
    #[default]
    Topic,
    /// A thing that many desks touch; alone it says little.
    Object,
    /// What a text may ask for; it decides the desk whatever the object.
    Function,
}

/// An ordered set of concepts with a version that changes when any of them does.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    concepts: Vec<Concept>,
    version: String,
}

impl Vocabulary {
    /// The vocabulary that comes with the engine, parsed on first use.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static EMBEDDED: OnceLock<Vocabulary> = OnceLock::new();
        EMBEDDED.get_or_init(|| Self::from_concepts(embedded::concepts()))
    }

    /// A vocabulary of these concepts, ordered by id.
    #[must_use]
    pub fn from_concepts(mut concepts: Vec<Concept>) -> Self {
        concepts.sort_by(|a, b| a.id.cmp(&b.id));
        let version = format!("{:016x}", fingerprint(&concepts));
        Self { concepts, version }
    }

    /// The concepts, ordered by id.
    #[must_use]
    pub fn concepts(&self) -> &[Concept] {
        &self.concepts
    }

    /// Sixteen hexadecimal digits that depend on every concept.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }
}

/// The 64-bit FNV-1a hash of the concepts' debug form.
fn fingerprint(concepts: &[Concept]) -> u64 {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    let mut hash = OFFSET;
    for byte in concepts.iter().flat_map(|c| format!("{c:?}").into_bytes()) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(PRIME);
    }
    hash
}
