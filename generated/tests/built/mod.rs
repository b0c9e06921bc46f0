//! Examples, as programs to be started.

use std::process::Command;

/// An example as it is now: cargo builds it, where the tests have not done so.
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
    // Whoever runs this may have an account, which is not for tests.
    command
        .env_remove("TRUTO_API_TOKEN")
        .env_remove("TRUTO_ACCOUNT_ID");
    command
}
