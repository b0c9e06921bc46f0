//! Examples, as programs to be started.

use std::process::Command;

/// The example that `cargo test` builds together with the test; where only the test is built, cargo is asked for it.
pub(crate) fn example(name: &str) -> Command {
    let tests = std::env::current_exe().unwrap();
    let profile = tests.parent().and_then(|deps| deps.parent()).unwrap();
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    let built = profile.join("examples").join(file);
    let mut command = if built.exists() {
        Command::new(built)
    } else {
        let mut cargo = Command::new(env!("CARGO"));
        cargo
            .args(["run", "--quiet", "--offline", "--example", name, "--"])
            .current_dir(env!("CARGO_MANIFEST_DIR"));
        cargo
    };
    // Whoever runs this may have an account, which is not for tests.
    command
        .env_remove("TRUTO_API_TOKEN")
        .env_remove("TRUTO_ACCOUNT_ID");
    command
}
