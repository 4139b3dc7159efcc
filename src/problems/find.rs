//! Finding problems, and only those that the viewer may know of.

use std::collections::HashMap;

use entity::{problem, routing, routing_contribution, routing_desk, seat, team_member};
use matching::text;

use super::engine;
use crate::{
    app::App,
    auth::{Role, Viewer},
    fault::Fault,
    store::{
        self, Connection, StoreError,
        filter::{Scalar, Tree},
        page::{Page, Rows},
        problems::{ProblemFilter, ProblemSort, ProblemTest},
    },
};

/// More words than this narrow nothing.
const SEARCH_STEMS: usize = 12;

/// Which problems, in which order.
#[derive(Clone, Debug)]
pub struct ProblemQuery {
    pub filter: ProblemFilter,
    pub order: Vec<(ProblemSort, bool)>,
}

impl ProblemQuery {
    /// The same query, over texts that contain every word of `search` in some inflection, or the
    /// problem that it names by code.
    #[must_use]
    pub fn containing(mut self, search: &str) -> Self {
        if let Some(id) = engine::problem_with_code(search) {
            let named = Tree::Test(ProblemTest::Id(id));
            self.filter = Tree::All(vec![self.filter, named]);
            return self;
        }
        let stems = text::stems(search).into_iter();
        // An ending that stands apart, as in «زباله ها», is no word of its own.
        let stems = stems.filter(|stem| !text::is_detached_affix(stem));
        let stems = stems.take(SEARCH_STEMS);
        let tests: Vec<_> = stems
            .map(|stem| Tree::Test(ProblemTest::Stem(stem)))
            .collect();
        // Signs alone are in no text, and must not stand for every text.
        let words = if tests.is_empty() && !search.trim().is_empty() {
            Tree::Any(tests)
        } else {
            Tree::All(tests)
        };
        self.filter = Tree::All(vec![self.filter, words]);
        self
    }

    /// The same query over what `viewer` may see.
    pub async fn seen_by(mut self, app: &App, viewer: &Viewer) -> Result<Self, Fault> {
        let visible = match viewer.role {
            Role::Coordinator => return Ok(self),
            Role::Deputy => {
                let units = viewer.org_unit_id.into_iter().collect();
                Tree::Test(ProblemTest::OrgUnit(Scalar::one_of(units)))
            }
            Role::Expert => {
                let desks = Scalar::one_of(own_desks(app, viewer).await?);
                let own = viewer.member_id.map(ProblemTest::Team);
                let tests = std::iter::once(ProblemTest::Desk(desks)).chain(own);
                Tree::Any(tests.map(Tree::Test).collect())
            }
            Role::Frontend | Role::Auditor => return Err(Fault::Forbidden),
        };
        self.filter = Tree::All(vec![self.filter, visible]);
        Ok(self)
    }
}

/// One page of problems.
pub async fn page(
    app: &App,
    query: &ProblemQuery,
    page: &Page,
) -> Result<Rows<problem::Model>, Fault> {
    let keys = store::problems::order_keys(&query.order);
    Ok(store::problems::page(app.store.reader(), &query.filter, &keys, page).await?)
}

/// The problem with this id, if the viewer may know of it.
pub async fn problem(app: &App, viewer: &Viewer, id: i64) -> Result<problem::Model, Fault> {
    let (problem, _) = known(app, app.store.reader(), viewer, id).await?;
    Ok(problem)
}

/// The same with its team, as they stand in `db`.
pub async fn known(
    app: &App,
    db: &impl Connection,
    viewer: &Viewer,
    id: i64,
) -> Result<(problem::Model, Vec<team_member::Model>), Fault> {
    let found = store::problems::by_id(db, id).await?;
    let team = store::teams::of_problems(db, &[id]).await?;
    let desks = own_desks(app, viewer).await?;
    let known = found.filter(|problem| viewer.may_see_problem(problem, &team, &desks));
    Ok((known.ok_or(Fault::NotFound)?, team))
}

/// Problems by id, for a loader; the caller looks at who may know of them.
pub async fn by_ids(app: &App, ids: &[i64]) -> Result<HashMap<i64, problem::Model>, StoreError> {
    let rows = store::problems::by_ids(app.store.reader(), ids).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// The desks at which the viewer is seated now.
pub async fn own_desks(app: &App, viewer: &Viewer) -> Result<Vec<i64>, StoreError> {
    let Some(member_id) = viewer.member_id else {
        return Ok(Vec::new());
    };
    let seats = store::seats::of_members(app.store.reader(), &[member_id]).await?;
    Ok(desks_now(&seats))
}

/// The desks of those of these seats that are held now.
#[must_use]
pub fn desks_now(seats: &[seat::Model]) -> Vec<i64> {
    let current = seats.iter().filter(|seat| seat.until.is_none());
    current.map(|seat| seat.desk_id).collect()
}

/// How many problems each desk holds that are not over, by desk id.
pub async fn open_by_desk(app: &App) -> Result<HashMap<i64, i64>, StoreError> {
    Ok(store::problems::open_by_desk(app.store.reader())
        .await?
        .into_iter()
        .collect())
}

/// Every routing of these problems, oldest first, by problem id.
pub async fn routings(
    app: &App,
    problem_ids: &[i64],
) -> Result<HashMap<i64, Vec<routing::Model>>, StoreError> {
    let rows = store::routings::history(app.store.reader(), problem_ids).await?;
    Ok(group(rows, |row| row.problem_id))
}

/// The desks of these routings, best first, by routing id.
pub async fn routing_desks(
    app: &App,
    routing_ids: &[i64],
) -> Result<HashMap<i64, Vec<routing_desk::Model>>, StoreError> {
    let rows = store::routings::desks(app.store.reader(), routing_ids).await?;
    Ok(group(rows, |row| row.routing_id))
}

/// The contributions to these desks' scores, by the desk's row.
pub async fn contributions(
    app: &App,
    routing_desk_ids: &[i64],
) -> Result<HashMap<i64, Vec<routing_contribution::Model>>, StoreError> {
    let rows = store::routings::contributions(app.store.reader(), routing_desk_ids).await?;
    Ok(group(rows, |row| row.routing_desk_id))
}

fn group<T>(rows: Vec<T>, key: impl Fn(&T) -> i64) -> HashMap<i64, Vec<T>> {
    let mut groups: HashMap<i64, Vec<T>> = HashMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(row);
    }
    groups
}
