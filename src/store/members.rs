//! Members and what they know.

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    member::{self, MemberKind, MemberStanding, MemberTier},
    member_expertise, seat,
};
use matching::text;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
    sea_query::{ExprTrait, SelectStatement},
};
use serde_json::Value as Json;

use super::{
    Connection, Result,
    filter::{self, Scalar, Text, Tree},
    page::{self, KeyType, OrderKey, Page, Rows},
};

const BATCH: usize = 200;

/// One test of a member.
#[derive(Clone, Debug)]
pub enum MemberTest {
    Id(Scalar<i64>),
    MemberNo(Scalar<i64>),
    FullName(Text),
    Field(Text),
    Kind(Scalar<MemberKind>),
    Tier(Scalar<MemberTier>),
    Standing(Scalar<MemberStanding>),
    OrgUnit(Scalar<i64>),
    JoinedOn(Scalar<NaiveDate>),
    MaxLoad(Scalar<i32>),
    /// Holds a current seat at one of the desks that the test lets through.
    Desk(Scalar<i64>),
    /// Has an expertise phrase that the test lets through.
    Expertise(Text),
}

pub type MemberFilter = Tree<MemberTest>;

/// What members can be ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberSort {
    FullName,
    MemberNo,
    JoinedOn,
}

/// The order keys of a list of sorts, ending in the id so that no two rows tie.
#[must_use]
pub fn order_keys(sorts: &[(MemberSort, bool)]) -> Vec<OrderKey<member::Entity>> {
    let mut keys: Vec<_> = sorts
        .iter()
        .map(|(sort, descending)| key(*sort, *descending))
        .collect();
    keys.push(OrderKey {
        column: member::Column::Id,
        key_type: KeyType::Integer,
        descending: false,
        read: |row| Json::from(row.id),
    });
    keys
}

fn key(sort: MemberSort, descending: bool) -> OrderKey<member::Entity> {
    let (column, key_type, read): (_, _, fn(&member::Model) -> Json) = match sort {
        MemberSort::FullName => (member::Column::NameSort, KeyType::Text, |row| {
            Json::from(row.name_sort.clone())
        }),
        MemberSort::MemberNo => (member::Column::MemberNo, KeyType::Integer, |row| {
            Json::from(row.member_no)
        }),
        MemberSort::JoinedOn => (member::Column::JoinedOn, KeyType::Date, |row| {
            Json::from(row.joined_on.to_string())
        }),
    };
    OrderKey {
        column,
        key_type,
        descending,
        read,
    }
}

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

fn condition(filter: &MemberFilter) -> Condition {
    use member::Column;
    filter.condition(&|test| match test {
        MemberTest::Id(test) => filter::scalar(Column::Id, test),
        MemberTest::MemberNo(test) => filter::scalar(Column::MemberNo, test),
        MemberTest::FullName(test) => filter::text(Column::NameKey, test, text::phrase_key),
        MemberTest::Field(test) => filter::text(Column::FieldKey, test, text::phrase_key),
        MemberTest::Kind(test) => filter::scalar(Column::Kind, test),
        MemberTest::Tier(test) => filter::scalar(Column::Tier, test),
        MemberTest::Standing(test) => filter::scalar(Column::Standing, test),
        MemberTest::OrgUnit(test) => filter::scalar(Column::OrgUnitId, test),
        MemberTest::JoinedOn(test) => filter::scalar(Column::JoinedOn, test),
        MemberTest::MaxLoad(test) => filter::scalar(Column::MaxLoad, test),
        MemberTest::Desk(test) => at_desk(test),
        MemberTest::Expertise(test) => Condition::all().add(Column::Id.in_subquery(knows(test))),
    })
}

/// `is_null` asks whether there is a seat at all, the other operators about the seats.
fn at_desk(test: &Scalar<i64>) -> Condition {
    let holds = |test| member::Column::Id.in_subquery(seated(test));
    if test.is_null == Some(true) {
        return Condition::all().add(holds(&Scalar::default()).not());
    }
    Condition::all().add(holds(test))
}

fn seated(desk: &Scalar<i64>) -> SelectStatement {
    seat::Entity::find()
        .select_only()
        .column(seat::Column::MemberId)
        .filter(seat::Column::Until.is_null())
        .filter(filter::scalar(seat::Column::DeskId, desk))
        .into_query()
}

fn knows(phrase: &Text) -> SelectStatement {
    member_expertise::Entity::find()
        .select_only()
        .column(member_expertise::Column::MemberId)
        .filter(filter::text(
            member_expertise::Column::PhraseKey,
            phrase,
            text::phrase_key,
        ))
        .into_query()
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
