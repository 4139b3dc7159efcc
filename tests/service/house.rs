//! The house's own rules: which room may say what, and how long a file may be.

use std::path::{Path, PathBuf};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const LONGEST: usize = 300;
/// Tables of data, which are as long as their data.
const TABLES: [&str; 1] = ["src/demo/content/names/tables.rs"];

/// A phrase, and the rooms that may say it.
const RULES: [(&str, &[&str]); 6] = [
    ("sea_orm::", &["src/store/"]),
    ("async_graphql", &["src/graphql/", "src/http/"]),
    ("axum", &["src/http/"]),
    ("Utc::now", &["src/clock.rs"]),
    ("SystemTime", &[]),
    ("getrandom::", &["src/auth/secret.rs"]),
];

#[test]
fn each_room_keeps_to_its_own() {
    for file in sources("src") {
        let text = code(&file);
        for (phrase, rooms) in RULES {
            let allowed = rooms.iter().any(|room| file.starts_with(room));
            assert!(allowed || !text.contains(phrase), "{file} says {phrase}");
        }
    }
}

#[test]
fn the_engine_depends_on_nothing_of_ours_and_on_no_clock() {
    let manifest = std::fs::read_to_string(Path::new(ROOT).join("matching/Cargo.toml")).unwrap();
    for member in [
        "path =",
        "entity",
        "migration",
        "tokio",
        "sea-orm",
        "chrono",
        "time =",
        "getrandom",
        "rand =",
    ] {
        assert!(
            !manifest.contains(member),
            "matching/Cargo.toml says {member}"
        );
    }
    for file in sources("matching/src") {
        let text = code(&file);
        for phrase in ["SystemTime", "Instant", "std::fs", "std::net", "std::env"] {
            assert!(!text.contains(phrase), "{file} says {phrase}");
        }
    }
}

#[test]
fn the_arrows_between_rooms_run_one_way() {
    for (room, above) in [
        (
            "src/store/",
            &[
                "crate::graphql",
                "crate::http",
                "crate::club",
                "crate::desks",
                "crate::problems",
                "crate::auth",
            ][..],
        ),
        (
            "src/events/",
            &[
                "crate::graphql",
                "crate::http",
                "crate::club",
                "crate::desks",
                "crate::problems",
            ],
        ),
        (
            "src/auth/",
            &[
                "crate::graphql",
                "crate::http",
                "crate::desks",
                "crate::problems",
            ],
        ),
        (
            "src/club/",
            &[
                "crate::graphql",
                "crate::http",
                "crate::desks",
                "crate::problems",
            ],
        ),
        ("src/desks/", &["crate::graphql", "crate::http"]),
        ("src/problems/", &["crate::graphql", "crate::http"]),
        ("src/graphql/", &["crate::http", "crate::cli"]),
        (
            "src/http/",
            &["crate::cli", "crate::desks", "crate::problems"],
        ),
    ] {
        for file in sources("src").iter().filter(|file| file.starts_with(room)) {
            let text = code(file);
            for phrase in above {
                assert!(!text.contains(phrase), "{file} says {phrase}");
            }
        }
    }
}

#[test]
fn no_file_is_longer_than_a_reader_bears() {
    let mut long = Vec::new();
    for file in sources("src").into_iter().chain(sources("tests")) {
        let lines = read(&file).lines().count();
        if lines > LONGEST && !TABLES.contains(&file.as_str()) {
            long.push(file);
        }
    }
    assert!(long.is_empty(), "longer than {LONGEST} lines: {long:?}");
}

#[test]
fn every_file_says_what_it_is() {
    for file in sources("src").into_iter().chain(sources("tests")) {
        let text = read(&file);
        let head = text
            .lines()
            .take_while(|line| line.starts_with("//!"))
            .count();
        assert!(
            (1..=6).contains(&head),
            "{file} begins with {head} lines of //!"
        );
    }
}

#[test]
fn nothing_gives_up_outside_tests() {
    for file in sources("src").into_iter().chain(sources("matching/src")) {
        let text = code(&file);
        for phrase in [".unwrap()", ".expect(", "todo!", "unimplemented!", "dbg!"] {
            assert!(!text.contains(phrase), "{file} says {phrase}");
        }
    }
}

/// A file without comments and tests.
fn code(file: &str) -> String {
    if file.contains("/tests/") || file.ends_with("/tests.rs") {
        return String::new();
    }
    let text = read(file);
    let text = text
        .split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or_default();
    let lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The Rust files below a folder, as paths from the root.
fn sources(folder: &str) -> Vec<String> {
    let mut files = Vec::new();
    collect(&Path::new(ROOT).join(folder), &mut files);
    let relative = |path: &PathBuf| path.strip_prefix(ROOT).unwrap().display().to_string();
    let mut files: Vec<_> = files.iter().map(relative).collect();
    files.sort();
    assert!(!files.is_empty(), "{folder}");
    files
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("node_modules") {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn read(file: &str) -> String {
    std::fs::read_to_string(Path::new(ROOT).join(file)).unwrap()
}
