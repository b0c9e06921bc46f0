//! `cargo xtask serve`

use std::path::PathBuf;
use std::process::Command;

use crate::project::{program, root};
use crate::report::Failure;

/// Runs a fake of the API on loopback, for programs in any language.
///
/// The first line of its output is its address; each request follows with its method, path and status. It keeps what it is sent
/// until it is ended. The token is `fake-token`, and every integrated_account_id is accepted. The fake refuses what the
/// integration of an account does not support, if it knows the integration.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask serve --port 8080
  curl -H 'Authorization: Bearer fake-token' 'http://127.0.0.1:8080/unified/crm/contacts?integrated_account_id=a'
  cargo xtask serve --integration zendesk --account b=hubspot
      accounts of Zendesk, but for the account b, which is one of HubSpot
  TRUTO_BASE_URL=http://127.0.0.1:8080 TRUTO_API_TOKEN=fake-token cargo run
      a program of yours that has its client from the environment, and any sample of the reference")]
pub(crate) struct Arguments {
    /// The port on 127.0.0.1 [default: any that is free].
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    port: u16,

    /// Objects that are there from the beginning, as JSON, by account and resource: {"a": {"crm.contacts": [{"id": "42"}]}}
    #[arg(long, value_name = "FILE")]
    seed: Option<PathBuf>,

    /// The integration of all accounts that `--account` does not name. Without it, an account supports everything, and its
    /// capabilities are not known.
    #[arg(long, value_name = "SLUG")]
    integration: Option<String>,

    /// The integration of one account. Can be repeated.
    #[arg(long, value_name = "ID=SLUG")]
    account: Vec<String>,
}

/// The crate may yet have to be generated, so it is no dependency of this one.
const EXAMPLE: [&str; 7] = [
    "run",
    "--quiet",
    "--package",
    "truto-unified",
    "--example",
    "serve",
    "--",
];

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    // Standard output is the fake's: its first line is its address.
    eprintln!("building the fake, which takes a while the first time");
    let mut command = Command::new(program("CARGO", "cargo"));
    let port = arguments.port.to_string();
    command
        .args(EXAMPLE)
        .args(["--port", &port])
        .current_dir(root());
    if let Some(seed) = &arguments.seed {
        // The command runs elsewhere.
        let seed = std::path::absolute(seed)
            .map_err(|error| format!("cannot find {}: {error}", seed.display()))?;
        command.arg("--seed").arg(seed);
    }
    if let Some(slug) = &arguments.integration {
        command.args(["--integration", slug]);
    }
    for account in &arguments.account {
        command.args(["--account", account]);
    }
    become_it(command)
}

/// Whoever ends this process ends the fake.
#[cfg(unix)]
fn become_it(mut command: Command) -> Result<(), Failure> {
    use std::os::unix::process::CommandExt as _;

    let error = command.exec();
    Err(format!("cargo cannot be started: {error}"))
}

#[cfg(not(unix))]
fn become_it(mut command: Command) -> Result<(), Failure> {
    let status = command.status();
    match status.map_err(|error| format!("cargo cannot be started: {error}"))? {
        status if status.success() => Ok(()),
        status => Err(format!("the fake ended: {status}")),
    }
}
