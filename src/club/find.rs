//! Finding members: by filter and order, by id, by like names.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use entity::{concept, member, member::MemberStanding, member::MemberTier, member_expertise};
use matching::{
    Desk,
    names::{NameHit, NameIndex},
    text,
};

use crate::{
    app::App,
    auth::{Role, Viewer},
    fault::Fault,
    reference::Reference,
    store::{
        self, Connection, StoreError,
        filter::{Scalar, Tree},
        members::{MemberFilter, MemberSort, MemberTest, Revision},
        page::{Page, Rows},
    },
};

/// One or two typing errors in a usual name.
const MUCH_ALIKE: f64 = 0.85;
/// More than a few namesakes say no more.
const LIKENESSES: usize = 5;

/// Which members, in which order.
#[derive(Clone, Debug)]
pub struct MemberQuery {
    pub filter: MemberFilter,
    pub order: Vec<(MemberSort, bool)>,
}

/// A member with a name like another.
#[derive(Clone, Debug)]
pub struct Likeness {
    pub member: member::Model,
    /// 1 is the very name.
    pub score: f64,
}

/// The names of all members, indexed; rebuilt when a member has changed.
#[derive(Default)]
pub struct NameSearch(RwLock<Option<Arc<Snapshot>>>);

/// The names as they were at one moment.
pub struct Snapshot {
    revision: Revision,
    index: NameIndex,
    names: HashMap<i64, String>,
}

impl Snapshot {
    /// The names nearest to `text`, best first.
    #[must_use]
    pub fn search(&self, text: &str, limit: usize) -> Vec<NameHit> {
        self.index.search(text, limit)
    }

    /// The name of the member with this id.
    #[must_use]
    pub fn name(&self, id: i64) -> Option<&str> {
        self.names.get(&id).map(String::as_str)
    }
}

impl MemberQuery {
    /// The same query over what `viewer` may see.
    pub fn seen_by(mut self, viewer: &Viewer) -> Result<Self, Fault> {
        let visible = match viewer.role {
            Role::Coordinator => return Ok(self),
            Role::Deputy => public_experts(),
            Role::Expert => Tree::Any(vec![public_experts(), own(viewer)]),
            Role::Frontend | Role::Auditor => return Err(Fault::Forbidden),
        };
        self.filter = Tree::All(vec![self.filter, visible]);
        Ok(self)
    }
}

/// One page of members, without search.
pub async fn page(
    app: &App,
    query: &MemberQuery,
    page: &Page,
) -> Result<Rows<member::Model>, Fault> {
    let keys = store::members::order_keys(&query.order);
    Ok(store::members::page(app.store.reader(), &query.filter, &keys, page).await?)
}

/// Members whose names are much like `name`, the likest first.
pub async fn of_like_name(app: &App, name: &str) -> Result<Vec<Likeness>, StoreError> {
    let db = app.store.reader();
    let names = app.names.snapshot(db).await?;
    let hits = names.search(name, LIKENESSES);
    let like = hits.into_iter().filter(|hit| hit.score >= MUCH_ALIKE);
    let scores: HashMap<i64, f64> = like
        .filter_map(|hit| Some((i64::try_from(hit.id).ok()?, hit.score)))
        .collect();
    let ids: Vec<i64> = scores.keys().copied().collect();
    let members = store::members::by_ids(db, &ids).await?;
    let mut like: Vec<Likeness> = members
        .into_iter()
        .filter_map(|member| {
            let score = *scores.get(&member.id)?;
            Some(Likeness { member, score })
        })
        .collect();
    like.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then(a.member.id.cmp(&b.member.id))
    });
    Ok(like)
}

/// Whether two names are much alike, perhaps one shorter than the other.
#[must_use]
pub fn alike(one: &str, other: &str) -> bool {
    let holds = |name: &str, asked: &str| {
        let index = NameIndex::new([(0, name.to_owned())]);
        let hits = index.search(asked, 1);
        hits.first().is_some_and(|hit| hit.score >= MUCH_ALIKE)
    };
    holds(one, other) || holds(other, one)
}

/// Members by id, for a loader.
pub async fn by_ids(app: &App, ids: &[i64]) -> Result<HashMap<i64, member::Model>, StoreError> {
    let rows = store::members::by_ids(app.store.reader(), ids).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// What members know, by member id, for a loader.
pub async fn expertise(
    app: &App,
    member_ids: &[i64],
) -> Result<HashMap<i64, Vec<member_expertise::Model>>, StoreError> {
    let mut by_member: HashMap<i64, Vec<_>> = HashMap::new();
    for row in store::members::expertise(app.store.reader(), member_ids).await? {
        by_member.entry(row.member_id).or_default().push(row);
    }
    Ok(by_member)
}

/// The member with this id, if the viewer may know of them.
pub async fn member(app: &App, viewer: &Viewer, id: i64) -> Result<member::Model, Fault> {
    let found = store::members::by_ids(app.store.reader(), &[id])
        .await?
        .pop();
    found
        .filter(|member| viewer.may_see_member(member))
        .ok_or(Fault::NotFound)
}

/// The concepts at home at `desk` with a term that contains `search`, by code.
#[must_use]
pub fn concepts(
    reference: &Reference,
    desk: Option<Desk>,
    search: Option<&str>,
) -> Vec<concept::Model> {
    let desk_id = desk.map(|desk| reference.desk_id(desk).unwrap_or_default());
    let search = search.filter(|search| !search.trim().is_empty());
    let key = search.map(text::phrase_key);
    let names = |row: &concept::Model, key: &str| {
        reference
            .terms(row.id)
            .iter()
            .any(|term| term.term_key.contains(key))
    };
    let concepts = reference.concepts().iter();
    concepts
        .filter(|row| desk_id.is_none_or(|id| row.desk_id == id))
        .filter(|row| {
            key.as_ref()
                .is_none_or(|key| !key.is_empty() && names(row, key))
        })
        .cloned()
        .collect()
}

impl NameSearch {
    /// The names as they are.
    pub async fn snapshot(&self, db: &impl Connection) -> Result<Arc<Snapshot>, StoreError> {
        let revision = store::members::revision(db).await?;
        let held = self
            .0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some(current) = held.filter(|snapshot| snapshot.revision == revision) {
            return Ok(current);
        }
        let names = store::members::names(db).await?;
        let indexed = names
            .iter()
            .filter_map(|(id, name)| Some((u64::try_from(*id).ok()?, name.clone())));
        let fresh = Arc::new(Snapshot {
            revision,
            index: NameIndex::new(indexed),
            names: names.into_iter().collect(),
        });
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&fresh));
        Ok(fresh)
    }
}

fn public_experts() -> MemberFilter {
    Tree::All(vec![
        Tree::Test(MemberTest::Tier(Scalar::equal(MemberTier::Planner))),
        Tree::Test(MemberTest::Standing(Scalar::equal(MemberStanding::Active))),
    ])
}

fn own(viewer: &Viewer) -> MemberFilter {
    Tree::Test(MemberTest::Id(Scalar::one_of(
        viewer.member_id.into_iter().collect(),
    )))
}
