//! The CPU time of a release build of the crate, by feature.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::time::Duration;

use super::table::Row;
use crate::process::{self, Ended};
use crate::project::{cargo, root};
use crate::report::Failure;

/// The package of the crate.
const PACKAGE: &str = "truto-unified";

/// How often each build is measured.
const ROUNDS: usize = 3;

/// A build that takes longer counts as failed.
const TIMEOUT: Duration = Duration::from_secs(1_800);

/// Names of rows, and the features that are measured.
const SETS: [(&str, &str); 7] = [
    ("no feature", ""),
    ("`ticketing`", "ticketing"),
    ("`crm`", "crm"),
    ("`discovery`", "discovery"),
    ("default features", "crm,discovery,ticketing,tokio"),
    (
        "default features, `sync`, `webhooks`, `forms`",
        "crm,discovery,ticketing,tokio,sync,webhooks,forms",
    ),
    (
        "the same, `blocking`, `testing`",
        "crm,discovery,ticketing,tokio,sync,webhooks,forms,blocking,testing",
    ),
];

/// Builds the crate for release with each set of features. The time of its dependencies is not included.
pub(super) fn by_feature(folder: &Path) -> Result<Vec<Row>, Failure> {
    println!("==> features");
    let mut rows = Vec::new();
    for (name, features) in SETS {
        build(folder, features, has_compiled)?;
        let times = (0..ROUNDS).map(|_| build(folder, features, has_compiled_alone));
        let mut times = times.collect::<Result<Vec<_>, _>>()?;
        times.sort_unstable();
        let took = times[ROUNDS / 2];
        println!("{name}: {took:.2?} of CPU time");
        rows.push(Row {
            title: "release build of the crate alone, CPU time".to_owned(),
            name: name.to_owned(),
            took,
            floor: None,
        });
    }
    Ok(rows)
}

/// Returns the CPU time of cargo and all its child processes. It is an error if the output of cargo is not as expected.
fn build(
    folder: &Path,
    features: &str,
    is_expected: fn(&str) -> bool,
) -> Result<Duration, Failure> {
    let build = folder.join("build");
    forget(&build)?;
    let path = folder.join("build.log");
    let broken = |error: io::Error| format!("{}: {error}", path.display());
    let log = File::create(&path).map_err(broken)?;
    let mut command = cargo();
    command
        .args(["build", "--release", "--package", PACKAGE, "--lib"])
        .args(["--no-default-features", "--features", features])
        .args(["--color", "never", "--target-dir"])
        .arg(&build)
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_TERM_QUIET", "false")
        .current_dir(root());
    let (ended, usage) = process::run(&mut command, &log, TIMEOUT).map_err(broken)?;
    let log = fs::read_to_string(&path).map_err(broken)?;
    let fault = match ended {
        Ended::Code(0) if is_expected(&log) => return Ok(usage.cpu),
        Ended::Code(0) => "did not compile the crate, or not the crate alone".to_owned(),
        ended => format!("ended with {ended:?}"),
    };
    let path = path.display();
    Err(format!(
        "the build with the features `{features}` {fault}: see {path}"
    ))
}

/// Makes the next build compile the crate again, but not its dependencies.
///
/// `cargo clean --package` is not used: it also removes files of the dependency `serde`, since a benchmark of the crate has this name.
fn forget(build: &Path) -> Result<(), Failure> {
    let fingerprints = build.join("release/.fingerprint");
    let failed = |error: io::Error| format!("{}: {error}", fingerprints.display());
    let entries = match fs::read_dir(&fingerprints) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(failed)?,
    };
    for entry in entries {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name();
        if name.to_string_lossy().starts_with(&format!("{PACKAGE}-")) {
            fs::remove_dir_all(entry.path()).map_err(failed)?;
        }
    }
    Ok(())
}

/// Whether the output of cargo says that the crate was compiled. If it was up to date, the time would be that of starting cargo.
fn has_compiled(log: &str) -> bool {
    log.contains(&format!("Compiling {PACKAGE} v"))
}

/// Whether nothing else was compiled, whose time would count, too.
fn has_compiled_alone(log: &str) -> bool {
    has_compiled(log) && log.matches("Compiling ").count() == 1
}

#[cfg(test)]
mod tests {
    use super::{has_compiled, has_compiled_alone};

    #[test]
    fn a_build_that_compiles_nothing_is_recognized() {
        let finished = "    Finished `release` profile [optimized] target(s) in 0.08s";
        assert!(!has_compiled(finished));
        let compiling = "   Compiling truto-unified v0.1.0 (/checkout/generated)";
        assert!(has_compiled(&format!("{compiling}\n{finished}")));
        assert!(has_compiled_alone(compiling));
        assert!(!has_compiled_alone(&format!(
            "   Compiling serde v1.0.229\n{compiling}"
        )));
    }
}
