//! `cargo xtask soak`

use crate::project::{cargo, root};
use crate::report::Failure;

/// Runs mixed load for a time, while the API fails at random and both sides are killed.
///
/// Two programs write, read, sync and receive webhooks. The API is a fake in another process. It and one of the programs are
/// killed and restarted again and again; the other program lives all the time. At the end, the command fails if a write was lost,
/// or sent again with another idempotency key, if a copy of a list differs from the list, if a webhook was invalid or lost, or if
/// memory or the number of sockets has grown.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// How long the load lasts.
    #[arg(long, value_name = "N", default_value_t = 1.0)]
    minutes: f64,
}

/// The test that does it. With the whole workspace, cargo uses what `cargo test --workspace` has compiled.
const TEST: [&str; 8] = [
    "test",
    "--workspace",
    "--test",
    "soak",
    "--",
    "a_long_soak_loses_nothing",
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
