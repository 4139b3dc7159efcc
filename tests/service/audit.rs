//! The audit trail: one event a change, in its transaction, and no change to it unseen.

use mizan::events::{Verdict, verify};
use serde_json::{Value, json};

use crate::{
    desks::{close, propose, round_input},
    problems::{VAGUE, WASTE, confirm, post, posted, reroute, statement},
    support::{Engine, Who, World, on_both, sql},
};

#[test]
fn every_mutation_appends_its_documented_events() {
    on_both(async |world| {
        let (coordinator, deputy) = (world.coordinator(), world.deputy());
        let mut told = Told::since_now(&world).await;
        let input = json!({"username": "deputy", "password": Who::Deputy.password()});
        let query = "mutation($input: LogInInput!) { logIn(input: $input) { token } }";
        let session = world.anonymous().data(query, json!({"input": input})).await;
        told.expect(&world, &[("SIGNED_IN", "deputy")]).await;
        let problem = posted(&deputy, WASTE, "a").await;
        told.expect(
            &world,
            &[("PROBLEM_POSTED", "deputy"), ("PROBLEM_ROUTED", "")],
        )
        .await;
        posted(&deputy, WASTE, "a").await;
        told.expect(&world, &[]).await;
        let mut draft = statement(VAGUE, "b");
        draft["draft"] = json!(true);
        post(&deputy, draft).await;
        told.expect(&world, &[("PROBLEM_POSTED", "deputy")]).await;
        reroute(&coordinator, &problem["id"], ("CULTURAL", "دلیل"), 1).await;
        told.expect(&world, &[("PROBLEM_REROUTED", "coordinator")])
            .await;
        reroute(&coordinator, &problem["id"], ("CULTURAL", "دلیل"), 1).await;
        told.expect(&world, &[]).await;
        confirm(&coordinator, &problem["id"], 2).await;
        told.expect(&world, &[("ROUTING_CONFIRMED", "coordinator")])
            .await;
        let mut dry = round_input(2);
        dry["dryRun"] = json!(true);
        propose(&coordinator, dry).await;
        told.expect(&world, &[]).await;
        let round = propose(&coordinator, round_input(2)).await;
        let other = propose(&coordinator, round_input(3)).await;
        told.expect(
            &world,
            &[
                ("ROUND_PROPOSED", "coordinator"),
                ("ROUND_PROPOSED", "coordinator"),
            ],
        )
        .await;
        close(&coordinator, "Discard", &other["round"]["id"], 1).await;
        told.expect(&world, &[("ROUND_DISCARDED", "coordinator")])
            .await;
        close(&coordinator, "Apply", &round["round"]["id"], 1).await;
        told.expect(&world, &[("ROUND_APPLIED", "coordinator")])
            .await;
        let session = world.with_token(session["logIn"]["token"].as_str().unwrap());
        session
            .data("mutation { logOut { userErrors { code } } }", json!({}))
            .await;
        told.expect(&world, &[("SIGNED_OUT", "deputy")]).await;
        let events = world.number("SELECT count(*) FROM audit_event").await;
        let intact = Verdict::Intact {
            events: events.unsigned_abs(),
            newest: newest_hash(&world).await,
        };
        assert_eq!(verdict(&world).await, intact);
    });
}

/// The events that a test has already looked at.
struct Told(i64);

impl Told {
    async fn since_now(world: &World) -> Self {
        Self(world.number("SELECT max(id) FROM audit_event").await)
    }

    /// The events since the last call are these, as kinds and the usernames of their actors.
    async fn expect(&mut self, world: &World, expected: &[(&str, &str)]) {
        let query = format!(
            "SELECT e.id, e.kind, e.at, a.username FROM audit_event e
             LEFT JOIN account a ON a.id = e.actor_id WHERE e.id > {} ORDER BY e.id",
            self.0
        );
        let rows = sql::rows(&world.db, &query).await;
        let kind = |row: &Value| row["kind"].as_str().unwrap().to_owned();
        let actor = |row: &Value| row["username"].as_str().unwrap_or_default().to_owned();
        let found: Vec<_> = rows.iter().map(|row| (kind(row), actor(row))).collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(kind, actor)| (kind.to_string(), actor.to_string()))
            .collect();
        assert_eq!(found, expected);
        self.0 = rows
            .last()
            .map_or(self.0, |row| row["id"].as_i64().unwrap());
    }
}

#[test]
fn a_changed_row_is_found_whatever_is_changed() {
    on_both(async |world| {
        posted(&world.deputy(), WASTE, "a").await;
        let newest = world.number("SELECT max(id) FROM audit_event").await;
        for change in [
            "at = '2020-01-01T00:00:00+00:00'",
            "actor_id = 2",
            "actor_id = NULL",
            "kind = 'SIGNED_OUT'",
            "subject = 'Member'",
            "subject_id = subject_id + 1",
            "data = '{}'",
            "data = data || ' '",
            "previous_hash = 'genesis2'",
            "hash = 'ab'",
        ] {
            for id in [1, 3, newest] {
                let before = sql::rows(
                    &world.db,
                    &format!("SELECT * FROM audit_event WHERE id = {id}"),
                )
                .await;
                keep(&world, id).await;
                world
                    .sql(&format!("UPDATE audit_event SET {change} WHERE id = {id}"))
                    .await;
                let after = sql::rows(
                    &world.db,
                    &format!("SELECT * FROM audit_event WHERE id = {id}"),
                )
                .await;
                if before != after {
                    assert!(is_broken(&world).await, "{change} in {id}");
                }
                put_back(&world, id).await;
                assert!(!is_broken(&world).await, "{change} in {id}");
            }
        }
    });
}

#[test]
fn a_deleted_row_is_found() {
    on_both(async |world| {
        let newest = world.number("SELECT max(id) FROM audit_event").await;
        for id in 1..newest {
            keep(&world, id).await;
            world
                .sql(&format!("DELETE FROM audit_event WHERE id = {id}"))
                .await;
            assert!(is_broken(&world).await, "{id}");
            put_back(&world, id).await;
        }
        assert!(!is_broken(&world).await);
    });
}

#[test]
fn a_deleted_end_is_found_by_a_hash_noted_outside() {
    on_both(async |world| {
        let noted = newest_hash(&world).await;
        posted(&world.deputy(), WASTE, "a").await;
        let query = "query($noted: String) {
          auditVerification(expect: $noted) { intact firstBadNumber newestHash } }";
        let told = async || {
            let auditor = world.coordinator();
            auditor.data(query, json!({"noted": noted})).await["auditVerification"].clone()
        };
        let newest = newest_hash(&world).await;
        let whole = json!({"intact": true, "firstBadNumber": null, "newestHash": newest});
        assert_eq!(told().await, whole, "the trail only grew");
        let end = format!(
            "DELETE FROM audit_event WHERE hash = '{noted}' OR id > (SELECT id FROM audit_event WHERE hash = '{noted}')"
        );
        world.sql(&end).await;
        let cut = json!({"intact": false, "firstBadNumber": null, "newestHash": null});
        assert_eq!(told().await, cut);
        assert!(
            !is_broken(&world).await,
            "what is left looks whole by itself"
        );
    });
}

async fn newest_hash(world: &World) -> String {
    let newest = "SELECT hash FROM audit_event ORDER BY id DESC LIMIT 1";
    let rows = sql::rows(&world.db, newest).await;
    rows[0]["hash"].as_str().unwrap().to_owned()
}

#[test]
fn an_inserted_row_is_found() {
    on_both(async |world| {
        let forged = "INSERT INTO audit_event (at, kind, subject, subject_id, data, previous_hash, hash)
          SELECT at, 'SIGNED_OUT', subject, subject_id, data, hash, 'ab' FROM audit_event ORDER BY id DESC LIMIT 1";
        world.sql(forged).await;
        assert!(is_broken(&world).await);
    });
}

#[test]
fn a_failed_mutation_leaves_nothing_behind() {
    on_both(async |world| {
        let before = sql::everything(&world.db).await;
        // The last write of posting fails, when all others have been made.
        let refuse = match world.engine {
            Engine::Sqlite => "CREATE TRIGGER refuse BEFORE INSERT ON idempotency BEGIN SELECT RAISE(ABORT, 'no'); END",
            Engine::Postgres => "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;
              CREATE TRIGGER refuse BEFORE INSERT ON idempotency FOR EACH ROW EXECUTE FUNCTION refuse()",
        };
        world.sql(refuse).await;
        let query =
            "mutation($input: PostProblemInput!) { postProblem(input: $input) { problem { id } } }";
        let error = world
            .deputy()
            .error(query, json!({"input": statement(WASTE, "a")}))
            .await;
        assert_eq!(error["extensions"]["code"], "INTERNAL");
        assert!(error["extensions"]["requestId"].is_string());
        for word in ["idempotency", "RAISE", "no\"", "SQL", "rror returned"] {
            assert!(!error.to_string().contains(word), "{error:#}");
        }
        assert_eq!(sql::everything(&world.db).await, before);
        assert!(!is_broken(&world).await);
    });
}

async fn verdict(world: &World) -> Verdict {
    verify(world.app.store.reader(), None).await.unwrap()
}

async fn is_broken(world: &World) -> bool {
    matches!(verdict(world).await, Verdict::Broken { .. })
}

async fn keep(world: &World, id: i64) {
    world.sql("DROP TABLE IF EXISTS kept").await;
    world
        .sql(&format!(
            "CREATE TABLE kept AS SELECT * FROM audit_event WHERE id = {id}"
        ))
        .await;
}

async fn put_back(world: &World, id: i64) {
    world
        .sql(&format!("DELETE FROM audit_event WHERE id = {id}"))
        .await;
    world
        .sql("INSERT INTO audit_event SELECT * FROM kept")
        .await;
}
