//! A fake of the API for programs in other languages: what `cargo xtask serve` runs.
//!
//! The first line that it prints is its address and nothing else.

use std::{
    env,
    error::Error,
    io::{Write as _, stdout},
    process::ExitCode,
};

use truto_unified::testing::FakeTruto;

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
    let port = port()?;
    let builder = FakeTruto::builder().port(port).on_request(|request| {
        // Neither the token nor the account is to be seen.
        let status = request
            .status()
            .map_or("no answer".to_owned(), |status| status.to_string());
        // Nobody need read it.
        let _ = writeln!(
            stdout(),
            "{} {} {status}",
            request.method(),
            request.shown_path()
        );
    });
    let fake = builder.start().map_err(|error| {
        format!(
            "the fake cannot start at port {port}: {error}; without `--port`, it takes a free one"
        )
    })?;
    println!("{}", fake.url());
    println!(
        "token {}, any integrated_account_id; end with Ctrl-C",
        fake.token()
    );
    fake.wait();
    Ok(())
}

/// The port of `--port N`; any that is free without.
fn port() -> Result<u16, Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        [] => Ok(0),
        ["--port", port] => port
            .parse()
            .map_err(|_| format!("`{port}` is no port").into()),
        _ => Err("the only option is `--port N`".into()),
    }
}
