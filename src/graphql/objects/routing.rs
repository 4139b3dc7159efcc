//! A routing with its reasons, as it was decided.

use async_graphql::{ComplexObject, Context, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{routing, routing_contribution, routing_desk};
use matching::{experts, routing as engine};
use serde_json::Value as Json;

use super::{feature, triage::Triage};
use crate::{
    club::calendar,
    graphql::{
        enums::{DeskCode, RoutingDecision, RoutingSource},
        error::error,
        guard::{app, viewer},
        loaders::{AccountById, ContributionsTo, DesksOf, Loaders},
    },
    problems::triage,
};

pub struct Routing(pub routing::Model);

/// A decision about where a problem belongs, and why (مسیریابی).
#[Object]
impl Routing {
    /// Sent to a desk, or kept for a person.
    async fn decision(&self) -> RoutingDecision {
        self.0.decision.into()
    }

    /// The engine or a coordinator.
    async fn source(&self) -> RoutingSource {
        self.0.source.into()
    }

    /// The desk that was chosen; null in triage.
    async fn desk(&self, ctx: &Context<'_>) -> Result<Option<DeskCode>> {
        desk_code(ctx, self.0.desk_id)
    }

    /// Why the engine keeps it for a person, as `triageReason` and `triageDesks` tell in parts; or
    /// the words of the coordinator who sent it to its desk, which a confirmation repeats; null
    /// when the engine sent it to a desk.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    #[graphql(flatten)]
    async fn triage(&self) -> Triage {
        Triage(triage::of(&self.0))
    }

    /// The engine's calibrated probability, 0 to 1, that the chosen desk is right; in triage,
    /// that its best desk is.
    async fn confidence(&self) -> f64 {
        self.0.confidence
    }

    /// The probability, 0 to 1, that the text can be routed at all.
    async fn routability(&self) -> f64 {
        self.0.routability
    }

    /// All six desks, best first, with what speaks for each.
    async fn desks(&self, ctx: &Context<'_>) -> Result<Vec<RoutingDesk>> {
        let rows = ctx
            .data::<Loaders>()?
            .load_one(DesksOf(self.0.id))
            .await
            .map_err(error)?;
        Ok(rows
            .unwrap_or_default()
            .into_iter()
            .map(RoutingDesk)
            .collect())
    }

    /// The weights under which the engine scored.
    async fn weights_version(&self) -> i64 {
        self.0.weights_version
    }

    /// The account that decided: a coordinator's username, seen by coordinators; null otherwise.
    async fn decided_by(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        if !viewer(ctx)?.is_coordinator() {
            return Ok(None);
        }
        let Some(id) = self.0.decided_by else {
            return Ok(None);
        };
        let account = ctx.data::<Loaders>()?.load_one(AccountById(id)).await;
        Ok(account.map_err(error)?.map(|account| account.username))
    }

    /// When.
    async fn decided_at(&self) -> DateTime<Utc> {
        self.0.decided_at
    }

    /// The same as Jalali date and time in Mashhad, such as `1405-09-01 12:30`.
    async fn decided_at_jalali(&self) -> String {
        calendar::jalali_time(self.0.decided_at)
    }

    /// The smallest change that would lead elsewhere; null when none was found that leaves
    /// something of the text and is within reason.
    async fn counterfactual(&self) -> Option<Counterfactual> {
        self.0
            .counterfactual
            .as_ref()
            .and_then(Counterfactual::from_json)
    }
}

pub struct RoutingDesk(routing_desk::Model);

/// One desk's score in a routing.
#[Object]
impl RoutingDesk {
    /// The desk; null only if this version of the service does not know it.
    async fn desk(&self, ctx: &Context<'_>) -> Result<Option<DeskCode>> {
        desk_code(ctx, Some(self.0.desk_id))
    }

    /// The sum of the contributions' points.
    async fn score(&self) -> f64 {
        self.0.score
    }

    /// Calibrated probability, 0 to 1, that this desk is right; the six sum to 1.
    async fn confidence(&self) -> f64 {
        self.0.confidence
    }

    /// What speaks for the desk, feature by feature.
    async fn contributions(&self, ctx: &Context<'_>) -> Result<Vec<Contribution>> {
        let key = ContributionsTo(self.0.id);
        let rows = ctx.data::<Loaders>()?.load_one(key).await.map_err(error)?;
        Ok(rows
            .unwrap_or_default()
            .into_iter()
            .map(Contribution::from)
            .collect())
    }
}

/// What one feature adds to a score.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct Contribution {
    /// The feature's code, such as `PHRASES` or `REQUEST`; the table of features in
    /// docs/matching.md explains each.
    pub feature: String,
    /// How strongly the feature speaks.
    pub value: f64,
    /// How much it counts.
    pub weight: f64,
    /// `value × weight`.
    pub points: f64,
    #[graphql(skip)]
    pub found: Vec<String>,
}

#[ComplexObject]
impl Contribution {
    /// What the feature is called, in English; its code where this version does not know it.
    async fn name(&self) -> &str {
        feature::names(&self.feature).map_or(&self.feature, |(english, _)| english)
    }

    /// What the feature is called, in Persian (نام ویژگی); its code where this version does not
    /// know it.
    async fn name_fa(&self) -> &str {
        feature::names(&self.feature).map_or(&self.feature, |(_, persian)| persian)
    }

    /// The words, phrases and past problems behind it, strongest first; past problems are named
    /// to coordinators only, since they may be other units'.
    async fn evidence(&self, ctx: &Context<'_>) -> Result<&[String]> {
        let past = [
            engine::Feature::Precedents.code(),
            experts::Feature::Solved.code(),
        ];
        let tells = past.contains(&self.feature.as_str());
        let hidden = tells && !viewer(ctx)?.is_coordinator();
        Ok(if hidden { &[] } else { &self.found })
    }
}

impl From<routing_contribution::Model> for Contribution {
    fn from(row: routing_contribution::Model) -> Self {
        Self {
            feature: row.feature,
            value: row.value,
            weight: row.weight,
            points: row.points,
            found: texts(&row.evidence),
        }
    }
}

impl From<&engine::Contribution> for Contribution {
    fn from(contribution: &engine::Contribution) -> Self {
        Self {
            feature: contribution.feature.code().to_owned(),
            value: contribution.value,
            weight: contribution.weight,
            points: contribution.points,
            found: contribution.evidence.clone(),
        }
    }
}

impl Contribution {
    /// The contributions in a stored list; what does not fit is left out.
    pub fn from_json(list: &Json) -> Vec<Self> {
        let entries = list.as_array().map(Vec::as_slice).unwrap_or_default();
        entries
            .iter()
            .filter_map(|entry| {
                Some(Self {
                    feature: entry["feature"].as_str()?.to_owned(),
                    value: entry["value"].as_f64()?,
                    weight: entry["weight"].as_f64()?,
                    points: entry["points"].as_f64()?,
                    found: texts(&entry["evidence"]),
                })
            })
            .collect()
    }
}

/// The smallest single change that would lead to another desk.
#[derive(SimpleObject)]
pub struct Counterfactual {
    /// What to change.
    pub change: CounterfactualChange,
    /// The desk that would then be on top.
    pub new_top: String,
}

/// One change to a text or to how it is weighed.
#[derive(SimpleObject)]
pub struct CounterfactualChange {
    /// `PHRASE_OUT`: without this phrase; `CONCEPT_IN`: with this concept among its `conceptIds`;
    /// `WEIGHT`: with another weight of this feature.
    pub kind: String,
    /// The phrase as the text writes it, the concept's Persian name or the feature's code.
    pub text: String,
    /// The concept's code, by which `conceptIds` names it; null unless a concept is to be named,
    /// and for routings that were stored before codes were.
    pub concept_code: Option<String>,
    /// The present weight; null unless a weight changes.
    pub from: Option<f64>,
    /// The other weight; null unless a weight changes.
    pub to: Option<f64>,
}

impl Counterfactual {
    /// What `counterfactual_json` wrote; null when it is of another form.
    pub(super) fn from_json(json: &Json) -> Option<Self> {
        let change = &json["change"];
        Some(Self {
            change: CounterfactualChange {
                kind: change["kind"].as_str()?.to_owned(),
                text: change["text"].as_str()?.to_owned(),
                concept_code: change["code"].as_str().map(str::to_owned),
                from: change["from"].as_f64(),
                to: change["to"].as_f64(),
            },
            new_top: json["newTop"].as_str()?.to_owned(),
        })
    }
}

fn desk_code(ctx: &Context<'_>, id: Option<i64>) -> Result<Option<DeskCode>> {
    let reference = app(ctx)?.reference();
    Ok(id
        .and_then(|id| reference.engine_desk(id))
        .map(DeskCode::from))
}

fn texts(list: &Json) -> Vec<String> {
    let entries = list.as_array().map(Vec::as_slice).unwrap_or_default();
    entries
        .iter()
        .filter_map(|entry| entry.as_str().map(str::to_owned))
        .collect()
}
