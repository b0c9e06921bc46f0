//! The CPU time of a release build of the crate, by feature.

use std::fs::{self, File};
use std::path::Path;
use std::time::Duration;

use super::table::Row;
use crate::process::{self, Ended};
use crate::project::{cargo, root, run_to_end};
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
        // The first build compiles the dependencies, too.
        build(folder, features)?;
        let times = (0..ROUNDS).map(|_| build(folder, features));
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

/// Returns the CPU time of cargo and all its child processes.
fn build(folder: &Path, features: &str) -> Result<Duration, Failure> {
    let build = folder.join("build");
    clean(&build)?;
    let path = folder.join("build.log");
    let broken = |error: std::io::Error| format!("{}: {error}", path.display());
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
        Ended::Code(0) if has_compiled(&log) => return Ok(usage.cpu),
        Ended::Code(0) => "did not compile the crate".to_owned(),
        ended => format!("ended with {ended:?}"),
    };
    let path = path.display();
    Err(format!(
        "the build with the features `{features}` {fault}: see {path}"
    ))
}

/// Removes what was built of the crate, but not its dependencies, so that the next build compiles it again.
fn clean(build: &Path) -> Result<(), Failure> {
    let mut clean = cargo();
    clean
        .args(["clean", "--quiet", "--release", "--package", PACKAGE])
        .arg("--target-dir")
        .arg(build)
        .current_dir(root());
    run_to_end(&mut clean, "cargo clean")
}

/// Whether the output of cargo says that the crate was compiled. If it was up to date, the time would be that of starting cargo.
fn has_compiled(log: &str) -> bool {
    log.contains(&format!("Compiling {PACKAGE} v"))
}

#[cfg(test)]
mod tests {
    use super::has_compiled;

    #[test]
    fn a_build_that_compiles_nothing_is_recognized() {
        let finished = "    Finished `release` profile [optimized] target(s) in 0.08s";
        assert!(!has_compiled(finished));
        let compiling = "   Compiling truto-unified v0.1.0 (/checkout/generated)";
        assert!(has_compiled(&format!("{compiling}\n{finished}")));
    }
}
