//! Figures: counted right, shown to whom they are for, and no small group given away.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::{
    life::{done, versioned},
    problems::{VAGUE, WASTE, confirm, post, posted, reroute, statement},
    support::{Who, World, on_both},
};

const ALL: &str = "query($filter: ProblemFilter) { statistics(filter: $filter) {
  computedAt
  problems {
    total byDesk { desk count } byStatus { status count } byUrgency { urgency count }
    byOrgUnit { orgUnit { code } count } byMonth { month count } byJalaliMonth { month count }
    timeToConfirmation { count medianHours p90Hours }
    timeToResolution { count medianHours p90Hours }
    routing { kept changed triaged reroutingRate }
    workload { desk open overdue places seats openPerSeat }
  }
  members { total byKind { kind count } byTier { tier count }
            byStanding { standing count } byDesk { desk count } }
} }";

/// Nine problems of two units: seven at urban services, one at culture, one in triage. One of
/// them was moved to culture by hand, five were confirmed, one was answered.
async fn fill(world: &World) {
    let (deputy, coordinator) = (world.deputy(), world.coordinator());
    for number in 0..5_i32 {
        let problem = posted(&deputy, WASTE, &format!("a{number}")).await;
        world.advance(TimeDelta::hours(i64::from(number) + 1));
        confirm(&coordinator, &problem["id"], 1).await;
        if number == 0 {
            let seen = json!({"id": problem["id"], "version": 2});
            world.advance(TimeDelta::hours(1));
            let answer = versioned(&seen, json!({"resolution": "پاسخ"}));
            done(&coordinator, "problemResolve", answer).await;
        }
    }
    let other = world.caller(Who::OtherDeputy);
    for key in ["b", "c"] {
        let mut input = statement(WASTE, key);
        input["urgency"] = json!("CRITICAL");
        post(&other, input).await;
    }
    let moved = posted(&other, WASTE, "d").await;
    reroute(&coordinator, &moved["id"], ("CULTURAL", "دلیل"), 1).await;
    posted(&other, VAGUE, "e").await;
    let mut draft = statement(WASTE, "f");
    draft["draft"] = json!(true);
    post(&other, draft).await;
}

#[test]
fn coordinators_see_what_there_is() {
    on_both(async |world| {
        fill(&world).await;
        world.advance(TimeDelta::days(4));
        let seen = look(&world, Who::Coordinator, Value::Null).await;
        let problems = &seen["problems"];
        assert_eq!(problems["total"], 9);
        assert_eq!(
            counts(&problems["byDesk"], "desk"),
            "URBAN_SERVICES 7, CULTURAL 1, none 1"
        );
        let statuses = "TRIAGE 1, ROUTED 3, CONFIRMED 4, RESOLVED 1";
        assert_eq!(counts(&problems["byStatus"], "status"), statuses);
        assert_eq!(
            counts(&problems["byUrgency"], "urgency"),
            "NORMAL 7, CRITICAL 2"
        );
        let units = problems["byOrgUnit"].as_array().unwrap();
        let units: Vec<_> = units
            .iter()
            .map(|unit| (&unit["orgUnit"]["code"], &unit["count"]))
            .collect();
        assert!(
            units.contains(&(&json!("DEP-URBAN-SERVICES"), &json!(5))),
            "{units:?}"
        );
        assert!(
            units.contains(&(&json!("DEP-CIVIL"), &json!(4))),
            "{units:?}"
        );
        assert_eq!(counts(&problems["byMonth"], "month"), "2026-11 9");
        assert_eq!(counts(&problems["byJalaliMonth"], "month"), "1405-09 9");
        // Five confirmed after 1 to 5 hours, one moved at once.
        let confirmed = json!({"count": 6, "medianHours": 2.0, "p90Hours": 5.0});
        assert_eq!(problems["timeToConfirmation"], confirmed);
        let resolved = json!({"count": 1, "medianHours": 2.0, "p90Hours": 2.0});
        assert_eq!(problems["timeToResolution"], resolved);
        let routing = &problems["routing"];
        assert_eq!(
            (&routing["kept"], &routing["changed"]),
            (&json!(5), &json!(1))
        );
        assert_eq!(routing["triaged"], 0);
        assert!((routing["reroutingRate"].as_f64().unwrap() - 1.0 / 6.0).abs() < 1e-12);
        let desks = problems["workload"].as_array().unwrap();
        let waste = desks
            .iter()
            .find(|desk| desk["desk"] == "URBAN_SERVICES")
            .unwrap();
        assert_eq!((&waste["open"], &waste["overdue"]), (&json!(6), &json!(2)));
        let seats = "SELECT count(*) FROM seat WHERE until IS NULL AND desk_id =
          (SELECT id FROM desk WHERE code = 'URBAN_SERVICES')";
        assert_eq!(waste["seats"], world.number(seats).await);
        assert_eq!(seen["members"]["total"], 72);
        let tiers = "SELECT count(*) FROM member WHERE tier = 'PLANNER'";
        let planners = world.number(tiers).await;
        let expected = format!("MEMBER {}, PLANNER {planners}", 72 - planners);
        assert_eq!(counts(&seen["members"]["byTier"], "tier"), expected);
    });
}

#[test]
fn nobody_else_sees_a_small_group_or_what_gives_it_away() {
    on_both(async |world| {
        fill(&world).await;
        for who in [Who::Deputy, Who::Expert, Who::Frontend] {
            let seen = look(&world, who, Value::Null).await;
            let problems = &seen["problems"];
            assert_eq!(problems["total"], 9);
            // 7, 1 and 1: the ones take the seven along.
            assert_eq!(
                counts(&problems["byDesk"], "desk"),
                "URBAN_SERVICES -, CULTURAL -, none -"
            );
            let statuses = "TRIAGE -, ROUTED -, CONFIRMED -, RESOLVED -";
            assert_eq!(counts(&problems["byStatus"], "status"), statuses);
            assert_eq!(
                counts(&problems["byUrgency"], "urgency"),
                "NORMAL -, CRITICAL -"
            );
            assert_eq!(problems["byMonth"], Value::Null);
            assert_eq!(counts(&problems["byJalaliMonth"], "month"), "1405-09 9");
            // Six are enough, and the three others are not.
            let confirmed = &problems["timeToConfirmation"];
            assert_eq!(
                (&confirmed["count"], &confirmed["medianHours"]),
                (&Value::Null, &json!(2.0))
            );
            let resolved = json!({"count": null, "medianHours": null, "p90Hours": null});
            assert_eq!(problems["timeToResolution"], resolved);
            let inside = who != Who::Frontend;
            for part in ["byOrgUnit", "routing", "workload"] {
                assert_eq!(problems[part].is_null(), !inside, "{who:?} {part}");
            }
            if inside {
                let hidden =
                    json!({"kept": null, "changed": null, "triaged": 0, "reroutingRate": null});
                assert_eq!(problems["routing"], hidden);
                assert!(numbers(&problems["byOrgUnit"]).is_empty(), "{problems:#}");
                let mut work = problems["workload"].clone();
                for desk in work.as_array_mut().unwrap() {
                    desk["seats"].take();
                }
                let shown: Vec<_> = numbers(&work);
                assert!(shown.iter().all(|n| *n == 0.0 || *n >= 5.0), "{work:#}");
            }
            assert_eq!(seen["members"]["total"], 72);
        }
    });
}

#[test]
fn a_small_status_is_not_told_by_the_desks() {
    on_both(async |world| {
        let (deputy, coordinator) = (world.deputy(), world.coordinator());
        for number in 0..5 {
            posted(&deputy, VAGUE, &format!("vague {number}")).await;
        }
        for number in 0..8 {
            let problem = posted(&deputy, WASTE, &format!("waste {number}")).await;
            if number == 0 {
                confirm(&coordinator, &problem["id"], 1).await;
            }
        }
        // Five in triage have no desk: were they shown there, the one that is confirmed would be
        // what is left of the total.
        for who in [Who::Deputy, Who::Frontend] {
            let seen = look(&world, who, Value::Null).await;
            let problems = &seen["problems"];
            assert_eq!(problems["total"], 13);
            let statuses = "TRIAGE -, ROUTED 7, CONFIRMED -";
            assert_eq!(counts(&problems["byStatus"], "status"), statuses);
            let desks = "URBAN_SERVICES -, none -";
            assert_eq!(counts(&problems["byDesk"], "desk"), desks);
        }
    });
}

#[test]
fn only_coordinators_narrow_the_figures() {
    on_both(async |world| {
        fill(&world).await;
        let filter = json!({"orgUnit": {"eq": "DEP-CIVIL"}, "urgency": {"ne": "CRITICAL"}});
        let seen = look(&world, Who::Coordinator, filter.clone()).await;
        assert_eq!(seen["problems"]["total"], 2);
        assert_eq!(seen["problems"]["routing"]["changed"], 1);
        let nothing = json!({"orgUnit": {"eq": "NO-SUCH-UNIT"}});
        let seen = look(&world, Who::Coordinator, nothing).await;
        assert_eq!(seen["problems"]["total"], 0);
        assert_eq!(seen["problems"]["timeToConfirmation"]["count"], 0);
        for who in [Who::Deputy, Who::Expert, Who::Frontend, Who::Auditor] {
            let refused = world.caller(who).code(ALL, json!({"filter": filter})).await;
            assert_eq!(refused, "FORBIDDEN", "{who:?}");
        }
    });
}

#[test]
fn figures_cost_a_fixed_number_of_statements() {
    on_both(async |world| {
        let mut spent = Vec::new();
        for round in 0..2 {
            let before = world.app.store.statements();
            look(&world, Who::Coordinator, Value::Null).await;
            spent.push(world.app.store.statements() - before);
            if round == 0 {
                fill(&world).await;
            }
        }
        assert_eq!(spent[0], spent[1]);
        assert!(spent[0] <= 14, "{spent:?}");
    });
}

async fn look(world: &World, who: Who, filter: Value) -> Value {
    let mut data = world.caller(who).data(ALL, json!({"filter": filter})).await;
    data["statistics"].take()
}

/// `KEY count` of every entry that is not empty, with a dash for what is hidden.
fn counts(cells: &Value, key: &str) -> String {
    let cells = cells
        .as_array()
        .unwrap()
        .iter()
        .filter(|cell| cell["count"] != 0);
    let line = |cell: &Value| {
        let count = cell["count"]
            .as_i64()
            .map_or("-".to_owned(), |count| count.to_string());
        format!("{} {count}", cell[key].as_str().unwrap_or("none"))
    };
    cells.map(line).collect::<Vec<_>>().join(", ")
}

/// Every number anywhere.
fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Number(number) => number.as_f64().into_iter().collect(),
        Value::Array(items) => items.iter().flat_map(numbers).collect(),
        Value::Object(fields) => fields.values().flat_map(numbers).collect(),
        Value::Null | Value::Bool(_) | Value::String(_) => Vec::new(),
    }
}
