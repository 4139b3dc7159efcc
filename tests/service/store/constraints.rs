//! Foreign keys, uniqueness and checks hold whoever writes.

use crate::{
    problems::{WASTE, posted},
    support::{on_both, sql},
};

/// Changes that no database should take, as table, column and value.
const CHECKS: [(&str, &str, &str); 33] = [
    ("desk", "seats_min", "-1"),
    ("desk", "seats_max", "seats_min - 1"),
    ("desk", "externals_min", "seats_max + 1"),
    ("org_unit", "kind", "'GUILD'"),
    ("org_unit", "parent_id", "id"),
    ("member", "member_no", "0"),
    ("member", "full_name", "''"),
    ("member", "kind", "'GUEST'"),
    ("member", "tier", "'GOLD'"),
    ("member", "standing", "'ABSENT'"),
    ("member", "degree", "'NONE'"),
    ("member", "max_load", "21"),
    ("member", "version", "0"),
    ("member_expertise", "phrase", "''"),
    ("member_expertise", "level", "6"),
    ("member_expertise", "source", "'HEARD'"),
    ("account", "username", "''"),
    ("account", "role", "'ROOT'"),
    ("assignment_round", "status", "'LOST'"),
    ("assignment_round", "closed_at", "NULL"),
    ("round_proposal", "change", "'MOVED'"),
    ("seat", "role", "'GUEST'"),
    ("problem", "district", "15"),
    ("problem", "urgency", "'SOON'"),
    ("problem", "status", "'LOST'"),
    ("problem", "desk_id", "NULL"),
    ("problem", "version", "0"),
    ("problem", "title", "NULL"),
    ("routing", "confidence", "1.5"),
    ("routing", "routability", "-0.1"),
    ("routing", "desk_id", "NULL"),
    ("routing", "source", "'COORDINATOR'"),
    ("routing_desk", "position", "7"),
];

/// Columns that name a row of another table.
const REFERENCES: [(&str, &str); 24] = [
    ("org_unit", "parent_id"),
    ("org_unit", "nearest_desk_id"),
    ("concept", "desk_id"),
    ("concept_term", "concept_id"),
    ("member", "org_unit_id"),
    ("member_expertise", "member_id"),
    ("member_expertise", "concept_id"),
    ("account", "org_unit_id"),
    ("account", "member_id"),
    ("token", "account_id"),
    ("idempotency", "account_id"),
    ("assignment_round", "proposed_by"),
    ("round_proposal", "round_id"),
    ("round_proposal", "desk_id"),
    ("round_proposal", "member_id"),
    ("seat", "desk_id"),
    ("seat", "member_id"),
    ("seat", "round_id"),
    ("problem", "org_unit_id"),
    ("problem", "desk_id"),
    ("problem", "posted_by"),
    ("routing", "problem_id"),
    ("routing_desk", "routing_id"),
    ("routing_contribution", "routing_desk_id"),
];

/// Columns of which no two rows may have the same value, as far as this suite can force them.
const UNIQUE: [(&str, &str); 9] = [
    ("desk", "code"),
    ("org_unit", "code"),
    ("concept", "code"),
    ("member", "member_no"),
    ("member", "national_id"),
    ("account", "username"),
    ("token", "hash"),
    ("audit_event", "hash"),
    ("audit_event", "previous_hash"),
];

#[test]
fn what_makes_no_sense_is_refused() {
    on_both(async |world| {
        posted(&world.deputy(), WASTE, "a").await;
        for (table, column, value) in CHECKS {
            let change = format!(
                "UPDATE {table} SET {column} = {value} WHERE id = (SELECT max(id) FROM {table})"
            );
            let outcome = sql::execute(&world.db, &change).await;
            assert!(outcome.is_err(), "{change}");
        }
    });
}

#[test]
fn a_row_that_names_nothing_is_refused() {
    on_both(async |world| {
        posted(&world.deputy(), WASTE, "a").await;
        for (table, column) in REFERENCES {
            let change = format!(
                "UPDATE {table} SET {column} = 999999 WHERE id = (SELECT max(id) FROM {table})"
            );
            let outcome = sql::execute(&world.db, &change).await;
            assert!(outcome.is_err(), "{change}: {outcome:?}");
        }
        for kept in ["desk", "member", "account", "concept", "org_unit"] {
            let outcome = sql::execute(&world.db, &format!("DELETE FROM {kept}")).await;
            assert!(outcome.is_err(), "{kept}");
        }
    });
}

#[test]
fn what_must_be_one_is_one() {
    on_both(async |world| {
        for (table, column) in UNIQUE {
            let change = format!(
                "UPDATE {table} SET {column} = (SELECT {column} FROM {table} WHERE id = 1)
                 WHERE id = 2"
            );
            let outcome = sql::execute(&world.db, &change).await;
            assert!(outcome.is_err(), "{table}.{column}");
        }
        let seat_twice = "INSERT INTO seat (desk_id, member_id, role, since)
          SELECT desk_id, member_id, role, since FROM seat WHERE until IS NULL LIMIT 1";
        assert!(sql::execute(&world.db, seat_twice).await.is_err());
        let two_chairs = "UPDATE seat SET role = 'CHAIR' WHERE desk_id = 1";
        assert!(sql::execute(&world.db, two_chairs).await.is_err());
        let one_chair = "UPDATE seat SET role = 'CHAIR'
          WHERE id = (SELECT min(id) FROM seat WHERE desk_id = 1)";
        assert_eq!(sql::execute(&world.db, one_chair).await.unwrap(), 1);
    });
}
