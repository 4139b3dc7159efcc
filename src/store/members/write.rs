//! Writing members and what they know.

use entity::{member, member_expertise};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use crate::store::{Connection, Result};

const BATCH: usize = 200;

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

/// Writes all of `row` over the one with its id, if that still has the expected version;
/// `false` when it has changed.
pub async fn update(
    db: &impl Connection,
    row: &member::Model,
    expected_version: i64,
) -> Result<bool> {
    let done = member::Entity::update_many()
        .set(active(row))
        .filter(member::Column::Id.eq(row.id))
        .filter(member::Column::Version.eq(expected_version))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Puts these phrases in place of what a member was known to know.
pub async fn replace_expertise(
    db: &impl Connection,
    member_id: i64,
    expertise: &[member_expertise::Model],
) -> Result<()> {
    member_expertise::Entity::delete_many()
        .filter(member_expertise::Column::MemberId.eq(member_id))
        .exec(db)
        .await?;
    for batch in expertise.chunks(BATCH) {
        let rows = batch.iter().map(|row| active_expertise(member_id, row));
        member_expertise::Entity::insert_many(rows).exec(db).await?;
    }
    Ok(())
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
        merged_into_id: Set(row.merged_into_id),
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
