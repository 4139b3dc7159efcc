//! The operations of a problem's life, as the table of roles calls them.

use serde_json::{Value, json};

use super::table::{Objects, Operation};

/// The operations of a problem's life; the problem is routed and has no team.
pub fn operations(objects: &Objects) -> Vec<Operation> {
    let operation = |name, document, fields: Value| {
        let mut input = fields;
        input["id"] = objects.problem.clone();
        if name != "problemComment" {
            input["expectedVersion"] = json!(1);
        }
        Operation {
            name,
            document,
            input: json!({"input": input}),
        }
    };
    vec![
        operation(
            "updateProblem",
            "mutation($input: UpdateProblemInput!) { updateProblem(input: $input) { userErrors { code } } }",
            json!({"district": 3}),
        ),
        operation(
            "withdrawProblem",
            "mutation($input: WithdrawProblemInput!) { withdrawProblem(input: $input) { userErrors { code } } }",
            json!({"reason": "دلیل"}),
        ),
        operation(
            "problemStart",
            "mutation($input: ProblemStartInput!) { problemStart(input: $input) { userErrors { code } } }",
            json!({}),
        ),
        operation(
            "problemResolve",
            "mutation($input: ProblemResolveInput!) { problemResolve(input: $input) { userErrors { code } } }",
            json!({"resolution": "پاسخ"}),
        ),
        operation(
            "problemReopen",
            "mutation($input: ProblemReopenInput!) { problemReopen(input: $input) { userErrors { code } } }",
            json!({"reason": "دلیل"}),
        ),
        operation(
            "problemRate",
            "mutation($input: ProblemRateInput!) { problemRate(input: $input) { userErrors { code } } }",
            json!({"stars": 4}),
        ),
        operation(
            "problemComment",
            "mutation($input: ProblemCommentInput!) { problemComment(input: $input) { userErrors { code } } }",
            json!({"body": "نظر", "idempotencyKey": "table"}),
        ),
    ]
}
