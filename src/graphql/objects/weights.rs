//! The engine's weights, and what a change of them would do.

use async_graphql::{Enum, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::weights;
use matching::{
    learning,
    routing::{Feature, Weights},
};

use crate::{graphql::enums::DeskCode, problems::engine::stored_weights};

pub struct WeightsVersion(pub weights::Model);

/// Whether a version has been put in force.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "weights::WeightsStatus")]
pub enum WeightsStatus {
    /// Fitted, without effect yet (پیشنهادشده).
    Proposed,
    /// Put in force by a coordinator (منتشرشده).
    Published,
}

/// A proposed or published version of the engine's weights (نسخهٔ وزن‌ها).
#[Object]
impl WeightsVersion {
    /// The number that routings store.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// The version that it was fitted from and back-tested against.
    async fn base_version(&self) -> i64 {
        self.0.base_version
    }

    /// Whether it has been put in force.
    async fn status(&self) -> WeightsStatus {
        self.0.status.into()
    }

    /// One weight a feature, at least 0.
    async fn features(&self) -> Vec<FeatureWeight> {
        stored_weights(&self.0)
            .as_ref()
            .map(feature_weights)
            .unwrap_or_default()
    }

    /// How many decisions it was fitted to.
    async fn decisions(&self) -> i32 {
        self.0.decisions
    }

    /// What it would have done to the problems decided so far; null only if it was stored by
    /// another version of the service.
    async fn back_test(&self) -> Option<BackTest> {
        let stored: learning::BackTest = serde_json::from_value(self.0.back_test.clone()).ok()?;
        Some(BackTest::from(stored))
    }

    /// When it was proposed.
    async fn proposed_at(&self) -> DateTime<Utc> {
        self.0.proposed_at
    }

    /// When it was last put in force; null before.
    async fn published_at(&self) -> Option<DateTime<Utc>> {
        self.0.published_at
    }
}

/// The weights that decide now (وزن‌های برقرار).
#[derive(SimpleObject)]
pub struct WeightsInForce {
    /// The number that routings store; 1 is built in.
    pub version: u32,
    /// One weight a feature, at least 0.
    pub features: Vec<FeatureWeight>,
}

impl From<&Weights> for WeightsInForce {
    fn from(weights: &Weights) -> Self {
        Self {
            version: weights.version,
            features: feature_weights(weights),
        }
    }
}

/// How much a feature counts.
#[derive(SimpleObject)]
pub struct FeatureWeight {
    /// The feature's code, such as `PHRASES` or `REQUEST`; the table of features in
    /// docs/matching.md explains each.
    pub feature: String,
    /// Its weight, at least 0.
    pub weight: f64,
}

/// One weight a feature, in the features' fixed order.
pub fn feature_weights(weights: &Weights) -> Vec<FeatureWeight> {
    let all = Feature::ALL.iter();
    all.map(|feature| FeatureWeight {
        feature: feature.code().to_owned(),
        weight: weights.of(*feature),
    })
    .collect()
}

/// What a change of weights would have done to the problems decided so far (پس‌آزمون).
#[derive(SimpleObject)]
pub struct BackTest {
    /// Share of the problems whose decided desk is the engine's best now, 0 to 1.
    pub accuracy_before: f64,
    /// The same under the proposed weights.
    pub accuracy_after: f64,
    /// Mean negative log-probability of the decided desk now; lower is better.
    pub log_loss_before: f64,
    /// The same under the proposed weights.
    pub log_loss_after: f64,
    /// Problems that would become right.
    pub mended: Vec<BackTestChange>,
    /// Problems that would become wrong.
    pub broken: Vec<BackTestChange>,
    /// One entry a desk.
    pub desks: Vec<BackTestDesk>,
}

/// A decided problem whose best desk would change.
#[derive(SimpleObject)]
pub struct BackTestChange {
    /// The problem's code.
    pub problem: String,
    /// The desk that a coordinator decided.
    pub decided: DeskCode,
    /// The engine's best desk now.
    pub before: DeskCode,
    /// The engine's best desk under the proposed weights.
    pub after: DeskCode,
}

/// The decided problems of one desk.
#[derive(SimpleObject)]
pub struct BackTestDesk {
    /// The desk.
    pub desk: DeskCode,
    /// How many problems were decided for it.
    pub decided: usize,
    /// How many of them the engine gets right now.
    pub right_before: usize,
    /// How many under the proposed weights.
    pub right_after: usize,
}

impl From<learning::BackTest> for BackTest {
    fn from(test: learning::BackTest) -> Self {
        let changes = |changes: Vec<learning::Moved>| changes.into_iter().map(Into::into).collect();
        Self {
            accuracy_before: test.accuracy_before,
            accuracy_after: test.accuracy_after,
            log_loss_before: test.log_loss_before,
            log_loss_after: test.log_loss_after,
            mended: changes(test.mended),
            broken: changes(test.broken),
            desks: test.desks.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<learning::Moved> for BackTestChange {
    fn from(change: learning::Moved) -> Self {
        Self {
            problem: change.problem,
            decided: change.decided.into(),
            before: change.before.into(),
            after: change.after.into(),
        }
    }
}

impl From<learning::DeskTally> for BackTestDesk {
    fn from(tally: learning::DeskTally) -> Self {
        Self {
            desk: tally.desk.into(),
            decided: tally.decided,
            right_before: tally.right_before,
            right_after: tally.right_after,
        }
    }
}
