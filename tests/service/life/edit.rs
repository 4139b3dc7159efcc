//! Editing: what changes, what stays, and when another text leads to another desk.

use serde_json::{Value, json};

use super::{call, done, versioned};
use crate::{
    problems::{WASTE, confirm, posted, reroute},
    support::{World, on_both, user_codes},
    teams::invite,
};

/// A statement whose desk nobody would dispute, and which is not the one of the other.
const MONEY: (&str, &str) = (
    "وصول نشدن عوارض نوسازی",
    "سهم زیادی از عوارض نوسازی وصول نمی‌شود و درآمد پایدار شهرداری کم شده است. درخواست اصلاح شیوهٔ وصول درآمد و بودجه را داریم.",
);

#[test]
fn what_is_left_out_stays_and_null_empties() {
    on_both(async |world| {
        let deputy = world.deputy();
        let problem = posted(&deputy, WASTE, "a").await;
        let set = json!({"district": 7, "urgency": "CRITICAL", "conceptIds": [concept(&world)]});
        let set = done(&deputy, "updateProblem", versioned(&problem, set)).await;
        assert_eq!(
            (&set["district"], &set["urgency"]),
            (&json!(7), &json!("CRITICAL"))
        );
        assert_eq!(
            (&set["title"], &set["version"]),
            (&json!(WASTE.0), &json!(2))
        );
        assert_eq!(set["dueAt"], "2026-11-25T08:00:00+00:00");
        assert_eq!(
            world.number("SELECT count(*) FROM problem_concept").await,
            1
        );
        let nulls = json!({"district": null, "urgency": null, "conceptIds": null,
                           "description": null, "draft": null});
        let emptied = done(&deputy, "updateProblem", versioned(&set, nulls)).await;
        assert_eq!(
            (&emptied["district"], &emptied["urgency"]),
            (&Value::Null, &json!("NORMAL"))
        );
        assert_eq!(
            (&emptied["description"], &emptied["title"]),
            (&json!(""), &json!(WASTE.0))
        );
        assert_eq!(
            world.number("SELECT count(*) FROM problem_concept").await,
            0
        );
        let refused = call(
            &deputy,
            "updateProblem",
            versioned(&emptied, json!({"title": null})),
        );
        assert_eq!(
            user_codes(&refused.await["data"]["updateProblem"]),
            ["title: REQUIRED"]
        );
    });
}

#[test]
fn a_change_of_nothing_is_none() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        let before = crate::support::sql::everything(&world.db).await;
        for same in [
            json!({}),
            json!({"title": format!(" {} ", WASTE.0), "district": null}),
        ] {
            let seen = done(&world.deputy(), "updateProblem", versioned(&problem, same)).await;
            assert_eq!(seen["version"], 1);
        }
        assert_eq!(crate::support::sql::everything(&world.db).await, before);
    });
}

#[test]
fn another_text_is_routed_anew() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        let moved = done(
            &world.deputy(),
            "updateProblem",
            versioned(&problem, money()),
        )
        .await;
        assert_eq!(moved["desk"]["code"], "FINANCE_ECONOMY");
        assert_eq!(world.number("SELECT count(*) FROM routing").await, 2);
        let found = "{ problems(search: \"عوارض نوسازی\") { totalCount } }";
        let found = world.deputy().data(found, json!({})).await;
        assert_eq!(found["problems"]["totalCount"], 1);
        let other = versioned(&moved, json!({"district": 2}));
        done(&world.deputy(), "updateProblem", other).await;
        assert_eq!(world.number("SELECT count(*) FROM routing").await, 2);
        let vague = versioned(
            &json!({"id": problem["id"], "version": 3}),
            json!({"title": "موضوع", "description": "لطفا رسیدگی شود."}),
        );
        let triaged = done(&world.deputy(), "updateProblem", vague).await;
        assert_eq!(
            (&triaged["status"], &triaged["desk"]),
            (&json!("TRIAGE"), &Value::Null)
        );
    });
}

#[test]
fn the_desk_stays_once_a_person_has_decided_or_somebody_is_asked() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        for key in ["confirmed", "rerouted", "asked"] {
            let problem = posted(&world.deputy(), WASTE, key).await;
            let id = &problem["id"];
            match key {
                "confirmed" => drop(confirm(&coordinator, id, 1).await),
                "rerouted" => drop(reroute(&coordinator, id, ("URBAN_SERVICES", "دلیل"), 1).await),
                _ => drop(invite(&world, id, 1, false).await),
            }
            let seen = json!({"id": id, "version": 2});
            let edited = done(&world.deputy(), "updateProblem", versioned(&seen, money())).await;
            assert_eq!(edited["title"], MONEY.0, "{key}");
            assert_eq!(edited["desk"]["code"], "URBAN_SERVICES", "{key}");
        }
    });
}

#[test]
fn a_decision_counts_in_every_process_until_its_text_is_another_or_withdrawn() {
    on_both(async |world| {
        let beside = world.beside().await;
        let withdrawal = json!({"reason": "اشتباه ثبت شد"});
        for (key, step, change, count) in [
            ("a", "updateProblem", money(), 0),
            (
                "b",
                "updateProblem",
                json!({"description": "مخزن شکسته است."}),
                0,
            ),
            ("c", "withdrawProblem", withdrawal, 0),
            (
                "d",
                "updateProblem",
                json!({"district": 3, "conceptIds": [concept(&world)]}),
                1,
            ),
        ] {
            let problem = posted(&world.deputy(), WASTE, key).await;
            reroute(
                &world.coordinator(),
                &problem["id"],
                ("CULTURAL", "آموزش"),
                1,
            )
            .await;
            assert_eq!(taught(&beside).await, 1, "{key}");
            let seen = json!({"id": problem["id"], "version": 2});
            done(&world.deputy(), step, versioned(&seen, change)).await;
            assert_eq!(learned(&world).await, learned(&beside).await, "{key}");
            assert_eq!(
                [taught(&world).await, taught(&beside).await],
                [count; 2],
                "{key}"
            );
        }
        let fresh = world.beside().await;
        assert_eq!(learned(&fresh).await, learned(&world).await);
    });
}

#[test]
fn a_rewritten_problem_is_a_precedent_again_once_it_is_decided_again() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        confirm(&world.coordinator(), &problem["id"], 1).await;
        let seen = json!({"id": problem["id"], "version": 2});
        done(&world.deputy(), "updateProblem", versioned(&seen, money())).await;
        reroute(
            &world.coordinator(),
            &problem["id"],
            ("FINANCE_ECONOMY", "بودجه"),
            3,
        )
        .await;
        assert_eq!(taught(&world).await, 1);
        assert_eq!(world.app.engine.lessons().1[0].title, MONEY.0);
    });
}

/// The desks with what speaks for them in a text that is like the posted ones.
async fn learned(world: &World) -> Value {
    let query = "query($input: RoutingPreviewInput!) { routingPreview(input: $input) {
      desks { desk score contributions { feature points evidence } } } }";
    let input = json!({"title": WASTE.0, "description": MONEY.1});
    world
        .coordinator()
        .data(query, json!({"input": input}))
        .await
}

/// How many decisions the engine counts once it has been asked.
async fn taught(world: &World) -> usize {
    learned(world).await;
    world.app.engine.lessons().1.len()
}

#[test]
fn a_submitted_problem_is_no_draft_again() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        let back = versioned(&problem, json!({"draft": true}));
        let body = call(&world.deputy(), "updateProblem", back).await;
        assert_eq!(
            user_codes(&body["data"]["updateProblem"]),
            ["draft: WRONG_STATE"]
        );
    });
}

fn money() -> Value {
    json!({"title": MONEY.0, "description": MONEY.1})
}

fn concept(world: &World) -> String {
    world.app.reference().concepts()[0].code.clone()
}
