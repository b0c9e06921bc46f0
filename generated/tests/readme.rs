//! The README's example is the example that runs, and brings what the README says.
#![cfg(all(feature = "crm", feature = "reqwest", feature = "ticketing"))]

use std::process::Command;

const README: &str = include_str!("../../README.md");

/// The first code block in that language.
fn block(language: &str) -> Option<&'static str> {
    let (_, rest) = README.split_once(&format!("```{language}\n"))?;
    Some(rest.split_once("```")?.0)
}

#[test]
fn the_readme_prints_the_example() {
    let example = include_str!("../examples/create_contact/main.rs");
    let (_, code) = example.split_once("\n\n").unwrap();
    assert_eq!(block("rust"), Some(code));
}

/// The example that `cargo test` builds together with this test; where only this test is built, cargo is asked for it.
fn example() -> Command {
    let tests = std::env::current_exe().unwrap();
    let profile = tests.parent().and_then(|deps| deps.parent()).unwrap();
    let name = format!("create_contact{}", std::env::consts::EXE_SUFFIX);
    let built = profile.join("examples").join(name);
    if built.exists() {
        return Command::new(built);
    }
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args(["run", "--quiet", "--offline", "--example", "create_contact"])
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    cargo
}

#[test]
fn the_readme_prints_what_the_example_prints() {
    let output = example().output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    assert_eq!(block("text"), Some(printed.as_str()));
}
