//! `--help` of every command is complete.

use std::{io::Read, process::Stdio};

use super::{command, mizan};

#[test]
fn every_command_explains_itself() {
    let mut seen = Vec::new();
    explain(&[], &mut seen);
    for command in [
        "serve",
        "demo",
        "schema",
        "account add",
        "account link",
        "account disable",
        "account enable",
        "token issue",
        "backup",
        "restore",
        "audit verify",
        "import members",
        "export members",
        "engine route",
        "engine place",
        "engine rank",
        "engine assign",
    ] {
        assert!(
            seen.iter().any(|name| name == command),
            "{command} is not in {seen:?}"
        );
    }
}

/// Checks the help of a command and of all below it.
fn explain(path: &[&str], seen: &mut Vec<String>) {
    let help = mizan(&[path, &["--help"]].concat());
    assert_eq!(help.code, 0, "{path:?} {}", help.stderr);
    assert!(help.stdout.contains("Usage: mizan"), "{path:?}");
    assert_described(path, &help.stdout);
    seen.push(path.join(" "));
    for (command, description) in commands(&help.stdout) {
        assert!(
            !description.is_empty(),
            "{path:?} {command} has no description"
        );
        if command != "help" {
            explain(&[path, &[command]].concat(), seen);
        }
    }
}

/// Every option says what it is for.
fn assert_described(path: &[&str], help: &str) {
    let lines: Vec<_> = help.lines().map(str::trim).collect();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| {
        line.starts_with("--") || line.starts_with("-h") || line.starts_with("-V")
    }) {
        let beside = line
            .split_once("  ")
            .is_some_and(|(_, text)| !text.trim().is_empty());
        let below = lines
            .get(at + 1)
            .is_some_and(|next| !next.is_empty() && !next.starts_with('-'));
        assert!(beside || below, "{path:?}: {line}");
    }
}

fn commands(help: &str) -> Vec<(&str, &str)> {
    let list = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let list = list.take_while(|line| line.starts_with("  "));
    list.filter(|line| !line.starts_with("   "))
        .map(|line| line.trim().split_once(' ').unwrap_or((line.trim(), "")))
        .map(|(name, text)| (name, text.trim()))
        .collect()
}

#[test]
fn the_version_is_told() {
    let version = mizan(&["--version"]);
    assert_eq!(version.code, 0);
    assert_eq!(
        version.stdout.trim(),
        concat!("mizan ", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let mut schema = command();
    schema
        .arg("schema")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut running = schema.spawn().unwrap();
    // The contract is longer than a pipe holds, so the rest of it meets a closed one.
    running
        .stdout
        .take()
        .unwrap()
        .read_exact(&mut [0; 16])
        .unwrap();
    let ended = running.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
    assert!(ended.status.success());
}
