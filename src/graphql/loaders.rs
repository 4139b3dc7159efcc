//! Batched reads: whatever the page, one statement for each kind of neighbour.
//!
//! None of these answers depends on the viewer, so all requests share them.

mod life;

use std::{collections::HashMap, sync::Arc, time::Duration};

use async_graphql::dataloader::{DataLoader, Loader};
use entity::{
    account, assignment_round, audit_event, member, member_expertise, problem, round_proposal,
    routing, routing_contribution, routing_desk, seat, team_member,
};

use super::turn;
use crate::{app::App, auth::accounts, club, desks, problems, store::StoreError, teams};

pub use life::{CommentsOf, ResolutionsOf};

/// Reads neighbours of many objects at once.
pub struct Batch(pub(super) Arc<App>);

pub type Loaders = DataLoader<Batch>;
pub(super) type Loaded<K, V> = Result<HashMap<K, V>, Arc<StoreError>>;

/// The loaders over a running service.
pub fn loaders(app: &Arc<App>) -> Loaders {
    // A batch waits for the end of a turn instead.
    DataLoader::new(Batch(Arc::clone(app)), turn::spawn).delay(Duration::ZERO)
}

/// A member by id.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct MemberById(pub i64);

/// A problem by id.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ProblemById(pub i64);

/// An assignment round by id.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct RoundById(pub i64);

/// What a member knows.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ExpertiseOf(pub i64);

/// A member's seats, past and current.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct SeatsOf(pub i64);

/// A desk's current seats.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct SeatsAt(pub i64);

/// How many problems a desk holds that are not over.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct OpenProblemsOf(pub i64);

/// How many problems a member works on or is asked to.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct OpenLoadOf(pub i64);

/// Everybody who was asked to work on a problem.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TeamOf(pub i64);

/// A problem's routings, oldest first.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct RoutingsOf(pub i64);

/// A routing's desks, best first.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct DesksOf(pub i64);

/// The contributions to a desk's score in a routing.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ContributionsTo(pub i64);

/// The desks at which a member would like to sit, the dearest first.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct WishesOf(pub i64);

/// A round's proposals.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ProposalsOf(pub i64);

/// An account by id.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct AccountById(pub i64);

/// A problem's events, oldest first.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TimelineOf(pub i64);

impl Loader<AccountById> for Batch {
    type Value = account::Model;
    type Error = Arc<StoreError>;

    async fn load(&self, keys: &[AccountById]) -> Loaded<AccountById, Self::Value> {
        rekey(
            accounts::by_ids(&self.0, &ids(keys, |key| key.0)).await,
            AccountById,
        )
    }
}

impl Loader<TimelineOf> for Batch {
    type Value = Vec<audit_event::Model>;
    type Error = Arc<StoreError>;

    async fn load(&self, keys: &[TimelineOf]) -> Loaded<TimelineOf, Self::Value> {
        rekey(
            problems::timeline::timelines(&self.0, &ids(keys, |key| key.0)).await,
            TimelineOf,
        )
    }
}

impl Loader<MemberById> for Batch {
    type Value = member::Model;
    type Error = Arc<StoreError>;

    async fn load(&self, keys: &[MemberById]) -> Loaded<MemberById, Self::Value> {
        rekey(
            club::find::by_ids(&self.0, &ids(keys, |key| key.0)).await,
            MemberById,
        )
    }
}

impl Loader<ProblemById> for Batch {
    type Value = problem::Model;
    type Error = Arc<StoreError>;

    async fn load(&self, keys: &[ProblemById]) -> Loaded<ProblemById, Self::Value> {
        rekey(
            problems::find::by_ids(&self.0, &ids(keys, |key| key.0)).await,
            ProblemById,
        )
    }
}

impl Loader<RoundById> for Batch {
    type Value = assignment_round::Model;
    type Error = Arc<StoreError>;

    async fn load(&self, keys: &[RoundById]) -> Loaded<RoundById, Self::Value> {
        rekey(
            desks::find::rounds_by_ids(&self.0, &ids(keys, |key| key.0)).await,
            RoundById,
        )
    }
}

impl Loader<ExpertiseOf> for Batch {
    type Value = Vec<member_expertise::Model>;
    type Error = Arc<StoreError>;

    async fn load(&self, keys: &[ExpertiseOf]) -> Loaded<ExpertiseOf, Self::Value> {
        rekey(
            club::find::expertise(&self.0, &ids(keys, |key| key.0)).await,
            ExpertiseOf,
        )
    }
}

impl Loader<SeatsOf> for Batch {
    type Value = Vec<seat::Model>;
    type Error = Arc<StoreError>;

    async fn load(&self, keys: &[SeatsOf]) -> Loaded<SeatsOf, Self::Value> {
        rekey(
            desks::find::seats_of(&self.0, &ids(keys, |key| key.0)).await,
            SeatsOf,
        )
    }
}

impl Loader<SeatsAt> for Batch {
    type Value = Vec<seat::Model>;
    type Error = Arc<StoreError>;

    async fn load(&self, keys: &[SeatsAt]) -> Loaded<SeatsAt, Self::Value> {
        rekey(
            desks::find::seats_at(&self.0, &ids(keys, |key| key.0)).await,
            SeatsAt,
        )
    }
}

impl Loader<OpenProblemsOf> for Batch {
    type Value = i64;
    type Error = Arc<StoreError>;

    async fn load(&self, _: &[OpenProblemsOf]) -> Loaded<OpenProblemsOf, Self::Value> {
        rekey(problems::find::open_by_desk(&self.0).await, OpenProblemsOf)
    }
}

impl Loader<OpenLoadOf> for Batch {
    type Value = i64;
    type Error = Arc<StoreError>;

    async fn load(&self, _: &[OpenLoadOf]) -> Loaded<OpenLoadOf, Self::Value> {
        rekey(teams::find::open_loads(&self.0).await, OpenLoadOf)
    }
}

impl Loader<TeamOf> for Batch {
    type Value = Vec<team_member::Model>;
    type Error = Arc<StoreError>;

    async fn load(&self, keys: &[TeamOf]) -> Loaded<TeamOf, Self::Value> {
        rekey(
            teams::find::of_problems(&self.0, &ids(keys, |key| key.0)).await,
            TeamOf,
        )
    }
}

impl Loader<RoutingsOf> for Batch {
    type Value = Vec<routing::Model>;
    type Error = Arc<StoreError>;

    async fn load(&self, keys: &[RoutingsOf]) -> Loaded<RoutingsOf, Self::Value> {
        rekey(
            problems::find::routings(&self.0, &ids(keys, |key| key.0)).await,
            RoutingsOf,
        )
    }
}

impl Loader<DesksOf> for Batch {
    type Value = Vec<routing_desk::Model>;
    type Error = Arc<StoreError>;

    async fn load(&self, keys: &[DesksOf]) -> Loaded<DesksOf, Self::Value> {
        rekey(
            problems::find::routing_desks(&self.0, &ids(keys, |key| key.0)).await,
            DesksOf,
        )
    }
}

impl Loader<ContributionsTo> for Batch {
    type Value = Vec<routing_contribution::Model>;
    type Error = Arc<StoreError>;

    async fn load(&self, keys: &[ContributionsTo]) -> Loaded<ContributionsTo, Self::Value> {
        rekey(
            problems::find::contributions(&self.0, &ids(keys, |key| key.0)).await,
            ContributionsTo,
        )
    }
}

impl Loader<WishesOf> for Batch {
    type Value = Vec<matching::Desk>;
    type Error = Arc<StoreError>;

    async fn load(&self, keys: &[WishesOf]) -> Loaded<WishesOf, Self::Value> {
        rekey(
            desks::wishes::of_members(&self.0, &ids(keys, |key| key.0)).await,
            WishesOf,
        )
    }
}

impl Loader<ProposalsOf> for Batch {
    type Value = Vec<round_proposal::Model>;
    type Error = Arc<StoreError>;

    async fn load(&self, keys: &[ProposalsOf]) -> Loaded<ProposalsOf, Self::Value> {
        rekey(
            desks::find::proposals(&self.0, &ids(keys, |key| key.0)).await,
            ProposalsOf,
        )
    }
}

pub(super) fn ids<K>(keys: &[K], id: impl Fn(&K) -> i64) -> Vec<i64> {
    keys.iter().map(id).collect()
}

pub(super) fn rekey<K: std::hash::Hash + Eq, V>(
    rows: Result<HashMap<i64, V>, StoreError>,
    key: impl Fn(i64) -> K,
) -> Loaded<K, V> {
    let rows = rows.map_err(Arc::new)?;
    Ok(rows
        .into_iter()
        .map(|(id, value)| (key(id), value))
        .collect())
}
