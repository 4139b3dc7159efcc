//! Tokens that must not open anything, and must not be told why.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::hmac;
use serde_json::{Value, json};

use super::{
    assert_shut_out,
    provider::{SignedOn, Signer, claims, text, unsigned},
    viewer,
};
use crate::support::{World, on_both};

/// The order of the curve P-256, in FIPS 186-4, D.1.2.3.
const ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6,
    0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
];

/// The same token under the other signature that its key's holder could have made: n − s for s.
pub fn twin(token: &str) -> String {
    let (message, signature) = token.rsplit_once('.').unwrap();
    let mut signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
    let mut borrow = 0;
    for (at, digit) in ORDER.iter().enumerate().rev() {
        let place = &mut signature[32 + at];
        let difference = i16::from(*digit) - i16::from(*place) - borrow;
        borrow = i16::from(difference < 0);
        *place = u8::try_from(difference.rem_euclid(256)).unwrap();
    }
    format!("{message}.{}", text(&signature))
}

/// Headers that ask to be verified in another way.
fn forged(world: &World, signer: &Signer) -> Vec<(&'static str, String)> {
    let claims = claims(world, "mallory");
    let bare = |header: &Value| format!("{}.", unsigned(header, &claims));
    let keyed = |algorithm: &str, key: &[u8]| {
        let message = unsigned(&json!({"alg": algorithm, "kid": signer.id}), &claims);
        let key = hmac::Key::new(hmac::HMAC_SHA256, key);
        let tag = hmac::sign(&key, message.as_bytes());
        format!("{message}.{}", text(tag.as_ref()))
    };
    let stranger = Signer::new("k", "ES256");
    let mut own_key = json!({"alg": "ES256", "kid": signer.id});
    own_key["jwk"] = stranger.jwk();
    let under = |header: Value| signer.token_under(&header, &claims);
    let jwk = signer.jwk().to_string();
    vec![
        ("none", bare(&json!({"alg": "none"}))),
        ("None", bare(&json!({"alg": "None", "kid": "rsa"}))),
        ("no signature", bare(&json!({"alg": "RS256", "kid": "rsa"}))),
        (
            "public key as a secret",
            keyed("HS256", &signer.public_bytes()),
        ),
        ("key set as a secret", keyed("HS256", jwk.as_bytes())),
        ("empty secret", keyed("HS256", b"")),
        (
            "a secret under RS256",
            keyed("RS256", &signer.public_bytes()),
        ),
        (
            "another's key",
            stranger.token_under(&json!({"alg": "ES256", "kid": "rsa"}), &claims),
        ),
        ("a key of its own", stranger.token_under(&own_key, &claims)),
        (
            "unknown key",
            under(json!({"alg": "RS256", "kid": "other"})),
        ),
        ("no key named of several", under(json!({"alg": "RS256"}))),
        (
            "key of another sort",
            under(json!({"alg": "RS256", "kid": "ec"})),
        ),
        (
            "not what the key is for",
            under(json!({"alg": "RS384", "kid": "rsa"})),
        ),
        (
            "a critical extension",
            under(json!({"alg": "RS256", "kid": "rsa", "crit": ["exp"]})),
        ),
        (
            "a logout token",
            under(json!({"alg": "RS256", "kid": "rsa", "typ": "logout+jwt"})),
        ),
        ("a number as id", under(json!({"alg": "RS256", "kid": 1}))),
        ("no algorithm", under(json!({"kid": "rsa"}))),
        ("a shared id", Signer::new("twice", "EdDSA").token(&claims)),
    ]
}

/// Claims that do not hold, under the right signature.
fn untrue(world: &World) -> Vec<(&'static str, Value)> {
    let now = world.clock.now().timestamp();
    let with = |name: &str, value: Value| {
        let mut claims = claims(world, "mallory");
        claims[name] = value;
        claims
    };
    let without = |name: &str| {
        let mut claims = claims(world, "mallory");
        claims.as_object_mut().unwrap().remove(name);
        claims
    };
    let mut late = with("exp", json!(now + 600));
    late["nbf"] = json!(now + 61);
    vec![
        (
            "another issuer",
            with("iss", json!("https://sso.club.example/realms/other")),
        ),
        (
            "a longer issuer",
            with("iss", json!(format!("{}/", super::provider::ISSUER))),
        ),
        (
            "several issuers",
            with("iss", json!([super::provider::ISSUER])),
        ),
        ("no issuer", without("iss")),
        ("another audience", with("aud", json!("portal"))),
        ("other audiences", with("aud", json!(["portal", "mizan2"]))),
        ("no audience", without("aud")),
        ("an empty audience", with("aud", json!([]))),
        ("expired", with("exp", json!(now - 60))),
        ("never expires", without("exp")),
        ("expires in words", with("exp", json!("tomorrow"))),
        ("expires beyond all time", with("exp", json!(1e300))),
        ("expires before all time", with("exp", json!(-1))),
        ("not yet", late),
        ("made in the future", with("iat", json!(now + 61))),
        ("never made", without("iat")),
        ("nobody", without("sub")),
        ("an empty name", with("sub", json!(""))),
        ("a name of NUL", with("sub", json!("a\u{0}b"))),
        ("a long name", with("sub", json!("a".repeat(256)))),
        ("a name in Persian", with("sub", json!("سارا"))),
        ("a number for a name", with("sub", json!(7))),
    ]
}

#[test]
fn forged_tokens_are_refused_and_told_nothing() {
    on_both(async |world| {
        let rsa = Signer::new("rsa", "RS256");
        let others = [
            Signer::new("ec", "ES256"),
            Signer::new("twice", "EdDSA"),
            Signer::new("twice", "EdDSA"),
        ];
        let [ec, first, second] = &others;
        let service = SignedOn::with_keys(&world, &[&rsa, ec, first, second]).await;
        let before = crate::support::sql::counts(&world.db).await;
        for (why, token) in forged(&world, &rsa) {
            assert_shut_out(&service.caller(&token), why).await;
        }
        let same_id = first.token(&claims(&world, "mallory"));
        assert_shut_out(&service.caller(&same_id), "which of two keys?").await;
        for (why, claims) in untrue(&world) {
            assert_shut_out(&service.caller(&rsa.token(&claims)), why).await;
        }
        assert_eq!(crate::support::sql::counts(&world.db).await, before);
        // The same under the right key and with true claims, so that the above can fail.
        viewer(&service.caller(&rsa.token(&claims(&world, "sara")))).await;
        viewer(&service.caller(&ec.token(&claims(&world, "ali")))).await;
    });
}

#[test]
fn what_is_cut_changed_or_swollen_is_refused() {
    on_both(async |world| {
        let signer = Signer::new("k", "ES256");
        let service = SignedOn::with_keys(&world, &[&signer]).await;
        let token = signer.token(&claims(&world, "sara"));
        let parts: Vec<_> = token.split('.').collect();
        let other = signer.token(&claims(&world, "mallory"));
        let payload = other.split('.').nth(1).unwrap();
        let mut long = claims(&world, "mallory");
        long["groups"] = json!(vec!["staff"; 4_000]);
        for (why, token) in [
            ("cut", token[..token.len() - 1].to_owned()),
            ("longer", format!("{token}A")),
            ("padded", format!("{token}=")),
            ("a part more", format!("{token}.")),
            ("a part less", parts[..2].join(".")),
            ("parts alone", "..".to_owned()),
            ("of nothing", "e30.e30.".to_owned()),
            ("not base64", format!("{}.{}.!", parts[0], parts[1])),
            ("others' claims", [parts[0], payload, parts[2]].join(".")),
            ("swapped", [parts[1], parts[0], parts[2]].join(".")),
            ("swollen", signer.token(&long)),
            (
                "huge",
                format!("{}.{}.{}", parts[0], "A".repeat(200_000), parts[2]),
            ),
            (
                "deep",
                format!(
                    "{}.{}.",
                    text(b"{\"alg\":\"ES256\"}"),
                    text("[".repeat(9_000).as_bytes())
                ),
            ),
        ] {
            assert_shut_out(&service.caller(&token), why).await;
        }
        viewer(&service.caller(&token)).await;
    });
}

#[test]
fn every_changed_letter_is_noticed() {
    on_both(async |world| {
        let signer = Signer::new("k", "EdDSA");
        let service = SignedOn::with_keys(&world, &[&signer]).await;
        let token = signer.token(&claims(&world, "sara"));
        for at in (0..token.len()).step_by(7) {
            let mut bytes = token.clone().into_bytes();
            bytes[at] = if bytes[at] == b'B' { b'C' } else { b'B' };
            let changed = String::from_utf8(bytes).unwrap();
            assert_shut_out(&service.caller(&changed), &format!("letter {at}")).await;
        }
        viewer(&service.caller(&token)).await;
    });
}

#[test]
fn clocks_may_differ_by_a_minute_and_no_more() {
    on_both(async |world| {
        let signer = Signer::new("k", "ES256");
        let service = SignedOn::with_keys(&world, &[&signer]).await;
        let now = world.clock.now().timestamp();
        for (name, seconds) in [("exp", -59), ("nbf", 60), ("iat", 60)] {
            let mut claims = claims(&world, name);
            claims[name] = json!(now + seconds);
            viewer(&service.caller(&signer.token(&claims))).await;
        }
        let mut fractions = claims(&world, "fractions");
        (fractions["iat"], fractions["aud"]) =
            (json!(1_795_334_399.75), json!(["portal", "mizan"]));
        viewer(&service.caller(&signer.token(&fractions))).await;
    });
}
