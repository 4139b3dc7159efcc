//! What is known of an expert: a career in words, or papers.

use serde::{Deserialize, Serialize};

use super::lenient;

/// An expert as the engine sees one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// The caller's name for the expert.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// Colleague or outsider.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub kind: Kind,
    /// Field of study.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub field: String,
    /// Post and place of work.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub job: String,
    /// Phrases that the expert chose.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub expertise: Vec<String>,
    /// A sentence or more on what the expert did.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub bio: String,
    /// Papers and reports, in any order.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub documents: Vec<Document>,
}

/// Whether the municipality employs the expert.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Kind {
    #[default]
    Internal,
    External,
}

/// A paper or report of an expert.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Document {
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub title: String,
    /// The abstract, where there is one.
    #[serde(rename = "abstract")]
    pub abstract_text: Option<String>,
}

impl Profile {
    /// The texts to compare with: the career as one, then each document; empty ones left out.
    ///
    /// Each is a pair of what names the subject and what tells about it.
    #[must_use]
    pub fn texts(&self) -> Vec<(String, String)> {
        let subject = [
            &[self.field.clone(), self.job.clone()],
            self.expertise.as_slice(),
        ]
        .concat();
        let career = (subject.join("\n"), self.bio.clone());
        let documents = self.documents.iter().map(|document| {
            (
                document.title.clone(),
                document.abstract_text.clone().unwrap_or_default(),
            )
        });
        std::iter::once(career)
            .chain(documents)
            .filter(|(subject, body)| says_something(subject) || says_something(body))
            .collect()
    }
}

fn says_something(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}
