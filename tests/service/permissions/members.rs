//! The operations on members, as the table of roles calls them.

use serde_json::json;

use super::table::{Objects, Operation};
use crate::support::global_id;

/// The operations on members.
pub fn operations(objects: &Objects) -> Vec<Operation> {
    let operation = |name, document, input| Operation {
        name,
        document,
        input: json!({"input": input}),
    };
    let member = &objects.member;
    vec![
        operation(
            "registerMember",
            "mutation($input: RegisterMemberInput!) { registerMember(input: $input) { userErrors { code } } }",
            json!({"fullName": "نام تازه", "kind": "EXTERNAL", "idempotencyKey": "table"}),
        ),
        operation(
            "updateMember",
            "mutation($input: UpdateMemberInput!) { updateMember(input: $input) { userErrors { code } } }",
            // Others than in the rows above, whose versions have moved on.
            json!({"id": global_id("Member", 3), "expectedVersion": 1, "bio": ""}),
        ),
        operation(
            "changeMemberStanding",
            "mutation($input: ChangeMemberStandingInput!) { changeMemberStanding(input: $input) { userErrors { code } } }",
            json!({"id": global_id("Member", 4), "expectedVersion": 1, "standing": "LEFT", "reason": "جابه‌جایی", "dryRun": true}),
        ),
        operation(
            "mergeMembers",
            "mutation($input: MergeMembersInput!) { mergeMembers(input: $input) { userErrors { code } } }",
            json!({"keep": member, "expectedVersion": 1, "other": member, "otherExpectedVersion": 1}),
        ),
        operation(
            "importMembers",
            "mutation($input: ImportMembersInput!) { importMembers(input: $input) { userErrors { code } } }",
            json!({"dryRun": true}),
        ),
        operation(
            "memberReveal",
            "mutation($input: MemberRevealInput!) { memberReveal(input: $input) { userErrors { code } } }",
            json!({"id": member, "reason": "تماس"}),
        ),
    ]
}
