//! Counterfactuals: the smallest single change that would send a statement elsewhere.
//!
//! Every one that is given has been verified by routing the changed statement.

use super::decision::{Change, Counterfactual, Feature};
use super::router::Router;
use super::statement::Statement;
use crate::Desk;

impl Router {
    /// The smallest single change that would change the top desk, if one is found.
    #[must_use]
    pub fn counterfactual(&self, statement: &Statement<'_>) -> Option<Counterfactual> {
        let top = self.route(statement).top()?;
        Feature::ALL
            .into_iter()
            .find_map(|feature| self.without(feature, statement, top))
    }

    fn without(
        &self,
        feature: Feature,
        statement: &Statement<'_>,
        top: Desk,
    ) -> Option<Counterfactual> {
        let changed = self.with_weights(self.weights().clone().with(feature, 0.0));
        let new_top = changed.route(statement).top().filter(|&desk| desk != top)?;
        let change = Change::Weight {
            feature,
            from: self.weights().of(feature),
            to: 0.0,
        };
        Some(Counterfactual { change, new_top })
    }
}
