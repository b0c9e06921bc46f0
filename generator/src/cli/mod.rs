//! The command line: what the program `truto-codegen` and `cargo xtask` have in common.
//!
//! Arguments that generate a crate are in [`generate::Flags`], for both programs.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use self::report::{Done, Failure};

mod command;
pub mod diff;
mod documents;
pub mod generate;
mod guides;
mod history;
pub mod lint;
mod manifest;
pub mod postman;
pub mod report;
mod runtime;
mod settings;

pub use documents::Documents;

/// Generates typed Rust clients from OpenAPI 3.0 and 3.1 documents.
///
/// Exit codes: 0 success, 1 failure (errors in the documents, generated files out of date), 2 invalid command line, 3 generated
/// without what has errors (--keep-going).
#[derive(Parser)]
#[command(name = "truto-codegen", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Generate(generate::Arguments),
    Diff(diff::Arguments),
    Lint(lint::Arguments),
    Postman(postman::Arguments),
}

/// Runs the program with the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Generate(arguments) => generate::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments).map(|()| Done::Completely),
        Command::Lint(arguments) => lint::run(&arguments).map(|()| Done::Completely),
        Command::Postman(arguments) => postman::run(&arguments).map(|()| Done::Completely),
    };
    finish(result)
}

/// Prints the failure of a command, if it failed, and returns the exit code.
pub fn finish(result: Result<Done, Failure>) -> ExitCode {
    match result {
        Ok(Done::Completely) => ExitCode::SUCCESS,
        Ok(Done::Partly) => ExitCode::from(3),
        Err(failure) => {
            report::failure(&failure);
            ExitCode::from(1)
        }
    }
}
