//! Figures about problems and members, each audience's share of them.
//!
//! Coordinators see all of them; for everybody else small groups are hidden, and the public part
//! is what a page without a sign-in may show.

mod figures;
mod linked;
mod suppress;
mod table;

use chrono::{DateTime, Utc};

pub use figures::{Decisions, Members, Problems, Times, Workload};
pub use table::Cell;

use crate::{
    app::App,
    auth::{Role, Viewer},
    fault::Fault,
    store::{
        problems::ProblemFilter,
        statistics::{self, Span},
    },
};

/// Figures at one moment.
pub struct Statistics {
    pub computed_at: DateTime<Utc>,
    pub problems: Problems,
    pub members: Members,
}

/// For whom figures are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Everything as it is.
    Coordinators,
    /// Everything but small groups.
    Club,
    /// What a public page may show, without small groups.
    Public,
}

/// The figures that `viewer` may see; only coordinators may narrow them, since the difference
/// between two choices would give away what either hides.
pub async fn statistics(
    app: &App,
    viewer: &Viewer,
    filter: Option<ProblemFilter>,
) -> Result<Statistics, Fault> {
    let audience = audience(viewer.role)?;
    if filter.is_some() && audience != Audience::Coordinators {
        return Err(Fault::Forbidden);
    }
    let filter = filter.unwrap_or(ProblemFilter::All(Vec::new()));
    let (now, reference) = (app.clock.now(), app.reference());
    let db = app.store.snapshot().await?;
    let raw = figures::Raw {
        groups: statistics::problems(&db, &filter, now).await?,
        units: statistics::problems_by_unit(&db, &filter).await?,
        days: statistics::problems_by_day(&db, &filter).await?,
        confirmation: statistics::spans(&db, &filter, Span::Confirmation).await?,
        resolution: statistics::spans(&db, &filter, Span::Resolution).await?,
        decisions: statistics::decisions(&db, &filter).await?,
        places: statistics::places_by_desk(&db, &filter).await?,
        seats: statistics::seats_by_desk(&db).await?,
        members: statistics::members(&db).await?,
    };
    Ok(Statistics {
        computed_at: now,
        problems: figures::problems(&reference, &raw, audience),
        members: figures::members(&reference, &raw, audience),
    })
}

fn audience(role: Role) -> Result<Audience, Fault> {
    match role {
        Role::Coordinator => Ok(Audience::Coordinators),
        Role::Deputy | Role::Expert => Ok(Audience::Club),
        Role::Frontend => Ok(Audience::Public),
        Role::Auditor => Err(Fault::Forbidden),
    }
}
