//! Starts the examples as programs.

use std::process::Command;

/// An up-to-date example: cargo builds it, unless the tests already did.
pub(crate) fn example(name: &str) -> Command {
    let mut command = Command::new(env!("CARGO"));
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
