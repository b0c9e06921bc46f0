//! `cargo xtask release`

mod changelog;
mod manifests;
mod outside;
mod package;

use std::path::PathBuf;
use std::time::Instant;

use crate::ci::StepOutcome;
use crate::project;
use crate::report::{Failure, seconds};
use crate::version;

/// Checks that the crates can be published. Nothing is uploaded.
///
/// The checks are: the manifests of the crates, the first section of CHANGELOG.md, `diff --check-version`, and `cargo package` and a dry
/// run of `cargo publish` in a new clone of the current commit. The size of each package must not exceed a limit. Then the packages are
/// unpacked outside of the workspace, where they depend on each other as on crates.io. There, each must contain its licences, pass its
/// tests, and build its rustdoc with the flags of docs.rs. Requires access to crates.io, and `tar`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Do everything short of the upload. Uploading is up to you: see "Releasing" in CONTRIBUTING.md.
    #[arg(long, required = true)]
    check: bool,
}

/// A published crate.
struct Crate {
    name: &'static str,
    /// The maximum size of its package in bytes, compressed: about 1.2 times the size when it was last set.
    limit: u64,
    /// Arguments of `cargo test` that select the tests that can run outside of the workspace; empty for all.
    tests: &'static [&'static str],
    /// The paths of unit tests that need files of the workspace.
    skipped: &'static [&'static str],
}

/// The published crates, each after those that it depends on.
///
/// The generator is published too, since generated crates depend on the runtime with the generator's version. So users need no checkout.
/// Its `exclude`, and that of `truto-unified`, list the tests that are not in the packages.
static CRATES: [Crate; 4] = [
    Crate {
        name: "truto-support-matrix",
        limit: 40_000,
        tests: &[],
        skipped: &[],
    },
    Crate {
        name: "truto-runtime",
        limit: 560_000,
        tests: &[],
        skipped: &[],
    },
    Crate {
        name: "truto-codegen",
        limit: 830_000,
        tests: &["--lib", "--bins"],
        skipped: &[
            // Tables and sources of the runtime.
            "emit::samples::query::tests::values_are_written_as_the_client_writes_them",
            "emit::samples::styles::tests::values_are_written_as_the_client_writes_them",
            "lower::operations::headers::tests::the_runtime_refuses_the_same_headers",
            // Documents in tests/.
            "emit::samples::postman::tests::",
            "refresh::tests::documents_are_refreshed_as_expected",
            // The definitions in spec/.
            "load::tests::the_definitions_have_the_values_that_serde_yaml_reads",
        ],
    },
    Crate {
        name: "truto-unified",
        limit: 800_000,
        tests: &[],
        skipped: &[],
    },
];

pub(crate) fn run(_: &Arguments) -> Result<(), Failure> {
    let start = Instant::now();
    let mut notes = Vec::new();
    heading("manifests");
    let version = manifests::check(&mut notes)?;
    heading("CHANGELOG.md");
    changelog::check(&version, &mut notes)?;
    heading("the version, compared with the last release");
    if let StepOutcome::Skipped(why) = version::check()? {
        return Err(why);
    }
    heading("packages, in a new clone");
    let packages = package::packages(&version)?;
    package::sizes(&packages)?;
    heading("the packages outside of the workspace");
    outside::check(&packages)?;
    println!("all checks passed ({})", seconds(start.elapsed()));
    if !notes.is_empty() {
        println!("before the upload:");
    }
    for note in notes {
        println!("- {note}");
    }
    Ok(())
}

/// The directory for the clone and the packages. `release` is the name of cargo's own directory for `cargo build --release`.
fn work() -> Result<PathBuf, Failure> {
    Ok(project::target()?.join("publish"))
}

fn heading(name: &str) {
    println!("==> {name}");
}
