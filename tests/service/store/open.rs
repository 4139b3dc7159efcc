//! Opening: fresh, again, and what must not be opened.

use std::sync::Arc;

use mizan::app::App;

use crate::support::{World, on_both, on_empty, sql, stopped_clock};

#[test]
fn a_fresh_database_gets_the_desks_and_the_vocabulary() {
    on_empty(async |database| {
        let app = App::open(&database.url, stopped_clock()).await.unwrap();
        assert_eq!(app.reference().desks().len(), 6);
        assert!(app.reference().concepts().len() > 100);
        let db = database.connect().await;
        assert_eq!(
            sql::number(&db, "SELECT count(*) FROM audit_event").await,
            0
        );
    });
}

#[test]
fn opening_again_changes_nothing() {
    on_both(async |world| {
        let before = sql::everything(&world.db).await;
        let again = App::open(&world.url, stopped_clock()).await.unwrap();
        assert_eq!(
            again.reference().concepts(),
            world.app.reference().concepts()
        );
        assert_eq!(sql::everything(&world.db).await, before);
        let concepts = "SELECT count(*) FROM concept_term";
        let terms = world.number(concepts).await;
        drop(Arc::new(again));
        App::open(&world.url, stopped_clock()).await.unwrap();
        assert_eq!(world.number(concepts).await, terms);
    });
}

#[test]
fn two_processes_may_start_on_a_fresh_database() {
    on_empty(async |database| {
        let open = || App::open(&database.url, stopped_clock());
        let (one, two) = tokio::join!(open(), open());
        // Whoever comes second may be refused, but never leaves a half-made database.
        assert!(one.is_ok() || two.is_ok());
        open().await.unwrap();
    });
}

#[test]
fn a_database_of_a_newer_version_is_refused_by_name() {
    on_both(async |world| {
        newer(&world).await;
        let before = sql::everything(&world.db).await;
        let error = App::open(&world.url, stopped_clock())
            .await
            .err()
            .unwrap()
            .to_string();
        assert!(error.contains("newer version"), "{error}");
        assert!(error.contains("m29990101_000001_future"), "{error}");
        assert_eq!(sql::everything(&world.db).await, before);
    });
}

async fn newer(world: &World) {
    let stranger = "INSERT INTO seaql_migrations (version, applied_at)
      VALUES ('m29990101_000001_future', 1)";
    world.sql(stranger).await;
}
