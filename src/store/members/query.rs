//! Which members, and in which order, as SQL.

use chrono::NaiveDate;
use entity::{
    member::{self, MemberKind, MemberStanding, MemberTier},
    member_expertise, seat,
};
use matching::text;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{ExprTrait, SelectStatement},
};
use serde_json::Value as Json;

use crate::store::{
    filter::{self, Scalar, Text, Tree},
    page::{KeyType, OrderKey},
};

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
    /// Has an expertise phrase that names this concept.
    Concept(i64),
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

/// Records that have not been merged into another.
pub fn present() -> Condition {
    Condition::all().add(member::Column::MergedIntoId.is_null())
}

/// The SQL condition of a filter, among those who are there.
pub fn condition(filter: &MemberFilter) -> Condition {
    present().add(test(filter))
}

fn test(filter: &MemberFilter) -> Condition {
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
        MemberTest::Expertise(test) => has_expertise(test),
        MemberTest::Concept(id) => Condition::all().add(Column::Id.in_subquery(names_concept(*id))),
    })
}

/// `is_null` asks whether there is a seat at all, `ne` and `not_in` whether there is none at such
/// a desk, the other operators whether there is one.
fn at_desk(test: &Scalar<i64>) -> Condition {
    let holds = |test: &Scalar<i64>| member::Column::Id.in_subquery(seated(test));
    let (plain, opposite) = test.clone().split();
    let mut all = Condition::all();
    if let Some(null) = test.is_null {
        let any = holds(&Scalar::default());
        all = all.add(if null { any.not() } else { any });
    }
    if let Some(plain) = plain {
        all = all.add(holds(&plain));
    }
    opposite
        .iter()
        .fold(all, |all, test| all.add(holds(test).not()))
}

/// `ne` and `not_in` ask whether there is no such phrase, the other operators whether there is one.
fn has_expertise(test: &Text) -> Condition {
    let (plain, opposite) = test.clone().split();
    let has = |test: &Text| member::Column::Id.in_subquery(knows(test));
    let mut all = Condition::all();
    if let Some(null) = test.is_null {
        let any = has(&Text::default());
        all = all.add(if null { any.not() } else { any });
    }
    if let Some(plain) = plain {
        all = all.add(has(&plain));
    }
    opposite
        .iter()
        .fold(all, |all, test| all.add(has(test).not()))
}

fn seated(desk: &Scalar<i64>) -> SelectStatement {
    seat::Entity::find()
        .select_only()
        .column(seat::Column::MemberId)
        .filter(seat::Column::Until.is_null())
        .filter(filter::scalar(seat::Column::DeskId, desk))
        .into_query()
}

fn names_concept(concept_id: i64) -> SelectStatement {
    member_expertise::Entity::find()
        .select_only()
        .column(member_expertise::Column::MemberId)
        .filter(member_expertise::Column::ConceptId.eq(concept_id))
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
