//! A fake of the API for programs in other languages; `cargo xtask serve` runs it.
//!
//! Its first line of output is its address and nothing else.

use std::{
    collections::BTreeMap,
    env,
    error::Error,
    fs,
    io::{Write as _, stdout},
    path::{Path, PathBuf},
    process::ExitCode,
};

use serde_json::Value;
use truto_unified::{
    Integration,
    testing::{Account, FakeTruto},
};

fn main() -> ExitCode {
    match serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn serve() -> Result<(), Box<dyn Error>> {
    let Options {
        port,
        seed: path,
        integration,
        accounts,
    } = options(env::args().skip(1))?;
    let mut builder = FakeTruto::builder().port(port);
    if let Some(integration) = integration {
        builder = builder.default_account(Account::of(integration));
    }
    for (id, integration) in accounts {
        builder = builder.account(id, Account::of(integration));
    }
    let builder = builder.on_request(|request| {
        // Prints neither the token nor the account.
        let status = request
            .status()
            .map_or("no response".to_owned(), |status| status.to_string());
        // Standard output may be closed.
        let _ = writeln!(
            stdout(),
            "{} {} {status}",
            request.method(),
            request.redacted_path()
        );
    });
    let fake = builder.start().map_err(|error| {
        format!("cannot start the fake on port {port}: {error}: omit `--port` to use a free port")
    })?;
    if let Some(path) = path {
        seed(&fake, &path)?;
    }
    println!("{}", fake.url());
    println!(
        "token {}, any integrated_account_id; stop with Ctrl-C",
        fake.token()
    );
    fake.wait();
    Ok(())
}

#[derive(Default)]
struct Options {
    /// By default, any free port.
    port: u16,
    seed: Option<PathBuf>,
    /// The integration of all accounts that are not listed.
    integration: Option<Integration>,
    accounts: Vec<(String, Integration)>,
}

const USAGE: &str =
    "expected the options `--port N`, `--seed FILE`, `--integration SLUG` or `--account ID=SLUG`";

fn options(mut arguments: impl Iterator<Item = String>) -> Result<Options, Box<dyn Error>> {
    let mut options = Options::default();
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or(USAGE)?;
        match name.as_str() {
            "--port" => {
                options.port = value
                    .parse()
                    .map_err(|_| format!("`{value}` is not a port"))?;
            }
            "--seed" => options.seed = Some(value.into()),
            "--integration" => options.integration = Some(value.parse()?),
            "--account" => {
                let pair = value.rsplit_once('=');
                let (id, slug) =
                    pair.ok_or_else(|| format!("`{value}` does not have the form `ID=SLUG`"))?;
                options.accounts.push((id.to_owned(), slug.parse()?));
            }
            _ => return Err(USAGE.into()),
        }
    }
    Ok(options)
}

/// Objects by account and resource: `{"a": {"crm.contacts": [{"id": "42"}]}}`.
type Seed = BTreeMap<String, BTreeMap<String, Vec<Value>>>;

fn seed(fake: &FakeTruto, path: &Path) -> Result<(), Box<dyn Error>> {
    let shown = path.display();
    let text = fs::read(path).map_err(|error| format!("cannot read {shown}: {error}"))?;
    let seed: Seed = serde_json::from_slice(&text).map_err(|error| {
        format!(
            r#"{shown}: {error}; expected {{"<account>": {{"crm.contacts": [{{"id": "42"}}]}}}}"#
        )
    })?;
    for (account, resources) in seed {
        for (resource, objects) in resources {
            fake.seed(&account, &resource, objects)
                .map_err(|error| format!("{shown}: {error}"))?;
        }
    }
    Ok(())
}
