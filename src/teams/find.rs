//! Reading teams, invitations and loads.

use std::collections::HashMap;

use entity::team_member::{self, TeamMemberStatus};

use crate::{
    app::App,
    auth::Viewer,
    fault::Fault,
    store::{self, StoreError},
};

/// As many invitations of the club as a page has entries.
const LATEST: u64 = 100;

/// The places of these problems' teams, by problem id, for a loader.
pub async fn of_problems(
    app: &App,
    problem_ids: &[i64],
) -> Result<HashMap<i64, Vec<team_member::Model>>, StoreError> {
    let mut teams: HashMap<i64, Vec<_>> = HashMap::new();
    for place in store::teams::of_problems(app.store.reader(), problem_ids).await? {
        teams.entry(place.problem_id).or_default().push(place);
    }
    Ok(teams)
}

/// How many problems that are not over each member works on or is asked to, for a loader.
pub async fn open_loads(app: &App) -> Result<HashMap<i64, i64>, StoreError> {
    let loads = store::teams::open_loads(app.store.reader()).await?;
    Ok(loads.into_iter().collect())
}

/// The viewer's own invitations, the newest first; for coordinators the club's.
pub async fn invitations(
    app: &App,
    viewer: &Viewer,
    status: Option<TeamMemberStatus>,
) -> Result<Vec<team_member::Model>, Fault> {
    let db = app.store.reader();
    if viewer.is_coordinator() {
        return Ok(store::teams::newest(db, status, LATEST).await?);
    }
    let member_id = viewer.member_id.ok_or(Fault::Forbidden)?;
    let places = store::teams::of_member(db, member_id).await?;
    let wanted = places
        .into_iter()
        .filter(|place| status.is_none_or(|status| place.status == status));
    Ok(wanted.collect())
}
