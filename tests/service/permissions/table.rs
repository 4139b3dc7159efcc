//! Every root operation under every role, as one table that a person can read.

use std::{collections::BTreeSet, fmt::Write as _};

use serde_json::{Value, json};

use crate::{
    desks::{propose, round_input},
    problems::{WASTE, posted, statement},
    support::{Caller, Who, World, code, global_id, on_both},
};

/// An operation as it is called for the table.
pub struct Operation {
    pub name: &'static str,
    pub document: &'static str,
    pub input: Value,
}

/// The objects that the operations are called with.
pub struct Objects {
    pub problem: Value,
    pub round: Value,
    pub member: Value,
}

#[test]
fn every_operation_under_every_role() {
    on_both(async |world| {
        insta::assert_snapshot!("operations_by_role", table(&world).await);
    });
}

#[test]
fn the_table_has_every_operation() {
    on_both(async |world| {
        let query =
            "{ __schema { queryType { fields { name } } mutationType { fields { name } } } }";
        let data = world.coordinator().data(query, json!({})).await;
        let schema = &data["__schema"];
        let fields =
            ["queryType", "mutationType"].map(|root| schema[root]["fields"].as_array().unwrap());
        let served: BTreeSet<_> = fields
            .into_iter()
            .flatten()
            .map(|field| field["name"].as_str().unwrap())
            .collect();
        let operations = operations(&Objects::none());
        let listed: BTreeSet<_> = operations.iter().map(|operation| operation.name).collect();
        assert_eq!(listed, served);
    });
}

async fn table(world: &World) -> String {
    let mut lines = String::new();
    let callers = Who::ALL.map(|who| (format!("{who:?}"), world.caller(who)));
    let callers: Vec<_> = std::iter::once(("Anonymous".to_owned(), world.anonymous()))
        .chain(callers)
        .collect();
    write!(lines, "{:26}", "").unwrap();
    for (name, _) in &callers {
        write!(lines, " {name:15}").unwrap();
    }
    let names: Vec<_> = operations(&Objects::none())
        .into_iter()
        .map(|operation| operation.name)
        .collect();
    for (row, name) in names.iter().enumerate() {
        write!(lines, "\n{name:26}").unwrap();
        for (_, caller) in &callers {
            // Each call has objects of its own, since it may change them.
            let objects = Objects::fresh(world, name).await;
            let operation = operations(&objects).swap_remove(row);
            write!(lines, " {:15}", outcome(caller, &operation).await).unwrap();
        }
    }
    let lines: Vec<_> = lines.lines().map(str::trim_end).collect();
    lines.join("\n")
}

async fn outcome(caller: &Caller, operation: &Operation) -> String {
    let body = caller
        .run(operation.document, operation.input.clone())
        .await;
    if let Some(error) = body["errors"].get(0) {
        return code(error);
    }
    let data = body["data"].as_object().unwrap();
    let payload = data.values().next().unwrap();
    match payload["userErrors"].get(0) {
        Some(_) => "USER_ERROR".to_owned(),
        None => "OK".to_owned(),
    }
}

impl Objects {
    fn none() -> Self {
        Self {
            problem: Value::Null,
            round: Value::Null,
            member: Value::Null,
        }
    }

    /// What an operation is called with; a round only where it is needed, since it takes time.
    async fn fresh(world: &World, operation: &str) -> Self {
        let mut objects = Self {
            member: json!(global_id("Member", 2)),
            ..Self::none()
        };
        // Signing out ends the sessions with which objects are made.
        if operation == "logOut" {
            return objects;
        }
        let key = world.number("SELECT count(*) FROM problem").await;
        let mut problem = posted(&world.deputy(), WASTE, &key.to_string()).await;
        objects.problem = problem["id"].take();
        if operation.starts_with("assignmentRound") {
            let mut round = propose(&world.coordinator(), round_input(2)).await;
            objects.round = round["round"]["id"].take();
        }
        objects
    }
}

fn operations(objects: &Objects) -> Vec<Operation> {
    let mut operations = queries(objects);
    operations.extend(super::seats::operations(objects));
    operations.extend(mutations(objects));
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
            "seatExplanation",
            "query($id: ID!) { seatExplanation(member: $id, desk: CULTURAL) { __typename } }",
            json!({"id": member}),
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
    let credentials = json!({"username": "deputy", "password": "wrong"});
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
            "assignmentRoundPin",
            "mutation($input: AssignmentRoundPinInput!) {
               assignmentRoundPin(input: $input) { userErrors { code } } }",
            versioned(round),
        ),
        operation(
            "assignmentRoundRevert",
            "mutation($input: AssignmentRoundRevertInput!) {
               assignmentRoundRevert(input: $input) { userErrors { code } } }",
            versioned(round),
        ),
        operation(
            "memberPreferDesks",
            "mutation($input: MemberPreferDesksInput!) {
               memberPreferDesks(input: $input) { userErrors { code } } }",
            json!({"member": global_id("Member", 1), "desks": ["CULTURAL"]}),
        ),
        // The first planner's own desk is another.
        operation(
            "seatMember",
            "mutation($input: SeatMemberInput!) {
               seatMember(input: $input) { userErrors { code } } }",
            json!({"member": global_id("Member", 1), "desk": "FINANCE_ECONOMY"}),
        ),
        operation(
            "unseatMember",
            "mutation($input: UnseatMemberInput!) {
               unseatMember(input: $input) { userErrors { code } } }",
            json!({"member": global_id("Member", 1), "desk": "FINANCE_ECONOMY"}),
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
        // The last, since the caller's token is worth nothing afterwards.
        Operation {
            name: "logOut",
            document: "mutation { logOut { userErrors { code } } }",
            input: json!({}),
        },
    ]
}
