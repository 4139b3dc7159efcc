//! Every type by every way in, under every role: how many of them are seen.
//!
//! Subscriptions are in `sockets/events.rs`, operations that change something in `table.rs`.

use std::{collections::BTreeSet, fmt::Write as _};

use serde_json::{Value, json};

use crate::{
    desks::{computing::ended, propose, round_input},
    life::{done, versioned},
    problems::{WASTE, confirm, posted, reroute},
    support::{Caller, Who, World, code, global_id, on_both, user_codes},
};

/// `# type`, then a line `way: document` for each way to it. What is counted is marked `seen` in
/// the document, what counts itself `total`.
const WAYS: &str = include_str!("ways.txt");

#[test]
fn every_type_by_every_way_under_every_role() {
    on_both(async |world| {
        let objects = objects(&world).await;
        insta::assert_snapshot!("types_by_way_and_role", table(&world, &objects).await);
    });
}

async fn table(world: &World, objects: &Value) -> String {
    let mut lines = format!("{:26}", "");
    for who in Who::ALL {
        write!(lines, " {:15}", format!("{who:?}")).unwrap();
    }
    for line in WAYS.lines().filter(|line| !line.is_empty()) {
        let Some((way, document)) = line.split_once(": ") else {
            write!(lines, "\n\n{}", &line[2..]).unwrap();
            continue;
        };
        write!(lines, "\n  {way:24}").unwrap();
        for who in Who::ALL {
            let seen = seen(&world.caller(who), document, objects).await;
            write!(lines, " {seen:15}").unwrap();
        }
        let stranger = world.anonymous().code(document, objects.clone()).await;
        assert_eq!(stranger, "UNAUTHENTICATED", "{line}");
    }
    let lines: Vec<_> = lines.lines().map(str::trim_end).collect();
    lines.join("\n")
}

/// How many are seen; `total N` where they are only counted; else the error's code.
async fn seen(caller: &Caller, document: &str, objects: &Value) -> String {
    let body = caller.run(document, objects.clone()).await;
    if let Some(error) = body["errors"].get(0) {
        return code(error);
    }
    let mut seen = 0;
    match collect(&body["data"], &mut seen) {
        Some(total) => format!("total {total}"),
        None => seen.to_string(),
    }
}

/// Counts what is marked, and answers with the total if there is one.
fn collect(value: &Value, seen: &mut usize) -> Option<Value> {
    match value {
        Value::Array(items) => items.iter().filter_map(|item| collect(item, seen)).last(),
        Value::Object(fields) => {
            *seen += usize::from(fields.get("seen").is_some_and(|one| !one.is_null()));
            let inner = fields
                .values()
                .filter_map(|field| collect(field, seen))
                .last();
            fields.get("total").cloned().or(inner)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

/// Something of everything, as variables.
async fn objects(world: &World) -> Value {
    let coordinator = world.coordinator();
    let plain = world
        .expert("قرقاول‌زاده")
        .plain()
        .knows(["پرنده‌نگری"])
        .join()
        .await;
    let round = propose(&coordinator, round_input(2)).await;
    let title = format!("{} پارک قرقاول", WASTE.0);
    let problem = posted(&world.deputy(), (&title, WASTE.1), "p").await;
    let to = ("CULTURAL", "برای جدول");
    reroute(&coordinator, &problem["id"], to, 1).await;
    // The other deputy's problem is like it and was decided, so that each is the other's precedent.
    let other = posted(&world.caller(Who::OtherDeputy), WASTE, "q").await;
    confirm(&coordinator, &other["id"], 1).await;
    solve(world, &other["id"]).await;
    let said = json!({"id": problem["id"], "body": "هنوز همان است", "idempotencyKey": "c"});
    done(&world.deputy(), "problemComment", said).await;
    invite(world, &problem["id"]).await;
    json!({
        "m": global_id("Member", 2), "no": world.number("SELECT member_no FROM member WHERE id = 2").await,
        "name": name(world).await, "plain": global_id("Member", plain.id),
        "p": problem["id"], "q": other["id"], "r": round["round"]["id"], "b": computed(world).await,
        "w": global_id("Weights", 1), "a": global_id("AuditEvent", 1), "u": global_id("Account", 1),
        "d": global_id("Desk", 1), "o": global_id("OrgUnit", 1), "c": global_id("Concept", 1),
    })
}

/// A confirmed problem is answered, and the answer rated.
async fn solve(world: &World, problem: &Value) {
    let answer = json!({"id": problem, "expectedVersion": 2, "resolution": "مخزن‌ها تخلیه شد"});
    let solved = done(&world.coordinator(), "problemResolve", answer).await;
    let stars = versioned(&solved, json!({"stars": 4, "close": false}));
    done(&world.caller(Who::OtherDeputy), "problemRate", stars).await;
}

/// A round that was computed in the background.
async fn computed(world: &World) -> Value {
    let mut input = round_input(2);
    input["wait"] = json!(false);
    let round = propose(&world.coordinator(), input).await;
    let id = round["round"]["id"].clone();
    ended(&world.coordinator(), &id).await;
    id
}

async fn name(world: &World) -> Value {
    let query = "query($id: ID!) { member(id: $id) { fullName } }";
    let id = json!({"id": global_id("Member", 2)});
    world.coordinator().data(query, id).await["member"]["fullName"].take()
}

/// The expert with an account is asked, and declines with a reason.
async fn invite(world: &World, problem: &Value) {
    let invite = "mutation($input: ExpertsInviteInput!) { expertsInvite(input: $input) {
      userErrors { code field message messageFa } } }";
    let input = json!({"problem": problem, "expectedVersion": 2});
    let data = world
        .coordinator()
        .data(invite, json!({"input": input}))
        .await;
    assert!(user_codes(&data["expertsInvite"]).is_empty());
    // Whoever was asked first, it is the expert of the tests who says no.
    let first = "SELECT min(id) FROM team_member";
    let taken =
        "DELETE FROM team_member WHERE member_id = 1 AND id > (SELECT min(id) FROM team_member)";
    world.sql(taken).await;
    let place = world.number(first).await;
    let declined = format!(
        "UPDATE team_member SET member_id = 1, status = 'DECLINED', reason = 'سفر',
           answered_at = invited_at WHERE id = {place}"
    );
    world.sql(&declined).await;
}

/// Types that are only ever parts of those in the table, or of a payload.
const PARTS: [&str; 58] = [
    "DeskCount",
    "DeskWorkload",
    "DurationFigures",
    "ImportIssue",
    "ImportReport",
    "ImportRow",
    "KindCount",
    "MemberLikeness",
    "MemberStatistics",
    "MergeConflict",
    "MergeReport",
    "MonthCount",
    "OrgUnitCount",
    "PersonalFields",
    "ProblemStatistics",
    "RoutingFigures",
    "StandingCount",
    "StandingReport",
    "StatusCount",
    "TierCount",
    "UrgencyCount",
    "AuditVerification",
    "BackTest",
    "BackTestChange",
    "BackTestDesk",
    "Contribution",
    "Counterfactual",
    "CounterfactualChange",
    "DeskReport",
    "ExpertFinding",
    "Expertise",
    "FeatureWeight",
    "FoundExpert",
    "IneligibleExpert",
    "LoadReport",
    "Mutation",
    "PageInfo",
    "Precedent",
    "PreviewDesk",
    "Query",
    "RevertConflict",
    "RoundChange",
    "RoundCondition",
    "RoundConflict",
    "RoundReport",
    "RoundWarning",
    "RoutingDesk",
    "RoutingPreview",
    "SeatExplanation",
    "SeatMove",
    "SeatProposal",
    "Subscription",
    "TeamOffer",
    "UserError",
    "Viewer",
    "WishReport",
    "Seat",
    "Routing",
];

#[test]
fn the_table_has_every_type() {
    on_both(async |world| {
        let query = "{ __schema { types { name kind } } }";
        let data = world.coordinator().data(query, json!({})).await;
        let types = data["__schema"]["types"].as_array().unwrap().iter();
        let types = types.filter(|one| one["kind"] == "OBJECT");
        let names = types.map(|one| one["name"].as_str().unwrap());
        let wrappers = ["__", "Payload", "Connection", "Edge"];
        let names = names.filter(|name| {
            !wrappers
                .iter()
                .any(|part| name.starts_with(part) || name.ends_with(part))
        });
        let served: BTreeSet<_> = names.collect();
        let kinds = WAYS.lines().filter_map(|line| line.strip_prefix("# "));
        let listed = kinds.flat_map(|kind| kind.split([',', ' ']));
        let listed: BTreeSet<_> = listed.chain(PARTS).collect();
        let missing: Vec<_> = served.difference(&listed).collect();
        assert!(
            missing.is_empty(),
            "neither in the table nor a part: {missing:?}"
        );
    });
}

#[test]
fn nobody_filters_or_orders_by_what_is_masked() {
    on_both(async |world| {
        let mut documents = Vec::new();
        for field in ["nationalId", "mobile", "email", "preferredDesks"] {
            documents.push(format!(
                "{{ members(filter: {{{field}: {{eq: \"0\"}}}}) {{ totalCount }} }}"
            ));
            documents.push(format!(
                "{{ members(filter: {{not: {{{field}: {{isNull: true}}}}}}) {{ totalCount }} }}"
            ));
        }
        for field in ["NATIONAL_ID", "MOBILE", "EMAIL"] {
            documents.push(format!(
                "{{ members(orderBy: [{{field: {field}}}]) {{ totalCount }} }}"
            ));
        }
        documents.push(
            "{ problems(filter: {decidedBy: {eq: \"coordinator\"}}) { totalCount } }".to_owned(),
        );
        for document in documents {
            for who in Who::ALL {
                let refused = world.caller(who).code(&document, json!({})).await;
                assert_eq!(refused, "BAD_USER_INPUT", "{who:?} {document}");
            }
        }
        // Nor do numbers of theirs lead to anybody by the search for names.
        let numbers = "SELECT national_id, mobile, email FROM member WHERE id = 2";
        let numbers = crate::support::sql::rows(&world.db, numbers).await;
        for value in numbers[0].as_object().unwrap().values() {
            let query = "query($s: String!) { members(search: $s) { totalCount } }";
            for who in [Who::Coordinator, Who::Deputy, Who::Expert] {
                let found = world.caller(who).data(query, json!({"s": value})).await;
                assert_eq!(found["members"]["totalCount"], 0, "{who:?} {value}");
            }
        }
    });
}
