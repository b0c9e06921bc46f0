//! `cargo xtask ci`

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::project::{program, root};
use crate::report::{Failure, seconds};
use crate::{budget, codegen, links};

/// Runs everything that must pass before a change is merged.
///
/// Formatting, clippy and rustdoc with warnings denied, `codegen --check`, the number of lines that were generated, the links of
/// the documentation, all tests, and clippy on truto-unified with each of its features alone and for WebAssembly. Stops at the first step that fails. Where the
/// target of WebAssembly is not installed, its steps are skipped, and said to be.
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
    /// Clippy for WebAssembly, with these further arguments.
    Wasm(&'static [&'static str]),
}

/// The target of browsers and other hosts without an operating system.
const WASM: &str = "wasm32-unknown-unknown";

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

/// Clippy, for code that has neither threads nor a clock: what needs them is behind features or `cfg`.
fn wasm(arguments: &[&'static str]) -> Vec<&'static str> {
    let (start, end) = (["clippy", "--target", WASM], ["--", "-D", "warnings"]);
    [&start[..], arguments, &end[..]].concat()
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
            &["doc", "--workspace", "--no-deps", "--all-features"],
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
    cargo(
        "feature discovery alone",
        &alone!["--features", "discovery"],
    ),
    cargo("feature tokio alone", &alone!["--features", "tokio"]),
    cargo(
        "feature blocking alone, with an API",
        &alone!["--features", "blocking,crm"],
    ),
    cargo("feature testing alone", &alone!["--features", "testing"]),
    cargo(
        "calendar libraries alone",
        &alone!["--features", "chrono,jiff,time"],
    ),
    cargo(
        "all features",
        &[
            "clippy",
            "--workspace",
            "--all-features",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ],
    ),
    Step {
        name: "wasm, the runtime",
        run: Run::Wasm(&["--package", "truto-runtime", "--no-default-features"]),
    },
    Step {
        name: "wasm, without a transport",
        run: Run::Wasm(&[
            "--package",
            "truto-unified",
            "--no-default-features",
            "--features",
            "crm,discovery,ticketing",
        ]),
    },
    // The transports are not built for it, but they must not keep anything else from being.
    Step {
        name: "wasm, all features",
        run: Run::Wasm(&["--package", "truto-unified", "--all-features"]),
    },
];

/// How a step ended, if it did not fail.
enum Ended {
    Passed,
    /// It could not be run here, for this reason.
    Skipped(String),
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let start = Instant::now();
    let (mut failed, mut skipped) = (Vec::new(), Vec::new());
    for step in STEPS {
        println!("==> {}: {}", step.name, step.command());
        let began = Instant::now();
        match step.run() {
            Ok(Ended::Passed) => {
                println!("    {} passed ({})", step.name, seconds(began.elapsed()));
            }
            Ok(Ended::Skipped(why)) => {
                eprintln!("    {} SKIPPED: {why}", step.name);
                skipped.push(step.name);
            }
            Err(why) if arguments.keep_going => {
                eprintln!("    {} failed: {why}", step.name);
                failed.push(step.name);
            }
            Err(why) => return Err(format!("step `{}` failed: {why}", step.name)),
        }
    }
    let (all, took) = (STEPS.len(), seconds(start.elapsed()));
    let counted = |names: &[&str]| format!("{} of {all} steps", names.len());
    if !failed.is_empty() {
        let names = failed.join("`, `");
        return Err(format!("{} failed ({took}): `{names}`", counted(&failed)));
    }
    if skipped.is_empty() {
        println!("all {all} steps passed ({took})");
    } else {
        let (count, names) = (counted(&skipped), skipped.join("`, `"));
        println!("{count} SKIPPED: `{names}`; the others passed ({took})");
    }
    Ok(())
}

/// The toolchain can build for the target. It is asked for the directory, which it names in either case.
fn is_installed(target: &str) -> Result<bool, Failure> {
    let output = Command::new(program("RUSTC", "rustc"))
        .args(["--print", "target-libdir", "--target", target])
        .current_dir(root())
        .output()
        .map_err(|error| format!("rustc cannot be started: {error}"))?;
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr);
        return Err(format!("rustc does not know {target}: {}", why.trim()));
    }
    let directory = String::from_utf8_lossy(&output.stdout);
    Ok(Path::new(directory.trim()).is_dir())
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
            Run::Wasm(arguments) => {
                let arguments = wasm(arguments);
                format!("cargo {}", arguments.join(" "))
            }
            Run::CodegenCheck => "cargo xtask codegen --check".to_owned(),
            Run::Budget => "the lines of generated/src".to_owned(),
            Run::Links => "cargo xtask docs --check".to_owned(),
        }
    }

    fn run(&self) -> Result<Ended, Failure> {
        let passed = |()| Ended::Passed;
        match self.run {
            Run::Cargo(arguments, variables) => self.cargo(arguments, variables).map(passed),
            Run::CodegenCheck => codegen::check_own().map(passed),
            Run::Budget => budget::run().map(passed),
            Run::Links => links::run().map(passed),
            Run::Wasm(_) if !is_installed(WASM)? => Ok(Ended::Skipped(format!(
                "the target is not installed, see `rustup target add {WASM}`"
            ))),
            Run::Wasm(arguments) => self.cargo(&wasm(arguments), &[]).map(passed),
        }
    }

    fn cargo(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Result<(), Failure> {
        let status = Command::new(program("CARGO", "cargo"))
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

#[cfg(test)]
mod tests {
    use super::is_installed;

    #[test]
    fn a_target_that_is_not_installed_is_told_from_one_that_is_none() {
        // Nobody can install it: it has no standard library.
        assert_eq!(is_installed("msp430-none-elf"), Ok(false));
        let error = is_installed("no-such-target").unwrap_err();
        assert!(error.contains("no-such-target"), "{error}");
    }
}
