//! The operations on seats, rounds' edits and teams, as the table of roles calls them.

use serde_json::json;

use super::table::{Objects, Operation};

/// The operations on seats, rounds' edits and teams.
pub fn operations(objects: &Objects) -> Vec<Operation> {
    let operation = |name, document, input| Operation {
        name,
        document,
        input: json!({"input": input}),
    };
    let (problem, round, member) = (&objects.problem, &objects.round, &objects.member);
    let versioned = json!({"id": round, "expectedVersion": 1});
    let seat = json!({"member": member, "desk": "CULTURAL"});
    vec![
        Operation {
            name: "seatExplanation",
            document: "query($id: ID!) { seatExplanation(member: $id, desk: CULTURAL) { seated } }",
            input: json!({"id": member}),
        },
        Operation {
            name: "invitations",
            document: "{ invitations { status } }",
            input: json!({}),
        },
        operation(
            "assignmentRoundPin",
            "mutation($input: AssignmentRoundPinInput!) { assignmentRoundPin(input: $input) { userErrors { code } } }",
            versioned.clone(),
        ),
        operation(
            "assignmentRoundCancel",
            "mutation($input: AssignmentRoundInput!) { assignmentRoundCancel(input: $input) { userErrors { code } } }",
            versioned.clone(),
        ),
        operation(
            "assignmentRoundRevert",
            "mutation($input: AssignmentRoundRevertInput!) { assignmentRoundRevert(input: $input) { userErrors { code } } }",
            versioned,
        ),
        operation(
            "seatMember",
            "mutation($input: SeatMemberInput!) { seatMember(input: $input) { userErrors { code } } }",
            seat.clone(),
        ),
        operation(
            "unseatMember",
            "mutation($input: UnseatMemberInput!) { unseatMember(input: $input) { userErrors { code } } }",
            seat,
        ),
        operation(
            "memberPreferDesks",
            "mutation($input: MemberPreferDesksInput!) { memberPreferDesks(input: $input) { userErrors { code } } }",
            json!({"member": member, "desks": ["CULTURAL"]}),
        ),
        operation(
            "expertsInvite",
            "mutation($input: ExpertsInviteInput!) { expertsInvite(input: $input) { userErrors { code } } }",
            json!({"problem": problem, "expectedVersion": 1}),
        ),
        operation(
            "teamMemberRemove",
            "mutation($input: TeamMemberRemoveInput!) { teamMemberRemove(input: $input) { userErrors { code } } }",
            json!({"problem": problem, "reason": "دلیل", "expectedVersion": 1}),
        ),
        operation(
            "invitationAnswer",
            "mutation($input: InvitationAnswerInput!) { invitationAnswer(input: $input) { userErrors { code } } }",
            json!({"problem": problem, "accept": true}),
        ),
    ]
}
