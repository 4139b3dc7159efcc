//! Rounds whose process is not the one that is asked, or is no more.

use chrono::TimeDelta;
use mizan::desks::cancel;
use serde_json::json;

use super::computing::{begun, cancel, events, look, until_idle};
use crate::support::on_both;

#[test]
fn another_process_leaves_a_living_round_alone_and_may_cancel_it() {
    on_both(async |world| {
        let id = begun(&world).await;
        let other = world.beside().await;
        assert_eq!(cancel::sweep(&other.app).await.unwrap(), 0);
        let round = look(&other.coordinator(), &id).await;
        assert_eq!(round["status"], "COMPUTING");
        assert_eq!(round["progress"]["budget"], 1_000_000_000);
        let body = cancel(&other.coordinator(), &id, 1).await;
        let cancelled = &body["data"]["assignmentRoundCancel"]["round"];
        assert_eq!(cancelled["status"], "CANCELLED", "{body:#}");
        // The process that computes sees it at its next beat.
        until_idle(&world.app).await;
        assert_eq!(
            look(&world.coordinator(), &id).await["proposals"],
            json!([])
        );
    });
}

#[test]
fn the_round_of_a_process_that_has_fallen_silent_fails() {
    on_both(async |world| {
        let id = begun(&world).await;
        // From now on nobody speaks for it.
        world
            .sql("UPDATE round_computation SET owner = 'somebody else'")
            .await;
        until_idle(&world.app).await;
        assert_eq!(look(&world.coordinator(), &id).await["status"], "COMPUTING");
        let other = world.beside().await.app;
        world.advance(TimeDelta::seconds(29));
        assert_eq!(cancel::sweep(&other).await.unwrap(), 0);
        world.advance(TimeDelta::seconds(2));
        let (one, two) = tokio::join!(cancel::sweep(&other), cancel::sweep(&world.app));
        assert_eq!(one.unwrap() + two.unwrap(), 1);
        let round = look(&world.coordinator(), &id).await;
        assert_eq!(round["status"], "FAILED");
        assert_eq!(round["progress"]["failure"], "PROCESS_ENDED");
        assert_eq!(
            events(&world, &id).await,
            ["ROUND_COMPUTING", "ROUND_FAILED"]
        );
    });
}

#[test]
fn a_process_that_stops_says_so_of_its_rounds() {
    on_both(async |world| {
        let id = begun(&world).await;
        assert_eq!(cancel::abandon(&world.app).await.unwrap(), 1);
        until_idle(&world.app).await;
        let round = look(&world.coordinator(), &id).await;
        assert_eq!(round["progress"]["failure"], "PROCESS_ENDED");
        assert_eq!(
            events(&world, &id).await,
            ["ROUND_COMPUTING", "ROUND_FAILED"]
        );
    });
}
