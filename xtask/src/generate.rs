//! `cargo xtask codegen`

use std::path::{Path, PathBuf};

use truto_codegen::Warnings;
use truto_codegen::cli::generate::{self, Flags, Job};

use crate::project::{self, root};
use crate::report::{Done, Failure};

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
      Generate a crate for another API, as `truto-codegen generate` does.")]
pub(crate) struct Arguments {
    /// A root document: OpenAPI 3.0 or 3.1 as YAML or JSON, relative to the current directory. Repeat it for each API. Requires
    /// --out [default: spec/ticketing.yaml, spec/crm.yaml, spec/discovery.yaml and spec/webhooks.yaml of the workspace].
    #[arg(long, value_name = "ROOT", requires = "out")]
    spec: Vec<PathBuf>,

    /// The directory of the generated crate, relative to the current directory. Required with --spec [default: generated/ of the
    /// workspace].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Treat warnings as errors. This is the default if --spec is not given.
    #[arg(long, conflicts_with = "allow_warnings")]
    deny_warnings: bool,

    /// Generate despite warnings. This is the default if --spec is given.
    #[arg(long)]
    allow_warnings: bool,

    #[command(flatten)]
    flags: Flags,
}

const PROGRAM: &str = "cargo xtask codegen";

pub(crate) fn run(arguments: &Arguments) -> Result<Done, Failure> {
    run_in(&root(), arguments)
}

fn run_in(root: &Path, arguments: &Arguments) -> Result<Done, Failure> {
    let documents = if arguments.spec.is_empty() {
        project::documents_in(root.to_owned())
    } else {
        arguments.flags.documents(&arguments.spec, Some(root))?
    };
    let out = arguments.out.clone();
    let out = out.unwrap_or_else(|| root.join("generated"));
    generate::generate(&Job {
        documents,
        out: &out,
        // Relative to the workspace if it is inside.
        shown: out.strip_prefix(root).unwrap_or(&out).to_owned(),
        flags: &arguments.flags,
        warnings: arguments.warnings(),
        // Users of another crate have no workspace with this command.
        program: match arguments.spec.is_empty() {
            true => PROGRAM,
            false => "truto-codegen generate",
        },
        command: generate::with_paths(PROGRAM, &arguments.spec, arguments.out.as_deref()),
        // Only the workspace has a test that runs the generated calls.
        is_own: arguments.out.is_none(),
    })
}

/// Runs `codegen --check` on the definitions of the workspace.
pub(crate) fn check_own() -> Result<(), Failure> {
    check_in(&root())
}

/// Runs `codegen --check` on a checkout of the workspace.
pub(crate) fn check_in(root: &Path) -> Result<(), Failure> {
    let flags = Flags {
        check: true,
        ..Flags::default()
    };
    let arguments = Arguments {
        spec: Vec::new(),
        out: None,
        deny_warnings: false,
        allow_warnings: false,
        flags,
    };
    run_in(root, &arguments).map(|_| ())
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
}
