//! Starts the examples as programs.

use std::process::Command;

/// An up-to-date example: cargo builds it, unless the tests already did.
pub(crate) fn example(name: &str) -> Command {
    let mut command = cargo();
    command
        .args([
            "run",
            "--quiet",
            "--offline",
            "--all-features",
            "--example",
            name,
            "--",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    // Tests must not use the account of the person who runs them.
    command
        .env_remove("TRUTO_API_TOKEN")
        .env_remove("TRUTO_ACCOUNT_ID");
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
