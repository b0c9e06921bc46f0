//! `cargo xtask soak`

use clap::value_parser;

use crate::project::{cargo, root};
use crate::report::Failure;

/// Runs mixed load while the API fails at random, and the API and a client are killed.
///
/// Two programs write, read and sync; one of them also receives webhooks. The API is a fake in another process. The API and the program
/// without webhooks are killed and restarted every few seconds. At the end, the command fails if a write was lost, or repeated with
/// another idempotency key, if a call failed without a fault, if a copy of a list differs from the list, if a webhook was invalid or
/// lost, or, on Linux, if memory or the number of sockets of the other program has grown.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// How long the load lasts.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = value_parser!(u64).range(1..))]
    minutes: u64,
}

/// The name of the test.
pub(crate) const LONG: &str = "a_long_soak_loses_nothing";

/// The arguments for cargo. With `--workspace`, it reuses what `cargo test --workspace` has compiled.
const TEST: [&str; 8] = [
    "test",
    "--workspace",
    "--test",
    "soak",
    "--",
    LONG,
    "--ignored",
    "--nocapture",
];

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let status = cargo()
        .args(TEST)
        .env("SOAK_MINUTES", arguments.minutes.to_string())
        .current_dir(root())
        .status()
        .map_err(|error| format!("cargo cannot be started: {error}"))?;
    match status.success() {
        true => Ok(()),
        false => Err(format!("the soak failed: {status}")),
    }
}
