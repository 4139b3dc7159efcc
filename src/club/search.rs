//! Members by relevance: who has the number, who bears the name, who knows the concept or the
//! words, and last whose name is only like it.

use std::collections::{BTreeSet, HashSet};

use matching::{names::NameHit, text};

use super::{find::MemberQuery, tidy::latin_digit};
use crate::{
    app::App,
    auth::secret::sha256_hex,
    fault::Fault,
    store::{
        self, StoreError,
        filter::{Scalar, Text, Tree},
        members::{MemberFilter, MemberTest},
        page::Rank,
    },
};

/// More hits than this help nobody, whatever the page.
const SEARCH_LIMIT: usize = 500;
/// A longer search text is cut here: no name is longer.
const SEARCH_LETTERS: usize = 100;
/// A hit that is the very name, perhaps with its parts turned, is worth this at least.
const WHOLE_NAME: f64 = 0.985;
/// In shorter words a typing error makes any other word.
const FUZZY_LETTERS: usize = 4;
/// Scores are ordered to the millionth.
const PER_POINT: f64 = 1_000_000.0;

/// How a member meets a search, the nearest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Match {
    Number,
    Name,
    NameBegun,
    Knows,
    LikeName,
}

/// A search text as it is looked for.
pub struct Search {
    text: String,
    key: String,
    number: Option<i64>,
}

impl Search {
    /// The search for a text; none for an empty one, which asks for nothing in particular.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text: String = text.trim().chars().take(SEARCH_LETTERS).collect();
        let digits: String = text.chars().map(latin_digit).collect();
        (!text.is_empty()).then(|| Self {
            key: text::phrase_key(&text),
            number: digits.parse().ok().filter(|number| *number > 0),
            text,
        })
    }

    /// What a cursor of this search is known by.
    #[must_use]
    pub fn mark(&self) -> String {
        sha256_hex(self.text.as_bytes()).chars().take(16).collect()
    }

    /// Whether a word with a typing error may be meant; none is in what is short, in Latin letters
    /// or the very name of a concept.
    fn is_fuzzy(&self, names_concept: bool) -> bool {
        let latin = self.text.chars().any(|c| c.is_ascii_alphabetic());
        !latin && !names_concept && self.key.chars().count() >= FUZZY_LETTERS
    }

    fn rank_name(&self, hit: &NameHit, name: &str) -> Match {
        let (asked, borne) = (words(&self.text), words(name));
        let holds = |word: &String| borne.contains(word);
        let Some((last, others)) = asked.split_last() else {
            return Match::LikeName;
        };
        let begun = others.iter().all(holds) && borne.iter().any(|word| word.starts_with(last));
        match () {
            () if hit.score >= WHOLE_NAME || asked.iter().all(holds) => Match::Name,
            () if begun => Match::NameBegun,
            () => Match::LikeName,
        }
    }
}

/// The members that match the search text, the most relevant first, at most 500.
pub async fn ranked(app: &App, query: &MemberQuery, search: &Search) -> Result<Vec<Rank>, Fault> {
    let mut found: BTreeSet<Rank> = BTreeSet::new();
    let mut seen: HashSet<i64> = HashSet::new();
    let knowing = if search.key.is_empty() {
        Vec::new()
    } else {
        knowing(app, query, search).await?
    };
    for (kind, worth, id) in numbered(app, query, search)
        .await?
        .into_iter()
        .chain(knowing)
    {
        seen.insert(id);
        found.insert(rank(kind, worth, id));
    }
    let allowed: HashSet<i64> = store::members::ids(app.store.reader(), &query.filter)
        .await?
        .into_iter()
        .collect();
    let fuzzy = search.is_fuzzy(names_concept(app, search));
    for (kind, worth, id) in named(app, search).await? {
        if !allowed.contains(&id) || (kind == Match::LikeName && (!fuzzy || seen.contains(&id))) {
            continue;
        }
        // Whoever bears the name stands where their name does, whatever they know.
        found.retain(|rank| rank.id != id || rank.kind < kind as i64);
        if found.iter().all(|rank| rank.id != id) {
            found.insert(rank(kind, worth, id));
        }
    }
    Ok(found.into_iter().take(SEARCH_LIMIT).collect())
}

type Found = (Match, f64, i64);

async fn numbered(
    app: &App,
    query: &MemberQuery,
    search: &Search,
) -> Result<Vec<Found>, StoreError> {
    let Some(number) = search.number else {
        return Ok(Vec::new());
    };
    let test = Tree::Test(MemberTest::MemberNo(Scalar::equal(number)));
    let ids = ids(app, query, test).await?;
    Ok(ids.into_iter().map(|id| (Match::Number, 1.0, id)).collect())
}

async fn named(app: &App, search: &Search) -> Result<Vec<Found>, StoreError> {
    let names = app.names.snapshot(app.store.reader()).await?;
    let hits = names.search(&search.text, SEARCH_LIMIT);
    let found = hits.into_iter().filter_map(|hit| {
        let id = i64::try_from(hit.id).ok()?;
        let name = names.name(id)?;
        Some((search.rank_name(&hit, name), hit.score, id))
    });
    Ok(found.collect())
}

/// Those who know the concept that the text names, or whose expertise or field contains it.
async fn knowing(
    app: &App,
    query: &MemberQuery,
    search: &Search,
) -> Result<Vec<Found>, StoreError> {
    let contains = || Text {
        contains: Some(search.text.clone()),
        ..Text::default()
    };
    let mut tests = vec![
        Tree::Test(MemberTest::Expertise(contains())),
        Tree::Test(MemberTest::Field(contains())),
    ];
    let concept = app.reference().concept_by_key().get(&*search.key).copied();
    tests.extend(concept.map(|id| Tree::Test(MemberTest::Concept(id))));
    let ids = ids(app, query, Tree::Any(tests)).await?;
    Ok(ids.into_iter().map(|id| (Match::Knows, 1.0, id)).collect())
}

async fn ids(app: &App, query: &MemberQuery, test: MemberFilter) -> Result<Vec<i64>, StoreError> {
    let both = Tree::All(vec![query.filter.clone(), test]);
    store::members::ids(app.store.reader(), &both).await
}

fn names_concept(app: &App, search: &Search) -> bool {
    app.reference().concept_by_key().contains_key(&*search.key)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a score is 0 to 1, so its millionths are small whole numbers"
)]
fn rank(kind: Match, score: f64, id: i64) -> Rank {
    Rank {
        kind: kind as i64,
        lack: ((1.0 - score) * PER_POINT).round() as i64,
        id,
    }
}

/// The words of a text by their keys, in their order.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| c.is_whitespace() || c == '\u{200c}');
    let keys = words.map(text::phrase_key);
    keys.filter(|key| !key.is_empty()).collect()
}
