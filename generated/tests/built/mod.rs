//! Starts the examples as programs.

use std::{env, path::Path, process::Command};

/// The environment variable with the directory of the examples, if they have just been built with the tests.
const EXAMPLES: &str = "TRUTO_TESTS_EXAMPLES";

/// An up-to-date example: cargo builds it, unless it is said where it is.
pub(crate) fn example(name: &str) -> Command {
    let mut command = match env::var_os(EXAMPLES) {
        Some(directory) => Command::new(Path::new(&directory).join(name)),
        None => run(name),
    };
    // Tests must not use the account of the person who runs them.
    command
        .env_remove("TRUTO_API_TOKEN")
        .env_remove("TRUTO_ACCOUNT_ID");
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

/// `cargo run` for an example.
fn run(name: &str) -> Command {
    let mut command = cargo();
    command.args([
        "run",
        "--quiet",
        "--offline",
        "--all-features",
        "--example",
        name,
        "--",
    ]);
    command
}

/// Cargo without the variables about a package that cargo itself has set for this process.
///
/// The build scripts of some dependencies run again when these change, and all that depends on them is compiled again.
fn cargo() -> Command {
    let mut command = Command::new(env!("CARGO"));
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}
