//! A concept of the expertise vocabulary.

use async_graphql::{Context, ID, Object, Result};
use entity::{concept, concept_term::Language};

use crate::graphql::{
    enums::{ConceptFacet, DeskCode},
    guard::app,
    id::Kind,
};

pub struct Concept(pub concept::Model);

/// A concept of the bilingual expertise vocabulary (مفهوم).
#[Object]
impl Concept {
    /// Global id.
    pub async fn id(&self) -> ID {
        Kind::Concept.id(self.0.id)
    }

    /// A short code, such as `urban_services.waste_bins`.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// The desk at home with it; null only while the vocabulary is being changed.
    async fn desk(&self, ctx: &Context<'_>) -> Result<Option<DeskCode>> {
        Ok(app(ctx)?
            .reference()
            .engine_desk(self.0.desk_id)
            .map(DeskCode::from))
    }

    /// What it says of a text that mentions it.
    async fn facet(&self) -> ConceptFacet {
        self.0.facet.into()
    }

    /// The official Persian term (اصطلاح فارسی).
    async fn name_fa(&self) -> &str {
        &self.0.name_fa
    }

    /// The English term.
    async fn name_en(&self) -> &str {
        &self.0.name_en
    }

    /// How much a mention says, about 0.3 to 1.5; 1 is usual.
    async fn weight(&self) -> f64 {
        self.0.weight
    }

    /// Persian words and phrases for the same thing, the official term among them (مترادف‌ها).
    async fn synonyms_fa(&self, ctx: &Context<'_>) -> Result<Vec<String>> {
        self.synonyms(ctx, Language::Fa)
    }

    /// English words and phrases for the same thing.
    async fn synonyms_en(&self, ctx: &Context<'_>) -> Result<Vec<String>> {
        self.synonyms(ctx, Language::En)
    }
}

impl Concept {
    fn synonyms(&self, ctx: &Context<'_>, language: Language) -> Result<Vec<String>> {
        let reference = app(ctx)?.reference();
        let terms = reference
            .terms(self.0.id)
            .iter()
            .filter(|term| term.language == language);
        Ok(terms.map(|term| term.term.clone()).collect())
    }
}
