//! The committed schema is the one that is served.

use std::path::Path;

use crate::cli::mizan;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/schema.graphql");

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "whoever changes the schema on purpose says so by a variable"
)]
fn the_committed_schema_is_the_one_that_is_served() {
    let served = mizan::graphql::sdl();
    if std::env::var("UPDATE_SCHEMA").is_ok_and(|value| value == "1") {
        std::fs::write(FILE, &served).unwrap();
    }
    let committed = std::fs::read_to_string(FILE).unwrap_or_default();
    assert!(
        committed == served,
        "schema.graphql differs; UPDATE_SCHEMA=1 cargo test --test service rewrites it"
    );
}

#[test]
fn the_command_line_compares_the_schema_with_a_file() {
    let same = mizan(&["schema", "--check", FILE]);
    assert_eq!((same.code, same.stdout.as_str()), (0, ""), "{same:?}");
    let printed = mizan(&["schema"]);
    let committed = std::fs::read_to_string(FILE).unwrap();
    assert_eq!(printed.stdout, committed);
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("other.graphql");
    std::fs::write(
        &other,
        committed.replacen("type Query {", "type Query {\n\tcolour: String", 1),
    )
    .unwrap();
    let other = other.display().to_string();
    let differs = mizan(&["schema", "--check", &other]);
    assert_eq!(differs.code, 1);
    assert_eq!(differs.stdout, "-\tcolour: String\n");
    let missing = mizan(&["schema", "--check", "no-such.graphql"]);
    assert_eq!(missing.code, 1);
    assert!(missing.stderr.contains("no-such.graphql"));
    assert!(!Path::new("no-such.graphql").exists());
}
