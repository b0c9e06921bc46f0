//! The maintainer's commands: `cargo xtask --help`.
//!
//! This crate parses arguments, prints messages and sets exit codes. `truto_codegen` does the work.

#[cfg(unix)]
mod bench;
mod budget;
mod bundle;
mod ci;
mod compatibility;
#[cfg(unix)]
mod corpus;
mod diff;
mod docs;
mod forms;
mod fuzz;
mod generate;
mod links;
mod lint;
mod mutants;
mod postman;
#[cfg(unix)]
mod process;
mod project;
mod refresh;
mod release;
mod serve;
#[cfg(unix)]
mod soak;
mod support;
mod test_programs;
mod tool;
mod version;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use truto_codegen::cli::{self, report};

use crate::report::Done;

/// Maintains this workspace.
///
/// Every command works from any directory of the workspace. Exit codes: 0 success, 1 failure (errors in the definitions,
/// generated files out of date, a failed step), 2 invalid command line, 3 generated without what has errors (--keep-going).
#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    arg_required_else_help = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Codegen(generate::Arguments),
    Bundle(bundle::Arguments),
    Postman(postman::Arguments),
    Lint(lint::Arguments),
    Diff(diff::Arguments),
    Support(support::Arguments),
    Refresh(refresh::Arguments),
    #[cfg(unix)]
    Corpus(corpus::Arguments),
    Docs(docs::Arguments),
    Fuzz(fuzz::Arguments),
    Mutants(mutants::Arguments),
    #[cfg(unix)]
    Bench(bench::Arguments),
    #[cfg(unix)]
    Soak(soak::Arguments),
    Ci(ci::Arguments),
    Release(release::Arguments),
    Serve(serve::Arguments),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Codegen(arguments) => return cli::finish(generate::run(&arguments)),
        Command::Bundle(arguments) => bundle::run(&arguments),
        Command::Postman(arguments) => postman::run(&arguments),
        Command::Lint(arguments) => lint::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Refresh(arguments) => refresh::run(&arguments),
        Command::Support(arguments) => support::run(&arguments),
        #[cfg(unix)]
        Command::Corpus(arguments) => corpus::run(&arguments),
        Command::Docs(arguments) => docs::run(&arguments),
        Command::Fuzz(arguments) => fuzz::run(&arguments),
        Command::Mutants(arguments) => mutants::run(&arguments),
        #[cfg(unix)]
        Command::Bench(arguments) => bench::run(&arguments),
        #[cfg(unix)]
        Command::Soak(arguments) => soak::run(&arguments),
        Command::Ci(arguments) => ci::run(&arguments),
        Command::Release(arguments) => release::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
    };
    cli::finish(result.map(|()| Done::Completely))
}
