//! The desks at which a member would like to sit, the dearest first.

use std::collections::{BTreeSet, HashMap};

use entity::member;
use matching::Desk;

use crate::{
    app::App,
    auth::Viewer,
    events::{self, Event},
    fault::{self, Complaint, ComplaintCode, Fault},
    store::{self, StoreError},
};

/// Somebody's wishes, in place of earlier ones.
#[derive(Clone, Debug)]
pub struct Wishes {
    pub member_id: i64,
    pub desks: Vec<Desk>,
    /// The version of the member that the caller has seen, where they care.
    pub expected_version: Option<i64>,
}

/// Records wishes: one's own, or anybody's by a coordinator.
pub async fn prefer(app: &App, viewer: &Viewer, input: Wishes) -> Result<member::Model, Fault> {
    let now = app.clock.now();
    let transaction = app.store.begin().await?;
    let member = store::members::by_ids(&transaction, &[input.member_id]).await?;
    let member = visible(viewer, member.into_iter().next())?;
    check(&input.desks)?;
    let expected = input.expected_version.unwrap_or(member.version);
    let reference = app.reference();
    let desks = input
        .desks
        .iter()
        .filter_map(|desk| reference.desk_id(*desk));
    let desks: Vec<i64> = desks.collect();
    if !store::wishes::touch(&transaction, member.id, expected).await? {
        return Err(fault::changed(member.version));
    }
    store::wishes::replace(&transaction, member.id, &desks).await?;
    let event = Event::DesksPreferred {
        member_id: member.id,
        desks: input.desks.iter().map(|desk| desk.code()).collect(),
    };
    events::append(&transaction, event, Some(viewer.account_id), now).await?;
    app.store.commit(transaction).await?;
    Ok(member::Model {
        version: expected + 1,
        ..member
    })
}

/// The wishes of these members, the dearest first, for a loader.
pub async fn of_members(
    app: &App,
    member_ids: &[i64],
) -> Result<HashMap<i64, Vec<Desk>>, StoreError> {
    let reference = app.reference();
    let mut wishes: HashMap<i64, Vec<Desk>> = HashMap::new();
    for row in store::wishes::of_members(app.store.reader(), member_ids).await? {
        let desk = reference.engine_desk(row.desk_id);
        wishes.entry(row.member_id).or_default().extend(desk);
    }
    Ok(wishes)
}

/// The member, if the viewer may speak for them.
fn visible(viewer: &Viewer, member: Option<member::Model>) -> Result<member::Model, Fault> {
    let member = member.filter(|member| viewer.may_see_member(member));
    let member = member.ok_or(Fault::NotFound)?;
    if viewer.is_coordinator() || viewer.member_id == Some(member.id) {
        Ok(member)
    } else {
        Err(Fault::Forbidden)
    }
}

fn check(desks: &[Desk]) -> Result<(), Fault> {
    let distinct: BTreeSet<Desk> = desks.iter().copied().collect();
    if distinct.len() == desks.len() {
        return Ok(());
    }
    Err(Complaint::new(
        "desks",
        ComplaintCode::Invalid,
        "Name each desk once, the dearest first.",
        "هر میز را یک بار و به ترتیب ترجیح نام ببرید.",
    )
    .into())
}
