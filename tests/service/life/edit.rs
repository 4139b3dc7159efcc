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
fn the_engine_knows_the_new_text_as_it_would_after_a_start() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        confirm(&world.coordinator(), &problem["id"], 1).await;
        let seen = json!({"id": problem["id"], "version": 2});
        done(&world.deputy(), "updateProblem", versioned(&seen, money())).await;
        let known = world.app.engine.decisions();
        assert_eq!(known[0].title, MONEY.0);
        let clock = crate::support::stopped_clock();
        let fresh = mizan::app::App::open(&world.url, clock).await.unwrap();
        assert_eq!(
            format!("{:?}", fresh.engine.decisions()),
            format!("{known:?}")
        );
        fresh.store.reader().close_by_ref().await.unwrap();
    });
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
