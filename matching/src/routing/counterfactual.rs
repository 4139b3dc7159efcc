//! Counterfactuals: the smallest single change that would send a statement elsewhere.
//!
//! What a reader can act on comes first: a word or phrase out, then a concept in, then a weight.
//! Every one that is given has been verified by routing the changed statement.

use super::decision::{Change, Counterfactual, Feature};
use super::findings::Findings;
use super::router::Router;
use super::statement::{DecidedProblem, Mention, Statement};
use super::weights::Weights;
use crate::Desk;
use crate::text::surfaces;
use crate::vocabulary::Facet;

/// Phrases that are tried, those that favour the present desk most first.
const PHRASES_TRIED: usize = 16;
/// How far past the tie a weight is moved, so that rounding cannot undo the change.
const PAST_TIE: f64 = 1.001;

/// A weight is moved to at most this many times itself, and up by at most so much: beyond, the
/// feature would drown all others and the change would tell nothing.
const MOST_TIMES: f64 = 10.0;
const MOST_ADDED: f64 = 5.0;

/// A statement whose other outcome is sought.
struct Asked<'a> {
    statement: &'a Statement<'a>,
    /// Its own decision, which does not speak.
    own: Option<&'a DecidedProblem>,
    first: Desk,
    second: Desk,
}

impl Router {
    /// The smallest single change that would change the top desk, if one is found.
    #[must_use]
    pub fn counterfactual(&self, statement: &Statement<'_>) -> Option<Counterfactual> {
        self.counterfactual_without(statement, None)
    }

    /// The same as if the statement's own decision were not known.
    #[must_use]
    pub fn counterfactual_without(
        &self,
        statement: &Statement<'_>,
        own: Option<&DecidedProblem>,
    ) -> Option<Counterfactual> {
        let findings = self.find(statement, own);
        let ranked = findings.ranked(self.weights());
        let asked = Asked {
            statement,
            own,
            first: ranked.first()?.desk,
            second: ranked.get(1)?.desk,
        };
        self.phrase_out(&asked, &findings)
            .or_else(|| self.concept_in(&asked))
            .or_else(|| self.weight_moved(&findings, asked.first))
    }

    fn phrase_out(&self, asked: &Asked<'_>, findings: &Findings<'_>) -> Option<Counterfactual> {
        let mut phrases = phrases_for(findings, asked.first, asked.second, self.weights());
        phrases.sort_by(|a, b| b.1.total_cmp(&a.1));
        phrases.dedup_by(|a, b| a.0 == b.0);
        phrases.truncate(PHRASES_TRIED);
        phrases.sort_by_key(|(phrase, _)| phrase.split(' ').count());
        let statement = *asked.statement;
        phrases.into_iter().find_map(|(phrase, _)| {
            let title = without(statement.title, &phrase);
            let description = without(statement.description, &phrase);
            let changed = Statement {
                title: &title,
                description: &description,
                ..statement
            };
            let new_top = self.other_top(asked, &changed)?;
            Some(Counterfactual {
                change: Change::PhraseOut(phrase),
                new_top,
            })
        })
    }

    fn concept_in(&self, asked: &Asked<'_>) -> Option<Counterfactual> {
        let statement = *asked.statement;
        self.model.telling(asked.second).iter().find_map(|concept| {
            let named = Mention {
                name: &concept.name,
                facet: Facet::Function,
            };
            let concepts = [statement.concepts, &[named]].concat();
            let changed = Statement {
                concepts: &concepts,
                ..statement
            };
            let new_top = self.other_top(asked, &changed)?;
            Some(Counterfactual {
                change: Change::ConceptIn(concept.clone()),
                new_top,
            })
        })
    }

    /// Where the changed text would go, if elsewhere and for a reason: a text of which nothing
    /// known is left has a first desk by the desks' order alone.
    fn other_top(&self, asked: &Asked<'_>, changed: &Statement<'_>) -> Option<Desk> {
        let findings = self.find(changed, asked.own);
        let says_something = findings.known_words() > 0.0;
        let top = says_something.then(|| Self::top_under(&findings, self.weights()))?;
        top.filter(|&desk| desk != asked.first)
    }

    /// The least relative move of one weight that brings another desk to the top.
    fn weight_moved(&self, findings: &Findings<'_>, first: Desk) -> Option<Counterfactual> {
        let mut moves: Vec<(f64, Feature, f64)> = Feature::ALL
            .into_iter()
            .flat_map(|feature| Desk::ALL.map(|rival| self.tie(findings, feature, first, rival)))
            .flatten()
            .collect();
        moves.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        moves.into_iter().find_map(|(_, feature, to)| {
            let weights = self.weights().clone().with(feature, to);
            let new_top = Self::top_under(findings, &weights).filter(|&desk| desk != first)?;
            let change = Change::Weight {
                feature,
                from: self.weights().of(feature),
                to,
            };
            Some(Counterfactual { change, new_top })
        })
    }

    /// Relative size of the move that ties a rival with the first desk, the feature, the weight.
    fn tie(
        &self,
        findings: &Findings<'_>,
        feature: Feature,
        first: Desk,
        rival: Desk,
    ) -> Option<(f64, Feature, f64)> {
        let scores = findings.scores(self.weights());
        let gap = scores[first.index()] - scores[rival.index()];
        let value = &findings
            .evidence
            .iter()
            .find(|(other, _)| *other == feature)?
            .1
            .value;
        let slope = value[first.index()] - value[rival.index()];
        let from = self.weights().of(feature);
        let to = from - gap * PAST_TIE / slope;
        let most = (from * MOST_TIMES).min(from + MOST_ADDED);
        let possible = rival != first && (0.0..=most).contains(&to);
        possible.then(|| ((to - from).abs() / from.max(1.0), feature, to))
    }
}

/// The text's words and phrases with the points by which each favours one desk over another.
fn phrases_for(
    findings: &Findings<'_>,
    first: Desk,
    second: Desk,
    weights: &Weights,
) -> Vec<(String, f64)> {
    let textual = [Feature::Words, Feature::Phrases, Feature::Request];
    let mut phrases = Vec::new();
    for (feature, found) in findings
        .evidence
        .iter()
        .filter(|(f, _)| textual.contains(f))
    {
        for source in found.strongest(first) {
            let share = found.share(source);
            let lead = (share[first.index()] - share[second.index()]) * weights.of(*feature);
            phrases.push((findings.name(source), lead));
        }
    }
    phrases
}

/// The text without a phrase, wherever its words stand together; punctuation stays.
fn without(text: &str, phrase: &str) -> String {
    let words: Vec<&str> = phrase.split(' ').collect();
    let surfaces: Vec<(usize, &str)> = surfaces(text).collect();
    let mut out = String::with_capacity(text.len());
    let (mut at, mut told) = (0, 0);
    while at < surfaces.len() {
        let here = &surfaces[at..surfaces.len().min(at + words.len())];
        if here.iter().map(|(_, word)| *word).eq(words.iter().copied()) {
            for (start, word) in here {
                out.push_str(&text[told..*start]);
                told = start + word.len();
            }
            at += words.len();
        } else {
            at += 1;
        }
    }
    out.push_str(&text[told..]);
    out
}
