//! Every root operation, as the table of permissions calls it.

use serde_json::{Value, json};

use super::table::{Objects, Operation};
use crate::{
    desks::round_input,
    problems::{WASTE, statement},
    support::Who,
};

pub fn operations(objects: &Objects) -> Vec<Operation> {
    let mut operations = queries(objects);
    operations.extend(super::seats::operations(objects));
    operations.extend(super::members::operations(objects));
    operations.extend(mutations(objects));
    operations.extend(super::life::operations(objects));
    operations
}

fn queries(objects: &Objects) -> Vec<Operation> {
    let operation = |name, document, input| Operation {
        name,
        document,
        input,
    };
    let nothing = json!({});
    let (problem, round, member) = (&objects.problem, &objects.round, &objects.member);
    let text = json!({"input": {"title": WASTE.0}});
    vec![
        operation("viewer", "{ viewer { role } }", nothing.clone()),
        operation(
            "node",
            "query($id: ID!) { node(id: $id) { id } }",
            json!({"id": problem}),
        ),
        operation(
            "nodes",
            "query($ids: [ID!]!) { nodes(ids: $ids) { id } }",
            json!({"ids": [problem]}),
        ),
        operation("members", "{ members { nodes { id } } }", nothing.clone()),
        operation(
            "member",
            "query($id: ID!) { member(id: $id) { id } }",
            json!({"id": member}),
        ),
        operation("orgUnits", "{ orgUnits { nodes { id } } }", nothing.clone()),
        operation("concepts", "{ concepts { nodes { id } } }", nothing.clone()),
        operation("desks", "{ desks { id } }", nothing.clone()),
        operation("desk", "{ desk(code: CULTURAL) { id } }", nothing.clone()),
        operation(
            "assignmentRounds",
            "{ assignmentRounds { nodes { id } } }",
            nothing.clone(),
        ),
        operation(
            "assignmentRound",
            "query($id: ID!) { assignmentRound(id: $id) { id } }",
            json!({"id": round}),
        ),
        operation("problems", "{ problems { nodes { id } } }", nothing),
        operation(
            "problem",
            "query($id: ID!) { problem(id: $id) { id } }",
            json!({"id": problem}),
        ),
        operation(
            "routingPreview",
            "query($input: RoutingPreviewInput!) { routingPreview(input: $input) { desk } }",
            text,
        ),
        operation(
            "problemPrecedents",
            "query($id: ID!) { problemPrecedents(id: $id) { __typename } }",
            json!({"id": problem}),
        ),
        operation(
            "statistics",
            "{ statistics { problems { total } } }",
            json!({}),
        ),
        operation("weights", "{ weights { __typename } }", json!({})),
        operation(
            "weightsInForce",
            "{ weightsInForce { __typename } }",
            json!({}),
        ),
        operation("eventCursor", "{ eventCursor }", json!({})),
        operation(
            "auditEvents",
            "{ auditEvents { nodes { __typename } } }",
            json!({}),
        ),
        operation(
            "auditVerification",
            "{ auditVerification { __typename } }",
            json!({}),
        ),
        operation(
            "backtests",
            "{ backtests { nodes { __typename } } }",
            json!({}),
        ),
        operation(
            "expertFinder",
            "query($id: ID!) { expertFinder(input: {problem: $id}) { experts { score } } }",
            json!({"id": problem}),
        ),
    ]
}

fn mutations(objects: &Objects) -> Vec<Operation> {
    let operation = |name, document, input| Operation {
        name,
        document,
        input: json!({"input": input}),
    };
    let (problem, round) = (&objects.problem, &objects.round);
    let versioned = |id: &Value| json!({"id": id, "expectedVersion": 1});
    let mut post = statement(WASTE, "table");
    post["orgUnit"] = json!(crate::support::DEPUTY_UNIT);
    let mut reroute = versioned(problem);
    (reroute["desk"], reroute["reason"]) = (json!("CULTURAL"), json!("دلیل"));
    let credentials = json!({"username": "deputy", "password": Who::Deputy.password()});
    vec![
        operation(
            "logIn",
            "mutation($input: LogInInput!) { logIn(input: $input) { userErrors { code } } }",
            credentials,
        ),
        operation(
            "postProblem",
            "mutation($input: PostProblemInput!) { postProblem(input: $input) { userErrors { code } } }",
            post,
        ),
        operation(
            "problemReroute",
            "mutation($input: ProblemRerouteInput!) { problemReroute(input: $input) { userErrors { code } } }",
            reroute,
        ),
        operation(
            "problemConfirmRouting",
            "mutation($input: ProblemConfirmRoutingInput!) { problemConfirmRouting(input: $input) { userErrors { code } } }",
            versioned(problem),
        ),
        operation(
            "assignmentRoundPropose",
            "mutation($input: AssignmentRoundProposeInput!) { assignmentRoundPropose(input: $input) { userErrors { code } } }",
            round_input(2),
        ),
        operation(
            "assignmentRoundApply",
            "mutation($input: AssignmentRoundInput!) { assignmentRoundApply(input: $input) { userErrors { code } } }",
            versioned(round),
        ),
        operation(
            "assignmentRoundDiscard",
            "mutation($input: AssignmentRoundInput!) { assignmentRoundDiscard(input: $input) { userErrors { code } } }",
            versioned(round),
        ),
        operation(
            "weightsPropose",
            "mutation($input: WeightsProposeInput!) {
               weightsPropose(input: $input) { userErrors { code } } }",
            json!({"dryRun": true}),
        ),
        operation(
            "weightsPublish",
            "mutation($input: WeightsPublishInput!) {
               weightsPublish(input: $input) { userErrors { code } } }",
            json!({"version": 99}),
        ),
        Operation {
            name: "tokenRotate",
            document: "mutation { tokenRotate { userErrors { code } } }",
            input: json!({}),
        },
        Operation {
            name: "logOut",
            document: "mutation { logOut { userErrors { code } } }",
            input: json!({}),
        },
    ]
}
