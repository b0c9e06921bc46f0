//! `cargo xtask ci`

use std::process::Command;
use std::time::Instant;

use crate::project::root;
use crate::report::{Failure, seconds};
use crate::{budget, codegen, links};

/// Runs everything that must pass before a change is merged.
///
/// Formatting, clippy and rustdoc with warnings denied, `codegen --check`, the number of lines that were generated, links, all tests,
/// and clippy on truto-unified with each of its features alone. Stops at the first step that fails.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Run the remaining steps after one has failed, and name all that failed at the end.
    #[arg(long)]
    keep_going: bool,
}

/// What one step runs.
enum Run {
    /// Cargo, with these arguments and environment variables.
    Cargo(
        &'static [&'static str],
        &'static [(&'static str, &'static str)],
    ),
    /// `cargo xtask codegen --check`, in this process.
    CodegenCheck,
    /// The lines of the generated crate, counted in this process.
    Budget,
    /// The links of the Markdown, followed in this process.
    Links,
}

struct Step {
    name: &'static str,
    run: Run,
}

const fn cargo(name: &'static str, arguments: &'static [&'static str]) -> Step {
    let run = Run::Cargo(arguments, &[]);
    Step { name, run }
}

/// Clippy on the generated crate with just the features that are named.
macro_rules! alone {
    ($($argument:literal),*) => {
        ["clippy", "--package", "truto-unified", "--no-default-features", $($argument,)* "--", "-D", "warnings"]
    };
}

/// What must pass; the quick steps come first.
const STEPS: &[Step] = &[
    cargo("format", &["fmt", "--all", "--check"]),
    Step {
        name: "codegen",
        run: Run::CodegenCheck,
    },
    Step {
        name: "budget",
        run: Run::Budget,
    },
    Step {
        name: "links",
        run: Run::Links,
    },
    cargo(
        "clippy",
        &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ],
    ),
    Step {
        name: "rustdoc",
        run: Run::Cargo(
            &["doc", "--workspace", "--no-deps"],
            &[("RUSTDOCFLAGS", "-D warnings")],
        ),
    },
    cargo("tests", &["test", "--workspace"]),
    cargo("no feature", &alone![]),
    cargo(
        "feature ticketing alone",
        &alone!["--features", "ticketing"],
    ),
    cargo("feature crm alone", &alone!["--features", "crm"]),
    cargo("feature reqwest alone", &alone!["--features", "reqwest"]),
];

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let start = Instant::now();
    let mut failed = Vec::new();
    for step in STEPS {
        println!("==> {}: {}", step.name, step.command());
        let began = Instant::now();
        match step.run() {
            Ok(()) => println!("    {} passed ({})", step.name, seconds(began.elapsed())),
            Err(why) if arguments.keep_going => {
                eprintln!("    {} failed: {why}", step.name);
                failed.push(step.name);
            }
            Err(why) => return Err(format!("step `{}` failed: {why}", step.name)),
        }
    }
    let (all, took) = (STEPS.len(), seconds(start.elapsed()));
    if failed.is_empty() {
        println!("all {all} steps passed ({took})");
        return Ok(());
    }
    let (count, names) = (failed.len(), failed.join("`, `"));
    Err(format!("{count} of {all} steps failed ({took}): `{names}`"))
}

impl Step {
    /// What a person would type.
    fn command(&self) -> String {
        match self.run {
            Run::Cargo(arguments, variables) => {
                let variables = variables
                    .iter()
                    .map(|(name, value)| format!("{name}='{value}' "));
                format!(
                    "{}cargo {}",
                    variables.collect::<String>(),
                    arguments.join(" ")
                )
            }
            Run::CodegenCheck => "cargo xtask codegen --check".to_owned(),
            Run::Budget => "the lines of generated/src".to_owned(),
            Run::Links => "cargo xtask docs --check".to_owned(),
        }
    }

    fn run(&self) -> Result<(), Failure> {
        let (arguments, variables) = match self.run {
            Run::Cargo(arguments, variables) => (arguments, variables),
            Run::CodegenCheck => return codegen::check_own(),
            Run::Budget => return budget::run(),
            Run::Links => return links::run(),
        };
        // The cargo that runs this, so that the toolchain is the same.
        let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let status = Command::new(program)
            .args(arguments)
            .envs(variables.iter().copied())
            .current_dir(root())
            .status()
            .map_err(|error| format!("cargo cannot be started: {error}"))?;
        if status.success() {
            return Ok(());
        }
        // A command that was killed has no exit code.
        let code = status
            .code()
            .map_or_else(|| "a signal".to_owned(), |code| format!("exit code {code}"));
        Err(format!("{code} from `{}`", self.command()))
    }
}
