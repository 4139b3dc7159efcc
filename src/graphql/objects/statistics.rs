//! Figures about problems and members.

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};
use chrono::{DateTime, Utc};

use super::statistics_parts::{
    DeskCount, DeskWorkload, DurationFigures, KindCount, MonthCount, OrgUnitCount, RoutingFigures,
    StandingCount, StatusCount, TierCount, UrgencyCount,
};
use crate::{
    reference::Reference,
    statistics::{self, Members, Problems},
};

/// Figures at one moment (آمار).
#[derive(SimpleObject)]
pub struct Statistics {
    /// When they were computed, in UTC.
    computed_at: DateTime<Utc>,
    /// Submitted problems; drafts count nowhere.
    problems: ProblemStatistics,
    /// Members of the club.
    members: MemberStatistics,
}

impl Statistics {
    /// The figures with the names that `reference` has for their keys.
    pub fn new(reference: Arc<Reference>, figures: statistics::Statistics) -> Self {
        Self {
            computed_at: figures.computed_at,
            members: MemberStatistics(Arc::clone(&reference), figures.members),
            problems: ProblemStatistics(reference, figures.problems),
        }
    }
}

pub struct ProblemStatistics(Arc<Reference>, Problems);

/// Submitted problems in numbers (آمار مسئله‌ها).
#[Object]
impl ProblemStatistics {
    /// How many there are; null when they are a small group.
    async fn total(&self) -> Option<i64> {
        self.1.total
    }

    /// By desk; the entry without a desk waits for a person to choose one.
    async fn by_desk(&self) -> Vec<DeskCount> {
        let cells = self.1.by_desk.iter();
        cells
            .map(|cell| DeskCount::new(&self.0, cell.key, cell.count))
            .collect()
    }

    /// By where they stand.
    async fn by_status(&self) -> Vec<StatusCount> {
        self.1.by_status.iter().map(StatusCount::from).collect()
    }

    /// By how pressing they are.
    async fn by_urgency(&self) -> Vec<UrgencyCount> {
        self.1.by_urgency.iter().map(UrgencyCount::from).collect()
    }

    /// By the unit that reports them, units without any left out; null for the role FRONTEND.
    async fn by_org_unit(&self) -> Option<Vec<OrgUnitCount>> {
        let cells = self.1.by_org_unit.as_ref()?.iter();
        Some(cells.map(|cell| OrgUnitCount::new(&self.0, cell)).collect())
    }

    /// By the month in which they were posted, such as `2026-11`, in Mashhad's time; null for all
    /// but coordinators, since two calendars side by side would show parts of months.
    async fn by_month(&self) -> Option<Vec<MonthCount>> {
        let cells = self.1.by_month.as_ref()?.iter();
        Some(cells.map(MonthCount::from).collect())
    }

    /// By the Jalali month in which they were posted, such as `1405-09`.
    async fn by_jalali_month(&self) -> Vec<MonthCount> {
        let cells = self.1.by_jalali_month.iter();
        cells.map(MonthCount::from).collect()
    }

    /// From posting to the first decision by a person about the desk.
    async fn time_to_confirmation(&self) -> DurationFigures {
        DurationFigures::from(&self.1.to_confirmation)
    }

    /// From posting to the answer that stands.
    async fn time_to_resolution(&self) -> DurationFigures {
        DurationFigures::from(&self.1.to_resolution)
    }

    /// How often the engine's desk was kept; null for the role FRONTEND.
    async fn routing(&self) -> Option<RoutingFigures> {
        self.1.decisions.as_ref().map(RoutingFigures::from)
    }

    /// What each desk has to do; null for the role FRONTEND, and where the groups are too small
    /// to be shown.
    async fn workload(&self) -> Option<Vec<DeskWorkload>> {
        let desks = self.1.workload.as_ref()?.iter();
        Some(desks.map(|desk| DeskWorkload::new(&self.0, desk)).collect())
    }
}

pub struct MemberStatistics(Arc<Reference>, Members);

/// Members in numbers (آمار اعضا).
#[Object]
impl MemberStatistics {
    /// How many there are, whatever their standing; null when they are a small group.
    async fn total(&self) -> Option<i64> {
        self.1.total
    }

    /// Colleagues of the municipality and people from outside.
    async fn by_kind(&self) -> Vec<KindCount> {
        self.1.by_kind.iter().map(KindCount::from).collect()
    }

    /// Members and planners.
    async fn by_tier(&self) -> Vec<TierCount> {
        self.1.by_tier.iter().map(TierCount::from).collect()
    }

    /// By where memberships stand.
    async fn by_standing(&self) -> Vec<StandingCount> {
        self.1.by_standing.iter().map(StandingCount::from).collect()
    }

    /// Current seats by desk; who holds two is counted at both.
    async fn by_desk(&self) -> Vec<DeskCount> {
        let cells = self.1.by_desk.iter();
        cells
            .map(|cell| DeskCount::new(&self.0, Some(cell.key), cell.count))
            .collect()
    }
}
