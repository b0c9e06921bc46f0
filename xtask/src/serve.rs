//! `cargo xtask serve`

use std::path::PathBuf;
use std::process::Command;

use crate::project::{cargo, root};
use crate::report::Failure;

/// Runs a fake API server on loopback, for programs in any language.
///
/// The first line of the output is the address; then each request is printed with its method, path and status. The server keeps
/// objects in memory until it stops. The token is `fake-token`, and every integrated_account_id is accepted. If the account has
/// an integration, the server rejects requests that the integration does not support.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask serve --port 8080
  curl -H 'Authorization: Bearer fake-token' 'http://127.0.0.1:8080/unified/crm/contacts?integrated_account_id=a'
  cargo xtask serve --integration zendesk --account b=hubspot
      All accounts are Zendesk accounts, except b, which is a HubSpot account.
  TRUTO_BASE_URL=http://127.0.0.1:8080 TRUTO_API_TOKEN=fake-token cargo run
      Run a program that creates its client from the environment, such as any sample of the reference.")]
pub(crate) struct Arguments {
    /// The port on 127.0.0.1 [default: any free port].
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    port: u16,

    /// A JSON file with initial objects by account and resource: {"a": {"crm.contacts": [{"id": "42"}]}}
    #[arg(long, value_name = "FILE")]
    seed: Option<PathBuf>,

    /// The integration of all accounts that --account does not name. Without this option, these accounts have no integration: the
    /// server then accepts every operation, with one exception: it answers 501 to a request for the list of what an account
    /// supports.
    #[arg(long, value_name = "SLUG")]
    integration: Option<String>,

    /// The integration of one account, such as b=hubspot. Can be repeated.
    #[arg(long, value_name = "ID=SLUG")]
    account: Vec<String>,
}

/// The fake server is in the generated crate. It may not exist yet, so it is not a dependency of this crate.
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
    // Standard output belongs to the fake server: its first line is the address.
    eprintln!("building the fake server; the first time takes a while");
    let mut command = cargo();
    let port = arguments.port.to_string();
    command
        .args(EXAMPLE)
        .args(["--port", &port])
        .current_dir(root());
    if let Some(seed) = &arguments.seed {
        // The command runs in another directory.
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
    replace_process(command)
}

/// Replaces this process, so that a signal to it stops the fake server.
#[cfg(unix)]
fn replace_process(mut command: Command) -> Result<(), Failure> {
    use std::os::unix::process::CommandExt as _;

    let error = command.exec();
    Err(format!("cargo cannot be started: {error}"))
}

#[cfg(not(unix))]
fn replace_process(mut command: Command) -> Result<(), Failure> {
    let status = command.status();
    match status.map_err(|error| format!("cargo cannot be started: {error}"))? {
        status if status.success() => Ok(()),
        status => Err(format!("the fake server failed: {status}")),
    }
}
