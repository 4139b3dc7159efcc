//! Members and what they know.

mod query;

use chrono::{DateTime, Utc};
use entity::{member, member_expertise};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::{
    Connection, Result,
    page::{self, OrderKey, Page, Rows},
};

use query::condition;
pub use query::{MemberFilter, MemberSort, MemberTest, order_keys};

const BATCH: usize = 200;

/// One page of the members that `filter` lets through.
pub async fn page(
    db: &impl Connection,
    filter: &MemberFilter,
    keys: &[OrderKey<member::Entity>],
    page: &Page,
) -> Result<Rows<member::Model>> {
    page::fetch(
        db,
        member::Entity::find().filter(condition(filter)),
        keys,
        page,
    )
    .await
}

/// How many members `filter` lets through.
pub async fn count(db: &impl Connection, filter: &MemberFilter) -> Result<u64> {
    Ok(member::Entity::find()
        .filter(condition(filter))
        .count(db)
        .await?)
}

/// The ids of all members that `filter` lets through.
pub async fn ids(db: &impl Connection, filter: &MemberFilter) -> Result<Vec<i64>> {
    let ids = member::Entity::find()
        .filter(condition(filter))
        .select_only()
        .column(member::Column::Id)
        .order_by_asc(member::Column::Id);
    Ok(ids.into_tuple().all(db).await?)
}

/// All members that `filter` lets through, by id.
pub async fn all(db: &impl Connection, filter: &MemberFilter) -> Result<Vec<member::Model>> {
    let rows = member::Entity::find()
        .filter(condition(filter))
        .order_by_asc(member::Column::Id);
    Ok(rows.all(db).await?)
}

/// The members with these ids, in no particular order.
pub async fn by_ids(db: &impl Connection, ids: &[i64]) -> Result<Vec<member::Model>> {
    let rows = member::Entity::find().filter(member::Column::Id.is_in(ids.iter().copied()));
    Ok(rows.all(db).await?)
}

/// The member with this number.
pub async fn by_number(db: &impl Connection, number: i64) -> Result<Option<member::Model>> {
    Ok(member::Entity::find()
        .filter(member::Column::MemberNo.eq(number))
        .one(db)
        .await?)
}

/// The id and name of every member, by id.
pub async fn names(db: &impl Connection) -> Result<Vec<(i64, String)>> {
    let rows = member::Entity::find()
        .select_only()
        .columns([member::Column::Id, member::Column::FullName])
        .order_by_asc(member::Column::Id);
    Ok(rows.into_tuple().all(db).await?)
}

/// A value that changes whenever a member is added or edited: how many, newest id, newest edit.
pub type Revision = (i64, Option<i64>, Option<DateTime<Utc>>);

/// The present revision of the members.
pub async fn revision(db: &impl Connection) -> Result<Revision> {
    let newest = member::Entity::find()
        .select_only()
        .column_as(member::Column::Id.count(), "members")
        .column_as(member::Column::Id.max(), "id")
        .column_as(member::Column::UpdatedAt.max(), "updated_at")
        .into_tuple()
        .one(db)
        .await?;
    Ok(newest.unwrap_or_default())
}

/// What these members know, in the order in which it was written.
pub async fn expertise(
    db: &impl Connection,
    member_ids: &[i64],
) -> Result<Vec<member_expertise::Model>> {
    let rows = member_expertise::Entity::find()
        .filter(member_expertise::Column::MemberId.is_in(member_ids.iter().copied()))
        .order_by_asc(member_expertise::Column::Id);
    Ok(rows.all(db).await?)
}

/// A member to add, with what they know.
pub struct NewMember {
    /// `id` is ignored.
    pub row: member::Model,
    /// `id` and `member_id` are ignored.
    pub expertise: Vec<member_expertise::Model>,
}

/// Adds members and answers with their rows.
pub async fn insert(db: &impl Connection, new: &[NewMember]) -> Result<Vec<member::Model>> {
    let mut inserted = Vec::with_capacity(new.len());
    for batch in new.chunks(BATCH) {
        let rows = batch.iter().map(|new| active(&new.row));
        let members = member::Entity::insert_many(rows)
            .exec_with_returning(db)
            .await?;
        let id_of = |number: i64| {
            members
                .iter()
                .find(|member| member.member_no == number)
                .map(|member| member.id)
        };
        let expertise: Vec<_> = batch
            .iter()
            .filter_map(|new| id_of(new.row.member_no).map(|id| (id, &new.expertise)))
            .flat_map(|(id, phrases)| {
                phrases
                    .iter()
                    .map(move |phrase| active_expertise(id, phrase))
            })
            .collect();
        for batch in expertise.chunks(BATCH) {
            member_expertise::Entity::insert_many(batch.to_vec())
                .exec(db)
                .await?;
        }
        inserted.extend(members);
    }
    Ok(inserted)
}

fn active(row: &member::Model) -> member::ActiveModel {
    member::ActiveModel {
        member_no: Set(row.member_no),
        full_name: Set(row.full_name.clone()),
        name_key: Set(row.name_key.clone()),
        name_sort: Set(row.name_sort.clone()),
        kind: Set(row.kind),
        tier: Set(row.tier),
        standing: Set(row.standing),
        org_unit_id: Set(row.org_unit_id),
        field: Set(row.field.clone()),
        field_key: Set(row.field_key.clone()),
        degree: Set(row.degree),
        job: Set(row.job.clone()),
        bio: Set(row.bio.clone()),
        national_id: Set(row.national_id.clone()),
        mobile: Set(row.mobile.clone()),
        email: Set(row.email.clone()),
        max_load: Set(row.max_load),
        joined_on: Set(row.joined_on),
        version: Set(row.version),
        created_at: Set(row.created_at),
        updated_at: Set(row.updated_at),
        ..Default::default()
    }
}

fn active_expertise(
    member_id: i64,
    row: &member_expertise::Model,
) -> member_expertise::ActiveModel {
    member_expertise::ActiveModel {
        member_id: Set(member_id),
        concept_id: Set(row.concept_id),
        phrase: Set(row.phrase.clone()),
        phrase_key: Set(row.phrase_key.clone()),
        level: Set(row.level),
        source: Set(row.source),
        ..Default::default()
    }
}
