//! The CPU time of a release build of the crate, by feature.

use std::fs::File;
use std::path::Path;
use std::time::Duration;

use super::table::Row;
use crate::process::{self, Ended};
use crate::project::{cargo, root};
use crate::report::Failure;

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
        // The first round builds the dependencies.
        build(folder, features, 0)?;
        let times = (1..=ROUNDS).map(|round| build(folder, features, round));
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
fn build(folder: &Path, features: &str, round: usize) -> Result<Duration, Failure> {
    // Another flag in each round, so that cargo builds the crate again, but not its dependencies.
    let flag = format!("bench_round=\"{round}\"");
    let path = folder.join("build.log");
    let broken = |error: std::io::Error| format!("{}: {error}", path.display());
    let log = File::create(&path).map_err(broken)?;
    let mut command = cargo();
    command
        .args(["rustc", "--release", "--package", "truto-unified", "--lib"])
        .args([
            "--no-default-features",
            "--features",
            features,
            "--target-dir",
        ])
        .arg(folder.join("build"))
        .args(["--", "--cfg", &flag])
        .env("CARGO_INCREMENTAL", "0")
        .current_dir(root());
    match process::run(&mut command, &log, TIMEOUT).map_err(broken)? {
        (Ended::Code(0), usage) => Ok(usage.cpu),
        (ended, _) => Err(format!(
            "the build with the features `{features}` ended with {ended:?}: see {}",
            path.display()
        )),
    }
}
