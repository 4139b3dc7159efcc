//! Which account somebody of the provider gets, and what its claims change of it.

use chrono::TimeDelta;
use mizan::auth::{
    accounts::{self, Standing},
    single_sign_on,
};
use serde_json::{Value, json};

use super::{
    assert_shut_out,
    provider::{ISSUER, SignedOn, Signer, at, claims, key_set},
    viewer,
};
use crate::support::{DEPUTY_UNIT, OTHER_UNIT, World, on_both, sql};

/// A provider whose claims are the city's directory.
async fn directory(world: &World, signer: &Signer) -> SignedOn {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys.json");
    std::fs::write(&file, key_set(&[signer]).to_string()).unwrap();
    let mut provider = at(single_sign_on::Source::File(file));
    "realm_access.roles".clone_into(&mut provider.claims.role);
    provider.roles = [
        "cn=managers,ou=club=COORDINATOR",
        "معاونان=DEPUTY",
        "experts=EXPERT",
        "heads=COORDINATOR",
    ]
    .map(|rule| rule.parse().unwrap())
    .into();
    SignedOn::with(world, provider).await
}

/// Claims with these values in the directory's role claim.
fn of(world: &World, subject: &str, roles: &[&str]) -> Value {
    let mut claims = claims(world, subject);
    claims.as_object_mut().unwrap().remove("role");
    claims["realm_access"] = json!({"roles": roles});
    claims
}

async fn newest_events(world: &World, count: usize) -> Vec<String> {
    let query = format!("SELECT kind, data FROM audit_event ORDER BY id DESC LIMIT {count}");
    let rows = sql::rows(&world.db, &query).await;
    rows.iter()
        .map(|row| row["kind"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn the_first_sign_in_makes_the_account_that_the_claims_describe() {
    on_both(async |world| {
        let signer = Signer::new("k", "ES256");
        let service = directory(&world, &signer).await;
        let mut deputy = of(&world, "d-1", &["offline_access", "معاونان"]);
        deputy["org_unit"] = json!(OTHER_UNIT);
        deputy["preferred_username"] = json!("d.karimi");
        let caller = service.caller(&signer.token(&deputy));
        assert_eq!(
            viewer(&caller).await,
            json!({"username": "d.karimi", "role": "DEPUTY", "orgUnit": {"code": OTHER_UNIT}, "member": null})
        );
        let mut expert = of(&world, "e-1", &["experts"]);
        let member = world.expert("تازه‌وارد").join().await;
        expert["member_no"] = json!(member.member_no.to_string());
        let seen = viewer(&service.caller(&signer.token(&expert))).await;
        assert_eq!(seen["member"]["memberNo"], member.member_no);
        assert_eq!(seen["role"], "EXPERT");
        let manager = of(&world, "m-1", &["heads", "cn=managers,ou=club"]);
        let seen = viewer(&service.caller(&signer.token(&manager))).await;
        assert_eq!(seen["role"], "COORDINATOR", "two names of one role");
        assert_eq!(
            newest_events(&world, 2).await,
            ["SIGNED_IN", "ACCOUNT_ADDED"]
        );
    });
}

#[test]
fn claims_that_make_no_account_let_nobody_in() {
    on_both(async |world| {
        let signer = Signer::new("k", "ES256");
        let service = directory(&world, &signer).await;
        let with = |claims: Value, name: &str, value: Value| {
            let mut claims = claims;
            claims[name] = value;
            claims
        };
        let mut flat = claims(&world, "a");
        flat["realm_access"] = json!("heads");
        let deputy = || of(&world, "a", &["معاونان"]);
        let expert = || of(&world, "a", &["experts"]);
        let before = sql::counts(&world.db).await;
        for (why, claims) in [
            ("no role", of(&world, "a", &[])),
            (
                "no role of ours",
                of(&world, "a", &["COORDINATOR", "admin"]),
            ),
            (
                "two roles",
                with(
                    of(&world, "a", &["heads", "معاونان"]),
                    "org_unit",
                    json!(DEPUTY_UNIT),
                ),
            ),
            ("a claim of another shape", flat),
            ("no unit", deputy()),
            (
                "no unit of ours",
                with(deputy(), "org_unit", json!("NO-SUCH")),
            ),
            (
                "two units",
                with(deputy(), "org_unit", json!([DEPUTY_UNIT, OTHER_UNIT])),
            ),
            ("no member", expert()),
            (
                "no member of ours",
                with(expert(), "member_no", json!(99_999_999)),
            ),
            (
                "a member in words",
                with(expert(), "member_no", json!("first")),
            ),
        ] {
            assert_shut_out(&service.caller(&signer.token(&claims)), why).await;
        }
        assert_eq!(
            sql::counts(&world.db).await,
            before,
            "nothing is left behind"
        );
    });
}

#[test]
fn a_name_or_a_member_never_leads_into_anothers_account() {
    on_both(async |world| {
        let signer = Signer::new("k", "ES256");
        let service = directory(&world, &signer).await;
        for (number, name) in ["coordinator", "deputy", "a b", ""].into_iter().enumerate() {
            let mut claims = of(&world, &format!("m-{number}"), &["heads"]);
            claims["preferred_username"] = json!(name);
            let seen = viewer(&service.caller(&signer.token(&claims))).await;
            let username = seen["username"].as_str().unwrap();
            assert!(
                username.starts_with("sso-") && username.len() == 36,
                "{username}"
            );
        }
        let mut twin = of(&world, "e-2", &["experts"]);
        let number = "SELECT member_no FROM member JOIN account ON account.member_id = member.id";
        twin["member_no"] = json!(world.number(number).await);
        let caller = service.caller(&signer.token(&twin));
        assert_shut_out(&caller, "the member has an account").await;
        // The operator says that the two are one.
        let tie = single_sign_on::link(&world.app, "expert", (ISSUER, "e-2"));
        tie.await.unwrap();
        assert_eq!(viewer(&caller).await["username"], "expert");
        assert_eq!(
            newest_events(&world, 2).await,
            ["SIGNED_IN", "ACCOUNT_LINKED"]
        );
        for (username, subject) in [("expert", "other"), ("deputy", "e-2"), ("nobody", "x")] {
            let again = single_sign_on::link(&world.app, username, (ISSUER, subject)).await;
            assert!(again.is_err(), "{username} {subject}");
        }
    });
}

#[test]
fn newer_claims_change_the_account_and_older_ones_do_not() {
    on_both(async |world| {
        let signer = Signer::new("k", "ES256");
        let service = directory(&world, &signer).await;
        let head = of(&world, "h", &["heads"]);
        let (mut unseen, mut demoted) = (head.clone(), of(&world, "h", &["معاونان"]));
        let now = world.clock.now().timestamp();
        unseen["jti"] = json!("unseen");
        (demoted["org_unit"], demoted["iat"]) = (json!(DEPUTY_UNIT), json!(now + 5));
        let head = service.caller(&signer.token(&head));
        assert_eq!(viewer(&head).await["role"], "COORDINATOR");
        world.advance(TimeDelta::seconds(5));
        let demoted = service.caller(&signer.token(&demoted));
        assert_eq!(viewer(&demoted).await["role"], "DEPUTY");
        assert_eq!(
            newest_events(&world, 2).await,
            ["SIGNED_IN", "ACCOUNT_CHANGED"]
        );
        for old in [&head, &service.caller(&signer.token(&unseen))] {
            let seen = viewer(old).await;
            assert_eq!(
                (&seen["role"], &seen["orgUnit"]["code"]),
                (&json!("DEPUTY"), &json!(DEPUTY_UNIT))
            );
        }
        assert_eq!(
            newest_events(&world, 1).await,
            ["SIGNED_IN"],
            "nothing was changed back"
        );
        let mut same = of(&world, "h", &["معاونان"]);
        (same["org_unit"], same["iat"]) = (json!(DEPUTY_UNIT), json!(now + 6));
        viewer(&service.caller(&signer.token(&same))).await;
        let changes = "SELECT count(*) FROM audit_event WHERE kind = 'ACCOUNT_CHANGED'";
        assert_eq!(world.number(changes).await, 1);
    });
}

#[test]
fn a_disabled_account_stays_shut_out_whatever_token_it_brings() {
    on_both(async |world| {
        let signer = Signer::new("k", "ES256");
        let service = directory(&world, &signer).await;
        let mut claims = of(&world, "h", &["heads"]);
        claims["preferred_username"] = json!("h.head");
        let caller = service.caller(&signer.token(&claims));
        viewer(&caller).await;
        let stand = |standing| accounts::set_standing(&world.app, "h.head", standing);
        stand(Standing::Disabled).await.unwrap();
        stand(Standing::Disabled).await.unwrap();
        assert_eq!(
            newest_events(&world, 2).await,
            ["ACCOUNT_DISABLED", "SIGNED_IN"]
        );
        claims["jti"] = json!("fresh");
        let fresh = service.caller(&signer.token(&claims));
        let before = sql::counts(&world.db).await;
        assert_shut_out(&caller, "a token that was let in before").await;
        assert_shut_out(&fresh, "a fresh token").await;
        assert_eq!(sql::counts(&world.db).await, before);
        stand(Standing::Enabled).await.unwrap();
        viewer(&caller).await;
        viewer(&fresh).await;
    });
}
