//! `cargo xtask codegen`

use std::path::{Path, PathBuf};
use std::time::Instant;

use truto_codegen::write::{Difference, DifferenceKind, WritePlan};
use truto_codegen::{Options, Outcome, Warnings};

use crate::project::{Documents, root};
use crate::report::{self, Failure};
use crate::{guides, manifest};

/// The directories of the output that contain only generated files.
const OWNED: &[&str] = &["src", "docs", "tests/generated"];

/// Generates the Rust crate and its documentation from the OpenAPI definitions.
///
/// Reads the root documents and every file that they refer to, and updates src/ and docs/ of the output directory. Files that
/// are up to date are not touched. Files that were not generated are never overwritten or deleted. If there is an error, nothing
/// is written. If the output directory has no Cargo.toml, the command creates one; an existing Cargo.toml is never changed.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask codegen
      Regenerate after a change in spec/.
  cargo xtask codegen --check
      In CI: print the differences, write nothing, and exit with 1 if there are any.
  cargo xtask codegen --spec petstore.yaml --out /tmp/petstore
      Generate a crate for another API.")]
pub(crate) struct Arguments {
    /// Write nothing; print the differences, and fail if there are any.
    #[arg(long)]
    check: bool,

    /// A root document: OpenAPI 3.0 or 3.1 as YAML or JSON, relative to the current directory. Repeat it for each API. Requires
    /// --out [default: spec/ticketing.yaml, spec/crm.yaml and spec/discovery.yaml of the workspace].
    #[arg(long, value_name = "ROOT", requires = "out")]
    spec: Vec<PathBuf>,

    /// The directory of the generated crate, relative to the current directory. Required with --spec [default: generated/ of the
    /// workspace].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Keep the module, accessor and cargo feature of the API around its resources (`client.petstore().pet()`), even if it is the
    /// only one.
    #[arg(long, requires = "spec")]
    api_module: bool,

    /// Treat warnings as errors. This is the default if --spec is not given.
    #[arg(long, conflicts_with = "allow_warnings")]
    deny_warnings: bool,

    /// Generate despite warnings. This is the default if --spec is given.
    #[arg(long)]
    allow_warnings: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let start = Instant::now();
    let documents = if arguments.spec.is_empty() {
        Documents::own()
    } else {
        Documents::at(&arguments.spec)?
    };
    // Only the workspace has a test that runs the generated calls.
    let generate = if arguments.out.is_none() {
        truto_codegen::generate_with_tests
    } else {
        truto_codegen::generate
    };
    let out = arguments.out.clone();
    let out = out.unwrap_or_else(|| root().join("generated"));
    let options = Options {
        package: manifest::crate_name(&out)?,
        guides: guides::read(&out)?,
        api_module: arguments.api_module,
    };
    let warnings = arguments.warnings();
    let outcome = generate(&documents.roots, &documents.files, warnings, &options);
    let Outcome {
        files,
        diagnostics,
        sources,
    } = outcome;
    report::diagnostics(&diagnostics, &sources)?;

    let shown = shown(&out);
    let plan = WritePlan::new(&out, OWNED, &files)
        .map_err(|error| report::write_failure(&error, &shown))?;
    if arguments.check {
        return check(&plan, &shown, &arguments.command());
    }
    let applied = plan
        .apply()
        .map_err(|error| report::write_failure(&error, &shown))?;
    report::applied(&applied, &shown, start.elapsed());
    if arguments.out.is_some() && manifest::write_missing(&out, &files)? {
        let path = shown.join("Cargo.toml");
        println!(
            " created {}, which later runs do not change",
            path.display()
        );
    }
    Ok(())
}

/// Runs `codegen --check` on the definitions of the workspace.
pub(crate) fn check_own() -> Result<(), Failure> {
    run(&Arguments {
        check: true,
        spec: Vec::new(),
        out: None,
        api_module: false,
        deny_warnings: false,
        allow_warnings: false,
    })
}

impl Arguments {
    fn warnings(&self) -> Warnings {
        let deny = if self.spec.is_empty() {
            !self.allow_warnings
        } else {
            self.deny_warnings
        };
        if deny {
            Warnings::Deny
        } else {
            Warnings::Allow
        }
    }

    /// The command that updates the output: this one without `--check`.
    fn command(&self) -> String {
        let mut command = "cargo xtask codegen".to_owned();
        let mut add = |option: &str, path: &Path| {
            command.push_str(&format!(" {option} {}", path.display()));
        };
        self.spec.iter().for_each(|path| add("--spec", path));
        self.out.iter().for_each(|path| add("--out", path));
        if self.api_module {
            command.push_str(" --api-module");
        }
        command
    }
}

/// The directory as shown in messages: relative to the workspace if it is inside.
fn shown(out: &Path) -> PathBuf {
    let root = root();
    out.strip_prefix(root).unwrap_or(out).to_owned()
}

fn check(plan: &WritePlan, out: &Path, command: &str) -> Result<(), Failure> {
    let differences = plan.differences();
    if differences.is_empty() {
        println!("{} is up to date", out.display());
        return Ok(());
    }
    let mut refused = String::new();
    for difference in &differences {
        match difference.refusal {
            // The generator refuses to change the file, so a diff would mislead.
            Some(reason) => {
                refused.push_str(&report::refusal(out, &difference.path, reason));
            }
            None => show(difference, out),
        }
    }
    let files = report::count(differences.len(), "file");
    let remedy = if refused.is_empty() {
        format!("run `{command}`")
    } else {
        format!("move or delete the files that were not generated, then run `{command}`:{refused}")
    };
    Err(format!(
        "{files} in {} out of date: {remedy}",
        out.display()
    ))
}

fn show(difference: &Difference, out: &Path) {
    let kind = match difference.kind {
        DifferenceKind::Missing => "missing",
        DifferenceKind::Stale => "stale",
        DifferenceKind::Extra => "extra",
    };
    println!("{kind}: {}", out.join(&difference.path).display());
    println!("{}", difference.diff);
}
